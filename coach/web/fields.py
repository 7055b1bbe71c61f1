"""Answers as the panel shows them: each value with where it came from, and how it can be put right."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from coach import stages
from coach.language.reading import pinpoint

if TYPE_CHECKING:
    from coach.events import Value
    from coach.state import Item, State

LONG = 160
"""Characters of an answer in the panel; the plan's own page has them all."""
HEADS = ("statement", "name", "metric", "description", "condition", "what", "belief", "text")
"""What an item is called by: the first of these that it has."""


def short(value: object, most: int = LONG) -> str:
    """Return a value as one line of at most `most` characters."""
    if isinstance(value, str) and value in stages.SCENARIOS:
        value = stages.SCENARIOS[value][0]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10_000:
        value = f"{value:,}"
    line = " ".join(str(value).split()) if value is not None else ""
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def day(text: str) -> str:
    """Return a date of the plan as one writes it; what is no date stays as it is."""
    try:
        when = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{when.day} {when:%B %Y}"


def head(item: "Item") -> str:
    """Return what an item is called."""
    for name in HEADS:
        value = item.get(name)
        if isinstance(value, str) and value:
            return short(value, 80)
    return item.id


def answers(state: "State", question: stages.Question, messages: Mapping[int, str]) -> dict[str, Any]:
    """Return what is known of a question: single values as fields, items with parts as cards."""
    core = state.core
    fields = [
        field(state, pinpoint.Place(question.id, p.rsplit("/", 1)[-1], core.values[p], pointer=p), messages)
        for p in question.fields
        if p in core.values
    ]
    cards = []
    for list_name, item in core.owned(question.id):
        places = [
            pinpoint.Place(question.id, name, value, list=list_name, item=item.id)
            for name, value in item.fields.items()
        ]
        if stages.LISTS[list_name].fields == ("text",):
            fields += [field(state, place, messages) for place in places]
        else:
            cards.append(_card(state, list_name, item, places, question, messages))
    return {"fields": fields, "cards": cards}


def _card(
    state: "State",
    list_name: str,
    item: "Item",
    places: list[pinpoint.Place],
    question: stages.Question,
    messages: Mapping[int, str],
) -> dict[str, Any]:
    refs = stages.LISTS[list_name].refs
    order = dict.fromkeys((*HEADS, *stages.LISTS[list_name].fields))
    shown = [p for p in places if p.name not in refs and p.name not in question.where]
    rows = [field(state, p, messages) for p in sorted(shown, key=lambda p: list(order).index(p.name))]
    return {"id": item.id, "list": list_name, "rows": rows, "links": _links(state, list_name, item)}


def _links(state: "State", list_name: str, item: "Item") -> list[dict[str, str]]:
    """Return what an item serves and what serves it, by the names the person gave."""
    rows = []
    for name, to in stages.LISTS[list_name].refs.items():
        value = item.get(name)
        for ref in value if isinstance(value, tuple) else (value,):
            found = state.core.item(to, str(ref)) if ref else None
            if found is not None:
                rows.append({"how": FORWARD.get(name, "belongs to"), "to": found.id, "name": head(found)})
    for other, member in state.core.all_items():
        for name, to in stages.LISTS[other].refs.items():
            value = member.get(name)
            if to == list_name and (item.id in value if isinstance(value, tuple) else value == item.id):
                rows.append({"how": BACK.get(name, "used by"), "to": member.id, "name": head(member)})
    return rows


FORWARD = {"serves": "serves", "needed_for": "needed for", "goal": "tracks", "kpi": "watches"}
BACK = {"serves": "worked on by", "needed_for": "needs", "goal": "tracked by", "kpi": "watched by"}
"""How a reference is said, from either end."""


def field(state: "State", place: pinpoint.Place, messages: Mapping[int, str]) -> dict[str, Any]:
    """Return a value, the words it came from and where they were said, and how it can be put right."""
    value = place.value
    plain = value.value
    kind = pinpoint.kind_of(place)
    shown: dict[str, Any] = {
        "key": place.pointer or f"{place.list}/{place.item}/{place.name}",
        "label": "" if place.name in ("text", place.question) else place.name.replace("_", " "),
        "text": ", ".join(short(v) for v in plain) if isinstance(plain, tuple) else short(plain),
        "full": "" if isinstance(plain, tuple) else str(plain),
        "edit": kind or "",
        **whence(state, value, messages),
    }
    if kind == "date":
        shown["text"] = shown["full"] = day(str(plain))
    if kind == "choice":
        shown["text"] = pinpoint.label_of(str(plain))
        shown["choices"] = [pinpoint.label_of(c) for c in pinpoint.choices(place)]
    return shown


def whence(state: "State", value: "Value", messages: Mapping[int, str]) -> dict[str, Any]:
    """Return how a value came into the plan: the words, in whose message, and what was done with them."""
    here = value.conversation == state.conversation
    how = {
        "stated": "You said",
        "confirmed": "You agreed, in your words",
        "derived": "Worked out from your words",
    }.get(value.status, "")
    if not here:
        how = "From the plan you brought"
    words = [short(said.span, 220) for said in value.said]
    said = next(iter(value.said), None)
    return {
        "how": how if words or not here else "Follows from the rest of your plan",
        "words": words if here or words else [],
        "message": messages.get(said.turn) if said is not None and here else None,
    }
