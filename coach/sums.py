"""Which sums a plan holds: the calculator applied to the owner's figures, recomputed whenever a plan is built."""

from coach.plan import Calculated, Plan


def calculations(plan: Plan) -> tuple[Calculated, ...]:
    """Return the calculations that the plan's figures allow, each with the pointers it read."""
    return ()
