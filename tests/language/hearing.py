"""Saying something at a question and looking at what the rules made of it, offline and without a library."""

from dataclasses import dataclass

from coach import engine
from coach.events import AnyEvent
from coach.language.guided import understand
from coach.language.wording.speak import speak
from coach.moves import Move, next_move
from coach.state import Core
from coach.turn import admit
from tests.language.spoken import START, Shelf, Talk, bakery, words


@dataclass(frozen=True)
class Heard:
    """The core before and after a message, its events, and the reply."""

    before: Core
    core: Core
    events: tuple[AnyEvent, ...]
    move: Move
    reply: str

    @property
    def digressed(self) -> set[str]:
        return {e.kind for e in self.events if e.type == "Digressed"}

    @property
    def asking(self) -> str | None:
        return self.move.asks.question

    @property
    def unchanged(self) -> bool:
        return self.core.plan_key() == self.before.plan_key()

    def texts(self, name: str, field: str = "text") -> list[object]:
        return [i.get(field) for i in self.core.items.get(name, ())]

    def value(self, pointer: str) -> object:
        found = self.core.values.get(pointer)
        return found.value if found is not None else None


def hear(said: str, at: str | None = None, talk: Talk | None = None, library: bool = False) -> Heard:
    """Return what is made of a message: at a question of a packaging firm's talk, or in a talk that goes on."""
    talk = talk or bakery(Talk(), until=at or "company")
    state = engine.begin(talk.state, talk.next, said, START)
    before = state.core
    state, events = admit(state, understand(state))
    move = next_move(state)
    return Heard(before, state.core, tuple(events), move, words(speak(move, state, Shelf(empty=not library))))


def after(*said: str, at: str) -> Talk:
    """Return a talk in which some things have been said from a question on."""
    talk = bakery(Talk(), until=at)
    for words_ in said:
        talk.say(words_, *understand(engine.begin(talk.state, talk.next, words_, START)))
    return talk
