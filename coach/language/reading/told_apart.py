"""A message told apart: its clauses, what each says to the coach, and the stretch that is left to be an answer. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from coach.language.folding import Span, span
from coach.language.pieces import sentences
from coach.language.reading import cues
from coach.language.reading.addressed import judge
from coach.language.reading.named import Entry, Said
from coach.language.reading.sections import section

_I = re.IGNORECASE


@dataclass
class Piece:
    """A clause: its bounds in the message, the number of its sentence, and what it says to the coach."""

    start: int
    end: int
    sentence: int
    said: Said | None = None
    kept: bool = True


_VERBS = r"(?:remove|delete|erase|scrap|strike|cross out|take|leave out|clear|drop|cut|forget|undo|go back|put|change|replace|correct|skip|add)"
_CUT = re.compile(
    rf"\s*(?:[,;:]|\.{{2,}}|…)\s+|\s+[–—-]+\s+|\s+(?:and|but|then|so)\s+(?=(?:(?:please|then|also|just|can you|could you)\s+)*{_VERBS}\b)",
    _I,
)
_MOST = 60
"""Cuts up to which a message is told apart: a longer run of commas and colons is no talk."""
_QUOTES = re.compile(r"\"[^\"]{1,200}\"|(?<!\w)'.{1,200}?'(?!\w)")


def pieces_of(text: str, question: str | None, known: Sequence[Entry], last: Sequence[Entry]) -> list[Piece]:
    """The clauses of a message, each judged by itself; a sentence of which none is anything is judged whole."""
    found: list[Piece] = []
    if len(_CUT.findall(text)) > _MOST:
        return found
    for n, sentence in enumerate(_sentences(text)):
        here = list(_clauses(text, sentence.start, sentence.end, n))
        done = -1
        for piece in here:
            if piece.start < done:
                piece.kept = False
                continue
            whole = judge(text[piece.start : sentence.end], question, known, last)
            if whole is not None and whole.at != (0, 0):
                piece.said, piece.end, done = whole, sentence.end, sentence.end
                continue
            piece.said = judge(text[piece.start : piece.end], question, known, last)
        here = [p for p in here if p.kept]
        if len(here) > 1 and all(p.said is None or p.said.kind in ("filler", "told") for p in here):
            whole = judge(text[sentence.start : sentence.end], question, known, last)
            if whole is not None and whole.kind != "filler":
                here = [Piece(sentence.start, sentence.end, n, whole)]
        found += here
    return found


def _sentences(text: str) -> list[Span]:
    """The sentences of a message; a full stop inside quotation marks ends none."""
    found: list[Span] = []
    quoted = [hit.span() for hit in _QUOTES.finditer(text)]
    for one in sentences(text):
        if found and any(a < found[-1].end < b and a < one.start < b for a, b in quoted):
            found[-1] = span(text, found[-1].start, one.end)
        else:
            found.append(one)
    return found


def _clauses(text: str, start: int, end: int, n: int) -> list[Piece]:
    quoted = [hit.span() for hit in _QUOTES.finditer(text, start, end)]
    at, out = start, []
    for cut in _CUT.finditer(text, start, end):
        if cut.start() > at and not any(a <= cut.start() < b for a, b in quoted):
            out.append(Piece(at, cut.start(), n))
            at = cut.end()
    return [*out, Piece(at, end, n)]


_REASON = re.compile(
    r"(?:and |but |so |as )?(?:it|that|this|they|those|these|thats|its|theyre|because|since|he|she|which|who|no longer|never|not)(?:'s|'re)?\b|.*\b(?:one|it|them|those|any ?more|never|already|twice|wrong|not|\w+n'?t)\b",
    _I,
)
_TURNS = re.compile(r"(?:and |but |so )*(?:i (?:said|meant|mean|want)|we|they|clients|customers|our|my|the|people|it should be|it'?s (?:really|actually))\b", _I)  # fmt: skip


def sort_out(pieces: list[Piece], text: str) -> None:
    """Mark what is no answer: what is said to the coach, and in the same sentence the reason for it."""
    for n in {p.sentence for p in pieces}:
        here = [p for p in pieces if p.sentence == n]
        told = [p for p in here if p.said is not None and p.said.kind not in ("filler", "told")]
        for p in here:
            words = text[p.start : p.end].strip()
            if p.said is not None:
                p.kept = False
            elif told and p.start > told[-1].start:
                enough = cues.content_words(words) >= 3
                led = section(words.split(":", maxsplit=1)[0]) is not None or _TURNS.match(words)
                p.kept = bool(enough and led and not _REASON.match(words))
            elif told and (any(t.said and t.said.leans for t in told) or cues.content_words(words) < 3):
                p.kept = False
    _drop_reasons(pieces, text)


_LEANS = re.compile(r"(?:because|since|they|it|he|she|that|this|those|these|nobody|no one|none|never)\b|.*\b(?:it|them|those|these|one|any ?more)\Z", _I)  # fmt: skip


def _drop_reasons(pieces: list[Piece], text: str) -> None:
    """A sentence that only says why, behind the removal of something that was named."""
    for before, piece in pairwise(pieces):
        said = before.said
        named = said is not None and said.kind == "remove" and not said.leans and bool(said.meant)
        last = not any(p.sentence == piece.sentence for p in pieces[pieces.index(piece) + 1 :])
        words = text[piece.start : piece.end].strip(" .!")
        if (
            named
            and last
            and piece.sentence == before.sentence + 1
            and piece.kept
            and len(words.split()) <= 12
        ):
            piece.kept = not _LEANS.match(words)


def longest(pieces: list[Piece], words: str) -> list[Piece]:
    """The longest stretch of kept clauses that follow each other: spans stay substrings of the message."""
    runs: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kept:
            runs[-1].append(piece)
        elif runs[-1] and piece.end > piece.start:
            runs.append([])
    best = max(runs, key=lambda r: cues.content_words(words[r[0].start : r[-1].end]) if r else 0)
    return best if best and cues.content_words(words[best[0].start : best[-1].end]) else []
