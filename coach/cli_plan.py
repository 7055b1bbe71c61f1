"""`coach plan …`: what a person does with plans at the command line."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from coach.plan import Plan
    from coach.turn import Coach

NAME_LIMIT = 200


def _named(_: click.Context, __: click.Parameter, value: str) -> str:
    if not value.strip() or len(value) > NAME_LIMIT or not value.isprintable():
        raise click.BadParameter(f"use a name of 1 to {NAME_LIMIT} printable characters")
    return value.strip()


user_option = click.option(
    "--user", default="local", show_default=True, callback=_named, metavar="NAME", help="Whose conversations."
)


@click.group()
def plan() -> None:
    """List, show, check, export and import plans."""


def _open(user: str, conversation: str) -> "tuple[Coach, str]":
    from coach.app import build, find
    from coach.settings import Settings

    coach = build(Settings.read())
    return coach, find(coach, user, conversation)


def _plan(user: str, conversation: str) -> "Plan":
    coach, found = _open(user, conversation)
    return coach.plan(user, found)


@plan.command("list")
@user_option
def plan_list(user: str) -> None:
    """List the plan of each conversation, latest first."""
    from coach import stages
    from coach.app import build
    from coach.files import shown
    from coach.project import is_final
    from coach.settings import Settings

    coach = build(Settings.read())
    found = coach.store.conversations(user, limit=1000)
    for one in found:
        state = coach.state(user, one.id)
        status = "final" if is_final(state.core) else "draft"
        at = stages.STAGE[state.stage()].title
        click.echo(f"{one.id}  {status}  {at:<15}  {shown(one.title) or '(nothing said yet)'}")
    if not found:
        click.echo("There is none yet: begin with `coach chat` or `coach serve`.")


@plan.command("show")
@click.argument("conversation", metavar="ID")
@user_option
def plan_show(conversation: str, user: str) -> None:
    """Print a plan as a document to read."""
    from coach.export import to_markdown

    text = to_markdown(_plan(user, conversation))
    if not sys.stdout.isatty():
        click.echo(text, nl=False)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))


@plan.command("check")
@click.argument("which", metavar="ID_OR_FILE")
@user_option
def plan_check(which: str, user: str) -> None:
    """Say what the plan check finds; it proves form and traceability, not that the strategy is good."""
    from coach.check import CAVEAT
    from coach.files import shown

    is_file = which == "-" or which.casefold().endswith(".json") or Path(which).is_file()
    findings = (_from_file(which) if is_file else _plan(user, which)).findings
    for found in findings:
        click.echo(f"{found.severity}: {shown(found.reason)}  ({found.pointer}, asked at {found.question})")
    click.echo(f"{len(findings) or 'No'} finding{'' if len(findings) == 1 else 's'}. {CAVEAT}")


def _from_file(path: str) -> "Plan":
    """Return an exported plan with its findings as they are today."""
    from datetime import UTC, datetime

    from coach import engine, project
    from coach.events import Imported
    from coach.files import read_plan
    from coach.state import State

    state = engine.begin(State(), 0, "", datetime.now(UTC))
    return project.plan_of(engine.reduce(state, Imported(plan=read_plan(path))))


_ALIASES = {"md": "markdown"}
"""Other names of a form."""


@plan.command("export")
@click.argument("conversation", metavar="ID")
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "markdown", "md", "docx", "html"]),
    default="json",
    show_default=True,
)
@click.option("-o", "--output", metavar="FILE", help="Write it there, whole or not at all.")
@user_option
def plan_export(conversation: str, form: str, output: str | None, user: str) -> None:
    """Print a plan, or write it to a file."""
    from coach.errors import UserError
    from coach.export.formats import FORMATS
    from coach.files import write_whole

    written = FORMATS[_ALIASES.get(form, form)].write(_plan(user, conversation))
    if output is None or output == "-":
        if form == "docx" and sys.stdout.isatty():
            raise UserError("A Word file is not for the screen: name a file, as in -o plan.docx.")
        click.echo(written, nl=False)
        return
    write_whole(Path(output), written)
    click.echo(f"Written to {output}.", err=True)


@plan.command("import")
@click.argument("file", metavar="FILE")
@user_option
def plan_import(file: str, user: str) -> None:
    """Begin a new conversation with a plan that was exported as JSON."""
    from coach.app import build
    from coach.files import read_plan
    from coach.settings import Settings

    data = read_plan(file)
    coach = build(Settings.read())
    reply = coach.start(user, title=_title(data), plan=data)
    again = "" if user == "local" else f" --user {user}"
    click.echo(f"Imported. Go on with:\n  coach chat --conversation {reply.conversation}{again}")


def _title(data: dict[str, Any]) -> str:
    from coach.app import TITLE_LENGTH

    company = data.get("company")
    offer = company.get("offer") if isinstance(company, dict) else None
    return " ".join(str(offer or "Imported plan").split())[:TITLE_LENGTH]
