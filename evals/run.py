"""Running suites: each case by a voice, as often as wanted. Nothing is graded here."""

import subprocess
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from coach.errors import CoachError
from evals.results import Block, Results, Run
from evals.suites import ROOT, Loaded, Suite
from evals.voices import Voice


def run(
    suites: Sequence[Suite],
    voices: Sequence[Voice],
    *,
    repeat: int = 1,
    jobs: int = 1,
    pattern: str = "",
    progress: bool = True,
    live: bool = False,
) -> Results:
    """Run suites with voices.

    Args:
        suites: which.
        voices: each runs every suite.
        repeat: attempts at each case.
        jobs: cases at the same time; more than one only helps where a model is waited for.
        pattern: run only cases whose name contains this.
        progress: show a bar.
        live: whether a model answers now.

    Raises:
        ConfigError: a case file is not as the schema says, or a recording is missing or stale.
    """
    blocks = []
    for voice in voices:
        for suite in suites:
            loaded = [one for one in suite.load() if pattern.casefold() in one.name.casefold()]
            if loaded:
                blocks.append(_block(suite, voice, loaded, repeat, jobs, progress))
    return Results(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        commit=_commit(),
        repeat=repeat,
        live=live,
        whole=not pattern,
        blocks=blocks,
    )


def _block(suite: Suite, voice: Voice, loaded: list[Loaded], repeat: int, jobs: int, progress: bool) -> Block:
    from pydantic_evals import Case, Dataset

    def attempt(one: Loaded) -> dict[str, Any]:
        began = time.perf_counter()
        try:
            output, error = suite.run(one.case, voice), None
        except (CoachError, ValueError, AssertionError, LookupError, TypeError) as fault:
            # A case that breaks the product is a result like any other; a stale recording ends the whole run.
            if getattr(fault, "ends_the_run", False):
                raise
            output, error = {}, f"{type(fault).__name__}: {fault}"
        return {"output": output, "error": error, "seconds": time.perf_counter() - began}

    began = time.perf_counter()
    dataset: Dataset[Loaded, dict[str, Any], None] = Dataset(
        name=suite.name, cases=[Case(name=one.name, inputs=one) for one in loaded]
    )
    label = f"{suite.name} ({voice.id})"
    report = dataset.evaluate_sync(
        attempt, name=label, repeat=repeat, max_concurrency=jobs, progress=progress
    )
    counted: dict[str, int] = {}
    runs = []
    for case in sorted(report.cases, key=lambda c: c.name):
        name = case.source_case_name or case.name
        counted[name] = counted.get(name, 0) + 1
        runs.append(Run(case=name, behaviour=case.inputs.behaviour, attempt=counted[name], **case.output))
    for failed in report.failures:
        raise CoachError(f"{failed.name}: {failed.error_message}")
    return Block(
        suite=suite.name,
        voice=voice.id,
        model=getattr(voice, "model", None),
        cases_digest=suite.digest(),
        prompts=getattr(voice, "prompts", {}),
        seconds=time.perf_counter() - began,
        runs=runs,
    )


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - whichever git is there
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip() if done.returncode == 0 else ""
