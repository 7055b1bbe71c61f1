"""`python -m evals.mutants`: break a copy of the checkout, one way at a time, and see who notices.

    python -m evals.mutants                   all of them, and docs/mutants.md written anew
    python -m evals.mutants --only WORDS      those whose name contains this; nothing is written

The copy has every file that git knows, as it is now. Nothing outside the copy is touched, and nobody is called.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import yaml

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "mutants.md"
PATIENCE = 600.0
"""Seconds for one check: a break that never ends is noticed as well."""


@dataclass(frozen=True)
class Caught:
    name: str
    by: str
    """The check that failed; empty: nobody noticed."""
    words: str
    seconds: float


def mutants() -> list[dict[str, Any]]:
    """Return every break that is declared."""
    found: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "mutants.yaml").read_text("utf-8"))
    return found


def copy(to: Path) -> None:
    """Copy the checkout as it is now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - whichever git is there
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)


def broken(folder: Path, mutant: dict[str, Any]) -> None:
    """Break the copy.

    Raises:
        ValueError: what is to be replaced does not stand there once: the break no longer fits the code.
    """
    if mutant.get("lose_recording"):
        path = folder / "evals" / "recordings" / "understand.jsonl"
        path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
        return
    path = folder / mutant["file"] if "file" in mutant else _where(folder, mutant)
    text = path.read_text("utf-8")
    if "delete_line" in mutant:
        lines = text.splitlines(keepends=True)
        if not lines[mutant["delete_line"] - 1].strip():
            raise ValueError(f"{mutant['name']}: line {mutant['delete_line']} of {mutant['file']} is empty")
        del lines[mutant["delete_line"] - 1]
        path.write_text("".join(lines), "utf-8")
        return
    if text.count(mutant["old"]) != 1:
        raise ValueError(
            f"{mutant['name']}: its old text stands {text.count(mutant['old'])} times in {mutant['file']}"
        )
    path.write_text(text.replace(mutant["old"], mutant["new"]), "utf-8")


def _where(folder: Path, mutant: dict[str, Any]) -> Path:
    """Return the one file of the program that has what is to be replaced: code moves, and the break moves with it."""
    found = [p for p in sorted((folder / "coach").rglob("*.py")) if mutant["old"] in p.read_text("utf-8")]
    if len(found) != 1:
        raise ValueError(f"{mutant['name']}: its old text stands in {len(found)} files")
    return found[0]


def check(folder: Path, name: str) -> tuple[bool, str]:
    """Run a check in the copy; return whether it is satisfied, and what it said if not."""
    command = [sys.executable, "-m"]
    if name.startswith("tests/"):
        command += ["pytest", "-q", "-x", "-p", "no:cacheprovider", "--no-header", name]
    elif name == "recorded":
        command += ["coach.cli", "eval", "--quiet", "--voice", "recorded", "understand", "speak"]
    else:
        command += ["coach.cli", "eval", "run", "--quiet", "--voice", "guided", name]
    env = {k: v for k, v in os.environ.items() if not k.startswith("COACH_")}
    env |= {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"}
    try:
        done = subprocess.run(  # noqa: S603 - our own commands
            command, cwd=folder, env=env, check=False, capture_output=True, text=True, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        return False, f"it did not end within {PATIENCE:.0f} s"
    return done.returncode == 0, _why(done.stdout + "\n" + done.stderr)


def _why(output: str) -> str:
    """Return the line that says what was noticed."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    for n, line in enumerate(lines):
        if line.startswith("✗ ") and "/" in line.partition(":")[0] and " " not in line[2:].partition(":")[0]:
            first = lines[n + 1] if n + 1 < len(lines) and lines[n + 1].startswith("- ") else ""
            return f"{line[2:]}{' (' + first[2:] + ', …)' if first else ''}"
    for start in ("FAILED ", "ERROR ", "coach: "):
        found = next((line for line in lines if line.startswith(start)), None)
        if found:
            return found
    return lines[-1] if lines else "it failed without a word"


def tried(mutant: dict[str, Any], snapshot: Path) -> Caught:
    """Break a copy and return who noticed."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="coach-mutant-") as name:
        folder = Path(name) / "copy"
        shutil.copytree(snapshot, folder)
        broken(folder, mutant)
        for one in mutant["checks"]:
            satisfied, words = check(folder, one)
            if not satisfied:
                return Caught(mutant["name"], one, words.replace(str(folder), "."), time.monotonic() - began)
    return Caught(mutant["name"], "", "", time.monotonic() - began)


def sound(checks: set[str], snapshot: Path) -> list[str]:
    """Return the checks that fail in an unbroken copy: these would prove nothing."""
    with tempfile.TemporaryDirectory(prefix="coach-mutant-") as name:
        folder = Path(name) / "copy"
        shutil.copytree(snapshot, folder)
        return [f"{one}: {words}" for one in sorted(checks) for ok, words in [check(folder, one)] if not ok]


def table(found: list[Caught]) -> str:
    """Return docs/mutants.md."""
    rows = [
        "# Mutants",
        "",
        "Ways to break the product, one at a time in a copy of the checkout, and who notices. Written by",
        "`.venv/bin/python -m evals.mutants` (declared in `evals/mutants/mutants.yaml`; the unbroken copy passes every check",
        "first, so that its recordings must not be stale).",
        "",
        "| what is broken | noticed by | what it says |",
        "|---|---|---|",
    ]
    for one in found:
        words = " ".join(one.words.split())
        clipped = words if len(words) <= 160 else words[:159] + "…"
        said = clipped.replace("|", "\\|").replace("<", "&lt;")
        noticed = f"`{one.by}`" if one.by else "**nobody**"
        rows.append(f"| {one.name} | {noticed} | {said} |")
    caught = sum(bool(one.by) for one in found)
    return "\n".join([*rows, "", f"{caught} of {len(found)} are noticed."]) + "\n"


@click.command()
@click.option("--only", default="", metavar="WORDS", help="Only those whose name contains this.")
@click.option("--unchecked", is_flag=True, help="Do not try the checks on an unbroken copy first.")
def main(only: str, unchecked: bool) -> None:
    """Break a copy of the checkout, one way at a time, and see who notices."""
    chosen = [m for m in mutants() if only.casefold() in m["name"].casefold()]
    found = []
    with tempfile.TemporaryDirectory(prefix="coach-mutants-") as name:
        snapshot = Path(name)  # so that one may go on working meanwhile
        copy(snapshot)
        unsound = [] if unchecked else sound({c for m in chosen for c in m["checks"]}, snapshot)
        if unsound:
            raise click.ClickException("These fail without any break: " + "; ".join(unsound))
        for mutant in chosen:
            one = tried(mutant, snapshot)
            found.append(one)
            mark, by = ("✓", one.by) if one.by else ("✗", "NOBODY")
            click.echo(f"{mark} {one.name}: {by}, {one.seconds:.0f} s: {one.words[:160]}")
    if not only:
        TABLE.write_text(table(found), "utf-8")
        click.echo(f"Written: {TABLE.relative_to(ROOT)}")
    if not all(one.by for one in found):
        raise click.exceptions.Exit(1)


if __name__ == "__main__":
    main()
