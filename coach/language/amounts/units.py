"""What stands around a number: its unit, "a month", "about" and "at least". Looked up at an offset, never searched for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Per = Literal["month", "year", "week", "day", "hour", "quarter"]

_I = re.IGNORECASE
_TIME = {
    "minute": "minute", "minutes": "minute", "min": "minute", "mins": "minute", "hour": "hour", "hours": "hour", "hr": "hour",
    "hrs": "hour", "h": "hour", "day": "day", "days": "day", "week": "week", "weeks": "week", "wk": "week", "wks": "week",
    "w": "week", "fortnight": "fortnight", "fortnights": "fortnight", "month": "month", "months": "month", "mo": "month",
    "mos": "month", "quarter": "quarter", "quarters": "quarter", "year": "year", "years": "year", "yr": "year",
    "yrs": "year", "y": "year",
}  # fmt: skip
_NOUNS = frozenset(
    "people persons person staff personnel fte ftes headcount men women kg km sqm m2 client customer partner employee lead "
    "project meeting call proposal order deal contract member user subscriber hire office shop store branch location "
    "country city school company firm founder director consultant engineer architect developer designer freelancer "
    "contractor manager student trainee session workshop course event article post email letter demo trial pilot site "
    "product machine referral introduction appointment booking guest room table patient case job assignment engagement "
    "quote tender bid pitch competitor supplier distributor dealer reseller agency account invoice sale enquiry inquiry "
    "visit visitor download unit seat licence license subscription retainer review ticket owner teammate colleague".split()
)
"""Nouns that are units in the singular or have no -s; any other plural word is taken as one."""

_NO_UNIT = frozenset(
    "is was has does this as us its always versus plus less perhaps besides across yes thus minus unless towards afterwards "
    "sometimes nowadays overseas downstairs upwards his hers ours yours theirs others means makes gives gets goes comes does "
    "needs wants says seems looks takes costs works helps ours thanks plans times process business success focus loss "
    "progress access address press stress analysis basis status sales-wise previous various serious obvious since".split()
)
_ADJECTIVES = frozenset(
    "new big small large paying active good great great qualified inbound outbound senior junior full-time part-time billable "
    "key loyal happy existing current regular local foreign different other more extra additional recurring retained "
    "signed closed won lost hot warm cold serious real solid proper decent monthly annual yearly weekly daily working "
    "business marketing sales web website online cold sales-qualified satisfied long-term repeat unique mid-sized major "
    "family tech small-business corporate first discovery intro introductory site signed b2b saas professional direct "
    "total permanent employed own external internal dental".split()
)
_STOP = frozenset(
    "a an the and or but so to of in on at by for from with without into than then that which who we i you they he she it "
    "our my your their his her is are was were be been will would should could can may might must do does did have has had "
    "not no if when while because as per each every now today currently next last this these those there here today all "
    "until till since before after about around over under up down out off only just also even still yet instead rather "
    "want wants need needs mean means become becomes reach plus minus times less fewer between".split()
)
_WORD = re.compile(r"[ -]?(?P<word>[^\W\d_][\w'&]*+(?:-[^\W\d_]\w*+)*)")
_PERCENT = re.compile(
    r"[ ]?(?:%|(?P<points>percent(?:age)?[ ]points?|pp\b)|per[ ]?cent\b|percent\b|pct\b\.?)", _I
)
_TIMES = re.compile(r"[ ]?(?:x(?!\w)|times\b(?![ ]of\b))", _I)
_PER = re.compile(
    r"(?:[ ]?/[ ]?|[ ](?:(?:a|an|per|each|every|in[ ]a|in[ ]one|every[ ]single)[ ]))(?P<unit>month|mo|year|yr|week|wk|day|hour|hr|h|"
    r"quarter|annum)\b"
    r"|[ ](?P<adverb>monthly|annually|yearly|weekly|daily|hourly|quarterly|pa|p\.a\.|pcm)(?!\w)",
    _I,
)
_PERS: dict[str, Per] = {
    "month": "month", "mo": "month", "monthly": "month", "pcm": "month", "year": "year", "yr": "year", "annum": "year",
    "annual": "year", "annually": "year", "yearly": "year", "pa": "year", "p.a.": "year", "week": "week", "wk": "week",
    "weekly": "week", "day": "day", "daily": "day", "hour": "hour", "hr": "hour", "h": "hour", "hourly": "hour",
    "quarter": "quarter", "quarterly": "quarter",
}  # fmt: skip
_BEFORE = re.compile(
    r"(?:(?P<over>\b(?:(?:just[ ]|well[ ])?over|more[ ]than|at[ ]least|above|upwards[ ]of|minimum(?:[ ]of)?|no[ ](?:less|fewer)[ ]"
    r"than)|>=?)|(?P<under>\b(?:(?:just[ ]|well[ ])?under|less[ ]than|fewer[ ]than|up[ ]to|at[ ]most|below|maximum(?:[ ]of)?|max|"
    r"no[ ]more[ ]than|not[ ]more[ ]than)|(?<!-)<=?)|(?P<near>~|≈|±|\b(?:about|around|roughly|approximately|approx\.?|circa|"
    r"ca\.?|c\.|nearly|almost|close[ ]to|some|say|maybe|perhaps|probably|an[ ]estimated|give[ ]or[ ]take|or[ ]so)))[ ]?\Z",
    _I,
)
_LAST_WORDS = frozenset(
    "over than least above of minimum under to most below maximum max about around roughly approximately approx approx. circa "
    "ca ca. c. nearly almost some say maybe perhaps probably estimated take so".split()
)
_BOUND_SIGNS = frozenset("<>=~≈±")
_AFTER = re.compile(
    r"(?:(?P<over>\+(?!\d)|[ ]plus\b(?![ ]\d)|[ ]or[ ]more\b)|(?P<near>-?ish\b|[ ]or[ ]so\b|-(?:odd|something)\b))",
    _I,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in lower case and where it ends. `time` says that it is one of time (then in the singular)."""

    name: str
    end: int
    time: bool = False
    per: Per | None = None


def percent_after(text: str, at: int) -> Unit | None:
    """The sign or word for percent; percentage points are their own unit."""
    hit = _PERCENT.match(text, at)
    return Unit("pp" if hit["points"] else "%", hit.end()) if hit else None


def times_after(text: str, at: int) -> Unit | None:
    """A multiple: "1.5x", "3 times"."""
    hit = _TIMES.match(text, at)
    return Unit("x", hit.end()) if hit else None


def unit_after(text: str, at: int) -> Unit | None:
    """The noun counted: "30 qualified leads" counts leads; a hyphen counts too ("12-month"). None for "30 and"."""
    per: Per | None = None
    position = at
    for step in range(3):
        hit = _WORD.match(text, position)
        if not hit or (step and text[position : position + 1] != " "):
            return None
        word, low = hit["word"], hit["word"].lower().removesuffix("'s").removesuffix("'")
        if step == 0 and low in _TIME and (len(low) > 1 or not hit[0].startswith(" ")):
            return Unit(_TIME[low], hit.end() - len(word) + len(low), time=True)
        if step and low in _TIME and len(low) > 3:
            return Unit(_TIME[low], hit.end() - len(word) + len(low), time=True, per=per)
        if low in _STOP and not (low in _ADJECTIVES and step == 0):
            return None
        following = _WORD.match(text, hit.end())
        describes = low in _ADJECTIVES and following is not None and _is_noun(following["word"].lower())
        if _is_noun(low) and not describes:
            return Unit(low, hit.end() - len(word) + len(low), per=per)
        if low not in _ADJECTIVES and not (
            step == 0 and following and _may_describe(low, following["word"].lower())
        ):
            return None
        per = _PERS.get(low, per)
        position = hit.end()
    return None


def _is_noun(word: str) -> bool:
    if word in _NOUNS:
        return True
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith("ss")
        and word not in _NO_UNIT
        and word not in _STOP
    )


def _may_describe(word: str, following: str) -> bool:
    """Whether an unknown word before a noun belongs to it: "30 dental practices"."""
    return following in _NOUNS or (
        _is_noun(following)
        and word.endswith(("al", "ed", "ic", "ive", "ing", "ent", "ary", "y", "t", "e", "n"))
    )


def per_after(text: str, at: int) -> tuple[Per, int] | None:
    """The period of a rate ("a month", "per year", "/week", "monthly"), and where it ends."""
    hit = _PER.match(text, at)
    return (_PERS[(hit["unit"] or hit["adverb"]).lower()], hit.end()) if hit else None


def bound_before(text: str, at: int) -> tuple[str, int] | None:
    """What bounds a number, "over", "under" or "near", as the words before a number say, and where they begin."""
    last = text[max(0, at - 14) : at].rstrip(" ").rpartition(" ")[2].lower().lstrip("(\n")
    if last not in _LAST_WORDS and last[-1:] not in _BOUND_SIGNS:
        return None
    hit = _BEFORE.search(text, max(0, at - 22), at)
    return (str(hit.lastgroup), hit.start()) if hit else None


def bound_after(text: str, at: int) -> tuple[str, int] | None:
    """The same for what follows ("20+", "20 or so", "20ish"), and where it ends."""
    hit = _AFTER.match(text, at)
    return (str(hit.lastgroup), hit.end()) if hit else None
