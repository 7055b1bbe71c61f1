"""What each question's answer is read for: from the person's words to plan fields, by rules.

A reader takes the sentences that answer its question and writes events into the draft. Everything it writes is a
span of the message, or derived from one by a named rule. Keyed by question id, for the guided voice only.
"""

import re
from collections.abc import Callable, Mapping

from coach.events import Value
from coach.language import cues
from coach.language.dates import Edge, dates
from coach.language.draft import Draft, trim
from coach.language.people import hours, owner, team_size
from coach.language.pieces import clauses, list_items
from coach.language.quantities import Quantity, from_to, quantities

_I = re.IGNORECASE
Reader = Callable[[Draft, str], bool]

_PLACE = re.compile(
    r"\b(?:in|across|around|throughout|near|from|based in|all over)\s+((?:the\s+)?[A-Z][\w'’-]+(?:(?:,?\s+(?:and\s+)?|-)"
    r"(?:the\s+)?[A-Z][\w'’-]+){0,4})"
)
_PLACE_WORD = re.compile(r"\b(online|worldwide|nationwide|locally|regionally|globally|nationally)\b", _I)
_OFFER = re.compile(
    r"\b(?:(?:we|i)(?:'re|'m| are| am)?\s+(?:mainly |mostly |only )?(?:an?|the)\s+(?P<are>[^.,;:]+?)|"
    r"(?:we|i)(?:'re| are| am|'m)?\s+(?:mainly |mostly |only |currently )?(?P<do>(?!have\b|want\b|need\b|work\b|live\b|tried\b)"
    r"[a-z]+(?:ing)?\s+[^.,;:]+?))(?=\s+(?:to|for|in|across|around|near|with|and there|that)\b|[.,;:]|$)",
    _I,
)
_SELL = re.compile(
    r"\bsell(?:ing)?\s+(?P<what>[^.,;:]+?)(?=\s+(?:to|for|in|across|around|near)\b|[.,;:]|$)", _I
)
_BUYERS = re.compile(
    r"\b(?:to|for|serving|help(?:ing)?|clients are|customers are|bought by)\s+(?P<who>(?!(?:twenty|thirty|\d+|years|over|about)\b)"
    r"[^.;:]+?)(?=\s+(?:in|across|around|near|throughout|from|based)\s+(?:the\s+)?[A-Z]|\s+(?:and|with)\s+(?:there|we|a team|I)\b|"
    r"\s+(?:nationwide|locally|online|worldwide)|,\s*(?:there|we|in\b|and\s+(?:there|we)|\d|a team|just|mostly in|all over|"
    r"with)|[.;:]|$)",
    _I,
)
_COST = re.compile(
    r"[€$£₹]|\b(cost\w*|los(e|es|t|ing)|pay(s|ing)?|paid|expensive|fines?|penalt\w+|money|wast\w+|hours?|weeks?|months?)\b",
    _I,
)
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
_GOES_ON = re.compile(
    r"(?:and |but )?(?:it|that|which|this|nobody|no one|nothing|brought|cost|without)\b", _I
)
"""How a piece begins that tells about the item before it rather than naming another."""
_LATER = re.compile(r"\b(later|not now|eventually|in the future|second(ly)?|next year)\b", _I)
_SHARE = re.compile(
    r"\b(they (all |both )?share|all of them|both of them|what they (share|have in common)|in common|they('re| are) all)\b",
    _I,
)
_FIRST = re.compile(
    r"\b(?:(?:the )?first step(?: is| would be|:)?|step one(?: is|:)?|starting (?:by|with)|start(?:s)? (?:by|with)|"
    r"begin(?:s|ning)? (?:by|with)|first(?: of all)?[,:]|first (?:i|we)(?:'ll| will)?)\s*(?:to\s+)?(?P<step>[^.;]+)",
    _I,
)
_SOURCE = re.compile(
    r"\b(?:recorded|tracked|logged|written down|noted|kept|seen|find it|counted|it'?s|is|look(?:ed)? (?:it )?up)\s+(?:is\s+)?"
    r"(?:in|on|from|with|at)\s+(?P<a>[^.,;]+)|\b(?:in|from|on)\s+(?P<b>(?:our|the|my|a|an)\s+[^.,;]*?(?:crm|calendar|notebook|"
    r"spreadsheet|sheet|excel|inbox|diary|system|books?|software|ledger|log|report|analytics|board|list|tool|app|paper|file))\b|"
    r"\bsource:?\s+(?P<c>[^.,;]+)",
    _I,
)
_CADENCE = re.compile(
    r"\b(daily|weekly|monthly|quarterly|yearly|every (?:\w+ )?(?:day|week|fortnight|month|quarter|monday|tuesday|wednesday|thursday|friday)|(?:each|per) (?:day|week|month|monday|friday)|(?:once|twice) a (?:day|week|month)|a (?:day|week|month))\b",
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
_RETURN_STAGE: tuple[tuple[str, str], ...] = (
    (r"\bmarket\b|\btrend", "market"),
    (r"\bproposition|\boffer\b|\bprice\b|\bdifferen", "proposition"),
    (r"\bclient|\bcustomer|\bwho we serve|\bsegment", "clients"),
    (r"\bgoals?\b|\btarget\b", "goals"),
)
_KIND: tuple[tuple[str, str], ...] = (
    (
        r"\b(keep|retention|existing|current|past|returning|check[- ]?ins?|stay in touch|loyal\w*|aftercare|review with)\b",
        "keep",
    ),
    (r"\b(experience|welcome|onboard\w*|service level|response time|complaints?)\b", "experience"),
    (r"\b(call|pitch|quote|proposal|follow[- ]up|sales|meeting|negotiat\w+|close)\w*\b", "sell"),
    (
        r"\b(ads?|advert\w*|campaign|promotion|discount|offer of the month|google|facebook|instagram)\b",
        "promote",
    ),
    (
        r"\b(network\w*|visit\w*|event|newsletter|linkedin|post|article|talk|referral|reach|partners?|letters?|outreach|introduc\w+|breakfast)\w*\b",
        "reach",
    ),
    (r"\b(deliver|build|produce|design|quality|project management)\w*\b", "deliver"),
)
_ROUTE: tuple[tuple[str, str], ...] = (
    (r"\bfractional\b|\bpart-?time\b", "fractional"),
    (r"\bhir(e|ing)\b|\brecruit\w*|\bemploy\b|\btake on\b", "hire"),
    (r"\btrain\w*|\blearn\w*|\bcourse\b|\bteach\b|\bpractice\b|\bstudy\b", "train"),
    (r"\bpartner\w*|\bborrow\w*|\bfreelanc\w*|\bagency\b|\boutsourc\w*|\bexternal\b", "partner"),
    (r"\bstop\w*|\bdrop\b|\bgive up\b|\bquit\b|\bdelegate\b", "stop"),
)
_LEVEL: tuple[tuple[str, str], ...] = (
    (r"\b(partly|a bit|some|half|basic|not enough)\b", "partly"),
    (r"\b(can'?t|cannot|don'?t|missing|lack\w*|no one|nobody|never|need)\b", "missing"),
    (r"\b(have|already|can do|good at)\b", "have"),
)
_DIMENSION: tuple[tuple[str, str], ...] = (
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


def _enum(draft: Draft, text: str, table: tuple[tuple[str, str], ...], rule: str) -> Value | None:
    for pattern, value in table:
        match = re.search(pattern, text, _I)
        if match:
            return draft.derived(value, match.group(), rule)
    return None


def _put(fields: dict[str, Value], name: str, value: Value | None) -> None:
    if value is not None and value.value not in ("", ()):
        fields[name] = value


def _number(draft: Draft, q: Quantity) -> Value:
    return draft.derived(q.value, q.text, "number")


def _date(draft: Draft, text: str, edge: Edge) -> Value | None:
    """The first date named; "today" dates a figure rather than a plan."""
    found = [d for d in dates(text, draft.state.today, edge=edge) if "today" not in d.text.casefold()]
    return draft.derived(found[0].date.isoformat(), found[0].text, f"date_{edge}") if found else None


def _owner(draft: Draft, text: str, known: tuple[str, ...] | None = None) -> Value | None:
    found = owner(text, known=_known_owners(draft) if known is None else known)
    return draft.stated(found.text) if found is not None and trim(found.text) else None


def _known_owners(draft: Draft) -> tuple[str, ...]:
    return tuple({str(i.get("owner")) for _, i in draft.core.all_items() if i.get("owner")})


def _sentences(text: str) -> list[str]:
    """Sentences and lines; commas do not part."""
    parts = re.split(r"(?<=[.!?])\s+|[\r\n]+", text)
    return [p for p in map(trim, parts) if p]


def _lines_or_items(text: str) -> list[str]:
    """The items of an answer that may be one item, a list, or several sentences."""
    lines = _sentences(text)
    if len(lines) != 1:
        return lines
    found = [s.text for s in list_items(lines[0])]
    short = all(len(s.split()) <= 8 and not _GOES_ON.match(s) for s in found[1:])
    short = short and len(found[0].split()) <= 8
    return found if len(found) > 1 and short and sum(len(s.split()) for s in found) <= 40 else lines


def company(draft: Draft, text: str) -> bool:
    asked = draft.core.essential("company")
    if draft.core.has_value("company") and asked and asked[0].at == "/company/line":
        return draft.answer("company", {"/company/line": draft.stated(*_sentences(text))})
    fields: dict[str, Value] = {}
    core = draft.core
    size = team_size(text)
    if size is None:
        bare = [q for q in quantities(text) if q.kind in ("count", "plain") and not q.per]
        numeric_only = len(text.split()) <= 4 and len(bare) == 1
        if numeric_only and isinstance(bare[0].value, int):
            fields["/company/size"] = _number(draft, bare[0])
        elif re.search(
            r"\b(just|only) me\b|\bon my own\b|\balone\b|\bsolo\b|\bself-employed\b|\bfreelanc", text, _I
        ):
            match = re.search(
                r"\b(just|only) me\b|\bon my own\b|\balone\b|\bsolo\b|\bself-employed\b|\bfreelanc\w*",
                text,
                _I,
            )
            assert match is not None
            fields["/company/size"] = draft.derived(1, match.group(), "works_alone")
    else:
        count, span = size
        fields["/company/size"] = draft.derived(count, span.text, "team_size")
    sell = _SELL.search(text)
    offer = _OFFER.search(text)
    if sell:
        _put(fields, "/company/offer", draft.stated(sell.group("what")))
    elif offer:
        _put(fields, "/company/offer", draft.stated(offer.group("are") or offer.group("do")))
    buyers = _BUYERS.search(text)
    if buyers:
        _put(fields, "/company/buyers", draft.stated(buyers.group("who")))
    place = _PLACE.search(text) or _PLACE_WORD.search(text)
    if place:
        _put(fields, "/company/place", draft.stated(place.group(1)))
    known = set(fields) | set(core.values)
    rest = [p for p in ("/company/offer", "/company/buyers") if p not in known]
    parts = [s for s in re.split(r"[,;\n]|\.\s", text) if trim(s)]
    parts = [
        p
        for p in parts
        if team_size(p) is None
        and not re.match(r"^(?:in|across|near|around|from|based)\b", trim(p), _I)
        and not quantities(p)
    ]
    for pointer in rest:
        if parts and cues.content_words(parts[0]):
            words = trim(parts.pop(0))
            used = any(isinstance(v.value, str) and v.value in words for v in fields.values())
            while used and parts and pointer != "/company/offer":
                words = trim(parts.pop(0))
                used = any(isinstance(v.value, str) and v.value in words for v in fields.values())
            if not used or pointer == "/company/offer":
                _put(
                    fields,
                    pointer,
                    draft.stated(
                        re.sub(r"^(to|for|we (sell|make|do|offer|are an?))\s+", "", words, flags=_I)
                    ),
                )
    return draft.answer("company", fields)


def _whole(question: str, pointer: str) -> Reader:
    def read(draft: Draft, text: str) -> bool:
        return draft.answer(question, {pointer: draft.stated(*_sentences(text))})

    return read


def _texts(question: str, list_name: str, split: bool = True) -> Reader:
    def read(draft: Draft, text: str) -> bool:
        found = _lines_or_items(text) if split else _sentences(text)
        found = [
            re.sub(
                r"^(?:and|or|also|they(?:'d| would)(?: probably)?|maybe|probably|perhaps)\s+", "", s, flags=_I
            )
            for s in found
        ]
        return draft.add_texts(question, list_name, (s for s in found if cues.content_words(s)))

    return read


_RESULT = re.compile(
    r"^(?:and |but )?(?:it |that |they |which )?(?:costs?|cost us|about|nothing|no |none|brought|gave|came|got|zero|worked|"
    r"didn'?t|did not|without|for \d|for a|around|almost|only|some|a few|two|three|one|€|\$|£|\d)",
    _I,
)


def attempts(draft: Draft, text: str) -> bool:
    """One entry for each thing tried; what it cost and brought stays with it."""
    merged: list[str] = []
    for item in _lines_or_items(text):
        at = text.find(merged[-1]) if merged else -1
        end = text.find(item, at) + len(item) if at >= 0 else -1
        if at >= 0 and end > at and _RESULT.match(item):
            merged[-1] = text[at:end]
        else:
            merged.append(item)
    return draft.add_texts("attempts", "attempts", merged)


def scenario(draft: Draft, text: str) -> bool:
    named = cues.scenario_of(text)
    if named is None:
        return False
    span = next(p.search(text) for n, p in cues.SCENARIO if n == named)
    assert span is not None
    return draft.answer(
        "scenario", {"/situation/scenario": draft.derived(named, span.group(), "scenario_words")}
    )


def trends(draft: Draft, text: str) -> bool:
    done = False
    open_item = next((i for _, i in draft.core.owned("trends") if "effect" not in i.fields), None)
    for line in _lines_or_items(text):
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
        _put(fields, "dimension", _enum(draft, parts[0], _DIMENSION, "dimension_words"))
        if len(parts) > 1:
            _put(fields, "effect", draft.stated(parts[1]))
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
            rest = pieces[1:] or ([pieces[0]] if re.search(r"[€$£₹]|\bcost", pieces[0]) else [])
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
        fields[f"{base}/expensive"] = draft.stated(*_sentences(text))
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
    _put(
        fields,
        f"{base}/state",
        _enum(
            draft,
            text,
            (
                (
                    r"\b(to be built|build it|not yet|would build|still to (build|make)|doesn'?t exist|new offer|in development)\b",
                    "build",
                ),
                (r"\b(change|adapt|repackage|rework|adjust)\w*\b", "change"),
                (r"\b(already|we sell|today|exists?|currently)\b", "exists"),
            ),
            "state_words",
        ),
    )
    if f"{base}/offer" not in draft.core.values or draft.core.focus == "solution":
        offer = (
            text[: money.start]
            if money is not None and money.start > 8
            else _sentences(text)[0]
            if _sentences(text)
            else ""
        )
        offer = re.sub(
            r"(?<![\s,;:(–-])[\s,;:(–-]++(?:at|for|from|priced at|which costs|it costs|costs?|costing|about|around|we charge|price[d]?|is)*[\s,:(]*$",
            "",
            _sentences(offer)[0] if _sentences(offer) else "",
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
    lines = _sentences(text)
    later = [s for s in lines if _LATER.search(s)] if len(lines) > 1 else []
    done = draft.add_texts("ideal_client", "criteria", (s for s in lines if s not in later))
    if later:
        done |= draft.add_texts("ideal_client", "later_segments", later)
    return done


def examples(draft: Draft, text: str) -> bool:
    lines = _sentences(text)
    shared = [s for s in lines if _SHARE.search(s)]
    names = " ".join(s for s in lines if s not in shared) or text
    rest = [i for i in _lines_or_items(trim(names)) if i in draft.text]
    done = draft.add_texts("examples", "examples", rest or lines)
    if shared and rest:
        draft.add_texts("ideal_client", "criteria", shared)
    return done


def _goal_fields(draft: Draft, text: str, have: Mapping[str, object]) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    dated = _date(draft, text, "end")
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
            fields.setdefault(name, _number(draft, q))
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
    who = _owner(draft, figures)
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
        fields = {
            n: v for n, v in _goal_fields(draft, text, have).items() if n not in have or n == "deadline"
        }
        asked = _asked_needs(draft, "one_year")
        if not fields and "owner" in asked and len(text.split()) <= 5 and not cues.is_vague("company", text):
            fields["owner"] = draft.stated(text)
        if not fields and "metric" in asked:
            fields["metric"] = draft.stated(text)
        return draft.change("one_year", "goals", current.id, fields)
    fields = _goal_fields(draft, text, {})
    if not fields.keys() & {"metric", "target", "baseline"}:
        return False
    fields["statement"] = draft.stated(*_sentences(text))
    return draft.add("one_year", "goals", fields)


def _asked_needs(draft: Draft, question: str) -> set[str]:
    return {n.name for n in draft.core.essential(question)}


def five_year(draft: Draft, text: str) -> bool:
    words = _sentences(text)
    done = draft.answer("five_year", {"/upstream/purpose": draft.stated(*words)})
    fields = {
        "statement": draft.stated(*words),
        "horizon": draft.derived("5y", words[0] if words else text, "asked:five_year"),
    }
    figures = [q for q in quantities(text) if q.kind in ("count", "money", "percent")]
    if figures and not re.match(r"(in )?(five|5) years", text[figures[0].start - 3 : figures[0].end + 8], _I):
        fields["target"] = _number(draft, figures[0])
    existing = draft.core.owned("five_year")
    if existing:
        return draft.change("five_year", "goals", existing[0][1].id, fields) or done
    return draft.add("five_year", "goals", fields) or done


def guiding_choice(draft: Draft, text: str) -> bool:
    done = draft.answer("guiding_choice", {"/summary/guiding_choice": draft.stated(*_sentences(text))})
    will_not = _WILL_NOT.search(text)
    if will_not:
        draft.add_texts("guiding_choice", "will_not_do", (will_not.group(),))
    return done


def _goal_ids(draft: Draft) -> tuple[str, ...]:
    return tuple(i.id for _, i in draft.core.owned("one_year"))


def _process_fields(draft: Draft, text: str, named: bool) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    step = _FIRST.search(text)
    body = text[: step.start()] if step and step.start() > 3 else text
    if step:
        words = re.sub(r"(?<!\s),?\s*+(?:\b(?:on|by|starting|from))?\s*$", "", step.group("step"))
        start = dates(words, draft.state.today, edge="start")
        if start:
            words = (
                re.sub(r"(?<![\s,])[\s,]*+(?:\b(?:on|by|from|starting))?\s*$", "", words[: start[0].start])
                or words
            )
        _put(fields, "first_step", draft.stated(words))
    _put(
        fields, "start", _date(draft, re.sub(r"\bevery (?:\w+day|week|month|quarter)\b", " ", text), "start")
    )
    _put(fields, "owner", _owner(draft, text))
    weekly = hours(text)
    if weekly is not None:
        count, span = weekly
        fields["hours"] = draft.derived(count, span.text, "hours_a_week")
    money = next((q for q in quantities(text) if q.kind == "money"), None)
    if money is not None:
        fields["money"] = draft.stated(money.text)
    if named:
        name = next(iter(_sentences(body)), "")
        name = re.split(
            r";|,\s*(?:owned|owner|starting|start|first|\d|i'll|i will|led)\b|\s+[–—-]\s+",
            name,
            maxsplit=1,
            flags=_I,
        )[0]
        _put(fields, "name", draft.stated(name))
        _put(fields, "kind", _enum(draft, name, _KIND, "kind_words"))
        goals = _goal_ids(draft)
        if goals:
            fields["serves"] = Value(
                value=goals, status="derived", rule="asked_for_goal", said=(draft.said(trim(name) or text),)
            )
    return fields


def processes(draft: Draft, text: str) -> bool:
    owned = [i for _, i in draft.core.owned("processes")]
    need = ("first_step", "start") if draft.core.solo else ("owner", "first_step", "start")
    current = next((i for i in owned if any(n not in i.fields for n in need)), None)
    asked = draft.state.answering
    following = (
        asked is not None and asked.question == "processes" and (asked.probe > 0 or asked.kind == "finding")
    )
    if current is not None and following:
        fields = {n: v for n, v in _process_fields(draft, text, False).items() if n not in current.fields}
        missing = [n for n in need if n not in current.fields and n not in fields]
        left = text
        for v in fields.values():
            for s in v.said:
                left = left.replace(s.span, " ")
        left = re.sub(
            r"\b(on|by|starting|start|from|and|will|does it|owns it|it starts)\b", " ", left, flags=_I
        )
        if "first_step" in missing and cues.content_words(left) >= 2:
            candidates = [c for c in (trim(c.text) for c in clauses(text)) if cues.content_words(c) >= 2]
            if candidates:
                fields["first_step"] = draft.stated(max(candidates, key=len))
        done = draft.change("processes", "processes", current.id, fields)
        for other in owned:
            if other.id != current.id:
                shared = {
                    n: v for n, v in fields.items() if n in ("owner", "start") and n not in other.fields
                }
                draft.change("processes", "processes", other.id, shared)
        return done
    items = [s.text for s in list_items(text)] if re.search(r"^\s*(?:[-*•]|\d[.)])\s|\n", text) else [text]
    done = False
    for item in items:
        if cues.content_words(item) >= 2:
            done |= draft.add("processes", "processes", _process_fields(draft, item, True))
    return done


def skills(draft: Draft, text: str) -> bool:
    done = False
    targets = tuple(i.id for _, i in draft.core.owned("processes"))
    known = _known_owners(draft)  # Once: a list may have thousands of lines.
    for line in _sentences(text):
        route = _enum(draft, line, _ROUTE, "route_words")
        owned = draft.core.owned("skills") if route is not None else []
        last = next((i for _, i in reversed(owned) if "route" not in i.fields), None)
        if last is not None and route is not None and (done or len(line.split()) <= 6):
            done |= draft.change("skills", "skills", last.id, {"route": route, **_due(draft, line, known)})
            continue
        fields = {"name": draft.stated(line)}
        _put(fields, "route", route)
        _put(fields, "level", _enum(draft, line, _LEVEL, "level_words"))
        fields |= _due(draft, line, known)
        if "owner" in fields:
            known = (*known, str(fields["owner"].value))
        if targets:
            fields["needed_for"] = Value(
                value=targets[:1], status="derived", rule="asked_for_process", said=(draft.said(trim(line)),)
            )
        done |= draft.add("skills", "skills", fields)
    return done


def _due(draft: Draft, text: str, known: tuple[str, ...]) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    _put(fields, "due", _date(draft, text, "end"))
    _put(fields, "owner", _owner(draft, text, known))
    return fields


def kpis(draft: Draft, text: str) -> bool:
    fields: dict[str, Value] = {}
    source = _SOURCE.search(text)
    if source:
        _put(fields, "source", draft.stated(next(g for g in source.groups() if g)))
    cadence = _CADENCE.search(text)
    if cadence:
        fields["cadence"] = draft.stated(cadence.group())
    _put(fields, "owner", _owner(draft, text))
    low, high = from_to(text)
    figure = high or next((q for q in quantities(text) if q.kind in ("count", "plain", "percent")), None)
    if low is not None:
        fields["baseline"] = _number(draft, low)
    if figure is not None:
        fields["target"] = _number(draft, figure)
    owned = [i for _, i in draft.core.owned("kpis")]
    current = next((i for i in owned if "source" not in i.fields), None)
    asked = draft.state.answering
    if current is not None and asked is not None and asked.question == "kpis" and asked.probe > 0:
        fresh = {n: v for n, v in fields.items() if n not in current.fields}
        if "source" not in fresh:
            fresh["source"] = draft.stated(*_sentences(text))
        return draft.change("kpis", "kpis", current.id, fresh)
    first = next(iter(_sentences(text)), "")
    start = source.start() if source else len(text)
    name = re.sub(
        r"(?<![\s,])(?:[\s,]*+\b(?:and|which|that|it))?(?:[\s,]*\s(?:is|are|it's|we|will be))?[\s,]*$",
        "",
        trim(first[: max(start, 0)] if start < len(first) else first),
        flags=_I,
    )
    if not cues.content_words(name):
        return False
    fields["metric"] = draft.stated(name)
    goals = _goal_ids(draft)
    if goals:
        fields["goal"] = Value(
            value=goals[0], status="derived", rule="asked_for_goal", said=(draft.said(trim(name)),)
        )
    return draft.add("kpis", "kpis", fields)


def return_upstream(draft: Draft, text: str) -> bool:
    fields = {"condition": draft.stated(*_sentences(text))}
    belief = re.search(
        r"\b(?:question|doubt|rethink|revisit|reconsider|go back to|look again at)\s+(?P<b>[^.;,]+)", text, _I
    )
    where = belief.group("b") if belief else text
    stage = _enum(draft, where, _RETURN_STAGE, "stage_words")
    _put(fields, "stage", stage)
    if belief:
        fields["belief"] = draft.stated(belief.group("b"))
    _put(fields, "review_on", _date(draft, text, "end"))
    return draft.add("return_upstream", "return_upstream", fields)


def next_actions(draft: Draft, text: str) -> bool:
    done = False
    items = [s.text for s in list_items(text)]
    if any(cues.content_words(i) < 2 for i in items):
        items = _sentences(text)
    for item in items[:5]:
        found = dates(item, draft.state.today, edge="end")
        what = item
        if found:
            what = (item[: found[0].start] if found[0].start > 6 else item[found[0].end :]) or item
            what = re.sub(
                r"(?<![\s,:])[\s,:]*+(?:\b(?:by|on|before|until|this|and))?[\s,:]*$", "", what, flags=_I
            )
        what = re.sub(r"^(?:i(?:'ll| will)?|we(?:'ll| will)?|and|then|:|,|\s)+\b", "", what, flags=_I)
        fields = {"what": draft.stated(what if cues.content_words(what) else item)}
        if found:
            fields["due"] = draft.derived(found[0].date.isoformat(), found[0].text, "date_end")
        who = _owner(draft, item)
        if who is not None:
            fields["owner"] = who
        done |= draft.add("next_actions", "next_actions", fields)
    return done


def assumptions(draft: Draft, text: str) -> bool:
    lines = _sentences(text)
    test = [
        s
        for s in lines
        if re.search(r"\b(test|ask|call|check|interview|try|survey|find out|phone|offer it)\b", s, _I)
    ]
    belief = [s for s in lines if s not in test] or lines
    fields = {"belief": draft.stated(*belief)}
    if test and test != belief:
        fields["test"] = draft.stated(*test)
    return draft.add("assumptions", "assumptions", fields)


def confirm(draft: Draft, text: str) -> bool:
    """An objection is kept among the risks; a word or a figure alone is none."""
    return cues.content_words(text) >= 3 and draft.add_texts("assumptions", "risks", _sentences(text))


READERS: dict[str, Reader] = {
    "company": company,
    "symptom": _whole("symptom", "/situation/symptom"),
    "attempts": attempts,
    "scenario": scenario,
    "trends": trends,
    "client_shift": _whole("client_shift", "/upstream/market/client_shift"),
    "alternatives": _texts("alternatives", "alternatives"),
    "challenge": challenge,
    "solution": solution,
    "difference": difference,
    "ideal_client": ideal_client,
    "examples": examples,
    "disqualifiers": _texts("disqualifiers", "disqualifiers"),
    "triggers": _texts("triggers", "triggers", split=False),
    "positioning": _whole("positioning", "/upstream/proposition/positioning"),
    "one_year": one_year,
    "five_year": five_year,
    "guiding_choice": guiding_choice,
    "processes": processes,
    "skills": skills,
    "kpis": kpis,
    "return_upstream": return_upstream,
    "next_actions": next_actions,
    "assumptions": assumptions,
    "confirm": confirm,
}

__all__ = ["READERS", "Reader"]
