"""A coach with the model voice over a scripted server: what is said, what it answers, what the store holds."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coach import engine
from coach.language.guided import speak, understand
from coach.language.model.client import LangChainChat
from coach.language.model.connect import connect
from coach.language.model.voice import ModelVoice
from coach.library.search import Library
from coach.store import Store
from coach.turn import Coach, Reply, clean, finish, replay
from coach.voices import NO_CAPS, Caps
from tests.language.model.faults import LEAK
from tests.language.model.mind import reading
from tests.model_server import KEY, Answer, ModelServer, Request, Script
from tests.model_wire import Wire
from tests.talk import START

USER = "anna"
COMPANY = "We design primary schools for municipalities in Ghent. There are 14 of us."
SYMPTOM = "We win only one in six tenders since last year; two years ago it was one in three."
WORDS = "That is a narrow field, and it helps. {question}"
"""What a model says that does as it is told."""
PATIENT, IMPATIENT = 30.0, 0.3
"""Seconds a model may take: where that is not what is tested, and where it is."""
PAUSES = (0.01, 0.02)
"""Seconds between attempts."""
FORBIDDEN = (
    KEY,
    KEY[8:],
    "Traceback",
    "SecretInnerError",
    "Error code",
    "Exception",
    "httpx",
    "langchain",
    "pydantic",
)
"""Never in a chat, a log or an export, whatever fails."""


NAMES: Mapping[Wire, tuple[str, str]] = {
    "openai": ("OPENAI_API_KEY", "OPENAI_BASE_URL"),
    "anthropic": ("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"),
    "ollama": ("OLLAMA_API_KEY", "OLLAMA_HOST"),
    "google_genai": ("GOOGLE_API_KEY", "GOOGLE_GEMINI_BASE_URL"),
}
"""The environment variables of each provider's key and address."""


def said_well(request: Request) -> Answer:
    """Return a reply that ends with the question that the request asks for."""
    text = request.text
    at = text.rfind("End with: ")
    question = text[at:].split(": ", 1)[1].split('"')[0].split("\\n")[0] if at >= 0 else ""
    return Answer(text=WORDS.format(question="" if question.startswith("none") else question).strip())


@dataclass
class Room:
    coach: Coach
    server: ModelServer
    reader: LangChainChat
    words: LangChainChat
    conversation: str = ""
    replies: list[Reply] = field(default_factory=list)

    def open(self) -> Reply:
        """Begin a conversation."""
        reply = self.coach.start(USER)
        self.conversation = reply.conversation
        self.replies.append(reply)
        return reply

    def patience(self, understand: float = PATIENT, speak: float = PATIENT) -> None:
        """Set how many seconds each of the two calls may take."""
        for chat, seconds in ((self.reader, understand), (self.words, speak)):
            chat._timeout = chat._gap = seconds

    def hears(self, text: str) -> dict[str, Any]:
        """Return what a capable model would understand of a message said now."""
        state = self.coach.state(USER, self.conversation)
        return reading(engine.begin(state, state.turn + 1, clean(text), START))

    def capable(self, text: str) -> Script:
        """Return a model that understands this message and says what it is told to say."""
        data = self.hears(text)
        return lambda r: Answer(data=data) if r.structured else said_well(r)

    def say(self, text: str, script: Script | None = None) -> Reply:
        """Say something to a model that does as `script`, or that is capable."""
        self.server.always(script or self.capable(text))
        reply = finish(self.coach.say(USER, self.conversation, text))
        self.replies.append(reply)
        return reply

    def pieces(self, text: str, script: Script) -> Iterator[str | Reply]:
        """Say something and hand out the reply as it comes."""
        self.server.always(script)
        return self.coach.say(USER, self.conversation, text)

    def events(self) -> list[dict[str, Any]]:
        """Return every stored event, in order."""
        records = self.coach.store.turns(USER, self.conversation)
        return [e for r in records for e in (*r.events, *(r.reply.events if r.reply else ()))]

    def whole(self) -> None:
        """Assert that the stored turns are complete, in order, and fold to what the coach holds."""
        records = self.coach.store.turns(USER, self.conversation)
        assert [r.sequence for r in records] == list(range(len(records)))
        assert all(r.reply is not None for r in records)
        assert replay(self.conversation, records) == self.coach.state(USER, self.conversation)


def clear(text: str) -> None:
    """Assert that nothing of an error, a key or a traceback is in a text."""
    for word in (*FORBIDDEN, LEAK):
        assert word not in text, f"{word!r} in {text!r}"


@cache
def _connected(wire: Wire, url: str) -> LangChainChat:
    """A client takes a tenth of a second to make, so the tests share it; what it knows of them is in the URL."""
    key, address = NAMES[wire]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(key, KEY)
        patch.setenv(address, url)
        return connect(f"{wire}:stub", PATIENT)


def _chat(wire: Wire, url: str) -> LangChainChat:
    made = _connected(wire, url)
    return LangChainChat(made.name, made._model, tuple(made._methods), PATIENT, PAUSES)


@contextmanager
def room(
    folder: Path,
    library: Library,
    server: ModelServer,
    wire: Wire,
    caps: Caps = NO_CAPS,
    url: str | None = None,
) -> Iterator[Room]:
    """Open a coach whose model is this server; `url` is another address in its place."""
    address = url or (server.url if wire == "openai" else server.root)
    reader, words = _chat(wire, address), _chat(wire, address)
    voice = ModelVoice(f"{wire}:stub", "The stub", "this machine", words=lambda: words, reader=lambda: reader)
    store = Store.open(f"sqlite:///{folder / 'coach.db'}")
    coach = Coach(store, library, understand, speak, voices=[voice], caps=caps)
    made = Room(coach, server, reader, words)
    try:
        made.open()
        yield made
    finally:
        store.close()


def kept_quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Assert that no key and no words of an error went into the log."""
    for record in caplog.records:
        if record.name.startswith("coach"):
            clear(logging.Formatter("%(message)s").format(record))
        else:
            assert KEY not in record.getMessage()
