"""The coach's own words, asked about: one plain sentence of ours, no article quoted, and the question again."""

import pytest

from coach import stages
from coach.language.wording import glossary
from tests.language.hearing import hear


@pytest.mark.parametrize(
    ("at", "said", "told"),
    [
        ("triggers", "what's a trigger?", "has just happened"),
        ("triggers", "so what is a trigger anyway, mate?", "has just happened"),
        ("attempts", "What do you mean by tried?", "anything you did"),
        ("attempts", "what counts as tried", "anything you did"),
        ("scenario", "what is being seen differently?", "compare you on price"),
        ("scenario", "I still don't get what scaling means", "more of the same"),
        ("kpis", "what is an early sign then?", "before the result does"),
        ("ideal_client", "what does positioning mean exactly?", "one sentence"),
        ("disqualifiers", "what's a disqualifier, please", "turn away"),
        ("guiding_choice", "sorry, what is a guiding choice?", "one decision"),
        ("assumptions", "what do you mean by which would hurt most?", "sink the plan"),
        ("trends", "what is DESTEP?", "demographic"),
    ],
)
def test_a_word_of_the_coach_is_explained_and_the_question_comes_again(at: str, said: str, told: str) -> None:
    heard = hear(said, at, library=True)
    assert told in heard.reply
    assert "our summary of" not in heard.reply.casefold()
    assert heard.unchanged
    assert heard.asking == at
    assert heard.reply.rstrip().endswith("?")


def test_that_stands_for_the_word_named_in_the_same_breath() -> None:
    heard = hear(
        "the one about being seen differently I think? not sure what you mean by that tho, what is it",
        "scenario",
    )
    assert heard.value("/situation/scenario") == "repositioning"
    assert "compare you on price" in heard.reply


@pytest.mark.parametrize(
    "said",
    [
        "What is a positioning statement good for?",
        "what is upstream marketing?",
        "What is a value proposition?",
        "what is our price?",
        "how do I find triggers?",
        "Trigger is the name of his horse",
    ],
)
def test_what_is_not_the_meaning_of_a_word_of_ours_is_left_to_the_library(said: str) -> None:
    assert glossary.meaning(said) is None


@pytest.mark.parametrize(
    "tail", [" anyway?", " exactly", " again?", ", then?", ", please", " mate?", " really, in plain english?"]
)
def test_what_trails_a_question_does_not_change_what_is_looked_up(tail: str) -> None:
    assert (
        glossary.plainly(f"ok so what is upstream marketing{tail}").rstrip("?")
        == "what is upstream marketing"
    )
    asked = hear(f"what is a value proposition{tail}", "difference", library=True)
    assert asked.reply == hear("what is a value proposition?", "difference", library=True).reply


def test_every_scenario_has_its_meaning_under_the_name_the_coach_gives_it() -> None:
    assert glossary.SCENARIOS.keys() == stages.SCENARIOS.keys()
    for name, (said, _, _) in stages.SCENARIOS.items():
        assert glossary.meaning(f"what does {said} mean?") == glossary.SCENARIOS[name][1]


def test_no_meaning_holds_a_figure_or_asks_something() -> None:
    texts = [text for _, text in glossary.SCENARIOS.values()] + [text for _, text in glossary.WORDS]
    assert len(texts) > len(stages.SCENARIOS)
    assert not [text for text in texts if "?" in text or any(c.isdigit() for c in text)]
