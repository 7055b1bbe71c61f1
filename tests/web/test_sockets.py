"""What is done with a page's connection, with Chainlit's own part played by hand."""

import asyncio
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from coach.web.sockets import Returns, install


class Tab:
    """A tab's session, as far as its connections are concerned."""

    restored = False
    current_task = None
    socket_id = "first"
    files: dict[str, object] = {}  # noqa: RUF012 - nothing is put there


class Emitter:
    async def clear(self, what: str) -> None: ...

    async def task_end(self) -> None: ...

    async def send_step(self, step: object) -> None: ...


def played(monkeypatch: pytest.MonkeyPatch, tab: Tab, **parts: Any) -> None:
    """Put parts of our own where Chainlit's are imported from."""

    def require(socket: str) -> Tab:
        if socket != tab.socket_id:
            raise ValueError("Session not found")
        return tab

    own: dict[str, Any] = {
        "session": SimpleNamespace(WebsocketSession=SimpleNamespace(require=require)),
        "context": SimpleNamespace(
            init_ws_context=lambda _: SimpleNamespace(emitter=Emitter()), context=None
        ),
        "message": SimpleNamespace(ErrorMessage=None),
        **parts,
    }
    monkeypatch.setitem(sys.modules, "chainlit", SimpleNamespace(**own))
    for name, part in own.items():
        monkeypatch.setitem(sys.modules, f"chainlit.{name}", part)


@pytest.mark.parametrize(
    ("early", "again", "shown"),
    [(False, True, ["brought", "anew"]), (False, False, ["brought"]), (True, False, ["brought", "anew"])],
    ids=["while it is brought", "never", "before it is heard"],
)
def test_a_page_that_connects_twice_is_brought_into_its_talk_and_shown_it(
    early: bool, again: bool, shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tab, seen = Tab(), []

    class Drawing(Returns):
        async def draw(self, more: int = 0, since: str = "") -> None:
            seen.append("anew")

    async def connections() -> None:
        found = asyncio.Event()

        async def brought(_: str) -> None:
            seen.append("brought" if not tab.restored else "taken for one that is there")
            await found.wait()

        played(monkeypatch, tab, socket=SimpleNamespace(connection_successful=brought))
        returns = Drawing(None, None)  # type: ignore[arg-type]
        tab.restored = early
        on_the_way = [asyncio.create_task(returns.connected("first"))]
        await asyncio.sleep(0)
        if again:
            tab.restored, tab.socket_id = True, "second"
            on_the_way.append(asyncio.create_task(returns.connected("second")))
            await asyncio.sleep(0)
        found.set()
        await asyncio.gather(*on_the_way)

    asyncio.run(connections())
    assert seen == shown


@pytest.mark.parametrize("event", ["client_message", "window_message"])
def test_what_was_sent_before_the_page_connected_anew_is_not_lost(
    event: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab, heard, handlers = Tab(), [], {}

    async def sent() -> None:
        found = asyncio.Event()

        async def brought(_: str) -> None:
            await found.wait()

        async def hear(socket: str, payload: object) -> None:
            heard.append((socket, payload))

        played(
            monkeypatch,
            tab,
            socket=SimpleNamespace(connection_successful=brought, message=hear, window_message=hear),
            server=SimpleNamespace(sio=SimpleNamespace(on=handlers.__setitem__)),
        )
        install(None, None)  # type: ignore[arg-type]
        payload = {"message": {"output": "Enquiries fell"}}
        on_the_way = asyncio.create_task(handlers[event]("first", payload))
        await asyncio.sleep(0)
        tab.socket_id = "second"
        found.set()
        await on_the_way
        assert heard == [("second", payload)]

    asyncio.run(sent())
