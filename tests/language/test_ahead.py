"""What is said round a choice: a plain change is the next answer, a remark is none and is not asked about."""

import pytest

from coach.language.reading.ahead import tells_of_change
from tests.language.hearing import hear

CHOSEN = "/situation/scenario"


@pytest.mark.parametrize(
    ("said", "scenario"),
    [
        ("Neither of them is quite right for a firm like ours. If you force me I would say growing what works, as long as that does not mean more lorries.", "scaling"),
        ("I was just telling you about the trade fair, you know. As for the nearest one.. turning more enquiries into sales I guess, but frankly what I need is sleep, not visitors", "conversion"),
        ("growing what works I guess. But honestly I have no idea why I have to choose one here, they all sound the same to me.", "scaling"),
        ("Being seen differently, though I must say the last consultant told us the same and charged me 4,000 for it, which my wife still mentions.", "repositioning"),
    ],
)  # fmt: skip
def test_doubts_and_asides_round_a_choice_are_no_trends(said: str, scenario: str) -> None:
    heard = hear(said, "scenario")
    assert heard.value(CHOSEN) == scenario
    assert heard.texts("trends", "description") == []
    assert heard.asking == "trends"


@pytest.mark.parametrize(
    ("said", "trends"),
    [
        ("Growing what works. Supermarkets now ask for paper everywhere.", ["Supermarkets now ask for paper everywhere"]),
        ("Being seen differently, though I must say the last consultant told us the same thing. Besides, young families buy online more and more.", ["young families buy online more and more"]),
        ("Launching something new. Changes: supermarkets ban plastic, and factories close", ["supermarkets ban plastic", "factories close"]),
        ("Revenue soon. Changes around us: interest rates doubled", ["interest rates doubled"]),
        ("Turning more enquiries into sales is what I would pick of these six, I think. Interest rates doubled, so nobody builds.", None),
    ],
)  # fmt: skip
def test_what_plainly_tells_of_a_change_is_taken_at_once(said: str, trends: list[str] | None) -> None:
    heard = hear(said, "scenario")
    assert heard.value(CHOSEN) is not None
    found = heard.texts("trends", "description")
    assert found == trends if trends is not None else "Interest rates doubled" in str(found)
    assert heard.asking == "client_shift"


def test_changes_with_their_name_before_two_dots_are_listed_without_it() -> None:
    heard = hear("Changes.. paper keeps going up, and more people order boxes online", "trends")
    assert heard.texts("trends", "description") == ["paper keeps going up", "more people order boxes online"]


def test_an_example_within_a_problem_stays_there() -> None:
    heard = hear("They lose listings. Example: one producer paid 50,000 for a recall", "challenge")
    assert heard.texts("examples") == []


@pytest.mark.parametrize(
    ("said", "tells"),
    [
        ("Timber gets dearer every year", True),
        ("More and more farmers retire without a successor", True),
        ("Energy prices doubled since last year", True),
        ("I pay more for timber every year", False),
        ("My prices go up every year", False),
        ("That costs more every year", False),
        ("You ask me twice now and it gets no clearer", False),
        ("The question is hard", False),
    ],
)
def test_a_change_out_there_is_told_from_what_one_does_oneself(said: str, tells: bool) -> None:
    assert tells_of_change(said) is tells
