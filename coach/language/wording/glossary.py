"""The coach's own words in plain ones. What they mean here is ours to say: no article is quoted for it.

Data: each row has the names that a word goes by, and one sentence without a figure.
"""

import re
from collections.abc import Mapping

_I = re.IGNORECASE

SCENARIOS: Mapping[str, tuple[str, str]] = {
    "launch": (
        r"launch(?:ing)?(?: something new| a new \w+)?|new product",
        "Launching something new means that you bring out a product or service you have not sold before.",
    ),
    "new_market": (
        r"(?:entering )?a?n? ?new market|new markets",
        "Entering a new market means selling what you have to people, a trade or a place you don't serve yet.",
    ),
    "short_term_revenue": (
        r"(?:short[- ]term )?revenue(?: soon| that has to come soon)?|short[- ]term revenue",
        "Revenue that has to come soon means that the money is needed within months, before anything slower can work.",
    ),
    "repositioning": (
        r"(?:being )?seen differently|repositioning",
        (
            "Being seen differently means that people take you for one of many, or for something you are not, and compare "
            "you on price; what has to change is what you stand for in their minds."
        ),
    ),
    "conversion": (
        r"(?:turning )?(?:more )?enquiries into sales|conversion",
        "Turning more enquiries into sales means that enough people ask, but too few of them buy.",
    ),
    "scaling": (
        r"grow(?:ing)? what works(?: for the long run)?|scaling",
        "Growing what works means that the business is sound, and you want more of the same over the years.",
    ),
}
"""Scenario -> its names, and what it means; `coach.stages.SCENARIOS` says which there are."""

WORDS: tuple[tuple[str, str], ...] = (
    (
        r"destep(?: \w+)?",
        (
            "DESTEP is a way to look around without forgetting a side: demographic, economic, social, technological, "
            "ecological and political trends."
        ),
    ),
    (
        r"triggers?",
        (
            "A trigger is what has just happened when a client starts looking for somebody like you: a move, a "
            "complaint, a new rule."
        ),
    ),
    (
        r"tried|(?:an )?attempts?|what (?:i|we|you)(?:'ve| have) tried",
        (
            "By “tried” I mean anything you did to get more or better work, whatever came of it: an advertisement, a new "
            "price, a website, asking for referrals."
        ),
    ),
    (
        r"trends?",
        "A trend is a change outside your firm that you did not choose, and that alters who buys or what they want.",
    ),
    (
        r"(?:early|leading) signs?",
        (
            "An early sign is something you can count every week that moves before the result does, such as first "
            "meetings before sales."
        ),
    ),
    (
        r"(?:my |our |your )?positioning(?: statement| sentence)?",
        (
            "Positioning is the one sentence that says whom you are for, which problem you solve, and why they choose you "
            "rather than somebody else."
        ),
    ),
    (
        r"disqualifiers?|turn(?:ing)? away|whom? (?:i|we|you)(?:'ll| will)? turn away|not for",
        "A disqualifier is the sign by which you know a client you should turn away, even when the money is good.",
    ),
    (
        r"guiding choice",
        "The guiding choice is the one decision the rest follows from: what you go for, and what you give up for it.",
    ),
    (
        r"(?:riskiest )?assumptions?|(?:which )?beliefs?|(?:which |what )?(?:one )?would hurt(?: the)? most(?: if .*)?",
        (
            "An assumption is something the plan takes for true and nobody has checked; the one that would hurt most "
            "would sink the plan if it were false."
        ),
    ),
)

_TAILS = re.compile(
    r"(?:[\s,]+(?:any ?ways?|exactly|again|then|please|pls|mate|though|tho|here|actually|really|for you|to you|in this|thanks|"
    r"in (?:plain|simple) (?:english|words|terms)|sorry|lol|but ok(?:ay)?|i (?:think|guess|suppose)))+(?=[\s?!.]*\Z)",
    _I,
)
_LEADS = re.compile(
    r"\A(?:(?:so|and|but|ok(?:ay)?|well|um+|erm?|hm+|sorry|hey|hi|hang on|wait|right|please|lol|now|oh|remind me|"
    r"(?:can|could) you (?:please )?(?:tell me|remind me))[\s,.:!-]+)+",
    _I,
)
_ASKED = re.compile(
    r"(?:\b(?:what(?:['’]?s| is| are| was| were)|(?:what )?(?:exactly )?(?:do |did )?you mean (?:by|with)|"
    r"what (?:exactly )?do(?:es)?|define|explain|what (?:counts|qualifies) as|the meaning of|what is meant by)"
    r"|\bwhat(?=[^?,;]{2,50}\b(?:means?|stands? for)\b))\s+"
    r"(?P<what>[^?,;]{2,60}?)(?:\s+(?:even |actually )?(?:means?|stands? for)(?: (?:by|with) (?:that|this|it))?)?\s*(?:[?!.,;]|\Z)",
    _I,
)
_EDGES = re.compile(r"\A(?:(?:an?|the|your|by|what|word|term)\s+)+|\s+(?:is|are)\Z", _I)
_THAT = re.compile(r"(?:that|this|it|word|term)", _I)


def plainly(question: str) -> str:
    """Return a question without what is said around it: "so what is X anyway, mate?" asks what X is."""
    bare = _TAILS.sub("", _LEADS.sub("", question.strip()))
    return bare or question


def asked_for(question: str) -> str:
    """Return the word that a message asks the meaning of; an empty text where it asks for none."""
    found = _ASKED.search(plainly(question))
    named = found["what"].strip(" \"'“”‘’.") if found else ""
    return _EDGES.sub("", _TAILS.sub("", named)).strip(" \"'“”‘’.")


def meaning(question: str) -> str | None:
    """Return what a word of the coach's means, for somebody who asks; None where it is none of the coach's.

    "That" stands for the word that the message names elsewhere: "being seen differently? What is that?"
    """
    named, rows = asked_for(question), (*SCENARIOS.values(), *WORDS)
    if _THAT.fullmatch(named):
        return next((text for names, text in rows if re.search(rf"\b(?:{names})\b", question, _I)), None)
    return next((text for names, text in rows if re.fullmatch(names, named, _I)), None)
