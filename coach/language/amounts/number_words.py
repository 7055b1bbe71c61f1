"""Numbers in words: "twenty-five", "three hundred thousand", "half a million", "two thirds", "twice", "a couple".

A small parser over a closed vocabulary; it reads values, not what is counted. Ordinals are no numbers, and what "one"
means is left to the caller (`measures`), who sees the word after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Literal

MOST = 1000
"""How many numbers of a kind are read of one message, so that pasted columns of figures cost no seconds."""

WordKind = Literal["number", "couple", "share", "times"]

_TEENS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_SMALL = {word: value for value, word in enumerate(_TEENS.split())} | {"nil": 0, "fourty": 40}
_SMALL |= {
    word: 10 * (tens + 2)
    for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
}
_SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "lakh": 10**5,
    "lakhs": 10**5,
    "lac": 10**5,
    "lacs": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "crores": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_TIMES = {"once": 1, "double": 2, "twice": 2, "treble": 3, "triple": 3, "thrice": 3, "quadruple": 4}

# All patterns run over the lower-cased text, and begin with a letter so that the engine skips to the next candidate; that
# a word begins there is checked by `_starts_word`.
_WORD = re.compile(rf"(?:{'|'.join([*_SMALL, *_SCALES])})\b")
_GAP = re.compile(r"(?:[ ]{1,2}|-)(?P<and>and[ ]{1,2})?")
_ARTICLE = re.compile(r"\b(?:an?|the)[ ]{1,2}\Z")
_COUPLE = re.compile(r"a couple\b(?: of\b)?(?: (?P<scale>hundred|thousand|million|dozen)\b)?")
_MULTIPLE = re.compile(
    r"(?P<word>once|twice|thrice|(?:double|treble|triple|quadruple)[sd]?|(?:doubl|trebl|tripl|quadrupl)ing)\b(?!-)"
    r"|(?P<fold>two|three|four|five|ten|\d{1,3})-?fold\b"
)
_SHARE = re.compile(
    r"(?P<part>half|third|quarter|fifth|sixth|eighth|tenth)(?P<many>s)?\b"
    r"(?P<rest>(?: of)?(?: an?)? (?:thousand|lakh|million|crore|billion|dozen)\b)?(?!-[a-z])"
)
_COUNT_BEFORE = re.compile(r"\b(?P<count>an?|one|two|three|four|five|nine|[1-9])[ -]{1,2}\Z")
_NOT_HALF = re.compile(
    r"\b(?:first|second|other|better|latter|1st|2nd|last|next|this|and an?|\d|past|the)[ -]{1,2}\Z"
)
_AFTER_HALF = re.compile(r"(?:past|year|term|time|way|truth|measures?|baked)\b")
_AFTER_PART = re.compile(
    r"\s{0,2}(?:\Z|[.,;:!?)\n]|(?:of|less|more|fewer|higher|lower|our|my|their|his|her|your|the|off|and|or|to|are|is|come|comes|"
    r"came|now|today|while|but|by|in)\b)"
)
_BY = re.compile(r"\b(?:by|about|around|roughly|nearly|almost|over|only|than|lost|lose|to|from)[ ]{1,2}\Z")


@dataclass(frozen=True, slots=True)
class WordNumber:
    """`scale` is the multiplier at the end (100,000 in "three hundred thousand"), 1 where there is none."""

    value: Decimal
    start: int
    end: int
    kind: WordKind = "number"
    scale: int = 1


def word_numbers(text: str) -> list[WordNumber]:
    """Every number written in words in `text` (as `folding.plain` gives it), in order, none overlapping."""
    low = text.lower()
    found = [*_shares(low), *_multiples(low), *_couples(low), *_cardinals(low)]
    found.sort(key=lambda number: (number.start, -number.end))
    kept: list[WordNumber] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


def _starts_word(text: str, at: int) -> bool:
    return at == 0 or not (text[at - 1].isalnum() or text[at - 1] == "_")


def scale_of(word: str) -> int:
    """The multiplier a word stands for ("lakh" is 100,000); 1 for any other word."""
    return _SCALES.get(word.lower(), 1)


def _cardinals(text: str) -> list[WordNumber]:
    hits = [hit for hit in islice(_WORD.finditer(text), MOST) if _starts_word(text, hit.start())]
    gaps = [""] + [_gap(text, left.end(), right.start()) for left, right in zip(hits, hits[1:], strict=False)]
    found: list[WordNumber] = []
    at = 0
    while at < len(hits):
        spoken = _spoken_year(hits, gaps, at)
        if spoken:
            at += spoken
            continue
        number, after = _cardinal(text, hits, gaps, at)
        if number:
            found.append(number)
        at = after
    return found


def _gap(text: str, left: int, right: int) -> str:
    """How two number words stand together: "join", "and", or "" for not at all."""
    hit = _GAP.fullmatch(text, left, right) if right - left < 10 else None
    return ("and" if hit["and"] else "join") if hit else ""


def _spoken_year(hits: list[re.Match[str]], gaps: list[str], at: int) -> int:
    """How many words from `at` are a year read aloud ("twenty twenty-eight"), which is no number; 0 for none."""
    pair = at + 1 < len(hits) and gaps[at + 1] == "join" and hits[at][0] in ("nineteen", "twenty")
    if not pair or _SMALL.get(hits[at + 1][0], 0) < 10:
        return 0
    last = at + 2 < len(hits) and gaps[at + 2] == "join" and _SMALL.get(hits[at + 2][0], 10) < 10
    return 3 if last else 2


def _cardinal(
    text: str, hits: list[re.Match[str]], gaps: list[str], first: int
) -> tuple[WordNumber | None, int]:
    """The number that starts at word `first`, and the word after it."""
    total, current, limit, scale = 0, -1, 0, 1
    start = hits[first].start()
    word = hits[first][0]
    article = _ARTICLE.search(text, max(0, start - 5), start) if word in _SCALES else None
    if word in _SCALES:
        if not article and word != "dozen":
            return None, first + 1
        current, start = 1, article.start() if article and article[0][0] == "a" else start
    at = first
    while at < len(hits):
        gap, word = gaps[at], hits[at][0]
        if at > first and (not gap or (gap == "and" and _starts_another(hits, gaps, at, limit))):
            break
        if word in _SCALES:
            size = _SCALES[word]
            if gap == "and" and at > first:
                break
            if current < 0 or (size < 1000 and current >= 100) or (limit and size >= limit):
                break
            scale *= size
            if size < 1000:
                current *= size
            else:
                total, current, limit = total + current * size, -1, size
        else:
            small = _SMALL[word]
            if current < 0:
                current, scale = small, 1
            elif (current >= 100 and current % 100 == 0) or (
                gap != "and" and current % 100 >= 20 and current % 10 == 0 and 1 <= small <= 9
            ):
                current, scale = current + small, 1
            else:
                break
        at += 1
    value = Decimal(total + max(current, 0))
    return WordNumber(value, start, hits[at - 1].end(), scale=scale), at


def _starts_another(hits: list[re.Match[str]], gaps: list[str], at: int, limit: int) -> bool:
    """Whether "and" parts two numbers: "one hundred and two hundred", against "one hundred and twenty thousand"."""
    if at + 1 >= len(hits) or gaps[at + 1] != "join":
        return False
    size = _SCALES.get(hits[at + 1][0], 0)
    return bool(size) and (size < 1000 or bool(limit))


def _shares(text: str) -> list[WordNumber]:
    found: list[WordNumber] = []
    for hit in islice(_SHARE.finditer(text), MOST):
        if not _starts_word(text, hit.start()):
            continue
        lead = _COUNT_BEFORE.search(text, max(0, hit.start() - 8), hit.start())
        count, start = (lead["count"], lead.start()) if lead else ("", hit.start())
        times = int(count) if count.isdigit() else _SMALL.get(count, 1)
        value = Decimal(times) / _PARTS[hit["part"]]
        rest = hit["rest"]
        if rest and (hit["part"] == "half" or count):
            scale = scale_of(rest.split()[-1])
            found.append(WordNumber(value * scale, start, hit.end(), scale=scale))
        elif not rest and _is_share(text, hit, start, count, times):
            found.append(WordNumber(value, start, hit.end(), "share"))
    return found


def _is_share(text: str, hit: re.Match[str], start: int, count: str, times: int) -> bool:
    of = text.startswith(" of", hit.end())
    whole = len(text) < 40 and text.strip(" .!?\n") == text[start : hit.end()]
    if hit["part"] == "half":
        led = _NOT_HALF.search(text, max(0, start - 12), start)
        return not led and not _AFTER_HALF.match(text, hit.end() + 1) and times == 1 and not hit["many"]
    if times >= 2:
        return bool(hit["many"]) and (hit["part"] != "quarter" or (times == 3 and (of or whole)))
    if not count or hit["many"]:
        return False
    if hit["part"] == "quarter":
        return of or whole or _BY.search(text, max(0, start - 12), start) is not None
    return _AFTER_PART.match(text, hit.end()) is not None


def _multiples(text: str) -> list[WordNumber]:
    found: list[WordNumber] = []
    for hit in islice(_MULTIPLE.finditer(text), MOST):
        if not _starts_word(text, hit.start()):
            continue
        fold = hit["fold"]
        if fold:
            value = int(fold) if fold.isdigit() else _SMALL[fold]
        else:
            value = next(times for stem, times in _TIMES.items() if hit["word"].startswith(stem[:-1]))
        found.append(WordNumber(Decimal(value), hit.start(), hit.end(), "times"))
    return found


def _couples(text: str) -> list[WordNumber]:
    found: list[WordNumber] = []
    for hit in islice(_COUPLE.finditer(text), MOST):
        if _starts_word(text, hit.start()):
            scale = scale_of(hit["scale"] or "")
            found.append(WordNumber(Decimal(2 * scale), hit.start(), hit.end(), "couple", scale))
    return found
