"""Rates and how far they can be trusted. Nothing here pairs one repeat with another: repeats have no order."""

from collections.abc import Sequence
from math import comb, sqrt

Z = 1.96
"""Standard deviations for 95 %."""


def wilson(passed: int, of: int, z: float = Z) -> tuple[float, float]:
    """Return Wilson's interval of a rate, both ends in 0..1; (0, 1) when nothing was counted."""
    if of == 0:
        return 0.0, 1.0
    rate, z2 = passed / of, z * z
    middle = (rate + z2 / (2 * of)) / (1 + z2 / of)
    half = z / (1 + z2 / of) * sqrt(rate * (1 - rate) / of + z2 / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def fell(before: tuple[int, int], now: tuple[int, int], z: float = Z) -> bool:
    """Whether a rate (passed, of) is lower than before beyond noise: Newcombe's interval of the difference is below 0."""
    if not before[1] or not now[1]:
        return False
    p1, p2 = before[0] / before[1], now[0] / now[1]
    low1, _ = wilson(*before, z)
    _, high2 = wilson(*now, z)
    return (p2 - p1) + sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2) < 0


def pass_k(attempts: Sequence[tuple[int, int]], k: int) -> float | None:
    """Return pass^k: how likely it is that k attempts at a case all pass, averaged over cases.

    Args:
        attempts: passed and of, for each case. Cases with fewer than k attempts are left out.
        k: how many in a row.

    Returns:
        The unbiased estimate, or None when no case has k attempts.
    """
    enough = [(c, n) for c, n in attempts if n >= k]
    return sum(comb(c, k) / comb(n, k) for c, n in enough) / len(enough) if enough else None
