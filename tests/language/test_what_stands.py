"""At a review, at a question gone back to, and behind an angry no: what is said there is never a new entry by default."""

from functools import cache

import pytest

from coach.events import Digressed
from coach.language.reading.as_it_stands import is_unfit, refuses
from coach.language.reading.carried_out import UNTAKEN
from coach.state import State
from tests.language.test_put_right_in_words import held, reached, told
from tests.language.test_said_to_the_coach import read

POSITIONING = "/upstream/proposition/positioning"


@cache
def at(place: str) -> State:
    """A review of many entries, one of the examples alone, or the ideal client gone back to."""
    if place == "back":
        return told(reached("A", "kpis"), "go back to my ideal client")
    if place == "alternatives":
        return told(reached("A", "kpis"), "go back to the alternatives")
    if place == "review":
        return told(reached("A", "kpis"), "Our ideal clients are municipalities, not school boards.")
    return reached("A", place)


def is_untaken(state: State, text: str) -> bool:
    return any(isinstance(e, Digressed) and e.text.startswith(UNTAKEN) for e in read(state, text))


@pytest.mark.parametrize("place", ["review", "back"])
@pytest.mark.parametrize(
    "text",
    [
        "Nothing, leave it as it is",
        "nothing to change, keep the rest",
        "then keep the others",
        "ok so keep everything please",
        "not those",
        "No changes. Thanks",
        "leave all as it is, thanks",
    ],
)
def test_whoever_wants_no_change_changes_nothing_and_goes_on(place: str, text: str) -> None:
    before = at(place)
    after = told(before, text)
    assert held(after) == held(before)
    assert not after.core.review
    assert after.core.focus is None
    assert not is_untaken(before, text)


@pytest.mark.parametrize(
    "text",
    [
        "change the positioning, for towns with wet schools we dry the roof in one summer. keep the rest",
        "you wrote my positioning as nonsense! it should be: for towns with wet schools we dry the roof in one summer",
        "That's wrong, the positioning. It should read: for towns with wet schools we dry the roof in one summer",
    ],
)
def test_the_field_that_is_named_gets_the_words_behind_it_as_they_were_said(text: str) -> None:
    before = at("review")
    after = told(before, text)
    value = after.core.values[POSITIONING]
    assert value.value == "for towns with wet schools we dry the roof in one summer"
    assert value.status == "stated"
    changed = {k for k, v in held(after).items() if held(before).get(k) != v}
    assert changed == {(POSITIONING, "", "positioning")}
    assert bool(after.core.review) != text.endswith("keep the rest")


def test_keeping_what_was_gone_back_to_leaves_the_others_to_be_looked_at() -> None:
    before = told(at("review"), "change the triggers")
    assert before.core.focus == "triggers"
    after = told(before, "Nothing, leave it as it is")
    assert set(before.core.review) - set(after.core.review) == {"triggers"}
    assert after.core.review


def test_what_it_should_be_replaces_what_was_gone_back_to() -> None:
    after = told(at("back"), "it should be: towns with wet cellars")
    assert [i.get("text") for i in after.core.items["criteria"]] == ["towns with wet cellars"]


def test_the_rest_is_kept_behind_a_removal() -> None:
    after = told(at("review"), "take out SKO West. then keep all")
    assert "SKO West" not in str(held(after))
    assert not after.core.review


@pytest.mark.parametrize(
    "text",
    [
        "by next easter i mean the one in 2028, and it should say pupils",
        "it should be: dry roofs for every school in one summer",
        "not those!! put the ones from Delft back",
        "For gods sake, the churches near Delft",
        "the roofs are wet everywhere",
        "I said that twice by now",
    ],
)
def test_at_a_review_what_names_nothing_is_told_to_be_untaken(text: str) -> None:
    before = at("review")
    assert held(told(before, text)) == held(before)
    assert told(before, text).core.review == before.core.review
    assert is_untaken(before, text)


@pytest.mark.parametrize(
    "text",
    ["It should be clearer", "not those. The old ones", "i meant the ones before", "that's not my list"],
)
def test_a_remark_on_what_was_gone_back_to_is_no_entry(text: str) -> None:
    before = at("alternatives")
    assert held(told(before, text)) == held(before)
    assert is_untaken(before, text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("put up with the damp for another year", "put up with the damp for another year"),
        ("a caretaker with a ladder, or leave it as it is", "leave it as it is"),
        ("They leave it as it is", "They leave it as it is"),
    ],
)
def test_an_answer_to_what_was_gone_back_to_is_kept(text: str, kept: str) -> None:
    after = told(at("alternatives"), text)
    assert kept in [i.get("text") for i in after.core.items["alternatives"]]


@pytest.mark.parametrize("question", ["challenge", "alternatives", "examples", "disqualifiers", "one_year"])
@pytest.mark.parametrize(
    "text",
    [
        "no no take out the churches, my clients are towns round Delft",
        "no thats all wrong!! i never said they would paint it. mend the second bit",
        "No! The churches have to go somewhere else",
        "no, you misread me, the churches have nothing to do with it",
    ],
)
def test_an_angry_no_stores_nothing(question: str, text: str) -> None:
    before = at(question)
    assert held(told(before, text)) == held(before)
    assert any(isinstance(e, Digressed) for e in read(before, text))


@pytest.mark.parametrize(
    ("question", "text", "kept"),
    [
        ("challenge", "no no, the biggest problem for boards is wet cellars", "problem for boards is wet cellars"),
        ("challenge", "No, they cannot plan a year ahead", "cannot plan a year ahead"),
        ("challenge", "No one plans ahead, it costs them a million", "No one plans ahead"),
        ("alternatives", "No, no real competitors", "no real competitors"),
        ("symptom", "for heaven's sake, we lose every tender since last year", "we lose every tender"),
        ("difference", "No no-one signs for the label but us", "signs for the label"),
    ],
)  # fmt: skip
def test_a_no_that_answers_is_an_answer(question: str, text: str, kept: str) -> None:
    before, after = at(question), told(at(question), text)
    new = [str(v) for k, v in held(after).items() if k not in held(before)]
    assert any(kept in v for v in new)
    assert not any("sake" in v for v in new)


@pytest.mark.parametrize(
    "text",
    [
        "That isn't really right in the middle, I never turn away 'the or people'. Which bit of it is my choice?",
        "The end is not quite right. What does it rule out, exactly?",
    ],
)
def test_a_question_about_the_composed_choice_is_not_the_choice(text: str) -> None:
    before = at("guiding_choice")
    after = told(before, text)
    assert held(after) == held(before)
    assert after.asking is not None
    assert after.asking.question == "guiding_choice"


def test_a_choice_of_ones_own_beside_a_question_is_taken() -> None:
    after = told(at("guiding_choice"), "We choose towns and we stop the tenders. What do you think?")
    assert after.core.values["/summary/guiding_choice"].value == "We choose towns and we stop the tenders"


def test_it_is_told_by_form() -> None:
    assert is_unfit("then put the churches back")
    assert not is_unfit("They put money back every year")
    assert refuses("No no, that was it")
    assert not refuses("No nobody else does")
