"""From a question to the passages worth showing: fusion, evidence, and no crowding by near-duplicates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coach.library.articles import Passage
from coach.library.index import Index
from coach.library.lexical import Question

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

POOL = 40
"""How many passages each ranking may put forward."""
RRF = 60
"""The usual constant of reciprocal rank fusion: how little the very first ranks stand out."""
COVERAGE = 0.6
"""The share of lexical coverage in the evidence; the rest is the vectors' cosine."""
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
class Candidate:
    """A hit before near-duplicates are held against one another."""

    hit: Hit
    vector: "Vectors"


def candidates(
    index: Index, question: Question, vector: "Vectors | None", stage: str | None
) -> list[Candidate]:
    """The passages of one index that have to do with `question`, in no order.

    `vector` is the question's, or None to go by words alone.
    """
    import numpy as np

    if not question.terms or not index.passages:
        return []
    scores = index.lexical.scores(question.terms)
    order = np.lexsort((np.arange(len(scores)), -scores))[:POOL]
    rankings = [[int(row) for row in order if scores[row] > 0]]
    if vector is not None:
        rankings.append(index.nearest(vector, POOL))
    fused = fuse(rankings)
    rows = sorted(fused, key=lambda row: (-fused[row], row))
    if not rows:
        return []
    evidence = index.lexical.coverage(question, np.array(rows))
    if vector is not None:
        low, high = index.embedding.spread
        near = np.clip((index.cosines(vector, rows) - low) / (high - low), 0, 1)
        evidence = COVERAGE * evidence + (1 - COVERAGE) * near
    best = len(rankings) / (RRF + 1)
    found = []
    for row, proof in zip(rows, evidence, strict=True):
        passage = index.passages[row]
        if proof < FAINT:
            continue
        score = FUSED * fused[row] / best + (1 - FUSED) * float(proof)
        if stage is not None and stage in passage.stages:
            score += STAGE_BOOST
        found.append(Candidate(Hit(passage, min(score, 1.0), float(proof)), index.body_vector(row)))
    return found


def fuse(rankings: Iterable[Sequence[int]]) -> dict[int, float]:
    """Reciprocal rank fusion: row -> the sum of 1 / (RRF + rank) over the rankings it stands in."""
    fused: dict[int, float] = {}
    for ranking in rankings:
        for rank, row in enumerate(ranking, start=1):
            fused[row] = fused.get(row, 0.0) + 1 / (RRF + rank)
    return fused


def pick(found: Sequence[Candidate], k: int, alike: float) -> list[Hit]:
    """The best `k`, one after the other; each is marked down for saying what a chosen one of another article
    says.

    `alike` is the cosine from which two passages say much the same (`Embedding.alike`).
    """
    import numpy as np

    if not found:
        return []
    vectors = np.stack([candidate.vector for candidate in found])
    articles = np.array([candidate.hit.passage.article for candidate in found])
    scores = np.array([candidate.hit.score for candidate in found])
    marks = np.zeros(len(found))
    order = np.argsort([candidate.hit.passage.id for candidate in found])  # ties fall alike everywhere
    chosen: list[Hit] = []
    while len(chosen) < min(k, len(found)):
        best = int(order[np.argmax((scores - marks)[order])])
        chosen.append(replace(found[best].hit, score=round(max(0.0, float(scores[best] - marks[best])), 4)))
        scores[best] = -np.inf
        over = np.where(articles == articles[best], 0.0, (vectors @ vectors[best] - alike) / (1 - alike))
        marks = np.maximum(marks, REPEAT * over)
    return chosen
