"""Asked for a name, somebody tells how things stand: it is kept where it belongs, and the name is asked for again."""

from datetime import timedelta

import pytest

from coach import engine
from coach.language.guided import understand
from coach.moves import next_move
from coach.state import State
from coach.turn import admit
from tests.language.spoken import START, Talk

TOLD = """
Enquiries are up but we quote a lot for nothing
We quote a lot for nothing
Sales are down since spring
Bookings have dropped by a third
We keep losing jobs to cheaper firms
Our margins are shrinking
We are losing clients to a chain
Nothing comes of our quotes
We get plenty of enquiries but hardly anyone signs
People look at our site and never call
Revenue has been flat for two years
We don't get enough enquiries
We can't fill our diary any more
The phone has stopped ringing
Orders fell from 30 to 14 a month
We work all hours and earn nothing
We are too busy and make no money
Trade has been quiet since January
Well, the order book is empty
Honestly, clients compare us on price
"""
NAMED = """
We sell to architects = architects
people who are renovating = people who are renovating
mostly hotels are our clients = hotels
Hotels and restaurants = Hotels and restaurants
families who have lost a parent = families who have lost a parent
companies that are growing = companies that are growing
owners whose sales are down = owners whose sales are down
small firms that get too few enquiries = small firms that get too few enquiries
Private homeowners, mostly = Private homeowners
We work for schools = schools
It's mainly women over fifty = women over fifty
firms losing money on energy = firms losing money on energy
those who can't sleep = those who can't sleep
people who tried everything else = people who tried everything else
Our customers are builders = builders
We supply pubs that are struggling = pubs that are struggling
Business owners = Business owners
Sales managers = Sales managers
Phone shops that are struggling = Phone shops that are struggling
Trade customers = Trade customers
"""
TRIED = ("We tried Google Ads and nothing came of it", "We spent 9k on a website, it brought nothing")


def _answer(opening: str, *messages: str) -> State:
    talk = Talk()
    state = talk.state
    for n, words in enumerate((opening, *messages), 1):
        state = engine.begin(state, n, words, START + timedelta(minutes=n))
        state = admit(state, understand(state))[0]
        state = engine.reduce(state, next_move(state).asked())
    return state


def _asked(state: State) -> tuple[str | None, str]:
    return state.asking.question if state.asking else None, next_move(state).missing[0].name


@pytest.mark.parametrize("words", TOLD.strip().splitlines())
def test_a_state_of_affairs_is_no_buyer_and_who_buys_is_asked_again(words: str) -> None:
    state = _answer("We build garden rooms in Kent, 9 of us", words)
    assert "/company/buyers" not in state.core.values
    symptom = state.core.values["/situation/symptom"].value
    assert symptom == words.removeprefix("Well, ").removeprefix("Honestly, ")
    assert _asked(state) == ("company", "buyers")


@pytest.mark.parametrize("line", NAMED.strip().splitlines())
def test_whom_a_clause_describes_buys(line: str) -> None:
    words, wanted = line.split(" = ")
    state = _answer("We build garden rooms in Kent, 9 of us", words)
    assert state.core.values["/company/buyers"].value == wanted
    assert "/situation/symptom" not in state.core.values
    assert not state.core.items


@pytest.mark.parametrize("words", TRIED)
def test_what_was_tried_is_no_buyer_either(words: str) -> None:
    state = _answer("We build garden rooms in Kent, 9 of us", words)
    assert [i.get("text") for i in state.core.items["attempts"]] == [words]
    assert _asked(state) == ("company", "buyers")


def test_how_things_stand_is_no_headcount_and_a_headcount_is_no_state_of_affairs() -> None:
    opening = "We sell garden rooms to hotels in Kent"
    told = _answer(opening, "Bookings are down")
    assert told.core.values["/situation/symptom"].value == "Bookings are down"
    assert _asked(told) == ("company", "size")
    alone = _answer(opening, "I'm stuck at home, so just me")
    assert alone.core.values["/company/size"].value == 1
    assert "/situation/symptom" not in alone.core.values


def test_who_opens_with_how_things_stand_is_asked_who_they_are() -> None:
    state = _answer("Enquiries are up but we quote a lot for nothing")
    assert {p: v.value for p, v in state.core.values.items()} == {
        "/situation/symptom": "Enquiries are up but we quote a lot for nothing"
    }
    assert state.asking is not None
    assert state.asking.question == "company"


def test_what_is_told_twice_replaces_nothing() -> None:
    state = _answer(
        "We build garden rooms in Kent, 9 of us", "Sales are down since spring", "We quote a lot for nothing"
    )
    assert state.core.values["/situation/symptom"].value == "Sales are down since spring"
    assert "/company/buyers" not in state.core.values


def test_both_in_one_message_are_taken_apart() -> None:
    core = _answer("We build garden rooms in Kent, 9 of us", "Sales are down. Hotels mostly.").core
    assert core.values["/company/buyers"].value == "Hotels mostly"
    assert core.values["/situation/symptom"].value == "Sales are down"
