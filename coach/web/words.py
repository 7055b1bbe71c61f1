"""Replies as the chat's Markdown: what was meant as emphasis stays, what a person typed is shown as typed."""

import re
from urllib.parse import quote, urlencode

from coach.ports import Voice

_KEPT = re.compile(
    r"(?<![\w*\\])(?P<star>\*{1,2})(?=[^\s*])(?P<said>[^*\n]+?)(?<=[^\s*])(?P=star)(?![\w*])"
    r"|(?<!`)`(?P<code>[^`\n]+)`(?!`)"
)
_SPECIAL = re.compile(r"[\\`*_\[\]<>~|&]|:(?=\w)|!(?=\[)")
_BLOCK = re.compile(r"^(\s*)(#{1,6}\s|=+\s*$|\+\s)", re.MULTILINE)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda m: "\\" + m[0], text)


def markdown(text: str) -> str:
    """Escape a reply for the chat. Emphasis around whole words (`*title*`, `**bold**`), code and list marks stay.

    The chat reads `:word` as a directive and swallows it, and `_` and `*` inside words as emphasis.
    """
    out, at = [], 0
    for match in _KEPT.finditer(text):
        star, said = match["star"], match["said"]
        kept = match[0] if match["code"] else f"{star}{_escaped(said)}{star}"
        out += [_escaped(text[at : match.start()]), kept]
        at = match.end()
    out.append(_escaped(text[at:]))
    return _BLOCK.sub(lambda m: f"{m[1]}\\{m[2]}", "".join(out))


def passage_address(passage: str, words: str = "", conversation: str = "") -> str:
    """Return where a passage opens, with the quoted words marked; an upload's only within its conversation."""
    asked = {name: value for name, value in (("q", words), ("in", conversation)) if value}
    query = "?" + urlencode(asked, quote_via=quote) if asked else ""
    # Round brackets would end a Markdown link.
    return ("/library/" + quote(passage, safe="/") + query).replace("(", "%28").replace(")", "%29")


def goes_to(voice: Voice) -> str:
    """Return where one's words go with a voice, in one line."""
    if voice.provider is None:
        return "By rules, with no language model: what you type stays on the machine that runs the coach."
    return f"With a language model: what you type is sent to {voice.provider}."
