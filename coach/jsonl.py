"""The door for programs: one JSON object a line, in and out. Evals and outside clients use it."""

import json
from collections.abc import Iterable
from typing import Any, TextIO

from coach.errors import CoachError, UserError
from coach.turn import Coach, Reply, finish

COMMANDS = {
    "undo": "undo",
    "where": "where are we?",
    "show": "show the plan",
    "help": "help",
    "express": "express",
    "full": "full",
    "skip": "skip",
}


def line_of(reply: Reply) -> dict[str, Any]:
    """Return a reply as the protocol has it."""
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
    }


def read_line(line: str) -> tuple[str, str | None]:
    """Return the text and the message id of an input line.

    Raises:
        UserError: it is no JSON object with "text" or "command"; says what to send.
    """
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as e:
        raise UserError('This line is not JSON; send {"text": "…"} or {"command": "undo"}.') from e
    if not isinstance(data, dict) or set(data) - {"text", "command", "message_id"} or ("text" in data) == ("command" in data):
        raise UserError('A line is {"text": "…"} or {"command": "…"}, with an optional "message_id".')
    message_id = data.get("message_id")
    if message_id is not None and not (isinstance(message_id, str) and 0 < len(message_id) <= 100):
        raise UserError('"message_id" is a string of at most 100 characters.')
    if "text" in data:
        if not isinstance(data["text"], str):
            raise UserError('"text" is a string.')
        return data["text"], message_id
    command = data["command"]
    if not isinstance(command, str) or command not in COMMANDS:
        raise UserError(f"There is no such command; these are: {', '.join(COMMANDS)}.")
    return COMMANDS[command], message_id


def run(coach: Coach, user: str, conversation: str | None, lines: Iterable[str], out: TextIO) -> None:
    """Talk until the input ends. The first line out is the opening question, or the last reply on resume."""

    def put(data: dict[str, Any]) -> None:
        out.write(json.dumps(data, ensure_ascii=True) + "\n")
        out.flush()

    reply = coach.resume(user, conversation) if conversation else coach.start(user)
    put(line_of(reply))
    for line in lines:
        if not line.strip():
            continue
        try:
            text, message_id = read_line(line)
            put(line_of(finish(coach.say(user, reply.conversation, text, message_id))))
        except CoachError as e:
            put({"conversation": reply.conversation, "error": str(e)})
