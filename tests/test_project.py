"""The project as somebody gets it: what is pinned, what is safe, what travels in the wheel, what must not be in it."""

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import coach

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONSTRAINTS = (ROOT / "constraints.txt").read_text("utf-8")

FLOORS = {
    "aiohttp": ("3.13.3", "CVE-2025-69223: a small request that unpacks into all the memory"),
    "chainlit": ("2.12", "CVE-2026-22218, CVE-2026-22219: reads any file of the server, calls any address"),
    "filelock": ("3.20.3", "CVE-2026-22701: follows a link that somebody put in the lock's place"),
    "h11": ("0.16.0", "CVE-2025-43859: requests smuggled in malformed chunks"),
    "jinja2": ("3.1.6", "CVE-2025-27516: a way out of the sandbox"),
    "langchain-core": (
        "1.2.5",
        "CVE-2025-68664: what a model answers is loaded as an object, secrets in reach",
    ),
    "langgraph-checkpoint": ("3.0.0", "CVE-2025-64439: a checkpoint that runs code when it is loaded"),
    "langgraph-checkpoint-sqlite": ("3.0.1", "CVE-2025-67644: SQL in a metadata filter"),
    "mcp": ("1.23.0", "CVE-2025-66416: no protection against DNS rebinding"),
    "pypdf": ("6.6.2", "CVE-2026-24688: a file with a circular outline never ends"),
    "python-multipart": ("0.0.22", "CVE-2026-24486: an upload writes where its name says"),
    "python-socketio": ("5.14.0", "CVE-2025-61765: a message between servers that runs code"),
    "requests": ("2.32.4", "CVE-2024-47081: the password for one host sent to another"),
    "starlette": ("0.49.1", "CVE-2025-62727: a Range header that takes the processor"),
    "urllib3": ("2.6.3", "CVE-2026-21441: an answer that unpacks into all the memory"),
}
"""The lowest version of each without a hole that is known and reaches us."""


def pins() -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for line in CONSTRAINTS.splitlines():
        if line and not line.startswith("#"):
            requirement = Requirement(line)
            found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def pinned(name: str) -> str:
    """Return the version that constraints.txt gives a package on this Python."""
    fitting = [r for r in pins().get(canonicalize_name(name), []) if r.marker is None or r.marker.evaluate()]
    assert len(fitting) == 1, f"constraints.txt has {len(fitting)} pins of {name}: run scripts/lock"
    return str(next(iter(fitting[0].specifier)).version)


def needed() -> dict[str, set[str]]:
    """Return every package that the program and its tests need here, in turn too, and the extras asked of it."""
    project = PROJECT["project"]
    waiting = [Requirement(r) for r in [*project["dependencies"], *project["optional-dependencies"]["dev"]]]
    found: dict[str, set[str]] = {}
    while waiting:
        requirement = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        name = canonicalize_name(requirement.name)
        new = requirement.extras - found.get(name, set())
        if name in found and not new:
            continue
        found.setdefault(name, set()).update(requirement.extras)
        for text in distribution(name).requires or []:
            inner = Requirement(text)
            if name == "torch" and inner.name.startswith(("nvidia", "cuda", "triton")):
                continue  # Parts of a build for graphics cards: they belong to that build, which pins them itself.
            if inner.marker is None or any(inner.marker.evaluate({"extra": e}) for e in ("", *new)):
                inner.marker = None
                waiting.append(inner)
    return found


def test_everything_that_is_needed_is_pinned_and_installed_as_pinned() -> None:
    names = needed()
    assert len(names) > 100
    for name in names:
        # A build for one kind of processor says so after a plus: 2.13.0+cpu is 2.13.0.
        assert version(name).partition("+")[0] == pinned(name), (
            f"{name} is not what constraints.txt says: make install"
        )


def test_the_constraints_are_exact_and_name_no_place() -> None:
    for name, requirements in pins().items():
        for requirement in requirements:
            (specifier,) = requirement.specifier
            assert specifier.operator == "==", f"{name} is not pinned"
            assert "*" not in specifier.version
            assert requirement.url is None
    assert not re.search(r"://|@|^-", CONSTRAINTS, re.MULTILINE)


@pytest.mark.parametrize("name", FLOORS)
def test_nothing_is_older_than_its_security_fix(name: str) -> None:
    floor, why = FLOORS[name]
    assert Version(version(name)) >= Version(floor), why
    assert Version(pinned(name)) >= Version(floor), why
    for text in PROJECT["project"]["dependencies"]:
        requirement = Requirement(text)
        if requirement.name == name:
            lowest = min(Version(s.version) for s in requirement.specifier if s.operator in (">=", "=="))
            assert lowest >= Version(floor), f"pyproject.toml lets {name} {lowest} in: {why}"


def test_the_command_and_the_version_are_the_programs() -> None:
    assert PROJECT["project"]["scripts"] == {"coach": "coach.cli:main"}
    try:
        assert version("strategy-coach") == coach.__version__
    except PackageNotFoundError:
        pytest.fail("The project is not installed: make install")
    assert coach.__version__ in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as a release does, without asking any registry, and return it unpacked."""
    built, unpacked = tmp_path_factory.mktemp("dist"), tmp_path_factory.mktemp("unpacked")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (file,) = built.glob("strategy_coach-*.whl")
    zipfile.ZipFile(file).extractall(unpacked)
    return unpacked


def test_the_wheel_holds_all_that_the_program_reads(wheel: Path) -> None:
    for here, there in {
        "prompts": "coach/_prompts",
        "knowledge/articles": "coach/_knowledge/articles",
        "coach/web/public": "coach/web/public",
    }.items():
        names = {p.relative_to(ROOT / here) for p in (ROOT / here).rglob("*") if p.is_file()}
        assert names, f"{here} is empty"
        assert names <= {p.relative_to(wheel / there) for p in (wheel / there).rglob("*")}
    assert (wheel / "coach" / "web" / "chainlit.md").read_bytes() == (ROOT / "chainlit.md").read_bytes()
    (info,) = wheel.glob("*.dist-info")
    assert "Apache License" in (info / "licenses" / "LICENSE").read_text("utf-8")
    tops = {p.name for p in wheel.iterdir()}
    assert tops == {"coach", info.name}, "something that is not the program's travels too"


def test_the_wheel_works_far_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("COACH_", "PYTHON"))}
    env |= {
        "PYTHONPATH": str(wheel),
        "COACH_DATA_DIR": str(tmp_path / "data"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def run(*arguments: str) -> str:
        code = f"import coach.cli; assert coach.__file__.startswith({str(wheel)!r}); coach.cli.main()"
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            check=False,
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert json.loads(run("schema"))["type"] == "object"
    found = json.loads(run("search", "Who is an ideal client?", "--json", "-k", "3"))
    assert len(found) == 3
    assert {"passage", "article", "title", "stages", "text", "score"} <= set(found[0])


def tracked() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every file in git (of every file, where this is no checkout)."""
    listed = subprocess.run(["git", "ls-files", "-z"], check=False, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode == 0:
        names = listed.stdout.split("\0")
    else:
        names = [p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*") if ".venv" not in p.parts]
    for name in names:
        path = ROOT / name
        if path.is_file():
            yield name, path.read_bytes().decode("utf-8", "replace")


def test_no_file_names_a_registry_or_somebodys_machine() -> None:
    # Written apart, so that this file passes its own test.
    hosts = ["pypi" + ".org", "python" + "hosted", "registry.npm" + "js", "deb.debian" + ".org"]
    places = ["/" + "work/", "/" + "root/", ".." + "/shared"]
    pattern = re.compile("|".join(map(re.escape, hosts + places)))
    found = 0
    for name, text in tracked():
        found += 1
        hit = pattern.search(text)
        assert hit is None, f"{name} names {hit and hit.group()}"
    assert found > 50


def test_the_scripts_can_be_run() -> None:
    for name in (".ci/run", "scripts/install", "scripts/chromium", "scripts/lock"):
        path = ROOT / name
        assert os.access(path, os.X_OK), f"{name} cannot be run"
        subprocess.run(["bash", "-n", path], check=True)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in ("install", "run", "test"):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert "make test" in (ROOT / ".ci/run").read_text("utf-8")
    assert ".ci/run" in (ROOT / ".github/workflows/ci.yml").read_text("utf-8")
