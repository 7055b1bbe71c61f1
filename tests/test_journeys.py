"""Whole conversations, played to the end: how long they take, in which order they go, and what stands in the plan."""

import random
from collections.abc import Iterator, Mapping

import pytest

from coach import stages
from coach.language.spans import contains
from coach.library.search import Library
from tests.journeys import ARCHITECT, TERSE, WHOLESALER
from tests.talk import Talk

LONG = 80
"""No conversation may come near this: a talk that does goes round in circles."""
Journey = Mapping[str, str | list[str]]
PARTS: Mapping[str, tuple[Journey, int]] = {
    "ARCHITECT": (ARCHITECT, 30),
    "WHOLESALER": (WHOLESALER, 25),
    "TERSE": (TERSE, 35),
}


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library.open(tmp_path_factory.mktemp("library"))


def _answer(talk: Talk, left: dict[str, list[str]]) -> str:
    assert talk.move is not None
    usual = {"review": "keep all", "finding": "leave it", "parked": "keep it"}.get(talk.move.asks.kind)
    if usual is not None:
        return usual
    answers = left.get(talk.asking or "", [])
    return answers.pop(0) if answers else "I don't know"


def _play(library: Library, journey: Journey, first: str = "") -> Iterator[Talk]:
    """Yield the talk after its opening and after each message, to its end."""
    left = {q: [a] if isinstance(a, str) else list(a) for q, a in journey.items()}
    talk = Talk(library).open()
    yield talk
    if first:
        talk.say(first)
        yield talk
    while talk.asking is not None:
        assert talk.said < LONG, f"still asking {talk.asking} after {LONG} messages"
        talk.say(_answer(talk, left))
        yield talk


def _to_the_end(library: Library, journey: Journey, first: str = "") -> Talk:
    *_, talk = _play(library, journey, first)
    return talk


@pytest.mark.parametrize("name", PARTS)
def test_a_person_who_answers_everything_leaves_with_a_final_plan_in_good_time(
    name: str, library: Library
) -> None:
    journey, most = PARTS[name]
    talk = _to_the_end(library, journey)
    assert talk.plan.status == "final"
    assert talk.said <= most
    assert talk.state.core.closed("goals")
    assert talk.plan.downstream.processes


@pytest.mark.parametrize("name", PARTS)
def test_upstream_comes_first_whatever_is_said(name: str, library: Library) -> None:
    reached = 0
    for talk in _play(library, PARTS[name][0]):
        core = talk.state.core
        downstream = any(core.has_value(q.id) for q in stages.QUESTIONS if stages.is_downstream(q.id))
        assert not downstream or core.upstream_closed()
        assert talk.move is not None
        if talk.move.asks.kind == "question" and talk.asking is not None:
            assert stages.ORDER[talk.asking] >= reached
            reached = stages.ORDER[talk.asking]


@pytest.mark.parametrize("name", PARTS)
def test_what_the_plan_says_they_said_they_did_say(name: str, library: Library) -> None:
    talk = _to_the_end(library, PARTS[name][0])
    stated = 0
    for pointer, proof in talk.plan.provenance.items():
        for said in proof.said:
            text = talk.state.text(said.turn) or ""
            assert contains(text, said.span), f"{pointer}: {said.span!r} is not in {text!r}"
        if proof.status == "stated":
            stated += 1
            assert proof.said, f"{pointer} is stated without words"
    assert stated >= 15


@pytest.mark.parametrize("name", PARTS)
def test_each_question_is_asked_in_new_words_or_not_again(name: str, library: Library) -> None:
    replies = [talk.reply for talk in _play(library, PARTS[name][0])]
    assert len(set(replies)) == len(replies)


def test_the_short_journey_takes_at_most_twelve_messages(library: Library) -> None:
    asked = set()
    for talk in _play(library, WHOLESALER, first="The quick version please, I have ten minutes"):
        asked.add(talk.asking)
    assert talk.said <= 12
    assert talk.state.core.pace == "express"
    assert asked - {None} <= {q.id for q in stages.QUESTIONS if q.express or q.id == stages.CONFIRM}
    assert talk.plan.upstream.goals
    assert talk.plan.downstream.processes
    assert talk.plan.next_actions


def test_someone_who_knows_nothing_gets_a_draft_of_open_questions_and_nothing_made_up(
    library: Library,
) -> None:
    talk = _to_the_end(library, {})
    assert talk.plan.status == "draft"
    assert talk.said <= len(stages.QUESTIONS)
    assert {q.id for q in stages.QUESTIONS} <= set(talk.state.core.open)
    assert not talk.state.core.values
    assert not any(talk.state.core.items.values())


PIECES = (
    "asdf lol ??? 12 -3 €€ 1e999 99999999999999999999 31.02.2026 undo keep not actually instead of 24 go back to "
    "<b> </script> {x} %s ' \" \\ \n \t مرحبا שלום 你好 😅 \u200b \u202e yes no everyone from to by Anna Monday "
    "change the target remove skip plan DROP TABLE; null None NaN ∞ ½ ٣ because why what is"
).split(" ")


def test_sixty_messages_of_nonsense_are_borne_with_patience(library: Library) -> None:
    dice = random.Random(7)
    talk = Talk(library).open()
    for _ in range(60):
        words = [dice.choice(PIECES) for _ in range(dice.randint(1, 9))]
        said = dice.choice((" ", "", " ", ", ")).join(words)
        assert talk.say(said).strip(), said
        for proof in talk.plan.provenance.values():
            for span in proof.said:
                assert contains(talk.state.text(span.turn) or "", span.span)
    assert talk.plan.status in ("draft", "final")
