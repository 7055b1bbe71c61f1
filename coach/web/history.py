"""The chat's history, served from the one store: a Chainlit data layer that keeps no second copy.

Steps and elements are not written (the turn commits them); reading makes them from the stored turns.
"""

import asyncio
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from coach.errors import CoachError
from coach.store import TurnRecord
from coach.turn import Coach
from coach.web.assets import NAME
from coach.web.guard import USER
from coach.web.words import markdown, passage_address

PAGE = 30
_STEPS = uuid.UUID("6b1f0c52-31f5-4f6a-9a2c-7d4f2b9e5a10")


def step_id(conversation: str, turn: int) -> str:
    """Return the id under which the reply of a turn is shown, live and in the history."""
    return str(uuid.uuid5(_STEPS, f"{conversation}:{turn}"))


def message_id(record_id: str) -> str:
    """Return the id under which a message is shown: an edit is stored as `<id>~<turn>`."""
    return record_id.split("~")[0]


def stamp(at: datetime) -> str:
    """Return a time as the browser reads it."""
    return at.isoformat().replace("+00:00", "Z")


def rewound(records: "list[TurnRecord]") -> set[int]:
    """Return the turns that an edit replaced; they are kept, and not shown."""
    return {e["turn"] for r in records for e in r.events if e.get("type") == "Rewound"}


def sources(coach: Coach, citations: Any) -> str:
    """Return the lines under a reply: each passage it cites, as a link that opens at the quoted words."""
    lines: list[str] = []
    for citation in citations:
        passage, quote = (
            (citation["passage"], citation["quote"])
            if isinstance(citation, dict)
            else (citation.passage, citation.quote)
        )
        try:
            found = coach.library.passage(passage)
        except (CoachError, KeyError):
            found = None
        if found is None:
            continue
        by = f" by {found.author}" if found.author else ""
        title = markdown(f"{found.article_title}{by}: {found.title}")
        link = f"[{title}]({passage_address(passage, quote)})"
        if link not in lines:
            lines.append(link)
    return "\n\n" + "\n\n".join(f"↗ {line}" for line in lines) if lines else ""


def steps(coach: Coach, conversation: str, records: "list[TurnRecord]") -> list[dict[str, Any]]:
    """Return the messages and replies of a conversation as Chainlit shows them."""
    hidden, shown = rewound(records), []
    for record in records:
        if record.sequence in hidden:
            continue
        if record.sequence > 0:
            shown.append(
                _step(
                    conversation, message_id(record.message_id), "user_message", record.text, stamp(record.at)
                )
            )
        if record.reply is not None:
            text = markdown(record.reply.text) + sources(coach, record.reply.citations)
            reply_id = step_id(conversation, record.sequence)
            shown.append(_step(conversation, reply_id, "assistant_message", text, stamp(record.reply.at)))
    return shown


def _step(conversation: str, step: str, kind: str, text: str, at: str) -> dict[str, Any]:
    return {
        "id": step,
        "threadId": conversation,
        "parentId": None,
        "name": NAME if kind == "assistant_message" else "You",
        "type": kind,
        "input": "",
        "output": text,
        "createdAt": at,
        "start": at,
        "end": at,
        "streaming": False,
        "isError": False,
        "waitForAnswer": False,
        "metadata": {},
        "tags": None,
    }


class History:
    """Chainlit's data layer. Its methods carry no user: the middleware's ContextVar, or the socket's session, does."""

    def __init__(self, coach: Callable[[], Coach], begin: Callable[[str], Any]) -> None:
        """`begin` opens the conversation of the socket in hand when its first message arrives."""
        self._coach, self._begin = coach, begin

    def user(self) -> str:
        """Return who is asking; nobody owns what an empty name asks for."""
        from chainlit.context import ChainlitContextException, context

        try:
            session_user = context.session.user
        except ChainlitContextException:
            session_user = None
        return session_user.identifier if session_user is not None else USER.get() or ""

    async def get_user(self, identifier: str) -> Any:
        """Return the person; whoever got past the sign-in exists."""
        from chainlit.user import PersistedUser

        return PersistedUser(id=identifier, identifier=identifier, createdAt="2026-01-01T00:00:00Z")

    async def create_user(self, user: Any) -> Any:
        return await self.get_user(user.identifier)

    async def list_threads(self, pagination: Any, filters: Any) -> Any:
        """Return the user's conversations, latest first. `filters.userId` comes from the cookie, not the browser."""
        from chainlit.types import PageInfo, PaginatedResponse

        user = self.user()
        found = await asyncio.to_thread(lambda: self._coach().store.conversations(user))
        search = (filters.search or "").casefold()
        found = [c for c in found if search in (c.title or "").casefold()]
        ids = [c.id for c in found]
        start = ids.index(pagination.cursor) + 1 if pagination.cursor in ids else 0
        some = found[start : start + min(pagination.first or PAGE, 100)]
        return PaginatedResponse(
            pageInfo=PageInfo(
                hasNextPage=start + len(some) < len(found),
                startCursor=some[0].id if some else None,
                endCursor=some[-1].id if some else None,
            ),
            data=[self._thread(c, user) for c in some],  # type: ignore[misc]
        )

    def _thread(self, conversation: Any, user: str) -> dict[str, Any]:
        at = getattr(conversation, "updated_at", None) or conversation.created_at
        return {
            "id": conversation.id,
            "createdAt": stamp(at),
            "name": conversation.title or f"Talk of {conversation.created_at:%d %B %Y}",
            "userId": user,
            "userIdentifier": user,
            "tags": None,
            "metadata": {},
            "steps": [],
            "elements": [],
        }

    async def get_thread(self, thread_id: str) -> Any:
        """Return a conversation, its last turn spoken to the end; None where this user has no such one."""
        user = self.user()

        def read() -> dict[str, Any] | None:
            coach = self._coach()
            try:
                head = coach.store.conversation(user, thread_id)
                coach.state(user, thread_id)
                records = list(coach.store.turns(user, thread_id))
            except CoachError:
                return None
            return {**self._thread(head, user), "steps": steps(coach, thread_id, records)}

        return await asyncio.to_thread(read)

    async def get_thread_author(self, thread_id: str) -> str:
        """Return the user if the conversation is theirs; empty (not found) otherwise."""
        user = self.user()

        def read() -> str:
            try:
                self._coach().store.conversation(user, thread_id)
            except CoachError:
                return ""
            return user

        return await asyncio.to_thread(read)

    async def delete_thread(self, thread_id: str) -> None:
        user = self.user()
        await asyncio.to_thread(lambda: self._coach().delete(user, thread_id))

    async def update_thread(
        self,
        thread_id: str,
        name: str | None = None,
        user_id: str | None = None,
        metadata: Any = None,  # noqa: ARG002
        tags: Any = None,  # noqa: ARG002
    ) -> None:
        """Open the conversation at its first message (Chainlit then names the user), or rename it; no more is kept."""
        if user_id is not None:
            await self._begin(name or "")
        elif name is not None and name.strip():
            user = self.user()
            title = " ".join(name.split())[:120]
            await asyncio.to_thread(lambda: self._coach().store.rename(user, thread_id, title))

    async def upsert_feedback(self, feedback: Any) -> str:
        """Thumbs are hidden on the screen; nothing is kept."""
        return str(feedback.forId)

    async def delete_feedback(self, feedback_id: str) -> bool:  # noqa: ARG002
        return True

    async def get_element(self, thread_id: str, element_id: str) -> None:  # noqa: ARG002
        return None

    async def get_favorite_steps(self, user_id: str) -> list[Any]:  # noqa: ARG002
        return []

    async def build_debug_url(self) -> str:
        return ""

    async def _nothing(self, *_: Any, **__: Any) -> None:
        """Written by the turn already."""

    create_step = update_step = delete_step = create_element = delete_element = close = _nothing
