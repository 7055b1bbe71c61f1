"""What is said to the coach or about the plan, and is no answer: orders, complaints, farewells, bare fillers. Pure; English.

Each clause is judged by its form and by what it names: "remove asbestos from schools" is what a firm does, "remove the
fairs" is an order once a fair stands in the plan. In doubt it is an answer, unless it is plainly addressed ("please",
"can you", quotation marks, a part of the plan by its name).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from coach import stages
from coach.language.folding import fold
from coach.language.reading import commands
from coach.language.reading.contrasts import stems
from coach.language.reading.sections import Section, section

_I = re.IGNORECASE
Kind = Literal["remove", "replace", "swap", "undo", "back", "skip", "skipped", "how", "vague", "move", "complaint", "told", "denial", "bye", "filler"]  # fmt: skip
CARRIED = frozenset({"remove", "replace", "swap", "move", "undo", "back", "skip", "skipped", "how"})
"""Kinds that ask for something to be done; the others only say that something is wrong, or nothing."""


@dataclass(frozen=True)
class Entry:
    """Words that stand in the plan, and the question they stand under."""

    text: str
    question: str
    turn: int
    list: str = ""
    item: str = ""
    pointer: str = ""
    name: str = ""
    """The field of the item."""


@dataclass(frozen=True)
class Said:
    """What a clause says to the coach.

    `what` is the thing it names, `where` the part of the plan, `new` what shall stand there; `at` are the offsets of `new`
    in the clause. `meant` are the entries it can mean, none where they have to be asked for.
    """

    kind: Kind
    what: str = ""
    where: Section | None = None
    at: tuple[int, int] = (0, 0)
    meant: tuple[Entry, ...] = ()
    leans: bool = False
    """It names its object by "it", "those": the sentences around may say what that is."""


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
    r"(?:[\s,]+(?:please|pls|plz|thanks|thank you|again|now|then|altogether|completely|entirely|for me|if you (?:can|could|would|don'?t mind)|will you|would you|lol|instead|as well|too|ok(?:ay)?|already|straight away))+[\s.!?]*\Z",
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
_QUOTED = re.compile(r"\"([^\"]{2,200})\"|(?<!\w)'(.{2,200}?)'(?!\w)")
_NAMED = re.compile(
    r"(?:the |that |this )?(?P<head>bits?|ones?|entry|lines?|points?|things?|parts?|answers?|words?|sentences?|items?|risks?|trends?|changes?|actions?|clients?|examples?|skills?|process|assumptions?|alternatives?|triggers?|stuff)"
    r" (?:about|with|on|saying|that says?|which says?|where|called|named|from)\s+(?P<about>.+)\Z|(?:what|everything) i (?:said|wrote|told you|put) about (?P<said>.+)\Z",
    _I,
)
_JUST = re.compile(r"(?:the|that|this|those) (?P<where>[\w ]{2,24}?)s? (?:that |which )?you(?:'ve| have)? (?:just |wrongly )?(?:added|noted|put(?: in)?|wrote|written|made up|took|taken)(?: down)?\Z", _I)  # fmt: skip
_ARTICLE = re.compile(r"^(?:the|our|my|that|those|these|this|a|an|your)\s+", _I)
_ACTIONS = frozenset(
    "solution difference challenge guiding_choice positioning processes skills next_actions assumptions return_upstream kpis disqualifiers".split()
)
"""Questions whose answers may well begin with what a firm does, drops or cuts."""


def entries_like(words: str, entries: Sequence[Entry], least: float) -> tuple[Entry, ...]:
    """Return the entries that words name best, at least so much of them; those of one item count once."""
    wanted, folded = stems(words), fold(words, True).strip(" .,!?")
    scored: list[tuple[float, int, Entry]] = []
    for n, entry in enumerate(entries):
        held, text = stems(entry.text), fold(entry.text, True).strip(" .,!?")
        share = len(wanted & held) / len(held) if held and wanted and wanted <= held else 0.0
        if len(folded) > 2 and re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", text):
            share = max(share, len(folded) / len(text), least if least <= _NAMES else 0.0)
        if text and len(text) > 2 and text in folded:
            share = max(share, len(text) / len(folded))
        if share >= least:
            scored.append((share, -n, entry))
    if not scored:
        return ()
    best = max(scored, key=lambda one: one[:2])[2]
    return (best,)


_NAMES, _MOSTLY = 0.2, 0.5
"""How much of an entry must be named: where nothing else is meant, and where the words may be an answer."""


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
        _plain(words)
        or _replaced(words, offset, question, entries, polite)
        or _removed(words, question, entries, last, polite)
        or _complains(words, entries)
    )


_UNDO = re.compile(r"(?:undo|revert|take (?:that|it|this) back|go back one(?: step)?|one step back)(?: (?:that|it|this|the last (?:one|answer|change|thing|bit)))?\Z", _I)  # fmt: skip
_SKIP = re.compile(r"(?:skip|pass|move on|next question)(?: (?:it|this|that|the rest|this one|that one|this question|the others?))?(?: for now)?\Z", _I)  # fmt: skip
_SKIPPED = re.compile(
    r"(?:(?:can|could) (?:we|you|i) )?(?:(?:go|come|get) back to|show me|list|what(?:'?s| is| are|) ?)? ?(?:the |my |all )?(?:bits?|ones?|questions?|things?|parts?|what|stuff|anything|which(?: \w+)?)?(?: that)? ?"
    r"(?:have|did|had|'ve)? ?(?:i|we)(?:'ve| have)? ?(?:skip(?:ped)?|left (?:open|out)|passed (?:on|over)|not answered|not done)(?: (?:before|earlier|so far))?\Z",
    _I,
)
_HOW = re.compile(
    r"how (?:do|can|could|would|should) (?:i|we|you) (?:take|get|remove|delete|change|correct|fix|edit|undo|clear|put|mend|move|replace)\b.{0,60}\b(?:out|something|it|that|this|them|wrong|right|answers?|entry|entries|mistakes?|an? \w+|off)\Z",
    _I,
)
_BYE = re.compile(
    r"(?:(?:that'?s|thats) it[,.]? )?(?:i(?:'?m| am|'?ll)? giv(?:e|ing) up(?: on (?:this|that|it|you|the whole thing))?(?: now)?|bye(?:[- ]bye)?(?: for now)?|good ?bye|cheerio|see (?:you|ya)(?: later| tomorrow| soon| next week)?|ciao|"
    r"i(?:'?ve| have)? (?:really )?had enough(?: of (?:this|it|you))?(?: for (?:today|now))?|i(?:'?m| am) (?:done|off|leaving|out|finished|stopping|going)(?: here| for (?:today|now|the day)| with (?:this|it|you))?|"
    r"i(?:'?ve got| have|'?ve)? (?:to|got to|gotta) (?:go|run|stop|leave|dash)|(?:i(?:'?ll| will) |can we )?(?:stop|leave it|call it a day|finish|quit|carry on|continue)(?: (?:here|there|for (?:today|now)|tomorrow|another (?:day|time)))+|"
    r"that'?s (?:it|enough|all)(?: (?:from me|for (?:today|now)))+|this is (?:a (?:complete |total )?waste of (?:my )?time|going nowhere|pointless|hopeless|useless)|never mind|forget (?:it|this))\Z",
    _I,
)
_BACK = re.compile(r"(?:(?:go|come|get|jump|move) back (?:to|on)|back to|return to|revisit|reopen)\s+(?P<to>[^.;]{2,70})\Z", _I)  # fmt: skip

_AGAIN = re.compile(r"(?:change|edit|correct|fix|redo|rewrite|reword|rephrase|revise)\s+(?P<to>(?:the |my |our |your )[\w' -]{3,30})\Z", _I)  # fmt: skip


def _plain(words: str) -> Said | None:
    if _UNDO.match(words):
        return Said("undo")
    if _SKIPPED.match(words) and re.search(r"skip|left|pass|not ", words, _I):
        return Said("skipped")
    if _SKIP.match(words):
        return Said("skip")
    if _BYE.match(words):
        return Said("bye")
    if _HOW.match(words):
        return Said("how", what=words)
    back = _BACK.match(words)
    again = _AGAIN.match(words)
    part = section(again["to"]) if again else None
    if part is not None and part.sure and part.question:
        return Said("back", where=Section(part.question))
    named = back and (section(back["to"]) or commands.place(back["to"]))
    if back is not None and named:
        question = named if isinstance(named, str) else named.question
        return Said("back", where=Section(commands.place(back["to"]) or question))
    return None


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
_DESCRIBES = re.compile(
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
        if pattern is _SHOULD and not hit["colon"] and _DESCRIBES.match(hit["new"]):
            continue
        if _EMPTY.match(hit["new"]):
            return Said("vague", what=hit["where"], where=named)
        own = [e for e in entries if e.question == named.question]
        if not own and not (polite or (pattern is _SHOULD and hit["colon"])):
            continue
        at = (offset + hit.start("new"), offset + hit.end("new"))
        return Said("replace", what=hit["where"], where=named, at=at)
    wrong = _NOT_QUOTED.match(words)
    held = entries_like(wrong["a"] or wrong["b"], entries, _MOSTLY) if wrong else ()
    if wrong is not None and held:
        at = (offset + wrong.start("new"), offset + wrong.end("new"))
        return Said("swap", what=wrong["a"] or wrong["b"], at=at, meant=held)
    swap = _SWAP.match(words)
    if swap is not None:
        old = swap["double"] or swap["single"] or swap["old"]
        named_one = _NAMED_ONE.match(old)
        bare = named_one["old"] if named_one else old
        marked = bool(swap["double"] or swap["single"] or named_one or polite)
        found = entries_like(_ARTICLE.sub("", bare), entries, _NAMES if marked else _MOSTLY)
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
    quoted = [a or b for a, b in _QUOTED.findall(what)]
    if where is None:
        tail = _FROM.search(_QUOTED.sub(lambda q: "x" * len(q[0]), what))
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
    within = [e for e in entries if _in(e, where)] if where is not None else list(entries)
    said = Said("remove", what=what, where=where)
    if quoted:
        found = tuple(
            e for q in quoted for e in entries_like(q, within, 0.01) or entries_like(q, entries, 0.01)
        )
        return replace(said, meant=found) if found or polite or where is not None else None
    if _PRONOUN.match(what):
        return replace(said, leans=True)
    if _ORDINAL.match(what):
        return replace(said, meant=_numbered(what, within if where is not None and where.question else last))
    just = _JUST.match(what)
    if just is not None:
        kind = section(just["where"])
        newest = max((e.turn for e in entries), default=0)
        mine = tuple(e for e in entries if (kind is None or _in(e, kind)) and e.turn == newest)
        return replace(said, where=kind, meant=mine, leans=kind is None)
    whole = section(what)
    if whole is not None and where is None:
        if whole.field or not whole.question or (weak and not polite):
            return None  # A field is emptied by asking for it again, see `amend`.
        return replace(said, where=whole, meant=tuple(e for e in entries if _in(e, whole)))
    named = _NAMED.match(what)
    bare = _ARTICLE.sub("", (named["about"] or named["said"]) if named else what)
    if named is not None and named["head"] and where is None:
        head = section(named["head"])
        within = [e for e in within if _in(e, head)] if head is not None and head.lists else within
    marked = polite or named is not None or (where is not None and where.sure)
    items = [e for e in within if e.item] if not marked else within
    reason = _REASON.search(bare)
    for name in (bare, bare[: reason.start()] if reason else ""):
        if not name.strip() or len(name) > 120:
            continue
        found = entries_like(name, items, _NAMES) or (
            entries_like(name, list(entries), _MOSTLY) if marked else ()
        )
        if not found and len(within) < len(entries):
            found = _sharing(name, within)
        if found and (marked or not _may_answer(found[0], name, question, weak)):
            return replace(said, meant=found)
    return said if marked and not _of_the_firm(bare, question, polite, where) else None


def _sharing(name: str, within: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entry of a named part of the plan that has at least half of the words, where only one has them."""
    wanted = stems(name)
    found = {
        (e.list, e.item, e.pointer): e for e in within if 2 * len(wanted & stems(e.text)) >= len(wanted) > 0
    }
    return tuple(found.values()) if len(found) == 1 else ()


def _may_answer(found: Entry, name: str, question: str | None, weak: bool) -> bool:
    """Whether an order in the bare imperative can be what the firm does, where such an answer is asked for."""
    if question not in _ACTIONS or found.question == question:
        return False
    return weak or not entries_like(name, [found], _MOSTLY)


def _of_the_firm(bare: str, question: str | None, polite: bool, where: Section | None) -> bool:
    """Whether a thing that stands nowhere in the plan may be one of the world: "please" and "from the list" rule that out."""
    return not polite and (where is None or not where.question)


def _in(entry: Entry, where: Section) -> bool:
    if where.field or not where.question:
        return not where.question or entry.question == where.question
    if entry.list and where.lists:
        return entry.list in where.lists
    return entry.question == where.question


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


_YOU = (
    r"(?:i (?:fear|think|believe|see|feel|guess|suspect|am afraid)(?: that)? |(?:it )?(?:looks|seems)(?: to me)?(?: like| as if)?(?: that)? |(?:that'?s|thats|that is) because )?(?:you|u)"
    r"(?: seem to| must| just| also| still| only| keep| kept| clearly| obviously|'?ve| have| had)*"
)
_MINE = r"(?:my|what i|that|this|it|them|those|these|everything|all|half|me|the (?:wrong|same|first|second|last|whole|facebook)|words?|something|an? \w+ (?:as|for)|\"|')"
_KINDS = (
    r"(?P<kind>person|people|change|trend|client|customer|ideal client|answer|alternative|competitor|risk|goal|price|offer|proof|reason|company|firm|name|number(?: of anything)?|criterion|criteria|trigger|skill|"
    r"process|action|assumption|example|thing(?: we tried)?|attempt|expectation|difference|positioning|choice|owner|date|figure|baseline|target)s?"
)
_NOT = r"(?:'?s not|s not| is not| isn'?t|'?s no| is no| was not| wasn'?t| are not| aren'?t|'?re not| were not| weren'?t| was never| is never)"
_DENIAL = re.compile(
    rf"(?P<what>that|this|it|these|those|they|\"[^\"]+\"|'.+?'|[\w ,'£$€.%-]{{1,60}}?){_NOT} (?:a |an |the |my |our |even |any |one of (?:my|our|the) )*(?:real |proper |actual )?{_KINDS}"
    r"(?: at all| in the market| anyway| either| of (?:mine|ours)| really| for us)?\Z",
    _I,
)
_OURS_NOT = re.compile(
    rf"(?P<what>.{{1,60}}?)(?:'?s| is| was| are) (?P<is>.{{2,50}}?), (?:and )?not (?:my|our|the|an?) {_KINDS}\Z",
    _I,
)
_COMPLAINTS = tuple(
    re.compile(pattern + r"\Z", _I | re.DOTALL)
    for pattern in (
        rf"{_YOU} (?:put|filed|taken|took|written|wrote|noted|added|stored|placed|recorded|read|moved|understood|treated|copied|mixed|got|merged|glued|saved|entered) {_MINE}.*",
        rf"{_YOU} (?:misunderst(?:ood|and)|misread|misheard|mistook|mistaken|mixed|muddled|passed over|overlooked|ignored?|skipped|missed|left out|forgot(?:ten)?|lost|dropped|garbled|confused)(?: (?:{_MINE}|up|out|over|again)\b.*)?",
        r"(?:you|u) (?:never|didn'?t|did not|don'?t|do not|haven'?t|have not|aren'?t|are not|weren'?t) (?:even |really )?(?:ask(?:ed)?|listen(?:ing)?|hear(?:d)?|understand|understood|get|got|read(?:ing)?|take|taken|note|noted) ?(?:me|that|it|what|my|this|a word)?\b.*",
        r"(?:why|how come|where)(?: on earth)? (?:does|do|did|is|are|has|have|was|were|would) (?:it|you|the plan|that|this|page one|the page|there|my \w+(?: \w+)?) .*(?:say|says|saying|put|written|write|read|show|think|in there|there|added|noted|taken|took|chang|call|come from)\b.*",
        r"(?:that|this|it|it all|those|these|they|the (?:plan|answer|page|list)|everything|(?:my|the) (?:ideal client|offer|positioning|choice))(?:'?s|s| is| has| was|'?re| are|'?ve| have)?(?: (?:come out|gone|got|become|turned out|all|completely|totally|rather|a bit|still|just))* "
        r"(?:garbled|muddled|mangled|jumbled|mixed up|messed up|astray|gibberish|(?:in )?the wrong (?:way round|place|box|one|field|question|section|thing|bit)|not what i (?:said|meant|wrote|asked|told you)(?: for| at all)?|all wrong|backwards|back to front|gone wrong)(?: up| there| here| again)?",
        r"(?:it|that|this|the (?:plan|page|\w+))(?:'?s| has| have)? ?got (?:the |something |some |my \w+ )?wrong\b.{0,40}",
        r"(?:there(?:'?s| is| are)|i (?:can )?(?:see|find|found)) (?:loads|lots|a lot|plenty|several|some|many|two|three|a few|so much|still|things?|something|stuff|a mistake|an error)(?: of)?(?: (?:things?|stuff|bits?))? ?(?:wrong|errors?|mistakes?|(?:that (?:is|are) )?not right|muddled|)(?: (?:there|here|with (?:it|that|this)|in (?:it|that|this|there|the plan)|on (?:page one|that page|the page)))?",
        r"wrong (?:place|box|question|field|one|answer|section|bit|way round)(?: (?:again|for that|for it))?",
        r"(?:it|this|that|the plan|page one)'?s? (?:just |all )?full of (?:my|your|errors?|mistakes?|rubbish|nonsense|wrong|garbage)\b.*",
        r"(?:i|we) (?:was|were) (?:just |only )?(?:telling|talking to|asking|answering|explaining to) you\b.*",
        r"i (?:said|wrote|typed|meant) .{1,60} (?:to (?:take|remove|delete|drop|change|undo|go back|skip)|so you(?:'d| would)? (?:take|remove|delete))\b.*",
        r"(?:i|we) (?:did not|didn'?t|never) (?:say|said|mean|meant|write|wrote|ask|asked|tell|told)(?: (?:that|it|this|so|you that|anything like that))?",
        r"(?:please )?correct (?:page one|the plan|that|it|this|the page|your notes)",
        r"(?:that|this|it)(?:'s| is|s)? (?:no |not (?:any )?)(?:good|use|help)(?: to me)?",
    )
)  # fmt: skip
_TOLD = re.compile(
    r"(?:(?:like|as) )?(?:i|we)(?:'?ve| have| had)? (?:just|already|clearly|only|literally)(?: (?:now|just|already))* (?:told|said|mentioned|answered|explained|wrote|typed|given)(?: (?:you|it|that|this|so|to you))*(?: (?:already|before|earlier|above|twice|once|just now|a (?:minute|moment) ago))*\Z"
    r"|(?:i|we) (?:told you|said (?:so|that|it|this))(?: (?:already|before|earlier|above|twice|just now|a (?:minute|moment) ago))*\Z|(?:like|as) (?:i|we) (?:said|told you|mentioned|wrote)(?: (?:already|before|earlier|above))*\Z",
    _I,
)
_SAYS = re.compile(r"(?:(?:but )?(?:it|page one|the plan|the page|that) (?:still |just |now |also |always )*(?:says?|shows?|reads?|has|claims?))\s+(?P<what>.{2,120})\Z", _I)  # fmt: skip


_MISPLACED = re.compile(
    r"\b(?:in|into|under|for|at) the wrong (?:place|box|question|field|section|bit|heading|part)\b|\bwrong (?:place|box|section|field)\b|\bmisfiled\b",
    _I,
)
_BELONGS = re.compile(
    r"(?P<what>.{2,60}?)(?: thing| bit| one| part| line| stuff| sentence)? (?:is|are|was|were|belongs? (?:to|under|in|with)|goes? (?:to|under|in|with)|should (?:go|be) (?:under|in|to))(?: really| actually| part of)? "
    r"(?P<where>(?:my|our|the) [\w' -]{3,30})\Z",
    _I,
)


def _complains(words: str, entries: Sequence[Entry]) -> Said | None:
    belongs = _BELONGS.match(words)
    where = section(belongs["where"]) if belongs else None
    moved = (
        entries_like(_ARTICLE.sub("", belongs["what"]), [e for e in entries if e.item], _NAMES)
        if belongs and where
        else ()
    )
    if moved and where is not None and where.question not in ("", moved[0].question):
        return Said("move", what=words, where=where, meant=moved)
    if _TOLD.match(words):
        return Said("told")
    if any(p.match(words) for p in _COMPLAINTS):
        return Said(
            "complaint",
            what=words,
            meant=mentioned(words, entries),
            leans=_MISPLACED.search(words) is not None,
        )
    denied = _DENIAL.match(words) or _OURS_NOT.match(words)
    if denied is not None:
        named = denied["what"].strip("\"' ")
        pronoun = bool(re.match(r"(?:that|this|it|these|those|they)\Z", named, _I))
        least = 0.01 if denied["what"][:1] in "\"'" else _NAMES if re.search(r"\d", named) else _MOSTLY
        found = () if pronoun else entries_like(_ARTICLE.sub("", named), entries, least)
        if pronoun or found:
            return Said("denial", what=named, where=section(denied["kind"]), meant=found, leans=pronoun)
    says = _SAYS.match(words)
    found = entries_like(says["what"].strip("\"' "), entries, _MOSTLY) if says else ()
    return Said("complaint", what=words, meant=found) if found else None


def mentioned(words: str, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries that are quoted in words, or stand in them whole."""
    quoted = [a or b for a, b in _QUOTED.findall(words)]
    found = [e for q in quoted for e in entries_like(q, entries, 0.01)]
    folded = fold(words, True)
    whole = [
        e
        for e in entries
        if len(e.text) > 3 and re.search(rf"(?<!\w){re.escape(fold(e.text, True))}(?!\w)", folded)
    ]
    return tuple(dict.fromkeys((*found, *whole)))
