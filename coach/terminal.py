"""The terminal chat: the same coach, in a window without a browser."""

from coach import stages
from coach.errors import CoachError
from coach.turn import Coach, Reply


def chat(coach: Coach, user: str, conversation: str | None) -> None:
    """Talk in the terminal until `/quit` or the end of input; says how to go on later."""
    from rich.console import Console
    from rich.markup import escape
    from rich.padding import Padding

    console = Console(highlight=False)
    reply = coach.resume(user, conversation) if conversation else coach.start(user)
    console.print("[bold]Upstream[/bold] [dim]your words stay on this machine; /quit ends, /export FILE writes the plan[/dim]\n")
    _show(console, reply, reply.text)
    try:
        while True:
            text = console.input("[bold cyan]you[/bold cyan]  ").strip()
            if text in ("/quit", "/exit", "/q"):
                break
            if text.startswith("/export"):
                _export(console, coach, user, reply.conversation, text.removeprefix("/export").strip())
                continue
            try:
                for piece in coach.say(user, reply.conversation, text):
                    if isinstance(piece, Reply):
                        reply = piece
                    else:
                        console.print(Padding(escape(piece.strip()), (0, 2, 1, 2)))
                _after(console, reply)
            except CoachError as e:
                console.print(Padding(f"[yellow]{escape(str(e))}[/yellow]", (0, 2, 1, 2)))
    except (EOFError, KeyboardInterrupt):
        console.print()
    console.print(f"[dim]Nothing is lost. Go on with:  coach chat --conversation {reply.conversation}[/dim]")


def _show(console: object, reply: Reply, text: str) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.padding import Padding

    assert isinstance(console, Console)
    for piece in text.split("\n\n"):
        console.print(Padding(escape(piece), (0, 2, 1, 2)))
    _after(console, reply)


def _after(console: object, reply: Reply) -> None:
    from rich.console import Console

    assert isinstance(console, Console)
    for citation in reply.citations:
        console.print(f"  [dim]— passage {citation.passage}: coach search or /library/{citation.passage}[/dim]")
    at = [s.id for s in stages.STAGES].index(reply.stage)
    bar = "●" * at + "◐" + "○" * (len(stages.STAGES) - at - 1)
    review = f"  · to review: {len(reply.needs_review)}" if reply.needs_review else ""
    console.print(f"  [dim]{bar}  {stages.STAGE[reply.stage].title}{review}[/dim]\n")


def _export(console: object, coach: Coach, user: str, conversation: str, target: str) -> None:
    from pathlib import Path

    from rich.console import Console
    from rich.markup import escape

    from coach.export import to_json, to_markdown

    assert isinstance(console, Console)
    path = Path(target or "plan.md").expanduser()
    plan = coach.plan(user, conversation)
    try:
        path.write_text(to_json(plan) if path.suffix == ".json" else to_markdown(plan), encoding="utf-8")
    except OSError as e:
        console.print(f"[yellow]{escape(str(path))} could not be written: {e.strerror}[/yellow]")
    else:
        console.print(f"[dim]The plan is in {escape(str(path))}[/dim]")
