"""The calculator: the sums an owner had avoided. Pure arithmetic on the owner's figures.

Senseless input (zero, negative, no difference, no time, not finite, beyond 10^15) gives None, never an error. Values are
rounded once, at the end: to two decimals, percentages to one, and what comes in wholes (sales, clients to win) up. Formulas
are readable and hold the figures as they were given, so that anyone can do the sum again.
"""

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Number = int | float

DAYS_A_MONTH = 365.25 / 12
MONTHS_A_YEAR = 12
WORKING_WEEKS = 46
"""Weeks of work in a year, after holidays and illness."""

_MOST = 10**15
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "INR": "₹", "JPY": "¥"}


@dataclass(frozen=True)
class Calculation:
    """One sum: `inputs` are (label, value) pairs in the order of the formula; `unit` is what `value` counts."""

    name: str
    formula: str
    """Readable, with the figures in it."""
    value: Number
    unit: str
    inputs: tuple[tuple[str, Number | str], ...] = ()


def tidy(value: float, digits: int = 2) -> Number:
    """`value` rounded: whole numbers as int."""
    rounded = round(value, digits)
    return int(rounded) if rounded == int(rounded) else rounded


def format_number(value: Number, unit: str | None = None, currency: str | None = None) -> str:
    """A figure as the coach writes it: thousands separated, exact to its last digit, with its sign or unit.

    "€1,200,000", "-€5", "4%", "24 clients", "CHF 1,200"; rupees are grouped in lakhs ("₹5,00,000").
    """
    exact = Decimal(str(value))
    digits = f"{abs(exact):,f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    if currency == "INR":
        digits = _lakhs(digits)
    sign = "-" if exact < 0 and digits != "0" else ""
    if currency:
        digits = f"{_SIGNS[currency]}{digits}" if currency in _SIGNS else f"{currency} {digits}"
        unit = None if unit == currency else unit
    if unit in (None, "", *_SIGNS):
        return f"{sign}{digits}"
    return f"{sign}{digits}%" if unit == "%" else f"{sign}{digits} {unit}"


def _lakhs(digits: str) -> str:
    """Groups of two before the last three: 12,34,567."""
    whole, point, fraction = digits.replace(",", "").partition(".")
    head, tail = whole[:-3], whole[-3:]
    groups = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)]
    return ",".join([*reversed(groups), tail]) + point + fraction


def _sound(*values: Number) -> bool:
    return all(abs(value) <= _MOST and value == value for value in values)


def _positive(*values: Number) -> bool:
    return _sound(*values) and all(value > 0 for value in values)


def _made(
    name: str, formula: str, value: float, unit: str, inputs: dict[str, Number | str], digits: int = 2
) -> Calculation | None:
    """The calculation, unless its value is out of bounds or rounds away to nothing."""
    if not math.isfinite(value) or abs(value) > _MOST**2:
        return None
    rounded = tidy(value, digits)
    if rounded == 0 and value != 0:
        return None
    return Calculation(name, formula, rounded, unit, tuple(inputs.items()))


def _round_up(value: float) -> int:
    """Upwards, but not for the last bits of a float: 600 ÷ 0.1 is 6,000 sales."""
    return math.ceil(round(value, 9))


def months_between(start: date, end: date) -> float:
    """Months from one day to another, in twelfths of a mean year."""
    return (end - start).days / DAYS_A_MONTH


def gap_per_month(
    baseline: Number, target: Number, start: date, deadline: date, unit: str = ""
) -> Calculation | None:
    """How much must change each month to get from baseline to target by the deadline, at least a month away.

    Months count with one decimal, in the formula and in the sum. Falling targets give a negative value.
    """
    months = round(months_between(start, deadline), 1)
    if not _sound(baseline, target) or baseline == target or months < 1:
        return None
    formula = (
        f"({format_number(target)} − {format_number(baseline)}) ÷ {format_number(tidy(months, 1))} months"
    )
    days = {"start": start.isoformat(), "deadline": deadline.isoformat()}
    value, per = (target - baseline) / months, f"{unit} a month".strip()
    return _made("gap_per_month", formula, value, per, {"baseline": baseline, "target": target, **days})


def growth_needed(baseline: Number, target: Number) -> Calculation | None:
    """The growth from baseline to target, in percent of the baseline; negative where it is to fall."""
    if not _positive(baseline) or not _sound(target) or target < 0 or baseline == target:
        return None
    formula = f"({format_number(target)} − {format_number(baseline)}) ÷ {format_number(baseline)}"
    value = (target - baseline) / baseline * 100
    return _made("growth_needed", formula, value, "%", {"baseline": baseline, "target": target}, digits=1)


def monthly_growth(baseline: Number, target: Number, start: date, deadline: date) -> Calculation | None:
    """The growth a month that compounds to the target, in percent."""
    months = round(months_between(start, deadline), 1)
    if not _positive(baseline, target) or baseline == target or months < 1:
        return None
    formula = f"({format_number(target)} ÷ {format_number(baseline)})^(1 ÷ {format_number(tidy(months, 1))} months) − 1"
    value = ((target / baseline) ** (1 / months) - 1) * 100
    days = {"start": start.isoformat(), "deadline": deadline.isoformat()}
    return _made(
        "monthly_growth",
        formula,
        value,
        "% a month",
        {"baseline": baseline, "target": target, **days},
        digits=1,
    )


def price_times_volume(
    price: Number, volume: Number, currency: str | None = None, every: str = ""
) -> Calculation | None:
    """What a volume brings at a price: `every` week or month, where that is what the price is for."""
    if not _positive(price, volume):
        return None
    formula = f"{format_number(price, None, currency)} × {format_number(volume)}"
    unit = f"{currency or ''}{f' a {every}' if every else ''}".strip()
    return _made("price_times_volume", formula, price * volume, unit, {"price": price, "volume": volume})


def volume_needed(amount: Number, price: Number, currency: str | None = None) -> Calculation | None:
    """How many sales at a price an amount of money takes, rounded up."""
    if not _positive(amount, price) or amount / price > _MOST:
        return None
    formula = f"{format_number(amount, None, currency)} ÷ {format_number(price, None, currency)}, rounded up"
    needed = _round_up(amount / price)
    unit = "sale" if needed == 1 else "sales"
    return _made("volume_needed", formula, needed, unit, {"amount": amount, "price": price})


def break_even(
    fixed: Number, price: Number, variable: Number = 0, currency: str | None = None
) -> Calculation | None:
    """How many sales cover a fixed cost at a price and a variable cost for each, rounded up."""
    if not _positive(fixed, price) or not _sound(variable) or not 0 <= variable < price:
        return None
    units = fixed / (price - variable)
    if units > _MOST:
        return None
    each = f"{format_number(price, None, currency)} − {format_number(variable, None, currency)}"
    formula = f"{format_number(fixed, None, currency)} ÷ ({each}), rounded up"
    return _made(
        "break_even",
        formula,
        _round_up(units),
        "sales",
        {"fixed": fixed, "price": price, "variable": variable},
    )


def clients_from_budget(
    budget: Number, cost_per_lead: Number, conversion: Number, currency: str | None = None
) -> Calculation | None:
    """How many clients an advertising budget buys: leads at their cost, of which so many percent become clients."""
    if not _positive(budget, cost_per_lead, conversion) or conversion > 100:
        return None
    money = f"{format_number(budget, None, currency)} ÷ {format_number(cost_per_lead, None, currency)}"
    formula = f"{money} × {format_number(conversion)}%"
    value = budget / cost_per_lead * conversion / 100
    inputs: dict[str, Number | str] = {
        "budget": budget,
        "cost_per_lead": cost_per_lead,
        "conversion": conversion,
    }
    return _made("clients_from_budget", formula, value, "clients", inputs, digits=1)


def budget_break_even(
    budget: Number, margin_per_client: Number, currency: str | None = None
) -> Calculation | None:
    """How many new clients pay for an advertising budget, rounded up."""
    if not _positive(budget, margin_per_client) or budget / margin_per_client > _MOST:
        return None
    each = format_number(margin_per_client, None, currency)
    formula = f"{format_number(budget, None, currency)} ÷ {each}, rounded up"
    value = _round_up(budget / margin_per_client)
    return _made(
        "budget_break_even",
        formula,
        value,
        "clients",
        {"budget": budget, "margin_per_client": margin_per_client},
    )


def annual_churn(monthly_percent: Number) -> Calculation | None:
    """What a churn of so many percent a month means in a year: 6 % a month is 52.4 % a year."""
    if not _positive(monthly_percent) or monthly_percent >= 100:
        return None
    formula = f"1 − (1 − {format_number(monthly_percent)}%)^12"
    value = (1 - (1 - monthly_percent / 100) ** MONTHS_A_YEAR) * 100
    return _made("annual_churn", formula, value, "% a year", {"monthly_percent": monthly_percent}, digits=1)


def retention(at_start: Number, still_there: Number) -> Calculation | None:
    """The share of clients that stayed, in percent. New ones count in neither."""
    if not _positive(at_start) or not _sound(still_there) or not 0 <= still_there <= at_start:
        return None
    formula = f"{format_number(still_there)} ÷ {format_number(at_start)}"
    value = still_there / at_start * 100
    return _made(
        "retention", formula, value, "%", {"still_there": still_there, "at_start": at_start}, digits=1
    )


def clients_lost_a_year(clients: Number, annual_percent: Number) -> Calculation | None:
    """How many of so many clients leave in a year at a churn in percent a year."""
    if not _positive(clients, annual_percent) or annual_percent > 100:
        return None
    formula = f"{format_number(clients)} × {format_number(annual_percent)}%"
    value = clients * annual_percent / 100
    return _made(
        "clients_lost_a_year",
        formula,
        value,
        "clients a year",
        {"clients": clients, "annual_percent": annual_percent},
        digits=1,
    )


def cost_per_client(budget: Number, clients: Number, currency: str | None = None) -> Calculation | None:
    """What each client cost to win."""
    if not _positive(budget, clients):
        return None
    formula = f"{format_number(budget, None, currency)} ÷ {format_number(clients)}"
    unit = f"{currency or ''} a client".strip()
    return _made("cost_per_client", formula, budget / clients, unit, {"budget": budget, "clients": clients})


def hours_a_year(weekly: Number) -> Calculation | None:
    """What hours a week come to in a year of 46 working weeks."""
    if not _positive(weekly) or weekly > 168:
        return None
    formula = f"{format_number(weekly)} hours × {WORKING_WEEKS} weeks"
    return _made("hours_a_year", formula, weekly * WORKING_WEEKS, "hours a year", {"weekly": weekly})


def capacity(weekly_hours: Number, weeks: Number, hours_each: Number, unit: str = "") -> Calculation | None:
    """How many pieces of work fit into the hours there are, rounded down to whole ones."""
    if not _positive(weekly_hours, weeks, hours_each) or weekly_hours > 100_000:
        return None
    formula = f"{format_number(weekly_hours)} hours × {format_number(weeks)} weeks ÷ {format_number(hours_each)} hours, rounded down"
    fits = weekly_hours * weeks / hours_each
    if fits > _MOST:
        return None
    inputs: dict[str, Number | str] = {"weekly_hours": weekly_hours, "weeks": weeks, "hours_each": hours_each}
    return _made("capacity", formula, math.floor(round(fits, 9)), unit, inputs)
