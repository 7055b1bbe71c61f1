"""Reading what must happen: processes with their owner, first step and start, and the skills they need."""

import re
from datetime import timedelta

from coach.events import Value
from coach.language.amounts.dates import dates
from coach.language.amounts.quantities import quantities
from coach.language.pieces import clauses, list_items
from coach.language.pieces import sentences as sentences_of
from coach.language.reading import cues
from coach.language.reading.doers import doer_told, may_be_name
from coach.language.reading.draft import Draft, trim
from coach.language.reading.people import hours
from coach.language.reading.values import (
    WHEN,
    date_value,
    dates_in,
    enum,
    goal_ids,
    known_owners,
    owner_value,
    put,
    sentences,
)

_I = re.IGNORECASE
_FIRST = re.compile(
    r"(?:\b(?:(?:the )?first step(?: is| would be|:)?|step one(?: is|:)?|starting (?:by|with)|start(?:s)? (?:by|with)|"
    r"begin(?:s|ning)? (?:by|with)|first(?: of all)?[,:]|first,? (?:i|we)(?:'ll| will|'d)?)|(?<=[,;.])\s*first(?= (?:make|call|write|list|"
    r"find|ask|send|book|set|draw|draft|visit|invite|prepare|check|get|build|talk|go|pick|choose|plan|buy|print|design|speak|email|phone)))\s*"
    r"(?:(?:to|that)\s+)?(?P<step>[^.;]+)",
    _I,
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


_AFTER_NAME = re.compile(
    r";|,?\s*\b(?:owned|owner|led|run) (?:by|is|:)|,\s*(?:owner|starting|starts?|from|first|the first|\d|i'?ll|i will|i'?d|i do|i can|by|beginning)\b|"
    r"\s+[–—-]\s+|\s+(?:starting|beginning)(?= (?:on|from|in|next|this|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\d))|"
    r",\s*(?:around |about |roughly )?(?:an?|one|two|three|four|five|six|half|\d+(?:[.,]\d)?)[\w ]{0,12}(?:hours?|hrs?|minutes?|mins?|days?)\b|"
    r",\s*(?:around |about |roughly )?\d+(?:[.,]\d)?\s?(?:h|hrs?|mins?)\b|,\s*(?:mon|tues|wednes|thurs|fri|satur|sun)days?(?=\s*,)",
    _I,
)
"""Where a process's name ends and what is said of it begins."""


_LEAD_TIME = re.compile(
    r"^(?:every|each|once an?|twice an?) [\w ]{3,20}, (?:starting|beginning|from)\b[^,]*, (?=\S)", _I
)
"""How often, and from when, before who does what."""
_SEES_TO_IT = re.compile(
    r"^(?:(?-i:[A-Z])[\w'’-]+(?: (?-i:[A-Z])[\w'’-]+)?|i|we)(?:, (?:our|my|the) [\w ]{3,30},)? (?:(?:would|will|should|must) )?(?:(?:sees?|make sure|makes sure|takes? care)(?: to it)? that )?",
    _I,
)
"""Who does it, before what is done."""


def _name(text: str, fields: dict[str, Value]) -> str:
    """The name of a process: what comes before its owner, its step and its dates."""
    who = fields.get("owner")
    label = re.match(r"^(?:[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)\s*(?:[–—:-]|,)\s+(?=\S)", text)
    if who is not None and label is not None and text.startswith(str(who.value)):
        text = text[label.end() :]
    told = re.match(
        r"^[^:,.;]{2,40}\b(?:will do it|does it|owns it|is responsible)\s*[:,;]\s*(?:(?:he|she|they)\s+)?",
        text,
        _I,
    )
    if told is not None:
        text = text[told.end() :]
    if label is None and who is not None and text.startswith("responsible"):
        text = text.split(",", 1)[-1].strip()
    timed = _LEAD_TIME.match(text)
    if timed is not None:
        return _SEES_TO_IT.sub("", text[timed.end() :])
    text = re.sub(r"^every (?:month|week|quarter|day):\s*", "", text, flags=_I)
    cuts = (text[: hit.start()] for hit in _AFTER_NAME.finditer(text))
    # "Every quarter, starting in May, Ada visits …" is not named by how often it happens.
    name = next((c for c in cuts if cues.content_words(c) >= 2 and not _NO_START.fullmatch(trim(c))), text)
    at = name.find(str(who.value)) if who is not None else -1
    before = name[:at].rstrip(" ,(") if at > 0 else ""
    if (
        at > 0
        and name[:at].rstrip().endswith((",", "(", " by", " with", " and"))
        and cues.content_words(before) >= 2
    ):
        name = re.sub(r"\s*,?\s+(?:by|with|and)$", "", before)
    name = re.sub(
        r"^(?:(?:we|i)(?:'ll| will| should| must| need to| want to| have to| would|'d)\s+|to\s+)",
        "",
        name,
        flags=_I,
    )
    when = fields.get("start")
    for said in when.said if when is not None else ():
        tail = re.search(
            rf"(?:,|\s)+(?:on|from|by|in|starting|as of|beginning)?\s*{re.escape(said.span)}\s*$", name, _I
        )
        name = name[: tail.start()] if tail and cues.content_words(name[: tail.start()]) >= 2 else name
    return name


_LED = re.compile(
    r"(?:\b(?:from|starting|start|starts|begins?|beginning|as of|ab|w/c|week of|since)(?: on| the| in| from| with)*|\bon the)\s*$",
    _I,
)
_NO_START = re.compile(
    r"\b(?:every|each|on)\s+(?:other |second |first |third |last )?(?:\w+day(?: \w+)?|week|month|quarter)s?\b|\bwithin (?:a|an|one|two|three|\d+) \w+\b|\b(?:first|second|third|last) \w+day of (?:the|each|every) month\b|"
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)s\b|,\s*(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:s| \w+)?(?=\s*,)",
    _I,
)
"""Days that say how often or how soon, and no first day."""
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth "
    "eighteenth nineteenth twentieth"
).split()
_NTH_OF = re.compile(
    rf"\b(?:the )?(?P<nth>{'|'.join(_ORDINALS)}) of (?P<month>[A-Z][a-z]+)(?: (?P<year>20\d\d))?\b"
)
_AFTER_NEXT = re.compile(r"\b(?:the )?week after next\b", _I)


def _start(draft: Draft, text: str) -> Value | None:
    """The first day: what "from" leads to counts before any weekday; how often it happens is no beginning."""
    nth = _NTH_OF.search(text)
    if nth is not None:
        day = dates(
            f"{_ORDINALS.index(nth['nth']) + 1} {nth['month']} {nth['year'] or ''}".strip(),
            draft.state.today,
            "start",
        )
        if day:
            return draft.derived(day[0].date.isoformat(), nth.group(), "date_start")
    later = _AFTER_NEXT.search(text)
    if later is not None:
        today = draft.state.today
        monday = today + timedelta(days=14 - today.weekday())
        return draft.derived(monday.isoformat(), later.group(), "date_start")
    found = [d for d in dates_in(draft, text, "start") if "today" not in d.text.casefold()]
    led = next((d for d in found if _LED.search(text[: d.start])), None)
    if led is not None:
        return draft.derived(led.date.isoformat(), led.text, "date_start")
    return date_value(draft, _NO_START.sub(lambda m: " " * len(m[0]), text), "start")


_I_DO = re.compile(
    r"(?:(?:and|also|then|plus),? )?(?:(?:every|each) \w+,? |(?:once|twice) an? \w+,? |on \w+s,? )?(?P<i>i)(?:'ll| will)? (?!think|guess|suppose|don|have|am|need|want|would|could)[a-z]+",
    _I,
)
"""An answer whose doer is the person: "every week I visit two managers"."""


_BY_WHOM = re.compile(
    r"(?<=\w)[.;,]\s+(?:and )?(?:(?-i:[A-Z])[\w'’-]+|he|she|they|i)(?:'ll)? (?:can|will|could|does|do|is doing|should) ?(?:do )?(?:that|it|this)\b[^.;]*[.!]*$",
    _I,
)
"""Behind a first step, who does it: "Asha can do that at the desk"."""
_THAT = re.compile(r"^(?:that|for)\s+(?=\w)", _I)
_MY_JOB = re.compile(r",?\s*(?:and )?(?:that|it)['’]?s (?:me|mine|on me|my job)\b.*$", _I)


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
        put(fields, "first_step", draft.stated(_THAT.sub("", words)))
    rest = f"{text[: step.start()]} {text[step.end() :]}" if step else text
    apart = _start(draft, rest) if step else None  # The day of the first step is not the day it starts.
    if step and apart is not None:
        put(fields, "first_step", draft.stated(_THAT.sub("", step.group("step"))))
    put(fields, "start", apart or _start(draft, text))
    mine = _I_DO.match(text) if doer_told(text) is None else None
    put(fields, "owner", draft.derived("me", mine["i"], "first_person") if mine else owner_value(draft, text))
    weekly = hours(text)
    if weekly is not None:
        count, span = weekly
        fields["hours"] = draft.derived(count, span.text, "hours_a_week")
    money = next((q for q in quantities(text) if q.kind == "money"), None)
    if money is not None:
        fields["money"] = draft.stated(money.text)
    if named:
        name = _MY_JOB.sub("", next(iter(sentences(body)), ""))
        name = _name(name, fields)
        put(fields, "name", draft.stated(name))
        put(fields, "kind", enum(draft, name, KIND, "kind_words"))
        goals = goal_ids(draft)
        if goals:
            fields["serves"] = Value(
                value=goals, status="derived", rule="asked_for_goal", said=(draft.said(trim(name) or text),)
            )
    return fields


_ANOTHER = re.compile(
    r"(?<=[.;!])\s+(?=(?:also|and also|plus|secondly|second|another|besides|next to that|then also)\b)", _I
)
"""Where an answer goes on to another process."""


_OWN_PROCESS = re.compile(
    r"^(?!(?:the )?first (?:step|thing|is)\b|start(?:s|ing)?\b)(?:(?:and|also|then|plus|secondly|finally),? )?(?:(?:every|each|once an?|twice an?) \w+\b|(?:(?-i:[A-Z][\w'’-]+)|i|we)(?:'ll| will)? "
    r"(?!(?:do(?:es)?|owns?|takes?|handles?|leads?|runs?) (?:it|that|this|them)\b|(?:will |would |'ll |can |could )?(?:start|begin|have|has|am|is|are|was|need|can|could|would|think|guess|do(?:es)?n'?t)s?\b)"
    r"[a-z]+\b)",
    _I,
)
"""A sentence that says who does what, or how often: a process of its own."""
_FEWEST = 4
"""Words that say something, from which on such a sentence is one."""
_BRIEF = 4
"""Words up to which a time ("before the holidays") is no step."""


def _one_by_one(text: str) -> list[str]:
    """The processes that an answer tells in sentences of their own, each with what follows about it."""
    found: list[tuple[int, int]] = []
    for s in sentences_of(text):
        fresh = _OWN_PROCESS.match(s.text) and cues.content_words(s.text) >= _FEWEST
        if found and not fresh:
            found[-1] = (found[-1][0], s.end)
        elif not found and not fresh:
            return [text]
        else:
            found.append((s.start, s.end))
    return [text[a:b] for a, b in found]


ADDS = re.compile(
    r"^(?:(?:and|also|oh|please)[\s,]+)*(?:(?:i|we)(?:'d| would)? (?:wish|want|like|need|have|must)(?: also)? to add(?: (?:an?|another|one more)[\w ]{0,20}?)?|"
    r"(?:here(?:'s| is)|there(?:'s| is)) (?:another|one more|a second)(?: \w+)?|(?:another|one more|a second) (?:thing|process|one))\s*[:,–-]\s*",
    _I,
)
"""What announces one more thing without being part of it."""


def processes(draft: Draft, text: str) -> bool:
    text = ADDS.sub("", text)
    owned = [i for _, i in draft.core.owned("processes")]
    need = ("first_step", "start") if draft.core.solo else ("owner", "first_step", "start")
    open_ones = [i for i in owned if any(n not in i.fields for n in need)]
    # The first step is asked for, one process at a time; owners and dates are offered for all of them.
    current = next((i for i in open_ones if "first_step" not in i.fields), next(iter(open_ones), None))
    asked = draft.state.answering
    following = (
        asked is not None
        and asked.question == "processes"
        and (asked.probe > 0 or asked.kind in ("finding", "suggestion"))
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
        if not fields and WHEN.match(text) and len(text.split()) <= _BRIEF:
            return False  # A time that no calendar has: it is asked for again.
        if (
            "owner" in missing
            and "first_step" not in missing
            and not fields
            and len(text.split()) <= 4
            and not cues.is_vague("processes", text)
            and may_be_name(text)
        ):
            fields["owner"] = draft.stated(text)
        elif "first_step" in missing and cues.content_words(left) >= 2:
            told = _BY_WHOM.sub("", text) or text
            candidates = [c for c in (trim(c.text) for c in clauses(told)) if cues.content_words(c) >= 2]
            if candidates:
                fields["first_step"] = draft.stated(max(candidates, key=len))
        done = draft.change("processes", "processes", current.id, fields)
        for other in owned:
            # What is said with a first step is said of that one alone.
            if other.id != current.id and "first_step" not in fields:
                shared = {
                    n: v for n, v in fields.items() if n in ("owner", "start") and n not in other.fields
                }
                draft.change("processes", "processes", other.id, shared)
        return done
    text_items = [p for p in _ANOTHER.split(text) if cues.content_words(p) >= 2]
    items = (
        text_items
        if len(text_items) > 1
        else [s.text for s in list_items(text)]
        if re.search(r"^\s*(?:[-*•]|\d[.)])\s|\n", text)
        else _one_by_one(text)
    )
    done = False
    for item in items:
        if cues.content_words(item) >= 2:
            done |= draft.add("processes", "processes", _process_fields(draft, item, True))
    return done


def add_process(draft: Draft, text: str) -> bool:
    """Add a process told whole, whatever was asked."""
    return draft.add("processes", "processes", _process_fields(draft, text, True))


_GAP_AND_ROUTE = re.compile(r"[;]\s*|\s+[-–—]\s+|,\s*(?:so |and )?(?=(?:we|i)?\s*(?:'ll |will |need to |want to |have to |should |must |would )?(?:hire|learn|train|borrow|"
    r"recruit|outsource|partner|get someone|get a|find a|take a course|ask a)\b)", _I)  # fmt: skip
"""Between what is missing and how it is got: "we lack a seller; hire one"."""


def _gaps(text: str) -> list[str]:
    """The skills an answer names; "we can't sell, so we will hire someone" is a gap and its route."""
    return [p for s in sentences(text) for p in map(trim, _GAP_AND_ROUTE.split(s)) if cues.content_words(p)]


_ROUTE_OF_IT = re.compile(
    r"(?:we'?ll |i'?ll |let'?s )?(?:outsource|hire|buy|borrow|rent|train|learn) (?:it|that|this|them)( in| out)?$",
    _I,
)
"""How the skill before is got, and no skill of its own."""


def skills(draft: Draft, text: str) -> bool:
    done = False
    targets = tuple(i.id for _, i in draft.core.owned("processes"))
    known = known_owners(draft)  # Once: a list may have thousands of lines.
    for line in _gaps(text):
        route = enum(draft, line, ROUTE, "route_words")
        owned = draft.core.owned("skills") if route is not None else []
        last = next((i for _, i in reversed(owned) if "route" not in i.fields), None)
        follows = done and re.match(
            r"(?:so |and |probably |maybe |perhaps )*(?:(?:we|i)\b|hire|learn|train|borrow|recruit|outsource|partner|get|find|take|ask)",
            line,
            _I,
        )
        if done and owned and _ROUTE_OF_IT.match(line):
            done |= draft.change("skills", "skills", owned[-1][1].id, {"route": route} if route else {})
            continue
        if last is not None and route is not None and (follows or len(line.split()) <= 6):
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
