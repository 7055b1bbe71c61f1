"""The plan check: what contradicts, what is missing, what deserves a second look.

Pure and deterministic. It looks at the whole plan, a draft's too; the engine decides what to raise and when.
It proves form and traceability, which is not the same as a good strategy (`CAVEAT`).
"""

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Literal

from coach import stages
from coach.contradictions import contradictions, quotes
from coach.digits import written
from coach.links import links
from coach.plan import Finding, Goal, Plan
from coach.pointers import resolve, rows

__all__ = ["CAVEAT", "check", "question_for", "resolve"]

CAVEAT = "This check proves form and traceability; it does not prove that the strategy is good."

ACTION_DAYS = 30
GOALS_PER_OWNER = 3
TRENDS = 2
_YEARS: Mapping[str, int] = {"1y": 1, "5y": 5}
_GRACE = timedelta(days=31)
"""A year's goal set in March may end with the next March."""
_SEVERITIES = ("contradiction", "gap", "advice")
_PARTS: Mapping[str, str] = {
    "metric": "no measure yet",
    "baseline": "no figure for today",
    "target": "no figure to reach",
    "deadline": "no date",
    "owner": "no one's name on it",
}
_TESTS: Mapping[str, str] = {
    "painful": "painful",
    "urgent": "urgent",
    "recognised": "recognised by them",
    "expensive": "expensive to leave",
}
_UP = frozenset("grow increase raise double triple boost expand gain lift multiply".split())
_DOWN = frozenset("cut reduce lower decrease halve shrink trim shorten".split())
_LESS_IS_MORE = re.compile(
    r"\b(?:hour|churn|cost|time|day|complaint|return|error|loss|debt|absence|waste)",
    re.IGNORECASE,
)
_EVERYONE = re.compile(
    r"(?:we (?:serve|help|want|take|work (?:with|for)) )?(?:(?:just about|almost|nearly|really|basically) )?"
    r"(?:every(?:one|body)|any(?:one|body)|whoever|the whole (?:market|world)|the general public|"
    r"all (?:kinds of )?(?:people|companies|businesses|firms|clients|customers|organi[sz]ations|smes)|"
    r"(?:any|every) (?:kind of )?(?:company|business|firm|client|customer|person|organi[sz]ation)|"
    r"iedereen|alle bedrijven|jeder|alle|tout le monde|toutes les entreprises|todos|todo el mundo|tutti)"
    r"(?:,? (?:really|basically|actually))?"
    r"(?: (?:who|that|with) "
    r"(?:pays?|can pay|needs? (?:it|us|help)|wants (?:it|us)|has (?:the )?money|(?:a|the) budget))?"
)


def question_for(pointer: str, plan: Plan | None = None) -> str:
    """Return the question that owns a field of the plan, and so would settle a finding about it.

    With the plan, an item of a list that two questions share is given to its own one. A pointer to a part of
    the plan belongs to the first question that owns something in it; anything else to the last question.
    """
    for q in stages.QUESTIONS:
        if pointer in q.fields:
            return q.id
    head, _, rest = pointer.strip("/").partition("/")
    if head == "parked" and plan is not None and rest.split("/")[0].isdecimal():
        n = int(rest.split("/")[0])
        if n < len(plan.parked) and plan.parked[n].question in stages.QUESTION:
            return plan.parked[n].question
    for name, spec in stages.LISTS.items():
        if pointer == spec.pointer or pointer.startswith(f"{spec.pointer}/"):
            index = pointer[len(spec.pointer) + 1 :].partition("/")[0]
            items = rows(plan, name) if plan is not None else ()
            row = items[int(index)] if index.isdecimal() and int(index) < len(items) else None
            return stages.owner_of(name, dict(row) if row is not None else None)
    part = pointer
    while part:
        for q in stages.QUESTIONS:
            owned = (*q.fields, *(stages.LISTS[name].pointer for name in q.lists))
            if any(p.startswith(f"{part}/") for p in owned):
                return q.id
        part = part.rpartition("/")[0]
    return stages.CONFIRM


def check(plan: Plan, as_of: date) -> tuple[Finding, ...]:
    """Return what the plan check finds on a day: contradictions first, then gaps, then advice.

    Within a kind they come in the order of the questions that would settle them.
    """
    found = [
        *contradictions(plan, question_for),
        *_goals(plan, as_of),
        *links(plan, _finding),
        *_upstream(plan),
    ]
    found += [*_downstream(plan, as_of), *_people(plan)]
    found.sort(key=lambda f: (_SEVERITIES.index(f.severity), stages.ORDER[f.question]))
    return tuple(found)


def _finding(
    plan: Plan,
    code: str,
    pointer: str,
    reason: str,
    severity: Literal["gap", "advice"] = "gap",
    settled_at: str = "",
) -> Finding:
    question = question_for(settled_at or pointer, plan)
    return Finding(code=code, reason=reason, severity=severity, pointer=pointer, question=question)


def _solo(plan: Plan) -> bool:
    return plan.company.size == stages.SOLO


def _aim(goal: Goal) -> str:
    said = goal.statement or goal.metric
    return f"“{said}”" if said else f"goal {goal.id}"


def _goals(plan: Plan, as_of: date) -> Iterator[Finding]:
    at = stages.LISTS["goals"].pointer
    yearly = [(n, g) for n, g in enumerate(plan.upstream.goals) if g.horizon == "1y"]
    if not yearly:
        yield _finding(plan, "no_goal", at, "You have no goal for the next twelve months yet.")
    for n, goal in yearly:
        for part, lack in _PARTS.items():
            if getattr(goal, part) is None and not (part == "owner" and _solo(plan)):
                reason = f"Your goal {_aim(goal)} has {lack}."
                yield _finding(plan, f"goal_without_{part}", f"{at}/{n}/{part}", reason)
        yield from _direction(plan, goal, f"{at}/{n}")
        yield from _served(plan, goal, f"{at}/{n}", only=len(yearly) == 1)
    for n, goal in enumerate(plan.upstream.goals):
        yield from _deadline(plan, goal, f"{at}/{n}/deadline", as_of)


def _direction(plan: Plan, goal: Goal, at: str) -> Iterator[Finding]:
    if goal.baseline is None or goal.target is None:
        return
    if goal.baseline == goal.target:
        reason = f"Your goal {_aim(goal)} ends where it starts: at {written(goal.target, plan.language)}."
        yield _finding(plan, "target_is_baseline", f"{at}/target", reason)
        return
    verb = _verb(goal)
    if verb is not None and (verb in _UP) != (goal.target > goal.baseline):
        yield Finding(
            code="target_against_verb",
            reason=f"You say “{verb}”, yet your goal goes from {written(goal.baseline, plan.language)} to {written(goal.target, plan.language)}.",
            severity="contradiction",
            pointer=f"{at}/target",
            question=question_for(f"{at}/target", plan),
            quotes=quotes(plan, f"{at}/statement", f"{at}/target"),
        )


def _verb(goal: Goal) -> str | None:
    """The one direction in a goal's statement, if it is certain that it is about the goal's metric."""
    words = re.findall(r"[^\W\d_]+", (goal.statement or "").casefold())
    verbs = [n for n, w in enumerate(words) if w in _UP or w in _DOWN]
    if len({words[n] in _UP for n in verbs}) != 1:
        return None
    metric = {w for w in re.findall(r"[^\W\d_]+", (goal.metric or "").casefold()) if len(w) > 3}
    after = set(words[verbs[0] + 1 : verbs[0] + 6])
    if metric & set(words):
        return words[verbs[0]] if metric & after else None
    # The statement counts something else than the metric does: "grow, with 30 hours a week instead of 45".
    return None if metric and _LESS_IS_MORE.search(goal.metric or "") else words[verbs[0]]


def _served(plan: Plan, goal: Goal, at: str, only: bool) -> Iterator[Finding]:
    """A goal nothing works for. With one goal, work that names none is asked to name it, and no more."""
    processes, kpis = plan.downstream.processes, plan.downstream.tracking.kpis
    if not any(goal.id in p.serves or (only and not p.serves) for p in processes):
        reason = f"Nothing you plan to do serves your goal {_aim(goal)}."
        yield _finding(plan, "goal_without_process", at, reason, settled_at=stages.LISTS["processes"].pointer)
    leading = [k for k in kpis if k.kind == "leading"]
    if not any(k.goal == goal.id or (only and k.goal is None) for k in leading):
        reason = f"You have no early sign that your goal {_aim(goal)} is on track."
        yield _finding(plan, "goal_without_leading_kpi", at, reason, settled_at=stages.LISTS["kpis"].pointer)


def _deadline(plan: Plan, goal: Goal, pointer: str, as_of: date) -> Iterator[Finding]:
    if goal.deadline is None:
        return
    due = date.fromisoformat(goal.deadline)
    years = _YEARS[goal.horizon]
    if due < as_of:
        reason = f"The date of your goal {_aim(goal)} has passed: {_day(due)}."
        yield _finding(plan, "deadline_passed", pointer, reason)
    elif due - _GRACE > _years_after(as_of, years):
        span = "twelve months" if years == 1 else "five years"
        reason = f"Your goal {_aim(goal)} is due on {_day(due)}, later than the {span} that such a goal looks ahead."
        yield _finding(plan, "deadline_outside_horizon", pointer, reason)


def _day(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _years_after(day: date, years: int) -> date:
    if day.year + years > date.max.year:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def _upstream(plan: Plan) -> Iterator[Finding]:
    up = plan.upstream
    # What clients now expect is what the trends do to them, whichever sentence it was said in.
    effects = sum(1 for t in up.market.trends if t.effect or up.market.client_shift)
    if effects < TRENDS:
        have = "no trend" if not effects else "only one trend"
        reason = f"You have named {have} with what it does to your clients; a plan stands on two."
        yield _finding(plan, "few_trends", stages.LISTS["trends"].pointer, reason)
    lacking = [word for part, word in _TESTS.items() if getattr(up.proposition.challenge, part) is None]
    if lacking:
        listed = " or ".join(filter(None, (", ".join(lacking[:-1]), lacking[-1])))
        reason = f"You have not said yet how you know that the problem is {listed}."
        # With two of the four known it can wait until after the signing.
        grave: Literal["gap", "advice"] = "gap" if len(lacking) > len(_TESTS) // 2 else "advice"
        yield _finding(plan, "challenge_untested", "/upstream/proposition/challenge", reason, grave)
    clients = up.clients
    if clients.criteria and all(_EVERYONE.fullmatch(_plain(c)) for c in clients.criteria):
        pointer = f"{stages.LISTS['criteria'].pointer}/0"
        reason = f"You aim at “{clients.criteria[0]}”, which leaves nobody out and so picks nobody."
        yield _finding(plan, "client_is_everyone", pointer, reason)
    if not clients.disqualifiers:
        pointer = stages.LISTS["disqualifiers"].pointer
        yield _finding(plan, "no_disqualifier", pointer, "You have not said whom you would turn away.")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!…")


def _downstream(plan: Plan, as_of: date) -> Iterator[Finding]:
    processes = plan.downstream.processes
    if processes and not any(p.kind in ("keep", "experience") for p in processes):
        # A kind nobody gave may be just that: then it is a remark and no question.
        known = all(p.kind for p in processes)
        reason = "Nothing you plan to do is about keeping the clients you have."
        pointer = stages.LISTS["processes"].pointer
        yield _finding(plan, "nothing_keeps_clients", pointer, reason, "gap" if known else "advice")
    if not any(r.condition for r in plan.downstream.tracking.return_upstream):
        reason = "You have not said what result would make you stop pushing and go back upstream."
        yield _finding(plan, "no_return_upstream", stages.LISTS["return_upstream"].pointer, reason)
    if not any(_soon(a.due, as_of) for a in plan.next_actions if a.what):
        reason = f"You have no action with a date within {ACTION_DAYS} days."
        yield _finding(plan, "no_action_soon", stages.LISTS["next_actions"].pointer, reason)


def _soon(due: str | None, as_of: date) -> bool:
    try:
        return due is not None and timedelta(0) <= date.fromisoformat(due) - as_of <= timedelta(ACTION_DAYS)
    except ValueError:
        return False


def _people(plan: Plan) -> Iterator[Finding]:
    if _solo(plan):
        return
    held: dict[str, list[int]] = {}
    for n, goal in enumerate(plan.upstream.goals):
        if goal.owner and goal.owner.strip():
            held.setdefault(_plain(goal.owner), []).append(n)
    for goals in held.values():
        if len(goals) > GOALS_PER_OWNER:
            n = goals[GOALS_PER_OWNER]
            name = plan.upstream.goals[n].owner
            many, most = len(goals), GOALS_PER_OWNER
            reason = f"You have given {name} {many} goals; more than {most} is hard to carry."
            pointer = f"{stages.LISTS['goals'].pointer}/{n}/owner"
            yield _finding(plan, "owner_overloaded", pointer, reason, "advice")
