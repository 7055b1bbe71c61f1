"""Grading a whole conversation: order, completeness, invented facts, corrections, length, and the plan check."""

from collections.abc import Iterator, Mapping
from typing import Any

from coach.language.folding import contains, fold
from coach.writes import JOINT
from evals.forms import Behaviour, Persona
from evals.graders import played, understanding
from evals.graders.language import language_of
from evals.graders.speech import QUOTED
from evals.graders.verdicts import Verdict, held
from evals.match import at, mismatch

Output = Mapping[str, Any]


def grade(persona: Persona, output: Output) -> Iterator[Verdict]:
    expect, turns = persona.expect, output["turns"]
    by_model = output.get("player") == "model"
    excused = played.excused(persona, turns) if by_model else {}
    broken = next((t["error"] for t in turns if "error" in t), None)
    yield held("no breakdown", broken)
    yield held("order", _order(turns))
    invented = invented_facts(output)
    yield held("no invented fact", f"{len(invented)}: {'; '.join(invented)}"[:400] if invented else None)
    said = len(turns) - 1
    yield held("length", None if said <= expect.turns else f"{said} messages, not {expect.turns}")
    yield held(
        "status", None if output["status"] == expect.status else f"{output['status']}, not {expect.status}"
    )
    wanted = expect.complete or tuple(q for q in persona.answers if persona.answers[q])
    gone = [q for q in wanted if q not in output["answered"]]
    yield held("complete", f"nothing on {', '.join(gone)}" if gone else None)
    for pointer, value in expect.fields.items():
        wrong = mismatch(at(output["plan"], pointer), value)
        if wrong is not None and pointer in excused and excused[pointer] == value:
            yield Verdict(f"field {pointer}", None, f"{played.NOT_SHOWN}: {wrong}", aside=True)
        else:
            yield held(f"field {pointer}", wrong)
    for words in expect.never:
        yield held(f"{words!r} is not in the plan", _nowhere(words, output))
    contradictions = [f["reason"] for f in output["plan"]["findings"] if f["severity"] == "contradiction"]
    enough = len(contradictions) <= expect.contradictions
    yield held("plan check", None if enough else "; ".join(contradictions)[:300])
    yield held("one question a turn", _questions(turns))
    yield held("citations", _citations(output))
    if expect.language is not None and by_model:
        yield played.language(expect.language, turns)
    elif expect.language is not None:
        found = language_of(" ".join(QUOTED.sub("", t["reply"]) for t in turns[1:]))
        yield held("language", None if found == expect.language else f"{found}, not {expect.language}")
    if by_model:
        yield from played.grade(persona, turns)
        return
    for behaviour in persona.behaviours:
        yield from _behaviour(behaviour, turns)


def _nowhere(words: str, output: Output) -> str | None:
    there = [p for p, v in output["leaves"] if isinstance(v, str) and fold(words, True) in fold(v, True)]
    return f"it stands at {there[0]}" if there else None


_STAGES = "situation market proposition clients goals processes skills tracking review".split()
"""The order that was promised: written down here a second time, so that a change of the program's own is noticed."""


def _order(turns: list[Mapping[str, Any]]) -> str | None:
    """Upstream before downstream, and stages in their order unless the person went back."""
    reached = 0
    for n, turn in enumerate(turns):
        # Upstream may be reopened by a correction; nothing downstream may be written while it is open.
        new = set(turn["downstream"]) - set(turns[n - 1]["downstream"] if n else ())
        if new and not turn["upstream_closed"]:
            return f"turn {n} wrote {sorted(new)} before upstream was closed"
        if turn["kind"] == "question" and turn["asking"] is not None and turn["focus"] is None:
            here = _STAGES.index(turn["stage"])
            back = bool(set(turn["events"]) & _BACKWARDS)
            if here < reached and not back:
                return f"turn {n} is at {turn['stage']} after {_STAGES[reached]}"
            reached = here if back else max(reached, here)
    return None


_BACKWARDS = {"Undone", "Rewound", "WentBack", "ItemRemoved", "Paced", "ItemChanged"}
"""After these, an earlier question may rightly be open again."""


def invented_facts(output: Output) -> list[str]:
    """Return what stands in the plan and was never said, confirmed or worked out from what was."""
    messages, proofs = output["messages"], output["plan"]["provenance"]
    found = []
    for pointer, value in output["leaves"]:
        if value in (None, "", [], ()) or pointer.endswith(("/id", "/turn", "/question", "/verdict")):
            continue
        proof = proofs.get(pointer)
        if proof is None:
            found.append(f"{pointer} has no provenance")
            continue
        for said in proof["said"]:
            if not any(contains(m, said["span"]) for m in messages):
                found.append(f"{pointer}: {said['span'][:60]!r} was never said")
        spans = " ".join(s["span"] for s in proof["said"])
        # What was added to an answer later is parted from it by a mark of ours.
        if proof["status"] == "stated" and fold(str(value).replace(JOINT, " "), True) != fold(
            spans.replace(JOINT, " "), True
        ):
            found.append(f"{pointer}: {str(value)[:60]!r} is not what was said")
        if proof["status"] == "confirmed" and proof["suggestion"] not in output["suggestions"]:
            found.append(f"{pointer}: accepted something that was never offered")
        if proof["status"] == "derived" and not proof["said"] and not proof["inputs"]:
            found.append(f"{pointer}: derived from nothing")
    return found


def _questions(turns: list[Mapping[str, Any]]) -> str | None:
    many = [n for n, t in enumerate(turns) if QUOTED.sub("", t["reply"]).count("?") > 1]
    return f"more than one in turns {many}" if many else None


def _citations(output: Output) -> str | None:
    for n, turn in enumerate(output["turns"]):
        for citation in turn.get("citations", ()):
            text = output["texts"].get(citation["passage"], "")
            if fold(citation["quote"]) not in fold(text):
                return f"turn {n} quotes {citation['quote'][:60]!r}, which {citation['passage']} does not say"
    return None


def _behaviour(behaviour: Behaviour, turns: list[Mapping[str, Any]]) -> Iterator[Verdict]:
    name = played.title(behaviour)
    n = next((n for n, t in enumerate(turns) if t["said"] == behaviour.say), None)
    if n is None:
        yield held(name, f"the talk never came to {behaviour.at}")
        return
    if behaviour.expect is None:
        return
    for verdict in understanding.grade(behaviour.expect, played.Moment(turns[n - 1], turns[n]).output()):
        yield Verdict(f"{name}: {verdict.name}", verdict.passed, verdict.reason)
