"""`coach eval`: what the coach is measured by. The suites live in the checkout, beside the program."""

import click

from coach.errors import ConfigError


class _Evals(click.Group):
    """A group whose commands come from the checkout, and are looked up when one is called."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # `coach eval` alone, or with a suite or an option, runs; anything else is a command.
        names = {*self.list_commands(ctx), *ctx.help_option_names}
        if not args or args[0] not in names:
            args = ["run", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_commands()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name) or _commands().get(cmd_name)


def _commands() -> dict[str, click.Command]:
    try:
        from evals.commands import COMMANDS
    except ModuleNotFoundError as error:
        if error.name != "evals":
            raise
        raise ConfigError(
            "The evals are in the project's checkout: clone it, and run `make evals` there."
        ) from error
    return {str(command.name): command for command in COMMANDS}


@click.group("eval", cls=_Evals)
def evals() -> None:
    """Measure the coach: run the suites, hold them to the baseline."""
