"""Who does something where the sentence says so plainly: "Dan owns.", "thats me", "brief Priya: me", "I'll ring Mrs Pickles".

Whoever is called, rung, briefed or taught is not the one who does it, and neither is a figure.
"""

import re
from dataclasses import dataclass

from coach.language.reading.people import owner

_I = re.IGNORECASE
_NAME = r"[A-Z][a-zà-ÿ'’-]{1,20}(?: [A-Z][a-zà-ÿ'’-]{1,20})?"
_TITLED = r"(?:Mrs?|Ms|Miss|Mx|Dr)\.? [A-Z][\w'’-]+"
_OWNS = re.compile(
    rf"(?:^|[.;,]\s+|\band )(?P<who>{_TITLED}|{_NAME}) (?:owns|leads|runs) (?:it|this|that|them)\b|(?:^|[.;,]\s+|\band )(?P<alone>{_TITLED}|{_NAME}) owns\s*(?=[.,;!]|$)"
)
_MINE = re.compile(
    r"(?:^|[\s,;.])(?P<me>(?:that|it)(?:['’]?s| is| would be| will be) (?:me|my job|on me|mine)|(?:i|me) own(?:s)? (?:it|this|that)|i own)\b(?=\s*(?:$|[.,;!]|and\b))",
    _I,
)
NAME_ONLY = re.compile(r"(?:[A-Z][\w'’-]{1,20}(?: [A-Z][\w'’-]{1,20})?|[Mm]e|myself|I)")
"""A name, or the one who speaks, and nothing else."""
_TAIL = re.compile(rf"\S \S.*:\s*(?P<who>[Mm]e|{_TITLED}|{_NAME})\s*[.!]*$", re.DOTALL)
_TIME = (
    r"(?:(?:today|tomorrow|tonight|then|first|next week|this week|next month|on|by|before|after|from|every|each|until|in|week|end|of|the|month|quarter|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
    r"\d{1,2}(?:st|nd|rd|th)?|20\d\d|easter|christmas|xmas)\.?[\s,]+)*"
)
_I_DO = re.compile(
    rf"^(?:(?:and|also|then|plus),? )?(?i:{_TIME})(?P<me>I)(?:['’]ll|['’]d(?! (?:rather|like|love|prefer|say|hope|better|had|been)\b)| will| shall|['’]m going to| am going to)\s+(?:also |then |personally )?(?!think\b|guess\b|need\b|want\b|have to\b|be\b|ask (?:him|her|them) to\b)[a-z]+"
)
_TITLED_DOES = re.compile(
    rf"^(?:(?:and|also|then|plus|that),? )?(?i:{_TIME})(?P<who>{_TITLED}) (?!and\b|or\b|in\b|at\b|of\b|on\b|is\b|was\b|has\b|does\b|who\b)(?:will |to |would |can )?[a-z]{{2,}}\b"
)
_NO_NAME = re.compile(r"[\d€$£₹%?]|\b(?:now|today|already|wait|month|year|it['’]?s)\b", _I)


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does it, in the words used; `me` where that is the person who speaks."""

    words: str
    me: bool = False


def doer_told(text: str) -> Doer | None:
    """Return who does it where the text says so in so many words; None where only other signs may tell."""
    mine = _MINE.search(text)
    if mine is not None:
        return Doer(mine["me"], me=True)
    owns = _OWNS.search(text)
    if owns is not None and _is_person(owns["who"] or owns["alone"]):
        return Doer(owns["who"] or owns["alone"])
    tail = _TAIL.search(text)
    if tail is not None and (tail["who"].casefold() == "me" or _is_person(tail["who"])):
        return Doer(tail["who"], me=tail["who"].casefold() == "me")
    first = _I_DO.match(text)
    if first is not None:
        return Doer(first["me"], me=True)
    titled = _TITLED_DOES.match(text)
    return Doer(titled["who"]) if titled is not None else None


def may_be_name(text: str) -> bool:
    """Whether a short answer may be somebody's name: "it's £48 now" is none."""
    return _NO_NAME.search(text) is None


def is_first_word(text: str, who: str) -> bool:
    """Whether a name is only the first word of what is counted: "Signed contracts from 6 to 30", "Full courses, weekly"."""
    if not text.startswith(who) or " " in who:
        return False
    return _VERB.match(text, len(who)) is None


_VERB = re.compile(
    r"(?:['’]s\b|\s*[,:(–—-]|\s(?:owns?|leads?|runs?|does|will|is|has|takes|keeps|counts|tracks|holds|handles|reports|looks|checks|writes|logs|notes|records|measures|can|and [A-Z])\b)"
)


def tail_of(text: str) -> int:
    """Where the name behind a colon begins, its colon included, or the end of the text: "brief Priya: me"."""
    hit = _TAIL.search(text)
    if hit is None or doer_told(text) is None:
        return len(text)
    return text.rfind(":", 0, hit.start("who"))


def _is_person(name: str) -> bool:
    return re.match(_TITLED, name) is not None or owner(f"{name} owns it.") is not None
