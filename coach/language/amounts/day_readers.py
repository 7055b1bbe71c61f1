"""From a match to a day, or to nothing: "may" is a word too. Each reader looks at the words beside its match."""

from __future__ import annotations

import re
from dataclasses import replace

from coach.language.amounts import date_patterns as p
from coach.language.amounts.date_words import (
    LEADS,
    MODAL,
    ORDER,
    RECURRING,
    Form,
    month_number,
    shift_of,
    word_before,
    year_of,
)

EITHER = "either"
"""The unit of a day whose month and day could be the other way round."""
_TODAY_LEADS = frozenset("start starting starts by from due before of".split())
_ORDINAL = ORDER | {"fifteenth": 15}


def _real_day(
    hit: re.Match[str], month: int, day: int, year: int | None = None, shift: int | None = None
) -> Form | None:
    """A day of a month; 30 February is kept too, so that no part of it is read as something else."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Form("day", hit.start(), hit.end(), year=year, number=month, day=day, shift=shift)


def iso(_: str, hit: re.Match[str]) -> Form | None:
    return _real_day(hit, int(hit["month"]), int(hit["day"]), int(hit["year"]))


def numeric(text: str, hit: re.Match[str]) -> Form | None:
    """Day first; the American order where nothing else can be meant; without a year only after "by", "on" and the like."""
    first, second, year = hit["first"], hit["second"], hit["year"]
    if year is None:
        led = word_before(text, hit.start()) in ("by", "before", "until", "till", "on", "due", "since")
        if not led or hit[0] == "24/7" or hit["sep"] != "/":
            return None
    elif len(year) == 2 and hit["sep"] != "/" and len(first) + len(second) < 4:
        return None
    number = int(year) + (2000 if len(year) == 2 else 0) if year else None
    day, month = int(first), int(second)
    if month > 12 >= day:
        day, month = month, day
    form = _real_day(hit, month, day, number)
    # Both readings are possible: who reads it may know which order this person uses.
    return replace(form, unit=EITHER) if form is not None and max(int(first), int(second)) <= 12 else form


def _is_modal(text: str, hit: re.Match[str]) -> bool:
    """Whether it is the small word ("12 may not do"), unless something before it leads to a date."""
    low = hit["month"]
    return low in MODAL and word_before(text, hit.start()) not in LEADS | {"on"}


def day_month(text: str, hit: re.Match[str]) -> Form | None:
    year, shift = year_of(hit)
    if _is_modal(text, hit) and not (hit["th"] or hit["word"] or year or shift is not None or hit["weekday"]):
        return None
    day = int(hit["day"]) if hit["day"] else _ORDINAL[hit["word"].lower()]
    return _real_day(hit, month_number(hit["month"]), day, year, shift)


def month_day(text: str, hit: re.Match[str]) -> Form | None:
    year, shift = year_of(hit)
    if not (hit["th"] or year or shift is not None) and (
        _is_modal(text, hit) or not p.AFTER_DAY.match(text, hit.end())
    ):
        return None  # "in March 12 clients left"
    return _real_day(hit, month_number(hit["month"]), int(hit["day"]), year, shift)


def weekday(text: str, hit: re.Match[str]) -> Form | None:
    name, which, before = hit["weekday"], hit["which"], word_before(text, hit.start())
    if before in RECURRING or text.startswith("'s", hit.end()):
        return None
    if not name.lower().endswith("day"):
        if which and name.islower():
            return None  # "this sat well"
        if not which and before not in ("on", "by", "before", "until", "till", "from"):
            return None
    if (
        text[max(0, hit.start() - 12) : hit.start()]
        .lower()
        .endswith(("weeks from ", "week from ", "week on "))
    ):
        return None  # "four weeks from Monday": not that Monday
    if hit["weeks"] or hit["plus"]:
        weeks = {"two": 2, "three": 3}.get((hit["weeks"] or "a").lower(), 1)
        return Form("weekday", hit.start(), hit.end(), number=_weekday_of(name), amount=7 * weeks)
    week = shift_of(hit["week"] or hit["later"])
    if week is not None:
        return Form("weekday", hit.start(), hit.end(), number=_weekday_of(name), shift=week, unit="week")
    return Form("weekday", hit.start(), hit.end(), number=_weekday_of(name), shift=shift_of(which))


def _weekday_of(name: str) -> int:
    return next(day for day, full in enumerate(p.WEEKDAYS) if full.startswith(name.lower()[:3]))


def nth_weekday(_: str, hit: re.Match[str]) -> Form:
    """As in "the first Monday of January": `day` counts the week, `amount` is the weekday."""
    year, shift = year_of(hit)
    nth = 5 if hit["nth"].lower() == "last" else ORDER[hit["nth"].lower()]
    weekday, number = _weekday_of(hit["weekday"]), month_number(hit["month"])
    return Form(
        "nth_weekday", hit.start(), hit.end(), year=year, shift=shift, number=number, day=nth, amount=weekday
    )


def of_month(text: str, hit: re.Match[str]) -> Form | None:
    """A day of the month ("by the 15th", "on the 1st of next month"); "on the 2nd floor" is none."""
    if not 1 <= int(hit["day"]) <= 31 or not (hit["which"] or p.AFTER_DAY.match(text, hit.end())):
        return None
    shift = 1 if (hit["which"] or "").lower() == "next" else None
    return Form("day_of_month", hit.start("day"), hit.end(), day=int(hit["day"]), shift=shift)


def holiday(text: str, hit: re.Match[str]) -> Form | None:
    year, shift = year_of(hit)
    unit = {"xmas": "christmas", "new year": "new year"}.get(hit["name"].lower(), hit["name"].lower())
    if unit == "new year":
        unit = "eve" if hit["eve"] else unit
        led = word_before(text, hit.start()) in ("by", "before", "the", "until", "in")
        if hit["name"].islower() and not led:
            return None
    return Form("holiday", hit.start(), hit.end(), year=year, shift=shift, unit=unit)


def tomorrow(text: str, hit: re.Match[str]) -> Form | None:
    word = hit[0].lower()
    if word == "today":  # "24 today" says how things are; "start today" names a day
        named = word_before(text, hit.start()) in _TODAY_LEADS
        return Form("tomorrow", hit.start(), hit.end(), amount=0) if named else None
    return Form("tomorrow", hit.start(), hit.end(), amount=2 if "after" in word else 1)


def foreign(_: str, hit: re.Match[str]) -> Form:
    return Form("foreign", hit.start(), hit.end(), text=hit[0], year=int(hit["year"]), day=int(hit["day"]))
