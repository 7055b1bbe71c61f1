"""Reading the answers about where the firm stands."""

import re

from coach.events import Value
from coach.language import cues
from coach.language.draft import Draft, trim
from coach.language.people import team_size
from coach.language.quantities import quantities
from coach.language.reading import lines_or_items, number, put, sentences

_I = re.IGNORECASE
_PLACE = re.compile(
    r"\b(?:in|across|around|throughout|near|from|based in|all over)\s+((?:the\s+)?[A-Z][\w'’-]+(?:(?:,?\s+(?:and\s+)?|-)"
    r"(?:the\s+)?[A-Z][\w'’-]+){0,4})"
)

_PLACE_WORD = re.compile(r"\b(online|worldwide|nationwide|locally|regionally|globally|nationally)\b", _I)

_OFFER = re.compile(
    r"\b(?:(?:we|i)(?:'re|'m| are| am)?\s+(?:mainly |mostly |only )?(?:an?|the)\s+(?P<are>[^.,;:]+?)|"
    r"(?:we|i)(?:'re| are| am|'m)?\s+(?:mainly |mostly |only |currently )?(?P<do>(?!have\b|want\b|need\b|work\b|live\b|tried\b)"
    r"[a-z]+(?:ing)?\s+[^.,;:]+?))(?=\s+(?:to|for|in|across|around|near|with|and there|that)\b|[.,;:]|$)",
    _I,
)

_SELL = re.compile(
    r"\bsell(?:ing)?\s+(?P<what>[^.,;:]+?)(?=\s+(?:to|for|in|across|around|near)\b|[.,;:]|$)", _I
)

_BUYERS = re.compile(
    r"\b(?:to|for|serving|help(?:ing)?|clients are|customers are|bought by)\s+(?P<who>(?!(?:twenty|thirty|\d+|years|over|about)\b)"
    r"[^.;:]+?)(?=\s+(?:in|across|around|near|throughout|from|based)\s+(?:the\s+)?[A-Z]|\s+(?:and|with)\s+(?:there|we|a team|I)\b|"
    r"\s+(?:nationwide|locally|online|worldwide)|,\s*(?:there|we|in\b|and\s+(?:there|we)|\d|a team|just|mostly in|all over|"
    r"with)|[.;:]|$)",
    _I,
)


def company(draft: Draft, text: str) -> bool:
    asked = draft.core.essential("company")
    if draft.core.has_value("company") and asked and asked[0].at == "/company/line":
        return draft.answer("company", {"/company/line": draft.stated(*sentences(text))})
    fields: dict[str, Value] = {}
    core = draft.core
    size = team_size(text)
    if size is None:
        bare = [q for q in quantities(text) if q.kind in ("count", "plain") and not q.per]
        numeric_only = len(text.split()) <= 4 and len(bare) == 1
        if numeric_only and isinstance(bare[0].value, int):
            fields["/company/size"] = number(draft, bare[0])
        elif re.search(
            r"\b(just|only) me\b|\bon my own\b|\balone\b|\bsolo\b|\bself-employed\b|\bfreelanc", text, _I
        ):
            match = re.search(
                r"\b(just|only) me\b|\bon my own\b|\balone\b|\bsolo\b|\bself-employed\b|\bfreelanc\w*",
                text,
                _I,
            )
            assert match is not None
            fields["/company/size"] = draft.derived(1, match.group(), "works_alone")
    else:
        count, span = size
        fields["/company/size"] = draft.derived(count, span.text, "team_size")
    sell = _SELL.search(text)
    offer = _OFFER.search(text)
    if sell:
        put(fields, "/company/offer", draft.stated(sell.group("what")))
    elif offer:
        put(fields, "/company/offer", draft.stated(offer.group("are") or offer.group("do")))
    buyers = _BUYERS.search(text)
    if buyers:
        put(fields, "/company/buyers", draft.stated(buyers.group("who")))
    place = _PLACE.search(text) or _PLACE_WORD.search(text)
    if place:
        put(fields, "/company/place", draft.stated(place.group(1)))
    known = set(fields) | set(core.values)
    rest = [p for p in ("/company/offer", "/company/buyers") if p not in known]
    parts = [s for s in re.split(r"[,;\n]|\.\s", text) if trim(s)]
    parts = [
        p
        for p in parts
        if team_size(p) is None
        and not re.match(r"^(?:in|across|near|around|from|based)\b", trim(p), _I)
        and not quantities(p)
    ]
    for pointer in rest:
        if parts and cues.content_words(parts[0]):
            words = trim(parts.pop(0))
            used = any(isinstance(v.value, str) and v.value in words for v in fields.values())
            while used and parts and pointer != "/company/offer":
                words = trim(parts.pop(0))
                used = any(isinstance(v.value, str) and v.value in words for v in fields.values())
            if not used or pointer == "/company/offer":
                put(
                    fields,
                    pointer,
                    draft.stated(
                        re.sub(r"^(to|for|we (sell|make|do|offer|are an?))\s+", "", words, flags=_I)
                    ),
                )
    return draft.answer("company", fields)


_RESULT = re.compile(
    r"^(?:and |but )?(?:it |that |they |which )?(?:costs?|cost us|about|nothing|no |none|brought|gave|came|got|zero|worked|"
    r"didn'?t|did not|without|for \d|for a|around|almost|only|some|a few|two|three|one|€|\$|£|\d)",
    _I,
)


def attempts(draft: Draft, text: str) -> bool:
    """One entry for each thing tried; what it cost and brought stays with it."""
    merged: list[str] = []
    for item in lines_or_items(text):
        at = text.find(merged[-1]) if merged else -1
        end = text.find(item, at) + len(item) if at >= 0 else -1
        if at >= 0 and end > at and _RESULT.match(item):
            merged[-1] = text[at:end]
        else:
            merged.append(item)
    return draft.add_texts("attempts", "attempts", merged)


def scenario(draft: Draft, text: str) -> bool:
    named = cues.scenario_of(text)
    if named is None:
        return False
    span = next(p.search(text) for n, p in cues.SCENARIO if n == named)
    assert span is not None
    return draft.answer(
        "scenario", {"/situation/scenario": draft.derived(named, span.group(), "scenario_words")}
    )
