"""Findings about how the parts of a plan refer to each other: orphans, ids that name nothing, ids used twice."""

from collections.abc import Callable, Iterator, Mapping

from coach import stages
from coach.plan import Finding, Plan
from coach.pointers import rows

Found = Callable[..., Finding]

_REFERS: Mapping[str, str] = {
    "serves": "which goal it serves",
    "goal": "which goal it shows",
    "needed_for": "what you need it for",
}


def links(plan: Plan, finding: Found) -> Iterator[Finding]:
    """Orphans, ids that name nothing, and ids used twice."""
    ids = {name: [str(getattr(row, "id", "")) for row in rows(plan, name)] for name in stages.LISTS}
    for name, spec in stages.LISTS.items():
        for n, row in enumerate(rows(plan, name)):
            at = f"{spec.pointer}/{n}"
            if ids[name][n] in ids[name][:n]:
                reason = f"Two items of your plan have the id “{ids[name][n]}”: export it again."
                yield finding(plan, "id_used_twice", f"{at}/id", reason)
            for field, to in spec.refs.items():
                value = getattr(row, field)
                for ref in value if isinstance(value, tuple) else (value,) if value else ():
                    if ref not in ids[to]:
                        reason = f"Your {_words(row, name)} refers to “{ref}”, which is not in the plan."
                        yield finding(plan, "id_unknown", f"{at}/{field}", reason)
                if not value and field in _REFERS:
                    yield _orphan(plan, finding, f"{at}/{field}", _words(row, name), field, len(ids[to]))
    at = stages.LISTS["return_upstream"].pointer
    for n, back in enumerate(plan.downstream.tracking.return_upstream):
        if back.stage is not None and back.stage not in stages.STAGE:
            reason = f"You would go back to “{back.stage}”, which is no stage of this conversation."
            yield finding(plan, "id_unknown", f"{at}/{n}/stage", reason)


def _orphan(plan: Plan, finding: Found, pointer: str, what: str, field: str, candidates: int) -> Finding:
    reason = f"Your {what} does not say {_REFERS[field]}."
    # One candidate, or none yet, leaves nothing to ask: it stands in the plan, and is not raised.
    return finding(plan, "orphan", pointer, reason, "gap" if candidates > 1 else "advice")


def _words(row: object, name: str) -> str:
    said = getattr(row, "name", None) or getattr(row, "metric", None) or getattr(row, "condition", None)
    noun = {"processes": "activity", "skills": "skill", "kpis": "measure"}.get(name, "condition")
    return f"{noun} “{said}”" if said else f"{noun} {getattr(row, 'id', '')}"
