"""The door for programs: what goes in and what comes out, line by line."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from coach import jsonl
from coach.errors import UserError
from coach.language.guided import speak, understand
from coach.library.search import Library
from coach.moves import Move
from coach.ports import Retriever, Speech
from coach.state import State
from coach.store import Store
from coach.turn import Coach
from tests.terminals import coach as cli

KEYS = {
    "conversation", "reply", "stage", "asking", "events", "citations", "needs_review", "model_calls", "input_tokens",
    "output_tokens", "cost", "voice",
}  # fmt: skip
FIRM = "We design primary schools for municipalities in the Netherlands. There are 14 of us."


@pytest.fixture(scope="module")
def talker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coach]:
    folder = tmp_path_factory.mktemp("talk")
    store = Store.open(f"sqlite:///{folder / 'coach.db'}")
    yield Coach(store, Library.open(folder), understand, speak)
    store.close()


def exchange(talker: Coach, *lines: bytes | dict[str, Any], raw: bytes | None = None) -> list[dict[str, Any]]:
    """Send lines in a new conversation; return the answers, without the opening."""
    sink = BytesIO()
    given = b"".join(
        (json.dumps(line).encode() if isinstance(line, dict) else line) + b"\n" for line in lines
    )
    jsonl.run(talker, "local", talker.start("local"), BytesIO(given if raw is None else raw), sink)
    out = [json.loads(line) for line in sink.getvalue().splitlines()]
    assert set(out[0]) == KEYS
    return out[1:]


def test_a_program_is_asked_the_opening_question_before_it_says_anything(data_dir: Path) -> None:
    ran = cli("chat", "--jsonl")
    first = json.loads(ran.out)
    assert (ran.code, ran.err, set(first)) == (0, "", KEYS)
    assert (first["stage"], first["asking"], first["model_calls"]) == ("situation", "company", 0)


def test_an_answer_comes_back_with_its_events_as_they_were_stored(talker: Coach) -> None:
    (reply,) = exchange(talker, {"text": FIRM})
    assert set(reply) == KEYS
    assert reply["asking"] == "symptom"
    last = talker.store.turns("local", reply["conversation"])[-1]
    assert last.reply is not None
    assert reply["events"] == [*last.events, *last.reply.events]
    assert {"Answered", "Asked"} <= {event["type"] for event in reply["events"]}


def test_citations_are_a_passage_and_words_that_stand_in_it(talker: Coach) -> None:
    (reply,) = exchange(talker, {"text": "What is the difference between upstream and downstream marketing?"})
    assert reply["citations"]
    for citation in reply["citations"]:
        assert set(citation) == {"passage", "quote"}
        assert talker.library.verify(citation["passage"], citation["quote"])


@pytest.mark.parametrize("command", ["where", "show", "help"])
def test_a_command_is_taken_as_the_words_a_person_would_type(talker: Coach, command: str) -> None:
    _, reply = exchange(talker, {"text": FIRM}, {"command": command})
    assert [e["kind"] for e in reply["events"] if e["type"] == "Digressed"] == [command]


def test_undo_express_and_full_do_what_they_say(talker: Coach) -> None:
    _, undone, quick, whole = exchange(
        talker, {"text": FIRM}, *({"command": c} for c in ("undo", "express", "full"))
    )
    assert "Undone" in {e["type"] for e in undone["events"]}
    assert undone["asking"] == "company"
    assert [e.get("pace") for r in (quick, whole) for e in r["events"] if e["type"] == "Paced"] == [
        "express",
        "full",
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"nope", "not JSON"),
        (b'{"text": "half', "not JSON"),
        (b"[" * 5_000 + b"]" * 5_000, "not JSON"),
        (b"[1, 2]", "either text or a command"),
        (b'"a string"', "either text or a command"),
        (b"{}", "either text or a command"),
        (b'{"text": "a", "command": "undo"}', "either text or a command"),
        (b'{"text": "a", "mesage_id": "1"}', "mesage_id"),
        (b'{"text": 3}', "must be a string"),
        (b'{"text": null}', "must be a string"),
        (b'{"command": "dance"}', "undo, where, show"),
        (b'{"command": ["undo"]}', "undo, where, show"),
        (b'{"text": "a", "message_id": ""}', "message_id"),
        (b'{"text": "a", "message_id": 7}', "message_id"),
        (b'{"text": "a", "message_id": "a~1"}', "message_id"),
        (b'{"text": "a", "message_id": "opening"}', "message_id"),
        (b'{"text": "caf\xe9"}', "UTF-8"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_a_line_that_cannot_be_used_is_answered_with_what_to_send_and_the_talk_goes_on(
    talker: Coach, line: bytes, says: str
) -> None:
    refused, reply = exchange(talker, line, {"text": FIRM})
    assert set(refused) == {"conversation", "error"}
    assert says in refused["error"]
    assert reply["asking"] == "symptom"
    assert len(talker.store.turns("local", reply["conversation"])) == 2


def test_a_message_or_a_line_too_long_is_refused_without_being_stored(talker: Coach) -> None:
    long, huge, reply = exchange(
        talker, {"text": "x" * 20_001}, b"x" * (3 * jsonl.LINE_LIMIT), {"text": FIRM}
    )
    assert "20,001 characters" in long["error"]
    assert "1,000,000 bytes" in huge["error"]
    assert reply["asking"] == "symptom"
    assert len(talker.store.turns("local", reply["conversation"])) == 2


def test_the_longest_line_is_never_held_whole() -> None:
    class Endless(BytesIO):
        asked = 0

        def readline(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert 0 < size <= jsonl.LINE_LIMIT + 1
            self.asked += 1
            return b"x" * size if self.asked < 5 else b"x\n" if self.asked == 5 else b""

    assert list(jsonl.lines(Endless())) == [None]


def test_blank_lines_are_ignored_and_the_last_line_needs_no_end(talker: Coach) -> None:
    raw = b"\n   \r\n\n" + json.dumps({"text": FIRM}).encode()
    assert [r["asking"] for r in exchange(talker, raw=raw)] == ["symptom"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x00",
        "we sell \x00 tea",
        "🎉🎉🎉",
        "نبيع الشاي للفنادق",
        "\u202eevil\u2028next",
        "\ud800 alone",
        "<script>alert(1)</script>",
    ],
)
def test_nothing_that_can_be_typed_breaks_the_stream(talker: Coach, text: str) -> None:
    sink = BytesIO()
    opening = talker.start("local")
    line = json.dumps({"text": text}).encode() + b"\n"
    jsonl.run(talker, "local", opening, BytesIO(line + b'{"command": "where"}\n'), sink)
    assert sink.getvalue().isascii()
    # As `str.splitlines` cuts, which takes more characters for the end of a line than JSON lines do.
    out = [json.loads(one) for one in sink.getvalue().decode().splitlines()]
    assert [set(one) for one in out] == [KEYS] * 3


def test_a_message_sent_twice_is_answered_once(talker: Coach) -> None:
    message = {"text": FIRM, "message_id": "m-1"}
    first, again = exchange(talker, message, message)
    assert again == first
    assert len(talker.store.turns("local", first["conversation"])) == 2


def test_a_talk_goes_on_where_it_stopped(data_dir: Path) -> None:
    first = cli("chat", "--jsonl", typed=json.dumps({"text": FIRM}) + "\n")
    last = json.loads(first.out.splitlines()[-1])
    resumed = cli("chat", "--jsonl", "--conversation", last["conversation"])
    assert json.loads(resumed.out) == last


def test_a_conversation_is_named_after_the_first_thing_said(talker: Coach) -> None:
    reply, _ = exchange(talker, {"text": FIRM}, {"command": "where"})
    assert talker.store.conversation("local", reply["conversation"]).title.startswith(
        "We design primary schools"
    )


def test_an_unknown_conversation_or_one_of_somebody_else_ends_with_one_line(data_dir: Path) -> None:
    mine = json.loads(cli("chat", "--jsonl").out)["conversation"]
    for arguments in (("--conversation", "nosuch"), ("--conversation", mine, "--user", "eve")):
        ran = cli("chat", "--jsonl", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("coach: ")
        assert "conversation" in ran.err
        assert ran.err.count("\n") == 1


def test_what_a_library_prints_does_not_reach_the_program(
    talker: Coach, capsys: pytest.CaptureFixture[str]
) -> None:
    def chatty(move: Move, state: State, library: Retriever) -> Speech:
        sys.stdout.write("downloading…\n")
        return speak(move, state, library)

    noisy = Coach(talker.store, talker.library, understand, chatty)
    opening = talker.start("local")
    jsonl.run(noisy, "local", opening, BytesIO(b'{"command": "where"}\n'), BytesIO())
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "downloading…\n")


def test_each_line_is_there_before_the_next_is_asked_for_and_a_reader_who_leaves_is_no_error(
    data_dir: Path,
) -> None:
    command = [sys.executable, "-m", "coach.cli", "chat", "--jsonl"]
    env = {**os.environ, "COACH_DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": ""}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=env) as program:
        assert program.stdin
        assert program.stdout
        assert program.stderr
        # Without this a line that is held back would hang the test instead of failing it.
        patience = threading.Timer(60, program.kill)
        patience.start()
        conversation = json.loads(program.stdout.readline())["conversation"]
        program.stdin.write(json.dumps({"text": FIRM}).encode() + b"\n")
        program.stdin.flush()
        assert json.loads(program.stdout.readline())["asking"] == "symptom"
        program.stdout.close()
        program.stdin.write(b'{"command": "where"}\n' * 3)
        program.stdin.close()
        assert program.stderr.read() == b""
        program.wait(30)
        patience.cancel()
    resumed = json.loads(cli("chat", "--jsonl", "--conversation", conversation).out)
    assert resumed["asking"] == "symptom"


def test_every_command_is_something_the_coach_understands() -> None:
    for command, words in jsonl.COMMANDS.items():
        assert jsonl.read(json.dumps({"command": command}).encode()).text == words
    with pytest.raises(UserError):
        jsonl.read(b"{}")
