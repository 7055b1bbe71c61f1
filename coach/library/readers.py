"""Files of the user's into sections: what is refused, and why, is decided here.

Read are .md .txt .html .pdf .docx. Links are never followed and nothing in a file is ever run.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from coach.errors import UserError
from coach.library.articles import UPLOAD_PREFIX, Kind, Passage
from coach.library.blocks import Block, from_markdown, from_plain
from coach.library.isolated import Isolated
from coach.library.sections import Section, sections
from coach.library.words import nfc

ENDINGS: tuple[str, ...] = (".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".docx")
LIMIT = 10 * 1024 * 1024
"""Bytes of the largest file that is read, unless set otherwise."""
MAX_PASSAGES = 5_000

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"), (b"PK\x03\x04", "a zip or Office file"), (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"MZ\x90", "a program"),
    (b"\x7fELF", "a program"), (b"\x1f\x8b", "a gzip file"),
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Office file"), (b"{\\rtf", "an RTF file"),
    (b"Rar!\x1a", "a RAR file"), (b"7z\xbc\xaf", "a 7-Zip file"), (b"OggS\x00", "a recording"),
    (b"SQLite format 3", "a database"),
)  # fmt: skip


@dataclass(frozen=True)
class Document:
    """What was read of a file."""

    title: str
    sections: tuple[Section, ...]


def read_document(data: bytes, name: str, reader: Isolated, limit: int = LIMIT) -> Document:
    """The sections of the file called `name`. Raises UserError with the bare reason why it is refused."""
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise UserError(
            f"{ending or 'a file without an ending'} is not read; the kinds are {' '.join(ENDINGS)}"
        )
    if len(data) > limit:
        raise UserError(f"it is over {limit / 1_048_576:.3g} MB; split it, or save it as plain text")
    if not data.strip():
        raise UserError("it is empty")
    stem = _title(Path(name).stem)
    blocks, title = _blocks(data, ending, reader)
    first = next((block for block in blocks if block.kind == "heading" and block.level == 1), None)
    title = nfc(title or (first.text if first else "") or stem).strip()[:200] or stem
    found = sections([Block(b.kind, nfc(b.text), b.level) for b in blocks], title)
    if not any(char.isalpha() for section in found for char in section.text):
        raise UserError("it has no text")
    if len(found) > MAX_PASSAGES:
        raise UserError(f"it makes more than {MAX_PASSAGES} passages; split it")
    return Document(title, tuple(found))


def _blocks(data: bytes, ending: str, reader: Isolated) -> tuple[list[Block], str | None]:
    seen = next((what for magic, what in _MAGIC if data.lstrip()[:16].startswith(magic)), None)
    if ending == ".pdf":
        if b"%PDF-" not in data[:1024]:
            raise UserError(f"it is not what its ending says: {seen or 'no PDF'}")
        return reader.read("pdf", data)
    if ending == ".docx":
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise UserError("it is encrypted, or an old .doc; save it as .docx without a password")
        if not data.startswith(b"PK"):
            raise UserError(f"it is not what its ending says: {seen or 'no Word document'}")
        return reader.read("docx", data)
    text = _decode(data, seen)
    html = bool(
        re.match(
            r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html)\b",
            text,
            re.IGNORECASE | re.DOTALL,
        )
    )
    if ending in (".html", ".htm"):
        return reader.read("html", text.encode())
    if html:
        raise UserError("it is not what its ending says: an HTML page; rename it to .html")
    return (from_plain(text) if ending == ".txt" else from_markdown(text)), None


def _decode(data: bytes, seen: str | None) -> str:
    """Text in UTF-8 or UTF-16 with its mark, else in the old Western encoding."""
    if seen:
        raise UserError(f"it is not what its ending says: {seen}")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return nfc(data.decode("utf-16"))
        except UnicodeDecodeError as error:
            raise UserError("it is damaged: its UTF-16 text cannot be decoded; save it as UTF-8") from error
    if b"\x00" in data:
        raise UserError("it holds NUL bytes, so it is not text; check what kind of file it is")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    control = len(re.findall(r"[\x01-\x08\x0e-\x1f\x7f-\x9f]", text))
    if control > len(text) / 100:
        raise UserError("it is not text, whatever its ending says; check what kind of file it is")
    return nfc(text)


def passages_of(document: Document, article: str, kind: Kind, name: str) -> list[Passage]:
    """The document's sections as passages of the article with that id. `name` is the file's."""
    found: list[Passage] = []
    slugs: set[str] = set()
    seen: dict[str, int] = {}
    for section in document.sections:
        base = slugify(section.title) or "section"
        seen[base] = seen.get(base, 0) + 1
        slug = unique(base if seen[base] == 1 else f"{base}-{seen[base]}", slugs)
        slugs.add(slug)
        found.append(
            Passage(
                id=f"{article}/{slug}", article=article, article_title=document.title or name, author=None,
                publisher=None, url=None, published=None, title=section.title, stages=(), answers=(),
                text=section.text, kind=kind,
            )
        )  # fmt: skip
    return found


def article_id(name: str, taken: set[str], kind: Kind) -> str:
    """An id for a document of the user's, from its file's name, that is not among `taken`."""
    slug = slugify(Path(name).stem) or "document"
    if kind == "upload":
        slug = UPLOAD_PREFIX + slug
    elif slug.startswith(UPLOAD_PREFIX):
        slug = "file-" + slug
    return unique(slug, taken)


def slugify(text: str) -> str:
    """Small letters, digits and hyphens, at most 60 of them; "" where nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


def unique(slug: str, taken: set[str]) -> str:
    """`slug`, or `slug-2`, `slug-3` and so on where it is taken."""
    number, candidate = 1, slug
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def _title(stem: str) -> str:
    return re.sub(r"[\s_-]+", " ", nfc(stem)).strip()[:200] or "Untitled"
