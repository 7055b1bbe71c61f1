"""The program is killed at any moment: what was answered is there afterwards, once, and the talk goes on."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

import pytest

from coach.app import build
from coach.language.guided import speak, understand
from coach.library.search import Library
from coach.settings import Settings
from coach.store import Store
from coach.turn import Coach, replay

SEED = 20_260_302
CONVERSATIONS = 50
CODE = "from coach.cli import main; main()"
MESSAGES = (
    "We design primary schools for municipalities. There are 14 of us.",
    "We win only one in six tenders since last year.",
    "We tried LinkedIn posts for a year, it cost 9k and brought nothing.",
    "It is about being seen differently",
    "Municipalities merge their school estates.",
    "where are we?",
)

# Imports once, then forks a child for each line it reads. The child talks through Coach on a store of its own, writes a
# line before each message and one after each reply, and is killed.
NURSERY = """
import json, os, sys
from coach.language.guided import speak, understand
from coach.library.search import Library
from coach.settings import Settings
from coach.store import Store
from coach.turn import Coach, finish

settings, messages = Settings.read(), json.loads(sys.argv[1])
settings.prepare()
library = Library.open(settings.data_dir)

def put(*row):
    os.write(1, (json.dumps(row) + "\\n").encode())

def go_on(coach, conversation, at):
    for n in range(at, len(messages)):
        put("saying", conversation, n)
        reply = finish(coach.say("anna", conversation, messages[n], f"m{n}"))
        put("said", conversation, n, reply.turn, reply.text)

def talk(unfinished):
    coach = Coach(Store.open(settings.database_url), library, understand, speak)
    for conversation, at in unfinished:
        reply = coach.resume("anna", conversation)
        put("resumed", conversation, reply.turn)
        go_on(coach, conversation, at)
    while True:
        reply = coach.start("anna")
        put("started", reply.conversation, reply.text)
        go_on(coach, reply.conversation, 0)

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        talk(json.loads(line))
    put("born", child)
    put("died", os.WTERMSIG(os.waitpid(child, 0)[1]))
"""


def _environment(folder: Path) -> dict[str, str]:
    root = str(Path(__file__).parents[1])
    return {**os.environ, "COACH_DATA_DIR": str(folder), "PYTHONPATH": root, "PYTHONUNBUFFERED": "1"}


def _start(folder: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", *arguments],
        env=_environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _line(out: IO[bytes] | None) -> dict[str, Any]:
    assert out is not None
    found: dict[str, Any] = json.loads(out.readline())
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_fifty_conversations_survive_kill_9_at_any_moment(folder: Path) -> None:
    luck = random.Random(SEED)
    acked: dict[str, dict[int, str]] = {}
    openings: dict[str, str] = {}
    inside = 0
    library = Library.open(folder)
    nursery = _start(folder, NURSERY, json.dumps(MESSAGES))
    while len(openings) < CONVERSATIONS:
        unfinished = [(c, len(said)) for c, said in acked.items() if len(said) < len(MESSAGES)]
        rows = _killed(nursery, unfinished, luck.randrange(1, 25), luck.uniform(0, 0.01))
        for kind, *row in rows:
            if kind == "started":
                openings[row[0]] = row[1]
                acked[row[0]] = {}
            elif kind == "said":
                assert row[2] == row[1] + 1, "a message became two turns"
                acked[row[0]][row[1]] = row[3]
        inside += rows[-1][0] == "saying"
        _whole(folder, library, openings, acked)
    assert inside >= 5, "hardly a kill fell between a message and its reply"
    _, errors = nursery.communicate()
    assert (nursery.returncode, errors) == (0, b"")


def _killed(
    nursery: "subprocess.Popen[bytes]", unfinished: object, lines: int, seconds: float
) -> list[list[Any]]:
    """Let a child talk for so many lines and a moment more, kill -9 it, and return all that it wrote."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(json.dumps(unfinished).encode() + b"\n")
    nursery.stdin.flush()
    rows: list[list[Any]] = []
    child = None
    while child is None or len(rows) < lines:
        kind, *row = json.loads(nursery.stdout.readline())
        if kind == "born":
            child = int(row[0])
        else:
            rows.append([kind, *row])
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    while True:
        kind, *row = json.loads(nursery.stdout.readline())
        if kind == "died":
            assert row == [signal.SIGKILL], nursery.communicate()
            return rows
        rows.append([kind, *row])


def _whole(
    folder: Path, library: Library, openings: dict[str, str], acked: dict[str, dict[int, str]]
) -> None:
    """Every reply that was read is stored word for word and once; an open turn is the last; resume speaks it."""
    store = Store.open(Settings.read({"COACH_DATA_DIR": str(folder)}).database_url)
    coach = Coach(store, library, understand, speak)
    for conversation in coach.store.conversations("anna", limit=10_000):
        said = acked.get(conversation.id, {})
        before = coach.store.turns("anna", conversation.id)
        if conversation.id in openings:
            assert before[0].reply is not None
            assert before[0].reply.text == openings[conversation.id]
        for n, text in said.items():
            record = before[n + 1]
            assert record.reply is not None
            assert (record.text, record.message_id, record.reply.text) == (MESSAGES[n], f"m{n}", text)
        assert [r.sequence for r in before] == list(range(len(before)))
        assert all(r.reply is not None for r in before[:-1])
        assert len(said) + 1 <= max(len(before), 1) <= len(said) + 2
        if conversation.id not in openings or before[-1].reply is None:
            reply = coach.resume("anna", conversation.id)
            after = coach.store.turns("anna", conversation.id)
            assert [r.text for r in after] == [r.text for r in before] or not before
            assert after[-1].reply is not None
            assert after[-1].reply.text == reply.text
            assert replay(conversation.id, after) == reply.state
    store.close()


def test_the_door_for_programs_goes_on_where_it_was_killed(folder: Path) -> None:
    luck = random.Random(SEED)
    first = _start(folder, CODE, "chat", "--jsonl")
    assert first.stdin is not None
    conversation = _line(first.stdout)["conversation"]
    for n, text in enumerate(MESSAGES[:3]):
        first.stdin.write(json.dumps({"text": text, "message_id": f"m{n}"}).encode() + b"\n")
        first.stdin.flush()
        if n < 2:
            assert _line(first.stdout)["events"]
    time.sleep(luck.uniform(0, 0.01))
    first.send_signal(signal.SIGKILL)
    first.communicate()

    sent = [{"text": MESSAGES[2], "message_id": "m2"}, {"command": "where"}]
    second = _start(folder, CODE, "chat", "--jsonl", "--conversation", conversation)
    out, errors = second.communicate("".join(json.dumps(line) + "\n" for line in sent).encode())
    assert (second.returncode, errors) == (0, b"")
    resumed, again, where = map(json.loads, out.decode().splitlines())
    assert resumed["conversation"] == conversation
    assert resumed["asking"] in ("attempts", "scenario")
    assert again["asking"] == where["asking"] == "scenario"
    coach = build(Settings.read({"COACH_DATA_DIR": str(folder)}))
    assert [r.text for r in coach.store.turns("local", conversation)][:4] == ["", *MESSAGES[:3]]
    coach.store.close()
