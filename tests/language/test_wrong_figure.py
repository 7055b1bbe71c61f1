"""A figure put right by naming the wrong one: only that figure changes, and never into words."""

from datetime import timedelta

import pytest

from coach import engine
from coach.language.guided import understand
from coach.language.reading.edits import edited
from coach.state import State
from coach.turn import admit
from tests.language.spoken import START, Talk, bakery

JOBS = "12 of 60 enquiries became jobs this year, it was 20 of 55"
BIDS = "We win 20% of our bids"
SHARE = "We win one in six tenders; two years ago it was one in three"

PUT_RIGHT = f"""
{JOBS} | No wait, it was 22 of 55 last year, not 20. | 12 of 60 enquiries became jobs this year, it was 22 of 55
{JOBS} | Sorry, 22 of 55, not 20 | 12 of 60 enquiries became jobs this year, it was 22 of 55
{JOBS} | It was 22 of 55, not 20 of 55. | 12 of 60 enquiries became jobs this year, it was 22 of 55
{JOBS} | No wait, last year it was 22 of 55, not 20 | 12 of 60 enquiries became jobs this year, it was 22 of 55
{JOBS} | it was 22 out of 55, not 20 | 12 of 60 enquiries became jobs this year, it was 22 out of 55
{JOBS} | I meant 22 of 55 instead of 20 | 12 of 60 enquiries became jobs this year, it was 22 of 55
{JOBS} | not 20 but 22 of 55 | 12 of 60 enquiries became jobs this year, it was 22 of 55
{JOBS} | actually 22, not 20 | 12 of 60 enquiries became jobs this year, it was 22 of 55
{JOBS} | no wait, it was 22 last year, not 20 | 12 of 60 enquiries became jobs this year, it was 22 of 55
{JOBS} | It was 14 of 60 this year, not 12 | 14 of 60 enquiries became jobs this year, it was 20 of 55
{JOBS} | It was 20 of 58, not 55 | 12 of 60 enquiries became jobs this year, it was 20 of 58
{JOBS} | It's 70 enquiries, not 60 | 12 of 70 enquiries became jobs this year, it was 20 of 55
{BIDS} | actually 24, not 20 | We win 24% of our bids
{BIDS} | actually 24%, not 20% | We win 24% of our bids
{BIDS} | we win 24%, not 20 | We win 24% of our bids
{BIDS} | actually 24, not 20% | We win 24% of our bids
{BIDS} | it was 24% last year, not 20% | We win 24% of our bids
{BIDS} | Sorry, we win 24% of them, not 20% | We win 24% of our bids
{BIDS} | no, 24 percent of our bids, not 20 | We win 24 percent of our bids
{BIDS} | No wait, it was 22 of 55 last year, not 20. | {BIDS}
{BIDS} | not 20 but 22 of 55 | {BIDS}
{BIDS} | 20% is wrong, it should be lower | {BIDS}
{BIDS} | 20% is wrong, it should be 18% | We win 18% of our bids
{SHARE} | it's one in five this year, not one in six | We win one in five tenders; two years ago it was one in three
{SHARE} | No wait, it was one in four two years ago, not one in three | We win one in six tenders; two years ago it was one in four
{SHARE} | it was 2 of 10, not one in six | We win 2 of 10 tenders; two years ago it was one in three
"""


def _told(symptom: str, words: str) -> State:
    talk = bakery(Talk(), until="symptom")
    talk.tell("symptom", symptom)
    at = START + timedelta(hours=1)
    state = engine.begin(talk.state, talk.next, words, at)
    return admit(state, understand(state))[0]


@pytest.mark.parametrize("line", PUT_RIGHT.strip().splitlines())
def test_a_figure_is_put_right_by_the_one_it_replaces(line: str) -> None:
    said, words, wanted = line.split(" | ")
    core = _told(said, words).core
    assert core.values["/situation/symptom"].value == wanted
    assert not core.has_value("attempts"), "a correction is no answer to what is asked now"


def test_a_part_of_something_else_leaves_a_number_alone_too() -> None:
    core = _told(BIDS, "No wait, it was 15 of 55 last year, not 12").core
    assert core.values["/company/size"].value == 12


@pytest.mark.parametrize("words", ["it should be 10 studies by then, not 12", "that should be simpler"])
def test_a_word_that_points_elsewhere_is_no_piece_of_a_composed_sentence(words: str) -> None:
    assert edited("For schools with five buildings that must decide, we do this.", words) is None


def test_a_word_is_changed_where_it_stands_by_itself_or_with_its_ending() -> None:
    assert edited("For boards with a board.", "change art to craft") is None
    assert edited("We start with art.", "change art to craft") == "We start with craft."
    assert edited("For boards of schools.", "change board to council") == "For councils of schools."
