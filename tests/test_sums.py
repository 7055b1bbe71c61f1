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
