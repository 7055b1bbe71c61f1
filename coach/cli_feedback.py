"""`coach feedback`: what people thought of the replies, for whoever runs the coach."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from coach.store import Feedback, Store

WORDS = 100
"""Characters of a message and of a reply in the list; `--json` has them whole."""


def counted(thumbs: "Sequence[Feedback]") -> "list[Feedback]":
    """Return the thumbs that count: the last on each reply, unless it was taken back."""
    last: dict[tuple[str, str, int], Feedback] = {}
    for thumb in thumbs:
        last[(thumb.user, thumb.conversation, thumb.turn)] = thumb
    return sorted((t for t in last.values() if t.value), key=lambda t: t.at)


def rows(store: "Store", user: str | None) -> list[dict[str, Any]]:
    """Return each thumb with what was said and replied, ready for JSON."""
    found: list[dict[str, Any]] = []
    turns: dict[str, dict[int, Any]] = {}
    for thumb in counted(store.feedback(user)):
        if thumb.conversation not in turns:
            kept = store.turns(thumb.user, thumb.conversation)
            turns[thumb.conversation] = {record.sequence: record for record in kept}
        record = turns[thumb.conversation][thumb.turn]
        found.append(
            {
                "at": thumb.at.isoformat(timespec="seconds"),
                "user": thumb.user,
                "conversation": thumb.conversation,
                "turn": thumb.turn,
                "helpful": thumb.value > 0,
                "comment": thumb.comment,
                "said": record.text,
                "reply": record.reply.text if record.reply else "",
            }
        )
    return found


@click.command()
@click.option("--user", metavar="NAME", help="Of this person only.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object a line, to keep or to work with."
)
def feedback(user: str | None, as_json: bool) -> None:
    """List the thumbs that people gave, with their comments, oldest first."""
    from coach.files import shown
    from coach.settings import Settings
    from coach.store import Store

    settings = Settings.read()
    settings.prepare()
    found = rows(Store.open(settings.database_url), user)
    for row in found:
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
            continue
        mark = "helpful" if row["helpful"] else "not helpful"
        where = f"{row['conversation'][:8]} turn {row['turn']}"
        click.echo(f"{row['at'][:16].replace('T', ' ')}  {mark:<11}  {shown(row['user'])}  {where}")
        for name, text in (("comment", row["comment"]), ("said", row["said"]), ("reply", row["reply"])):
            line = " ".join(shown(text).split())
            if line:
                click.echo(f"    {name}: {line if len(line) <= WORDS else line[: WORDS - 1] + '…'}")
    if not found and not as_json:
        click.echo("Nobody has given a thumb yet.")
