"""A value of the plan put right where it stands: which one is known, so only what was typed has to be read.

A place is a field's JSON pointer ("/company/offer") or, for a field of an item, "list/item/field" ("goals/g1/target"):
an item keeps its id where its number in the list may change under a second tab.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

from coach import stages
from coach.errors import UserError
from coach.events import Answered, AnyEvent, ItemChanged, Value
from coach.plan import Plan, Said
from coach.state import State

Kind = Literal["text", "number", "date", "choice"]

FIXED = frozenset({"horizon", "stage", "emphasis"})
"""Fields that decide which question an item belongs to, or name a part of the talk: changed by talking."""
DATES = frozenset({"deadline", "due", "start", "review_on"})
CHOSEN = "chosen"
"""The rule by which one of a few fixed values comes from the words of its label."""


@dataclass(frozen=True)
class Place:
    """One value of the plan, found in a state."""

    question: str
    name: str
    value: Value
    list: str = ""
    item: str = ""
    pointer: str = ""

    @property
    def label(self) -> str:
        """What the value is called: "the goal for the next year (target)"."""
        label, name = stages.QUESTION[self.question].label, self.name.replace("_", " ")
        return label if self.name in ("text", self.question) else f"{label} ({name})"


def place(state: State, key: str) -> Place:
    """Find a value. Raises UserError where there is none (any more)."""
    if key.startswith("/"):
        for q in stages.QUESTIONS:
            if key in q.fields and key in state.core.values:
                return Place(q.id, key.rsplit("/", 1)[-1], state.core.values[key], pointer=key)
    else:
        list_name, _, rest = key.partition("/")
        item_id, _, name = rest.partition("/")
        item = state.core.item(list_name, item_id)
        if item is not None and name in item.fields:
            question = stages.owner_of(list_name, {k: item.get(k) for k in item.fields})
            return Place(question, name, item.fields[name], list=list_name, item=item_id)
    raise UserError("That is not in the plan any more. Look at the plan again.")


@lru_cache(maxsize=256)
def _held(list_name: str, name: str, pointer: str) -> tuple[Any, ...]:
    """Return the types a field may hold, without None, and the fixed values among them."""
    model: Any = Plan
    for step in (pointer or stages.LISTS[list_name].pointer).strip("/").split("/"):
        model = model.model_fields[step].annotation
    if not pointer:
        model = get_args(model)[0]
        model = model.model_fields[name].annotation if name != "text" else str
    return tuple(part for part in get_args(model) or (model,) if part is not type(None))


def choices(place: Place) -> tuple[str, ...]:
    """Return the fixed values a field may hold; empty where it may hold any words."""
    found = [value for part in _held(place.list, place.name, place.pointer) for value in get_args(part)]
    if not found:
        found = [part for part in _held(place.list, place.name, place.pointer) if isinstance(part, str)]
    return tuple(value for value in found if isinstance(value, str) and value != "unknown")


def label_of(choice: str) -> str:
    """Return how a fixed value is said."""
    return stages.SCENARIOS[choice][0] if choice in stages.SCENARIOS else choice.replace("_", " ")


def kind_of(place: Place) -> Kind | None:
    """Return how a value is put right; None for one that is changed by talking only."""
    refs = stages.LISTS[place.list].refs if place.list else {}
    if place.name in FIXED or place.name in refs or isinstance(place.value.value, tuple | bool):
        return None
    if place.name in DATES:
        return "date"
    if choices(place):
        return "choice"
    held = _held(place.list, place.name, place.pointer)
    return "number" if isinstance(place.value.value, int | float) and str not in held else "text"


def sentence(place: Place, text: str) -> str:
    """Return the message that a correction is: it ends in the very words that were typed."""
    return f"Correction, {place.label}: {text}"


def read(place: Place, text: str, state: State) -> Value:
    """Return the typed words as a value of that place, with themselves as its provenance.

    Raises UserError, saying what is expected, where they cannot be one.
    """
    kind, said = kind_of(place), (Said(turn=state.turn, span=text),)
    if kind is None:
        raise UserError("This follows from other answers: say in the talk what should change.")
    if kind == "choice":
        wanted = " ".join(text.casefold().replace("_", " ").split())
        chosen = next((c for c in choices(place) if wanted in (c.replace("_", " "), label_of(c))), None)
        if chosen is None:
            offered = ", ".join(map(label_of, choices(place)))
            raise UserError(f"“{text[:60]}” is none of what can stand here: {offered}.")
        return Value(value=chosen, status="derived", rule=CHOSEN, said=said)
    if kind == "date":
        from coach.language.amounts.dates import dates

        days = dates(text, state.today, edge="start" if place.name == "start" else "end")
        if not days:
            raise UserError(f"“{text[:60]}” is no day I can read: write it as in 31 March 2027.")
        rule = "date_start" if place.name == "start" else "date_end"
        return Value(value=days[0].date.isoformat(), status="derived", rule=rule, said=said)
    from coach.language.amounts.quantities import quantities

    numbers = quantities(text)
    if kind == "number":
        if not numbers:
            raise UserError(f"“{text[:60]}” has no number I can read: write it in figures, as in 40.")
        return Value(value=numbers[0].value, status="derived", rule="number", said=said)
    return Value(value=text, said=said)


def corrected(state: State, key: str, text: str) -> tuple[AnyEvent, ...]:
    """Return the event by which `text`, just typed, replaces a value. Raises UserError where it cannot."""
    found = place(state, key)
    value = read(found, text, state)
    if value.value == found.value.value:
        raise UserError(f"It says “{text[:60]}” already; nothing was changed.")
    if found.pointer:
        return (Answered(question=found.question, fields={found.pointer: value}),)
    return (ItemChanged(question=found.question, list=found.list, id=found.item, fields={found.name: value}),)
