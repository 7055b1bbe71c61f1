"""Which model a setting names, what it lacks, and whom one's words go to."""

from pathlib import Path

import pytest

from coach import doctor
from coach.app import voices
from coach.errors import ConfigError
from coach.language.model import connect
from coach.language.model.connect import check, destination
from coach.settings import Settings


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
