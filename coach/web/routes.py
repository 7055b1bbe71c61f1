"""Addresses of our own on the chat's server: passages, plans, the panel's data. All read-only."""

import asyncio
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from coach import stages
from coach.errors import CoachError
from coach.web import pages, panel
from coach.web.guard import USER

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from coach.state import State
    from coach.turn import Coach

QUOTE_LIMIT = 2_000
"""Characters of a quotation that are looked for."""
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


def routes(coach: "Callable[[], Coach]") -> "list[BaseRoute]":
    """Return the routes; they must stand before Chainlit's catch-all."""
    from starlette.routing import Route

    desk = Desk(coach)
    return [
        Route("/opening", desk.opening),
        Route("/library/{passage:path}", desk.passage),
        Route("/plan/{conversation}/panel", desk.panel),
        Route("/plan/{conversation}.{kind}", desk.download),
        Route("/plan/{conversation}", desk.plan),
    ]


class Desk:
    """What is handed out, to whom it belongs. What is not theirs is not there."""

    def __init__(self, coach: "Callable[[], Coach]") -> None:
        self._coach = coach

    async def opening(self, _: "Request") -> "Response":
        """Return what the first screen asks, before there is a conversation."""
        from starlette.responses import JSONResponse

        return JSONResponse({"question": stages.QUESTIONS[0].ask})

    async def passage(self, request: "Request") -> "Response":
        """Return a passage's page; an uploaded one belongs to its conversation and is not shown here."""
        wanted = request.path_params["passage"]
        if USER.get() is None:
            return _gone("Sign in first.")

        quote = request.query_params.get("q", "")[:QUOTE_LIMIT]

        def look() -> str | None:
            library = self._coach().library
            try:
                found = library.passage(wanted)
            except CoachError:
                return None
            span = library.locate(wanted, quote) if quote.strip() else None
            return None if found.kind == "upload" else pages.passage_page(found, span)

        html = await asyncio.to_thread(look)
        if html is None:
            return _gone("The library has no such passage. It may have been taken out since.")
        return _page(html)

    async def panel(self, request: "Request") -> "Response":
        """Return what the panel beside the chat shows."""
        from starlette.responses import JSONResponse

        state = await self._mine(request)
        return JSONResponse(None, 404) if state is None else JSONResponse(panel.view(state))

    async def plan(self, request: "Request") -> "Response":
        """Return the plan so far as a page to read."""
        from coach.export import to_markdown
        from coach.project import plan_of

        state = await self._mine(request)
        if state is None:
            return _gone("You have no such plan.")
        shown = plan_of(state)
        return _page(pages.plan_page(state.conversation, "Plan so far", to_markdown(shown), shown.status))

    async def download(self, request: "Request") -> "Response":
        """Return the plan as a file, in JSON or Markdown."""
        from starlette.responses import Response

        from coach.export import to_json, to_markdown
        from coach.project import plan_of

        kinds = {"json": (to_json, "application/json"), "md": (to_markdown, "text/markdown")}
        kind = request.path_params["kind"]
        state = await self._mine(request) if kind in kinds else None
        if state is None:
            return _gone("You have no such plan. A plan comes as .json or .md.")
        write, media = kinds[kind]
        name = f"plan-{_UNSAFE.sub('', state.conversation)[:8]}.{kind}"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(write(plan_of(state)), media_type=media, headers=headers)

    async def _mine(self, request: "Request") -> "State | None":
        """Return the state of the conversation asked for, if it is the user's own."""
        user, wanted = USER.get(), request.path_params["conversation"]
        if user is None:
            return None
        try:
            return await asyncio.to_thread(lambda: self._coach().state(user, wanted))
        except CoachError:
            return None


def _page(html: str, status: int = 200) -> "Response":
    from starlette.responses import HTMLResponse

    return HTMLResponse(html, status_code=status)


def _gone(why: str) -> "Response":
    return _page(pages.missing_page(why), 404)
