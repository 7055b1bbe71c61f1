"""Several processes and sudden deaths: the library that serves is the old or the new one, whole."""

import os
import subprocess
import sys
import time
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


def test_an_ingest_killed_at_any_moment_leaves_the_old_or_the_new_library(
    data: Path, articles: Path, docs: Path
) -> None:
    write(docs, "wren", 3)
    ingest([docs], data, articles=articles)
    write(docs, "lark", 150)
    began = time.monotonic()
    whole = start(INGEST, docs, data.with_name("elsewhere"), articles, 153)
    assert whole.wait(60) == 0
    took = time.monotonic() - began
    sizes = set()
    for part in (0.3, 0.55, 0.7, 0.8, 0.9, 0.95):
        process = start(INGEST, docs, data, articles, 150)
        time.sleep(took * part)
        process.kill()
        process.wait()
        library = Library.open(data, articles=articles)
        library.warm()
        assert library.notes == ()
        sizes.add(len(library.passages()))
        assert len(library.passages()) in (4 + 3, 4 + 153)
        assert ids(library.search("wren", k=3))[0].startswith("wren-")
        library.close()
        if len(library.passages()) > 7:
            break
    assert 7 in sizes
    assert len(ingest([docs], data, articles=articles).unchanged) in (3, 153)
    assert len(Library.open(data, articles=articles).passages()) == 4 + 153
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
