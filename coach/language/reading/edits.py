"""Edits of words that stand already: "replace X by Y", "not X but Y", "drop the last part", "add Z". Pure.

Only what is named changes; the words around it stay as they are.
"""

import re
from dataclasses import dataclass

from coach.language.folding import find_span
from coach.language.reading.corrections import POINTS, corrections

_I = re.IGNORECASE
_LEAD = re.compile(
    r"^(?:(?:in|for|about) (?:the|my|our) [\w ]{3,30}, )?(?:(?:yes|nah|nope|hm+|well|sure|ok(?:ay)?|fine|good|almost|nearly|please|no|but|just|only|could you|can you|can we|i'?d|i would|we should|let'?s|maybe)[,:]?\s+)*",
    _I,
)
_PART = r"(?:the |that )?(?:words?|bit|part|phrase|piece|sentence|line|term|name)\s+(?:about |on |with |that says |saying |“|\")?"
_END = r"(?:[.!]*\s*)\Z"
_PART_OF = re.compile(rf"^{_PART}", _I)
_SAY = re.compile(r"^(?:say|use|write|put|have|call it|prefer|like)\s+", _I)
_LAST = re.compile(
    rf"^(?:drop|remove|delete|leave out|take out|cut|lose|skip|scrap|strike|without|omit)\s+(?:off\s+)?(?:the\s+)?(?P<which>last|first|final|second)\s+(?:part|bit|sentence|clause|half|line|piece|phrase){_END}",
    _I,
)
_DROP = re.compile(
    rf"^(?:drop|remove|delete|leave out|take out|cut|lose|skip|scrap|strike|omit|without)\s+(?:out\s+)?(?:{_PART})?(?P<old>.+?)(?:\s+(?:out|please))?{_END}",
    _I | re.DOTALL,
)
_ADD = re.compile(
    rf"^add\s+(?:that\s+)?(?P<new>.+?)(?:\s+(?:to it|at the end|as well|too))?{_END}", _I | re.DOTALL
)
_WISHES = ("change", "instead", "not but", "not", "should")
"""Forms that ask for other words; what else denies something ("not price, trust") is more often an answer."""
_SHORT = 4
"""Letters from which on a word may also be changed with its ending: "board" in "boards"."""
_QUOTES = " \t\n'\"“”‘’«»,;:"


@dataclass(frozen=True)
class Edit:
    """`old` gives way to `new`: an empty `new` drops it, an empty `old` adds at the end; `which` names a sentence."""

    old: str = ""
    new: str = ""
    which: str = ""


def edits(words: str) -> tuple[Edit, ...]:
    """Return what a message may ask to change, the likeliest first: whether it fits, the text decides."""
    words = _LEAD.sub("", words)
    last = _LAST.match(words)
    if last:
        return (Edit(which=last["which"].casefold()),)
    found = [
        Edit(_PART_OF.sub("", told.old).strip(_QUOTES), _SAY.sub("", told.new))
        for told in corrections(words)
        if told.form in _WISHES
    ]
    drop, add = _DROP.match(words), _ADD.match(words)
    if drop:
        found.append(Edit(drop["old"].strip(_QUOTES)))
    if add:
        found.append(Edit(new=add["new"].strip(_QUOTES)))
    return tuple(e for e in found if e.old or e.new)


def edited(text: str, words: str) -> str | None:
    """Return a text as a message wants it, or None where the message asks for no change that fits the text."""
    for edit in edits(words):
        changed = _apply(text, edit)
        if changed is not None and changed != text:
            return changed
    return None


def _apply(text: str, edit: Edit) -> str | None:
    if edit.which:
        return _without_part(text, edit.which)
    if not edit.old:
        head, stop = (text[:-1], text[-1]) if text.endswith((".", "!")) else (text, "")
        return f"{head}, {edit.new}{stop}"
    at = find_span(text, edit.old, casefold=True)
    if at is None or POINTS.fullmatch(edit.old):
        return None
    start, end = at
    inside = text[start - 1 : start].isalnum() and text[start].isalnum()
    if inside or (len(edit.old) < _SHORT and text[end - 1].isalnum() and text[end : end + 1].isalnum()):
        return None  # A piece of another word: "it" of "with".
    new = edit.new
    if new and text[start].isupper() and (start == 0 or text[:start].rstrip().endswith((".", "“", ":"))):
        new = new[:1].upper() + new[1:]
    return _tidy(text[:start] + new + text[end:])


def _without_part(text: str, which: str) -> str | None:
    """Leave out a sentence; of a single one, its last or first clause."""
    parts = re.split(r"(?<=[.!])\s+", text.strip())
    mark = " "
    if len(parts) < 2:
        parts, mark = re.split(r",\s+", text.strip()), ", "
    if len(parts) < 2:
        return None
    at = {"first": 0, "second": 1}.get(which, len(parts) - 1)
    kept = [p for n, p in enumerate(parts) if n != at]
    out = mark.join(kept).rstrip(" ,")
    return out[:1].upper() + out[1:] + ("" if out.endswith((".", "!")) else ".")


def _tidy(text: str) -> str:
    """Mend the seams that a dropped word leaves: double spaces, a comma before a full stop, "a and"."""
    text = re.sub(r"\s+([,.;:!])", r"\1", re.sub(r"\s{2,}", " ", text))
    text = re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", text)
    text = re.sub(r"[,;:]\s*([.!])", r"\1", text)
    text = re.sub(r"\s*\b(?:and|or|with|for|the|a)\s*([.!])", r"\1", text)
    return text.strip(" ,;")
