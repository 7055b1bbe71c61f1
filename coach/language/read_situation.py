"""Reading what was tried, and which scenario it is."""

import re

from coach.language import cues
from coach.language.draft import Draft
from coach.language.reading import lines_or_items

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


def scenario(draft: Draft, text: str) -> bool:
    named = cues.scenario_of(text)
    if named is None:
        return False
    span = next(p.search(text) for n, p in cues.SCENARIO if n == named)
    assert span is not None
    return draft.answer(
        "scenario", {"/situation/scenario": draft.derived(named, span.group(), "scenario_words")}
    )
