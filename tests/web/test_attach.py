"""Files brought into the chat, before any browser is there."""

import asyncio
import json
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import Request

from coach.errors import UserError
from coach.language.guided import speak, understand
from coach.library.search import Library
from coach.store import Store
from coach.turn import Coach
from coach.web import attach
from coach.web.guard import USER


@pytest.fixture
def coach(tmp_path: Path) -> Coach:
    return Coach(Store.open("sqlite://"), Library.open(tmp_path / "library"), understand, speak)


def test_files_are_read_or_refused_by_name_and_none_is_left(coach: Coach, tmp_path: Path) -> None:
    good, bad = tmp_path / "1", tmp_path / "2"
    good.write_text("# Prices\n\nThe average price was 13,800 euros.\n")
    bad.write_bytes(b"\x89PNG\r\n\x1a\n")
    conversation = coach.start("anna").conversation
    results = attach.read_all(coach, conversation, [("prices.md", good), ("a*b*.md", bad), ("gone.md", bad)])
    said = attach.told(results)
    assert "I have read **prices.md**: 1 passage." in said
    assert r"a\*b\*.md was not read: " in said
    assert "gone.md was not read: " in said
    assert "Only this talk sees it" in said
    assert not good.exists()
    assert not bad.exists()
    assert [u.name for u in coach.library.uploads(conversation)] == ["prices.md"]


def test_when_nothing_was_read_nothing_is_promised() -> None:
    assert "Only this talk" not in attach.told(["x.md was not read: it is empty."])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[1, 2]", "no plan of this coach"),
        (b'{"a": 1}', "no plan of this coach"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_what_is_no_plan_is_said_and_begins_nothing(coach: Coach, data: bytes, says: str) -> None:
    with pytest.raises(UserError, match=says):
        attach.bring(coach, "anna", data, "plan.json")
    assert coach.store.conversations("anna") == []


@pytest.mark.parametrize(
    "change", [{"schema_version": 0}, {"schema_version": 99}, {"company": "x"}, {"more": 1}]
)
def test_a_plan_of_another_version_or_shape_is_refused_in_words(
    coach: Coach, change: dict[str, object]
) -> None:
    plan = coach.start("anna").plan.model_dump(mode="json")
    with pytest.raises(UserError, match=r"version|valid plan"):
        attach.bring(coach, "anna", json.dumps({**plan, **change}).encode(), "plan.json")


def test_a_plan_begins_a_talk_named_after_what_is_sold(coach: Coach) -> None:
    reply = coach.start("anna")
    for _ in coach.say(
        "anna", reply.conversation, "We install heat pumps around Utrecht; there are 12 of us."
    ):
        pass
    plan = coach.plan("anna", reply.conversation).model_dump(mode="json")
    brought = attach.bring(coach, "bram", json.dumps(plan).encode(), "plan.json")
    assert coach.store.conversation("bram", brought).title.startswith("Plan: install heat pumps")
    assert coach.plan("bram", brought).company.size == 12


def put(tab: str, user: str | None) -> tuple[int, str]:
    """Send a file for a tab, as `user`; return the status and what was said."""

    async def run() -> tuple[int, str]:
        body = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nwords\r\n--cut--\r\n'
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/project/file",
            "query_string": f"session_id={tab}".encode(),
            "headers": [(b"content-type", b"multipart/form-data; boundary=cut")],
        }
        sent = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive() -> Any:
            return next(sent)

        token = USER.set(user)
        try:
            answer = await attach.Attachments(lambda: pytest.fail("no coach is needed")).upload(
                Request(scope, receive)
            )
        finally:
            USER.reset(token)
        return answer.status_code, bytes(answer.body).decode()

    return asyncio.run(run())


class Tab:
    """What Chainlit keeps of a tab, as far as a file needs it."""

    def __init__(self, owner: str) -> None:
        self.user = SimpleNamespace(identifier=owner)
        self.files, self.kept = dict[str, object](), list[str]()

    async def persist_file(self, name: str, mime: str, content: bytes) -> dict[str, str]:
        self.kept.append(name)
        return {"id": "1"}


def connected(patch: pytest.MonkeyPatch, find: Callable[[str], Tab | None]) -> None:
    """Let tabs be found so. Chainlit itself stays out of this process: it writes files where it is imported."""
    found = SimpleNamespace(WebsocketSession=SimpleNamespace(get_by_id=find))
    patch.setitem(sys.modules, "chainlit.session", found)


def test_a_file_is_taken_for_a_tab_of_ones_own_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    tabs = {str(uuid.uuid4()): Tab("anna"), str(uuid.uuid4()): Tab("bram")}
    hers, his = tabs
    connected(monkeypatch, tabs.get)
    monkeypatch.setattr(attach, "CONNECTING", 0.0)
    assert put(hers, "anna") == (200, '{"id":"1"}')
    for tab, user in ((his, "anna"), (hers, None), (str(uuid.uuid4()), "anna"), ("", "anna")):
        status, said = put(tab, user)
        assert status == 401
        assert "not connected" in said
    assert (tabs[hers].kept, tabs[his].kept) == (["a.txt"], [])


def test_a_file_waits_for_the_connection_of_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    tab, asked = str(uuid.uuid4()), []

    def late(name: str) -> Tab | None:
        asked.append(name)
        return Tab("anna") if len(asked) > 2 else None

    connected(monkeypatch, late)
    assert put(tab, "anna")[0] == 200
    assert asked == [tab] * 3
