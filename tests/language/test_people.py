"""Who will do it, how many they are, and the hours they have: in their words, and never invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.language.reading.people import hours, owner, team_size

OWNERS = """
Anna owns it = Anna
anna owns it = anna
owner: Anna = Anna
Owner is Anna de Vries = Anna de Vries
Revenue from 24 to 30, owner Tom = Tom
Responsible: the sales director = the sales director
owned by Tom and Anna = Tom and Anna
owner Tom March 1 = Tom
owned by Jan = Jan
led by my business partner = my business partner
Tom will run it = Tom
Thomas will run it = Thomas
O'Brien will lead = O'Brien
O’Brien will lead = O’Brien
Jean-Pierre handles it = Jean-Pierre
Élodie leads this = Élodie
Partner lunches every week, Anna owns it, starting 1 March = Anna
Our office manager will call ten clients = Our office manager
A freelancer will write it = A freelancer
head of sales owns it = head of sales
Marketing will run it = Marketing
I will = I
I'll do it = I
I’ll do it = I
I own it = I
I run the firm = I
I'd do it = I
Tom and I will do it = Tom and I
me = me
myself = myself
it's me = me
It's on me = me
me and Tom = me and Tom
my wife and I = my wife and I
our office manager = our office manager
the sales lead = the sales lead
Weekly lunches (Tom) = Tom
Priya, our head of growth = Priya
with Tom = Tom
partner lunches with Anna by March = Anna
call ten treasurers, Tom, starting next Monday = Tom
Ask Anna = Anna
That's Anna's job = Anna
Anna and Tom = Anna and Tom
"""

NOBODY = """
We will
we own it
clients will call
Clients will come
Our clients will love it
Designers will like it
Architects will call us
Prices will rise
it will work
that will do
Google does it
Each partner will call two clients
nobody owns it
everyone
I will lose clients
I'll need help
I think so
I will not do that
Monday will be the day
(CRM)
with LinkedIn
Enquiries
Revenue
from 24 to 30 by June
"""

SIZES = """
just me = 1: just me
I work alone = 1: work alone
solo = 1: solo
one-man band = 1: one-man band
self-employed = 1: self-employed
my wife and I = 2: my wife and I
me and two employees = 3: me and two employees
there are 12 of us = 12: there are 12 of us
we are six = 6: we are six
we are 12 = 12: we are 12
we're with 8 = 8: we're with 8
about thirty of us = 30: thirty of us
two of us = 2: two of us
a team of 9 = 9: a team of 9
team: 9 = 9: team: 9
9-person team = 9: 9-person
We are a firm of 40 = 40: firm of 40
headcount 40 = 40: headcount 40
we employ 40 = 40: we employ 40
40 people = 40: 40 people
120 employees = 120: 120 employees
40 FTE = 40: 40 FTE
3 partners = 3: 3 partners
3 partners and 20 staff = 23: 3 partners and 20 staff
3 founders, 5 engineers and 2 freelancers = 10: 3 founders, 5 engineers and 2 freelancers
We are 12 architects in Utrecht = 12: 12 architects
Architects in Utrecht, 12 people, for schools = 12: 12 people
Law firm, 40 people in Leeds, for family businesses = 40: 40 people
Our company has 25 people = 25: 25 people
There are 3 of us: two partners and an assistant = 3: There are 3 of us
"""

NO_SIZES = """
we have 24 clients
We serve 40 people
we train 400 people
We sell to firms with 50 employees
companies of 40 people
freelancers buy from us
We hire 3 people
we are 15 years old
we are 30% up
we are 20 minutes from town
in 2027
"""

HOURS = """
10 hours a week = 10
10 hrs = 10
5h/week = 5
4 hours = 4
1.5 hours per week = 1.5
2-3 hours a week = 2
1 hour per day = 5
an hour a day = 5
two hours every friday = 2
90 minutes a week = 1.5
half a day a week = 4
a day a week = 8
2 days a week = 16
40 hours a month = 9.2
a day a month = 1.8
within 3 days = None
200 hours a week = None
30 leads a week = None
in two weeks = None
"""


def rows(table: str) -> list[tuple[str, str]]:
    return [(line.rpartition(" = ")[0], line.rpartition(" = ")[2]) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("phrase", "who"), rows(OWNERS))
def test_whoever_is_named_owns_it(phrase: str, who: str) -> None:
    found = owner(phrase)
    assert found is not None
    assert found.text == who
    assert phrase[found.start : found.end] == who


@pytest.mark.parametrize("phrase", NOBODY.strip().splitlines())
def test_a_sentence_without_a_person_gets_no_owner(phrase: str) -> None:
    assert owner(phrase) is None


def test_a_name_used_before_needs_nothing_around_it() -> None:
    assert owner("partner lunches, tom, from march") is None
    found = owner("partner lunches: tom, from march", known=("Anna", "Tom"))
    assert found is not None
    assert found.text == "tom"
    assert owner("Tomorrow is fine", known=("Tom",)) is None
    assert owner("it costs me a day, and I hate it", known=("me", "I")) is None


def test_who_is_said_to_own_it_counts_before_who_was_named_earlier() -> None:
    found = owner("Tom will run it, Anna helps", known=("Anna",))
    assert found is not None
    assert found.text == "Tom"


@pytest.mark.parametrize(("phrase", "expected"), rows(SIZES))
def test_the_size_of_the_firm_is_counted_from_the_words(phrase: str, expected: str) -> None:
    found = team_size(phrase)
    assert found is not None
    size, span = found
    assert f"{size}: {span.text}" == expected
    assert phrase[span.start : span.end] == span.text


@pytest.mark.parametrize("phrase", NO_SIZES.strip().splitlines())
def test_other_numbers_of_people_are_not_the_firm(phrase: str) -> None:
    assert team_size(phrase) is None


@pytest.mark.parametrize(("phrase", "expected"), rows(HOURS))
def test_hours_come_to_hours_a_week(phrase: str, expected: str) -> None:
    found = hours(phrase)
    assert str(found and found[0]) == expected


PIECES = st.sampled_from(
    "Anna Tom and & , ( ) owner : owned by I will I'll me myself our office manager the sales lead owns it runs with 3 partners 20 "
    "staff people of us we are a team solo just hours week day half two 10 a per month head of growth 's job".split(
        " "
    )
)


@given(
    st.text(max_size=60) | st.lists(PIECES, max_size=12).map(" ".join),
    st.lists(st.text(max_size=8), max_size=2),
)
def test_whatever_is_typed_the_spans_are_pieces_of_it(message: str, known: list[str]) -> None:
    size, weekly = team_size(message), hours(message)
    for span in (owner(message, known), size and size[1], weekly and weekly[1]):
        assert not span or (message[span.start : span.end] == span.text and span.text)


@pytest.mark.parametrize(
    "piece",
    [
        "Anna ",
        "Anna, ",
        "our big ",
        "I ",
        "with Tom and ",
        "(A",
        "3 staff, ",
        "we are ",
        "a day a ",
        "head of ",
        "x",
        " ",
        "A-",
    ],
)
def test_a_hundred_thousand_characters_of_anything_come_back(piece: str) -> None:
    message = piece * (100_000 // len(piece))
    for found in (owner(message, ("Tom",)), team_size(message), hours(message)):
        assert found is None or found
