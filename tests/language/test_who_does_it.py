"""Who does it is who the sentence says, not whom it names; and the day of a first step is that of the first step."""

import pytest

from coach import engine
from coach.language.guided import understand
from coach.language.reading.doers import doer_told, may_be_name
from coach.moves import next_move
from coach.plan import Plan
from coach.project import plan_of
from coach.turn import admit
from tests.language.spoken import START, Talk, bakery


def _plan(until: str, *messages: str) -> Plan:
    state = bakery(Talk(), until=until).state
    for words in messages:
        state = engine.begin(state, state.turn + 1, words, START)
        state = admit(state, understand(state))[0]
        state = engine.reduce(state, next_move(state).asked())
    return plan_of(state)


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("SDR calls 20 schools a week. Lena owns.", "Lena"),
        ("put the fees up in May, thats me", "that's me"),
        ("print the menu, it's mine", "it's mine"),
        ("brief Sofie: me", "me"),
        ("pull the tenancy dates: Omar.", "Omar"),
        ("I'll ring the head teacher's assistant, Mrs Vos", "I"),
        ("Tomorrow I'll train Bram on the till", "I"),
        ("By Friday 18 December Dr Haas draws up the list", "Dr Haas"),
        ("Mrs Peeters checks the orders", "Mrs Peeters"),
    ],
)
def test_a_sentence_says_who_does_it(words: str, who: str) -> None:
    told = doer_told(words)
    assert told is not None
    assert told.words.replace("thats", "that's") == who
    assert told.me == (who in ("me", "I", "that's me", "it's mine"))


@pytest.mark.parametrize(
    "words",
    [
        "Call the bakers every Monday",
        "Ask Mrs Peeters for the list",
        "I think we should visit two schools",
        "Goal: 30 schools",
        "that's meagre",
        "a walk with Dr Haas in May",
    ],
)
def test_whoever_is_only_named_does_nothing(words: str) -> None:
    assert doer_told(words) is None


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("Ines", True),
        ("our planner", True),
        ("it's £48 now", False),
        ("12 a week", False),
        ("next month", False),
    ],
)
def test_what_may_be_a_name(words: str, right: bool) -> None:
    assert may_be_name(words) is right


def test_actions_name_who_does_them_behind_a_colon() -> None:
    plan = _plan(
        "next_actions", "Tomorrow pull the tenancy dates: Omar. 10 Dec brief Sofie: me. 18 Dec fee sheet: me."
    )
    assert [(a.what, a.owner, a.due) for a in plan.next_actions] == [
        ("pull the tenancy dates", "Omar", "2026-11-24"),
        ("brief Sofie", "me", "2026-12-10"),
        ("fee sheet", "me", "2026-12-18"),
    ]


def test_whoever_is_rung_does_not_ring() -> None:
    plan = _plan("next_actions", "Tomorrow I'll ring the head teacher's assistant, Mrs Vos. by 10 Dec get the fee sheet done, before xmas talk to Bram about the old tariff")  # fmt: skip
    assert [(a.what, a.owner, a.due) for a in plan.next_actions] == [
        ("ring the head teacher's assistant, Mrs Vos", "me", "2026-11-24"),
        ("get the fee sheet done", None, "2026-12-10"),
        ("talk to Bram about the old tariff", None, "2026-12-24"),
    ]


def test_an_action_that_begins_with_its_day_keeps_its_doer() -> None:
    plan = _plan("next_actions", "The actions within thirty days: by Friday 11 December 2026 Mrs Vos draws up the list of growers; and by 15 December I write to them")  # fmt: skip
    assert [(a.what, a.owner, a.due) for a in plan.next_actions] == [
        ("draws up the list of growers", "Mrs Vos", "2026-12-11"),
        ("write to them", "me", "2026-12-15"),
    ]


def test_an_action_with_a_name_in_brackets_is_read_as_before() -> None:
    plan = _plan("next_actions", "Phone list (Priya, tomorrow)")
    assert [(a.what, a.owner) for a in plan.next_actions] == [("Phone list", "Priya")]


def test_a_process_has_the_owner_that_is_named_not_the_one_who_calls() -> None:
    plan = _plan(
        "processes",
        "SDR calls 20 schools a week. Lena owns. First step: pull the dates from the CRM by 15 January.",
    )
    assert [(p.name, p.owner) for p in plan.downstream.processes] == [("SDR calls 20 schools a week", "Lena")]


def test_the_day_of_a_first_step_is_not_the_start() -> None:
    plan = _plan("processes", "Each Monday I will ring two growers, beginning on 11 January 2027; the first step is that Mrs Vos draws up the list by Friday 18 December 2026.")  # fmt: skip
    (process,) = plan.downstream.processes
    assert process.start == "2027-01-11"
    assert process.first_step == "Mrs Vos draws up the list by Friday 18 December 2026"
    assert process.owner == "me"


def test_a_day_that_only_the_first_step_has_is_the_start() -> None:
    plan = _plan("processes", "Call growers, Lena, first step is a list of names, from 7 December")
    (process,) = plan.downstream.processes
    assert (process.first_step, process.start) == ("a list of names", "2026-12-07")


def test_what_is_said_of_one_process_stays_there() -> None:
    plan = _plan(
        "processes",
        "Lena rings every grower the week before harvest, first step get the list from the co-op. And put the fees up in january, thats me. And a fee of €20 for late orders",
        "write the new list and hang it on the door",
        "tell everyone who orders, from 1st february. Noor can do that at the desk",
    )
    assert [(p.name, p.owner, p.start) for p in plan.downstream.processes] == [
        ("Lena rings every grower the week before harvest", "Lena", None),
        ("put the fees up", "me", "2027-01-01"),
        ("a fee of €20 for late orders", "Noor", "2027-02-01"),
    ]
    assert plan.downstream.processes[2].first_step == "tell everyone who orders, from 1st february"


@pytest.mark.parametrize(
    ("words", "owner", "cadence", "source"),
    [
        ("Surveys booked per month, target 4, in HubSpot, Lena, weekly.", "Lena", "weekly", "HubSpot"),
        (
            "Full courses paid up front, counted in Cliniko every Friday, from 2 to 8",
            None,
            "every Friday",
            "Cliniko",
        ),
        ("Replies, in the log, me, every Monday", "me", "every Monday", "the log"),
        ("Calls made per week, in Salesforce", None, "per week", "Salesforce"),
    ],
)
def test_a_sign_has_all_that_is_said_of_it(words: str, owner: str | None, cadence: str, source: str) -> None:
    (kpi,) = [k for k in _plan("kpis", words).downstream.tracking.kpis if k.kind == "leading"]
    assert (kpi.owner, kpi.cadence, kpi.source) == (owner, cadence, source)


@pytest.mark.parametrize(
    ("words", "owner", "metric"),
    [
        ("Signed contracts from 6 to 30 by the end of 2027", None, "Signed contracts"),
        ("Signed contracts from 6 to 30 by the end of 2027, Lena", "Lena", "Signed contracts"),
        ("Lena owns it: signed contracts from 6 to 30 by the end of 2027", "Lena", "signed contracts"),
    ],
)
def test_the_first_word_of_what_is_counted_is_nobody(words: str, owner: str | None, metric: str) -> None:
    goal = next(g for g in _plan("one_year", words).upstream.goals if g.horizon == "1y")
    assert goal.owner == owner
    assert metric in (goal.metric or "")


@pytest.mark.parametrize(
    "words", ["As to growers, call three of them every week", "Correction to the list of growers we call"]
)
def test_how_a_sentence_begins_is_nobody(words: str) -> None:
    assert [p.owner for p in _plan("processes", words).downstream.processes] == [None]
