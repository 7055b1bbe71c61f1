"""Values as Markdown text: what a person typed stays text, whatever it looks like."""

import re
import unicodedata

_MARKS = re.compile(r"([\\`*_\[\]~|])")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LINK = re.compile(r"(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?=@)", re.IGNORECASE)
_START = re.compile(r"^(?:([-+=#])|(\d{1,9})([.)])(?=\s|$))")
_DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)
_HIDDEN = frozenset(map(chr, (*_DIRECTIONS, 0x200B, 0x2060, 0xFEFF)))


def escape(value: object) -> str:
    """Return a value as one line of Markdown that shows exactly its characters.

    Control characters and those that turn the direction of the text around it become spaces or go.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        text = "".join(" " if unicodedata.category(c) == "Cc" else c for c in str(value) if c not in _HIDDEN)
    else:
        text = number(value)
    line = " ".join(text.split())
    line = _MARKS.sub(r"\\\1", line)
    line = "".join(_HTML.get(c, c) for c in line)
    line = _LINK.sub(r"\\", line)
    return _START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", line)


def number(value: float) -> str:
    """Return a figure with thousands separated, as exact as it is: 11000000 -> 11,000,000."""
    if isinstance(value, int):
        return f"{value:,}"
    return f"{int(value):,}" if value.is_integer() and abs(value) < 1e15 else f"{value:,.12g}"
