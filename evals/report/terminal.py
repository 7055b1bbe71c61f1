"""The report as a person at a terminal reads it."""

from collections.abc import Sequence

from evals.gate import Fall
from evals.report.view import Row, asides, failing, wrong
from evals.scores import Score

_MOST = 12
"""Failing cases shown of each suite, unless all are asked for."""


def show(
    rows: Sequence[Row], scores: Sequence[Score], shut: Sequence[Fall], *, everything: bool = False
) -> None:
    """Print suites, failing cases and the gate."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(soft_wrap=True)
    console.width = max(console.width, 110)  # a name that is cut says nothing
    table = Table(box=None, pad_edge=False)
    for name, side in (
        ("suite", "left"),
        ("passed", "right"),
        ("rate", "right"),
        ("95 %", "right"),
        ("baseline", "right"),
    ):
        table.add_column(name, justify=side)  # type: ignore[arg-type]
    table.add_column("all k", justify="right")
    table.add_column("unscored", justify="right")
    table.add_column("seconds", justify="right")
    table.add_column("tokens", justify="right")
    for row in rows:
        table.add_row(
            row.key, f"{row.passed}/{row.of}", f"{row.rate:.1%}", f"{row.low:.0%}–{row.high:.0%}", row.before, row.all_of,
            str(row.unscored or "–"), f"{row.seconds:.1f}", f"{row.tokens:,}" if row.tokens else "–",
        )  # fmt: skip
    shown: dict[str, int] = {}
    for score, case in failing(scores):
        shown[score.key] = shown.get(score.key, 0) + 1
        if shown[score.key] > _MOST and not everything:
            continue
        console.print(
            f"[bold]{escape(score.key)}[/]  {escape(case.name)}  {case.passed}/{case.scored}", highlight=False
        )
        first = next(a for a in case.attempts if a.passed is False)
        for verdict in [v for v in wrong(first) if v.passed is False][:4]:
            console.print(f"    ✗ {escape(verdict.name)}: {escape(verdict.reason)}", highlight=False)
    for key, count in shown.items():
        if count > _MOST and not everything:
            console.print(f"… {count - _MOST} more of {key}: --all shows them")
    for score in scores:
        for case, attempt in asides(score):
            outcome = {True: "passed", False: "failed", None: "inconclusive"}[attempt.passed]
            console.print(
                f"[bold]{escape(score.key)}[/]  {escape(case.name)}  {outcome}, and not held against it:",
                highlight=False,
            )
            for verdict in [v for v in attempt.verdicts if v.passed is None]:
                console.print(f"    – {escape(verdict.name)}: {escape(verdict.reason)}", highlight=False)
    console.print()
    console.print(table)
    console.print()
    if shut:
        for fall in shut:
            console.print(f"[red]✗[/] {escape(str(fall))}", highlight=False)
        console.print("[red]The gate is shut.[/]")
    else:
        console.print("[green]The gate is open.[/]")
