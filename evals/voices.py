"""Voices under test: the guided one; a model's, live; and a model's from recordings. One seam for all suites."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from coach.errors import UserError
from coach.events import AnyEvent
from coach.moves import Move
from coach.ports import Retriever, Speech
from coach.state import State


class Turn(Protocol):
    """A voice's two jobs in one turn, and what they cost."""

    def understand(self, state: State) -> Sequence[AnyEvent]: ...
    def speak(self, move: Move, state: State, library: Retriever) -> Speech: ...
    def joined(self, speech: Speech) -> str: ...
    def usage(self) -> dict[str, Any]: ...


class Voice(Protocol):
    @property
    def id(self) -> str: ...

    def begin(self, state: State) -> Turn: ...


@dataclass
class _GuidedTurn:
    def understand(self, state: State) -> Sequence[AnyEvent]:
        from coach.language.guided import understand

        return understand(state)

    def speak(self, move: Move, state: State, library: Retriever) -> Speech:
        from coach.language.guided import speak

        return speak(move, state, library)

    def joined(self, speech: Speech) -> str:
        return "\n\n".join(p.text.strip() for p in speech.parts if p.text.strip())

    def usage(self) -> dict[str, Any]:
        return {}


@dataclass(frozen=True)
class Guided:
    """The voice that needs no model."""

    id: str = "guided"

    def begin(self, state: State) -> Turn:
        return _GuidedTurn()


def chosen(names: Sequence[str]) -> list[Voice]:
    """Return the voices of these names.

    Raises:
        UserError: there is no such voice.
    """
    known = {"guided": Guided}
    unknown = [n for n in names if n not in known]
    if unknown:
        raise UserError(f"There is no voice {unknown[0]!r}: there are {', '.join(known)}.")
    return [known[n]() for n in names or ("guided",)]
