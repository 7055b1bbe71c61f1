"""A document before it has a format: headings, lines, lists and tables whose text is plain text.

`coach.export.content` makes one from a plan; Markdown, Word and the printable page are written from the same one, so
that all of them say the same. Whatever a person typed stands in a `Run` and is escaped by the writer, never here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from coach.export.text import tidy

Style = Literal["plain", "strong", "em"]


@dataclass(frozen=True)
class Run:
    text: str
    style: Style = "plain"
    url: str | None = None
    """A web address this text leads to; only http and https get here."""


Line = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    level: Literal[2, 3]
    text: str


@dataclass(frozen=True)
class Text:
    line: Line
    note: bool = False
    """A remark about the document, set quieter than what the plan says."""


@dataclass(frozen=True)
class Bullet:
    line: Line
    children: tuple["Bullet", ...] = ()


@dataclass(frozen=True)
class Bullets:
    items: tuple[Bullet, ...]


@dataclass(frozen=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class Picture:
    """Drawn where a format can hold it; what it shows stands in words elsewhere in the document."""

    kind: Literal["river", "tree"]


Block = Heading | Text | Bullets | Table | Picture


@dataclass(frozen=True)
class Document:
    title: str
    final: bool
    state: str
    """Draft or final, in words, for the top of the document."""
    changed: str
    """The day of the last change."""
    language: str
    blocks: tuple[Block, ...]


def plain(text: object) -> Line:
    """Return a line of one plain run."""
    return (Run(str(text)),)


def text_of(line: Line) -> str:
    """Return the characters of a line."""
    return "".join(run.text for run in line)


def tidied(line: Line) -> Iterator[Run]:
    """Yield the runs of a line as `tidy` leaves their text, with one space where runs had white space between them."""
    for n, run in enumerate(line):
        text = tidy(run.text)
        before = " " if n and run.text[:1].isspace() and text else ""
        after = " " if run.text[-1:].isspace() and n + 1 < len(line) else ""
        yield Run(f"{before}{text}{after}", run.style, run.url)
