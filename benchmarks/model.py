"""The model voice beside LangChain's agent, both over HTTP to one stub model of fixed latency, in one run.

Measured: what the coach adds of its own to the first sentence and to a turn, beyond the time the server took for its
calls; and how much each makes the model read. The agent has the whole history in its messages and the digests of the
five articles in its system prompt: the usual way to do this without retrieval.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.turn import message
from coach.app import build
from coach.settings import Settings
from coach.turn import Coach, Reply
from tests.model_server import KEY, Answer, ModelServer, Request, serving

TURNS = 40
SHOWN = (5, 20, 40)
LATENCY = 0.05
"""Seconds of silence before each answer of the stub."""
ARTICLES = Path(__file__).parents[1] / "knowledge" / "articles"
ROLE = "You are a strategy coach. Ask one question at a time, upstream first, and use these articles.\n\n"


@dataclass
class Run:
    """One conversation, by turn from 1; times in milliseconds."""

    first: list[float] = field(default_factory=list)
    """Until the first sentence, less the server's time until then."""
    whole: list[float] = field(default_factory=list)
    """The turn, less the server's time."""
    tokens: list[int] = field(default_factory=list)
    """What all calls of a turn made the model read."""
    calls: list[int] = field(default_factory=list)


def digests() -> str:
    return "\n\n".join(p.read_text(encoding="utf-8") for p in sorted(ARTICLES.glob("*.md")))


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
    begun = time.monotonic()
    heard = [next(pieces)]
    first = time.monotonic()
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


def converse(coach: Coach, server: ModelServer) -> tuple[Run, list[str], list[str]]:
    """Hold the conversation with the coach; also return what was typed and what was replied."""
    run, typed, said, answered = Run(), [], [], set[str]()
    reply = coach.start("local")
    for number in range(1, TURNS + 1):
        text = message(number, reply.asking, answered)
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
    server.script(*(Answer(text=text, latency=LATENCY) for text in said))
    with agent(folder / "agent.db", server.url) as turn:
        for text in typed:
            timed(run, server, turn(text))
    return run
