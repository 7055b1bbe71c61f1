"""The values of a plan that a correction may mean, and how one of them is replaced: whole, or only the words named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coach import stages
from coach.events import Answered, ItemChanged, Value
from coach.language.amounts.dates import Edge
from coach.language.amounts.quantities import quantities
from coach.language.folding import find_span
from coach.language.reading import cues
from coach.language.reading.draft import Draft
from coach.language.reading.values import dates_in
from coach.language.spans import fold

_I = re.IGNORECASE


SINGLE = frozenset(
    "price|place|size|budget holder|line|approvers|target|baseline|deadline|owner|start|source|cadence|offer|buyers".split(
        "|"
    )
)
"""Fields as people name them: whoever names one means no item that speaks of it."""


@dataclass(frozen=True)
class Leaf:
    """One value of the plan that a correction may mean."""

    question: str
    name: str
    value: Value
    pointer: str = ""
    list: str = ""
    item: str = ""

    @property
    def turn(self) -> int:
        return max((s.turn for s in self.value.said), default=0)


def leaves(draft: Draft) -> Iterator[Leaf]:
    core = draft.core
    for q in stages.QUESTIONS:
        for pointer in q.fields:
            if pointer in core.values:
                yield Leaf(q.id, pointer.rsplit("/", 1)[-1], core.values[pointer], pointer=pointer)
        for list_name, item in core.owned(q.id):
            for name, value in item.fields.items():
                if name not in stages.LISTS[list_name].refs and name not in q.where:
                    yield Leaf(q.id, name, value, list=list_name, item=item.id)


def find_old(known: list[Leaf], old: str) -> Leaf | None:
    numbers = [q.value for q in quantities(old)]
    latest = sorted(known, key=lambda leaf: -leaf.turn)
    for leaf in latest:
        value = leaf.value.value
        if numbers and isinstance(value, int | float) and not isinstance(value, bool) and value == numbers[0]:
            return leaf
    for leaf in latest:
        if isinstance(leaf.value.value, str) and fold(leaf.value.value, True) == fold(old, True):
            return leaf
    for leaf in latest:
        value = leaf.value.value
        # A word is no end of another one, and a short figure ("9k") must stand alone.
        end = r"(?!\w)" if len(old) <= 2 else ""
        wanted = rf"(?<!\w){re.escape(fold(old, True))}{end}"
        if isinstance(value, str) and re.search(wanted, fold(value, True)):
            return leaf
    return None


def replaced(draft: Draft, leaf: Leaf, new: str, old: str) -> bool:
    value = _new_value(draft, leaf, new, old)
    if value is None or value.value == leaf.value.value:
        return False
    if leaf.pointer:
        return draft.emit(Answered(question=leaf.question, fields={leaf.pointer: value}))
    return draft.emit(
        ItemChanged(question=leaf.question, list=leaf.list, id=leaf.item, fields={leaf.name: value})
    )


def _new_value(draft: Draft, leaf: Leaf, new: str, old: str) -> Value | None:
    current = leaf.value.value
    if isinstance(current, int | float):
        found = quantities(new)
        return draft.derived(found[0].value, found[0].text, "number") if found else None
    if leaf.name in ("deadline", "due", "start", "review_on"):
        edge: Edge = "start" if leaf.name == "start" else "end"
        dated = dates_in(draft, new, edge)
        return draft.derived(dated[0].date.isoformat(), dated[0].text, f"date_{edge}") if dated else None
    if leaf.value.status == "derived" and leaf.value.rule != "edit":
        return None
    if leaf.name == "price":
        figures = quantities(new)
        if not figures:
            return None
        tail = re.match(r"\s*(?:a|an|per|each|every|/)\s*[\w-]+", new[figures[0].end :])
        new = new[figures[0].start : figures[0].end + (tail.end() if tail else 0)]
    if leaf.name == "place":
        new = re.sub(r"^(?:(?:actually|now|based|really)\s+)*(?:in|at|near)\s+", "", new, flags=_I)
    if not cues.content_words(new) or (quantities(old) and not quantities(new)):
        return None  # A figure is replaced by a figure.
    return _inside(draft, leaf.value, new, old) or draft.stated(new)


def _inside(draft: Draft, value: Value, new: str, old: str) -> Value | None:
    """The value with only the words that were named replaced; None where they are all of it."""
    text = str(value.value)
    at = find_span(text, old, casefold=True) if old else None
    if (
        value.conversation != draft.state.conversation
        or at is None
        or cues.content_words(text[: at[0]] + " " + text[at[1] :]) == 0
    ):
        return None
    changed = f"{text[: at[0]]}{new}{text[at[1] :]}"
    return Value(
        value=changed,
        status="derived",
        rule="edit",
        said=(draft.said(new), *value.said),
        suggestion=value.suggestion,
    )
