"""Where a model words a finding itself: the person's own words put into what stands, or a text that is offered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from coach import stages
from coach.events import Rejected, Scalar, Suggested, Value
from coach.language.folding import fold
from coach.language.model import items
from coach.language.model.schema import Finding
from coach.language.model.slots import Slot
from coach.language.model.values import Place
from coach.language.model.words import only_said
from coach.language.reading import cues
from coach.language.reading.draft import Draft, trim
from coach.language.reading.hedges import NOT, denied

APPENDED = 600
"""Characters up to which an answer grows by what is said later."""


@dataclass(frozen=True)
class Row:
    """A finding whose quote stands in the message."""

    slot: Slot
    found: tuple[Place, ...]
    finding: Finding

    def text(self, draft: Draft) -> str:
        return draft.text[self.found[0][0] : self.found[-1][1]]


def reworded(draft: Draft, row: Row) -> bool:
    """Whether other words than the person's are to be offered."""
    slot = row.slot
    # Who does it is a name, not a wording; and a field of an item that is not there yet is no text to offer.
    return (
        bool(row.finding.rewording)
        and slot.type == "text"
        and not _inflected(row, draft)
        and slot.field != "owner"
        and not (slot.field == "price" and re.search(r"\d", row.text(draft)) is not None)
        and (
            not slot.itemised
            or slot.field in items.NAMING
            or draft.core.item(slot.list, row.finding.item) is not None
        )
    )


def _inflected(row: Row, draft: Draft) -> bool:
    """Whether the other words are the person's but for their endings ("Send the letter" for "sends the letter"): theirs do."""
    # What was composed is put right as a whole, in whatever words.
    if len(row.found) > 1 or NOT.search(row.text(draft)) or stages.QUESTION[row.slot.question].composed:
        return False
    theirs, others = (
        {w[:STEM] for w in re.findall(r"\w+", fold(text, True))}
        for text in (row.text(draft), row.finding.rewording)
    )
    return others <= theirs and len(theirs) - len(others) <= 1


STEM = 4
"""Letters of a word that its ending leaves alone."""
_LINK = re.compile(r"^(?:and|y|e|en|und|et)\b", re.IGNORECASE)
_MORE = re.compile(
    r"\b(?:too|also|as well|not only|ook|niet alleen|también|no solo|auch|nicht nur|aussi)\b", re.IGNORECASE
)
"""What is added to an answer, rather than put in the place of a part of it."""
SPARE = 1
"""Words by which what is replaced may be longer than what replaces it."""


def edited(draft: Draft, row: Row) -> bool:
    """Put right the words that a rewording replaces in an answer that stands, if they are the person's own.

    "It's 3 million, not 2 million" needs no question where all around the figure stays as they said it before.
    """
    slot, item = row.slot, draft.core.item(row.slot.list, row.finding.item) if row.slot.list else None
    old = draft.core.values.get(slot.pointer) if item is None else item.fields.get(slot.field)
    if not row.finding.corrects or old is None or not isinstance(old.value, str):
        return False
    was, now = old.value.split(), row.finding.rewording.split()
    head = _shared(was, now)
    tail = _shared(was[head:][::-1], now[head:][::-1])
    new = _LINK.sub("", " ".join(now[head : len(now) - tail])).strip(" ,.;:")
    theirs = re.search(rf"(?<!\w){re.escape(new)}(?!\w)", row.text(draft), re.IGNORECASE)
    gone, kept = was[head : len(was) - tail], " ".join((*was[:head], *was[len(was) - tail :]))
    if not new or theirs is None or not cues.content_words(kept):
        return False
    if not gone and not _MORE.search(row.text(draft)):
        return False
    # More goes than comes, or what comes was denied: that is for them to say.
    if len(gone) > len(new.split()) + SPARE or denied(row.text(draft), theirs.start()):
        return False
    if old.conversation != draft.state.conversation:
        return False
    spans = tuple(draft.said(trim(draft.text[a:b])) for a, b in row.found)
    value = Value(
        value=" ".join(now),
        status="derived",
        rule="edit",
        said=(*spans, *old.said),
        suggestion=old.suggestion,
    )
    if item is None:
        return draft.answer(slot.question, {slot.pointer: value})
    return draft.change(slot.question, slot.list, item.id, {slot.field: value})


def _shared(one: Sequence[str], two: Sequence[str]) -> int:
    """How many words two texts begin with together."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))


def suggest(draft: Draft, row: Row) -> bool:
    """Offer a rewording, if it holds no figure and no name that the person did not say."""
    slot, words = row.slot, row.finding.rewording
    if not only_said(draft.state, words) or len(words) > APPENDED:
        return False
    if fold(words, True) == fold(row.text(draft), True):
        return False
    fields: dict[str, Scalar | tuple[str, ...]] = {slot.pointer or slot.field: words}
    item = draft.core.item(slot.list, row.finding.item) if slot.list else None
    text = words
    for old in _superseded(draft, slot, fields):
        # Of words composed of several parts the other parts stand.
        was = old.fields.get(slot.pointer)
        if slot.pointer and len(old.fields) > 1 and isinstance(was, str) and was in old.text:
            text, fields = old.text.replace(was, words), {**old.fields, **fields}
    return offer(draft, slot.question, text, fields, row, item.id if item else None)


def _superseded(
    draft: Draft, slot: Slot, fields: dict[str, Scalar | tuple[str, ...]]
) -> tuple[Suggested, ...]:
    """Take back what was offered for the same place, and return it: other words for it were asked for."""
    found = tuple(
        old
        for old in draft.core.suggestions.values()
        if old.question == slot.question
        and (old.list or "") == slot.list
        and set(old.fields) & set(fields)
        and old.origin != "option"
    )
    for old in found:
        draft.emit(Rejected(suggestion=old.id))
    return found


def offer(
    draft: Draft,
    question: str,
    text: str,
    fields: dict[str, Scalar | tuple[str, ...]],
    row: Row,
    item: str | None,
) -> bool:
    """Suggest words that stand beside the person's own; they count once accepted. What is so already is not offered."""
    if (
        fields
        and item is None
        and all(p in draft.core.values and draft.core.values[p].value == v for p, v in fields.items())
    ):
        return False
    spans = tuple(draft.said(s) for a, b in row.found if (s := draft.text[a:b].strip()))
    return draft.emit(
        Suggested(
            id=draft.state.next_id("suggestion"), question=question, text=text, origin="paraphrase",
            fields=fields, list=row.slot.list or None, item=item, said=spans,
        )
    )  # fmt: skip
