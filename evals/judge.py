"""The model judge: one verdict on each claim that code cannot see. What it does not say clearly is unscored."""

from evals.results import Results
from evals.scores import Judged


def judged(results: Results) -> Judged | None:
    """Return the judge whose verdicts are kept with these results; None where nobody was asked."""
    return None
