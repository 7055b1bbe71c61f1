"""Reading how progress is seen, when to go back upstream, and the answers of the review."""

import re

from coach.events import Value
from coach.language import cues
from coach.language.draft import Draft, trim
from coach.language.pieces import list_items
from coach.language.quantities import from_to, quantities
from coach.language.reading import date_value, dates_in, enum, goal_ids, number, owner_value, put, sentences

_I = re.IGNORECASE
_SOURCE = re.compile(
    r"\b(?:i|we|she|he|they)(?:'ll| will)?\s+(?:keep|track|note|write|log|record|count|see|find)s?\s+(?:it|them|that|this|those)\s+(?:down\s+)?(?:in|on|with|from)\s+"
    r"(?P<d>[^.,;]+)|\b(?:recorded|tracked|logged|written down|noted|kept|seen|find it|counted|it'?s|is|look(?:ed)? (?:it )?up)\s+(?:is\s+)?"
    r"(?:in|on|from|with|at)\s+(?P<a>[^.,;]+)|\b(?:in|from|on|off|via|using)\s+(?P<b>(?:our|the|my|a|an)\s+[^.,;]*?(?:crm|calendar|notebook|"
    r"spreadsheet|sheet|excel|inbox|diary|system|books?|software|ledger|log|report|analytics|board|list|tool|app|paper|file))\b|"
    r"\bsource:?\s+(?P<c>[^.,;]+)|(?:^|[\s,;])(?:in|from|on|via|using)\s+(?P<e>(?-i:[A-Z])[\w.]+(?:\s(?-i:[A-Z])[\w.]+)*)"
    r"(?<!january)(?<!february)(?<!march)(?<!april)(?<!may)(?<!june)(?<!july)(?<!august)(?<!september)(?<!october)(?<!november)(?<!december)(?<!day)",
    _I,
)

_CADENCE = re.compile(
    r"\b(daily|weekly|monthly|quarterly|yearly|every (?:\w+ )?(?:day|week|fortnight|month|quarter|monday|tuesday|wednesday|thursday|friday)|(?:each|per) (?:day|week|month|monday|friday)|(?:once|twice) a (?:day|week|month)|a (?:day|week|month))\b",
    _I,
)

RETURN_STAGE: tuple[tuple[str, str], ...] = (
    (r"\bmarket\b|\btrend", "market"),
    (r"\bproposition|\boffer\b|\bprice\b|\bdifferen", "proposition"),
    (r"\bclient|\bcustomer|\bwho we serve|\bsegment", "clients"),
    (r"\bgoals?\b|\btarget\b", "goals"),
)


def kpis(draft: Draft, text: str) -> bool:
    fields: dict[str, Value] = {}
    source = _SOURCE.search(text)
    if source:
        put(fields, "source", draft.stated(next(g for g in source.groups() if g)))
    cadence = _CADENCE.search(text)
    if cadence:
        fields["cadence"] = draft.stated(cadence.group())
    put(fields, "owner", owner_value(draft, text))
    low, high = from_to(text)
    figure = high or next((q for q in quantities(text) if q.kind in ("count", "plain", "percent")), None)
    if low is not None:
        fields["baseline"] = number(draft, low)
    if figure is not None:
        fields["target"] = number(draft, figure)
    owned = [i for _, i in draft.core.owned("kpis")]
    current = next((i for i in owned if "source" not in i.fields), None)
    asked = draft.state.answering
    if current is not None and asked is not None and asked.question == "kpis" and asked.probe > 0:
        fresh = {n: v for n, v in fields.items() if n not in current.fields}
        if "source" not in fresh:
            fresh["source"] = draft.stated(*sentences(text))
        return draft.change("kpis", "kpis", current.id, fresh)
    first = next(iter(sentences(text)), "")
    first = re.split(
        r"[;]|,\s*(?=(?:recorded|tracked|logged|kept|noted|in|from|on|off|via|weekly|monthly|daily|every|each|once|i|we|it|which|that)\b)",
        first,
    )[0]
    start = source.start() if source else len(text)
    if 0 < start - text.find(first) <= len(first):
        first = text[text.find(first) : start]
    name = re.sub(
        r"(?<![\s,])(?:[\s,]*+\b(?:and|which|that|it))?(?:[\s,]*\s(?:is|are|it's|we|will be))?[\s,]*$",
        "",
        trim(first),
        flags=_I,
    )
    if not cues.content_words(name):
        return False
    fields["metric"] = draft.stated(name)
    goals = goal_ids(draft)
    if goals:
        fields["goal"] = Value(
            value=goals[0], status="derived", rule="asked_for_goal", said=(draft.said(trim(name)),)
        )
    return draft.add("kpis", "kpis", fields)


def return_upstream(draft: Draft, text: str) -> bool:
    fields = {"condition": draft.stated(*sentences(text))}
    belief = re.search(
        r"\b(?:question|doubt|rethink|revisit|reconsider|go back to|look again at)\s+(?P<b>[^.;,]+)", text, _I
    )
    where = belief.group("b") if belief else text
    stage = enum(draft, where, RETURN_STAGE, "stage_words")
    put(fields, "stage", stage)
    if belief:
        fields["belief"] = draft.stated(belief.group("b"))
    put(fields, "review_on", date_value(draft, text, "end"))
    return draft.add("return_upstream", "return_upstream", fields)


def next_actions(draft: Draft, text: str) -> bool:
    done = False
    items = [s.text for s in list_items(text)]
    if any(cues.content_words(i) < 2 for i in items):
        items = sentences(text)
    for item in items[:5]:
        found = dates_in(draft, item, "end")
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
        who = owner_value(draft, item)
        if who is not None:
            fields["owner"] = who
        done |= draft.add("next_actions", "next_actions", fields)
    return done


def assumptions(draft: Draft, text: str) -> bool:
    lines = [
        p
        for s in sentences(text)
        for p in map(
            trim,
            re.split(r"[;]|,\s*(?:so |and )?(?=(?:i|we)(?:'ll|\s+(?:will|would|could|can))\b)", s, flags=_I),
        )
        if p
    ]
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
    return cues.content_words(text) >= 3 and draft.add_texts("assumptions", "risks", sentences(text))
