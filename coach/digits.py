"""Figures as they are written in a language: 1,150.5 in English is 1.150,5 in Spanish and 1 150,5 in French. Pure."""

import re
from collections.abc import Mapping
from decimal import Decimal

_NARROW = "\u202f"
_MARKS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("es", "nl", "de", "it", "pt", "da", "id", "tr", "el", "ca", "gl"), (".", ",")),
    **dict.fromkeys(("fr", "pl", "cs", "sv", "nb", "no", "fi", "ru", "uk", "hu", "bg", "sk"), (_NARROW, ",")),
}
"""By language: what parts thousands, and what begins a fraction; elsewhere it is as in English."""
_FIGURE = re.compile(r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+\.\d+")


def written(value: int | float, language: str = "en", places: int = 2) -> str:
    """Return a figure with its thousands parted, with at most so many decimals (a whole number has none)."""
    exact = Decimal(str(value))
    rounded = round(exact, places) if exact != exact.to_integral_value() else exact.to_integral_value()
    digits = f"{rounded:,f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return in_language(digits, language)


def in_language(text: str, language: str) -> str:
    """Return a text of ours, such as a formula, with its English figures as the language writes them.

    Never for what a person typed: their 1.150 may be anything.
    """
    if language not in _MARKS:
        return text
    thousands, point = _MARKS[language]

    def turned(hit: re.Match[str]) -> str:
        return hit[0].replace(",", "\0").replace(".", point).replace("\0", thousands)

    return _FIGURE.sub(turned, text)
