"""Where a number stands and where it is to go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.language.amounts.quantities import Quantity, from_to

CHANGES = """
from 24 to 30 = 24 -> 30
From 24 clients to 30 = 24 clients -> 30 clients
from 24 to 30 clients = 24 clients -> 30 clients
24 -> 30 = 24 -> 30
24 → 30 = 24 -> 30
increase our 24 clients to 30 = 24 clients -> 30 clients
zero to 12 = 0 -> 12
24 to 30 = 24 -> 30
10 clients to 20 clients = 10 clients -> 20 clients
24 today, 30 in twelve months = 24 -> 30
24 clients now. 30 by summer. = 24 clients -> 30 clients
12 now, 24 then = 12 -> 24
currently 24, want 30 = 24 -> 30
now 24, in a year 30 = 24 -> 30
today we have 24 retained clients; in twelve months 30 = 24 clients -> 30 clients
we do 400k now and I want 600k = 400000 -> 600000
we make 1.2 million today and would like to make 2 million in 3 years = 1200000 -> 2000000
we have 24 clients and want 30 = 24 clients -> 30 clients
We have 24 clients in 3 countries and want to get to 30 = 24 clients -> 30 clients
we are at 24 and should be at 30 = 24 -> 30
it should be 30, it is 24 = 24 -> 30
baseline 24, target 30 = 24 -> 30
need 30 leads a month, get 12 now = 12 leads -> 30 leads
last year 20, now 24, want 30 = 24 -> 30
grow revenue to 2m (now 1.4m) = 1400000 -> 2000000
300 (now 200) = 200 -> 300
30, up from 24 = 24 -> 30
to 30 from 24 = 24 -> 30
30 instead of 24 = 24 -> 30
I want 24 to become 30 = 24 -> 30
from about 24 today to 30 next year = 24 -> 30
from 1.4 to 2m = 1400000 -> 2000000
From 400 to 600k a year = 400000 -> 600000
Revenue from €400k to €600k within twelve months = 400000 EUR -> 600000 EUR
from 80 to 2m = 80 -> 2000000
from 8 to 2m = 8000000 -> 2000000
from 900 to 1.2m = 900 -> 1200000
from 10 to 15% = 10 % -> 15 %
cut churn from 6% to 3% = 6 % -> 3 %
from 12 weeks to 8 weeks = 12 week -> 8 week
6 -> 4 weeks = 6 week -> 4 week
from 3 to 5 calls a week = 3 calls -> 5 calls
Retainers: from 24 to 30 by 31 December 2027, I own it = 24 -> 30
double our 12 clients to 24 = 12 clients -> 24 clients
double our 12 clients = 12 clients ->
reach 30 = -> 30
target: 30 = -> 30
our goal is 30 clients by December 2027 = -> 30 clients
I'd like 30 clients = -> 30 clients
I'd celebrate 28 = -> 28
30 clients next year = -> 30 clients
Success means 30 clients = -> 30 clients
We have 24 clients = 24 clients ->
revenue is 1.4m = 1400000 ->
grow from 24 = 24 ->
We had 30 clients last year and have 24 now = 24 ->
30 = ->
30 clients = ->
3 to 5 calls a week = ->
We sell to 24 clients = ->
we lost 6 clients = ->
We want to grow = ->
half of them = ->
since 2019 and until 2028 = ->
"""


def shown(quantity: Quantity | None) -> str:
    if quantity is None:
        return ""
    return f"{quantity.value} {quantity.currency or quantity.unit or ''}".strip()


@pytest.mark.parametrize("row", CHANGES.strip().splitlines())
def test_a_baseline_and_a_target_are_told_apart_by_words_only(row: str) -> None:
    phrase, _, expected = row.rpartition(" = ")
    baseline, target = from_to(phrase)
    assert f"{shown(baseline)} -> {shown(target)}".strip() == expected


@pytest.mark.parametrize(
    ("phrase", "relative", "direction"),
    [
        ("increase by 20%", "20 %", "up"),
        ("grow revenue by about 20 percent", "20 %", "up"),
        ("grow 20%", "20 %", "up"),
        ("revenue up 15%", "15 %", "up"),
        ("20% more clients", "20 %", "up"),
        ("6 more clients", "6 clients", "up"),
        ("another 6 clients", "6 clients", "up"),
        ("reduce churn by 2 percentage points", "2 pp", "down"),
        ("cut costs by €20k", "20000 EUR", "down"),
        ("5% fewer complaints", "5 %", "down"),
        ("double revenue", "2 x", "up"),
        ("triple it", "3 x", "up"),
    ],
)
def test_a_relative_wish_stays_relative(phrase: str, relative: str, direction: str) -> None:
    change = from_to(phrase)
    assert (shown(change.relative), change.direction) == (relative, direction)
    assert change.target is None


def test_a_relative_wish_keeps_the_baseline_beside_it() -> None:
    change = from_to("We have 24 clients now and want to grow by 25%")
    assert (shown(change.baseline), shown(change.target), shown(change.relative)) == (
        "24 clients",
        "",
        "25 %",
    )


def test_a_shared_unit_is_lent_but_the_span_stays_its_own() -> None:
    baseline, target = from_to("from 1.4 to 2m euros")
    assert baseline is not None
    assert target is not None
    assert (baseline.text, baseline.currency, target.text) == ("1.4", "EUR", "2m euros")


PIECES = st.sampled_from(
    "24 30 €20k 5% from to -> not but instead of actually , ; . ( ) no, sorry, I meant correction: make that change replace with "
    "Anna Tom we want have now today in twelve months by grow double our clients it's it isn't rather than 2m more target is".split(
        " "
    )
)


@given(st.text(max_size=60) | st.lists(PIECES, max_size=12).map(" ".join))
def test_whatever_is_typed_the_spans_are_pieces_of_it(message: str) -> None:
    change = from_to(message)
    for quantity in (*change, change.relative):
        assert quantity is None or message[quantity.start : quantity.end] == quantity.text


@pytest.mark.parametrize("piece", ["24 to ", "not ", "from ", "no, ", "the x ", "x", " "])
def test_a_hundred_thousand_characters_of_anything_come_back(piece: str) -> None:
    assert from_to(piece * (100_000 // len(piece))) is not None
