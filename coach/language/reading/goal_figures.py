"""Where a goal starts and where it is to end, out of one message; a figure said again in the same breath replaces the first.

"From A to B" always means that B is the end, a percentage too. A change ("by 20%", "double", "6 points more") is worked out
only from a figure that is there to change.
"""

import re
from dataclasses import dataclass

from coach.language.amounts.measures import alike, measures
from coach.language.amounts.quantities import Quantity, from_to, quantities

_I = re.IGNORECASE
_AGAIN = re.compile(
    r"(?:[,.;?!…]|\s[–-])\s*(?:(?:hm+|oh|er|um+|well|sorry|no)[\s,]+)*(?:no,? wait|wait,? no|wait|sorry|scratch that|correction|i mean|i meant|"
    r"make (?:that|it)|rather|or rather|let'?s say|no,)[\s,:–-]+(?:(?:it'?s|that'?s|make (?:it|that)|rather|say|no)\s+)*(?=\S)"
    r"|(?:\s|\A)(?:no wait|wait no|make that|or rather)[\s,:–-]+(?=[€$£₹~]?\s?\d)",
    _I,
)
"""Where somebody takes back what was just said: "no wait, 28", "hmm make that 45"."""
_YEARS = re.compile(
    r"(?P<low>[€$£₹]?\s?\d[^,;.]{0,40}?)\s+(?:this|last)\s+(?:year|season)\s*(?:[,;]|and|->|→|to)\s*(?P<high>[€$£₹]?\s?\d[^,;.]{0,40}?)\s+(?:the\s+)?next\s+(?:year|season)",
    _I,
)
_INSTEAD = re.compile(r"\binstead of\b|\brather than\b|\bup from\b", _I)
_FIGURES = ("plain", "count", "money", "percent")
_ABSURD = 25
"""From this many times today's figure on, an end is taken for a slip of the pen; said again, it stands."""


@dataclass(frozen=True, slots=True)
class Ends:
    """`low` is today's figure and `high` the one aimed at; `end` is aimed at by a sum, over the words `by`."""

    low: Quantity | None = None
    high: Quantity | None = None
    end: float | int | None = None
    by: Quantity | None = None
    whole: bool = False
    """Whether both ends were said together, so that they replace what was said before."""


def last_word(text: str) -> str:
    """Return what stands after somebody took back their words, or the text itself."""
    found = [m for m in _AGAIN.finditer(text) if re.search(r"\d", text[m.end() :])]
    return text[found[-1].end() :] if found else text


def ends(text: str, figures: str, have: float | int | None = None) -> Ends:
    """Return the ends a goal's answer names; `figures` is the text without its dates, `have` today's figure if known."""
    again = last_word(figures)
    first = _ends(
        text[: len(text) - len(again)] or text, figures[: len(figures) - len(again)] or figures, have
    )
    if again is figures:
        return first
    later = _ends(text[len(text) - len(again) :], again, have)
    if later.low is not None and later.high is not None:
        return later
    bare = later.high or later.low or next((q for q in quantities(again) if q.kind in _FIGURES), None)
    if bare is None or first.high is None:
        return first
    return Ends(first.low, bare, whole=first.whole)


def _ends(text: str, figures: str, have: float | int | None) -> Ends:
    years = _YEARS.search(text)
    if years is not None:
        then, later = quantities(years["low"]), quantities(years["high"])
        if then and later:
            return Ends(then[0], later[0], whole=True)
    change = from_to(figures)
    low, high = change.baseline, change.target
    if low is None or high is None:
        dated = from_to(text)
        if dated.baseline is not None and dated.target is not None:
            low, high = dated.baseline, dated.target
    if low is not None and high is not None and not _odd(low, high):
        return Ends(low, high, whole=True)
    said = [q for q in quantities(figures) if q.kind in _FIGURES and q.unit != "x"]
    swap = _INSTEAD.search(figures)
    if swap is not None:  # "20 weddings at 3200, instead of 28 at 2400"
        before, after = [q for q in said if q.end <= swap.start()], [q for q in said if q.start >= swap.end()]
        if before and after:
            return Ends(after[0], before[0], whole=True)
    moved = _moved(figures, change.relative, change.direction, low, said, have)
    if moved is not None:
        return moved
    spread = next((q for q in said if q.high is not None and re.search(r"\bto\b|->|→", q.text)), None)
    if spread is not None and not re.search(r"\bbetween\b", spread.text, _I):
        both = [m for m in measures(figures) if spread.start <= m.quantity.start < spread.end]
        if len(both) == 2:
            shared = alike(both[0], both[1])
            return Ends(shared or both[0].quantity, alike(both[1], both[0]) or both[1].quantity, whole=True)
    return Ends(low, high)


def _odd(low: Quantity, high: Quantity) -> bool:
    """Whether two figures can hardly be the ends of one goal: pieces against a price."""
    small, large = sorted((abs(low.value), abs(high.value)))
    return small >= 5 and large / small >= _ABSURD


def _moved(
    figures: str,
    by: Quantity | None,
    direction: str | None,
    low: Quantity | None,
    said: list[Quantity],
    have: float | int | None,
) -> Ends | None:
    """The end of a change by so much, where it is known from what."""
    if by is None:
        return None
    base = low or next(
        (q for q in said if (q.start != by.start and q.kind != "percent") or q.start > by.end), None
    )
    if base is not None and by.kind == "percent" and base.kind == "percent" and base.start == by.start:
        base = None
    start = base.value if base is not None else have
    if start is None:
        return Ends(by=by)
    sign = -1 if direction == "down" else 1
    if by.unit == "x":
        end: float = start * float(by.value)
    elif by.unit in ("pp", "points", "point"):
        end = start + sign * by.value
    elif by.kind == "percent":
        end = start * (1 + sign * float(by.value) / 100)
    else:
        end = start + sign * by.value
    end = round(end, 2)
    return Ends(base, None, int(end) if end == int(end) else end, by)
