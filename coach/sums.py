"""Which sums a plan holds: the calculator applied to the owner's figures, recomputed whenever a plan is built."""

import re
from collections.abc import Iterator
from datetime import date

from coach import calculate
from coach.calculate import Calculation
from coach.digits import in_language
from coach.plan import Calculated, Goal, Plan

_PRICE = re.compile(
    r"(?P<sign>[€$£₹])?\s?(?P<n>\d{1,3}(?:,\d{2})?(?:,\d{3})+|\d{1,3}(?:\.\d{3})+(?![\d.])(?:,\d\d?(?!\d))?|\d+(?:[.,]\d{1,2}(?!\d))?)\s?"
    r"(?P<k>k\b|m\b|lakh|crore)?(?:\s?(?P<code>eur|euros?|usd|gbp|inr)\b)?",
    re.IGNORECASE,
)
"""An amount in a price. Groups of three after a dot are thousands ("2.800 EUR"): no price has thousandths."""
_SCALES = {"k": 1000, "m": 1_000_000, "lakh": 100_000, "crore": 10_000_000}
_NOT_SOLD = re.compile(
    r"\b(?:income|revenue|turnover|sales|profit|margin|earn\w*|price|rate|fees?|hours?|days?|share|percent\w*|conversion|churn|score|nps|"
    r"takings|bookings? value|mrr|arr|cash|income|visits?|visitors|followers|enquir\w+|inquir\w+|leads?|calls?|meetings?|"
    r"gp|ebitda|value|worth|money|budget|savings?|spend\w*|average)\b",
    re.IGNORECASE,
)
"""Metrics that are no pieces sold at the price."""
_SOLD = re.compile(
    r"\b(?:sold|sales of|orders?|jobs?|projects?|contracts?|deals?|customers?|clients?|members?|memberships?|subscri\w+|bookings?|"
    r"installations?|units?|pieces?|participants?|places?|seats?|engagements?|mandates?|assignments?|commissions?|packages?)\b",
    re.IGNORECASE,
)
"""Metrics that are pieces sold, whatever the offer is called. Anything else must be named as the offer is."""
_OF_WHAT = re.compile(r"\s(?:from|through|via|out of|with|for|by|on)\s", re.IGNORECASE)
"""What follows says where a metric comes from: "GP from audits" counts money, not audits."""
_NO_SUM = re.compile(
    r"\b(?:per|average|avg|median|rate|prices?|each|an? (?:hour|day|week|month|client|customer|job|order|visit|head)|hourly|daily|weekly|monthly|order value|"
    r"basket|ticket|margins?|profits?|gp|ebitda|earnings|salar\w+|wages?|costs?|spend\w*|debts?|budget|savings?|cash)\b",
    re.IGNORECASE,
)
"""Money that is no sum of sales over a period: a price divides nothing of it."""
_YEARLY = re.compile(
    r"\b(?:an?|per|each|every) year\b|\byear(?:ly| to| ended| ending)\b|\bannual(?:ly)?\b|/\s?(?:yr|year)\b|\bp\.?a\.?(?=\W|$)|"
    r"\b(?:did|sold|made|had|won|finished|completed|ran|held|fitted|built|delivered)\b[^.]{0,40}\b(?:last|this|past) year\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?:completed|carried out)\b", re.IGNORECASE)
"""What is counted over a year and begins again: from 10 to 18 a year takes 18 in the year, not 8 more."""
_BY_TIME = re.compile(r"(?:\ban?|\bper|/)\s?(?:hour|hr|h|day|minute|min)\b", re.IGNORECASE)
"""A price by the hour or the day is nobody's price for a piece."""
_EVERY = re.compile(
    r"(?:\ban?|\bper|\beach|\bevery|/)\s?(?P<span>week|month|quarter|year)\b|\b(?P<ly>week|month|year)ly\b",
    re.IGNORECASE,
)
"""A price that is paid again and again: what it brings with a volume is a sum a week or a month."""
_PIECE = re.compile(
    r"(?:\b(?:an?|per|each|every|la|el|por|pro|par|je|il|le|al|o|de)\b|/)\s*(?P<piece>[^\W\d_]{3,})",
    re.IGNORECASE,
)
"""What a price is for, in the price itself: "€7.80 a bottle", "7,80 € la botella"."""
_STEM = 5
"""Letters by which a metric's word and the offer's are the same word: "concepts" and "concept"."""
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "₹": "INR"}


def calculations(plan: Plan) -> tuple[Calculated, ...]:
    """Return the calculations that the plan's figures allow, each with the pointers it read."""
    return tuple(c.model_copy(update={"formula": in_language(c.formula, plan.language)}) for c in _all(plan))


def _all(plan: Plan) -> Iterator[Calculated]:
    start = date.fromisoformat(plan.created_at[:10])
    for n, goal in enumerate(plan.upstream.goals):
        if goal.horizon == "1y" and goal.target is not None:
            yield from _of_goal(plan, n, goal, start)
    for n, process in enumerate(plan.downstream.processes):
        if process.hours is not None:
            yield from _given(calculate.hours_a_year(process.hours), f"/downstream/processes/{n}/hours")


def _of_goal(plan: Plan, n: int, goal: Goal, start: date) -> Iterator[Calculated]:
    at, unit = f"/upstream/goals/{n}", goal.unit or ""
    target = goal.target
    assert target is not None
    if goal.baseline is not None:
        yield from _given(calculate.growth_needed(goal.baseline, target), f"{at}/baseline", f"{at}/target")
        if goal.deadline is not None and not _begins_again(goal):
            gap = calculate.gap_per_month(
                goal.baseline, target, start, date.fromisoformat(goal.deadline), unit
            )
            yield from _given(gap, f"{at}/baseline", f"{at}/target", f"{at}/deadline")
    solution = plan.upstream.proposition.solution
    price = solution.price
    if price is None or _BY_TIME.search(str(price)):
        return
    amount, currency = price_of(price)
    if amount is None:
        return
    if goal.unit in _SIGNS.values():
        if goal.metric is None or _NO_SUM.search(goal.metric) or _EVERY.search(str(price)):
            return
        gap_money = target - (goal.baseline or 0)
        pointers = (f"{at}/target", *((f"{at}/baseline",) if goal.baseline is not None else ()))
        yield from _given(
            calculate.volume_needed(gap_money, amount, currency),
            *pointers,
            "/upstream/proposition/solution/price",
        )
    elif (
        goal.unit is None
        and goal.metric is not None
        and _counts_sales(goal.metric, solution.offer or "")
        and not _for_another_piece(str(price), goal.metric)
    ):
        yield from _given(
            calculate.price_times_volume(amount, target, currency, _every(str(price))),
            f"{at}/target",
            "/upstream/proposition/solution/price",
        )


def _begins_again(goal: Goal) -> bool:
    """Whether a goal counts pieces over a year, where so many were counted in the year before."""
    metric = goal.metric or ""
    again = _YEARLY.search(f"{metric} {goal.statement or ''}") or _DONE.search(metric)
    return not goal.unit and bool(goal.baseline) and again is not None


def _for_another_piece(price: str, metric: str) -> bool:
    """Whether a price is for a piece that the goal does not count: bottles are not restaurants."""
    if _EVERY.search(price):
        return False
    pieces = [m["piece"].casefold() for m in _PIECE.finditer(price)]
    counted = re.findall(r"[^\W\d_]+", metric.casefold())
    return bool(pieces) and not any(word[:4] == piece[:4] for piece in pieces for word in counted)


def _every(price: str) -> str:
    found = _EVERY.search(price)
    return (found["span"] or found["ly"]).casefold() if found is not None else ""


def _counts_sales(metric: str, offer: str) -> bool:
    """Whether a goal counts what is sold at the price: not leads, nor anything that only resembles it."""
    if _NOT_SOLD.search(metric):
        return False
    metric = _OF_WHAT.split(metric, maxsplit=1)[0]
    return bool(_SOLD.search(metric)) or bool(_stems(metric) & _stems(offer))


def _stems(text: str) -> set[str]:
    return {w[:_STEM].casefold() for w in re.findall(r"[^\W\d_]+", text) if len(w) >= _STEM}


def price_of(price: str | int | float) -> tuple[float | int | None, str | None]:
    """Return the amount and currency in a price as it was said; (None, None) where there is no one figure."""
    if not isinstance(price, str):
        return price, None
    found = list(_PRICE.finditer(price))
    if len(found) != 1:
        return None, None
    m = found[0]
    value = float(_plain(m["n"])) * _SCALES.get((m["k"] or "").casefold(), 1)
    code = {"EURO": "EUR", "EUROS": "EUR"}.get((m["code"] or "").upper(), (m["code"] or "").upper())
    return calculate.tidy(value), _SIGNS.get(m["sign"] or "") or code or None


def _plain(digits: str) -> str:
    """Return an amount's digits as Python reads them: "2.800,50" and "2,800.50" alike."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d\d?)?", digits):
        return digits.replace(".", "").replace(",", ".")
    return digits.replace(",", ".") if re.fullmatch(r"\d+,\d\d?", digits) else digits.replace(",", "")


def _given(result: Calculation | None, *inputs: str) -> Iterator[Calculated]:
    if result is not None:
        yield Calculated(
            name=result.name, formula=result.formula, inputs=inputs, value=result.value, unit=result.unit
        )
