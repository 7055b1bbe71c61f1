"""What the readers share: values as the person said them, or derived by a named rule."""

import re
from collections.abc import Callable

from coach.events import Value
from coach.language.amounts.dates import DateSpan, Edge, dates
from coach.language.amounts.quantities import Quantity
from coach.language.pieces import list_items
from coach.language.pieces import sentences as split_sentences
from coach.language.reading import cues
from coach.language.reading.doers import doer_told
from coach.language.reading.draft import Draft, trim
from coach.language.reading.people import owner

_I = re.IGNORECASE

Reader = Callable[[Draft, str], bool]

_GOES_ON = re.compile(
    r"(?:and |but )?(?:it|that|which|this|nobody|no one|nothing|brought|cost|without)\b", _I
)
"""How a piece begins that tells about the item before it rather than naming another."""


_STANDS = re.compile(r"(?:nothing|no one|nobody)(?: at all)?$|cost of|cost\w* (?:are|is|go|rise|up)\b", _I)
"""What begins so and is an item nevertheless."""


def enum(draft: Draft, text: str, table: tuple[tuple[str, str], ...], rule: str) -> Value | None:
    for pattern, value in table:
        match = re.search(pattern, text, _I)
        if match:
            return draft.derived(value, match.group(), rule)
    return None


def put(fields: dict[str, Value], name: str, value: Value | None) -> None:
    if value is not None and value.value not in ("", ()):
        fields[name] = value


def number(draft: Draft, q: Quantity) -> Value:
    return draft.derived(q.value, q.text, "number")


_AMERICAN = re.compile(r"(?<![\d/])(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])(?:/(?:\d{2}|\d{4}))?(?![\d/])")
_EITHER = re.compile(r"\d/\d")
_BRITISH = re.compile(r"(?<![\d/])(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])(?:/(?:\d{2}|\d{4}))?(?![\d/])")
_STATES = re.compile(
    r"\b(?:USA|U\.S\.|United States|A[LKZR]|C[AOT]|DE|FL|GA|I[ADL]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[KR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AVIY])\b"
)


def dates_in(draft: Draft, text: str, edge: Edge) -> list[DateSpan]:
    """The dates of a text that are not over by its own words, in the order of day and month that this person uses."""
    if not _EITHER.search(text):
        return [d for d in dates(text, draft.state.today, edge) if not d.past]
    heads = " ".join(h.text for h in draft.state.heads.values())
    american = bool(_AMERICAN.search(heads) or _STATES.search(str(_place_of(draft))))
    found = dates(text, draft.state.today, edge, american and not _BRITISH.search(heads))
    return [d for d in found if not d.past]


def date_value(draft: Draft, text: str, edge: Edge) -> Value | None:
    """The first date named; "today" dates a figure rather than a plan, and so does a past tense."""
    found = [d for d in dates_in(draft, text, edge) if "today" not in d.text.casefold()]
    return draft.derived(found[0].date.isoformat(), found[0].text, f"date_{edge}") if found else None


WHEN = re.compile(
    r"(?:before|by|until|within|after|during|in|at|around|end of|as soon as|once|when)\b(?! (?:me|us)\b)", _I
)
"""How a time begins, and no name: "before the holidays"."""
_DEPARTMENT = re.compile(r"(?:HR|IT|PR|R&D|QA|Q[1-4]|H[12]|FY\d*|US|UK|EU|USA|CRM|ERP|TMS|KPI|NRR|ARR|MRR)")
_KIN = re.compile(
    r"(?:my|our)(?: [a-z]+)? (?:daughter|son|wife|husband|brother|sister|partner|colleague|assistant|niece|nephew|mother|father|cousin|apprentice|manager)"
)
_MET = re.compile(
    r"\b(?:with|ask|asks|call|calls|ring|rings|phone|tell|email|e-mail|visit|visits|meet|meets|book|books|see|invite|to|at|from|for|in|near)\s+\Z",
    _I,
)
"""Before a name, these say who is met or where, not who does it."""
_DOER = re.compile(
    r"(?:^|[.;:,]\s+|\b(?:every|each) \w+(?:day|night|week|month|quarter)? |\b\w+days? |^then |\band )(?P<who>(?:[A-Z][a-zà-ÿ'’-]{1,20})(?: [A-Z][a-zà-ÿ'’-]{1,20})?)"
    r"(?: (?:to|will) [a-z]{2,}| [a-z]{2,}s)\b(?=\s\S)"
)
_FREE = frozenset("is was has does this as its always".split())
_MINE = re.compile(
    r"\b(?:it(?:'?s| is)|that(?:'?s| is)) mine\b(?:,? (?P<who>[A-Z][a-z]+)(?:'s)?)?|\bmine,? (?P<name>[A-Z][a-z]+)'s",
    _I,
)
_KNOWN_LABEL = re.compile(
    r"(?:Reviews|Quotes|Calls|Sales|Trends?|Problem|Goal|Margin|Revenue|Turnover|Target|Baseline|Retainers|Number|Share|Conversion|Enquiries|"
    r"\w+(?:s|ing|ion|ment)):"
)
_LATE = re.compile(
    r"(?:\bme,? |\s[–—-]\s)(?P<who>[A-Z][a-zà-ÿ]{1,15}|(?<=me, )[a-z]{3,12}|(?<=me )[a-z]{3,12})\s*[.!]*$"
)


def owner_value(draft: Draft, text: str, known: tuple[str, ...] | None = None) -> Value | None:
    """Who does it: a person, by name where one is given; never a department, a quarter, or whom they meet."""
    told = doer_told(text)
    if told is not None:
        return draft.derived("me", told.words, "first_person") if told.me else draft.stated(told.words)
    mine = _MINE.search(text)
    if mine is not None:
        name = mine["who"] or mine["name"]
        return draft.stated(name) if name else draft.derived("me", mine.group(), "first_person")
    dash = re.match(
        r"(?P<who>[A-Z][a-zà-ÿ'’-]{1,20})\s+[–—-]\s+\S|(?P<label>[A-Z][a-zà-ÿ'’-]{1,20}):\s+\S", text
    )
    if (
        dash is not None
        and owner(f"{dash['who'] or dash['label']} owns it.") is not None
        and (dash["who"] or _KNOWN_LABEL.match(text) is None)
    ):
        return draft.stated(dash["who"] or dash["label"])
    lone = re.search(r";\s*(?P<who>[A-Z][a-zà-ÿ]{1,15})\s*(?=[;.]|$)", text)
    if lone is not None and owner(f"{lone['who']} owns it.") is not None:
        return draft.stated(lone["who"])
    late = _LATE.search(text)
    if late is not None and owner(f"{late['who'].title()} owns it.") is not None:
        return draft.stated(late["who"])
    names = known_owners(draft) if known is None else known
    doer = _DOER.search(text)
    by_verb = doer is not None and owner(f"{doer['who']} owns it.") is not None
    found = owner(text, known=names)
    if found is not None and (_DEPARTMENT.fullmatch(found.text) or _met(text, found.start, found.end)):
        hidden = text[: found.start] + "x" * (found.end - found.start) + text[found.end :]
        found = owner(hidden, known=())
        if found is not None and (_DEPARTMENT.fullmatch(found.text) or _met(text, found.start, found.end)):
            found = None
    if (
        (
            found is None
            or (found.text not in names and by_verb and doer is not None and found.start > doer.end("who"))
        )
        and by_verb
        and doer is not None
    ):
        return draft.stated(doer["who"])
    if found is None or not trim(found.text):
        return None
    if re.search(rf"\b{re.escape(found.text)}\b", str(_place_of(draft))):
        return None  # "our shop, Ghent, on Monday": a place, and nobody's name.
    kin = re.match(rf"{_KIN.pattern} (?P<name>[A-Z][a-zà-ÿ'’-]+)", text[found.start :])
    if kin is not None and _KIN.fullmatch(found.text):
        return draft.stated(kin["name"])
    if found.text == "I":
        return draft.derived("me", "I", "first_person")
    return draft.stated(found.text)


def _met(text: str, start: int, end: int) -> bool:
    """Whether somebody named is only met or asked: "record the first one with Tomek"."""
    if re.match(r"\s+(?:does|owns|will|runs|leads|\w+s\b)", text[end:]):
        return False
    hit = _MET.search(text, max(0, start - 12), start)
    if hit is None or re.match(r"(?:my|our|me|I)\b", text[start:end]):
        return False
    return not re.search(r"\bwith\s+\Z", hit.group(), _I) or _MET_WITH.search(text[:start]) is not None


_MET_WITH = re.compile(
    r"\b(?:one|it|them|him|her|film|call|visit|recording|session|talk|meeting|coffee) with\s+\Z", _I
)


def _place_of(draft: Draft) -> object:
    value = draft.core.values.get("/company/place")
    return value.value if value is not None else ""


def known_owners(draft: Draft) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(i.get("owner")) for _, i in draft.core.all_items() if i.get("owner")))


def sentences(text: str) -> list[str]:
    """Sentences and lines; commas do not part."""
    return [p for p in (trim(s.text) for s in split_sentences(text)) if p]


_HEADING = re.compile(
    r"(?:(?:there (?:are|is)|i see|we see|mainly|basically)\s+)?(?:a few|a couple of|several|two|three|four|five|[2-9])\s+(?:main |big |important )?"
    r"(?:developments|things|trends|changes|points|reasons|options|alternatives|companies|kinds|groups|types|attempts|facts)(?: really| here| mainly)?",
    _I,
)
"""A sentence that only announces a list: "Three developments."."""
_COUNTED = re.compile(
    r"^(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth(?:ly)?|finally|lastly|next)(?:,| of all,?)\s+", _I
)


def lines_or_items(text: str) -> list[str]:
    """The items of an answer that may be one item, a list, or several sentences."""
    if re.match(r"\s*\(?1[.)]\s", text):
        return [s.text for s in list_items(text)]
    lines = sentences(text)
    if len(lines) > 1 and _HEADING.fullmatch(lines[0]):
        lines = lines[1:]
    if len(lines) > 1:
        return [trim(_COUNTED.sub("", line)) or line for line in lines]
    if len(lines) != 1:
        return lines
    found = [s.text for s in list_items(lines[0])]
    if (
        len(found) > 2
        and all(len(s.split()) <= 12 and (not _GOES_ON.match(s) or _STANDS.match(s)) for s in found)
        and sum(len(s.split()) for s in found) <= 40
    ):
        return found
    short = all(len(s.split()) <= 10 and not _GOES_ON.match(s) for s in found[1:])
    short = short and len(found[0].split()) <= 8
    return found if len(found) > 1 and short and sum(len(s.split()) for s in found) <= 40 else lines


_PREFACE = re.compile(
    r"^(?:(?:no|or|well)[, ]+)?(?:rather|better|instead|i'?d say|i would say|let'?s say|make it|how about)\s?[:,]\s+",
    _I,
)
"""What announces one's own wording without being part of it."""


def whole(question: str, pointer: str) -> Reader:
    def read(draft: Draft, text: str) -> bool:
        text = _PREFACE.sub("", text)
        return draft.answer(question, {pointer: draft.stated(*sentences(text))})

    return read


_LEAD_IN = re.compile(
    r"^(?:(?:without us|instead of us|otherwise|alternatives|not for|turn away),?:?\s+|(?:and |but )?(?:not|no) (?=\w+ (?:that|who|which|with|without)\b)|(?:they'?d|they would|most would|some would) (?:just |probably |simply )?(?:use|take|buy(?: from| at)?|go (?:to|with)|pick|hire) |"
    r"(?:and|or|also|they(?:'d| would)(?: probably)?|maybe|probably|perhaps)\s+|"
    r"if (?:i|we) (?:vanished|disappeared|stopped|closed|went away|weren'?t there|were gone|(?:didn'?t|did not) exist)(?: tomorrow)?,?\s+|"
    r"(?:i|we)(?:'d| would|'ll| will)? (?:always |never )?(?:turn(?:ed)? (?:away|down)|refuse|say no to|avoid|not take|not work (?:with|for))\s+|"
    r"(?:i|we) (?:won'?t|don'?t|do not|will not|wouldn'?t) (?:take|serve|work (?:with|for)|accept|want|do)(?: on)?\s+)+",
    _I,
)
"""What leads up to an item without being part of it."""


def texts(question: str, list_name: str, split: bool = True) -> Reader:
    def read(draft: Draft, text: str) -> bool:
        found = lines_or_items(text) if split else sentences(text)
        found = [
            re.sub(
                _LEAD_IN,
                "",
                s,
            )
            for s in found
        ]
        return draft.add_texts(question, list_name, (s for s in found if cues.content_words(s)))

    return read


def goal_ids(draft: Draft) -> tuple[str, ...]:
    return tuple(i.id for _, i in draft.core.owned("one_year"))


def asked_needs(draft: Draft, question: str) -> set[str]:
    return {n.name for n in draft.core.essential(question)}
