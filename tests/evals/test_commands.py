"""`coach eval` at the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.cli import cli
from coach.errors import CoachError
from evals import gate
from evals.results import Results


def coach(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["eval", *arguments])
    if isinstance(done.exception, CoachError):
        return 2, str(done.exception)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def test_a_suite_is_run_graded_and_reported(tmp_path: Path) -> None:
    code, out = coach("understand", "--case", "a dozen of us", "--quiet", "--out", str(tmp_path))
    assert code == 0, out
    assert "guided/understand" in out
    assert "1/1" in out
    assert {"part.json", "report.html", "report.md", "junit.xml"} <= {p.name for p in tmp_path.iterdir()}
    again, text = coach("grade", str(tmp_path / "part.json"), "--out", str(tmp_path))
    assert again == 0
    assert "1/1" in text


def test_what_passed_before_and_fails_now_ends_in_an_error_that_names_it(tmp_path: Path) -> None:
    coach("understand", "--case", "a dozen of us", "--quiet", "--out", str(tmp_path))
    stored = Results.load(tmp_path / "part.json")
    stored.blocks[0].runs[0].output["after"]["plan"]["company"]["size"] = 13
    stored.save(tmp_path / "part.json")
    code, out = coach("grade", str(tmp_path / "part.json"), "--out", str(tmp_path))
    assert code == 1
    assert "a dozen of us" in out
    assert "The gate is shut" in out


def test_only_whole_results_become_the_baseline(tmp_path: Path) -> None:
    coach("understand", "--case", "a dozen of us", "--quiet", "--out", str(tmp_path))
    before = gate.BASELINE.read_text("utf-8")
    code, out = coach("accept", str(tmp_path / "part.json"))
    assert code == 2
    assert "part of the cases" in out
    assert gate.BASELINE.read_text("utf-8") == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nonsuch",), "no suite"),
        (("--voice", "loud"), "no voice"),
        (("understand", "--voice", "live"), "COACH_MODEL"),
        (("record", "understand"), "COACH_MODEL"),
        (("grade", "/nowhere/x.json"), "coach eval"),
    ],
)
def test_what_cannot_be_done_is_one_plain_line(arguments: tuple[str, ...], says: str, tmp_path: Path) -> None:
    code, out = coach(*arguments)
    assert code == 2
    assert says in out


def test_a_case_that_breaks_the_product_is_a_failure_and_not_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(state: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr("coach.language.guided.understand", breaks)
    code, out = coach("understand", "--case", "a dozen of us", "--quiet", "--out", str(tmp_path))
    assert code == 1
    assert "ValueError: broken" in out


def test_offline_results_are_the_same_each_time(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        coach("speak", "--case", "corrections", "--quiet", "--out", str(tmp_path / name))
        found.append([r.output for b in Results.load(tmp_path / name / "part.json").blocks for r in b.runs])
    assert found[0] == found[1]
    assert found[0]
