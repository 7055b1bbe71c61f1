"""The lexical side: BM25 (bm25s) over stems, and how much of a question a passage covers."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.library.articles import Passage
from coach.library.words import related, terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Rows = NDArray[np.int64]

RELATED_WEIGHT = 0.6
"""What a related word counts for beside the word itself, in ranking and in coverage."""
MAX_TERMS = 64
"""A question has fewer; a pasted page is cut to its first terms."""
MIN_TYPO = 7
"""Letters of the shortest stem that is corrected: in shorter ones, one letter off is often another word."""
_PREFIXES = ("re", "un", "over", "under", "pre", "non", "mis")
"""Taken off a word that the library lacks: rebrand is about brands."""
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


class Lexical:
    """A BM25 index over the rows (passages) of one library. Immutable, so threads share it."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        import bm25s  # type: ignore[import-untyped]

        self._model: Any = bm25s.BM25()
        if passages:
            # A heading and the questions a passage answers say what it is about: they count double and more.
            self._model.index([weighted_terms(passage) or [""] for passage in passages], show_progress=False)
        self._ready(len(passages))

    def _ready(self, rows: int) -> None:
        self.rows = rows
        self._vocabulary: dict[str, int] = self._model.vocab_dict if rows else {}

    def save(self, folder: Path) -> None:
        """Write it into `folder`, to be read by `load`."""
        if self.rows:
            self._model.save(str(folder), show_progress=False)
        (folder / "rows.json").write_text(json.dumps(self.rows), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Lexical":
        """What `save` wrote. Raises OSError, ValueError or KeyError when it is not whole."""
        import bm25s

        found = cls.__new__(cls)
        rows = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
        found._model = bm25s.BM25.load(str(folder), mmap=False) if rows else bm25s.BM25()
        found._ready(rows)
        return found

    def frequency(self, term: str) -> int:
        """How many rows hold the term."""
        at = self._vocabulary.get(term)
        if at is None:
            return 0
        bounds = self._model.scores["indptr"]
        return int(bounds[at + 1] - bounds[at])

    def scores(self, query: Sequence[str]) -> "Floats":
        """The BM25 score of every row; a related word counts for less than the word itself."""
        import numpy as np

        total = np.zeros(self.rows, dtype=np.float32)
        exact = [self._vocabulary[term] for term in query if term in self._vocabulary]
        if exact:
            total += self._model.get_scores(exact)
        asked = set(query)
        near = {other for term in query for other in related().get(term, ())} - asked
        others = [self._vocabulary[term] for term in sorted(near) if term in self._vocabulary]
        if others:
            total += RELATED_WEIGHT * self._model.get_scores(others)
        return total

    def coverage(self, question: "Question", rows: "Rows") -> "Floats":
        """How much of the question each of `rows` covers, 0..1: its terms weighted by how rare they are.

        A term that the whole library lacks weighs as much as a rare one: a question about it is not covered.
        """
        import numpy as np

        covered = np.zeros(len(rows), dtype=np.float32)
        for term, weight in zip(question.terms, question.weights, strict=True):
            match = self._holds(term, rows).astype(np.float32)
            for other in related().get(term, ()):
                if other in self._vocabulary:
                    match = np.maximum(match, RELATED_WEIGHT * self._holds(other, rows))
            covered += weight * match
        return covered / sum(question.weights)

    def _holds(self, term: str, rows: "Rows") -> "NDArray[np.bool_]":
        import numpy as np

        mask = np.zeros(self.rows, dtype=bool)
        if term in self._vocabulary:
            scores = self._model.scores
            at = self._vocabulary[term]
            mask[scores["indices"][scores["indptr"][at] : scores["indptr"][at + 1]]] = True
        return np.asarray(mask[rows])


class Question:
    """A question's terms, and what each weighs, against one library or several searched together.

    Weights come from all of them: in a library of one upload every word is as common as every other.
    """

    def __init__(self, text: str, libraries: Sequence[Lexical]) -> None:
        self._libraries = libraries
        self._rows = sum(library.rows for library in libraries)
        distinct = list(dict.fromkeys(terms(text)))[:MAX_TERMS]
        self.terms = tuple(dict.fromkeys(self._known(term) for term in distinct))
        self.weights = tuple(self._weight(term) for term in self.terms)

    def _frequency(self, term: str) -> int:
        return sum(library.frequency(term) for library in self._libraries)

    def _weight(self, term: str) -> float:
        frequency = self._frequency(term)
        return math.log(1 + (self._rows - frequency + 0.5) / (frequency + 0.5))

    def _known(self, term: str) -> str:
        """The term, or what it stands for: without a prefix, or spelt right by one letter."""
        if self._frequency(term) or not term.isalpha() or term in related():
            return term
        for prefix in _PREFIXES:
            base = term.removeprefix(prefix)
            if base != term and len(base) >= 4 and self._frequency(base):
                return base
        if len(term) < MIN_TYPO:
            return term
        splits = [(term[:at], term[at:]) for at in range(len(term) + 1)]
        near = [left + right[1:] for left, right in splits if right]
        near += [left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1]
        near += [left + char + right[1:] for left, right in splits[1:] for char in _ALPHABET if right]
        near += [left + char + right for left, right in splits[1:] for char in _ALPHABET]
        known = {word: self._frequency(word) for word in near}
        best = min(known, key=lambda word: (-known[word], word))
        return best if known[best] else term


def weighted_terms(passage: Passage) -> list[str]:
    """What BM25 indexes of a passage, a field's weight being how often it is repeated."""
    questions = [term for question in passage.answers for term in terms(question)]
    return 2 * terms(passage.title) + terms(passage.article_title) + 2 * questions + terms(passage.text)
