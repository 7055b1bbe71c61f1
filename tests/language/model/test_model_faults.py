"""The model or its service fails in every way there is: no answer is lost, nothing of it shows, the talk goes on."""

import re
from collections.abc import Callable

import pytest

from coach.turn import Reply
from tests.language.model import faults
from tests.language.model.conftest import Enter
from tests.language.model.mind import finding, intent, understood
from tests.language.model.room import COMPANY, IMPATIENT, PATIENT, SYMPTOM, Room, clear, kept_quiet, said_well
from tests.model_server import Answer, Request, Script
from tests.model_wire import Wire

LINE = re.compile(r"\([^()]*; nothing is lost\.\)")
"""The one plain line that says what went wrong."""
ATTEMPTS = 3
"""Requests that one call may take."""
GOOD = understood(
    [
        finding("company.offer", "design primary schools"),
        finding("company.buyers", "municipalities in Ghent"),
        finding("company.size", "14 of us", value="14"),
    ]
)


def failing(understand: Answer | Script | None = None, speak: Answer | Script | None = None) -> Script:
    """Return a model that fails at one job, or both, and does the other well."""

    def script(request: Request) -> Answer | None:
        does = understand if request.structured else speak
        if does is None:
            return Answer(data=GOOD) if request.structured else said_well(request)
        return does(request) if callable(does) else does

    return script


def once(fault: Answer, then: Callable[[Request], Answer]) -> Script:
    """Return what fails the first time it is asked, and never after."""
    left = [fault]
    return lambda request: left.pop() if left else then(request)


def good(request: Request) -> Answer:
    return Answer(data=GOOD) if request.structured else said_well(request)


def patience(fault: str) -> float:
    return IMPATIENT if fault.startswith("silence") else PATIENT


def lines(reply: Reply) -> int:
    return len(LINE.findall(reply.text))


def sound(room: Room, reply: Reply, caplog: pytest.LogCaptureFixture) -> None:
    """Assert what holds after any fault: the answer is kept, the next question asked, and nothing leaked."""
    assert reply.plan.company.size == 14
    assert "primary schools" in (reply.plan.company.offer or "")
    assert any(e["type"] == "Answered" and e["question"] == "company" for e in room.events())
    assert reply.asking == "symptom"
    assert reply.text.count("?") >= 1
    assert len(reply.text.split()) < 200
    assert reply.model_calls <= 2
    clear(reply.text)
    clear(str(room.events()))
    kept_quiet(caplog)
    room.whole()


def goes_on(room: Room) -> None:
    """Assert that the next turn is spoken by the model, as if nothing had been."""
    room.server.forget()
    room.patience()
    reply = room.say(SYMPTOM)
    assert reply.text.startswith("That is a narrow field")
    assert lines(reply) == 0
    assert reply.model_calls == 2
    assert reply.asking == "attempts"
    room.whole()


@pytest.mark.parametrize("fault", faults.SERVER | faults.BROKEN)
def test_an_answer_the_model_never_read_is_read_by_rules(
    enter: Enter, wire: Wire, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    room = enter(wire)
    room.patience(understand=patience(fault))
    reply = room.say(COMPANY, failing(understand=(faults.SERVER | faults.BROKEN)[fault]))
    sound(room, reply, caplog)
    assert lines(reply) == 1
    assert 1 <= len(room.server.requests) <= 2 * ATTEMPTS
    assert all(r.structured for r in room.server.requests), "after a failed reading the reply is guided"
    goes_on(room)


@pytest.mark.parametrize("fault", faults.SERVER | faults.BROKEN)
def test_a_reply_the_model_never_finished_is_finished_by_rules(
    enter: Enter, wire: Wire, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    room = enter(wire)
    room.patience(speak=patience(fault))
    reply = room.say(COMPANY, failing(speak=(faults.SERVER | faults.BROKEN)[fault]))
    sound(room, reply, caplog)
    assert lines(reply) <= 1
    if fault in faults.SERVER:
        assert lines(reply) == 1
    assert reply.text.rstrip().endswith("?")
    assert len([r for r in room.server.requests if not r.structured]) <= ATTEMPTS
    goes_on(room)


@pytest.mark.parametrize("status", [429, 500, 503, 529])
@pytest.mark.parametrize("job", ["understand", "speak"])
def test_what_passes_by_itself_is_tried_again_and_nobody_notices(
    enter: Enter, wire: Wire, status: int, job: str, caplog: pytest.LogCaptureFixture
) -> None:
    room = enter(wire)
    fails = once(Answer(status=status, headers={"Retry-After": "0"}, message=faults.LEAK), good)
    reply = room.say(COMPANY, failing(**{job: fails}))
    sound(room, reply, caplog)
    assert lines(reply) == 0
    assert reply.text.startswith("That is a narrow field")
    assert len(room.server.requests) == 3
    assert reply.model_calls == 2


def test_nobody_waits_for_an_hour_because_a_service_says_so(enter: Enter, wire: Wire) -> None:
    room = enter(wire)
    fault = faults.SERVER["429 with an hour's Retry-After"]
    reply = room.say(COMPANY, failing(understand=fault))
    assert lines(reply) == 1
    assert len(room.server.requests) == 1


@pytest.mark.parametrize("fault", ["wrong key", "no permission", "silence before the first token"])
def test_what_will_not_pass_is_not_tried_again(enter: Enter, wire: Wire, fault: str) -> None:
    room = enter(wire)
    room.patience(understand=patience(fault))
    room.say(COMPANY, failing(understand=faults.SERVER[fault]))
    assert len(room.server.requests) == 1


@pytest.mark.parametrize("job", ["understand", "speak"])
def test_a_connection_is_closed_when_patience_ends(enter: Enter, wire: Wire, job: str) -> None:
    room = enter(wire)
    room.patience(**{job: IMPATIENT})
    room.say(COMPANY, failing(**{job: faults.BROKEN["silence midway"]}))
    assert room.server.requests[-1].left.wait(2)


# What came is not what was asked for


_NOTHING = {"an empty reply", "nothing at all", "stopped by a filter"}
SILENT = {
    "openai": _NOTHING | {"a refusal in its field", "half a JSON"},
    "anthropic": _NOTHING | {"a list", "a number", "null"},
    "ollama": _NOTHING,
    "google_genai": _NOTHING | {"a refusal in its field", "deep JSON"},
}
"""Faults of which the client leaves nothing to be read."""


@pytest.mark.parametrize("fault", faults.DATA)
def test_an_unreadable_reading_is_asked_for_once_more(
    enter: Enter, wire: Wire, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    room = enter(wire)
    reply = room.say(COMPANY, failing(understand=once(faults.DATA[fault], good)))
    sound(room, reply, caplog)
    if fault in SILENT[wire]:
        assert len(room.server.requests) == 1, "nothing came that could be mended"
        assert lines(reply) == 1
    else:
        assert len(room.server.requests) == 2
        assert lines(reply) == 0
        assert reply.model_calls == 2
        assert "could not be used" in room.server.requests[1].text
    goes_on(room)


@pytest.mark.parametrize("fault", faults.DATA)
def test_a_reading_that_stays_unreadable_is_done_by_rules(
    enter: Enter, wire: Wire, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    room = enter(wire)
    reply = room.say(COMPANY, failing(understand=faults.DATA[fault]))
    sound(room, reply, caplog)
    assert lines(reply) == 1
    assert "too long" not in reply.text, "a long answer is refused at once, it holds nobody up"
    assert len(room.server.requests) <= 2
    goes_on(room)


SHAPES = {
    "findings of the wrong type": understood() | {"findings": "none"},
    "rows of the wrong type": {"language": 7, "findings": [3, None, ["x"]], "intents": ["skip"]},
    "fields of the wrong type": understood(
        [finding("company.offer", "x") | {"quote": {"a": 1}, "field": 12}]
    ),
    "an unknown intent only": understood(intents=[intent("launch_the_rocket")]),
}
"""Nothing in these can be used."""


@pytest.mark.parametrize("shape", SHAPES)
def test_a_form_filled_in_wrongly_is_asked_for_again_then_done_by_rules(
    enter: Enter, wire: Wire, shape: str, caplog: pytest.LogCaptureFixture
) -> None:
    room = enter(wire)
    reply = room.say(COMPANY, failing(understand=Answer(data=SHAPES[shape])))
    sound(room, reply, caplog)
    assert len(room.server.requests) == 2
    assert lines(reply) == 1


STRAY = {
    "an unknown intent": intent("launch_the_rocket", COMPANY),
    "an event of the engine's": {"type": "Confirmed", "said": {"turn": 1, "span": COMPANY}},
    "an unknown field": finding("company.horoscope", "Ghent"),
    "words nobody said": finding("symptom.symptom", "We are losing 400,000 a year to rivals"),
    "a number nobody said": finding("company.size", "250 people", value="250"),
    "a wrong number for right words": finding("company.size", "14 of us", value="999"),
    "a null": None,
}


@pytest.mark.parametrize("stray", STRAY)
def test_one_bad_entry_takes_no_good_one_with_it(
    enter: Enter, wire: Wire, stray: str, caplog: pytest.LogCaptureFixture
) -> None:
    room = enter(wire)
    where = "intents" if STRAY[stray] and "kind" in (STRAY[stray] or {}) else "findings"
    data = GOOD | {where: [STRAY[stray], *GOOD[where]]}
    reply = room.say(COMPANY, failing(understand=Answer(data=data)))
    sound(room, reply, caplog)
    assert lines(reply) == 0
    assert len(room.server.requests) == 2
    assert "400,000" not in str(room.events())
    assert reply.plan.situation.symptom is None
    assert reply.plan.status == "draft"


def test_the_same_call_twice_counts_once(enter: Enter, wire: Wire) -> None:
    room = enter(wire)
    room.say(COMPANY)
    room.say(SYMPTOM)
    text = "We tried LinkedIn posts for a year; it brought nothing."
    data = understood([finding("attempts.attempts", "LinkedIn posts for a year")] * 2)
    reply = room.say(text, failing(understand=Answer(data=data, twice=True)))
    tried = reply.plan.situation.attempts
    assert len(tried) == 1
    assert lines(reply) == 0
    room.whole()


@pytest.mark.parametrize("fault", faults.WORDS)
def test_a_reply_that_cannot_be_shown_is_said_by_rules(
    enter: Enter, wire: Wire, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    room = enter(wire)
    reply = room.say(COMPANY, failing(speak=faults.WORDS[fault]))
    sound(room, reply, caplog)
    assert reply.text.rstrip().endswith("?")
    assert lines(reply) <= 1
    assert "xxxx" not in reply.text
    assert '{"' not in reply.text
    goes_on(room)


FRENCH = (
    "Je comprends bien ce que vous faites dans votre ville et pour vos clients. "
    "Qu'est-ce qui vous a poussé à chercher de l'aide maintenant, et que se passe-t-il dans votre entreprise ?"
)


def test_a_reply_in_another_language_is_not_shown(
    enter: Enter, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    room = enter(wire)
    reply = room.say(COMPANY, failing(speak=Answer(text=FRENCH)))
    sound(room, reply, caplog)
    assert "comprends" not in reply.text
    assert "pousse" not in reply.text
    assert "poussé" not in reply.text
    assert reply.text.rstrip().endswith("?")


def test_a_model_that_fails_at_everything_fails_quietly_for_a_whole_talk(enter: Enter, wire: Wire) -> None:
    room = enter(wire)
    room.patience(understand=IMPATIENT, speak=IMPATIENT)
    every = [*faults.SERVER.values(), *faults.DATA.values()]
    for text, fault in zip(
        (COMPANY, SYMPTOM, "Nothing so far.", "Being seen differently"), every, strict=False
    ):
        reply = room.say(text, lambda _, fault=fault: fault)
        clear(reply.text)
        assert lines(reply) == 1
        assert "?" in reply.text
    assert reply.plan.company.size == 14
    room.whole()
