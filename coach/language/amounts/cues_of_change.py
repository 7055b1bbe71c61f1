"""The words that tell a baseline from a target, and what joins the two. For `targets`; English."""

from __future__ import annotations

import re
from typing import Literal

from coach.language.amounts.date_forms import date_forms

Role = Literal["now", "base", "aim"]

_I = re.IGNORECASE
_NEAR = r"(?:about|around|roughly|at least|over|some|the|a|my|our|say|only|just|today's|current|now|today)"
_GAP = r"(?:[ ,(]{1,2}(?!(?:from|want|not|sell|sells|talk|speak|and|but|or|of|in addition)\b)[\w'%/-]{1,14}){0,5}?"

ARROW = re.compile(r"[ ]?(?:->|-->|=>|→|–>|>)[ ]?")
TO = re.compile(
    rf"{_GAP}[ ,]{{0,2}}(?:[ ](?:in)?to(?: (?:become|be|reach|have))?)(?: {_NEAR}){{0,2}}[ ~]{{0,2}}", _I
)
REVERSED = re.compile(rf"{_GAP}[ ,(]{{0,2}}(?:up |down )?from(?: {_NEAR}){{0,2}}[ ~]{{0,2}}", _I)
INSTEAD = re.compile(
    rf"{_GAP}[ ,(]{{0,2}}(?:instead of|rather than|in place of|versus|vs\.?|against|(?<=\()(?:now|currently|today|is|was))(?: {_NEAR}){{0,2}}[ ~]{{0,2}}",
    _I,
)
BY_BEFORE = re.compile(
    r"\b(?:grow|growing|growth(?: of)?|increase|increasing|raise|raising|lift|up|add|gain|improve|improving|reduce|reducing|cut|"
    r"cutting|lower|shrink|drop|decrease|down|save|fall|rise|expand|scale)(?: (?!to\b|from\b|by\b)[\w']{1,14}){0,4}?(?: (?P<by>by))?"
    r"(?: (?:about|around|at least|another|an extra|an additional|roughly|some)){0,2} ?[+]?\Z",
    _I,
)
DOWN = re.compile(r"\b(?:reduc|cut|lower|shrink|drop|decreas|declin|down|save|lose|fall|fewer|less)", _I)
MORE_AFTER = re.compile(r"[ ](?:more|extra|additional|fewer|less)\b(?! than)", _I)
MORE_BEFORE = re.compile(r"\b(?:another|an extra|an additional)[ ]\Z", _I)
MULTIPLIED = re.compile(
    r"[ ](?:(?:our|the|my) [a-z-]+(?: [a-z-]+)? from|our|the|my|from|these|those)(?: (?:current|existing|present))?[ ]\Z",
    _I,
)
MULTIPLY = re.compile(r"doubl|trebl|tripl|quadrupl|\d+-?fold|(?:two|three|four|five|ten)-?fold", _I)
BREAK = re.compile(r"[,;:(\n](?!\d)|[.!?](?=\s)|\s(?:and|but|while|whereas|so(?! far)|yet)(?=\s)", _I)

_NOW = (
    r"now|today|currently|current|at present|at the moment|right now|presently|as of today|so far|already|baseline|"
    r"starting (?:at|from|point)|start (?:at|from)|at this point|to start with"
)
_BASE = (
    r"from|last year|this year|used to (?:be|have)|have|had|has|do|did|does|make|made|makes|get|got|gets|serve|see|run|"
    r"are|is|was|were|am|[a-z]'s|[a-z]'re|[a-z]'m|[a-z]'ve|instead of|rather than|went"
)
_AIM = (
    r"(?:to|will|would|should|must|could|can|might|i'll|we'll|they'll) (?:have|be|make|do|get to|get|see|serve|win|reach|hit|run)|"
    r"reach|hit|(?:we |i )?want(?:s|ed)?|would like|'d like|(?:target|goal|aim|objective|ambition)(?: figure| number)?(?:'s| is| would be| of| for| at)?|"
    r"aiming (?:for|at)|need(?:s|ed)?|(?:has|have) to be|gets? to|grow(?:ing)? to|go(?:ing)? to|(?:come|rise|raise|double|triple|climb) to|"
    r"towards|achieve|become|hop(?:e|ing) (?:for|to)|expect|would mean|would call|celebrate|happy with|then|exceed|land on|make it|"
    r"looking for|success (?:is|means)"
)
_CUE = re.compile(
    rf"(?<![\w'])(?:(?P<aim>{_AIM})|(?P<now>{_NOW})|(?P<base>{_BASE}))(?![\w'])|(?<=\w)(?P<short>'(?:s|re|m|ve|d like))(?!\w)",
    _I,
)
_BARE_TO = re.compile(
    r"\b(?:grow|go|get|increase|raise|rise|up|move|bring|double|triple|cut|reduce|lower|down|from|drop|take|scale|push|expand|climb|"
    r"improve|lift|return|back)\b[^.;]{0,40}?\bto(?: (?:about|around|roughly|some|at least|over|just|under))?[ ~]{1,2}\Z",
    _I,
)
_AFTER = re.compile(
    r"(?:[ ](?!which\b|who\b|that\b)[\w']{1,14}){0,3}?[ ](?:(?P<now>now|today|currently|at present|at the moment|right now|presently|"
    r"so far|already|to start with|at this point)|(?P<base>last year|this year)|(?P<aim>by then|then|would (?:do|be|mean)|"
    r"is (?:the|our|my) (?:goal|target|aim)|as (?:the|a|our) (?:goal|target)))\b",
    _I,
)
_BY = re.compile(r"(?:\s|\A)(?:by|before|until|within)(?: the)? ?\Z", _I)


def cue_before(text: str, begin: int, end: int) -> Role | None:
    """What the words before a figure say of it: the cue nearest to it counts."""
    if _BARE_TO.search(text, begin, end):
        return "aim"
    role: Role | None = None
    at = begin
    for hit in _CUE.finditer(text, begin, end):
        role, at = ("aim" if hit["aim"] else "now" if hit["now"] else "base"), hit.start()
        if hit["short"] and hit["short"].lower().endswith("like"):
            role = "aim"
    return "aim" if _names_a_future(text, at, end) else role


def cue_after(text: str, begin: int, end: int) -> Role | None:
    """What the words behind a figure say of it: "now", "last year", "in twelve months"."""
    hit = _AFTER.match(text, begin, end)
    if hit:
        return "now" if hit["now"] else "base" if hit["base"] else "aim"
    return "aim" if _names_a_future(text, begin, end) else None


def _names_a_future(text: str, begin: int, end: int) -> bool:
    """Whether a date in this part lies ahead, as far as its words tell: "next year", "in 18 months", "by June"."""
    for form in date_forms(text[begin:end]):
        if form.past:
            continue
        if (
            form.name == "in"
            or (form.shift or 0) > 0
            or form.modifier == "end"
            or _BY.search(text, max(begin, begin + form.start - 12), begin + form.start)
        ):
            return True
    return False
