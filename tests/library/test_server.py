"""Several coaches share one library on a Chroma server, and one of them adds to it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from coach.errors import ConfigError, StoreError
from coach.library import server as server_module
from coach.library import versions
from coach.library.collection import Chroma, server_says
from coach.library.ingest import ingest
from coach.library.search import Library
from coach.library.server import Server
from coach.library.versions import claiming, whole
from tests.library.chroma import ChromaRun, Quiet, answering, guarded
from tests.library.test_processes import write
from tests.library.test_search import ids

ROOT = Path(__file__).parents[2]
READER = """
import sys, time
from pathlib import Path
from coach.library import index
from coach.library.collection import Chroma
from coach.library.search import Library
index.EXACT = 0  # so that the server is asked
data, articles, url, wanted = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
library = Library.open(data, articles=articles, chroma=Chroma(url))
library.warm()
print("ready", flush=True)
until, sizes = time.monotonic() + 90, []
while time.monotonic() < until:
    hits = library.search("wren sings", k=500)
    size = len(library.passages())
    if size not in sizes:
        sizes.append(size)
    assert library.search("hull")[0].passage.id == "boats/hull"
    if size == wanted:
        break
    time.sleep(0.02)
assert len(library.search("wren sings", k=500)) > 0
assert library.notes == (), library.notes
print(*sizes)
"""
INGEST = """
import sys
from pathlib import Path
from coach.library.collection import Chroma
from coach.library.ingest import ingest
docs, data, articles, url = sys.argv[1:]
ingest([Path(docs)], Path(data), articles=Path(articles), chroma=Chroma(url))
"""

STARTED: "list[subprocess.Popen[str]]" = []


@pytest.fixture(scope="module")
def chroma_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaRun]:
    found = ChromaRun(tmp_path_factory.mktemp("chroma"))
    found.start()
    yield found
    found.stop()


@pytest.fixture(autouse=True)
def closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close every connection that a test leaves open."""
    made: list[Server] = []
    init = Server.__init__

    def remembered(self: Server, *arguments: Any) -> None:
        made.append(self)
        init(self, *arguments)

    monkeypatch.setattr(Server, "__init__", remembered)
    yield
    for server in made:
        server.close()
    while STARTED:
        with STARTED.pop() as process:
            process.kill()


@pytest.fixture
def chroma(chroma_run: ChromaRun, asking_chroma: None, monkeypatch: pytest.MonkeyPatch) -> Chroma:
    """The server, emptied; it is looked at all the time, and asked however small the library is."""
    monkeypatch.setattr("coach.library.place.LOOK", 0.0)
    monkeypatch.setattr(server_module, "REST", 0.0)
    empty(chroma_run.url)
    return Chroma(chroma_run.url)


def empty(url: str) -> None:
    server = Server(url)
    for name in names(server):
        server.ask(lambda client, name=name: client.delete_collection(name))
    server.close()


def names(server: Server) -> list[str]:
    return sorted(one.name for one in server.ask(lambda client: client.list_collections()))


def start(code: str, *arguments: object) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    STARTED.append(process)
    return process


def test_several_coaches_read_while_one_adds_and_each_sees_the_old_library_or_the_new(
    chroma: Chroma, articles: Path, docs: Path, tmp_path: Path
) -> None:
    write(docs, "wren", 3)
    ingest([docs], tmp_path / "first", articles=articles, chroma=chroma)
    readers = [start(READER, tmp_path / f"r{n}", articles, chroma.url, 4 + 63) for n in range(3)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
    write(docs, "lark", 60)
    assert start(INGEST, docs, tmp_path / "writer", articles, chroma.url).wait(90) == 0
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.read().split() == ["7", "67"]
        assert reader.wait(60) == 0


def test_a_small_library_of_a_server_is_searched_here_and_a_new_version_is_seen(
    chroma: Chroma, articles: Path, docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.library.index.EXACT", 1_000)
    write(docs, "wren", 1)
    ingest([docs], tmp_path / "one", articles=articles, chroma=chroma)
    library = Library.open(tmp_path / "two", articles=articles, chroma=chroma)
    library.warm()
    monkeypatch.setattr(versions.OnServer, "nearest", None)  # nobody may ask it
    assert ids(library.search("wren sings")) == ["wren-0/wren-0"]
    write(docs, "wren", 2)
    ingest([docs], tmp_path / "one", articles=articles, chroma=chroma)
    assert sorted(ids(library.search("wren sings"))) == ["wren-0/wren-0", "wren-1/wren-1"]
    assert library.notes == ()


def test_a_second_machine_with_an_empty_folder_has_the_whole_library(
    chroma: Chroma, articles: Path, docs: Path, tmp_path: Path
) -> None:
    write(docs, "wren", 2)
    first = ingest([docs], tmp_path / "one", articles=articles, chroma=chroma)
    assert first.passages == 6
    library = Library.open(tmp_path / "two", articles=articles, chroma=chroma)
    library.warm()
    assert library.passage("wren-0/wren-0").text == "The wren of number 0 sings."
    assert library.verify("wren-1/wren-1", "number 1 sings")
    assert sorted(ids(library.answer("what does the wren of number 1 do"))) == [
        "wren-0/wren-0",
        "wren-1/wren-1",
    ]
    assert library.notes == ()
    # Its own files are known to it too: nothing is read again, and what was removed leaves.
    again = ingest([docs], tmp_path / "two", articles=articles, chroma=chroma)
    assert (len(again.read), len(again.unchanged)) == (0, 2)
    (docs / "wren-0.md").unlink()
    ingest([docs], tmp_path / "two", articles=articles, chroma=chroma)
    assert len(Library.open(tmp_path / "one", articles=articles, chroma=chroma).passages()) == 5


def test_the_server_finds_what_an_exact_search_finds(chroma: Chroma, tmp_path: Path) -> None:
    here, there = Library.open(tmp_path / "here"), Library.open(tmp_path / "there", chroma=chroma)
    there.warm()
    queries = [
        "Who is an ideal client?",
        "how do I set a price",
        "what do trends do to us",
        "who owns a goal",
    ]
    for query in queries:
        assert ids(there.search(query)) == ids(here.search(query))
    assert there.notes == ()
    # And it is the server that found it: without the copy's vectors the same comes back.
    index = there._current()
    assert index._chroma is not None
    assert index.opener is not None
    vector = there.embedding.embed_query(queries[0])
    assert index.nearest(vector, 10) == index.nearest(vector, 10)
    index.vectors = index.vectors * 0
    assert index.nearest(vector, 10)[0] == here._current().nearest(vector, 10)[0]


def test_two_at_once_add_to_one_library_and_nothing_is_lost(
    chroma: Chroma, articles: Path, tmp_path: Path
) -> None:
    write(tmp_path / "one", "wren", 20)
    write(tmp_path / "two", "lark", 20)
    both = [
        start(INGEST, tmp_path / name, tmp_path / f"{name}-data", articles, chroma.url)
        for name in ("one", "two")
    ]
    assert [process.wait(90) for process in both] == [0, 0]
    library = Library.open(tmp_path / "reader", articles=articles, chroma=chroma)
    assert len(library.passages()) == 4 + 40
    assert library.notes == ()


def test_old_versions_leave_the_server_and_other_collections_stay(
    chroma: Chroma, articles: Path, docs: Path, data: Path
) -> None:
    server = Server(chroma.url)
    server.ask(lambda client: client.create_collection("somebody-elses", embedding_function=None))
    for number in range(4):
        write(docs, "wren", number + 1)
        ingest([docs], data, articles=articles, chroma=chroma)
    assert [name[:26] for name in names(server)] == [
        "coach-library-000003", "coach-library-000003-texts", "coach-library-000004",
        "coach-library-000004-texts", "somebody-elses",
    ]  # fmt: skip
    assert len(list((data / "library" / "servers").glob("*/v*"))) <= 2
    server.close()


def test_a_writer_that_dies_leaves_the_old_library_and_is_swept_away(
    chroma: Chroma, articles: Path, docs: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(docs, "wren", 1)
    ingest([docs], data, articles=articles, chroma=chroma)
    died = (
        "import sys, os\nfrom coach.library.server import Server\nfrom coach.library.versions import claiming\n"
        "server = Server(sys.argv[1])\nwith claiming(server) as claim:\n"
        "    claim._collection.add(ids=['half'], embeddings=[[0.5] * 512])\n    os._exit(9)\n"
    )
    assert start(died, chroma.url).wait(60) == 9
    server = Server(chroma.url)
    assert "coach-library-000002" in names(server)
    library = Library.open(data.with_name("other"), articles=articles, chroma=chroma)
    assert len(library.passages()) == 5
    monkeypatch.setattr(versions, "LEASE", 0.5)
    write(docs, "lark", 1)
    ingest([docs], data, articles=articles, chroma=chroma)
    assert len(library.passages()) == 6
    assert [version.number for version in whole(server)] == [2, 1]
    server.close()


def test_a_writer_taken_for_dead_cannot_switch_any_more(
    chroma: Chroma, monkeypatch: pytest.MonkeyPatch
) -> None:
    import numpy as np

    server = Server(chroma.url)
    rows = np.eye(2, 512, dtype=np.float32)
    monkeypatch.setattr(versions, "LEASE", 60.0)
    with claiming(server) as slow:
        monkeypatch.setattr(versions, "LEASE", 0.3)
        with claiming(server) as quick:
            assert quick.number == slow.number
            quick.publish("quick", "{}", ["a", "b"], rows)
        with pytest.raises(StoreError):
            slow.publish("slow", "{}", ["a", "b"], rows)
    assert versions.read_texts(server, whole(server)[0]) == ("quick", "{}")
    server.close()


@pytest.mark.parametrize("asked", [True, False])
def test_a_server_that_goes_down_leaves_the_search_going_and_is_used_again_when_back(
    asked: bool, tmp_path: Path, articles: Path, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A small library is searched here, and the server's state is known all the same.
    monkeypatch.setattr("coach.library.index.EXACT", 0 if asked else 1_000)
    monkeypatch.setattr("coach.library.place.LOOK", 0.0)
    monkeypatch.setattr(server_module, "REST", 0.0)
    running = ChromaRun(tmp_path / "chroma")
    running.start()
    try:
        chroma = Chroma(running.url)
        write(docs, "wren", 2)
        ingest([docs], tmp_path / "data", articles=articles, chroma=chroma)
        library = Library.open(tmp_path / "data", articles=articles, chroma=chroma)
        library.warm()
        assert library.notes == ()
        running.stop()
        assert ids(library.search("hull"))[0] == "boats/hull"
        assert len(library.search("wren sings")) == 2
        (note,) = library.notes
        assert running.url in note
        assert "cannot be reached" in note

        # Somebody starts a coach meanwhile: here with the copy, elsewhere with the digests alone.
        late = Library.open(tmp_path / "data", articles=articles, chroma=chroma)
        assert len(late.search("wren sings")) == 2
        assert "cannot be reached" in late.notes[0]
        bare = Library.open(tmp_path / "bare", articles=articles, chroma=chroma)
        bare.warm()
        assert ids(bare.search("hull"))[0] == "boats/hull"
        assert len(bare.notes) == 1
        with pytest.raises(StoreError, match="cannot be reached"):
            ingest([docs], tmp_path / "data", articles=articles, chroma=chroma)

        running.start()
        assert len(library.search("wren sings")) == 2
        assert library.notes == ()
        assert (library._current()._chroma is not None) is asked
        assert len(bare.search("wren sings")) == 2
        assert bare.notes == ()
    finally:
        running.stop()


def test_the_token_is_sent_and_a_wrong_one_is_refused_without_being_shown(
    chroma: Chroma, articles: Path, docs: Path, tmp_path: Path
) -> None:
    seen: list[str] = []
    with answering(guarded(chroma.url, "right-token", seen)) as url:
        write(docs, "wren", 1)
        right = Chroma(url, "right-token")
        ingest([docs], tmp_path / "data", articles=articles, chroma=right)
        library = Library.open(tmp_path / "other", articles=articles, chroma=right)
        library.warm()
        assert ids(library.search("wren sings")) == ["wren-0/wren-0"]
        assert library.notes == ()
        assert set(seen) == {"Bearer right-token"}
        assert "right-token" not in repr(right) + server_says(right)
        library.close()
        for wrong, words in (
            (Chroma(url, "wrong-token"), "refuses the token"),
            (Chroma(url), "wants a token"),
        ):
            with pytest.raises(ConfigError, match=words) as refused:
                Library.open(tmp_path / "third", articles=articles, chroma=wrong)
            assert "wrong-token" not in str(refused.value)
            with pytest.raises(ConfigError, match=words):
                ingest([docs], tmp_path / "third", articles=articles, chroma=wrong)
    assert b"right-token" not in b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("status", "body", "error", "words"),
    [
        (200, b'"0.6.3"', ConfigError, "too old"),
        (200, b"<html>Hello</html>", ConfigError, "no Chroma server"),
        (404, b"{}", ConfigError, "no Chroma server"),
        (302, b"", ConfigError, "no Chroma server"),
        (403, b"no", ConfigError, "wants a token"),
        (502, b"bad gateway", None, "answers with an error"),
    ],
)
def test_what_answers_is_not_the_server_meant(
    status: int, body: bytes, error: type[Exception] | None, words: str, data: Path, articles: Path
) -> None:
    class Other(Quiet):
        def do_GET(self) -> None:  # noqa: N802
            self.say(status, body, "text/html")

    with answering(Other) as url:
        if error:
            with pytest.raises(error, match=words):
                Library.open(data, articles=articles, chroma=Chroma(url))
        else:
            library = Library.open(data, articles=articles, chroma=Chroma(url))
            assert ids(library.search("hull"))[0] == "boats/hull"
            assert words in library.notes[0]


def test_a_server_that_never_answers_holds_nobody_up(
    data: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "ANSWER", 1.2)
    asked: list[float] = []

    class Silent(Quiet):
        def do_GET(self) -> None:  # noqa: N802
            asked.append(time.monotonic())
            time.sleep(0.6)
            with suppress(OSError):
                self.say(200, '"1.0.0"')

    with answering(Silent) as url:
        library = Library.open(data, articles=articles, chroma=Chroma(url))
        for _ in range(20):
            assert ids(library.search("hull"))[0] == "boats/hull"
        assert "does not answer in time" in library.notes[0]
    assert len(asked) == 1


def test_a_version_that_is_damaged_gives_way_to_the_one_before(
    chroma: Chroma, articles: Path, docs: Path, tmp_path: Path
) -> None:
    write(docs, "wren", 1)
    ingest([docs], tmp_path / "data", articles=articles, chroma=chroma)
    write(docs, "lark", 1)
    ingest([docs], tmp_path / "data", articles=articles, chroma=chroma)
    server = Server(chroma.url)

    def damage(client: Any) -> None:
        name = next(one for one in names(server) if one.startswith("coach-library-000002-texts"))
        texts = client.get_collection(name, embedding_function=None)
        one = texts.get(limit=1)
        texts.update(
            ids=one["ids"], embeddings=[[1.0]], documents=[one["documents"][0].replace("lark", "bark")]
        )

    server.ask(damage)
    library = Library.open(tmp_path / "other", articles=articles, chroma=chroma)
    assert len(library.passages()) == 5
    assert "damaged" in library.notes[0]
    server.close()


def test_an_upload_stays_on_its_machine_and_never_reaches_the_server(
    chroma: Chroma, articles: Path, data: Path
) -> None:
    library = Library.open(data, articles=articles, chroma=chroma)
    library.warm()
    before = whole(Server(chroma.url))
    library.add_upload("mine", b"Zebras are sold by the stripe.", "zebras.txt")
    assert ids(library.search("zebras sold", conversation="mine"))[0].startswith("upload-")
    assert whole(Server(chroma.url)) == before
    assert library.search("zebras sold") == []
    library.forget("mine")
    assert library.search("zebras sold", conversation="mine") == []
    assert not any(b"ebras" in path.read_bytes() for path in data.rglob("*") if path.is_file())


def test_an_index_on_the_server_of_another_embedding_is_refused(
    chroma: Chroma, articles: Path, data: Path
) -> None:
    Library.open(data, articles=articles, chroma=chroma).warm()
    with pytest.raises(ConfigError, match="COACH_EMBEDDINGS=hash"):
        Library.open(data.with_name("other"), "openai:some", articles=articles, chroma=chroma)
