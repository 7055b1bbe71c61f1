"""How well the library answers plain questions: `coach eval retrieval`.

The questions in retrieval.jsonl were written from the articles by someone who did not see the index. Each names the
passages that answer it, or none where the library has nothing on it. They are split in two: the library was tuned on
one part, and the other is what counts. Whoever tunes asks for the first alone (`--split tune`).
"""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean

from coach.errors import ConfigError
from coach.library.search import Library

QUESTIONS = Path(__file__).with_name("retrieval.jsonl")
SPLITS = ("tune", "held_out")
FIRST = 5
"""How many passages a person is supposed to look at."""


@dataclass(frozen=True)
class Question:
    """A person's question and the ids of the passages that answer it: none where the library has nothing on it."""

    id: str
    question: str
    passages: tuple[str, ...]
    split: str


@dataclass(frozen=True)
class Figures:
    """Shares of one split's questions, 0..1."""

    embedding: str
    split: str
    answerable: int
    """How many questions the library has an answer to."""
    unanswerable: int
    hit_1: float
    """Of the answerable: a passage that answers comes first."""
    hit_5: float
    """The same among the first five."""
    mrr: float
    """The mean of 1 / rank of the first passage that answers, 0 beyond the fifth."""
    refused_rightly: float
    """Of the unanswerable: the coach says that its library has nothing on that."""
    refused_wrongly: float
    """Of the answerable: it says so too."""


def read(path: Path = QUESTIONS) -> tuple[Question, ...]:
    """The questions in a file of JSON lines. Raises ConfigError, naming the line."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            raw = json.loads(line)
            one = Question(str(raw["id"]), str(raw["question"]), tuple(raw["passages"]), raw["split"])
        except (ValueError, KeyError, TypeError) as error:
            raise ConfigError(
                f"{path}:{number}: expected id, question, passages and split as JSON."
            ) from error
        if one.split not in SPLITS:
            raise ConfigError(f"{path}:{number}: the split must be one of {', '.join(SPLITS)}.")
        found.append(one)
    return tuple(found)


def measure(library: Library, questions: Sequence[Question], split: str) -> Figures:
    """The figures of one split over a library."""
    ranks: list[int] = []
    wrongly: list[bool] = []
    rightly: list[bool] = []
    for question in questions:
        if question.split != split:
            continue
        hits = library.search(question.question, k=FIRST)
        refused = all(hit.evidence < library.embedding.threshold for hit in hits)
        if not question.passages:
            rightly.append(refused)
            continue
        wrongly.append(refused)
        ranks.append(next((n for n, hit in enumerate(hits, 1) if hit.passage.id in question.passages), 0))
    return Figures(
        library.embedding.name, split, len(ranks), len(rightly), mean(rank == 1 for rank in ranks),
        mean(rank > 0 for rank in ranks), mean(1 / rank if rank else 0 for rank in ranks), mean(rightly),
        mean(wrongly),
    )  # fmt: skip


def run(embeddings: str, splits: Sequence[str] = SPLITS) -> tuple[Figures, ...]:
    """The figures of each split over the bundled digests with that embedding. Raises ConfigError."""
    questions = read()
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder), embeddings=embeddings)
        try:
            return tuple(measure(library, questions, split) for split in splits)
        finally:
            library.close()


def table(figures: Sequence[Figures]) -> str:
    """The figures as a person reads them."""
    lines = [
        f"{'split':<10}{'hit@1':>7}{'hit@5':>7}{'MRR':>7}{'refused rightly':>17}{'wrongly':>9}   questions"
    ]
    lines += [
        f"{one.split:<10}{one.hit_1:>7.3f}{one.hit_5:>7.3f}{one.mrr:>7.3f}{one.refused_rightly:>17.3f}"
        f"{one.refused_wrongly:>9.3f}   {one.answerable} with an answer, {one.unanswerable} without"
        for one in figures
    ]
    return "\n".join(lines)


def as_json(figures: Sequence[Figures]) -> str:
    """The figures for programs: a JSON list, one object a split."""
    return json.dumps([asdict(one) for one in figures], indent=2)
