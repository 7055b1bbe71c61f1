"""A model is told what a message did to the plan: all of it, and nothing else."""

from coach.language.model.changes import NOTHING, changes
from tests.language.spoken import Talk, bakery


def test_what_a_message_put_in_changed_and_took_out_is_told() -> None:
    talk = bakery(Talk(), "five_year")
    talk.change("one_year", "g1", "actually 24", target=talk.derived(24, "24"))
    state = talk.replies[-1][2]
    assert changes(state) == "In the plan through this message, and nothing else: goals g1: target 24."


def test_a_message_that_changed_nothing_is_told_to_have_changed_nothing() -> None:
    talk = bakery(Talk(), "five_year")
    talk.say("Put the date in, please.")
    assert changes(talk.replies[-1][2]) == NOTHING


def test_what_is_offered_is_not_in_yet() -> None:
    from coach.events import Suggested

    talk = bakery(Talk(), "five_year")
    offered = Suggested(
        id=talk.state.next_id("suggestion"),
        question="five_year",
        text="Known for warm bread",
        origin="paraphrase",
        fields={"/upstream/purpose": "Known for warm bread"},
    )
    talk.say("warm", offered)
    told = changes(talk.replies[-1][2])
    assert told == "Offered, not in the plan until they agree: “Known for warm bread”."
