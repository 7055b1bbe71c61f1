"""Blocks into sections of a citable size, along headings; a list item or a table row is never cut in two."""

from collections.abc import Sequence
from dataclasses import dataclass

from coach.library.blocks import Block

LEAST, MOST = 60, 200
"""Words of a section: shorter ones join their neighbour, longer ones are cut between blocks."""


@dataclass(frozen=True)
class Section:
    """A passage to be."""

    title: str
    text: str


def sections(blocks: Sequence[Block], title: str) -> list[Section]:
    """The sections of a document called `title`; its headings name them, the parts that precede any take
    `title`.
    """
    found: list[Section] = []
    for heading, body in _under_headings(blocks, title):
        for part in _parts(body):
            text = _render(part)
            words = len(text.split())
            last = found[-1] if found else None
            short = words < LEAST or (last is not None and len(last.text.split()) < LEAST)
            if last and short and words + len(last.text.split()) <= MOST:
                # A heading stays with its words where two short sections become one.
                head = f"**{heading}**\n\n" if heading != last.title else ""
                found[-1] = Section(last.title, f"{last.text}\n\n{head}{text}")
            else:
                found.append(Section(heading, text))
    return found


def _under_headings(blocks: Sequence[Block], title: str) -> list[tuple[str, list[Block]]]:
    found: list[tuple[str, list[Block]]] = [(title, [])]
    path: list[tuple[int, str]] = []
    for block in blocks:
        if block.kind != "heading":
            found[-1][1].append(block)
            continue
        if not block.text:
            continue
        path = [(level, text) for level, text in path if level < block.level] + [(block.level, block.text)]
        # Two levels say enough; the document's own title need not stand in each.
        names = [text for _, text in path if text != title][-2:] or [block.text]
        found.append((": ".join(names)[:160], []))
    return [(heading, body) for heading, body in found if body]


def _parts(body: Sequence[Block]) -> list[list[Block]]:
    """`body` in runs of at most MOST words; a table's header row is repeated in each run it goes on in."""
    whole = [piece for block in body for piece in _pieces(block)]
    parts: list[list[Block]] = []
    words = 0
    header: Block | None = None
    for at, block in enumerate(whole):
        header = (block if block.level else header) if block.kind == "row" else None
        size = len(block.text.split())
        # A line that announces a list goes with it.
        announces = block.text.endswith(":") and at + 1 < len(whole) and whole[at + 1].kind in ("item", "row")
        ahead = len(whole[at + 1].text.split()) if announces else 0
        if not parts or (words + size + ahead > MOST and words):
            parts.append([])
            words = 0
            if block.kind == "row" and header is not None and header is not block:
                parts[-1].append(header)
                words = len(header.text.split())
        parts[-1].append(block)
        words += size
    if len(parts) > 1 and _words(parts[-1]) < LEAST and parts[-1][0].kind == "text":
        # Rather two even halves than a whole and a crumb.
        both = parts[-2] + parts[-1]
        half, seen, cut = _words(both) / 2, 0, len(parts[-2])
        for number, block in enumerate(both[:-1], start=1):
            seen += len(block.text.split())
            if seen >= half and both[number].kind == "text":
                cut = number
                break
        parts[-2:] = [both[:cut], both[cut:]]
    return parts


def _pieces(block: Block) -> list[Block]:
    """A block, cut between sentences (or at MOST words, where there are none) when it alone is too long."""
    words = block.text.split(" ")
    if len(words) <= MOST or (block.kind == "row" and len(words) <= 2 * MOST):
        return [block]
    pieces: list[list[str]] = [[]]
    for word in words:
        piece = pieces[-1]
        ended = len(piece) >= MOST // 2 and piece[-1].endswith((".", "!", "?", "\u3002"))
        if ended or len(piece) >= MOST:
            pieces.append([])
        pieces[-1].append(word)
    return [Block(block.kind, " ".join(piece)) for piece in pieces]


def _words(part: Sequence[Block]) -> int:
    return sum(len(block.text.split()) for block in part)


def _render(part: Sequence[Block]) -> str:
    lines: list[str] = []
    for at, block in enumerate(part):
        before = part[at - 1] if at else None
        if before and not (block.kind == before.kind and block.kind in ("item", "row") and not block.level):
            lines.append("")
        lines.append(block.text)
        follows = at + 1 < len(part) and part[at + 1].kind == "row" and not part[at + 1].level
        if block.kind == "row" and block.level and follows:
            lines.append("|" + "---|" * max(1, block.text.count("|") - 1))
    return "\n".join(lines)
