"""Dates as people say them, resolved against a given day. Day before month where figures leave it open.

Spans are matched by our own patterns; `dateparser` reads only spans that name a plain day, and is imported late.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from coach.language.quantities import quantities

_I = re.IGNORECASE
Edge = Literal["start", "end"]
_MONTHS = {m: n for n, m in enumerate("january february march april may june july august september october november december".split(), 1)}
_SHORT = {m[:3]: n for m, n in _MONTHS.items()} | {"sept": 9}
_DAYS = {d: n for n, d in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_M = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\.?"
_N = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty-four|a couple of)"
_PATTERN = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b|\b(?P<slash>\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}})\b|"
    rf"\b(?P<dmy>(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_M}(?:,?\s+\d{{4}})?)(?!\w)|\b(?P<mdy>{_M}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?)(?![\w%])|"
    rf"\b(?P<monthyear>{_M}\s+(?:of\s+)?\d{{4}})\b|\b(?P<quarter>q[1-4](?:\s+(?:of\s+)?\d{{4}})?)\b|"
    rf"\b(?P<within>(?:in|within|after)\s+(?:the\s+next\s+)?{_N}\s+(?:days?|weeks?|fortnights?|months?|quarters?|years?)|{_N}\s+(?:days?|weeks?|months?|years?)\s+from\s+(?:now|today))\b|"
    r"\b(?P<endof>(?:end\s+of|by)\s+(?:the\s+|this\s+|next\s+)?(?:year|month|quarter|week)(?:[\s-]+end)?|(?:year|month|quarter)[\s-]end)\b|"
    r"\b(?P<next>(?:next|this)\s+(?:year|month|quarter|week|spring|summer|autumn|fall|winter))\b|"
    r"\b(?P<day>today|tomorrow|tonight|the day after tomorrow)\b|"
    r"\b(?P<weekday>(?:next\s+|this\s+|on\s+|by\s+|before\s+|until\s+|coming\s+)(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|(?:monday|tuesday|wednesday|thursday|friday)s?)\b|"
    rf"\b(?P<month>(?:in|by|until|before|next|this|end\s+of|mid|mid-|early|late|from|starting|of|since)[\s-]+{_M})(?!\w)|"
    r"\b(?P<season>(?:spring|summer|autumn|winter)\s+\d{4})\b|\b(?P<xmas>(?:by\s+|before\s+)?christmas)\b|"
    r"\b(?P<year>(?:in|by|until|before|end of|of|during)\s+20\d{2})\b",
    _I,
)


@dataclass(frozen=True)
class DateSpan:
    start: date
    """The resolved day: the last of a period for `edge="end"`, the first for `edge="start"`."""
    text: str
    begin: int
    end: int
    kind: str

    @property
    def offset(self) -> int:
        return self.begin


def dates(text: str, today: date, edge: Edge = "end") -> list["DateSpan"]:
    """Return the dates a message names, in order. Never raises."""
    found: list[DateSpan] = []
    for m in _PATTERN.finditer(text[:20_000]):
        name = m.lastgroup or ""
        try:
            day = _resolve(name, m.group(name).casefold(), today, edge)
        except (ValueError, OverflowError):
            continue
        if day is not None:
            found.append(DateSpan(day, m.group(), m.start(), m.end(), name))
    return found


def _resolve(kind: str, text: str, today: date, edge: Edge) -> date | None:
    if kind == "iso":
        return date.fromisoformat(text)
    if kind == "slash":
        d, m, y = (int(p) for p in re.split(r"[/.]", text))
        if m > 12 >= d:
            d, m = m, d
        return date(y + 2000 if y < 100 else y, m, d)
    if kind in ("dmy", "mdy"):
        return _plain_day(text, today)
    if kind == "within":
        return _shift(text, today)
    if kind == "day":
        return today + timedelta(days={"today": 0, "tonight": 0, "tomorrow": 1}.get(text, 2))
    if kind == "weekday":
        wanted = next(n for d, n in _DAYS.items() if d in text)
        ahead = (wanted - today.weekday()) % 7 or 7
        return today + timedelta(days=ahead)
    first, last = _period(kind, text, today)
    return last if edge == "end" else max(first, today) if first <= today <= last else first


def _plain_day(text: str, today: date) -> date | None:
    import dateparser

    settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": _noon(today), "DATE_ORDER": "DMY"}
    read = dateparser.parse(re.sub(r"^the\s+|\bof\s+", "", text), languages=["en"], settings=settings)
    return read.date() if read else None


def _noon(today: date) -> object:
    from datetime import datetime

    return datetime(today.year, today.month, today.day, 12)


def _shift(text: str, today: date) -> date:
    number = re.search(r"\d+", text)
    worded = quantities(text)
    count = int(number.group()) if number else int(worded[0].value) if worded else 1
    if re.search(r"\ba couple\b", text):
        count = 2
    if "fortnight" in text:
        return today + timedelta(days=14 * count)
    if "day" in text:
        return today + timedelta(days=count)
    if "week" in text:
        return today + timedelta(weeks=count)
    months = count * (12 if "year" in text else 3 if "quarter" in text else 1)
    return _add_months(today, months)


def _add_months(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _period(kind: str, text: str, today: date) -> tuple[date, date]:
    year_match = re.search(r"20\d{2}", text)
    year = int(year_match.group()) if year_match else None
    if kind == "xmas":
        day = date(today.year if today <= date(today.year, 12, 25) else today.year + 1, 12, 25)
        return day, day
    if kind == "quarter":
        q = int(text[1])
        y = year or (today.year if q * 3 >= today.month else today.year + 1)
        return _months(y, q * 3 - 2, q * 3)
    if kind in ("season", "next") and re.search(r"spring|summer|autumn|fall|winter", text):
        first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[re.findall(r"spring|summer|autumn|fall|winter", text)[0]]
        y = year or (today.year if today.month < first else today.year + 1)
        if first == 12:
            return date(y, 12, 1), _months(y + 1, 2, 2)[1]
        return _months(y, first, first + 2)
    if kind in ("monthyear", "month"):
        word = re.findall(r"[a-z]+", re.sub(r"\b(?:in|by|until|before|next|this|end|of|mid|early|late|from|starting|since)\b", " ", text))[0]
        month = _MONTHS.get(word) or _SHORT[word[:4] if word == "sept" else word[:3]]
        y = year or (today.year if month >= today.month else today.year + 1)
        first_day, last_day = _months(y, month, month)
        if re.match(r"mid", text):
            return date(y, month, 15), date(y, month, 15)
        return first_day, last_day
    if kind == "year":
        assert year is not None
        return date(year, 1, 1), date(year, 12, 31)
    ahead = 1 if "next" in text else 0
    if "year" in text:
        return date(today.year + ahead, 1, 1), date(today.year + ahead, 12, 31)
    if "quarter" in text:
        start = _add_months(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * ahead)
        return start, _months(start.year, start.month, start.month + 2)[1]
    if "month" in text:
        start = _add_months(today.replace(day=1), ahead)
        return _months(start.year, start.month, start.month)
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)
    return monday, monday + timedelta(days=4)
