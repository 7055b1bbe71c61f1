"""A stage that closes is played back in a line or two; when upstream closes, first words meet the choice."""

from coach import stages
from coach.language.wording import known
from coach.language.wording.grammar import alternative
from coach.language.wording.phrasing import clip, count, joined, lower_first, quote, sentence
from coach.state import Core, State

_SHORT = 70
_MOMENT = 80
"""Words that the close of upstream may take: beyond them the choice stands alone."""


def played_back(state: State) -> str:
    """Return the playback of the latest stage that closed in this turn, or an empty text."""
    then, now = state.before, state.core
    if _upstream_just_closed(state):
        return _upstream(state)
    if now.pace != then.pace:
        return ""
    # Most turns close nothing: only then is every earlier turn looked at.
    closed = [s.id for s in stages.STAGES if now.closed(s.id) and not then.closed(s.id)]
    closed = [s for s in closed if not any(core.closed(s) for _, core in state.history)]
    closed = [s for s in closed if any(now.has_value(q.id) for q in stages.in_stage(s))]
    return _lines(now, closed[-1]) if closed else ""


def _upstream_just_closed(state: State) -> bool:
    if not state.core.upstream_closed() or state.before.upstream_closed():
        return False
    return not any(core.upstream_closed() for _, core in state.history)


def _upstream(state: State) -> str:
    core = state.core
    came = first_symptom(state)
    left = known.text_at(core, known.CHOICE) or known.text_at(core, known.POSITIONING)
    position = known.text_at(core, known.POSITIONING)
    opened = [q for q in core.open if stages.QUESTION[q].stage in stages.UPSTREAM]
    start = f"You came with {quote(came)}; " if came else ""
    if not left:
        end = (
            f"you leave upstream with {count(len(opened), 'question')} still open"
            if opened
            else "the ground is laid"
        )
        return sentence(start + end) + " Now we go downstream."
    text = f"{start}{'you' if start else 'You'} leave upstream with {quote(left, 400)}."
    if position and position != left and len((text + position).split()) <= _MOMENT:
        text += f" To clients you say: {quote(position, 400)}."
    return f"{text} Upstream is closed; from here we go downstream."


def first_symptom(state: State) -> str:
    """Return the words the person first used for what is wrong, whatever was corrected since."""
    for _, core in (*state.history, (state.turn, state.core)):
        if known.SYMPTOM in core.values:
            return known.text_at(core, known.SYMPTOM)
    return ""


def _lines(core: Core, stage: str) -> str:
    writer = {
        "situation": _situation,
        "market": _market,
        "proposition": _proposition,
        "clients": _clients,
        "goals": _goals,
        "tracking": _tracking,
    }.get(stage)
    text = writer(core) if writer else ""
    return sentence(text) if text else ""


def _q(text: str) -> str:
    return quote(text, _SHORT) if text else ""


def _situation(core: Core) -> str:
    tried = len(core.items.get("attempts", ()))
    behind = f", with {count(tried, 'attempt')} behind you" if tried else ""
    return f"So that is where you stand{behind}. Now to what lies beneath it, the market"


def _market(core: Core) -> str:
    trend = next(iter(known.texts(core, "trends", "description")), "")
    shift, others = known.text_at(core, known.SHIFT), known.texts(core, "alternatives")[:2]
    parts = [
        _q(trend),
        (f"so of clients you say {_q(shift)}" if trend else f"clients, you say: {_q(shift)}")
        if shift
        else "",
        f"without you they would have {joined([_q(alternative(o)) for o in others], 'or')}" if others else "",
    ]
    return _several("The market in short: ", parts)


def _several(lead: str, parts: list[str]) -> str:
    """Play back two parts or more; one alone was heard a moment ago."""
    there = [p for p in parts if p]
    return lead + "; ".join(there) if len(there) > 1 else ""


def _proposition(core: Core) -> str:
    problem, offer = known.text_at(core, known.CHALLENGE), known.text_at(core, known.OFFER)
    why = known.text_at(core, known.DIFFERENCE)
    parts = [
        f"the problem is {_q(problem)}" if problem else "",
        f"what they buy is {_q(offer)}" if offer else "",
        f"why you: {_q(why)}" if why else "",
    ]
    return _several("Your proposition, put together: ", parts)


def _clients(core: Core) -> str:
    who, out = known.texts(core, "criteria")[:2], known.texts(core, "disqualifiers")[:2]
    text = f"So you know whom you want: {joined(_q(w) for w in who)}" if who else "That closes your clients"
    return text + (f", and whom not: {joined(_q(o) for o in out)}" if out else "")


def _goals(core: Core) -> str:
    goal = known.goal_of(core)
    metric = goal.get("metric") if goal is not None else None
    return f"The goal stands: {lower_first(clip(str(metric), 60))}" if metric else ""


def _tracking(core: Core) -> str:
    signs = known.texts(core, "kpis", "metric")[:2]
    return (
        f"You will see it coming by {joined(_q(s) for s in signs)}. What is left is the review"
        if signs
        else ""
    )
