"""A value put right in the panel: an event like any other, in the words that were typed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.errors import UserError
from coach.language.guided import speak, understand
from coach.language.reading.pinpoint import kind_of, place
from coach.library.search import Library
from coach.project import plan_of
from coach.store import Store
from coach.turn import Coach, Reply, finish, replay

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SAID = (
    "We install heat pumps for owners of older houses around Utrecht; there are 12 of us.",
    "Enquiries fell from 40 to 22 a month since last autumn.",
    "Google ads for 1,500 a month, which brought three jobs.",
    "Being seen differently.",
    "The subsidy changed in January, so owners wait before they buy.",
    "They want one fixed price and proof of the saving.",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library.open(tmp_path_factory.mktemp("library"))


@pytest.fixture
def coach(library: Library) -> Coach:
    return Coach(Store.open("sqlite://"), library, understand, speak, clock=lambda: NOW)


def told(coach: Coach, count: int = len(SAID)) -> Reply:
    reply = coach.start("anna")
    for text in SAID[:count]:
        reply = finish(coach.say("anna", reply.conversation, text))
    return reply


def test_a_number_put_right_is_a_number_in_the_words_typed(coach: Coach) -> None:
    before = told(coach)
    reply = finish(coach.correct("anna", before.conversation, "/company/size", "14 people"))
    plan = plan_of(reply.state)
    assert plan.company.size == 14
    why = plan.provenance["/company/size"]
    assert (why.status, why.rule) == ("derived", "number")
    assert [(s.turn, s.span) for s in why.said] == [(reply.turn, "14 people")]
    assert coach.store.turns("anna", reply.conversation)[-1].text.endswith(": 14 people")


def test_words_put_right_are_stated_and_what_leans_on_them_is_reviewed(coach: Coach) -> None:
    before = told(coach)
    assert not before.needs_review
    trend = before.state.core.items["trends"][0].id
    reply = finish(
        coach.correct("anna", before.conversation, f"trends/{trend}/description", "Boilers are banned")
    )
    plan = plan_of(reply.state)
    assert plan.upstream.market.trends[0].description == "Boilers are banned"
    assert plan.provenance["/upstream/market/trends/0/description"].status == "stated"
    assert reply.needs_review == ("client_shift",)
    assert reply.text


def test_a_choice_is_made_by_its_label(coach: Coach) -> None:
    before = told(coach)
    key = "/situation/scenario"
    assert kind_of(place(before.state, key)) == "choice"
    reply = finish(coach.correct("anna", before.conversation, key, "Entering a new market"))
    assert plan_of(reply.state).situation.scenario == "new_market"


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("/company/size", "many", "no number"),
        ("/company/offer", "  ", "Nothing was typed"),
        ("/situation/scenario", "winter", "none of what can stand here"),
        ("/company/size", "12", "already"),
        ("/company/nothing", "x", "not in the plan"),
        ("goals/g9/target", "30", "not in the plan"),
        ("nonsense", "30", "not in the plan"),
    ],
)
def test_what_cannot_stand_there_is_refused_and_nothing_is_stored(
    coach: Coach, key: str, text: str, says: str
) -> None:
    before = told(coach)
    with pytest.raises(UserError, match=says):
        finish(coach.correct("anna", before.conversation, key, text))
    assert coach.store.last_sequence("anna", before.conversation) == before.turn
    assert finish(coach.say("anna", before.conversation, "where are we?")).turn == before.turn + 1


def test_a_correction_is_read_back_from_the_store_as_it_was_and_undone_like_any_turn(coach: Coach) -> None:
    before = told(coach)
    reply = finish(coach.correct("anna", before.conversation, "/company/size", "14"))
    stored = replay(reply.conversation, coach.store.turns("anna", reply.conversation))
    assert plan_of(stored) == plan_of(reply.state)
    undone = finish(coach.say("anna", reply.conversation, "undo"))
    assert plan_of(undone.state).company.size == 12


def test_another_person_corrects_nothing(coach: Coach, tmp_path: Path) -> None:
    before = told(coach, 1)
    with pytest.raises(UserError, match="no conversation"):
        finish(coach.correct("bram", before.conversation, "/company/size", "14"))
