"""The effects at the edges, as Protocols: understanding, speaking, and the library."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from coach.events import AnyEvent, Suggested
from coach.moves import Move
from coach.state import State


class Passage(Protocol):
    """A passage of the library, as `coach.library.articles.Passage` has it."""

    @property
    def id(self) -> str: ...
    @property
    def article(self) -> str: ...
    @property
    def article_title(self) -> str: ...
    @property
    def author(self) -> str | None: ...
    @property
    def publisher(self) -> str | None: ...
    @property
    def url(self) -> str | None: ...
    @property
    def title(self) -> str: ...
    @property
    def stages(self) -> tuple[str, ...]: ...
    @property
    def text(self) -> str: ...


class Hit(Protocol):
    @property
    def passage(self) -> Passage: ...
    @property
    def score(self) -> float: ...


class Retriever(Protocol):
    """What a voice may ask of the library; what it returns is all that may be cited in this turn."""

    def search(self, query: str, k: int = 5, stage: str | None = None) -> Sequence[Hit]: ...

    def answer(self, query: str, k: int = 5, stage: str | None = None) -> Sequence[Hit]:
        """The same, but empty when the library has nothing on the query."""
        ...


@dataclass(frozen=True)
class Citation:
    passage: str
    quote: str
    """Verbatim words of the passage."""
    used_for: str | None = None
    """The question it was cited at."""


PartKind = Literal["note", "answer", "idea", "playback", "sum", "suggestion", "question", "plan"]


@dataclass(frozen=True)
class Part:
    """A piece of a reply: a sentence or a short paragraph, dropped whole if its citation fails the gate."""

    text: str
    kind: PartKind = "note"
    citation: Citation | None = None


@dataclass(frozen=True)
class Speech:
    parts: tuple[Part, ...]
    suggested: tuple[Suggested, ...] = ()
    """Ids must follow on from `state.next_id("suggestion")`."""
    choices: tuple[str, ...] = ()
    """Quick replies where the answer is a choice; each is sent as if it had been typed."""


class Understand(Protocol):
    def __call__(self, state: State) -> Sequence[AnyEvent]:
        """Return the events of the message of `state.turn`. Pure; events apply one after the other."""
        ...


class Speak(Protocol):
    def __call__(self, move: Move, state: State, library: Retriever) -> Speech:
        """Return the words for a move."""
        ...
