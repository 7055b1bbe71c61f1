"""The architecture, held by its imports: heavy libraries stay behind one door each, and the core does no I/O."""

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "coach").rglob("*.py"))

DOORS = {
    "langchain": ("coach/language/", "coach/library/"),
    "langgraph": ("coach/language/",),
    "openai": ("coach/language/", "coach/library/"),
    "chromadb": ("coach/library/",),
    "chainlit": ("coach/web/",),
    "sqlalchemy": ("coach/store.py",),
}
"""Which folders or files may import a library; a name covers what is called so and what begins so (langchain_core)."""

CORE = ("stages", "plan", "events", "engine", "calculate", "check")
"""The pure part. What these import of ours must be as pure."""

IMPURE = frozenset(
    "asyncio builtins concurrent ctypes filelock ftplib glob http httpx importlib io logging mmap multiprocessing os "
    "pathlib pickle random requests runpy secrets select shelve shutil signal socket sqlite3 ssl subprocess sys "
    "tempfile threading time urllib uuid webbrowser".split()
)
"""Modules of effects: files, network, processes, clocks, dice."""


READ = """
import ast, json, sys
from pathlib import Path

def read(path):
    tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    imports, calls = [], []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imports += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            imports += [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Call):
            calls.append(ast.unparse(node.func))
    return {"imports": imports, "calls": calls}

print(json.dumps({path: read(path) for path in sys.stdin.read().splitlines()}))
"""
"""What each module imports, inside its functions too, and calls.

It runs in a process of its own: CPython counts the depth of a tree that it builds for the whole interpreter, so that
a second thread which parses at the same moment makes `ast.parse` fail.
"""


@cache
def read() -> dict[Path, dict[str, list[str]]]:
    paths = "\n".join(map(str, MODULES))
    done = subprocess.run(
        [sys.executable, "-c", READ], input=paths, capture_output=True, text=True, check=True
    )
    return {Path(path): found for path, found in json.loads(done.stdout).items()}


def imported(path: Path) -> list[str]:
    """Return the full name of everything a module imports."""
    return read()[path]["imports"]


def core() -> dict[str, Path]:
    """Return the pure modules and every module of ours that they import, directly or not."""
    ours = {".".join(p.relative_to(ROOT).with_suffix("").parts): p for p in MODULES}
    found: dict[str, Path] = {}
    waiting = [f"coach.{name}" for name in CORE]
    while waiting:
        name = waiting.pop()
        if name in ours and name not in found:
            found[name] = ours[name]
            waiting += imported(ours[name])
    return found


@pytest.mark.parametrize("library", DOORS)
def test_a_library_is_imported_behind_its_door_only(library: str) -> None:
    inside: list[str] = []
    for path in MODULES:
        place = path.relative_to(ROOT).as_posix()
        for name in imported(path):
            top = name.partition(".")[0]
            if top == library or top.startswith(library + "_"):
                assert place.startswith(DOORS[library]), f"{place} imports {name}"
                inside.append(place)
    assert inside or library in ("langchain", "langgraph", "openai"), (
        f"nothing imports {library}: is the rule old?"
    )


def test_the_core_is_pure() -> None:
    modules = core()
    assert {f"coach.{name}" for name in CORE} <= set(modules)
    for name, path in modules.items():
        for library in imported(path):
            top = library.partition(".")[0]
            assert top not in IMPURE, f"{name} imports {library}, a module of effects"
            assert not any(top == d or top.startswith(d + "_") for d in DOORS), f"{name} imports {library}"
        for call in read()[path]["calls"]:
            assert call not in ("open", "print", "input", "exec", "eval"), f"{name} calls {call}()"
            clock = call.endswith((".now", ".today", ".utcnow"))
            assert not clock, f"{name} reads the clock: time enters only as a turn's timestamp"


@pytest.mark.parametrize("module", ["coach.cli", "coach.turn", "coach.web.serve", "coach.library.search"])
def test_a_command_starts_without_the_slow_libraries(module: str) -> None:
    slow = (
        "chainlit",
        "chromadb",
        "langchain_core",
        "langchain",
        "openai",
        "dateparser",
        "pypdf",
        "bs4",
        "docx",
    )
    code = f"import sys, {module}; print(*sorted(set({slow!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python 3.11.2 goes on from the wrong place after such a group (3.11.7 does not): "€18,000, at the end" was 18 and 000."""
    possessive = re.compile(r"\)(?:[*+?]|\{[\d,]+\})\+")
    found = [
        f"{path.relative_to(ROOT)}:{n}"
        for path in MODULES
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if possessive.search(line)
    ]
    assert not found
