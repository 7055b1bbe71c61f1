"""A conversation without a store: what a person types, and what the coach understood, asked and cited."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from coach import engine, project
from coach.events import AnyEvent
from coach.language.guided import speak, understand
from coach.library.search import Library
from coach.moves import Move, next_move
from coach.plan import Plan
from coach.ports import Citation
from coach.state import State
from coach.turn import Shelf, admit, clean, gate

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday."""


@dataclass
class Talk:
    library: Library
    state: State = field(default_factory=lambda: State(conversation="talk"))
    events: list[AnyEvent] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    reply: str = ""
    move: Move | None = None
    said: int = 0

    def open(self) -> "Talk":
        self.state = engine.begin(self.state, 0, "", START)
        self._reply()
        return self

    def say(self, text: str) -> str:
        self.said += 1
        at = START + timedelta(minutes=2 * self.said)
        state = engine.begin(self.state, self.state.turn + 1, clean(text), at)
        self.state, self.events = admit(state, understand(state))
        self._reply()
        return self.reply

    def _reply(self) -> None:
        self.move = next_move(self.state)
        shelf = Shelf(self.library, self.state.conversation)
        speech = gate(speak(self.move, self.state, shelf), shelf)
        self.citations = [p.citation for p in speech.parts if p.citation]
        self.reply = "\n\n".join(p.text for p in speech.parts)
        for event in speech.suggested:
            self.state = engine.reduce(self.state, event)
        sources = tuple(map(shelf.source, self.citations))
        self.state = engine.reduce(self.state, self.move.asked().model_copy(update={"sources": sources}))

    @property
    def plan(self) -> Plan:
        return project.plan_of(self.state)

    @property
    def asking(self) -> str | None:
        asked = self.state.asking
        return None if asked is None or asked.kind == "done" else asked.question

    def at(self, pointer: str) -> Any:
        """Return the plan's leaf at a JSON pointer, or None."""
        node: Any = self.plan.model_dump()
        for part in pointer.strip("/").split("/"):
            if isinstance(node, Mapping):
                node = node.get(part)
            elif isinstance(node, list | tuple):
                node = node[int(part)] if int(part) < len(node) else None
            else:
                return None
        return node
