"""What is known at a point of a conversation: immutable, built only by folding events.

`Core` is what a turn may change and undo may restore; `State` adds what stays true whatever is undone: the words
that were typed, and the passages that were shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from coach import stages
from coach.events import Asked, Digressed, Pace, Suggested, Value
from coach.plan import ParkedIdea, Plan, Said, Source


@dataclass(frozen=True)
class Item:
    id: str
    fields: Mapping[str, Value]

    def get(self, name: str) -> object:
        """Return the plain value of a field, or None."""
        value = self.fields.get(name)
        return None if value is None else value.value

    def aside(self, name: str) -> bool:
        """Whether it was noted on the way: a rule filled the field that says so."""
        value = self.fields.get(name) if name else None
        return value is not None and value.status == "derived"


@dataclass(frozen=True)
class Core:
    values: Mapping[str, Value] = field(default_factory=dict)
    items: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    open: Mapping[str, str] = field(default_factory=dict)
    """Question -> why it is an open question."""
    parked: tuple[ParkedIdea, ...] = ()
    parked_said: Mapping[str, Value] = field(default_factory=dict)
    parked_items: Mapping[str, tuple[str, Mapping[str, Value]]] = field(default_factory=dict)
    """By idea, the list and the fields of what it becomes if it is kept, as far as they were read."""
    suggestions: Mapping[str, Suggested] = field(default_factory=dict)
    """Those neither accepted nor rejected yet."""
    review: tuple[str, ...] = ()
    confirmed: Value | None = None
    pace: Pace = "full"
    counters: Mapping[str, int] = field(default_factory=dict)
    focus: str | None = None
    """The question the person went back to."""
    asked: Mapping[str, int] = field(default_factory=dict)
    """Question -> the number of its last probe (0: asked once)."""
    follow_ups: int = 0
    raised: frozenset[str] = frozenset()
    """Findings that were raised already."""
    imported: bool = False
    plan_id: str = ""
    created_at: str = ""
    updated_at: str = ""
    _missing: dict[str, tuple[stages.Need, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What was found missing: a reply asks many times, of the core of every earlier turn too."""
    _closed: dict[str, bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    def all_items(self) -> Iterator[tuple[str, Item]]:
        for name, items in self.items.items():
            for item in items:
                yield name, item

    def item(self, list_name: str, item_id: str) -> Item | None:
        return next((i for i in self.items.get(list_name, ()) if i.id == item_id), None)

    def owned(self, question: str) -> list[tuple[str, Item]]:
        """Return the items a question owns, oldest first."""
        q = stages.QUESTION[question]
        return [
            (name, item)
            for name in q.lists
            for item in self.items.get(name, ())
            if all(item.get(k) in (v, None) for k, v in q.where.items())
        ]

    def answers(self, question: str) -> list[tuple[str, Item]]:
        """Return the items that answer a question: those it owns, without what was only noted on the way."""
        return [(n, i) for n, i in self.owned(question) if not i.aside(stages.LISTS[n].aside)]

    def has_value(self, question: str) -> bool:
        if question == stages.CONFIRM:
            return self.confirmed is not None
        q = stages.QUESTION[question]
        return any(p in self.values for p in q.fields) or bool(self.answers(question))

    @property
    def solo(self) -> bool:
        size = self.values.get("/company/size")
        return size is not None and size.value == stages.SOLO

    @property
    def large(self) -> bool:
        size = self.values.get("/company/size")
        return size is not None and isinstance(size.value, int | float) and size.value > stages.LARGE

    def missing(self, question: str) -> tuple[stages.Need, ...]:
        """Return the parts of a sufficient answer that are not there, in order."""
        found = self._missing.get(question)
        if found is None:
            found = self._missing[question] = self._look(question)
        return found

    def _look(self, question: str) -> tuple[stages.Need, ...]:
        q = stages.QUESTION[question]
        owned = self.answers(question)
        gone: list[stages.Need] = []
        for need in q.needs:
            if (need.unless_solo and self.solo) or (need.only_large and not self.large):
                continue
            list_name, _, name = need.at.partition(".")
            if need.at.startswith("/"):
                there = need.at in self.values
            elif question == stages.CONFIRM:
                there = self.confirmed is not None
            elif name:
                mine = [i for n, i in owned if n == list_name]
                there = bool(mine) and all(name in i.fields for i in mine)
            else:
                there = sum(n == list_name for n, _ in owned) >= need.count
            if not there:
                gone.append(need)
        return tuple(gone)

    def essential(self, question: str) -> tuple[stages.Need, ...]:
        return tuple(n for n in self.missing(question) if n.essential)

    def skipped(self, question: str) -> bool:
        """Whether the express journey leaves this question open."""
        return self.pace == "express" and not stages.QUESTION[question].express

    def settled(self, question: str) -> bool:
        """Whether the question has a sufficient value or is an open question."""
        return question in self.open or not self.essential(question) or self.skipped(question)

    def closed(self, stage: str) -> bool:
        found = self._closed.get(stage)
        if found is None:
            found = self._closed[stage] = all(self.settled(q.id) for q in stages.in_stage(stage))
        return found

    def upstream_closed(self) -> bool:
        return all(self.closed(s) for s in stages.UPSTREAM)

    def plan_key(self) -> tuple[object, ...]:
        """What undo looks at: two cores with the same key have the same plan."""
        return (self.values, self.items, self.open, self.parked, self.confirmed, self.pace, self.review)


@dataclass(frozen=True)
class Head:
    """The person's message of one turn."""

    turn: int
    text: str
    at: datetime


@dataclass(frozen=True)
class State:
    conversation: str = ""
    language: str = "en"
    core: Core = Core()
    heads: Mapping[int, Head] = field(default_factory=dict)
    history: tuple[tuple[int, Core], ...] = ()
    """For each turn that counts: the core before it."""
    asking: Asked | None = None
    """What the last committed reply asked."""
    digressed: tuple[Digressed, ...] = ()
    """Digressions of this turn that the reply still has to answer."""
    answering: Asked | None = None
    """What the message of this turn replies to."""
    sources: tuple[Source, ...] = ()
    before: Core = Core()
    """The core before this turn: what the reply reacts to is the difference."""
    undid: int | None = None
    undos: frozenset[int] = frozenset()
    """Turns that took something back."""
    opened: tuple[tuple[int, "State"], ...] = field(default=(), repr=False, compare=False)
    """The last two turns, each with the state before it: where the edit of a message starts again."""
    projected: dict[bool, Plan] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The plan of this state, kept by `coach.project`: a reply looks at it several times. Empty after `replace`."""

    @property
    def turn(self) -> int:
        return max(self.heads, default=0)

    @property
    def now(self) -> datetime:
        head = self.heads.get(self.turn)
        return head.at if head else datetime(1970, 1, 1, tzinfo=UTC)

    @property
    def today(self) -> date:
        return self.now.date()

    def text(self, turn: int) -> str | None:
        head = self.heads.get(turn)
        return head.text if head else None

    def next_id(self, list_name: str) -> str:
        """Return the id the next item of a list, idea ("parked") or suggestion ("suggestion") must have."""
        prefix = {"parked": "i", "suggestion": "o"}.get(list_name) or stages.LISTS[list_name].prefix
        return f"{prefix}{self.core.counters.get(list_name, 0) + 1}"

    def said(self, span: str, turn: int | None = None) -> Said:
        return Said(turn=self.turn if turn is None else turn, span=span)

    def stage(self) -> str:
        """Return the stage the talk has reached: that of the first question that is not settled."""
        for q in stages.QUESTIONS:
            if not self.core.settled(q.id):
                return q.stage
        return stages.STAGES[-1].id
