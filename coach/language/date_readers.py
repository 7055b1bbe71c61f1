"""From a match to the date it stands for, or to nothing: months and weekdays are words too.

Each reader looks at the words beside its match. "may", "march", "sat" and "June will run it" are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from coach.language import date_patterns as p

FormName = Literal[
    "day",
    "day_of_month",
    "weekday",
    "nth_weekday",
    "month",
    "quarter",
    "half",
    "season",
    "year",
    "week",
    "weekend",
    "in",
    "holiday",
    "tomorrow",
    "foreign",
]
Modifier = Literal[
    "end", "start", "mid", "early", "late", "first_week", "last_week", "first_half", "second_half"
]
MODIFIERS: tuple[Modifier, ...] = get_args(Modifier)

_STRICT = frozenset(
    "in by before until till since from during after end mid early late start starting starts due".split()
)
_LOOSE = _STRICT | frozenset("through and to or for of about around between deadline on -".split())
_RECURRING = frozenset(("every", "each", "per"))
_TODAY_LEADS = frozenset("start starting starts by from due before of".split())
_MODAL = frozenset(("may", "march", "mar"))
_NAMES = frozenset(("april", "june", "august", "march", "may"))
_OWNED = ("owned", "led", "run", "done", "handled")
_YEAR_WORDS = _STRICT | frozenset("of year for around deadline deadline: through target: due: by:".split())
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_ORDINAL = _ORDER | {"fifteenth": 15}
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


@dataclass(frozen=True, slots=True)
class Form:
    """A date as it was written, before any calendar.

    `shift` counts from the present one (next = 1); `number` is the month, quarter, half, season (0 is spring) or
    weekday (0 is Monday); `text` is kept where a month is foreign; `amount` to `most` count `unit`s from today; `past` says "since", "last" or "ago".
    """

    name: FormName
    start: int
    end: int
    text: str = ""
    year: int | None = None
    shift: int | None = None
    number: int = 0
    day: int = 0
    amount: float = 0
    most: float = 0
    unit: str = ""
    modifier: Modifier | None = None
    past: bool = False


def word_before(text: str, at: int) -> str:
    """The word before an offset, in lower case, without brackets and quotes; "" at the start."""
    begin = text[max(0, at - 20) : at].rstrip(" (").replace("\n", " ")
    return begin.removesuffix("-").rpartition(" ")[2].casefold().strip("\"'(*_")


def _is_all(text: str, word: str) -> bool:
    """Whether a message says nothing else."""
    return len(text) < 24 and text.strip(" .!?\n") == word


def _month(name: str) -> int:
    return next(number for number, month in enumerate(p.MONTHS, 1) if month.startswith(name.lower()[:3]))


def _year_of(hit: re.Match[str]) -> tuple[int | None, int | None]:
    """(year, shift) of the optional year behind a date."""
    if hit["year"]:
        return int(hit["year"]), None
    if hit["short"]:
        return 2000 + int(hit["short"]), None
    return None, _shift(hit["of"])


def _shift(which: str | None) -> int | None:
    if not which:
        return None
    return {"this": 0, "current": 0, "last": -1}.get(which.lower().removeprefix("the "), 1)


def _real_day(
    hit: re.Match[str], month: int, day: int, year: int | None = None, shift: int | None = None
) -> Form | None:
    """A day of a month; 30 February is kept too, so that no part of it is read as something else."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Form("day", hit.start(), hit.end(), year=year, number=month, day=day, shift=shift)


def _iso(_: str, hit: re.Match[str]) -> Form | None:
    return _real_day(hit, int(hit["month"]), int(hit["day"]), int(hit["year"]))


def _numeric(text: str, hit: re.Match[str]) -> Form | None:
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
    return _real_day(hit, month, day, number)


def _month_number(_: str, hit: re.Match[str]) -> Form:
    return Form("month", hit.start(), hit.end(), year=int(hit["year"]), number=int(hit["month"]))


def _is_modal(text: str, hit: re.Match[str]) -> bool:
    """Whether it is the small word ("12 may not do"), unless something before it leads to a date."""
    low = hit["month"]
    return low in _MODAL and word_before(text, hit.start()) not in _STRICT | {"on"}


def _day_month(text: str, hit: re.Match[str]) -> Form | None:
    year, shift = _year_of(hit)
    if _is_modal(text, hit) and not (hit["th"] or hit["word"] or year or shift is not None or hit["weekday"]):
        return None
    day = int(hit["day"]) if hit["day"] else _ORDINAL[hit["word"].lower()]
    return _real_day(hit, _month(hit["month"]), day, year, shift)


def _month_day(text: str, hit: re.Match[str]) -> Form | None:
    year, shift = _year_of(hit)
    if not (hit["th"] or year or shift is not None) and (
        _is_modal(text, hit) or not p.AFTER_DAY.match(text, hit.end())
    ):
        return None  # "in March 12 clients left"
    return _real_day(hit, _month(hit["month"]), int(hit["day"]), year, shift)


def _only_month(text: str, hit: re.Match[str]) -> Form | None:
    name, which = hit["month"], _shift(hit["which"])
    year, shift = _year_of(hit)
    if word_before(text, hit.start()) in _RECURRING or text.startswith("'s", hit.end()):
        return None
    if which is not None and name == "may":
        return None  # "this may help"
    if year is None and shift is None and which is None and not _bare_month(text, hit):
        return None
    past = which == -1 or word_before(text, hit.start()) == "since"
    unit = "next" if which == 1 else ""
    number = _month(name)
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
        return before in _STRICT
    return before in _LOOSE or before.endswith(":") or _is_all(text, name)


def _quarter(_: str, hit: re.Match[str]) -> Form | None:
    year, shift = _year_of(hit)
    if hit["ahead"]:
        year = int(hit["ahead"])
    word = (hit["word"] or "").lower()
    if word == "last" and year is None and shift is None and not hit["the"]:
        return None  # the one before this, not the fourth
    number = int(hit["q"]) if hit["q"] else _ORDER[word]
    return Form("quarter", hit.start(), hit.end(), year=year, shift=shift, number=number)


def _half(_: str, hit: re.Match[str]) -> Form | None:
    year, shift = _year_of(hit)
    if hit["word"] and year is None and shift is None and not hit["the"]:
        return None
    number = int(hit["h"]) if hit["h"] else _ORDER[hit["word"].lower()]
    return Form("half", hit.start(), hit.end(), year=year, shift=shift, number=number)


def _period(text: str, hit: re.Match[str]) -> Form:
    """A period counted from this one ("next year"); "the year" is kept as `bare` and counts only with "end of" or "within" before it."""
    name = _PERIODS[hit["unit"].lower().split()[-1]]
    which = hit["which"]
    within = text[max(0, hit.start() - 11) : hit.start()].lower() == "within the "
    return Form(
        name, hit.start(), hit.end(), shift=_shift(which) or 0, unit="" if which or within else "bare"
    )


def _period_end(_: str, hit: re.Match[str]) -> Form:
    letter = (hit["unit"] or hit["letter"]).lower()[0]
    name = next(name for name in _PERIODS if name.startswith(letter))
    return Form(_PERIODS[name], hit.start(), hit.end(), shift=0, modifier="end")


def _relative(_: str, hit: re.Match[str]) -> Form | None:
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


def _weekday(text: str, hit: re.Match[str]) -> Form | None:
    name, which, before = hit["weekday"], hit["which"], word_before(text, hit.start())
    if before in _RECURRING or text.startswith("'s", hit.end()):
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
        return None  # "two weeks from Monday": not that Monday
    week = _shift(hit["week"] or hit["later"])
    if week is not None:
        return Form("weekday", hit.start(), hit.end(), number=_weekday_of(name), shift=week, unit="week")
    return Form("weekday", hit.start(), hit.end(), number=_weekday_of(name), shift=_shift(which))


def _weekday_of(name: str) -> int:
    return next(day for day, full in enumerate(p.WEEKDAYS) if full.startswith(name.lower()[:3]))


def _nth_weekday(_: str, hit: re.Match[str]) -> Form:
    """As in "the first Monday of January": `day` counts the week, `amount` is the weekday."""
    year, shift = _year_of(hit)
    nth = 5 if hit["nth"].lower() == "last" else _ORDER[hit["nth"].lower()]
    weekday, number = _weekday_of(hit["weekday"]), _month(hit["month"])
    return Form(
        "nth_weekday", hit.start(), hit.end(), year=year, shift=shift, number=number, day=nth, amount=weekday
    )


def _season(text: str, hit: re.Match[str]) -> Form | None:
    year, shift = _year_of(hit)
    which, name = _shift(hit["which"]), hit["season"].lower()
    if year is None and shift is None and which is None:
        led = p.SEASON_LEAD.search(text, max(0, hit.start() - 14), hit.start()) is not None
        if _is_all(text, hit["season"]):
            led = True
        if not led or (name == "fall" and not text.endswith(("the ", "by "), 0, hit.start())):
            return None
    number = p.SEASONS.index("autumn" if name == "fall" else name)
    unit, past = "next" if which == 1 else "", which == -1
    return Form("season", hit.start(), hit.end(), year=year, shift=shift, number=number, unit=unit, past=past)


def _only_year(text: str, hit: re.Match[str]) -> Form | None:
    if hit["fiscal"]:
        return Form("year", hit.start(), hit.end(), year=2000 + int(hit["fiscal"][-2:]))
    year, before = int(hit["year"]), word_before(text, hit.start())
    if _is_all(text, hit["year"]):
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


def _holiday(text: str, hit: re.Match[str]) -> Form | None:
    year, shift = _year_of(hit)
    unit = {"xmas": "christmas", "new year": "new year"}.get(hit["name"].lower(), hit["name"].lower())
    if unit == "new year":
        unit = "eve" if hit["eve"] else unit
        led = word_before(text, hit.start()) in ("by", "before", "the", "until", "in")
        if hit["name"].islower() and not led:
            return None
    return Form("holiday", hit.start(), hit.end(), year=year, shift=shift, unit=unit)


def _tomorrow(text: str, hit: re.Match[str]) -> Form | None:
    word = hit[0].lower()
    if word == "today":  # "24 today" says how things are; "start today" names a day
        named = word_before(text, hit.start()) in _TODAY_LEADS
        return Form("tomorrow", hit.start(), hit.end(), amount=0) if named else None
    return Form("tomorrow", hit.start(), hit.end(), amount=2 if "after" in word else 1)


def _of_month(text: str, hit: re.Match[str]) -> Form | None:
    """A day of the month ("by the 15th", "on the 1st of next month"); "on the 2nd floor" is none."""
    if not 1 <= int(hit["day"]) <= 31 or not (hit["which"] or p.AFTER_DAY.match(text, hit.end())):
        return None
    shift = 1 if (hit["which"] or "").lower() == "next" else None
    return Form("day_of_month", hit.start("day"), hit.end(), day=int(hit["day"]), shift=shift)


def _foreign(_: str, hit: re.Match[str]) -> Form:
    return Form("foreign", hit.start(), hit.end(), text=hit[0], year=int(hit["year"]), day=int(hit["day"]))


Reader = Callable[[str, re.Match[str]], Form | None]

FAMILIES: dict[str, tuple[tuple[re.Pattern[str], Reader], ...]] = {
    "month": ((p.DAY_MONTH, _day_month), (p.MONTH_DAY, _month_day), (p.ONLY_MONTH, _only_month)),
    "weekday": ((p.ONLY_WEEKDAY, _weekday), (p.NTH_WEEKDAY, _nth_weekday)),
    "unit": (
        (p.QUARTER, _quarter),
        (p.HALF, _half),
        (p.PERIOD, _period),
        (p.PERIOD_END, _period_end),
        (p.RELATIVE, _relative),
    ),
    "season": ((p.SEASON, _season),),
    "holiday": ((p.HOLIDAY, _holiday),),
    "tomorrow": ((p.TOMORROW, _tomorrow),),
    "number": (
        (p.ISO, _iso),
        (p.NUMERIC, _numeric),
        (p.MONTH_NUMBER, _month_number),
        (p.ONLY_YEAR, _only_year),
        (p.OF_MONTH, _of_month),
        (p.FOREIGN, _foreign),
    ),
}
"""Every form and its reader, by what `date_patterns.TRIGGER` finds."""
