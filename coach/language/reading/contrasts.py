"""How one thing is told for another: "X, not Y", "not Y but X", "I said Y, but make that X". Pure; English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coach.language.folding import fold
from coach.language.pieces import sentences
from coach.language.reading.hedges import content_words

_I = re.IGNORECASE
_ABOUT = r"(?: (?:about|on|with|regarding) [^,.:;–—]{1,50}(?=\s*[,.:;–—]|\Z))?"
_ANNOUNCED = (
    r"(?:one |a |a small |small |quick |just a )?(?:more )?correction|actually|sorry|apologies|oops|wait|no|scratch that|my (?:mistake|bad|error)|in fact|"
    r"on second thoughts?|come to think of it|thinking about it|i(?:'ve| have) been thinking|i(?:'ve| have)? (?:just )?(?:thought about (?:it|that)|checked|looked it up|realised?|realized?)(?: that)?|"
    rf"i (?:was|got it|had it|am|have been) (?:wrong|mistaken|off){_ABOUT}|i (?:made|gave you|told you) (?:a mistake|the wrong \w+|something wrong){_ABOUT}|i (?:misspoke|miscounted|mistyped)|"
    rf"(?:let me|i (?:have to|must|need to|should|want to)|i'd like to|can i) correct (?:myself|that|this|something|one thing|the [\w ]{{2,30}})|what i said{_ABOUT} (?:was|is) (?:wrong|not right|off)|"
    r"to be (?:exact|precise|correct)|that was (?:wrong|a mistake)|things (?:have )?changed"
)
_ASIDE = r"oh|ah|hm+|and|but|also|by the way|btw|well|ok(?:ay)?|yes|look|before i forget|before we go on|one (?:more )?thing|as of (?:today|now)|now"
_SO = r"so|therefore|that means|which means"
_LEAD = re.compile(rf"^(?:(?:(?P<said>{_ANNOUNCED})|(?P<so>{_SO})|(?:{_ASIDE}))\b(?:[\s,:.;!–—-]+|\Z))+", _I)
_CUT = re.compile(
    rf";\s*(?=\S+(?:\s+\S+){{3}})|\(\s*|[,–—]?\s+(?:[–—-]\s+)?(?=(?:and |but |oh,? )*(?:by the way|btw|one (?:more )?correction)\b)|,?\s+[–—-]\s+(?=(?:oh|{_ANNOUNCED})\b)|"
    rf",\s+(?=so (?:the|our|we|i|it|make|please)\b)",
    _I,
)

_END = r"[\s.!)]*\Z"
_FORMS = tuple(
    re.compile(pattern, _I)
    for pattern in (
        (
            rf"^(?:i|we) (?:said|told you|wrote|mentioned|put|gave(?: you)?|had)(?: that)?(?: (?:it|that|they) (?:was|is|were|cost))? (?P<old>[^.;]{{1,60}}?)(?:[,;–—-]|\s+before|\s+earlier)*\s+(?:but |and |yet |now |then )*(?:let'?s |please |should |we |i )*"
            rf"(?:make (?:that|it)|it(?:'s| is| was| should be| should have been)|that(?:'s| is| should be)|should be|meant|mean|would (?:now )?say|in fact|it has become)\s+(?P<new>[^;]{{1,120}}?){_END}"
        ),
        rf"^(?P<about>[^,;]{{0,60}}?)\bnot\s+(?P<old>(?!only|just|yet|because)[^,;]{{1,60}}?),?\s+but(?: rather)?\s+(?P<new>[^;]{{1,120}}?){_END}",
        rf"^(?P<about>[^,;]{{1,60}}?)\s*(?:isn'?t|aren'?t|wasn'?t|(?:is|are|'s|'re) (?:no longer|not))\s+(?P<old>[^,;]{{1,60}}?)(?: any ?more)?(?:[,;]\s*(?:but )?|\s+but )(?:(?:it|they|that|he|she)(?:'s|'re| is| are)\s+)?(?P<new>[^;]{{1,120}}?){_END}",
        rf"^(?:we |i |let'?s |please )*(?:don'?t|do not|shouldn'?t|should not) (?P<about>\w+) (?P<old>[^,;]{{1,60}}?),?\s+but\s+(?P<new>[^;]{{1,120}}?){_END}",
        rf"^not\s+(?P<old>[^,;]{{1,60}}?)[,;]\s*(?:but )?(?P<new>[^;]{{1,120}}?){_END}",
        rf"^(?P<about>[^,;]{{1,60}}?)\brather\s+(?P<new>[^,;]{{2,80}}?),?\s+than\s+(?P<old>[^,;]{{1,60}}?){_END}",
        rf"^(?P<old>[^,;]{{1,60}}?)\s+(?:was|is) (?:wrong|a typo|a mistake|not right|outdated|the old (?:one|figure|price))[,;:]?\s+(?:it(?:'s| is| should be)|make it|it must be)\s+(?P<new>[^;]{{1,120}}?){_END}",
        rf"^(?:instead of|rather than|in place of)\s+(?P<old>[^,;]{{1,60}}?),\s+(?P<new>[^;]{{1,120}}?){_END}",
        rf"^(?P<new>[^;]{{1,140}}?)(?:,|\s[–—-])?\s+(?:and )?(?:not|instead of|rather than|in place of|no longer|(?:it'?s|that'?s) not)\s+(?:any ?more )?(?P<old>(?!only in\b)[^;]{{1,80}}?)(?:,? (?:sorry|please|actually|any ?more|as i said|like i said|of course))?{_END}",
    )
)


@dataclass(frozen=True)
class Part:
    """A stretch of a message that may put something right: its `words`, without what announces it.

    `start` and `end` bound it in the message with its announcement. `led`: a correction is announced;
    `so`: it follows from what was said before it; `asked`: it is a question.
    """

    words: str
    start: int
    end: int
    led: bool = False
    so: bool = False
    asked: bool = False


@dataclass(frozen=True)
class Contrast:
    """`new` instead of `old`, and what the sentence says both are of ("our ideal client is")."""

    new: str
    old: str
    about: str = ""


def parts(message: str) -> list[Part]:
    """The sentences of a message, cut where it turns to something else; an announcement alone leads the next one."""
    found: list[Part] = []
    carried: tuple[int, bool] | None = None
    for start, end in _stretches(message):
        text = message[start:end]
        lead = _LEAD.match(text)
        words = (text[lead.end() :] if lead else text).strip(" \t\n,;:.!?()–—")
        led, so = bool(lead and lead["said"]), bool(lead and lead["so"])
        asked = message[end : end + 2].lstrip().startswith("?")
        if not words:
            carried = (carried[0] if carried else start, led or bool(carried and carried[1]))
            continue
        first = carried[0] if carried else start
        found.append(Part(words, first, end, led or bool(carried and carried[1]), so, asked))
        carried = None
    return found


def _stretches(message: str) -> Iterator[tuple[int, int]]:
    for sentence in sentences(message):
        at = sentence.start
        for cut in _CUT.finditer(message, sentence.start, sentence.end):
            if cut.start() > at:
                yield at, cut.start()
            at = cut.end()
        yield at, sentence.end


def contrasts(words: str) -> Iterator[Contrast]:
    """What the words may tell for what else, the likeliest first."""
    for form in _FORMS:
        hit = form.match(words)
        if hit is not None and content_words(hit["new"]) and content_words(hit["old"]):
            about = (hit["about"] or "").strip(" ,") if "about" in form.groupindex else ""
            yield Contrast(hit["new"].strip(" ,.!"), hit["old"].strip(" ,.!"), about)


_SMALL = frozenset(
    "the a an our my your of and or to for with in on at by from it its that this those these we i you they them he she is are was were be been has have had do does did "
    "will would should can could not no one ones who which what as so than then there here now any all some more only".split()
)


def stems(text: str) -> frozenset[str]:
    """The words that say something, without plural endings: for telling what two texts share."""
    words = re.findall(r"[^\W_]+", fold(text, True))
    return frozenset(
        w[:-3] + "y" if w.endswith("ies") else w.rstrip("s") or w for w in words if w not in _SMALL
    )
