"""From a question to the passages worth showing: fusion, evidence, and no crowding by near-duplicates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.library.articles import Passage
from coach.library.index import Index
from coach.library.lexical import Question

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

POOL = 40
"""How many passages each ranking may put forward."""
RRF = 60
"""The usual constant of reciprocal rank fusion: how little the very first ranks stand out."""
FUSED = 0.5
"""The share of the fused rank in a score; the rest is the evidence."""
STAGE_BOOST = 0.06
"""What serving the stage that the talk is in adds to a score."""
REPEAT = 0.5
"""How hard saying the same as a better hit is held against a passage."""
FAINT = 0.12
"""Evidence below this is noise: nothing in the passage has to do with the question."""


@dataclass(frozen=True)
class Hit:
    """A passage found, best first by `score`."""

    passage: Passage
    score: float
    """0..1; falls along the list. Above `Embedding.threshold` by its evidence, a passage is an answer."""
    evidence: float
    """0..1, of this passage alone: how much of the question it covers, in words and in meaning."""


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

    if not question.terms or not index.passages:
        return None
    rankings = [top(scores, POOL) for scores in index.lexical.scores(question.terms)]
    weights = [1.0] * len(rankings)
    if vector is not None:
        rankings.append(index.nearest(vector, POOL))
        weights.append(index.embedding.weight)
    fused = fuse(rankings, weights)
    if not fused:
        return None
    rows = np.array(sorted(fused, key=lambda row: (-fused[row], row)))
    whole, best = index.lexical.coverage(question, rows)
    evidence = whole
    if vector is not None:
        low, high = index.embedding.spread
        near = np.clip((index.cosines(vector, rows) - low) / (high - low), 0, 1)
        share = index.embedding.coverage
        evidence = share * evidence + (1 - share) * near
    first = sum(weights) / (RRF + 1)
    scores = FUSED / first * np.array([fused[int(row)] for row in rows]) + (1 - FUSED) * evidence
    passages = [index.passages[row] for row in rows]
    if stage is not None:
        scores += STAGE_BOOST * np.array([stage in passage.stages for passage in passages])
    telling = np.flatnonzero(evidence >= FAINT)
    return Candidates(
        tuple(passages[at] for at in telling), np.minimum(scores, 1.0)[telling], evidence[telling],
        index.body_vectors(rows[telling]),
    )  # fmt: skip


def top(scores: "Floats", count: int) -> list[int]:
    """The rows of the `count` highest scores above nought, best first, ties by row."""
    import numpy as np

    rows = np.flatnonzero(scores > 0)
    if len(rows) > count:
        least = np.partition(scores[rows], len(rows) - count)[len(rows) - count]
        rows = rows[scores[rows] >= least]
    found: list[int] = rows[np.lexsort((rows, -scores[rows]))][:count].tolist()
    return found


def fuse(rankings: Sequence[Sequence[int]], weights: Sequence[float]) -> dict[int, float]:
    """Reciprocal rank fusion: row -> the sum of weight / (RRF + rank) over the rankings it stands in."""
    fused: dict[int, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for rank, row in enumerate(ranking, start=1):
            fused[row] = fused.get(row, 0.0) + weight / (RRF + rank)
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
    articles = np.array([passage.article for passage in passages])
    marks = np.zeros(len(passages))
    order = np.argsort([passage.id for passage in passages])  # ties fall alike everywhere
    chosen: list[Hit] = []
    while len(chosen) < min(k, len(passages)):
        best = int(order[np.argmax((scores - marks)[order])])
        score = round(max(0.0, float(scores[best] - marks[best])), 4)
        chosen.append(Hit(passages[best], score, float(evidence[best])))
        scores[best] = -np.inf
        over = np.where(articles == articles[best], 0.0, (vectors @ vectors[best] - alike) / (1 - alike))
        marks = np.maximum(marks, REPEAT * over)
    return chosen
