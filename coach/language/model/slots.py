"""What a model may fill: every plan field that a question owns, under a short name, derived from the declarations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from coach import stages
from coach.language.reading.processes import KIND, LEVEL, ROUTE
from coach.language.reading.proposition import OFFER_STATE
from coach.language.reading.tracking import RETURN_STAGE
from coach.language.reading.upstream import DIMENSION

Type = Literal["text", "number", "date", "choice"]

_NUMBERS = frozenset({"size", "baseline", "target", "hours"})
_DATES = frozenset({"deadline", "start", "due", "review_on"})
_OURS = frozenset({"owner_says", "coach_doubts"})
"""Written by the coach when it is contradicted, never found in an answer."""
CHOICES: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("trends", "dimension"): DIMENSION,
    ("solution", "state"): OFFER_STATE,
    ("processes", "kind"): KIND,
    ("skills", "level"): LEVEL,
    ("skills", "route"): ROUTE,
    ("return_upstream", "stage"): RETURN_STAGE,
}
"""Question and field -> the rule that reads the choice from a person's words."""
_UNREAD = frozenset(
    {("trends", "kind"), ("kpis", "kind"), ("one_year", "unit"), ("one_year", "statement")}
    | {("five_year", f) for f in ("purpose", "unit", "baseline", "deadline", "owner")}
)
"""Read from other fields, or by no rule at all."""


@dataclass(frozen=True)
class Slot:
    name: str
    """As the model is told: "company.offer"."""
    question: str
    type: Type
    pointer: str = ""
    list: str = ""
    field: str = ""

    @property
    def itemised(self) -> bool:
        """Whether it is one field of an item that has several."""
        return bool(self.list) and stages.LISTS[self.list].fields != ("text",)


def _type(question: str, field: str) -> Type:
    if (question, field) in CHOICES or field == "scenario":
        return "choice"
    return "number" if field in _NUMBERS else "date" if field in _DATES else "text"


def _made() -> Mapping[str, Slot]:
    slots: dict[str, Slot] = {}
    for q in stages.QUESTIONS:
        for pointer in q.fields:
            field = pointer.rsplit("/", 1)[-1]
            if (q.id, field) in _UNREAD:
                continue
            name = f"{q.id}.{field}"
            slots[name] = Slot(name, q.id, _type(q.id, field), pointer=pointer, field=field)
        for list_name in q.lists:
            spec = stages.LISTS[list_name]
            for field in spec.fields:
                if field in (*spec.refs, *q.where, *_OURS) or (q.id, field) in _UNREAD:
                    continue
                name = f"{q.id}.{list_name if field == 'text' else field}"
                slots[name] = Slot(name, q.id, _type(q.id, field), list=list_name, field=field)
    return slots


SLOTS: Mapping[str, Slot] = _made()
"""Name -> slot, in the order of the questions."""


def principal(question: str) -> Slot | None:
    """Return the slot that holds what a question's answer is: where an option goes that the person picks."""
    mine = [s for s in SLOTS.values() if s.question == question]
    essential = {n.at for n in stages.QUESTION[question].needs if n.essential}
    named = [s for s in mine if s.list and s.field in stages.NAMING]
    return next((s for s in mine if s.pointer in essential), named[0] if named else None)
