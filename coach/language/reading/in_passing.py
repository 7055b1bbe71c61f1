"""What a message puts right in passing, whatever is asked: it is taken out, and the rest is left to be the answer."""

import re

from coach.language.reading import cues
from coach.language.reading.corrections import LONGEST, Part, parts
from coach.language.reading.draft import Draft
from coach.language.reading.hedges import stems
from coach.language.reading.leaves import leaves
from coach.language.reading.renamed import renamed
from coach.language.reading.retold import retold
from coach.language.reading.who_and_when import who_and_when
from coach.language.reading.withdrawn import withdrawn

_I = re.IGNORECASE
_LEANS = re.compile(
    r"(?:because|since|as|that'?s because|they|it|he|she|them|that|this|those|these|nobody|no one|none|never|we never|i never|no client|no customer|two|three|one of)\b",
    _I,
)
"""How a sentence begins that gives the reason for the correction before it."""
_TURNS = re.compile(
    r"(?:and |so |but |now )*(?:as for|as to|to your question|your question|anyway|the answer|my answer|now)\b",
    _I,
)
"""How a sentence begins that turns back to what was asked."""


def put_right_in_passing(draft: Draft, words: str, question: str | None) -> str | None:
    """Apply what the message puts right of earlier answers.

    Returns the words that are left for what was asked (empty where there are none), or None where nothing was put right.
    """
    if len(words) > LONGEST:
        return None
    found = parts(words)
    taken = [_put_right(draft, part, question) for part in found]
    if not any(taken):
        return None
    left = [
        part for n, part in enumerate(found) if not taken[n] and not _is_reason(found, taken, n, question)
    ]
    return _longest(words, found, left)


def _put_right(draft: Draft, part: Part, question: str | None) -> bool:
    if part.asked:
        return False
    known = list(leaves(draft))
    return bool(known) and (
        withdrawn(draft, part)
        or retold(draft, part, known, question)
        or who_and_when(draft, part, known)
        or renamed(draft, part, known, question)
    )


def _is_reason(found: list[Part], taken: list[bool], n: int, question: str | None) -> bool:
    """Whether a part only says why: before "so the price is …", or leaning on the correction that it follows."""
    if any(t and part.so for part, t in zip(found[n + 1 :], taken[n + 1 :], strict=True)):
        return True
    if n == 0 or not any(taken[:n]) or _TURNS.match(found[n].words):
        return False
    cue = cues.CUES.get(question or "")
    if cue is not None and cue.search(found[n].words) and not _LEANS.match(found[n].words):
        return False
    return bool(_LEANS.match(found[n].words)) or bool(stems(found[n].words) & stems(found[n - 1].words))


def _longest(words: str, found: list[Part], left: list[Part]) -> str:
    """The longest stretch of parts that follow each other, as it stands in the message: spans stay substrings."""
    best = ""
    at = 0
    while at < len(left):
        end = at
        while end + 1 < len(left) and found.index(left[end + 1]) == found.index(left[end]) + 1:
            end += 1
        run = words[left[at].start : left[end].end]
        best = max(best, run, key=cues.content_words)
        at = end + 1
    return best.strip() if cues.content_words(best) >= 2 else ""
