"""`coach feedback`: the thumbs that people gave."""

import json
from pathlib import Path

import pytest

from coach.app import build
from coach.settings import Settings
from tests.terminals import coach as run


@pytest.fixture
def rated(data_dir: Path) -> str:
    """Return a conversation of Anna's with a thumb taken back, one changed, and one with a comment."""
    coach = build(Settings.read())
    conversation = coach.start("anna").conversation
    list(coach.say("anna", conversation, "We install heat pumps around Utrecht; there are 12 of us."))
    list(coach.say("anna", conversation, "Enquiries fell from 40 to 22 a month."))
    coach.store.add_feedback("anna", conversation, 0, 1)
    coach.store.add_feedback("anna", conversation, 0, 0)
    coach.store.add_feedback("anna", conversation, 1, 1)
    coach.store.add_feedback("anna", conversation, 1, -1, "too\nmany words \x1b[31m")
    coach.store.close()
    return conversation


def test_each_reply_is_listed_once_with_its_last_thumb(rated: str) -> None:
    out = run("feedback").out
    assert out.count("helpful") == out.count("not helpful") == 1
    assert "comment: too many words" in out
    assert "\x1b" not in out
    assert "said: We install heat pumps" in out
    assert f"{rated[:8]} turn 1" in out


def test_the_json_lines_hold_what_was_said_and_replied(rated: str) -> None:
    [row] = map(json.loads, run("feedback", "--json", "--user", "anna").out.splitlines())
    assert (row["conversation"], row["turn"], row["helpful"]) == (rated, 1, False)
    assert row["said"].startswith("We install heat pumps")
    assert row["reply"]


def test_nobodys_thumbs_are_none(rated: str) -> None:
    assert "Nobody has given a thumb yet" in run("feedback", "--user", "bram").out
    assert run("feedback", "--user", "bram", "--json").out == ""
