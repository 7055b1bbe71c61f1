"""A stream of text cut into what may be shown at once: a sentence, a line of a list, a quoted block."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_END = re.compile(r"[.!?…。？！؟](?:[\"”’»)\]*_]{0,3})(?=\s)")
_MARK = re.compile(r"\[\[.*?\]\]|“[^“”\n]{0,600}”", re.DOTALL)
_OPEN = re.compile(r"\[\[(?!.*\]\])|“(?![^“]*”)", re.DOTALL)
_SHORTENED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|ca|no|dr|mr|mrs|ms|st|inc|ltd|p\.ej|z\.b|bzw|sr|sra)|\b[A-Z]|^\s*\d{1,2})\.$",
    re.IGNORECASE,
)
LONGEST = 1_500
"""Characters after which a piece is let go although no sentence has ended."""


@dataclass(frozen=True)
class Unit:
    text: str
    glue: str
    """What parted it from the one before: a space, a line, or a paragraph."""


def units(pieces: Iterable[str]) -> Iterator[Unit]:
    """Yield the sentences and lines of a text that comes in pieces, each as soon as it has ended."""
    buffer, first = "", True
    for piece in pieces:
        buffer += piece
        while (cut := _cut(buffer)) is not None:
            yield _unit(buffer[:cut], first)
            buffer, first = buffer[cut:], False
    if buffer.strip():
        yield _unit(buffer, first)


def _unit(text: str, first: bool) -> Unit:
    # The white space that parts two units stands before the second: how wide it is, is known when that one ends.
    before = text[: len(text) - len(text.lstrip())]
    return Unit(text.strip(), "\n\n" if first else _glue(before))


def _glue(between: str) -> str:
    lines = between.count("\n")
    return "\n\n" if lines > 1 else "\n" if lines else " "


def _cut(buffer: str) -> int | None:
    """Where the first sentence or line of a text has ended for sure."""
    held = [m.span() for m in _MARK.finditer(buffer)]
    opened = _OPEN.search(buffer)
    for hit in re.finditer(r"\n|" + _END.pattern, buffer):
        at = hit.end() if hit.group() != "\n" else hit.start()
        if not buffer[:at].strip():
            continue
        if hit.group() == "\n":
            return at
        if opened is not None and hit.start() > opened.start():
            break
        if any(a < hit.start() < b for a, b in held) or _SHORTENED.search(buffer[:at]):
            continue
        return at
    if len(buffer) > LONGEST:
        space = buffer.rfind(" ", 0, LONGEST)
        return space if space > 0 else LONGEST
    return None
