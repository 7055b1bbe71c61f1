"""Numbers as people type them, and what must not be read as one."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coach.language.amounts.quantities import Quantity, quantities

PHRASES = """
30 = 30
0 = 0
zero = 0
1,250 = 1250
1,250,000 = 1250000
1 250 000 = 1250000
1'250'000 = 1250000
1.250.000 = 1250000
1.250 = 1.25
€1.250 = 1250 EUR
1.250 euro = 1250 EUR
$1.250 = 1.25 USD
1.250 and 2,5 = 1250 | 2.5
1.250,50 = 1250.5
1,250.50 = 1250.5
0.250 = 0.25
2,5 = 2.5
.5 = 0.5
1.2m = 1200000
1.2M = 1200000
1,5 million = 1500000
€ 2,5 mln = 2500000 EUR
€1.250m = 1250000 EUR
€1,5 mio = 1500000 EUR
400k = 400000
30 K = 30000
£400k = 400000 GBP
EUR30k = 30000 EUR
400 k€ = 400000 EUR
$3.5 million = 3500000 USD
$2b = 2000000000 USD
$5mm = 5000000 USD
2bn = 2000000000
10 grand = 10000 money
2 lakh = 200000
1.1 crore = 11000000
Rs 5,00,000 = 500000 INR
Rs 5,00,000 per month = 500000 INR/month
Rs 5L = 500000 INR
two lakh rupees = 200000 INR
12,50,000 = 1250000
12 pounds = 12 GBP
100 euros an hour = 100 EUR/hour
€95 per hour = 95 EUR/hour
€2,000 a month = 2000 EUR/month
£400k a year = 400000 GBP/year
€3k/month = 3000 EUR/month
CHF 1,200 = 1200 CHF
US$ 40 = 40 USD
€ 30k revenue = 30000 EUR
15% = 15 %
15 percent = 15 %
15 per cent = 15 %
15 pct = 15 %
0.5% = 0.5 %
ten percent = 10 %
10 percentage points = 10 pp
6 % a month = 6 %/month
-12% = -12 %
minus 12% = -12 %
+20% = 20 %
-5 = -5
€-5 = -5 EUR
half = 0.5 share
half our clients = 0.5 share
a third of our revenue = 0.3333 share
two thirds = 0.6667 share
two-thirds of them = 0.6667 share
a quarter of our clients = 0.25 share
a quarter = 0.25 share
grow by a quarter = 0.25 share
three quarters of revenue = 0.75 share
a tenth of it = 0.1 share
3 out of 10 proposals = 0.3 share
one in five clients = 0.2 share
roughly 1 in 4 is won = ~0.25 share
half a day a week = 0.5 day/week
half an hour = 0.5 hour
a quarter of the year = 0.25 year
a year and a half = 1.5 year
an hour and a half a day = 1.5 hour/day
two and a half days = 2.5 day
3½ days = 3.5 day
half a million = 500000
a quarter of a million = 250000
half a dozen = 6
a dozen = 12
two dozen = 24
twelve = 12
twenty-five = 25
one hundred and twenty = 120
three hundred thousand = 300000
two hundred and fifty thousand = 250000
five hundred thousand euros = 500000 EUR
twelve hundred = 1200
a hundred = 100
a million and a half = 1500000
two and a half million = 2500000
one point five million = 1500000
3 hundred thousand = 300000
a couple = ~2
a couple of clients = ~2 clients
a couple of hundred = ~200
1.5x = 1.5 x
double = 2 x
doubling = 2 x
twice = 2 x
twice a week = 2 x/week
once a week = 1 x/week
3 times a week = 3 x/week
tripled = 3 x
tenfold = 10 x
2-3x = 2..3 x
10-12 = 10..12
10–12 = 10..12
24 - 30 = 24..30
10-12% = 10..12 %
€10-12k = 10000..12000 EUR
$1-2 million = 1000000..2000000 USD
10k-12k = 10000..12000
£1.2m-£1.5m = 1200000..1500000 GBP
5-6 weeks = 5..6 week
between 10 and 12 = 10..12
between 10 and 12 people = 10..12 people
between €400k and €600k = 400000..600000 EUR
between one hundred and two hundred = 100..200
between one and two years = 1..2 year
10 to 12 people = 10..12 people
three or four clients = 3..4 clients
5 or 6 clients a month = 5..6 clients/month
from 10 to 12 people = 10 | 12 people
we grow 10 to 12 people = 10 | 12 people
12-10 = 12 | 10
12 and 15 = 12 | 15
1,2,3 = 1 | 2 | 3
~20 = ~20
about 20 = ~20
around 20 clients = ~20 clients
roughly €20k = ~20000 EUR
20ish = ~20
20 or so = ~20
twenty-odd clients = ~20 clients
over 20 = >20
more than 30 clients = >30 clients
at least 30 = >30
20+ = >20
under 20 = <20
up to 40 = <40
less than 5% = <5 %
12 people = 12 people
30 leads a month = 30 leads/month
30 leads/month = 30 leads/month
30 new leads a month = 30 leads/month
12 monthly leads = 12 leads/month
8 projects per year = 8 projects/year
8 enquiries/mo = 8 enquiries/month
3 partners = 3 partners
30 dental practices = 30 practices
12 paying customers = 12 customers
12-person team = 12 person
6 weeks = 6 week
12-month contract = 12 month
10 hrs = 10 hour
10hrs = 10 hour
40h/week = 40 hour/week
40 hours a week = 40 hour/week
10 years' experience = 10 year
one client = 1 client
one = 1
one day a week = 1 day/week
one partner and two staff = 1 partner | 2 staff
2000 clients = 2000 clients
30 and we = 30
30 would do = 30
12 means trouble = 12
30 always = 30
12 of us = 12
step 2 clients = 2 clients
30. That is it = 30
1. That is it = 1
by 1 May 30 clients = 30 clients
24 today, 30 in twelve months = 24 | 30
10k-12k euros = 10000..12000 EUR
minus 5 = -5
24 minus 5 = 24 | 5
"""

NO_NUMBERS = """
5.0.1
version 2.1
#97
1st
the 12th
24/7
24-7
80/20
B2B
C3PO
GPT-4
COVID-19
5G
v2
area51
Q3
10:30
at 9 am
7 p.m.
+31 20 123 4567
020 7946 0958
in 2027
since 2019
by 2028
from 2019 to 2023
2019-2023
2020 was hard
(2021)
twenty twenty-eight
31 December
Dec 24
2027-12-31
31/12/2027
in twelve months
within two weeks
a year from now
ISO 9001
step 2
phase two
number one
https://a.example/5?c=6
anna5@mail7.example
one of our clients
no one
everyone and someone
one thing
one day we will
this one
once we grow
second
the second client
a third party
every quarter
this quarter
last quarter
30 000 000 000 000 000 000
12345678901234567890
dozens of clients
hundreds
a few hundred
several thousand
a handful
first half
half-hearted
double-check
money, phone, alone
"""


def shown(quantity: Quantity) -> str:
    """A quantity as the table above writes it."""
    bound = {"over": ">", "under": "<", None: "~" if quantity.approximate else ""}[quantity.bound]
    value = f"{quantity.value:.4g}" if quantity.kind == "share" else str(quantity.value)
    high = f"..{quantity.high}" if quantity.high is not None else ""
    unit = quantity.currency or quantity.unit
    if unit is None and quantity.kind in ("money", "share"):
        unit = quantity.kind
    return (
        f"{bound}{value}{high}" + (f" {unit}" if unit else "") + (f"/{quantity.per}" if quantity.per else "")
    )


def rows(table: str) -> list[tuple[str, str]]:
    return [(line.rpartition(" = ")[0], line.rpartition(" = ")[2]) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("phrase", "expected"), rows(PHRASES))
def test_a_number_is_read_as_it_was_meant(phrase: str, expected: str) -> None:
    assert " | ".join(map(shown, quantities(phrase))) == expected


@pytest.mark.parametrize("phrase", NO_NUMBERS.strip().splitlines())
def test_what_only_looks_like_a_number_is_none(phrase: str) -> None:
    assert quantities(phrase) == []


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("€30", "money"),
        ("10 grand", "money"),
        ("15%", "percent"),
        ("3 pp", "percent"),
        ("12 people", "count"),
        ("6 weeks", "duration"),
        ("10 hours a week", "duration"),
        ("30", "plain"),
        ("1.2m", "plain"),
        ("1.5x", "plain"),
        ("half", "share"),
    ],
)
def test_a_number_has_the_kind_of_its_unit(phrase: str, kind: str) -> None:
    assert [quantity.kind for quantity in quantities(phrase)] == [kind]


@pytest.mark.parametrize(
    ("phrase", "span"),
    [
        ("We have about 20 clients a month now", "20 clients a month"),
        ("between 10 and 12 people, I think", "between 10 and 12 people"),
        ("it is €10-12k.", "€10-12k"),
        ("I’d say “1 250 000” euros", "1 250 000"),
        ("30\u00a0leads / month", "30\u00a0leads / month"),
    ],
)
def test_the_span_holds_the_unit_and_not_the_doubt(phrase: str, span: str) -> None:
    assert [quantity.text for quantity in quantities(phrase)] == [span]


def test_one_message_gives_each_of_its_numbers_in_order() -> None:
    message = (
        "We do about €400k a year with 24 clients and 3 partners; since 2019 it fell 15%, and by 31 December 2027 "
        "we want 30 leads a month. Half of it comes from one client."
    )
    expected = "~400000 EUR/year | 24 clients | 3 partners | 15 % | 30 leads/month | 0.5 share | 1 client"
    assert " | ".join(map(shown, quantities(message))) == expected


def test_numbers_in_a_numbered_list_are_not_its_markers() -> None:
    assert [q.text for q in quantities("1. 30 calls\n2. 4 visits\n3. rest")] == ["30 calls", "4 visits"]
    assert [q.text for q in quantities("(1) call 30 firms (2) rest")] == ["30 firms"]


def test_letters_that_match_when_case_is_ignored_do_not_break_the_reading() -> None:
    assert quantities("ſeven Kilo İn 5 ſ K") is not None
    assert [q.value for q in quantities("５ and ٣ clients")] == [5, 3]


PIECES = st.sampled_from(
    "30 1,250 1.2m € £ Rs k million lakh % percent half a third quarter dozen twelve twenty - – to and between about ~ over "
    "clients people weeks a month / per year from in 2027 by end of June Q3 24/7 one no two ½ + x ( ) . , ; \n 1. 2. #9 5.0.1 "
    "+31 10:30 and a half couple of hundred thousand point five out of minus".split(" ")
)


@given(
    st.text(max_size=80)
    | st.lists(PIECES, max_size=14).map(" ".join)
    | st.lists(PIECES, max_size=9).map("".join)
)
@example("1" * 400)
@example("9,999" * 80)
@example("a and a half half a a half")
def test_every_span_is_a_piece_of_the_message_and_none_overlap(message: str) -> None:
    last = 0
    for quantity in quantities(message):
        assert message[quantity.start : quantity.end] == quantity.text
        assert quantity.start >= last
        assert quantity.text
        assert quantity.high is None or quantity.high > quantity.value
        last = quantity.end


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1,",
        "1.",
        "1 ",
        "111 ",
        "1-",
        "a half ",
        "one and ",
        "€",
        "- ",
        "(0 ",
        "30 clients a ",
        "1:",
        "@1.",
        "x",
    ],
)
def test_a_hundred_thousand_characters_of_anything_come_back(piece: str) -> None:
    message = piece * (100_000 // len(piece))
    assert all(message[q.start : q.end] == q.text for q in quantities(message))
