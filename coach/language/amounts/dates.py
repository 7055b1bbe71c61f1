"""Dates in a message, resolved against a given today. No clock here: the turn's timestamp says what today is.

A period is read as its **last** day for a deadline (`edge="end"`) and its **first** for a start (`edge="start"`).
Declared readings: 3/4/2027 is day first (3 April); 12/31/2027 can only be American and is read so; a month, quarter or day
without a year is the next one that is not over, but the last one behind a past tense ("we decided in March"); "next June" and "next Monday" are the coming ones; a week runs from Monday
to Sunday; early, mid and late are a part of their period ("mid-April" is the 15th); seasons are the northern
meteorological ones; a fiscal year is a calendar year; "in six to nine months" ends in nine; "before June" ends
on 31 May, "by June" on 30 June; "before Christmas" is the 24th, for on a holiday nobody delivers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from coach.language.amounts.date_forms import date_forms, happened, is_before
from coach.language.amounts.date_words import Form
from coach.language.amounts.day_readers import EITHER
from coach.language.amounts.holidays import HOLIDAYS
from coach.language.folding import plain

Edge = Literal["end", "start"]
DateKind = Literal["day", "month", "quarter", "year", "relative"]
Day = date
"""The type of a field that is itself called `date`."""

Period = tuple[Day, Day]

_KINDS: dict[str, DateKind] = {
    "month": "month",
    "quarter": "quarter",
    "half": "quarter",
    "season": "quarter",
    "year": "year",
    "week": "relative",
    "weekend": "relative",
    "in": "relative",
}
_FOREIGN_LANGUAGES = ["nl", "de", "fr", "es", "it", "pt", "da", "sv"]


@dataclass(frozen=True, slots=True)
class DateSpan:
    """`date` is the day the words come to, by the edge asked for; `first` and `last` bound the period they name.

    `text` is `message[start:end]`. Kind "quarter" is any part of a year longer than a month (halves and seasons too).
    """

    date: Day
    text: str
    start: int
    end: int
    kind: DateKind
    first: Day
    last: Day
    past: bool = False
    """Whether the words tell of what has been ("we decided in March"): no plan is due then."""


def dates(text: str, today: date, edge: Edge = "end", american: bool = False) -> list[DateSpan]:
    """Every date in `text`, in order; `american`: 3/4 is 4 March. What names no real day (30 February, year 10,000) is left out; nothing raises."""
    found: list[DateSpan] = []
    read = plain(text)
    for form in date_forms(read):
        form = replace(form, past=True) if not form.past and happened(read, form) else form
        if american and form.unit == EITHER:
            form = replace(form, number=form.day, day=form.number)
        period = _resolve(form, today)
        if period:
            first, last = period
            day = last if edge == "end" else first
            if edge == "end" and first > date.min and is_before(read, form):
                day = first - timedelta(days=1)
            words = text[form.start : form.end]
            found.append(
                DateSpan(
                    day, words, form.start, form.end, _KINDS.get(form.name, "day"), first, last, form.past
                )
            )
    return found


def deadline(text: str, today: date) -> DateSpan | None:
    """The date by which something is to be reached: the last one named that is still to come, or None."""
    return next((found for found in reversed(dates(text, today)) if found.date > today), None)


def add_months(day: date, months: int) -> date | None:
    """The same day of the month `months` later, or the month's last; None outside the years 1 to 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, _days_in(year, month + 1)))


def _days_in(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _resolve(form: Form, today: date) -> Period | None:
    try:
        period = _RESOLVERS[form.name](form, today)
        if period and form.modifier:
            return _modified(period, form)
    except (OverflowError, ValueError):  # 29 February of a common year, or past the calendar's end
        return None
    return period


def _day(form: Form, today: date) -> Period | None:
    if form.year is not None or form.shift is not None:
        return _single(date(form.year or today.year + (form.shift or 0), form.number, form.day))
    if form.past:
        years = range(today.year, today.year - 9, -1)
        gone = (
            date(year, form.number, form.day) for year in years if form.day <= _days_in(year, form.number)
        )
        return next((_single(day) for day in gone if day <= today), None)
    years = range(today.year, today.year + 9)  # eight years hold a 29 February
    days = (date(year, form.number, form.day) for year in years if form.day <= _days_in(year, form.number))
    return next((_single(day) for day in days if day >= today), None)


def _day_of_month(form: Form, today: date) -> Period | None:
    first = today.replace(day=1)
    for months in range(form.shift or 0, 4):
        month = add_months(first, months)
        if month and form.day <= _days_in(month.year, month.month):
            day = month.replace(day=form.day)
            if form.shift or day >= today:
                return _single(day)
    return None


def _weekday(form: Form, today: date) -> Period | None:
    if form.unit == "week":
        return _single(today + timedelta(days=7 * (form.shift or 0) + form.number - today.weekday()))
    ahead = (form.number - today.weekday()) % 7
    if form.shift == -1 or form.past:
        return _single(today + timedelta(days=ahead - 7))
    return _single(today + timedelta(days=(ahead if ahead or form.shift == 0 else 7) + int(form.amount)))


def _nth_weekday(form: Form, today: date) -> Period | None:
    """The next such day that is not over; the last of a month is its fourth or fifth."""
    given = form.year is not None or form.shift is not None
    years = [form.year or today.year + (form.shift or 0)] if given else [today.year, today.year + 1]
    for year in years:
        first = date(year, form.number, 1)
        day = 1 + (int(form.amount) - first.weekday()) % 7 + 7 * (form.day - 1)
        day -= 7 * (day > _days_in(year, form.number))
        if given or first.replace(day=day) >= today:
            return _single(first.replace(day=day))
    return None


def _months_of_year(form: Form, today: date) -> Period | None:
    """A month, quarter, half or season: with a year, or the one that comes next (or last, after "since")."""
    begins, size = {
        "month": (form.number, 1),
        "quarter": (form.number * 3 - 2, 3),
        "half": (form.number * 6 - 5, 6),
        "season": (form.number * 3 + 3, 3),
    }[form.name]
    if form.year is not None:
        return _span_of_months(date(form.year, begins, 1), size)
    if form.shift is not None:
        return _span_of_months(date(today.year + form.shift, begins, 1), size)
    around = [_span_of_months(date(today.year + years, begins, 1), size) for years in (-1, 0, 1, 2)]
    periods = [period for period in around if period]
    if form.past or form.shift == -1:
        return next((period for period in reversed(periods) if period[1] < today), None)
    later = form.unit == "next"  # "next June", said in June, is not this one
    return next((period for period in periods if (period[0] > today if later else period[1] >= today)), None)


def _span_of_months(first: date, months: int) -> Period | None:
    after = add_months(first, months)
    return (first, after - timedelta(days=1)) if after else None


def _this_month(form: Form, today: date) -> Period | None:
    if form.number:
        return _months_of_year(form, today)
    first = add_months(today.replace(day=1), form.shift or 0)
    return _span_of_months(first, 1) if first else None


def _this_quarter(form: Form, today: date) -> Period | None:
    if form.number:
        return _months_of_year(form, today)
    first = add_months(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * (form.shift or 0))
    return _span_of_months(first, 3) if first else None


def _year(form: Form, today: date) -> Period | None:
    year = form.year if form.year is not None else today.year + (form.shift or 0)
    return date(year, 1, 1), date(year, 12, 31)


def _week(form: Form, today: date) -> Period | None:
    monday = today + timedelta(days=7 * (form.shift or 0) - today.weekday())
    return (monday + timedelta(days=5 if form.name == "weekend" else 0), monday + timedelta(days=6))


def _in(form: Form, today: date) -> Period | None:
    first = _later(today, -form.amount if form.past else form.amount, form.unit)
    last = _later(today, -form.most if form.past else form.most, form.unit)
    return (min(first, last), max(first, last)) if first and last else None


def _later(day: date, amount: float, unit: str) -> date | None:
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
    if months is None:
        return day + timedelta(days=round(amount * {"day": 1, "week": 7, "fortnight": 14}[unit]))
    whole = int(amount * months)
    moved = add_months(day, whole)
    return moved + timedelta(days=round((amount * months - whole) * 30)) if moved else None


def _tomorrow(form: Form, today: date) -> Period | None:
    return _single(today + timedelta(days=int(form.amount)))


def _holiday(form: Form, today: date) -> Period | None:
    if form.year is not None or form.shift is not None:
        return _single(HOLIDAYS[form.unit](form.year or today.year + (form.shift or 0)))
    days = (HOLIDAYS[form.unit](today.year + years) for years in (0, 1, 2))
    return next((_single(day) for day in days if day >= today), None)


def _foreign(form: Form, today: date) -> Period | None:
    """A month's name in another language; dateparser must give back the day and the year that were written."""
    import dateparser

    settings = {"STRICT_PARSING": True, "DATE_ORDER": "DMY"}
    read = dateparser.parse(form.text, languages=_FOREIGN_LANGUAGES, settings=settings)
    return _single(read.date()) if read and (read.day, read.year) == (form.day, form.year) else None


def _single(day: date) -> Period:
    return day, day


def _modified(period: Period, form: Form) -> Period:
    """The part of a period that "end of", "early", "mid-" and the like stand for."""
    first, last = period
    if form.modifier == "end":
        return last, last
    if form.modifier == "start":
        return first, first
    if form.modifier == "first_week":
        return first, min(last, first + timedelta(days=6))
    if form.modifier == "last_week":
        return max(first, last - timedelta(days=6)), last
    months = (
        (last.year - first.year) * 12 + last.month - first.month + 1 if _KINDS[form.name] != "relative" else 0
    )
    middle = _middle(first, months)
    if form.modifier == "mid":
        return _single(middle)
    if form.modifier == "first_half":
        return first, middle
    if form.modifier == "second_half":
        return middle + timedelta(days=1), last
    return _outer_part(period, months, early=form.modifier == "early")


def _outer_part(period: Period, months: int, early: bool) -> Period:
    """Early and late: two days of a week, ten of a month, a quarter of anything longer."""
    first, last = period
    if not months:
        return (first, first + timedelta(days=1)) if early else (last - timedelta(days=3), last)
    if months == 1:
        return (first, first + timedelta(days=9)) if early else (first + timedelta(days=20), last)
    part = max(1, months // 4)
    if early:
        return first, (add_months(first, part) or last) - timedelta(days=1)
    return add_months(first, months - part) or first, last


def _middle(first: date, months: int) -> date:
    """Wednesday of a week, the 15th of an odd number of months, the end of the first half of an even one."""
    if not months:
        return first + timedelta(days=2)
    half = add_months(first, months // 2) or first
    return half.replace(day=15) if months % 2 else half - timedelta(days=1)


_RESOLVERS: dict[str, Callable[[Form, date], Period | None]] = {
    "day": _day,
    "day_of_month": _day_of_month,
    "weekday": _weekday,
    "nth_weekday": _nth_weekday,
    "month": _this_month,
    "quarter": _this_quarter,
    "half": _months_of_year,
    "season": _months_of_year,
    "year": _year,
    "week": _week,
    "weekend": _week,
    "in": _in,
    "holiday": _holiday,
    "tomorrow": _tomorrow,
    "foreign": _foreign,
}
