"""The first ninety days: each date of the plan stands in the span it falls into, counted from the last change."""

from datetime import date, timedelta

import pytest

from coach.export.calendar import horizon
from tests.export.plans import whole

START = date(2026, 3, 5)


def spans(days: int) -> list[str]:
    due = (START + timedelta(days=days)).isoformat()
    plan = whole(
        upstream={},
        downstream={},
        next_actions=[{"id": "n1", "what": "call", "due": due}],
        updated_at="2026-03-05T10:00:00+00:00",
    )
    return [label for label, _ in horizon(plan)]


@pytest.mark.parametrize(
    ("days", "span"),
    [
        (-1, "Dates that have passed"),
        (0, "Within 30 days"),
        (30, "Within 30 days"),
        (31, "Within 60 days"),
        (60, "Within 60 days"),
        (61, "Within 90 days"),
        (90, "Within 90 days"),
        (91, "Later"),
    ],
)
def test_a_date_stands_in_its_span(days: int, span: str) -> None:
    assert spans(days) == [span]


def test_what_starts_names_its_first_step_and_its_owner() -> None:
    plan = whole(
        downstream={
            "processes": [
                {"id": "p1", "name": "calls", "start": "2026-03-16", "first_step": "a list", "owner": "Ann"}
            ]
        }
    )
    entries = [e for _, found in horizon(plan) for e in found if e.kind == "start"]
    assert [(e.what, e.first, e.owner) for e in entries] == [("calls", "a list", "Ann")]


def test_soonest_comes_first_and_a_plan_without_a_day_has_no_calendar() -> None:
    days = [e.day for _, found in horizon(whole()) for e in found]
    assert days == sorted(days)
    assert days
    assert horizon(whole(updated_at="")) == []
