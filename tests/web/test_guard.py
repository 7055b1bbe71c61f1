"""Who may ask, from where, and what a page may do."""

import asyncio
from typing import Any

import pytest

from coach.web.guard import USER, Guard

HOST = "localhost:8000"


def ask(
    path: str = "/", method: str = "GET", kind: str = "http", scheme: str = "http", **headers: str
) -> tuple[list[dict[str, Any]], list[Any]]:
    """Send one request through the guard; return what came back, and what the app behind it saw."""
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append((USER.get(), dict(scope["headers"])))
        if scope["type"] == "http":
            cookie = [(b"set-cookie", b"access_token=t; HttpOnly")]
            await send({"type": "http.response.start", "status": 200, "headers": cookie})
            await send({"type": "http.response.body", "body": b"ok"})

    def who(cookies: dict[str, str]) -> str | None:
        return {"good": "anna"}.get(cookies.get("access_token", ""))

    out: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        out.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    given = {"host": HOST, **{k.replace("_", "-"): v for k, v in headers.items()}}
    scope = {
        "type": kind,
        "path": path,
        "method": method,
        "scheme": scheme,
        "headers": [(k.encode(), v.encode()) for k, v in given.items()],
    }
    asyncio.run(Guard(app, {"localhost", "127.0.0.1", "::1"}, who, ["sha256-abc"])(scope, receive, send))
    return out, seen


def head(out: list[dict[str, Any]]) -> dict[str, str]:
    return {k.decode().lower(): v.decode() for k, v in out[0]["headers"]}


@pytest.mark.parametrize("host", ["localhost:8000", "LOCALHOST", "127.0.0.1:8000", "[::1]:8000"])
def test_a_browser_on_this_machine_comes_in(host: str) -> None:
    out, seen = ask(host=host)
    assert out[0]["status"] == 200
    assert seen


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "localhost.evil.example", "localhost@evil.example", "", "a b", "["],
)
def test_a_page_that_pointed_its_own_name_here_is_refused(host: str) -> None:
    out, seen = ask(host=host)
    assert out[0]["status"] == 421
    assert not seen


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost:3000", "https://localhost.evil.example:8000"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_site_is_refused_whatever_it_asks(origin: str, method: str) -> None:
    out, seen = ask(origin=origin, method=method)
    assert out[0]["status"] == 403
    assert not seen


def test_another_site_cannot_open_a_socket() -> None:
    out, seen = ask("/ws/socket.io", kind="websocket", origin="http://evil.example")
    assert out[0]["type"] == "websocket.close"
    assert not seen
    out, seen = ask("/ws/socket.io", kind="websocket", host="evil.example")
    assert out[0]["type"] == "websocket.close"
    assert not seen


def test_the_own_page_may_send() -> None:
    out, _ = ask(origin="http://localhost:8000", method="POST")
    assert out[0]["status"] == 200


def test_a_script_of_another_site_that_hides_its_origin_is_refused() -> None:
    assert ask(sec_fetch_site="cross-site", sec_fetch_mode="no-cors")[0][0]["status"] == 403
    assert ask(sec_fetch_site="cross-site", sec_fetch_mode="navigate")[0][0]["status"] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/docs",
        "/openapi.json",
        "/mcp",
        "/project/file/some-id",
        "/project/file/x",
        "/copilot/index.js",
        "/auth/jwt",
        "/project/thread/share",
        "/project/share/x",
        "/project/element",
        "/auth/oauth/google",
    ],
)
def test_doors_nobody_uses_are_shut(path: str) -> None:
    out, seen = ask(path)
    assert out[0]["status"] == 404
    assert not seen


def test_the_user_is_known_during_the_request_and_forgotten_after_it() -> None:
    _, seen = ask(cookie="access_token=good")
    assert seen[0][0] == "anna"
    assert USER.get() is None


def test_a_cookie_that_opens_nothing_does_not_reach_the_chat() -> None:
    _, seen = ask(cookie="access_token=forged")
    user, headers = seen[0]
    assert user is None
    assert b"cookie" not in headers


def test_a_page_may_load_and_send_nothing_elsewhere() -> None:
    headers = head(ask()[0])
    policy = dict(rule.strip().split(" ", 1) for rule in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'self' 'sha256-abc'"
    assert policy["img-src"] == "'self' data: blob:"
    assert policy["connect-src"] == "'self' ws://localhost:8000 wss://localhost:8000"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"


def test_what_is_private_is_not_cached() -> None:
    assert head(ask("/plan/abc.json")[0])["cache-control"] == "no-store"
    assert "cache-control" not in head(ask("/assets/index.js")[0])


def test_behind_https_the_cookie_stays_on_https() -> None:
    assert head(ask(scheme="https")[0])["set-cookie"].endswith("; Secure")
    assert not head(ask()[0])["set-cookie"].endswith("; Secure")


def test_a_strangers_cookie_is_not_passed_on_but_a_sign_in_under_way_is() -> None:
    _, seen = ask(cookie="access_token=old; oauth_state=abc; other=x")
    user, headers = seen[0]
    assert user is None
    assert headers[b"cookie"] == b"oauth_state=abc"
    _, seen = ask(cookie="access_token=old")
    assert b"cookie" not in seen[0][1]
