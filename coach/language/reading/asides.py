"""What a message says to the coach beside an answer, or instead of one: it is taken off, and the answer is left.

"IT managers. Why do you ask that?" answers, and wants a reason; "dunno, what do other people charge?" wants ideas and
answers nothing. A piece is taken off only where it is nothing but that, so that the facts beside it are kept.
"""

import re
from typing import NamedTuple

from coach import stages
from coach.events import Asked, Digressed, DigressionKind
from coach.language.reading import commands
from coach.language.reading.cues import VAGUE_ALWAYS, content_words
from coach.language.reading.draft import Draft, trim
from coach.language.reading.hedges import bare, substance
from coach.language.reading.meta import talk_about
from coach.language.wording import glossary

_I = re.IGNORECASE


REMOVE, UNASKED, SKIPPED = "remove", "unasked", "skipped"
"""What a digression is about that asks how to take something out, why nothing was asked about a thing, what was skipped."""


class Aside(NamedTuple):
    """What is said to the coach; no kind: a doubt, which asks nothing."""

    kind: DigressionKind | None
    text: str = ""


_LEAD = (
    r"^(?:(?:so|and|but|ok(?:ay)?|well|um+|erm?|hm+|oh|sorry|hey|right|please|pls|lol|honestly|also|or|maybe|just|then|hang on|wait|actually)[\s,.!:-]+)*"
    r"(?:(?:(?:can|could|would) you (?:please )?(?:tell|remind) me|tell me|i(?:'d| would) like to know|i wonder)[\s,:]+)?"
)
_IDEAS = r"(?:ideas?|examples?|suggestions?|options?|hints?|tips|thoughts|inspiration)"
_OF = r"(?:[\s,]+(?:for|on|of|about|here|please|then|how|what|which|who|from|to|maybe|mate|at all|yourself)\b.*)?[\s?.!]*\Z"
_SOME = r"(?:(?:some|a few|an?|any|two|three|your|more|other) )*"
_OTHERS = r"(?:others|other (?:people|firms|companies|businesses|owners|clients|\w+s)|people|most (?:people|firms|of them|\w+s)|everyone else|everybody else|they all|firms like (?:us|mine|ours))"
_WISH = re.compile(
    _LEAD
    + rf"(?:(?:can|could|would|will) you (?:please |maybe )?(?:give|show|tell|offer|suggest|name|help)(?: (?:me|us))?(?: (?:with|to))?(?: (?:find|think of))? {_SOME}{_IDEAS}{_OF}|"
    rf"(?:can|could|would) you (?:please )?suggest (?:something|one|some|anything){_OF}|"
    rf"(?:have you(?: got)?|do you have|you got|got|is there|are there|any|some) {_SOME}{_IDEAS}{_OF}|"
    rf"(?:please )?(?:give|show) (?:me|us) {_SOME}{_IDEAS}{_OF}|"
    rf"i(?:'d| would)? (?:need|like|want|could use) {_SOME}{_IDEAS}{_OF}|"
    rf"what (?:do|would|did|might|are|have) {_OTHERS} (?:usually |normally |typically |mostly |in my trade )?(?:say|said|answer(?:ed)?|do|doing|done|charge|charging|pick(?:ed)?|choose|put|write|written|pay|tried|try)\b.{{0,40}}|"
    r"what (?:would|do) you (?:say|put|answer|suggest|write|do|charge|think|recommend)(?: here| there| then| if you were (?:me|us))*[\s?.!]*\Z|"
    r"for (?:example|instance)\s*\?)",
    _I,
)
"""A wish for ideas."""
_WHY = re.compile(
    _LEAD
    + r"(?:why (?:(?:do|are|would|did) you (?:ask|asking|need|want)\b.{0,50}|(?:is|does) (?:that|this|it) (?:important|relevant|needed|matter)\b.{0,20}|that)|"
    r"what (?:do|would) you need (?:that|this|it) for|what(?:'s| is| has) (?:that|this) (?:for|(?:got )?to do with (?:it|anything|this|my \w+)))[\s?.!]*\Z",
    _I,
)
"""A wish for the reason of a question."""
_THING = r"(?:something|anything|it|that|this|one|things?|(?:the|an?|my|that|this) (?:\w+ ){0,2}(?:items?|entr(?:y|ies)|answers?|things?|words?|bits?|lines?|ones?|mistakes?))"
_REMOVE = re.compile(
    _LEAD
    + rf"how (?:do|can|could|would|should|to|does one)(?: (?:i|we|you))? (?:(?:take|get|cross|strike) {_THING} (?:out|off|away|back)\b.{{0,30}}|"
    rf"(?:take out|remove|delete|undo|edit|correct|change|fix|cancel|cross out) {_THING}(?: (?:here|again|from|in|i|that|which|you)\b.{{0,30}})?)[\s?.!]*\Z",
    _I,
)
_SKIPPED = re.compile(
    _LEAD
    + r"(?:(?:what|which (?:ones?|questions?|bits?|parts?))(?: else)?(?:'ve| have| did)?(?: (?:i|we))(?:'ve| have)? (?:skip(?:ped)?|pass(?:ed)? over|leave (?:open|out|blank)|left (?:open|out|blank)|not answer(?:ed)?|not say)|"
    r"what(?:'s| is| was) (?:still )?(?:skipped|left open|unanswered))\b[\w ]{0,15}[\s?.!]*\Z",
    _I,
)
_UNASKED = re.compile(
    _LEAD
    + r"why (?:(?:have|did|do|are|were|has)(?:n'?t| not)? )?you(?:'ve| have|'re| are)? (?:never |not |don'?t |didn'?t |haven'?t )?ask(?:ed|ing)?(?: me| us)? (?:nothing|no\b|not |more|further|anything|about|for)\b.*\Z|"
    + _LEAD
    + r"(?:you (?:never|didn'?t|did not|haven'?t) ask(?:ed)? (?:me |us )?(?:about|for|what|who|how|anything)\b.{0,50}|why (?:don'?t|didn'?t|haven'?t) you ask(?:ed)?\b.{0,60})[\s?.!]*\Z",
    _I,
)
_SAYS = re.compile(
    _LEAD
    + r"what (?:does|do) (?:my|our|the) (?P<what>[\w ]{3,30}?) (?:say|read|look like)(?: (?:now|so far|at the moment|right now))?[\s?.!]*\Z|"
    + _LEAD
    + r"what (?:did|have) you (?:take|taken|get|got|note|noted|understand|understood|make|made)(?: (?:from|of) \w+)? (?:about|on|for|under|as) (?P<about>[\w' ]{3,40}?)[\s?.!]*\Z",
    _I,
)
_LOST = re.compile(
    _LEAD
    + r"(?:(?:i|we)(?: am|'m| are|'re)? )?(?:(?:still )?(?:not sure|unsure)|(?:still )?(?:do not|don'?t|didn'?t) (?:really |quite |still )*(?:get|understand|know|see|follow)) "
    r"what (?:you mean(?: (?:by|with) .+)?|.{2,50} (?:means?|is|stands for)|(?:that|this|it) is)(?:[\s,]*(?:though|tho|but ok(?:ay)?|really|exactly|either))*[\s?.!]*\Z",
    _I,
)
"""Somebody who has not understood a word."""
_MEAN = re.compile(
    _LEAD
    + r"(?:what (?:exactly )?do you mean\b.*|what(?:'?s| is) (?:that|it|this)[\s?.!]*\Z|what (?:that|this|it) means?[\s?.!]*\Z)",
    _I,
)
_ASKS = re.compile(_LEAD + r"(?:what|define|explain)\b", _I)
_DOUBT_END = (
    r"(?:what (?:else )?(?:to|i (?:should|could|can|would)) (?:say|answer|put|write|add|tell you)|what else|how (?:else )?to (?:say|put|answer|explain) (?:it|that|this)|"
    r"(?:about|of|on) (?:that|this|it|the|those)(?: (?:exact )?(?:number|figure|date|price|amount|one|bit|part|last (?:one|bit|part))s?)?|"
    r"(?:if|whether) (?:that'?s?|it'?s?|this)(?: is)? (?:right|true|correct|any good|ok|helps?|counts|what you (?:mean|want|need)|an answer|enough)(?: to you)?|what you (?:want|need|are after)|exactly|yet|really|to be honest|tbh|though|tho|either|right now)"
)
_DOUBT = re.compile(
    _LEAD
    + rf"(?:(?:i(?: am|'m)? )?(?:really |just |honestly |still )*(?:not (?:\w+ )?sure|unsure)|(?:i )?(?:really |just |honestly |still )*(?:don'?t|do not) (?:really )?know|(?:i )?dunno|idk|no (?:idea|clue)|good question|is (?:that|this|it) (?:enough|ok(?:ay)?|right|clear|any good|what you (?:mean|want|need))(?: for you)?|(?:i )?haven'?t (?:a clue|thought about (?:it|that)))"
    rf"(?:[\s,]+{_DOUBT_END})*[\s?.!…]*\Z",
    _I,
)
"""Nothing but that one does not know: "our clients don't know what it costs" and "not sure, maybe ten" say more."""
_CUTS = re.compile(
    r"(?<=[.!?…])\s+|\n+|"
    r"[,;]\s+(?=(?:(?:so|and|but|or)\s+)?(?:(?:can|could|would|will) you\b|have you\b|do you have\b|got any\b|any (?:ideas|suggestions|examples)|what (?:do|would|did) (?:you|others?|other|people|most)\b|what is (?:it|that)\b|what'?s (?:it|that)\b|why (?:do|are) you\b|"
    r"(?:i'?m |i am )?not (?:\w+ )?sure\b|(?:i )?don'?t know\b|dunno\b|no idea\b))|"
    r"(?<=\bknow),\s+|(?<=\bdunno),\s+|(?<=\bsure),\s+|(?<=\bidea),\s+",
    _I,
)
"""Where an aside may begin or end: a sentence, or a clause that turns to the coach."""


def aside_of(piece: str, message: str) -> Aside | None:
    """Return what a piece of a message says to the coach; None where it may be an answer."""
    p = piece.replace("’", "'").strip(' "-–')
    if _UNASKED.match(p):
        return Aside("help", UNASKED)
    if _REMOVE.match(p):
        return Aside("help", REMOVE)
    if _SKIPPED.match(p):
        return Aside("where", SKIPPED)
    if _WISH.match(p) and not commands.OFF_TOPIC.search(p):
        return Aside("suggest", piece)
    if _WHY.match(p):
        return Aside("why", piece)
    shown = _SAYS.match(p)
    named = commands.place(shown["what"] or shown["about"]) if shown else None
    if named is not None:
        return Aside("show", named)
    return _of_a_word(p, message) or (Aside(None) if _DOUBT.match(p) else None)


def _of_a_word(piece: str, message: str) -> Aside | None:
    """What is asked about a word of the coach's: its meaning where we have one, else why the question is asked."""
    lost, mean = _LOST.match(piece), _MEAN.match(piece)
    if not (lost or mean or _ASKS.match(piece)):
        return None
    if glossary.meaning(piece) is not None:
        return Aside("library", piece)
    named = glossary.asked_for(piece).casefold()
    if named in ("that", "this", "it") and glossary.meaning(message) is not None:
        return Aside("library", message)
    unclear = lost or (mean and named in ("", "that", "this", "it"))
    return Aside("why", piece) if unclear else None


def apart(draft: Draft, words: str, asking: Asked | None) -> str:
    """Take off what is said to the coach and answer it; return the rest, empty where that was all.

    A doubt beside an answer is taken off as well; one that is all that is said stays for its own rules.
    """
    if asking is None or len(words) > 1200:
        return words
    pieces = _pieces(words)
    found = [aside_of(words[a:b], words) for a, b in pieces]
    if not any(found):
        return words
    wishes = any(one is not None and one.kind == "suggest" for one in found)
    kept = [
        (a, b)
        for (a, b), one in zip(pieces, found, strict=True)
        if one is None and not (wishes and commands.is_question(words[a:b].strip()))
    ]
    said = list(dict.fromkeys(one for one in found if one is not None and one.kind is not None))
    offered = asking.kind != "question" or bool(draft.core.suggestions) or asking.question == stages.CONFIRM
    told = any(says(words[a:b]) or (offered and _VERDICT.match(words[a:b].strip())) for a, b in kept)
    rest = left_of(words, pieces, kept) if told else ""
    if not said:
        return rest or words
    for kind, text in said:
        if kind is not None and not any(d.kind == kind for d in draft.state.digressed):
            draft.emit(Digressed(kind=kind, text=text))
    return rest


def _pieces(words: str) -> list[tuple[int, int]]:
    ends = [(hit.start(), hit.end()) for hit in _CUTS.finditer(words)]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(words)]
    return [(a, b) for a, b in zip(starts, stops, strict=True) if words[a:b].strip()]


def says(piece: str) -> bool:
    """Whether a piece holds something that may be an answer, and not only "ok" or "hm"."""
    calm = bare(trim(piece))
    return bool(re.search(r"\d", calm)) or (
        substance(calm) >= 1
        and content_words(calm) >= 1
        and not VAGUE_ALWAYS.match(calm)
        and talk_about(calm) is None
        and not _ADDRESS.fullmatch(calm)
    )


_ADDRESS = re.compile(
    r"(?:(?:sorry|thanks|thank you|please|hi|hello|hey|mate|i see|got it|fair enough|hang on|wait|hold on|hm+|um+|erm?|oh|ah|ok(?:ay)?|right|well|so|and|but|fine|good|great|sure|"
    r"interesting|(?:i'?m )?(?:confused|lost|stuck|new to (?:this|all this)))[\s,.!…]*)+",
    _I,
)
"""What is said to the coach out of politeness, and says nothing."""
_VERDICT = re.compile(r"(?:yes|yep|yeah|no|nope|agreed?|correct|keep|test|drop|sign)\b", _I)
"""What decides about words that were offered."""


def left_of(words: str, pieces: list[tuple[int, int]], kept: list[tuple[int, int]]) -> str:
    """What is left, as it stands in the message; stretches apart from each other become lines of their own."""
    runs: list[tuple[int, int]] = []
    for a, b in kept:
        before = pieces.index((a, b)) - 1
        if runs and before >= 0 and pieces[before][1] == runs[-1][1]:
            runs[-1] = (runs[-1][0], b)
        else:
            runs.append((a, b))
    return "\n".join(words[a:b].strip() for a, b in runs)
