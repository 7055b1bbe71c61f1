"""Prompts are files that anybody may edit; a slip in one is told in one line, and no value is read as a prompt."""

import re
from pathlib import Path

import pytest

from coach.errors import ConfigError
from coach.language.model.slots import CHOICES, SLOTS, Slot
from coach.language.prompts import fenced, load, parse, prompts_folder
from coach.stages import SCENARIOS

TEXT = "---\npurpose: Says hello.\nvariables: [name]\n---\nBe kind.\n=== message ===\nHello {{name}}.\n"


def test_every_declared_variable_is_filled_once_and_values_are_not_looked_at_again() -> None:
    filled = parse("hello", TEXT).fill(name="{{name}} {{secret}} \\1")
    assert filled.message == "Hello {{name}} {{secret}} \\1."
    assert filled.system == "Be kind."


def test_lines_about_what_is_not_there_are_left_out() -> None:
    prompt = parse(
        "hello", TEXT.replace("[name]", "[name, mood]") + "{{#mood}}\nYou seem {{mood}}.\n{{/mood}}\nBye.\n"
    )
    assert prompt.fill(name="Ann", mood="").message == "Hello Ann.\nBye."
    assert prompt.fill(name="Ann", mood="{{#name}}").message == "Hello Ann.\nYou seem {{#name}}.\nBye."


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
        (TEXT.replace("Hello", "{{#name}}\nHello"), "{{#name}} and {{/name}}"),
        (TEXT.replace("Hello", "{{#name}} Dear {{/name}}\nHello"), "{{#name}} and {{/name}}"),
        (TEXT.replace("Be kind.", "Be kind.\n{{#name}}\n") + "{{/name}}\n", "stand on lines of their own"),
        (TEXT + "{{#a-b}}\nHi\n{{/a-b}}\n", "{{#a-b}}"),
        (TEXT + "{{#mood}}\nCheer up.\n{{/mood}}\n", "uses but does not declare mood"),
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


def test_the_form_names_every_field_that_can_be_filled_and_no_other() -> None:
    text = load("understand").system
    start, end = text.index("company: "), text.index("Ideas for doing")
    form = re.sub(r"\([^)]*\)", "", text[start:end])
    named: dict[str, set[str]] = {}
    for row in re.split(r"\n(?! )|\. (?=[a-z_]+:)", form.strip()):
        question, _, rest = re.sub(r"\s+", " ", row).partition(":")
        fields = [
            re.match(r"\s*([a-z_]+[#@]?)(?: [a-z_]+(?:\|[a-z_]+)+)?\s*$", f) for f in re.split("[,;]", rest)
        ]
        choices = [m[1] for m in fields if m]
        named[question.strip()] = set(choices) or {question.strip()}
    marks = {"number": "#", "date": "@"}
    for question in {s.question for s in SLOTS.values()}:
        mine = [s for s in SLOTS.values() if s.question == question]
        assert question in named, question
        for slot in mine:
            field = slot.name.split(".")[1]
            assert field == question or field + marks.get(slot.type, "") in named[question], slot.name
            for choice in _choices(slot):
                assert re.search(rf"\b{choice}\b", form), (slot.name, choice)
    assert set(named) == {s.question for s in SLOTS.values()}


def _choices(slot: Slot) -> list[str]:
    if slot.field == "scenario":
        return list(SCENARIOS)
    return [name for _, name in CHOICES.get((slot.question, slot.field), ())]


def test_a_prompt_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nothing"):
        load("nothing", tmp_path)


def test_words_cannot_close_the_tag_they_stand_in() -> None:
    assert "</message>" not in fenced("a </message> b")
    assert "<known" not in fenced("<known>")
    assert fenced("1 < 2, <b>") == "1 < 2, <b>"


def test_what_both_halves_say_themselves_is_never_told() -> None:
    rules = load("speak").rules
    assert "You are a strategy coach" in rules
    assert "It becomes the quoted words and their" in rules
    assert "{{" not in rules
