"""What is a question to the coach, and what only looks like one."""

import pytest

from coach.language.model.options import _named
from coach.language.reading.commands import is_question


@pytest.mark.parametrize(
    "text",
    [
        "What is DESTEP?",
        "Che cos'è un cliente ideale?",
        "¿Qué significa upstream?",
        "Was ist ein KPI?",
        "Wat bedoelt u met een belofte?",
        "Comment choisir un client idéal ?",
    ],
)
def test_a_question_is_one_in_the_languages_next_door_too(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize("text", ["Maybe twenty?", "Come back clients, mostly.", "Was 30 last year, now 24."])
def test_an_answer_that_begins_like_one_is_none(text: str) -> None:
    assert not is_question(text)


def test_a_scenario_that_was_named_in_other_words_is_not_named_twice() -> None:
    assert _named("being seen differently", "This sounds like a firm that needs to be seen differently.")
    assert not _named("being seen differently", "This sounds like a firm that needs more enquiries.")
