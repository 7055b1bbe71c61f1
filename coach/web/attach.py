"""Files that a person brings into the chat: a document to talk about, or a plan exported earlier.

What Chainlit checks of a file is what the browser says of it. Here the server counts for itself: kind, size, number.
"""

import asyncio
import json
import time
import uuid
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.errors import CoachError, UserError
from coach.library.readers import ENDINGS, LIMIT
from coach.library.uploads import MOST_FILES
from coach.web.guard import USER
from coach.web.words import markdown

if TYPE_CHECKING:
    from chainlit.session import WebsocketSession
    from starlette.requests import Request
    from starlette.responses import Response

    from coach.library.uploads import Upload
    from coach.turn import Coach

PLAN = ".json"
CONNECTING = 60.0
"""Seconds that a file waits for its page's connection: one can paste before the page has it."""
ENVELOPE = 64 * 1024
"""Bytes that a form adds around a file."""
TOO_LARGE = f"It is over {LIMIT // 2**20} MB: split it, or save it as plain text."


def plan_from(data: bytes, name: str) -> dict[str, Any]:
    """Read a file as an exported plan. Raises UserError where it is none; whether it fits is said on import."""
    try:
        plan = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UserError(f"{name} is no plan: it is not JSON. Bring the file that “JSON” gave you.") from error
    if not isinstance(plan, dict) or "schema_version" not in plan:
        raise UserError(f"{name} is no plan of this coach. Bring the file that “JSON” gave you.")
    return plan


def bring(coach: "Coach", user: str, data: bytes, name: str) -> str:
    """Begin a conversation with an exported plan; return its id. Raises UserError where it cannot be one."""
    plan = plan_from(data, name)
    firm = plan.get("company") if isinstance(plan.get("company"), dict) else {}
    title = f"Plan: {firm['offer']}" if isinstance(firm, dict) and firm.get("offer") else f"Plan: {name}"
    return coach.start(user, title=title[:60], plan=plan).conversation


def read_all(coach: "Coach", conversation: str, files: Iterable[tuple[str, Path]]) -> list["Upload | str"]:
    """Read files (name, where they lie) into a conversation; the files are removed, read or not.

    Returns, for each, what was read of it, or why it was not.
    """
    results: list[Upload | str] = []
    for name, path in files:
        try:
            results.append(coach.library.add_upload(conversation, path, name))
        except CoachError as error:
            results.append(str(error))
        finally:
            with suppress(OSError):
                path.unlink()
    return results


def told(results: "Iterable[Upload | str]") -> str:
    """Return what is said of files that were read, as the chat's Markdown."""
    lines = []
    for result in results:
        if isinstance(result, str):
            lines.append(markdown(result))
            continue
        parts = "1 passage" if result.passages == 1 else f"{result.passages} passages"
        lines.append(f"I have read **{markdown(result.name)}**: {parts}.")
    if any(not isinstance(r, str) for r in results):
        lines.append("Only this talk sees it. Ask me about it, or go on where we were.")
    return "\n\n".join(lines)


class Attachments:
    """The addresses behind the paperclip and "Bring a plan"."""

    def __init__(self, coach: "Callable[[], Coach]") -> None:
        self._coach = coach

    async def upload(self, request: "Request") -> "Response":
        """Take a file for the tab named by `session_id`, and keep it until its message is sent."""
        from starlette.responses import JSONResponse

        user = USER.get()
        session = await _session(request.query_params.get("session_id", "")) if user is not None else None
        if session is None or session.user is None or session.user.identifier != user:
            return _refused("This page is not connected any more: reload it.", 401)
        try:
            name, data = await _file(request)
            if Path(name).suffix.lower() not in ENDINGS:
                kinds = "PDF, Word (.docx), Markdown, plain text and HTML"
                hint = " A plan is brought from the first screen." if name.lower().endswith(PLAN) else ""
                return _refused(f"I read {kinds}; not “{name[-80:]}”.{hint}", 415)
            if len(session.files) >= MOST_FILES:
                return _refused(f"{MOST_FILES} files at a time: send these first, or reload the page.", 413)
        except UserError as error:
            return _refused(str(error), 413)
        # Of a neutral kind: Chainlit would open a PDF in the page and ask for the file again.
        return JSONResponse(await session.persist_file(name, "application/octet-stream", content=data))

    async def bring(self, request: "Request") -> "Response":
        """Take an exported plan and begin a conversation with it."""
        from starlette.responses import JSONResponse

        user = USER.get()
        if user is None:
            return _refused("Sign in first.", 401)
        try:
            name, data = await _file(request)
            conversation = await asyncio.to_thread(lambda: bring(self._coach(), user, data, name[-80:]))
        except CoachError as error:
            return _refused(str(error), 400)
        return JSONResponse({"conversation": conversation})

    async def remove(self, request: "Request") -> "Response":
        """Remove a document from a conversation of the user's."""
        from starlette.responses import JSONResponse

        user, path = USER.get(), request.path_params

        def take() -> None:
            coach = self._coach()
            coach.store.conversation(user or "", path["conversation"])
            coach.library.remove_upload(path["conversation"], path["upload"])

        try:
            await asyncio.to_thread(take)
        except CoachError as error:
            return _refused(str(error), 404)
        return JSONResponse({"removed": path["upload"]})


async def _session(tab: str) -> "WebsocketSession | None":
    """Return the session of a tab; one that is not there yet is waited for."""
    from chainlit.session import WebsocketSession

    try:
        uuid.UUID(tab)
    except ValueError:
        return None
    until = time.monotonic() + CONNECTING
    found: WebsocketSession | None
    while (found := WebsocketSession.get_by_id(tab)) is None and time.monotonic() < until:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.05)
    return found


async def _file(request: "Request") -> tuple[str, bytes]:
    """Return the name and the bytes of the one file of a form; a body that is too large is not read on."""
    from starlette.formparsers import MultiPartException, MultiPartParser

    async def body() -> AsyncGenerator[bytes, None]:
        size = 0
        async for chunk in request.stream():
            size += len(chunk)
            if size > LIMIT + ENVELOPE:
                raise UserError(TOO_LARGE)
            yield chunk

    try:
        form = await MultiPartParser(request.headers, body(), max_files=1, max_fields=1).parse()
    except (MultiPartException, KeyError) as error:
        raise UserError("No file came with this.") from error
    try:
        file = form.get("file")
        if file is None or isinstance(file, str) or not file.filename:
            raise UserError("No file came with this.")
        name, data = file.filename[-200:], await file.read(LIMIT + 1)
    finally:
        await form.close()
    if len(data) > LIMIT:
        raise UserError(TOO_LARGE)
    if not data:
        raise UserError(f"“{name[-80:]}” is empty.")
    return name, data


def _refused(why: str, status: int) -> "Response":
    from starlette.responses import JSONResponse

    return JSONResponse({"detail": why}, status)
