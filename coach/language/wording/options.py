"""What the coach offers when asked for a suggestion, or when two answers stayed vague: categories, never figures.

Each offer is marked, says where it comes from, and enters the plan only when it is taken. Keyed by question id, for
the guided voice only. What only the owner can know (who they are, what they tried) gets the form of an answer instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach import stages
from coach.events import Scalar, Suggested
from coach.language.wording import known, library_talk
from coach.language.wording.phrasing import clip, fill, lower_first, upper_first
from coach.ports import Part, Retriever
from coach.state import State

AT_ONCE = 3
NONE = "None of these"
Fields = dict[str, Scalar | tuple[str, ...]]


@dataclass(frozen=True)
class Offer:
    """Options for a question: how they are shown, what they stand for, and the quick replies that take them."""

    parts: tuple[Part, ...]
    suggested: tuple[Suggested, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One option: its words, which may hold {placeholders}, and further fields of its item."""

    text: str
    fields: Mapping[str, str] | None = None


_AT: Mapping[str, str] = {
    "client_shift": known.SHIFT,
    "challenge": known.CHALLENGE,
    "solution": known.OFFER,
    "difference": known.DIFFERENCE,
    "five_year": "/upstream/purpose",
}
"""Question -> the plan field its options fill; the others add an item to a list."""
_NAMES: Mapping[str, tuple[str, str]] = {
    "trends": ("trends", "description"),
    "alternatives": ("alternatives", "text"),
    "ideal_client": ("criteria", "text"),
    "disqualifiers": ("disqualifiers", "text"),
    "triggers": ("triggers", "text"),
    "one_year": ("goals", "metric"),
    "processes": ("processes", "name"),
    "skills": ("skills", "name"),
    "kpis": ("kpis", "metric"),
    "return_upstream": ("return_upstream", "condition"),
    "next_actions": ("next_actions", "what"),
    "assumptions": ("assumptions", "belief"),
}
"""Question -> the list its options add to, and the field that says what an item is."""

_ROWS: Mapping[str, tuple[Row, ...]] = {
    "trends": (
        Row("Rules that clients must follow are getting stricter", {"dimension": "political"}),
        Row("Clients look for and compare suppliers online first", {"dimension": "technological"}),
        Row("Costs rise, and clients look twice at every expense", {"dimension": "economic"}),
    ),
    "client_shift": (
        Row("They want to know beforehand what it costs and what they get"),
        Row("They want it sooner, with less effort of their own"),
        Row("They want proof that it works before they pay"),
    ),
    "alternatives": (
        Row("They would do it themselves"),
        Row("They would go to a larger, better-known supplier"),
        Row("They would put it off"),
    ),
    "challenge": (
        Row("It takes their time every week, and nobody is answerable for it"),
        Row("They run a risk that would be costly if it went wrong"),
        Row("They lose clients of their own over it"),
    ),
    "solution": (
        Row("A fixed package with one outcome and one price"),
        Row("A small first step, such as an audit or a trial, before the whole"),
        Row("A subscription with the same service every month"),
    ),
    "difference": (
        Row("{We} know this one kind of client better than anyone"),
        Row("{We} stay answerable for the result, not only for the work"),
        Row("{We} guarantee what others only promise"),
    ),
    "ideal_client": (
        Row("Clients who have the problem now and can decide themselves"),
        Row("Clients who come back and recommend {us} to others"),
        Row("Clients for whom it is expensive to leave it as it is"),
    ),
    "disqualifiers": (
        Row("Those who choose on price alone"),
        Row("Those who pay late or haggle afterwards"),
        Row("Those who want something {we} don't do well"),
    ),
    "triggers": (
        Row("A new person has taken charge"),
        Row("Something went wrong that everyone noticed"),
        Row("A deadline or a new rule has come into sight"),
    ),
    "one_year": (
        Row("New clients"),
        Row("Revenue from clients who come back"),
        Row("The share of proposals that become work"),
    ),
    "five_year": (
        Row("Known as the specialist for one kind of client"),
        Row("Known for a result that clients tell each other about"),
        Row("Known as the first call when it really matters"),
    ),
    "processes": (
        Row("Call past clients, at a fixed hour every week", {"kind": "keep"}),
        Row("Ask every satisfied client for an introduction", {"kind": "reach"}),
        Row("Follow up every proposal while it is fresh", {"kind": "sell"}),
    ),
    "skills": (
        Row("Holding a sales conversation without pushing", {"route": "train"}),
        Row("Someone to take over the routine work", {"route": "hire"}),
        Row("Writing about the problem so that clients recognise themselves", {"route": "partner"}),
    ),
    "kpis": (
        Row("First conversations with clients of the right kind"),
        Row("Proposals that go out"),
        Row("Introductions from clients {we} have"),
    ),
    "return_upstream": (
        Row("A whole quarter without a new client of the right kind"),
        Row("The goal's number stays flat for a quarter"),
        Row("Two clients of the right kind refuse for the same reason"),
    ),
    "next_actions": (
        Row("{step}"),
        Row("Put the fixed hour for “{process}” in the diary"),
        Row("Call one client of the right kind and ask what the problem costs them"),
        Row("Ask one satisfied client for an introduction"),
    ),
    "assumptions": (Row("{belief0}"), Row("{belief1}"), Row("{belief2}")),
}
_SOLO_ROWS: Mapping[str, tuple[Row, ...]] = {
    "skills": (
        Row("Stop taking the smallest jobs", {"route": "stop"}),
        Row("Stop answering enquiries that are not for me", {"route": "stop"}),
        Row("Stop doing the books myself", {"route": "stop"}),
    ),
}

_FORMS: Mapping[str, str] = {
    "company": "“We clean offices for dentists in and around Leeds; there are nine of us.”",
    "symptom": "“Enquiries have fallen since spring, while our prices stayed the same.”",
    "attempts": "“A stand at the trade fair, which brought conversations but no client.”",
    "examples": "“Two family firms, A and B; both had just changed their manager.”",
    "confirm": "“Yes, I'd sign it”, or “the goal is too high”.",
}
"""Question -> how an answer may look, where only the owner knows it."""


def offer(question: str, state: State, library: Retriever | None = None) -> Offer | None:
    """Return two or three options for a question, or None where the coach has none that could be taken."""
    core = state.core
    rows = _rows(question, state)
    if len(rows) < 2 or (question in _AT and _AT[question] in core.values):
        return None
    suggested: list[Suggested] = []
    first = int(state.next_id("suggestion")[1:])
    cited = {one.passage for one in state.sources}
    source = (
        library_talk.source_of(library, question, stages.QUESTION[question], cited)
        if library is not None
        else None
    )
    passages = (source.citation.passage,) if source is not None and source.citation is not None else ()
    for n, (text, fields) in enumerate(rows):
        list_name, item = _place(question, state)
        one = Suggested(
            id=f"o{first + n}",
            question=question,
            text=text,
            origin="option",
            fields=fields,
            list=list_name,
            item=item,
            passages=passages,
        )
        suggested.append(one)
    shown = "; ".join(f"({n}) “{s.text}”" for n, s in enumerate(suggested, 1))
    count = {2: "Two", 3: "Three"}[len(suggested)]
    lead = f"{count} suggestions from my list of common answers, to take or leave: "
    if question == "assumptions":
        lead = f"{count} suggestions from your own words, to take or leave: "
    parts = (*((source,) if source is not None else ()), Part(f"{lead}{shown}.", "suggestion"))
    choices = (*(f"{n}. {clip(s.text, 60)}" for n, s in enumerate(suggested, 1)), NONE)
    return Offer(parts, tuple(suggested), choices)


def others_say(question: str, state: State) -> Part | None:
    """Return what others answer to a question that has just been answered: to read, not to take."""
    rows = [text for text, _ in _rows(question, state)]
    if not rows:
        return None
    shown = "; ".join(f"“{text}”" for text in rows)
    return Part(f"Beside your answer, others name: {shown}.", "suggestion")


def form(question: str) -> Part:
    """Return what is said where nothing can be suggested: figures and facts are the owner's."""
    if question in _FORMS:
        text = f"That one only you can know. An answer may look like this, for example: {_FORMS[question]}"
        return Part(text, "suggestion")
    return Part("That one only you can know, and figures are yours to set; I would anchor you.", "answer")


def _rows(question: str, state: State) -> list[tuple[str, Fields]]:
    core = state.core
    words = _words(state)
    if question == "scenario":
        names = ("short_term_revenue", "repositioning", "scaling")
        return [(upper_first(stages.SCENARIOS[n][0]), {known.SCENARIO: n}) for n in names]
    table: Sequence[Row] = (_SOLO_ROWS if core.solo else {}).get(question) or _ROWS.get(question, ())
    there = {
        v.casefold()
        for name, field in (_NAMES.get(question, ("", "")),)
        if name
        for v in known.texts(core, name, field)
    }
    out: list[tuple[str, Fields]] = []
    if question == "one_year" and _figures_only(state):
        return []
    for row in table:
        text = fill(row.text, words)
        if text is None or text.casefold() in there:
            continue
        if question in _AT:
            fields: Fields = {_AT[question]: text}
        else:
            fields = {_NAMES[question][1]: text, **(row.fields or {}), **_references(question, state)}
        out.append((text, fields))
    return out[:AT_ONCE]


def _words(state: State) -> dict[str, str]:
    core = state.core
    we, us = ("I", "me") if core.solo else ("we", "us")
    words = {"We": upper_first(we), "we": we, "us": us}
    step = next(iter(known.texts(core, "processes", "first_step")), "")
    process = next(iter(known.texts(core, "processes", "name")), "")
    words |= {"step": upper_first(clip(step, 90)), "process": lower_first(clip(process, 60))}
    return words | {f"belief{n}": clip(b, 110) for n, b in enumerate(known.beliefs(core))}


def _references(question: str, state: State) -> Fields:
    """What an item of this question refers to: the goals, or the first process."""
    goals = tuple(i.id for i in state.core.items.get("goals", ()) if i.get("horizon") == "1y")
    processes = tuple(i.id for i in state.core.items.get("processes", ()))
    if question == "processes" and goals:
        return {"serves": goals}
    if question == "kpis" and goals:
        return {"goal": goals[0]}
    return {"needed_for": processes[:1]} if question == "skills" and processes else {}


def _figures_only(state: State) -> bool:
    """Whether a goal says what it counts already, so that only figures, a date or a name are missing."""
    goals = state.core.owned("one_year")
    return bool(goals) and all(i.get("metric") for _, i in goals)


def _place(question: str, state: State) -> tuple[str | None, str | None]:
    """The list an option adds to, and the item that it completes, if there is one without its main field."""
    if question not in _NAMES:
        return None, None
    name, field = _NAMES[question]
    open_item = next(
        (i.id for n, i in state.core.owned(question) if n == name and i.get(field) is None), None
    )
    return name, open_item


__all__ = ["NONE", "Offer", "form", "offer", "others_say"]
