"""A whole process, skill or sign told where an owner or a day was asked for: it is added, and the rest goes on."""

import pytest

from coach.language.reading.processes import ADDS
from tests.language.hearing import after, hear

FIRST = "Call three producers every week, first step is a list of refusals"


def test_yes_and_another_process_takes_the_offer_and_adds_the_process() -> None:
    talk = after(FIRST, at="processes")
    heard = hear(
        "Yes. And each Monday Ada rings three clinics from the returns list, starting 7 December.", talk=talk
    )
    assert heard.texts("processes", "owner") == ["Anna", "Ada"]
    assert heard.texts("processes", "name")[1] == "each Monday Ada rings three clinics from the returns list"
    assert heard.texts("processes", "start")[1] == "2026-12-07"


def test_two_processes_where_the_owner_was_asked_for_are_both_kept() -> None:
    said = (
        "Every Friday I ought to write to two lapsed members from the old register, starting on 8 January 2027; and every quarter, "
        "starting in the week of 5 April, Mrs Ofori, our bookkeeper, would see to it that Tom and I visit four landlords together."
    )
    heard = hear(said, talk=after(FIRST, at="processes"))
    assert heard.texts("processes", "name") == [
        "Call three producers every week",
        "Every Friday I ought to write to two lapsed members from the old register",
        "Tom and I visit four landlords together",
    ]
    assert heard.texts("processes", "owner") == [None, "me", "Mrs Ofori"]
    assert heard.texts("processes", "start")[1:] == ["2027-01-08", "2027-04-05"]


def test_a_skill_or_a_sign_beside_the_owner_is_kept_too() -> None:
    heard = hear(
        "me, from 7 December. Anna can't write offers, so we'll hire a freelancer.",
        talk=after(FIRST, at="processes"),
    )
    assert heard.texts("processes", "owner") == ["me"]
    assert heard.texts("skills", "name") == ["Anna can't write offers"]
    heard = hear("me. KPI: refusals heard of, in the sales sheet", talk=after(FIRST, at="processes"))
    assert heard.texts("kpis", "metric") == ["refusals heard of"]


@pytest.mark.parametrize(
    "said",
    [
        "Anna does it every Monday",
        "Every Monday, from 7 December",
        "Each Friday I call three producers from the train",
        "Anna, once a month, as before",
        "It starts every second Monday",
    ],
)
def test_an_answer_about_the_process_in_hand_adds_no_other(said: str) -> None:
    assert len(hear(said, talk=after(FIRST, at="processes")).texts("processes", "name")) == 1


def test_a_first_step_that_was_asked_for_is_no_process_of_its_own() -> None:
    talk = after("Call three producers every week, Anna", at="processes")
    heard = hear("Each Monday Tom makes a list of ten refusals", talk=talk)
    assert heard.texts("processes", "first_step") == ["Each Monday Tom makes a list of ten refusals"]


def test_a_process_with_its_first_step_is_one_where_skills_or_signs_are_asked_for() -> None:
    said = "Nobody likes cold calls, we'd train. Each month Ada checks the old clients for new rules; the first step is a phone list."
    heard = hear(said, "skills")
    assert heard.texts("processes", "name")[1:] == ["Each month Ada checks the old clients for new rules"]
    assert heard.texts("skills", "name") == ["Nobody likes cold calls, we'd train"]
    said = "every Monday Tom writes to two old clients about the ban; the first step is a list of them by 4 January"
    heard = hear(said, "kpis")
    assert heard.texts("kpis", "metric") == []
    assert heard.asking == "kpis"
    assert len(heard.texts("processes", "name")) == 2


def test_a_count_where_a_sign_is_asked_for_is_one() -> None:
    heard = hear("Calls each Monday, in the sales sheet", "kpis")
    assert heard.texts("kpis", "metric") != []
    assert len(heard.texts("processes", "name")) == 1


def test_what_announces_one_more_thing_is_no_part_of_its_name() -> None:
    said = "I wish to add a second thing: every month Tom visits two buyers with samples"
    heard = hear(said, "processes")
    assert heard.texts("processes", "name") == ["every month Tom visits two buyers with samples"]
    assert ADDS.match("Add salt to every batch") is None
