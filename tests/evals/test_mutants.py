"""The breaks are declared well: each fits the code as it is, and there are enough of them."""

import shutil
from pathlib import Path

import pytest

from evals.mutants.__main__ import TABLE, broken, mutants, table

ROOT = Path(__file__).parents[2]


def test_there_are_enough_ways_and_each_is_of_its_own() -> None:
    names = [m["name"] for m in mutants()]
    assert len(set(names)) == len(names) >= 15
    assert all(m["checks"] for m in mutants())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of what is broken."""
    folder = tmp_path_factory.mktemp("whole")
    for name in ("coach", "evals", "prompts"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "out"))
    return folder


@pytest.mark.parametrize(
    "mutant", [m for m in mutants() if "lose_recording" not in m], ids=lambda m: m["name"]
)
def test_a_break_fits_the_code_it_breaks(mutant: dict, whole: Path) -> None:  # type: ignore[type-arg]
    before = {p: p.read_text("utf-8") for p in (*whole.rglob("*.py"), *whole.rglob("*.md"))}
    broken(whole, mutant)
    changed = [p for p, text in before.items() if p.read_text("utf-8") != text]
    assert len(changed) == 1
    after = changed[0].read_text("utf-8")
    changed[0].write_text(before[changed[0]], "utf-8")
    if changed[0].suffix == ".py":
        compile(after, changed[0].name, "exec")


def test_the_table_in_the_docs_is_of_these_breaks_and_all_are_noticed() -> None:
    text = TABLE.read_text("utf-8")
    for mutant in mutants():
        assert f"| {mutant['name']} |" in text, "python -m evals.mutants"
    assert "**nobody**" not in text
    assert table([]).splitlines()[0] == text.splitlines()[0]
