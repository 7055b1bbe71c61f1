"""Grading what was understood of a message: events by kind and fields, the plan by pointer; wording never."""

from collections.abc import Iterator, Mapping
from typing import Any

from coach.language.folding import fold
from evals.forms import Understood
from evals.graders.verdicts import Verdict, held
from evals.match import at, mismatch

Output = Mapping[str, Any]


def grade(expect: Understood, output: Output) -> Iterator[Verdict]:
    """Yield one verdict for each thing the case expects."""
    before, after = output["before"], output["after"]
    plan, was = after["plan"], before["plan"]
    for pointer, wanted in expect.fields.items():
        yield held(f"field {pointer}", mismatch(at(plan, pointer), wanted))
    for event in expect.events:
        yield held(f"event {event if isinstance(event, str) else next(iter(event))}", _event(output, event))
    for kind in expect.absent:
        found = [e for e in output["events"] if e["type"] == kind]
        yield held(f"no {kind}", f"{found}"[:200] if found else None)
    if expect.changes_nothing:
        yield held("changes nothing", changed(was, plan))
    for pointer in expect.unchanged:
        same = at(was, pointer) == at(plan, pointer)
        yield held(f"unchanged {pointer}", None if same else f"{at(plan, pointer)!r}"[:200])
    yield from _sets(expect, after)
    yield from _next(expect, output)
    for words in expect.never:
        where = [p for p, leaf in leaves(plan) if fold(words, True) in fold(leaf, True)]
        yield held(f"nowhere {words!r}", f"it stands at {where[0]}" if where else None)


def _event(output: Output, wanted: str | Mapping[str, Mapping[str, Any]]) -> str | None:
    kinds = [e["type"] for e in output["events"]]
    if isinstance(wanted, str):
        return None if wanted in kinds else f"came: {', '.join(kinds) or 'nothing'}"
    ((kind, parts),) = wanted.items()
    fitting = [e for e in output["events"] if e["type"] == kind and mismatch(e, parts) is None]
    return None if fitting else f"came: {output['events']!r}"[:300]


def changed(was: Mapping[str, Any], now: Mapping[str, Any]) -> str | None:
    # When a turn came is no part of what the plan says.
    timeless = ("updated_at", "created_at", "sources", "id", "language")
    keys = [k for k in now if k not in timeless and was.get(k) != now[k]]
    return f"changed: {', '.join(keys)}" if keys else None


def _sets(expect: Understood, after: Mapping[str, Any]) -> Iterator[Verdict]:
    for name, wanted, inside in (
        ("review", expect.review, True),
        ("review", expect.not_review, False),
        ("open", expect.open, True),
        ("open", expect.not_open, False),
    ):
        for question in wanted:
            there = question in after[name]
            label = f"{question} {'in' if inside else 'not in'} {name}"
            yield held(label, None if there is inside else f"{name}: {after[name]}")
    if expect.parked is not None:
        yield held("parked", mismatch(len(after["parked"]), expect.parked))
    for words in expect.parked_text:
        yield held(f"parked {words!r}", mismatch(after["parked"], {"has": [words]}))


def _next(expect: Understood, output: Output) -> Iterator[Verdict]:
    after = output["after"]
    if expect.digressed is not None:
        kinds = (expect.digressed,) if isinstance(expect.digressed, str) else expect.digressed
        there = set(kinds) & set(after["digressed"])
        yield held(f"digressed {'/'.join(kinds)}", None if there else f"digressed: {after['digressed']}")
    if expect.asking is not None:
        asking = (expect.asking,) if isinstance(expect.asking, str) else expect.asking
        yield held(
            "asks next",
            None if output["asking"] in asking else f"asks {output['asking']}, not {'/'.join(asking)}",
        )
    for name, wanted, got in (
        ("kind", expect.kind, output["kind"]),
        ("pace", expect.pace, after["pace"]),
        ("language", expect.language, after["language"]),
    ):
        if wanted is not None:
            yield held(name, None if got == wanted else f"{got}, not {wanted}")


def leaves(node: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapping):
        for name, value in node.items():
            yield from leaves(value, f"{pointer}/{name}")
    elif isinstance(node, list):
        for n, value in enumerate(node):
            yield from leaves(value, f"{pointer}/{n}")
    elif isinstance(node, str):
        yield pointer, node
