"""`coach eval`: how well the coach does its work, measured. The evals stand beside the program, in a checkout only."""

import sys
from pathlib import Path

import click

from coach.errors import ConfigError

ROOT = Path(__file__).parents[1]


def need_checkout() -> None:
    """Make the package `evals` importable. Raises ConfigError in an installation without it."""
    if not (ROOT / "evals" / "__init__.py").is_file():
        raise ConfigError(
            "coach eval needs a checkout of the project: its cases are not part of the package."
        )
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))


@click.group("eval")
def evaluate() -> None:
    """Measure the coach (in a checkout)."""


@evaluate.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, one object a split.")
def retrieval(as_json: bool) -> None:
    """How often the library finds the passage, and says so where it has none (COACH_EMBEDDINGS)."""
    need_checkout()
    from coach.settings import Settings
    from evals import retrieval as grading

    settings = Settings.read()
    figures = grading.run(settings.embeddings)
    if as_json:
        click.echo(grading.as_json(figures))
        return
    click.echo(f"embedding {settings.embeddings}\n{grading.table(figures)}")
