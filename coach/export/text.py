"""Values as text: what a person typed stays text, whatever it looks like."""

import re
import unicodedata
from datetime import date

from coach.digits import in_language

_MONTHS = "January February March April May June July August September October November December".split()
_MARKS = re.compile(r"([\\`*_\[\]~|])")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_TURNED = re.compile(r"&(?=#?\w{1,32};)|[<>]")
"""What Markdown would turn into something else; an ampersand between words is shown as it is, and so stays readable as text."""
_LINK = re.compile(r"(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?=@)", re.IGNORECASE)
_START = re.compile(r"^(?:([-+=#])|(\d{1,9})([.)])(?=\s|$))")
_DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)
_HIDDEN = frozenset(map(chr, (*_DIRECTIONS, 0x200B, 0x2060, 0xFEFF)))


def tidy(value: object) -> str:
    """Return a value as one line of plain text, fit for every format.

    Control characters, halves of characters and those that turn the direction of the text around them become spaces or
    go; a figure has its thousands separated.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value)
    kept = (" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in str(value) if c not in _HIDDEN)
    return " ".join("".join(kept).split())


def escape(value: object) -> str:
    """Return a value as one line of Markdown that shows exactly its characters, as `tidy` leaves them."""
    line = tidy(value)
    line = _MARKS.sub(r"\\\1", line)
    line = _TURNED.sub(lambda m: _HTML[m[0]], line)
    line = _LINK.sub(r"\\", line)
    return _START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", line)


def day(iso: str, language: str) -> str:
    """Return a date as an English reader writes it, 6 March 2026; in another language, and if it is none, as it is."""
    try:
        at = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}" if language == "en" else iso


def number(value: float, language: str = "en") -> str:
    """Return a figure with thousands separated, as exact as it is: 11000000 -> 11,000,000, in Dutch 11.000.000."""
    if isinstance(value, int):
        return in_language(f"{value:,}", language)
    whole = value.is_integer() and abs(value) < 1e15
    return in_language(f"{int(value):,}" if whole else f"{value:,.12g}", language)
