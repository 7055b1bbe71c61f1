"""The command line. Heavy imports stay inside the commands, so that `coach --help` answers at once."""

import json
import os
import socket
import sys
import threading
import time
import webbrowser
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

import click

from coach import __version__
from coach.cli_eval import evaluate
from coach.cli_plan import plan, user_option
from coach.errors import ConfigError, ModelError, StoreError, UserError

if TYPE_CHECKING:
    from coach.settings import Settings

EXIT_BUG = 70
"""An error nobody expected (EX_SOFTWARE in sysexits.h)."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="coach")
def cli() -> None:
    """A strategy coach: upstream first, then downstream, and a plan at the end."""


def _settings() -> "Settings":
    from coach.settings import Settings

    return Settings.read()


@cli.command()
@click.option("--host", help="The address to listen on (COACH_HOST).")
@click.option("--port", type=click.IntRange(1, 65535), help="The port (COACH_PORT).")
@click.option("--headless", is_flag=True, help="Open no browser.")
def serve(host: str | None, port: int | None, headless: bool) -> None:
    """Serve the coach in the browser."""
    from coach.settings import Settings

    given = {"COACH_HOST": host, "COACH_PORT": None if port is None else str(port)}
    settings = Settings.read({**os.environ, **{name: value for name, value in given.items() if value}})
    from coach.web.serve import serve as serve_web

    if not headless and _has_screen():
        threading.Thread(target=_open_browser, args=(settings.port,), daemon=True).start()
    serve_web(settings)


def _has_screen() -> bool:
    """Whether a person sits at this machine: elsewhere a browser in the terminal might open."""
    desktop = (
        sys.platform in ("darwin", "win32") or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    )
    return desktop and sys.stdout.isatty()


def _open_browser(port: int, patience: float = 30) -> None:
    """Open the page once the server listens, or never within `patience` seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        time.sleep(1)  # a taken port has ended the program by then
        with suppress(OSError), socket.create_connection(("localhost", port), 1):
            webbrowser.open(f"http://localhost:{port}")
            return


@cli.command()
@click.option(
    "--conversation", metavar="ID", help="Go on with this one (the start of its id is enough, or: last)."
)
@click.option("--plan", "plan_file", metavar="FILE", help="Begin with a plan that was exported as JSON.")
@click.option("--jsonl", is_flag=True, help="For programs: one JSON object a line, in and out.")
@click.option(
    "--voice", metavar="NAME", help="guided, model, or a model's name; a conversation remembers its own."
)
@user_option
def chat(conversation: str | None, plan_file: str | None, jsonl: bool, voice: str | None, user: str) -> None:
    """Talk in the terminal."""
    from coach.app import build, find
    from coach.files import read_plan

    if conversation and plan_file:
        raise UserError("Use --conversation to go on with one, or --plan to begin a new one, not both.")
    if plan_file == "-":
        raise UserError("--plan needs a file: standard input is where the talk comes from.")
    data = read_plan(plan_file) if plan_file else None
    coach = build(_settings())
    if conversation:
        found = find(coach, user, conversation)
        if voice:
            click.echo(coach.voices.choose(user, found, voice), err=True)
        opening = coach.resume(user, found)
    else:
        opening = coach.start(user, plan=data, voice=voice)
    if jsonl:
        from coach.jsonl import run

        run(coach, user, opening, sys.stdin.buffer, sys.stdout.buffer)
    else:
        from coach.terminal import talk

        talk(coach, user, opening)


@cli.command()
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.option(
    "-k", default=5, show_default=True, type=click.IntRange(1, 100), help="At most so many passages."
)
def search(query: str, as_json: bool, k: int) -> None:
    """Search the library."""
    from coach.library.search import Library

    settings = _settings()
    library = Library.open(settings.data_dir, embeddings=settings.embeddings)
    hits = library.search(query, k=k)
    if as_json:
        rows = [
            {
                "passage": hit.passage.id,
                "article": hit.passage.article,
                "title": hit.passage.title,
                "stages": list(hit.passage.stages),
                "text": hit.passage.text,
                "score": round(float(hit.score), 4),
            }
            for hit in hits
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.text import Text

    from coach.files import shown

    console = Console(highlight=False)
    console.width = min(console.width, 88)
    if hits and all(hit.evidence < library.embedding.threshold for hit in hits):
        click.echo("The library has nothing that surely answers this. What comes nearest:\n")
    for hit in hits:
        found = hit.passage
        by = f" by {found.author}" if found.author else ""
        whose = "our summary of" if found.kind == "library" else "your own"
        console.print(Text(f"{shown(found.title)}  ({found.id})", "bold"))
        console.print(Text(shown(found.text)))
        console.print(Text(f"— {whose} “{shown(found.article_title)}”{shown(by)}\n", "dim"))
    if not hits:
        click.echo("The library has nothing on that. `coach ingest PATH` adds articles of your own.")


@cli.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--dry-run", is_flag=True, help="Say what would be done; do nothing.")
def ingest(paths: tuple[str, ...], dry_run: bool) -> None:
    """Add your own articles (.md .txt .html .pdf .docx; files or folders) to the library.

    Without a path, what was added before is gone through again.
    """
    from rich.console import Console
    from rich.progress import Progress

    from coach.files import shown
    from coach.library.ingest import ingest as bring_in

    settings = _settings()
    if not dry_run:
        settings.prepare()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def progress(done: int, total: int, what: str) -> None:
            name = what if what in ("embedding", "indexing") else "reading"
            bar.update(task, completed=done, total=total, description=name)

        report = bring_in(paths, settings.data_dir, dry_run, progress, embeddings=settings.embeddings)
    for path in report.read:
        click.echo(f"{'would read' if dry_run else 'read'}: {shown(path)}")
    for path in report.removed:
        click.echo(f"{'would remove' if dry_run else 'removed'}: {shown(path)}")
    for path, why in report.skipped:
        click.echo(f"skipped: {shown(path)}: {why}")
    for path, why in report.refused:
        click.echo(f"refused: {shown(path)}: {why}", err=True)
    then = "would hold" if dry_run else "holds"
    counts = f"{len(report.read)} read, {len(report.unchanged)} unchanged, {len(report.removed)} removed"
    counts += f", {len(report.skipped)} skipped, {len(report.refused)} refused"
    click.echo(f"{counts}; the library {then} {report.passages} passages.")
    if report.refused and not (report.read or report.unchanged or report.removed):
        raise UserError("Nothing could be read: see the reasons above.")


cli.add_command(plan)
cli.add_command(evaluate)


@cli.command()
@user_option
def conversations(user: str) -> None:
    """List your conversations, latest first."""
    from coach.files import shown
    from coach.store import Store

    settings = _settings()
    settings.prepare()
    found = Store.open(settings.database_url).conversations(user, limit=1000)
    for one in found:
        title = shown(one.title) or "(nothing said yet)"
        click.echo(f"{one.id}  {one.updated_at.astimezone():%Y-%m-%d %H:%M}  {title}")
    if not found:
        click.echo("There is none yet: begin with `coach chat` or `coach serve`.")


@cli.command()
@click.argument("conversation", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
@user_option
def delete(conversation: str, yes: bool, user: str) -> None:
    """Delete a conversation: its turns, its uploads and their index."""
    from coach.app import build, find

    coach = build(_settings())
    found = coach.store.conversation(user, find(coach, user, conversation))
    name = f"“{found.title}”" if found.title else found.id
    if not yes and not click.confirm(f"Delete {name} for good, with its plan and uploads?"):
        click.echo("Nothing was deleted.")
        return
    coach.delete(user, found.id)
    click.echo("Deleted.")


@cli.command()
def schema() -> None:
    """Print the JSON Schema of a plan."""
    from coach.diagram import schema as text

    click.echo(text(), nl=False)


@cli.command()
def doctor() -> None:
    """Say what is configured, what is missing, and what to do."""
    from coach.doctor import report

    lines, good = report()
    click.echo("\n".join(lines))
    if not good:
        raise click.exceptions.Exit(1)


@cli.group()
def user() -> None:
    """The people who may sign in when others are served too."""


@user.command("add")
@click.argument("name")
def user_add(name: str) -> None:
    """Add a person to COACH_USERS_FILE, or give one a new password."""
    from coach.passwords import add_user

    path = _settings().users_file
    if path is None:
        raise ConfigError("Set COACH_USERS_FILE to the file that people go into, then say this again.")
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    new = add_user(path, name, password)
    click.echo(f"{name} may sign in." if new else f"{name} has a new password.")


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line: what goes wrong is one line on standard error and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            # A terminal that cannot show a character shows a question mark instead.
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        result: Any = cli.main(arguments, prog_name="coach", standalone_mode=False)
        sys.exit(result if isinstance(result, int) else 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _end("stopped.", 130)
    except (UserError, ConfigError) as error:
        _end(str(error), 2)
    except (StoreError, ModelError) as error:
        _end(str(error), 1)
    except BrokenPipeError:
        # Whoever read this has gone; nothing more is written, at the exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(1)
    except Exception as error:
        if os.environ.get("COACH_DEBUG"):
            raise
        _end(
            f"an unexpected {type(error).__name__}; COACH_DEBUG=1 shows where. What was answered is kept.",
            EXIT_BUG,
        )


def _end(message: str, code: int) -> NoReturn:
    line = " ".join("".join(c if c.isprintable() else " " for c in message).split())
    click.echo(f"coach: {line}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
