"""From a match to a month, quarter, year or stretch of time, or to nothing: "June will run it" is no date."""

from __future__ import annotations

import re

from coach.language.amounts import date_patterns as p
from coach.language.amounts.date_words import (
    LEADS,
    ORDER,
    RECURRING,
    Form,
    FormName,
    is_all,
    month_number,
    shift_of,
    word_before,
    year_of,
)

_LOOSE = LEADS | frozenset("through and to or for of about around between deadline on -".split())
_NAMES = frozenset(("april", "june", "august", "march", "may"))
_OWNED = ("owned", "led", "run", "done", "handled")
_YEAR_WORDS = LEADS | frozenset("of year for around deadline deadline: through target: due: by:".split())
_PERIODS: dict[str, FormName] = {
    "week": "week",
    "weekend": "weekend",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
}
_SHORT = {"wk": "week", "mth": "month", "mo": "month", "yr": "year"}
_LOOKING_AHEAD = frozenset(("next", "coming", "following"))
_OPENERS = frozenset(("in", "within", "inside"))


def numbered_month(_: str, hit: re.Match[str]) -> Form:
    return Form("month", hit.start(), hit.end(), year=int(hit["year"]), number=int(hit["month"]))


def only_month(text: str, hit: re.Match[str]) -> Form | None:
    name, which = hit["month"], shift_of(hit["which"])
    year, shift = year_of(hit)
    if word_before(text, hit.start()) in RECURRING or text.startswith("'s", hit.end()):
        return None
    if which is not None and name == "may":
        return None  # "this may help"
    if year is None and shift is None and which is None and not _bare_month(text, hit):
        return None
    past = which == -1 or word_before(text, hit.start()) == "since"
    unit = "next" if which == 1 else ""
    number = month_number(name)
    return Form("month", hit.start(), hit.end(), year=year, shift=shift, number=number, unit=unit, past=past)


def _bare_month(text: str, hit: re.Match[str]) -> bool:
    """Whether a month that stands alone is meant as one, by its spelling and the word before it."""
    name, low, before = hit["month"], hit["month"].lower(), word_before(text, hit.start())
    if (
        low == "jan"
        and before == "by"
        and text[max(0, hit.start() - 12) : hit.start() - 3].rstrip().endswith(_OWNED)
    ):
        return False
    if low in p.MONTHS and low not in _NAMES:
        return True
    if p.MODIFIER.search(text, max(0, hit.start() - 28), hit.start()):
        return True
    if name.islower() or low not in p.MONTHS:
        return before in LEADS
    return before in _LOOSE or before.endswith(":") or is_all(text, name)


def quarter(_: str, hit: re.Match[str]) -> Form | None:
    year, shift = year_of(hit)
    if hit["ahead"]:
        year = int(hit["ahead"])
    word = (hit["word"] or "").lower()
    if word == "last" and year is None and shift is None and not hit["the"]:
        return None  # the one before this, not the fourth
    number = int(hit["q"]) if hit["q"] else ORDER[word]
    return Form("quarter", hit.start(), hit.end(), year=year, shift=shift, number=number)


def half(_: str, hit: re.Match[str]) -> Form | None:
    year, shift = year_of(hit)
    if hit["word"] and year is None and shift is None and not hit["the"]:
        return None
    number = int(hit["h"]) if hit["h"] else ORDER[hit["word"].lower()]
    return Form("half", hit.start(), hit.end(), year=year, shift=shift, number=number)


def period(text: str, hit: re.Match[str]) -> Form:
    """A period counted from this one ("next year"); "the year" is kept as `bare` and counts only with "end of" or "within" before it."""
    name = _PERIODS[hit["unit"].lower().split()[-1]]
    which = hit["which"]
    within = text[max(0, hit.start() - 11) : hit.start()].lower() == "within the "
    return Form(
        name, hit.start(), hit.end(), shift=shift_of(which) or 0, unit="" if which or within else "bare"
    )


def period_end(_: str, hit: re.Match[str]) -> Form:
    letter = (hit["unit"] or hit["letter"]).lower()[0]
    name = next(name for name in _PERIODS if name.startswith(letter))
    return Form(_PERIODS[name], hit.start(), hit.end(), shift=0, modifier="end")


def relative(_: str, hit: re.Match[str]) -> Form | None:
    """A time from today ("in 18 months", "the next six weeks", "a year ago"); "over 12 months" and "for two years" only say how long."""
    lead, tail = (hit["lead"] or "").lower().split(), (hit["tail"] or "").lower()
    ahead = bool(lead) and lead[-1] in _LOOKING_AHEAD
    if not (tail or ahead or (lead and lead[0] in _OPENERS)):
        return None
    unit = _SHORT.get(hit["unit"], hit["unit"])
    whole = ahead and len(lead) > 1 and lead[0] != "the" and unit != "quarter" and not hit["plural"]
    if not hit["count"] and not whole:
        return None  # "next year" alone is a year, not twelve months
    half = 0.5 if hit["half"] or hit["half_more"] else 0.0
    amount = _amount(hit["count"] or "one") + half
    most = _amount(hit["most"]) + half if hit["most"] else amount
    start = hit.start("lead") if lead else hit.start("count")
    return Form("in", start, hit.end(), amount=amount, most=most, unit=unit, past=tail == "ago")


def _amount(text: str) -> float:
    word = text.lower()
    return p.COUNTS[word] if word in p.COUNTS else float(word.replace(",", "."))


def season(text: str, hit: re.Match[str]) -> Form | None:
    year, shift = year_of(hit)
    which, name = shift_of(hit["which"]), hit["season"].lower()
    if year is None and shift is None and which is None:
        led = p.SEASON_LEAD.search(text, max(0, hit.start() - 14), hit.start()) is not None
        if is_all(text, hit["season"]):
            led = True
        if not led or (name == "fall" and not text.endswith(("the ", "by "), 0, hit.start())):
            return None
    number = p.SEASONS.index("autumn" if name == "fall" else name)
    unit, past = "next" if which == 1 else "", which == -1
    return Form("season", hit.start(), hit.end(), year=year, shift=shift, number=number, unit=unit, past=past)


def only_year(text: str, hit: re.Match[str]) -> Form | None:
    if hit["fiscal"]:
        return Form("year", hit.start(), hit.end(), year=2000 + int(hit["fiscal"][-2:]))
    year, before = int(hit["year"]), word_before(text, hit.start())
    if is_all(text, hit["year"]):
        led = year >= 2020
    elif not p.AFTER_YEAR.match(text, hit.end()):
        led = False
    elif year % 100 == 0:  # 2000 is mostly a number
        led = before in ("in", "since", "year", "mid", "early", "late") or text.endswith(
            "end of ", 0, hit.start()
        )
    elif before == "to":
        led = p.FROM_YEAR.search(text, max(0, hit.start() - 13), hit.start()) is not None
    elif before == "from" and text.startswith(" to ", hit.end()):
        led = p.TO_YEAR.match(text, hit.end()) is not None
    else:
        led = before in _YEAR_WORDS
    return Form("year", hit.start(), hit.end(), year=year, past=before == "since") if led else None
