"""The sums that a plan holds: of what is sold at the price, and of nothing else; told once."""

import pytest

from coach.language.wording.known import with_unit
from coach.plan import Goal, Plan
from coach.sums import calculations


def plan_with(metric: str, price: str, offer: str, unit: str | None = None) -> Plan:
    plan = Plan.model_validate(
        {"id": "p", "created_at": "2026-11-24T09:00:00Z", "updated_at": "2026-11-24T09:00:00Z"}
    )
    goal = Goal(id="g1", horizon="1y", metric=metric, target=30, unit=unit)
    solution = plan.upstream.proposition.solution.model_copy(update={"price": price, "offer": offer})
    proposition = plan.upstream.proposition.model_copy(update={"solution": solution})
    upstream = plan.upstream.model_copy(update={"goals": (goal,), "proposition": proposition})
    return plan.model_copy(update={"upstream": upstream})


@pytest.mark.parametrize(
    ("metric", "price", "offer", "formula"),
    [
        ("paid concepts", "€2,500", "a budget-locked concept", "€2,500 × 30"),
        ("Konzepte", "2.500 EUR", "ein Konzept zum Festpreis", "€2,500 × 30"),
        ("new clients", "€2,500", "a training", "€2,500 × 30"),
        ("leads", "€2,500", "an app", None),
        ("Anfragen", "2.500 EUR", "eine Wärmepumpe", None),
        ("stars on Google", "€2,500", "a kitchen", None),
        ("downloads", "€4", "an app for dogs", None),
        ("projects", "€95 an hour", "design", None),
        ("restaurantes", "7,80 € la botella", "un vino para restaurantes", None),
        ("bottles", "€7.80 a bottle", "bottles of wine", "€7.8 × 30"),
        ("homes", "£4,800 per home", "homes made ready", "£4,800 × 30"),
    ],
)
def test_a_price_is_multiplied_by_what_is_sold_at_it(
    metric: str, price: str, offer: str, formula: str | None
) -> None:
    found = [
        c.formula for c in calculations(plan_with(metric, price, offer)) if c.name == "price_times_volume"
    ]
    assert found == ([formula] if formula else [])


@pytest.mark.parametrize(
    ("price", "unit"),
    [
        ("€450 per week", "EUR a week"),
        ("€80 a month", "EUR a month"),
        ("€2,500", "EUR"),
        ("€900 yearly", "EUR a year"),
    ],
)
def test_what_is_paid_every_week_brings_a_sum_a_week(price: str, unit: str) -> None:
    found = [
        c for c in calculations(plan_with("customers", price, "a box")) if c.name == "price_times_volume"
    ]
    assert [c.unit for c in found] == [unit]


def test_a_sum_a_week_is_shown_with_its_currency() -> None:
    assert with_unit(27_000, "EUR a week") == "€27,000 a week"
    assert with_unit(2.5, "boxes a month") == "2.5 boxes a month"


def sums_of(
    metric: str, price: str, unit: str | None, baseline: float, target: float, statement: str | None = None
) -> dict[str, str]:
    plan = plan_with(metric, price, "a licence audit", unit)
    (goal,) = plan.upstream.goals
    goal = goal.model_copy(
        update={"baseline": baseline, "target": target, "statement": statement, "deadline": "2027-06-30"}
    )
    upstream = plan.upstream.model_copy(update={"goals": (goal,)})
    return {c.name: c.formula for c in calculations(plan.model_copy(update={"upstream": upstream}))}


@pytest.mark.parametrize(
    "metric",
    [
        "GP from audits",
        "money from new clients",
        "gross profit on projects",
        "value of orders",
        "average order",
        "stars from new clients",
    ],
)
def test_money_that_comes_from_what_is_sold_is_no_number_of_pieces(metric: str) -> None:
    assert "price_times_volume" not in sums_of(metric, "£9,500", None, 0, 300_000)


@pytest.mark.parametrize("metric", ["audits for schools", "new clients from referrals", "orders by hotels"])
def test_pieces_are_pieces_wherever_they_come_from(metric: str) -> None:
    assert sums_of(metric, "£9,500", None, 2, 30)["price_times_volume"] == "£9,500 × 30"


@pytest.mark.parametrize(
    "metric",
    ["average income per hour", "day rate", "profit", "income a client", "hourly fees", "monthly revenue"],
)
def test_what_no_sales_add_up_to_is_not_divided_by_the_price(metric: str) -> None:
    assert "volume_needed" not in sums_of(metric, "£75", "GBP", 48, 65)


def test_a_years_takings_are_divided_by_the_price() -> None:
    assert sums_of("turnover", "£75", "GBP", 48_000, 65_000)["volume_needed"] == "£17,000 ÷ £75, rounded up"
    assert "volume_needed" not in sums_of("turnover", "£75 a month", "GBP", 48_000, 65_000)


@pytest.mark.parametrize("price", ["£75 first visit then £55", "9.5k fixed, plus 15% of first-year saving"])
def test_a_price_of_two_amounts_is_neither_multiplied_nor_divided(price: str) -> None:
    assert "price_times_volume" not in sums_of("clients", price, None, 10, 55)
    assert "volume_needed" not in sums_of("turnover", price, "GBP", 48_000, 65_000)


@pytest.mark.parametrize(
    ("metric", "statement"),
    [
        ("stairs a year", None),
        ("reviews", "we did nine last year and I should like eighteen"),
        ("annual weddings", None),
        ("surveys completed", None),
        ("reviews", "nine in the year to 31 March, eighteen in the next"),
    ],
)
def test_what_begins_again_every_year_has_no_gap_a_month(metric: str, statement: str | None) -> None:
    assert "gap_per_month" not in sums_of(metric, "£75", None, 10, 18, statement)


@pytest.mark.parametrize(
    ("metric", "statement"),
    [
        ("members", "from 10 to 18 members by the end of next year"),
        ("audits sold", "from 10 to 18 by June"),
        ("bookings a week", None),
    ],
)
def test_what_grows_has_a_gap_a_month(metric: str, statement: str | None) -> None:
    assert "gap_per_month" in sums_of(metric, "£75", None, 10, 18, statement)


def test_what_starts_at_nothing_adds_up_over_the_year() -> None:
    assert "gap_per_month" in sums_of("stairs a year", "£75", None, 0, 18)
