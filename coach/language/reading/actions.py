"""Reading the next actions: what is done, by whom and until when."""

import re
from datetime import timedelta

from coach.events import Value
from coach.language.amounts.dates import DateSpan
from coach.language.pieces import list_items
from coach.language.pieces import sentences as spans_of
from coach.language.reading import cues
from coach.language.reading.doers import NAME_ONLY, doer_told, tail_of
from coach.language.reading.draft import Draft, trim
from coach.language.reading.values import dates_in, known_owners, owner_value, sentences

_I = re.IGNORECASE
_MARKED = re.compile(r"^\s*\(?(?P<who>(?:[A-Z][\w'’-]+|[Mm]e|I)(?: [A-Z][\w'’-]+)?)\)?\s*:\s+(?=\S)")
"""Who does what follows: "Sam: phone list"."""
_TAIL = re.compile(
    r"\s*(?:\((?P<in>[^()]{1,40})\)?|\s[–—-]\s*(?P<dash>[^–—]{1,40})|[,;]\s*(?P<comma>(?:me|[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)))\s*[.,;]*\s*$"
)
"""Who and when, behind an action: "(Priya, tomorrow)", " - Sam - 15/12"."""
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
_NO_OWNER = re.compile(
    r"(?:today|tonight|now|tmrw|tmw|tomoz|asap|next|first(?:ly)?|second(?:ly)?|third(?:ly)?|then|later|last(?:ly)?|finally|also|actions?|steps?)\Z",
    _I,
)
"""What stands before a colon as a name does, and says when or which."""
_IS_SET = re.compile(r"\b(?:by|before|until|till|due|no later than|on)\s+(?:the\s+)?\Z", _I)
"""Before a date, what says that something is due then."""
_PART_OF_NAME = re.compile(
    r"(?<!\bby )(?<!\bin )(?<!\bbefore )(?<!\buntil )(?<!\bfor )(?<!\bof )(?<!\bon )\b(?:the|our|my|a|an|their|his|her)\s+\Z",
    _I,
)
_NOUN = re.compile(r"\s+(?!(?:by|on|in|at|to|for|from|with|before|until|and|or|when|if|we|i)\b)[a-z]")
_CONDITION = re.compile(
    r"\s*,?\s*(?:but |and )?(?:only )?(?:if|unless|provided|as long as|once|when|assuming|subject to)\b", _I
)
_ANOTHER = re.compile(
    r",?\s+(?:and(?:\s+then)?|then)\s+(?=(?:I|we)(?:['’](?:d|ll)|\s+(?:will|would|shall))\b)", _I
)
"""Where a sentence goes on to another thing that the same person does."""
_ONLY_CONDITION = re.compile(r"^\W*(?:if|unless|once|when|as soon as|after)\b[^,]*\Z", _I)
_ANNOUNCED = re.compile(
    r"^(?:the |my |our )?(?:next |first )?(?:actions?|steps?)(?: (?:within|for|in) [\w ]{3,24})?(?: (?:is|are))?:\s+",
    _I,
)
_OWN_DAY = re.compile(r",\s+(?=(?:and )?(?:by|before|on|after)\s+\S)", _I)
"""Where a line may go on to another action, with a day of its own."""
_MARKERS = re.compile(r"(?<=[.;])\s+(?=(?:[A-Z][\w'’-]+|[Mm]e)(?: [A-Z][\w'’-]+)?\s*:\s)")


def _due(draft: Draft, item: str) -> tuple[Value, str] | None:
    """The day an action is due, and the words that say it."""
    found = _due_dates(draft, item)
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


def _due_dates(draft: Draft, item: str) -> list[DateSpan]:
    """The dates of an action, those it is due "by" first; a date that names a thing is none: "the Q1 list"."""
    named = [d for d in dates_in(draft, item, "end") if not _names_thing(item, d)]
    return sorted(named, key=lambda d: _IS_SET.search(item[: d.start]) is None)


def _names_thing(item: str, found: DateSpan) -> bool:
    return (
        found.kind in ("month", "quarter", "year")
        and _PART_OF_NAME.search(item[: found.start]) is not None
        and _NOUN.match(item, found.end) is not None
    )


def _is_owner(draft: Draft, who: str) -> bool:
    """Whether what stands before a colon is somebody, rather than a day or "next"."""
    if who in known_owners(draft):
        return True
    return _NO_OWNER.match(who) is None and not dates_in(draft, who, "end")


def _without_day(draft: Draft, item: str) -> str:
    """An action without the day it begins with: "Tomorrow: …", "By 10 December Sarah …"."""
    led = re.match(r"\s*(?P<when>[A-Za-z]+)\s*:\s+(?=\S)", item)
    if led is not None and _NO_OWNER.match(led["when"]):
        return item[led.end() :]
    day = next(iter(dates_in(draft, item, "end")), None)
    if day is None or not _ONLY_WHEN.match(item[: day.start]) or _names_thing(item, day):
        return item
    mark = re.compile(r"\s*[:,–—-]\s+|\s+(?=[A-Z])").match(item, day.end)
    return item[mark.end() :] if mark and cues.content_words(item[mark.end() :]) >= 2 else item


def _action(draft: Draft, item: str) -> dict[str, Value]:
    """What is done, by whom and when: who and when stand before a colon, in brackets or behind dashes."""
    due = _due(draft, item)
    item = _without_day(draft, item)
    what, who = item, ""
    marked = _MARKED.match(what)
    if marked and not _is_owner(draft, marked["who"]):
        marked = None
    if marked:
        who, what = marked["who"], what[marked.end() :]
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
        if left and not NAME_ONLY.fullmatch(left):
            break
        who = who or left
        what = what[: tail.start()]
    if due is not None and due[1] in what:
        at = what.find(due[1])
        before, after = _ONLY_WHEN.sub("", what[:at]), what[at + len(due[1]) :]
        weekday = re.search(r"\b(?:post|open|close|meet)\s+on\s*$", before, _I)
        if _CONDITION.match(after) and cues.content_words(before):
            pass  # "by Friday if they are not on site": what it hangs on is kept, and stands behind the day.
        elif cues.content_words(before) and not weekday and (at > 6 or not cues.content_words(after)):
            what = before
        elif not cues.content_words(before):
            what = after or what
        for _ in range(3):
            what = re.sub(r"[\s,:(]+$", "", _DATE_LEFT.sub("", what)) or what
    what = re.sub(
        r"^(?:(?:first|next|and|then)[\s,]+)*(?:(?:i|we)\b(?:['’](?:ll|d|m going to|re going to)| will| would| shall)?|and|then|:|,|-|–|\s)+(?=\s|\b)\s*",
        "",
        what,
        flags=_I,
    )
    found = draft.stated(who) if who and told is None else owner_value(draft, trim(item))
    if found is not None and found.status != "derived":
        named = re.match(
            rf"{re.escape(str(found.value))} (?:(?:will|to|would|can) )?(?!(?:and|or|is|has|was|does|who)\b)(?=[a-z])",
            what,
        )
        what = what[named.end() :] if named else what
    fields = {"what": draft.stated(what if cues.content_words(what) else item)}
    if due is not None:
        fields["due"] = due[0]
    if found is not None:
        fields["owner"] = found
    return fields


def next_actions(draft: Draft, text: str) -> bool:
    done = False
    text = _ANNOUNCED.sub("", text)
    marked = _MARKERS.split(text)
    items = (
        [p for part in marked for p in _each_sentence(part)]
        if len(marked) > 1
        else [s.text for s in list_items(text)]
    )
    if len(items) == 1 or any(cues.content_words(i) < 2 for i in items):
        items = [p for s in sentences(text) for p in _then(s)]
    items = [p for item in items for part in _same_doer(item) for p in _by_days(draft, part)]
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


def _each_sentence(part: str) -> list[str]:
    """A sentence an action; a short one goes with the one before."""
    out: list[str] = []
    begin = 0
    for one in spans_of(part):
        if out and cues.content_words(one.text) < _SHORT:
            out[-1] = part[begin : one.end]
        else:
            out.append(one.text)
            begin = one.start
    return out


_SHORT = 3
"""Words that say something, below which a sentence is no action of its own."""


def _then(sentence: str) -> list[str]:
    """The steps of a sentence: "print the list, then call Tom"; "if they refuse, then …" is one."""
    parts = re.split(r",\s+then\s+(?=\w)", sentence)
    return [sentence] if _ONLY_CONDITION.match(parts[0]) else parts


def _same_doer(item: str) -> list[str]:
    """The actions of a sentence in which the same person goes on: "I'll write to Tom, and I'd ring Ann"."""
    out: list[str] = []
    at = 0
    for hit in _ANOTHER.finditer(item):
        left = item[at : hit.start()]
        if cues.content_words(left) >= 2 and not _ONLY_CONDITION.match(left):
            out.append(left)
            at = hit.end()
    return [*out, item[at:]]


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
