"""Reading what was tried, and which scenario it is."""

import re

from coach import stages
from coach.language.reading import cues
from coach.language.reading.draft import Draft
from coach.language.reading.values import lines_or_items

_I = re.IGNORECASE
_RESULT = re.compile(
    r"^(?:and |but )?(?:it |that |they |which )?(?:costs?|cost us|about|nothing|no |none|nobody|no one|garbage|rubbish|useless|terrible|poor|hopeless|total waste|complete waste|a waste|waste of|great|mixed|brought|gave|came|got|zero|worked|made|"
    r"had (?:no|little|some)|hardly|barely|neither|both (?:cost|brought|failed|flopped)|failed|flopped|was (?:a|too|not)|wasn'?t|were|"
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


_PLACE_IN_LIST = re.compile(
    r"\b(?:(first|1st|1)|(second|2nd|2)|(third|3rd|3)|(fourth|4th|4|four)|(fifth|5th|5|five)|(sixth|6th|6|six|last))\b(?! (?:sight|place|time|step|year|month))",
    _I,
)
"""A scenario by its place in the list that was read out."""


def scenario(draft: Draft, text: str) -> bool:
    place = _PLACE_IN_LIST.search(text) if len(text.split()) <= 8 else None
    if place is not None:
        at = next(n for n, g in enumerate(place.groups()) if g)
        name = list(stages.SCENARIOS)[at if at < 6 else 5]
        return draft.answer(
            "scenario", {"/situation/scenario": draft.derived(name, place.group(), "scenario_place")}
        )
    named = cues.scenario_of(text)
    if named is None:
        return False
    span = next(p.search(text) for n, p in cues.SCENARIO if n == named)
    assert span is not None
    return draft.answer(
        "scenario", {"/situation/scenario": draft.derived(named, span.group(), "scenario_words")}
    )
