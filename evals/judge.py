"""The model judge: one verdict on each claim that code cannot see. What it does not say clearly is unscored."""

from collections.abc import Iterator, Mapping
from typing import Any

from coach.language.model.chat import ChatModel
from coach.language.prompts import Filled
from evals.graders.verdicts import Verdict
from evals.judging import SCHEMA, ask, asked
from evals.recordings import key_of
from evals.results import Results, Run
from evals.scores import Judged
from evals.suites import SUITES


def _claims(case: Any, output: Mapping[str, Any]) -> Iterator[tuple[str, Filled]]:
    passages = "\n\n".join(output.get("retrieved", {}).values())[:6000]
    for claim in getattr(getattr(case, "expect", None), "claims", ()):
        yield claim, asked(str(output.get("said", "")), str(output.get("reply", "")), passages, claim)


def judge(results: Results, judges: Mapping[str, ChatModel | None]) -> None:
    """Ask for every verdict that these results need, and keep them with the results.

    Args:
        results: what was run.
        judges: voice/suite -> who judges; a suite without anybody stays unscored.
    """
    for block in results.blocks:
        model = judges.get(f"{block.voice}/{block.suite}")
        if model is None or block.suite not in SUITES:
            continue
        cases = {one.name: one.case for one in SUITES[block.suite].load()}
        for run in block.runs:
            for _, prompt in _claims(cases.get(run.case), run.output):
                key = key_of("ask", "", prompt, SCHEMA)
                verdict = ask(model, prompt)
                if verdict is not None:
                    results.verdicts[key] = verdict


def judged(results: Results) -> Judged | None:
    """Return the verdicts that are kept with these results, to grade by; None where nobody was asked."""
    if not results.verdicts:
        return None

    def verdicts(case: Any, run: Run) -> Iterator[Verdict]:
        for claim, prompt in _claims(case, run.output):
            found = results.verdicts.get(key_of("ask", "", prompt, SCHEMA))
            why = "" if found else "the judge says no" if found is False else "no verdict"
            yield Verdict(f"judge: {claim}", found, why)

    return verdicts
