"""Reading how progress is seen, when to go back upstream, and the answers of the review."""

import re
from datetime import timedelta

from coach.events import Value
from coach.language.amounts.quantities import from_to, quantities
from coach.language.pieces import list_items
from coach.language.reading import cues
from coach.language.reading.doers import doer_told, is_first_word, tail_of
from coach.language.reading.draft import Draft, trim
from coach.language.reading.people import owner
from coach.language.reading.values import (
    date_value,
    dates_in,
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
    who = next((p for p in parted if _NAME_ONLY.fullmatch(p) and owner(f"{p} owns it.") is not None), "")
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


_MARKED = re.compile(r"^\s*\(?(?P<who>(?:[A-Z][\w'’-]+|[Mm]e|I)(?: [A-Z][\w'’-]+)?)\)?\s*:\s+(?=\S)")
"""Who does what follows: "Sam: phone list"."""
_TAIL = re.compile(
    r"\s*(?:\((?P<in>[^()]{1,40})\)?|\s[–—-]\s*(?P<dash>[^–—]{1,40})|[,;]\s*(?P<comma>(?:me|[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)))\s*[.,;]*\s*$"
)
"""Who and when, behind an action: "(Priya, tomorrow)", " - Sam - 15/12"."""
_NAME_ONLY = re.compile(r"(?:[A-Z][\w'’-]{1,20}(?: [A-Z][\w'’-]{1,20})?|[Mm]e|myself|I)")
_DATE_LEFT = re.compile(
    r"(?:^|(?<=[\s,(]))(?:by|on|before|until|till|due|the|this|and|end of|from|in|for)\s*$", _I
)
_TEN = re.compile(r"(?<![\w/.])(?P<d>[0-3]?\d)(?P<sep>[./])(?P<m>[01]?\d)\.?(?![\w/]|[.]\d)")
"""A day without its year: "15.12.", "1/12"."""
_ONLY_WHEN = re.compile(
    r"^\s*(?:and |then )?(?:by|on|before|until|from|this|next|coming|the|\s)*\s*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)?[\s,]*(?:the\s+)?$",
    _I,
)
"""Before a date, what says no more than when: "by Friday"."""
_ANNOUNCED = re.compile(
    r"^(?:the |my |our )?(?:next |first )?(?:actions?|steps?)(?: (?:within|for|in) [\w ]{3,24})?(?: (?:is|are))?:\s+",
    _I,
)
_OWN_DAY = re.compile(r",\s+(?=(?:and )?(?:by|before|on|after)\s+\S)", _I)
"""Where a line may go on to another action, with a day of its own."""
_MARKERS = re.compile(r"(?<=[.;])\s+(?=(?:[A-Z][\w'’-]+|[Mm]e)(?: [A-Z][\w'’-]+)?\s*:\s)")


def _due(draft: Draft, item: str) -> tuple[Value, str] | None:
    """The day an action is due, and the words that say it."""
    found = dates_in(draft, item, "end")
    if found:
        return draft.derived(found[0].date.isoformat(), found[0].text, "date_end"), found[0].text
    soon = re.search(r"\b(?:tmrw|tmw|tomoz)\b", item, _I)
    today = draft.state.today
    if soon is not None:
        return draft.derived((today + timedelta(days=1)).isoformat(), soon.group(), "date_end"), soon.group()
    now = re.search(r"\btoday\b", item, _I)
    if now is not None:
        return draft.derived(today.isoformat(), now.group(), "date_end"), now.group()
    bare = _TEN.search(item)
    if bare is not None:
        led = f"by {bare['d']}/{bare['m']}"
        found = dates_in(draft, led, "end")
        if found:
            return draft.derived(found[0].date.isoformat(), bare.group(), "date_end"), bare.group()
    return None


def _action(draft: Draft, item: str) -> dict[str, Value]:
    """What is done, by whom and when: who and when stand before a colon, in brackets or behind dashes."""
    what, who = item, ""
    marked = _MARKED.match(what)
    if marked:
        who, what = marked["who"], what[marked.end() :]
    due = _due(draft, item)
    told = None if marked else doer_told(trim(item))
    if told is not None and what.find(":") > 0:
        what = what[: tail_of(what)]
    for _ in range(3):
        tail = _TAIL.search(what)
        if tail is None or tail.start() < 3 or (told is not None and tail["comma"]):
            break
        words = next(g for g in tail.groups() if g)
        left = words.replace(due[1], " ") if due else words
        left = re.sub(r"\b(?:by|on|before|until|due|owner|the)\b", " ", left, flags=_I).strip(" ,.;:-")
        if left and not _NAME_ONLY.fullmatch(left):
            break
        who = who or left
        what = what[: tail.start()]
    if due is not None and due[1] in what:
        at = what.find(due[1])
        before, after = _ONLY_WHEN.sub("", what[:at]), what[at + len(due[1]) :]
        weekday = re.search(r"\b(?:post|open|close|meet)\s+on\s*$", before, _I)
        if cues.content_words(before) and not weekday and (at > 6 or not cues.content_words(after)):
            what = before
        elif not cues.content_words(before):
            what = after or what
        for _ in range(3):
            what = re.sub(r"[\s,:(]+$", "", _DATE_LEFT.sub("", what)) or what
    what = re.sub(
        r"^(?:(?:first|next|and|then)[\s,]+)*(?:i(?:'ll| will)?|we(?:'ll| will)?|and|then|:|,|-|–|\s)+(?=\s|\b)\s*",
        "",
        what,
        flags=_I,
    )
    fields = {"what": draft.stated(what if cues.content_words(what) else item)}
    if due is not None:
        fields["due"] = due[0]
    found = draft.stated(who) if who and told is None else owner_value(draft, trim(item))
    if found is not None:
        fields["owner"] = found
    return fields


def next_actions(draft: Draft, text: str) -> bool:
    done = False
    text = _ANNOUNCED.sub("", text)
    marked = _MARKERS.split(text)
    items = marked if len(marked) > 1 else [s.text for s in list_items(text)]
    if len(items) == 1 or any(cues.content_words(i) < 2 for i in items):
        items = [p for s in sentences(text) for p in re.split(r",\s+then\s+(?=\w)", s)]
    items = [p for item in items for p in _by_days(draft, item)]
    for item in items[:5]:
        doer = _DOES_IT.fullmatch(trim(item))
        before = draft.core.items.get("next_actions", ())
        if doer is not None and done and "owner" not in before[-1].fields:
            draft.change("next_actions", "next_actions", before[-1].id, {"owner": draft.stated(doer["who"])})
            continue
        done |= draft.add(
            "next_actions",
            "next_actions",
            _action(draft, trim(item) if item.count("(") == item.count(")") else item),
        )
    return done


def _by_days(draft: Draft, line: str) -> list[str]:
    """The actions of a line that has a day for each: "by 10 Dec the price list, before Christmas talk to Tom"."""
    found = _OWN_DAY.split(line)
    each = all(dates_in(draft, p, "end") and cues.content_words(p) >= _FEWEST for p in found)
    return found if len(found) > 1 and each else [line]


_FEWEST = 4
"""Words that say something, from which on a part with a day is an action of its own."""
_DOES_IT = re.compile(
    r"(?P<who>[A-Z][\w'’-]+) (?:does|will do|takes|takes care of|handles) (?:it|that|this|them)\.?"
)
"""No action of its own: who does the one before."""


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


_RISK = re.compile(
    r"\b(?:risk(?:s|y|ier|iest)?|worr(?:y|ies|ied|ying)|fear(?:s|ed)?|afraid|concern(?:s|ed)?|danger(?:ous)?|threat(?:s|en\w*)?|what if|doubt(?:s|ful)?|"
    r"(?:might|may|could|would) (?:not |never |well )?(?:fail|leave|lose|go wrong|fall|cost|stop|drop|refuse|take (?:too )?long\w*|be (?:too )?(?:late|slow|hard|copied|gone|ill|undercut))|"
    r"depend(?:s|ent)? (?:too much |heavily |wholly )?on|keeps me awake|go(?:es)? wrong)\b",
    _I,
)
"""How somebody words what might go wrong."""


def confirm(draft: Draft, text: str) -> bool:
    """What is worded as a risk is kept among the risks; anything else that is said at the signing is none."""
    found = [s for s in sentences(text) if _RISK.search(s) and cues.content_words(s) >= 3]
    return draft.add_texts("assumptions", "risks", found)
