"""Quantities in a message: numbers with what they measure, each with the span it was read from.

"10-12", "between 10 and 12" and "10 to 12 people" are one quantity with `high`; "from 10 to 12" is two. "half our clients"
is 0.5 of kind "share", "twice" is 2 with unit "x". What is no quantity is in `no_numbers`; "one" counts only before a
noun or a unit of time, and "dozens", "several", "a handful" name no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from coach.language.amounts.no_numbers import no_numbers
from coach.language.amounts.numerals import Numeral, numerals
from coach.language.amounts.units import (
    Per,
    bound_after,
    bound_before,
    per_after,
    percent_after,
    times_after,
    unit_after,
)
from coach.language.folding import plain

Kind = Literal["money", "percent", "count", "duration", "plain", "share"]
Bound = Literal["over", "under"]

_RANGE = re.compile(r"[ ]?[-–—][ ]?(?!>)|[ ](?:or|and|to)[ ]")
_BETWEEN = re.compile(r"\bbetween[ ](?:about[ ]|roughly[ ])?\Z", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:from|grow|grew|growing|go|going|went|move|increase|raise|double|triple|get|cut|reduce|drop|bring|at|have|do|are|now|today|"
    r"currently)\b[^.;\n]{0,40}\Z",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"[ ](?:out[ ]of|in)[ ](?:every[ ]|each[ ])?")
_ONE_FOLLOWED = re.compile(
    r"[ -](?:day|week|thing)\b(?![ ](?:a|per|each|every)\b)|[ ](?:of|another|by)\b", re.IGNORECASE
)
_NO_ONE_BEFORE = re.compile(r"\b(?:no|any|some|every|this|that|the|which|each|another)[ -]\Z", re.IGNORECASE)
_ORDINAL_AFTER = re.compile(r"[ ]?(?:st|nd|rd|th)\b")
_JOINED_NUMBER = re.compile(r"(?:[ ](?:to|or|and)[ ]|-)(?:\d|two|three|four|five)", re.IGNORECASE)
_TIME_AND_A_HALF = re.compile(r"\ban?[ ](?P<unit>hour|day|week|month|year)[ ]and[ ]\Z", re.IGNORECASE)
_FRACTION_OF_TIME = re.compile(
    r"(?:[ ](?:of[ ])?(?:an?|the)[ ]|-)(?P<unit>hour|day|week|month|year)\b", re.IGNORECASE
)
_POOLS = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 100, 1000))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what it measures; `text` is `message[start:end]` and holds unit and period, not "about".

    `unit` is the noun as written, in lower case (units of time in the singular; "%", "pp" for percentage points, "x" for
    multiples, None for shares). Money has a `currency` (ISO 4217), or None for "10 grand". `high` is the other
    end of a range. `bound` is set by "over" and "under"; `approximate` then too, and by "about", "~", "a couple".
    """

    value: float | int
    unit: str | None
    kind: Kind
    currency: str | None
    per: Per | None
    text: str
    start: int
    end: int
    approximate: bool = False
    high: float | int | None = None
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity with what only the grammar needs: the multiplier of its number, and where the number itself ends."""

    quantity: Quantity
    scale: int
    number_end: int


def quantities(text: str) -> list[Quantity]:
    """The quantities of `text`, in order, none overlapping; of more than a thousand the first. No text raises."""
    return [measure.quantity for measure in _ranges(text, plain(text), measures(text))]


@lru_cache(maxsize=16)
def measures(text: str) -> tuple[Measure, ...]:
    """Every number with its unit, ranges not yet joined. Kept for the last few texts: many readers ask about one message."""
    read = plain(text)
    numbers = numerals(read, no_numbers(read))
    found: list[Measure] = []
    at = 0
    while at < len(numbers):
        share = _out_of(read, numbers, at)
        measure = share or _measure(read, numbers[at])
        if measure and (not found or measure.quantity.start >= found[-1].quantity.end):
            found.append(_with_text(text, measure))
        at += 2 if share else 1
    return tuple(found)


def number(value: Decimal) -> float | int:
    """A Decimal as an int where it is whole, else as a float."""
    return int(value) if value == value.to_integral_value() else float(value)


def _with_text(text: str, measure: Measure) -> Measure:
    quantity = measure.quantity
    return replace(measure, quantity=replace(quantity, text=text[quantity.start : quantity.end]))


def _measure(text: str, numeral: Numeral) -> Measure | None:
    if numeral.kind in ("share", "times"):
        return _worded(text, numeral)
    kind: Kind = "money" if numeral.currency or numeral.grand else "plain"
    start, end = numeral.start, numeral.end
    unit: str | None = None
    per: Per | None = None
    after = bound_after(text, end)
    position = after[1] if after else end
    measured = percent_after(text, position) if kind == "plain" else None
    if measured:
        kind, unit, position = "percent", measured.name, measured.end
    elif kind == "plain":
        measured = times_after(text, position) or unit_after(text, position)
        if measured:
            unit, position, per = measured.name, measured.end, measured.per
            kind = "duration" if measured.time else "plain" if unit == "x" else "count"
    if kind == "plain" and unit is None and _is_pronoun(text, numeral):
        return None
    if _is_pronoun_before_noun(text, numeral):
        return None
    period = per_after(text, position)
    if period:
        per, position = period
    before = bound_before(text, start)
    bound = _bound(before or after)
    approximate = before is not None or after is not None or numeral.kind == "couple"
    value = number(numeral.value)
    quantity = Quantity(
        value,
        unit,
        kind,
        numeral.currency,
        per,
        text[start:position],
        start,
        position,
        approximate,
        None,
        bound,
    )
    return Measure(quantity, numeral.scale, numeral.end)


def _worded(text: str, numeral: Numeral) -> Measure | None:
    """A fraction or a multiple: "a third of", "twice a week", "half an hour"."""
    period = per_after(text, numeral.end)
    end = period[1] if period else numeral.end
    value = number(numeral.value)
    if numeral.kind == "times":
        if value == 1 and not period:
            return None  # "once we grow"
        quantity = Quantity(value, "x", "plain", None, period[0] if period else None, "", numeral.start, end)
        return Measure(quantity, 1, end)
    more = _TIME_AND_A_HALF.search(text, max(0, numeral.start - 16), numeral.start) if value == 0.5 else None
    if more:
        unit, start = more["unit"].lower(), more.start()
        each = period[0] if period else None
        return Measure(Quantity(1.5, unit, "duration", None, each, "", start, end), 1, end)
    timed = _FRACTION_OF_TIME.match(text, numeral.end)
    if timed:
        period = per_after(text, timed.end())
        each, end = period or (None, timed.end())
        unit = timed["unit"].lower()
        return Measure(Quantity(value, unit, "duration", None, each, "", numeral.start, end), 1, timed.end())
    near = bound_before(text, numeral.start)
    quantity = Quantity(value, None, "share", None, None, "", numeral.start, numeral.end)
    return Measure(replace(quantity, approximate=near is not None, bound=_bound(near)), 1, numeral.end)


def _bound(words: tuple[str, int] | None) -> Bound | None:
    """The side a bound is on; "about" is on none."""
    if words and words[0] == "over":
        return "over"
    return "under" if words and words[0] == "under" else None


def _is_pronoun(text: str, numeral: Numeral) -> bool:
    """Whether "one" counts nothing: only the whole message, or a bare "one" between numbers, is the number."""
    if numeral.in_words and text[numeral.start : numeral.end].lower() == "one":
        joined = text[numeral.end : numeral.end + 4].startswith((" to ", " or ", "-", " and"))
        return text.strip(" .!") != text[numeral.start : numeral.end] and not (
            joined and _JOINED_NUMBER.match(text, numeral.end)
        )
    return _ORDINAL_AFTER.match(text, numeral.end) is not None


def _is_pronoun_before_noun(text: str, numeral: Numeral) -> bool:
    """As in "one day we will", "one of our clients", "no one person"."""
    if not numeral.in_words or text[numeral.start : numeral.end].lower() != "one":
        return False
    before = _NO_ONE_BEFORE.search(text, max(0, numeral.start - 9), numeral.start)
    return before is not None or _ONE_FOLLOWED.match(text, numeral.end) is not None


def _out_of(text: str, numbers: list[Numeral], at: int) -> Measure | None:
    """A share written as a count: "three out of ten proposals", "one in five clients"."""
    if at + 1 >= len(numbers):
        return None
    part, pool = numbers[at], numbers[at + 1]
    joined = _OUT_OF.fullmatch(text, part.end, pool.start) if pool.start - part.end < 18 else None
    if (
        not joined
        or part.currency
        or pool.currency
        or int(pool.value) not in _POOLS
        or not 0 < part.value < pool.value
    ):
        return None
    value = number((part.value / pool.value).quantize(Decimal("0.0001")))
    near = bound_before(text, part.start)
    quantity = Quantity(value, None, "share", None, None, "", part.start, pool.end, near is not None)
    return Measure(quantity, 1, pool.end)


def _ranges(text: str, read: str, found: tuple[Measure, ...]) -> list[Measure]:
    """With the two ends of each range joined into one quantity."""
    joined: list[Measure] = []
    for measure in found:
        low = joined[-1] if joined else None
        both = _range(text, read, low, measure) if low else None
        if both:
            joined[-1] = both
        else:
            joined.append(measure)
    return joined


def _range(text: str, read: str, low: Measure, high: Measure) -> Measure | None:
    first, last = low.quantity, high.quantity
    if (
        last.start - first.end > 7
        or first.high is not None
        or not _RANGE.fullmatch(read, first.end, last.start)
    ):
        return None
    word = read[first.end : last.start].strip().lower()
    between = _BETWEEN.search(read, max(0, first.start - 20), first.start)
    if word == "and" and not between:
        return None
    if word == "to" and (last.kind == "plain" or _CHANGE.search(read, max(0, first.start - 48), first.start)):
        return None
    like = alike(low, high)
    if not like or not like.value < last.value or first.kind == "share":
        return None
    start = between.start() if between else first.start
    near = first.approximate or last.approximate
    shared = alike(high, replace(low, quantity=like)) or last
    near = first.approximate or last.approximate
    both = replace(
        shared, value=like.value, high=last.value, start=start, text=text[start : last.end], approximate=near
    )
    return replace(high, quantity=both)


def alike(bare: Measure, other: Measure) -> Quantity | None:
    """`bare` with the multiplier, unit and currency it shares with `other` ("from 1.4 to 2m", "10-12 people").

    The multiplier is shared where the bare number is of the same order as the other's own ("400 to 600k", not "8 to 2m").
    None where the two measure different things.
    """
    quantity, model = bare.quantity, other.quantity
    value = quantity.value
    if bare.scale == 1 and other.scale >= 1000 and model.value:
        scaled = number(Decimal(str(value)) * other.scale)
        value = scaled if 0.2 <= abs(scaled / model.value) <= 5 else value
    per = quantity.per or model.per
    if _is_bare(quantity):
        return replace(
            quantity, value=value, kind=model.kind, unit=model.unit, currency=model.currency, per=per
        )
    if _is_bare(model):
        return replace(quantity, value=value, per=per)
    same_money = quantity.currency == model.currency or None in (quantity.currency, model.currency)
    if quantity.kind != model.kind or quantity.unit != model.unit or not same_money:
        return None
    return replace(quantity, value=value, currency=quantity.currency or model.currency, per=per)


def _is_bare(quantity: Quantity) -> bool:
    return quantity.kind == "plain" and quantity.unit is None
