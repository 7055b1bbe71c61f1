"""The sums an owner had avoided: right, readable, and refused where they mean nothing."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach import calculate as sums
from coach.calculate import Calculation, format_number

START, YEAR_LATER = date(2026, 11, 23), date(2027, 11, 23)


def of(made: Calculation | None) -> tuple[float, str, str]:
    assert made is not None
    return made.value, made.unit, made.formula


def test_the_gap_is_spread_over_the_months_to_the_deadline() -> None:
    gap = sums.gap_per_month(24, 30, START, YEAR_LATER, "clients")
    assert of(gap) == (0.5, "clients a month", "(30 − 24) ÷ 12 months")
    assert of(sums.gap_per_month(30, 24, START, YEAR_LATER))[:2] == (-0.5, "a month")


def test_the_growth_is_in_percent_of_the_baseline_and_compounds_by_month() -> None:
    assert of(sums.growth_needed(24, 30)) == (25, "%", "(30 − 24) ÷ 24")
    assert of(sums.growth_needed(30, 24))[0] == -20
    assert of(sums.monthly_growth(100, 200, START, YEAR_LATER)) == (
        5.9,
        "% a month",
        "(200 ÷ 100)^(1 ÷ 12 months) − 1",
    )


def test_price_times_volume_and_back() -> None:
    assert of(sums.price_times_volume(2_500, 30, "EUR")) == (75_000, "EUR", "€2,500 × 30")
    assert of(sums.volume_needed(200_000, 3_000, "EUR")) == (67, "sales", "€200,000 ÷ €3,000, rounded up")
    assert of(sums.volume_needed(4.9, 0.7))[0] == 7, "not 8 for the last bit of a float"


def test_break_even_counts_whole_sales() -> None:
    assert of(sums.break_even(10_000, 500, 180, "EUR")) == (
        32,
        "sales",
        "€10,000 ÷ (€500 − €180), rounded up",
    )
    assert sums.break_even(10_000, 180, 180) is None
    assert of(sums.break_even(10_000, 500))[0] == 20


def test_an_advertising_budget_buys_so_many_clients() -> None:
    assert of(sums.clients_from_budget(18_000, 60, 2, "EUR")) == (6, "clients", "€18,000 ÷ €60 × 2%")
    assert of(sums.budget_break_even(18_000, 2_500, "EUR")) == (8, "clients", "€18,000 ÷ €2,500, rounded up")
    assert of(sums.cost_per_client(18_000, 7, "EUR")) == (2571.43, "EUR a client", "€18,000 ÷ 7")


def test_a_churn_of_six_percent_a_month_is_more_than_half_a_year() -> None:
    assert of(sums.annual_churn(6)) == (52.4, "% a year", "1 − (1 − 6%)^12")
    assert of(sums.clients_lost_a_year(120, 52.4))[0] == 62.9
    assert of(sums.retention(40, 34)) == (85, "%", "34 ÷ 40")
    assert of(sums.retention(40, 0))[0] == 0


def test_hours_come_to_a_year_and_to_a_capacity() -> None:
    assert of(sums.hours_a_year(4)) == (184, "hours a year", "4 hours × 46 weeks")
    fits = sums.capacity(30, 46, 80, "projects")
    assert of(fits) == (17, "projects", "30 hours × 46 weeks ÷ 80 hours, rounded down")


def test_the_inputs_are_kept_by_name_in_the_order_they_were_used() -> None:
    gap = sums.gap_per_month(24, 30, START, YEAR_LATER)
    assert gap is not None
    assert gap.inputs == (
        ("baseline", 24),
        ("target", 30),
        ("start", "2026-11-23"),
        ("deadline", "2027-11-23"),
    )


@pytest.mark.parametrize(
    "made",
    [
        sums.gap_per_month(24, 24, START, YEAR_LATER),
        sums.gap_per_month(24, 30, YEAR_LATER, START),
        sums.gap_per_month(24, 30, START, START),
        sums.growth_needed(0, 30),
        sums.growth_needed(-5, 30),
        sums.growth_needed(24, 24),
        sums.growth_needed(10**9, 10**9 + 1),
        sums.growth_needed(24, -1),
        sums.monthly_growth(24, 0, START, YEAR_LATER),
        sums.price_times_volume(0, 30),
        sums.price_times_volume(-2, 30),
        sums.volume_needed(100, 0),
        sums.break_even(0, 10),
        sums.break_even(10, 10, -1),
        sums.break_even(10, 5, 6),
        sums.clients_from_budget(100, 10, 0),
        sums.clients_from_budget(100, 10, 101),
        sums.budget_break_even(100, 0),
        sums.annual_churn(0),
        sums.annual_churn(100),
        sums.retention(0, 0),
        sums.retention(10, 11),
        sums.clients_lost_a_year(0, 5),
        sums.cost_per_client(100, 0),
        sums.hours_a_year(169),
        sums.capacity(10, 0, 5),
        sums.growth_needed(math.nan, 30),
        sums.growth_needed(24, math.inf),
        sums.price_times_volume(10**400, 2),
    ],
)
def test_what_makes_no_sense_is_refused(made: Calculation | None) -> None:
    assert made is None


NUMBERS = st.integers(-(10**20), 10**20) | st.floats() | st.sampled_from([0, 1, -1, 100, 0.1, 1e-300, 1e15])
DAYS = st.dates()
PAIRS: list[Callable[[float, float], Calculation | None]] = [
    sums.growth_needed,
    sums.price_times_volume,
    sums.volume_needed,
    sums.break_even,
    sums.budget_break_even,
    sums.retention,
    sums.clients_lost_a_year,
    sums.cost_per_client,
]


@given(NUMBERS, NUMBERS, NUMBERS, DAYS, DAYS)
def test_no_figure_gives_an_error_an_infinity_or_a_nonsense(
    a: float, b: float, c: float, start: date, end: date
) -> None:
    made = [sum_of(a, b) for sum_of in PAIRS]
    made += [
        sums.annual_churn(a),
        sums.hours_a_year(a),
        sums.clients_from_budget(a, b, c),
        sums.capacity(a, b, c),
    ]
    made += [
        sums.gap_per_month(a, b, start, end),
        sums.monthly_growth(a, b, start, end),
        sums.break_even(a, b, c),
    ]
    for one in made:
        assert one is None or (
            math.isfinite(one.value) and "nan" not in one.formula and "inf" not in one.formula
        )


@pytest.mark.parametrize(
    ("value", "unit", "currency", "written"),
    [
        (1_200_000, None, None, "1,200,000"),
        (1234567.89, None, None, "1,234,567.89"),
        (0.5, "clients a month", None, "0.5 clients a month"),
        (30.0, "clients", None, "30 clients"),
        (52.4, "%", None, "52.4%"),
        (-5, None, "EUR", "-€5"),
        (2500, "a month", "EUR", "€2,500 a month"),
        (75_000, "EUR", "EUR", "€75,000"),
        (500_000, None, "INR", "₹5,00,000"),
        (11_000_000, None, "INR", "₹1,10,00,000"),
        (999, None, "INR", "₹999"),
        (1200, None, "CHF", "CHF 1,200"),
        (0, None, None, "0"),
        (1e-7, None, None, "0.0000001"),
        (123456789.125, None, None, "123,456,789.125"),
    ],
)
def test_a_figure_is_written_exactly(
    value: float, unit: str | None, currency: str | None, written: str
) -> None:
    assert format_number(value, unit, currency) == written


@given(st.integers(-(10**14), 10**14) | st.floats(-1e12, 1e12))
def test_a_written_figure_reads_back_as_itself(value: float) -> None:
    assert float(format_number(value).replace(",", "")) == value
    digits = format_number(value, None, "INR").replace(",", "").replace("₹", "")
    assert float(digits) == value
