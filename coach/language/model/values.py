"""From a quote to a value with its provenance: the words as they stand in the message, or what a pure rule reads there.

A number or a date that the model names is never taken; at most it says which of the readings is meant.
"""

import re
from dataclasses import replace
from datetime import datetime, time, timedelta

from coach.events import Value
from coach.language.amounts.dates import Edge, dates
from coach.language.amounts.measures import Quantity, quantities
from coach.language.amounts.targets import from_to
from coach.language.folding import find_span
from coach.language.model.choices import ELSEWHERE
from coach.language.model.slots import CHOICES, Slot
from coach.language.pieces import sentences
from coach.language.reading.draft import Draft, trim
from coach.language.reading.people import hours, team_size
from coach.writes import fold_text

Place = tuple[int, int]

_ALONE = re.compile(
    r"\b(just|only) me\b|\bon my own\b|\balone\b|\bsolo\b|\bself-employed\b|\bfreelanc\w*|\b(yo )?sol[oa]\b|\bautónom[oa]\b|"
    r"\bseule?\b|\ballein\w*\b|\bsozinh[oa]\b|\bda sol[oa]\b|\balleen\b|\bzzp\w*\b",
    re.IGNORECASE,
)


def places(text: str, quote: str) -> list[Place]:
    """Where a quote stands in a message; an ellipsis in it parts two pieces. Empty where it does not."""
    whole = _place(text, quote)
    if whole:
        return [whole]
    pieces = [p for p in re.split(r"\s*(?:\[?\.{3}\]?|\[?…\]?)\s*", quote) if p.strip()]
    found = [_place(text, p) for p in pieces]
    return [f for f in found if f] if len(pieces) > 1 and all(found) else []


def _place(text: str, quote: str) -> Place | None:
    for words in (quote.strip(), quote.strip().strip("\"“”«»'‘’").strip()):
        if trim(words):
            found = find_span(text, words) or find_span(text, words, casefold=True)
            if found:
                return found
    return None


def read(draft: Draft, slot: Slot, found: list[Place], hint: str) -> Value | None:
    """Return the value of a slot from the places of its quote, or None where no rule reads one there."""
    text = draft.text
    match slot.type:
        case "number":
            return _number(draft, slot, found, hint)
        case "date":
            edge: Edge = "start" if slot.field == "start" else "end"
            return _date(draft, found, edge, hint)
        case "choice":
            return _choice(draft, slot, found, hint)
        case _:
            value = draft.stated(*(text[a:b] for a, b in found), joint=" ")
            return value if value.value else None


_WORDS = (
    "none nothing nobody zero nada ninguno ninguna cero keine keiner kein null aucun aucune zéro geen niemand nul nessuno nessuna zero nenhum nenhuma",
    "uno una un eine ein einen une één een uma um",
    "dos zwei deux twee due dois duas",
    "tres drei trois drie tre três",
    "cuatro vier quatre quattro quatro",
    "cinco fünf cinq vijf cinque",
    "seis sechs six zes sei",
    "siete sieben sept zeven sette sete",
    "ocho acht huit otto oito",
    "nueve neun neuf negen nove",
    "diez zehn dix tien dieci dez",
)
_COUNTED = {word: n for n, words in enumerate(_WORDS) for word in words.split()}
"""The first numbers in the languages that people use most, beside English: "dos dueños". Nothing counts as a number, too."""


def _number(draft: Draft, slot: Slot, found: list[Place], hint: str) -> Value | None:
    text = draft.text
    start, end = found[0][0], found[-1][1]
    words = text[start:end]
    if slot.field == "size":
        team = team_size(text)
        if team is not None and team[1].start < end and start < team[1].end:
            return draft.derived(team[0], team[1].text, "team_size")
        alone = _ALONE.search(words)
        if alone and not re.search(r"\d", words):
            return draft.derived(1, alone.group(), "works_alone")
    if slot.field == "hours":
        weekly = hours(words) or hours(sentence_at(text, start)[0])
        if weekly is not None:
            return draft.derived(weekly[0], weekly[1].text, "hours_a_week")
    counted = (
        _COUNTED.get(fold_text(words).casefold().split(" ")[0]) if re.search(r"\d", words) is None else None
    )
    if counted is not None and hint.strip() == str(counted):
        return draft.derived(counted, words, "number_word")
    chosen = _changed(text, slot.field, start, end) or _meant(quantities(text), start, end, hint)
    if chosen is None or not chosen.text.strip():
        return None
    return draft.derived(chosen.value, chosen.text, "number")


def sentence_at(text: str, at: int) -> tuple[str, int]:
    """The sentence of a position, and where it begins."""
    for piece in sentences(text):
        if piece.start <= at < piece.end:
            return piece.text, piece.start
    return text, 0


def _changed(text: str, field: str, start: int, end: int) -> Quantity | None:
    """A baseline or target as the sentence has it: "from 1.4 to 2m" shares its multiplier."""
    if field not in ("baseline", "target"):
        return None
    words, at = sentence_at(text, start)
    low, high = from_to(words)
    chosen = low if field == "baseline" else high
    fits = chosen is not None and chosen.start + at < end and start < chosen.end + at
    return chosen if fits else None


def _meant(every: list[Quantity], start: int, end: int, hint: str) -> Quantity | None:
    """The quantity of the quoted words: the one the model's reading agrees with, or the only one."""
    here = [q for q in every if q.start < end and start < q.end and q.unit != "x"]
    top = next((q for q in here if q.high is not None and q.high == _plain(hint)), None)
    if top is not None and top.high is not None:
        return replace(top, value=top.high, high=None)  # "8 to 12 %", read as where it is to go
    if len(here) > 1:
        wanted = _plain(hint)
        here = [q for q in here if wanted is not None and abs(q.value - wanted) < 1e-9] or (
            [] if wanted is not None else [q for q in here if q.kind != "duration"]
        )
    return here[0] if here else None


def _plain(hint: str) -> float | None:
    digits = re.sub(r"[^\d.\-]", "", hint.replace(",", ""))
    try:
        return float(digits)
    except ValueError:
        return None


_MONTH_END = re.compile(
    r"(?:before |by |until )?(?:the )?(?P<month>jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|august|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?) end\b",
    re.IGNORECASE,
)
"""The end of a month as many say it: "before january end"."""
_THIS_WEEK = re.compile(r"\bthis week\b", re.IGNORECASE)


def _date(draft: Draft, found: list[Place], edge: Edge, hint: str) -> Value | None:
    words = draft.text[found[0][0] : found[-1][1]]
    named = dates(words, draft.state.today, edge=edge)
    if not named:
        # "12 months" is a date where the sentence says "in 12 months".
        words, at = sentence_at(draft.text, found[0][0])
        start, end = found[0][0] - at, found[-1][1] - at
        named = [
            d
            for d in dates(words, draft.state.today, edge=edge)
            if d.start < end and start < d.start + len(d.text)
        ]
    if not named and draft.state.language != "en":
        return _foreign_date(draft, found, edge)
    if not named:
        return _day(draft, found, hint)
    meant = _MONTH_END.search(words)
    if meant is not None and len(named) == 1:
        named = dates(f"end of {meant['month']}", draft.state.today, edge="end") or named
        return draft.derived(named[0].date.isoformat(), meant.group(), f"date_{edge}")
    if edge == "start" and named and named[0].date < draft.state.today and _THIS_WEEK.search(named[0].text):
        return draft.derived(draft.state.today.isoformat(), named[0].text, "date_today")
    if len(named) > 1:
        named = [d for d in named if d.date.isoformat() == hint.strip()] or named[-1:]
    return draft.derived(named[0].date.isoformat(), named[0].text, f"date_{edge}") if named else None


def _day(draft: Draft, found: list[Place], hint: str) -> Value | None:
    """A day without its month, as in a correction ("27, not 23"): the next one of that number, if the model reads the same."""
    words = trim(draft.text[found[0][0] : found[-1][1]])
    number = re.fullmatch(r"(?:the |on the )?(\d{1,2})(?:st|nd|rd|th)?", words, re.IGNORECASE)
    ahead = (draft.state.today + timedelta(days=n) for n in range(1, 32))
    coming = next((d for d in ahead if number is not None and d.day == int(number[1])), None)
    if coming is None or coming.isoformat() != hint.strip():
        return None
    return draft.derived(hint.strip(), words, "day_of_month")


_BEFORE = re.compile(
    r"(?:(?P<is_before>antes (?:del|de)|vor(?: dem)?|avant(?: le| la)?|voor(?: de)?|prima (?:del|di)|antes (?:do|da))|"
    r"hasta(?: el)?|a más tardar el|bis(?: zum)?|jusqu'au|d'ici(?: le| la)?|tot(?: de)?|entro(?: il)?|até(?: o| a)?|para(?: el)?)\s+",
    re.IGNORECASE,
)
"""What leads to a date in other languages, and whether it is the day before that counts."""
_LEAD = re.compile(
    r"(?:a partir del?|desde(?: el)?|el día|el|ab(?: dem)?|am|den|vanaf|op|à partir (?:du|de)|dès(?: le)?|le|dal|da|il|a partir d[eo]|no dia|na|no)\s+",
    re.IGNORECASE,
)
"""Articles and words for "from", which dateparser does not skip."""
_COMING = re.compile(
    r"\b(?:próxim[oa]|que viene|nächste[nrs]?|kommende[nrs]?|prochaine?|volgende|aanstaande|prossim[oa])\b",
    re.IGNORECASE,
)
"""Words for "next": of a weekday, the coming one is taken in any case."""


def _foreign_date(draft: Draft, found: list[Place], edge: Edge) -> Value | None:
    """A date in the words of another language, read by dateparser from the quoted words alone."""
    import dateparser

    words = trim(draft.text[found[0][0] : found[-1][1]])
    if not 2 < len(words) <= 60:
        return None
    before = _BEFORE.match(words)
    whole = words[before.end() :] if before is not None else words
    whole = _COMING.sub("", _LEAD.sub("", whole, count=1) if _LEAD.match(whole) else whole).strip()
    month_only = (
        before is not None and before["is_before"] and not re.search(r"\b[0-3]?\d\b(?!\s*$)|^\d", whole)
    )
    if month_only:
        edge = "start"
    base = datetime.combine(draft.state.today, time())
    options = {
        "RELATIVE_BASE": base, "PREFER_DATES_FROM": "future",
        "PREFER_DAY_OF_MONTH": "first" if edge == "start" else "last",
        "PREFER_MONTH_OF_YEAR": "first" if edge == "start" else "last", "RETURN_AS_TIMEZONE_AWARE": False,
    }  # fmt: skip
    try:
        read = dateparser.parse(whole, languages=[draft.state.language], settings=options)
    except (
        ValueError,
        TypeError,
        OverflowError,
    ):  # a language it does not know, a year past the calendar's end
        return None
    if read is None or not 2000 <= read.year <= 2100:
        return None
    if month_only:
        read -= timedelta(days=1)  # "antes de junio" is the last of May
    return draft.derived(read.date().isoformat(), words, f"date_{edge}")


def _choice(draft: Draft, slot: Slot, found: list[Place], hint: str) -> Value | None:
    words = draft.text[found[0][0] : found[-1][1]]
    at = (slot.question, slot.field)
    table = (*CHOICES.get(at, ()), *(ELSEWHERE.get(at, ()) if draft.state.language != "en" else ()))
    hits = [(m, value) for pattern, value in table if (m := re.search(pattern, words, re.IGNORECASE))]
    if not hits:
        return None
    # Where the model reads another choice than the words show, neither is sure: the field stays open.
    agreed = [h for h in hits if h[1] == hint.strip()] if hint.strip() else hits
    if not agreed:
        return None
    match, value = agreed[0]
    return draft.derived(value, match.group(), f"{slot.field}_words")
