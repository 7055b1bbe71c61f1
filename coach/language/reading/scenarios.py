"""Which of the six scenarios a person's words point at: signs, as data, and a score. Pure."""

import re
from collections.abc import Mapping

from coach import stages
from coach.language.wording import known
from coach.state import Core

_FEWER = r"(?:fell|falling|drop\w*|(?:are |is |went )?down|declin\w+|halv\w+|dried up|shrink\w*|shrunk)"
_SIGNS: Mapping[str, tuple[str, ...]] = {
    "launch": (
        r"launch\w*",
        r"start-?up",
        r"new (?:product|service|offer\w*)",
        r"introduc\w+",
        r"bring\w* out",
    ),
    "new_market": (
        r"new (?:market|country|region|sector)",
        r"abroad",
        r"export\w*",
        r"expand\w* (?:to|into)",
        r"another country",
    ),
    "short_term_revenue": (
        r"cash",
        r"this (?:quarter|month)",
        r"urgent\w*",
        r"short.term",
        r"empt\w+ (?:order|pipeline)",
        r"payroll",
        r"need sales",
        rf"(?:revenue|turnover|sales|enquir\w+|inquir\w+|leads|orders|bookings) (?:\w+ ){{0,2}}{_FEWER}",
        r"(?:fewer|not enough|too few|no|less) (?:enquir\w+|inquir\w+|leads?|orders?|clients?|customers?)",
        r"(?:not enough|too little|less) (?:work|people)",
    ),
    "repositioning": (
        r"reposition\w*",
        r"differentiat\w*",
        r"(?:seen|known|perceived) as",
        r"look\w* like everyone",
        r"image",
        r"rebrand\w*",
        r"compar\w+ (?:us )?on price",
        r"price pressure",
        r"pressure on price",
        r"prices? under pressure",
        r"discount\w*",
        r"undercut\w*",
        r"cheap\w*",
        r"commodit\w+",
    ),
    "conversion": (
        r"conver\w+",
        r"don['’]?t (?:buy|close|sign|become)",
        r"quotes?",
        r"proposals?",
        r"close rate",
        r"win rate",
        r"win (?:only )?one",
        r"tenders?",
        r"pitch\w*",
        r"ghost\w*",
        r"enquir\w+ (?:that )?(?:don|never|go)",
        r"become (?:work|clients|sales)",
        r"visitors",
    ),
    "scaling": (
        r"scal\w+",
        r"grow(?:ing|th)?\b",
        r"plateau\w*",
        r"stuck at",
        r"stagnat\w*",
        r"flat\b",
        r"long.term",
        r"next level",
        r"capacity",
    ),
}
"""Scenario -> patterns of words that point at it."""


def guess(core: Core) -> list[str]:
    """Return the scenarios that a person's symptom, then their attempts, point at, the likeliest first."""
    symptom = known.text_at(core, known.SYMPTOM).casefold()
    rest = " ".join([*known.texts(core, "attempts"), known.text_at(core, "/company/offer")]).casefold()
    scores = {name: 3 * _hits(signs, symptom) + _hits(signs, rest) for name, signs in _SIGNS.items()}
    order = list(stages.SCENARIOS)
    return sorted((n for n in order if scores[n]), key=lambda n: (-scores[n], order.index(n)))


def neighbour(name: str) -> str:
    """Return the scenario that is most easily taken for this one."""
    near = {"short_term_revenue": "conversion", "conversion": "repositioning", "repositioning": "conversion"}
    return near.get(name, "repositioning")


def _hits(signs: tuple[str, ...], text: str) -> int:
    return sum(len(re.findall(rf"\b{sign}", text)) for sign in signs)
