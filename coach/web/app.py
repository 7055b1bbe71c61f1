"""The chat's handlers, registered with Chainlit: each passes on what happened in a tab to its `Chat`."""

# mypy: disable-error-code="no-untyped-call"
# Chainlit is typed in part only.

import asyncio
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

from coach import stages
from coach.web import oauth, sockets
from coach.web.chat import Chat
from coach.web.history import History
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
    returns = sockets.install(chat, history)

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
            await returns.earlier(str(data.get("message") or ""))
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
