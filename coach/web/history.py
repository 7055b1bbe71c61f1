"""The chat's history, served from the one store: a Chainlit data layer that keeps no second copy.

Steps and elements are not written (the turn commits them); reading makes them from the stored turns.
"""

import asyncio
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coach.errors import CoachError, StoreError, UserError
from coach.export.formats import FORMATS
from coach.web.assets import NAME
from coach.web.guard import USER
from coach.web.words import markdown, passage_address

if TYPE_CHECKING:
    from coach.store import Conversation, Feedback, TurnRecord
    from coach.turn import Coach

PAGE = 30
SHOWN = 12
"""Turns of a talk that a page shows at first: drawing them all takes a long talk a second and more."""
MORE = 60
"""Turns that come when earlier ones are wanted."""
EARLIER = "earlier"
"""The id of the step that stands for what is not shown; clicked, it brings it."""
RUN = "on_message"
"""What Chainlit calls the run that answers a message; its screen goes by the name."""
_STEPS = uuid.UUID("6b1f0c52-31f5-4f6a-9a2c-7d4f2b9e5a10")


def step_id(conversation: str, turn: int) -> str:
    """Return the id under which the reply of a turn is shown, live and in the history."""
    return str(uuid.uuid5(_STEPS, f"{conversation}:{turn}"))


def run_id(message: str) -> str:
    """Return the id of the run that answers a message: thumbs are given to it."""
    return str(uuid.uuid5(_STEPS, f"run:{message_id(message)}"))


def message_id(record_id: str) -> str:
    """Return the id under which a message is shown: an edit is stored as `<id>~<turn>`."""
    return record_id.split("~", maxsplit=1)[0]


def stamp(at: datetime) -> str:
    """Return a time as the browser reads it."""
    return at.isoformat().replace("+00:00", "Z")


def title(conversation: "Conversation") -> str:
    """Return what a conversation is called in the list."""
    return conversation.title or f"Talk of {conversation.created_at:%d %B %Y}"


def rewound(records: "list[TurnRecord]") -> set[int]:
    """Return the turns that an edit replaced; they are kept, and not shown."""
    return {e["turn"] for r in records for e in r.events if e.get("type") == "Rewound"}


def sources(coach: "Coach", citations: Any, conversation: str) -> str:
    """Return the lines under a reply: each passage it cites, as a link that opens at the quoted words."""
    lines: list[str] = []
    for citation in citations:
        passage, quote = (
            (citation["passage"], citation["quote"])
            if isinstance(citation, dict)
            else (citation.passage, citation.quote)
        )
        try:
            found = coach.library.passage(passage, conversation)
        except CoachError:
            continue
        mine = found.kind == "upload"
        by = f" by {found.author}" if found.author else ""
        kind = "From your document" if mine else "From the library"
        name = markdown(f"{kind}: {found.article_title}{by}, “{found.title}”")
        link = f"[{name}]({passage_address(passage, quote, conversation if mine else '')})"
        if link not in lines:
            lines.append(link)
    return "\n\n" + "\n\n".join(lines) if lines else ""


def take_home(conversation: str) -> str:
    """Return the line under a reply that ends the talk: the plan in every form it comes in."""
    home = f"/plan/{conversation}"
    forms = [f"[{f.label}]({home}.{f.suffix})" for f in FORMATS.values()]
    return "\n\n" + " · ".join([f"[Read the plan]({home})", *forms])


def ends(record: "TurnRecord") -> bool:
    """Return whether the reply of a turn asks nothing more."""
    said = record.reply.events if record.reply is not None else ()
    return any(e.get("type") == "Asked" and e.get("kind") == "done" for e in said)


def steps(
    coach: "Coach",
    conversation: str,
    records: "list[TurnRecord]",
    thumbs: "dict[int, Feedback]",
    last: int | None = None,
) -> list[dict[str, Any]]:
    """Return the messages and replies of a conversation as Chainlit shows them, each reply in its run.

    Of a longer one only the `last` turns, under a link that brings what is before them.
    """
    hidden = rewound(records)
    shown: list[dict[str, Any]] = []
    kept = [r for r in records if r.sequence not in hidden]
    before = 0 if last is None else max(0, len(kept) - last)
    if before > 1:
        words = f"[Show the {before} turns before this](/thread/{conversation}#earlier)"
        shown.append(_step(conversation, EARLIER, "system_message", words, stamp(kept[0].at)))
        kept = kept[before:]
    for record in kept:
        said, run = message_id(record.message_id), run_id(record.message_id)
        if record.sequence > 0:
            shown.append(_step(conversation, said, "user_message", record.text, stamp(record.at)))
        if record.reply is None:
            continue
        at = stamp(record.reply.at)
        thread = _step(conversation, run, "run", "", at, said if record.sequence > 0 else None)
        thumb = thumbs.get(record.sequence)
        if thumb is not None and thumb.value:
            given = {"id": f"{conversation}.{run}", "forId": run, "value": int(thumb.value > 0)}
            thread["feedback"] = {**given, "comment": thumb.comment or None}
        text = markdown(record.reply.text) + sources(coach, record.reply.citations, conversation)
        text += take_home(conversation) if ends(record) else ""
        reply = step_id(conversation, record.sequence)
        shown += [thread, _step(conversation, reply, "assistant_message", text, at, run)]
    return shown


def _step(
    conversation: str, step: str, kind: str, text: str, at: str, parent: str | None = None
) -> dict[str, Any]:
    return {
        "id": step,
        "threadId": conversation,
        "parentId": parent,
        "name": {"assistant_message": NAME, "run": RUN}.get(kind, "You"),
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
    """Chainlit's data layer. Its methods name no user: a ContextVar or the socket's session does."""

    def __init__(self, coach: "Callable[[], Coach]", begin: Callable[[str], Any]) -> None:
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
        """Return the person; nothing is kept of them but their conversations."""
        return await self.get_user(user.identifier)

    async def list_threads(self, pagination: Any, filters: Any) -> Any:
        """Return the user's conversations, latest first."""
        from chainlit.types import PageInfo, PaginatedResponse

        user, size = self.user(), max(1, min(pagination.first or PAGE, 100))

        def read() -> list[Any]:
            store = self._coach().store
            before = store.conversation(user, pagination.cursor).updated_at if pagination.cursor else None
            return list(store.conversations(user, query=filters.search, limit=size + 1, before=before))

        found = await asyncio.to_thread(read)
        some = found[:size]
        return PaginatedResponse(
            pageInfo=PageInfo(
                hasNextPage=len(found) > size,
                startCursor=some[0].id if some else None,
                endCursor=some[-1].id if some else None,
            ),
            data=[self._thread(c, user) for c in some],
        )

    def _thread(self, conversation: Any, user: str) -> dict[str, Any]:
        at = getattr(conversation, "updated_at", None) or conversation.created_at
        return {
            "id": conversation.id,
            "createdAt": stamp(at),
            "name": title(conversation),
            "userId": user,
            "userIdentifier": user,
            "tags": None,
            "metadata": {},
            "steps": [],
            "elements": [],
        }

    async def get_thread(self, thread_id: str) -> Any:
        """Return a conversation, from its last turns on; None where this user has no such one."""
        return await self.thread(thread_id)

    async def thread(self, thread_id: str, last: int = SHOWN, since: str = "") -> Any:
        """Return a conversation: its `last` turns, and more where the message `since` came before them."""
        user = self.user()

        def read() -> dict[str, Any] | None:
            coach = self._coach()
            try:
                head = coach.store.conversation(user, thread_id)
                coach.state(user, thread_id)
                records = list(coach.store.turns(user, thread_id))
            except StoreError:
                raise  # not that there is no such conversation: the page tries again
            except CoachError:
                return None
            thumbs = {f.turn: f for f in coach.store.feedback(user) if f.conversation == thread_id}
            at = next((n for n, r in enumerate(records) if message_id(r.message_id) == since), len(records))
            shown = steps(coach, thread_id, records, thumbs, max(last, len(records) - at))
            return {**self._thread(head, user), "steps": shown}

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
        """Delete a conversation, its uploads and their index."""
        user = self.user()
        await asyncio.to_thread(lambda: self._coach().delete(user, thread_id))

    async def update_thread(
        self,
        thread_id: str,
        name: str | None = None,
        user_id: str | None = None,
        metadata: Any = None,
        tags: Any = None,
    ) -> None:
        """Open the conversation at its first message (Chainlit then names the user), or rename it."""
        if user_id is not None:
            await self._begin(name or "")
        elif name is not None and name.strip():
            user = self.user()
            title = " ".join(name.split())[:120]
            await asyncio.to_thread(lambda: self._coach().store.rename(user, thread_id, title))

    async def upsert_feedback(self, feedback: Any) -> str:
        """Keep a thumb: 1 for helpful, -1 for not."""
        return await self._thumb(
            feedback.threadId, feedback.forId, 1 if feedback.value else -1, feedback.comment
        )

    async def delete_feedback(self, feedback_id: str) -> bool:
        """Take a thumb back: the log only grows, so a 0 is added."""
        conversation, _, step = feedback_id.partition(".")
        await self._thumb(conversation, step, 0, None)
        return True

    async def _thumb(self, conversation: str, step: str, value: int, comment: str | None) -> str:
        user = self.user()

        def write() -> None:
            store = self._coach().store
            records = reversed(store.turns(user, conversation))
            turn = next((r.sequence for r in records if run_id(r.message_id) == step), None)
            if turn is None:
                raise UserError("This reply is not part of the talk any more; reload the page.")
            store.add_feedback(user, conversation, turn, value, (comment or "")[:2000])

        await asyncio.to_thread(write)
        return f"{conversation}.{step}"

    async def get_element(self, thread_id: str, element_id: str) -> None:
        """Return nothing: there are no elements."""

    async def get_favorite_steps(self, user_id: str) -> list[Any]:
        """Return nothing: favourites are off."""
        return []

    async def build_debug_url(self) -> str:
        """Return nothing: there is no debugger."""
        return ""

    async def _nothing(self, *_: Any, **__: Any) -> None:
        """Written by the turn already."""

    create_step = update_step = delete_step = create_element = delete_element = close = _nothing
