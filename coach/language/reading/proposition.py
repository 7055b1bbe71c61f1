"""Reading the proposition: the problem and what it costs, the offer and its price, the difference and its proof."""

import re

from coach.events import Value
from coach.language.amounts.prices import goes_on_about, only_figures, price_end
from coach.language.amounts.quantities import quantities
from coach.language.pieces import clauses
from coach.language.reading import cues
from coach.language.reading.draft import Draft, trim
from coach.language.reading.values import enum, put, sentences

_I = re.IGNORECASE
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
    r"\b(know\w*|they (all |often |always |openly )?(say|tell|ask|admit|complain|search)|aware|complain\w*|tells? (?:us|them|everyone|me)|ask us|on their agenda)\b",
    _I,
)

_PROOF = re.compile(
    r"\b(proof|prove[sn]?|case stud\w+|testimonials?|references?|certif\w+|award\w*|guarantee\w*|track record|"
    r"clients? (say|stay\w*|came back)|measured|delivered|\d+ ?(?:%|percent|per cent) of|still with us|validated|first time|\d+ (years|projects|clients|of our|schools|cases)|sceptics?|show them)\b",
    _I,
)


_COST_SENTENCE = re.compile(
    r"[€$£₹]\s?\d|\b(?-i:[A-Z]{3}) \d|\d[\d.,]*\s?(?:k|€|£|eur|euros?|usd|dollars|pounds|quid|sek|dkk|nok|pln|chf|rs|rupees|shillings|kroner|lakh)\b|\d[\d.,]*\s?€|"
    r"\b(?:it|that|which|this|each|a (?:lost|rejected|broken|missed) \w+|it'?s)\b[^.;]{0,30}\b(?:costs?|loses?)\b|\bcosts? (?:them|us|him|her|you|each|an? \w+)\b[^.;]{0,20}\d|^(?:about |around |roughly |say )?(?:it |that |this |they |and )?(?:costs?|loses?|lose)\b",
    _I,
)
"""A part of an answer that says what the problem costs: an amount, or "it costs them …"."""
_COST_TAIL = re.compile(
    r"(?:,|;|\s[–-])\s*(?P<cost>(?:and |which |it |that |about |around |roughly |it'?s (?:like |about )?|costing |costs? |at )*(?:[€$£₹]\s?\d|\d[\d.,]*\s?(?:k\b|€|£|eur\b|sek\b|usd\b)|[A-Z]{3} \d|costing|costs?\b)[^.;]*)$|"
    r",?\s(?P<that>(?:and |which |and it |and that |it |that )(?:costs?|loses?)\b[^.;]*)$|,?\s(?P<and>costing\b[^.;]*)$",
    _I,
)
_COST_WORD = re.compile(r"\b(?:hidden|no|extra|lower|labou?r|the|of|about)\s*\Z", _I)


OFFER_STATE: tuple[tuple[str, str], ...] = (
    (
        (
            r"\b(to be (?:built|made)|build it|not (?:\w+ ){0,3}yet|would (?:have to )?build|(?:still|yet) to (?:build|make|be (?:built|made))|"
            r"(?:does not|doesn'?t|do not|don'?t) exist|(?:still )?(?:building|developing) it|under construction|only an idea|new offer|"
            r"in development|prototype)\b"
        ),
        "build",
    ),
    (r"\b(change|adapt|repackage|rework|adjust)\w*\b", "change"),
    (r"\b(already|we sell|today|exists?|currently)\b", "exists"),
)


_THE_PROBLEM = re.compile(
    r"^(?:(?:and|but|so|well|hm+),? )*(?:the|their|our clients'?) (?:(?:main|biggest|real) )?(?:problem|pain|trouble|challenge) (?:is|they have is)(?: that)?:?\s+",
    _I,
)
"""What leads up to the problem without being part of it."""


def challenge(draft: Draft, text: str) -> bool:
    """The problem is the whole first sentence; what it costs is a part of its own, or an amount at its end."""
    base = "/upstream/proposition/challenge"
    have = draft.core.values
    fields: dict[str, Value] = {}
    pieces = [p for s in sentences(text) for p in map(trim, s.split(";")) if p]
    if f"{base}/statement" not in have or draft.core.focus == "challenge":
        first = next((p for p in pieces if not _COST_SENTENCE.match(p)), pieces[0] if pieces else "")
        rest = [p for p in pieces if p != first]
        more = [p for p in rest if not any(t.search(p) for t in (_COST_SENTENCE, _URGENT, _KNOWN, _PAIN))]
        tail = _COST_TAIL.search(first)
        if (
            tail is not None
            and cues.content_words(first[: tail.start()]) >= 1
            and not _COST_WORD.search(first[: tail.start()])
        ):
            rest = [*rest, next(g for g in tail.groups() if g)]
            first = first[: tail.start()]
        else:
            rest = [*rest, *(m.group() for m in (_LOSS.search(first),) if m)]
        if first:
            fields[f"{base}/statement"] = draft.stated(
                _THE_PROBLEM.sub("", first) or first, *(p for p in more if text.find(p) > text.find(first))
            )
    else:
        rest = pieces
    said = f"{base}/statement" in fields
    tests = (
        ("expensive", _COST_SENTENCE if said else _COST),
        ("urgent", _URGENT),
        ("recognised", _KNOWN),
        ("painful", _PAIN),
    )
    for name, pattern in tests:
        match = next((p for p in rest if pattern.search(p)), None)
        if match and f"{base}/{name}" not in have:
            fields[f"{base}/{name}"] = draft.stated(match)
    asked = draft.state.answering
    following = asked is not None and asked.question == "challenge" and asked.probe > 0
    if following and f"{base}/statement" in have and f"{base}/expensive" not in {**have, **fields}:
        fields[f"{base}/expensive"] = draft.stated(*sentences(text))
    return draft.answer("challenge", fields)


_LOSS = re.compile(
    r"\b(?:(?:it|that|which|this)\s+)?(?:costs?|loses?)\s+(?:them|us|you|a|the|about|over|up to|around)?\s*[^.;,]*\d[^.;]*$",
    _I,
)
"""What a problem costs, with its figure, inside the sentence that names it."""


_PLAIN_PRICE = re.compile(
    r"(?:\b(?:for|at|around|about|costs?|costing|charge|price[d]? at|priced)\s+|,\s*|^)(?P<price>(?:around |about |roughly )?(?:\d[\d.,]*k?\s*(?:a|an|per|each|every|/|p)\s*\w+|\d[\d.,]*\s?k(?=\s+(?:fixed|flat|each|all in|upfront)\b)(?:\s+(?:fixed|flat|each|all in|upfront))))",
    _I,
)
"""A price without its currency: "for 300 a month"."""


_OFFER_END = 160
"""Characters at the end of an offer in which dangling words are looked for."""
_NO_OFFER = re.compile(r"^(?:it'?s|it is|they|that'?s|this is|[€$£₹]?\d)", _I)
_FOR_WHAT = re.compile(
    r"\bpays?\s+(?P<price>[€$£₹]?\s?\d[\d.,]*\s?(?:k|€|eur)?(?:\s(?:a|an|per|each)\s\w+)?)\s+for\s+(?P<offer>[^.;]+)",
    _I,
)
"""Who pays what for what: "funders pay £85 a family for queue-side debt advice"."""


_COSTS_THEM = re.compile(
    r"\b(?:is|are|that'?s) what (?:it|that|this) costs\b|\bnot (?:our|the|my|a) (?:price|fee|charge|rate)\b|^(?:no|nope|wrong|sorry)$|\b(?:the|their|a) (?:liability|tax bill|damage|fine|penalty|waste) (?:is|are|was|can|could|may|might|runs)\b|"
    r"\b(?:is|are|was|were|'s) (?:what )?(?:the |their |our )?(?:client|customer|buyer|owner|they)(?:['’]?s|s['’])? (?:waste|lose|cost|loss|spend|damage)\w*\b",
    _I,
)
"""What tells of their cost, or only says no: neither an offer nor its price."""
_PRICE_FIRST = re.compile(
    r"^(?P<price>[€$£₹]?\s?\d[\d.,]*\s?(?:k|€|eur|euros)?\s(?:a|an|per|each) \w+) for (?P<offer>(?:an? |the )?[^.;]{4,80})[.\s]*$",
    _I,
)


def _offer_of(text: str) -> str:
    """The sentence that names what is sold, rather than one that tells about it ("it's free for them")."""
    found = sentences(text)
    return next((s for s in found if not _NO_OFFER.match(s)), found[0] if found else "")


_FEE = re.compile(r"\b(?:fee|price|rate|retainer|subscription|charge)\s+of\s*\Z", _I)


def _is_only_its_price(text: str, start: int, end: int) -> bool:
    """Whether what stands before a figure names the price alone and the offer follows: "a monthly fee of £180 with …"."""
    after = next(iter(sentences(text[price_end(text, end) :])), "")
    return _FEE.search(text[:start]) is not None and cues.content_words(after) >= 2


_EXPENSIVE = "/upstream/proposition/challenge/expensive"


def solution(draft: Draft, text: str) -> bool:
    base = "/upstream/proposition/solution"
    fields: dict[str, Value] = {}
    if f"{base}/offer" not in draft.core.values and only_figures(text):
        # What the problem costs them is no price, and a figure for some is no offer: it is asked again.
        cost = draft.core.values.get(_EXPENSIVE)
        goes_on = cost is not None and goes_on_about(text, str(cost.value))
        return goes_on and draft.answer("challenge", {_EXPENSIVE: draft.stated(*sentences(text))})
    told = [s for s in sentences(text) if not _COSTS_THEM.search(s)]
    if told and len(told) < len(sentences(text)):
        text = text[text.find(told[0]) : text.rfind(told[-1]) + len(told[-1])]
    led = _PRICE_FIRST.match(text)
    if led is not None:
        return draft.answer(
            "solution",
            {f"{base}/price": draft.stated(led["price"]), f"{base}/offer": draft.stated(led["offer"])},
        )
    money = next((q for q in quantities(text) if q.kind == "money"), None)
    if money is None and re.search(
        r"\b(price|charge|costs?|fee|per (month|year|day|hour|project))\b", text, _I
    ):
        money = next((q for q in quantities(text) if q.kind in ("plain", "count")), None)
    plain = _PLAIN_PRICE.search(text) if money is None else None
    if plain is not None:
        fields[f"{base}/price"] = draft.stated(
            text[plain.start("price") : price_end(text, plain.end("price"))]
        )
        money = next((q for q in quantities(text) if q.start >= plain.start("price")), None)
    elif money is not None:
        fields[f"{base}/price"] = draft.stated(text[money.start : price_end(text, money.end)])
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
    paid = _FOR_WHAT.search(text)
    if paid is not None:
        fields[f"{base}/price"] = draft.stated(paid["price"])
        fields[f"{base}/offer"] = draft.stated(paid["offer"])
    elif f"{base}/offer" not in draft.core.values or draft.core.focus == "solution":
        offer = (
            text[: money.start]
            if money is not None and money.start > 8 and not _is_only_its_price(text, money.start, money.end)
            else sentences(text)[0]
            if sentences(text)
            else ""
        )
        whole = _offer_of(offer)
        offer = whole[:-_OFFER_END] + re.sub(
            r"(?<![\s,;:(–-])[\s,;:(–-]++(?:(?:at|for|from|priced at|which costs|it costs|costs?|costing|about|around|approx\.?|ca\.?|roughly|a|an|of|fixed|flat|only|just|"
            r"we charge|they pay|clients pay|charging|price[d]?|is|with|then)\b\.?[\s,:(]*)*[\s,:(]*$",
            "",
            whole[-_OFFER_END:],
            flags=_I,
        )
        offer = re.sub(
            r"^(?:it(?:['’](?:d|ll)| should| would| could| will) be|they'?d (?:buy|get)|they(?: would)? buy|we(?:'d| would)? (?:sell|offer)|i(?:'d| would)? (?:sell|offer)|what they(?:'d)? buy:?|offer:|(?:so )?(?:our|the|my) (?:offer|package|service|solution) (?:is|(?:would|will|should|could) be):?)\s+",
            "",
            offer,
            flags=_I,
        )
        price = fields.get(f"{base}/price")
        if cues.content_words(offer) and (price is None or offer.strip(" .") not in str(price.value)):
            fields[f"{base}/offer"] = draft.stated(offer)
    return draft.answer("solution", fields)


_ONLY = re.compile(
    r"\b(?:nobody|no one|none|only|other \w+ (?:don'?t|do not|never|can'?t)|others (?:don'?t|do not|never|can'?t)|unlike|we are the (?:only|first)|instead of)\b",
    _I,
)
_FIGURED = re.compile(
    r"\d|\b(?:reviews?|never (?:been|had|lost)|testimonials?|all (?:our|of our)|every (?:client|customer)|guarantee[sd]?|references?|award\w*)\b",
    _I,
)
_RESULT = re.compile(r"\b(?:in|within|to|from|by) [€$£₹]?\d|\b\d+ of (?:the )?\d+", _I)
"""A result, with its figure."""
_PROOF_LABEL = re.compile(r"^(?:(?:the )?proof(?: is)?|evidence)\s*:?\s+", _I)
_PAIRED = re.compile(
    r",\s+(?=(?:we'?ve|we have|i'?ve|i have|\d+(?:[.,]\d+)?%?\s+(?:of|in|out|clients?|customers?|families|recipients|systems|schools|reviews))\b)",
    _I,
)


def difference(draft: Draft, text: str) -> bool:
    """Why they choose you, and what proves it: figures and reviews prove; "nobody else" is the difference."""
    base = "/upstream/proposition"
    found = [s for s in (trim(c.text) for c in clauses(text)) if s]
    if len(found) == 1:
        found = [p for p in map(trim, _PAIRED.split(found[0], maxsplit=1)) if p]
    proof = [
        s
        for s in found
        if (_PROOF.search(s) or _PROOF_LABEL.match(s)) and not (_ONLY.search(s) and not re.search(r"\d", s))
    ]
    if not proof and len(found) > 1:
        proof = [s for s in found[1:] if _FIGURED.search(s) and not _ONLY.match(s)]
    if (
        len(proof) == len(found) > 1
    ):  # Every part has a figure or a guarantee: the first is what they are chosen for.
        proof = [s for s in proof if s != next((c for c in found if _ONLY.search(c)), found[0])]
    if (
        proof
        and proof == found[:1]
        and len(found) > 1
        and re.search(r"\d", found[1])
        and not re.search(r"\b(?:proof|reviews?|of our)\b", found[0], _I)
    ):
        proof = found[1:]  # "I was an engineer for 12 years. 37 of 40 passed": the result proves.
    alone = [s for s in found if _ONLY.search(s)]
    if alone and found[0] not in alone and _RESULT.search(found[0]):
        proof = [s for s in found if s not in alone]  # "It let in 11 days. Nobody else delivers in 48 hours."
    claim = [s for s in found if s not in proof] or found
    fields = {f"{base}/difference": draft.stated(*claim)}
    if proof:
        fields[f"{base}/proof"] = draft.stated(*(_PROOF_LABEL.sub("", p) or p for p in proof))
    return draft.answer("difference", fields)
