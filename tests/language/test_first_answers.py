"""The first answers are filled in only from words that plainly say so: what is left open is asked for, what is wrong stays."""

import pytest

from coach import engine
from coach.events import Asked
from coach.language.guided import understand
from coach.language.reading.headcount import team_size
from coach.language.reading.spent import tells_of_a_change, tells_of_spending
from coach.moves import next_move
from coach.turn import admit
from tests.language.spoken import START, Talk, bakery


def _told(talk: Talk, *messages: str) -> dict[str, object]:
    """What the plan's fields hold after some messages, by the last part of their names."""
    state = talk.state
    for words in messages:
        state = engine.begin(state, state.turn + 1, words, START)
        state = admit(state, understand(state))[0]
        state = engine.reduce(state, next_move(state).asked())
    talk.state = state
    return {p.removeprefix("/"): v.value for p, v in state.core.values.items()}


def _company(*messages: str) -> dict[str, object]:
    held = _told(Talk(), *messages)
    return {p.removeprefix("company/"): v for p, v in held.items() if p.startswith("company/")}


@pytest.mark.parametrize(
    ("words", "offer"),
    [
        ("We prepare payrolls and pension returns for dairies in Cork", "payrolls and pension returns"),
        ("We sell cheese, butter and clotted cream to hotels in Devon, 9 of us", "cheese, butter and clotted cream"),
        ("I make and repair violins near Bath, for orchestras", "violins"),
        ("I run a dental clinic in Ghent, we do implants, crowns and some braces too", "a dental clinic; implants, crowns and some braces"),
        ("We sell solar panels to farms in Kent", "solar panels"),
        ("I'm a joiner, I make doors. Not sure what else to say really", "doors"),
        ("We sell bread, based in Leeds and York", "bread"),
    ],
)  # fmt: skip
def test_all_that_is_sold_is_heard_and_nothing_more(words: str, offer: str) -> None:
    assert _company(words)["offer"] == offer


@pytest.mark.parametrize(
    "words",
    [
        "A family mill near Lier, although we have also, more or less by chance, gathered a café",
        "We have just moved to Antwerp",
        "We have lost two people since May",
    ],
)
def test_what_happened_to_a_firm_is_not_what_it_sells(words: str) -> None:
    assert _company(words).get("offer") not in ("also", "just", "just moved", "lost two people")


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Phone repairs. 12 people. Samsung, Sony, some tablets.", None),
        ("Bookkeeping software. Xero, Sage, Quickbooks.", None),
        ("Cloud reseller. UK mid-market. 20 people.", "UK"),
        ("Driving school, Dundee", "Dundee"),
        ("Roofers, Leeds, York, 8 people", "Leeds"),
        ("I plaster walls, just me, round Stroud, for builders", "Stroud"),
        ("We trim hedges all round the year, for parishes", None),
    ],
)
def test_only_a_place_is_where_they_are(words: str, place: str | None) -> None:
    assert _company(words).get("place") == place


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("There are nine staff besides the three partners, so twelve of us in all", 12),
        ("There are nine staff besides the three partners", 12),
        ("Six people not counting me", 7),
        ("We are a two-partner law firm in York, founded in 1990, with eleven staff", 13),
        ("We are 14 in total, 5 of them part-time staff", 14),
        ("We sold 12 in total", None),
        ("We have 40 staff", 40),
    ],
)
def test_everybody_is_counted_once(words: str, count: int | None) -> None:
    found = team_size(words)
    assert (found[0] if found else None) == count


def test_a_firm_with_partners_and_staff_keeps_its_place() -> None:
    told = _company("We are a two-partner law firm in York, founded in 1990, with eleven staff")
    assert (told["size"], told["place"]) == (13, "York")


def test_a_new_website_that_comes_too_early_takes_nothing_else_with_it() -> None:
    told = _company(
        "We are a three-partner survey office in Ludlow, with six staff; we draw up boundary plans for estates, chiefly farms, although "
        "we have also, by chance, gathered some house buyers. I should say that we want a new website, as ours is old."
    )
    assert (told["place"], told["size"]) == ("Ludlow", 9)
    assert told["buyers"] == "estates, chiefly farms"


def test_a_long_answer_says_who_buys_in_a_few_of_its_words() -> None:
    told = _company(
        "We repair knives in Ghent, 3 of us",
        "well restaurants mostly! they ring us and we come round with the van, some through the market, oh and two local schools",
    )
    assert told["buyers"] == "restaurants; some through the market; two local schools"


def test_a_short_answer_says_who_buys_as_it_stands() -> None:
    assert (
        _company("We repair knives in Ghent, 3 of us", "Chefs and caterers")["buyers"] == "Chefs and caterers"
    )


def test_how_many_they_are_is_nobody_who_buys() -> None:
    told = _company("We repair knives in Ghent", "There are two of us besides my father, so three in all")
    assert "buyers" not in told


TRIED = [
    "Put a facebook ad out last spring, cost £400 & got 2 people",
    "A stand at the fair, cost €1,200 and brought nothing",
    "we ran leaflets in May, costs €300 a time",
    "An agency in 2024. It cost £5,000 for nothing",
]


@pytest.mark.parametrize("words", TRIED)
def test_what_was_tried_is_no_offer_and_has_no_price(words: str) -> None:
    talk = bakery(Talk(), until="attempts")
    held = _told(talk, words)
    assert not [p for p in held if p.startswith("upstream/proposition")]
    assert talk.state.core.items.get("attempts")


@pytest.mark.parametrize(
    "words", ["We charge a fixed fee of €450 for it", "Our offer would be a design day, priced at €900"]
)
def test_an_offer_told_early_is_taken(words: str) -> None:
    held = _told(bakery(Talk(), until="trends"), f"Supermarkets buy less every year. {words}")
    assert "upstream/proposition/solution/price" in held


def test_an_ideal_told_with_the_buyers_is_kept() -> None:
    talk = Talk()
    _told(
        talk,
        "We mend bicycles in Ghent, 3 of us",
        "students mostly. My ideal is really the commuters, who ride every day",
    )
    assert [i.get("text") for i in talk.state.core.items["criteria"]] == [
        "My ideal is really the commuters, who ride every day"
    ]


@pytest.mark.parametrize("words", ["Not sure what to say", "Honestly no idea what they would pay"])
def test_who_only_does_not_know_has_told_nothing(words: str) -> None:
    assert "situation/symptom" not in _told(bakery(Talk(), until="symptom"), words)


def test_who_owns_the_goal_told_late_is_no_part_of_the_five_years() -> None:
    talk = bakery(Talk(), until="five_year")
    held = _told(talk, "I'm the owner. In 5 years the first that growers ring, 5 of us")
    assert held["upstream/purpose"] == "In 5 years the first that growers ring, 5 of us"
    goal = next(i for _, i in talk.state.core.owned("one_year"))
    assert goal.get("owner") == "Anna"  # Who owned it before still does.


def test_an_owner_told_late_owns_the_goal_that_has_none() -> None:
    talk = bakery(Talk(), until="one_year")
    _told(talk, "Signed switches from 6 to 30 by the end of 2027")
    talk.state = engine.reduce(talk.state, Asked(kind="question", question="five_year"))
    _told(talk, "I'm the owner. In 5 years the first that growers ring")
    assert next(i for _, i in talk.state.core.owned("one_year")).get("owner") == "me"


def test_how_a_skill_is_got_is_no_skill() -> None:
    talk = bakery(Talk(), until="skills")
    _told(talk, "Lena needs presenting training, outsource it. Need a second auditor, hire by Q2.")
    assert [(i.get("name"), i.get("route")) for i in talk.state.core.items["skills"]] == [
        ("Lena needs presenting training", "partner"),
        ("Need a second auditor", "hire"),
    ]


def test_a_fee_that_was_raised_is_no_goal() -> None:
    talk = bakery(Talk(), until="attempts")
    _told(talk, "In the spring of 2023 we raised the fee from €150 to €180. It lost us 25 clients")
    assert not talk.state.core.owned("one_year")


def test_a_goal_told_early_is_one() -> None:
    talk = bakery(Talk(), until="attempts")
    _told(talk, "We tried radio. Our goal is to go from 6 to 30 switches by June 2027")
    assert talk.state.core.owned("one_year")


def test_what_goes_wrong_is_nobody_who_buys() -> None:
    talk = Talk()
    held = _told(
        talk,
        "I make doors in Ghent, just me",
        "I get people ringing up for cheap doors and then they go with someone cheaper",
    )
    assert "company/buyers" not in held
    assert (
        held["situation/symptom"]
        == "I get people ringing up for cheap doors and then they go with someone cheaper"
    )


@pytest.mark.parametrize(
    ("words", "buyers"),
    [
        ("I get most of my orders from hotels", "hotels"),
        ("We mostly serve hotels", "hotels"),
        ("hotels and guest houses", "hotels and guest houses"),
        ("I have no idea about that yet", None),
        ("I sit in the van all day", None),
    ],
)
def test_who_buys_is_heard_where_it_is_asked(words: str, buyers: str | None) -> None:
    assert _company("I make doors in Ghent, just me", words).get("buyers") == buyers


@pytest.mark.parametrize(
    ("words", "over"),
    [
        ("It cost us €900 last year and brought nobody", True),
        ("We charge €450 for a design day, it cost us years to get there", False),
        ("Our offer is a radio course; we ran radio ads for it", False),
        ("A design day for €450", False),
    ],
)
def test_what_was_spent_is_told_from_what_is_charged(words: str, over: bool) -> None:
    assert tells_of_spending(words) is over


@pytest.mark.parametrize(
    ("words", "over"),
    [
        ("we raised the fee from €150 to €180", True),
        ("prices went up from €5 to €6", True),
        ("we want to go from 6 to 30", False),
        ("from 6 to 30 by June", False),
    ],
)
def test_a_change_that_is_over_is_told_from_a_wish(words: str, over: bool) -> None:
    assert tells_of_a_change(words) is over
