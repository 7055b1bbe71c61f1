"""The door for programs: one JSON object a line in, one a line out (`coach chat --jsonl`).

In: `{"text": "…"}` or `{"command": "undo"}`, with an optional `"message_id"` that makes sending again harmless. Out: the
reply, or `{"conversation": …, "error": …}` for a line that could not be used; the talk goes on after it.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from coach.errors import CoachError, UserError

if TYPE_CHECKING:
    from coach.turn import Coach, Reply

LINE_LIMIT = 1_000_000
"""Bytes of one line; the longest message fits, however it is escaped."""
ID_LIMIT = 120
"""Characters of a message id."""
COMMANDS: Mapping[str, str] = {
    "undo": "undo",
    "where": "where are we?",
    "show": "show the plan",
    "express": "express",
    "full": "full",
    "help": "help",
}
"""Command -> what a person would have typed."""
_SHAPE = '{"text": "…"} or {"command": "undo"}, with "message_id" if you like'


@dataclass(frozen=True)
class Message:
    text: str
    id: str | None = None


def run(coach: "Coach", user: str, opening: "Reply", source: IO[bytes], sink: IO[bytes]) -> None:
    """Write the opening, then answer line by line until the input ends. Only JSON lines reach `sink`."""
    _write(sink, as_record(opening))
    for line in lines(source):
        if line is not None and not line.strip():
            continue
        # What a library may print must not stand between two JSON lines.
        with redirect_stdout(sys.stderr):
            record = _answer(coach, user, opening.conversation, line)
        _write(sink, record)


def _answer(coach: "Coach", user: str, conversation: str, line: bytes | None) -> dict[str, Any]:
    from coach.app import name_after
    from coach.turn import finish

    try:
        message = read(line)
        reply = finish(coach.say(user, conversation, message.text, message.id))
        name_after(coach, user, reply, message.text)
        return as_record(reply)
    except CoachError as error:
        return {"conversation": conversation, "error": str(error)}


def as_record(reply: "Reply") -> dict[str, Any]:
    """Return a reply as the object that a program reads."""
    return {
        "conversation": reply.conversation,
        "reply": reply.text,
        "stage": reply.stage,
        "asking": reply.asking,
        "events": list(reply.events),
        "citations": [{"passage": c.passage, "quote": c.quote} for c in reply.citations],
        "needs_review": list(reply.needs_review),
        "model_calls": reply.model_calls,
        "input_tokens": reply.input_tokens,
        "output_tokens": reply.output_tokens,
        "cost": reply.cost,
        "voice": reply.voice,
    }


def lines(source: IO[bytes]) -> Iterator[bytes | None]:
    """Yield the lines of `source`; None stands for one longer than LINE_LIMIT, which is never held whole."""
    while line := source.readline(LINE_LIMIT + 1):
        if len(line) <= LINE_LIMIT or line.endswith(b"\n"):
            yield line
            continue
        while (rest := source.readline(LINE_LIMIT)) and not rest.endswith(b"\n"):
            pass
        yield None


def read(line: bytes | None) -> Message:
    """Return the message of one line.

    Raises:
        UserError: it is none; says what a line must be.
    """
    if line is None:
        raise UserError(
            f"This line is longer than {LINE_LIMIT:,} bytes. Nothing was stored: send less at once."
        )
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UserError(
            "This line is not UTF-8. Nothing was stored: send it again, encoded as UTF-8."
        ) from error
    except (ValueError, RecursionError) as error:
        raise UserError(f"This line is not JSON. Nothing was stored: send {_SHAPE}.") from error
    if not isinstance(data, dict) or ("text" in data) == ("command" in data):
        raise UserError(f"A line needs either text or a command. Nothing was stored: send {_SHAPE}.")
    unknown = sorted(set(data) - {"text", "command", "message_id"})
    if unknown:
        raise UserError(f"There is no key {unknown[0][:40]!r}. Nothing was stored: send {_SHAPE}.")
    return Message(_words(data), _message_id(data))


def _words(data: Mapping[str, Any]) -> str:
    if "text" in data:
        if not isinstance(data["text"], str):
            raise UserError(f"The text must be a string. Nothing was stored: send {_SHAPE}.")
        return str(data["text"])
    command = data["command"]
    if not isinstance(command, str) or command not in COMMANDS:
        raise UserError(f"There is no command {str(command)[:40]!r}. Use one of: {', '.join(COMMANDS)}.")
    return COMMANDS[command]


def _message_id(data: Mapping[str, Any]) -> str | None:
    given = data.get("message_id")
    if given is None:
        return None
    # The store marks edits with a tilde, and the opening has an id of its own.
    usable = (
        isinstance(given, str) and 0 < len(given) <= ID_LIMIT and given.isprintable() and "~" not in given
    )
    if not usable or given == "opening":
        raise UserError(
            f"This message_id cannot be used. Nothing was stored: send a string of 1 to {ID_LIMIT} printable "
            "characters without a tilde, other than 'opening', or leave it out."
        )
    return str(given)


def _write(sink: IO[bytes], record: Mapping[str, Any]) -> None:
    # Escaped to ASCII: no character in a reply can then be taken for the end of a line.
    sink.write(json.dumps(record).encode("ascii") + b"\n")
    sink.flush()
