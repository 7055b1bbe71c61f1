"""A verdict on one assertion: held, did not hold, or *unscored* (None), which is never a pass."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    name: str
    passed: bool | None
    reason: str = ""
    aside: bool = False
    """Told in the reports, and decides nothing: what could not happen is nobody's fault."""


def held(name: str, reason: str | None) -> Verdict:
    """Return the verdict of a check that says what is wrong, or None."""
    return Verdict(name, reason is None, reason or "")


def outcome(verdicts: Iterable[Verdict]) -> bool | None:
    """Return whether all held. One that failed decides; nothing graded, or one unscored, is unscored; asides are left out."""
    found = [v.passed for v in verdicts if not v.aside]
    if False in found:
        return False
    return None if not found or None in found else True
