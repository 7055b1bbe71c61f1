"""Files brought into the chat, before any browser is there."""

import json
from pathlib import Path

import pytest

from coach.errors import UserError
from coach.language.guided import speak, understand
from coach.library.search import Library
from coach.store import Store
from coach.turn import Coach
from coach.web import attach


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
