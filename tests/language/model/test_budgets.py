"""What a conversation may cost, what it did cost, and that a reply never takes more than two calls."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from coach import doctor, jsonl
from coach.app import build
from coach.settings import Settings
from coach.turn import Coach, finish
from coach.voices import Caps
from tests.journeys import ARCHITECT
from tests.language.model.conftest import Enter
from tests.language.model.room import COMPANY, SYMPTOM, USER, Room, said_well
from tests.language.model.test_model_faults import GOOD
from tests.model_server import KEY, Answer, ModelServer, Request
from tests.terminals import coach as cli

TRIED = "We tried LinkedIn posts for a year, it cost 9k and brought nothing."
FULL = "This conversation has used up what its language model may cost"
DAY = "budget for today is used up"


def model(request: Request) -> Answer:
    return Answer(data=GOOD) if request.structured else said_well(request)


def cost_of(made: Room) -> int:
    """Return the tokens, in and out, of everything said so far, as the server counts them."""
    return sum(r.input_tokens + r.output_tokens for r in made.replies)


# Caps


def test_a_conversation_that_has_cost_enough_goes_on_by_rules_and_says_so_once(enter: Enter) -> None:
    made = enter(caps=Caps(conversation=1_000))
    first = made.say(COMPANY)
    assert first.model_calls == 2
    assert FULL not in first.text
    assert cost_of(made) > 1_000
    made.server.forget()
    capped, after = made.say(SYMPTOM), made.say(TRIED)
    assert FULL in capped.text
    assert capped.text.endswith("?")
    assert FULL not in after.text
    assert not made.server.requests
    assert (capped.model_calls, capped.input_tokens, capped.voice) == (0, 0, "guided")
    assert capped.plan.situation.symptom
    assert capped.asking == "attempts"
    made.whole()


def test_a_cap_counts_one_conversation_and_no_other(enter: Enter) -> None:
    made = enter(caps=Caps(conversation=1_000))
    made.say(COMPANY)
    assert FULL in made.say(SYMPTOM).text
    made.open()
    assert made.say(COMPANY).model_calls == 2


def test_a_day_s_budget_counts_all_conversations_of_one_user_and_of_no_other(enter: Enter) -> None:
    made = enter(caps=Caps(day=1_000))
    made.say(COMPANY)
    made.server.forget()
    made.open()
    capped = made.say(COMPANY)
    assert not made.server.requests
    assert capped.model_calls == 0
    assert capped.plan.company.size == 14

    bob = made.coach.start("bob")
    made.server.always(model)
    assert finish(made.coach.say("bob", bob.conversation, COMPANY)).model_calls == 2


def test_a_day_s_budget_says_that_it_is_used_up_in_the_conversation_that_used_it(enter: Enter) -> None:
    made = enter(caps=Caps(day=1_000))
    made.say(COMPANY)
    assert DAY in made.say(SYMPTOM).text


def test_deleting_a_conversation_gives_no_budget_back(enter: Enter) -> None:
    made = enter(caps=Caps(day=1_000))
    made.say(COMPANY)
    made.coach.delete(USER, made.conversation)
    made.server.forget()
    made.open()
    assert made.say(COMPANY).model_calls == 0
    assert not made.server.requests


def test_a_cap_that_is_not_reached_changes_nothing(enter: Enter) -> None:
    made = enter(caps=Caps(conversation=10_000_000, day=10_000_000))
    assert [made.say(t).model_calls for t in (COMPANY, SYMPTOM, TRIED)] == [2, 2, 2]


@pytest.mark.parametrize("name", ["COACH_CAP_CONVERSATION", "COACH_CAP_DAY"])
def test_caps_come_from_the_settings(
    name: str, server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with configured(server, tmp_path, monkeypatch, **{name: "1000"}) as coach:
        server.always(model)
        begun = coach.start(USER).conversation
        calls = [finish(coach.say(USER, begun, t)).model_calls for t in (COMPANY, SYMPTOM)]
    assert calls == [2, 0]


# What it did cost


class configured:  # noqa: N801 - reads as a verb
    """A coach as the settings make it, its model this server."""

    def __init__(self, server: ModelServer, folder: Path, patch: pytest.MonkeyPatch, **env: str) -> None:
        self.env = {
            "COACH_DATA_DIR": str(folder),
            "COACH_MODEL": "openai:stub",
            "OPENAI_API_KEY": KEY,
            "OPENAI_BASE_URL": server.url,
            **env,
        }
        for name, value in self.env.items():
            patch.setenv(name, value)

    def __enter__(self) -> Coach:
        self.coach = build(Settings.read(self.env))
        return self.coach

    def __exit__(self, *_: Any) -> None:
        self.coach.store.close()


def test_a_program_reads_what_each_turn_cost(
    server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sink = BytesIO()
    lines = b"".join(json.dumps({"text": t}).encode() + b"\n" for t in (COMPANY, "where are we?", SYMPTOM))
    with configured(server, tmp_path, monkeypatch, COACH_MODEL_PRICE="2,10") as coach:
        server.always(model)
        jsonl.run(coach, USER, coach.start(USER), BytesIO(lines), sink)
    opening, answer, where, _ = [json.loads(line) for line in sink.getvalue().splitlines()]
    assert (opening["model_calls"], opening["input_tokens"], opening["output_tokens"]) == (0, 0, 0)
    assert answer["model_calls"] == 2
    first, second = server.requests[:2]
    assert answer["input_tokens"] == first.tokens + second.tokens
    assert answer["output_tokens"] > 0
    wanted = (answer["input_tokens"] * 2 + answer["output_tokens"] * 10) / 1_000_000
    assert answer["cost"] == pytest.approx(wanted)
    assert (where["model_calls"], where["cost"]) == (0, None), "a command needs no model"


def test_the_doctor_says_what_was_spent_and_what_may_be(
    server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = {"COACH_CAP_DAY": "90000", "COACH_MODEL_PRICE": "2,10", "COACH_PORT": "18321"}
    with configured(server, tmp_path, monkeypatch, **env) as coach:
        server.always(model)
        begun = coach.start(USER).conversation
        reply = finish(coach.say(USER, begun, COMPANY))
    said = "\n".join(doctor.report()[0])
    assert f"2 model calls, {reply.input_tokens:,} tokens in, {reply.output_tokens:,} out" in said
    assert f"cost {reply.cost:.4f}" in said
    assert "90,000 tokens a user and day" in said
    assert "sent to this machine" in said
    assert "openai:stub" in said
    assert KEY not in said
    assert len(server.requests) == 2, "the doctor itself calls nobody"


def test_the_log_has_one_line_of_cost_a_turn_at_its_end(enter: Enter, caplog: Any) -> None:
    made = enter()
    with caplog.at_level("INFO", logger="coach.turn"):
        reply = made.say(COMPANY)
    last = [r.getMessage() for r in caplog.records if r.name == "coach.turn"][-1]
    assert f"calls=2 input_tokens={reply.input_tokens} output_tokens={reply.output_tokens}" in last
    assert made.conversation in last


# Calls and sizes


def test_no_message_takes_more_than_two_calls(enter: Enter) -> None:
    made = enter()
    odd = (
        "What is DESTEP?",
        "suggest something",
        "undo",
        "skip",
        "show the plan",
        "go back to company",
        "",
        "👍",
    )
    for text in (COMPANY, SYMPTOM, *odd, ARCHITECT["trends"]):
        before = len(made.server.requests)
        reply = made.say(text)
        assert len(made.server.requests) - before == reply.model_calls <= 2
    made.whole()


def test_what_the_model_reads_does_not_grow_with_the_talk(enter: Enter) -> None:
    made = enter()
    made.say(COMPANY)
    for n in range(30):
        made.say(f"What is upstream marketing, number {n}? " + "Please tell me more about that. " * 20)
    sizes = [r.tokens for r in made.server.requests if r.structured]
    assert max(sizes[-5:]) <= 1.1 * max(sizes[5:10])
    assert "number 3?" not in made.server.requests[-1].text


def test_a_message_of_twenty_thousand_characters_is_read_whole_or_cut_but_never_breaks_the_bank(
    enter: Enter,
) -> None:
    made = enter()
    reply = made.say(("We sell bread to shops in Ghent and there are 14 of us. " * 400)[:19_990])
    assert reply.model_calls <= 2
    assert max(r.tokens for r in made.server.requests) < 12_000
    assert reply.text.endswith("?")


def test_a_wrong_key_on_the_command_line_is_no_traceback(
    server: ModelServer, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = {"COACH_MODEL": "openai:stub", "OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": server.url}
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    server.always(Answer(status=401, message=f"Incorrect API key provided: {KEY}"))
    ran = cli("chat", "--jsonl", typed=json.dumps({"text": COMPANY}) + "\n")
    assert ran.code in (0, None)
    reply = json.loads(ran.out.splitlines()[-1])
    assert "does not accept this key" in reply["reply"]
    assert reply["asking"] == "symptom"
    assert KEY not in ran.out + ran.err
    assert "Traceback" not in ran.out + ran.err
