"""A person adds their own articles to the library, changes them and takes them away."""

import io
import os
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest

from coach.errors import ConfigError, StoreError, UserError
from coach.library.embedding import embedding
from coach.library.ingest import Report, ingest
from coach.library.search import Library
from coach.library.shelf import Shelf
from tests.library.conftest import PdfLine
from tests.library.test_search import ids

Ingest = Callable[..., Report]


@pytest.fixture
def add(data: Path, articles: Path) -> Ingest:
    def run(*paths: Path, **settings: Any) -> Report:
        return ingest(paths, data, articles=articles, **settings)

    return run


def names(paths: list[str]) -> list[str]:
    return [Path(path).name for path in paths]


def test_a_folder_is_read_and_found(add: Ingest, docs: Path, library: Library) -> None:
    (docs / "deep").mkdir()
    (docs / "zebra prices.md").write_text("# Zebras\n\nWe charge for zebras by the stripe.")
    (docs / "deep" / "yaks.txt").write_text("Yaks are sold by the pound, in winter only.")
    report = add(docs)
    assert names(report.read) == ["yaks.txt", "zebra prices.md"] or names(report.read) == [
        "zebra prices.md",
        "yaks.txt",
    ]
    assert report.passages == 6
    (hit, *_) = library.answer("are zebras charged by the stripe?")
    assert (hit.passage.id, hit.passage.kind, hit.passage.article_title) == (
        "zebra-prices/zebras",
        "added",
        "Zebras",
    )
    assert ids(library.answer("are yaks sold by the pound?"))[0] == "yaks/yaks"
    assert ids(library.search("hull"))[0] == "boats/hull"


def test_every_kind_of_file_is_read(
    add: Ingest, docs: Path, library: Library, make_pdf: Callable[[list[list[PdfLine]]], bytes]
) -> None:
    (docs / "a.md").write_text("Aardvarks dig.")
    (docs / "b.txt").write_text("Badgers dig deeper.")
    (docs / "c.html").write_text("<p>Camels carry water.</p>")
    (docs / "d.pdf").write_bytes(make_pdf([[(11, "Dolphins talk all day long.")]]))
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("Elephants remember it.")
    document.save(out)
    (docs / "e.docx").write_bytes(out.getvalue())
    report = add(docs)
    assert names(report.read) == ["a.md", "b.txt", "c.html", "d.pdf", "e.docx"]
    for animal, article in {
        "aardvarks": "a",
        "badgers": "b",
        "camels": "c",
        "dolphins": "d",
        "elephants": "e",
    }.items():
        assert library.search(animal)[0].passage.article == article


def test_nothing_changed_means_nothing_is_read_or_written(add: Ingest, docs: Path, data: Path) -> None:
    (docs / "a.md").write_text("Aardvarks dig.")
    add(docs)
    before = Shelf(data / "library").stamp()
    report = add(docs)
    assert (report.read, names(report.unchanged), report.removed) == ([], ["a.md"], [])
    assert Shelf(data / "library").stamp() == before


def test_a_changed_file_is_read_anew_under_the_same_id(add: Ingest, docs: Path, library: Library) -> None:
    (docs / "a.md").write_text("Aardvarks dig.")
    (docs / "b.md").write_text("Badgers dig deeper.")
    add(docs)
    (docs / "a.md").write_text("Aardvarks sleep.")
    report = add(docs)
    assert (names(report.read), names(report.unchanged)) == (["a.md"], ["b.md"])
    assert library.passage("a/a").text == "Aardvarks sleep."


def test_a_file_that_is_gone_leaves_the_library(add: Ingest, docs: Path, library: Library) -> None:
    (docs / "a.md").write_text("Aardvarks dig.")
    (docs / "b.md").write_text("Badgers dig deeper.")
    add(docs)
    (docs / "a.md").unlink()
    assert names(add(docs).removed) == ["a.md"]
    with pytest.raises(UserError):
        library.passage("a/a")
    assert library.passage("b/b")


def test_a_file_named_after_it_is_gone_leaves_the_library(add: Ingest, docs: Path) -> None:
    path = docs / "a.md"
    path.write_text("Aardvarks dig.")
    add(path)
    path.unlink()
    assert names(add(path).removed) == ["a.md"]
    assert add(path).refused == [(str(path), "there is no such file or folder")]


def test_other_folders_stay_when_one_is_ingested(
    add: Ingest, docs: Path, tmp_path: Path, library: Library
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (docs / "a.md").write_text("Aardvarks dig.")
    (other / "b.md").write_text("Badgers dig deeper.")
    add(docs)
    add(other)
    assert library.passage("a/a")
    assert library.passage("b/b")


def test_without_paths_the_known_ones_are_gone_through_again(add: Ingest, docs: Path, tmp_path: Path) -> None:
    (docs / "a.md").write_text("Aardvarks dig.")
    add(docs)
    (docs / "b.md").write_text("Badgers dig deeper.")
    assert names(add().read) == ["b.md"]
    docs.rename(tmp_path / "unplugged")
    report = add()
    assert (report.removed, report.passages) == ([], 6)
    assert report.refused[0][0] == str(docs)
    assert names(add(docs).removed) == ["a.md", "b.md"]


def test_bad_files_are_refused_by_name_and_the_rest_goes_on(
    add: Ingest, docs: Path, library: Library
) -> None:
    (docs / "empty.md").write_text("")
    (docs / "fake.pdf").write_text("no pdf")
    (docs / "good.md").write_text("Aardvarks dig.")
    (docs / "nul.txt").write_bytes(b"a\x00b")
    report = add(docs, docs / "nowhere")
    assert {Path(path).name: why for path, why in report.refused} == {
        "empty.md": "it is empty",
        "fake.pdf": "it is not what its ending says: no PDF",
        "nul.txt": "it holds NUL bytes, so it is not text; check what kind of file it is",
        "nowhere": "there is no such file or folder",
    }
    assert names(report.read) == ["good.md"]
    assert library.passage("good/good")


def test_hostile_and_broken_files_are_refused_by_name_with_the_reason_and_the_rest_is_read(
    add: Ingest, docs: Path, library: Library, make_pdf: Callable[[list[list[PdfLine]]], bytes]
) -> None:
    good = make_pdf([[(11, "Dolphins talk all day long.")]])
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(good))
    writer.encrypt("sesame", owner_password="owner", algorithm="AES-256")
    locked = io.BytesIO()
    writer.write(locked)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", b"\x00" * 120_000_000)
    files = {
        "a-good.pdf": good,
        "bomb.docx": bomb.getvalue(),
        "cut-short.pdf": good[: len(good) // 3],
        "cut-short.docx": bomb.getvalue()[:500],
        "huge.txt": b"Words and words. " * 70_000,
        "locked.pdf": locked.getvalue(),
        "old.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        "photo.pdf": b"\x89PNG\r\n\x1a\n" + b"\x00" * 600,
        "program.txt": b"\x7fELF\x02\x01\x01" + b"\x00" * 600,
        "scanned.pdf": make_pdf([[], [], []]),
        "page.md": b"<!DOCTYPE html><html><p>A page.</p></html>",
        "z-good.md": b"Zebras are striped.",
    }
    for name, data in files.items():
        (docs / name).write_bytes(data)
    report = add(docs, limit=1_000_000)
    assert names(report.read) == ["a-good.pdf", "z-good.md"]
    refused = {Path(path).name: why for path, why in report.refused}
    for name, why in {
        "bomb.docx": "as a zip bomb does; nothing was unpacked",
        "cut-short.pdf": "it is damaged",
        "cut-short.docx": "it is damaged",
        "huge.txt": "it is over 0.954 MB",
        "locked.pdf": "it is encrypted",
        "old.docx": "it is encrypted, or an old .doc",
        "photo.pdf": "not what its ending says: a picture",
        "program.txt": "not what its ending says: a program",
        "scanned.pdf": "it looks scanned",
        "page.md": "not what its ending says: an HTML page",
    }.items():
        assert why in refused.pop(name), name
    assert refused == {}
    assert library.search("dolphins")[0].passage.article == "a-good"
    assert library.search("zebras")[0].passage.article == "z-good"


def test_a_pdf_that_unpacks_to_a_flood_is_refused_and_the_next_one_is_read(
    add: Ingest, docs: Path, make_pdf: Callable[[list[list[PdfLine]]], bytes]
) -> None:
    plain = make_pdf([[(11, "A flood comes.")]])
    packed = zlib.compress(b"BT (" + b"x" * 200_000_000 + b") Tj ET", 9)
    start, end = plain.index(b"<</Length"), plain.index(b"\nendstream")
    flood = b"<</Filter/FlateDecode/Length %d>>stream\n%s" % (len(packed), packed)
    (docs / "a-flood.pdf").write_bytes(plain[:start] + flood + plain[end:])
    (docs / "b-calm.pdf").write_bytes(make_pdf([[(11, "Dolphins talk all day long.")]]))
    report = add(docs)
    assert names([path for path, _ in report.refused]) == ["a-flood.pdf"]
    assert names(report.read) == ["b-calm.pdf"]


def test_a_file_that_turned_bad_leaves_the_library(add: Ingest, docs: Path, library: Library) -> None:
    (docs / "a.md").write_text("Aardvarks dig.")
    add(docs)
    (docs / "a.md").write_text("")
    assert names([path for path, _ in add(docs).refused]) == ["a.md"]
    with pytest.raises(UserError):
        library.passage("a/a")


def test_other_files_links_and_copies_are_skipped_with_the_reason(
    add: Ingest, docs: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("Do not read.")
    (docs / "link.md").symlink_to(secret)
    (docs / "loop").symlink_to(docs)
    (docs / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (docs / ".hidden.md").write_text("Hidden.")
    (docs / ".git").mkdir()
    (docs / ".git" / "x.md").write_text("Hidden too.")
    (docs / "a.md").write_text("Aardvarks dig.")
    (docs / "b.md").write_text("Aardvarks dig.")
    report = add(docs)
    assert names(report.read) == ["a.md"]
    skipped = {Path(path).name: why for path, why in report.skipped}
    assert set(skipped) == {"link.md", "photo.jpg", "b.md"}
    assert skipped["b.md"].startswith("the same as ")


def test_a_named_file_of_another_kind_is_refused(add: Ingest, docs: Path) -> None:
    (docs / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    assert ".jpg is not read" in add(docs / "photo.jpg").refused[0][1]


def test_a_pipe_named_like_a_text_is_refused_and_not_waited_for(add: Ingest, docs: Path) -> None:
    os.mkfifo(docs / "pipe.txt")
    assert add(docs).refused == [(str(docs / "pipe.txt"), "it is not a regular file")]


def test_a_name_that_is_no_text_is_refused(add: Ingest, docs: Path) -> None:
    (Path(os.fsdecode(os.fsencode(docs) + b"/\xff.md"))).write_text("Aardvarks dig.")
    assert "its name is not valid text" in add(docs).refused[0][1]


def test_documents_of_one_name_have_ids_of_their_own(add: Ingest, docs: Path, library: Library) -> None:
    (docs / "x").mkdir()
    (docs / "boats.md").write_text("Barges are boats too.")
    (docs / "x" / "boats.md").write_text("Rafts are boats as well.")
    (docs / "upload-x.md").write_text("Not an upload.")
    add(docs)
    assert {passage.article for passage in library.passages()} == {
        "boats", "trains", "boats-2", "boats-3", "file-upload-x"
    }  # fmt: skip
    assert library.passage("boats/hull").kind == "library"


def test_a_dry_run_says_what_would_happen_and_changes_nothing(add: Ingest, docs: Path, data: Path) -> None:
    (docs / "a.md").write_text("Aardvarks dig.")
    (docs / "b.md").write_text("")
    report = add(docs, dry_run=True)
    assert (names(report.read), len(report.refused), report.passages, report.dry_run) == (
        ["a.md"],
        1,
        5,
        True,
    )
    assert not data.exists()


def test_progress_is_told_file_by_file_and_while_the_index_is_made(add: Ingest, docs: Path) -> None:
    for number in range(3):
        (docs / f"{number}.md").write_text(f"File number {number} of some.")
    told: list[tuple[int, int, str]] = []
    add(docs, progress=lambda done, total, what: told.append((done, total, what)))
    steps = ("embedding", "indexing")
    assert [(done, total) for done, total, what in told if what not in steps] == [(1, 3), (2, 3), (3, 3)]
    assert [what for *_, what in told if what in steps] == list(steps)
    assert all(done == total for done, total, what in told if what in steps)


def test_unchanged_passages_are_not_embedded_again(
    add: Ingest, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (docs / "a.md").write_text("Aardvarks dig.")
    add(docs)
    seen: list[str] = []
    real = embedding("hash")

    def watched(_name: str) -> object:
        from dataclasses import replace

        def documents(texts: list[str]) -> object:
            seen.extend(texts)
            return real.documents(texts)

        return replace(real, documents=documents)

    monkeypatch.setattr("coach.library.ingest.named_embedding", watched)
    (docs / "b.md").write_text("Badgers dig deeper.")
    add(docs)
    assert seen == ["b\nb\nBadgers dig deeper."]


def test_the_limit_is_a_setting(add: Ingest, docs: Path) -> None:
    (docs / "a.md").write_text("Aardvarks dig. " * 100)
    assert "it is over" in add(docs, limit=1_000).refused[0][1]
    assert names(add(docs).read) == ["a.md"]


def test_an_unknown_embedding_is_refused_before_anything_is_read(add: Ingest, docs: Path) -> None:
    with pytest.raises(ConfigError, match="names no embedding"):
        add(docs, embeddings="word2vec")


def test_a_folder_that_cannot_be_written_to_is_a_plain_error(
    docs: Path, articles: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(StoreError, match="COACH_DATA_DIR"):
        ingest([docs], blocked / "data", articles=articles)


def test_a_full_disk_leaves_the_old_library(
    add: Ingest, docs: Path, library: Library, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (docs / "a.md").write_text("Aardvarks dig.")
    add(docs)
    (docs / "b.md").write_text("Badgers dig deeper.")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("coach.library.index._write", full)
        with pytest.raises(StoreError, match="No space left"):
            add(docs)
    assert library.passage("a/a")
    assert [path.name for path in sorted((data / "library").glob("v*"))] == ["v000001"]
    assert names(add(docs).read) == ["b.md"]


def test_only_the_version_before_is_kept(add: Ingest, docs: Path, data: Path) -> None:
    for number in range(5):
        (docs / f"{number}.md").write_text(f"File number {number} of some.")
        add(docs)
    assert [path.name for path in sorted((data / "library").glob("v*"))] == ["v000004", "v000005"]
