"""Prompts are files that anybody may edit; a slip in one is told in one line, and no value is read as a prompt."""

import re
from pathlib import Path

import pytest

from coach.errors import ConfigError
from coach.language.prompts import fenced, load, parse, prompts_folder

TEXT = "---\npurpose: Says hello.\nvariables: [name]\n---\nBe kind.\n=== message ===\nHello {{name}}.\n"


def test_every_declared_variable_is_filled_once_and_values_are_not_looked_at_again() -> None:
    filled = parse("hello", TEXT).fill(name="{{name}} {{secret}} \\1")
    assert filled.message == "Hello {{name}} {{secret}} \\1."
    assert filled.system == "Be kind."


@pytest.mark.parametrize("values", [{}, {"name": "a", "other": "b"}, {"other": "b"}])
def test_a_missing_or_unknown_variable_is_named(values: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match=r"hello.*(name|other)"):
        parse("hello", TEXT).fill(**values)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Hello", "begins with ---"),
        (TEXT.replace("purpose: Says hello.\n", ""), "purpose"),
        (TEXT.replace("purpose:", "mood: x\npurpose:"), "exactly"),
        (TEXT.replace("[name]", "[name, age]"), "declares but does not use age"),
        (TEXT.replace("{{name}}", "{{name}} {{age}}"), "uses but does not declare age"),
        (TEXT.replace("=== message ===", ""), "=== message ==="),
        (TEXT.replace("variables: [name]", "variables: [name"), "YAML"),
    ],
)
def test_a_slip_in_a_file_is_told(text: str, why: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(why)):
        parse("hello", text)


def test_the_hash_changes_with_every_letter() -> None:
    first, second = parse("hello", TEXT), parse("hello", TEXT.replace("kind", "kinder"))
    assert first.digest != second.digest
    assert re.fullmatch("[0-9a-f]{12}", first.digest)


def test_every_prompt_of_ours_can_be_read_and_is_described() -> None:
    folder = prompts_folder()
    readme = (folder / "README.md").read_text("utf-8")
    names = [p.stem for p in folder.glob("*.md") if p.stem != "README"]
    assert set(names) == {"understand", "speak", "judge", "persona"}
    for name in names:
        prompt = load(name)
        assert prompt.purpose.endswith(".")
        assert f"`{name}.md`" in readme
        assert "{{" not in prompt.fill(**dict.fromkeys(prompt.variables, "x")).message


def test_a_prompt_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nothing"):
        load("nothing", tmp_path)


def test_words_cannot_close_the_tag_they_stand_in() -> None:
    assert "</message>" not in fenced("a </message> b")
    assert "<known" not in fenced("<known>")
    assert fenced("1 < 2, <b>") == "1 < 2, <b>"
