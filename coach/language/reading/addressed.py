"""What is said to the coach or about the plan, and is no answer: orders, complaints, farewells, bare fillers. Pure; English.

Each clause is judged by its form and by what it names: "remove asbestos from schools" is what a firm does, "remove the
fairs" is an order once a fair stands in the plan. In doubt it is an answer, unless it is plainly addressed ("please",
"can you", quotation marks, a part of the plan by its name).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from coach import stages
from coach.language.reading.complaints import complains
from coach.language.reading.hedges import stems
from coach.language.reading.named import (
    ARTICLE,
    MOSTLY,
    NAMES,
    QUOTED,
    Entry,
    Said,
    entries_like,
    within,
)
from coach.language.reading.sections import Section, section
from coach.language.reading.set_phrases import set_phrase

_I = re.IGNORECASE
_FILLER = (
    r"(?:no+|nope|nah|ok(?:ay)?|k|sorry|lol|ha(?:ha)+|omg|oh|ah|ugh|argh|hm+|u+m+|e+rm?|hey|hi|wait|hang on|hold on|actually|and|also|so|but|then|now|well|right|yes|yeah|yep|look|"
    r"listen|just|again|honestly|oops|wrong(?=\s*(?:[,.!;]|\Z))|wtf|thanks|thank you|cheers|though|tho|at last|quick one|one (?:more )?thing|before (?:i|we) (?:forget|go on)|for a start|first(?: of all)?)"
)
_POLITE = (
    r"(?:please|pls|plz|kindly|(?:can|could|would|will) (?:you|u)(?: please| just| mind)*|(?:can|could|may) (?:we|i)|(?:i(?:'d| would)? (?:like|want|need|prefer)|i wish) (?:you )?to|"
    r"i(?:'d| would) (?:like|love|prefer) (?:it )?(?:if you (?:could|would)|you to)|you (?:can|could|should|must|need to|have to|may|ought to)|i think you should|"
    r"it would be (?:good|nice|great) (?:if you (?:could|would)?|to)|feel free to|go ahead and|don'?t forget to|do)"
)
_LEAD = re.compile(rf"^(?:(?:{_FILLER}|(?P<polite>{_POLITE})|let'?s|we should)(?:[\s,.!?:;…-]+|\Z))+", _I)
_ONLY_FILLER = re.compile(rf"(?:(?:{_FILLER}|please|pls)[\s,.!?:;…-]*)+\Z", _I)
_TO_COACH = re.compile(r"\b(?:please|pls|plz|kindly|you|u|can (?:we|i)|could (?:we|i)|may i)\b", _I)
_TAIL = re.compile(
    r"(?<![\s,])(?:[\s,]+(?:please|pls|plz|thanks|thank you|again|now|then|altogether|completely|entirely|for me|if you (?:can|could|would|don'?t mind)|will you|would you|lol|instead|as well|too|ok(?:ay)?|already|straight away))+[\s.!?]*\Z",
    _I,
)

_STRONG = r"remove|delete|erase|scrap|strike(?: out)?|cross out|take out|rub out|clear(?: out)?|wipe(?: out)?|bin|get rid of|leave out|throw out"
_WEAK = r"drop|cut|forget(?: about)?|ditch|discard|lose|kill|skip"
_OUT = re.compile(
    rf"(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))\s+(?P<what>.+?)\Z"
    r"|(?P<verb>take|leave|cross|strike|cut|throw|get|rub|pull)\s+(?P<them>.+?)\s+(?:out|off|away)(?P<of>\s+(?:of|from)?\s*.+?)?\Z",
    _I | re.DOTALL,
)
_FROM = re.compile(r"\s+(?:from|out of|off|under|in|of|on)\s+(?P<where>[^,;:]{2,40})\Z", _I)
_REASON = re.compile(r"\s*(?:[,;:(]|\s-)\s*.*|\s+(?:because|since|as (?:we|i|it|they|that)|which|who|they|it(?:'?s| is))\b.*", _I | re.DOTALL)  # fmt: skip
_PRONOUN = re.compile(
    r"(?:it|that|this|them|those|these|(?:all|both|each|half)(?: of)?(?: (?:it|that|this|them|those|these))?|(?:it|them|that|those) all|everything(?: there)?|(?:that|this|the|those|these)(?: last| whole)?(?: two| three| four)? "
    r"(?:ones?|bits?|entry|entries|lines?|answers?|parts?|things?|items?|lot|points?|text|stuff|words?|sentences?)|my (?:last |previous )?(?:answer|words)|the last (?:two|three)|"
    r"what (?:i|you)(?:'ve| have)? (?:just )?(?:said|wrote|put|added|noted|typed|written)(?: (?:there|down|last|just now))?)\Z",
    _I,
)
_NUMBERS = {
    w: n for n, ws in enumerate(("first 1st one", "second 2nd two", "third 3rd three", "fourth 4th four", "fifth 5th five", "sixth 6th six"), 1) for w in ws.split()
}  # fmt: skip
_NUMBER = r"(?:(?:numbers?|no\.?|nr\.?|#|item|entry|line|point)\s?)?(?:\d{1,2}|first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|sixth|6th|last)"
_ORDINAL = re.compile(
    rf"(?:the )?{_NUMBER}(?:(?:\s*,\s*|\s+and\s+|\s*&\s*)(?:the )?{_NUMBER})*(?: (?:ones?|items?|entry|entries|lines?|points?))?(?: (?:of|in|on) (?:them|those|these|the list|that list))?\Z",
    _I,
)
_NAMED = re.compile(
    r"(?:the |that |this )?(?P<head>bits?|ones?|entry|lines?|points?|things?|parts?|answers?|words?|sentences?|items?|risks?|trends?|changes?|actions?|clients?|examples?|skills?|process|assumptions?|alternatives?|triggers?|stuff)"
    r" (?:about|with|on|saying|that says?|which says?|where|called|named|from)\s+(?P<about>.+)\Z|(?:what|everything) i (?:said|wrote|told you|put) about (?P<said>.+)\Z",
    _I,
)
_JUST = re.compile(r"(?:the|that|this|those) (?P<where>[\w ]{2,24}?)s? (?:that |which )?you(?:'ve| have)? (?:just |wrongly )?(?:added|noted|put(?: in)?|wrote|written|made up|took|taken)(?: down)?\Z", _I)  # fmt: skip
_ACTIONS = frozenset(
    "solution difference challenge guiding_choice positioning processes skills next_actions assumptions return_upstream kpis disqualifiers".split()
)
"""Questions whose answers may well begin with what a firm does, drops or cuts."""


def judge(clause: str, question: str | None, entries: Sequence[Entry], last: Sequence[Entry]) -> Said | None:
    """Return what a clause says to the coach; None where it is an answer, or may be one.

    `clause` has plain quotes (`coach.language.folding.plain`). `question` is the one that is asked, `last` are the entries
    that "it", "those" or "the second one" are about.
    """
    text = clause.strip()
    if not re.search(r"\w", text):
        return Said("filler")
    if _ONLY_FILLER.match(text):
        return Said("filler")
    lead = _LEAD.match(text)
    words = text[lead.end() :] if lead else text
    polite = bool(_TO_COACH.search(text[: lead.end()])) if lead else False
    tail = _TAIL.search(words)
    if tail is not None:
        polite |= bool(re.search(r"please|pls|plz|if you|will you|would you", tail[0], _I))
        words = words[: tail.start()]
    words = words.rstrip(" \t\n.,;:!?…")
    offset = clause.find(words, lead.end() if lead else 0) if words else 0
    return (
        set_phrase(words)
        or _replaced(words, offset, question, entries, polite)
        or _removed(words, question, entries, last, polite)
        or complains(words, entries)
    )


_CHANGE = re.compile(
    r"(?P<verb>change|set|make|update|correct|replace|rewrite|amend|edit|fix|turn|reword|put)\s+(?P<where>(?:the |my |our |your )?[\w' -]{2,40}?)\s*"
    r"(?:\s(?:so that it (?:says|reads)|to (?:read|say|be)|to|into|with|as|by)(?:\s*:)?\s+|\s*[:=]\s*)(?P<new>\S.*)\Z",
    _I | re.DOTALL,
)
_SHOULD = re.compile(
    r"(?:in |under |on |for )?(?P<where>(?:the |my |our |your )?[\w' -]{2,40}?)\s+(?:(?:should|must|ought to|needs? to|has to|have to)(?: now| really| actually| just)? (?:be|read|say)(?: now)?|is (?:meant|supposed) to (?:be|read|say))"
    r"(?P<colon>\s*[:=])?\s+(?P<new>\S.*)\Z",
    _I | re.DOTALL,
)
_LABEL = re.compile(r"(?P<where>[A-Za-z][\w' -]{2,40}):\s+(?P<new>\S.*)\Z", _I | re.DOTALL)
DESCRIBES = re.compile(
    r"(?:able|willing|ready|allowed|aware|happy|more|less|better|in|on|at|for|by|there|easy|simple|clear|visible|enough|no (?:more|less)|not|very|so|too|as|\w+er|(?!(?:red|wed)\b)\w{3,}ed)\b",
    _I,
)
"""What an answer says of a thing, rather than what shall stand in its place: "the offer should be cheaper"."""
_SWAP = re.compile(
    r"(?:replace|swap|change|exchange)\s+(?:\"(?P<double>[^\"]+)\"|'(?P<single>.+?)'(?!\w)|(?P<old>.{2,80}?))\s+(?:with|by|for|to|into)\s+(?P<new>\S.*)\Z",
    _I | re.DOTALL,
)
_EMPTY = re.compile(r"(?:those|these|that|this|them|it|something else|the (?:others?|latter))\b(?: (?:instead of|rather than|not) .*)?\Z", _I)  # fmt: skip


def _replaced(
    words: str, offset: int, question: str | None, entries: Sequence[Entry], polite: bool
) -> Said | None:
    label = _LABEL.match(words) if question == stages.CONFIRM else None
    named = section(label["where"]) if label else None
    if label is not None and named is not None and named.question and named.sure:
        # Nothing is asked for any more but a signature: what is labelled goes under its label.
        at = (offset + label.start("new"), offset + label.end("new"))
        return Said("replace", what=label["where"], where=named, at=at, leans=True)
    for pattern in (_CHANGE, _SHOULD):
        hit = pattern.match(words)
        named = section(hit["where"]) if hit else None
        if hit is None or named is None or not named.question or named.field:
            continue
        if pattern is _SHOULD and not hit["colon"] and DESCRIBES.match(hit["new"]):
            continue
        if _EMPTY.match(hit["new"]):
            return Said("vague", what=hit["where"], where=named)
        own = [e for e in entries if e.question == named.question]
        if not own and not (polite or (pattern is _SHOULD and hit["colon"])):
            continue
        at = (offset + hit.start("new"), offset + hit.end("new"))
        return Said("replace", what=hit["where"], where=named, at=at)
    wrong = _NOT_QUOTED.match(words)
    held = entries_like(wrong["a"] or wrong["b"], entries, MOSTLY) if wrong else ()
    if wrong is not None and held:
        at = (offset + wrong.start("new"), offset + wrong.end("new"))
        return Said("swap", what=wrong["a"] or wrong["b"], at=at, meant=held)
    swap = _SWAP.match(words)
    if swap is not None:
        old = swap["double"] or swap["single"] or swap["old"]
        named_one = _NAMED_ONE.match(old)
        bare = named_one["old"] if named_one else old
        marked = bool(swap["double"] or swap["single"] or named_one or polite)
        found = entries_like(ARTICLE.sub("", bare), entries, NAMES if marked else MOSTLY)
        at = (offset + swap.start("new"), offset + swap.end("new"))
        if found and not _EMPTY.match(swap["new"]):
            return Said("swap", what=bare, at=at, meant=found)
        if marked and polite:
            return Said("vague", what=bare)
    return None


_NOT_QUOTED = re.compile(
    r".{2,60}? (?:is|are|was|were|should be)(?: not|n'?t) (?:\"(?P<a>[^\"]+)\"|'(?P<b>.+?)'(?!\w))\s*[:,;–—-]?\s+(?:but |it(?:'s| is) |rather |that(?:'s| is) |we (?:sell|do|make|offer|serve) )*(?P<new>\S.*)\Z",
    _I | re.DOTALL,
)
"""'What we sell is not "also": we sell bread'."""
_NAMED_ONE = re.compile(r"(?:the|that) (?P<old>.+?) (?:one|entry|item|line|bit|part|sentence)\Z", _I)


def _removed(
    words: str, question: str | None, entries: Sequence[Entry], last: Sequence[Entry], polite: bool
) -> Said | None:
    hit = _OUT.match(words)
    if hit is None:
        return None
    what, where = (hit["what"] or hit["them"]), None
    if hit["of"]:
        where = section(re.sub(r"^\s*(?:of|from)\b", "", hit["of"], flags=_I))
        if where is None and not re.match(r"\s*(?:because|since|as|,)", hit["of"], _I):
            return None
    quoted = [a or b for a, b in QUOTED.findall(what)]
    if where is None:
        tail = _FROM.search(QUOTED.sub(lambda q: "x" * len(q[0]), what))
        where = section(tail["where"]) if tail else None
        if tail is not None and where is not None:
            what = what[: tail.start()]
    weak = bool(hit["weak"]) or (hit["verb"] or "").casefold() in ("cut", "get", "pull", "throw")
    return _target(what.strip(), quoted, where, question, entries, last, polite, weak)


def _target(
    what: str,
    quoted: list[str],
    where: Section | None,
    question: str | None,
    entries: Sequence[Entry],
    last: Sequence[Entry],
    polite: bool,
    weak: bool,
) -> Said | None:
    """What shall go out: quoted words, "it", a number, a whole part of the plan, or what a name stands for."""
    there = [e for e in entries if within(e, where)] if where is not None else list(entries)
    said = Said("remove", what=what, where=where)
    if quoted:
        found = tuple(
            e for q in quoted for e in entries_like(q, there, 0.01) or entries_like(q, entries, 0.01)
        )
        return replace(said, meant=found) if found or polite or where is not None else None
    if _PRONOUN.match(what):
        return replace(said, leans=True)
    if _ORDINAL.match(what):
        return replace(said, meant=_numbered(what, there if where is not None and where.question else last))
    just = _JUST.match(what)
    if just is not None:
        kind = section(just["where"])
        newest = max((e.turn for e in entries), default=0)
        mine = tuple(e for e in entries if (kind is None or within(e, kind)) and e.turn == newest)
        return replace(said, where=kind, meant=mine, leans=kind is None)
    whole = section(what)
    if whole is not None and where is None:
        if whole.field or not whole.question or (weak and not polite):
            return None  # A field is emptied by asking for it again, see `amend`.
        return replace(said, where=whole, meant=tuple(e for e in entries if within(e, whole)))
    named = _NAMED.match(what)
    bare = ARTICLE.sub("", (named["about"] or named["said"]) if named else what)
    if named is not None and named["head"] and where is None:
        head = section(named["head"])
        there = [e for e in there if within(e, head)] if head is not None and head.lists else there
    marked = polite or named is not None or (where is not None and where.sure)
    items = [e for e in there if e.item] if not marked else there
    reason = _REASON.search(bare)
    for name in (bare, bare[: reason.start()] if reason else ""):
        if not name.strip() or len(name) > 120:
            continue
        found = entries_like(name, items, NAMES) or (
            entries_like(name, list(entries), MOSTLY) if marked else ()
        )
        if not found and len(there) < len(entries):
            found = _sharing(name, there)
        if found and (marked or not _may_answer(found[0], name, question, weak)):
            return replace(said, meant=found)
    return said if marked and not _of_the_firm(bare, question, polite, where) else None


def _sharing(name: str, there: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entry of a named part of the plan that has at least half of the words, where only one has them."""
    wanted = stems(name)
    found = {
        (e.list, e.item, e.pointer): e for e in there if 2 * len(wanted & stems(e.text)) >= len(wanted) > 0
    }
    return tuple(found.values()) if len(found) == 1 else ()


def _may_answer(found: Entry, name: str, question: str | None, weak: bool) -> bool:
    """Whether an order in the bare imperative can be what the firm does, where such an answer is asked for."""
    if question not in _ACTIONS or found.question == question:
        return False
    return weak or not entries_like(name, [found], MOSTLY)


def _of_the_firm(bare: str, question: str | None, polite: bool, where: Section | None) -> bool:
    """Whether a thing that stands nowhere in the plan may be one of the world: "please" and "from the list" rule that out."""
    return not polite and (where is None or not where.question)


def _numbered(what: str, last: Sequence[Entry]) -> tuple[Entry, ...]:
    items: dict[tuple[str, str], Entry] = {}
    for e in last:
        if e.item:
            items.setdefault((e.list, e.item), e)
    rows = list(items.values())
    wanted: list[int] = []
    for word in re.findall(r"\d+|[a-z]\w*", what.casefold()):
        if word == "last":
            wanted.append(len(rows))
        elif word.isdigit() or (
            word in _NUMBERS and word not in ("one", "two", "three", "four", "five", "six")
        ):
            wanted.append(int(word) if word.isdigit() else _NUMBERS[word])
    return tuple(rows[n - 1] for n in dict.fromkeys(wanted) if 0 < n <= len(rows))
