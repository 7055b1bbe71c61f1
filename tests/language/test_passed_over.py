"""What is offered again is never offered in the same words, and not for ever."""

import pytest

from coach.events import Suggested, WentBack
from coach.language.wording.asking import ask
from coach.moves import Move
from coach.state import State
from tests.language.spoken import Talk, bakery, words


def _offer(question: str, **how: object) -> Suggested:
    return Suggested.model_validate(
        {
            "id": "o1",
            "question": question,
            "text": "these words",
            "fields": {"text": "x"},
            "origin": "composed",
        }
        | how
    )


@pytest.mark.parametrize(
    "offered",
    [
        _offer("scenario"),
        _offer("positioning"),
        _offer("guiding_choice", list="will_not_do"),
        _offer("triggers", list="triggers", origin="option"),
        _offer("processes", list="processes", item="p1"),
    ],
    ids=lambda s: f"{s.question}-{s.list}",
)
def test_the_same_offer_is_never_made_twice_in_the_same_words(offered: Suggested) -> None:
    once, again = (
        "".join(
            p.text
            for p in ask(Move("suggestion", offered.question, n, suggestions=(offered,)), State()).parts
        )
        for n in (1, 2)
    )
    assert once != again
    assert once.endswith("?")
    assert again.endswith("?")


def test_whoever_speaks_of_something_else_three_times_is_asked_no_more() -> None:
    talk = bakery(Talk(), until="scenario")
    others = {
        "trends": "Supermarkets want less plastic",
        "client_shift": "They expect proof that it is recyclable",
        "alternatives": "They would buy standard boxes online",
        "difference": "We have our own lab",
    }
    asked = []
    for question, answer in others.items():
        asked.append(talk.replies[-1][0].asks.question)
        talk.tell(question, answer)
    assert asked == ["scenario", "scenario", "scenario", "challenge"]
    assert talk.state.core.open == {"scenario": "vague"}
    assert not talk.state.core.suggestions
    assert "which situation" in words(talk.replies[-2][1])


def test_what_a_correction_made_doubtful_is_never_let_pass_for_want_of_an_answer() -> None:
    talk = bakery(Talk(), until="one_year")
    talk.say(
        "two chemists now, instead of the lab",
        talk.field("difference", difference=talk.stated("two chemists now")),
    )
    talk.say("change the positioning", WentBack(question="positioning"))
    for hesitation in ("hmm", "hmm well"):
        talk.say(hesitation)
        assert talk.state.core.review == ("positioning",)
    talk.say("dunno hmm")
    assert talk.state.core.open["positioning"] == "vague"
    assert not talk.state.core.review


def test_answering_other_things_reviews_nothing() -> None:
    talk = bakery(Talk(), until="confirm")
    talk.say(
        "two chemists now, instead of the lab",
        talk.field("difference", difference=talk.stated("two chemists now")),
    )
    talk.say("change the positioning", WentBack(question="positioning"))
    for question, text in (("examples", "Bakker Jan in Aalst"), ("triggers", "A new law next year")):
        talk.add(question, text, text=talk.stated(text))
    assert "positioning" in talk.state.core.review
