"""Reading what the plan takes for true, how it is tested, and the risks named at the signing."""

import re

from coach.events import Accepted, Rejected
from coach.language.reading import cues
from coach.language.reading.draft import Draft, trim
from coach.language.reading.values import sentences
from coach.language.wording import known

_I = re.IGNORECASE


_PICKS = re.compile(
    r"^\W*(?:(?:i(?:['’]d| would)? (?:say|guess|think|go (?:with|for)|pick|take)|probably|maybe|definitely|well|it(?:['’]s| is))[\s,]+)*(?:the )?(?:very )?"
    r"(?:(?P<a>first|1st)|(?P<b>second|2nd)|(?P<c>third|3rd)|(?P<last>last|latter))(?: (?:one|belief|of (?:them|these|those)))?"
    r"(?:[\s,]+(?:i (?:suppose|guess|think|reckon|believe|would say|'?d say)|probably|maybe|definitely|really|please|(?:would|could|might|will) hurt(?: (?:us|me))?(?: (?:the )?most)?|is the (?:riskiest|worst|one)))*"
    r"\s*(?:[.,;:!–—-]+\s*|\Z)",
    _I,
)
"""Which of the beliefs that were named to choose from: "First.", "the second, I suppose"."""
_TESTS = re.compile(
    r"(?:(?:and|so|then|but)[\s,]+)*(?:(?:i|we)(?:['’](?:d|ll)|\s(?:can|could|will|would))?\s+)?(?:(?:test|check|find out|prove)\b|(?:ask|call|interview|try|survey|phone|ring|offer|send|visit|show|show)\b)",
    _I,
)
"""How a test begins that stands behind it."""


def _chosen(draft: Draft, text: str) -> bool | None:
    """Take the belief that is picked by its number, and the rest as its test; None where none is picked."""
    hit = _PICKS.match(text)
    rest = text[hit.end() :].strip() if hit else ""
    if hit is None or (rest and not _TESTS.match(rest)):
        return None
    offered = [
        s for s in draft.core.suggestions.values() if s.question == "assumptions" and s.list is not None
    ]
    held = {
        trim(str(v.value)): v
        for p in (known.DIFFERENCE, known.CHALLENGE, known.SHIFT)
        if (v := draft.core.values.get(p))
    }
    shown = [s.text for s in offered] or known.beliefs(draft.core)[:3]
    at = len(shown) - 1 if hit["last"] else 0 if hit["a"] else 1 if hit["b"] else 2
    if not 0 <= at < len(shown) or len(shown) < 2:
        return False if not rest else None
    test = {"test": draft.stated(*sentences(rest))} if rest else {}
    said = trim(hit.group())
    if offered:
        taken = draft.emit(Accepted(suggestion=offered[at].id, said=draft.said(said)))
        for other in offered:
            if other.id in draft.core.suggestions:
                draft.emit(Rejected(suggestion=other.id))
        item = draft.core.items["assumptions"][-1].id if taken else ""
        return taken and (not test or draft.change("assumptions", "assumptions", item, test))
    belief = held[shown[at]].model_copy(
        update={"status": "derived", "rule": "picked", "said": (draft.said(said), *held[shown[at]].said)}
    )
    return draft.add("assumptions", "assumptions", {"belief": belief, **test})


def assumptions(draft: Draft, text: str) -> bool:
    chosen = _chosen(draft, text)
    if chosen is not None:
        return chosen
    numbered = _PICKS.match(text)
    text = text[numbered.end() :] if numbered and text[numbered.end() :].strip() else text
    lines = [
        p
        for s in sentences(text)
        for p in map(
            trim,
            re.split(r"[;]|,\s*(?:so |and )?(?=(?:i|we)(?:'ll|\s+(?:will|would|could|can))\b)", s, flags=_I),
        )
        if p
    ]
    test = [
        s
        for s in lines
        if re.search(r"\b(test|ask|call|check|interview|try|survey|find out|phone|offer it)\b", s, _I)
    ]
    belief = [s for s in lines if s not in test] or lines
    fields = {"belief": draft.stated(*belief)}
    if test and test != belief:
        fields["test"] = draft.stated(*test)
    return draft.add("assumptions", "assumptions", fields)


_RISK = re.compile(
    r"\b(?:risk(?:s|y|ier|iest)?|worr(?:y|ies|ied|ying)|fear(?:s|ed)?|afraid|concern(?:s|ed)?|danger(?:ous)?|threat(?:s|en\w*)?|what if|doubt(?:s|ful)?|"
    r"(?:might|may|could|would) (?:not |never |well )?(?:fail|leave|lose|go wrong|fall|cost|stop|drop|refuse|take (?:too )?long\w*|be (?:too )?(?:late|slow|hard|copied|gone|ill|undercut))|"
    r"depend(?:s|ent)? (?:too much |heavily |wholly )?on|keeps me awake|go(?:es)? wrong)\b",
    _I,
)
"""How somebody words what might go wrong."""


def confirm(draft: Draft, text: str) -> bool:
    """What is worded as a risk is kept among the risks; anything else that is said at the signing is none."""
    found = [s for s in sentences(text) if _RISK.search(s) and cues.content_words(s) >= 3]
    return draft.add_texts("assumptions", "risks", found)
