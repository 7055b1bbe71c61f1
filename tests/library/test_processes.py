"""Several processes and sudden deaths: the library that serves is the old or the new one, whole."""

import os
import random
import subprocess
import sys
from pathlib import Path

from coach.library.ingest import ingest
from coach.library.search import Library
from coach.library.shelf import Shelf
from tests.library.test_search import ids

ROOT = Path(__file__).parents[2]
INGEST = """
import sys
from pathlib import Path
from coach.library.ingest import ingest
report = ingest([Path(sys.argv[1])], Path(sys.argv[2]), articles=Path(sys.argv[3]))
assert len(report.read) == int(sys.argv[4]), report
"""
DEATHS = """
import os, signal, sys, time
from pathlib import Path
import bm25s, chromadb
from coach.library.ingest import ingest
docs, data, articles = map(Path, sys.argv[1:])

def run(limit):
    calls = 0
    def step(*_):
        nonlocal calls
        calls += 1
        if calls == limit:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.setprofile(step if limit is not None else None)
    ingest([docs], data, articles=articles)
    sys.setprofile(None)
    return calls

for line in sys.stdin:
    at, value = line.split()
    out, into = os.pipe()
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.write(into, str(run(int(float(value)) if at == "step" else None)).encode())
        os._exit(0)
    os.close(into)
    if at == "second":
        while time.monotonic() - began < float(value) and os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            time.sleep(0.001)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    print(int(os.WIFSIGNALED(status)), os.read(out, 20).decode() or 0, time.monotonic() - began, flush=True)
    os.close(out)
"""
FIRST = """
import sys
from pathlib import Path
from coach.library.search import Library
library = Library.open(Path(sys.argv[1]), articles=Path(sys.argv[2]))
library.warm()
assert library.notes == (), library.notes
assert library.search("hull")[0].passage.id == "boats/hull"
"""


def start(code: str, *arguments: object) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], env={**os.environ, "PYTHONPATH": str(ROOT)}
    )


def write(folder: Path, word: str, count: int) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{word}-{number}.md").write_text(
            f"# {word} {number}\n\nThe {word} of number {number} sings."
        )


class Deaths:
    """A process that has everything imported and ingests in forks of itself, which it kills."""

    def __init__(self, docs: Path, data: Path, articles: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", DEATHS, str(docs), str(data), str(articles)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    def ingest(self, at: str, value: float) -> tuple[bool, int, float]:
        """Ingest once. `at` is "step" (killed before that call of a function, 0 for never) or "second". Returns
        whether it was killed, and where it was not, the calls it made and the seconds it took.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{at} {value}\n")
        self._process.stdin.flush()
        killed, steps, seconds = self._process.stdout.readline().split()
        return killed == "1", int(steps), float(seconds)

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


def test_an_ingest_killed_at_thirty_random_moments_leaves_the_old_or_the_new_library_whole(
    data: Path, articles: Path, docs: Path
) -> None:
    files = 12

    def generation(number: int) -> None:
        for file in range(files):
            text = f"# Lark {file}\n\nThe lark of file {file} sings in generation {number}."
            (docs / f"lark-{file}.md").write_text(text)

    docs.mkdir(exist_ok=True)
    generation(0)
    deaths = Deaths(docs, data, articles)
    try:
        deaths.ingest("step", 0)
        generation(1)
        *_, took = deaths.ingest("second", 60)
        generation(2)
        _, steps, _ = deaths.ingest("step", 0)  # the third also takes the first version away
        dice = random.Random(30)
        # Anywhere; around the switch and while the old version is taken away; and inside whatever no call of ours
        # is in.
        moments = [("step", float(dice.randint(1, steps))) for _ in range(10)]
        moments += [("step", float(dice.randint(steps - 500, steps - 20))) for _ in range(10)]
        moments += [("second", dice.uniform(0, took)) for _ in range(10)]
        current, kills, seen = 2, 0, set()
        for number, moment in enumerate(moments, start=3):
            generation(number)
            killed, *_ = deaths.ingest(*moment)
            kills += killed
            library = Library.open(data, articles=articles)
            library.warm()
            larks = [passage for passage in library.passages() if passage.article.startswith("lark-")]
            served = {int(passage.text.rstrip(".").rsplit(" ", 1)[1]) for passage in larks}
            assert library.notes == (), moment
            assert len(larks) == files, moment
            assert served in ({current}, {number}), moment
            assert library.search("which lark sings", k=1)[0].passage.article.startswith("lark-")
            library.close()
            seen.add("new" if served == {number} else "old")
            (current,) = served
        assert kills >= 20
        assert "old" in seen  # the new one, whole, is what the last ingest below leaves
    finally:
        deaths.close()
    generation(99)
    assert len(ingest([docs], data, articles=articles).read) == files
    assert "generation 99" in Library.open(data, articles=articles).passage("lark-0/lark-0").text
    assert len(list((data / "library").glob("v*"))) <= 2


def test_a_writer_killed_after_each_step_leaves_the_old_version(
    data: Path, articles: Path, docs: Path
) -> None:
    write(docs, "wren", 1)
    ingest([docs], data, articles=articles)
    shelf = Shelf(data / "library")
    before = shelf.current()

    # What a process that died while filling a version leaves behind.
    for number, names in enumerate(
        [(), ("passages.jsonl",), ("passages.jsonl", "vectors.npy", "bm25/x", "chroma/y")]
    ):
        folder = data / "library" / f"v{number + 2:06d}"
        for name in names:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("half")
        folder.mkdir(exist_ok=True)
        assert shelf.current() == before
        assert Library.open(data, articles=articles).passage("wren-0/wren-0")
    (data / "library" / "current.json.new").write_text('{"versi')
    write(docs, "lark", 1)
    ingest([docs], data, articles=articles)
    assert Library.open(data, articles=articles).passage("lark-0/lark-0")
    assert [path.name for path in sorted((data / "library").glob("v*"))] == ["v000001", "v000005"]


def test_a_lost_pointer_file_is_not_taken_for_an_empty_library(
    data: Path, articles: Path, docs: Path
) -> None:
    write(docs, "wren", 1)
    ingest([docs], data, articles=articles)
    (data / "library" / "current.json").write_text('{"versi')
    assert Library.open(data, articles=articles).passage("wren-0/wren-0")


def test_two_ingests_at_once_lose_nothing(data: Path, articles: Path, tmp_path: Path) -> None:
    write(tmp_path / "one", "wren", 20)
    write(tmp_path / "two", "lark", 20)
    both = [start(INGEST, tmp_path / name, data, articles, 20) for name in ("one", "two")]
    assert [process.wait(60) for process in both] == [0, 0]
    library = Library.open(data, articles=articles)
    library.warm()
    assert library.notes == ()
    assert len(library.passages()) == 44


def test_two_first_starts_at_once_build_one_index(data: Path, articles: Path) -> None:
    both = [start(FIRST, data, articles) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert [path.name for path in (data / "library").glob("v*")] == ["v000001"]


def test_a_running_library_sees_what_another_process_adds_and_removes(
    library: Library, data: Path, articles: Path, docs: Path
) -> None:
    library.warm()
    assert ids(library.search("wren sings")) == []
    write(docs, "wren", 2)
    assert start(INGEST, docs, data, articles, 2).wait(60) == 0
    assert len(library.search("wren sings")) == 2
    for path in docs.iterdir():
        path.unlink()
    assert start(INGEST, docs, data, articles, 0).wait(60) == 0
    assert ids(library.search("wren sings")) == []
    assert library.notes == ()


def test_a_running_library_goes_on_when_the_index_was_rebuilt_with_another_embedding(
    library: Library, data: Path, articles: Path
) -> None:
    library.warm()
    manifest = data / "library" / "v000001" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"hash"', '"openai:other"'))
    os.utime(data / "library" / "current.json")
    assert ids(library.search("hull"))[0] == "boats/hull"
    assert "COACH_EMBEDDINGS" in library.notes[0]
