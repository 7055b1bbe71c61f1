"""The breaks are declared well: each fits the code as it is, and there are enough of them."""

from pathlib import Path

import pytest

from evals.mutants.__main__ import TABLE, broken, mutants, table

ROOT = Path(__file__).parents[2]


def test_there_are_enough_ways_and_each_is_of_its_own() -> None:
    names = [m["name"] for m in mutants()]
    assert len(set(names)) == len(names) >= 15
    assert all(m["checks"] for m in mutants())


@pytest.mark.parametrize("mutant", [m for m in mutants() if "file" in m], ids=lambda m: m["name"])
def test_a_break_fits_the_code_it_breaks(mutant: dict, tmp_path: Path) -> None:  # type: ignore[type-arg]
    there = tmp_path / mutant["file"]
    there.parent.mkdir(parents=True)
    before = (ROOT / mutant["file"]).read_text("utf-8")
    there.write_text(before, "utf-8")
    broken(tmp_path, mutant)
    after = there.read_text("utf-8")
    assert after != before
    if there.suffix == ".py":
        compile(after, there.name, "exec")


def test_the_table_in_the_docs_is_of_these_breaks_and_all_are_noticed() -> None:
    text = TABLE.read_text("utf-8")
    for mutant in mutants():
        assert f"| {mutant['name']} |" in text, "python -m evals.mutants"
    assert "**nobody**" not in text
    assert table([]).splitlines()[0] == text.splitlines()[0]
