"""Logs of every event at version 1, as they were stored: each must replay to the plan it gave then.

A log is never rewritten. After a new event version, write a new one: `python -m tests.test_golden v2`.
"""

import json
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from coach import engine, project, stages
from coach.errors import IllegalEvent
from coach.events import (
    AnyEvent,
    Asked,
    Imported,
    Paced,
    ParkedResolved,
    Rejected,
    Reviewed,
    Spoke,
    Suggested,
    Unknown,
    dump_event,
    load_event,
)
from coach.moves import next_move
from coach.plan import Source
from coach.state import State
from coach.store import ReplyRecord, TurnRecord
from coach.turn import replay
from tests.sequences import START, TEXT, WORDS, make

GOLDEN = Path(__file__).with_name("golden")
LOGS = sorted(GOLDEN.glob("v*-*.jsonl"))
CONVERSATION = "golden"
ALL = {kind.model_fields["type"].default for kind in get_args(get_args(AnyEvent)[0])}


def read(log: Path) -> tuple[list[TurnRecord], dict[str, Any]]:
    """Return the turns of a log and the plan in its last line."""
    *turns, last = map(json.loads, log.read_text(encoding="utf-8").splitlines())
    return [_record(t) for t in turns], last["plan"]


def _record(turn: dict[str, Any]) -> TurnRecord:
    reply = turn["reply"]
    return TurnRecord(
        turn["sequence"],
        turn["message_id"],
        turn["text"],
        datetime.fromisoformat(turn["at"]),
        turn["events"],
        None
        if reply is None
        else ReplyRecord(
            reply["text"], reply["events"], reply["citations"], datetime.fromisoformat(reply["at"])
        ),
    )


@pytest.mark.parametrize("log", LOGS, ids=lambda p: p.stem)
def test_an_old_log_still_gives_the_plan_it_gave(log: Path) -> None:
    records, plan = read(log)
    now = project.as_data(project.plan_of(replay(CONVERSATION, records)))
    # What is recomputed by rules that may grow is not the log's: a finding or a sum more is no broken log.
    for rule in ("findings", "calculations", "open_questions"):
        now.pop(rule), plan.pop(rule)
    kept = {p: w for p, w in now.pop("provenance").items() if p in plan["provenance"]}
    assert kept == plan.pop("provenance")
    assert now == plan


@pytest.mark.parametrize("log", LOGS, ids=lambda p: p.stem)
def test_an_old_event_is_written_as_it_was_read(log: Path) -> None:
    for event in _events(log):
        assert dump_event(load_event(event)) == event


def test_the_logs_hold_every_kind_of_event() -> None:
    assert LOGS
    assert {e["type"] for log in LOGS for e in _events(log)} == ALL
    assert {e["v"] for log in LOGS for e in _events(log)} == {1}


def test_an_unknown_event_or_version_is_refused() -> None:
    for event in (
        {"type": "Dreamt", "v": 1},
        {"type": "Undone", "v": 99},
        {"type": "Undone", "v": 1, "x": 2},
    ):
        with pytest.raises(ValueError, match="validation error"):
            load_event(event)


def _events(log: Path) -> Iterator[dict[str, Any]]:
    for record in read(log)[0]:
        yield from record.events
        if record.reply is not None:
            yield from record.reply.events


# Writing a log, by hand


class Pen:
    """Writes a conversation event by event; the engine takes each, or it is not written."""

    def __init__(self) -> None:
        self.state = State(conversation=CONVERSATION)
        self.turns: list[dict[str, Any]] = []
        self.seen: set[str] = set()

    def turn(self, make: Callable[[State], AnyEvent | None], text: str = TEXT) -> None:
        """Write a turn in which one event happens, if the engine takes it, and what the reply asks."""
        n = len(self.turns)
        at = START + timedelta(minutes=2 * n)
        self.state = engine.begin(self.state, n, text, at)
        event = make(self.state)
        said = [] if event is None or not self._takes(event) else [event]
        asked = next_move(self.state).asked()
        if n == 1:
            source = Source(passage="a/one", title="One article", author="A. Writer", used_for=("company",))
            asked = asked.model_copy(update={"sources": (source,)})
        assert self._takes(asked)
        in_reply = [e for e in said if isinstance(e, Suggested | Asked)]
        reply = {
            "text": f"Reply {n}.",
            "events": [dump_event(e) for e in (*in_reply, asked)],
            "citations": [{"passage": s.passage, "quote": "words"} for s in asked.sources],
            "at": at.isoformat(),
        }
        events = [dump_event(e) for e in said if e not in in_reply]
        self.turns.append(
            {
                "sequence": n,
                "message_id": f"m{n}",
                "text": text,
                "at": at.isoformat(),
                "events": events,
                "reply": reply,
            }
        )

    def _takes(self, event: AnyEvent) -> bool:
        try:
            self.state = engine.reduce(self.state, event)
        except IllegalEvent:
            return False
        self.seen.add(event.type)
        return True

    def plan(self) -> dict[str, Any]:
        return project.as_data(project.plan_of(self.state))

    def write(self, name: str) -> None:
        path = GOLDEN / f"{name}.jsonl"
        if path.exists():
            raise SystemExit(f"{path} is there already: a golden log is never rewritten.")
        lines = [*self.turns, {"plan": self.plan()}]
        path.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines), encoding="utf-8")


def _new(pen: Pen, luck: random.Random) -> Callable[[State], AnyEvent | None]:
    """Return what makes an event of a kind that is not in the log yet, where the engine takes one."""

    def new(state: State) -> AnyEvent | None:
        draws = [
            (luck.randrange(6, 24), luck.randrange(25), luck.randrange(6), luck.randrange(4))
            for _ in range(300)
        ]
        for numbers in draws:
            event = make(state, *numbers)
            if event.type in pen.seen:
                continue
            with suppress(IllegalEvent):
                engine.reduce(state, event)
                return event
        return make(state, 0, 0, state.turn % len(WORDS), 1)

    return new


def _plain(verdict: int) -> Callable[[State], AnyEvent | None]:
    """Return what answers the question that is asked, or a suggestion with this kind of event."""
    return lambda state: make(state, verdict if state.core.suggestions else 0, 0, state.turn % len(WORDS), 1)


def _closing(state: State) -> AnyEvent | None:
    """Return what brings a conversation nearer to its signature."""
    core = state.core
    if core.pace == "express":
        return Paced(pace="full")
    if core.suggestions:
        return Rejected(suggestion=next(iter(core.suggestions)))
    if core.review:
        return Reviewed(keys=core.review)
    still = [i for i in core.parked if i.verdict == "open"]
    if still and core.upstream_closed():
        return ParkedResolved(id=still[0].id, verdict="test")
    question = next_move(state).asks.question
    if question is None or question == stages.CONFIRM:
        return make(state, 22, 0, 0, 0)
    return make(state, 0, 0, state.turn % len(WORDS), 1) if state.turn % 3 else Unknown(question=question)


def _write(prefix: str) -> None:
    pens = []
    for seed in (1, 2, 3):
        luck, pen = random.Random(seed), Pen()
        pen.turn(lambda _: None, "")
        while len(pen.turns) < 60:
            pen.turn(_new(pen, luck) if len(pen.turns) % 2 else _plain(14 + seed % 2))
        while pen.state.core.confirmed is None and len(pen.turns) < 150:
            pen.turn(_closing)
        pens.append(pen)
        pen.write(f"{prefix}-talk-{seed}")
    imported = Pen()
    imported.turn(lambda _: Imported(plan=pens[0].plan()), "")
    imported.turn(lambda s: make(s, 17, 4, 0, 0))
    imported.turn(lambda s: make(s, 5, 4, 2, 1))
    imported.write(f"{prefix}-imported")
    spoken = _spoken(prefix)
    print(sorted(ALL - imported.seen.union(spoken.seen, *(p.seen for p in pens))) or "every kind of event")  # noqa: T201


def _spoken(prefix: str) -> Pen:
    pen = Pen()
    pen.turn(lambda _: None, "")
    pen.turn(lambda _: Spoke(language="es"))
    for n in range(4):
        pen.turn(lambda s, n=n: make(s, 0, 0, n, 1))
    pen.write(f"{prefix}-language")
    return pen


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    _write(sys.argv[1])
