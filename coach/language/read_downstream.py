"""Reading the downstream answers, and those of the review."""

import re

from coach.events import Value
from coach.language import cues
from coach.language.dates import dates
from coach.language.draft import Draft, trim
from coach.language.people import hours
from coach.language.pieces import clauses, list_items
from coach.language.quantities import from_to, quantities
from coach.language.reading import (
    date_value,
    enum,
    goal_ids,
    known_owners,
    number,
    owner_value,
    put,
    sentences,
)

_I = re.IGNORECASE
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

RETURN_STAGE: tuple[tuple[str, str], ...] = (
    (r"\bmarket\b|\btrend", "market"),
    (r"\bproposition|\boffer\b|\bprice\b|\bdifferen", "proposition"),
    (r"\bclient|\bcustomer|\bwho we serve|\bsegment", "clients"),
    (r"\bgoals?\b|\btarget\b", "goals"),
)

KIND: tuple[tuple[str, str], ...] = (
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

ROUTE: tuple[tuple[str, str], ...] = (
    (r"\bfractional\b|\bpart-?time\b", "fractional"),
    (r"\bhir(e|ing)\b|\brecruit\w*|\bemploy\b|\btake on\b", "hire"),
    (r"\btrain\w*|\blearn\w*|\bcourse\b|\bteach\b|\bpractice\b|\bstudy\b", "train"),
    (r"\bpartner\w*|\bborrow\w*|\bfreelanc\w*|\bagency\b|\boutsourc\w*|\bexternal\b", "partner"),
    (r"\bstop\w*|\bdrop\b|\bgive up\b|\bquit\b|\bdelegate\b", "stop"),
)

LEVEL: tuple[tuple[str, str], ...] = (
    (r"\b(partly|a bit|some|half|basic|not enough)\b", "partly"),
    (r"\b(can'?t|cannot|don'?t|missing|lack\w*|no one|nobody|never|need)\b", "missing"),
    (r"\b(have|already|can do|good at)\b", "have"),
)


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
        put(fields, "first_step", draft.stated(words))
    put(
        fields,
        "start",
        date_value(draft, re.sub(r"\bevery (?:\w+day|week|month|quarter)\b", " ", text), "start"),
    )
    put(fields, "owner", owner_value(draft, text))
    weekly = hours(text)
    if weekly is not None:
        count, span = weekly
        fields["hours"] = draft.derived(count, span.text, "hours_a_week")
    money = next((q for q in quantities(text) if q.kind == "money"), None)
    if money is not None:
        fields["money"] = draft.stated(money.text)
    if named:
        name = next(iter(sentences(body)), "")
        name = re.split(
            r";|,\s*(?:owned|owner|starting|start|first|\d|i'll|i will|led)\b|\s+[–—-]\s+",
            name,
            maxsplit=1,
            flags=_I,
        )[0]
        put(fields, "name", draft.stated(name))
        put(fields, "kind", enum(draft, name, KIND, "kind_words"))
        goals = goal_ids(draft)
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
    known = known_owners(draft)  # Once: a list may have thousands of lines.
    for line in sentences(text):
        route = enum(draft, line, ROUTE, "route_words")
        owned = draft.core.owned("skills") if route is not None else []
        last = next((i for _, i in reversed(owned) if "route" not in i.fields), None)
        if last is not None and route is not None and (done or len(line.split()) <= 6):
            done |= draft.change("skills", "skills", last.id, {"route": route, **_due(draft, line, known)})
            continue
        fields = {"name": draft.stated(line)}
        put(fields, "route", route)
        put(fields, "level", enum(draft, line, LEVEL, "level_words"))
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
    put(fields, "due", date_value(draft, text, "end"))
    put(fields, "owner", owner_value(draft, text, known))
    return fields


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
        who = owner_value(draft, item)
        if who is not None:
            fields["owner"] = who
        done |= draft.add("next_actions", "next_actions", fields)
    return done


def assumptions(draft: Draft, text: str) -> bool:
    lines = sentences(text)
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
