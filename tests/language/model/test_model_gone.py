"""No model to be reached, a person who presses stop, and keys that stay secret."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from coach.export import to_json, to_markdown
from coach.library.search import Library
from coach.turn import Reply, finish
from tests.journeys import ARCHITECT, TERSE
from tests.language.model.conftest import Enter
from tests.language.model.mind import understood
from tests.language.model.room import (
    COMPANY,
    SYMPTOM,
    USER,
    WORDS,
    Room,
    clear,
    kept_quiet,
    room,
    said_well,
)
from tests.language.model.test_model_faults import GOOD, LINE, lines
from tests.model_server import KEY, Answer, ModelServer, Request, nobody
from tests.model_wire import Wire

LONG = 80
SLOW = "You build for towns. That is a narrow field and it helps. They decide together. Now we go on to the next."


def usual(reply: Reply, left: dict[str, list[str]]) -> str:
    asked = reply.state.asking
    assert asked is not None
    fixed = {"review": "keep all", "finding": "leave it", "parked": "keep it"}.get(asked.kind)
    answers = left.get(reply.asking or "", [])
    return fixed or (answers.pop(0) if answers else "I don't know")


def journey(made: Room, answers: dict[str, Any]) -> Reply:
    """Answer whatever is asked until nothing is."""
    left = {q: [a] if isinstance(a, str) else list(a) for q, a in answers.items()}
    reply = made.replies[-1]
    while reply.asking is not None:
        assert reply.turn < LONG, f"still asking {reply.asking}"
        reply = made.say(usual(reply, left))
        clear(reply.text)
    return reply


@pytest.mark.parametrize("persona", [ARCHITECT, TERSE], ids=["architect", "terse"])
def test_without_its_model_from_the_first_message_on_a_whole_journey_ends_in_a_plan(
    tmp_path: Path, library: Library, server: ModelServer, persona: dict[str, Any], caplog: Any
) -> None:
    with nobody() as url, room(tmp_path, library, server, "openai", url=url) as made:
        reply = journey(made, persona)
        assert reply.plan.status == "final"
        assert reply.plan.downstream.processes
        assert len(made.replies) < 40
        told = [r for r in made.replies[1:] if LINE.search(r.text)]
        assert len(told) >= 20, "each reply that the model was wanted for says that it did without"
        assert all(lines(r) <= 1 and r.model_calls == 0 for r in made.replies)
        made.whole()
        clear(to_json(reply.plan) + to_markdown(reply.plan))
    kept_quiet(caplog)
    assert not server.requests


@pytest.mark.parametrize("persona", [ARCHITECT, TERSE], ids=["architect", "terse"])
def test_with_its_model_a_whole_journey_ends_in_the_same_kind_of_plan(
    enter: Enter, wire: Wire, persona: dict[str, Any], caplog: Any
) -> None:
    made = enter(wire)
    reply = journey(made, persona)
    assert reply.plan.status == "final"
    assert reply.plan.downstream.processes
    assert len(made.replies) < 45
    assert all(r.model_calls <= 2 and not LINE.search(r.text) for r in made.replies)
    assert sum(r.model_calls for r in made.replies) == len(server_calls(made))
    made.whole()
    assert KEY not in to_json(reply.plan) + to_markdown(reply.plan)
    kept_quiet(caplog)
    assert {r.key for r in made.server.requests} == {KEY}
    assert not any(KEY in r.text for r in made.server.requests)


def server_calls(made: Room) -> list[Request]:
    return made.server.requests


def test_a_model_that_comes_and_goes_costs_nobody_an_answer(enter: Enter) -> None:
    made = enter("openai")
    answers = {q: [a] for q, a in ARCHITECT.items()}
    reply = made.replies[-1]
    while reply.asking is not None:
        assert reply.turn < LONG
        text = usual(reply, answers)
        well, gone = made.capable(text), Answer(status=500, headers={"Retry-After": "0"})
        away = reply.turn % 3

        def script(request: Request, well: Any = well, gone: Answer = gone, away: int = away) -> Answer:
            return gone if away == (1 if request.structured else 2) else well(request)

        # Another turn, another client: what the last one learned of the service is not what is tested here.
        reply = made.say(text, script)
        assert lines(reply) <= 1
    assert reply.plan.status == "final"
    made.whole()


# Stop


def slowly(request: Request) -> Answer:
    return Answer(data=GOOD) if request.structured else Answer(text=SLOW, pace=0.05)


def test_stop_ends_the_stream_and_the_turn_is_whole(enter: Enter, wire: Wire) -> None:
    made = enter(wire)
    pieces = made.pieces(COMPANY, slowly)
    first = next(pieces)
    assert isinstance(first, str)
    made.coach.stop(made.conversation)
    rest = list(pieces)
    speaking = made.server.requests[-1]
    assert speaking.left.wait(2), "the server sees that nobody listens any more"
    reply = rest[-1]
    assert isinstance(reply, Reply)
    assert reply.asking == "symptom"
    assert reply.text.endswith("?")
    assert lines(reply) == 0
    assert reply.plan.company.size == 14
    made.whole()
    again = made.say(SYMPTOM)
    assert again.turn == reply.turn + 1
    assert again.asking == "attempts"
    made.whole()


@pytest.mark.parametrize("job", ["understand", "speak"])
def test_stop_ends_a_model_that_says_nothing(enter: Enter, wire: Wire, job: str) -> None:
    made = enter(wire)
    silent = Answer(ends="silent")

    def script(request: Request) -> Answer:
        if request.structured:
            return silent if job == "understand" else Answer(data=GOOD)
        return silent

    done: list[Reply] = []
    made.server.always(script)
    turn = threading.Thread(
        target=lambda: done.append(finish(made.coach.say(USER, made.conversation, COMPANY)))
    )
    turn.start()
    until = time.monotonic() + 10
    while not (made.server.requests and made.server.requests[-1].structured == (job == "understand")):
        assert time.monotonic() < until
        time.sleep(0.005)
    made.coach.stop(made.conversation)
    turn.join(5)
    assert not turn.is_alive()
    assert made.server.requests[-1].left.wait(2)
    (reply,) = done
    assert reply.plan.company.size == 14
    assert reply.asking == "symptom"
    assert lines(reply) == 0
    assert len(made.server.requests) == (1 if job == "understand" else 2)
    made.whole()


def test_a_listener_who_goes_away_ends_the_stream_and_finds_the_turn_again(enter: Enter, wire: Wire) -> None:
    made = enter(wire)
    pieces = made.pieces(COMPANY, slowly)
    assert isinstance(next(pieces), str)
    pieces.close()  # type: ignore[attr-defined]
    assert made.server.requests[-1].left.wait(2)
    records = made.coach.store.turns(USER, made.conversation)
    assert records[-1].text == COMPANY
    assert records[-1].reply is None, "nobody heard it to its end"
    made.server.always(said_well)
    reply = made.coach.resume(USER, made.conversation)
    assert reply.asking == "symptom"
    assert reply.plan.company.size == 14
    made.whole()


def test_stop_between_turns_stops_nothing(enter: Enter) -> None:
    made = enter()
    made.coach.stop(made.conversation)
    reply = made.say(COMPANY)
    assert reply.model_calls == 2
    assert reply.text.startswith(WORDS.split("{")[0].strip())


def test_stop_in_one_conversation_stops_no_other(enter: Enter) -> None:
    made = enter()
    other = made.coach.start("bob").conversation
    pieces = made.pieces(COMPANY, slowly)
    next(pieces)
    made.coach.stop(other)
    reply = list(pieces)[-1]
    assert isinstance(reply, Reply)
    assert not made.server.requests[-1].left.is_set()


def test_what_the_model_was_told_is_not_told_to_the_log(enter: Enter, caplog: Any) -> None:
    made = enter()
    with caplog.at_level("DEBUG", logger="coach"):
        made.say(COMPANY)
    logged = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("coach"))
    assert "input_tokens" in logged
    assert "primary schools" not in logged
    assert "Ghent" not in logged
    assert KEY not in logged


def test_an_empty_form_is_an_answer_that_says_nothing(enter: Enter, wire: Wire) -> None:
    made = enter(wire)
    reply = made.say(COMPANY, lambda r: Answer(data=understood()) if r.structured else said_well(r))
    assert lines(reply) == 0
    assert reply.asking == "company"
    assert reply.text.endswith("?")
    assert len(made.server.requests) == 2
