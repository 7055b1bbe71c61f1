"""What a person uploads: theirs, in one conversation, and gone when they say so."""

from pathlib import Path

import pytest

from coach.errors import UserError
from coach.library.search import Library
from coach.library.uploads import MOST_FILES
from tests.library.test_search import ids

GIRAFFES = (
    b"Our giraffe plan\n\nWe sell giraffes to zoos in the north, at ten thousand each, and insure them all."
)


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_an_upload_is_found_and_cited_in_its_conversation_only(library: Library) -> None:
    upload = library.add_upload("mine", GIRAFFES, "giraffe plan.txt")
    hit, *_ = library.answer("do zoos in the north buy giraffes?", conversation="mine")
    assert (upload.id, upload.name, upload.passages) == ("upload-giraffe-plan", "giraffe plan.txt", 1)
    assert (hit.passage.article, hit.passage.kind) == (upload.id, "upload")
    assert library.verify(hit.passage.id, "sell giraffes to zoos", "mine")
    assert library.passage(hit.passage.id, "mine") == hit.passage
    for other in ("yours", None):
        assert library.answer("do zoos in the north buy giraffes?", conversation=other) == []
        assert not library.verify(hit.passage.id, "sell giraffes to zoos", other)
        with pytest.raises(UserError):
            library.passage(hit.passage.id, other)
    assert library.uploads("yours") == []


def test_an_upload_stands_beside_the_library(library: Library) -> None:
    library.add_upload(
        "mine", b"Hulls\n\nOur own hull is of bamboo, and it is the fastest of all.", "hulls.md"
    )
    assert set(ids(library.search("fastest hull", conversation="mine"))) >= {
        "boats/hull",
        "upload-hulls/hulls",
    }


def test_uploads_are_there_after_a_restart(library: Library, data: Path, articles: Path) -> None:
    upload = library.add_upload("mine", GIRAFFES, "giraffes.txt")
    again = Library.open(data, articles=articles)
    assert again.uploads("mine") == [upload]
    assert ids(again.answer("giraffes", conversation="mine"))


def test_another_process_adds_an_upload_and_this_one_sees_it(
    library: Library, data: Path, articles: Path
) -> None:
    library.add_upload("mine", GIRAFFES, "giraffes.txt")
    assert len(library.uploads("mine")) == 1
    Library.open(data, articles=articles).add_upload("mine", b"Zebras are sold by the stripe.", "zebras.txt")
    assert [upload.id for upload in library.uploads("mine")] == ["upload-giraffes", "upload-zebras"]
    assert ids(library.answer("zebras", conversation="mine"))[0].startswith("upload-zebras/")


def test_the_same_file_twice_is_one_upload_and_a_changed_one_is_another(library: Library) -> None:
    first = library.add_upload("mine", GIRAFFES, "giraffes.txt")
    assert library.add_upload("mine", GIRAFFES, "copy.txt") == first
    second = library.add_upload("mine", GIRAFFES + b" And vets.", "giraffes.txt")
    assert second.id == "upload-giraffes-2"
    assert len(library.uploads("mine")) == 2


def test_a_removed_upload_leaves_nothing_on_the_disk(library: Library, data: Path) -> None:
    giraffes = library.add_upload("mine", GIRAFFES, "giraffes.txt")
    library.add_upload("mine", b"Zebras are sold by the stripe.", "zebras.txt")
    library.remove_upload("mine", giraffes.id)
    assert [upload.name for upload in library.uploads("mine")] == ["zebras.txt"]
    assert library.answer("do zoos in the north buy giraffes?", conversation="mine") == []
    assert ids(library.answer("zebras", conversation="mine"))
    assert b"giraffe" not in everything_in(data / "library" / "uploads")
    with pytest.raises(UserError, match="no upload 'upload-giraffes'"):
        library.remove_upload("mine", giraffes.id)


def test_forgetting_a_conversation_removes_all_it_uploaded(library: Library, data: Path) -> None:
    library.add_upload("mine", GIRAFFES, "giraffes.txt")
    kept = library.add_upload("yours", b"Zebras are sold by the stripe.", "zebras.txt")
    library.forget("mine")
    assert library.uploads("mine") == []
    assert b"giraffe" not in everything_in(data / "library" / "uploads")
    assert library.uploads("yours") == [kept]
    library.forget("mine")
    library.forget("never heard of")


def test_the_last_upload_removed_leaves_no_folder(library: Library, data: Path) -> None:
    library.remove_upload("mine", library.add_upload("mine", GIRAFFES, "giraffes.txt").id)
    assert list((data / "library" / "uploads").iterdir()) == []


def test_a_conversation_holds_so_many_files_and_no_more(library: Library) -> None:
    for number in range(MOST_FILES):
        library.add_upload("mine", f"File number {number} of many.".encode(), f"{number}.txt")
    with pytest.raises(UserError, match="holds 20 files; remove one first"):
        library.add_upload("mine", b"One too many.", "last.txt")
    assert len(library.uploads("mine")) == MOST_FILES


@pytest.mark.parametrize(
    ("data_", "name", "why"),
    [
        (b"", "a.txt", "a.txt was not read: it is empty"),
        (b"MZ\x90", "tool.exe", "tool.exe was not read: .exe is not read"),
        (b"x" * 2_000, "big.txt", "big.txt was not read: it is over"),
    ],
)
def test_a_refused_upload_names_the_file_and_the_reason(
    data: Path, articles: Path, data_: bytes, name: str, why: str
) -> None:
    library = Library.open(data, articles=articles, upload_limit=1_000)
    with pytest.raises(UserError) as caught:
        library.add_upload("mine", data_, name)
    assert why in str(caught.value)
    assert library.uploads("mine") == []


def test_a_file_is_uploaded_from_its_path_and_one_that_is_not_there_is_a_plain_error(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "giraffes.txt"
    path.write_bytes(GIRAFFES)
    assert library.add_upload("mine", path).name == "giraffes.txt"
    with pytest.raises(UserError, match=r"gone\.txt was not read"):
        library.add_upload("mine", tmp_path / "gone.txt")


@pytest.mark.parametrize("conversation", ["../../../etc", "a/b", "", "\x00", "x" * 5_000, "\ud800"])
def test_a_strange_conversation_id_stays_in_its_folder(
    library: Library, data: Path, conversation: str
) -> None:
    library.add_upload(conversation, GIRAFFES, "../../../up.txt")
    (upload,) = library.uploads(conversation)
    assert upload.name == "up.txt"
    (folder,) = (data / "library" / "uploads").iterdir()
    assert len(folder.name) == 32
    library.forget(conversation)
    assert library.uploads(conversation) == []


def test_an_upload_never_passes_for_the_library(library: Library) -> None:
    upload = library.add_upload("mine", GIRAFFES, "boats.md")
    assert upload.id == "upload-boats"
    assert library.passage("boats/hull", "mine").kind == "library"
