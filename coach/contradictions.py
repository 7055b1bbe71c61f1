"""Pairs of answers that cannot both stand: goal and hours, example and disqualifier, kept idea and clients.

Conservative on purpose: a false alarm costs trust, so only the same words, the same name, or figures that
do not fit together count. Whatever is empty contradicts nothing.
"""

import re
from collections.abc import Callable, Iterator
from itertools import chain

from coach import stages
from coach.digits import written
from coach.plan import Finding, Goal, Plan, Said

QuestionFor = Callable[[str, Plan | None], str]

_STOP = frozenset(
    "a an and are as at be but by for from has have in is it its of on or our that the their them they "
    "this to us we were who whom whose which will with you your".split()
)
_GENERIC = frozenset(
    "client customer company business firm people person owner organisation organization buyer account lead "
    "market everyone anyone service product new small large big good bad cheap online local other work price "
    "money time".split()
)
_NEGATION = frozenset(
    "not no never without but except outside unlike non other than nor avoid stop isnt arent dont".split(),
)
_HOURS = re.compile(r"\b(hours?|hrs?|working week|workweek)\b", re.IGNORECASE)
_NOT_A_WEEK = re.compile(r"\b(month|quarter|year|day|daily|yearly|per client|billable)", re.IGNORECASE)
_FEWER = re.compile(
    r"\b(work(?:ing)? (?:a lot |much )?less|"
    r"(?:fewer|less|cut|reduce|lower|halve)(?: (?:my|our|the|working))* hours)\b",
    re.IGNORECASE,
)
_CAP = re.compile(
    r"\b(?:only(?: have)?|at most|no more than|not more than|(?:a )?max(?:imum)?(?: of)?|just)\s+"
    r"(\d{1,3}(?:[.,]\d)?)\s*(?:hours?|hrs?|h)\s*(?:(?:a|per|each|every)\s+week|weekly|/\s*week)",
    re.IGNORECASE,
)


def quotes(plan: Plan, one: str, other: str) -> tuple[Said, ...]:
    """Return the owner's own words behind two leaves; nothing unless there are two, and different ones."""
    first, second = _said(plan, one), _said(plan, other)
    return (first, second) if first is not None and second is not None and first != second else ()


def _said(plan: Plan, pointer: str, deep: int = 2) -> Said | None:
    why = plan.provenance.get(pointer)
    if why is None or why.status in ("confirmed", "unknown"):  # a "yes" to the coach's words is no quote
        return None
    spans = [s for s in why.said if s.span.strip()]
    if spans:
        return spans[0]
    inputs = (_said(plan, p, deep - 1) for p in why.inputs) if deep else iter(())
    return next((s for s in inputs if s is not None), None)


def contradictions(plan: Plan, question_for: QuestionFor) -> Iterator[Finding]:
    """Yield what contradicts among the declared pairs, in a fixed order."""
    for code, reason, one, other in chain(_hours(plan), _examples(plan), _kept(plan)):
        yield Finding(
            code=code,
            reason=reason,
            severity="contradiction",
            pointer=other,
            question=question_for(other, plan),
            quotes=quotes(plan, one, other),
        )


_Pair = tuple[str, str, str, str]
"""Code, reason, the earlier answer's pointer, the later one's."""


def _hours(plan: Plan) -> Iterator[_Pair]:
    processes = plan.downstream.processes
    planned = [(n, p.hours) for n, p in enumerate(processes) if p.hours is not None and p.hours > 0]
    total = sum(hours for _, hours in planned)
    if not planned:
        return
    at = stages.LISTS["processes"].pointer
    biggest = f"{at}/{max(planned, key=lambda row: row[1])[0]}/hours"
    for n, goal in enumerate(plan.upstream.goals):
        saving = _saving(goal)
        if saving is not None and total > saving:
            where = f"{stages.LISTS['goals'].pointer}/{n}/" + ("statement" if goal.statement else "target")
            aim = goal.statement or goal.metric
            reason = f"You want “{aim}”, yet what you plan to do adds {written(total, plan.language)} hours a week."
            yield "goal_against_hours", reason, where, biggest
    cap = _cap(plan) if plan.company.size == stages.SOLO else None
    if cap is not None and total > cap[0]:
        reason = f"You have {written(cap[0], plan.language)} hours a week, yet what you plan to do takes {written(total, plan.language)}."
        yield "hours_beyond_yours", reason, cap[1], biggest


def _saving(goal: Goal) -> float | None:
    """Hours a week that a goal wants to save: 0 without figures, None when it is about another thing."""
    named = f"{goal.metric or ''} {goal.unit or ''}"
    said = goal.statement or ""
    if _NOT_A_WEEK.search(f"{named} {said}"):
        return None
    if _HOURS.search(named):
        if goal.baseline is None or goal.target is None:
            return 0.0 if _FEWER.search(said) else None
        return float(goal.baseline - goal.target) if goal.target < goal.baseline else None
    return 0.0 if _FEWER.search(said) else None


def _cap(plan: Plan) -> tuple[float, str] | None:
    """The hours a week an owner said they have at most, and where they said it."""
    at = stages.LISTS["goals"].pointer
    goals = ((f"{at}/{n}/statement", g.statement) for n, g in enumerate(plan.upstream.goals))
    wont = ((f"{stages.LISTS['will_not_do'].pointer}/{n}", t) for n, t in enumerate(plan.summary.will_not_do))
    other = (
        ("/situation/symptom", plan.situation.symptom),
        ("/summary/diagnosis", plan.summary.diagnosis),
        ("/summary/guiding_choice", plan.summary.guiding_choice),
    )
    for pointer, text in chain(other, goals, wont):
        found = _CAP.search(text or "")
        if found:
            return float(found[1].replace(",", ".")), pointer
    return None


def _examples(plan: Plan) -> Iterator[_Pair]:
    clients = plan.upstream.clients
    first, second = stages.LISTS["examples"].pointer, stages.LISTS["disqualifiers"].pointer
    for n, example in enumerate(clients.examples):
        for m, refused in enumerate(clients.disqualifiers):
            if _same(example, refused):
                reason = f"You name “{example}” as a client to have more of, and you turn away “{refused}”."
                yield "example_is_disqualified", reason, f"{first}/{n}", f"{second}/{m}"


def _kept(plan: Plan) -> Iterator[_Pair]:
    clients = plan.upstream.clients
    refused: list[tuple[str, str, str]] = []
    for name, texts in (("disqualifiers", clients.disqualifiers), ("later_segments", clients.later_segments)):
        refused += [(f"{stages.LISTS[name].pointer}/{n}", text, text) for n, text in enumerate(texts)]
    at = stages.LISTS["criteria"].pointer
    for n, criterion in enumerate(clients.criteria):
        refused += [(f"{at}/{n}", criterion, part) for part in _refused_in(criterion)]
    for n, idea in enumerate(plan.parked):
        if idea.verdict != "keep":
            continue
        for pointer, text, part in refused:
            if _within(part, idea.text):
                reason = f"You keep the idea “{idea.text}”, yet about your clients you said “{text}”."
                yield "idea_against_clients", reason, pointer, f"/parked/{n}/text"
                break  # one question about an idea is enough


def _refused_in(criterion: str) -> list[str]:
    """What a criterion rules out: "family firms, not start-ups" -> start-ups."""
    return [m.strip() for m in re.findall(r"\b(?:not|no|never)\s+([^,.;:()]+)", criterion, re.IGNORECASE)]


def _tokens(text: str, negations: bool = False) -> list[str]:
    words = re.findall(r"[^\W_]+", re.sub(r"(?<=\w)[.'’](?=\w|\W|$)", "", text.casefold()))
    kept = [w for w in words if w not in _STOP]
    stems = [w[:-1] if len(w) > 2 and w.endswith("s") and not w.endswith("ss") else w for w in kept]
    return stems if negations else [w for w in stems if w not in _NEGATION]


def _head(text: str) -> list[str]:
    """What stands before the first comma, bracket or dash: often a name."""
    return _tokens(re.split(r"[,;:(\[]|\s[-–—]\s", text, maxsplit=1)[0], negations=True)


def _telling(tokens: list[str]) -> bool:
    return any(t not in _GENERIC and not t.isdigit() for t in tokens)


def _same(example: str, refused: str) -> bool:
    one, other = _head(example), _head(refused)
    return (bool(one) and one == other and _telling(one)) or _within(refused, example)


def _within(phrase: str, text: str) -> bool:
    """Whether a text holds all words of a phrase in a row, and does not deny them."""
    wanted, words = _tokens(phrase, negations=True), _tokens(text, negations=True)
    if not _telling(wanted) or _NEGATION & set(wanted) or (len(wanted) == 1 and len(wanted[0]) < 4):
        return False
    for n in range(len(words) - len(wanted) + 1):
        if words[n : n + len(wanted)] == wanted and not _NEGATION & set(words[max(0, n - 3) : n]):
            return True
    return False
