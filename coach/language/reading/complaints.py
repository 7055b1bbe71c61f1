"""Complaints: what somebody finds wrong with the plan or with the coach, and what they say they have told. Pure; English."""

import re
from collections.abc import Sequence

from coach.language.reading.named import ARTICLE, MOSTLY, NAMES, Entry, Said, entries_like, mentioned
from coach.language.reading.sections import section

_I = re.IGNORECASE
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
        (
        r"(?:that|this|it|it all|those|these|they|the (?:plan|answer|page|list)|everything|(?:my|the) (?:ideal client|offer|positioning|choice))(?:'?s|s| is| has| was|'?re| are|'?ve| have)?(?: (?:come out|gone|got|become|turned out|all|completely|totally|rather|a bit|still|just))* "
        r"(?:garbled|muddled|mangled|jumbled|mixed up|messed up|astray|gibberish|(?:in )?the wrong (?:way round|place|box|one|field|question|section|thing|bit)|not what i (?:said|meant|wrote|asked|told you)(?: for| at all)?|all wrong|backwards|back to front|gone wrong)(?: up| there| here| again)?"
        ),
        r"(?:it|that|this|the (?:plan|page|\w+))(?:'?s| has| have)? ?got (?:the |something |some |my \w+ )?wrong\b.{0,40}",
        r"(?:there(?:'?s| is)|i (?:can )?(?:see|found)) (?:a|one|another|an) (?:mistake|error)(?: (?:there|here|in (?:it|that|this|there|the plan)|on (?:page one|that page|the page)))?",
        r"(?:there(?:'?s| is| are)|i (?:can )?(?:see|find|found)) (?:loads|lots|a lot|plenty|several|some|many|two|three|a few|so much|still|things?|something|stuff)(?: of)?(?: (?:things?|stuff|bits?))? ?(?:wrong|errors?|mistakes?|(?:that (?:is|are) )?not right|muddled)(?: (?:there|here|with (?:it|that|this)|in (?:it|that|this|there|the plan)|on (?:page one|that page|the page)))?",
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


def complains(words: str, entries: Sequence[Entry]) -> Said | None:
    """Return what a clause finds wrong, or says to have told before; None where it does neither."""
    belongs = _BELONGS.match(words)
    where = section(belongs["where"]) if belongs else None
    moved = (
        entries_like(ARTICLE.sub("", belongs["what"]), [e for e in entries if e.item], NAMES)
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
        least = 0.01 if denied["what"][:1] in "\"'" else NAMES if re.search(r"\d", named) else MOSTLY
        found = () if pronoun else entries_like(ARTICLE.sub("", named), entries, least)
        if pronoun or found:
            return Said("denial", what=named, where=section(denied["kind"]), meant=found, leans=pronoun)
    says = _SAYS.match(words)
    found = entries_like(says["what"].strip("\"' "), entries, MOSTLY) if says else ()
    return Said("complaint", what=words, meant=found) if found else None
