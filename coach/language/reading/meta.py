"""Talk about the talk: what is said to the coach about its questions, its memory or its manners, and is no answer.

Recognised before anything is taken, and only where it is all that is said: nothing of it may enter a plan.
"""

import re
from typing import Literal

_I = re.IGNORECASE
Meta = Literal["explain", "complaint", "privacy", "told", "decline", "repeat", "pause"]
_LEAD = r"^(?:(?:sorry|hm+|ok(?:ay)?|well|oh|ugh|no|but|wait|please|haha|erm?|um+|hey|look|honestly|actually|so)[\s,.!:-]+)*"

_ROWS: tuple[tuple[Meta, str], ...] = (
    (
        "explain",
        (
            r"(?:i'?m |i am )?(?:not (?:really )?sure (?:what you mean|i (?:understand|follow|get))[^?.]{0,40}|(?:i )?(?:do not|don'?t|didn'?t) (?:really |quite )?(?:understand|get|follow)(?: (?:it|that|this|you|what you mean|the question|your question))?|"
            r"(?:i'?m )?(?:lost|confused)|what(?: do you mean[^?.]{0,40}|'?s (?:that|this|it)(?: mean)?|does (?:that|this|it) mean.*)?|huh|eh|pardon|come again|"
            r"(?:please )?explain(?: (?:please|that|this|it|the question))?|(?:can|could) you (?:please )?(?:explain|rephrase|clarify|simplify|reword)(?: (?:that|this|it|the question))?(?: please)?|"
            r"in (?:plain|simple|normal) (?:english|words)|what kind of (?:things?|answer|stuff)|is(?:n'?t)? (?:that|this|it) the same (?:question|as .*)|(?:that|this)'?s the same question.*|"
            r"do i (?:have|need) to .*|what if .*|is (?:nothing|that|this) (?:an? |my )?(?:answer|strategy|ok(?:ay)?|enough|right)|can (?:it|that|this) be \w+|that'?s (?:hard|difficult|a hard one|tough)|this is (?:hard|difficult)|hard one|tough one)"
        ),
    ),
    (
        "complaint",
        (
            r"(?:you (?:forgot|took|wrote|missed|got|have|put|noted|misread|misunderstood|didn'?t|ignored|left out)\b.{0,80}|(?:that|this)(?:'s| is| was) (?:not what i (?:said|meant|asked)|all wrong|a (?:stupid|silly|daft|weird|strange) question|"
            r"(?:stupid|silly|daft|ridiculous|annoying))(?: at all)?|(?:those|these|that) (?:were|was|are|is) (?:changes|trends|the (?:problem|answer|price|goal|symptom|alternatives?)|not .{1,30})|stop (?:it|that)|"
            r"none of your business|mind your own business|you(?:'re| are) (?:not listening|useless|annoying|wrong about (?:that|this)))"
        ),
    ),
    (
        "privacy",
        (
            r"(?:is (?:it|this|that|what i (?:say|tell you|type)(?: here)?) (?:confidential|private|safe|secure|secret|free|anonymous).*|where does (?:my|the|this) data go.*|who (?:can )?(?:sees?|reads?) (?:this|it|that|my .*)|"
            r"are you (?:a )?(?:real|human|person|robot|bot|ai|a machine|chatgpt).*|what can you do|who are you|can i (?:upload|attach|send) .*|how much (?:does|is) (?:this|it) cost.*|confidential|that'?s confidential)"
        ),
    ),
    (
        "told",
        (
            r"(?:(?:as |like )?(?:i|we)(?:'ve|'d| have| had)? (?:just |already )*(?:told you|said|mentioned|answered|explained)(?: (?:that|it|this|so))?(?: (?:already|before|earlier|above))*|did(?:n'?t| not) i (?:just |already )?(?:say|tell you|answer|mention)(?: (?:that|it|this))?(?: already)?|"
            r"same as (?:before|above|i said)|see above|(?:you know|asked) that already|already (?:said|told|answered)(?: (?:that|it|you))?|(?:the )?same(?: again)?)"
        ),
    ),
    (
        "decline",
        (
            r"(?:i'?d |i would )?(?:rather|prefer) not (?:to )?(?:say|tell|answer|share)?.{0,20}|(?:i )?can'?t (?:say|tell you|share that|think of (?:any|one|anything).*)|no (?:examples?|comment|idea mate)(?: (?:for now|yet|right now))?|not (?:telling|saying)|"
            r"(?:i|we) (?:don'?t|do not) (?:measure|track|count) anything|whatever you (?:think|like|say|want)"
        ),
    ),
    (
        "repeat",
        r"(?:please )?(?:repeat|read|say)(?: (?:the question|it|that|them|those))?(?: again)?(?: please)?|what (?:are|were) (?:they|the (?:options|choices|six))(?: again)?|again please|read (?:it|them) again",
    ),
    (
        "pause",
        r"(?:hang on|hold on|wait|one (?:moment|second|sec|minute)|just a (?:moment|second|sec|minute)|let me think(?: about (?:it|that))?|thinking|give me a (?:moment|second|minute)|brb|back in a (?:minute|bit))",
    ),
)
_PATTERNS = tuple((kind, re.compile(rf"{_LEAD}(?:{pattern})[\s.!?…)]*\Z", _I)) for kind, pattern in _ROWS)
_LONGEST = 22
"""Words up to which a message may be talk about the talk; a longer one says something as well."""


def talk_about(words: str) -> Meta | None:
    """Return what a message that is no answer is about, or None."""
    if len(words.split()) > _LONGEST:
        return None
    return next((kind for kind, pattern in _PATTERNS if pattern.match(words.strip())), None)
