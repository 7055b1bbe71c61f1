"""What is one provider's own: how it counts, names its faults, declines and thinks. The rest is the same for all of them."""

import asyncio
from typing import Any

import pytest

from coach.language.model.client import _loop
from tests.language.model.conftest import Enter
from tests.language.model.room import COMPANY, IMPATIENT, SYMPTOM, said_well
from tests.language.model.test_model_faults import GOOD, failing, goes_on, good, lines, once, sound
from tests.model_server import Answer, Request, nobody
from tests.model_wire import Wire

BILLING = "You exceeded your current quota, please check your plan and billing details."
"""What Google says of a minute's share as well as of a day's."""


def delay(seconds: str) -> Answer:
    info = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": seconds}
    return Answer(status=429, message=BILLING, details=(info,))


def test_a_turn_is_read_and_spoken_by_the_model_and_its_tokens_are_counted(enter: Enter, wire: Wire) -> None:
    room = enter(wire)
    reply = room.say(COMPANY)
    reading, speaking = room.server.requests
    assert (reading.structured, speaking.structured, speaking.stream) == (True, False, True)
    assert reply.text.startswith("That is a narrow field")
    assert reply.plan.company.size == 14
    assert (reply.model_calls, reply.input_tokens) == (2, reading.tokens + speaking.tokens)
    assert reply.output_tokens > 50
    room.whole()


def test_where_nobody_listens_the_rules_go_on(enter: Enter, wire: Wire, caplog: Any) -> None:
    with nobody() as url:
        room = enter(wire, url=url if wire == "openai" else url.removesuffix("/v1"))
        reply = room.say(COMPANY)
        sound(room, reply, caplog)
        assert "could not be reached" in reply.text
        assert lines(reply) == 1


def test_no_client_tries_again_by_itself(enter: Enter, wire: Wire) -> None:
    room = enter(wire)
    room.server.always(Answer(status=503))
    with pytest.raises(Exception, match="own words"):
        asyncio.run_coroutine_threadsafe(room.words._model.ainvoke("hello"), _loop()).result()
    assert len(room.server.requests) == 1


@pytest.mark.parametrize("fault", ["cut", "reset"])
def test_an_answer_that_breaks_off_does_not_cost_the_service_its_forms(
    enter: Enter, wire: Wire, fault: Any
) -> None:
    room = enter(wire)
    before = list(room.reader._methods)
    reply = room.say(COMPANY, failing(understand=Answer(data=GOOD, ends=fault)))
    assert lines(reply) == 1
    assert room.reader._methods == before
    goes_on(room)


# Google


def test_googles_way_to_refuse_a_key_is_told_as_one(enter: Enter) -> None:
    room = enter("google_genai")
    reason = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
    wrong = Answer(status=400, message="API key not valid. Please pass a valid API key.", details=(reason,))
    reply = room.say(COMPANY, failing(understand=wrong))
    assert "does not accept this key" in reply.text
    assert len(room.server.requests) == 1
    goes_on(room)


def test_googles_minute_is_no_empty_account_and_nobody_waits_for_it(enter: Enter, caplog: Any) -> None:
    room = enter("google_genai")
    reply = room.say(COMPANY, failing(understand=delay("36s")))
    sound(room, reply, caplog)
    assert "too busy" in reply.text
    assert len(room.server.requests) == 1


@pytest.mark.parametrize("job", ["understand", "speak"])
def test_what_google_asks_to_wait_for_shortly_is_waited_for(enter: Enter, job: str, caplog: Any) -> None:
    room = enter("google_genai")
    reply = room.say(COMPANY, failing(**{job: once(delay("0.01s"), good)}))
    sound(room, reply, caplog)
    assert lines(reply) == 0
    assert len(room.server.requests) == 3


def test_an_account_without_credit_is_told_as_one(enter: Enter, wire: Wire) -> None:
    room = enter(wire)
    reply = room.say(COMPANY, failing(understand=Answer(status=429, message=BILLING)))
    assert "no credit left" in reply.text


@pytest.mark.parametrize("answer", [Answer(refusal=""), Answer(text="", finish="content_filter")])
@pytest.mark.parametrize("job", ["understand", "speak"])
def test_what_google_blocks_for_safety_is_told_as_declined(
    enter: Enter, job: str, answer: Answer, caplog: Any
) -> None:
    room = enter("google_genai")
    reply = room.say(COMPANY, failing(**{job: answer}))
    sound(room, reply, caplog)
    assert "The model declined" in reply.text
    assert lines(reply) == 1
    goes_on(room)


# Ollama


def test_ollama_is_asked_for_a_context_that_holds_the_prompt(enter: Enter) -> None:
    room = enter("ollama")
    room.say(COMPANY)
    room.say(SYMPTOM)
    for request in room.server.requests:
        assert request.tokens < request.body["options"]["num_ctx"] * 0.75
        assert request.structured == isinstance(request.body.get("format"), dict)


@pytest.mark.parametrize("job", ["understand", "speak"])
def test_an_error_before_the_first_word_is_tried_again(enter: Enter, job: str, caplog: Any) -> None:
    room = enter("ollama")
    gone = Answer(
        text="Well", data=GOOD, ends="error", after=0, message="llama runner process has terminated"
    )
    reply = room.say(COMPANY, failing(**{job: once(gone, good)}))
    sound(room, reply, caplog)
    assert lines(reply) == 0
    assert len(room.server.requests) == 3


def test_a_model_that_thinks_on_and_on_is_not_waited_for(enter: Enter, caplog: Any) -> None:
    room = enter("ollama")
    room.patience(speak=IMPATIENT)
    reply = room.say(COMPANY, failing(speak=Answer(thinks="hmm " * 40, text="Well.", pace=0.05)))
    sound(room, reply, caplog)
    assert "took too long" in reply.text
    assert room.server.requests[-1].left.wait(2)
    assert room.server.requests[-1].sent < 40


def test_what_a_model_thinks_is_no_part_of_what_it_says(enter: Enter) -> None:
    room = enter("ollama")

    def script(request: Request) -> Answer:
        thought = "The person seems to sell schools. "
        if request.structured:
            return Answer(data=GOOD, thinks=thought)
        return Answer(text=said_well(request).text, thinks=thought)

    reply = room.say(COMPANY, script)
    assert lines(reply) == 0
    assert reply.text.startswith("That is a narrow field")
    assert "seems to sell" not in reply.text
