"""What every report shows, worked out once: rows of suites, what failed and why, and who said what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.graders.verdicts import Verdict
from evals.scores import CaseScore, Graded, Score


@dataclass(frozen=True)
class Row:
    """One suite with one voice."""

    key: str
    suite: str
    voice: str
    passed: int
    of: int
    rate: float
    low: float
    high: float
    unscored: int
    before: str
    """The baseline's rate, or a dash."""
    all_of: str
    """pass^k of repeated runs, or a dash."""
    seconds: float
    calls: int
    tokens: int
    cost: str
    behaviours: tuple[tuple[str, int, int], ...]


def row(score: Score, accepted: Mapping[str, Any], repeat: int) -> Row:
    """Return a suite's row."""
    passed, of = score.counts
    low, high = score.interval
    was = accepted.get(score.key)
    together = score.all_of(repeat) if repeat > 1 else None
    used = score.usage()
    return Row(
        key=score.key,
        suite=score.block.suite,
        voice=score.block.voice,
        passed=passed,
        of=of,
        rate=score.rate,
        low=low,
        high=high,
        unscored=score.unscored,
        before=f"{was['passed'] / was['of']:.1%}" if was and was["of"] else "–",
        all_of="–" if together is None else f"{together:.1%}",
        seconds=score.block.seconds,
        calls=int(used["calls"]),
        tokens=int(used["input_tokens"] + used["output_tokens"]),
        cost=f"{used['cost']:.4f}" if used["cost"] else "–",
        behaviours=tuple((name, p, n) for name, (p, n) in sorted(score.behaviours().items())),
    )


def failing(scores: Sequence[Score]) -> Iterator[tuple[Score, CaseScore]]:
    """Yield every case that did not pass in all its scored attempts."""
    for score in scores:
        for case in score.cases:
            if case.scored and not case.good:
                yield score, case


def asides(score: Score) -> Iterator[tuple[CaseScore, Graded]]:
    """Yield every attempt of which something is told that decides nothing."""
    for case in score.cases:
        yield from ((case, a) for a in case.attempts if any(v.aside for v in a.verdicts))


def wrong(attempt: Graded) -> list[Verdict]:
    """Return the verdicts that did not hold, and after them those that are unscored."""
    return [v for v in attempt.verdicts if v.passed is False] + [
        v for v in attempt.verdicts if v.passed is None
    ]


def transcript(output: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return who said what: pairs of "person", "coach", "understood" or "refused", and the words."""
    if "turns" in output:
        return list(_turns(output["turns"]))
    lines = [("person", str(output.get("said", "")))]
    if "reply" in output:
        lines.append(("coach", str(output["reply"])))
    if "events" in output:
        lines.append(("understood", "\n".join(map(_event, output["events"])) or "nothing"))
        lines.append(("coach", f"asks {output.get('asking')} ({output.get('kind')})"))
    return lines


def _turns(turns: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for turn in turns:
        if turn.get("said"):
            yield "person", str(turn["said"])
        if turn.get("events"):
            yield "understood", ", ".join(e for e in turn["events"] if e != "Asked")
        if "error" in turn:
            yield "refused", str(turn["error"])
        elif "reply" in turn:
            yield "coach", str(turn["reply"])


def _event(event: Mapping[str, Any]) -> str:
    rest = {k: v for k, v in event.items() if k not in ("type", "v", "said")}
    return f"{event['type']} {', '.join(f'{k}={v!r}' for k, v in rest.items())}"[:400]
