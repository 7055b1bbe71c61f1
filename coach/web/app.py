"""The chat's handlers. They decide nothing: they pass messages to the coach and show what comes back."""

# mypy: disable-error-code="no-untyped-call"
# Chainlit is typed in part only.

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, Any

from coach import stages
from coach.errors import CoachError, UserError
from coach.web.assets import NAME
from coach.web.history import History, message_id, rewound, sources, step_id
from coach.web.words import markdown

if TYPE_CHECKING:
    from coach.turn import Coach, Reply

log = logging.getLogger("coach.web")

START = "Let's start"
"""Typed or clicked first, it only brings the opening question."""

STARTER = "Our situation: {}."
MOVES: tuple[tuple[str, str, str], ...] = (
    ("Where are we?", "map-pin", "What is settled, and what comes next"),
    ("Show the plan", "scroll-text", "The plan as it stands"),
    ("Undo", "undo-2", "Take back your last answer"),
    ("Skip", "skip-forward", "Leave this question open, for now"),
)
"""Label (sent as if typed), icon, and what it does."""

TAKE_HOME = "\n\n[Read the plan]({0}) · [JSON]({0}.json) · [Markdown]({0}.md)"
"""Under the reply that ends the talk."""
ICONS = ("rocket", "compass", "coins", "mask", "filter", "mountain")
SORRY = "Something went wrong on our side. What you sent may not have been stored: reload the page and look."


def starters() -> list[dict[str, str]]:
    """Return what the first screen offers: to begin, or one of the scenarios."""
    offered = [{"label": START, "message": START, "icon": "/public/icons/start.svg"}]
    for (said, _, _), icon in zip(stages.SCENARIOS.values(), ICONS, strict=True):
        label = said[0].upper() + said[1:]
        offered.append({"label": label, "message": STARTER.format(said), "icon": f"/public/icons/{icon}.svg"})
    return offered


def title_of(text: str) -> str:
    """Return what a conversation is called in the list: the first words typed."""
    line = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())
    return "" if line == START else line[:60].rstrip() + ("…" if len(line) > 60 else "")


async def stream(pieces: Callable[[], "Iterator[str | Reply]"]) -> "AsyncIterator[str | Reply]":
    """Run a turn in a thread and yield its pieces as they come.

    Stopping the reader does not stop the turn: what it commits, it commits.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | Reply | BaseException | None] = asyncio.Queue()

    def run() -> None:
        end: BaseException | None = None
        try:
            for piece in pieces():
                loop.call_soon_threadsafe(queue.put_nowait, piece)
        except Exception as error:  # noqa: BLE001 - handed over to the reader, which raises it
            end = error
        loop.call_soon_threadsafe(queue.put_nowait, end)

    running = loop.run_in_executor(None, run)
    while True:
        piece = await queue.get()
        if piece is None:
            break
        if isinstance(piece, BaseException):
            raise piece
        yield piece
    await running


def _user() -> str:
    """Return who the tab in hand belongs to; Chainlit lets nobody in who has not signed in."""
    from chainlit.context import context

    user = context.session.user
    if user is None:
        raise UserError("You are not signed in. Reload the page.")
    return str(user.identifier)


class Chat:
    """The handlers of one server. Everything about one browser tab lives in Chainlit's user session."""

    def __init__(self, coach: "Callable[[], Coach]") -> None:
        self._coach = coach

    async def begin(self, text: str) -> "tuple[str, Reply | None]":
        """Return the conversation of the tab in hand; open it if this is its first message."""
        import chainlit as cl
        from chainlit.context import context

        lock = cl.user_session.get("beginning") or asyncio.Lock()
        cl.user_session.set("beginning", lock)
        async with lock:
            known = cl.user_session.get("conversation")
            if known:
                return str(known), None
            user, title = _user(), title_of(text)
            opening = await asyncio.to_thread(lambda: self._coach().start(user, title=title))
            cl.user_session.set("conversation", opening.conversation)
            cl.user_session.set("opening", opening)
            # Chainlit made an id of its own for this tab; the conversation's is the one that lasts.
            context.session.thread_id = opening.conversation
            return opening.conversation, opening

    async def on_message(self, text: str, message: str) -> None:
        """Answer a message, whoever sent it: the keyboard, a starter or a button."""
        import chainlit as cl

        await self._clear_buttons()
        try:
            await self._answer(text, message)
        except CoachError as error:
            await cl.ErrorMessage(content=markdown(str(error)), author=NAME).send()
        except Exception:
            log.exception("A turn failed")
            await cl.ErrorMessage(content=SORRY, author=NAME).send()

    async def _answer(self, text: str, message: str) -> None:
        import chainlit as cl

        user = _user()
        conversation, _ = await self.begin(text)
        opening: Reply | None = cl.user_session.get("opening")
        cl.user_session.set("opening", None)
        coach = self._coach()
        if opening is not None and text.strip() == START:
            cl.user_session.set("untitled", True)
            step = step_id(conversation, opening.turn)
            await self._finish(cl.Message(content=markdown(opening.text), author=NAME, id=step), opening)
            return
        if cl.user_session.get("untitled"):
            cl.user_session.set("untitled", False)
            await asyncio.to_thread(lambda: coach.store.rename(user, conversation, title_of(text)))
        shown: cl.Message | None = None
        reply: Reply | None = None
        async for piece in stream(lambda: coach.say(user, conversation, text, message)):
            if not isinstance(piece, str):
                reply = piece
                continue
            if shown is None:
                turn = await asyncio.to_thread(lambda: coach.store.last_sequence(user, conversation))
                shown = cl.Message(content="", author=NAME, id=step_id(conversation, turn))
            await shown.stream_token(markdown(piece))
        if reply is not None and shown is not None:
            await self._finish(shown, reply)

    async def _finish(self, shown: Any, reply: "Reply") -> None:
        import chainlit as cl

        links = await asyncio.to_thread(sources, self._coach(), reply.citations)
        if reply.asking is None:
            links += TAKE_HOME.format(f"/plan/{reply.conversation}")
        if links:
            await shown.stream_token(links)
        await shown.send()
        cl.user_session.set("shown", shown.id)
        await self.buttons(shown.id, reply.choices)
        await self.tell(reply.conversation)

    async def buttons(self, step: str, choices: tuple[str, ...] = ()) -> None:
        """Put the quick replies and the common moves under the last reply."""
        import chainlit as cl

        actions = [cl.Action(name="say", payload={"text": c}, label=c) for c in choices]
        offered = {c.casefold() for c in choices}
        actions += [
            cl.Action(name="say", payload={"text": label, "move": True}, label=label, icon=icon, tooltip=tip)
            for label, icon, tip in MOVES
            if label.casefold() not in offered
        ]
        for action in actions:
            await action.send(for_id=step)
        cl.user_session.set("buttons", actions)

    async def _clear_buttons(self) -> None:
        import chainlit as cl

        for action in cl.user_session.get("buttons") or []:
            await action.remove()
        cl.user_session.set("buttons", [])

    async def tell(self, conversation: str) -> None:
        """Let the panel know that there is something new; it asks for it itself."""
        import chainlit as cl

        await cl.send_window_message({"coach": "plan", "conversation": conversation})

    async def on_button(self, action: Any) -> None:
        """Send a button's text as if it had been typed."""
        import chainlit as cl
        from chainlit.context import context

        text = str(action.payload.get("text", ""))
        if not text.strip():
            return
        said = cl.Message(content=text, author="You", type="user_message")
        await said.send()
        await context.emitter.task_start()
        try:
            await self.on_message(text, said.id)
        finally:
            await context.emitter.task_end()

    async def on_resume(self, thread: Any) -> None:
        """Take the tab back into its conversation. What is sent here is overwritten: buttons come after."""
        import chainlit as cl

        conversation = thread["id"]
        cl.user_session.set("conversation", conversation)
        replies = [s for s in thread["steps"] if s["type"] == "assistant_message"]

        async def after() -> None:
            await asyncio.sleep(0.4)
            if replies:
                await self.buttons(replies[-1]["id"])
            await self.tell(conversation)

        cl.user_session.set("after", asyncio.create_task(after()))

    async def stop(self, conversation: object) -> None:
        """End the model's calls for a conversation: its turn goes on by rules and is committed."""
        if conversation:
            await asyncio.to_thread(lambda: self._coach().stop(str(conversation)))

    async def last_message(self) -> str | None:
        """Return the id of the last message of the tab's conversation: the only one that can be edited."""
        import chainlit as cl

        user, conversation = _user(), cl.user_session.get("conversation")
        if not conversation:
            return None

        def read() -> str | None:
            records = self._coach().store.turns(user, conversation)
            hidden = rewound(list(records))
            kept = [r for r in records if r.sequence not in hidden and r.sequence > 0]
            return message_id(kept[-1].message_id) if kept else None

        return await asyncio.to_thread(read)


def install(coach: "Callable[[], Coach]", local: bool, check: Callable[[str, str], bool]) -> None:
    """Register the handlers with Chainlit. `check` says whether a name and a password belong together."""
    import chainlit as cl

    chat = Chat(coach)
    history = History(coach, chat.begin)

    cl.data_layer(lambda: history)  # type: ignore[arg-type, return-value]

    @cl.set_starters
    async def offered(user: Any, language: Any) -> list[cl.Starter]:
        return [cl.Starter(**s) for s in starters()]

    @cl.on_message
    async def said(message: cl.Message) -> None:
        await chat.on_message(message.content, message.id)

    @cl.action_callback("say")
    async def pressed(action: cl.Action) -> None:
        await chat.on_button(action)

    @cl.on_chat_resume
    async def resumed(thread: Any) -> None:
        await chat.on_resume(thread)

    if local:

        @cl.header_auth_callback
        async def come_in(_: Any) -> cl.User:
            return cl.User(identifier="local", display_name="You")

    else:

        @cl.password_auth_callback
        async def sign_in(name: str, password: str) -> cl.User | None:
            known = await asyncio.to_thread(check, name, password)
            return cl.User(identifier=name) if known else None

    _sockets(chat)


def _sockets(chat: Chat) -> None:
    """Replace two of Chainlit's socket handlers: stop posts a message, edit removes what cannot be edited."""
    import chainlit.socket as stock
    from chainlit import server
    from chainlit.context import context, init_ws_context
    from chainlit.data import get_data_layer
    from chainlit.session import WebsocketSession

    async def stop(sid: str) -> None:
        session = WebsocketSession.get(sid)
        if session is not None and session.current_task:
            await chat.stop(session.thread_id)
            # The showing stops here; the turn runs to its end in its thread and is there on reload.
            session.current_task.cancel()

    async def edit(sid: str, payload: Any) -> None:
        init_ws_context(WebsocketSession.require(sid))
        wanted = payload.get("message", {}).get("id")
        if wanted is not None and wanted == await chat.last_message():
            await stock.edit_message(sid, payload)
            return
        layer = get_data_layer()
        thread = await layer.get_thread(context.session.thread_id) if layer else None
        if thread:
            await context.emitter.resume_thread(thread)
        await context.emitter.send_toast(
            "Only your last message can be edited. To change an earlier answer, say what is new.", "info"
        )

    server.sio.on("stop", stop)
    server.sio.on("edit_message", edit)
