"""Dates as people say them, on Monday 23 November 2026, and the words that only look like dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.language.amounts.dates import Edge, add_months, dates, deadline

TODAY = date(2026, 11, 23)

PHRASES = """
31 December 2027 = 2027-12-31 day
31 Dec 2027 = 2027-12-31 day
Dec 31st = 2026-12-31 day
December 31, 2027 = 2027-12-31 day
Dec. 31, 2027 = 2027-12-31 day
2027-12-31 = 2027-12-31 day
2027/12/31 = 2027-12-31 day
31/12/2027 = 2027-12-31 day
31-12-2027 = 2027-12-31 day
31.12.27 = 2027-12-31 day
12/31/2027 = 2027-12-31 day
3/4/2027 = 2027-04-03 day
by 31/12 = 2026-12-31 day
the 1st of March = 2027-03-01 day
the first of March = 2027-03-01 day
1 March = 2027-03-01 day
March 1 = 2027-03-01 day
23 November = 2026-11-23 day
22 November = 2027-11-22 day
29 February = 2028-02-29 day
on 12 may = 2027-05-12 day
Friday 12 March 2027 = 2027-03-12 day
4 May at 12:30 = 2027-05-04 day
1 March next year = 2027-03-01 day
by the 15th = 2026-12-15 day
by the 30th = 2026-11-30 day
on the 1st of next month = 2026-12-01 day
1 maart 2027 = 2027-03-01 day
31. Dezember 2027 = 2027-12-31 day
tomorrow = 2026-11-24 day
the day after tomorrow = 2026-11-25 day
start today = 2026-11-23 day
on Friday = 2026-11-27 day
by fri = 2026-11-27 day
on Monday = 2026-11-30 day
this Monday = 2026-11-23 day
next Monday = 2026-11-30 day
last Monday = 2026-11-16 day
Tuesday next week = 2026-12-01 day
next week Tuesday = 2026-12-01 day
first Monday of January = 2027-01-04 day
the last Friday of March = 2027-03-26 day
by Christmas = 2026-12-25 day
before Christmas = 2026-12-24 day
before Easter 2027 = 2027-03-27 day
before New Year = 2026-12-31 day
Easter 2027 = 2027-03-28 day
New Year's Eve = 2026-12-31 day
by Thanksgiving = 2026-11-26 day
in June = 2027-06-30 month
next June = 2027-06-30 month
next November = 2027-11-30 month
in November = 2026-11-30 month
June 2027 = 2027-06-30 month
Mar '27 = 2027-03-31 month
06/2027 = 2027-06-30 month
June next year = 2027-06-30 month
by sept = 2027-09-30 month
by may = 2027-05-31 month
since March = 2026-03-31 month
last March = 2026-03-31 month
deadline: June = 2027-06-30 month
next month = 2026-12-31 month
this month = 2026-11-30 month
end of month = 2026-11-30 month
mid-April = 2027-04-15 month
early March = 2027-03-10 month
late March = 2027-03-31 month
the first week of May = 2027-05-07 month
start of June = 2027-06-01 month
before June = 2027-05-31 month
in March 12 clients left = 2027-03-31 month
Q3 2027 = 2027-09-30 quarter
2027 Q3 = 2027-09-30 quarter
Q3 = 2027-09-30 quarter
Q4 = 2026-12-31 quarter
end of Q2 = 2027-06-30 quarter
Q1 next year = 2027-03-31 quarter
the second quarter of 2027 = 2027-06-30 quarter
the last quarter of 2027 = 2027-12-31 quarter
this quarter = 2026-12-31 quarter
next quarter = 2027-03-31 quarter
last quarter = 2026-09-30 quarter
the first half of 2027 = 2027-06-30 quarter
H2 2027 = 2027-12-31 quarter
summer 2027 = 2027-08-31 quarter
winter 2027 = 2028-02-29 quarter
in the spring = 2027-05-31 quarter
before the summer = 2027-05-31 quarter
by the summer = 2027-08-31 quarter
by the end of Q2 = 2027-06-30 quarter
before December = 2026-11-30 month
within six months = 2027-05-23 relative
next fall = 2027-11-30 quarter
end of next year = 2027-12-31 year
by the end of the year = 2026-12-31 year
by year end = 2026-12-31 year
EOY = 2026-12-31 year
within the year = 2026-12-31 year
next year = 2027-12-31 year
early next year = 2027-03-31 year
mid-2027 = 2027-06-30 year
in 2027 = 2027-12-31 year
by 2028 = 2028-12-31 year
2028 = 2028-12-31 year
FY27 = 2027-12-31 year
since 2019 = 2019-12-31 year
in twelve months = 2027-11-23 relative
within two weeks = 2026-12-07 relative
in 18 months = 2028-05-23 relative
in a fortnight = 2026-12-07 relative
in 5 years = 2031-11-23 relative
in five years' time = 2031-11-23 relative
a year from now = 2027-11-23 relative
a week from today = 2026-11-30 relative
a week on Thursday = 2026-12-03 day
a week from Thursday = 2026-12-03 day
two weeks from Friday = 2026-12-11 day
Thursday week = 2026-12-03 day
in half a year = 2027-05-23 relative
in a year and a half = 2028-05-23 relative
in two and a half years = 2029-05-23 relative
over the next 6 months = 2027-05-23 relative
next 12 months = 2027-11-23 relative
over the coming year = 2027-11-23 relative
in six to nine months = 2027-08-23 relative
in 3 wks = 2026-12-14 relative
two years ago = 2024-11-23 relative
this week = 2026-11-29 relative
next week = 2026-12-06 relative
end of the week = 2026-11-29 relative
mid-week = 2026-11-25 relative
"""

NO_DATES = """
We may march on
May I ask?
12 may not be enough
he sat down
Mark said second
the second client
a decision
a marketing plan
prices fall
June will run it
Jan owns it
owned by Jan
April is our accountant
every Monday
on Mondays
each June
24 today
2000 clients
grow by 2000
from 2000 to 2050
24/7
5.0.1
10-12
12 leads a month
per year
30 days
over 12 months
for two years
6 months
on the 2nd floor
the week
30 Feb 2027
31 June
in 99999 years
in the meantime
in the end
in a few weeks
in the coming weeks
four weeks from Monday
next time
year-on-year
week 12
10:30
+31 20 123 4567
"""


def rows(table: str) -> list[tuple[str, ...]]:
    return [
        (line.partition(" = ")[0], *line.partition(" = ")[2].split()) for line in table.strip().splitlines()
    ]


@pytest.mark.parametrize(("phrase", "day", "kind"), rows(PHRASES))
def test_a_date_named_as_a_deadline_is_its_last_day(phrase: str, day: str, kind: str) -> None:
    assert [(str(found.date), found.kind) for found in dates(phrase, TODAY)] == [(day, kind)]


@pytest.mark.parametrize("phrase", NO_DATES.strip().splitlines())
def test_a_word_that_only_looks_like_a_date_is_none(phrase: str) -> None:
    assert dates(phrase, TODAY) == []


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("in June", "2027-06-01"),
        ("Q3 2027", "2027-07-01"),
        ("next year", "2027-01-01"),
        ("next week", "2026-11-30"),
        ("next month", "2026-12-01"),
        ("in summer 2027", "2027-06-01"),
        ("end of June", "2027-06-30"),
        ("in six to nine months", "2027-05-23"),
        ("before June", "2027-06-01"),
        ("1 March", "2027-03-01"),
        ("late March", "2027-03-21"),
        ("second half of 2027", "2027-07-01"),
    ],
)
def test_a_date_named_as_a_start_is_its_first_day(phrase: str, day: str) -> None:
    assert [str(found.date) for found in dates(phrase, TODAY, edge="start")] == [day]


@pytest.mark.parametrize(
    ("phrase", "span"),
    [
        ("We want it by the end of next year, please", "end of next year"),
        ("in\u00a0twelve months", "in\u00a0twelve months"),
        ("I start next Monday with calls", "next Monday"),
        ("within two weeks of signing", "within two weeks"),
        ("by the end of the second quarter", "end of the second quarter"),
    ],
)
def test_the_span_is_what_the_person_wrote(phrase: str, span: str) -> None:
    assert [found.text for found in dates(phrase, TODAY)] == [span]


def test_several_dates_come_in_order() -> None:
    found = dates("start in January, review in Q2 and finish by 31 December 2027", TODAY)
    assert [str(one.date) for one in found] == ["2027-01-31", "2027-06-30", "2027-12-31"]


def test_a_deadline_is_the_last_date_that_is_still_to_come() -> None:
    found = deadline("since 2019 we have 24; we start today and want 30 by the end of 2027", TODAY)
    assert found is not None
    assert (found.text, found.date) == ("end of 2027", date(2027, 12, 31))
    assert deadline("flat since 2019", TODAY) is None


def test_a_day_at_the_edge_of_the_calendar_is_no_error() -> None:
    assert dates("in 5 years, next week, next year, before June, next Monday", date.max) is not None
    assert dates("last year, last week, 3 years ago, last March", date.min) is not None
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date.max, 1) is None


PIECES = st.sampled_from(
    "31 1st 12/31 2027 2027-02-30 30/2/2027 Feb may March December of the end mid early late first last second half week weeks "
    "month months quarter quarters year years day in within by before since next this coming ago from now today tomorrow Monday fri "
    "Q3 H2 FY27 EOY summer fall winter Christmas Easter New Year's Eve a an two twelve 99999 - / , . 's ' mei 1999 9999 for over "
    "couple and a half time".split(" ")
)


@given(
    st.text(max_size=60)
    | st.lists(PIECES, max_size=12).map(" ".join)
    | st.lists(PIECES, max_size=8).map("".join),
    st.dates(),
    st.sampled_from(["end", "start"]),
)
def test_nothing_typed_on_any_day_raises_and_spans_are_pieces(message: str, today: date, edge: Edge) -> None:
    last = 0
    for found in dates(message, today, edge):
        assert message[found.start : found.end] == found.text
        assert found.start >= last
        assert found.first <= found.last
        assert found.first - timedelta(days=1) <= found.date <= found.last
        last = found.end


@pytest.mark.parametrize(
    "piece",
    [
        "1 May ",
        "end of ",
        "in a ",
        "20",
        "12/",
        "the year ",
        "mon ",
        "1 ",
        "q1",
        " ",
        "next ",
        "2027-",
        "the ",
    ],
)
def test_a_hundred_thousand_characters_of_anything_come_back(piece: str) -> None:
    message = piece * (100_000 // len(piece))
    assert all(message[found.start : found.end] == found.text for found in dates(message, TODAY))
