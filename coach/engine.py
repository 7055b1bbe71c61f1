"""The engine: a pure fold of events into a state. No clock, no I/O, no language.

An illegal event raises `IllegalEvent` and changes nothing; the state it was given stays as it was, because states
are never mutated.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from coach import intake, project, stages
from coach.errors import IllegalEvent
from coach.events import (
    Accepted,
    Answered,
    AnyEvent,
    Asked,
    Confirmed,
    Digressed,
    Imported,
    ItemAdded,
    ItemChanged,
    ItemRemoved,
    Paced,
    Parked,
    ParkedResolved,
    Rejected,
    Reviewed,
    Rewound,
    Spoke,
    Suggested,
    Undone,
    Unknown,
    Value,
    WentBack,
)
from coach.plan import Said
from coach.state import Core, Head, State
from coach.writes import (
    added,
    answered,
    changed,
    checked,
    fold_text,
    guard_order,
    illegal,
    parked,
    parked_resolved,
    removed,
    settle,
    the_question,
    unknown,
)


def begin(state: State, turn: int, text: str, at: datetime) -> State:
    """Open a turn with the person's message, before its events."""
    if turn in state.heads:
        raise IllegalEvent(f"turn {turn} is already there; a turn is opened once")
    return replace(
        state,
        heads={**state.heads, turn: Head(turn, text, at)},
        history=(*state.history, (turn, state.core)),
        before=state.core,
        answering=state.asking,
        digressed=(),
        undid=None,
        opened=(*state.opened[-1:], (turn, replace(state, opened=()))),
    )


def fold(state: State, events: Iterable[AnyEvent]) -> State:
    for event in events:
        state = reduce(state, event)
    return state


def reduce(state: State, event: AnyEvent) -> State:
    """Return the state after an event.

    Raises:
        IllegalEvent: the event may not happen here; says why.
    """
    handler = _HANDLERS[type(event)]
    after = handler(state, event)
    if after.core is not state.core and not isinstance(event, Undone | Rewound | Imported):
        after = _touch(state, after)
    return after


def _touch(state: State, after: State) -> State:
    core = after.core
    changed = core.plan_key() != state.core.plan_key()
    if changed and core.confirmed is not None and core.confirmed == state.core.confirmed:
        core = replace(core, confirmed=None)  # Final means confirmed after the last change.
    if changed:
        core = replace(core, updated_at=project.stamp(after.now))
    return replace(after, core=core)


def _suggested(state: State, event: Suggested) -> State:
    q, core = the_question(event.question), state.core
    guard_order(core, event.question)
    illegal(event.id != state.next_id("suggestion"), f"the next suggestion is {state.next_id('suggestion')}")
    illegal(not event.fields, "a suggestion has at least one field")
    if event.list is None:
        illegal(any(p not in q.fields for p in event.fields), f"{q.id} does not own all of the fields")
    else:
        illegal(event.list not in q.lists, f"{q.id} does not own the list {event.list}")
    for said in event.said:
        checked(state, Value(value=said.span, said=(said,)))
    counters = {**core.counters, "suggestion": core.counters.get("suggestion", 0) + 1}
    return replace(
        state, core=replace(core, suggestions={**core.suggestions, event.id: event}, counters=counters)
    )


def _accepted(state: State, event: Accepted) -> State:
    suggestion = state.core.suggestions.get(event.suggestion)
    if suggestion is None:
        raise IllegalEvent(f"there is no open suggestion {event.suggestion}")
    fields = {
        name: Value(value=value, status="confirmed", suggestion=suggestion.id, said=(event.said,))
        for name, value in suggestion.fields.items()
    }
    inner: AnyEvent
    if suggestion.list is None:
        inner = Answered(question=suggestion.question, fields=fields)
    elif suggestion.item is None:
        inner = ItemAdded(
            question=suggestion.question,
            list=suggestion.list,
            id=state.next_id(suggestion.list),
            fields=fields,
        )
    else:
        inner = ItemChanged(
            question=suggestion.question, list=suggestion.list, id=suggestion.item, fields=fields
        )
    offered = state.core.suggestions
    state = reduce(state, inner)
    # Words composed together are accepted one by one, and so are items of a list; a value closes its other options.
    together = suggestion.origin == "composed" or suggestion.list is not None
    rest = {
        k: s
        for k, s in offered.items()
        if k != event.suggestion
        and (s.question != suggestion.question or (together and s.origin == suggestion.origin))
    }
    return replace(state, core=replace(state.core, suggestions=rest))


def _rejected(state: State, event: Rejected) -> State:
    core = state.core
    illegal(event.suggestion not in core.suggestions, f"there is no open suggestion {event.suggestion}")
    rest = {k: s for k, s in core.suggestions.items() if k != event.suggestion}
    return replace(state, core=replace(core, suggestions=rest))


def _reviewed(state: State, event: Reviewed) -> State:
    core = state.core
    illegal(not event.keys, "a review names what it keeps")
    for key in event.keys:
        illegal(key not in core.review and key != core.focus, f"{key} is not under review")
    review = tuple(k for k in core.review if k not in event.keys)
    focus = None if core.focus in event.keys else core.focus
    return replace(state, core=replace(core, review=review, focus=focus))


def _went_back(state: State, event: WentBack) -> State:
    the_question(event.question)
    core = state.core
    guard_order(core, event.question)
    asked = {k: v for k, v in core.asked.items() if k != event.question}
    reopened = {k: v for k, v in core.open.items() if k != event.question}
    return replace(state, core=replace(core, focus=event.question, asked=asked, open=reopened))


def _digressed(state: State, event: Digressed) -> State:
    return replace(state, digressed=(*state.digressed, event))


def _asked(state: State, event: Asked) -> State:
    core = state.core
    if event.question is not None:
        q = the_question(event.question)
        follow_up = event.kind == "question" and event.probe > 0 and core.has_value(q.id)
        core = replace(
            core,
            asked={**core.asked, q.id: event.probe},
            follow_ups=core.follow_ups + follow_up,
        )
    raised = {*event.findings, *((event.finding,) if event.finding else ())}
    if raised:
        core = replace(core, raised=core.raised | raised)
    sources = {s.passage: s for s in state.sources}
    for source in event.sources:
        old = sources.get(source.passage)
        used = dict.fromkeys((*(old.used_for if old else ()), *source.used_for))
        sources[source.passage] = source.model_copy(update={"used_for": tuple(used)})
    return replace(state, core=core, asking=event, digressed=(), sources=tuple(sources.values()))


def _imported(state: State, event: Imported) -> State:
    core = state.core
    illegal(
        bool(core.values or core.items or core.open or core.parked or core.imported),
        "a plan is imported into an empty conversation",
    )
    core, sources, language = intake.core_from(event.plan)
    return replace(state, core=core, sources=sources, language=language)


def _confirmed(state: State, event: Confirmed) -> State:
    core = state.core
    for q in stages.QUESTIONS:
        illegal(q.id != stages.CONFIRM and not core.settled(q.id), f"{q.id} is still to be answered")
    illegal(core.pace == "express", "the express journey ends in a draft; go on with the full one to sign it")
    illegal(bool(core.review), "something still needs review")
    illegal(any(i.verdict == "open" for i in core.parked), "a parked idea is still to be decided")
    for question in event.left:
        illegal(the_question(question).id == stages.CONFIRM, "what is signed is not left open")
    value = checked(state, Value(value=event.said.span, said=(event.said,)))
    opened = {**core.open, **dict.fromkeys(event.left, "left")}
    return replace(state, core=settle(replace(core, open=opened), stages.CONFIRM, confirmed=value))


def _undone(state: State, event: Undone) -> State:
    history = list(state.history)
    while history:
        turn, before = history.pop()
        after = state.core if turn == state.turn else _next_core(state, turn)
        if turn != state.turn and (
            before.plan_key() != after.plan_key() or _offers(state, turn, before, after)
        ):
            return replace(
                state,
                core=before,
                history=(*history, (state.turn, before)),
                undid=turn,
                undos=state.undos | {state.turn},
            )
    raise IllegalEvent("there is nothing to undo yet")


def _offers(state: State, turn: int, before: Core, after: Core) -> bool:
    """Whether all that a turn did was to lay words before the person: to them that is the last thing that happened.

    What is offered again after something was taken back is no new offer, or undo would never come past it.
    """
    return turn not in state.undos and bool(after.suggestions.keys() - before.suggestions.keys())


def _next_core(state: State, turn: int) -> Core:
    """Return the core after a turn: the one before the turn that follows it."""
    turns = [t for t, _ in state.history]
    follower = turns.index(turn) + 1
    return state.history[follower][1] if follower < len(turns) else state.core


def _rewound(state: State, event: Rewound) -> State:
    was = dict(state.opened[:-1]).get(event.turn)
    if was is None:
        raise IllegalEvent("only the last message can be edited")
    # The new text answers what the old one answered, not the question that followed it. What was shown stays shown.
    return replace(
        was,
        heads={**was.heads, state.turn: state.heads[state.turn]},
        history=(*was.history, (state.turn, was.core)),
        before=was.core,
        answering=was.asking,
        digressed=(),
        undid=None,
        sources=state.sources,
        opened=((state.turn, was),),
    )


def _paced(state: State, event: Paced) -> State:
    return replace(state, core=replace(state.core, pace=event.pace))


def _spoke(state: State, event: Spoke) -> State:
    return replace(state, language=event.language)


_HANDLERS: Mapping[type, Callable[[State, Any], State]] = {
    Answered: answered,
    ItemAdded: added,
    ItemChanged: changed,
    ItemRemoved: removed,
    Unknown: unknown,
    Parked: parked,
    ParkedResolved: parked_resolved,
    Suggested: _suggested,
    Accepted: _accepted,
    Rejected: _rejected,
    Reviewed: _reviewed,
    WentBack: _went_back,
    Digressed: _digressed,
    Asked: _asked,
    Imported: _imported,
    Confirmed: _confirmed,
    Undone: _undone,
    Rewound: _rewound,
    Paced: _paced,
    Spoke: _spoke,
}

__all__ = ["Said", "begin", "fold", "fold_text", "reduce"]
