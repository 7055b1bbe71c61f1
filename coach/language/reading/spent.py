"""What is over: money that was spent, an effort that was made, a figure that was changed. No offer, no price and no goal."""

import re

_I = re.IGNORECASE
_EFFORT = (
    r"(?:facebook|google|instagram|linkedin|tiktok|radio|newspaper|magazine|online|print|tv|local) (?:ads?|adverts?|advertising|campaigns?|posts?)|ads?\b|adverts?|advertis\w+|"
    r"campaigns?|flyers?|leaflets?|brochures?|mailings?|mail ?shots?|newsletters?|agency|agencies|seo|website|stands?|trade (?:fair|show)s?|fairs?|bdrs?|sales ?(?:rep|person|man)s?|"
    r"telesales|sponsorships?|billboards?|banners?|directory|directories|promotion|discount|vouchers?|webinars?|consultants?|marketeers?"
)
_DONE = re.compile(
    rf"\b(?:put|ran|run|tried|spent|paid|bought|placed|hired|took out|took a|did|printed|sent|posted|boosted|sponsored|launched|had|made|commissioned|advertised)\b[^.;]{{0,40}}?\b(?:{_EFFORT})",
    _I,
)
_SPENT = re.compile(
    r"\b(?:spent|wasted|blew|sank|paid (?:out|an? \w+|for)|(?:it |that |which )?cost (?:us|me)\b|cost (?:me |us |about |around )?[€$£]?\d[^.;]{0,30}\b(?:got|brought|for nothing|no\b|only|and)|"
    r"(?:and|&|but|,) (?:we |it |i )?(?:got|brought)(?: us| me| in)? (?:only |just |maybe )?(?:\d+|one|two|three|a few|nothing|no)\b)",
    _I,
)
_THEN = re.compile(
    r"\b(?:last (?:spring|summer|autumn|fall|winter|year|month|quarter|week|season|january|february|march|april|may|june|july|august|september|october|november|december)|"
    r"(?:two|three|a few|some|\d) (?:years|months|weeks) ago|back in|in (?:20[012]\d|q[1-4]))\b",
    _I,
)
_OURS = re.compile(
    r"\b(?:we (?:now |would |will )?(?:charge|sell|offer)|(?:our|the|my) (?:offer|price|package|fee) (?:is|would be|costs))\b",
    _I,
)
"""What says, in so many words, that something is for sale."""


def tells_of_spending(text: str) -> bool:
    """Whether a sentence tells what was tried or spent, rather than what is sold and for how much."""
    if _OURS.search(text):
        return False
    return bool(
        _SPENT.search(text) or _DONE.search(text) or (_THEN.search(text) and re.search(r"\bcost\b", text, _I))
    )


_CHANGED = re.compile(
    r"\b(?:we|i|they|it|which|that|prices?|fees?|rates?|sales|turnover|revenue|enquiries|orders|bookings) (?:have |has |had |'ve )?(?:already |since |once )?"
    r"(?:raised|cut|went|rose|fell|dropped|grew|moved|increased|lowered|doubled|halved|put up|brought|took|changed)\b[^.;]{0,60}\bfrom\b",
    _I,
)


def tells_of_a_change(text: str) -> bool:
    """Whether a change from one figure to another is over: "we raised the fee from £150 to £180" is no goal."""
    return _CHANGED.search(text) is not None
