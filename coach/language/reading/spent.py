"""Money that was spent, or an effort that was made: no offer and no price, whatever figure stands in it."""

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
