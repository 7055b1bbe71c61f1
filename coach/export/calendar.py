"""The plan by date: which of its own dates fall into the next 30, 60 and 90 days, counted from its last change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from coach import stages
from coach.check import resolve
from coach.plan import Part, Plan

SPANS: tuple[tuple[int, str], ...] = (
    (30, "Within 30 days"),
    (60, "Within 60 days"),
    (90, "Within 90 days"),
)
LATER, BEFORE = "Later", "Dates that have passed"
DATED = {"due": "due", "start": "start", "deadline": "deadline", "review_on": "look again"}
"""Fields that hold a date -> how the date is called."""
_NAMES = ("name", "what", "statement", "metric", "condition")


@dataclass(frozen=True)
class Entry:
    day: str
    kind: str
    what: str
    first: str | None
    """The first step of something that starts."""
    owner: str | None


def horizon(plan: Plan) -> list[tuple[str, tuple[Entry, ...]]]:
    """Return what each span of days holds, soonest first; spans that hold nothing are left out.

    Days are counted from the day of the plan's last change, so that the same plan always gives the same view. A plan
    whose date cannot be read has none.
    """
    try:
        start = date.fromisoformat(plan.updated_at[:10])
    except ValueError:
        return []
    found: dict[str, list[Entry]] = {label: [] for label in (BEFORE, *(s for _, s in SPANS), LATER)}
    for entry in sorted(_entries(plan), key=lambda e: e.day):
        ahead = (date.fromisoformat(entry.day) - start).days
        label = next((name for most, name in SPANS if ahead <= most), LATER) if ahead >= 0 else BEFORE
        found[label].append(entry)
    return [(label, tuple(entries)) for label, entries in found.items() if entries]


def _entries(plan: Plan) -> Iterator[Entry]:
    for spec in stages.LISTS.values():
        rows = resolve(plan, spec.pointer)
        for row in rows if isinstance(rows, tuple) else ():
            if not isinstance(row, Part):
                continue
            for field, called in DATED.items():
                day = getattr(row, field, None)
                if day:
                    what = next((str(v) for n in _NAMES if (v := getattr(row, n, None))), "")
                    first = getattr(row, "first_step", None) if field == "start" else None
                    yield Entry(day, called, what, first, getattr(row, "owner", None))
