"""What the panel is told: where values came from, what waits and why, how long it still takes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from coach import stages
from coach.language.guided import speak, understand
from coach.library.search import Library
from coach.store import Store
from coach.turn import Coach, Reply, finish
from coach.web.panel import view

BEGUN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SAID = (
    "We install heat pumps for owners of older houses around Utrecht; there are 12 of us.",
    "Enquiries fell from 40 to 22 a month since last autumn.",
    "Google ads for 1,500 a month, which brought three jobs.",
    "Being seen differently.",
    "The subsidy changed in January, so owners wait before they buy.",
    "They want one fixed price and proof of the saving.",
)


class Clock:
    """Moves on by as many minutes with every look at it."""

    def __init__(self, minutes: float) -> None:
        self.at, self.step = BEGUN, timedelta(minutes=minutes / 2)  # a turn looks twice

    def __call__(self) -> datetime:
        self.at += self.step
        return self.at


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    found = Library.open(tmp_path_factory.mktemp("library"))
    yield found
    found.close()


def talk(library: Library, minutes: float = 1.0, *said: str) -> tuple[Coach, Reply]:
    coach = Coach(Store.open("sqlite://"), library, understand, speak, clock=Clock(minutes))
    reply = coach.start("anna")
    for text in said or SAID:
        reply = finish(coach.say("anna", reply.conversation, text))
    return coach, reply


def fields(shown: dict[str, Any]) -> dict[str, dict[str, Any]]:
    questions = [q for stage in shown["river"] for q in stage["questions"]]
    rows = [f for q in questions for f in (*q["fields"], *(r for c in q["cards"] for r in c["rows"]))]
    return {row["key"]: row for row in rows}


def test_each_value_says_whose_words_it_is_and_in_which_message(library: Library) -> None:
    _, reply = talk(library)
    shown = fields(view(reply.state, {1: "first", 2: "second"}))
    size = shown["/company/size"]
    assert (size["text"], size["how"], size["edit"]) == ("12", "Worked out from your words", "number")
    assert (size["words"], size["message"]) == (["there are 12 of us"], "first")
    symptom = shown["/situation/symptom"]
    assert (symptom["how"], symptom["message"], symptom["edit"]) == ("You said", "second", "text")
    assert shown["/situation/scenario"]["choices"] == [said for said, _, _ in stages.SCENARIOS.values()]


def test_values_of_a_plan_that_was_brought_lead_to_no_message_here(library: Library) -> None:
    coach, reply = talk(library)
    data = reply.plan.model_dump(mode="json")
    brought = coach.start("anna", plan=data)
    size = fields(view(brought.state, {0: "opening", 1: "first"}))["/company/size"]
    assert size["how"] == "From the plan you brought"
    assert size["message"] is None


def test_what_a_correction_touched_is_shown_with_the_correction(library: Library) -> None:
    coach, reply = talk(library)
    assert view(reply.state)["review"] == []
    trend = reply.state.core.items["trends"][0].id
    reply = finish(
        coach.correct("anna", reply.conversation, f"trends/{trend}/description", "Boilers are banned")
    )
    # A digression in between does not change the reason.
    reply = finish(coach.say("anna", reply.conversation, "where are we?"))
    [row] = view(reply.state)["review"]
    assert row["label"] == "what clients now expect"
    assert row["why"] == "The subsidy changed in January → Boilers are banned"
    marks = {stage["title"]: stage["review"] for stage in view(reply.state)["river"]}
    assert [title for title, touched in marks.items() if touched] == ["Market"]


def test_the_progress_line_names_the_stage_and_the_question_in_it(library: Library) -> None:
    _, reply = talk(library, 1.0, *SAID[:2])
    assert view(reply.state)["progress"] == {"stage": "Where you stand", "at": 3, "of": 4}


@pytest.mark.parametrize(("minutes", "each"), [(0.01, 0.5), (1.0, 1.0), (2.0, 2.0), (600.0, 3.0)])
def test_the_time_left_goes_by_ones_own_pace_within_reason(
    library: Library, minutes: float, each: float
) -> None:
    _, reply = talk(library, minutes)
    left = view(reply.state)["left"]
    core = reply.state.core
    assert left["questions"] == sum(not core.settled(q.id) for q in stages.QUESTIONS)
    exact = left["questions"] * each
    assert abs(left["minutes"] - exact) <= 2.5


def test_a_pace_is_only_believed_after_a_few_answers(library: Library) -> None:
    _, reply = talk(library, 600.0, *SAID[:1])
    left = view(reply.state)["left"]
    assert abs(left["minutes"] - left["questions"]) <= 2.5


def test_parked_ideas_lead_to_the_message_they_were_said_in(library: Library) -> None:
    _, reply = talk(library, 1.0, SAID[0], "We should post on Instagram every week to reach people.")
    [idea] = view(reply.state, {2: "second"})["parked"]
    assert "Instagram" in idea["text"]
    assert (idea["message"], idea["verdict"]) == ("second", "open")
