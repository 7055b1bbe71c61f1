"""What a model is told of a plan: all of it in sight, what the turn is about at length, and never more than so much."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from coach import engine
from coach.language.model.context import GIST, SHORT, WHOLE, gist, summary
from coach.library.search import Library
from coach.state import State
from tests.journeys import ARCHITECT
from tests.talk import START, Talk


@pytest.fixture(scope="module")
def whole(library: Library) -> State:
    """Return a talk of which every question is settled."""
    talk = Talk(library).open()
    for _ in range(60):
        if talk.asking is None or talk.asking == "confirm":
            return talk.state
        talk.say(ARCHITECT.get(talk.asking, "skip"))
    raise AssertionError(talk.asking)


def heard(state: State, text: str) -> State:
    turn = state.turn + 1
    return engine.begin(state, turn, text, START + timedelta(minutes=2 * turn))


def values(state: State) -> Iterator[str]:
    yield from (str(v.value) for p, v in state.core.values.items() if p != "/upstream/purpose")
    for items in state.core.items.values():
        yield from (str(i.fields["text"].value) for i in items if "text" in i.fields)


def line(known: str, beginning: str) -> str:
    return next(row for row in known.splitlines() if row.startswith(beginning))


def test_a_whole_plan_stays_in_sight_and_within_its_room(whole: State) -> None:
    known = summary(heard(whole, "Hm."))
    assert SHORT[-1] * 10 < len(known) <= WHOLE + 100  # what is fenced may grow a little
    for value in values(whole):
        assert value[:10] in known, value
    for items in whole.core.items.values():
        assert all(f"[{i.id}]" in known for i in items)


def test_what_a_message_speaks_of_is_shown_at_length_and_else_only_begun(whole: State) -> None:
    limit = str(whole.core.items["return_upstream"][0].fields["condition"].value).rstrip(".")
    assert limit not in summary(heard(whole, "Hm."))
    assert limit in summary(heard(whole, "Not by September, I would say October."))


def test_who_speaks_is_told_all_of_what_is_asked_about(whole: State) -> None:
    positioning = str(whole.core.values["/upstream/proposition/positioning"].value).rstrip(".")
    state = heard(whole, "Hm.")
    assert positioning not in gist(state, "kpis")
    assert positioning in gist(state, "positioning")


def test_a_sentence_to_be_signed_is_begun_again_by_its_name(whole: State) -> None:
    positioning = str(whole.core.values["/upstream/proposition/positioning"].value).rstrip(".")
    assert positioning in summary(heard(whole, "The positioning is too long."))


def test_while_the_plan_is_small_all_of_it_is_shown(library: Library) -> None:
    talk = Talk(library).open()
    talk.say(ARCHITECT["company"])
    talk.say(ARCHITECT["symptom"])
    known = summary(heard(talk.state, "Hm."))
    assert "…" not in known
    assert ARCHITECT["symptom"].rstrip(".")[:60] in known


def test_a_list_without_end_does_not_push_the_rest_out(whole: State) -> None:
    core = whole.core
    item = core.items["examples"][0]
    many = tuple(replace(item, id=f"e{n}") for n in range(1, 400))
    known = summary(heard(replace(whole, core=replace(core, items={**core.items, "examples": many})), "Hm."))
    assert "(and 394 earlier)" in known
    assert "company:" in known
    assert "assumptions" in known
    assert len(known) <= WHOLE + 100


def test_a_question_that_was_left_open_is_told_once(library: Library) -> None:
    talk = Talk(library).open()
    talk.say(ARCHITECT["company"])
    talk.say("skip")
    assert summary(heard(talk.state, "Hm.")).count("left open") == 1


def test_who_speaks_is_told_who_they_are_and_no_more_than_there_is_room_for(whole: State) -> None:
    known = gist(heard(whole, "Hm."), "kpis")
    assert len(known) <= GIST + 50
    assert line(known, "company: ").startswith("company: offer=design primary schools")
    assert "…" not in known.split("\n")[0]
    assert not re.search(r"\[\w\d\]", known)


def test_who_speaks_is_told_what_the_message_speaks_of(whole: State) -> None:
    assert "energy audit" not in gist(heard(whole, "Hm."), "kpis")
    assert "energy audit" in gist(heard(whole, "What if nobody has had the audit?"), "kpis")


@pytest.mark.parametrize("items", [3, 4, 5])
def test_on_a_very_full_plan_the_company_and_every_item_stay_in_sight(whole: State, items: int) -> None:
    core = whole.core
    grown = {
        name: tuple(replace(there[k % len(there)], id=f"{there[0].id[0]}{k + 1}") for k in range(items))
        for name, there in core.items.items()
    }
    known = summary(heard(replace(whole, core=replace(core, items=grown)), "Hm."))
    assert len(known) <= WHOLE + 100
    assert known.startswith("company: ")
    assert "\nsymptom: " in known
    assert all(f"[{i.id}]" in known for there in grown.values() for i in there)


def test_an_item_to_review_is_told_at_length(whole: State) -> None:
    name = str(whole.core.items["processes"][0].fields["name"].value)
    state = heard(replace(whole, core=replace(whole.core, review=("processes/p1",))), "Hm.")
    assert name in summary(state)
    assert name not in summary(heard(whole, "Hm."))
