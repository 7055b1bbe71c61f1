"""What a tab's socket hears, where Chainlit's own handlers would lose something or say it in their own words.

A page whose server was started again first sends what was clicked meanwhile, and only then asks to be brought back
into its talk; in between Chainlit would take it for a new one and begin a second conversation. So whatever comes
first brings the tab back, once.
"""

# mypy: disable-error-code="no-untyped-call"
# Chainlit is typed in part only.

import asyncio
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary, WeakSet

from coach.web.assets import NAME
from coach.web.history import MORE, SHOWN, History

if TYPE_CHECKING:
    from chainlit.session import WebsocketSession

    from coach.web.chat import Chat

_TALK = re.compile(r"/thread/([\w-]{1,100})/?$")
LOST = "What you had attached was lost with the connection. Attach it again."


def talk_of(environ: Mapping[str, Any]) -> str:
    """Return the talk of the page that a connection comes from, by its address; empty on the first screen."""
    found = _TALK.search(urlsplit(str(environ.get("HTTP_REFERER", ""))).path)
    return found[1] if found is not None else ""


class Returns:
    """Brings each tab into its talk, once, and shows it anew to a page that was away."""

    def __init__(self, chat: "Chat", history: History) -> None:
        self._chat, self._history = chat, history
        self._locks: WeakKeyDictionary[WebsocketSession, asyncio.Lock] = WeakKeyDictionary()
        self._back: WeakSet[WebsocketSession] = WeakSet()

    async def bring(self, sid: str) -> bool:
        """Bring a tab into the talk it belongs to; return whether it was there already, and nothing had to be waited for."""
        import chainlit.socket as stock
        from chainlit.session import WebsocketSession

        session = WebsocketSession.require(sid)
        if session in self._back:
            return True
        async with self._locks.setdefault(session, asyncio.Lock()):
            if session not in self._back:
                # A page may connect twice before it is heard. Chainlit would take it for one that has been heard, and
                # begin a talk instead of bringing the tab into its own.
                session.restored = False
                await stock.connection_successful(session.socket_id)
                self._back.add(session)
        return False

    async def connected(self, sid: str) -> None:
        """Hear that a page is connected: for the first time, or after its connection was lost for a while."""
        from chainlit.context import init_ws_context
        from chainlit.session import WebsocketSession

        session = WebsocketSession.require(sid)
        again = session.restored
        await self.bring(sid)
        if not again:
            return
        # The server went on, and the page may have missed some of it, or all: its talk may have been on the way when it left.
        emitter, task = init_ws_context(session).emitter, session.current_task
        await emitter.clear("clear_ask")
        if task is None or task.done():
            await emitter.task_end()
        await self.draw()

    async def draw(self, more: int = 0, since: str = "") -> None:
        """Show the talk in hand anew: with `more` turns before those that are shown, or all from a message on."""
        import chainlit as cl
        from chainlit.context import context

        conversation, task = cl.user_session.get("conversation"), context.session.current_task
        if not conversation:
            return
        if task is not None:
            # What is being said is not stored yet: drawn anew, the talk would lose it.
            await asyncio.wait([task])
        shown = cl.user_session.get("shown") or SHOWN
        thread = await self._history.thread(conversation, shown + more, since)
        if thread:
            replies = sum(step["type"] == "assistant_message" for step in thread["steps"])
            cl.user_session.set("shown", max(SHOWN, replies))
            await context.emitter.resume_thread(thread)
            await self._chat.tell(conversation, resumed=True)

    async def earlier(self, since: str) -> None:
        """Show more of the talk: the turns before those that are shown, or all from a message on."""
        await self.draw(0 if since else MORE, since)


def install(chat: "Chat", history: History) -> Returns:
    """Replace Chainlit's handlers by ours; return what brings tabs into their talk."""
    import chainlit.socket as stock
    from chainlit import server
    from chainlit.context import context, init_ws_context
    from chainlit.message import ErrorMessage
    from chainlit.session import WebsocketSession

    returns = Returns(chat, history)

    async def connect(sid: str, environ: Any, auth: Any) -> Any:
        # A page may connect twice at once, and keep the connection that knows nothing of its talk: it waited for ever.
        # Whose talk it is, is asked of every connection, whatever the page says.
        talk = auth.get("threadId") or talk_of(environ)
        return await stock.connect(sid, environ, {**auth, "threadId": talk})

    async def message(sid: str, payload: Any) -> None:
        session = WebsocketSession.require(sid)
        if not await returns.bring(sid):
            # The talk was drawn without it.
            await init_ws_context(session).emitter.send_step(payload["message"])
        files = payload.get("fileReferences") or []
        if any(file.get("id") not in session.files for file in files):
            init_ws_context(session)
            await ErrorMessage(content=LOST, author=NAME).send()
            if not payload["message"].get("output", "").strip():
                return
        # Its page may have connected anew meanwhile, and goes by another id then.
        await stock.message(session.socket_id, payload)

    async def window_message(sid: str, data: Any) -> None:
        session = WebsocketSession.require(sid)
        await returns.bring(sid)
        await stock.window_message(session.socket_id, data)

    async def stop(sid: str) -> None:
        session = WebsocketSession.get(sid)
        if session is not None and session.current_task:
            await chat.stop(session.thread_id)
            # The showing stops here; the turn runs to its end in its thread and is there on reload.
            session.current_task.cancel()

    async def edit(sid: str, payload: Any) -> None:
        session = WebsocketSession.require(sid)
        await returns.bring(sid)
        init_ws_context(session)
        wanted = payload.get("message", {}).get("id")
        if wanted is not None and wanted == await chat.last_message():
            await stock.edit_message(session.socket_id, payload)
            return
        await returns.draw()
        await context.emitter.send_toast(
            "Only your last message can be edited. To change an earlier answer, say what is new.", "info"
        )

    server.sio.on("connect", connect)
    server.sio.on("connection_successful", returns.connected)
    server.sio.on("client_message", message)
    server.sio.on("window_message", window_message)
    server.sio.on("stop", stop)
    server.sio.on("edit_message", edit)
    return returns
