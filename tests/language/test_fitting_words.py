"""Praise fits what was said, and nothing is called missing where nothing is."""

import pytest

from coach.language.wording.reactions import REACTIONS, welcome
from tests.language.hearing import after, hear


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("challenge", "No. The 40k is what they waste"),
        ("skills", "no wait, the till is mine, not Asha's"),
        ("trends", "you have put that in the wrong place"),
        ("attempts", "I already said that"),
        ("examples", "that's not a client lol"),
        ("client_shift", "Scrap that, it was a joke"),
        ("solution", "how would I know?"),
    ],
)
def test_a_correction_or_a_complaint_is_not_praised(question: str, said: str) -> None:
    assert not welcome(question, said, said)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("challenge", "Their tills stop on Saturdays"),
        ("challenge", "Nothing works when the line is down"),
        ("trends", "Notaries retire without a successor"),
        ("solution", "A till check in a day, £400"),
        ("client_shift", "Your money back if it fails"),
        ("attempts", "Note cards to old clients"),
    ],
)
def test_a_plain_answer_may_be(question: str, said: str) -> None:
    assert welcome(question, said, said)


def test_a_figure_alone_is_nothing_a_client_can_say_yes_to() -> None:
    assert not welcome("solution", "Up to 40k a year for the big ones", "Up to 40k a year for the big ones")
    assert welcome("attempts", "3 fairs", "3 fairs")


def test_no_line_of_praise_answers_a_message_that_also_asks() -> None:
    for filler in range(3):  # Which line is said, and whether any, turns with the number of the message.
        talk = after(*["where are we"] * filler, at="trends")
        reply = hear("Flour prices went up in March. have you got any ideas", talk=talk).reply
        assert not [line for line in REACTIONS["trends"] if line.replace("{quote}", "") in reply]


def test_the_signing_question_comes_without_a_word_about_what_is_missing() -> None:
    for filler in range(3):
        talk = after(
            "Retailers print labels themselves, so they buy fewer boxes",
            *["where are we"] * filler,
            "One risk: the bank may still refuse us the loan",
            at="confirm",
        )
        assert talk.state.answering is not None
        assert talk.state.answering.question == "confirm"
        for lead in ("Still open", "back to this", "What is missing"):
            assert f"{lead}: would you sign" not in talk.text


def test_a_whole_question_that_comes_again_is_not_called_missing() -> None:
    leads = set()
    for filler in range(4):
        talk = after(*["where are we"] * filler, at="client_shift")
        reply = hear("What makes us different is that only we have a lab", talk=talk).reply
        leads |= {
            lead for lead in ("Still open: ", "And back to this: ", "What is missing yet: ") if lead in reply
        }
    assert leads == {"Still open: ", "And back to this: "}
