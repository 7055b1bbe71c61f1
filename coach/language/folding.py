"""Spans: exact pieces of a person's message, found again whatever quotes and spaces were typed.

Everything the coach writes into a plan as *stated* is a substring of the message it came from. `find_span`
compares folded text but answers with offsets into the original, so that the person's own characters are kept.
All functions are linear in the length of the text and raise nothing for any string.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_QUOTES = {**dict.fromkeys("“”„‟«»〝〞＂", '"'), **dict.fromkeys("‘’‚‛‹›′´`ʼ＇", "'")}
_DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
_INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff")  # soft hyphen, zero-width space, joiner, byte order mark
_FOLDS: dict[str, str] = {**_QUOTES, **_DASHES, "…": "..."}

_CLUSTER_LIMIT = 30
"""Longest run of combining marks normalised together (as in Unicode's stream-safe format).

Canonical ordering is an insertion sort in CPython: a message of 100,000 shuffled accents would take minutes.
"""

_CANDIDATES = 64
"""How many occurrences `find_span` looks at for one that stands on word boundaries."""


@dataclass(frozen=True, slots=True)
class Span:
    """`text` is `message[start:end]`, unchanged."""

    text: str
    start: int
    end: int


def span(message: str, start: int, end: int) -> Span:
    """The span of `message` between two offsets, without the white space at its ends."""
    piece = message[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = max(left, end - (len(piece) - len(piece.rstrip())))
    return Span(message[left:right], left, right)


def fold(text: str, casefold: bool = False) -> str:
    """`text` in NFC, white space runs as one space, none at the ends, quotes and dashes as typewriters have them."""
    if text.isascii():
        folded = " ".join(text.replace("`", "'").split())
        return folded.casefold() if casefold else folded
    return _fold_map(text, casefold)[0].strip()


def find_span(message: str, phrase: str, casefold: bool = False) -> tuple[int, int] | None:
    """Where `phrase` stands in `message`, folded alike: offsets into the original, or None.

    An occurrence on word boundaries is preferred ("2" in "12, or 2" is the second one); otherwise the first counts.
    """
    wanted = fold(phrase, casefold)
    if not wanted:
        return None
    folded, starts, ends = _fold_map(message, casefold)
    first: tuple[int, int] | None = None
    at = -1
    for _ in range(_CANDIDATES):
        at = folded.find(wanted, at + 1)
        if at < 0:
            break
        last = at + len(wanted) - 1
        if _cuts(starts, at) or _cuts(starts, last + 1):
            continue
        found = (starts[at], ends[last])
        if _on_word_boundaries(folded, at, last):
            return found
        first = first or found
    return first


def contains(message: str, span_text: str) -> bool:
    """Whether `span_text` is in `message`, modulo folding. An empty text is in no message."""
    return find_span(message, span_text) is not None


def _cuts(starts: list[int], at: int) -> bool:
    """Whether a boundary before folded position `at` falls inside one original character ("…", "ß")."""
    return 0 < at < len(starts) and starts[at] == starts[at - 1]


def _on_word_boundaries(folded: str, first: int, last: int) -> bool:
    left_joined = first > 0 and folded[first].isalnum() and folded[first - 1].isalnum()
    right_joined = last + 1 < len(folded) and folded[last].isalnum() and folded[last + 1].isalnum()
    return not left_joined and not right_joined


@lru_cache(maxsize=4)
def _fold_map(text: str, casefold: bool) -> tuple[str, list[int], list[int]]:
    """The folded text, and for each of its characters the original offsets it came from.

    The cache serves several look-ups in one message; callers never change the lists.
    """
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at, size = 0, len(text)
    while at < size:
        begin = at
        character = text[at]
        at += 1
        if character in _INVISIBLE:
            continue
        if character.isspace():
            while at < size and (text[at].isspace() or text[at] in _INVISIBLE):
                at += 1
            piece = " "
        else:
            while at < size and at - begin < _CLUSTER_LIMIT and _joins(text[at]):
                at += 1
            piece = _fold_cluster(text[begin:at], casefold)
        folded.append(piece)
        starts.extend([begin] * len(piece))
        ends.extend([at] * len(piece))
    return "".join(folded), starts, ends


def _fold_cluster(cluster: str, casefold: bool) -> str:
    if not cluster.isascii():
        cluster = _FOLDS.get(cluster) or unicodedata.normalize("NFC", cluster)
        if len(cluster) > 1:  # a mark after a typographic quote: fold the quote, keep the mark
            cluster = _FOLDS.get(cluster[0], cluster[0]) + cluster[1:]
    elif cluster == "`":
        cluster = "'"
    return unicodedata.normalize("NFC", cluster.casefold()) if casefold else cluster


def _joins(character: str) -> bool:
    """Whether a character may compose with the one before it: marks, and the vowels and finals of Hangul."""
    if character < "\u0300":
        return False
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"


_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`ʼ", "'"),
        **dict.fromkeys("“”„‟", '"'),
        **dict.fromkeys("‐‑−﹣－", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\u2003\u2002\t", " "),
        "％": "%",
        "İ": "I",  # these four match "i", "s" and "k" when case is ignored, and then are in no table of words
        "ı": "i",
        "ſ": "s",
        "\u212a": "K",
    }
)
_DIGIT_SPACE = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")


def plain(text: str) -> str:
    """`text` with plain quotes, hyphens and spaces, **of the same length**: what the grammars read, offsets intact.

    A no-break space between digits becomes "'", which groups thousands and nothing else.
    """
    if text.isascii():
        return text.replace("\t", " ").replace("`", "'")
    return _DIGIT_SPACE.sub("'", text).translate(_PLAIN)
