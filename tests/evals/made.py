"""Scores and results made up for the tests of gate and reports."""

from typing import Any

from evals.graders.verdicts import Verdict
from evals.results import Block, Run
from evals.scores import CaseScore, Graded, Score


def score(outcomes: dict[str, Any], suite: str = "understand", voice: str = "guided") -> Score:
    """Return the score of cases, each with what its attempts came to: True, False, None, or a list of these."""
    cases = []
    for name, found in outcomes.items():
        attempts = found if isinstance(found, list) else [found]
        graded = tuple(
            Graded(
                Run(
                    case=name,
                    behaviour="b",
                    attempt=n,
                    seconds=0.1,
                    output={"said": "hello", "reply": "What?"},
                ),
                (Verdict("assertion", passed, "" if passed else "because"),),
            )
            for n, passed in enumerate(attempts, 1)
        )
        cases.append(CaseScore(name, "b", graded))
    runs = [a.run for c in cases for a in c.attempts]
    return Score(Block(suite=suite, voice=voice, cases_digest="0", seconds=1.0, runs=runs), tuple(cases))


def accepted(outcomes: dict[str, Any], suite: str = "understand", voice: str = "guided") -> dict[str, Any]:
    """Return the baseline that these outcomes would have made."""
    one = score(outcomes, suite, voice)
    passed, of = one.counts
    good = sorted(c.name for c in one.cases if c.good)
    return {one.key: {"passed": passed, "of": of, "unscored": one.unscored, "good": good}}
