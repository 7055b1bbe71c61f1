"""The report as one HTML page that needs nothing else: scores, and every talk beside what it was the last time."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.gate import Fall
from evals.report.view import Row, transcript, wrong
from evals.results import Results
from evals.scores import Score


def page(
    rows: Sequence[Row], scores: Sequence[Score], shut: Sequence[Fall], results: Results, last: Results | None
) -> str:
    """Return the page.

    Args:
        rows: of every suite.
        scores: what the rows were made of.
        shut: why the gate is shut.
        results: of this run.
        last: of the run before, whose talks are shown beside these.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    before = _outputs(last)
    suites = [
        {
            "row": row,
            "prompts": score.block.prompts,
            "model": score.block.model,
            "cases": [
                _case(score, case, before) for case in sorted(score.cases, key=lambda c: (c.good, c.name))
            ],
        }
        for row, score in zip(rows, scores, strict=True)
    ]
    return env.get_template("page.html").render(
        suites=suites, shut=shut, results=results, last=last, total_tokens=sum(r.tokens for r in rows)
    )


def _outputs(last: Results | None) -> dict[tuple[str, str, str], dict[str, Any]]:
    blocks = last.blocks if last else []
    return {(b.voice, b.suite, r.case): r.output for b in blocks for r in b.runs if r.attempt == 1}


def _case(score: Score, case: Any, before: dict[tuple[str, str, str], dict[str, Any]]) -> dict[str, Any]:
    shown = next((a for a in case.attempts if a.passed is False), case.attempts[0])
    now = transcript(shown.run.output)
    was = before.get((score.block.voice, score.block.suite, case.name))
    then = transcript(was) if was is not None else None
    return {
        "name": case.name,
        "passed": case.passed,
        "scored": case.scored,
        "good": case.good,
        "attempts": len(case.attempts),
        "wrong": wrong(shown),
        "held": sum(v.passed is True for v in shown.verdicts),
        "why": getattr(case.case, "why", ""),
        "now": now,
        "then": then if then != now else None,
        "same": then == now,
    }
