"""Sarcasm and insults are heard, and nothing is taken from them."""

from pathlib import Path

import pytest

from coach.language.reading.temper import cooled
from coach.library.search import Library
from tests.talk import Talk


@pytest.mark.parametrize(
    "text",
    [
        "Yeah, right.",
        "Yeah, right. As if anybody would say that aloud.",
        "Oh great, yet another question.",
        "Wow, fantastic, more questions!",
        "Thanks, Sherlock.",
        "You're a stupid machine.",
        "you are useless",
        "This bot is so dumb",
        "What a stupid question!",
        "Shut up.",
        "And pigs might fly.",
        "Just great, another form."[5:],
    ],
)
def test_nothing_is_left_of_what_is_only_anger_or_jest(text: str) -> None:
    assert cooled(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Yes, sure.",
        "Yeah, right now we have 12 clients.",
        "Great, one more thing: we also serve hotels.",
        "Perfect, put it in.",
        "It's useless: nobody called.",
        "We tried ads. What a waste of money.",
        "Thanks, that helps. We sell to schools.",
        "Our clients think we are a joke.",
        "People who buy a stupid amount of paint.",
        "Customers are annoying us less.",
        "Another one is that rents went up.",
        "Tell me about it: they all haggle.",
    ],
)
def test_a_plain_answer_is_left_as_it_is(text: str) -> None:
    assert cooled(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Thanks Einstein. 4 studies now, 12 by December, Anna.", "4 studies now, 12 by December, Anna."),
        ("You're a stupid machine. We sell to schools.", "We sell to schools."),
        ("We sell to schools. What a stupid question.", "We sell to schools"),
    ],
)
def test_what_is_said_beside_it_is_heard(text: str, left: str) -> None:
    assert cooled(text) == left
    assert left in text


def test_sarcasm_accepts_nothing_and_an_insult_is_no_answer(tmp_path: Path) -> None:
    talk = Talk(Library.open(tmp_path)).open()
    talk.say("We design primary schools for municipalities in the Netherlands. There are 14 of us.")
    before = talk.asking
    for words in ("Yeah, right. As if.", "You're a stupid machine.", "Oh great, another question."):
        talk.say(words)
        assert [e.type for e in talk.events] == ["Digressed"], words
    assert talk.asking == before
