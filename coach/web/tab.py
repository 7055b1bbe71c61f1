"""What a tab's talk is made of: who it belongs to, a turn run in a thread, the run that answers a message."""

# mypy: disable-error-code="no-untyped-call"
# Chainlit is typed in part only.

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, Any

from coach.errors import CoachError, UserError
from coach.web.assets import NAME
from coach.web.history import RUN, run_id, step_id
from coach.web.words import markdown

if TYPE_CHECKING:
    from coach.turn import Reply

    Pieces = Iterator["str | Reply"]


START = "Let's start"
"""Typed or clicked first, it only brings the opening question."""


def title_of(text: str) -> str:
    """Return what a conversation is called in the list: the first words typed."""
    line = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())
    return "" if line == START else line[:60].rstrip() + ("…" if len(line) > 60 else "")


class Turn:
    """A turn run in a thread, whose pieces come as they are made.

    Stopping the reader does not stop the turn: what it commits, it commits.
    """

    def __init__(self, pieces: "Callable[[], Pieces]") -> None:
        self._pieces, self._loop = pieces, asyncio.get_running_loop()
        self._queue: asyncio.Queue[str | Reply | BaseException | None] = asyncio.Queue()
        self._first: list[str | Reply] = []
        self.done = self._loop.run_in_executor(None, self._run)

    def _run(self) -> None:
        end: BaseException | None = None
        try:
            for piece in self._pieces():
                self._loop.call_soon_threadsafe(self._queue.put_nowait, piece)
        except Exception as error:  # noqa: BLE001 - handed over to the reader, which raises it
            end = error
        self._loop.call_soon_threadsafe(self._queue.put_nowait, end)

    async def begun(self) -> None:
        """Wait for the first piece: from then on the message is stored. Raises what the turn raised before it."""
        piece = await self._queue.get()
        if isinstance(piece, BaseException):
            raise piece
        if piece is not None:
            self._first.append(piece)

    async def __aiter__(self) -> "AsyncIterator[str | Reply]":
        for piece in self._first:
            yield piece
        while (more := await self._queue.get()) is not None:
            if isinstance(more, BaseException):
                raise more
            yield more

    async def rest(self) -> "Reply | None":
        """Read what nobody was shown, and return the reply at its end; None where the turn failed."""
        try:
            last = [piece async for piece in self][-1:]
        except CoachError:
            return None
        return last[0] if last and not isinstance(last[0], str) else None


def user() -> str:
    """Return who the tab in hand belongs to; Chainlit lets nobody in who has not signed in."""
    from chainlit.context import context

    known = context.session.user
    if known is None:
        raise UserError("You are not signed in. Reload the page.")
    return str(known.identifier)


def run_of(message: str) -> Any:
    """Return the run that answers a message: what Chainlit hangs the waiting dots and the thumbs on."""
    import chainlit as cl

    return cl.Step(name=RUN, type="run", id=run_id(message), parent_id=message)


def message_of(opening: "Reply") -> Any:
    """Return the opening question as a message of the chat."""
    import chainlit as cl

    step = step_id(opening.conversation, opening.turn)
    return cl.Message(content=markdown(opening.text), author=NAME, id=step)
