"""What the readers share: values as the person said them, or derived by a named rule."""

import re
from collections.abc import Callable

from coach.events import Value
from coach.language import cues
from coach.language.dates import DateSpan, Edge, dates
from coach.language.draft import Draft, trim
from coach.language.people import owner
from coach.language.pieces import list_items
from coach.language.pieces import sentences as split_sentences
from coach.language.quantities import Quantity

_I = re.IGNORECASE

Reader = Callable[[Draft, str], bool]

_GOES_ON = re.compile(
    r"(?:and |but )?(?:it|that|which|this|nobody|no one|nothing|brought|cost|without)\b", _I
)
"""How a piece begins that tells about the item before it rather than naming another."""


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


def owner_value(draft: Draft, text: str, known: tuple[str, ...] | None = None) -> Value | None:
    found = owner(text, known=known_owners(draft) if known is None else known)
    if found is not None and re.search(rf"\b{re.escape(found.text)}\b", str(_place_of(draft))):
        return None  # "our shop, Ghent, on Monday": a place, and nobody's name.
    return draft.stated(found.text) if found is not None and trim(found.text) else None


def _place_of(draft: Draft) -> object:
    value = draft.core.values.get("/company/place")
    return value.value if value is not None else ""


def known_owners(draft: Draft) -> tuple[str, ...]:
    return tuple({str(i.get("owner")) for _, i in draft.core.all_items() if i.get("owner")})


def sentences(text: str) -> list[str]:
    """Sentences and lines; commas do not part."""
    return [p for p in (trim(s.text) for s in split_sentences(text)) if p]


def lines_or_items(text: str) -> list[str]:
    """The items of an answer that may be one item, a list, or several sentences."""
    lines = sentences(text)
    if len(lines) != 1:
        return lines
    found = [s.text for s in list_items(lines[0])]
    short = all(len(s.split()) <= 10 and not _GOES_ON.match(s) for s in found[1:])
    short = short and len(found[0].split()) <= 8
    return found if len(found) > 1 and short and sum(len(s.split()) for s in found) <= 40 else lines


def whole(question: str, pointer: str) -> Reader:
    def read(draft: Draft, text: str) -> bool:
        return draft.answer(question, {pointer: draft.stated(*sentences(text))})

    return read


_LEAD_IN = re.compile(
    r"^(?:(?:and|or|also|they(?:'d| would)(?: probably)?|maybe|probably|perhaps)\s+|"
    r"if (?:i|we) (?:vanished|disappeared|stopped|closed|went away|weren'?t there|were gone)(?: tomorrow)?,?\s+|"
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
