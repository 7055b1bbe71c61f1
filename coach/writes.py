"""What writes into a plan: answers, items, open questions, parked ideas, each checked before it counts. Pure."""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from coach import project, ripple, stages
from coach.errors import IllegalEvent
from coach.events import Answered, ItemAdded, ItemChanged, ItemRemoved, Parked, ParkedResolved, Unknown, Value
from coach.plan import ParkedIdea
from coach.state import Core, Item, State

_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "\u00a0": " "}
)

JOINT = "; "
"""What joins the answers of two turns in one value."""


def fold_text(text: str) -> str:
    """Return text with Unicode form, white space and quotation marks folded, for comparing spans."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split())


def illegal(condition: bool, why: str) -> None:
    if condition:
        raise IllegalEvent(why)


def the_question(question: str) -> stages.Question:
    if question not in stages.QUESTION:
        raise IllegalEvent(f"there is no question {question!r}")
    return stages.QUESTION[question]


def guard_order(core: Core, question: str) -> None:
    if stages.is_downstream(question) and not core.upstream_closed():
        raise IllegalEvent(
            f"{question} is downstream: park the idea until the four upstream stages are closed"
        )


def _unparted(text: str) -> str:
    """Fold a text for comparison. Between two answers may stand a semicolon: they are no one sentence."""
    return fold_text(text.replace(JOINT, " "))


def checked(state: State, value: Value) -> Value:
    """Check a value's provenance (invariant 2) and return it with its conversation."""
    for said in value.said:
        text = state.text(said.turn)
        illegal(text is None, f"turn {said.turn} was not said in this conversation")
        folded = fold_text(said.span)
        illegal(
            not folded or folded not in fold_text(text or ""),
            f"{said.span!r} was not said in turn {said.turn}",
        )
    match value.status:
        case "stated":
            illegal(not value.said, "a stated value needs the words it was said in")
            joined = _unparted(" ".join(s.span for s in value.said))
            illegal(
                not isinstance(value.value, str) or _unparted(value.value) != joined,
                "a stated value is its spans; a paraphrase is a suggestion until accepted",
            )
        case "derived":
            illegal(not value.rule, "a derived value names its rule")
            illegal(not value.said and not value.inputs, "a derived value names what it was derived from")
        case "confirmed":
            illegal(
                not value.suggestion or not value.said, "a confirmed value names what was accepted and where"
            )
        case "unknown":
            raise IllegalEvent("unknown is an open question, not a value")
    return value.model_copy(update={"conversation": state.conversation})


def same_thing(old: Value | None, new: Value) -> bool:
    """Whether a replacement only mends the spelling."""
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


def settle(core: Core, question: str, **changes: Any) -> Core:
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


def answered(state: State, event: Answered) -> State:
    q, core = the_question(event.question), state.core
    guard_order(core, event.question)
    illegal(not event.fields, "an answer has at least one field")
    values, changed = dict(core.values), False
    for pointer, value in event.fields.items():
        illegal(pointer not in q.fields, f"{q.id} does not own {pointer}")
        project.check_type(pointer, value.value)
        old = values.get(pointer)
        values[pointer] = checked(state, value)
        changed |= old is not None and not same_thing(old, value)
    core = settle(core, q.id, values=values)
    core = replace(core, review=tuple(k for k in core.review if k != q.id))
    if changed:
        core = ripple.mark(core, q.id)
    return replace(state, core=core)


def added(state: State, event: ItemAdded) -> State:
    q, core = the_question(event.question), state.core
    guard_order(core, event.question)
    illegal(event.list not in q.lists, f"{q.id} does not own the list {event.list}")
    illegal(
        event.id != state.next_id(event.list), f"the next id of {event.list} is {state.next_id(event.list)}"
    )
    fields = item_fields(state, event.list, event.fields)
    for name, fixed in q.where.items():
        if name in fields:
            illegal(fields[name].value != fixed, f"{q.id} owns only items whose {name} is {fixed}")
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
    return replace(state, core=settle(core, q.id, items=items, counters=counters))


def item_fields(state: State, list_name: str, fields: Mapping[str, Value]) -> dict[str, Value]:
    spec = stages.LISTS[list_name]
    illegal(not fields, f"an item of {list_name} has at least one field")
    out: dict[str, Value] = {}
    for name, value in fields.items():
        illegal(name not in spec.fields, f"{list_name} has no field {name}")
        project.check_item_type(list_name, name, value.value)
        if name in spec.refs:
            refs = value.value if isinstance(value.value, tuple) else (str(value.value),)
            for ref in refs:
                illegal(state.core.item(spec.refs[name], ref) is None, f"{name}: there is no {ref}")
        out[name] = checked(state, value)
    return out


def changed(state: State, event: ItemChanged) -> State:
    q, core = the_question(event.question), state.core
    guard_order(core, event.question)
    item = core.item(event.list, event.id) if event.list in stages.LISTS else None
    if item is None or (event.list, item) not in core.owned(q.id):
        raise IllegalEvent(f"{q.id} has no item {event.id} in {event.list}")
    new = item_fields(state, event.list, event.fields)
    for name, fixed in q.where.items():
        illegal(name in new and new[name].value != fixed, f"{name} stays {fixed}")
    replaced = any(
        n in item.fields and n not in stages.INERT_FIELDS and not same_thing(item.fields[n], v)
        for n, v in new.items()
    )
    changed = Item(item.id, {**item.fields, **new})
    items = {
        **core.items,
        event.list: tuple(changed if i.id == item.id else i for i in core.items[event.list]),
    }
    core = settle(core, q.id, items=items)
    key = ripple.key(event.list, item.id)
    core = replace(core, review=tuple(k for k in core.review if k != key))
    if replaced:
        core = ripple.mark_item(core, q.id, event.list, item.id)
    return replace(state, core=core)


def removed(state: State, event: ItemRemoved) -> State:
    q, core = the_question(event.question), state.core
    item = core.item(event.list, event.id) if event.list in stages.LISTS else None
    if item is None or (event.list, item) not in core.owned(q.id):
        raise IllegalEvent(f"{q.id} has no item {event.id} in {event.list}")
    core = ripple.mark_item(core, q.id, event.list, item.id)
    items = {**core.items, event.list: tuple(i for i in core.items[event.list] if i.id != item.id)}
    key = ripple.key(event.list, item.id)
    core = replace(core, items=items, review=tuple(k for k in core.review if k != key))
    return replace(state, core=ripple.drop_reference(core, event.list, item.id))


def unknown(state: State, event: Unknown) -> State:
    q, core = the_question(event.question), state.core
    guard_order(core, event.question)
    illegal(event.reason == "missing" and not core.essential(q.id), f"nothing essential is missing of {q.id}")
    core = replace(core, open={**core.open, q.id: event.reason})
    keep = {k: s for k, s in core.suggestions.items() if s.question != q.id}
    review = tuple(k for k in core.review if k != q.id)
    focus = None if core.focus == q.id else core.focus
    return replace(state, core=replace(core, suggestions=keep, review=review, focus=focus))


def parked(state: State, event: Parked) -> State:
    q = the_question(event.question)
    illegal(not stages.is_late(event.question), "only ideas for downstream are parked")
    illegal(event.id != state.next_id("parked"), f"the next parked idea is {state.next_id('parked')}")
    value = checked(state, Value(value=event.said.span, said=(event.said,)))
    idea = ParkedIdea(id=event.id, text=event.said.span, question=event.question, turn=event.said.turn)
    core = state.core
    becomes = dict(core.parked_items)
    if event.list is not None:
        illegal(event.list not in q.lists, f"{q.id} does not own the list {event.list}")
        becomes[idea.id] = event.list, item_fields(state, event.list, event.fields)
    counters = {**core.counters, "parked": core.counters.get("parked", 0) + 1}
    core = replace(
        core,
        parked=(*core.parked, idea),
        parked_said={**core.parked_said, idea.id: value},
        parked_items=becomes,
        counters=counters,
    )
    return replace(state, core=core)


def parked_resolved(state: State, event: ParkedResolved) -> State:
    core = state.core
    illegal(all(i.id != event.id for i in core.parked), f"there is no parked idea {event.id}")
    illegal(not core.upstream_closed(), "parked ideas are decided when upstream is closed")
    parked = tuple(
        i.model_copy(update={"verdict": event.verdict}) if i.id == event.id else i for i in core.parked
    )
    return replace(state, core=replace(core, parked=parked))
