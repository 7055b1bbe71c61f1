"""A reply is shown a sentence at a time, however its pieces come."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.language.model.stream import Unit, units

TEXT = """You said “it fell. Badly.” That hurts, e.g. in 2.5 years. One idea: [[a/b|First sentence. Second?]] and so on.

1. Small firms
2. Bigger ones

> For bakeries we do y.
What would you change?"""

WANTED = [
    ("\n\n", "You said “it fell. Badly.” That hurts, e.g. in 2.5 years."),
    (" ", "One idea: [[a/b|First sentence. Second?]] and so on."),
    ("\n\n", "1. Small firms"),
    ("\n", "2. Bigger ones"),
    ("\n\n", "> For bakeries we do y."),
    ("\n", "What would you change?"),
]


def cut(text: str, size: int) -> list[Unit]:
    return list(units(text[at : at + size] for at in range(0, len(text), size)))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 1_000])
def test_sentences_and_lines_are_whole_whatever_the_pieces(size: int) -> None:
    assert [(u.glue, u.text) for u in cut(TEXT, size)] == WANTED


def test_a_sentence_is_let_go_before_the_next_has_ended() -> None:
    stream = units(iter(["One thing. ", "Another", " thing"]))
    assert next(stream).text == "One thing."


@given(st.text(alphabet="ab .!?\n“”[]|1", max_size=200), st.integers(1, 20))
def test_no_character_is_lost_or_said_twice(text: str, size: int) -> None:
    found = cut(text, size)
    assert found == cut(text, 1_000)
    assert re.sub(r"\s", "", "".join(u.text for u in found)) == re.sub(r"\s", "", text)


def test_a_sentence_that_never_ends_is_let_go_too() -> None:
    assert len(cut("word " * 1_000, 9)) > 1
