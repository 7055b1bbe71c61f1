"""Numbers as people write them: figures, money, percentages, words. A grammar of our own; every value keeps its span.

`1.250` reads as 1250 only behind a currency sign; `1,250` is always 1250. Years, dates, ordinals, phone numbers, times
and names such as B2B are no quantities.
"""

import re
from dataclasses import dataclass
from typing import Literal

from coach.language.spans import Span

_I = re.IGNORECASE
Kind = Literal["money", "percent", "count", "duration", "plain"]

_UNITS = dict(zip("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
                  "seventeen eighteen nineteen".split(), range(20), strict=True))
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "lakh": 10**5, "lakhs": 10**5, "crore": 10**7, "crores": 10**7}
_SUFFIX = {"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6, "million": 10**6, "millions": 10**6, "bn": 10**9,
           "billion": 10**9, "thousand": 10**3, "lakh": 10**5, "lakhs": 10**5, "crore": 10**7, "crores": 10**7, "hundred": 100}
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "₹": "INR", "rs": "INR", "rs.": "INR", "inr": "INR", "eur": "EUR", "euro": "EUR",
          "euros": "EUR", "usd": "USD", "dollar": "USD", "dollars": "USD", "gbp": "GBP", "pounds": "GBP", "pound": "GBP",
          "rupees": "INR", "chf": "CHF"}
_WORD = "|".join([*_UNITS, *_TENS, *_SCALES])
_FIGURE = re.compile(
    r"(?<![\w.,#/-])(?P<sign>[€$£₹]|(?:rs\.?|inr|eur|usd|gbp|chf)(?=\s?\d))?\s?(?P<num>\d{1,3}(?:[,\s' ]\d{2,3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)"
    r"(?:\s?(?P<suffix>k|mn|mln|mio|m|bn|millions?|billion|thousand|lakhs?|crores?)(?![\w]))?"
    r"(?:\s?(?P<pct>%|percent\b|per cent\b|pct\b)|\s?(?P<times>x\b)|\s?(?P<after>€|\$|£|euros?\b|eur\b|dollars?\b|usd\b|pounds?\b|gbp\b|rupees\b|chf\b))?",
    _I,
)
_SPELLED = re.compile(
    rf"(?<![\w-])(?:an?\s+(?=(?:hundred|thousand|million|dozen|couple of|third|quarter of our)\b))?(?:(?:{_WORD})(?:(?:[\s-]|\s+and\s+)(?:{_WORD}))*|dozen|half a dozen|couple of|half|third|double|twice|triple)(?![\w-])"
    r"(?:\s?(?P<pct>percent\b|per cent\b|%)|\s(?P<after>euros?\b|dollars?\b|pounds?\b|rupees\b))?",
    _I,
)
_NOT_ONE = re.compile(r"\b(?:no|any|every|some|each|which|this|that|another|the|only)\s+one\b|\bone\s+(?:of|thing|day|another|by one|or two)\b|\b(?:step|number) one\b", _I)
_NO_NUMBER = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}:\d{2}\b|\b24/7\b|\bQ[1-4]\b|#\d+|\b\d+(?:\.\d+){2,}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|"
    r"\+?\d[\d\s()-]{8,}\d(?=\D|$)(?<![,.])|\b(?:in|since|by|until|before|after|from|of|during|end of|early|late|mid|to)\s+(?:19|20)\d{2}\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b(?!\s*%)(?:,?\s+(?:19|20)\d{2})?|"
    r"\b\d{1,2}\.?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b(?:\s+(?:19|20)\d{2})?|"
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december|q[1-4]|year|spring|summer|autumn|winter)\s+(?:19|20)\d{2}\b",
    _I,
)
_PER = re.compile(r"^\s*(?:a|an|per|each|every|/|[\w-]+\s+(?:a|per|each|every))\s*(month|year|week|day|hour)\b|^\s*(?:[\w-]+\s+)?(monthly|yearly|annually|weekly|daily)\b", _I)
_DURATION = re.compile(r"^\s*-?(days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?|fortnights?)\b", _I)
_NOUN = re.compile(r"^\s+([a-z][a-z-]{2,})", _I)
_NO_UNIT = frozenset("and but not from the for with per each every now today next this that than who which more less in on at by to of or so".split())
_ABOUT = re.compile(r"(?:about|around|roughly|approximately|approx\.?|some|~|circa|nearly|almost|over|under|maybe|perhaps)\s*$", _I)
_ADVERB = {"monthly": "month", "yearly": "year", "annually": "year", "weekly": "week", "daily": "day"}


@dataclass(frozen=True)
class Quantity:
    value: int | float
    kind: Kind
    text: str
    start: int
    end: int
    unit: str | None = None
    currency: str | None = None
    per: str | None = None
    approximate: bool = False
    high: int | float | None = None
    """The upper end of a range such as 10-12."""


def _whole(value: float) -> int | float:
    value = round(value, 6)
    return int(value) if value == int(value) else value


def _figure(text: str, money: bool) -> float | None:
    compact = re.sub(r"[\s' ]", "", text)
    if re.fullmatch(r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?", compact):
        return float(compact.replace(",", ""))
    if money and re.fullmatch(r"\d{1,3}(?:\.\d{3})+", compact):
        return float(compact.replace(".", ""))
    try:
        return float(compact.replace(",", "."))
    except ValueError:
        return None


def _spelled(text: str) -> float | None:
    words = re.findall(r"[a-z]+", text.casefold())
    total, current, seen = 0.0, 0.0, False
    for word in words:
        if word in _UNITS or word in _TENS:
            current, seen = current + _UNITS.get(word, 0) + _TENS.get(word, 0), True
        elif word in _SCALES:
            scale, seen = _SCALES[word], True
            if scale == 100:
                current = (current or 1) * 100
            else:
                total, current = total + (current or 1) * scale, 0.0
        elif word == "dozen":
            current, seen = (6 if "half" in words else (current or 1) * 12), True
        elif word == "couple":
            current, seen = 2, True
    return total + current if seen else None


def quantities(text: str) -> list[Quantity]:
    """Return the quantities of a message, in order. Never raises."""
    text_ = text[:20_000]
    barred = [m.span() for m in _NO_NUMBER.finditer(text_)] + [m.span() for m in _NOT_ONE.finditer(text_)]
    found: list[Quantity] = []
    for m in _FIGURE.finditer(text_):
        start = m.start("sign") if m["sign"] else m.start("num")
        if _barred(barred, m.start("num"), m.end("num"), bool(m["sign"] or m["suffix"] or m["pct"])):
            continue
        if text_[m.end() : m.end() + 1].isalpha() and not (m["suffix"] or m["pct"] or m["times"]):
            continue
        sign = (m["sign"] or m["after"] or "").casefold()
        value = _figure(m["num"], bool(sign))
        if value is None:
            continue
        value *= _SUFFIX.get((m["suffix"] or "").casefold(), 1)
        found.append(_build(text_, start, m.end(), value, _SIGNS.get(sign), bool(m["pct"]), bool(m["times"])))
    for m in _SPELLED.finditer(text_):
        word = m.group().casefold().strip()
        if _barred(barred, m.start(), m.end(), False) or any(q.start < m.end() and m.start() < q.end for q in found):
            continue
        if word in ("double", "twice", "triple"):
            found.append(Quantity(3 if word == "triple" else 2, "plain", m.group(), m.start(), m.end(), "x"))
            continue
        if word == "half" or word.endswith("third"):
            continue
        value = _spelled(word)
        if value is not None:
            after = (m["after"] or "").casefold()
            found.append(_build(text_, m.start(), m.end(), value, _SIGNS.get(after), bool(m["pct"]), False))
    found.sort(key=lambda q: q.start)
    return _ranges(text_, found)


def _barred(barred: list[tuple[int, int]], start: int, end: int, strong: bool) -> bool:
    return not strong and any(a <= start and end <= b for a, b in barred)


def _build(text: str, start: int, end: int, value: float, currency: str | None, pct: bool, times: bool) -> Quantity:
    tail = text[end : end + 40]
    per = _PER.match(tail)
    every = (per.group(1) or _ADVERB.get((per.group(2) or "").casefold(), "")) if per else None
    lasting = _DURATION.match(tail)
    noun = _NOUN.match(tail)
    kind: Kind = "plain"
    unit: str | None = None
    if times:
        unit = "x"
    elif pct:
        kind, unit = "percent", "%"
    elif currency:
        kind = "money"
    elif lasting:
        kind, unit = "duration", lasting.group(1).casefold()
    elif noun and noun.group(1).casefold() not in _NO_UNIT:
        kind, unit = "count", noun.group(1)
    about = bool(_ABOUT.search(text[max(0, start - 16) : start]))
    return Quantity(_whole(value), kind, text[start:end], start, end, unit, currency, every.casefold() if every else None, about)


def _ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    out: list[Quantity] = []
    for q in found:
        last = out[-1] if out else None
        between = text[last.end : q.start] if last else ""
        spoken = last is not None and re.fullmatch(r"\s*(?:-|–|—)\s*", between) is not None
        worded = last is not None and between.strip().casefold() == "and" and bool(re.search(r"between\s+$", text[: last.start], _I))
        if last is not None and (spoken or worded) and q.value > last.value:
            out[-1] = Quantity(last.value, q.kind, text[last.start : q.end], last.start, q.end, q.unit, q.currency or last.currency, q.per, True, q.value)
        else:
            out.append(q)
    return out


_FROM_TO = re.compile(r"\bfrom\b", _I)
_NOW = re.compile(r"\b(now|today|currently|current|at present|at the moment|so far|last year|this year we (?:have|had|did|are))\b", _I)
_AIM = re.compile(r"\b(to|want|reach|hit|target|goal|get to|grow to|aim|would like|in twelve months|next year|by (?:the )?end)\b", _I)


def from_to(text: str) -> tuple[Quantity | None, Quantity | None]:
    """Return (baseline, target) as far as the words tell them apart.

    "from A to B", "A -> B", "A now, B in twelve months", "want B (now A)"; a single figure behind "to", "reach" or "want" is
    a target, behind "now" or "today" a baseline. Durations are neither.
    """
    found = [q for q in quantities(text) if q.kind != "duration" and q.unit != "x"]
    if not found:
        return None, None
    if len(found) == 1:
        q = found[0]
        around = text[max(0, q.start - 40) : q.end + 25]
        before = text[max(0, q.start - 25) : q.start]
        if q.high is not None and _FROM_TO.search(before):
            return q, q
        if re.search(r"\bfrom\s*$|\bfrom (?:about |around )?$", before, _I) or (_NOW.search(around) and not _AIM.search(before)):
            return q, None
        return (None, q) if _AIM.search(before) else (None, None)
    first, second = found[0], found[1]
    between = text[first.end : second.start]
    before = text[max(0, first.start - 30) : first.start]
    if re.search(r"\bto\s+$|\bto\s+[€$£₹]?\s*$|->|→|\binto\b", before, _I) and re.search(r"\bfrom\b", between, _I):
        return second, first
    if re.search(r"->|→|=>", between) or re.search(r"\bto\b", between, _I):
        return first, second
    if re.search(r"instead of|\bnot\b", between, _I):
        return None, first
    if re.search(r"\b(?:to|reach|hit|want)\s+(?:about |around )?$", before, _I) and _NOW.search(between):
        return second, first
    near = text[first.end : first.end + 30]
    if _NOW.search(before) or re.match(r"[^.;]{0,14}\b(now|today|currently|at present|last year)\b", near, _I):
        return first, second
    after = text[second.end : second.end + 25]
    if _NOW.search(between) or _NOW.match(after.strip()):
        return second, first
    if _AIM.search(between):
        return first, second
    return None, first if _AIM.search(before) else None


@dataclass(frozen=True)
class Correction:
    new: Span
    old: Span | None = None
    kind: Literal["strong", "weak"] = "strong"


_NOT = re.compile(r"^(?:(?:actually|no|sorry|oh|wait|correction)[,:]?\s+)*(?:it'?s |it is |that'?s |make (?:it|that) |i meant |we are |we're |the \w+ is )?(?P<new>[^,.;]{1,120}?),?\s+(?:and\s+)?not\s+(?P<old>[^,.;]{1,80}?)[.!]*$", _I)
_NOT_BUT = re.compile(r"\bnot\s+(?!only\b|just\b)(?P<old>[^,.;]{1,60}?),?\s+but\s+(?P<new>[^,.;]{1,80})", _I)
_INSTEAD = re.compile(r"^(?:[\w\s]{0,20}?)(?P<new>[€$£]?\d[^,.;]{0,30}?|[^,.;]{2,60}?)\s+(?:instead of|rather than)\s+(?P<old>[^,.;]{1,60})[.!]*$", _I)
_CHANGE = re.compile(r"\b(?:change|replace|swap)\s+(?:the\s+)?(?P<old>.{1,60}?)\s+(?:to|with|by|into|for)\s+(?P<new>[^.;]{1,120})", _I)
_LEAD = re.compile(r"^(?:actually|sorry|correction|oh wait|wait|no wait|i meant|i mean|make (?:that|it)|scratch that|on second thoughts?|no)[,:;.]?\s+(?:i meant |i mean |it'?s |it is |make (?:that|it) |it should be |that should be |we have |there are )?(?P<new>.+?)[.!]*$", _I)


def correction(text: str) -> Correction | None:
    """Return what a message corrects, if it does. "Actually …" alone is weak when it brings no figure."""
    text = text.strip()
    offset = 0
    if len(text) > 300:
        return None
    for pattern in (_CHANGE, _NOT_BUT, _NOT, _INSTEAD):
        m = pattern.search(text)
        if m:
            if pattern is _NOT and len(m["old"].split()) > 6:
                continue
            if pattern is _NOT and re.search(r"\b(?:do|does|did|is|are|was|can|will|we|i|they|would|have)$", m["new"], _I):
                continue
            return Correction(_span(text, m, "new", offset), _span(text, m, "old", offset))
    m = _LEAD.match(text)
    if m:
        lead = text[: m.start("new")].casefold()
        weak = not quantities(m["new"]) and not re.search(r"meant|correction|make|should", lead)
        if weak and lead.startswith("no"):
            return None
        return Correction(_span(text, m, "new", offset), None, "weak" if weak else "strong")
    return None


def _span(text: str, m: re.Match[str], group: str, offset: int) -> Span:
    return Span(text[m.start(group) : m.end(group)], m.start(group) + offset, m.end(group) + offset)
