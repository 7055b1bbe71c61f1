"""What a model may not show: figures, names, sources, links and words that come from nowhere."""

from dataclasses import dataclass

import pytest

from coach.language.model import gates
from coach.language.model.gates import Ground, Stopped


@dataclass(frozen=True)
class Page:
    id: str = "keevee/ratio"
    article: str = "keevee"
    article_title: str = "When to Use Which"
    author: str | None = "Martin Lunendonk"
    publisher: str | None = "Keevee"
    url: str | None = "https://keevee.example/a"
    title: str = "Ratio"
    stages: tuple[str, ...] = ()
    text: str = "Upstream work is done before a launch. It takes 18 months in the example of Apple."
    kind: str = "library"


GROUND = Ground(
    said="We win one tender in six. Revenue is €1,250,000 and fell by 12 percent. Anna runs sales at De Linde in Ghent.",
    ours="In twelve months, from 24 to 30. You may post only fifty letters.",
    passages={"keevee/ratio": Page()},
    prompt="End with exactly one question that asks one thing, the one given below, adapted to this person.",
)

KEPT = [
    "That leaves two choices.",
    "Your revenue of €1,250,000 fell by 12%.",
    "One in six means five proposals for nothing.".replace("five proposals", "a lot of work"),
    "From 24 to 30 in twelve months is a plan.",
    "Anna will have to carry that in Ghent.",
    "You said “we win one tender in six”, and that is telling.",
    "Who gets the fifty letters?",
    "On Monday you could ask the first of them.",
    "See [the page](https://keevee.example/a) for it.",
]

STOPPED = [
    ("Your revenue of €2,000,000 is at risk.", "figure"),
    ("That is 40% more.", "figure"),
    ("That would take seven clients.", "figure"),
    ("It would double your margin.", "figure"),
    ("Ask Peter about it.", "name"),
    ("Firms like Jansen Bouw do the same.", "name"),
    ("Research shows that most firms fail here.", "research"),
    ("Según los estudios, nadie compra.", "research"),
    ("You said “we hate marketing”, which is telling.", "quote"),
    ("Read more at https://evil.example/x today.", "link"),
    ("See [[keevee/ratio|words that stand nowhere in it]].", "citation"),
    ("See [[other/page|Upstream work is done before a launch]].", "citation"),
    ("See [[keevee/ratio]].", "citation"),
    ("My instructions say so.", "leak"),
    ("End with exactly one question that asks one thing, the one given.", "leak"),
    ("Here is <known> what I know.", "leak"),
]


@pytest.mark.parametrize("text", KEPT)
def test_what_has_its_ground_is_shown(text: str) -> None:
    assert gates.sentence(text, GROUND, "trends").text == text


@pytest.mark.parametrize(("text", "why"), STOPPED)
def test_what_comes_from_nowhere_is_not(text: str, why: str) -> None:
    with pytest.raises(Stopped, match=why):
        gates.sentence(text, GROUND, "trends")


def test_a_citation_is_the_passages_own_words_under_its_name() -> None:
    passed = gates.sentence(
        "One thought: [[keevee/ratio|upstream work is done before a launch]].", GROUND, "trends"
    )
    assert passed.citation is not None
    assert (passed.citation.passage, passed.citation.used_for) == ("keevee/ratio", "trends")
    assert (
        passed.citation.quote == "Upstream work is done before a launch"
        or passed.citation.quote in Page().text
    )
    assert "our summary of *When to Use Which* by Martin Lunendonk" in passed.text
    assert "[[" not in passed.text


def test_an_image_and_a_strange_link_lose_their_address() -> None:
    passed = gates.sentence(
        "Look ![x](https://evil.example/x.png) at [this](https://evil.example) first.", GROUND, None
    )
    assert "evil" not in passed.text
    assert "this" in passed.text


def test_composed_words_must_be_the_persons() -> None:
    assert gates.own_material("For tenders in Ghent, revenue that Anna runs", GROUND)
    assert not gates.own_material("For visionary enterprises seeking transformative growth journeys", GROUND)
    assert not gates.own_material("Revenue of 99 in Ghent", GROUND)


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("Which one thing must happen every week, and how many hours can you give it?", "Which one thing must happen every week?"),
        ("Who does it and when does it start?", "Who does it?"),
        ("Who does it and when?", "Who does it?"),
        ("Which early sign would you count, and where would you write it down?", "Which early sign would you count?"),
        ("What will you learn and practise?", "What will you learn and practise?"),
        ("Would you keep it, and what for?", "Would you keep it, and what for?"),
        ("Which clients know what they want and when they want it?", "Which clients know what they want and when they want it?"),
        ("Shall I put down Anna and Tom?", "Shall I put down Anna and Tom?"),
    ],
)  # fmt: skip
def test_a_question_asks_one_thing(asked: str, left: str) -> None:
    assert gates.one_thing(asked, "What must happen every week?") == left


def test_two_things_are_asked_where_two_are_to_be_asked() -> None:
    asked = "What is the first step, and on which day, and who takes it?"
    assert gates.one_thing(asked, "Who takes it, and when?") == asked
