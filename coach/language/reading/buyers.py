"""Who buys, out of an answer that tells more: "well patients mostly! people come themselves …, some through insurers"."""

import re

from coach.language.reading.draft import trim
from coach.language.reading.hedges import bare, content_words

_I = re.IGNORECASE
_BREAK = re.compile(r"[!?;]+\s+|\.\s+|,\s+")
_WELL = re.compile(r"^(?:well|so|ok(?:ay)?|oh|erm?)\s+", _I)
_CHATTY = 12
"""Words from which on an answer may tell more than who buys."""
_TELLS = re.compile(
    r"\b(?:i|we|they|it|he|she|people|who|there|you)(?:['’](?:re|ve|s|d|ll))? (?:\w+ly )?(?:come|comes|came|pay|pays|are|is|was|were|have|has|want|wants|need|needs|get|gets|find|book|ring|call|know|just|tend|usually|mostly|do|don'?t|can|can'?t|would|go|goes|hear|think|guess)\b",
    _I,
)
_MORE = re.compile(
    r"^(?:(?:oh|and|plus|also)[\s,]+)*(?P<who>(?:some (?:thru|through|via|from) )?(?:some|a few|a couple of|two|three|four|five|several|the odd|local|our)\s+[a-z][\w' -]{2,48})$",
    _I,
)
_MOSTLY = re.compile(r"^(?P<who>[\w' -]{3,60}?) (?:mostly|mainly)$", _I)


_FROM = re.compile(
    r"^(?:i|we) (?:mostly |mainly )?get (?:(?:most|all|half|nearly all|much|the bulk) of )?(?:my|our|the) (?:orders|work|jobs|business|income|money|sales) (?:mostly |mainly )?from (?P<who>[^.;!?]+)",
    _I,
)


def buyers_told(text: str) -> tuple[str, ...]:
    """Return the parts of a long answer that name buyers; nothing where it is short or names them in its own way."""
    source = _FROM.match(text)
    if source is not None:
        return (trim(source["who"]),)
    if len(text.split()) < _CHATTY:
        return ()
    parts = [trim(bare(trim(_WELL.sub("", p)))) for p in _BREAK.split(text)]
    first = _MOSTLY.match(parts[0])
    if first is None or _TELLS.search(parts[0]):
        return ()
    more = [m["who"] for p in parts[1:] if (m := _MORE.match(p)) and not _TELLS.search(p)]
    return tuple(words for words in (first["who"], *more) if content_words(words))
