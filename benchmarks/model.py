"""The model voice beside LangChain's agent, both over HTTP to one stub model of fixed latency, in one run.

Measured: what the coach adds of its own to the first sentence and to a turn, beyond the time the server took for its
calls; and how much each makes the model read. The agent has the whole history in its messages and the digests of the
five articles in its system prompt, without the questions that our files list for the index: the usual way to do this
without retrieval.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.turn import message
from coach import engine
from coach.app import build
from coach.library.articles import load_articles
from coach.settings import Settings
from coach.turn import Coach, Reply, clean
from tests.language.model.mind import reading
from tests.model_server import KEY, Answer, ModelServer, Request, serving

TURNS = 40
SHOWN = (5, 20, 40)
LATENCY = 0.05
"""Seconds of silence before each answer of the stub."""
ARTICLES = Path(__file__).parents[1] / "knowledge" / "articles"
WORDS = (
    "Thank you, that helps me to see where you stand and what your clients would miss without you. It also tells me "
    "which part of it your team can change by itself, and which part asks for a choice first. What would you say to that?"
)
"""What the stub replies to everything."""
ROLE = "You are a strategy coach. Ask one question at a time, upstream first, and use these articles.\n\n"


@dataclass
class Run:
    """One conversation, by turn from 1; times in milliseconds."""

    first: list[float] = field(default_factory=list)
    """Until the first sentence, less the server's time until then."""
    whole: list[float] = field(default_factory=list)
    """The turn, less the server's time."""
    cpu: list[float] = field(default_factory=list)
    """Processor time, until the first sentence, of the thread that asked: all but the client's own work on the wire."""
    tokens: list[int] = field(default_factory=list)
    """What all calls of a turn made the model read."""
    calls: list[int] = field(default_factory=list)


def digests() -> str:
    """Return what the five digests say: titles, headings and text."""
    return "\n\n".join(
        "\n\n".join([f"# {a.title}", *(f"## {p.title}\n\n{p.text}" for p in a.passages)])
        for a in load_articles(ARTICLES)
    )


@contextmanager
def agent(database: Path, url: str) -> Iterator[Callable[[str], Iterator[str]]]:
    """Open the baseline over a database file; what it yields streams the reply to one message of one thread."""
    from langchain.agents import create_agent
    from langchain_openai import ChatOpenAI
    from langgraph.checkpoint.sqlite import SqliteSaver

    model = ChatOpenAI(model="stub", base_url=url, api_key=KEY, stream_usage=True)  # type: ignore[arg-type]
    with SqliteSaver.from_conn_string(str(database)) as saver:
        graph = create_agent(model, tools=[], system_prompt=ROLE + digests(), checkpointer=saver)

        def turn(text: str) -> Iterator[str]:
            messages: Any = {"messages": [{"role": "user", "content": text}]}
            for piece, _ in graph.stream(
                messages, {"configurable": {"thread_id": "one"}}, stream_mode="messages"
            ):
                if piece.text:
                    yield piece.text

        yield turn


def timed(run: Run, server: ModelServer, pieces: Iterator[Any]) -> list[Any]:
    """Run one turn to its end, note what it took beyond the server's time, and return its pieces."""
    before = len(server.requests)
    begun, cpu = time.monotonic(), time.thread_time()
    heard = [next(pieces)]
    first = time.monotonic()
    run.cpu.append((time.thread_time() - cpu) * 1000)
    heard += pieces
    ended = time.monotonic()
    calls = server.requests[before:]
    for call in calls:
        call.done.wait(5)
    # Until the first sentence the server had finished every call but the last, and begun to answer that one.
    until = sum(c.ended - c.begun for c in calls[:-1]) + sum(c.first - c.begun for c in calls[-1:])
    run.first.append((first - begun - until) * 1000)
    run.whole.append((ended - begun - sum(c.ended - c.begun for c in calls)) * 1000)
    run.tokens.append(sum(c.tokens for c in calls))
    run.calls.append(len(calls))
    return heard


def mind(coach: Coach, conversation: str, text: str) -> Callable[[Request], Answer]:
    """Return what the stub says to this message: the guided rules' reading of it, and a reply of three sentences."""
    state = coach.state("local", conversation)
    data = reading(engine.begin(state, state.turn + 1, clean(text), datetime.now(UTC)))
    return lambda request: (
        Answer(data=data, latency=LATENCY) if request.structured else Answer(text=WORDS, latency=LATENCY)
    )


def converse(coach: Coach, server: ModelServer) -> tuple[Run, list[str], list[str]]:
    """Hold the conversation with the coach; also return what was typed and what was replied."""
    run, typed, said, answered = Run(), [], [], set[str]()
    reply = coach.start("local")
    for number in range(1, TURNS + 1):
        text = message(number, reply.asking, answered)
        server.always(mind(coach, reply.conversation, text))
        heard = timed(run, server, coach.say("local", reply.conversation, text))
        assert isinstance(heard[-1], Reply)
        reply = heard[-1]
        typed.append(text)
        said.append(reply.text)
    coach.store.close()
    return run, typed, said


def compare(folder: Path, server: ModelServer, typed: list[str], said: list[str]) -> Run:
    """Hold the same conversation with the baseline: it hears the same and its model says what the coach said."""
    run = Run()
    server.forget()
    server.script(*(Answer(text=text, latency=LATENCY) for text in said))
    with agent(folder / "agent.db", server.url) as turn:
        for text in typed:
            timed(run, server, turn(text))
    return run


def alone(server: ModelServer, asked: list[Request]) -> tuple[list[float], list[float]]:
    """Send the coach's own requests again through LangChain's client and nothing else.

    Returns what each call took beyond the server's time, in milliseconds: of those for data, and of those for words
    until the first of them.
    """
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(model="stub", base_url=server.url, api_key=KEY, stream_usage=True)  # type: ignore[arg-type]
    data, words = [], []
    for old in asked:
        messages = old.body["messages"]
        begun = time.monotonic()
        if old.structured:
            model.bind(response_format=old.body["response_format"]).invoke(messages)
        else:
            pieces = model.stream(messages)
            next(p for p in pieces if p.text)
        until = time.monotonic()
        new = server.requests[-1]
        if old.structured:
            new.done.wait(5)
            data.append((until - begun - (new.ended - new.begun)) * 1000)
        else:
            words.append((until - begun - (new.first - new.begun)) * 1000)
            for _ in pieces:
                pass
    return data, words


def once(folder: Path, number: int) -> tuple[Run, Run, list[float]]:
    """Hold the conversation with both; also return what the two calls of a turn add by themselves."""
    ours, theirs = folder / f"coach-{number}", folder / f"agent-{number}"
    ours.mkdir()
    theirs.mkdir()
    with serving(keep=True) as server:
        os.environ |= {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": server.url}
        env = {
            "COACH_DATA_DIR": str(folder / "data"),
            "COACH_DATABASE_URL": f"sqlite:///{ours / 'coach.db'}",
            "COACH_MODEL": "openai:stub",
            "HOME": str(folder),
        }
        coach = build(Settings.read(env))
        coach.library.warm()
        run, typed, said = converse(coach, server)
        data, words = alone(server, list(server.requests))
        return run, compare(theirs, server, typed, said), [d + w for d, w in zip(data, words, strict=False)]


def p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


def report(ours: list[Run], theirs: list[Run], calls: list[float]) -> None:
    print(
        f"{TURNS} turns, {len(ours)} repeats; the stub is silent for {LATENCY * 1000:.0f} ms before each answer"
    )
    print("tokens to read a turn, all calls (a quarter of the characters sent, the same for both)")
    print("  turn              " + "".join(f"{n:>9}" for n in SHOWN))
    of = {
        name: [median(r.tokens[n - 1] for r in runs) for n in SHOWN]
        for name, runs in (("coach", ours), ("agent", theirs))
    }
    for name, row in of.items():
        print(f"  {name:<18}" + "".join(f"{t:>9,.0f}" for t in row))
    print(
        "  coach to agent    "
        + "".join(f"{a / b:>9.2f}" for a, b in zip(of["coach"], of["agent"], strict=True))
    )
    every = [t for r in ours for t in r.tokens]
    print(f"  coach, most in any turn {max(every):,}")
    for name, runs in (("coach", ours), ("agent", theirs)):
        print(
            f"  {name}, turns 21-30 to 11-20 {later(runs, 20, 10):.2f}, 31-40 to 21-30 {later(runs, 30, 20):.2f}"
        )
    print(
        f"  calls a turn      coach at most {max(c for r in ours for c in r.calls)}, agent {max(c for r in theirs for c in r.calls)}"
    )
    print("milliseconds                              median      p95")
    print("beyond the server's time")
    rows = {
        "coach, to the first sentence": [t for r in ours for t in r.first],
        "coach, a turn": [t for r in ours for t in r.whole],
        "the same two calls by LangChain's client": calls,
        "agent, to the first word": [t for r in theirs for t in r.first],
        "agent, a turn": [t for r in theirs for t in r.whole],
    }
    for name, times in rows.items():
        print(f"  {name:<40}{median(times):8.1f} {p95(times):8.1f}")
    print("of processor time, the coach's thread (without the calls' own work on the wire)")
    spans = {"1-5": range(5), "36-40": range(35, 40), "all": range(TURNS)}
    for name, span in spans.items():
        times = [r.cpu[n] for r in ours for n in span]
        print(f"  {'to the first sentence, turns ' + name:<40}{median(times):8.1f} {p95(times):8.1f}")
    own = median(rows["coach, to the first sentence"]) - median(calls)
    print(f"  coach's own, to the first sentence less its two calls {own:.1f}")


def later(runs: list[Run], after: int, before: int) -> float:
    """Return how the tokens of the ten turns after one number compare with those after another."""
    first, second = ([t for r in runs for t in r.tokens[n : n + 10]] for n in (before, after))
    return median(second) / median(first)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time and weigh the model voice beside LangChain's agent.")
    parser.add_argument("--repeats", type=int, default=3)
    repeats = parser.parse_args().repeats
    with tempfile.TemporaryDirectory() as name:
        once(Path(name), 0)  # imports, connections and the index: once a process
        rounds = [once(Path(name), number) for number in range(1, repeats + 1)]
    report([r[0] for r in rounds], [r[1] for r in rounds], [c for r in rounds for c in r[2]])


if __name__ == "__main__":
    main()
