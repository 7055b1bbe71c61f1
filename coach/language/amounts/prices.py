"""The words of a price: all that belongs to it, and what only looks like one.

"£75 first visit then £55" is one price, and so is "between £1,800 and £3,500 according to acreage"; "ask 5 managers" has
none. Pure, over spans of the person's words.
"""

import re

from coach.language.amounts.quantities import Quantity, quantities

_I = re.IGNORECASE
_AMOUNT = r"[€$£₹]?\s?\d[\d.,]*\d?(?:\s?(?:%|k\b|€|eur\b|euros?\b))?"
_EACH = r"(?:\sof(?: [\w-]+){1,3}(?=\s*(?:[.,;)]|$))|\s(?:an?|per|each|every|of)\s[\w-]+(?: we [\w-]+)?|\s?/\s?[\w-]+|\s(?:each(?: after| time)?|after that|after|thereafter|afterwards|from then on))?"
_PER = re.compile(
    rf"\s*(?:(?:an?|per|each|every|for each)\s+|/\s?)[\w-]+(?: (?:or|plus|and|then)(?: an?)? (?:[\w-]+ ){{0,4}}?(?:of |at )?{_AMOUNT}{_EACH})?",
    _I,
)
_THEN = re.compile(
    rf"(?:\s(?:(?!then\b|plus\b|and\b|but\b|or\b)[a-z][\w'-]*)){{0,4}},?\s(?:(?:and )?then|plus|followed by|(?:and )?after that)(?: an?)? (?:[a-z][\w-]* ){{0,2}}?{_AMOUNT}{_EACH}",
    _I,
)
"""Another amount that follows in time or comes on top: " first visit then £55", " fixed, plus 15% of the saving"."""
_DEPENDS = re.compile(
    r",?\s(?:according to|depending on|based on)\s(?:the |their |its )?[\w-]+(?:\s(?!and\b|but\b|so\b)[\w-]+){0,3}",
    _I,
)
_PRICED = re.compile(
    r"\s*(?:$|[.,;:!)(+]|(?:an?|per|each|every|for|now|instead|plus|and|then|or|excl\w*|ex|incl\w*|plus|flat|fixed|all in|net|gross|from|not|rather|again|too|please|sorry|to|up|down)\b|/|%|k\b)",
    _I,
)
_ONLY_FIGURES = re.compile(
    r"^(?:(?:up to|about|around|roughly|typical(?:ly)?|usually|on average|average|between|from|say|more like|maybe)\s+)*[€$£₹]?\d",
    _I,
)
_FOR_SOME = re.compile(
    r"\bfor (?:the )?(?:big|small|larg|typical|average)\w*\b|\b(?:typical(?:ly)?|on average|the average)\b|\bup to\b|\b(?:is|are|'s) what (?:it|that|this) costs\b",
    _I,
)


def price_end(text: str, end: int) -> int:
    """Where the words of a price end whose amount ends at `end`."""
    for pattern in (_PER, _THEN):
        more = pattern.match(text, end)
        if more is not None:
            end = more.end()
    more = _DEPENDS.match(text, end)
    return more.end() if more is not None else end


def is_price(said: str) -> bool:
    """Whether the first figure of a text may be a price: money, or a bare figure that counts nothing."""
    found = quantities(said)
    if not found:
        return False
    first: Quantity = found[0]
    if first.kind == "money" or first.currency:
        return True
    digits = re.match(r"[\d.,]*\d\s?k?", said[first.start :], _I)
    end = first.start + (digits.end() if digits else len(first.text))
    return first.kind in ("plain", "count") and _PRICED.match(said, end) is not None


def only_figures(text: str) -> bool:
    """Whether an answer is a figure for some, and names nothing: "up to 90k for the bigger ones, typical 60k"."""
    return _ONLY_FIGURES.match(text.strip()) is not None and _FOR_SOME.search(text) is not None


def goes_on_about(text: str, cost: str) -> bool:
    """Whether such figures go on about a cost that was told before: one of them is the same."""
    known = {q.value for q in quantities(cost)}
    return only_figures(text) and bool(known & {q.value for q in quantities(text)})
