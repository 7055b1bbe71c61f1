"""The pages beside the chat: a passage of the library, and the plan so far. Everything shown is escaped."""

import re
from html import escape
from typing import Any

from coach.export.formats import FORMATS
from coach.ports import Passage

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Characters of no alphabet: they carry the mark through the Markdown renderer."""
_LEAD = re.compile(r"\s*(?:[-*+]|\d+\.|#{1,6}|>)?\s*")


def page(title: str, body: str) -> str:
    """Return a whole page around `body`, which must be safe HTML."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} – Upstream</title>"
        '<link rel="icon" href="/favicon"><link rel="stylesheet" href="/public/page.css"></head>'
        '<body><header><a href="/"><img src="/public/favicon.svg" alt="" width="24" height="24"> Upstream</a>'
        "</header>"
        f"<main>{body}</main></body></html>"
    )


def html_of(markdown: str) -> str:
    """Render Markdown; HTML inside it is shown, not obeyed, and pictures are not fetched."""
    from markdown_it import MarkdownIt

    renderer: Any = (
        MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")
    )
    return str(renderer.render(markdown))


def marked(text: str, span: tuple[int, int] | None) -> str:
    """Return a passage's text as HTML, with the quoted words (from, to) in `<mark>`."""
    text = text.replace(_OPEN, " ").replace(_CLOSE, " ")
    if span is not None:
        start, end = span
        text = text[:start] + _wrap(text[start:end]) + text[end:]
    return html_of(text).replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>")


def _wrap(quoted: str) -> str:
    """Mark line by line and cell by cell, so that no mark reaches over the end of a paragraph or cell."""
    lines: list[str] = []
    for line in quoted.split("\n"):
        lead = _LEAD.match(line)
        start = lead.end() if lead and lines else 0
        cells = [
            re.sub(r"^(\s*)(\S.*?)(\s*)$", rf"\1{_OPEN}\2{_CLOSE}\3", cell)
            for cell in line[start:].split("|")
        ]
        lines.append(line[:start] + "|".join(cells))
    return "\n".join(lines)


def passage_page(passage: Passage, span: tuple[int, int] | None = None) -> str:
    """Return the page of a passage: whose ideas they are, that the words are ours, and the text."""
    by = f" by {passage.author}" if passage.author else ""
    house = f", {passage.publisher}" if passage.publisher and passage.publisher != passage.author else ""
    source = f"<cite>{escape(passage.article_title)}</cite>{escape(by + house)}"
    ours = getattr(passage, "kind", "library") == "library"
    whose = f"Our summary of {source}" if ours else f"From your document {source}"
    shelf = "Your document" if getattr(passage, "kind", "") == "upload" else "From the library"
    original = ""
    if passage.url and passage.url.startswith(("https://", "http://")):
        original = f' · <a href="{escape(passage.url)}" rel="noopener noreferrer">the original</a>'
    return page(
        passage.title,
        f'<p class="kicker">{shelf}</p><h1>{escape(passage.title)}</h1>'
        f'<p class="whose">{whose}{original}</p><article>{marked(passage.text, span)}</article>',
    )


def plan_page(conversation: str, title: str, markdown: str, status: str) -> str:
    """Return the plan so far as a page to read and print."""
    here = escape(conversation)
    note = "Final: you confirmed it." if status == "final" else "A draft: it can still change."
    return page(
        title,
        f'<nav><span class="status {escape(status)}">{escape(note)}</span>'
        f'<a href="/thread/{here}">Back to the talk</a>{_links(here)}</nav><article class="plan">{html_of(markdown)}</article>',
    )


def _links(conversation: str) -> str:
    return "".join(
        f'<a href="/plan/{conversation}.{f.suffix}">{escape(f.label)}</a>' for f in FORMATS.values()
    )


def missing_page(why: str) -> str:
    """Return a page that says what is not there, and where to go."""
    return page(
        "Not found", f'<h1>Not found</h1><p>{escape(why)}</p><p><a href="/">Back to the coach</a></p>'
    )
