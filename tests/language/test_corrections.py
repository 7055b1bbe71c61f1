"""How a message tells one thing for another: the form alone, whatever X and Y are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.language.reading.corrections import LONGEST, Correction, contrasts, corrections, parts

FORMS = """
not | 24, not 30 | 24 | 30
plain not | 24 not 30 | 24 | 30
not | Actually 24, not 30 | 24 | 30
not | it's 24, not 30, sorry | 24 | 30
not | 24 (not 30) | 24 | 30
not | We're 12, not 14. | 12 | 14
not | the deadline is June, not May | June | May
not | I meant Anna, not Tom | Anna | Tom
not | The lamp costs €1,250, not €1,150. | The lamp costs €1,250 | €1,150
plain not | sorry, that's 600k not 500k | 600k | 500k
not but | not 30 but 24 | 24 | 30
not but | not 18,000 but 20,000 | 20,000 | 18,000
not but | Don't sell lamps but light | light | lamps
is not | it's not 30, it's 24 | 24 | 30
is not | it isn't 30 but 24 | 24 | 30
is not | Our mill isn't in Hasselt any more, it's in Genk | in Genk | in Hasselt
not first | not 30, 24 | 24 | 30
instead | 30 instead of 24 | 30 | 24
instead | No wait, 24 instead of 12 | 24 | 12
instead | Instead of hotels, let's serve hostels | let's serve hostels | hotels
instead | I'd rather repair lamps than sell them | repair lamps | sell them
instead | I'd say harbours in place of marinas | harbours | marinas
wrong | 18,000 was wrong, make it 20,000 | 20,000 | 18,000
wrong | Marcus is a typo, it should be Markus | Markus | Marcus
said | I said 14, but make that 16. | 16 | 14
said | We told you 3 ovens before, it's 4 | 4 | 3 ovens
or rather | 30, or rather 24 | 24 | 30
change | change 30 to 24 | 24 | 30
change | please change the owner to Anna | Anna | the owner
change | could you replace Tom with Anna? | Anna | Tom
change | I want to change 30 to 24 | 24 | 30
change | swap harbour for marina, please | marina | harbour
should | the price should be 24 | 24 | the price
should | Piet must be Pieter | Pieter | Piet
should | "warm light" should read "soft light" | soft light | warm light
meant | sorry, I meant 24 | 24 |
meant | make that 24 | 24 |
meant | Make that the end of March | the end of March |
meant | it's actually 24 | 24 |
meant | That's wrong. It should be 24 | 24 |
announced | Actually 24 | 24 |
announced | actually, it's 24 | 24 |
announced | correction: we have 24 clients | 24 clients |
announced | on second thoughts, 24 | 24 |
announced | No, that's the old price | the old price |
"""

NONE = """
we are not growing
we do not sell lamps
not only price but also quality
not yet
no
no, we don't
No, it's fine
Actually no
If not now, when?
We need to change suppliers to survive
We replaced the mill by a new one
We should be faster
They buy from the discounter instead of us
I mean it
I'm actually quite happy
24 clients
"""


def read(message: str) -> list[Correction]:
    return [told for part in parts(message) for told in corrections(part.words, bool(part.led))]


@pytest.mark.parametrize("row", FORMS.strip().splitlines())
def test_the_form_of_a_correction_says_what_is_new_and_what_was_old(row: str) -> None:
    form, message, new, old = (cell.strip() for cell in row.split("|"))
    told = read(message)
    assert told, "no form fits"
    assert (told[0].form, told[0].new, told[0].old) == (form, new, old)


@pytest.mark.parametrize("message", NONE.strip().splitlines())
def test_plain_talk_tells_nothing_for_something_else(message: str) -> None:
    assert read(message) == []


def test_what_names_the_thing_that_changes_is_no_contrast() -> None:
    assert [told.form for told in contrasts("the price should be 24, not 30")] == ["not"]
    assert contrasts("the price should be 24") == []
    assert contrasts("change the price to 24") == []


def test_what_both_are_of_stays_beside_them() -> None:
    told = contrasts("our ideal client is not hotels but hostels")[0]
    assert (told.about, told.sentence) == ("our ideal client is", "our ideal client is hostels")


PIECES = st.sampled_from(
    "24 30 €20k 5% from to -> not but instead of actually , ; . ( ) no, sorry, I meant correction: make that change replace with "
    "Anna Tom we want have now today in twelve months by grow double our clients it's it isn't rather than 2m more target is should be".split(
        " "
    )
)


@given(st.text(max_size=60) | st.lists(PIECES, max_size=12).map(" ".join))
def test_whatever_is_typed_what_is_told_is_a_piece_of_it(message: str) -> None:
    for part in parts(message):
        assert part.words in message
        for told in corrections(part.words, announced=True):
            assert told.new
            assert told.new in message
            assert told.old in message


@pytest.mark.parametrize(
    "piece",
    [
        "not ",
        "a, not b ",
        "a, not b. ",
        "no, ",
        "change a to ",
        "actually ",
        "the x ",
        "the x is ",
        "x",
        " ",
        "30 instead of ",
        "it is ",
        "i said a ",
        "a should be ",
        "is not a, ",
        "rather ",
        "1,",
        "let's ",
    ],
)
def test_the_longest_words_and_longer_ones_come_back(piece: str) -> None:
    message = piece * (100_000 // len(piece))
    assert parts(message) is not None
    assert corrections(message, announced=True) == []
    assert corrections("24, not 30" + "!" * LONGEST) == []
    longest = message[:LONGEST]
    assert all(told.new in longest for told in corrections(longest, announced=True))
