"""The gate: what shuts it, and what does not."""

import json
from pathlib import Path

import pytest

from coach.errors import ConfigError, UserError
from evals import gate, scoreboard
from evals.suites import SUITES
from tests.evals.made import accepted, score

KEY = "guided/understand"


def test_a_case_that_passed_and_fails_now_shuts_the_gate_and_is_named() -> None:
    was = accepted({"a": True, "b": True, "c": False})
    (fall,) = gate.falls([score({"a": True, "b": False, "c": True})], was, {KEY: 0.1})
    assert fall.key == KEY
    assert fall.cases == ("b",)
    assert "b" in str(fall)


def test_a_case_that_failed_before_and_a_new_one_shut_nothing() -> None:
    was = accepted({"a": True, "c": False})
    assert gate.falls([score({"a": True, "c": False, "new": False})], was, {KEY: 0.1}) == []


def test_below_its_threshold_the_gate_is_shut_without_any_baseline() -> None:
    (fall,) = gate.falls([score({"a": True, "b": False})], {}, {KEY: 0.75})
    assert "50.0%" in fall.what
    assert fall.cases == ("b",)


def test_a_suite_without_a_threshold_is_not_let_through() -> None:
    (fall,) = gate.falls([score({"a": True})], {}, {})
    assert "no threshold" in fall.what


def test_an_unscored_case_is_no_pass() -> None:
    was = accepted({"a": True, "b": True})
    (fall,) = gate.falls([score({"a": True, "b": None})], was, {KEY: 0.1})
    assert "unscored" in fall.what
    assert fall.cases == ("b",)


def test_a_case_that_passed_may_not_just_be_deleted() -> None:
    was = accepted({"a": True, "b": True})
    (fall,) = gate.falls([score({"a": True})], was, {KEY: 0.1})
    assert fall.cases == ("b",)


def test_a_suite_of_the_baseline_must_be_run_by_who_asks_for_its_voice() -> None:
    was = accepted({"a": True}) | accepted({"x": True}, "speak", "recorded")
    here = [score({"a": True})]
    both = ("guided", "recorded")
    (fall,) = gate.falls(here, was, {KEY: 0.1}, voices=both, suites=("understand", "speak"))
    assert fall.key == "recorded/speak"
    assert gate.falls(here, was, {KEY: 0.1}, voices=("guided",), suites=("understand", "speak")) == []
    assert gate.falls(here, was, {KEY: 0.1}, voices=both, suites=("understand",)) == []


def test_a_part_of_the_cases_is_held_to_what_it_has() -> None:
    was = accepted({"a": True, "b": True})
    assert gate.falls([score({"a": True})], was, {KEY: 0.9}, whole=False) == []
    assert gate.falls([score({"a": False})], was, {KEY: 0.9}, whole=False)


def test_live_one_failure_is_noise_and_many_are_not() -> None:
    names = [f"c{n}" for n in range(40)]
    was = accepted(dict.fromkeys(names, True))
    few = {n: n != "c0" for n in names}
    many = {n: n > "c25" for n in names}
    assert gate.falls([score(few)], was, {KEY: 0.1}, live=True) == []
    (fall,) = gate.falls([score(many)], was, {KEY: 0.1}, live=True)
    assert "beyond noise" in fall.what
    assert "c0" in fall.cases


def test_a_case_that_passes_sometimes_is_not_good_and_counts_by_attempts() -> None:
    one = score({"a": [True, False, True, True]})
    assert one.counts == (3, 4)
    assert not one.cases[0].good
    assert one.all_of(2) == pytest.approx(0.5)


def test_accepting_is_written_down_and_says_what_changes(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    lines = gate.accept([score({"a": True, "b": False})], "2026-03-02", "abc", path)
    assert lines == [f"{KEY}: nothing -> 1/2"]
    assert gate.accept([score({"a": True, "b": False})], "2026-03-02", "abc", path) == []
    assert gate.accept([score({"a": True, "b": True})], "2026-03-03", "def", path) == [f"{KEY}: 1/2 -> 2/2"]
    gate.accept([score({"x": True}, "speak")], "2026-03-03", "def", path)
    assert set(gate.baseline(path)) == {KEY, "guided/speak"}, "other suites keep their baseline"
    assert json.loads(path.read_text("utf-8"))["commit"] == "def"
    with pytest.raises(UserError):
        gate.accept([], "", "", path)


def test_thresholds_that_are_no_rates_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text("guided/understand: 61", "utf-8")
    with pytest.raises(ConfigError):
        gate.thresholds(path)


def test_every_suite_of_the_guided_voice_has_a_threshold_and_a_baseline() -> None:
    keys = {f"guided/{s.name}" for s in SUITES.values() if not s.models_only}
    assert keys <= set(gate.thresholds())
    assert keys <= set(gate.baseline())
    for key in keys:
        was = gate.baseline()[key]
        assert was["passed"] / was["of"] >= gate.thresholds()[key]


def test_the_scores_in_the_readme_of_the_prompts_are_those_of_the_baseline() -> None:
    text = scoreboard.README.read_text("utf-8")
    assert scoreboard.rows(gate.baseline()) in text, "coach eval accept"
    assert "| guided | understand |" in text
