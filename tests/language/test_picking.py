"""An offered idea taken by what it is about, or both of two; what names neither takes none."""

import pytest

from coach.language.reading.picking import picked

OPTIONS = (
    "A new director has started.",
    "The inspection failed the building.",
    "A neighbour school was closed.",
)


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("The one about the new director fits best.", [0]),
        ("the one with the inspection", [1]),
        ("I'd take the one about the neighbour school", [2]),
        ("That one about the closed school is right", [2]),
        ("Yes, the option about the failed inspection, please", [1]),
        ("All of them, actually.", [0, 1, 2]),
        ("All three, really", [0, 1, 2]),
    ],
)
def test_an_idea_is_taken_by_what_it_is_about(words: str, at: list[int]) -> None:
    assert picked(words, OPTIONS) == (at, "")


@pytest.mark.parametrize(
    "words",
    [
        "The one about the treasurer fits best.",
        "The client about the new director was Delta",
        "A director who has just left his school",
        "The one about a school that has no director",
        "They had the one about the new director",
    ],
)
def test_what_names_none_of_the_ideas_takes_none(words: str) -> None:
    assert picked(words, OPTIONS) is None
