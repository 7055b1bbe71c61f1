"""The chat's handlers, registered with Chainlit: each passes on what happened in a tab to its `Chat`."""

# mypy: disable-error-code="no-untyped-call"
# Chainlit is typed in part only.

import asyncio
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

from coach import stages
from coach.web import oauth
from coach.web.chat import Chat
from coach.web.history import MORE, SHOWN, History
from coach.web.tab import START
from coach.web.words import goes_to, markdown

if TYPE_CHECKING:
    from coach.ports import Voice
    from coach.turn import Coach

QUICK = "I have ten minutes"
"""Understood as the wish for the express journey."""
STARTER = "Our situation: {}."
ICONS = ("rocket", "compass", "coins", "mask", "filter", "mountain")
LONGEST = 20_000
"""Characters that a card or a correction may send; the coach has a limit of its own."""


def starters() -> list[dict[str, str]]:
    """Return what the first screen offers: to begin, or one of the scenarios."""
    offered = [
        {"label": START, "message": START, "icon": "/public/icons/start.svg"},
        {"label": "Ten minutes", "message": QUICK, "icon": "/public/icons/clock.svg"},
    ]
    for (said, _, _), icon in zip(stages.SCENARIOS.values(), ICONS, strict=True):
        label = said[0].upper() + said[1:]
        offered.append({"label": label, "message": STARTER.format(said), "icon": f"/public/icons/{icon}.svg"})
    return offered


def install(
    coach: "Callable[[], Coach]",
    local: bool,
    check: Callable[[str, str], bool] | None,
    vouched: Collection[str] = (),
    voices: "Sequence[Voice]" = (),
) -> None:
    """Register the handlers with Chainlit.

    `local` lets this machine's one user in without a sign-in; `check` says whether a name and a password belong
    together (None: nobody has a password); `vouched` may come in by an account elsewhere. Of
    several `voices` a new conversation chooses one, at the top of the first screen.
    """
    import chainlit as cl
    from chainlit.config import config
    from chainlit.utils import wrap_user_function

    chat = Chat(coach)
    history = History(coach, chat.begin)

    cl.data_layer(lambda: history)  # type: ignore[arg-type, return-value]

    @cl.set_starters
    async def offered(user: Any, language: Any) -> list[cl.Starter]:
        return [cl.Starter(**s) for s in starters()]

    if len(voices) > 1:

        @cl.set_chat_profiles
        async def choice(user: Any, language: Any) -> list[cl.ChatProfile]:
            return [
                cl.ChatProfile(
                    name=v.id,
                    display_name=v.label,
                    markdown_description=markdown(goes_to(v)),
                    default=n == 0,
                    starters=[cl.Starter(**s) for s in starters()],
                )
                for n, v in enumerate(voices)
            ]

    async def said(message: cl.Message) -> None:
        await chat.on_message(message)

    # Not by Chainlit's decorator: it gives each run an id of chance, and thumbs hang on the run's id.
    config.code.on_message = wrap_user_function(said)

    @cl.on_window_message
    async def sent(data: Any) -> None:
        if isinstance(data, dict) and data.get("coach") == "earlier":
            await _earlier(history, str(data.get("message") or ""))
            return
        await _from_page(chat, data)

    @cl.on_chat_resume
    async def resumed(thread: Any) -> None:
        await chat.on_resume(thread)

    if local:

        @cl.header_auth_callback
        async def come_in(_: Any) -> cl.User:
            return cl.User(identifier="local", display_name="You")

    if check is not None:

        @cl.password_auth_callback
        async def sign_in(name: str, password: str) -> cl.User | None:
            known = await asyncio.to_thread(check, name, password)
            return cl.User(identifier=name) if known else None

    if vouched:
        oauth.install(vouched)
    _sockets(chat)


async def _from_page(chat: Chat, data: Any) -> None:
    """Hear what our own script in the page sends: a sentence, or a value put right in the panel."""
    if not isinstance(data, dict) or data.get("coach") not in ("say", "correct"):
        return
    text, place = data.get("text"), data.get("place")
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
        return
    if data["coach"] == "say":
        await chat.say(text.strip())
    elif isinstance(place, str):
        await chat.on_correction(place[:200], text)


async def _earlier(history: History, since: str) -> None:
    """Show more of the talk in hand: the turns before those that are shown, or all from a message on."""
    import chainlit as cl
    from chainlit.context import context

    conversation, task = cl.user_session.get("conversation"), context.session.current_task
    if not conversation:
        return
    if task is not None:
        # What is being said is not stored yet: drawn anew, the talk would lose it.
        await asyncio.wait([task])
    shown = cl.user_session.get("shown") or SHOWN
    thread = await history.thread(conversation, shown if since else shown + MORE, since)
    if thread:
        cl.user_session.set("shown", sum(step["type"] == "assistant_message" for step in thread["steps"]))
        await context.emitter.resume_thread(thread)


def _sockets(chat: Chat) -> None:
    """Replace two of Chainlit's socket handlers: stop posts a message, edit removes what cannot be edited."""
    import chainlit as cl
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
        shown = cl.user_session.get("shown") or SHOWN
        thread = await layer.thread(context.session.thread_id, shown) if isinstance(layer, History) else None
        if thread:
            await context.emitter.resume_thread(thread)
        await context.emitter.send_toast(
            "Only your last message can be edited. To change an earlier answer, say what is new.", "info"
        )

    server.sio.on("stop", stop)
    server.sio.on("edit_message", edit)
