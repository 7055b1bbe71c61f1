"""The words of a price stay whole, and what only looks like a price is none."""

import pytest

from coach import engine
from coach.language.amounts.ages import with_age, without_ages
from coach.language.amounts.prices import is_price, price_end
from coach.language.guided import understand
from coach.moves import next_move
from coach.state import State
from coach.turn import admit
from tests.language.spoken import START, Talk, bakery

PRICE = "/upstream/proposition/solution/price"
OFFER = "/upstream/proposition/solution/offer"


def _after(talk: Talk, words: str) -> State:
    state = engine.begin(talk.state, talk.next, words, START)
    return admit(state, understand(state))[0]


def _solution(words: str) -> dict[str, object]:
    return {p: v.value for p, v in _after(bakery(Talk(), until="solution"), words).core.values.items()}


@pytest.mark.parametrize(
    ("words", "price"),
    [
        ("A gait check, £75 first visit then £55", "£75 first visit then £55"),
        ("A boiler plan, €30 first then €12 each after", "€30 first then €12 each after"),
        ("A stock audit, 9.5k fixed, plus 15% of first-year saving", "9.5k fixed, plus 15% of first-year saving"),
        ("A succession check at a fee of between £1,800 and £3,500 according to acreage, save for old clients", "between £1,800 and £3,500 according to acreage"),
        ("A garden plan, €300 and we plant it in June", "€300"),
        ("A website, £2,000, then they pay for hosting", "£2,000"),
        ("A box a week, €45 a month", "€45 a month"),
    ],
)  # fmt: skip
def test_a_price_keeps_its_words(words: str, price: str) -> None:
    assert _solution(words)[PRICE] == price


@pytest.mark.parametrize(
    "words", ["Up to 90k per year for bigger ones. Typical 60k.", "About 20k for the small ones"]
)
def test_what_the_problem_costs_them_is_no_price(words: str) -> None:
    held = _solution(words)
    assert PRICE not in held
    assert OFFER not in held


def test_a_cost_told_again_at_the_offer_joins_the_problem() -> None:
    held = _solution("Up to 90000 a year for bigger ones, typical 50000")
    assert (
        held["/upstream/proposition/challenge/expensive"]
        == "Up to 90000 a year for bigger ones, typical 50000"
    )


def test_a_price_alone_is_a_price_and_no_offer() -> None:
    held = _solution("£300 a month")
    assert held[PRICE] == "£300 a month"
    assert OFFER not in held


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("90", True),
        ("95 a week", True),
        ("9.5k", True),
        ("€25,000 per school", True),
        ("1,100 now", True),
        ("5 IT managers by 31 Jan", False),
        ("three owners about it", False),
        ("12 farmers", False),
    ],
)
def test_people_who_are_asked_are_no_price(said: str, right: bool) -> None:
    assert is_price(said) is right


def _priced(price: str) -> Talk:
    talk = bakery(Talk(), until="five_year")
    talk.say(f"It costs {price}", talk.field("solution", price=talk.stated(price)))
    return talk


@pytest.mark.parametrize(
    ("words", "price"),
    [
        ("The price is 9.5k", "9.5k"),
        ("No. Price is 9.5k.", "9.5k"),
        ("Price is £1.2m", "£1.2m"),
        ("Price is €90 a week.", "€90 a week"),
        ("Ask 5 bakers by 31 January. Me.", "£800"),
        ("Ask 3 owners what they would pay", "£800"),
    ],
)
def test_a_new_price_is_read_to_its_last_figure_and_nothing_else_is_one(words: str, price: str) -> None:
    assert _after(_priced("£800"), words).core.values[PRICE].value == price


@pytest.mark.parametrize(
    ("words", "end"),
    [("€75 a visit then €55", 20), ("€75 of it", 3), ("€75, then we talk", 3), ("€40 and tea", 3)],
)
def test_where_a_price_ends(words: str, end: int) -> None:
    assert price_end(words, 3) == end


@pytest.mark.parametrize(
    "words",
    [
        "post op knees 55-70",
        "women over 60",
        "children aged 7 to 11",
        "people 30 to 50 in a club",
        "12-14 year olds",
        "the over-50s",
    ],
)
def test_an_age_is_no_figure(words: str) -> None:
    assert not any(c.isdigit() for c in without_ages(words))
    assert len(without_ages(words)) == len(words)


@pytest.mark.parametrize(
    "words",
    [
        "grow our patients from 30 to 50",
        "we want clients from 20 to 35",
        "customers 20-30 a month",
        "members over 1,000",
        "win 12-14 jobs",
        "people over 60%",
    ],
)
def test_a_count_is_no_age(words: str) -> None:
    assert without_ages(words) == words


def test_what_is_counted_keeps_its_age() -> None:
    assert with_age("Swimmers aged 7 to 11 from 40 to 60", "Swimmers aged") == "Swimmers aged 7 to 11"
    assert with_age("Swimmers from 40 to 60", "Swimmers") == "Swimmers"


def _goal(words: str) -> dict[str, object]:
    state = _after(bakery(Talk(), until="one_year"), words)
    item = next((i for _, i in state.core.owned("one_year")), None)
    return {n: v.value for n, v in item.fields.items()} if item is not None else {}


def test_how_old_they_are_is_no_goal() -> None:
    assert _goal("post op knees 55-70 is who I want") == {}


def test_a_goal_for_people_of_an_age_has_its_own_figures() -> None:
    goal = _goal("Swimmers aged 7 to 11 from 40 to 60 by 1 September 2027")
    assert (goal["metric"], goal["baseline"], goal["target"]) == ("Swimmers aged 7 to 11", 40, 60)


def test_a_figure_owns_no_goal() -> None:
    talk = bakery(Talk(), until="one_year")
    state = _after(talk, "Income per hour from €40 to €55 by the end of 2027")
    state = engine.reduce(state, next_move(state).asked())
    for words, owner in (("it's €40 now", None), ("Ines", "Ines")):
        state = engine.begin(state, state.turn + 1, words, START)
        state = admit(state, understand(state))[0]
        state = engine.reduce(state, next_move(state).asked())
        assert next(i for _, i in state.core.owned("one_year")).get("owner") == owner


def _goal_after(*messages: str) -> dict[str, object]:
    state = bakery(Talk(), until="one_year").state
    for words in messages:
        state = engine.begin(state, state.turn + 1, words, START)
        state = admit(state, understand(state))[0]
        state = engine.reduce(state, next_move(state).asked())
    item = next(i for _, i in state.core.owned("one_year"))
    return {n: v.value for n, v in item.fields.items()}


@pytest.mark.parametrize(
    ("first", "then", "ends"),
    [
        ("20 doors a year up from 15", "the made to measure door, fitted, 4 to 7 grand", (15, 20)),
        ("20 doors a year up from 15", "no, 16 to 22", (16, 22)),
        ("Revenue from 200k to 300k", "sorry, from £220k to £300k by june 2027", (220_000, 300_000)),
    ],
)
def test_a_goal_is_put_right_at_both_ends_and_never_by_a_price(
    first: str, then: str, ends: tuple[int, int]
) -> None:
    goal = _goal_after(first, then)
    assert (goal["baseline"], goal["target"]) == ends


def test_both_ends_are_put_right_while_something_else_is_asked() -> None:
    talk = bakery(Talk(), until="five_year")
    state = engine.begin(talk.state, talk.next, "Sorry, from 8 to 32", START)
    state = admit(state, understand(state))[0]
    goal = next(i for _, i in state.core.owned("one_year"))
    assert (goal.get("baseline"), goal.get("target")) == (8, 32)


@pytest.mark.parametrize(
    ("words", "deadline"),
    [
        ("Baseline was 0, no wait, 22k this year. Target's 300k still.", None),
        ("Audits from 4 to 12 this year", "2026-12-31"),
        ("Revenue was 200k this year, target's 300k by june 2027", "2027-06-30"),
    ],
)
def test_how_things_are_this_year_is_no_deadline(words: str, deadline: str | None) -> None:
    assert _goal(words).get("deadline") == deadline


def test_a_baseline_named_as_such_is_no_metric() -> None:
    goal = _goal("Baseline was 0, no wait, 22k this year. Target's 300k still.")
    assert (goal.get("metric"), goal["baseline"], goal["target"]) == (None, 22_000, 300_000)


@pytest.mark.parametrize(
    "words",
    [
        "No. 90k is the client's waste, not our price. We sell a licence audit, €400 a day",
        "20k is what they lose. A licence audit, €400 a day",
        "it should be a licence audit, €400 a day",
    ],
)
def test_what_is_no_price_is_left_out_of_the_offer(words: str) -> None:
    held = _solution(words)
    assert (str(held[OFFER]).removeprefix("a ").removeprefix("A "), held[PRICE]) == (
        "licence audit",
        "€400 a day",
    )


def test_a_day_that_is_over_is_no_deadline() -> None:
    assert "deadline" not in _goal("In the spring of 2023 it was 12 audits, I want 30")
