"""The effects at the edges, as Protocols: understanding, speaking, and the library."""

import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from coach.events import AnyEvent, Asked, Suggested
from coach.moves import Move
from coach.records import Spent
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


PartKind = Literal["note", "answer", "idea", "playback", "sum", "suggestion", "question", "finding", "plan"]


@dataclass(frozen=True)
class Part:
    """A piece of a reply: a sentence or a short paragraph, dropped whole if its citation fails the gate."""

    text: str
    kind: PartKind = "note"
    citation: Citation | None = None
    glue: str = "\n\n"
    """What stands between this part and the one before it: a space inside a paragraph."""


@dataclass(frozen=True)
class Speech:
    parts: tuple[Part, ...]
    suggested: tuple[Suggested, ...] = ()
    """Ids must follow on from `state.next_id("suggestion")`."""
    choices: tuple[str, ...] = ()
    """Quick replies where the answer is a choice; each is sent as if it had been typed."""
    asked: Asked | None = None
    """What the reply asked where that is not the move's question: which of two things said gives."""


Spoken = Generator[Part, None, Speech]
"""A reply that is spoken as it is made: each part once it may be shown, and at the end all of them."""


class Understand(Protocol):
    def __call__(self, state: State) -> Sequence[AnyEvent]:
        """Return the events of the message of `state.turn`. Events apply one after the other."""
        ...


class Speak(Protocol):
    def __call__(self, move: Move, state: State, library: Retriever) -> Speech | Spoken:
        """Return the words for a move, whole or as they come."""
        ...


class Stop:
    """Tells a voice at work that nobody waits for its words any more. Safe to use from any thread."""

    def __init__(self) -> None:
        self._set = threading.Event()
        self._lock = threading.Lock()
        self._then: list[Callable[[], object]] = []

    @property
    def stopped(self) -> bool:
        return self._set.is_set()

    def stop(self) -> None:
        """Stop, and do what was to be done then; a second time does nothing."""
        with self._lock:
            then, self._then = self._then, []
            self._set.set()
        for act in then:
            act()

    def then(self, act: Callable[[], object]) -> None:
        """Do something when stopped: at once, if that was before."""
        with self._lock:
            if not self._set.is_set():
                self._then.append(act)
                return
        act()


@dataclass
class Occasion:
    """One turn as a voice sees it beside the state, and what the voice reports back of it."""

    recent: tuple[tuple[str, str], ...] = ()
    """The last exchanges, oldest first: what the person said and what was replied."""
    stop: Stop = field(default_factory=Stop)
    spent: Spent = field(default_factory=Spent)
    notes: list[str] = field(default_factory=list)
    """One plain line for each thing that went wrong; the reply shows the first."""

    @property
    def asked(self) -> str:
        """The reply that the message answers."""
        return self.recent[-1][1] if self.recent else ""


class Voice(Protocol):
    """A way to understand and to speak. `id` is what a conversation remembers."""

    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str:
        """How people choose it: "By rules, without a model"."""
        ...

    @property
    def provider(self) -> str | None:
        """Whom one's words are sent to; None: they stay on this machine."""
        ...

    def begin(self, occasion: Occasion) -> tuple[Understand, Speak]:
        """Return the two jobs for one turn."""
        ...


@dataclass(frozen=True)
class Plain:
    """A voice of two functions that need to know nothing of the turn beside its state."""

    understand: Understand
    speak: Speak
    id: str = "guided"
    label: str = "By rules, without a language model"
    provider: str | None = None

    def begin(self, occasion: Occasion) -> tuple[Understand, Speak]:
        return self.understand, self.speak
