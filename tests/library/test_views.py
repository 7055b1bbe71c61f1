"""What a passage is heard by: its best view, and a little by the next ones."""

from dataclasses import replace

import numpy as np
import pytest

from coach.library.articles import parse_article
from coach.library.embedding import Embedding, embedding
from coach.library.index import Index
from coach.library.ranking import top
from coach.library.views import best_of, cosines, lined_up, runs, views
from tests.library.conftest import BOATS

PASSAGE = parse_article(BOATS, "boats.md").passages[0]


def of_meaning() -> Embedding:
    hashed = embedding()
    odds, shares = hashed.odds._replace(usual=1.0), hashed.shares._replace(told=0.4)
    return replace(hashed, odds=odds, shares=shares)


def test_several_views_that_come_near_beat_one_that_is_put_alike_by_chance() -> None:
    scores = np.array([0.9, 0.1, 0.1, 0.8, 0.7, 0.7, 0.0, 0.6, 0.5], dtype=np.float32)
    counts = np.array([3, 4, 1, 1])
    found = best_of(scores, lined_up(np.cumsum(counts) - counts, counts, len(scores)))
    assert found == pytest.approx(
        [(0.9 + 1.1 / 3) / 2, (0.8 + 2.2 / 3) / 2, 0.6, 0.5]
    )  # a passage with one view is heard by that
    assert found[1] > found[0]


def test_a_digest_is_seen_by_its_sentences_where_a_model_knows_what_they_mean() -> None:
    plain, meant = views(PASSAGE, embedding()), views(PASSAGE, of_meaning())
    assert plain == meant[: len(plain)]
    assert plain[1:] == list(PASSAGE.answers)
    assert len(meant) == len(plain) + 3  # its two sentences, the second over two lines
    assert all(text in PASSAGE.text for text in meant[len(plain) :])


def test_a_persons_document_is_not_seen_by_its_sentences() -> None:
    assert len(views(replace(PASSAGE, answers=()), of_meaning())) == 1


def test_runs_are_the_numbers_of_each_passages_views() -> None:
    assert runs(np.array([4, 0, 9]), np.array([2, 1, 3])).tolist() == [4, 5, 0, 9, 10, 11]


def test_cosines_are_those_of_each_row() -> None:
    vectors = embedding().embed(["a narrow hull", "paying the crew"])
    assert cosines(vectors, vectors[0]) == pytest.approx([1.0, float(vectors[1] @ vectors[0])], abs=1e-6)


def test_how_near_a_passage_mostly_is_leaves_its_sentences_out() -> None:
    meant = of_meaning()
    index = Index.build([PASSAGE, replace(PASSAGE, id="own", answers=())], meant, {})
    query = meant.embed_query("which hull is fastest")
    _, usual = index.cosines(query, np.array([0, 1]))
    put = meant.embed(views(PASSAGE, meant))[: 1 + len(PASSAGE.answers)] @ query
    assert usual == pytest.approx([put.mean(), put[0]], abs=1e-6)


def test_a_texts_vector_is_its_own_whatever_is_embedded_with_it() -> None:
    texts = [
        "What does a crew cost?",
        "",
        "the of and",
        PASSAGE.text,
        "crew",
        "a crew of four",
        PASSAGE.text * 3,
    ]
    alone = [embedding().embed([text])[0] for text in texts]
    assert np.array_equal(embedding().embed(texts), alone)
    assert np.array_equal(embedding().embed(texts[::-1]), alone[::-1])


@pytest.mark.parametrize("size", [3, 40, 1_000, 20_000])
def test_the_best_of_many_scores_are_found_best_first_with_ties_in_order(size: int) -> None:
    chance = np.random.default_rng(size)
    for kinds in (3, 50, 100_000):
        for nought in (0.0, 0.5, 0.999):
            scores = chance.integers(1, kinds + 1, size).astype(np.float32)
            scores[chance.random(size) < nought] = 0
            rows = sorted(np.flatnonzero(scores).tolist(), key=lambda row: (-scores[row], row))
            assert top(scores, 40) == rows[:40]
