"""The engine: a pure fold of events into a state. No clock, no I/O, no language.

An illegal event raises `IllegalEvent` and changes nothing; the state it was given stays as it was, because states
are never mutated.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from coach import intake, project, ripple, stages
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
from coach.plan import ParkedIdea, Said
from coach.state import Core, Head, Item, State

_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "\u00a0": " "}
)


def fold_text(text: str) -> str:
    """Return text with Unicode form, white space and quotation marks folded, for comparing spans."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split())


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


def _illegal(condition: bool, why: str) -> None:
    if condition:
        raise IllegalEvent(why)


def _question(question: str) -> stages.Question:
    if question not in stages.QUESTION:
        raise IllegalEvent(f"there is no question {question!r}")
    return stages.QUESTION[question]


def _guard_order(core: Core, question: str) -> None:
    if stages.is_downstream(question) and not core.upstream_closed():
        raise IllegalEvent(
            f"{question} is downstream: park the idea until the four upstream stages are closed"
        )


def _checked(state: State, value: Value) -> Value:
    """Check a value's provenance (invariant 2) and return it with its conversation."""
    for said in value.said:
        text = state.text(said.turn)
        _illegal(text is None, f"turn {said.turn} was not said in this conversation")
        folded = fold_text(said.span)
        _illegal(
            not folded or folded not in fold_text(text or ""),
            f"{said.span!r} was not said in turn {said.turn}",
        )
    match value.status:
        case "stated":
            _illegal(not value.said, "a stated value needs the words it was said in")
            joined = fold_text(" ".join(s.span for s in value.said))
            _illegal(
                not isinstance(value.value, str) or fold_text(value.value) != joined,
                "a stated value is its spans; a paraphrase is a suggestion until accepted",
            )
        case "derived":
            _illegal(not value.rule, "a derived value names its rule")
            _illegal(not value.said and not value.inputs, "a derived value names what it was derived from")
        case "confirmed":
            _illegal(
                not value.suggestion or not value.said, "a confirmed value names what was accepted and where"
            )
        case "unknown":
            raise IllegalEvent("unknown is an open question, not a value")
    return value.model_copy(update={"conversation": state.conversation})


def _same_thing(old: Value | None, new: Value) -> bool:
    """Whether a replacement only mends the spelling, or appends to what was said."""
    if old is None or old.value == new.value:
        return True
    if new.said[: len(old.said)] == old.said and old.status == new.status == "stated":
        return True  # More was said; what stood there still stands.
    if not isinstance(old.value, str) or not isinstance(new.value, str):
        return False
    a, b = (fold_text(v).casefold().strip(" .,;!") for v in (old.value, new.value))
    if a == b:
        return True
    digits = [c for c in a if c.isdigit()] != [c for c in b if c.isdigit()]
    alike = SequenceMatcher(None, a, b, autojunk=False).ratio() > 0.9 if len(a) + len(b) < 2000 else False
    return not digits and len(a.split()) == len(b.split()) and alike


def _settle(core: Core, question: str, **changes: Any) -> Core:
    """Apply changes that a value of `question` brought, and clear what waited for it."""
    core = replace(core, **changes)
    still_open = dict(core.open)
    if question in still_open and not core.essential(question):
        del still_open[question]
    keep = {k: s for k, s in core.suggestions.items() if s.question != question}
    return replace(
        core,
        open=still_open,
        suggestions=keep,
        focus=None if core.focus == question else core.focus,
        pace=core.pace,
    )


def _answered(state: State, event: Answered) -> State:
    q, core = _question(event.question), state.core
    _guard_order(core, event.question)
    _illegal(not event.fields, "an answer has at least one field")
    values, changed = dict(core.values), False
    for pointer, value in event.fields.items():
        _illegal(pointer not in q.fields, f"{q.id} does not own {pointer}")
        project.check_type(pointer, value.value)
        old = values.get(pointer)
        values[pointer] = _checked(state, value)
        changed |= old is not None and not _same_thing(old, value)
    core = _settle(core, q.id, values=values)
    core = replace(core, review=tuple(k for k in core.review if k != q.id))
    if changed:
        core = ripple.mark(core, q.id)
    return replace(state, core=core)


def _added(state: State, event: ItemAdded) -> State:
    q, core = _question(event.question), state.core
    _guard_order(core, event.question)
    _illegal(event.list not in q.lists, f"{q.id} does not own the list {event.list}")
    _illegal(
        event.id != state.next_id(event.list), f"the next id of {event.list} is {state.next_id(event.list)}"
    )
    fields = _item_fields(state, event.list, event.fields)
    for name, fixed in q.where.items():
        if name in fields:
            _illegal(fields[name].value != fixed, f"{q.id} owns only items whose {name} is {fixed}")
        else:
            evidence = next((s for v in fields.values() for s in v.said), None)
            fields[name] = Value(
                value=fixed,
                status="derived",
                rule=f"asked:{q.id}",
                said=(evidence,) if evidence else (),
                inputs=() if evidence else ("/id",),
                conversation=state.conversation,
            )
    items = dict(core.items)
    items[event.list] = (*items.get(event.list, ()), Item(event.id, fields))
    counters = {**core.counters, event.list: core.counters.get(event.list, 0) + 1}
    return replace(state, core=_settle(core, q.id, items=items, counters=counters))


def _item_fields(state: State, list_name: str, fields: Mapping[str, Value]) -> dict[str, Value]:
    spec = stages.LISTS[list_name]
    _illegal(not fields, f"an item of {list_name} has at least one field")
    out: dict[str, Value] = {}
    for name, value in fields.items():
        _illegal(name not in spec.fields, f"{list_name} has no field {name}")
        project.check_item_type(list_name, name, value.value)
        if name in spec.refs:
            refs = value.value if isinstance(value.value, tuple) else (str(value.value),)
            for ref in refs:
                _illegal(state.core.item(spec.refs[name], ref) is None, f"{name}: there is no {ref}")
        out[name] = _checked(state, value)
    return out


def _changed(state: State, event: ItemChanged) -> State:
    q, core = _question(event.question), state.core
    _guard_order(core, event.question)
    item = core.item(event.list, event.id) if event.list in stages.LISTS else None
    if item is None or (event.list, item) not in core.owned(q.id):
        raise IllegalEvent(f"{q.id} has no item {event.id} in {event.list}")
    new = _item_fields(state, event.list, event.fields)
    for name, fixed in q.where.items():
        _illegal(name in new and new[name].value != fixed, f"{name} stays {fixed}")
    replaced = any(
        n in item.fields and n not in stages.INERT_FIELDS and not _same_thing(item.fields[n], v)
        for n, v in new.items()
    )
    changed = Item(item.id, {**item.fields, **new})
    items = {
        **core.items,
        event.list: tuple(changed if i.id == item.id else i for i in core.items[event.list]),
    }
    core = _settle(core, q.id, items=items)
    key = ripple.key(event.list, item.id)
    core = replace(core, review=tuple(k for k in core.review if k != key))
    if replaced:
        core = ripple.mark_item(core, q.id, event.list, item.id)
    return replace(state, core=core)


def _removed(state: State, event: ItemRemoved) -> State:
    q, core = _question(event.question), state.core
    item = core.item(event.list, event.id) if event.list in stages.LISTS else None
    if item is None or (event.list, item) not in core.owned(q.id):
        raise IllegalEvent(f"{q.id} has no item {event.id} in {event.list}")
    core = ripple.mark_item(core, q.id, event.list, item.id)
    items = {**core.items, event.list: tuple(i for i in core.items[event.list] if i.id != item.id)}
    key = ripple.key(event.list, item.id)
    core = replace(core, items=items, review=tuple(k for k in core.review if k != key))
    return replace(state, core=ripple.drop_reference(core, event.list, item.id))


def _unknown(state: State, event: Unknown) -> State:
    q, core = _question(event.question), state.core
    _guard_order(core, event.question)
    _illegal(
        event.reason == "missing" and not core.essential(q.id), f"nothing essential is missing of {q.id}"
    )
    core = replace(core, open={**core.open, q.id: event.reason})
    keep = {k: s for k, s in core.suggestions.items() if s.question != q.id}
    review = tuple(k for k in core.review if k != q.id)
    focus = None if core.focus == q.id else core.focus
    return replace(state, core=replace(core, suggestions=keep, review=review, focus=focus))


def _parked(state: State, event: Parked) -> State:
    _question(event.question)
    _illegal(not stages.is_downstream(event.question), "only downstream ideas are parked")
    _illegal(event.id != state.next_id("parked"), f"the next parked idea is {state.next_id('parked')}")
    value = _checked(state, Value(value=event.said.span, said=(event.said,)))
    idea = ParkedIdea(id=event.id, text=event.said.span, question=event.question, turn=event.said.turn)
    core = state.core
    counters = {**core.counters, "parked": core.counters.get("parked", 0) + 1}
    core = replace(
        core,
        parked=(*core.parked, idea),
        parked_said={**core.parked_said, idea.id: value},
        counters=counters,
    )
    return replace(state, core=core)


def _parked_resolved(state: State, event: ParkedResolved) -> State:
    core = state.core
    _illegal(all(i.id != event.id for i in core.parked), f"there is no parked idea {event.id}")
    _illegal(not core.upstream_closed(), "parked ideas are decided when upstream is closed")
    parked = tuple(
        i.model_copy(update={"verdict": event.verdict}) if i.id == event.id else i for i in core.parked
    )
    return replace(state, core=replace(core, parked=parked))


def _suggested(state: State, event: Suggested) -> State:
    q, core = _question(event.question), state.core
    _guard_order(core, event.question)
    _illegal(event.id != state.next_id("suggestion"), f"the next suggestion is {state.next_id('suggestion')}")
    _illegal(not event.fields, "a suggestion has at least one field")
    if event.list is None:
        _illegal(any(p not in q.fields for p in event.fields), f"{q.id} does not own all of the fields")
    else:
        _illegal(event.list not in q.lists, f"{q.id} does not own the list {event.list}")
    for said in event.said:
        _checked(state, Value(value=said.span, said=(said,)))
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
    # Words composed together are accepted one by one; other options for the question are closed by its value.
    together = suggestion.origin == "composed"
    rest = {
        k: s
        for k, s in offered.items()
        if k != event.suggestion
        and (s.question != suggestion.question or (together and s.origin == "composed"))
    }
    return replace(state, core=replace(state.core, suggestions=rest))


def _rejected(state: State, event: Rejected) -> State:
    core = state.core
    _illegal(event.suggestion not in core.suggestions, f"there is no open suggestion {event.suggestion}")
    rest = {k: s for k, s in core.suggestions.items() if k != event.suggestion}
    return replace(state, core=replace(core, suggestions=rest))


def _reviewed(state: State, event: Reviewed) -> State:
    core = state.core
    _illegal(not event.keys, "a review names what it keeps")
    for key in event.keys:
        _illegal(key not in core.review and key != core.focus, f"{key} is not under review")
    review = tuple(k for k in core.review if k not in event.keys)
    focus = None if core.focus in event.keys else core.focus
    return replace(state, core=replace(core, review=review, focus=focus))


def _went_back(state: State, event: WentBack) -> State:
    _question(event.question)
    core = state.core
    _guard_order(core, event.question)
    asked = {k: v for k, v in core.asked.items() if k != event.question}
    reopened = {k: v for k, v in core.open.items() if k != event.question}
    return replace(state, core=replace(core, focus=event.question, asked=asked, open=reopened))


def _digressed(state: State, event: Digressed) -> State:
    return replace(state, digressed=(*state.digressed, event))


def _asked(state: State, event: Asked) -> State:
    core = state.core
    if event.question is not None:
        q = _question(event.question)
        follow_up = event.kind == "question" and event.probe > 0 and core.has_value(q.id)
        core = replace(
            core,
            asked={**core.asked, q.id: event.probe},
            follow_ups=core.follow_ups + follow_up,
        )
    if event.finding:
        core = replace(core, raised=core.raised | {event.finding})
    sources = {s.passage: s for s in state.sources}
    for source in event.sources:
        old = sources.get(source.passage)
        used = dict.fromkeys((*(old.used_for if old else ()), *source.used_for))
        sources[source.passage] = source.model_copy(update={"used_for": tuple(used)})
    return replace(state, core=core, asking=event, digressed=(), sources=tuple(sources.values()))


def _imported(state: State, event: Imported) -> State:
    core = state.core
    _illegal(
        bool(core.values or core.items or core.open or core.parked or core.imported),
        "a plan is imported into an empty conversation",
    )
    core, sources, language = intake.core_from(event.plan)
    return replace(state, core=core, sources=sources, language=language)


def _confirmed(state: State, event: Confirmed) -> State:
    core = state.core
    for q in stages.QUESTIONS:
        _illegal(q.id != stages.CONFIRM and not core.settled(q.id), f"{q.id} is still to be answered")
    _illegal(
        core.pace == "express", "the express journey ends in a draft; go on with the full one to sign it"
    )
    _illegal(bool(core.review), "something still needs review")
    _illegal(any(i.verdict == "open" for i in core.parked), "a parked idea is still to be decided")
    value = _checked(state, Value(value=event.said.span, said=(event.said,)))
    return replace(state, core=_settle(core, stages.CONFIRM, confirmed=value))


def _undone(state: State, event: Undone) -> State:
    history = list(state.history)
    while history:
        turn, before = history.pop()
        after = state.core if turn == state.turn else _next_core(state, turn)
        if turn != state.turn and before.plan_key() != after.plan_key():
            return replace(state, core=before, history=(*history, (state.turn, before)), undid=turn)
    raise IllegalEvent("there is nothing to undo yet")


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
    Answered: _answered,
    ItemAdded: _added,
    ItemChanged: _changed,
    ItemRemoved: _removed,
    Unknown: _unknown,
    Parked: _parked,
    ParkedResolved: _parked_resolved,
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
