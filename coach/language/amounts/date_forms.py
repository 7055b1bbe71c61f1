"""Where a message speaks of a date, and in which form. No calendar and no today here: `dates` resolves the forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from coach.language.amounts import date_patterns as p
from coach.language.amounts import day_readers as days
from coach.language.amounts import period_readers as periods
from coach.language.amounts.date_words import MODIFIERS, Form, word_before

Reader = Callable[[str, re.Match[str]], Form | None]

FAMILIES: dict[str, tuple[tuple[re.Pattern[str], Reader], ...]] = {
    "month": (
        (p.DAY_MONTH, days.day_month),
        (p.MONTH_DAY, days.month_day),
        (p.ONLY_MONTH, periods.only_month),
    ),
    "weekday": ((p.ONLY_WEEKDAY, days.weekday), (p.NTH_WEEKDAY, days.nth_weekday)),
    "unit": (
        (p.QUARTER, periods.quarter),
        (p.HALF, periods.half),
        (p.PERIOD, periods.period),
        (p.PERIOD_END, periods.period_end),
        (p.RELATIVE, periods.relative),
    ),
    "season": ((p.SEASON, periods.season),),
    "holiday": ((p.HOLIDAY, days.holiday),),
    "tomorrow": ((p.TOMORROW, days.tomorrow),),
    "number": (
        (p.ISO, days.iso),
        (p.NUMERIC, days.numeric),
        (p.MONTH_NUMBER, periods.numbered_month),
        (p.ONLY_YEAR, periods.only_year),
        (p.OF_MONTH, days.of_month),
        (p.FOREIGN, days.foreign),
    ),
}
"""Every form and its reader, by what `date_patterns.TRIGGER` finds."""

_WITH_MODIFIER = frozenset(("month", "quarter", "half", "season", "year", "week"))
_WINDOW = 28
"""How far before a period "the beginning of" is looked for, in characters."""


@lru_cache(maxsize=32)
def date_forms(text: str) -> tuple[Form, ...]:
    """Every date in `text` (as `folding.plain` gives it), in order; the longer reading wins, none overlap. Linear.

    Kept for the last few texts: numbers, targets and dates all ask about the same message.
    """
    found: list[Form] = []
    low = text.lower()
    for family, windows in _windows(text, low).items():
        read_from = low if family == "unit" else text
        for pattern, read in FAMILIES[family]:
            for begin, end in windows:
                for hit in pattern.finditer(read_from, begin, end):
                    form = read(text, hit)
                    if form:
                        found.append(_with_modifier(low, form))
    found = [form for form in found if form.unit != "bare" or form.modifier]
    found.sort(key=lambda form: (form.start, -form.end))
    kept: list[Form] = []
    for form in found:
        if not kept or form.start >= kept[-1].end:
            kept.append(form)
    return tuple(kept)


def _windows(text: str, low: str) -> dict[str, list[tuple[int, int]]]:
    """For each family of dates that may be there, the stretches of text to look at; they never overlap."""
    windows: dict[str, list[tuple[int, int]]] = {}
    for hit in p.TRIGGER.finditer(low):
        at = hit.start()
        if at and text[at - 1].isalpha():
            continue
        family = str(hit.lastgroup)
        begin, end = max(0, at - p.BEFORE[family]), min(len(text), at + p.AFTER)
        own = windows.setdefault(family, [])
        if own and begin <= own[-1][1]:
            own[-1] = (own[-1][0], end)
        else:
            own.append((begin, end))
    return windows


def _with_modifier(low: str, form: Form) -> Form:
    """With the "end of", "mid-" or the like that stands before a period and belongs to it."""
    if form.name not in _WITH_MODIFIER or form.modifier or low[form.start - 1 : form.start] not in (" ", "-"):
        return form
    hit = p.MODIFIER.search(low, max(0, form.start - _WINDOW), form.start)
    if not hit:
        return form
    return replace(form, start=hit.start(), modifier=next(name for name in MODIFIERS if hit[name]))


def is_before(text: str, form: Form) -> bool:
    """Whether "before" stands before a whole period or a holiday: "before June" ends when June begins."""
    if form.name not in (*_WITH_MODIFIER, "holiday") or form.modifier:
        return False
    word = word_before(text, form.start)
    return word == "before" or (word == "the" and word_before(text, form.start - 4) == "before")


_HAPPENED = re.compile(
    r"(?:\b(?:was|were)\s+(?:[a-z]{2,}ed|set|made|put|cut|given|done|paid|held|sold|won|lost)|"
    r"\b(?:we|i|they|he|she|it|who|which|this|that|all)\s+(?:(?:have|had|has|already|first|only|just|both|finally|then)\s+)*"
    r"(?:[a-z]{2,}ed|began|left|ran|spent|lost|won|bought|sold|was|were|had|did|got|went|came|fell|made|built|quit|said|told|met|"
    r"gave|took|saw|thought|brought|kept|held|paid|put|cut|set|hit|rose|grew|found))\b(?P<gap>[^.;!?\n]{0,60})\Z",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:by|to|until|till|before|from|is|are|will|should|must|want|need|going|next|start|starts|starting|but|so|then|deadline|due|and (?:we|i|they))\b|['’]ll\b",
    re.IGNORECASE,
)


def happened(text: str, form: Form) -> bool:
    """Whether a past tense just before a day or period without a year says that it is over: "we decided in March"."""
    if (
        form.year is not None
        or form.shift not in (None, 0)
        or form.name in ("in", "tomorrow", "year", "week")
    ):
        return False
    told = _HAPPENED.search(text, max(0, form.start - 90), form.start)
    return told is not None and not _AHEAD.search(told["gap"])
