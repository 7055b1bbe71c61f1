"""The end of a talk: what the check found is said at once, mended or left, and the page is signed."""

from copy import copy

import pytest

from coach import engine, intake, project
from coach.events import Answered, Asked, Confirmed, Scalar, Suggested, Undone, Value, dump_event, load_event
from coach.language.wording.asking import AS_IT_IS, DRAFT
from coach.library.search import Library
from coach.moves import next_move, standing
from coach.state import State
from coach.turn import admit
from tests.journeys import ARCHITECT
from tests.talk import START, Talk

BOTH = "Energy prices double, so school boards cut what they spend on new buildings."


@pytest.fixture(scope="module")
def closing(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    """A talk in which the check has just said what it found."""
    talk = Talk(Library.open(tmp_path_factory.mktemp("library"))).open()
    for asked, answer in ARCHITECT.items():
        if asked != "confirm":
            talk.say(answer)
    return talk


@pytest.fixture
def talk(closing: Talk) -> Talk:
    return copy(closing)


def _codes(state: State) -> list[str]:
    return [f.code for f in standing(state)]


def test_all_that_the_check_found_is_said_in_one_reply_with_one_question(talk: Talk) -> None:
    assert talk.move is not None
    assert [f.code for f in talk.move.findings] == [
        "few_trends",
        "challenge_untested",
        "nothing_keeps_clients",
    ]
    assert [line[:2] for line in talk.reply.splitlines() if line[:1].isdigit()] == ["1.", "2.", "3."]
    assert talk.reply.count("?") == 1
    assert talk.asking == "trends"


@pytest.mark.parametrize(
    "words",
    [
        "Yes I sign",
        "leave it",
        "sign it as it is",
        "Leave them as they are and sign",
        AS_IT_IS,
        "ok, as it is",
    ],
)
def test_who_signs_all_the_same_has_a_final_plan_and_the_findings_stay_open(talk: Talk, words: str) -> None:
    talk.say(words)
    assert talk.plan.status == "final"
    left = {o.question: o for o in talk.plan.open_questions if o.reason == "left"}
    assert set(left) == {"trends", "challenge", "processes"}
    reasons = {f.reason for f in talk.plan.findings}
    assert {o.text for o in left.values()} <= reasons
    assert "what must happen" in talk.reply


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("1. Energy prices double, so school boards spend less on new buildings.", "few_trends"),
        ("It hurts because they get fined, it is urgent by law and they all know it.", "challenge_untested"),
        ("the first: energy prices double, so school boards spend less on buildings", "few_trends"),
    ],
)
def test_an_answer_that_mends_one_of_them_is_taken_and_the_page_comes_next(
    talk: Talk, words: str, code: str
) -> None:
    talk.say(words)
    assert code not in _codes(talk.state)
    assert talk.asking == "confirm"
    talk.say("Yes, I'd sign it")
    assert talk.plan.status == "final"
    left = {o.question for o in talk.plan.open_questions if o.reason == "left"}
    assert left == {"trends", "challenge", "processes"} - {"trends" if code == "few_trends" else "challenge"}


def test_who_names_one_by_its_number_is_asked_what_it_should_be(talk: Talk) -> None:
    talk.say("the second one")
    assert talk.asking == "challenge"
    assert talk.plan.status == "draft"


@pytest.mark.parametrize("words", [DRAFT, "not yet"])
def test_who_does_not_sign_keeps_a_draft_in_which_nothing_was_left_open_for_them(
    talk: Talk, words: str
) -> None:
    talk.say(words)
    assert talk.plan.status == "draft"
    assert set(talk.state.core.open) == {"confirm"}


def test_who_goes_on_after_signing_signs_anew_and_what_is_mended_is_open_no_more(talk: Talk) -> None:
    talk.say("sign it as it is")
    talk.say(f"add a trend: {BOTH}")
    assert not project.is_final(talk.state.core)
    assert "trends" not in talk.state.core.open
    talk.say("sign it")
    assert project.is_final(talk.state.core)


def test_undo_takes_back_a_signature_with_what_it_left_open(talk: Talk) -> None:
    talk.say("leave it")
    talk.say("undo")
    assert talk.plan.status == "draft"
    assert not talk.state.core.open


def test_what_was_left_open_comes_back_with_an_imported_plan(talk: Talk) -> None:
    talk.say("leave it")
    core, _, _ = intake.core_from(project.as_data(talk.plan))
    assert {q for q, why in core.open.items() if why == "left"} == {"trends", "challenge", "processes"}
    assert project.is_final(core)


def test_whichever_voice_signs_the_log_says_what_was_left_open(talk: Talk) -> None:
    state = engine.begin(talk.state, talk.state.turn + 1, "firmo", START)
    signed, kept = admit(state, [Confirmed(said=state.said("firmo"))])
    stored = [load_event(dump_event(e)) for e in kept]
    assert stored[0] == Confirmed(said=state.said("firmo"), left=("trends", "challenge", "processes"))
    assert engine.fold(state, stored).core == signed.core


def test_an_old_log_that_raised_one_finding_at_a_time_is_still_read(talk: Talk) -> None:
    old = load_event(
        {
            "type": "Asked",
            "v": 1,
            "kind": "finding",
            "question": "trends",
            "finding": "few_trends@/upstream/market/trends",
        }
    )
    assert isinstance(old, Asked)
    assert old.findings == ()
    assert "few_trends@/upstream/market/trends" in engine.reduce(talk.state, old).core.raised


def test_who_signs_while_a_correction_waits_is_told_what_is_in_the_way(talk: Talk) -> None:
    talk.say("Actually 24, not 12")
    assert talk.state.core.review
    talk.say("I sign it")
    assert talk.plan.status == "draft"
    assert "draft" in talk.reply
    assert "to look at again" in talk.reply
    assert talk.state.core.confirmed is None


def test_the_ten_minute_way_has_nothing_to_sign_and_says_so(talk: Talk) -> None:
    talk.say("express please")
    assert next_move(talk.state).asks.kind != "finding"
    talk.say("sign it")
    assert talk.plan.status == "draft"
    assert "full" in talk.reply


def test_undo_comes_past_words_that_are_offered_again_after_each_undo() -> None:
    def offer(state: State) -> State:
        fields: dict[str, Scalar | tuple[str, ...]] = {"/situation/symptom": "fewer calls"}
        event = Suggested(
            id=state.next_id("suggestion"),
            question="symptom",
            text="fewer calls",
            origin="option",
            fields=fields,
        )
        return engine.reduce(state, event)

    state = engine.begin(State(conversation="undone"), 1, "bread", START)
    said = Value(value="bread", said=(state.said("bread"),))
    state = engine.reduce(state, Answered(question="company", fields={"/company/offer": said}))
    state = offer(engine.begin(state, 2, "any ideas?", START))
    taken = []
    for turn in (3, 4):
        state = engine.reduce(engine.begin(state, turn, "undo", START), Undone())
        taken.append(state.undid)
        state = offer(state)
    assert taken == [2, 1]
