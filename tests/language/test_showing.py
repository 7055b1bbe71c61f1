"""What a person sees who asks for the plan, or for a part of it: their words in full, in the form of their language."""

from copy import copy
from dataclasses import replace

import pytest

from coach import digits, project
from coach.events import Value
from coach.language.wording import known
from coach.language.wording.showing import plan_so_far
from coach.library.search import Library
from coach.plan import Said
from coach.state import Item, State
from tests.journeys import ARCHITECT
from tests.talk import Talk

LONG = (
    "Their schools fail the energy rules because "
    + "nobody measured the roofs and " * 40
    + "the label lapses"
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    talk = Talk(Library.open(tmp_path_factory.mktemp("library"))).open()
    for question, answer in ARCHITECT.items():
        if question != "confirm":
            talk.say(answer)
    return talk


@pytest.fixture
def talk(whole: Talk) -> Talk:
    return copy(whole)


def test_a_long_answer_is_shown_to_its_last_word() -> None:
    said = Value(value=LONG, said=(Said(turn=0, span=LONG),))
    step = Value(value=LONG[:400], said=(Said(turn=0, span=LONG),))
    core = replace(
        State().core,
        values={"/upstream/proposition/challenge/statement": said},
        items={"processes": (Item("p1", {"name": said, "first_step": step}),)},
    )
    shown = plan_so_far(State(core=core))
    assert shown.count(LONG) == 2
    assert LONG[:399] in shown.split("first:")[1]
    assert "…" not in shown


@pytest.mark.parametrize(
    ("words", "there", "elsewhere"),
    [
        ("show me the goal", "Feasibility studies", "School boards with five"),
        ("what did I say about clients?", "School boards with five", "monthly breakfast"),
        ("show the processes", "monthly breakfast", "School boards with five"),
        ("what did we say about the market", "Municipalities merge", "monthly breakfast"),
    ],
)
def test_who_asks_for_a_part_sees_that_part_only(talk: Talk, words: str, there: str, elsewhere: str) -> None:
    before = talk.state.core
    reply = talk.say(words)
    assert talk.move is not None
    assert [d.kind for d in talk.move.digressions] == ["show"]
    shown = reply.split("\n\nPage one says")[0].split("Would you")[0]
    assert there in shown
    assert elsewhere not in shown
    assert talk.state.core.plan_key() == before.plan_key()


def test_a_question_inside_an_answer_is_shown_as_theirs() -> None:
    value = Value(value="Why us? Because we measure", said=(Said(turn=0, span="Why us? Because we measure"),))
    state = State(core=replace(State().core, values={"/upstream/proposition/difference": value}))
    assert "“Why us? Because we measure”" in plan_so_far(state)


@pytest.mark.parametrize("language", ["es", "nl", "de", "fr"])
def test_the_plan_has_no_english_label_in_a_talk_in_another_language(talk: Talk, language: str) -> None:
    shown = plan_so_far(replace(talk.state, language=language))
    for label in (
        "Where you stand",
        "What you sell",
        "Page one",
        "Ideal clients",
        "Calculated from",
        "first:",
        "months",
        "Goals",
    ):
        assert label not in shown
    assert "**" in shown


def test_in_a_language_without_labels_only_their_own_words_are_shown(talk: Talk) -> None:
    shown = plan_so_far(replace(talk.state, language="hi"))
    assert "**" not in shown
    assert "Municipalities merge" in shown


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (1150, "en", "1,150"), (1150, "es", "1.150"), (1150, "nl", "1.150"), (1150.5, "de", "1.150,5"),
        (1150, "fr", "1\u202f150"), (1.15, "es", "1,15"), (1_000_000, "it", "1.000.000"), (12, "nl", "12"),
        (1150, "hi", "1,150"),
    ],
)  # fmt: skip
def test_a_figure_is_written_as_the_language_writes_it(value: float, language: str, text: str) -> None:
    assert digits.written(value, language) == text


def test_a_formula_keeps_its_figures_and_changes_their_marks() -> None:
    assert digits.in_language("(1,200 − 400) ÷ 9.8 months", "es") == "(1.200 − 400) ÷ 9,8 months"
    assert digits.in_language("₹5,00,000 × 3", "nl") == "₹5.00.000 × 3"


def test_the_sums_of_a_spanish_plan_are_in_spanish_figures(talk: Talk) -> None:
    goal = talk.state.core.items["goals"][0]
    big = goal.fields["target"].model_copy(update={"value": 1150})
    goals = (Item(goal.id, {**goal.fields, "target": big}), *talk.state.core.items["goals"][1:])
    core = replace(talk.state.core, items={**talk.state.core.items, "goals": goals})
    plan = project.plan_of(replace(talk.state, core=core, language="es"))
    assert any("1.150" in c.formula for c in plan.calculations)
    assert not any("1,150" in c.formula for c in plan.calculations)


@pytest.mark.parametrize(
    ("span", "value", "unit", "shown"),
    [
        ("40 crore", 400_000_000, "INR", "₹40 crore"), ("₹40 crore", 400_000_000, "INR", "₹40 crore"),
        ("1.5 million", 1_500_000, "EUR", "€1.5 million"), ("24 clients", 24, "", "24"), ("120,000", 120_000, "EUR", "€120.000"),
    ],
)  # fmt: skip
def test_a_large_figure_is_shown_as_it_was_said(span: str, value: int, unit: str, shown: str) -> None:
    said = Value(value=value, status="derived", rule="number", said=(Said(turn=1, span=span),))
    fields = {"target": said} | ({"unit": said.model_copy(update={"value": unit})} if unit else {})
    assert known.figure(Item("g1", fields), "target", "es") == shown
