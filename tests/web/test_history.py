"""The history as the chat's screen gets it."""

from pathlib import Path

import pytest

from coach.language.guided import speak, understand
from coach.library.search import Library
from coach.store import Store
from coach.turn import Coach, finish
from coach.web.history import run_id, sources, step_id, steps
from coach.web.offers import keep_choices, kept_choices, offers


@pytest.fixture
def coach(tmp_path: Path) -> Coach:
    return Coach(Store.open("sqlite://"), Library.open(tmp_path / "library"), understand, speak)


def test_every_reply_stands_in_its_run_and_thumbs_hang_on_that(coach: Coach) -> None:
    conversation = coach.start("anna").conversation
    finish(coach.say("anna", conversation, "We install heat pumps; there are 12 of us.", "first"))
    finish(coach.say("anna", conversation, "What is upstream marketing?", "second"))
    coach.store.add_feedback("anna", conversation, 2, -1, "no")
    thumbs = {f.turn: f for f in coach.store.feedback("anna")}
    shown = steps(coach, conversation, coach.store.turns("anna", conversation), thumbs)
    assert [s["type"] for s in shown] == ["run", "assistant_message"] + 2 * [
        "user_message",
        "run",
        "assistant_message",
    ]
    by_id = {s["id"]: s for s in shown}
    for turn, said in ((1, "first"), (2, "second")):
        reply = by_id[step_id(conversation, turn)]
        assert reply["parentId"] == run_id(said)
        assert by_id[run_id(said)]["parentId"] == said
    assert by_id[run_id("second")]["feedback"] == {
        "id": f"{conversation}.{run_id('second')}",
        "forId": run_id("second"),
        "value": 0,
        "comment": "no",
    }
    assert "feedback" not in by_id[run_id("first")]


def test_an_edit_keeps_the_run_of_its_message() -> None:
    assert run_id("first~7") == run_id("first")


def test_a_citation_says_where_it_is_from_and_an_uploads_link_names_its_talk(coach: Coach) -> None:
    mine = coach.start("anna").conversation
    coach.library.add_upload(mine, b"# Prices\n\nThe average price was 13,800 euros.\n", "prices.md")
    own = next(p for p in coach.library.passages(mine) if p.kind == "upload")
    library = next(p for p in coach.library.passages() if p.kind == "library")
    cited = [
        {"passage": own.id, "quote": "13,800 euros"},
        {"passage": library.id, "quote": library.text[:30]},
    ]
    first, second = sources(coach, cited, mine).strip().split("\n\n")
    assert first.startswith("[From your document: ")
    assert f"in={mine}" in first
    assert second.startswith("[From the library: ")
    assert "in=" not in second
    # What was cited from another talk's document is not there.
    other = coach.start("anna").conversation
    assert "prices" not in sources(coach, cited, other).casefold()


def test_a_long_talk_is_shown_from_its_last_turns_on_under_a_link_to_the_rest(coach: Coach) -> None:
    conversation = coach.start("anna").conversation
    for n in range(6):
        finish(coach.say("anna", conversation, f"There are {n} of us.", f"m{n}"))
    records = coach.store.turns("anna", conversation)
    link, *shown = steps(coach, conversation, records, {}, 3)
    assert link["type"] == "system_message"
    assert "Show the 4 turns before this" in link["output"]
    assert [s["id"] for s in shown if s["type"] == "user_message"] == ["m3", "m4", "m5"]
    whole = steps(coach, conversation, records, {})
    assert shown == whole[-len(shown) :]
    # A link in place of a single turn would save nothing.
    assert steps(coach, conversation, records, {}, 6) == whole


def test_quick_replies_are_kept_for_their_turn_and_no_later(coach: Coach) -> None:
    conversation, store = coach.start("anna").conversation, coach.store
    keep_choices(store, "anna", conversation, 3, ())
    assert "offered" not in store.conversation("anna", conversation).meta
    keep_choices(store, "anna", conversation, 4, ("Yes", "No"))
    meta = store.conversation("anna", conversation).meta
    assert meta["voice"] == "guided"
    assert kept_choices(meta, 4) == ("Yes", "No")
    assert kept_choices(meta, 5) == ()
    keep_choices(store, "anna", conversation, 5, ())
    assert kept_choices(store.conversation("anna", conversation).meta, 5) == ()
    assert offers(("undo",), done=True) == {
        "choices": ["undo"],
        "moves": [{"say": "Where are we?", "tip": "What is settled, and what comes next"}],
    }
