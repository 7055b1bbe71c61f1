"""The server is killed while ten people talk to it, five times over: every answer that got a reply is there, once."""

import asyncio
import random
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conftest import Server

from coach.language.guided import speak, understand
from coach.library.search import Library
from coach.settings import Settings
from coach.store import Store
from coach.turn import Coach

SEED = 20_260_303
ROUNDS, AT_ONCE = 5, 10
MESSAGES = (
    "We install heat pumps for owners of older houses around Utrecht; there are 12 of us.",
    "Enquiries fell from 40 to 22 a month since last autumn.",
    "We tried a stand at the fair, it cost 3k and brought nothing.",
    "It is about being seen differently.",
    "Subsidies changed in January, so owners wait.",
    "They want one fixed price and proof of the saving.",
    "They would keep the old boiler.",
    "where are we?",
)


@dataclass
class Tab:
    """One person's tab, without a screen: what was sent and what was answered."""

    sent: list[str] = field(default_factory=list)
    replied: list[str] = field(default_factory=list)


async def _talk(server: Server, cookie: str, tab: Tab) -> None:
    import socketio

    client = socketio.AsyncClient(reconnection=False)
    done, ready = asyncio.Event(), asyncio.Event()
    client.on("task_end", lambda *_: done.set())
    client.on("connection_successful", lambda *_: ready.set())
    auth = {"clientType": "webapp", "sessionId": str(uuid.uuid4()), "threadId": "", "userEnv": "{}"}
    headers = {"Cookie": cookie, "Origin": server.address}
    try:
        await client.connect(
            server.address,
            headers=headers,
            auth=auth,
            socketio_path="/ws/socket.io",
            transports=["websocket"],
        )
        await client.emit("connection_successful")
        await asyncio.sleep(0.1)
        for text in MESSAGES:
            done.clear()
            marked = f"{text} [{uuid.uuid4().hex[:12]}]"
            tab.sent.append(marked)
            message = {"id": str(uuid.uuid4()), "threadId": "", "name": "You", "type": "user_message"}
            await client.emit("client_message", {"message": {**message, "output": marked, "createdAt": None}})
            await asyncio.wait_for(done.wait(), 60)
            tab.replied.append(marked)
        await asyncio.sleep(60)
    except (socketio.exceptions.SocketIOError, TimeoutError, OSError):
        pass  # The server was killed under it: that is the point.
    finally:
        await client.disconnect()


async def _round(server: Server, cookie: str, luck: random.Random) -> list[Tab]:
    tabs = [Tab() for _ in range(AT_ONCE)]
    talks = [asyncio.create_task(_talk(server, cookie, tab)) for tab in tabs]
    wanted = luck.randrange(5, AT_ONCE * len(MESSAGES) // 2)
    while sum(len(t.replied) for t in tabs) < wanted and not all(t.done() for t in talks):  # noqa: ASYNC110 - many tabs are watched at once
        await asyncio.sleep(0.005)
    await asyncio.sleep(luck.uniform(0, 0.05))
    server.kill()
    for talk in talks:
        talk.cancel()
    await asyncio.gather(*talks, return_exceptions=True)
    return tabs


def test_the_server_is_killed_at_any_moment_and_no_answered_message_is_lost(tmp_path: Path) -> None:
    luck, server = random.Random(SEED), Server(tmp_path)
    tabs: list[Tab] = []
    for _ in range(ROUNDS):
        server.start()
        _, headers, _ = server.ask("/auth/header", "POST", Origin=server.address)
        cookie = "; ".join(v.split(";")[0] for v in headers.get_all("set-cookie") or ())
        assert cookie
        tabs += asyncio.run(_round(server, cookie, luck))
    assert len(tabs) == ROUNDS * AT_ONCE
    assert sum(len(t.replied) for t in tabs) >= ROUNDS * 5

    store = Store.open(Settings.read({"COACH_DATA_DIR": str(tmp_path), "HOME": str(tmp_path)}).database_url)
    coach = Coach(store, Library.open(tmp_path), understand, speak)
    stored: dict[str, Any] = {}
    for conversation in store.conversations("local", limit=500):
        for record in store.turns("local", conversation.id):
            assert record.text == "" or record.text not in stored, "a message became two turns"
            stored[record.text] = record
    for tab in tabs:
        for text in tab.replied:
            assert stored[text].reply is not None, "an answered message lost its reply"
    sent = {text for tab in tabs for text in tab.sent}
    assert set(stored) - {""} <= sent
    unspoken = [
        c for c in store.conversations("local", limit=500) if store.turns("local", c.id)[-1].reply is None
    ]
    for conversation in unspoken:
        assert coach.resume("local", conversation.id).text
