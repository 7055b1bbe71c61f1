"""How well plain questions are answered does not fall: the figures of `coach eval retrieval`."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach import cli_eval
from coach.cli import cli
from coach.errors import ConfigError
from coach.library.articles import knowledge_folder, load_articles
from evals import retrieval

FLOORS = {"hit_1": 0.75, "hit_5": 0.93, "mrr": 0.84, "refused_rightly": 0.82}
"""On the half that nothing was tuned on. Raise them with the figures; lower them only with a reason: the last floor was
0.90 on 18 questions without an answer; since then there are 93, a third of them near misses."""
CEILING = 0.07
"""The most answerable questions that may be refused."""

PASSAGES = [
    passage for article in load_articles(knowledge_folder() / "articles") for passage in article.passages
]


@pytest.fixture(scope="module")
def printed() -> dict[str, dict[str, float]]:
    """What the command prints for programs, by split."""
    done = CliRunner().invoke(cli, ["eval", "retrieval", "--json"], env={"COACH_EMBEDDINGS": "hash"})
    assert done.exit_code == 0, done.output
    return {one["split"]: one for one in json.loads(done.output)}


@pytest.mark.parametrize("figure", FLOORS)
def test_questions_nothing_was_tuned_on_are_answered_as_well_as_before(
    printed: dict[str, dict[str, float]], figure: str
) -> None:
    assert printed["held_out"][figure] >= FLOORS[figure]


def test_the_library_rarely_denies_what_it_has(printed: dict[str, dict[str, float]]) -> None:
    assert printed["held_out"]["refused_wrongly"] <= CEILING


def test_both_halves_are_measured_on_enough_questions(printed: dict[str, dict[str, float]]) -> None:
    assert set(printed) == {"tune", "held_out"}
    assert sum(half["answerable"] for half in printed.values()) >= 150
    assert sum(half["unanswerable"] for half in printed.values()) >= 30
    assert all(half["unanswerable"] >= 15 and half["answerable"] >= 75 for half in printed.values())


def test_people_get_a_table() -> None:
    done = CliRunner().invoke(cli, ["eval", "retrieval"], env={"COACH_EMBEDDINGS": "hash"})
    assert done.exit_code == 0, done.output
    head, *rows = done.output.splitlines()[1:]
    assert head.split()[:4] == ["split", "hit@1", "hit@5", "MRR"]
    assert [row.split()[0] for row in rows] == ["tune", "held_out"]


def test_whoever_tunes_sees_nothing_of_the_other_questions() -> None:
    done = CliRunner().invoke(cli, ["eval", "retrieval", "--split", "tune"], env={"COACH_EMBEDDINGS": "hash"})
    assert done.exit_code == 0, done.output
    assert [line.split()[0] for line in done.output.splitlines()[2:]] == ["tune"]


def test_each_question_names_passages_that_exist_and_stands_once() -> None:
    questions = retrieval.read()
    known = {passage.id for passage in PASSAGES}
    assert {one for question in questions for one in question.passages} <= known
    assert len({question.question.casefold() for question in questions}) == len(questions)
    assert len({question.id for question in questions}) == len(questions)


def test_the_digests_do_not_know_the_questions_they_are_measured_by() -> None:
    def bare(text: str) -> str:
        return " ".join(re.findall(r"[a-z0-9']+", text.casefold()))

    asked = {bare(question.question) for question in retrieval.read()}
    common = len(asked & {bare(answer) for passage in PASSAGES for answer in passage.answers})
    # "What is downstream marketing?" is what anybody asks. Only counted, so that a failure shows no question either.
    assert common <= 2


def test_a_figure_is_the_share_it_says() -> None:
    class Hit:
        def __init__(self, passage: str, evidence: float) -> None:
            self.passage = type("P", (), {"id": passage})
            self.evidence = evidence

    class Library:
        embedding = type("E", (), {"name": "fake", "threshold": 0.5})
        found = {  # noqa: RUF012 - never changed
            "first": [Hit("a", 0.9)], "third": [Hit("x", 0.9), Hit("y", 0.1), Hit("b", 0.2)],
            "missed": [Hit("x", 0.4)], "nothing": [], "sure": [Hit("x", 0.6)],
        }  # fmt: skip

        def search(self, question: str, k: int) -> list[Hit]:
            return self.found[question][:k]

    questions = [
        retrieval.Question(name, name, passages, "tune")
        for name, passages in {
            "first": ("a",), "third": ("b",), "missed": ("c",), "nothing": (), "sure": (),
        }.items()
    ]  # fmt: skip
    figures = retrieval.measure(Library(), questions, "tune")  # type: ignore[arg-type]
    assert (figures.answerable, figures.unanswerable) == (3, 2)
    assert (figures.hit_1, figures.hit_5) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert figures.mrr == pytest.approx((1 + 1 / 3) / 3)
    assert (figures.refused_rightly, figures.refused_wrongly) == (0.5, pytest.approx(1 / 3))


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "1", "question": "a", "passages": [], "split": "tune"}\n{"id": "2"}\n')
    with pytest.raises(ConfigError, match=r"questions\.jsonl:2: expected id"):
        retrieval.read(path)
    path.write_text('{"id": "1", "question": "a", "passages": [], "split": "spare"}\n')
    with pytest.raises(ConfigError, match="the split must be one of tune, held_out"):
        retrieval.read(path)


def test_an_installed_program_says_that_evals_need_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli_eval, "ROOT", tmp_path)
    done = CliRunner().invoke(cli, ["eval", "retrieval"])
    assert isinstance(done.exception, ConfigError)
    assert "needs a checkout" in str(done.exception)
    assert "\n" not in str(done.exception)
