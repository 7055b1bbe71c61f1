"""`coach eval`: how well the coach does its work, measured. The evals stand beside the program, in a checkout only."""

import sys
from importlib.util import find_spec
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


class _Evals(click.Group):
    """A group whose other commands come from the checkout, and are looked up when one is called."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # `coach eval` alone, or with suites or options, runs; anything else is a command.
        if not args or args[0] not in {*self.list_commands(ctx), *ctx.help_option_names}:
            args = ["run", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_commands()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name) or _commands().get(cmd_name)


def _commands() -> dict[str, click.Command]:
    need_checkout()
    if find_spec("pydantic_evals") is None:
        raise ConfigError("The evals need their extra: `pip install -e '.[evals]'`, or `make evals`.")
    from evals.commands import COMMANDS

    return {str(command.name): command for command in COMMANDS}


@click.group("eval", cls=_Evals)
def evaluate() -> None:
    """Measure the coach (in a checkout)."""


@evaluate.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, one object a split.")
@click.option("--split", type=click.Choice(["tune", "held_out"]), help="Only this part of the questions.")
def retrieval(as_json: bool, split: str | None) -> None:
    """How often the library finds the passage, and says so where it has none (COACH_EMBEDDINGS)."""
    need_checkout()
    from coach.settings import Settings
    from evals import retrieval as grading

    settings = Settings.read()
    figures = grading.run(settings.embeddings, (split,) if split else grading.SPLITS)
    if as_json:
        click.echo(grading.as_json(figures))
        return
    click.echo(f"embedding {settings.embeddings}\n{grading.table(figures)}")
