"""Where a message speaks of a date, and in which form. No calendar and no today here: `dates` resolves the forms."""

from __future__ import annotations

from dataclasses import replace

from coach.language import date_patterns as p
from coach.language.date_readers import READERS, Form, Modifier

_WITH_MODIFIER = frozenset(("month", "quarter", "half", "season", "year", "week"))
_WINDOW = 28
"""How far before a period "the beginning of" is looked for, in characters."""


def date_forms(text: str) -> list[Form]:
    """Every date in `text` (as `folding.plain` gives it), in order; the longer reading wins, none overlap. Linear."""
    found: list[Form] = []
    low = text.lower()
    for pattern, read in READERS:
        if any(word in low for word in p.GATES[pattern]):
            for hit in pattern.finditer(text):
                form = read(text, hit)
                if form:
                    found.append(_with_modifier(text, form))
    found = [form for form in found if form.unit != "bare" or form.modifier]
    found.sort(key=lambda form: (form.start, -form.end))
    kept: list[Form] = []
    for form in found:
        if not kept or form.start >= kept[-1].end:
            kept.append(replace(form, text=text[form.start : form.end]))
    return kept


def _with_modifier(text: str, form: Form) -> Form:
    """With the "end of", "mid-" or the like that stands before a period and belongs to it."""
    if form.name not in _WITH_MODIFIER or form.modifier:
        return form
    hit = p.MODIFIER.search(text, max(0, form.start - _WINDOW), form.start)
    if not hit or not hit.lastgroup:
        return form
    modifiers: dict[str, Modifier] = {"end": "end", "start": "start", "mid": "mid", "early": "early", "late": "late"}
    return replace(form, start=hit.start(), modifier=modifiers[hit.lastgroup])
