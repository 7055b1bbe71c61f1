"""The guided voice: no language model. Understands by rules, asks by the declared questions.

Its rules are many and take half a second to load: they are read with the first message, not with the first page.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.events import AnyEvent
    from coach.moves import Move
    from coach.ports import Retriever, Speech
    from coach.state import State

__all__ = ["speak", "understand", "warm"]


def understand(state: "State") -> "Sequence[AnyEvent]":
    """Return the events of the message of `state.turn`."""
    from coach.language.reading.understand import understand

    return understand(state)


def speak(move: "Move", state: "State", library: "Retriever") -> "Speech":
    """Return the words for a move."""
    from coach.language.wording.speak import speak

    return speak(move, state, library)


def warm() -> None:
    """Load the rules now, so that the first message need not wait for them."""
    from coach.language.reading import understand  # noqa: F401
    from coach.language.wording import speak  # noqa: F401
