"""Small digests and files that the library's tests stand on."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coach.library.isolated import Isolated
from coach.library.search import Library

BOATS = """---
id: boats
title: "On Boats"
author: "Ann Rower"
publisher: "Harbour Press"
url: null
published: 2024-05-01
read_on: "2026-11-23"
---

## Choosing a hull {#hull}
stages: [proposition]
answers:
- Which hull is fastest?
- Should the hull be wood or steel?

A narrow hull of wood is fastest on a calm lake, and a "steel" one lasts longest at sea. The harbour master of Delft
weighed forty hulls in 1987 and found the wooden ones lighter by a third.

## Paying the crew {#crew}
stages: [skills, processes]
answers:
- What does a crew cost?

A crew of four costs more than the boat does within six years. Pay sailors by the voyage, and the cook by the week.
"""

TRAINS = """---
id: trains
title: "On Trains"
author: null
publisher: null
url: null
published: null
read_on: "2026-11-23"
---

## Laying the track {#track}
stages: [processes]
answers:
- How is track laid?

Track is laid on gravel and oak. Two teams work towards one another and meet at a bridge.

## Paying the driver {#driver}
stages: [goals]
answers:
- What does a driver cost?

A driver is paid by the mile, and for waiting too. Nobody pays for the whistle.
"""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with two small digests of two passages each."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "boats.md").write_text(BOATS, encoding="utf-8")
    (folder / "trains.md").write_text(TRAINS, encoding="utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """An empty folder for a person's own articles."""
    folder = tmp_path / "docs"
    folder.mkdir()
    return folder


@pytest.fixture
def asking_chroma(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chroma is asked however small the library is."""
    monkeypatch.setattr("coach.library.index.EXACT", 0)


@pytest.fixture
def library(data: Path, articles: Path) -> Iterator[Library]:
    found = Library.open(data, articles=articles)
    yield found
    found.close()


@pytest.fixture(scope="session")
def reader() -> Iterator[Isolated]:
    """The reader's child process, shared since starting it takes a moment."""
    with Isolated() as found:
        yield found


PdfLine = tuple[float, str]


@pytest.fixture(scope="session")
def make_pdf() -> Callable[[list[list[PdfLine]]], bytes]:
    return pdf


def pdf(pages: list[list[PdfLine]]) -> bytes:
    """A PDF with these lines (size in points, text) on its pages, in Helvetica; "" leaves a gap."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for lines in pages:
        y, marks = 800.0, []
        for size, text in lines:
            if text:
                marks.append(f"BT /F1 {size} Tf 50 {y:.0f} Td ({text}) Tj ET")
            y -= size * 1.4
        stream = "\n".join(marks).encode("latin-1")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 850]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % content
        )
        kids.append(len(objects))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (
        b" ".join(b"%d 0 R" % kid for kid in kids),
        len(kids),
    )
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, trailer)
