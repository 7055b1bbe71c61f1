"""The calculator: the sums an owner had avoided. Pure arithmetic on the owner's figures; senseless input gives None.

Values are rounded to two decimals (whole numbers stay whole), percentages to one.
"""

import math
from dataclasses import dataclass
from datetime import date

Number = int | float
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Calculation:
    name: str
    formula: str
    """Readable, with the figures in it."""
    value: Number
    unit: str


def tidy(value: float, digits: int = 2) -> Number:
    """Round for display: whole numbers as int."""
    rounded = round(value, digits)
    return int(rounded) if rounded == int(rounded) else rounded


def format_number(value: Number, unit: str | None = None, currency: str | None = None) -> str:
    """Return a figure as the coach writes it: thousands separated, exact, with its sign or unit."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.10g}" if abs(value) < 1e9 else f"{value:,}"
    sign = {"EUR": "€", "USD": "$", "GBP": "£", "INR": "₹"}.get(currency or "", "")
    if sign:
        return f"{sign}{text}"
    if unit in (None, "", "%", *{"EUR", "USD", "GBP", "INR"}):
        return f"{text}%" if unit == "%" else text
    return f"{text} {unit}"


def _sound(*values: Number) -> bool:
    return all(math.isfinite(v) and abs(v) < 1e15 for v in values)


def months_between(start: date, end: date) -> float:
    """Months from one day to another, in twelfths of a mean year."""
    return (end - start).days / DAYS_A_MONTH


def gap_per_month(baseline: Number, target: Number, start: date, deadline: date, unit: str = "") -> Calculation | None:
    """How much must change each month to get from baseline to target by the deadline."""
    months = round(months_between(start, deadline), 1)
    if not _sound(baseline, target) or baseline == target or months < 1:
        return None
    value = tidy((target - baseline) / months)
    sums = f"({format_number(target)} − {format_number(baseline)}) ÷ {format_number(tidy(months, 1))} months"
    return Calculation("gap_per_month", sums, value, f"{unit} a month".strip())


def growth_needed(baseline: Number, target: Number) -> Calculation | None:
    """The growth from baseline to target, in percent."""
    if not _sound(baseline, target) or baseline <= 0 or baseline == target:
        return None
    value = tidy((target - baseline) / baseline * 100, 1)
    sums = f"({format_number(target)} − {format_number(baseline)}) ÷ {format_number(baseline)}"
    return Calculation("growth_needed", sums, value, "%")


def price_times_volume(price: Number, volume: Number, currency: str | None = None) -> Calculation | None:
    """What a volume brings at a price."""
    if not _sound(price, volume) or price <= 0 or volume <= 0:
        return None
    sums = f"{format_number(price, None, currency)} × {format_number(volume)}"
    return Calculation("price_times_volume", sums, tidy(price * volume), currency or "")


def volume_needed(amount: Number, price: Number, currency: str | None = None) -> Calculation | None:
    """How many sales at a price an amount of money takes, rounded up."""
    if not _sound(amount, price) or price <= 0 or amount <= 0:
        return None
    sums = f"{format_number(amount, None, currency)} ÷ {format_number(price, None, currency)}, rounded up"
    return Calculation("volume_needed", sums, math.ceil(round(amount / price, 9)), "sales")


def break_even(fixed: Number, price: Number, variable: Number = 0) -> Calculation | None:
    """How many sales cover a fixed cost at a price and a cost for each."""
    if not _sound(fixed, price, variable) or fixed <= 0 or variable < 0 or price <= variable:
        return None
    sums = f"{format_number(fixed)} ÷ ({format_number(price)} − {format_number(variable)}), rounded up"
    return Calculation("break_even", sums, math.ceil(round(fixed / (price - variable), 9)), "sales")


def annual_churn(monthly_percent: Number) -> Calculation | None:
    """What a churn of so many percent a month means in a year: 6 % a month is 52.4 % a year."""
    if not _sound(monthly_percent) or not 0 < monthly_percent < 100:
        return None
    value = tidy((1 - (1 - monthly_percent / 100) ** 12) * 100, 1)
    return Calculation("annual_churn", f"1 − (1 − {format_number(monthly_percent)}%)^12", value, "% a year")


def cost_per_client(budget: Number, clients: Number, currency: str | None = None) -> Calculation | None:
    """What each client cost to win."""
    if not _sound(budget, clients) or budget <= 0 or clients <= 0:
        return None
    sums = f"{format_number(budget, None, currency)} ÷ {format_number(clients)}"
    return Calculation("cost_per_client", sums, tidy(budget / clients), f"{currency or ''} a client".strip())


def hours_a_year(weekly: Number) -> Calculation | None:
    """What hours a week come to in a year of 46 working weeks."""
    if not _sound(weekly) or not 0 < weekly <= 168:
        return None
    return Calculation("hours_a_year", f"{format_number(weekly)} hours × 46 weeks", tidy(weekly * 46), "hours a year")
