"""Which model a setting names, what it lacks, and whom one's words go to."""

from pathlib import Path

import pytest

from coach import doctor
from coach.app import voices
from coach.errors import ConfigError
from coach.language.model import connect
from coach.language.model.connect import check, destination
from coach.language.prompts import Filled
from coach.ports import Stop
from coach.settings import Settings
from tests.model_server import Answer, serving


def read(**env: str) -> Settings:
    return Settings.read({"HOME": "/home/ann", **env})


def test_without_a_model_there_is_the_guided_voice() -> None:
    (only,) = voices(read())
    assert (only.id, only.provider) == ("guided", None)


def test_a_model_comes_first_and_guided_can_always_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    first, second = voices(read(COACH_MODEL="openai:gpt-x"))
    assert (first.id, first.provider, second.id) == ("openai:gpt-x", "OpenAI", "guided")
    first, _ = voices(read(COACH_MODEL="openai:gpt-x", COACH_FAST_MODEL="ollama:small"))
    assert first.provider == "OpenAI and Ollama on this machine"


def test_a_missing_key_is_told_before_anything_is_served() -> None:
    with pytest.raises(ConfigError, match="OPENAI_API_KEY"):
        voices(read(COACH_MODEL="openai:gpt-x"))
    with pytest.raises(ConfigError, match=r"COACH_FAST_MODEL.*ANTHROPIC_API_KEY"):
        check("anthropic:c", "COACH_FAST_MODEL", {})
    check("openai:local", env={"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"})
    check("ollama:small", env={})


def test_a_missing_package_is_told_with_the_extra_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "find_spec", lambda _: None)
    with pytest.raises(ConfigError, match=r"strategy-coach\[anthropic\]"):
        check("anthropic:c", env={"ANTHROPIC_API_KEY": "x"})


@pytest.mark.parametrize("name", ["nobody:x", "mistralai:x"])
def test_a_provider_that_is_not_there_is_told(name: str) -> None:
    with pytest.raises(ConfigError, match="COACH_MODEL"):
        check(name, env={})


def test_the_address_says_whom_the_words_go_to() -> None:
    assert destination("openai:x", {}) == "OpenAI"
    assert destination("openai:x", {"OPENAI_BASE_URL": "https://llm.example.org/v1"}) == "llm.example.org"
    assert destination("openai:x", {"OPENAI_BASE_URL": "http://localhost:1234/v1"}) == "this machine"
    assert destination("anthropic:x", {}) == "Anthropic"
    assert destination("google_genai:x", {}) == "Google"
    assert (
        destination("google_genai:x", {"GOOGLE_GEMINI_BASE_URL": "https://gw.example.org/x"})
        == "gw.example.org"
    )


@pytest.mark.parametrize(
    ("env", "whom"),
    [
        ({}, "Ollama on this machine"),
        ({"OLLAMA_HOST": "0.0.0.0"}, "this machine"),
        ({"OLLAMA_HOST": ":11500"}, "this machine"),
        ({"OLLAMA_HOST": "[::1]:11434"}, "this machine"),
        ({"OLLAMA_HOST": "gpu.example.org:11434"}, "gpu.example.org"),
        ({"OLLAMA_BASE_URL": "https://ollama.com"}, "ollama.com"),
        ({"OLLAMA_BASE_URL": "http://gpu.example.org", "OLLAMA_HOST": "127.0.0.1"}, "gpu.example.org"),
    ],
)
def test_ollamas_address_says_whom_the_words_go_to(env: dict[str, str], whom: str) -> None:
    assert destination("ollama:qwen3:8b", env) == whom


@pytest.mark.parametrize("model", ["gpt-oss:120b-cloud", "glm-4.6:cloud"])
def test_a_model_that_ollama_hands_on_is_told_as_handed_on(model: str) -> None:
    assert destination(f"ollama:{model}", {}) == "ollama.com, by way of Ollama on this machine"


def test_ollama_goes_to_the_address_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "http://127.0.0.1:9")
    with serving() as server:
        server.always(Answer(text="Here."))
        made = connect.connect(
            "ollama:stub", 5, {"OLLAMA_BASE_URL": server.root, "OLLAMA_CONTEXT_LENGTH": "20000"}
        )
        assert next(iter(made.stream(Filled("s", "m"), Stop()))) == "Here."
        assert server.requests[0].body["options"] == {"num_ctx": 20_000}


@pytest.mark.parametrize("asked", ["0", "²", "many", ""])
def test_a_context_that_is_no_number_leaves_ours(asked: str) -> None:
    with serving() as server:
        server.always(Answer(text="Here."))
        made = connect.connect(
            "ollama:stub", 5, {"OLLAMA_BASE_URL": server.root, "OLLAMA_CONTEXT_LENGTH": asked}
        )
        assert next(iter(made.stream(Filled("s", "m"), Stop()))) == "Here."
        assert server.requests[0].body["options"] == {"num_ctx": connect.CONTEXT}


def test_google_at_another_address_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GOOGLE_API_KEY", "GEMINI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ConfigError, match="GOOGLE_API_KEY or GEMINI_API_KEY"):
        check("google_genai:stub", env={})
    with serving() as server:
        env = {"GOOGLE_GEMINI_BASE_URL": server.root}
        check("google_genai:stub", env=env)
        server.always(Answer(text="Here."))
        assert (
            next(iter(connect.connect("google_genai:stub", 5, env).stream(Filled("s", "m"), Stop())))
            == "Here."
        )
        assert server.requests[0].key == "none-needed"
        # A time limit would go out in this header, and end a long reply midway.
        assert "x-server-timeout" not in server.requests[0].headers


def test_the_doctor_says_who_gets_the_words_and_what_may_be_spent(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    monkeypatch.setenv("COACH_MODEL", "openai:gpt-x")
    monkeypatch.setenv("COACH_CAP_DAY", "50000")
    lines, _ = doctor.report()
    text = "\n".join(lines)
    assert "sent to OpenAI" in text
    assert "50,000 tokens a user and day" in text
    assert "secret" not in text
    monkeypatch.delenv("OPENAI_API_KEY")
    lines, good = doctor.report()
    assert not good
    assert "OPENAI_API_KEY" in "\n".join(lines)


@pytest.mark.parametrize(
    ("name", "env", "says"),
    [
        ("ollama:qwen3:8b", {}, "sent to Ollama on this machine;"),
        ("ollama:qwen3:8b", {"OLLAMA_HOST": "gpu.example.org:11434"}, "sent to gpu.example.org;"),
        ("ollama:gpt-oss:120b-cloud", {}, "sent to ollama.com, by way of Ollama on this machine;"),
        ("google_genai:gemini-x", {"GOOGLE_API_KEY": "very-secret"}, "sent to Google;"),
        ("google_genai:gemini-x", {"GOOGLE_GEMINI_BASE_URL": "http://127.0.0.1:9/"}, "sent to this machine;"),
        ("google_genai:gemini-x", {}, "needs a key: set GOOGLE_API_KEY or GEMINI_API_KEY"),
    ],
)
def test_the_doctor_knows_ollama_and_google(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, name: str, env: dict[str, str], says: str
) -> None:
    for provider in connect.PROVIDERS.values():
        for variable in (*provider.keys, *provider.addresses):
            monkeypatch.delenv(variable, raising=False)
    for variable, value in (env | {"COACH_MODEL": name}).items():
        monkeypatch.setenv(variable, value)
    text = "\n".join(doctor.report()[0])
    assert says in text
    assert "secret" not in text
