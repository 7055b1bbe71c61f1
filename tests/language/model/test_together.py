"""Who speaks first, together with others: the model's client is made and used once for all of them."""

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import pytest

from coach.language.model import client
from coach.language.model.connect import connect
from coach.language.model.schema import schema
from coach.language.prompts import Filled
from coach.ports import Stop
from tests.model_server import KEY, Answer, ModelServer

NOTHING = {"language": "en", "findings": [], "intents": []}


def test_people_who_speak_first_at_the_same_moment_are_all_answered(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first calls of a process share one event loop: a client's connections belong to it."""
    loops: list[asyncio.AbstractEventLoop] = []
    real = asyncio.new_event_loop

    def slow() -> asyncio.AbstractEventLoop:
        time.sleep(0.05)  # long enough for the others to come
        loops.append(real())
        return loops[-1]

    monkeypatch.setattr(client, "_loop", lru_cache(maxsize=1)(client._loop.__wrapped__))
    monkeypatch.setattr(asyncio, "new_event_loop", slow)
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    server.always(lambda _: Answer(data=NOTHING))
    chat = connect("openai:stub", 10)
    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(lambda n: chat.ask(Filled("s", f"m{n}", "p", "d"), schema(), Stop()), range(4))
        )
    assert [json.loads(a.text) for a in answers] == [NOTHING] * 4
    assert len(loops) == 1
