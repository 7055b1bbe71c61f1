"""The suite of retrieval: each question of `retrieval.jsonl` as a case, so that none that was answered gets lost."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from coach.library.search import Library
from evals.graders.verdicts import Verdict, held
from evals.retrieval import FIRST


class RetrievalCase(BaseModel):
    """A question, and the passages that answer it: none where the library has nothing on it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question: str
    passages: tuple[str, ...]
    split: str
    """`tune` or `held_out`: the library was tuned on one half only."""


def find(case: RetrievalCase, library: Library) -> dict[str, Any]:
    """Search as the coach does."""
    hits = library.search(case.question, k=FIRST)
    return {
        "said": case.question,
        "found": [hit.passage.id for hit in hits],
        "answers": bool(library.answer(case.question, k=FIRST)),
    }


def grade(case: RetrievalCase, output: Mapping[str, Any]) -> Iterator[Verdict]:
    """Yield whether a passage that answers is among the first, and whether the library knows what it knows."""
    if not case.passages:
        yield held("says that it has nothing", "it answers" if output["answers"] else None)
        return
    there = set(case.passages) & set(output["found"])
    yield held(f"among the first {FIRST}", None if there else f"found: {', '.join(output['found'])}")
    yield held("does not say that it has nothing", None if output["answers"] else "it does")
