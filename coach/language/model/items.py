"""Items with several fields (a goal, a process, a sign): which fields belong together, and to which item."""

from collections.abc import Sequence

from coach import stages
from coach.events import Value
from coach.language.amounts.measures import quantities
from coach.language.folding import fold
from coach.language.model import values
from coach.language.model.schema import Finding
from coach.language.model.slots import Slot
from coach.language.model.values import Place
from coach.language.reading.draft import Draft
from coach.language.reading.goals import goal_fields
from coach.language.reading.processes import KIND
from coach.language.reading.upstream import DIMENSION
from coach.language.reading.values import enum, goal_ids, put
from coach.plan import Said
from coach.state import Item

Found = tuple[Slot, tuple[Place, ...], Finding]
NAMING = stages.NAMING[:-1]


def fill(draft: Draft, question: str, name: str, rows: Sequence[Found]) -> None:
    """Add or change the items that these findings are about."""
    for key, group in groups(draft, question, name, rows):
        fields = read(draft, group)
        if not fields:
            continue
        item = _item(draft, question, name, key, fields)
        if item is not None:
            _change(draft, question, name, item, fields, any(f.corrects for _, _, f in group))
        elif name == "goals" or set(fields) & set(NAMING):
            _add(draft, question, name, fields, group)


def groups(draft: Draft, question: str, name: str, rows: Sequence[Found]) -> list[tuple[str, list[Found]]]:
    """Return the findings by item: fields with one item id belong together; without, until a field comes again."""
    owned = {i.id for n, i in draft.core.owned(question) if n == name}
    groups: list[tuple[str, list[Found]]] = []
    for row in rows:
        slot, _, finding = row
        key = finding.item if finding.item in owned else f"+{finding.item}"
        group = next((g for k, g in reversed(groups) if k == key), None)
        repeated = group is not None and key == "+" and any(s.field == slot.field for s, _, _ in group)
        if group is None or repeated:
            groups.append((key, [row]))
        else:
            group.append(row)
    return groups


def read(draft: Draft, group: Sequence[Found]) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    for slot, found, finding in group:
        value = values.read(draft, slot, list(found), finding.value)
        if slot.field == "owner":
            value = _named(draft, finding) or value
        old = fields.get(slot.field)
        if value is None or (old is not None and old.value == value.value):
            continue
        if old is not None and slot.type == "text":
            fields[slot.field] = Value(value=f"{old.value} {value.value}", said=(*old.said, *value.said))
        elif old is None:
            fields[slot.field] = value
    return fields


def _named(draft: Draft, finding: Finding) -> Value | None:
    """The name of somebody who says "I": as they gave it, in this message or an earlier one."""
    name = finding.rewording or finding.value
    if not name or len(name.split()) > 4:
        return None
    for turn in sorted(draft.state.heads, reverse=True):
        text = draft.state.heads[turn].text
        found = values.places(text, name) if turn > 0 else []
        if found:
            span = text[found[0][0] : found[-1][1]]
            return Value(value=span, said=(Said(turn=turn, span=span),))
    return None


def _item(draft: Draft, question: str, name: str, key: str, fields: dict[str, Value]) -> Item | None:
    """The item that is meant: the one named, one that is called so already, or one that lacks just these fields."""
    owned = [i for n, i in draft.core.owned(question) if n == name]
    if not key.startswith("+"):
        return next((i for i in owned if i.id == key), None)
    for field in NAMING:
        mine = fields.get(field)
        if mine is None:
            continue
        words = fold(str(mine.value), True)
        alike = [
            i for i in owned if i.get(field) is not None and _overlap(words, fold(str(i.get(field)), True))
        ]
        return alike[-1] if alike else _nameless(owned, field)
    lacking = [i for i in owned if not set(fields) & set(i.fields)]
    return lacking[-1] if lacking else (owned[-1] if len(owned) == 1 else None)


def _nameless(owned: Sequence[Item], field: str) -> Item | None:
    """An item that came before its name: a target given first, what it counts later."""
    return next(
        (i for i in reversed(owned) if not set(NAMING[:-1]) & set(i.fields) and field not in i.fields), None
    )


def _overlap(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) > 8 and (one in other or other in one))


def _change(
    draft: Draft, question: str, name: str, item: Item, fields: dict[str, Value], corrects: bool
) -> None:
    answering = draft.state.answering
    asked = draft.core.focus == question or (answering is not None and answering.question == question)
    new = {
        n: v
        for n, v in fields.items()
        if item.get(n) != v.value and (n not in item.fields or corrects or (asked and n not in NAMING))
    }
    new |= {n: v for n, v in _goal(draft, question, new, item).items() if n not in item.fields}
    counted = new.get("metric")
    if counted is not None and new.keys() & {"baseline", "target"} and "unit" in item.fields:
        # Another thing is counted: the unit of the old one would be wrong, as in "0.45 % a month" of concepts.
        new.setdefault("unit", counted)
    if new and not draft.change(question, name, item.id, new):
        for field, value in new.items():
            draft.change(question, name, item.id, {field: value})


def _add(draft: Draft, question: str, name: str, fields: dict[str, Value], group: Sequence[Found]) -> None:
    called = next((fields[f] for f in NAMING if f in fields), None)
    words = str(called.value) if called is not None else ""
    evidence = called.said[:1] if called is not None else next(iter(fields.values())).said[:1]
    refs = stages.LISTS[name].refs
    goals, processes = goal_ids(draft), tuple(i.id for i in draft.core.items.get("processes", ()))
    if "serves" in refs and goals:
        fields["serves"] = Value(value=goals, status="derived", rule="asked_for_goal", said=evidence)
    if "goal" in refs and goals:
        fields["goal"] = Value(value=goals[0], status="derived", rule="asked_for_goal", said=evidence)
    if "needed_for" in refs and processes:
        fields["needed_for"] = Value(
            value=processes[:1], status="derived", rule="asked_for_process", said=evidence
        )
    if name == "processes" and "kind" not in fields:
        put(fields, "kind", enum(draft, words, KIND, "kind_words"))
    if name == "trends" and "dimension" not in fields:
        put(fields, "dimension", enum(draft, words, DIMENSION, "dimension_words"))
    fields |= _goal(draft, question, fields, None)
    if question == "five_year" and "statement" in fields:
        draft.answer(question, {"/upstream/purpose": fields["statement"]})
    if not draft.add(question, name, fields):
        # A field that is refused takes no other with it.
        sound = {n: v for n, v in fields.items() if n in NAMING}
        draft.add(question, name, sound)


def _within(span: str, spans: Sequence[str]) -> bool:
    return any(span in other or other in span for other in spans)


def _goal(draft: Draft, question: str, fields: dict[str, Value], item: Item | None) -> dict[str, Value]:
    """What the rules read of a year's goal in the sentences that speak of it, beside what was found."""
    if question != "one_year" or not set(fields) & {"metric", "baseline", "target", "deadline"}:
        return {}
    out: dict[str, Value] = {}
    spans = [s.span for v in fields.values() for s in v.said if s.turn == draft.state.turn]
    figures = [s.span for n in ("baseline", "target", "deadline") if n in fields for s in fields[n].said]
    found = [p for s in spans for p in values.places(draft.text, s)]
    lines: dict[str, None] = {}
    for start, _ in sorted(found):
        lines.setdefault(values.sentence_at(draft.text, start)[0])
    have: dict[str, object] = {n: v.value for n, v in fields.items()}
    if item is not None:
        have |= {n: item.get(n) for n in item.fields}
    for line in lines:
        figured = goal_fields(draft, line, have)
        # A figure that was found for one field is not read for another as well.
        out |= {
            n: figured[n]
            for n in ("baseline", "target", "deadline")
            if n in figured
            and n not in {**have, **out}
            and not any(_within(s.span, figures) for s in figured[n].said)
        }
    for name in ("target", "baseline"):
        value = fields.get(name) or out.get(name)
        if value is not None and "unit" not in {**have, **out} and value.said:
            measured = next(
                (q for q in quantities(value.said[0].span) if q.currency or q.kind == "percent"), None
            )
            if measured is not None:
                unit = "%" if measured.kind == "percent" else str(measured.currency)
                out["unit"] = draft.derived(unit, measured.text, "unit")
    # A sentence of the talk is a poor name for a goal; it serves where nothing says what is counted.
    if item is None and lines and not {"statement", "metric"} & {**fields, **out}.keys():
        out["statement"] = draft.stated(*lines)
    return out
