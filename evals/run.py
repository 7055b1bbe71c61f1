"""Running suites: each case by a voice, as often as wanted. Nothing is graded here."""

import subprocess
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from coach.errors import CoachError
from coach.language.model.chat import ChatModel
from evals.judge import judge
from evals.recordings import Missing, Shelf
from evals.results import Block, Results, Run
from evals.suites import ROOT, Loaded, Suite
from evals.voices import Voice, chosen


def run(
    suites: Sequence[Suite],
    voices: Sequence[str],
    *,
    repeat: int = 1,
    jobs: int = 1,
    pattern: str = "",
    progress: bool = True,
    record: bool = False,
    shelf: Shelf | None = None,
    played: bool = False,
) -> Results:
    """Run suites with voices.

    Args:
        suites: which.
        voices: kinds, as `evals.voices.KINDS`; each runs every suite that it can.
        repeat: attempts at each case.
        jobs: cases at the same time; more than one only helps where a model is waited for.
        pattern: run only cases whose name contains this.
        progress: show a bar.
        record: keep what a live model says, for `recorded` runs.
        shelf: the recordings to use, which then knows which of them were needed.
        played: let a live model play the personas, too.

    Raises:
        ConfigError: a case file is not as the schema says, or a recording is missing or stale.
    """
    blocks = []
    judges: dict[str, ChatModel | None] = {}
    for kind in voices:
        for suite in suites:
            loaded = [one for one in suite.load() if pattern.casefold() in one.name.casefold()]
            if kind == "recorded" or record:
                loaded = [one for one in loaded if getattr(one.case, "recorded", True)]
            if (suite.models_only and kind == "guided") or (suite.voiceless and kind != "guided"):
                continue
            voice = chosen(kind, suite.name, record=record, shelf=shelf, played=played)
            if loaded and voice is not None:
                blocks.append(_block(suite, voice, loaded, repeat, jobs, progress))
                judges[f"{voice.id}/{suite.name}"] = voice.judge
    results = Results(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        commit=_commit(),
        repeat=repeat,
        live="live" in voices,
        whole=not pattern,
        voices=list(voices),
        suites=[s.name for s in suites],
        blocks=blocks,
    )
    judge(results, judges)
    return results


def _block(suite: Suite, voice: Voice, loaded: list[Loaded], repeat: int, jobs: int, progress: bool) -> Block:
    from pydantic_evals import Case, Dataset

    missing: list[str] = []

    def attempt(one: Loaded) -> dict[str, Any]:
        began = time.perf_counter()
        output: dict[str, Any] = {}
        error = None
        try:
            output = suite.run(one.case, voice)
        except Missing as fault:
            missing.append(f"{one.name}: {fault}")
        except (CoachError, ValueError, AssertionError, LookupError, TypeError) as fault:
            # A case that breaks the product is a result like any other.
            error = f"{type(fault).__name__}: {fault}"
        return {"output": output, "error": error, "seconds": time.perf_counter() - began}

    began = time.perf_counter()
    dataset: Dataset[Loaded, dict[str, Any], None] = Dataset(
        name=suite.name, cases=[Case(name=one.name, inputs=one) for one in loaded]
    )
    label = f"{suite.name} ({voice.id})"
    report = dataset.evaluate_sync(
        attempt, name=label, repeat=repeat, max_concurrency=jobs, progress=progress
    )
    if missing:
        # The rest would say nothing of the coach: a model's reply cannot be guessed.
        raise Missing(f"{len(missing)} of {len(loaded)} cases cannot be replayed. {missing[0]}")
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
        model=voice.model,
        cases_digest=suite.digest(),
        prompts=dict(voice.prompts),
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
