"""Who answers the next question already, and who only remarks on the one that was asked. Pure.

An answer to a choice may hold a story ("Growing. Besides, timber gets dearer and people order online"): what plainly tells
of a change is one. A doubt about the choice, a reason for it or a reproach is none, and stays out of the plan.
"""

import re

from coach.language.reading import cues

_I = re.IGNORECASE
_OURS = re.compile(
    r"^(?:(?:and|but|so|because|well|honestly|as|since|though|still|also)[\s,]+)*(?:i|i'?m|i'?ve|i'?d|we|we'?re|we'?ve|my|our|you|your|none|neither|nothing|that|this|it|it'?s|either|both|if|let'?s|maybe|perhaps|not)\b",
    _I,
)
"""How a remark begins: about oneself, the coach, or what was said before."""
_MOVES = (
    r"(?:going|gone|went|goes?|getting|gets|got|become|becomes|becoming|come|comes|coming|keeps? \w+ing|rising|rises?|rose|risen|falling|falls?|fell|fallen|growing|grows?|grew|shrink\w*|shrank|doubl\w+|"
    r"halv\w+|tripl\w+|mov(?:e|es|ed|ing)|clos(?:e|es|ed|ing)|merg(?:e|es|ed|ing)|retir(?:e|es|ed|ing)|chang(?:e|es|ed|ing)|shift\w*|switch\w*|disappear\w*|vanish\w*|tighten\w*|soar\w*|climb\w*|drop\w*|order|orders|book|books|buy|buys|"
    r"want|wants|expect|expects|ask|asks|work|works|live|lives|stay|stays|give|gives|fit|fits|cost|costs|pay|pays|ban(?:s|ned)?|forbids?|requires?|must|can now|may no longer|lend\w*|made?|makes|take|takes|no longer|appl(?:y|ies)|starts?|ends?)"
)
_CHANGE = re.compile(
    rf"^(?:(?:and|but|so|also|besides|then|because|plus|meanwhile|on top)[\s,]+)*(?:the |a |an |all |most |many |some |new |more |fewer |less |young\w* |older )*[a-z][\w'’-]*(?: (?!(?:i|we|you)\b)[\w'’&-]+){{0,6}}? {_MOVES}\b",
    _I,
)
"""Somebody or something out there does, or becomes, something."""
_TIME = re.compile(
    r"\b(?:more and more|fewer and fewer|less and less|nowadays|these days|since (?:covid|corona|the (?:pandemic|war|new \w+)|20\d\d|last year)|used to|now(?! (?:i|we)\b)|no longer|any ?more|since (?:january|february|march|april|may|june|july|"
    r"august|september|october|november|december)|this year|last year|every year|from 20\d\d|faster|slower|dearer|cheaper|older|younger|stricter|scarcer|online|everywhere|up|down|twice|doubled|\d+ ?%|per cent|percent|(?:more|fewer|less|new|older|younger) \w+)\b",
    _I,
)
"""A sign that it was otherwise before."""


def tells_of_change(piece: str) -> bool:
    """Whether a sentence plainly tells of a change around the firm, whatever was asked."""
    if cues.CUES["trends"].search(piece):
        return not _REMARK.match(piece)
    return not _OURS.match(piece) and bool(_CHANGE.match(piece)) and bool(_TIME.search(piece))


_REMARK = re.compile(
    r"^(?:(?:and|but|so|well|honestly)[\s,]+)*(?:i (?:was|am|still|do(?:n'?t)?|have|told|said|meant|think|fear)|you(?:'ve| have| are|'re)?|as for|as to|none of|neither|which)\b",
    _I,
)


_LEADS = re.compile(
    r"^(?:(?:besides|also|and|but|so|plus|meanwhile|then|on top of (?:that|it)|by the way|anyway)[\s,]+)+", _I
)


def led_off(words: str) -> str:
    """Return what is told without what leads over to it: "Besides, …"."""
    return _LEADS.sub("", words)


def plainly_answers(question: str, piece: str) -> bool:
    """Whether a piece of an answer to a choice is one to the question that comes next, by signs of its own."""
    if question == "trends":
        return tells_of_change(piece)
    cue = cues.CUES.get(question)
    return cue is not None and cue.search(piece) is not None
