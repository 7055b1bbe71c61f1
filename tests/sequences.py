"""Random conversations for the property tests: numbers are interpreted as turns and events, legal and illegal."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from hypothesis import strategies as st

from coach import engine, stages
from coach.errors import IllegalEvent
from coach.events import (
    Accepted,
    Answered,
    AnyEvent,
    Asked,
    Confirmed,
    Digressed,
    ItemAdded,
    ItemChanged,
    ItemRemoved,
    Paced,
    Parked,
    ParkedResolved,
    Rejected,
    Reviewed,
    Rewound,
    Suggested,
    Undone,
    Unknown,
    Value,
    WentBack,
)
from coach.moves import next_move
from coach.plan import Said
from coach.state import State

WORDS = ("architects", "schools in Utrecht", "thirty hotels", "cold calls", "AI rules", "the weekly call")
TEXT = "We think of architects, schools in Utrecht, thirty hotels, cold calls, AI rules and the weekly call. Yes."
START = datetime(2026, 1, 5, 9, tzinfo=UTC)

steps = st.tuples(
    st.integers(0, 30),
    st.lists(
        st.tuples(st.integers(0, 23), st.integers(0, 24), st.integers(0, 5), st.integers(0, 3)), max_size=30
    ),
)
"""How many questions were answered before, then (kind of event, question, words, variant) for each turn."""

Numbers = tuple[int, list[tuple[int, int, int, int]]]


@dataclass(frozen=True)
class Step:
    before: State
    event: AnyEvent
    after: State | None
    """None: the engine refused it."""


def _value(state: State, word: str, pointer: str) -> Value:
    if pointer.endswith(("size", "target", "baseline", "hours")):
        number = 1 + WORDS.index(word)
        return Value(value=number, status="derived", rule="number", said=(state.said("thirty"),))
    enums = {
        "scenario": "launch",
        "state": "exists",
        "kind": "sell",
        "route": "hire",
        "level": "have",
        "horizon": "1y",
    }
    enums |= {"dimension": "social"}
    last = pointer.rsplit("/", 1)[-1]
    if last in ("deadline", "start", "due", "review_on"):
        return Value(value="2026-12-31", status="derived", rule="date_end", said=(state.said(word),))
    if last in enums:
        return Value(value=enums[last], status="derived", rule="words", said=(state.said(word),))
    return Value(value=word, said=(state.said(word),))


def _item_fields(state: State, question: stages.Question, name: str, word: str) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    for field in stages.LISTS[name].fields:
        if field in question.where or field == "kind":
            continue
        target = stages.LISTS[name].refs.get(field)
        if target:
            ids = tuple(i.id for i in state.core.items.get(target, ()))
            if ids:
                many = field in ("serves", "needed_for")
                fields[field] = Value(
                    value=ids[:1] if many else ids[0],
                    status="derived",
                    rule="asked",
                    said=(state.said(word),),
                )
            continue
        fields[field] = _value(state, word, field)
    return fields


def make(state: State, kind: int, which: int, words: int, variant: int) -> AnyEvent:
    """Return the event these numbers stand for in this state; it may be illegal."""
    q, word, core = stages.QUESTIONS[which], WORDS[words], state.core
    owned = core.owned(q.id)
    if kind in (0, 1, 2, 3, 4, 5):  # mostly: answer whatever is asked next, or the question drawn
        if kind < 4:
            move = next_move(state).asks
            q = stages.QUESTION[move.question or stages.CONFIRM]
        if q.id == stages.CONFIRM:
            return Confirmed(said=state.said("Yes"))
        by_field = q.needs[0].at.startswith("/") if kind < 4 else variant % 2
        if q.fields and (not q.lists or by_field):
            return Answered(question=q.id, fields={p: _value(state, word, p) for p in q.fields})
        name = q.lists[0]
        return ItemAdded(
            question=q.id, list=name, id=state.next_id(name), fields=_item_fields(state, q, name, word)
        )
    if kind == 6:
        bad = Value(value="something never said", said=(Said(turn=state.turn, span="something never said"),))
        return Answered(question=q.id, fields=dict.fromkeys(q.fields, bad) or {"/company/offer": bad})
    if kind == 7 and owned:
        name, item = owned[variant % len(owned)]
        return ItemChanged(
            question=q.id,
            list=name,
            id=item.id,
            fields=_item_fields(state, q, name, word) or {"x": _value(state, word, "x")},
        )
    if kind == 8 and owned:
        name, item = owned[variant % len(owned)]
        return ItemRemoved(question=q.id, list=name, id=item.id)
    if kind in (9, 10):
        move = next_move(state).asks
        target = (move.question or q.id) if kind == 9 else q.id
        return Unknown(question=target, reason=("unknown", "skipped", "vague", "missing")[variant])
    if kind == 11:
        return Parked(id=state.next_id("parked"), question=q.id, said=state.said(word))
    if kind == 12:
        idea = core.parked[variant % len(core.parked)].id if core.parked else "i1"
        return ParkedResolved(id=idea, verdict=("keep", "test", "drop")[variant % 3])
    if kind == 13:
        fields = {
            p: (
                1
                if p.endswith("size")
                else "exists"
                if p.endswith("state")
                else "launch"
                if p.endswith("scenario")
                else word
            )
            for p in q.fields
        }
        return Suggested(
            id=state.next_id("suggestion"), question=q.id, text=word, origin="composed", fields=fields
        )
    if kind == 14:
        return Accepted(suggestion=next(iter(core.suggestions), "o9"), said=state.said("Yes"))
    if kind == 15:
        return Rejected(suggestion=next(iter(core.suggestions), "o9"))
    if kind == 16:
        return Reviewed(keys=core.review[: variant + 1] or (q.id,))
    if kind == 17:
        return WentBack(question=q.id)
    if kind == 18:
        return Digressed(kind="library", text=word)
    if kind == 19:
        return Undone()
    if kind == 20:
        turns = [t for t, _ in state.history]
        return Rewound(turn=turns[-2] if len(turns) > 1 and variant else variant)
    if kind == 21:
        return Paced(pace="express" if variant % 2 else "full")
    if kind == 22:
        return Confirmed(said=state.said("Yes"))
    return Asked(kind="question", question=q.id, probe=variant)


@lru_cache(maxsize=64)
def answered(count: int) -> State:
    """Return the state after that many plain answers."""
    if count == 0:
        state = engine.begin(State(conversation="c1"), 0, "", START)
        return engine.reduce(state, next_move(state).asked())
    before = answered(count - 1)
    state = engine.begin(before, count, TEXT, START + timedelta(minutes=count))
    with suppress(IllegalEvent):
        state = engine.reduce(state, make(state, 0, 0, count % len(WORDS), 1))
    return engine.reduce(state, next_move(state).asked())


def play(numbers: Numbers) -> Iterator[Step]:
    """Play a sequence, one event a turn, each turn with a committed reply."""
    state = answered(numbers[0])
    for turn, (kind, which, words, variant) in enumerate(numbers[1], state.turn + 1):
        state = engine.begin(state, turn, TEXT, START + timedelta(minutes=turn))
        event = make(state, kind, which, words, variant)
        try:
            after = engine.reduce(state, event)
        except IllegalEvent:
            yield Step(state, event, None)
        else:
            yield Step(state, event, after)
            state = after
        state = engine.reduce(state, next_move(state).asked())
