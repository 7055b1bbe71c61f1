"""Where a case begins: a state built from data by the engine alone, so that no voice's understanding is in it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from coach import engine, stages
from coach.events import (
    Accepted,
    Answered,
    AnyEvent,
    Digressed,
    ItemAdded,
    ItemChanged,
    Paced,
    Parked,
    Reviewed,
    Spoke,
    Suggested,
    Unknown,
    Value,
    WentBack,
)
from coach.moves import next_move
from coach.state import State
from evals.forms import Case, Dossier, Offer, Step

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday: the day on which every case begins."""
ROOT = Path(__file__).parent


@cache
def dossier(name: str) -> Dossier:
    """Return a dossier of `evals/dossiers`."""
    text = (ROOT / "dossiers" / f"{name}.yaml").read_text("utf-8")
    return Dossier.model_validate(yaml.safe_load(text))


def stand(case: Case) -> State:
    """Return the state in which the case's message comes.

    Raises:
        IllegalEvent: the case's turns cannot have happened so.
        ValueError: the talk does not come to the question that the case says.
    """
    state = _reached(case.base, case.after)
    for step in case.given:
        state = replied(heard(state, step))
    return offered(state, case.offer)


@cache
def _reached(base: str | None, after: str | None) -> State:
    state = replied(engine.begin(State(conversation="eval"), 0, "", START))
    if base is None:
        return state
    known = {entry.question: entry for entry in dossier(base).answers}
    while state.asking is not None and state.asking.question != after:
        asked = state.asking.question or ""
        if state.asking.kind not in ("question", "suggestion") or asked not in known:
            raise ValueError(f"{base} comes to a {state.asking.kind} at {asked}, never to {after}")
        state = heard(state, known[asked])
        following = next_move(state).asks.question or ""
        state = replied(state, known[following].offer if following in known else ())
    return state


def offered(state: State, offers: Sequence[Offer]) -> State:
    """Return the state after a reply that offered these words and asked about them."""
    return replied(state, offers) if offers else state


def replied(state: State, offers: Sequence[Offer] = ()) -> State:
    """Return the state after the coach's reply."""
    for offer in offers:
        fields = {n: tuple(v) if isinstance(v, list) else v for n, v in offer.fields.items()}
        event = Suggested(
            **{**offer.model_dump(exclude={"fields"}), "fields": fields}, id=state.next_id("suggestion")
        )
        state = engine.reduce(state, event)
    return engine.reduce(state, next_move(state).asked())


def begun(state: State, text: str) -> State:
    """Return the state with the person's next message, not understood yet. Each turn takes two minutes."""
    turn = state.turn + 1
    return engine.begin(state, turn, text, START + timedelta(minutes=2 * turn))


def heard(state: State, step: Step) -> State:
    """Return the state after a message of which everything was understood."""
    state = begun(state, step.say)
    if step.language:
        state = engine.reduce(state, Spoke(language=step.language))
    for make in (_fields, _items, _others):
        state = make(state, step)
    return state


def _value(state: State, given: Any) -> Value:
    text = state.text(state.turn) or ""
    if isinstance(given, str) and engine.fold_text(given) in engine.fold_text(text):
        return Value(value=given, said=(state.said(given),))
    plain = tuple(given) if isinstance(given, list) else given
    return Value(value=plain, status="derived", rule="case", said=(state.said(text),))


def _values(state: State, given: Mapping[str, Any]) -> dict[str, Value]:
    return {name: _value(state, v) for name, v in given.items() if name not in ("list", "id")}


def _fields(state: State, step: Step) -> State:
    for q in stages.QUESTIONS:
        mine = {p: v for p, v in step.fields.items() if p in q.fields}
        if mine:
            state = engine.reduce(state, Answered(question=q.id, fields=_values(state, mine)))
    strange = set(step.fields) - {p for q in stages.QUESTIONS for p in q.fields}
    if strange:
        raise ValueError(f"no question owns {sorted(strange)}")
    return state


def _items(state: State, step: Step) -> State:
    for item in step.add:
        event: AnyEvent = ItemAdded(
            question=stages.owner_of(item["list"], item),
            list=item["list"],
            id=state.next_id(item["list"]),
            fields=_values(state, item),
        )
        state = engine.reduce(state, event)
    for item in step.change:
        old = state.core.item(item["list"], item["id"])
        fields = {n: v.value for n, v in old.fields.items()} if old else {}
        question = stages.owner_of(item["list"], fields)
        event = ItemChanged(question=question, list=item["list"], id=item["id"], fields=_values(state, item))
        state = engine.reduce(state, event)
    return state


def _others(state: State, step: Step) -> State:
    events: list[AnyEvent] = [Unknown(question=q) for q in step.open]
    if step.accept:
        events += [Accepted(suggestion=s, said=state.said(step.say)) for s in state.core.suggestions]
    if step.keep:
        events.append(Reviewed(keys=state.core.review))
    if step.back:
        events.append(WentBack(question=step.back))
    if step.express:
        events.append(Paced(pace="express"))
    events += [Digressed.model_validate(d) for d in step.digress]
    state = engine.fold(state, events)
    for idea in step.park:
        said = state.said(idea["text"])
        state = engine.reduce(state, Parked(id=state.next_id("parked"), question=idea["question"], said=said))
    return state
