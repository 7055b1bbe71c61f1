"""From a question to the passages worth showing: fusion, evidence, and no crowding by near-duplicates."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from coach.library.articles import Passage
from coach.library.embedding import WORDS_ODDS, Embedding
from coach.library.index import Index
from coach.library.lexical import Question
from coach.library.views import SENTENCE, cosines
from coach.library.words import related, terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

POOL = 40
"""How many passages each ranking may put forward."""
RRF = 20
"""The constant of reciprocal rank fusion: how little the very first ranks stand out."""
STAGE_BOOST = 0.06
"""What serving the stage that the talk is in adds to a score."""
REPEAT = 0.5
"""How hard saying the same as a better hit is held against a passage."""
ABOUT = 2
"""How many of a question's words stand in the sentence that gives the amount it asks for."""
OTHERS = 3
"""How many of the questions that other books answer are heard: those nearest to a person's."""
OWN = 0.5
"""How near such a question is to a passage that is about just that, on the scale of nearness."""
FAINT = 0.04
"""Coverage and nearness below this, at the mean, are noise: nothing in the passage has to do with the question."""
_FIGURE = re.compile(r"\d|%|\bper ?cent\b|\bhalf\b")


@dataclass(frozen=True)
class Hit:
    """A passage found, best first by `score`."""

    passage: Passage
    score: float
    """0..1; falls along the list."""
    evidence: float
    """0..1, of this passage alone: how likely it is that it answers the question. From `Embedding.threshold` on it is an
    answer.
    """


@dataclass(frozen=True)
class Candidates:
    """The passages of one index that have to do with a question, before near-duplicates are held against one
    another.
    """

    passages: tuple[Passage, ...]
    scores: "Floats"
    evidence: "Floats"
    vectors: "Floats"
    """Of each passage's text under its heading, one row a passage."""


def candidates(
    index: Index, question: Question, vector: "Floats | None", stage: str | None
) -> Candidates | None:
    """The passages of one index that have to do with `question`, in no order.

    `vector` is the question's, or None to go by words alone.
    """
    import numpy as np

    if not index.passages:
        return None
    rankings = [top(scores, POOL) for scores in index.lexical.scores(question.terms)]
    pool = set().union(*rankings)
    each = None
    if vector is not None:
        nearest, each = index.nearest(vector, POOL)
        pool.update(nearest)
    if not pool:
        return None
    rows = np.array(sorted(pool))
    whole = index.lexical.coverage(question, rows)
    if vector is None:
        near = usual = whole
    else:
        low, high = index.embedding.spread
        near, usual = ((cosine - low) / (high - low) for cosine in index.cosines(vector, rows, each))
        near = np.clip(near, 0, 1)
        rankings.append(rows[np.lexsort((rows, -near))][:POOL].tolist())
    fused = fuse(rankings)
    telling = np.flatnonzero(whole + near >= 2 * FAINT)
    rows = rows[telling]
    whole, near, usual = (some[telling] for some in (whole, near, usual))
    first = len(rankings) / (RRF + 1)
    share = index.embedding.shares
    scores = np.array([fused.get(row, 0.0) for row in rows.tolist()]) * (share.fused / first)
    scores += share.covered * whole + share.near * near
    odds = WORDS_ODDS if vector is None else index.embedding.odds
    logit = odds.constant + odds.coverage * whole + odds.nearness * near
    logit += (
        odds.usual * usual + odds.length * math.log1p(len(question.terms)) + odds.foreign * question.foreign
    )
    bodies = index.body_vectors(rows)
    if vector is not None:
        logit += odds.elsewhere * elsewhere(index.embedding, vector, bodies)
    passages = tuple(index.passages[row] for row in rows.tolist())
    if question.amount:
        asked = [{term, *related().get(term, ())} for term in question.terms]
        logit += odds.no_figure * np.array([not _has_amount(passage.text, asked) for passage in passages])
    if stage is not None:
        scores += STAGE_BOOST * np.array([stage in passage.stages for passage in passages])
    evidence = (1 / (1 + np.exp(-logit))).astype(np.float32)
    return Candidates(passages, np.minimum(scores, 1.0), evidence, bodies)


def elsewhere(embedding: Embedding, vector: "Floats", bodies: "Floats") -> "Floats":
    """How near a question is to the nearest few of those that other books answer, 0..1, as each passage has it.

    What is near to the passage as well counts for less, and from OWN on for nothing: a person's own documents may be about
    just that.
    """
    import numpy as np

    low, high = embedding.spread
    others = embedding.elsewhere()
    near = np.clip((cosines(others, vector) - low) / (high - low), 0, 1)
    nearest = np.argsort(-near, kind="stable")[:OTHERS]
    own = np.clip((np.stack([cosines(bodies, others[row]) for row in nearest]) - low) / (high - low), 0, 1)
    found: Floats = (near[nearest, None] * np.clip(1 - own / OWN, 0, 1)).mean(axis=0)
    return found


def _has_amount(text: str, asked: Sequence[set[str]]) -> bool:
    """Whether a sentence of `text` has a figure that may be the one asked for: one beside ABOUT of the words asked, each
    given with its like.
    """
    least = min(ABOUT, len(asked))
    return any(sum(not one.isdisjoint(words) for one in asked) >= least for words in _figures(text))


@lru_cache(maxsize=4_096)
def _figures(text: str) -> tuple[frozenset[str], ...]:
    """The terms of each sentence that has a figure."""
    return tuple(frozenset(terms(part)) for part in SENTENCE.split(text) if _FIGURE.search(part))


def top(scores: "Floats", count: int) -> list[int]:
    """The rows of the `count` highest scores above nought, best first, ties by row."""
    import numpy as np

    size = len(scores) // (4 * count)
    least = np.float32(0)
    if size > 4:
        # The count-th highest of the parts' highest scores is no higher than the one of all: what lies below it is left
        # out in one pass, and few are left to be sorted.
        parts = scores[: 4 * count * size].reshape(4 * count, size).max(axis=1)
        least = np.partition(parts, 3 * count)[3 * count]
    rows = np.flatnonzero(scores >= least if least > 0 else scores > 0)
    if len(rows) > count:
        least = np.partition(scores[rows], len(rows) - count)[len(rows) - count]
        rows = rows[scores[rows] >= least]
    found: list[int] = rows[np.lexsort((rows, -scores[rows]))][:count].tolist()
    return found


def fuse(rankings: Iterable[Sequence[int]]) -> dict[int, float]:
    """Reciprocal rank fusion: row -> the sum of 1 / (RRF + rank) over the rankings it stands in."""
    fused: dict[int, float] = {}
    for ranking in rankings:
        for rank, row in enumerate(ranking, start=1):
            fused[row] = fused.get(row, 0.0) + 1 / (RRF + rank)
    return fused


def pick(found: Sequence[Candidates], k: int, alike: float) -> list[Hit]:
    """The best `k`, one after the other; each is marked down for saying what a chosen one of another article
    says.

    `alike` is the cosine from which two passages say much the same (`Embedding.alike`).
    """
    import numpy as np

    passages = [passage for some in found for passage in some.passages]
    if not passages:
        return []
    vectors = np.concatenate([some.vectors for some in found])
    scores = np.concatenate([some.scores for some in found])
    evidence = np.concatenate([some.evidence for some in found])
    marks = np.zeros(len(passages))
    chosen: list[Hit] = []
    while True:
        left = scores - marks
        ties = np.flatnonzero(left == left.max()).tolist()
        best = min(ties, key=lambda row: passages[row].id)  # ties fall alike everywhere
        chosen.append(Hit(passages[best], round(max(0.0, float(left[best])), 4), float(evidence[best])))
        if len(chosen) >= min(k, len(passages)):
            return chosen
        scores[best] = -np.inf
        over = (cosines(vectors, vectors[best]) - alike) / (1 - alike)
        over[[passage.article == passages[best].article for passage in passages]] = 0.0
        marks = np.maximum(marks, REPEAT * over)
