"""Orders and farewells in set phrases: undo, skip, go back to, what have I skipped, goodbye. Pure; English."""

import re

from coach.language.reading import commands
from coach.language.reading.named import Said
from coach.language.reading.sections import Section, section

_I = re.IGNORECASE
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


def set_phrase(words: str) -> Said | None:
    """Return what words say to the coach that mean the same whatever stands in the plan; None for any others."""
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
