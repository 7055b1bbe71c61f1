"""Several processes and sudden deaths: the library that serves is the old or the new one, whole."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from coach.library.ingest import ingest
from coach.library.search import Library
from coach.library.shelf import Shelf
from tests.library.test_search import ids

ROOT = Path(__file__).parents[2]
MARGIN = 20
"""Calls at the end of an ingest that one more or less of another makes no difference to: garbage may be collected."""
INGEST = """
import sys
from pathlib import Path
from coach.library.ingest import ingest
report = ingest([Path(sys.argv[1])], Path(sys.argv[2]), articles=Path(sys.argv[3]))
assert len(report.read) == int(sys.argv[4]), report
"""
DEATHS = """
import os, resource, signal, sys
from pathlib import Path
import bm25s, chromadb
from coach.library.ingest import ingest
docs, data, articles = map(Path, sys.argv[1:])

def run(way, limit):
    calls, switch = 0, None
    def step(frame, *_):
        nonlocal calls, switch
        calls += 1
        if switch is None and frame.f_code.co_name == "_point_to":
            switch = calls
        if limit and way == "call" and calls == limit or way == "switch" and switch and calls == switch + limit:
            os.kill(os.getpid(), signal.SIGKILL)
    if way == "write":
        # The system kills the process in the middle of the write that makes any file longer, Chroma's own among them.
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    else:
        sys.setprofile(step)
    ingest([docs], data, articles=articles)
    sys.setprofile(None)
    return calls, switch or 0

for line in sys.stdin:
    way, limit = line.split()
    out, into = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(into, "{} {}".format(*run(way, int(limit))).encode())
        os._exit(0)
    os.close(into)
    _, status = os.waitpid(pid, 0)
    print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, os.read(out, 40).decode() or "0 0", flush=True)
    os.close(out)
"""
FIRST = """
import sys
from pathlib import Path
from coach.library import index
from coach.library.search import Library
index.EXACT = 0  # so that Chroma is opened
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

    def ingest(self, way: str, limit: int) -> tuple[int, int, int]:
        """Ingest once, to be killed at a point that is counted and not timed. By `way` the limit is a "call" of a
        function (0 for never), one after the "switch" to the new version has begun, or the bytes that a file may have
        when the next "write" kills. Returns the signal that ended it (0 for none), and where none did, the calls it
        made and at which of them the switch began.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{way} {limit}\n")
        self._process.stdin.flush()
        ended, calls, switch = map(int, self._process.stdout.readline().split())
        return ended, calls, switch

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


def test_an_ingest_killed_at_thirty_random_moments_leaves_the_old_or_the_new_library_whole(
    asking_chroma: None, data: Path, articles: Path, docs: Path
) -> None:
    files = 12

    def generation(number: int) -> None:
        for file in range(files):
            text = f"# Lark {file}\n\nThe lark of file {file} sings in generation {number}."
            (docs / f"lark-{file}.md").write_text(text)

    docs.mkdir(exist_ok=True)
    deaths = Deaths(docs, data, articles)
    try:
        for number in range(3):  # the third also takes the first version away
            generation(number)
            _, calls, switch = deaths.ingest("call", 0)
        largest = max(path.stat().st_size for path in (data / "library").rglob("*") if path.is_file())
        assert 0 < switch < calls
        dice = random.Random(30)

        def tenths(first: int, last: int) -> list[int]:
            """A random point in each tenth of a range."""
            return [
                dice.randint(first + (last - first) * n // 10, first + (last - first) * (n + 1) // 10 - 1)
                for n in range(10)
            ]

        # While files are read and the version is filled; while it is switched to and the one before the last taken
        # away; and in the middle of writes, Chroma's among them, where no call of ours is.
        moments = [("call", limit) for limit in tenths(1, switch)]
        moments += [("switch", limit) for limit in tenths(0, calls - switch - MARGIN)]
        moments += [("write", limit) for limit in tenths(1, largest * 9 // 10)]
        current, seen = 2, {"call": set[str](), "switch": set[str](), "write": set[str]()}
        for number, (way, limit) in enumerate(moments, start=3):
            moment = f"{way} {limit} of {calls}, {switch}, {largest}"
            generation(number)
            ended, *_ = deaths.ingest(way, limit)
            assert ended == (signal.SIGXFSZ if way == "write" else signal.SIGKILL), moment
            library = Library.open(data, articles=articles)
            library.warm()
            larks = [passage for passage in library.passages() if passage.article.startswith("lark-")]
            served = {int(passage.text.rstrip(".").rsplit(" ", 1)[1]) for passage in larks}
            assert library.notes == (), moment
            assert len(larks) == files, moment
            assert served in ({current}, {number}), moment
            assert library.search("which lark sings", k=1)[0].passage.article.startswith("lark-")
            library.close()
            seen[way].add("new" if served == {number} else "old")
            (current,) = served
        assert seen == {"call": {"old"}, "switch": {"old", "new"}, "write": {"old"}}
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


def test_two_ingests_at_once_lose_nothing(
    asking_chroma: None, data: Path, articles: Path, tmp_path: Path
) -> None:
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
    asking_chroma: None, library: Library, data: Path, articles: Path, docs: Path
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
