"""Cutting a message into clauses, and an enumeration into its items. Offsets are kept; nothing is reworded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from coach.language.folding import Span, span
from coach.language.wording.phrasing import is_clause

_ABBREVIATIONS = frozenset(
    "e.g i.e eg ie st mr mrs ms dr prof inc ltd co corp vs approx no nr nos ca cf al jr sr fig dept est rs viz "
    "jan feb mar apr jun jul aug sep sept oct nov dec tel hr hrs min max p.a a.m p.m u.s u.k ph.d incl excl".split()
)
"""What may stand before a full stop that ends no sentence (lower case, without its last stop)."""

_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s|\Z)")
_SUBJECT = r"(?:i|we|you|they|he|she|it|our|my|their|that|this|there|nobody|everyone)\b"
_BREAK = re.compile(
    r"[\r\n]++|;|(?<=\s)[–—-](?=\s)|—"
    rf"|,(?=\s{{1,3}}(?:but|so|then|because|whereas|although|though|while)\b|\s{{1,3}}(?:and|or)\s{{1,3}}{_SUBJECT})",
    re.IGNORECASE,
)
_LINES = re.compile(r"[\r\n]++")
_MARKER = re.compile(r"[ \t]*+(?:[-*•·‣▪–—]\s|\(?\d{1,2}[.)](?=\s)|\(?[a-h]\)(?=\s))[ \t]*+")
_INLINE_MARKER = re.compile(r"(?<!\S)\(?(\d{1,2})[.)]\s{1,3}")
_JOIN = re.compile(r"\s{1,3}(?:and|or|plus)\s{1,3}", re.IGNORECASE)
_LEADING_JOIN = re.compile(r"(?:and|or|plus|as well as|also)\s{1,3}", re.IGNORECASE)
_NO_ITEM = re.compile(
    r"\s{0,3}(?:so|but|because|which|who|whom|whose|when|while|if|although|though|since|as|then|not|e\.g|i\.e|especially|"
    rf"including|mostly|mainly|like|such|or rather|actually|please|thanks|(?:and|or)\s{{1,3}}{_SUBJECT})\b",
    re.IGNORECASE,
)
_PAIRS = re.compile(
    r"(?:between\s+\S+|research|profit|sales|health|terms|supply|pros|trial|food|oil|up|now|more|again|wear|mergers|rise)"
    r"\s+(?:and|or)\s+(?:[\d€£$]\S*|development|loss|marketing|safety|conditions|demand|cons|error|drink|gas|down|then|more|"
    r"again|tear|acquisitions|fall|less)\b",
    re.IGNORECASE,
)
_JOINED_WORDS = 5
"""Longest part, in words, for "x and y" without commas to be two items rather than one sentence."""


def clauses(text: str) -> list[Span]:
    """Sentences and clauses, in order, without their end marks.

    Breaks at . ! ? before white space, at lines, semicolons, spaced dashes, and at a comma before "but", "so", "because" or
    before "and" with a new subject. Decimals, addresses, abbreviations, initials and "1." at a line's start do not break.
    """
    cuts = [(hit.start(), hit.end()) for hit in _BREAK.finditer(text)]
    cuts += [(hit.start(), hit.end()) for hit in _STOP.finditer(text) if _ends_sentence(text, hit)]
    return list(_between(text, 0, len(text), cuts))


_RUN_ON = re.compile(
    r"(?:,?\s+(?:and also|and then|and|but also|but|so|because|since|also|plus)\s+|,\s+(?:then\s+)?)",
    re.IGNORECASE,
)
_LONG = 14
"""Words up to which a sentence is never cut at its conjunctions."""


def coordinated(text: str) -> list[Span]:
    """A run-on sentence, cut where "and", "but" or "so" begins a new clause; any other text whole.

    "we sell bread and the thing is sales are down and i tried a card" is three; "bread and pastry" stays one.
    """
    if len(text.split()) <= _LONG:
        return [span(text, 0, len(text))]
    cuts: list[tuple[int, int]] = []
    at = 0
    for hit in _RUN_ON.finditer(text):
        left, right = text[at : hit.start()], text[hit.end() :]
        if len(left.split()) >= 3 and is_clause(" ".join(right.split()[:8])) and not _RELATIVE.search(left):
            cuts.append((hit.start(), hit.end()))
            at = hit.end()
    return list(_between(text, 0, len(text), cuts))


_RELATIVE = re.compile(r"\b(?:who|that|which|if|when|where|while|whether)\b(?:\s+\S+){0,4}\Z", re.IGNORECASE)
"""A side sentence that has only just begun: what follows "and" may well belong to it."""


def list_items(text: str) -> list[Span]:
    """The items of an enumeration; a text that is none comes back as one item, an empty text as none.

    Lines come first (bullets, numbers, or bare), then inline numbers, semicolons, sentences, commas. "and" parts the last
    item of a comma list, and is a separator of its own only where no other is used: in "small firms, architects and
    engineers, schools" the pair stays whole. Text in brackets or quotes is never parted.
    """
    lines = _lines(text)
    if len(lines) > 1:
        return lines
    numbered = _numbered(text, 0, len(text))
    if numbered:
        return numbered
    start, end = (lines[0].start, lines[0].end) if lines else (0, 0)
    start = _after_intro(text, start, end)
    closed = _enclosed(text, start, end)
    semicolons = [(at, at + 1) for at in range(start, end) if text[at] == ";" and at not in closed]
    if semicolons:
        return [_without_join(text, item) for item in _between(text, start, end, semicolons)]
    stops = [
        (hit.start(), hit.end()) for hit in _STOP.finditer(text, start, end) if _ends_sentence(text, hit)
    ]
    sentences = list(_between(text, start, end, stops))
    if len(sentences) != 1:
        return sentences
    return _by_commas(text, sentences[0].start, sentences[0].end, closed)


def sentences(text: str) -> list[Span]:
    """Sentences and lines, in order, without their end marks; commas and semicolons do not part them."""
    cuts = [(hit.start(), hit.end()) for hit in _LINES.finditer(text)]
    cuts += [(hit.start(), hit.end()) for hit in _STOP.finditer(text) if _ends_sentence(text, hit)]
    return list(_between(text, 0, len(text), cuts))


def _ends_sentence(text: str, hit: re.Match[str]) -> bool:
    if not hit.group().startswith(".") or hit.group().startswith(".."):
        return True
    word = _word_before(text, hit.start())
    if word.casefold() in _ABBREVIATIONS or (len(word) == 1 and word.isupper() and word != "I"):
        return False
    if word.casefold() == "etc" and text[hit.end() : hit.end() + 2].strip().islower():
        return False
    before = text[max(0, hit.start() - len(word) - 4) : hit.start() - len(word)].rstrip(" \t(")
    return not (word.isdigit() and len(word) <= 2 and (not before or before.endswith("\n")))


def _word_before(text: str, at: int) -> str:
    begin = at
    while begin > 0 and at - begin < 12 and (text[begin - 1].isalnum() or text[begin - 1] == "."):
        begin -= 1
    return text[begin:at]


def _between(text: str, start: int, end: int, cuts: list[tuple[int, int]]) -> Iterator[Span]:
    """The non-empty pieces of `text[start:end]` between the cuts."""
    at = start
    for left, right in [*sorted(cuts), (end, end)]:
        if left >= at:
            piece = span(text, at, left)
            if any(character.isalnum() for character in piece.text) or (
                piece.text and not piece.text.isascii()
            ):
                yield piece
        at = max(at, right)


def _lines(text: str) -> list[Span]:
    """The lines without their bullets; an introducing line that ends in a colon is left out."""
    found: list[Span] = []
    at = 0
    for line in text.splitlines(keepends=True):
        marker = _MARKER.match(text, at, at + len(line))
        item = span(text, marker.end() if marker else at, at + len(line))
        at += len(line)
        if item.text:
            found.append(item)
    if len(found) > 1 and found[0].text.endswith(":"):
        del found[0]
    return [_trimmed(text, item) for item in found] if len(found) > 1 else found


def _numbered(text: str, start: int, end: int) -> list[Span]:
    """Items of "1) this 2) that": at least two markers that count up from one."""
    hits = [hit for hit in _INLINE_MARKER.finditer(text, start, end)]
    if [int(hit.group(1)) for hit in hits] != list(range(1, len(hits) + 1)) or len(hits) < 2:
        return []
    edges = [*((hit.start(), hit.end()) for hit in hits), (end, end)]
    return [_trimmed(text, span(text, left[1], right[0])) for left, right in pairwise(edges)]


def _after_intro(text: str, start: int, end: int) -> int:
    """Past "We tried:" where a list follows it."""
    colon = text.find(": ", start, min(end, start + 80))
    rest = text[colon + 1 : end]
    listed = colon >= 0 and ("," in rest or ";" in rest or _JOIN.search(rest) is not None)
    before = text[start:colon]
    announced = (
        _INTRO.match(before.strip()) is not None
        and ";" not in before
        and "," not in before
        and "(" not in before
    )
    return colon + 2 if listed and announced and not text[colon - 1 : colon].isdigit() else start


_INTRO = re.compile(
    r"(?:.*\b(?:tried|did|ran|have|things|trends|changes|developments|options|alternatives|competitors|attempts|companies|clients|customers|following|these|are|include|like|"
    r"examples|actions|steps|us|we|names|schools|firms|shops|ones|people|kinds|groups|goals|skills)\b.{0,12}|(?:e\.g|for example|mainly|mostly|so far|next|first|namely|trends?|alternatives?|attempts?|tried))\Z",
    re.IGNORECASE,
)
"""What announces a list before its colon; "climate:" is a part of the item itself."""


def _by_commas(text: str, start: int, end: int, closed: frozenset[int]) -> list[Span]:
    commas = [
        at
        for at in range(start, end)
        if text[at] == ","
        and at not in closed
        and not (text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit())
        and not _NO_ITEM.match(text, at + 1, end)
    ]
    items = list(_between(text, start, end, [(at, at + 1) for at in commas]))
    if not items:
        return []
    last = items.pop()
    joined_before = any(_JOIN.search(item.text) for item in items)
    if _LEADING_JOIN.match(last.text) and items:
        items.append(_without_join(text, last))
    elif joined_before:
        items.append(last)
    else:
        items += _by_and(text, last, closed, alone=not items)
    return [_trimmed(text, item) for item in items]


def _by_and(text: str, item: Span, closed: frozenset[int], alone: bool) -> list[Span]:
    pairs = [range(hit.start(), hit.end()) for hit in _PAIRS.finditer(text, item.start, item.end)]
    joins = [
        (hit.start(), hit.end())
        for hit in _JOIN.finditer(text, item.start, item.end)
        if hit.start() not in closed and not any(hit.start() in pair for pair in pairs)
    ]
    parts = list(_between(text, item.start, item.end, joins if alone else joins[-1:]))
    short = all(len(part.text.split()) <= _JOINED_WORDS for part in parts)
    return parts if short or not alone else [item]


def _without_join(text: str, item: Span) -> Span:
    lead = _LEADING_JOIN.match(item.text)
    return _trimmed(text, span(text, item.start + (lead.end() if lead else 0), item.end))


def _trimmed(text: str, item: Span) -> Span:
    """Without the comma, semicolon or full stop that closes a line (an ellipsis or "etc." stays)."""
    end = item.end
    if item.text.endswith((",", ";")) or (item.text.endswith(".") and not item.text.endswith(("..", "etc."))):
        end -= 1
    return span(text, item.start, end)


def _enclosed(text: str, start: int, end: int) -> frozenset[int]:
    """Offsets inside matching brackets or double quotes; what is never closed encloses nothing."""
    inside: set[int] = set()
    opened: list[int] = []
    quote = -1
    for at in range(start, end):
        character = text[at]
        if character in "([":
            opened.append(at)
        elif character in ")]" and opened:
            begin = opened.pop()
            if not opened:
                inside.update(range(begin, at))
        elif character in '"“”':
            if quote < 0:
                quote = at
            else:
                inside.update(range(quote, at))
                quote = -1
    return frozenset(inside)
