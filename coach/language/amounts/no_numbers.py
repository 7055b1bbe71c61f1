"""Digits that are no quantities: dates, years, times, telephone numbers, versions, labels, addresses.

`quantities` skips whatever lies in one of these stretches. Every pattern is bounded, so the work is linear.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from coach.language.amounts.date_forms import date_forms

_TOKEN = re.compile(r"\S++")
_DIGIT = re.compile(r"\d")
_IN_DIGITS = (
    re.compile(r"(?<![\w.,])(?:\+\d|\(?0\d)[\d ().-]{6,18}\d(?![\w%]|[.,]\d)"),  # telephone
    re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?!\d)(?:[ ]?[ap]\.?m\b)?"),  # 10:30
    re.compile(r"(?<![\d.,€$£])\d{1,2}(?:\.\d{2})?[ ]?(?:am|pm|a\.m|p\.m|o'clock)\b"),
    re.compile(r"(?<![\d.,€$£])\d{1,3}/\d{1,3}(?![\d/]|[ ]of\b)"),  # 24/7, 80/20
    re.compile(r"24-7\b|9-5\b|9[ ]to[ ]5\b(?![ ](?:people|clients))"),
    re.compile(r"#\s?\d{1,9}\b"),
    re.compile(r"(?<![\w.,€$£-])(?:19|20)\d\d[ ]?[-–/][ ]?(?:(?:19|20)\d\d|\d\d)(?![\w%]|[.,]\d)"),  # 2019-23
    re.compile(r"\((?:19|20)\d\d\)|(?<![\w.,€$£-])20[1-4]\d(?=[ ](?:was|is|were|will|has|had)\b)"),
)
"""Tried only where there is a digit at all."""

_LABEL = re.compile(
    r"(?:steps?|phases?|stages?|options?|versions?|chapters?|pages?|questions?|articles?|sections?|tiers?|levels?|numbers?|"
    r"rooms?|floor|week|day|month|year|rounds?|series|class|grade|type|model|release|python|windows|office|industry|"
    r"web|iso|iec|nen|ifrs|gdpr|rule|act|form|vat|tax id|kvk|appendix|figure|table|slide|no\.|nr\.?|route|exit|platform|gate|"
    r"line|zone|postcode|po box)[ ](?:\d{1,6}(?:\.\d{1,3})*|one|two|three|four|five)(?![\w%]|[.,]\d)"
    r"(?!\s{1,2}(?:[a-z]{3,}s|people|staff|hours?|days?|%|percent)\b)"
    r"|twenty[ -]four[ -]seven\b|nine[ ]to[ ]five\b"
)
_LABEL_LEAD = re.compile(
    r"(?:\b(?:an?|one|per|each|every|the|this|last|past|next|for|than|have|are|at|by|half)|\d)\s\Z"
)
_MARKER = re.compile(r"(?:^|(?<=\n))[ ]{0,8}\(?(\d{1,2})[.)](?=\s)|(?<!\S)\(?(\d{1,2})\)(?=\s)")
_LIST_START = 2
"""How many markers (1, 2 …) make a numbered list, so that a lone "30." at the start stays a number."""


class Stretches:
    """Parts of a text, asked for by offset in logarithmic time."""

    def __init__(self, parts: list[tuple[int, int]]) -> None:
        self._parts: list[tuple[int, int]] = []
        for start, end in sorted(parts):
            if self._parts and start <= self._parts[-1][1]:
                self._parts[-1] = (self._parts[-1][0], max(end, self._parts[-1][1]))
            else:
                self._parts.append((start, end))

    def end_at(self, offset: int) -> int:
        """Where the part that holds `offset` ends; -1 where none holds it."""
        at = bisect_right(self._parts, (offset, 1 << 62)) - 1
        return self._parts[at][1] if at >= 0 and offset < self._parts[at][1] else -1


def no_numbers(text: str) -> Stretches:
    """The stretches of `text` (as `folding.plain` gives it) whose digits and number words are no quantities."""
    parts = [(form.start, form.end) for form in date_forms(text)]
    low = text.lower()
    for hit in _LABEL.finditer(low):
        start = hit.start()
        joined = start > 0 and low[start - 1].isalnum()
        if not joined and not _LABEL_LEAD.search(low, max(0, start - 6), start):
            parts.append((start, hit.end()))
    if not _DIGIT.search(text):
        return Stretches(parts)
    if "@" in text or "://" in text or "www." in text:
        parts += [(hit.start(), hit.end()) for hit in _TOKEN.finditer(text) if _is_address(hit[0])]
    parts += [(hit.start(), hit.end()) for pattern in _IN_DIGITS for hit in pattern.finditer(low)]
    markers = list(_MARKER.finditer(text))
    counted = [int(hit[1] or hit[2]) for hit in markers]
    if len(counted) >= _LIST_START and counted == list(range(1, len(counted) + 1)):
        parts += [(hit.start(), hit.end()) for hit in markers]
    return Stretches(parts)


def _is_address(token: str) -> bool:
    return (
        "://" in token
        or token.casefold().startswith("www.")
        or ("@" in token and "." in token.rpartition("@")[2])
    )
