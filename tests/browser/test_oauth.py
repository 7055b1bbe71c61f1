"""Signing in with an account elsewhere: the server asks a provider, here one on this machine."""

import json
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from conftest import Server


class Provider(BaseHTTPRequestHandler):
    """Gives a token for a code, and says whose it is: the code is the e-mail address."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self._say({"access_token": urllib.parse.parse_qs(body)["code"][0]})

    def do_GET(self) -> None:
        self._say({"email": self.headers["authorization"].removeprefix("Bearer ")})

    def _say(self, data: dict[str, str]) -> None:
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing on standard error."""


@pytest.fixture
def provider() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def sign_in(server: Server, email: str) -> str:
    """Go the whole way as a browser would; return the cookie, empty where one is not let in."""
    status, headers, _ = server.ask("/auth/oauth/generic")
    assert status in (302, 307)
    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(headers["location"]).query)
    assert asked["redirect_uri"] == [f"http://localhost:{server.port}/auth/oauth/generic/callback"]
    state = headers["set-cookie"].split(";", 1)[0]
    query = urllib.parse.urlencode({"code": email, "state": asked["state"][0]})
    _, headers, _ = server.ask(f"/auth/oauth/generic/callback?{query}", Cookie=state)
    cookies = [value.split(";", 1)[0] for value in headers.get_all("set-cookie") or []]
    return next((c for c in cookies if c.startswith("access_token=") and len(c) > 20), "")


def test_somebody_named_signs_in_elsewhere_and_others_do_not(
    serve: Callable[..., Server], provider: str
) -> None:
    server = serve(
        COACH_OAUTH_USERS="anna@firm.example,@partner.example",
        OAUTH_GENERIC_CLIENT_ID="id",
        OAUTH_GENERIC_CLIENT_SECRET="secret",
        OAUTH_GENERIC_AUTH_URL=f"{provider}/authorize",
        OAUTH_GENERIC_TOKEN_URL=f"{provider}/token",
        OAUTH_GENERIC_USER_INFO_URL=f"{provider}/user",
        OAUTH_GENERIC_SCOPES="email",
    )
    assert server.ask("/user")[0] == 401
    anna, boss = sign_in(server, "Anna@firm.example"), sign_in(server, "boss@partner.example")
    assert json.loads(server.ask("/user", Cookie=anna)[2])["identifier"] == "generic:Anna@firm.example"
    assert server.ask("/user", Cookie=boss)[0] == 200
    assert sign_in(server, "eve@firm.example") == ""
    # Without a users file nobody has a password, and the one person of a local coach is not there.
    assert server.ask("/auth/header", "POST")[0] == 400
    status, _, _ = server.ask(
        "/login", "POST", "username=anna&password=x", Content_Type="application/x-www-form-urlencoded"
    )
    assert status in (400, 401)
    # A state of chance, as another site would send it, opens nothing.
    _, headers, _ = server.ask("/auth/oauth/generic/callback?code=anna@firm.example&state=guessed")
    assert "access_token=" not in " ".join(headers.get_all("set-cookie") or [])


def test_without_named_people_the_door_is_shut(serve: Callable[..., Server]) -> None:
    assert serve().ask("/auth/oauth/generic")[0] == 404
