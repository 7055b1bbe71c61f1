"""The one question a reply ends with, for each kind of move."""

from dataclasses import dataclass

from coach import ripple, stages
from coach.events import Suggested
from coach.language.wording import compose, grammar, known, overview
from coach.language.wording.details import details, offerable
from coach.language.wording.notes import corrections
from coach.language.wording.options import NONE, form, offer
from coach.language.wording.phrasing import (
    clip,
    count,
    few,
    fill,
    joined,
    lower_first,
    one_question,
    quote,
    sentence,
    show,
    upper_first,
)
from coach.moves import Move
from coach.plan import Finding
from coach.ports import Part, Retriever
from coach.state import Core, State

_TOUCHED, _IDEA = 8, 160
"""Labels named when a correction touches many things; the rest are counted."""
_SHORT = 6
"""Words up to which two questions for missing parts are joined into one."""

_NAMES = ("text", "statement", "metric", "name", "description", "what", "condition", "belief")
"""Fields that say what an item is, the first that it has."""

WHICH = "Which of them fits, or how would you put it yourself?"
NEAREST = "Which comes nearest, if any does?"
YES, CHANGE = "Yes", "Change it"
KEEP_ALL, LEAVE = "Keep all", "Leave it"
SIGN, DRAFT, AS_IT_IS = "Yes, I'd sign it", "Keep it as a draft", "Sign it as it is"


@dataclass(frozen=True)
class Asking:
    """The end of a reply: its question, what is offered with it, and quick replies."""

    parts: tuple[Part, ...]
    suggested: tuple[Suggested, ...] = ()
    choices: tuple[str, ...] = ()


def ask(move: Move, state: State, library: Retriever | None = None, *, options: bool = False) -> Asking:
    """Return the question of a move that ends a reply (never a digression); `options`: offer some to take."""
    match move.kind:
        case "suggestion":
            return _pending(move)
        case "review":
            return _review(move, state)
        case "parked":
            return _parked(move)
        case "finding":
            return _finding(move)
        case "done":
            return Asking(overview.done(state), choices=("Show the plan",))
        case _:
            return _question(move, state, library, options)


def _said(text: str, *before: Part) -> tuple[Part, ...]:
    return (*before, Part(one_question(text), "question"))


def _question(move: Move, state: State, library: Retriever | None, options: bool) -> Asking:
    if move.question is None:
        return Asking(overview.done(state))
    core, q = state.core, stages.QUESTION[move.question]
    probe = 0 if core.pace != state.before.pace else move.probe
    if core.focus == q.id and core.has_value(q.id):
        return _again(q, state, probe)
    choices = (SIGN, DRAFT) if q.id == stages.CONFIRM else ()
    wanted = options or (probe >= stages.PROBES and not move.missing)
    if wanted and not (q.composed and compose.compose(q.id, state)):
        offered = offer(q.id, state, library)
        if offered is not None:
            return Asking(_said(WHICH, *offered.parts), offered.suggested, offered.choices)
        if options and not move.missing:
            return Asking(_said(q.options, form(q.id)), choices=choices)
        if options:
            return Asking(_said(missing(move.missing), form("")))
    if move.missing:
        return _missing(move, state)
    if wanted and not q.composed:
        return Asking(_said(q.options), choices=choices)
    lead: tuple[Part, ...] = ()
    if core.focus == q.id and core.focus != state.before.focus:
        lead = (Part(f"Back to {q.label}."),)
    if probe == 1 and q.composed and q.id != "scenario":
        return Asking(_said(q.ask, *lead))
    if probe == 1:
        return Asking(_said(q.probe, *lead), choices=choices)
    if q.composed:
        return _composed(q, state, lead)
    if q.id == stages.CONFIRM:
        lead = (*lead, *overview.page_one(core))
    return Asking(_said(wording(q, state), *lead), choices=choices)


def wording(q: stages.Question, state: State) -> str:
    """Return how a question is asked the first time, for this person."""
    core, words = state.core, known.placeholders(state)
    if "alternative" in words:
        words["alternative"] = grammar.alternative(
            known.texts(core, "alternatives")[0]
        )  # cut where a part ends
    pace = "express" if core.pace == "express" else ""
    kind = "solo" if core.solo else "large" if core.large else ""
    for template in (q.variants.get(pace), q.variants.get(kind), q.ask_with):
        filled = fill(template, words) if template else None
        if filled:
            return filled
    return q.ask


def _missing(move: Move, state: State) -> Asking:
    """Ask for a missing part: what only they can say first; an owner and a date are offered rather than asked for."""
    question = move.question or ""
    made = details(question, move.missing, state)
    if made is not None:
        return Asking(_said(made.text), made.suggested, (YES,))
    theirs = tuple(n for n in move.missing if not offerable(state.core, question, (n,)))
    whose, asked = _of_which(state.core, question, theirs), missing(theirs)
    return Asking(_said(f"{whose}{lower_first(asked)}" if whose else asked))


def _of_which(core: Core, question: str, needs: tuple[stages.Need, ...]) -> str:
    """Return whose part is missing, where there are several to choose among: "For “site visits”: "."""
    list_name, _, part = needs[0].at.partition(".") if needs else ("", "", "")
    mine = [i for n, i in core.answers(question) if n == list_name]
    lacking = next((i for i in mine if part not in i.fields), None)
    named = [str(lacking.get(n)) for n in _NAMES if lacking.get(n)] if lacking is not None else []
    return f"For {quote(named[0], 60)}: " if len(mine) > 1 and named else ""


def missing(needs: tuple[stages.Need, ...]) -> str:
    """Return the question for the first missing part, joined with the second where both are short."""
    asks = [n.ask for n in needs if n.ask]
    if len(asks) > 1 and all(len(a.split()) <= _SHORT for a in asks[:2]):
        return f"{asks[0].rstrip('?')}, and {lower_first(asks[1])}"
    return asks[0] if asks else f"What about {joined(n.name for n in needs[:2])}?"


def _composed(q: stages.Question, state: State, lead: tuple[Part, ...]) -> Asking:
    made = compose.compose(q.id, state)
    if made is None:
        return Asking(_said(q.ask, *lead), choices=_scenarios() if q.id == "scenario" else ())
    shown = Part(made.text, "suggestion")
    if made.other:
        text = f"Right, or closer to {made.other}?"
        return Asking(_said(text, *lead, shown), made.suggested, (YES, upper_first(made.other)))
    text = fill(q.ask_with, {"composed": " "}) or q.ask
    return Asking(_said(text.strip(), *lead, shown), made.suggested, (YES, CHANGE))


def _scenarios() -> tuple[str, ...]:
    return tuple(upper_first(name) for name, _, _ in stages.SCENARIOS.values())


def _again(q: stages.Question, state: State, probe: int) -> Asking:
    """A question the person went back to: what stands there, and what would change."""
    core = state.core
    if probe:
        return Asking(_said(f"What should stand under {q.label} instead?"), choices=(LEAVE,))
    made = compose.compose(q.id, state) if q.composed and q.id != "scenario" else None
    if made is not None and any(
        core.values.get(p) is None or core.values[p].value != v
        for s in made.suggested[:1]
        for p, v in s.fields.items()
    ):
        lead = Part(f"Back to {q.label}. With what has changed it would read so. {made.text}", "suggestion")
        return Asking(_said("Take that, or what would you change?", lead), made.suggested, (YES, CHANGE))
    current = values(core, q.id)
    text = f"Back to {q.label}. It says {joined(quote(v, 80) for v in current[:4])}."
    return Asking(_said("What would you change?", Part(text, "playback")), choices=(LEAVE,))


def values(core: Core, question: str) -> list[str]:
    """Return what stands under a question, as people write it."""
    q = stages.QUESTION[question]
    out = [_plain(core.values[p].value) for p in q.fields if p in core.values]
    for _, item in core.owned(question):
        name = next((show(item.get(f)) for f in _NAMES if item.get(f)), "")
        figures = [known.figure(item, f) for f in ("baseline", "target") if item.get(f) is not None]
        dates = [show(item.get(f)) for f in ("deadline", "start", "due") if item.get(f)]
        out.append(", ".join([p for p in (name, " to ".join(figures), *dates) if p]))
    if question == stages.CONFIRM and core.confirmed is not None:
        out.append(show(core.confirmed.value))
    return [o for o in out if o]


def _plain(value: object) -> str:
    return stages.SCENARIOS[value][0] if isinstance(value, str) and value in stages.SCENARIOS else show(value)


def _pending(move: Move) -> Asking:
    """What was offered and not taken up, once more: never twice in the same words."""
    first, rest, last = move.suggestions[0], move.suggestions[1:], move.probe > 1
    if first.origin in ("option", "library"):
        shown = "; ".join(f"({n}) “{s.text}”" for n, s in enumerate(move.suggestions, 1))
        lead = Part(f"Still on the table, as suggestions: {shown}.", "suggestion")
        numbers = tuple(f"{n}. {clip(s.text, 60)}" for n, s in enumerate(move.suggestions, 1))
        return Asking(_said(NEAREST if last else WHICH, lead), choices=(*numbers, NONE))
    if move.question == "scenario":
        text = f"Shall I take it as {first.text}, or which comes closest?"
        return Asking(
            _said(stages.QUESTION["scenario"].options if last else text), choices=(YES, *_scenarios())
        )
    if first.item is not None:
        text = f"Shall I note that ({first.text}), or who and when instead?"
        return Asking(
            _said(f"Does this hold ({first.text}), or what should it say?" if last else text), choices=(YES,)
        )
    words = f"“{clip(first.text, 700)}”"
    if first.list == "will_not_do":
        others = f" and {count(len(rest), 'more', 'more')}" if rest else ""
        text = f"Shall I add {words}{others} to what you will not do, or leave it out?"
        once_more = f"Among what you will not do, {words}{others}: yes or no?"
        return Asking(_said(once_more if last else text), choices=(YES, "Leave it out"))
    more = f" and {count(len(rest), 'thing')} you won't do" if rest and rest[0].list == "will_not_do" else ""
    text = f"Shall I put {words}{more} in, or what would you change?"
    once_more = f"Mine still reads {words}{more}. Which word is wrong, or is it a yes?"
    return Asking(_said(once_more if last else text), choices=(YES, CHANGE))


def _review(move: Move, state: State) -> Asking:
    labels = list(dict.fromkeys(touched(state.core, k) for k in move.keys))
    # Two more are named as quickly as they are counted.
    shown = labels if len(labels) <= _TOUCHED + 2 else labels[:_TOUCHED]
    rest = len(labels) - len(shown)
    names = joined([*shown, f"{count(rest, 'other')}"] if rest > 0 else shown)
    changes = corrections(state.before, state.core) if state.undid is None else []
    new = [k for k in move.keys if k not in state.before.review]
    if changes and new:
        who = "That touches" if len(changes) == 1 else "They touch"
        said = sentence(joined(changes[:2]))
        lead = Part(f"{said} {who} {count(len(labels), 'thing')}: {names}.")
    else:
        lead = Part(f"Still to look at after the change: {names}.")
    question = (
        "Keep all, or which would you change?" if len(labels) > 1 else "Keep it, or what would you change?"
    )
    return Asking(_said(question, lead), choices=(KEEP_ALL,) if len(labels) > 1 else ("Keep it",))


def touched(core: Core, key: str) -> str:
    """Return how a review key is called: an item by its own words, a question by its label."""
    name, _, item_id = key.partition("/")
    item = core.item(name, item_id) if item_id else None
    if item is not None:
        words = next(
            (
                item.get(f)
                for f in ("name", "metric", "what", "condition", "statement", "text")
                if item.get(f)
            ),
            "",
        )
        if words:
            return quote(words, 50)
    return stages.QUESTION[ripple.question_of(core, key)].label


def _parked(move: Move) -> Asking:
    lead = Part(f"Earlier you said {joined(quote(i.text, _IDEA) for i in move.parked)}.")
    if len(move.parked) == 1:
        return Asking(_said("Keep it, test it, or drop it?", lead), choices=("Keep", "Test", "Drop"))
    return Asking(_said("Keep, test or drop them?", lead), choices=("Keep all", "Test all", "Drop all"))


def _finding(move: Move) -> Asking:
    """Which of two things gives; before the signing, all that the check found, and one question about it."""
    if move.finding is not None:
        return Asking(_said("Which gives?", Part(_apart(move.finding))), choices=(LEAVE,))
    lines = [found(f) for f in move.findings]
    if len(lines) == 1:
        lead = _apart(move.findings[0]) or f"One thing before you sign: {lower_first(lines[0])}"
        text = "Would you put that right, or sign the page as it is?"
    else:
        listed = "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))
        lead = f"{upper_first(few(len(lines)))} things before you sign:\n{listed}"
        text = "Would you put one of them right, or sign the page as it is?"
    return Asking(_said(text, Part(lead, "finding")), choices=(AS_IT_IS, DRAFT))


def found(finding: Finding) -> str:
    """Return what the plan check found, in a line; a contradiction in the person's own two quotes."""
    if len(finding.quotes) > 1:
        one, two = (quote(q.span) for q in finding.quotes[:2])
        return f"You said {one}; and also {two}."
    return sentence(finding.reason)


def _apart(finding: Finding) -> str:
    return f"Two things you told me pull apart. {found(finding)}" if len(finding.quotes) > 1 else ""
