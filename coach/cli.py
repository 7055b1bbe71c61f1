"""The command line. Heavy imports stay inside the commands, so that `coach --help` answers at once."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coach import __version__
from coach.errors import CoachError, ConfigError, ModelError, StoreError, UserError

if TYPE_CHECKING:
    from coach.plan import Plan
    from coach.turn import Coach

LOCAL = "local"
_user = click.option("--user", default=LOCAL, help="Whose conversations; the terminal's own user by default.")


@click.group()
@click.version_option(__version__)
def cli() -> None:
    """A strategy coach: upstream first, then downstream, and a plan at the end."""


def _coach() -> "Coach":
    from coach.app import build
    from coach.settings import Settings

    return build(Settings.read())


def _say(text: str) -> None:
    click.echo(text)


@cli.command()
@click.option("--host", help="Address to listen on (COACH_HOST).")
@click.option("--port", type=int, help="Port (COACH_PORT).")
def serve(host: str | None, port: int | None) -> None:
    """Serve the coach in the browser."""
    from coach.settings import Settings
    from coach.web.serve import serve as serve_web

    env = dict(os.environ)
    env |= {"COACH_HOST": host} if host else {}
    env |= {"COACH_PORT": str(port)} if port is not None else {}
    serve_web(Settings.read(env))


@cli.command()
@click.option("--conversation", help="Go on with this conversation.")
@click.option("--jsonl", is_flag=True, help="One JSON object a line, for programs.")
@_user
def chat(conversation: str | None, jsonl: bool, user: str) -> None:
    """Talk in the terminal."""
    coach = _coach()
    if jsonl:
        from coach.jsonl import run

        lines = (line.decode("utf-8", "replace") for line in sys.stdin.buffer)
        run(coach, user, conversation, lines, sys.stdout)
    else:
        from coach.terminal import chat as talk

        talk(coach, user, conversation)


@cli.command()
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("-k", default=5, type=click.IntRange(1, 50), help="How many passages.")
def search(query: str, as_json: bool, k: int) -> None:
    """Search the library."""
    from coach.library.search import Library
    from coach.settings import Settings

    settings = Settings.read()
    settings.prepare()
    hits = Library.open(settings.data_dir, embeddings=settings.embeddings).search(query, k=k)
    if as_json:
        rows = [
            {
                "passage": h.passage.id,
                "article": h.passage.article,
                "title": h.passage.title,
                "stages": list(h.passage.stages),
                "text": h.passage.text,
                "score": round(float(h.score), 4),
            }
            for h in hits
        ]
        _say(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not hits:
        _say("The library has nothing on that.")
    for h in hits:
        _say(f"{h.passage.title}  ({h.passage.id}, {h.score:.2f})\n{h.passage.text}\n")


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be read.")
def ingest(paths: tuple[Path, ...], dry_run: bool) -> None:
    """Add your own articles (.md .txt .html .pdf .docx; files or folders) to the library."""
    from rich.progress import Progress

    from coach.library.ingest import ingest as add
    from coach.settings import Settings

    settings = Settings.read()
    settings.prepare()
    with Progress(transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("Reading", total=None)

        def progress(done: int, total: int, *_: object) -> None:
            bar.update(task, completed=done, total=total)

        report = add(list(paths), settings.data_dir, dry_run=dry_run, progress=progress)
    verb = "would be read" if dry_run else "read"
    _say(f"{len(report.read)} {verb}, {len(report.unchanged)} unchanged, {len(report.removed)} removed")
    for path, reason in report.refused:
        _say(f"refused: {path}: {reason}")


@cli.group()
def plan() -> None:
    """Show, check, export and import plans."""


def _plan_of(coach: "Coach", user: str, which: str) -> "Plan":
    return coach.plan(user, which)


@plan.command("show")
@click.argument("conversation")
@_user
def plan_show(conversation: str, user: str) -> None:
    """Print a plan as a readable document."""
    from coach.export import to_markdown

    _say(to_markdown(_coach().plan(user, conversation)))


@plan.command("check")
@click.argument("conversation_or_file")
@_user
def plan_check(conversation_or_file: str, user: str) -> None:
    """Print what the plan check finds. It proves form and traceability, not that the strategy is good."""
    path = Path(conversation_or_file)
    if path.suffix == ".json" or path.is_file():
        findings = _imported(path).findings
    else:
        findings = _coach().plan(user, conversation_or_file).findings
    for f in findings:
        _say(f"{f.severity}: {f.reason}  [{f.question}, {f.pointer}]")
    _say(f"{len(findings)} findings. The check proves form and traceability; it does not prove that the strategy is good.")


def _imported(path: Path) -> "Plan":
    from datetime import UTC, datetime

    from coach import engine, project
    from coach.events import Imported
    from coach.state import State

    data = _read_plan(path)
    project.core_from(data)
    state = engine.begin(State(conversation="file"), 0, "", datetime.now(UTC))
    return project.plan_of(engine.reduce(state, Imported(plan=data)))


def _read_plan(path: Path) -> dict[str, Any]:
    from coach.export import from_json

    try:
        return from_json(path.read_text(encoding="utf-8"))
    except OSError as e:
        raise UserError(f"{path} cannot be read: {e.strerror}.") from e
    except UnicodeDecodeError as e:
        raise UserError(f"{path} is not a plan: it is not UTF-8 text.") from e


@plan.command("export")
@click.argument("conversation")
@click.option("--format", "kind", type=click.Choice(["json", "markdown"]), default="json")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file instead of the screen.")
@_user
def plan_export(conversation: str, kind: str, output: Path | None, user: str) -> None:
    """Print or write a plan as JSON or Markdown."""
    from coach.export import to_json, to_markdown

    made = _coach().plan(user, conversation)
    text = to_json(made) if kind == "json" else to_markdown(made)
    if output is None:
        click.echo(text, nl=False)
        return
    part = output.with_name(output.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(output)
    except OSError as e:
        raise UserError(f"{output} cannot be written: {e.strerror}.") from e
    _say(f"{output} written")


@plan.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@_user
def plan_import(file: Path, user: str) -> None:
    """Go on with an exported plan, in a new conversation."""
    data = _read_plan(file)
    reply = _coach().start(user, title=str(data.get("company", {}).get("offer") or "Imported plan"), plan=data)
    _say(f"{reply.conversation}\nGo on with:  coach chat --conversation {reply.conversation}")


@cli.command()
@_user
def conversations(user: str) -> None:
    """List conversations, latest first."""
    found = _coach().store.conversations(user)
    for c in found:
        _say(f"{c.id}  {c.updated_at:%Y-%m-%d %H:%M}  {c.title or '(no title)'}")
    if not found:
        _say("No conversation yet; begin one with `coach chat` or `coach serve`.")


@cli.command()
@click.argument("conversation")
@click.option("--yes", is_flag=True, help="Do not ask.")
@_user
def delete(conversation: str, yes: bool, user: str) -> None:
    """Delete a conversation: its turns, its uploads and their index."""
    coach = _coach()
    coach.store.conversation(user, conversation)
    if yes or click.confirm("Delete it for good?"):
        coach.delete(user, conversation)
        _say("Deleted.")


@cli.command()
def schema() -> None:
    """Print the JSON Schema of a plan."""
    from coach.plan import json_schema

    _say(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@cli.command()
def doctor() -> None:
    """Say what is configured, what is missing, and what to do."""
    from coach.doctor import report

    lines, good = report()
    for line in lines:
        _say(line)
    if not good:
        sys.exit(2)


@cli.group()
def user() -> None:
    """People who may sign in when the coach is served beyond this machine."""


@user.command("add")
@click.argument("name")
def user_add(name: str) -> None:
    """Add a person to COACH_USERS_FILE, or change the password."""
    from coach.passwords import add_user
    from coach.settings import Settings

    path = Settings.read().users_file
    if path is None:
        raise ConfigError("set COACH_USERS_FILE to the file the people go into, then say this again")
    add_user(path, name, click.prompt("Password", hide_input=True, confirmation_prompt=True))
    _say(f"{name} may sign in.")


def main() -> None:
    """Run the command line; every expected error is one line and an exit code."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as e:
        e.show()
        sys.exit(e.exit_code)
    except (StoreError, ModelError) as e:
        _fail(e, 1)
    except CoachError as e:
        _fail(e, 2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _fail(error: CoachError, code: int) -> None:
    if os.environ.get("COACH_DEBUG"):
        raise error
    click.echo(f"coach: {error}", err=True)
    sys.exit(code)
