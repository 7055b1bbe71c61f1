"""`coach eval`: run, grade, gate, report, accept, record."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from coach.errors import UserError

OUT = Path(__file__).parent / "out"
"""Where results and reports go unless told otherwise; git ignores it."""
LATEST, LAST = "latest.json", "last.json"


@click.command()
@click.argument("suites", nargs=-1)
@click.option("--voice", "voices", multiple=True, help="guided, recorded or live; the first two by default.")
@click.option(
    "--repeat", default=1, show_default=True, type=click.IntRange(1, 50), help="Attempts at each case."
)
@click.option("--case", "pattern", default="", metavar="WORDS", help="Only cases whose name contains this.")
@click.option(
    "--jobs", default=1, show_default=True, type=click.IntRange(1, 32), help="Cases at the same time (live)."
)
@click.option(
    "--players",
    type=click.Choice(["script", "model"]),
    default="script",
    help="Who plays the personas (live).",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=OUT,
    show_default="evals/out",
    help="For results and reports.",
)
@click.option("--all", "everything", is_flag=True, help="Show every failing case.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def run(
    suites: tuple[str, ...],
    voices: tuple[str, ...],
    repeat: int,
    pattern: str,
    jobs: int,
    players: str,
    out: Path,
    everything: bool,
    quiet: bool,
) -> None:
    """Run suites, grade them, write the reports, and fail if the gate is shut."""
    from evals.run import run as play

    kinds = voices or ("guided", "recorded")
    results = play(_suites(suites), kinds, repeat=repeat, jobs=jobs, pattern=pattern, progress=not quiet,
        played=players == "model",
    )  # fmt: skip
    latest = out / LATEST
    if latest.exists() and results.whole:
        latest.replace(out / LAST)
    if not results.whole:
        latest = out / "part.json"
    results.save(latest)
    _conclude(latest, out, everything)


@click.command()
@click.argument("suites", nargs=-1, required=True)
@click.option("--case", "pattern", default="", metavar="WORDS", help="Only cases whose name contains this.")
@click.option(
    "--jobs", default=1, show_default=True, type=click.IntRange(1, 32), help="Cases at the same time."
)
@click.option("--quiet", is_flag=True, help="No progress bar.")
def record(suites: tuple[str, ...], pattern: str, jobs: int, quiet: bool) -> None:
    """Let the configured model answer suites, and keep what it says for offline runs. Needs a model.

    What is recorded already, and still what would be sent, is not asked for again; the rest is thrown away.
    """
    from evals.recordings import Shelf
    from evals.run import run as play

    for suite in _suites(suites):
        results = play([suite], ["live"], pattern=pattern, jobs=jobs, progress=not quiet, record=True)
        shelf = Shelf.of(suite.name)
        if results.whole:
            # Once more, from what was kept: what is not needed then is stale.
            play([suite], ["recorded"], progress=False, shelf=shelf)
            gone = shelf.tidy()
            click.echo(f"{suite.name}: {len(shelf.kept)} recordings, {gone} stale ones thrown away.")
        else:
            click.echo(f"{suite.name}: {len(shelf.kept)} recordings.")
    click.echo("Now `coach eval`, and `coach eval accept` where the scores are what they should be.")


@click.command()
@click.argument("results", type=click.Path(path_type=Path, dir_okay=False), default=OUT / LATEST)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=OUT, show_default="evals/out"
)
@click.option("--all", "everything", is_flag=True, help="Show every failing case.")
def grade(results: Path, out: Path, everything: bool) -> None:
    """Grade stored results again: after a change of a grader, a case or a threshold. Asks no coach."""
    _conclude(results, out, everything)


@click.command()
@click.argument("results", type=click.Path(path_type=Path, dir_okay=False), default=OUT / LATEST)
def accept(results: Path) -> None:
    """Make stored results the baseline that later runs are held to."""
    from evals import gate, scoreboard
    from evals.judge import judged
    from evals.results import Results
    from evals.scores import grade as score

    stored = Results.load(results)
    if not stored.whole:
        raise UserError("These results are of a part of the cases: run the whole suite, then accept.")
    lines = gate.accept(score(stored, judged(stored)), stored.at, stored.commit)
    scoreboard.write(gate.baseline())
    click.echo("\n".join(lines) if lines else "Nothing changes.")
    if lines:
        click.echo("Written to evals/baseline.json and prompts/README.md: commit them, and say why.")


@click.command()
def schema() -> None:
    """Write the JSON Schema of every case file to evals/schema/."""
    for path, text in schemas().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        click.echo(path.name)


def schemas() -> dict[Path, str]:
    """Return the path and the text of each suite's JSON Schema."""
    import json

    from evals.suites import ROOT, SUITES

    found = {}
    for suite in SUITES.values():
        one = suite.form.model_json_schema()
        whole = (
            one
            if suite.name == "journeys"
            else {"type": "array", "items": {k: v for k, v in one.items() if k != "$defs"}}
        )
        data = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **whole,
            "$defs": one.get("$defs", {}),
        }
        found[ROOT / "schema" / f"{suite.name}.json"] = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    return found


def _suites(names: Sequence[str]) -> list[Any]:
    from evals.suites import SUITES

    unknown = [n for n in names if n not in SUITES]
    if unknown:
        raise UserError(f"There is no suite {unknown[0]!r}: there are {', '.join(SUITES)}.")
    return [SUITES[n] for n in names or SUITES]


def _conclude(path: Path, out: Path, everything: bool) -> None:
    from evals import gate
    from evals.judge import judged
    from evals.report.junit import junit
    from evals.report.markdown import markdown
    from evals.report.page import page
    from evals.report.terminal import show
    from evals.report.view import row
    from evals.results import Results
    from evals.scores import grade as score

    results = Results.load(path)
    scores = score(results, judged(results))
    accepted = gate.baseline()
    shut = gate.falls(scores, accepted, gate.thresholds(), live=results.live, whole=results.whole,
        voices=results.voices, suites=results.suites,
    )  # fmt: skip
    rows = [row(s, accepted, results.repeat) for s in scores]
    last = Results.load(out / LAST) if (out / LAST).exists() else None
    out.mkdir(parents=True, exist_ok=True)
    (out / "report.md").write_text(markdown(rows, scores, shut), "utf-8")
    (out / "junit.xml").write_text(junit(scores, shut), "utf-8")
    (out / "report.html").write_text(page(rows, scores, shut, results, last), "utf-8")
    show(rows, scores, shut, everything=everything)
    click.echo(f"The page is {out / 'report.html'}")
    if shut:
        raise click.exceptions.Exit(1)


COMMANDS = (run, grade, accept, record, schema)
