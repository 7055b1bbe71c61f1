"""The lexical side: BM25 (bm25s) over stems, and how much of a question a passage covers."""

import json
import math
import re
from collections.abc import Sequence
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.library.articles import Passage
from coach.library.views import best_of, lined_up
from coach.library.words import is_filler, is_topic, related, terms

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
FOREIGN, FOREIGN_TOPIC, FOREIGN_FILLER = 0.7, 1.5, 0.15
"""What a word weighs, beside a known one as rare, that the library lacks with all its like: any, one that names a
subject, one of everyday talk."""
_PREFIXES = ("re", "un", "over", "under", "pre", "non", "mis")
"""Taken off a word that the library lacks: rebrand is about brands."""
_AMOUNT = re.compile(
    r"\bhow (?:much|many)\b|\bpercentage\b|\bper ?cent\b|\bsalar|\bfines?\b|\baverage\b|\bratio\b|\bhourly\b|\bformula\b"
    r"|\b(?:what|which)(?:'s| is| are| would be)? (?:an? |the )?(?:\w+ ){0,3}(?:rates?|fees?|wages?)\b"
    r"|\b(?:what|which) (?:time|month|day|week|year|margin|price)\b(?! spans?)"
    r"|\bhow (?:long|old|deep|big|tall|high|heavy|large) "
    r"(?:should|do|does|did|is|are|must|can|may|has|have|until|before|to|of|an?)\b"
    r"|\bwhat (?:did|will|would) (?:\S+ ){1,6}?(?:costs?|charge|earn)\b|\bwhen (?:was|were|did)\b"
    r"|\bper (?:click|hour|day|week|month|year|person|head|piece)\b"
    r"|\b(?:time|hour) of (?:the )?day\b|\b(?:best|right|good) (?:day|hour|time)\b",
    re.IGNORECASE,
)
"""Asks for a number, a price, a date or a measure."""
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


class Lexical:
    """A BM25 index over one library. Immutable, so threads share it.

    Its documents are the passages, and after them, one by one, the questions that they answer: a question that a
    person asks is mostly put like one of these, and in a short document its words weigh more.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        import bm25s  # type: ignore[import-untyped]

        self._model: Any = bm25s.BM25()
        if passages:
            documents = [weighted_terms(passage) or [""] for passage in passages]
            documents += [terms(question) or [""] for passage in passages for question in passage.answers]
            self._model.index(documents, show_progress=False)
        self._ready([len(passage.answers) for passage in passages])

    def _ready(self, questions: Sequence[int]) -> None:
        """`questions` counts those of each passage."""
        import numpy as np

        self.rows = len(questions)
        counts = np.array(questions, dtype=np.int64)
        self._counts: Rows = counts
        self._starts: Rows = self.rows + np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
        self._asking: Rows = np.flatnonzero(counts)
        self._lines = self.rows + int(counts.sum())
        self._put = lined_up(self._starts[self._asking], counts[self._asking], self._lines)
        """The questions of those that have some."""
        self._vocabulary: dict[str, int] = self._model.vocab_dict if self.rows else {}
        if self.rows:
            scores = self._model.scores
            self._where, self._bounds, self._weights = scores["indices"], scores["indptr"], scores["data"]
            passages = np.concatenate([[0], np.cumsum(self._where < self.rows)])
            self._frequency: Rows = np.diff(passages[self._bounds])

    def save(self, folder: Path) -> None:
        """Write it into `folder`, to be read by `load`."""
        if self.rows:
            self._model.save(str(folder), show_progress=False)
        (folder / "questions.json").write_text(json.dumps(self._counts.tolist()), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Lexical":
        """What `save` wrote. Raises OSError, ValueError or KeyError when it is not whole."""
        import bm25s

        found = cls.__new__(cls)
        questions = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
        found._model = bm25s.BM25.load(str(folder), mmap=False) if questions else bm25s.BM25()
        found._ready(questions)
        return found

    def frequency(self, term: str) -> int:
        """How many passages hold the term, in their questions or elsewhere."""
        at = self._vocabulary.get(term)
        return 0 if at is None else int(self._frequency[at])

    def scores(self, query: Sequence[str]) -> "tuple[Floats, Floats]":
        """The BM25 score of every passage, and that of it or of its `best` questions; a related word counts for
        less than the word itself.
        """
        import numpy as np

        total = np.zeros(self._lines, dtype=np.float32)
        self._add(total, query)
        near = {other for term in query for other in related().get(term, ())} - set(query)
        others = np.zeros(self._lines, dtype=np.float32)
        self._add(others, sorted(near))
        total += RELATED_WEIGHT * others
        whole = total[: self.rows]
        asked = whole
        if len(self._asking):
            asked = whole.copy()
            asked[self._asking] = np.maximum(asked[self._asking], best_of(total, self._put))
        return whole, asked

    def _add(self, scores: "Floats", some: Sequence[str]) -> None:
        """Add what the terms that are known weigh in each document: bm25s has reckoned it beforehand, and its own
        `get_scores` takes as long for its checks as for the sum.
        """
        import numpy as np

        for term in some:
            at = self._vocabulary.get(term)
            if at is not None:
                part = slice(self._bounds[at], self._bounds[at + 1])
                np.add.at(scores, self._where[part], self._weights[part])

    def coverage(self, question: "Question", rows: "Rows") -> "Floats":
        """How much of the question each of `rows` covers, 0..1: the terms weighted by how rare they are.

        A term that the whole library lacks weighs as much as a rare one: a question about it is not covered.
        """
        import numpy as np

        place = np.full(self._lines, -1, dtype=np.int32)
        place[rows] = np.arange(len(rows), dtype=np.int32)
        covered = np.zeros(len(rows), dtype=np.float32)
        for term, weight in zip(question.terms, question.weights, strict=True):
            match = np.zeros(len(rows), dtype=np.float32)
            match[self._holding(related().get(term, ()), place)] = RELATED_WEIGHT
            match[self._holding((term,), place)] = 1.0
            covered += weight * match
        return covered / np.float32(sum(question.weights) or 1.0)

    def _holding(self, some: Sequence[str], place: "NDArray[np.int32]") -> "NDArray[np.int32]":
        """The places of the documents that hold one of the terms."""
        import numpy as np

        known = [self._vocabulary[term] for term in some if term in self._vocabulary]
        if not known:
            return place[:0]
        parts = [self._where[self._bounds[at] : self._bounds[at + 1]] for at in known]
        found: NDArray[np.int32] = place.take(np.concatenate(parts) if len(parts) > 1 else parts[0])
        return found[found >= 0]


class Question:
    """A question's terms, and what each weighs, against one library or several searched together.

    Weights come from all of them: in a library of one upload every word is as common as every other.
    """

    def __init__(self, text: str, libraries: Sequence[Lexical]) -> None:
        self._libraries = libraries
        self._rows = sum(library.rows for library in libraries)
        distinct = list(dict.fromkeys(terms(text)))[:MAX_TERMS]
        self.amount = bool(_AMOUNT.search(text))
        """Whether it asks for an amount."""
        self.terms = tuple(dict.fromkeys(self._known(term) for term in distinct))
        self.weights = tuple(self._weight(term) for term in self.terms)
        foreign = [is_topic(term) and not self._like(term) for term in self.terms]
        self.foreign = sum(compress(self.weights, foreign)) / (sum(self.weights) or 1.0)
        """What part of it, by weight, names a subject that the library lacks, 0..1."""

    def _frequency(self, term: str) -> int:
        return sum(library.frequency(term) for library in self._libraries)

    def _like(self, term: str) -> int:
        """How many passages hold the term or, where none does, the most common of its like."""
        others = related().get(term, ())
        return self._frequency(term) or max((self._frequency(other) for other in others), default=0)

    def _weight(self, term: str) -> float:
        """How much a term says: the rarer, the more, in the library or, where it lacks it, of its like."""
        frequency = self._like(term)
        share = 1.0
        if not frequency:
            share = FOREIGN_FILLER if is_filler(term) else FOREIGN_TOPIC if is_topic(term) else FOREIGN
        return share * math.log(1 + (self._rows - frequency + 0.5) / (frequency + 0.5))

    def _known(self, term: str) -> str:
        """The term, or what it stands for: without a prefix, or spelt right by one letter."""
        if (
            self._frequency(term)
            or not term.isalpha()
            or term in related()
            or is_filler(term)
            or is_topic(term)
        ):
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
        known = [word for word in near if self._frequency(word)]
        return min(known, key=lambda word: (-self._frequency(word), word), default=term)


def weighted_terms(passage: Passage) -> list[str]:
    """What BM25 indexes of a passage, a field's weight being how often it is repeated."""
    questions = [term for question in passage.answers for term in terms(question)]
    return 2 * terms(passage.title) + terms(passage.article_title) + 2 * questions + terms(passage.text)
