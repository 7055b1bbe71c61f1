"""Rates and noise, against figures worked out elsewhere."""

import pytest

from evals.stats import fell, pass_k, wilson


@pytest.mark.parametrize(
    ("passed", "of", "low", "high"),
    [
        (0, 0, 0.0, 1.0),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (8, 10, 0.4902, 0.9433),
        (96, 155, 0.5410, 0.6921),
    ],
)
def test_an_interval_is_wilsons(passed: int, of: int, low: float, high: float) -> None:
    assert wilson(passed, of) == pytest.approx((low, high), abs=5e-4)


def test_one_case_less_of_ten_is_noise_and_half_of_them_is_not() -> None:
    assert not fell((10, 10), (9, 10))
    assert not fell((100, 120), (95, 120))
    assert fell((100, 120), (60, 120))
    assert not fell((60, 120), (100, 120)), "better is never worse"
    assert not fell((0, 0), (0, 10)), "nothing to compare with"


def test_all_of_k_is_counted_over_every_choice_of_k_attempts() -> None:
    assert pass_k([(3, 3)], 3) == 1.0
    assert pass_k([(2, 3)], 2) == pytest.approx(1 / 3)
    assert pass_k([(2, 4), (4, 4)], 2) == pytest.approx((1 / 6 + 1) / 2)
    assert pass_k([(1, 1)], 2) is None, "one attempt says nothing of two"
    # Which attempts passed does not matter, only how many: repeats are never paired by number.
    assert pass_k([(1, 3), (2, 3)], 2) == pass_k([(2, 3), (1, 3)], 2)
