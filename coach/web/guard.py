"""What stands between the network and the chat: who may ask, from where, and what a page may do.

Without it a foreign web page could reach a coach on this machine: by pointing its own name at 127.0.0.1 (DNS
rebinding), or by sending requests from another site. `Host` and `Origin` show both; no page can choose them.
"""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from contextvars import ContextVar
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

USER: ContextVar[str | None] = ContextVar("coach_user", default=None)
"""The person behind the request in hand; None where nobody has signed in."""

CLOSED = (
    "/docs",
    "/redoc",
    "/openapi.json",
    "/mcp",
    "/copilot",
    "/project/share",
    "/project/thread/share",
    "/project/element",
    "/auth/jwt",
    "/auth/oauth",
)
"""Doors of Chainlit that this coach does not use: shut."""

SIGNING_IN = "oauth_state"
"""The cookie of Chainlit's that only says which sign-in with another account is under way."""
OAUTH_DOORS = ("/auth/oauth",)
"""Open where people may sign in with an account elsewhere."""

PRIVATE = ("/plan/", "/latest", "/library/", "/project/", "/user", "/auth/", "/login")
"""Answers that no cache may keep."""


def host_name(value: str) -> str:
    """Return the name in a `Host` header, without the port; empty where it makes no sense."""
    try:
        return (urlsplit(f"//{value}").hostname or "").lower()
    except ValueError:
        return ""


class Guard:
    """ASGI middleware: allow-lists for Host and Origin, a request's user, closed doors, security headers."""

    def __init__(
        self,
        app: App,
        hosts: Iterable[str],
        who: Callable[[dict[str, str]], str | None],
        scripts: Iterable[str] = (),
        doors: Iterable[str] = (),
    ) -> None:
        """`who` reads the user out of the cookies; `scripts` are the hashes of the page's inline scripts.

        `doors` are those of `CLOSED` that stand open.
        """
        self._closed = tuple(door for door in CLOSED if door not in set(doors))
        self._app, self._who = app, who
        self._hosts = frozenset(h.lower().strip("[]") for h in hosts)
        self._scripts = " ".join(f"'{s}'" for s in scripts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, dressed, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = _headers(scope)
        host = headers.get("host", "")
        problem = self._problem(scope["path"], host, headers)
        if problem is not None:
            await _refuse(scope, send, *problem)
            return
        user = self._who(_cookies(headers.get("cookie", "")))
        if user is None and "cookie" in headers:
            # A cookie of somebody who may not come in (any more): the chat must not see it either.
            scope = {**scope, "headers": _without_cookies(scope)}
        token = USER.set(user)
        try:
            await self._app(scope, receive, self._dressed(scope, host, send))
        finally:
            USER.reset(token)

    def _problem(self, path: str, host: str, headers: dict[str, str]) -> tuple[int, str] | None:
        if host_name(host) not in self._hosts:
            return (
                421,
                "This coach does not answer to that name. Open the address it printed when it started.",
            )
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return 403, "Another site asked for this; nothing was done."
        if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
            return 403, "Another site asked for this; nothing was done."
        if path.startswith("/project/file/"):  # what was uploaded is read, not handed out
            return 404, "There is nothing here."
        if any(path == door or path.startswith(door + "/") for door in self._closed):
            return 404, "There is nothing here."
        return None

    def _dressed(self, scope: Scope, host: str, send: Send) -> Send:
        async def dress(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = list(message.get("headers", []))
                if scope.get("scheme") == "https":
                    kept = [(k, v + b"; Secure" if k.lower() == b"set-cookie" else v) for k, v in kept]
                message = {**message, "headers": [*kept, *self._extra(scope["path"], host)]}
            await send(message)

        return dress

    def _extra(self, path: str, host: str) -> list[tuple[bytes, bytes]]:
        policy = (
            f"default-src 'self'; script-src 'self' {self._scripts}; style-src 'self' 'unsafe-inline'; "
            "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; "
            f"connect-src 'self' ws://{host} wss://{host}; "
            "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )
        extra = [
            (b"content-security-policy", policy.encode("latin-1", "replace")),
            (b"x-content-type-options", b"nosniff"),
            (b"x-frame-options", b"DENY"),
            (b"referrer-policy", b"same-origin"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
            (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
        ]
        if path.startswith("/public/"):
            # Kept, and asked about each time: a new version of the screen is seen at once.
            extra.append((b"cache-control", b"no-cache"))
        if path.startswith(PRIVATE):
            extra.append((b"cache-control", b"no-store"))
        return extra


def _headers(scope: Scope) -> dict[str, str]:
    return {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope.get("headers", [])}


def _without_cookies(scope: Scope) -> list[tuple[bytes, bytes]]:
    """Leave out every cookie but the one by which a sign-in under way is recognised."""
    rest = [(k, v) for k, v in scope["headers"] if k != b"cookie"]
    kept = _cookies(_headers(scope).get("cookie", "")).get(SIGNING_IN)
    return [*rest, (b"cookie", f"{SIGNING_IN}={kept}".encode("latin-1"))] if kept else rest


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


async def _refuse(scope: Scope, send: Send, status: int, why: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": why[:120]})
        return
    body = (why + "\n").encode()
    head = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})
