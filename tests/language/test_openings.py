"""A message says itself what it answers, whatever was asked; the question that was asked comes again."""

import pytest

from coach import engine
from coach.language.guided import understand
from coach.moves import next_move
from coach.turn import admit
from tests.language.spoken import START, Talk, bakery

SAID = {
    "We tried radio ads too, to no avail": "attempts",
    "Clients now expect a fixed price": "client_shift",
    "If we vanished they'd print boxes themselves": "alternatives",
    "Without us they'd print boxes themselves": "alternatives",
    "What makes us different is that only we have a lab": "difference",
    "Our ideal clients are family firms that sell to supermarkets": "ideal_client",
    "We turn away anyone who wants the lowest price": "disqualifiers",
    "In five years we want to be known as the ones who pass the test": "five_year",
}
OWN = {
    "trends": "In five years people will all shop from home",
    "challenge": "Without us a listing is lost, worth 50000 a year",
    "difference": "Our ideal of a box is one that nobody throws away",
    "alternatives": "They'd turn away and buy standard boxes",
}


def _heard(until: str, words: str) -> tuple[set[str], str | None]:
    """What has an answer now that had none, and what is asked."""
    talk = bakery(Talk(), until=until)
    before = talk.state.core
    state = engine.begin(talk.state, talk.next, words, START)
    state = admit(state, understand(state))[0]
    new = {q for q in (*SAID.values(), *OWN) if state.core.has_value(q) and not before.has_value(q)}
    return new, next_move(state).question


@pytest.mark.parametrize("asked", ["symptom", "scenario"])
@pytest.mark.parametrize("words", SAID)
def test_a_message_that_names_its_question_answers_that_one(asked: str, words: str) -> None:
    if SAID[words] == "attempts":
        asked = "symptom"  # What was tried is told before the scenario.
    assert _heard(asked, words) == ({SAID[words]}, asked)


@pytest.mark.parametrize("asked", OWN)
def test_what_only_begins_alike_answers_what_was_asked(asked: str) -> None:
    assert _heard(asked, OWN[asked])[0] == {asked}
