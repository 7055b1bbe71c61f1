"""The report as a comment on a pull request."""

import re
from collections.abc import Sequence

from evals.gate import Fall
from evals.report.view import Row, failing, wrong
from evals.scores import Score

MARK = "<!-- coach eval -->"
"""By which the comment is found again and replaced."""
_MOST = 30
"""Failing cases that are named: a comment holds 65,536 characters."""


def markdown(rows: Sequence[Row], scores: Sequence[Score], shut: Sequence[Fall]) -> str:
    """Return the whole report as GitHub's Markdown."""
    lines = [MARK, "## Evals: " + ("**the gate is shut**" if shut else "the gate is open"), ""]
    lines += [f"- {_code(str(fall)).replace(chr(10), '  ' + chr(10))}" for fall in shut]
    lines += [
        "",
        "| suite | passed | rate | 95 % | baseline | all k | unscored | tokens | cost |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        tokens = f"{row.tokens:,}" if row.tokens else "–"
        lines.append(
            f"| {row.key} | {row.passed}/{row.of} | {row.rate:.1%} | {row.low:.0%}–{row.high:.0%} | {row.before} | {row.all_of} "
            f"| {row.unscored or '–'} | {tokens} | {row.cost} |"
        )
    bad = list(failing(scores))
    if bad:
        lines += ["", f"<details><summary>{len(bad)} cases that fail</summary>", ""]
        for score, case in bad[:_MOST]:
            first = next(a for a in case.attempts if a.passed is False)
            verdict = wrong(first)[0]
            lines.append(
                f"- {_code(score.key)} {_plain(case.name)}: {_plain(verdict.name)}: {_code(verdict.reason[:160])}"
            )
        if len(bad) > _MOST:
            lines.append(f"- and {len(bad) - _MOST} more")
        lines += ["", "</details>"]
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    """What a model or a person wrote, as text that nothing can break out of."""
    return "`" + " ".join(text.split()).replace("`", "'") + "`" if text.strip() else ""


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>|#@])", r"\\\1", " ".join(text.split()))
