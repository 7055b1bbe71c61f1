"""The gate: a suite below its threshold, or below the baseline beyond noise, fails and says what fell."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from coach.errors import ConfigError, UserError
from evals.scores import Score
from evals.stats import fell
from evals.suites import ROOT

THRESHOLDS = ROOT / "thresholds.yaml"
BASELINE = ROOT / "baseline.json"


@dataclass(frozen=True)
class Fall:
    """Why the gate is shut."""

    key: str
    """Voice and suite."""
    what: str
    cases: tuple[str, ...] = ()

    def __str__(self) -> str:
        named = "".join(f"\n  - {name}" for name in self.cases)
        return f"{self.key}: {self.what}{named}"


def thresholds(path: Path = THRESHOLDS) -> dict[str, float]:
    """Read the lowest rate of each voice and suite.

    Raises:
        ConfigError: the file is not a table of rates between 0 and 1.
    """
    data = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(data, dict) or not all(
        isinstance(v, int | float) and 0 <= v <= 1 for v in data.values()
    ):
        raise ConfigError(f"{path.name} is a table of rates between 0 and 1, by voice/suite.")
    return {str(k): float(v) for k, v in data.items()}


def baseline(path: Path = BASELINE) -> dict[str, Any]:
    """Read what was accepted last; empty where nothing was yet."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise ConfigError(f"{path.name} is no JSON: take it from the last good commit.") from error
    return dict(found["scores"])


def falls(
    scores: Sequence[Score],
    accepted: Mapping[str, Any],
    lowest: Mapping[str, float],
    *,
    live: bool = False,
    whole: bool = True,
    voices: Sequence[str] = (),
    suites: Sequence[str] = (),
) -> list[Fall]:
    """Return everything that is worse than it may be; empty opens the gate.

    Args:
        scores: of this run.
        accepted: the baseline.
        lowest: thresholds by voice/suite.
        live: whether a model answered now. Else every run comes out alike: a case that passed and fails now has
            fallen, and no noise can excuse it. Live, a rate has to fall beyond noise.
        whole: whether all cases were run.
        voices: which were asked for; what the baseline has of them must be there.
        suites: likewise.
    """
    found = [
        fall for score in scores for fall in _of(score, _held_to(score, accepted) or {}, lowest, live, whole)
    ]
    there = {score.key for score in scores}
    for key in accepted:
        voice, _, suite = key.partition("/")
        if whole and key not in there and voice in voices and suite in suites:
            found.append(
                Fall(key, "was not run, though the baseline has it: were its recordings or cases deleted?")
            )
    return found


def _held_to(score: Score, table: Mapping[str, Any]) -> Any:
    """Return what a score is held to: a live run, where nothing of its own was accepted, to the recorded one's."""
    own = table.get(score.key)
    return table.get(f"recorded/{score.block.suite}") if own is None and score.block.voice == "live" else own


def _of(
    score: Score, was: Mapping[str, Any], lowest: Mapping[str, float], live: bool, whole: bool
) -> Iterator[Fall]:
    passed, of = score.counts
    if not of and not score.unscored:
        yield Fall(score.key, "no case was run")
        return
    failing = tuple(c.name for c in score.cases if c.scored and not c.good)
    least = _held_to(score, lowest)
    if least is None and whole and score.block.voice != "live":
        yield Fall(score.key, "has no threshold: add one to evals/thresholds.yaml")
    elif least is not None and whole and score.rate < least:
        yield Fall(score.key, f"{score.rate:.1%} of {of} is below the threshold of {least:.1%}", failing)
    if not was:
        return
    if live:
        if fell((was["passed"], was["of"]), (passed, of)):
            worse = tuple(c.name for c in score.cases if c.name in was["good"] and not c.good)
            yield Fall(
                score.key, f"fell from {was['passed']}/{was['of']} to {passed}/{of}, beyond noise", worse
            )
    else:
        now = {c.name: c for c in score.cases}
        lost = tuple(n for n in was["good"] if n in now and now[n].scored and not now[n].good)
        if lost:
            yield Fall(score.key, f"{len(lost)} that passed fail now", lost)
        blind = tuple(n for n in was["good"] if n in now and not now[n].scored)  # never a pass
        if blind:
            yield Fall(score.key, f"{len(blind)} that were scored are unscored now", blind)
    if whole:
        gone = tuple(n for n in was["good"] if n not in {c.name for c in score.cases})
        if gone:
            yield Fall(
                score.key,
                f"{len(gone)} cases that passed are gone: `coach eval accept` if that is meant",
                gone,
            )


def accept(scores: Sequence[Score], at: str, commit: str, path: Path = BASELINE) -> list[str]:
    """Make these scores the baseline of their suites, and return what changes, line by line.

    Raises:
        UserError: there is nothing to accept.
    """
    if not scores:
        raise UserError("There is nothing to accept: run `coach eval` first.")
    before = baseline(path)
    after = dict(before)
    lines = []
    for score in scores:
        passed, of = score.counts
        good = sorted(c.name for c in score.cases if c.good)
        was = before.get(score.key, {})
        after[score.key] = {"passed": passed, "of": of, "unscored": score.unscored, "good": good}
        if score.block.model is not None:
            after[score.key]["model"] = score.block.model
        if after[score.key] != was:
            old = f"{was['passed']}/{was['of']}" if was else "nothing"
            lines.append(f"{score.key}: {old} -> {passed}/{of}")
    data = {"accepted": at, "commit": commit, "scores": dict(sorted(after.items()))}
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return lines
