"""Where a firm is, as people write it: "in Leeds", "round Stroud", "UK mid-market", or a name that stands alone.

A name alone is a place only where nothing says that it is something else: "Microsoft, Atlassian, some security" is what a
reseller sells. A place that is left open is asked for.
"""

import re

from coach.language.reading.draft import trim
from coach.language.reading.people import CITIES

_I = re.IGNORECASE
_NAMED = r"(?:the\s+)?[A-Z][\w'’-]+(?:(?:,?\s+(?:and\s+)?|-)(?:the\s+)?[A-Z][\w'’-]+){0,4}"
_TOWN = r"(?:(?:a|the)\s+(?:small|little|big|large|mid-sized|quiet)?\s*(?:town|village|city|suburb|region|outskirts)\s+(?:near|in|of|outside|close to)\s+)?"
_PLACE = re.compile(
    rf"\b(?:[Ii]n|[Aa]cross|[Aa]round|(?<!all )(?<!year )[Rr]ound|[Tt]hroughout|[Nn]ear|[Ff]rom|[Oo]utside|[Bb]ased in|[Aa]ll over)\s+({_TOWN}{_NAMED})"
)
_LOWER_PLACE = re.compile(
    rf"\b(?:based in|located in|based near|near|outside|all over|around)\s+({_TOWN}[a-z][a-z'’-]+(?:\s+[a-z][a-z'’-]+)?)(?=\s*(?:[,.;]|$|\band\b|\bwith\b))"
)
_LOWER_IN = re.compile(r"\bin\s+([a-z][a-z'’-]{2,20})(?=\s*(?:[,.;]|$))")
_NO_PLACE = frozenset(
    "retail construction healthcare finance total business house person general tech hospitality education logistics manufacturing pharma "
    "food marketing sales insurance stock bulk trouble need advance fact short all the our progress future past consulting software".split()
)
_PLACE_WORD = re.compile(
    r"\b(online|worldwide|nationwide|locally|regionally|globally|nationally|the whole country|across the country)\b",
    _I,
)
_LAND = re.compile(r"[.;,]\s+((?:the )?(?:UK|USA|US|EU|England|Scotland|Wales|Ireland))\s+[a-z][\w-]+")
"""A country before whom they serve there: "UK mid-market"."""
_MAKES = frozenset(
    "microsoft google apple amazon atlassian adobe oracle salesforce hubspot shopify wordpress meta facebook instagram linkedin tiktok youtube "
    "etsy ebay aws azure sap sage xero quickbooks odoo zoho slack jira cisco dell lenovo samsung sony bosch siemens philips schneider bmw audi "
    "volvo toyota ford tesla ikea velux lego disney pilates yoga reiki excel python java android christmas easter".split()
)
"""Names of makers and things, which are nobody's town."""


def is_thing(words: str) -> bool:
    """Whether a name is that of a maker or a thing."""
    return any(w in _MAKES for w in words.casefold().split())


def is_listed(text: str, start: int, end: int) -> bool:
    """Whether a name stands beside another one that is no known city: a list of names says nothing of where."""
    if text[start:end].strip().casefold() in CITIES:
        return False
    before = re.search(r"(?:^|[.;\n]\s*|,\s*)([A-Z][\w'’-]+),\s*\Z", text[:start])
    after = re.match(r"\s*,\s*([A-Z][\w'’-]+)\s*(?:[,.;\n]|$)", text[end:])
    return any(m is not None and m[1].casefold() not in CITIES for m in (before, after))


def placed(text: str) -> str:
    """Return the words for where a firm is that a preposition or a country shows; empty where none does."""
    named = next((m for m in _PLACE.finditer(text) if not is_thing(m[1])), None)
    found = named or _LOWER_PLACE.search(text)
    if found is None:
        lower = _LOWER_IN.search(text)
        found = lower if lower is not None and lower.group(1) not in _NO_PLACE else None
    found = found or _PLACE_WORD.search(text) or _LAND.search(text)
    return found.group(1) if found is not None else ""


def names_a_place(text: str, words: str, start: int) -> bool:
    """Whether a name that stands alone at `start` may be where a firm is."""
    return not is_thing(words) and not is_listed(text, start, start + len(words))


def alone(text: str, words: str) -> bool:
    """The same, wherever the words stand in the text."""
    at = text.find(trim(words))
    return at < 0 or names_a_place(text, trim(words), at)
