"""Who does it, how many they are, and how many hours they have: read from the person's words, with spans."""

import re
from collections.abc import Sequence

from coach.language.quantities import quantities
from coach.language.spans import Span, span

_I = re.IGNORECASE
_NAME = r"[A-Z][a-zà-öø-ÿ'’-]+(?:\s+(?:van|de|der|den|von|da|di|al|bin|[A-Z][a-zà-öø-ÿ'’-]+)){0,3}"
_ROLE = (
    r"(?:our|my|the|a|an)\s+(?:\w+\s+){0,2}(?:manager|lead|leader|director|partner|partners|owner|assistant|head of \w+|coordinator|"
    r"chef|accountant|secretary|founder|co-founder|cto|ceo|cfo|cmo|consultant|trainer|designer|team|office|nephew|brother|"
    r"sister|wife|husband|daughter|son|colleague|winemaker|planner)"
)
_NOT_NAMES = frozenset(
    "we they it that this there he she our my the a an clients customers monday tuesday wednesday thursday friday saturday "
    "sunday january february march april may june july august september october november december yes no every each "
    "revenue turnover sales profit by from to if when first start then and or also crm linkedin google weekly monthly in on at call "
    "invite send write book make ask known feasibility studies ideally maybe everyone nobody someone".split()
)
_VERB = r"(?:owns?|will|does|runs?|leads?|handles?|takes?|is responsible|is in charge|is going to|can do|looks? at|keeps?|should|has|holds|'ll)"
_PATTERNS = (
    re.compile(rf"\b(?:owner|owned by|responsible|led by|run by|done by|in charge|who|lead)(?:\s*(?:is|:|=|would be|will be))?\s*:?\s*(?P<who>(?-i:{_NAME})|me\b|myself\b|I\b|{_ROLE})", _I),
    re.compile(rf"(?P<who>(?-i:\b{_NAME}(?:\s+and\s+{_NAME})?)|\b{_ROLE})\s*,?\s*{_VERB}\b", _I),
    re.compile(r"(?P<who>\bI\b|\bI(?='ll|'m))(?:'ll|'m| will| own| do| am| run| can| would| take)", _I),
    re.compile(r"(?P<who>\bmyself\b|\bme\b)\s*(?:[.,;)]|$)", _I),
    re.compile(rf"[(,]\s*(?P<who>(?-i:{_NAME}))\s*[),.;]"),
    re.compile(rf"\b(?:with|by)\s+(?P<who>(?-i:{_NAME}))(?=\s*[.,;)]|$)", _I),
)
_ALONE = re.compile(r"\b(?:just|only) me\b|\bon my own\b|\bwork(?:ing)? alone\b|\bi'?m alone\b|\bsolo\b|\bself-employed\b|\bone[- ](?:man|woman|person)\b|\bfreelance(?:r)?\b|\bjust myself\b", _I)
_TEAM = re.compile(
    r"\b(?:there (?:are|'re)|we(?:'re| are)(?: with)?|a team of|team of|with|staff of|employ(?:s|ing)?|firm of|practice of|company of|"
    r"studio of|office of|group of|i have|we have|have)\s+(?:about |around |roughly |some |only |now |a |over |almost |nearly )*",
    _I,
)
_PEOPLE = re.compile(r"^\s*(?:of us\b|people\b|persons?\b|employees\b|staff\b|fte\b|heads\b|colleagues\b|partners\b|architects\b|lawyers\b|consultants\b|trainers\b|of them\b|in (?:the )?(?:team|all|total)\b|strong\b|(?:full|part)[- ]time\w*\b|members of staff\b|stylists\b|engineers\b|designers\b|developers\b)", _I)


def owner(text: str, known: Sequence[str] = ()) -> Span | None:
    """Return who will do it, in the words used, or None. "We", "clients" and "it" are nobody."""
    for name in known:
        at = re.search(rf"\b{re.escape(name)}\b", text)
        if at and len(name) > 1:
            return span(text, at.start(), at.end())
    for pattern in _PATTERNS:
        for m in pattern.finditer(text):
            words = m.group("who").split()
            while words and words[0].casefold() in _NOT_NAMES and words[0].casefold() not in ("our", "my", "the", "a", "an"):
                words = []
            if not words or words[-1].casefold() in _NOT_NAMES:
                continue
            return span(text, m.start("who"), m.end("who"))
    return None


def team_size(text: str) -> tuple[int, Span] | None:
    """Return how many people the firm has, with the words it was read from."""
    found = [q for q in quantities(text) if q.kind in ("plain", "count") and q.currency is None and isinstance(q.value, int)]
    staff = [q for q in found if _PEOPLE.match(text[q.end :]) and q.value > 0 and not q.per]
    if len(staff) >= 2 and re.fullmatch(r"\s*[\w-]+(?:\s+[\w-]+)?\s*(?:,|and|plus|\+|&)?\s*(?:and\s+)?", text[staff[0].end : staff[1].start]):
        tail = _PEOPLE.match(text[staff[1].end :])
        assert tail is not None
        total = int(staff[0].value) + int(staff[1].value)
        return total, span(text, staff[0].start, staff[1].end + tail.end())
    for m in _TEAM.finditer(text):
        for q in found:
            if q.start - m.end() in (0, 1) and q.value > 0:
                tail = _PEOPLE.match(text[q.end :])
                bare = re.match(r"\s*(?:[.,;!]|$|now\b|in\b|and\b)", text[q.end :])
                lead = m.group().casefold()
                if tail or (bare and re.match(r"there|we|a team|team|firm|practice|staff|studio|office", lead)):
                    return int(q.value), span(text, m.start(), q.end + (tail.end() if tail else 0))
    if staff:
        tail = _PEOPLE.match(text[staff[0].end :])
        assert tail is not None
        return int(staff[0].value), span(text, staff[0].start, staff[0].end + tail.end())
    alone = _ALONE.search(text)
    return (1, span(text, alone.start(), alone.end())) if alone else None


def hours(text: str) -> tuple[int | float, Span] | None:
    """Return hours a week, with the words they were read from."""
    for q in quantities(text):
        m = re.match(r"\s*(?:hours?|hrs?)\b(?:\s*(?:a|per|each|every|/)\s*(week|day|month))?", text[q.end :], _I)
        if m and q.value > 0:
            factor = {"day": 5, "month": 0.25}.get((m.group(1) or "week").casefold(), 1)
            value = q.value * factor
            return (int(value) if value == int(value) else round(value, 1)), span(text, q.start, q.end + m.end())
    return None
