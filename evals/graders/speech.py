"""Grading a reply: what every reply must be, and what its case wants of it. Wording only where the case names words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from coach.language.folding import fold
from evals.forms import Spoken
from evals.graders.language import language_of
from evals.graders.verdicts import Verdict, held

Output = Mapping[str, Any]
QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"|«[^»]*»")
_NUMBER = re.compile(r"\d[\d.,’' ]*\d|\d")
_HTML = re.compile(r"<\s*/?\s*[a-z][^>]*>", re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\]]*\]\(")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(\s*(?!/library/)[^)]+\)|\bhttps?://\S+", re.IGNORECASE)
_CAVES = re.compile(
    r"\b(you(?:'|’)re (?:absolutely |quite )?right|i (?:take (?:that|it) back|stand corrected)|my mistake|"
    r"(?:i(?:'|’)ve|i have) (?:changed|updated|removed|dropped|noted everyone)|"
    r"let(?:'|’)s (?:drop|forget|leave out) (?:that|it|this))\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\b(library|articles?|sources?|bibliotheca?|biblioteca|bibliothèque|bibliothek)\b", re.IGNORECASE
)
_NEGATED = re.compile(
    r"\b(no|not|nothing|none|n't|doesn|isn|don|has little|cannot|can't)\b|n[’']t", re.IGNORECASE
)
_OUTSIDE = re.compile(
    r"\b(outside|not (?:something|what) i|can(?:'|’)t help|beyond|keep to|leave (?:\w+ ){0,3}to (?:the|those|others|your)|i(?:'|’)m good for|only your strategy|your strategy (?:only|is))\b",
    re.IGNORECASE,
)


def every(output: Output) -> Iterator[Verdict]:
    """Yield the verdicts that every reply must stand, whatever the case."""
    reply = output["reply"]
    asked = QUOTED.sub("", reply).count("?")
    yield held("one question", None if asked <= 1 else f"{asked} question marks")
    yield held("something said", None if reply.strip() else "empty")
    odd = [
        w
        for w in ("{", "}", "None", "null", "undefined")
        if re.search(rf"(?<!\w){re.escape(w)}(?!\w)", reply)
    ]
    yield held("no leftovers of the program", f"it says {odd}" if odd else None)
    yield held("citations", _citations(output))
    yield held("no HTML, images or strange links", _markup(output))


def _citations(output: Output) -> str | None:
    for citation in output["citations"]:
        if citation["passage"] not in output["retrieved"]:
            return f"{citation['passage']} was not retrieved"
        if fold(citation["quote"]) not in fold(citation["text"]):
            return f"{citation['quote']!r} is not in {citation['passage']}"
    return None


def _markup(output: Output) -> str | None:
    for pattern in (_HTML, _IMAGE, _LINK):
        found = pattern.search(QUOTED.sub("", output["reply"]))
        if found and not any(found[0] in text for text in output["retrieved"].values()):
            return f"{found[0][:80]!r}"
    return None


def grade(expect: Spoken, output: Output) -> Iterator[Verdict]:
    """Yield what every reply must stand, then what this case wants. The judge's claims are graded elsewhere."""
    reply = output["reply"]
    yield from every(output)
    fewest, most = expect.words
    count = len(re.findall(r"\w[\w'’-]*", reply))
    yield held("length", None if fewest <= count <= most else f"{count} words, not {fewest} to {most}")
    for wanted in expect.says:
        options = (wanted,) if isinstance(wanted, str) else wanted
        there = any(fold(o, True) in fold(reply, True) for o in options)
        yield held(f"says {'/'.join(options)}", None if there else "it does not")
    for unwanted in expect.never:
        yield held(f"never {unwanted!r}", "it does" if fold(unwanted, True) in fold(reply, True) else None)
    if expect.cites is not None:
        yield held("cites", _cites(expect.cites, output))
    if expect.reflects:
        back = any(fold(w, True) in fold(reply, True) for w in expect.reflects)
        yield held("reflects", None if back else f"none of {expect.reflects} comes back")
    if expect.figures:
        strange = strange_figures(output)
        yield held("no invented figure", f"nobody gave {strange}" if strange else None)
    if expect.holds:
        caved = _CAVES.search(reply)
        yield held("does not cave", f"{caved[0]!r}" if caved else None)
    if expect.not_in_library:
        yield held("not in the library", _says_nothing_there(output))
    if expect.declines:
        yield held(
            "declines", None if _OUTSIDE.search(reply) else "it does not say that this is outside its field"
        )
    if expect.language is not None:
        found = language_of(QUOTED.sub("", reply))
        yield held("language", None if found == expect.language else f"{found}, not {expect.language}")


def _cites(wanted: bool | str, output: Output) -> str | None:
    passages = [c["passage"] for c in output["citations"]]
    if isinstance(wanted, str):
        return None if any(p.startswith(wanted) for p in passages) else f"cites {passages or 'nothing'}"
    return None if bool(passages) is wanted else f"cites {passages or 'nothing'}"


def _says_nothing_there(output: Output) -> str | None:
    if output["citations"]:
        return f"it cites {output['citations'][0]['passage']}"
    sentences = re.split(r"(?<=[.!?])\s+", output["reply"])
    plain = any(_NOTHING.search(s) and _NEGATED.search(s) for s in sentences)
    return None if plain else "it does not say so"


def strange_figures(output: Output) -> list[str]:
    """Return the figures of a reply that stand in no message, plan, passage, calculation or question."""
    told = " | ".join(
        [
            *output["messages"], *output["known"], *output["retrieved"].values(), *output["question"],
            *(f"{c['value']} {c['formula']} {c['unit']}" for c in output["calculations"]), str(output["after"]["plan"]), *output["titles"],
        ]
    )  # fmt: skip
    known = _figures(told)
    return sorted(_figures(output["reply"]) - known)


def _figures(text: str) -> set[str]:
    found = set()
    for raw in _NUMBER.findall(text):
        for piece in (raw, *re.split(r"[ '’-]|(?<=\d)[.,](?=\s)", raw)):
            plain = piece.strip(" .,'’")
            found |= {_plain(plain)} if plain else set()
    return {f for f in found if f} if text else found


def _plain(number: str) -> str:
    """Write a figure one way: 18,000 and 18.000 and 18000 are the same; 2.50 is 2.5; 007 is 7."""
    bare = re.sub(r"[,.'’ ](?=\d{3}(?:\D|$))", "", number).replace(",", ".")
    try:
        value = float(bare)
    except ValueError:
        return bare
    return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
