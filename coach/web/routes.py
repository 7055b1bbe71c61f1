"""Addresses of our own on the chat's server: passages, plans, the panel's data. Read-only, one user at a time."""

import asyncio
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from coach import stages
from coach.errors import CoachError
from coach.plan import Plan
from coach.turn import Coach
from coach.web import pages, panel
from coach.web.guard import USER

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


def routes(coach: Callable[[], Coach]) -> "list[BaseRoute]":
    """Return the routes; they must stand before Chainlit's catch-all."""
    from starlette.responses import HTMLResponse, JSONResponse, Response
    from starlette.routing import Route

    def gone(why: str) -> Response:
        return HTMLResponse(pages.missing_page(why), status_code=404)

    async def passage(request: "Request") -> Response:
        """A passage; one that was uploaded belongs to its conversation and is not shown here."""
        if USER.get() is None:
            return gone("Sign in first.")
        wanted = request.path_params["passage"]

        def look() -> Any:
            return coach().library.passage(wanted)

        try:
            found = await asyncio.to_thread(look)
        except (CoachError, KeyError, ValueError):
            found = None
        if found is None or getattr(found, "kind", "library") == "upload":
            return gone("The library has no such passage. It may have been taken out since.")
        return HTMLResponse(pages.passage_page(found, request.query_params.get("q", "")))

    async def mine(request: "Request") -> "tuple[str, Any] | None":
        """The conversation asked for and its state, if it is the user's own."""
        user, wanted = USER.get(), request.path_params["conversation"]
        if user is None:
            return None
        try:
            return wanted, await asyncio.to_thread(lambda: coach().state(user, wanted))
        except CoachError:
            return None

    async def plan(request: "Request") -> Response:
        from coach.export import to_json, to_markdown
        from coach.project import plan_of

        found = await mine(request)
        if found is None:
            return gone("You have no such plan.")
        conversation, state = found
        shown: Plan = plan_of(state)
        kind = request.path_params.get("kind", "")
        if kind == "json":
            return _download(to_json(shown), "application/json", conversation, "json")
        if kind not in ("", "md"):
            return gone("A plan comes as .json or .md.")
        if kind == "md":
            return _download(to_markdown(shown), "text/markdown; charset=utf-8", conversation, "md")
        return HTMLResponse(pages.plan_page(conversation, "Plan so far", to_markdown(shown), shown.status))

    async def beside(request: "Request") -> Response:
        found = await mine(request)
        return JSONResponse(None, 404) if found is None else JSONResponse(panel.view(found[1]))

    async def opening(_: "Request") -> Response:
        """What the first screen asks, before there is a conversation."""
        return JSONResponse({"question": stages.QUESTIONS[0].ask})

    def _download(content: str | bytes, media: str, conversation: str, ending: str) -> Response:
        name = "plan-" + _UNSAFE.sub("", conversation)[:8] + "." + ending
        return Response(
            content, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'}
        )

    return [
        Route("/opening", opening),
        Route("/library/{passage:path}", passage),
        Route("/plan/{conversation}/panel", beside),
        Route("/plan/{conversation}.{kind:str}", plan),
        Route("/plan/{conversation}", plan),
    ]
