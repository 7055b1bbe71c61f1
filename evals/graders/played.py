"""Grading a person whom a model plays: what they do on purpose is known by what happened, since their words are their own.

The records of the turns decide: a field that had a value and got another, a digression, an idea that was parked. Where the
records are silent, the message tells whether the coach missed something: it has the words of the persona's file, it names the
new value while the field holds another, or it is nothing but a question. What shows in neither way was *not shown by the
player*: that is told, and held against nobody.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coach.language.amounts.no_numbers import Stretches
from coach.language.amounts.numerals import numerals
from coach.language.folding import fold, plain
from evals.forms import Behaviour, Persona, Understood
from evals.graders import understanding
from evals.graders.language import language_of
from evals.graders.questions import answered, content, owner, resting_on
from evals.graders.speech import QUOTED
from evals.graders.verdicts import Verdict, held
from evals.match import at, mismatch

Record = Mapping[str, Any]
NOT_SHOWN = "not shown by the player"
_ENDS = " .,;:!?…\"'"
_NO_ANSWERS = ("/open_questions", "/needs_review", "/parked", "/updated_at", "/sources", "/calculations")
"""Where a question may rightly leave a trace in the plan."""


@dataclass(frozen=True)
class Moment:
    """A message, with the turn before it and the turn it made."""

    before: Record
    turn: Record

    @property
    def said(self) -> str:
        return str(self.turn["said"])

    @property
    def asked(self) -> str | None:
        """The question the message came upon."""
        asked: str | None = self.before["asking"]
        return asked

    @property
    def was(self) -> Record:
        plan: Record = self.before["snapshot"]["plan"]
        return plan

    @property
    def now(self) -> Record:
        plan: Record = self.turn["snapshot"]["plan"]
        return plan

    def output(self) -> dict[str, Any]:
        """Return the moment as the grader of understanding knows it."""
        return {
            "events": [{"type": e} for e in self.turn["events"]],
            "before": self.before["snapshot"],
            "after": {**self.turn["snapshot"], "digressed": self.turn["digressed"]},
            "asking": self.turn["asking"],
            "kind": self.turn["kind"],
        }


def title(behaviour: Behaviour) -> str:
    words = " ".join(behaviour.say.split())
    return f"at {behaviour.at}, “{words[:40]}{'…' if len(words) > 40 else ''}”"


def moments(turns: Sequence[Record]) -> list[Moment]:
    """Return every message that was taken, with what it came upon."""
    pairs = zip(turns, turns[1:], strict=False)
    return [Moment(before, turn) for before, turn in pairs if "error" not in turn]


def grade(persona: Persona, turns: Sequence[Record]) -> Iterator[Verdict]:
    """Yield what came of each planned behaviour; fewer than half of them shown leaves the run inconclusive."""
    shown = 0
    for behaviour in persona.behaviours:
        moment = shown_at(behaviour, moments(turns))
        if moment is None:
            yield Verdict(title(behaviour), None, NOT_SHOWN, aside=True)
            continue
        shown += 1
        for verdict in _came_of(behaviour, moment):
            yield Verdict(f"{title(behaviour)}: {verdict.name}", verdict.passed, verdict.reason)
    planned = len(persona.behaviours)
    if 2 * shown < planned:
        yield Verdict("planned behaviours", None, f"inconclusive: the player showed {shown} of {planned}")


def excused(persona: Persona, turns: Sequence[Record]) -> dict[str, Any]:
    """Return the fields, and the values, that the plan cannot have because the player never said them."""
    found: dict[str, Any] = {}
    for behaviour in persona.behaviours:
        if behaviour.expect is not None and shown_at(behaviour, moments(turns)) is None:
            found.update({p: w for p, w in behaviour.expect.fields.items() if _names(w) or _filled(w)})
    return found


def language(wanted: str, turns: Sequence[Record]) -> Verdict:
    """Judge the language of the talk: the state's, the replies' in it, and whether the player wrote it at all."""
    spoken = turns[-1]["snapshot"]["language"]
    replies = " ".join(QUOTED.sub("", t["reply"]) for t in turns[1:] if t["snapshot"]["language"] == spoken)
    if language_of(replies) != spoken:
        return held("language", f"the replies are in {language_of(replies)}, the talk is in {spoken}")
    if spoken != wanted and language_of(" ".join(t["said"] for t in turns)) != wanted:
        return Verdict("language", None, NOT_SHOWN, aside=True)
    return held("language", None if spoken == wanted else f"{spoken}, not {wanted}")


def shown_at(behaviour: Behaviour, talk: Sequence[Moment]) -> Moment | None:
    """Return the moment at which a planned behaviour was shown, None where it never was.

    Its own words are the surest sign, then what the message means at its own question, then what the records tell.
    """
    here = [m for m in talk if m.asked == behaviour.at]
    signs: tuple[tuple[Callable[[Moment], bool], Sequence[Moment]], ...] = (
        (lambda m: _says(behaviour, m), talk),
        (lambda m: _meant(behaviour, m), here),
        (lambda m: _recorded(behaviour, m) and _reached(behaviour, m), [*here, *talk]),
        (lambda m: _recorded(behaviour, m), [*here, *talk]),
        (lambda m: _named(behaviour, m), talk),
    )
    return next((m for sign, where in signs for m in where if sign(m)), None)


def _says(behaviour: Behaviour, moment: Moment) -> bool:
    words = re.escape(fold(behaviour.say, True).strip(_ENDS))
    return re.search(rf"(?<!\w){words}(?!\w)", fold(moment.said, True)) is not None


def _meant(behaviour: Behaviour, moment: Moment) -> bool:
    """Whether the message is the planned one for what it says, whatever the coach made of it."""
    expect = behaviour.expect
    asks = expect is not None and expect.digressed is not None
    return _named(behaviour, moment) or (asks and not moment.turn["digressed"] and _only_asks(moment.said))


def _named(behaviour: Behaviour, moment: Moment) -> bool:
    """Whether the message names the new value of a field that holds another."""
    fields = behaviour.expect.fields if behaviour.expect is not None else {}
    return any(
        at(moment.was, p) not in (None, []) and mismatch(at(moment.was, p), w) and _told(_names(w), moment)
        for p, w in fields.items()
    )


def _told(values: Sequence[Any], moment: Moment) -> bool:
    numbers = {float(n.value) for n in numerals(plain(moment.said), Stretches([]))}
    words = fold(moment.said, True)
    return bool(values) and all(
        fold(v, True) in words if isinstance(v, str) else float(v) in numbers for v in values
    )


def _names(wanted: Any) -> list[Any]:
    """Return the words and numbers that a wanted value is known by; a count or a negation has none."""
    if isinstance(wanted, Mapping):
        return [v for key in ("is", "has") if key in wanted for v in _names(wanted[key])]
    if isinstance(wanted, list | tuple):
        return [v for one in wanted for v in _names(one)]
    return [wanted] if isinstance(wanted, str | int | float) and not isinstance(wanted, bool) else []


def _filled(wanted: Any) -> bool:
    """Whether at least one item is wanted, whichever."""
    return isinstance(wanted, Mapping) and (wanted.get("count") or wanted.get("min") or 0) not in (0, {})


def _recorded(behaviour: Behaviour, moment: Moment) -> bool:
    """Whether the turn's records hold what is planned."""
    expect, turn = behaviour.expect, moment.turn
    if expect is None:
        return False
    if expect.digressed is not None:
        return bool(set(_tuple(expect.digressed)) & set(turn["digressed"]))
    if expect.events:
        there = {e if isinstance(e, str) else next(iter(e)) for e in expect.events} <= set(turn["events"])
        return there and ("WentBack" not in turn["events"] or turn["asking"] in _tuple(expect.asking))
    if _idea(expect):
        return "Parked" in turn["events"] and not moment.before["upstream_closed"]
    changes = [p for p, w in expect.fields.items() if _names(w)]
    if changes:
        return any(_replaced(at(moment.was, p), at(moment.now, p)) for p in changes)
    early = [p for p, w in expect.fields.items() if _filled(w)]
    if early:
        return any(
            not at(moment.was, p) and at(moment.now, p) and moment.asked != owner(p, moment.now)
            for p in early
        )
    # What is left holds on, jokes or does not know: at its question, and without an answer to it.
    same = content(behaviour.at, moment.was) == content(behaviour.at, moment.now)
    return moment.asked == behaviour.at and same and ("?" in behaviour.say or not turn["digressed"])


def _reached(behaviour: Behaviour, moment: Moment) -> bool:
    fields = behaviour.expect.fields if behaviour.expect is not None else {}
    return all(mismatch(at(moment.now, p), w) is None for p, w in fields.items())


def _idea(expect: Understood) -> bool:
    return expect.parked is not None or any(
        p.startswith("/downstream") and w == {"count": 0} for p, w in expect.fields.items()
    )


def _replaced(old: Any, new: Any) -> bool:
    """Whether something that stood there is gone; an answer that only grew was not corrected."""
    if isinstance(old, list | tuple):
        return any(not isinstance(new, list | tuple) or one not in new for one in old)
    if isinstance(old, str) and isinstance(new, str):
        return fold(old, True) not in fold(new, True)
    return old is not None and old != new


def _tuple(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _came_of(behaviour: Behaviour, moment: Moment) -> Iterator[Verdict]:
    expect = behaviour.expect
    if expect is None:
        yield held("came", None)
        return
    own = fold(behaviour.say, True).strip(_ENDS) == fold(moment.said, True).strip(_ENDS)
    here = moment.asked == behaviour.at
    if own and here:
        yield from understanding.grade(expect, moment.output())
        return
    # The same message may answer, too, and may come upon another question: what follows from that is no fault.
    alone = own or _only_asks(moment.said)
    late = moment.turn["upstream_closed"]
    yield from understanding.grade(
        expect.model_copy(
            update={
                "fields": {
                    p: w
                    for p, w in expect.fields.items()
                    if not (late and w == {"count": 0} and p.startswith("/downstream"))
                },
                "parked": None if "ParkedResolved" in moment.turn["events"] else expect.parked,
                "asking": None,
                "review": (),
                "changes_nothing": expect.changes_nothing and alone,
            }
        ),
        moment.output(),
    )
    if expect.changes_nothing and not alone:
        yield held("takes no question for an answer", _question_kept(moment))
    yield from _ripples(expect, moment)
    if expect.asking is not None:
        yield _goes_on(behaviour, expect, moment, here)


def _only_asks(said: str) -> bool:
    sentences = [s for s in re.findall(r"[^.!?…]*[.!?…]*", said) if s.strip(_ENDS + "¿¡")]
    return bool(sentences) and all(s.endswith("?") for s in sentences)


def _question_kept(moment: Moment) -> str | None:
    said = fold(moment.said, True)
    was = {v for _, v in understanding.leaves(moment.was)}
    for pointer, value in understanding.leaves(moment.now):
        new = fold(value, True).strip(_ENDS)
        if value in was or not new or pointer.startswith(_NO_ANSWERS):
            continue
        if new == said.strip(_ENDS) or re.search(rf"(?<!\w){re.escape(new)}\s*\?", said):
            return f"{pointer}: {value[:80]!r}"
    return None


def _ripples(expect: Understood, moment: Moment) -> Iterator[Verdict]:
    """Yield whether what rests on a corrected field was put to review, or changed with it."""
    resting = dict.fromkeys(expect.review)
    for pointer, wanted in expect.fields.items():
        if not expect.review and _names(wanted):
            resting.update(dict.fromkeys(resting_on(pointer, moment.now)))
    for question in resting:
        was, now = content(question, moment.was), content(question, moment.now)
        # Who says at once that it stays as it is has reviewed it.
        seen = question in moment.turn["snapshot"]["review"] or "Reviewed" in moment.turn["events"]
        if was and (question in expect.review or answered(question, moment.was)):
            yield held(
                f"ripples to {question}",
                None if seen or was != now else "neither under review nor changed",
            )


def _goes_on(behaviour: Behaviour, expect: Understood, moment: Moment, here: bool) -> Verdict:
    asks, wanted = moment.turn["asking"], _tuple(expect.asking)
    if behaviour.at not in wanted:  # It leads somewhere: back, or to what was undone.
        if here or "WentBack" in moment.turn["events"]:
            reason = None if asks in wanted else f"asks {asks}, not {'/'.join(wanted)}"
            return held("asks next", reason)
        changed = understanding.changed(moment.was, moment.now)
        return held("takes something back", None if changed else "nothing changed")
    return held(
        "returns to its question", None if _returned(moment) else f"{moment.asked} was left for {asks}"
    )


def _returned(moment: Moment) -> bool:
    """Whether the coach asks again what the message came upon, or goes on because the same message settled it."""
    asked, turn = moment.asked, moment.turn
    if turn["asking"] == asked or "Confirmed" in turn["events"]:
        return True
    if turn["asking"] is None:
        return False
    opened = asked in turn["snapshot"]["open"] and asked not in moment.before["snapshot"]["open"]
    decided = {"Accepted", "Rejected", "Reviewed", "ParkedResolved"} & set(turn["events"])
    settled = decided and moment.before["kind"] != "question"
    return bool(opened or settled or content(asked, moment.was) != content(asked, moment.now))
