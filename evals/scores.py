"""Grading results: verdicts for each attempt, and the rates that reports and the gate speak of."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.graders.verdicts import Verdict, outcome
from evals.results import Block, Results, Run
from evals.stats import pass_k, wilson
from evals.suites import SUITES, Loaded

Judged = Callable[[Any, Run], Iterator[Verdict]]
"""The judge's verdicts on what a case claims."""


@dataclass(frozen=True)
class Graded:
    """One attempt with its verdicts."""

    run: Run
    verdicts: tuple[Verdict, ...]

    @property
    def passed(self) -> bool | None:
        return outcome(self.verdicts)


@dataclass(frozen=True)
class CaseScore:
    name: str
    behaviour: str
    attempts: tuple[Graded, ...]
    case: Any = field(repr=False, default=None)

    @property
    def passed(self) -> int:
        return sum(a.passed is True for a in self.attempts)

    @property
    def scored(self) -> int:
        return sum(a.passed is not None for a in self.attempts)

    @property
    def good(self) -> bool:
        return bool(self.scored) and self.passed == self.scored


@dataclass(frozen=True)
class Score:
    """A suite with a voice."""

    block: Block
    cases: tuple[CaseScore, ...]

    @property
    def key(self) -> str:
        return f"{self.block.voice}/{self.block.suite}"

    @property
    def counts(self) -> tuple[int, int]:
        """Attempts that passed, and those that were scored."""
        return sum(c.passed for c in self.cases), sum(c.scored for c in self.cases)

    @property
    def rate(self) -> float:
        passed, of = self.counts
        return passed / of if of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(*self.counts)

    @property
    def unscored(self) -> int:
        return sum(len(c.attempts) - c.scored for c in self.cases)

    def all_of(self, k: int) -> float | None:
        """Return pass^k over the cases."""
        return pass_k([(c.passed, c.scored) for c in self.cases], k)

    def behaviours(self) -> dict[str, tuple[int, int]]:
        """Return behaviour -> attempts passed, scored."""
        found: dict[str, tuple[int, int]] = {}
        for case in self.cases:
            passed, of = found.get(case.behaviour, (0, 0))
            found[case.behaviour] = passed + case.passed, of + case.scored
        return found

    def usage(self) -> dict[str, float]:
        """Return calls, tokens and money of the whole suite; zeros for a voice without a model."""
        total = {"calls": 0.0, "input_tokens": 0.0, "output_tokens": 0.0, "cost": 0.0}
        for case in self.cases:
            for attempt in case.attempts:
                used = attempt.run.output.get("usage") or {}
                for name in total:
                    total[name] += used.get(name) or 0
        return total


def grade(results: Results, judge: Judged | None = None) -> list[Score]:
    """Grade results again from what is stored. Cases that are gone since are left out; new ones are not run here."""
    return [_score(block, judge) for block in results.blocks if block.suite in SUITES]


def _score(block: Block, judge: Judged | None) -> Score:
    from pydantic_evals import Case, Dataset
    from pydantic_evals.evaluators import Evaluator, EvaluatorContext

    suite = SUITES[block.suite]
    loaded = {one.name: one for one in suite.load()}
    runs = [run for run in block.runs if run.case in loaded]
    verdicts: dict[tuple[str, int], tuple[Verdict, ...]] = {}

    class Grader(Evaluator[Run, Run, None]):
        def evaluate(self, ctx: EvaluatorContext[Run, Run, None]) -> dict[str, bool | str]:
            run, one = ctx.inputs, loaded[ctx.inputs.case]
            found = tuple(_verdicts(suite.grade, one, run, judge))
            verdicts[run.case, run.attempt] = found
            return {v.name: "unscored" if v.passed is None else v.passed for v in found}

    dataset: Dataset[Run, Run, None] = Dataset(
        name=block.suite,
        cases=[Case(name=f"{run.case} #{run.attempt}", inputs=run) for run in runs],
        evaluators=[Grader()],
    )
    report = dataset.evaluate_sync(lambda run: run, progress=False)
    broken = [f for case in report.cases for f in case.evaluator_failures]
    if broken:
        raise RuntimeError(f"a grader failed: {broken[0].error_message}")
    return Score(block, tuple(_cases(runs, loaded, verdicts)))


def _verdicts(
    grader: Callable[[Any, dict[str, Any]], Iterator[Verdict]], one: Loaded, run: Run, judge: Judged | None
) -> Iterator[Verdict]:
    if run.error is not None:
        yield Verdict("ran to its end", False, run.error)
        return
    yield from grader(one.case, run.output)
    claims: Sequence[str] = getattr(getattr(one.case, "expect", None), "claims", ())
    if judge is not None:
        yield from judge(one.case, run)
    else:
        yield from (Verdict(f"judge: {c}", None, "no judge") for c in claims)


def _cases(
    runs: list[Run], loaded: dict[str, Loaded], verdicts: dict[tuple[str, int], tuple[Verdict, ...]]
) -> Iterator[CaseScore]:
    names = dict.fromkeys(run.case for run in runs)
    for name in names:
        attempts = tuple(Graded(r, verdicts[r.case, r.attempt]) for r in runs if r.case == name)
        yield CaseScore(name, loaded[name].behaviour, attempts, loaded[name].case)
