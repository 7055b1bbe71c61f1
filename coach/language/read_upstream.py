"""Reading the upstream answers: market, proposition, clients, goals."""

import re
from collections.abc import Mapping

from coach.events import Value
from coach.language import cues
from coach.language.draft import Draft, trim
from coach.language.pieces import clauses
from coach.language.quantities import from_to, quantities
from coach.language.reading import date_value, enum, lines_or_items, number, owner_value, put, sentences

_I = re.IGNORECASE
_COST = re.compile(
    r"[€$£₹]|\b(cost\w*|los(e|es|t|ing)|pay(s|ing)?|paid|expensive|fines?|penalt\w+|money|wast\w+|hours?|weeks?|months?)\b",
    _I,
)

_COST_CLAUSE = re.compile(
    r"\b(?:(?:it|that|which|this|and)\s+)?(?:costs?|costing|loses?|losing)\b.*", _I | re.DOTALL
)
"""What a problem costs, inside the sentence that names it."""

_URGENT = re.compile(
    r"\b(urgent\w*|deadline\w*|can'?t wait|by law|now|before|this year|every (day|month|week)|immediately|running out|due|postpone)\b",
    _I,
)

_PAIN = re.compile(
    r"\b(hurt\w*|pain\w*|stress\w*|frustrat\w*|sleep|angry|afraid|fear\w*|worr\w+|embarrass\w*|nervous|complain\w*)\b",
    _I,
)

_KNOWN = re.compile(
    r"\b(know\w*|they (say|tell|ask|admit|complain|search)|aware|complain\w*|tell us|ask us|on their agenda)\b",
    _I,
)

_PROOF = re.compile(
    r"\b(proof|prove[sn]?|case stud\w+|testimonials?|references?|certif\w+|award\w*|guarantee\w*|track record|"
    r"clients? (say|stay\w*|came back)|measured|delivered|\d+ (years|projects|clients|of our|schools|cases)|sceptics?|show them)\b",
    _I,
)

_LATER = re.compile(r"\b(later|not now|eventually|in the future|second(ly)?|next year)\b", _I)

_SHARE = re.compile(
    r"\b(they (all |both )?share|all of them|both of them|what they (share|have in common)|in common|they('re| are) all)\b",
    _I,
)

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

_GROWTH = re.compile(r"\b(?:increase|grow|raise|up|more|by)\b", _I)

_WILL_NOT = re.compile(
    r"\b(no more|we (?:won'?t|will not|stop|don'?t)|not (?:do|take|serve|chase)|without|stop(?:ping)?|instead of)\b\s*[^.;]*",
    _I,
)

DIMENSION: tuple[tuple[str, str], ...] = (
    (
        r"\b(ai|automat\w*|software|digital\w*|online|technolog\w*|apps?|data|internet|robot\w*|web)\b",
        "technological",
    ),
    (
        r"\b(ageing|aging|older|younger|generation|population|demograph\w*|retir\w+|migration|birth|families|young people)\b",
        "demographic",
    ),
    (
        r"\b(interest rates?|inflation|cost\w*|prices?|econom\w*|recession|budget\w*|wages?|private capital|funding|energy|cheap\w*|money|spend\w*)\b",
        "economic",
    ),
    (
        r"\b(laws?|regulation\w*|rules?|polic\w+|tax\w*|permits?|government|subsid\w+|compliance|politic\w*|tariffs?|gdpr)\b",
        "political",
    ),
    (
        r"\b(climate|sustainab\w*|green|carbon|energy label|circular|nature|drought|environment\w*|waste)\b",
        "ecological",
    ),
    (
        r"\b(habits?|expect\w*|health\w*|remote|home|values?|trust|social|culture|lifestyle|drink\w*|vegan|loneliness|work from)\b",
        "social",
    ),
)

OFFER_STATE: tuple[tuple[str, str], ...] = (
    (
        r"\b(to be built|build it|not yet|would build|still to (build|make)|doesn'?t exist|new offer|in development)\b",
        "build",
    ),
    (r"\b(change|adapt|repackage|rework|adjust)\w*\b", "change"),
    (r"\b(already|we sell|today|exists?|currently)\b", "exists"),
)


def trends(draft: Draft, text: str) -> bool:
    done = False
    open_item = next((i for _, i in draft.core.owned("trends") if "effect" not in i.fields), None)
    for line in lines_or_items(text):
        parts = re.split(
            r",?\s+(?:so(?: that)?|which means(?: that)?|meaning(?: that)?|therefore|as a result,?|and that means|which makes)\s+",
            line,
            maxsplit=1,
            flags=_I,
        )
        if (
            len(parts) == 1
            and open_item is not None
            and re.match(r"^(so|which|that means|they|clients|customers)\b", line, _I)
        ):
            done |= draft.change("trends", "trends", open_item.id, {"effect": draft.stated(line)})
            open_item = None
            continue
        fields = {"description": draft.stated(parts[0])}
        put(fields, "dimension", enum(draft, parts[0], DIMENSION, "dimension_words"))
        if len(parts) > 1:
            put(fields, "effect", draft.stated(parts[1]))
        done |= draft.add("trends", "trends", fields)
    return done


def challenge(draft: Draft, text: str) -> bool:
    base = "/upstream/proposition/challenge"
    have = draft.core.values
    fields: dict[str, Value] = {}
    pieces = [
        trim(p)
        for p in re.split(
            r"(?<=[.!?])\s+|[;\n]|,?\s+(?:which|and it|and that|because|since|as it|so it)\s+", text
        )
        if trim(p)
    ]
    if f"{base}/statement" not in have or draft.core.focus == "challenge":
        if pieces:
            fields[f"{base}/statement"] = draft.stated(pieces[0])
            rest = pieces[1:] or [m.group() for m in (_COST_CLAUSE.search(pieces[0]),) if m]
        else:
            rest = []
    else:
        rest = pieces
    tests = (("expensive", _COST), ("urgent", _URGENT), ("recognised", _KNOWN), ("painful", _PAIN))
    for name, pattern in tests:
        match = next((p for p in rest if pattern.search(p)), None)
        if match and f"{base}/{name}" not in have:
            fields[f"{base}/{name}"] = draft.stated(match)
    asked = draft.state.answering
    following = asked is not None and asked.question == "challenge" and asked.probe > 0
    if following and f"{base}/statement" in have and f"{base}/expensive" not in {**have, **fields}:
        fields[f"{base}/expensive"] = draft.stated(*sentences(text))
    return draft.answer("challenge", fields)


def solution(draft: Draft, text: str) -> bool:
    base = "/upstream/proposition/solution"
    fields: dict[str, Value] = {}
    money = next((q for q in quantities(text) if q.kind == "money"), None)
    if money is None and re.search(
        r"\b(price|charge|costs?|fee|per (month|year|day|hour|project))\b", text, _I
    ):
        money = next((q for q in quantities(text) if q.kind in ("plain", "count")), None)
    if money is not None:
        tail = re.match(r"\s*(?:a|an|per|each|every|for each|/)\s*[\w-]+", text[money.end :])
        fields[f"{base}/price"] = draft.stated(text[money.start : money.end + (tail.end() if tail else 0)])
    outcome = re.search(
        r"\b(?:so that|so they|so (?:their|clients)|they (?:get|end up|have)|the result is|resulting in|ends? with)\s+[^.;]+",
        text,
        _I,
    )
    if outcome:
        fields[f"{base}/outcome"] = draft.stated(outcome.group())
    put(
        fields,
        f"{base}/state",
        enum(
            draft,
            text,
            OFFER_STATE,
            "state_words",
        ),
    )
    if f"{base}/offer" not in draft.core.values or draft.core.focus == "solution":
        offer = (
            text[: money.start]
            if money is not None and money.start > 8
            else sentences(text)[0]
            if sentences(text)
            else ""
        )
        offer = re.sub(
            r"(?<![\s,;:(–-])[\s,;:(–-]++(?:at|for|from|priced at|which costs|it costs|costs?|costing|about|around|we charge|price[d]?|is)*[\s,:(]*$",
            "",
            sentences(offer)[0] if sentences(offer) else "",
            flags=_I,
        )
        if cues.content_words(offer):
            fields[f"{base}/offer"] = draft.stated(offer)
    return draft.answer("solution", fields)


def difference(draft: Draft, text: str) -> bool:
    base = "/upstream/proposition"
    found = [s for s in (trim(c.text) for c in clauses(text)) if s]
    proof = [s for s in found if _PROOF.search(s)]
    claim = [s for s in found if s not in proof] or found
    fields = {f"{base}/difference": draft.stated(*claim)}
    if (proof and proof != claim) or proof:
        fields[f"{base}/proof"] = draft.stated(*proof)
    return draft.answer("difference", fields)


def ideal_client(draft: Draft, text: str) -> bool:
    lines = sentences(text)
    later = [s for s in lines if _LATER.search(s)] if len(lines) > 1 else []
    done = draft.add_texts("ideal_client", "criteria", (s for s in lines if s not in later))
    if later:
        done |= draft.add_texts("ideal_client", "later_segments", later)
    return done


def examples(draft: Draft, text: str) -> bool:
    lines = sentences(text)
    shared = [s for s in lines if _SHARE.search(s)]
    names = " ".join(s for s in lines if s not in shared) or text
    rest = [i for i in lines_or_items(trim(names)) if i in draft.text]
    done = draft.add_texts("examples", "examples", rest or lines)
    if shared and rest:
        draft.add_texts("ideal_client", "criteria", shared)
    return done


def goal_fields(draft: Draft, text: str, have: Mapping[str, object]) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    dated = date_value(draft, text, "end")
    figures = text
    if dated is not None and dated.said:
        figures = text.replace(dated.said[0].span, " " * len(dated.said[0].span))
        fields["deadline"] = dated
    low, high = from_to(figures)
    if low is None and high is None:
        bare = [q for q in quantities(figures) if q.kind in ("plain", "count", "money", "percent")]
        bare = [q for q in bare if not re.match(r"(double|twice|triple|half|third)\b", q.text, _I)]
        if bare:
            wants_base = "target" in have and "baseline" not in have
            low, high = (bare[0], None) if wants_base else (None, bare[0])
    elif high is not None and low is None and "target" in have and "baseline" not in have:
        low, high = high, None
    if high is not None and _GROWTH.search(figures) and high.kind == "percent":
        base = low.value if low is not None else have.get("baseline")
        if isinstance(base, int | float) and not isinstance(base, bool):
            grown = round(base * (1 + float(high.value) / 100), 2)
            fields["target"] = draft.derived(
                int(grown) if grown == int(grown) else grown, high.text, "percent_growth"
            )
            high = None
    for name, q in (("baseline", low), ("target", high)):
        if q is not None:
            fields.setdefault(name, number(draft, q))
    unit = next((q for q in (high, low) if q is not None and (q.currency or q.kind == "percent")), None)
    if unit is not None and "unit" not in have:
        fields["unit"] = draft.derived(
            "%" if unit.kind == "percent" else str(unit.currency), unit.text, "unit"
        )
    metric = _METRIC.search(text)
    if metric and "metric" not in have:
        fields["metric"] = draft.stated(metric.group())
    elif "metric" not in have and figures.strip():
        lead = re.split(r"\bfrom\b|\bto\b|\d", figures, maxsplit=1)[0]
        lead = re.sub(
            r"^(?:we|i)?\s*(?:want|would like|need|aim|hope|go|get|have|our|the|grow|reach|more|:|,|\s)+\b",
            "",
            lead,
            flags=_I,
        )
        if 0 < cues.content_words(lead) <= 6:
            fields["metric"] = draft.stated(lead)
    who = owner_value(draft, figures)
    if who is not None:
        fields["owner"] = who
    return fields


def one_year(draft: Draft, text: str) -> bool:
    owned = [i for _, i in draft.core.owned("one_year")]
    need = ("metric", "baseline", "target", "deadline", "owner")
    current = next((i for i in reversed(owned) if any(n not in i.fields for n in need)), None)
    if current is None and draft.core.focus == "one_year" and owned:
        current = owned[-1]
    if current is not None:
        have = {} if draft.core.focus == "one_year" else {n: current.get(n) for n in current.fields}
        fields = {n: v for n, v in goal_fields(draft, text, have).items() if n not in have or n == "deadline"}
        asked = _asked_needs(draft, "one_year")
        if not fields and "owner" in asked and len(text.split()) <= 5 and not cues.is_vague("company", text):
            fields["owner"] = draft.stated(text)
        if not fields and "metric" in asked:
            fields["metric"] = draft.stated(text)
        return draft.change("one_year", "goals", current.id, fields)
    fields = goal_fields(draft, text, {})
    if not fields.keys() & {"metric", "target", "baseline"}:
        return False
    fields["statement"] = draft.stated(*sentences(text))
    return draft.add("one_year", "goals", fields)


def _asked_needs(draft: Draft, question: str) -> set[str]:
    return {n.name for n in draft.core.essential(question)}


def five_year(draft: Draft, text: str) -> bool:
    words = sentences(text)
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


def guiding_choice(draft: Draft, text: str) -> bool:
    done = draft.answer("guiding_choice", {"/summary/guiding_choice": draft.stated(*sentences(text))})
    will_not = _WILL_NOT.search(text)
    if will_not:
        draft.add_texts("guiding_choice", "will_not_do", (will_not.group(),))
    return done
