"""Baseline and target in one message: "from 24 to 30", "24 today, 30 in twelve months", "reach 30".

The rule of precision: a figure is a baseline or a target only where a word says so; "30" alone is neither, and the caller,
who knows what was asked, decides. Pairs ("from A to B", "A -> B", "B, up from A", "B instead of A") come first, and join only
figures that measure the same; then each figure is read by the cue nearest to it in its own clause. Rates joined by "to"
without "from" ("3 to 5 calls a week") are a range, not a change. A relative wish ("increase by 20%") stays relative: nothing
is multiplied here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from coach.language.amounts.cues_of_change import (
    ARROW,
    BREAK,
    BY_BEFORE,
    DOWN,
    INSTEAD,
    MORE_AFTER,
    MORE_BEFORE,
    MULTIPLIED,
    MULTIPLY,
    REVERSED,
    TO,
    Role,
    cue_after,
    cue_before,
)
from coach.language.amounts.measures import Measure, Quantity, alike, measures
from coach.language.folding import plain

Direction = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Change:
    """Where a number stands and where it is to go; unpacks as (baseline, target).

    `relative` is a change by so much ("by 20%", "double", "6 more clients"), `direction` what its verb says. A figure that
    shares unit, currency or multiplier with the other ("from 1.4 to 2m") has them; its span stays its own.
    """

    baseline: Quantity | None = None
    target: Quantity | None = None
    relative: Quantity | None = None
    direction: Direction | None = None

    def __iter__(self) -> Iterator[Quantity | None]:
        return iter((self.baseline, self.target))


def from_to(text: str) -> Change:
    """What `text` says of where a number is and where it is to go; empty where it says neither. Never raises."""
    read = plain(text)
    every = measures(text)
    relative = _relative(read, every)
    levels = [m for m in every if m is not relative and m.quantity.unit != "x" and m.quantity.kind != "share"]
    direction: Direction | None = None
    if relative:
        lead = read[max(0, relative.quantity.start - 30) : relative.quantity.end + 6]
        direction = "down" if DOWN.search(lead) else "up"
    change = _pair(read, levels) or _by_cues(read, levels)
    if relative and relative.quantity.unit == "x" and not (change.baseline or change.target):
        change = Change(_multiplied(read, relative.quantity, levels))
    return replace(change, relative=relative.quantity if relative else None, direction=direction)


def _relative(read: str, every: Sequence[Measure]) -> Measure | None:
    """The first figure that is a change by so much, rather than a level."""
    for measure in every:
        quantity = measure.quantity
        if quantity.unit == "x":
            if MULTIPLY.match(read, quantity.start):
                return measure
            continue
        lead = BY_BEFORE.search(read, max(0, quantity.start - 60), quantity.start)
        if lead and (lead["by"] or quantity.kind == "percent"):
            return measure
        more = MORE_AFTER.match(read, measure.number_end) or MORE_AFTER.match(read, quantity.end)
        if quantity.kind != "duration" and (
            more or MORE_BEFORE.search(read, max(0, quantity.start - 16), quantity.start)
        ):
            return measure
    return None


def _pair(read: str, levels: list[Measure]) -> Change | None:
    """Two neighbours whose joining words say which is which."""
    for left, right in pairwise(levels):
        first, second = left.quantity, right.quantity
        between = read[first.end : second.start].lstrip(".")
        if len(between) > 70:
            continue
        led = read[max(0, first.start - 24) : first.start].lower()
        if ARROW.fullmatch(between) or (TO.fullmatch(between) and _is_change(led, left, right)):
            baseline, target = alike(left, right), alike(right, left)
        elif REVERSED.fullmatch(between) or INSTEAD.fullmatch(between):
            target, baseline = alike(left, right), alike(right, left)
        else:
            continue
        if baseline and target:
            return Change(baseline, target)
    return None


def _multiplied(read: str, times: Quantity, levels: list[Measure]) -> Quantity | None:
    """The figure that "double our 12 clients" starts from."""
    following = next((m.quantity for m in levels if m.quantity.start > times.end), None)
    led = following and MULTIPLIED.search(read, times.end, following.start)
    return following if led else None


def _is_change(led: str, left: Measure, right: Measure) -> bool:
    """Whether "A to B" is a change: "3 to 5 calls a week" is a range without "from", a verb of change, or two units."""
    if right.quantity.per is None or left.quantity.unit is not None:
        return True
    return re.search(r"\b(?:from|grow|go|going|move|increase|raise|bring|double)\b", led) is not None


def _by_cues(read: str, levels: list[Measure]) -> Change:
    """Each figure by the nearest cue in its own clause."""
    counted = [m for m in levels if m.quantity.kind != "duration"] or levels
    roles = [(measure, _role(read, counted, at)) for at, measure in enumerate(counted)]
    target = next((measure for measure, role in roles if role == "aim"), None)
    bases = [measure for measure, role in roles if role in ("now", "base")]
    if target:
        bases = [measure for measure in bases if alike(measure, target) and alike(target, measure)]
    present = [measure for measure, role in roles if role == "now" and measure in bases]
    baseline = next(iter(present or bases), None)
    if not (baseline and target):
        return Change(baseline.quantity if baseline else None, target.quantity if target else None)
    return Change(alike(baseline, target), alike(target, baseline))


def _role(read: str, counted: list[Measure], at: int) -> Role | None:
    quantity = counted[at].quantity
    begin = counted[at - 1].quantity.end if at else 0
    end = counted[at + 1].quantity.start if at + 1 < len(counted) else len(read)
    before = _last_part(read, max(begin, quantity.start - 80), quantity.start, first=at == 0)
    after = _first_part(read, quantity.end, min(end, quantity.end + 60))
    ahead, behind = cue_before(read, *before), cue_after(read, *after)
    return behind if behind == "now" and ahead in (None, "base") else ahead or behind


def _last_part(read: str, begin: int, end: int, first: bool) -> tuple[int, int]:
    """The part of the text before a figure that belongs to it: after the last break."""
    breaks = [hit.end() for hit in BREAK.finditer(read, begin, end)]
    named = breaks and read[breaks[-1] - 1] in ":(" and not read[breaks[-1] : end].strip(" ~")
    if named:  # "target: 30" keeps the word before the colon
        breaks = breaks[:-1]
    return (breaks[-1] if breaks else begin), end


def _first_part(read: str, begin: int, end: int) -> tuple[int, int]:
    hit = BREAK.search(read, begin, end)
    return begin, (hit.start() if hit else end)
