"""Reading how progress is seen, and when to go back upstream."""

import re

from coach.events import Value
from coach.language.amounts.quantities import from_to, quantities
from coach.language.reading import cues
from coach.language.reading.doers import NAME_ONLY, is_first_word
from coach.language.reading.draft import Draft, trim
from coach.language.reading.people import owner
from coach.language.reading.values import (
    date_value,
    enum,
    goal_ids,
    number,
    owner_value,
    put,
    sentences,
)

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


_NO_SOURCE = re.compile(
    r"(?:in|by|on|from|until)?\s*(?:total|all|full|time|average|person|advance|a (?:week|month|year|row)|the (?:week|month|year|end|first|next|last)|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|"
    r"summer|winter|spring|autumn|q[1-4]|christmas|xmas)\b.*)",
    _I,
)
_LAST_PART = re.compile(
    r"(?:[,;]|\s[–—-]|(?<=\d))\s*(?:(?:recorded|tracked|kept|noted|logged|counted|(?:and )?i'?ll (?:write|note|keep|put) (?:it|them)|it'?s|it is)\s+)?(?:in|on|from|with|via|at)\s+"
    r"(?P<in>(?:the |our |my |an? )?[A-Za-zÀ-ÿ][^,;.()\d]{1,32})\s*[.!]*$|"
    r"(?:[,;]|\s[–—-])\s*(?P<name>(?:the |our |my )?[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ.]*(?: [a-zA-Z]+){0,2})\s*[.!]*$|\s\((?P<bracket>[A-Za-z][\w ]{1,24})\)\s*[.!]*$",
    _I,
)
"""Where a figure is kept, as the last part of an answer: ", in the TMS", " - whiteboard", "(Google)"."""
_FIGURE_PART = re.compile(
    r"(?:,|;|:(?=\s*\d)|\s[–—-](?=\s))\s*(?:from |now |currently |today |it'?s |about |was |none |should |to |by |up |target |baseline )*(?:[€$£₹~]?\d|none (?:today|now|yet)).*$",
    _I | re.DOTALL,
)
_LEAVES_OFF = re.compile(
    r"\s+(?:weekly|monthly|daily|quarterly|(?:each|every) (?:week|month|day|morning|evening|quarter|fortnight|\w+day)|(?:once|twice) an? (?:day|week|month)|on \w+days?)$",
    _I,
)


def _source_of(draft: Draft, text: str) -> tuple[str, int] | None:
    """Where a figure is kept, and where in the text that begins."""
    last = _LAST_PART.search(text)
    if last is not None:
        words = next(g for g in last.groups() if g)
        who = owner_value(draft, text)
        rest = text[: last.start()]
        named = last["in"] is not None or last["bracket"] is not None or re.search(r"\d", rest) is not None
        once = cues.content_words(rest) >= 1 and not _NO_SOURCE.fullmatch(words)
        stop = re.match(
            r"(?:me|myself|i|we|they|he|she|it|stop|then|so|and|not|per|by|every|each|weekly|monthly|daily)\b",
            words,
            _I,
        )
        if named and once and not stop and (who is None or str(who.value) not in words):
            return _LEAVES_OFF.sub("", words), last.start()
    found = _SOURCE.search(text)
    if found is None:
        return None
    words = next(g for g in found.groups() if g)
    return _LEAVES_OFF.sub("", words), found.start()


def _parts(text: str) -> list[str]:
    """What stands between commas behind the first part: "…, in HubSpot, Dan, weekly"."""
    return [trim(p) for p in re.split(r"[,;]\s+|\.\s+", text)[1:] if trim(p)]


def _said_often(text: str) -> str:
    """How often, in the words used; what is counted in a month is not looked at every month."""
    found = list(_CADENCE.finditer(text))
    own = [m for m in found if not re.match(r"(?:per|a) ", m.group(), _I)]
    return (own or found)[0].group() if found else ""


def kpis(draft: Draft, text: str) -> bool:
    fields: dict[str, Value] = {}
    kept = _source_of(draft, text)
    if kept:
        put(fields, "source", draft.stated(kept[0]))
    parted = _parts(text)
    cadence = next((p for p in parted if _CADENCE.fullmatch(p)), "") or _said_often(text)
    if cadence:
        fields["cadence"] = draft.stated(cadence)
    who = next((p for p in parted if NAME_ONLY.fullmatch(p) and owner(f"{p} owns it.") is not None), "")
    if who.casefold() in ("me", "myself", "i"):
        fields["owner"] = draft.derived("me", who, "first_person")
    else:
        told = draft.stated(who) if who else owner_value(draft, text)
        if told is not None and is_first_word(text, str(told.value)):
            told = owner_value(draft, text[len(str(told.value)) :])
        put(fields, "owner", told)
    change = from_to(text)
    low, high = change.baseline, change.target
    said = [q for q in quantities(text) if q.kind in ("count", "plain", "percent", "money")]
    if low is not None and high is None:
        high = next((q for q in said if q.start > low.end), None)
    if low is None and re.search(r"\bnone (?:today|now|yet|so far)\b", text, _I):
        none = re.search(r"\bnone\b", text, _I)
        assert none is not None
        fields["baseline"] = draft.derived(0, none.group(), "number")
    figure = high or (next(iter(said), None) if low is None else None)
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
    start = kept[1] if kept else len(text)
    if 0 < start - text.find(first) <= len(first):
        first = text[text.find(first) : start]
    figure_part = _FIGURE_PART.search(first)
    if figure_part is not None and cues.content_words(first[: figure_part.start()]):
        first = first[: figure_part.start()]
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
