"""What people decide in passing, with a model: who does what and when is taken down, once, and not put in doubt."""

import pytest

from coach import engine, stages
from coach.events import Accepted, Digressed, Parked, Suggested, Unknown
from coach.language.model.gates import missing_quotes
from coach.moves import next_move
from tests.language.model.scripted import finding, intent
from tests.language.model.test_convert import GOAL, Talk

EARLY = "I want radio ads and a new website. A tasting every week, Tom runs it, 5 hours a week. I'll visit two farms by 12 March."
FOUND = (
    finding("processes.name", "radio ads", item="new1"),
    finding("processes.name", "a new website", item="new2"),
    finding("processes.name", "A tasting every week", item="new3"),
    finding("processes.owner", "Tom", item="new3"),
    finding("processes.hours", "5 hours a week", item="new3", value="5"),
    finding("next_actions.what", "visit two farms", item="new1"),
    finding("next_actions.due", "by 12 March", item="new1", value="2026-03-12"),
)


@pytest.fixture
def talk() -> Talk:
    return Talk()


def leave_upstream(talk: Talk) -> None:
    """Leave open what is still to be settled before downstream."""
    for q in stages.QUESTIONS[: stages.ORDER["processes"]]:
        if not talk.state.core.settled(q.id):
            talk.state = engine.reduce(talk.state, Unknown(question=q.id, reason="skipped"))


def test_each_early_idea_is_kept_by_itself_and_who_does_it_is_no_idea(talk: Talk) -> None:
    events = talk.say(EARLY, *FOUND)
    ideas = [(e.question, e.said.span) for e in events if isinstance(e, Parked)]
    assert ideas == [
        ("processes", "radio ads"), ("processes", "a new website"), ("processes", "A tasting every week"),
        ("next_actions", "I'll visit two farms by 12 March"),
    ]  # fmt: skip


def test_ideas_are_asked_about_and_commitments_stand_where_they_belong(talk: Talk) -> None:
    talk.say(EARLY, *FOUND)
    leave_upstream(talk)
    talk.say("Go on.")
    assert [i.text for i in next_move(talk.state).parked] == ["radio ads", "a new website"]
    [tasting] = talk.plan["downstream"]["processes"]
    assert (tasting["name"], tasting["owner"], tasting["hours"]) == ("A tasting every week", "Tom", 5)
    [visit] = talk.plan["next_actions"]
    assert (visit["what"], visit["due"]) == ("visit two farms", "2026-03-12")


def test_an_idea_that_is_kept_takes_the_step_and_the_day_said_with_it(talk: Talk) -> None:
    talk.say("I want a breakfast.", finding("processes.name", "a breakfast", item="new1"))
    leave_upstream(talk)
    talk.say("Go on.")
    talk.say(
        "Keep. The first step is inviting ten treasurers on 16 March.",
        intent("resolve", target="i1", quote="Keep", text="keep"),
        finding("processes.first_step", "inviting ten treasurers", item="new1"),
        finding("processes.start", "on 16 March", item="new1", value="2026-03-16"),
    )
    [process] = talk.plan["downstream"]["processes"]
    assert process["name"] == "a breakfast"
    assert (process["first_step"], process["start"]) == ("inviting ten treasurers", "2026-03-16")


def test_who_owns_it_themselves_is_its_owner(talk: Talk) -> None:
    talk.say("Paid studies from 4 to 30. I own it.", *GOAL, finding("one_year.owner", "I", item="new1"))
    assert talk.plan["upstream"]["goals"][0]["owner"] == "I"


def test_words_taken_with_a_change_are_taken_as_changed(talk: Talk) -> None:
    offer(talk, "For towns, we make homes ready.")
    events = talk.say(
        "Put it in, with “we make them ready” instead.",
        intent("accept", target="o1", quote="Put it in"),
        finding("positioning.positioning", "we make them ready", rewording="For towns, we make them ready."),
    )
    assert [type(e) for e in events if isinstance(e, Accepted)] == [Accepted]
    assert talk.plan["upstream"]["proposition"]["positioning"] == "For towns, we make them ready."


def test_words_taken_with_a_change_that_holds_a_word_of_nobodys_are_offered(talk: Talk) -> None:
    offer(talk, "For towns, we make homes ready.")
    talk.say(
        "Put it in, with “we make them ready” instead.",
        intent("accept", target="o1", quote="Put it in"),
        finding("positioning.positioning", "we make them ready", rewording="For towns, we swiftly make them ready."),
    )  # fmt: skip
    assert talk.plan["upstream"]["proposition"]["positioning"] is None
    assert [s.text for s in talk.state.core.suggestions.values()] == [
        "For towns, we swiftly make them ready."
    ]


def offer(talk: Talk, words: str) -> None:
    """Offer a positioning, as the coach does when it has composed one."""
    pointer = "/upstream/proposition/positioning"
    made = Suggested(id="o1", question="positioning", text=words, origin="composed", fields={pointer: words})
    talk.state = engine.reduce(talk.state, made)


def test_the_day_that_somebody_does_not_know_is_not_asked_again(talk: Talk) -> None:
    leave_upstream(talk)
    talk.say("Go on.")
    talk.say(
        "Compare the invoices: I'll sit down with them. I own that. The day I can't say yet, leave it open.",
        finding("processes.name", "Compare the invoices", item="new1"),
        finding("processes.first_step", "sit down with them", item="new1"),
        finding("processes.owner", "I", item="new1"),
        intent("dont_know", quote="The day I can't say yet"),
    )
    assert talk.state.core.open["processes"] == "unknown"
    assert next_move(talk.state).asks.question == "skills"


def test_half_of_a_quote_is_enough_and_less_is_not() -> None:
    wanted = ["we should look at the invoices, I do not know"]
    assert missing_quotes(wanted, "You said “look at the invoices, I do not know”.") == []
    assert missing_quotes(wanted, "You said “the invoices”.") == wanted


DIAGNOSIS, CHOICE = "/summary/diagnosis", "/summary/guiding_choice"


def composed(talk: Talk) -> None:
    """Offer a guiding choice of two parts, as the coach composes it."""
    made = Suggested(
        id="o1",
        question="guiding_choice",
        text="Seats are empty. We choose homes.",
        origin="composed",
        fields={DIAGNOSIS: "Seats are empty.", CHOICE: "We choose homes."},
    )
    talk.state = engine.reduce(talk.state, made)


def test_of_words_with_two_parts_the_one_that_was_not_touched_stands(talk: Talk) -> None:
    composed(talk)
    talk.say(
        "It should say that we choose agencies.",
        finding("guiding_choice.guiding_choice", "we choose agencies", rewording="We choose agencies."),
    )
    [offered] = talk.state.core.suggestions.values()
    assert offered.text == "Seats are empty. We choose agencies."
    assert offered.fields == {DIAGNOSIS: "Seats are empty.", CHOICE: "We choose agencies."}


def test_both_parts_put_right_in_one_breath_are_taken(talk: Talk) -> None:
    composed(talk)
    talk.say(
        "With our seats empty, and we choose agencies: it stands.",
        intent("accept", target="o1", quote="it stands"),
        finding("guiding_choice.diagnosis", "our seats empty", rewording="Our seats are empty."),
        finding("guiding_choice.guiding_choice", "we choose agencies", rewording="We choose agencies."),
    )
    summary = talk.plan["summary"]
    assert (summary["diagnosis"], summary["guiding_choice"]) == (
        "Our seats are empty.",
        "We choose agencies.",
    )


def test_words_offered_beside_those_asked_about_are_put_to_the_person_next(talk: Talk) -> None:
    talk.say("We are for homes.", finding("positioning.positioning", "for homes"))
    composed(talk)
    talk.say(
        "Put the agencies into both: we choose agencies, for agencies.",
        finding("positioning.positioning", "for agencies", rewording="For agencies."),
        finding("guiding_choice.guiding_choice", "we choose agencies", rewording="We choose agencies."),
    )
    assert next_move(talk.state).asks.question == "guiding_choice"
    offered = next(s for s in talk.state.core.suggestions.values() if s.question == "guiding_choice")
    events = talk.say(
        "Yes. Show me the positioning.",
        intent("accept", target=offered.id, quote="Yes"),
        intent("show", target="positioning", quote="Show me the positioning"),
    )
    assert not any(isinstance(e, Digressed) for e in events), "the old words are not what they want to see"
    assert talk.plan["summary"]["guiding_choice"] == "We choose agencies."
    move = next_move(talk.state)
    assert (move.kind, move.question) == ("suggestion", "positioning")
    assert [s.text for s in move.suggestions] == ["For agencies."]
