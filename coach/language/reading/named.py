"""What stands in the plan in words, what a clause says of it, and which entry a few words name. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coach.language.folding import fold
from coach.language.reading.hedges import stems
from coach.language.reading.sections import Section

_I = re.IGNORECASE
Kind = Literal["remove", "replace", "swap", "undo", "back", "skip", "skipped", "how", "vague", "move", "complaint", "told", "denial", "bye", "filler"]  # fmt: skip
CARRIED = frozenset({"remove", "replace", "swap", "move", "undo", "back", "skip", "skipped", "how"})
"""Kinds that ask for something to be done; the others only say that something is wrong, or nothing."""


@dataclass(frozen=True)
class Entry:
    """Words that stand in the plan, and the question they stand under."""

    text: str
    question: str
    turn: int
    list: str = ""
    item: str = ""
    pointer: str = ""
    name: str = ""
    """The field of the item."""


@dataclass(frozen=True)
class Said:
    """What a clause says to the coach.

    `what` is the thing it names, `where` the part of the plan, `new` what shall stand there; `at` are the offsets of `new`
    in the clause. `meant` are the entries it can mean, none where they have to be asked for.
    """

    kind: Kind
    what: str = ""
    where: Section | None = None
    at: tuple[int, int] = (0, 0)
    meant: tuple[Entry, ...] = ()
    leans: bool = False
    """It names its object by "it", "those": the sentences around may say what that is."""


QUOTED = re.compile(r"\"([^\"]{2,200})\"|(?<!\w)'(.{2,200}?)'(?!\w)")
ARTICLE = re.compile(r"^(?:the|our|my|that|those|these|this|a|an|your)\s+", _I)


def entries_like(words: str, entries: Sequence[Entry], least: float) -> tuple[Entry, ...]:
    """Return the entries that words name best, at least so much of them; those of one item count once."""
    wanted, folded = stems(words), fold(words, True).strip(" .,!?")
    scored: list[tuple[float, int, Entry]] = []
    for n, entry in enumerate(entries):
        held, text = stems(entry.text), fold(entry.text, True).strip(" .,!?")
        share = len(wanted & held) / len(held) if held and wanted and wanted <= held else 0.0
        if len(folded) > 2 and re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", text):
            share = max(share, len(folded) / len(text), least if least <= NAMES else 0.0)
        if text and len(text) > 2 and text in folded:
            share = max(share, len(text) / len(folded))
        if text and folded == text:
            share = _EXACT
        if share >= least:
            scored.append((share, -n, entry))
    if not scored:
        return ()
    best = max(scored, key=lambda one: one[:2])[2]
    return (best,)


_EXACT = 2.0
"""The share of an entry that is named word for word: more than of any that only has the same words, or some of them."""
NAMES, MOSTLY = 0.2, 0.5
"""How much of an entry must be named: where nothing else is meant, and where the words may be an answer."""


def within(entry: Entry, where: Section) -> bool:
    """Whether an entry stands in a part of the plan."""
    if where.field or not where.question:
        return not where.question or entry.question == where.question
    if entry.list and where.lists:
        return entry.list in where.lists
    return entry.question == where.question


def mentioned(words: str, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries that are quoted in words, or stand in them whole."""
    quoted = [a or b for a, b in QUOTED.findall(words)]
    found = [e for q in quoted for e in entries_like(q, entries, 0.01)]
    folded = fold(words, True)
    whole = [
        e
        for e in entries
        if len(e.text) > 3 and re.search(rf"(?<!\w){re.escape(fold(e.text, True))}(?!\w)", folded)
    ]
    inside = {e for e in whole if any(_only_within(e, longer, folded) for longer in (*found, *whole))}
    return tuple(dict.fromkeys((*found, *(e for e in whole if e not in inside or e in found))))


def _only_within(entry: Entry, longer: Entry, folded: str) -> bool:
    """Whether an entry stands in words only because a longer one, of which it is a part, does."""
    short, long = fold(entry.text, True), fold(longer.text, True)
    return len(short) < len(long) and 0 < folded.count(short) <= folded.count(long) * long.count(short)
