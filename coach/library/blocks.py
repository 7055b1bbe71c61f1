"""Documents as blocks: headings, paragraphs, list items and table rows, whatever the file was.

Markdown and plain text are read here, HTML too (text only: scripts, hidden parts and links' targets are
dropped and nothing is fetched).
"""

import re
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["heading", "text", "item", "row"]


@dataclass(frozen=True)
class Block:
    """A piece that is never cut unless it is longer than a whole passage may be."""

    kind: Kind
    text: str
    level: int = 0
    """Of a heading, 1 the highest; of a row, 1 for a table's first."""


_ATX = re.compile(r"(#{1,6})\s+(.*?)(?:\s+#+)?(?:\s*\{#[^}]*\})?\s*")
_ITEM = re.compile(r"\s*(?:[-*+\u2022\u00b7\u25aa\u25e6\u2013]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S")
_SPACE = re.compile(r"[^\S\n]+")


def from_markdown(text: str) -> list[Block]:
    """Blocks of Markdown. Front matter and comments are dropped; an underlined line is a heading."""
    text = re.sub(r"\A\ufeff?---\n(?:(?!---\n).*\n){0,200}?---\n", "", text)
    text = re.sub(r"<!--.*?(?:-->|\Z)", " ", text, flags=re.DOTALL)
    blocks: list[Block] = []
    run: list[str] = []
    fenced = in_table = False

    def flush() -> None:
        if run:
            blocks.extend(_paragraphs(run))
            run.clear()

    for line in text.split("\n"):
        stripped = line.strip()
        if stripped.startswith(("```", "~~~")):
            fenced = not fenced
            flush()
            continue
        # The bound keeps the pattern from going over a hostile line again and again.
        heading = _ATX.fullmatch(line) if line.startswith("#") and len(line) < 500 and not fenced else None
        if heading:
            flush()
            blocks.append(Block("heading", heading[2], len(heading[1])))
        elif not fenced and run and re.fullmatch(r"=+|-{2,}", stripped):
            title = run.pop()
            flush()
            blocks.append(Block("heading", title.strip(), 1 if stripped[0] == "=" else 2))
        elif not fenced and stripped.startswith("|") and stripped.count("|") > 1:
            flush()
            if not re.fullmatch(r"[|:\-\s]+", stripped):
                blocks.append(Block("row", stripped, 0 if in_table else 1))
            in_table = True
            continue
        elif not stripped or re.fullmatch(r"(?:[-*_]\s*){3,}", stripped):
            flush()
        else:
            run.append(line)
        in_table = False
    flush()
    return blocks


def from_plain(text: str) -> list[Block]:
    """Blocks of plain text: paragraphs and lists; a short line alone without a full stop is a heading."""
    blocks: list[Block] = []
    for chunk in re.split(r"\n[^\S\n]*\n", text):
        lines = [line for line in chunk.split("\n") if line.strip()]
        if len(lines) == 1 and looks_like_heading(lines[0]):
            blocks.append(Block("heading", lines[0].strip(), 2))
        else:
            blocks.extend(_paragraphs(lines))
    return blocks


def looks_like_heading(line: str) -> bool:
    """A short line that starts like a title and does not end like a sentence."""
    line = line.strip()
    words = line.split()
    return (
        1 <= len(words) <= 12 and len(line) <= 90 and line[-1] not in ".,;:" and not _ITEM.match(line)
        and (line[0].isupper() or line[0].isdigit()) and any(char.isalpha() for char in line)
    )  # fmt: skip


def _paragraphs(lines: list[str]) -> list[Block]:
    """Lines that stand together: each list item is a block (with its further lines), the rest a paragraph."""
    blocks: list[Block] = []
    for line in lines:
        if _ITEM.match(line):
            blocks.append(Block("item", tidy(line)))
        elif blocks and blocks[-1].kind == "item" and not line[0].isspace() and _ends(blocks[-1].text):
            blocks.append(Block("text", tidy(line)))
        elif blocks:
            blocks[-1] = Block(blocks[-1].kind, f"{blocks[-1].text} {tidy(line)}")
        else:
            blocks.append(Block("text", tidy(line)))
    return [block for block in blocks if block.text]


def _ends(text: str) -> bool:
    return text.endswith((".", "!", "?", ":"))


def tidy(text: str) -> str:
    """One line, single spaces."""
    return _SPACE.sub(" ", text.replace("\n", " ")).strip()


_DROPPED = frozenset(
    """script style noscript template head svg math iframe object embed canvas audio video form button
    select textarea input nav footer dialog""".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BREAKS = frozenset(
    """p div section article main header aside ul ol dl dt dd blockquote pre figure figcaption table thead
    tbody tfoot caption address details summary hr br body html""".split()
)


def from_html(markup: str) -> tuple[list[Block], str | None]:
    """Blocks of an HTML page, and its title. What a reader of the page would not see is left out."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(markup, "lxml")
    title = tidy(soup.title.get_text()) if soup.title else ""
    page = _Page()
    page.read(soup)
    return page.blocks, title or None


class _Page:
    """Goes through the tree of a page and collects its blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pending: list[str] = []
        self._inside: list[tuple[Any, Kind, int]] = []
        """The headings, list items and table rows that are open, with their level."""

    def read(self, root: Any) -> None:
        from bs4.element import NavigableString, PreformattedString

        # Iterative, since a hostile page may be nested deeper than Python's stack.
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if isinstance(node, PreformattedString):  # comments, declarations and their kind
                continue
            if isinstance(node, NavigableString):
                self._pending.append(str(node))
            elif leaving:
                self._leave(node)
            elif node.name not in _DROPPED and not _hidden(node):
                self._enter(node)
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(node.contents))
        self._flush()

    def _enter(self, node: Any) -> None:
        name = node.name
        if self._kind() == "row" and name not in ("tr", "table"):
            self._pending.append(" " if name in _BREAKS else "")
        elif name in _HEADINGS:
            self._flush()
            self._inside.append((node, "heading", _HEADINGS[name]))
        elif name in ("li", "tr"):
            self._flush()
            first = node.find_previous_sibling("tr") is None and node.parent.name != "tbody"
            level = int(name == "tr" and (first or node.find("th") is not None))
            self._inside.append((node, "item" if name == "li" else "row", level))
        elif name in _BREAKS:
            self._flush()

    def _leave(self, node: Any) -> None:
        if self._inside and self._inside[-1][0] is node:
            self._flush()
            self._inside.pop()
        elif node.name in ("td", "th"):
            self._pending.append(" | ")
        elif node.name in _BREAKS and self._kind() == "row":
            self._pending.append(" ")
        elif node.name in _BREAKS:
            self._flush()

    def _kind(self) -> Kind:
        return self._inside[-1][1] if self._inside else "text"

    def _flush(self) -> None:
        text = tidy("".join(self._pending))
        self._pending.clear()
        kind = self._kind()
        if kind == "item" and text:
            text = f"- {text}"
        elif kind == "row":
            text = text.removesuffix("|").strip()
            text = f"| {text} |" if text.replace("|", "").strip() else ""
        if text:
            self.blocks.append(Block(kind, text, self._inside[-1][2] if self._inside else 0))


def _hidden(tag: Any) -> bool:
    style = str(tag.get("style") or "").replace(" ", "").lower()
    return (
        tag.has_attr("hidden") or str(tag.get("aria-hidden")).lower() == "true" or "display:none" in style
        or "visibility:hidden" in style or "font-size:0" in style
    )  # fmt: skip
