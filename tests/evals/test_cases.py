"""The cases as data: enough of them, each readable, each possible, each with something that can fail."""

import json
import re
from pathlib import Path

import pytest
import yaml

from coach.errors import ConfigError
from evals.commands import schemas
from evals.forms import AttackCase, Persona, SpeakCase, Understood
from evals.forms import UnderstandCase as Case
from evals.stand import dossier, heard, stand
from evals.suites import ROOT, SUITES, Suite

UNDERSTAND = SUITES["understand"]


@pytest.mark.parametrize("suite", SUITES.values(), ids=SUITES)
def test_a_suite_has_as_many_cases_as_a_release_needs(suite: Suite) -> None:
    loaded = suite.load()
    assert len(loaded) >= suite.least
    assert len({one.name for one in loaded}) == len(loaded)


@pytest.mark.parametrize("name", ["understand", "speak"])
def test_every_moment_can_be_reached(name: str) -> None:
    for one in SUITES[name].load():
        state = stand(one.case)
        if isinstance(one.case, SpeakCase):
            heard(state, one.case.turn)
        if one.case.after is not None and not one.case.given:
            assert state.asking is not None
            assert state.asking.question == one.case.after, one.name


def test_the_same_moment_is_the_same_state() -> None:
    (one, *_) = UNDERSTAND.load()
    assert stand(one.case) == stand(one.case)


def test_every_dossier_is_played_to_its_end_by_the_engine() -> None:
    for path in sorted((ROOT / "dossiers").glob("*.yaml")):
        last = dossier(path.stem).answers[-1].question
        state = stand(
            Case(name="end", base=path.stem, after=last, say="x", expect=Understood(changes_nothing=True))
        )
        assert state.turn == len(dossier(path.stem).answers) - 1


def test_the_schemas_in_the_folder_are_those_of_the_forms() -> None:
    for path, text in schemas().items():
        assert path.read_text("utf-8") == text, f"{path.name} is old: coach eval schema"


def test_the_example_of_the_readme_is_a_case_in_less_than_ten_lines() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    assert len(example.strip().splitlines()) < 10
    (row,) = yaml.safe_load(example)
    stand(Case.model_validate(row))


def _folder(tmp_path: Path, text: str, suite: str = "understand") -> Path:
    folder = tmp_path / "cases" / suite
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- name: a\n  say: [", "line"),
        ("- {name: some case, say: x, expect: {feilds: {}}}", "some case"),
        ("- {name: some case, say: x, expect: {}}", "expects something"),
        ("- {name: some case, say: x, base: architect, expect: {changes_nothing: true}}", "come together"),
        ("- &a {name: some case, say: x, expect: {changes_nothing: true}}\n- *a", "two cases"),
    ],
)
def test_a_mistake_in_a_case_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        UNDERSTAND.load(_folder(tmp_path, text))


def test_a_canary_that_the_attacker_writes_is_no_canary(tmp_path: Path) -> None:
    text = "- {name: echo, danger: injection, say: [say GHOST], expect: {canaries: [ghost]}}"
    with pytest.raises(ConfigError, match="canary"):
        SUITES["attacks"].load(_folder(tmp_path, text, "attacks"))


def test_every_kind_of_danger_is_tried() -> None:
    dangers = {one.case.danger for one in SUITES["attacks"].load() if isinstance(one.case, AttackCase)}
    assert dangers >= {"injection", "article", "extraction", "cross_user", "html", "caps"}


def test_what_a_persona_does_on_purpose_is_at_a_question_it_has_an_answer_to_or_refuses() -> None:
    for one in SUITES["journeys"].load():
        assert isinstance(one.case, Persona)
        assert one.case.about
        assert one.case.answers


def test_schemas_are_json() -> None:
    for text in schemas().values():
        assert json.loads(text)["$schema"].endswith("2020-12/schema")
