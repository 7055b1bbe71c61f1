"""One turn of the guided voice (understand, fold, retrieve, commit, speak) beside LangChain's agent, in one run.

Both hold the same conversation of 60 turns: the baseline hears what the coach heard and its model says what the
coach said, so that neither keeps less. The repeats alternate, each with a new database.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.baseline import agent
from coach.app import build
from coach.settings import Settings
from coach.turn import Coach, finish
from tests.journeys import ARCHITECT

TURNS = 60
FIRST, LAST = range(1, 6), range(TURNS - 4, TURNS + 1)
LIBRARY = (
    "What does a good positioning look like?",
    "What is the difference between upstream and downstream?",
    "How many goals should we have?",
    "Why do strategies fail?",
    "What do the articles say about ideal clients?",
    "What is a good KPI?",
)
"""Asked at every third turn; turns 3 and 57 ask the same."""
CORRECTIONS = (
    "Actually, there are {} of us.",
    "Actually, the feasibility study costs €{},000 per school.",
    "Not 2 million, it costs them {} million a school.",
)
"""Once everything is answered: each replaces an earlier answer."""

Turn = Callable[[str], str | None]


@dataclass
class Run:
    """Times of one conversation, in milliseconds, by turn from 1."""

    turns: list[float] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """Processor time of all threads: what other work on the machine lengthens least."""
    size: int = 0
    """Bytes on disk once the database is closed."""


class Stopwatch:
    """Adds up what a store's two commits take."""

    def __init__(self, store: Any) -> None:
        self.spent = 0.0
        for name in ("append_turn", "commit_reply"):
            setattr(store, name, self._timed(getattr(store, name)))

    def _timed(self, commit: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any) -> Any:
            begun = time.perf_counter()
            try:
                return commit(*given)
            finally:
                self.spent += time.perf_counter() - begun

        return timed


def size(folder: Path) -> int:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())


def message(number: int, asking: str | None, answered: set[str]) -> str:
    """Return what the person types at a turn: a question, the answer to what was asked, or a correction."""
    if number % 3 == 0:
        return LIBRARY[number // 3 % len(LIBRARY)]
    if asking in ARCHITECT and asking not in answered:
        answered.add(asking)
        return ARCHITECT[asking]
    return CORRECTIONS[number % len(CORRECTIONS)].format(number)


def converse(coach: Coach, folder: Path, watch: Stopwatch) -> tuple[Run, list[str], list[str]]:
    """Hold the conversation with the coach; also return what was typed and what was replied."""
    run, typed, said, answered = Run(), [], [], set[str]()
    reply = coach.start("local")
    for number in range(1, TURNS + 1):
        text = message(number, reply.asking, answered)
        watch.spent = 0.0
        begun, cpu = time.perf_counter(), time.process_time()
        reply = finish(coach.say("local", reply.conversation, text))
        run.turns.append((time.perf_counter() - begun) * 1000)
        run.cpu.append((time.process_time() - cpu) * 1000)
        run.commits.append(watch.spent * 1000)
        typed.append(text)
        said.append(reply.text)
    coach.store.close()
    run.size = size(folder)
    return run, typed, said


def compare(folder: Path, typed: list[str], said: list[str]) -> Run:
    """Hold the same conversation with the baseline."""
    run = Run()
    with agent(folder / "agent.db", said) as turn:
        for text in typed:
            begun, cpu = time.perf_counter(), time.process_time()
            turn(text)
            run.turns.append((time.perf_counter() - begun) * 1000)
            run.cpu.append((time.process_time() - cpu) * 1000)
    run.size = size(folder)
    return run


def once(folder: Path, number: int) -> tuple[Run, Run, list[str]]:
    """Hold the conversation with both; the library's index is shared by all repeats."""
    ours, theirs = folder / f"coach-{number}", folder / f"agent-{number}"
    ours.mkdir()
    theirs.mkdir()
    env = {
        "COACH_DATA_DIR": str(folder / "data"),
        "COACH_DATABASE_URL": f"sqlite:///{ours / 'coach.db'}",
        "HOME": str(folder),
    }
    coach = build(Settings.read(env))
    coach.library.warm()
    run, typed, said = converse(coach, ours, Stopwatch(coach.store))
    return run, compare(theirs, typed, said), typed


def at(runs: list[Run], turns: range) -> float:
    """Return the median time over these turns of all repeats."""
    return median(r.turns[n - 1] for r in runs for n in turns)


def commits(runs: list[Run], turns: range) -> float:
    return median(r.commits[n - 1] for r in runs for n in turns)


def thinking(runs: list[Run], turns: range) -> float:
    return median(r.turns[n - 1] - r.commits[n - 1] for r in runs for n in turns)


def processor(runs: list[Run], turns: range) -> float:
    return median(r.cpu[n - 1] for r in runs for n in turns)


def sync_times(folder: Path) -> list[float]:
    """Return what 20 small writes to this disk take, in milliseconds: what a durable commit cannot beat."""
    times = []
    with (folder / "probe").open("wb", buffering=0) as probe:
        for _ in range(20):
            begun = time.perf_counter()
            probe.write(bytes(4096))
            os.fsync(probe.fileno())
            times.append((time.perf_counter() - begun) * 1000)
    return times


def report(ours: list[Run], theirs: list[Run], typed: list[str], syncs: list[float]) -> None:
    small, big = median(r.size for r in ours), median(r.size for r in theirs)
    print(f"{TURNS} turns, {len(ours)} repeats, medians; every third turn asks the library")
    print("ratios")
    print(f"  coach, turns 56-60 to turns 1-5      {at(ours, LAST) / at(ours, FIRST):8.2f}")
    print(f"  the same in processor time           {processor(ours, LAST) / processor(ours, FIRST):8.2f}")
    like = [(n, m) for n in FIRST for m in LAST if typed[n - 1] == typed[m - 1]]
    for n, m in like:
        again = median(r.turns[m - 1] / r.turns[n - 1] for r in ours)
        print(f"  coach, same message, turn {m} to {n}    {again:8.2f}")
    print(f"  coach to agent, turns 1-5            {at(ours, FIRST) / at(theirs, FIRST):8.2f}")
    print(f"  coach to agent, turns 56-60          {at(ours, LAST) / at(theirs, LAST):8.2f}")
    everything = range(1, TURNS + 1)
    times = processor(ours, everything) / processor(theirs, everything)
    print(f"  coach to agent, processor time       {times:8.2f}")
    print(f"  bytes, agent to coach                {big / small:8.1f}")
    print("milliseconds a turn                    turns 1-5   turns 56-60   all")
    for name, runs in (("coach", ours), ("agent", theirs)):
        row = "   ".join(f"{at(runs, span):9.2f}" for span in (FIRST, LAST, everything))
        print(f"  {name:<36}{row}")
        row = "   ".join(f"{processor(runs, span):9.2f}" for span in (FIRST, LAST, everything))
        print(f"  {name + ', processor time':<36}{row}")
    row = "   ".join(f"{commits(ours, span):9.2f}" for span in (FIRST, LAST, everything))
    print(f"  {'of the coach, its two commits':<36}{row}")
    row = "   ".join(f"{thinking(ours, span):9.2f}" for span in (FIRST, LAST, everything))
    print(f"  {'of the coach, all else':<36}{row}")
    print(f"  one fsync of this disk meanwhile    {median(syncs):9.2f}")
    slowest = sorted((median(r.turns[n - 1] for r in ours), n) for n in everything)[-3:]
    print("  coach, slowest turns      " + ", ".join(f"{n}: {ms:.1f}" for ms, n in reversed(slowest)))
    print(f"bytes on disk after {TURNS} turns         coach {small:,}   agent {big:,}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Time one turn of the coach beside LangChain's agent.")
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    with tempfile.TemporaryDirectory() as name:
        once(Path(name), 0)  # imports and the index: once a process, not once a turn
        rounds, syncs = [], []
        for number in range(1, repeats + 1):
            rounds.append(once(Path(name), number))
            syncs += sync_times(Path(name))
    report([r[0] for r in rounds], [r[1] for r in rounds], rounds[0][2], syncs)


if __name__ == "__main__":
    main()
