"""The ends of a goal, as people say them: where it starts, and where it is to be."""

from datetime import date

import pytest

from coach.language.amounts.dates import dates
from coach.language.reading.goal_figures import ends, last_word
from coach.language.reading.headcount import hours
from coach.language.reading.opening import opening
from coach.sums import price_of

TODAY = date(2026, 11, 24)
GOALS = """
Raise the margin from 24% to 30% by 31 March 2027. = 24 30
margin, 21 to 30 %, by end of 2027. no wait, 28 = 21 28
Margin 24% to 30% by end of next year = 24 30
raise margin from 24 to 30% = 24 30
cut churn from 4% to 2% a month by June = 4 2
NRR 94% → 104% by 12/31/2027 = 94 104
Realisation from 83% to 90% by 30 April 2028 = 83 90
increase margin by 6 points from 24% = 24 30
increase sales by 20% from £400k = 400000 480000
double our retainers from 6 = 6 12
revenue 1,2 Mio. to 1,5 Mio. Euro until 31.12.2027 = 1200000 1500000
1.200 to 1.500 overnight stays = 1200 1500
8 to 12 new contracts per quarter by Q4 2027 = 8 12
12 maps this year, 40 next year = 12 40
turnover: 310k now; 390k by Xmas next year = 310000 390000
reach 500 members (380 today) by 1 Oct 2027 - Claire = 380 500
18 lakh to 26 lakh = 1800000 2600000
maybe 20 weddings at 3200, instead of 28 at 2400? = 28 20
0 → 60 by 30/6/2028?? hmm make that 45 by end of 2027 = 0 45
$1.9M to $2.5M by 12/31/27 = 1900000 2500000
£0 to £120k from housing associations by March 2028 = 0 120000
""".strip().splitlines()


@pytest.mark.parametrize("row", GOALS)
def test_from_a_to_b_is_where_it_starts_and_ends(row: str) -> None:
    text, _, wanted = row.rpartition(" = ")
    figures = text
    for d in dates(text, TODAY):
        figures = figures[: d.start] + " " * (d.end - d.start) + figures[d.end :]
    found = ends(text, figures)
    end = found.end if found.end is not None else found.high and found.high.value
    assert [found.low and found.low.value, end] == [float(w) for w in wanted.split()]


def test_a_share_more_without_todays_figure_is_no_end() -> None:
    found = ends("20% more", "20% more")
    assert (found.low, found.high, found.end) == (None, None, None)
    assert ends("20% more", "20% more", have=50).end == 60


def test_what_is_taken_back_does_not_count() -> None:
    assert last_word("30, no wait, 28") == "28"
    assert last_word("30 by June, I hope") == "30 by June, I hope"


@pytest.mark.parametrize(
    ("price", "amount"),
    [
        ("2.800 EUR", (2800, "EUR")),
        ("31.500 €", (31500, None)),
        ("€1.94 per km", (1.94, "EUR")),
        ("12,5", (12.5, None)),
        ("£6,900", (6900, "GBP")),
        ("₹5,00,000", (500000, "INR")),
        ("$99/mo", (99, "USD")),
    ],
)
def test_an_amount_in_a_price_counts_as_it_was_meant(price: str, amount: tuple[float, str | None]) -> None:
    assert price_of(price) == amount


@pytest.mark.parametrize(
    ("text", "weekly"),
    [
        ("every fortnight Sam visits a nursery, 3 hours", 1.5),
        ("monthly visit to one venue, 2 hours", 0.5),
        ("10 hours a month", 2.3),
        ("Giulia visits one company a week, half a day", 4),
        ("two care homes a week, 4 h", 4),
        ("twice a week, 30 min each", 1),
        ("20 hours a quarter", 1.5),
        ("rings within 48 hours", None),
    ],
)
def test_effort_is_counted_as_often_as_it_comes(text: str, weekly: float | None) -> None:
    found = hours(text)
    assert (found[0] if found else None) == weekly


OPENINGS = """
My wife and I run a guest house in the Lake District, seven rooms; bookings are down since Airbnb. | guest house | 0 | bookings are down since Airbnb
Plumber. Me and a lad. Swansea. Landlords mostly. | Plumber | 2 |
I've got a small agency (8 of us) doing websites for dentists and the phone's stopped ringing | websites | 0 | the phone's stopped ringing
Driving school, Dundee, 6 instructors, learners 17-25. We can't find instructors. | Driving school | 6 | We can't find instructors
Tax advisers in Vienna with 18 employees for doctors and pharmacies. Too few new clients. | Tax advisers | 18 | Too few new clients
We manufacture valves for breweries, 140 people, Black Forest, our order book is thin | valves | 140 | our order book is thin
freelance illustrator, edinburgh, kids books publishers, ai is taking my jobs | freelance illustrator | 0 | ai is taking my jobs
It's a family business, we've made windows in Kilkenny since 1961, 34 staff | windows | 34 |
Consultancy; two partners, one analyst; energy audits for hospitals | Consultancy | 3 |
We're a nursery with 62 children and 14 staff in Bath | nursery | 14 |
I am the managing partner of a twelve-lawyer commercial law firm in Leeds | commercial law firm | 12 |
im the founder of a b2b saas, rota planning software for care homes, 11 people | b2b saas | 11 |
i run a bakery in bristol, me and 4 others, takings are down since the lidl opened | bakery | 5 | takings are down since the lidl opened
gym in leicester, 4 staff, 380 members at 29 quid | gym | 4 |
bakery in Bristol, 5 people, for families nearby | bakery | 5 |
""".strip().splitlines()


@pytest.mark.parametrize("row", OPENINGS)
def test_a_first_message_is_read_part_by_part(row: str) -> None:
    text, offer, size, symptom = (c.strip() for c in row.split("|"))
    found = opening(text)
    assert (found.offer, found.size) == (offer, int(size))
    assert symptom in found.symptom if symptom else not found.symptom
    assert all(
        span in text for span in (found.offer, found.place, found.symptom, found.buyers, found.size_words)
    )
