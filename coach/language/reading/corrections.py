"""How one thing is told for another: "X, not Y", "Y should be X", "replace Y by X", "sorry, X". Pure; English.

Only the form is read here, by one table. Whether X and Y are figures, days, names or words, and whether Y stands in the
plan, is for those who build on it; `understand` says who they are and in which order. Apart stand the words that name
one thing only: an owner who "takes over", a day that "moves", a price that "goes up to", a field that "is" something.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from coach.language.folding import plain
from coach.language.pieces import sentences
from coach.language.reading.hedges import content_words

_I = re.IGNORECASE
_EDGES = " \t\n,.!'\"“”‘’«»"
POINTS = re.compile(r"it|this|that|they|those|these|there|we|us|you", _I)
"""Words that name nothing: "it should be 10" means something said before."""
Form = Literal[
    "said",
    "change",
    "not but",
    "is not",
    "not first",
    "instead",
    "wrong",
    "not",
    "plain not",
    "or rather",
    "should",
    "meant",
    "announced",
]
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
    rf";\s*(?=\S+(?:\s+\S+){{3}})|\(\s*(?!\s|not\b)|[,–—]?\s+(?:[–—-]\s+)?(?=(?:and |but |oh,? )*(?:by the way|btw|one (?:more )?correction)\b)|,?\s+[–—-]\s+(?=(?:oh|{_ANNOUNCED})\b)|"
    rf",\s+(?=so (?:the|our|we|i|it|make|please)\b)",
    _I,
)

_END = r"[\s.!?)]*\Z"
_NEW = r"(?P<new>[^;]{1,160}?)"
_ANY_OLD = r"(?P<old>(?!only in\b)[^;]{1,80}?)"
_OLD = r"(?P<old>(?:[^,;]|(?<=\d),(?=\d)){1,60}?)"
_OF = r"(?P<about>[^,;]{1,60}?)"
_LEAD_IN = (
    r"(?P<about>(?:(?:it's|it is|that's|that is|this is|it was|that was|i meant?(?: to say)?|i said|make (?:it|that)|let'?s (?:say|make it)|we(?:'re| are| have|'ve got)|"
    r"i(?:'m| am| have)|there(?:'s| are)|call it|i(?:'d| would) say|the [\w ]{2,20}? (?:is|are)|say|rather)\s+){0,2})"
)
_POLITE = r"(?:(?:please|can you|could you|can we|let'?s|i want to|i'd like to|i would like to)\s+)*"
_THEY_ARE = r"(?:(?:it|they|that|he|she)(?:'s|'re| is| are| should be)\s+)?"
_NOT = r"(?:and )?(?:not|no longer|(?:it'?s|that'?s) not)\s+(?:any ?more )?"
_INSTEAD = r"(?:instead of|rather than|in place of)\s+"
_SHOULD = r"(?:should (?:be|read|say|have been)|must be|needs to be|ought to be|becomes)"
_NO_VERB = (
    "".join(
        rf"(?<!\b{verb})"
        for verb in "do does did is are am was were can will has have may must if or".split()
    )
    + "(?<!ould)"
)
"""What stands before a "not" that denies nothing: "we are not growing" does."""
_AFTER = r"(?:,? (?:sorry|please|thanks|actually|any ?more|as i said|like i said|of course))?"
_NEWS = rf"(?!(?:fine|ok|okay|good|all|enough|right|correct|true|perfect|great|done|clear|it|not|no|nothing|i don't|we don't|thanks?|sure)\b){_NEW}"
_MEANT = (
    rf"(?:i meant(?: to say)?|i mean(?=[\s:,]+\S*\d)|i should (?:have said|say)|(?:let'?s )?make (?:it|that)|(?:it|that) {_SHOULD}|"
    r"(?:it|that|this|the [\w ]{2,20}?)(?:'s| is) actually)[,:]?\s+"
)
_TABLE: tuple[tuple[Form, str], ...] = (
    (
        "said",
        r"(?:i|we) (?:said|told you|wrote|mentioned|put|gave(?: you)?|had)(?: that)?(?: (?:it|that|they) (?:was|is|were|cost))? (?P<old>[^.;]{1,60}?)"
        r"(?:[,;–—-]|\s+before|\s+earlier)*\s+(?:but |and |yet |now |then )*(?:let'?s |please |should |we |i )*"
        r"(?:make (?:that|it)|it(?:'s| is| was| should be| should have been)|that(?:'s| is| should be)|should be|meant|mean|would (?:now )?say|in fact|it has become)\s+"
        + _NEW,
    ),
    (
        "change",
        rf"{_POLITE}(?:change|replace|swap|turn|switch|correct|update|make)\s+(?P<old>.{{1,160}}?)\s+(?:to|with|by|into|for)\s+(?P<new>.{{1,200}}?)(?:,? please)?",
    ),
    (
        "not but",
        rf"(?P<about>[^,;]{{0,60}}?)\bnot\s+(?!only|just|yet|because){_OLD},?\s+but(?: rather)?\s+{_NEW}",
    ),
    (
        "is not",
        rf"{_OF}\s*(?:isn'?t|aren'?t|wasn'?t|(?:is|are|'s|'re) (?:no longer|not))\s+{_OLD}(?: any ?more)?(?:[,;]\s*(?:but )?|\s+but ){_THEY_ARE}{_NEW}",
    ),
    (
        "not but",
        rf"(?:we |i |let'?s |please )*(?:don'?t|do not|shouldn'?t|should not) (?P<about>\w+) {_OLD},?\s+but\s+{_NEW}",
    ),
    ("not first", rf"not\s+{_OLD}[,;:–-]\s*(?:but )?{_THEY_ARE}{_NEW}"),
    ("instead", rf"{_OF}\brather\s+(?P<new>[^,;]{{2,80}}?),?\s+than\s+{_OLD}"),
    (
        "wrong",
        (
            rf"{_OLD}\s+(?:was|is) (?:wrong|a typo|a mistake|not right|outdated|the old (?:one|figure|price))[,;:.]?\s+"
            rf"(?:it(?:'s| is| was| {_SHOULD})|{_SHOULD}|make (?:it|that)|i meant)\s+{_NEW}"
        ),
    ),
    ("instead", rf"{_INSTEAD}{_OLD},\s+{_NEW}"),
    ("instead", rf"{_LEAD_IN}{_NEW}(?:,|\s[–—-])?\s+{_INSTEAD}{_ANY_OLD}{_AFTER}"),
    ("not", rf"{_LEAD_IN}{_NEW}(?:,|\s[–—-]|\s(?=\())\s*\(?{_NOT}{_ANY_OLD}{_AFTER}"),
    ("plain not", rf"{_LEAD_IN}{_NEW}{_NO_VERB}\s+{_NOT}{_ANY_OLD}{_AFTER}"),
    (
        "or rather",
        rf"{_OLD},?\s(?:or rather|no wait|no,? make (?:that|it)|sorry|i mean)[,:]?\s+(?!not\b){_NEW}",
    ),
    ("should", rf"(?P<old>.{{1,160}}?)\s+{_SHOULD}\s+(?P<new>.{{1,200}}?)"),
    ("meant", rf"{_MEANT}{_LEAD_IN}{_NEWS}"),
    ("announced", rf"{_LEAD_IN}{_NEWS}"),
)
_FORMS = tuple((form, re.compile(pattern + _END, _I | re.DOTALL)) for form, pattern in _TABLE)
_NO_OLD = ("meant", "announced")
_LAST = ("plain not", *_NO_OLD)
_BY_NAME = ("change", "should")
CONTRASTS: frozenset[Form] = frozenset(
    ("said", "not but", "is not", "not first", "instead", "wrong", "not", "plain not")
)
"""Forms that tell one thing for another of its kind. The others may name what changes ("the price should be 90")."""


@dataclass(frozen=True)
class Part:
    """A stretch of a message that may put something right: its `words`, without what announces it.

    `start` and `end` bound it in the message with its announcement. `led`: the words that announce a correction;
    `so`: it follows from what was said before it; `asked`: it is a question that asks for no change.
    """

    words: str
    start: int
    end: int
    led: str = ""
    so: bool = False
    asked: bool = False


@dataclass(frozen=True)
class Correction:
    """`new` replaces `old`, or what was said last where the words name no old (""): pieces of the words that were read.

    `about` stands before both ("our ideal client is").
    """

    new: str
    old: str
    form: Form
    about: str = ""

    @property
    def sentence(self) -> str:
        """What is now to hold, without what it replaces."""
        return f"{self.about} {self.new}".strip()


def parts(message: str) -> list[Part]:
    """The sentences of a message, cut where it turns to something else; an announcement alone leads the next one."""
    found: list[Part] = []
    first, announced = -1, ""
    for start, end in _stretches(message):
        text = message[start:end]
        lead = _LEAD.match(text)
        words = (text[lead.end() :] if lead else text).strip(" \t\n,;:.!?()–—")
        first = first if first >= 0 else start
        announced = (lead and lead["said"]) or announced
        if words:
            asked = message[end : end + 2].lstrip().startswith("?") and not _REQUEST.match(words)
            found.append(Part(words, first, end, announced, bool(lead and lead["so"]), asked))
            first, announced = -1, ""
    return found


_REQUEST = re.compile(r"(?:can|could|would|will) (?:you|we)\b", _I)
"""How a question begins that asks for a change."""


def _stretches(message: str) -> Iterator[tuple[int, int]]:
    for sentence in sentences(message):
        at = sentence.start
        for cut in _CUT.finditer(message, sentence.start, sentence.end):
            if cut.start() > at:
                yield at, cut.start()
            at = cut.end()
        yield at, sentence.end


LONGEST = 600
"""Characters up to which words are read: a longer text was pasted in."""


def corrections(words: str, announced: bool = False) -> list[Correction]:
    """What a sentence may tell for what else, the likeliest first: whether it fits, the plan decides.

    Where it names nothing old, it is a correction only if its words say so, or if one was `announced` before it.
    """
    read = plain(words) if len(words) <= LONGEST else ""
    found: list[Correction] = []
    for form, pattern in _FORMS:
        hit = pattern.match(read)
        if hit is None or (form in _LAST and found) or (form == "announced" and not announced):
            continue
        new, old, about = (
            words[slice(*hit.span(name))].strip(_EDGES) if name in pattern.groupindex else ""
            for name in ("new", "old", "about")
        )
        said = form in _BY_NAME or (content_words(new) and (form in _NO_OLD or content_words(old)))
        if new and said and not POINTS.fullmatch(old):
            found.append(Correction(new, old, form, about))
    return found


def contrasts(words: str) -> list[Correction]:
    """The corrections that tell one thing for another of its kind."""
    return [told for told in corrections(words) if told.form in CONTRASTS]
