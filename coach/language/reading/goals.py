"""Reading goals: metric, figures, date and owner of the coming year's, and what five years should bring."""

import re
from collections.abc import Mapping

from coach.events import Value
from coach.language.amounts.ages import with_age, without_ages
from coach.language.amounts.dates import dates
from coach.language.amounts.quantities import quantities
from coach.language.reading import cues
from coach.language.reading.doers import is_first_word, may_be_name
from coach.language.reading.draft import Draft, trim
from coach.language.reading.goal_figures import ends, last_word
from coach.language.reading.hedges import bare
from coach.language.reading.values import WHEN, asked_needs, dates_in, number, owner_value, sentences

_I = re.IGNORECASE
_METRIC = re.compile(
    r"\b(?:(?:annual|yearly|monthly|net|gross|recurring|new|paying|repeat|active|signed|average|number of|billable|"
    r"qualified|full-price|weekly|design|regular|commercial|corporate|private|local|online)\s+){0,3}"
    r"(?:revenue|turnover|sales|profit|margin|fees?|fee income|income|clients?|customers?|projects?|leads?|enquir(?:y|ies)|"
    r"inquir(?:y|ies)|members?|bookings?|students?|participants?|subscribers?|subscriptions?|users?|downloads?|orders?|"
    r"day rate|hourly rate|rate|prices?|occupancy|contracts?|commissions?|cases?|retainers?|mandates?|units?|bottles?|"
    r"appointments?|visits?|patients?|guests?|hours|win rate|conversion(?: rate)?|churn|nps|mrr|arr|accounts?|deals?|"
    r"installs?|trainings?|courses?|enrol?ments?|referrals?|restaurants?|shops?|stores?|schools?|pitches)\b",
    _I,
)

_WISH = re.compile(
    r"^(?:(?:we|i)(?:['’]?d| would|['’]?ll)?\s+|(?:we|i)['’]?d\s+|id\s+)?(?:(?:want|wants|would like|like|love|need|aim|hope|go|get|have|has|our|my|the|grow|reach|more|to|be|see|raise|"
    r"increase|double|triple|bring|take|move|cut|reduce|lower|number one is|a|an|goal|target|is|would be|:|,)\b\s*|[\s,:]+)+",
    _I,
)
"""What leads up to a metric: "we want to grow our"."""
_EARN: tuple[tuple[str, str], ...] = (
    (r"\b(?:earn|make(?! (?:that|it)\b)|take home|bring in|pay myself)\b", "income"),
    (r"\b(?:turn ?over|bill|invoice)\b", "turnover"),
    (r"\b(?:charge)\b", "price"),
    (r"\b(?:work)\b", "hours"),
)
"""What is counted where only its verb says so."""
_LAST_WORDS = re.compile(
    r"(?:[\s,]+(?:from|to|of|at|is|are|was|were|now|currently|today|by|should be|up|down|reaching|goes?|going|about|around))+$",
    _I,
)


_LEAD_LENGTH = 300


def _metric(draft: Draft, text: str, figures: str, who: Value | None) -> Value | None:
    """What is counted: the words before the figures, else a known measure, else the noun behind a figure."""
    if who is not None:
        text = text.replace(str(who.value), " ")
    figures = figures.split(";", maxsplit=1)[0] if re.search(r"\d.*;", figures) else figures
    lead = re.split(
        r"\bfrom\b|(?:^|\s)between\b|\bto\b(?=\s*[€$£₹\d])|[€$£₹]?\d", figures, maxsplit=1, flags=_I
    )[0]
    lead = re.split(r"[.!?]\s+", lead)[-1] if re.search(r"[.!?]\s+\S", lead) else lead
    if len(lead) > _LEAD_LENGTH:
        lead = ""  # Whatever stands before the figures, it is no name of what is counted.
    lead = re.split(r"\s{3,}", lead)[0] if figures != text and not re.match(r"\s{3,}", lead) else lead
    lead = _LAST_WORDS.sub("", _WISH.sub("", bare(trim(lead))).rstrip(" ,:"))
    if (
        not _NO_METRIC.match(lead)
        and 0 < cues.content_words(lead) <= 6
        and len(lead.split()) <= 8
        and not _VERBS.match(lead)
        and re.search(r"[^\W\d_]{3}", lead)
    ):
        return draft.stated(with_age(draft.text, lead))
    known = _METRIC.search(text)
    if known:
        return draft.stated(known.group())
    for pattern, name in _EARN:
        found = re.search(pattern, text, _I)
        if found:
            return draft.derived(name, found.group(), "metric_words")
    counted = next((q for q in quantities(figures) if q.kind == "count" and q.unit), None)
    if counted is not None:
        noun = re.search(r"[^\W\d_][\w -]*$", re.sub(r"^between\b.*\d", "", counted.text, flags=_I))
        return draft.stated(noun.group()) if noun else None
    return None


_NO_METRIC = re.compile(
    r"^(?:from|to|between|up|down|maybe|about|(?:EUR|USD|GBP|SEK|NOK|DKK|CHF|PLN|INR|Rs|euros?)|(?:the |our |my )?(?:baseline|deadline|owner)\b.*|"
    r"(?:sorry|wait|oh|actually|correction|ok(?:ay)?|fine|good|great|next|well|hey|no|yes|that'?s|it'?s|the number|i'?d say|a dozen|.*\b(?:don'?t|dont|wrong|call it|not to|you)\b.*))\W*$",
    _I,
)
"""What may stand before a goal's figures without naming what is counted."""
_FIVE = re.compile(
    r"^(?:and |but |so )?(?:(?:in|after|within) )?(?:five|5) years?(?:\?|,|:| from now| time)?(?=[\s,:]|$)",
    _I,
)
_VERBS = re.compile(
    r"(?:earn|make|take|bring|pay|turn|bill|charge|work|win|sell|get|do|finish|say|if|when|by|in)\b", _I
)


_YEAR_SHORT = re.compile(
    r"\b(?P<month>january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|"
    r"sept?|oct|nov|dec)\.? '?(?P<year>\d\d)\b(?!\s*(?:st|nd|rd|th|,? ?20\d\d|[/.:]))",
    _I,
)
_ONLY_NOW = re.compile(r"^(?:by |in |end of )*(?:this|the current) (?:year|month|quarter|season)$", _I)
"""A date that says how things stand, beside another one that says by when."""


_TODAY = re.compile(r"\b(?:baseline|was|were|did|had|made|already|so far)\b[^.;]*\d[\w.,]*\s+\Z", _I)


def _deadline(draft: Draft, text: str) -> Value | None:
    """By when: the first date ahead that does not only say how things are; "december 27" is a year if it comes soon."""
    short = _YEAR_SHORT.search(text)
    today = draft.state.today
    if short is not None and today.year % 100 <= int(short["year"]) <= today.year % 100 + 3:
        found = dates(f"{short['month']} {today.year // 100 * 100 + int(short['year'])}", today, "end")
        if found and found[0].date > today and (found[0].date - today).days > 60:
            return draft.derived(found[0].date.isoformat(), short.group(), "date_end")
    found = [d for d in dates_in(draft, text, "end") if "today" not in d.text.casefold()]
    ahead = [d for d in found if not _ONLY_NOW.match(d.text.strip())]
    again = last_word(text)
    if again is not text:
        ahead = [d for d in ahead if d.start >= len(text) - len(again)] or ahead
    ahead = [d for d in ahead if d.date > today] or ahead
    chosen = next(iter(ahead or found), None)
    if chosen is not None and chosen.date < today:
        return None
    if chosen is not None and _ONLY_NOW.match(chosen.text.strip()) and _TODAY.search(text[: chosen.start]):
        return None  # "It was 22k this year" says how things are.
    return draft.derived(chosen.date.isoformat(), chosen.text, "date_end") if chosen is not None else None


def goal_fields(draft: Draft, text: str, have: Mapping[str, object]) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    dated = _deadline(draft, text)
    figures = without_ages(text)
    for d in dates_in(draft, text, "end"):
        figures = figures[: d.start] + " " * (d.end - d.start) + figures[d.end :]
    if dated is not None and dated.said:
        figures = figures.replace(dated.said[0].span, " " * len(dated.said[0].span))
        fields["deadline"] = dated
    base = have.get("baseline")
    known = base if isinstance(base, int | float) and not isinstance(base, bool) else None
    found = ends(without_ages(text), figures, known)
    low, high = found.low, found.high
    if found.end is not None and found.by is not None:
        fields["target"] = draft.derived(found.end, found.by.text, "percent_growth")
    elif low is None and high is None and found.by is None:
        bare = [q for q in quantities(figures) if q.kind in ("plain", "count", "money", "percent")]
        bare = [q for q in bare if not re.match(r"(double|twice|triple|half|third)\b", q.text, _I)]
        if bare:
            wants_base = "target" in have and "baseline" not in have
            low, high = (bare[0], None) if wants_base else (None, bare[0])
    elif high is not None and low is None and "target" in have and "baseline" not in have:
        low, high = high, None
    if (low is None) != (high is None) and found.end is None:
        one = low or high
        assert one is not None
        other = [
            q
            for q in quantities(figures)
            if q.kind in ("plain", "count", "money", "percent") and q.start != one.start
        ]
        other = [
            q for q in other if q.kind == one.kind or q.unit == one.unit or "plain" in (q.kind, one.kind)
        ]
        other = [
            q
            for q in other
            if not re.search(r"\b(?:in|within|over|next|at)\s*\Z", figures[: q.start], _I) and q.unit != "x"
        ]
        if low is not None and len(other) == 1 and not set(have) & {"target"}:
            high = other[0]
    for name, q in (("baseline", low), ("target", high)):
        if q is not None:
            fields.setdefault(name, number(draft, q))
    unit = next((q for q in (high, low) if q is not None and (q.currency or q.kind == "percent")), None)
    if unit is not None and "unit" not in have:
        fields["unit"] = draft.derived(
            "%" if unit.kind == "percent" else str(unit.currency), unit.text, "unit"
        )
    who = owner_value(draft, figures)
    if who is not None and is_first_word(text, str(who.value)):
        who = owner_value(draft, figures[len(str(who.value)) :])
    if who is not None:
        fields["owner"] = who
    metric = _metric(draft, text, figures, who) if "metric" not in have else None
    if metric is not None:
        fields["metric"] = metric
    return fields


_FAR = 25
"""From this many times a count on, an amount of money is no better figure for it."""


def _is_a_price(text: str, count: object) -> bool:
    """Whether an amount is what a piece costs, rather than how many are aimed at: "fitted, 4 to 7 grand" after "20 stairs"."""
    money = [q.value for q in quantities(text) if q.kind == "money"]
    return bool(money) and isinstance(count, int | float) and min(money) >= _FAR * abs(count)


def one_year(draft: Draft, text: str) -> bool:
    if _FIVE.match(text):
        return five_year(draft, text)
    owned = [i for _, i in draft.core.owned("one_year")]
    need = ("metric", "baseline", "target", "deadline", "owner")
    current = next((i for i in reversed(owned) if any(n not in i.fields for n in need)), None)
    if current is None and draft.core.focus == "one_year" and owned:
        current = owned[-1]
    if current is not None:
        have = {} if draft.core.focus == "one_year" else {n: current.get(n) for n in current.fields}
        found = goal_fields(draft, text, have)
        again = {
            "baseline",
            "target",
        } <= found.keys()  # Both ends, said together, replace what was said first.
        if again:
            found |= goal_fields(draft, text, {})
        if again and "unit" not in current.fields and _is_a_price(text, current.get("target")):
            return False
        told = {"deadline", "baseline", "target", "unit", "metric"} if again else {"deadline"}
        fields = {n: v for n, v in found.items() if n not in have or n in told}
        asked = asked_needs(draft, "one_year")
        if not fields and WHEN.match(text):
            return False  # A time that no calendar has: it is asked for again.
        if (
            not fields
            and "owner" in asked
            and len(text.split()) <= 5
            and may_be_name(text)
            and not cues.is_vague("company", text)
        ):
            fields["owner"] = draft.stated(text)
        if not fields and "metric" in asked:
            fields["metric"] = draft.stated(text)
        return draft.change("one_year", "goals", current.id, fields)
    fields = goal_fields(draft, text, {})
    if without_ages(text) != text and not quantities(without_ages(text)):
        return False  # Whom they serve, and how old those are.
    if not fields.keys() & {"metric", "target", "baseline"}:
        return False
    fields["statement"] = draft.stated(*sentences(text))
    return draft.add("one_year", "goals", fields)


_OWNER_TOLD = re.compile(
    r"^(?:(?:i'?m|i am) the owner|(?:the )?owner(?::| is) (?P<who>(?-i:[A-Z])[\w'’-]+|me)|(?P<name>(?-i:[A-Z])[\w'’-]+) (?:owns it|is the owner))$",
    _I,
)
"""Who owns the goal that was asked about before, told late."""


def five_year(draft: Draft, text: str) -> bool:
    words = sentences(text)
    late = _OWNER_TOLD.match(words[0]) if len(words) > 1 else None
    open_goal = next((i for _, i in draft.core.owned("one_year") if "owner" not in i.fields), None)
    if late is not None:
        words = words[1:]
        text = text[text.find(words[0]) :]
    if late is not None and open_goal is not None:
        name = late["who"] or late["name"]
        who = (
            draft.stated(name) if name and name != "me" else draft.derived("me", late.group(), "first_person")
        )
        draft.change("one_year", "goals", open_goal.id, {"owner": who})
    done = draft.answer("five_year", {"/upstream/purpose": draft.stated(*words)})
    fields = {
        "statement": draft.stated(*words),
        "horizon": draft.derived("5y", words[0] if words else text, "asked:five_year"),
    }
    figures = [q for q in quantities(text) if q.kind in ("count", "money", "percent")]
    if figures and not re.match(r"(in )?(five|5) years", text[figures[0].start - 3 : figures[0].end + 8], _I):
        fields["target"] = number(draft, figures[0])
    existing = draft.core.owned("five_year")
    if existing:
        return draft.change("five_year", "goals", existing[0][1].id, fields) or done
    return draft.add("five_year", "goals", fields) or done
