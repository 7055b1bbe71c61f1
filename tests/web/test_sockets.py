"""What is done with a page's connection, with Chainlit's own part played by hand."""

import asyncio
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from coach.web.sockets import Returns


class Tab:
    """A tab's session, as far as its connections are concerned."""

    restored = False
    current_task = None


class Emitter:
    async def clear(self, what: str) -> None: ...

    async def task_end(self) -> None: ...


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

        parts: dict[str, Any] = {
            "socket": SimpleNamespace(connection_successful=brought),
            "session": SimpleNamespace(WebsocketSession=SimpleNamespace(require=lambda _: tab)),
            "context": SimpleNamespace(init_ws_context=lambda _: SimpleNamespace(emitter=Emitter())),
        }
        monkeypatch.setitem(sys.modules, "chainlit", SimpleNamespace(**parts))
        for name, part in parts.items():
            monkeypatch.setitem(sys.modules, f"chainlit.{name}", part)
        returns = Drawing(None, None)  # type: ignore[arg-type]
        tab.restored = early
        on_the_way = [asyncio.create_task(returns.connected("first"))]
        await asyncio.sleep(0)
        if again:
            tab.restored = True
            on_the_way.append(asyncio.create_task(returns.connected("second")))
            await asyncio.sleep(0)
        found.set()
        await asyncio.gather(*on_the_way)

    asyncio.run(connections())
    assert seen == shown
