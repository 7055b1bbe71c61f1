"""What people say around what they say: "well", "like I said", "I guess". Cut off at the edges, never inside."""

import re

from coach.language.folding import fold

_I = re.IGNORECASE
_CLAUSE = (
    r"(?=,|\s+(?:i|we|they|it|the|a|an|people|there|theres|there's|that|this|my|our|you|some|most\w*|in|if|for|probably|"
    r"maybe|basically|clients|customers|everyone|all|not|no)\b)"
)
_LEAD = re.compile(
    r"(?:(?:(?:well|right|so(?! that\b)|like|then|now|yes|yeah|yep|sure|look)"
    rf"{_CLAUSE}|ok(?:ay)?|u+m+|u+h+|hm+|erm?|oh|ah|gosh|frankly|honestly|basically|obviously|also|and|but|plus|anyway|"
    r"where (?:to|do i|shall i) (?:start|begin)|i(?:'ve)? (?:just|already) (?:told you|said)(?: (?:so|that|this))?|"
    r"i(?:'d| should| would| must| have to| wish to| want to| would like to| fear| dare)(?: (?:say|confess|add|admit|mention))?(?: at the outset| first(?: of all)?| a \w+ thing)?[,:]? that|"
    r"i(?: wish| want|'d like| would like) to add (?:a|one|another) (?:\w+ )?thing|"
    r"(?:there are )?(?:two|three|four|a few|several) (?:main |big )?(?:things|points|reasons|changes)(?:, (?:chiefly|mainly|really))?(?=\s*[.:])|"
    r"i mean|to be (?:honest|fair|frank)|tbh|let me (?:think|see)|let's see|(?:like|as) i (?:said|told you|mentioned)|as said|"
    r"(?:i )?(?:guess|suppose|think|reckon|believe)(?: so)?(?!\s+(?:about|of)\b)|"
    r"(?:i'?m|we'?re|i am|we are|i came|we came) (?:looking for (?:help|advice)|here|asking|coming to you|in touch) (?:because|since|as)|the reason(?: i'?m here| we'?re here)? is(?: that)?|"
    r"i'?d say|i would say|in my (?:view|opinion|experience)|for (?:me|us) it'?s|it(?:'s| is) (?:that|just that)|"
    r"the (?:main )?thing is(?: that)?|my answer(?: is)?|answer|good question|that'?s (?:easy|a good (?:one|question)))"
    r"(?:[\s,.:;!…]+|$))+",
    _I,
)
_END = 160
"""Characters at the end of a text in which a hedge is looked for: a run of stops and commas is not read again and again."""
_TAIL = re.compile(
    r"(?:[\s,.;…]+(?:(?:as )?i(?:'ve)? (?:just |already )?(?:said|told you|mentioned)(?: (?:before|already))?|i (?:guess|suppose|think|reckon|believe|would say)|you know|to be (?:honest|fair)|tbh|really|obviously|"
    r"probably|maybe|perhaps|or something(?: like that)?|and (?:all that|stuff|so on|such)|etc|lol|haha|please|thanks|thank you|"
    r"basically|that's (?:it|all)(?: really)?|if that makes sense|hope that helps|for now))+[\s.!…]*$",
    _I,
)
BACK_LATER = re.compile(
    r"(?:^|[\s,.;:–—-]+)(?:(?:but|and|though|so|maybe|perhaps)[\s,]+)*(?:i|we)(?:(?:['’]d| would) (?:like|love|prefer|want|rather)(?: to)?|['’]ll| will| want to| need to)"
    r" (?:come|go|get) back (?:to|on) (?:this|that|it)(?: (?:one|question|bit))?(?:[\s,]+(?:later|when|once|after|if|another time|some other time|tomorrow|next (?:time|week)|with you|please)\b[^.;]*)?[\s.!…]*\Z",
    _I,
)
"""That one would like to come back to a question, behind an answer: no part of what is answered."""
_META = re.compile(
    r"\b(?:sorry|right now|at the moment|yet|about (?:that|this|it)|to be honest|tbh|honestly|really|actually|i'?m afraid|"
    r"off the top of my head|(?:this|that) one|for sure|exactly|either|what to (?:say|answer|put|write)|how to answer(?: (?:that|this))?|"
    r"must admit|have to (?:say|admit)|let me think|good question|hard to say|need to think|thanks?|please|"
    r"never thought about (?:that|it)|you tell me|i guess|i suppose|i think|ask me (?:later|something else)|"
    r"what(?: would| do) you (?:say|think|suggest)|could you (?:suggest|help).*)\b",
    _I,
)
_FILLERS = frozenset(
    "a an the it is are was be to of and or in on at for we i you they our my us me so well just really very quite "
    "think guess maybe probably would could should that this there".split()
)


def content_words(text: str) -> int:
    """Count the words that say something."""
    return sum(w not in _FILLERS for w in re.findall(r"[^\W_]+", text.casefold()))


def bare(text: str) -> str:
    """Return what is said without the hedges at its edges; the text itself where nothing would be left.

    The result is a substring of the text, so that it can stand as the person's own words.
    """
    found = _LEAD.match(text)
    kept = text[found.end() :] if found else text
    tail = _TAIL.search(kept, max(0, len(kept) - _END))
    kept = kept[: tail.start()] if tail else kept
    later = BACK_LATER.search(kept, max(0, len(kept) - _END))
    kept = kept[: later.start()] if later else kept
    return kept if content_words(kept) else text


def substance(text: str) -> int:
    """Count the words that say something about the firm, rather than about answering."""
    return content_words(_META.sub(" ", text))


NOT = re.compile(
    r"\b(?:not|no|never|hardly|niet|geen|nooit|nicht|kein\w*|nie|pas|jamais|nunca|sin)\b|n['’]t\b",
    re.IGNORECASE,
)
"""A denial, in the languages that we have words for."""


def denied(text: str, at: int) -> bool:
    """Whether a clause says no before that place: "it is not 5 million"."""
    return NOT.search(re.split(r"[,;.:]", text[:at])[-1]) is not None


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
