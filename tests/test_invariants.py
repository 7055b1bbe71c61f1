"""The invariants hold over random conversations, legal and illegal events alike (at least 10,000 sequences)."""

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from coach import engine, project, ripple, stages
from coach.errors import IllegalEvent
from coach.events import (
    Accepted,
    Answered,
    Imported,
    ItemAdded,
    ItemChanged,
    ItemRemoved,
    Suggested,
    Undone,
    Unknown,
    dump_event,
    load_event,
)
from coach.moves import next_move
from coach.plan import Plan
from coach.state import State
from tests.sequences import START, TEXT, Numbers, Step, answered, make, play, steps

SEQUENCES = 10_000
_played: list[int] = []

WRITES = (Answered, ItemAdded, ItemChanged, ItemRemoved, Unknown)


@pytest.fixture(scope="module", autouse=True)
def _counted() -> object:
    yield
    assert len(_played) >= SEQUENCES, f"only {len(_played)} sequences were played"


@settings(
    max_examples=SEQUENCES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(steps)
def test_whatever_a_person_does_the_invariants_hold(numbers: Numbers) -> None:
    _played.append(numbers[0])
    last: State | None = None
    for step in play(numbers):
        _downstream_only_after_upstream(step)
        _exactly_the_dependents_are_reviewed(step)
        assert load_event(json.loads(json.dumps(dump_event(step.event)))) == step.event
        if step.after is not None:
            _undo_takes_back_the_last_change(step)
            last = step.after
    if last is not None:
        the_plan_is_proven(last)
        _import_gives_the_same_plan(last)
        assert next_move(last) == next_move(last)


def _downstream_only_after_upstream(step: Step) -> None:
    event = step.event
    if isinstance(event, Accepted):
        suggestion = step.before.core.suggestions.get(event.suggestion)
        question = suggestion.question if suggestion else None
    else:
        question = event.question if isinstance(event, WRITES) else None
    if question is None or not stages.is_downstream(question) or step.after is None:
        return
    removed = isinstance(event, ItemRemoved)
    assert removed or all(step.before.core.closed(s) for s in stages.UPSTREAM)


def _exactly_the_dependents_are_reviewed(step: Step) -> None:
    if step.after is None or not isinstance(step.event, ItemChanged | ItemRemoved | Answered):
        return
    before, after = set(step.before.core.review), set(step.after.core.review)
    item = None if isinstance(step.event, Answered) else (step.event.list, step.event.id)
    allowed = set(ripple.affected(step.before.core, step.event.question, item))
    assert after - before <= allowed
    if isinstance(step.event, ItemRemoved):
        gone = {ripple.key(step.event.list, step.event.id)}
        assert allowed - gone <= after


def _undo_takes_back_the_last_change(step: Step) -> None:
    assert step.after is not None
    if isinstance(step.event, Undone):
        changed = [c for _, c in step.before.history]
        assert any(step.after.core.plan_key() == c.plan_key() for c in changed)
        withdrawn = step.before.core.suggestions.keys() - step.after.core.suggestions.keys()
        assert step.after.core.plan_key() != step.before.core.plan_key() or withdrawn


def the_plan_is_proven(state: State) -> None:
    plan = project.plan_of(state)
    tree = plan.model_dump()
    for root in (
        "company",
        "situation",
        "upstream",
        "downstream",
        "assumptions",
        "risks",
        "next_actions",
        "summary",
    ):
        for pointer, leaf in project.leaves(tree[root], f"/{root}"):
            why = plan.provenance[pointer]
            assert why.status != "unknown"
            if why.status == "stated":
                words = " ".join(s.span for s in why.said)
                assert engine.fold_text(str(leaf)) == engine.fold_text(words)
            if why.status in ("stated", "confirmed"):
                assert why.said
                for said in why.said:
                    assert engine.fold_text(said.span) in engine.fold_text(state.text(said.turn) or "")
            if why.status == "derived":
                assert why.rule
    for pointer in plan.provenance:
        node: object = tree
        for part in pointer.strip("/").split("/"):
            node = node[int(part)] if isinstance(node, list | tuple) else node[part]  # type: ignore[index]
    final = plan.status == "final"
    core = state.core
    assert final == (
        core.confirmed is not None
        and not core.review
        and core.pace == "full"
        and all(i.verdict != "open" for i in core.parked)
        and all(core.closed(s.id) for s in stages.STAGES)
    )


def _import_gives_the_same_plan(state: State) -> None:
    plan = project.plan_of(state)
    fresh = engine.begin(State(conversation="c2"), 0, "", state.now.replace(year=state.now.year))
    core = state.core
    if not (core.values or core.items or core.open or core.parked):
        return
    again = project.plan_of(
        engine.reduce(fresh, Imported(plan=json.loads(json.dumps(project.as_data(plan)))))
    )
    assert again == plan
    assert Plan.model_validate_json(plan.model_dump_json()) == plan


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(steps)
def test_folding_the_stored_events_again_gives_the_same_state(numbers: Numbers) -> None:
    first, second = list(play(numbers)), list(play(numbers))
    assert [s.after for s in first] == [s.after for s in second]


def _offered(state: State, which: int, words: int, variant: int) -> Suggested:
    """Return an offer of some origin: a plan field's value, or an item of a list."""
    q, text = stages.QUESTIONS[which], f"offer {words}: never said by anyone"
    name = next((n for n in q.lists if stages.LISTS[n].fields == ("text",)), None)
    pointer = next((p for p in q.fields if p.rsplit("/", 1)[-1] not in ("size", "scenario", "state")), None)
    listed = name is not None and (pointer is None or variant % 2 == 1)
    return Suggested(
        id=state.next_id("suggestion"),
        question=q.id,
        text=text,
        origin=("composed", "option", "library", "paraphrase")[variant],
        fields={"text": text} if listed else {pointer or "/summary/diagnosis": text},
        list=name if listed else None,
    )


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(steps)
def test_nothing_suggested_is_in_the_plan_unless_it_was_accepted(numbers: Numbers) -> None:
    state, offers, accepted = answered(numbers[0]), dict[str, Suggested](), set[str]()
    for turn, (kind, which, words, variant) in enumerate(numbers[1], state.turn + 1):
        state = engine.begin(state, turn, TEXT, START + timedelta(minutes=turn))
        event = (
            _offered(state, which, words, variant)
            if kind in (6, 13)
            else make(state, kind, which, words, variant)
        )
        with suppress(IllegalEvent):
            state = engine.reduce(state, event)
            if isinstance(event, Suggested):
                offers[event.id] = event
            if isinstance(event, Accepted):
                accepted.add(event.suggestion)
        core = state.core
        for value in (*core.values.values(), *(v for _, i in core.all_items() for v in i.fields.values())):
            offered = "never said by anyone" in str(value.value)
            assert offered == (value.suggestion in offers)
            if offered:
                assert value.suggestion in accepted
                assert value.status == "confirmed"
                assert value.value in offers[str(value.suggestion)].fields.values()


def test_an_illegal_event_changes_nothing() -> None:
    state = engine.begin(State(conversation="c1"), 0, "", START)
    kept = repr(state)
    with pytest.raises(engine.IllegalEvent):
        engine.reduce(state, Unknown(question="processes"))
    assert repr(state) == kept
