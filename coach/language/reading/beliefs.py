"""Reading what the plan takes for true, how it is tested, and the risks named at the signing."""

import re

from coach.language.reading import cues
from coach.language.reading.draft import Draft, trim
from coach.language.reading.values import sentences

_I = re.IGNORECASE


def assumptions(draft: Draft, text: str) -> bool:
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
