"""Addresses of our own on the chat's server: passages, plans, the panel's data. All read-only."""

import asyncio
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from coach import stages
from coach.errors import CoachError
from coach.web import pages, panel
from coach.web.attach import Attachments
from coach.web.guard import USER
from coach.web.history import message_id, title
from coach.web.offers import kept_choices, offers
from coach.web.words import goes_to

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

    desk, attachments = Desk(coach), Attachments(coach)
    return [
        Route("/opening", desk.opening),
        Route("/latest", desk.latest),
        Route("/project/file", attachments.upload, methods=["POST"]),
        Route("/plan/bring", attachments.bring, methods=["POST"]),
        Route("/plan/{conversation}/uploads/{upload}", attachments.remove, methods=["DELETE"]),
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
        """Return what the first screen says of the talk to come. Needs no coach, which may still be in the making."""
        from starlette.responses import JSONResponse

        count = len(stages.QUESTIONS)
        return JSONResponse(
            {"question": stages.QUESTIONS[0].ask, "questions": count, "minutes": 5 * round(count / 5)}
        )

    async def latest(self, _: "Request") -> "Response":
        """Return the conversation the user was in last, to go on with."""
        from starlette.responses import JSONResponse

        user = USER.get()
        if user is None:
            return JSONResponse(None, 401)
        found = await asyncio.to_thread(lambda: self._coach().store.conversations(user, limit=1))
        return JSONResponse({"id": found[0].id, "title": title(found[0])} if found else None)

    async def passage(self, request: "Request") -> "Response":
        """Return a passage's page; one of an upload only with its conversation, to whom that belongs."""
        wanted, user = request.path_params["passage"], USER.get()
        if user is None:
            return _gone("Sign in first.")
        quote = request.query_params.get("q", "")[:QUOTE_LIMIT]
        conversation = request.query_params.get("in") or None

        def look() -> str | None:
            coach = self._coach()
            try:
                if conversation is not None:
                    coach.store.conversation(user, conversation)
                found = coach.library.passage(wanted, conversation)
            except CoachError:
                return None
            span = coach.library.locate(wanted, quote, conversation) if quote.strip() else None
            return pages.passage_page(found, span)

        html = await asyncio.to_thread(look)
        if html is None:
            return _gone("There is no such passage here. It may have been taken out since.")
        return _page(html)

    async def panel(self, request: "Request") -> "Response":
        """Return what the panel beside the chat shows."""
        from starlette.responses import JSONResponse

        user, wanted = USER.get(), request.path_params["conversation"]

        def look() -> dict[str, Any] | None:
            coach = self._coach()
            try:
                state = coach.state(user or "", wanted)
                names = coach.store.message_ids(user or "", wanted)
                documents = coach.library.uploads(wanted)
                head = coach.store.conversation(user or "", wanted)
            except CoachError:
                return None
            shown = {turn: message_id(name) for turn, name in names.items()}
            done = state.asking is not None and state.asking.kind == "done"
            where = goes_to(coach.voices.of(user or "", wanted))
            return {
                **panel.view(state, shown, documents, title(head)),
                **offers(kept_choices(head.meta, state.turn), done),
                "goes_to": where,
            }

        found = await asyncio.to_thread(look)
        return JSONResponse(found, 404 if found is None else 200)

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
        """Return the plan as a file, in any format it can be taken home in."""
        from starlette.responses import Response

        from coach.export.formats import FORMATS, by_suffix
        from coach.project import plan_of

        form = by_suffix(request.path_params["kind"])
        state = await self._mine(request) if form is not None else None
        if form is None or state is None:
            return _gone(
                f"You have no such plan. A plan comes as {', '.join('.' + f.suffix for f in FORMATS.values())}."
            )
        written = await asyncio.to_thread(form.write, plan_of(state))
        name = f"plan-{_UNSAFE.sub('', state.conversation)[:8]}.{form.suffix}"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(written, media_type=form.media, headers=headers)

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
