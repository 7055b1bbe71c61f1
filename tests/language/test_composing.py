"""Sentences composed from a person's words: what leads up to an answer stays out, what is none is no part of one."""

from pathlib import Path

import pytest

from coach.language.wording.grammar import because, facing, fits, gist, instead, shifted, who
from coach.library.search import Library
from coach.project import plan_of
from tests.journeys import ARCHITECT
from tests.talk import Talk


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("The problem which hurts them most is dead stock", "Dead stock"),
        ("well, I suppose our trouble is that nobody rings back", "Nobody rings back"),
        ("gosh where to start, we lose riders to an app", "We lose riders to an app"),
        ("Three things, chiefly. They want one invoice, and a name to ring.", "They want one invoice, and a name to ring"),
        ("I should say at the outset that margins have halved", "Margins have halved"),
        ("I just told you! Nobody reads the reports", "Nobody reads the reports"),
        ("the number of boats hired, as I said", "The number of boats hired"),
        ("Two partners retire next year", "Two partners retire next year"),
        ("Right first time", "Right first time"),
        ("Look and feel is dated", "Look and feel is dated"),
        ("Several clients left", "Several clients left"),
        ("Our problem solving workshop", "Our problem solving workshop"),
    ],
)  # fmt: skip
def test_what_leads_up_to_an_answer_is_no_part_of_a_composed_sentence(typed: str, part: str) -> None:
    assert gist(typed) == part


def test_parts_read_as_english_whatever_was_said_around_them() -> None:
    assert facing("farms", "The problem which hurts them most is succession") == "farms facing succession"
    assert instead("Most would, I think, hire a broker in Leeds") == "hire a broker in Leeds"
    assert because("That I sailed for twenty years") == "because I sailed for twenty years"
    assert because("our speed") == "for our speed"
    assert shifted(gist("Honestly, they want it the same day")) == "clients want it the same day"
    assert who("I think mostly family bakeries") == "family bakeries"


@pytest.mark.parametrize(
    "typed",
    [
        "I dont know, what do others charge",
        "not sure about numbers",
        "no, that one is theirs",
        "what do you mean?",
        "lol",
    ],
)
def test_a_shrug_or_a_question_fits_no_sentence(typed: str) -> None:
    assert not fits(typed)


@pytest.mark.parametrize(
    "typed", ["Nottingham breweries", "Norwegian yards", "They do not know whom to call", "Unsure buyers"]
)
def test_what_only_looks_like_a_shrug_fits(typed: str) -> None:
    assert fits(typed)


def test_who_says_the_choice_in_own_words_still_has_a_diagnosis_on_page_one(tmp_path: Path) -> None:
    talk = Talk(Library.open(tmp_path)).open()
    while talk.asking != "guiding_choice":
        talk.say(ARCHITECT.get(talk.asking or "", "skip"))
    assert plan_of(talk.state).summary.diagnosis is None
    talk.say("No. We choose school boards with five old buildings and nobody else.")
    plan = plan_of(talk.state)
    assert plan.summary.guiding_choice == "We choose school boards with five old buildings and nobody else"
    assert plan.summary.diagnosis == plan.situation.symptom
    proof = plan.provenance["/summary/diagnosis"]
    assert (proof.status, proof.inputs) == ("derived", ("/situation/symptom",))


def test_what_they_would_do_instead_is_asked_about_whole(tmp_path: Path) -> None:
    talk = Talk(Library.open(tmp_path)).open()
    typed = "They would run it through a free program and let an engineer check it, or go to one of the big agencies."
    while talk.asking != "difference":
        talk.say(typed if talk.asking == "alternatives" else ARCHITECT.get(talk.asking or "", "skip"))
    assert (
        "rather than “Run it through a free program and let an engineer check it, or go to one of the big agencies”?"
        in talk.reply
    )
