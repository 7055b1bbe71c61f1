"""A date as it was written, before any calendar, and what all of its readers look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from coach.language.amounts import date_patterns as p

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
LEADS = frozenset(
    "in by before until till since from during after end mid early late start starting starts due".split()
)
"""Words before a month or year that make a date of it."""

RECURRING = frozenset(("every", "each", "per"))
MODAL = frozenset(("may", "march", "mar"))
"""Months that in small letters are words of another kind."""

ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


@dataclass(frozen=True, slots=True)
class Form:
    """A date as it was written, before any calendar.

    `shift` counts from the present one (next = 1); `number` is the month, quarter, half, season (0 is spring) or
    weekday (0 is Monday); `text` is kept where a month is foreign; `amount` to `most` count `unit`s from
    today, or days from a weekday; `past` says "since", "last" or "ago".
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


def is_all(text: str, word: str) -> bool:
    """Whether a message says nothing else."""
    return len(text) < 24 and text.strip(" .!?\n") == word


def month_number(name: str) -> int:
    """The number of a month by its name or the first three letters of it."""
    return next(number for number, month in enumerate(p.MONTHS, 1) if month.startswith(name.lower()[:3]))


def year_of(hit: re.Match[str]) -> tuple[int | None, int | None]:
    """(year, shift) of the optional year behind a date."""
    if hit["year"]:
        return int(hit["year"]), None
    if hit["short"]:
        return 2000 + int(hit["short"]), None
    return None, shift_of(hit["of"])


def shift_of(which: str | None) -> int | None:
    """How far from the present one: "this" 0, "next" 1, "last" -1."""
    if not which:
        return None
    return {"this": 0, "current": 0, "last": -1}.get(which.lower().removeprefix("the "), 1)
