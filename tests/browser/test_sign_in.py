"""Several people on one server, and those who should not be on it."""

import json
import re
import urllib.parse
from collections.abc import Callable
from pathlib import Path

from conftest import Server

from coach.settings import Settings, hash_password
from coach.store import Store

FORM = "application/x-www-form-urlencoded"


def sign_in(server: Server, name: str, password: str) -> tuple[int, str]:
    body = urllib.parse.urlencode({"username": name, "password": password})
    status, headers, _ = server.ask("/login", "POST", body, Content_Type=FORM)
    found = re.match(r"access_token=[^;]+", headers.get("set-cookie", ""))
    return status, found[0] if found else ""


def begun(folder: Path, user: str) -> str:
    """Begin a conversation for somebody, as the server would."""
    from datetime import UTC, datetime

    store = Store.open(Settings.read({"COACH_DATA_DIR": str(folder), "HOME": str(folder)}).database_url)
    conversation = store.create(user, title=f"{user}'s talk").id
    store.append_turn(user, conversation, 0, "opening", "", datetime.now(UTC), [])
    store.close()
    return conversation


def test_people_see_their_own_talks_and_no_others(serve: Callable[..., Server], tmp_path: Path) -> None:
    lines = [f"{name}:{hash_password(name + ' secret')}\n" for name in ("anna", "bram")]
    (tmp_path / "users").write_text("".join(lines))
    server = serve(COACH_USERS_FILE=str(tmp_path / "users"))
    hers = begun(tmp_path, "anna")

    assert sign_in(server, "anna", "wrong")[0] == 401
    assert sign_in(server, "nobody", "anna secret")[0] == 401
    _, anna = sign_in(server, "anna", "anna secret")
    _, bram = sign_in(server, "bram", "bram secret")
    assert anna
    assert bram

    for path in (f"/plan/{hers}", f"/plan/{hers}.json", f"/plan/{hers}.md", f"/plan/{hers}/panel"):
        assert server.ask(path, Cookie=anna)[0] == 200, path
        assert server.ask(path, Cookie=bram)[0] == 404, path
        assert server.ask(path)[0] == 404, path
    thread = f"/project/thread/{hers}"
    assert server.ask(thread, Cookie=anna)[0] == 200
    assert server.ask(thread, Cookie=bram)[0] == 404
    assert server.ask(thread)[0] == 401
    listed = json.dumps({"pagination": {"first": 20}, "filter": {"userId": "anna"}})
    kind = "application/json"
    assert hers in server.ask("/project/threads", "POST", listed, Cookie=anna, Content_Type=kind)[2].decode()
    assert (
        hers not in server.ask("/project/threads", "POST", listed, Cookie=bram, Content_Type=kind)[2].decode()
    )
    renamed = json.dumps({"threadId": hers, "name": "mine now"})
    assert server.ask("/project/thread", "PUT", renamed, Cookie=bram, Content_Type=kind)[0] == 404
    gone = json.dumps({"threadId": hers})
    assert server.ask("/project/thread", "DELETE", gone, Cookie=bram, Content_Type=kind)[0] == 404
    assert server.ask(f"/plan/{hers}.json", Cookie=anna)[0] == 200
    # The header sign-in of the one-person server is not there.
    assert server.ask("/auth/header", "POST")[0] == 400


def test_a_foreign_name_gets_neither_page_nor_cookie(serve: Callable[..., Server], tmp_path: Path) -> None:
    server = serve()
    mine = begun(tmp_path, "local")
    status, headers, _ = server.ask("/auth/header", "POST")
    cookie = headers["set-cookie"].split(";", maxsplit=1)[0]
    assert status == 200
    assert server.ask(f"/plan/{mine}.json", Cookie=cookie)[0] == 200

    for path, method in (
        ("/", "GET"),
        ("/auth/header", "POST"),
        (f"/plan/{mine}.json", "GET"),
        ("/user", "GET"),
    ):
        status, headers, body = server.ask(path, method, Host=f"evil.example:{server.port}", Cookie=cookie)
        assert status == 421, path
        assert "set-cookie" not in headers
        assert mine.encode() not in body
        assert server.ask(path, method, Origin="http://evil.example", Cookie=cookie)[0] == 403
    socket = "/ws/socket.io/?EIO=4&transport=polling"
    assert server.ask(socket, Origin="http://evil.example", Cookie=cookie)[0] == 403
    assert server.ask(socket, Host="evil.example", Cookie=cookie)[0] == 421


def test_the_first_page_names_no_other_server(serve: Callable[..., Server]) -> None:
    server = serve()
    status, headers, body = server.ask("/")
    html = body.decode()
    assert status == 200
    assert "https://" not in html
    assert "http://" not in html
    assert "Upstream" in html
    assert "script-src 'self' 'sha256-" in headers["content-security-policy"]
