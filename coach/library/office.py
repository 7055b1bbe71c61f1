"""PDF and Word files into blocks. Only run inside `isolated`, since the libraries that parse them meet
hostile files.
"""

import io
import re
import zipfile
from collections import Counter
from typing import Any

from coach.errors import UserError
from coach.library.blocks import Block, from_plain, looks_like_heading, tidy

MAX_UNZIPPED = 100 * 1024 * 1024
MAX_RATIO = 200
"""Unpacked to packed: a text document reaches 20, a bomb thousands."""
MAX_ENTRIES = 5_000
MAX_PAGES = 3_000


def from_pdf(data: bytes) -> tuple[list[Block], str | None]:
    """Blocks and the title of a PDF. Raises UserError when it is encrypted, damaged or has no text."""
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UserError("it is encrypted; save a copy without a password")
        if len(reader.pages) > MAX_PAGES:
            raise UserError(f"it has more than {MAX_PAGES} pages; split it")
        pages = [_lines(page) for page in reader.pages]
        title = reader.metadata.title if reader.metadata else None
    except FileNotDecryptedError as error:
        raise UserError("it is encrypted; save a copy without a password") from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
        raise UserError(f"it is damaged ({type(error).__name__}); open it and save it anew") from error
    if sum(char.isalpha() for page in pages for line, _ in page for char in line) < 20:
        raise UserError("it has no text; it looks scanned, so run it through text recognition (OCR) first")
    return _pdf_blocks(pages), tidy(str(title)) if title else None


def _lines(page: Any) -> list[tuple[str, float]]:
    """The lines of a page with their size in points; an empty line is ("", 0)."""
    lines: list[tuple[str, float]] = []
    sizes: Counter[float] = Counter()
    parts: list[str] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        scale = abs(tm[3] or tm[1] or 1) * abs(cm[3] or cm[1] or 1)
        for at, piece in enumerate(text.split("\n")):
            if at:
                lines.append((tidy("".join(parts)), sizes.most_common(1)[0][0] if sizes else 0.0))
                parts.clear()
                sizes.clear()
            parts.append(piece)
            if piece.strip():
                sizes[round(float(size or 0) * scale, 1)] += len(piece)

    page.extract_text(visitor_text=visit)
    lines.append((tidy("".join(parts)), sizes.most_common(1)[0][0] if sizes else 0.0))
    return lines


def _pdf_blocks(pages: list[list[tuple[str, float]]]) -> list[Block]:
    def shape(line: str) -> str:
        return re.sub(r"\d+", "#", line)

    # What stands on most pages, numbers apart, is a running head or a page number.
    edges = Counter(s for page in pages for s in {shape(line) for line, _ in page[:2] + page[-2:] if line})
    running = {s for s, count in edges.items() if len(pages) >= 3 and count > len(pages) / 2}
    letters: Counter[float] = Counter()
    for page in pages:
        for line, size in page:
            letters[size] += len(line)
    body = letters.most_common(1)[0][0] if letters else 0.0
    blocks: list[Block] = []
    text: list[str] = []

    def flush() -> None:
        blocks.extend(from_plain("\n".join(text)))
        text.clear()

    for page in pages:
        for at, (line, size) in enumerate(page):
            edge = at < 2 or at >= len(page) - 2
            if line and edge and (shape(line) in running or re.fullmatch(r"\W*\d+\W*", line)):
                continue
            if body and size >= 1.15 * body and looks_like_heading(line):
                flush()
                if blocks and blocks[-1].kind == "heading" and blocks[-1].level == _level(size, body):
                    blocks[-1] = Block("heading", f"{blocks[-1].text} {line}", blocks[-1].level)
                else:
                    blocks.append(Block("heading", line, _level(size, body)))
            elif line.endswith("-") and line[-2:-1].isalpha():
                text.append(line)
            elif text and re.search(r"[^\W\d_]-$", text[-1]) and line[:1].islower():
                text[-1] = text[-1][:-1] + line
            else:
                text.append(line)
    flush()
    return blocks


def _level(size: float, body: float) -> int:
    return 1 if size >= 1.6 * body else 2 if size >= 1.3 * body else 3


def check_zip(data: bytes) -> None:
    """Raises UserError when the archive is damaged, encrypted or would unpack to more than a document does."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise UserError("it is damaged; open it and save it anew") from error
    unzipped = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unzipped > MAX_UNZIPPED or unzipped > MAX_RATIO * max(len(data), 50_000):
        raise UserError(
            f"it would unpack to {unzipped // 1_000_000} MB, as a zip bomb does; nothing was unpacked"
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise UserError("it is encrypted; save a copy without a password")
    if not {"[Content_Types].xml", "word/document.xml"} <= {entry.filename for entry in entries}:
        raise UserError("it is not what its ending says: a zip file, but no Word document")


def from_docx(data: bytes) -> tuple[list[Block], str | None]:
    """Blocks and the title of a Word document. Raises UserError as `from_pdf` does."""
    check_zip(data)
    from docx import Document
    from docx.oxml.exceptions import InvalidXmlError
    from docx.table import Table
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    blocks: list[Block] = []
    try:
        document = Document(io.BytesIO(data))
        for piece in document.iter_inner_content():
            if isinstance(piece, Table):
                blocks.extend(_rows(piece))
                continue
            text = tidy(piece.text)
            style = (piece.style.name or "") if piece.style is not None else ""
            numbered = piece._p.pPr is not None and piece._p.pPr.numPr is not None
            if not text:
                continue
            if match := re.fullmatch(r"Heading (\d)", style):
                blocks.append(Block("heading", text, int(match[1])))
            elif style in ("Title", "Subtitle"):
                blocks.append(Block("heading", text, 1))
            elif style.startswith("List") or numbered:
                blocks.append(Block("item", f"- {text}"))
            else:
                blocks.append(Block("text", text))
        title = tidy(document.core_properties.title or "") or None
    except (
        LxmlError, InvalidXmlError, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError,
        zipfile.BadZipFile, EOFError, NotImplementedError,
    ) as error:  # fmt: skip
        raise UserError(f"it is damaged ({type(error).__name__}); open it and save it anew") from error
    if not any(char.isalpha() for block in blocks for char in block.text):
        raise UserError("it has no text")
    return blocks, title


def _rows(table: Any) -> list[Block]:
    rows: list[Block] = []
    for row in table.rows:
        cells: list[str] = []
        seen: list[Any] = []
        for cell in row.cells:
            # A merged cell is listed once for each column it spans.
            if cell._tc not in seen:
                seen.append(cell._tc)
                cells.append(tidy(cell.text).replace("|", "/"))
        if any(cells):
            rows.append(Block("row", f"| {' | '.join(cells)} |", 0 if rows else 1))
    return rows
