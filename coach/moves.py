"""What to do next, derived from the state alone: there is no stored "current stage" that could drift.

Precedence: digression, suggestion, review, parked idea at its stage, question, finding, done.
"""

from dataclasses import dataclass

from coach import project, ripple, stages
from coach.events import (
    AnyEvent,
    Asked,
    Confirmed,
    Digressed,
    MoveKind,
    Rejected,
    Reviewed,
    Suggested,
    Unknown,
)
from coach.plan import Finding, ParkedIdea
from coach.state import Core, State

PARKED_AT_ONCE = 3


@dataclass(frozen=True)
class Move:
    kind: MoveKind
    question: str | None = None
    probe: int = 0
    """How often it was asked before without an answer; 0 is the first time."""
    missing: tuple[stages.Need, ...] = ()
    """Essential parts still missing of an answer that is there in part."""
    keys: tuple[str, ...] = ()
    """What a correction touched (review)."""
    parked: tuple[ParkedIdea, ...] = ()
    suggestions: tuple[Suggested, ...] = ()
    finding: Finding | None = None
    """Raised within the talk."""
    findings: tuple[Finding, ...] = ()
    """Raised before the signing, the weightiest first."""
    digressions: tuple[Digressed, ...] = ()
    then: "Move | None" = None
    """After a digression: where the talk returns to."""

    @property
    def asks(self) -> "Move":
        """The move whose question the reply ends with."""
        return self.then.asks if self.then is not None else self

    def asked(self) -> Asked:
        """Return the event that a reply making this move commits (its sources are added by the speaker)."""
        move = self.asks
        return Asked(
            kind=move.kind,
            question=move.question,
            probe=move.probe,
            finding=name_of(move.finding) if move.finding else None,
            findings=tuple(map(name_of, move.findings)),
        )


def next_move(state: State) -> Move:
    """Return the next move. Pure and total: every state has one."""
    move = _after_digression(state)
    if state.digressed:
        return Move("digression", move.question, digressions=state.digressed, then=move)
    return move


def _after_digression(state: State) -> Move:
    core = state.core
    pending = _pending(core)
    if pending:
        question = pending[-1].question
        return Move("suggestion", question, _probe(state, question), suggestions=pending)
    if core.review and core.focus is None:
        return Move("review", ripple.question_of(core, core.review[0]), keys=core.review)
    following = _next_question(core)
    ideas = _parked_here(core, following)
    if ideas:
        return Move("parked", ideas[0].question, parked=ideas)
    if following is not None and (following != stages.CONFIRM or core.focus == following):
        return _ask(state, following)
    findings = _closing_findings(state)
    if findings:
        return Move("finding", findings[0].question, findings=findings)
    return _ask(state, following) if following is not None else Move("done")


def _pending(core: Core) -> tuple[Suggested, ...]:
    """The open suggestions of the latest question that has any: they were offered together."""
    if not core.suggestions:
        return ()
    question = list(core.suggestions.values())[-1].question
    return tuple(s for s in core.suggestions.values() if s.question == question)


def _next_question(core: Core) -> str | None:
    if core.focus is not None:
        return core.focus
    return next((q.id for q in stages.QUESTIONS if not core.settled(q.id)), None)


def _parked_here(core: Core, question: str | None) -> tuple[ParkedIdea, ...]:
    still = [i for i in core.parked if i.verdict == "open"]
    if not still or not core.upstream_closed() or core.focus is not None:
        return ()
    reached = stages.ORDER[question] if question else len(stages.QUESTIONS)
    stage = stages.QUESTION[question].stage if question else None
    here = [
        i for i in still if stages.QUESTION[i.question].stage == stage or stages.ORDER[i.question] < reached
    ]
    return tuple(here[:PARKED_AT_ONCE])


def _probe(state: State, question: str) -> int:
    asked = state.core.asked.get(question)
    if asked is None:
        return 0
    return asked + 1 if _attempted(state, question) or _passed_over(state, question) else asked


def _ask(state: State, question: str) -> Move:
    core = state.core
    missing = core.essential(question) if core.has_value(question) and core.focus != question else ()
    return Move("question", question, _probe(state, question), missing)


def name_of(finding: Finding) -> str:
    """Return how the events name a finding."""
    return f"{finding.code}@{finding.pointer}"


def _closing_findings(state: State) -> tuple[Finding, ...]:
    """What the plan check would still have said before the signing, in one breath."""
    core = state.core
    room = stages.FINDINGS_RAISED - len(core.raised)
    if room <= 0 or core.pace == "express" or core.confirmed is not None:
        return ()
    return tuple(f for f in _raisable(state) if name_of(f) not in core.raised)[:room]


def _raisable(state: State) -> tuple[Finding, ...]:
    """Findings worth a word: no mere advice, and nothing about what is left open anyway."""
    found = project.plan_of(state).findings
    return tuple(f for f in found if f.question not in state.core.open and f.severity != "advice")


def standing(state: State) -> tuple[Finding, ...]:
    """Return what was raised and is not mended, in order."""
    return tuple(f for f in _raisable(state) if name_of(f) in state.core.raised)


def signing(state: State, event: Confirmed) -> Confirmed:
    """Return a signature with what it leaves open: nothing that was raised is forgotten by signing."""
    left = dict.fromkeys(f.question for f in standing(state) if f.question != stages.CONFIRM)
    return event.model_copy(update={"left": tuple(left)})


def conclude(state: State) -> tuple[AnyEvent, ...]:
    """Return what patience ends: events that close a question asked often enough, whatever the voice.

    Called once a turn, after the message's own events. A vague answer is asked about at most twice, missing parts as
    often as the question declares and the conversation's length allows; then it is an open question. So is what was
    offered as often and passed over for something else.
    """
    core, answering = state.core, state.answering
    lapsed = tuple(
        Rejected(suggestion=s.id)
        for s in core.suggestions.values()
        # What was offered in this very turn, or beside what was asked about, is put to the person first.
        if core.settled(s.question)
        and core.focus != s.question
        and s.id in state.before.suggestions
        and (answering is None or answering.kind != "suggestion" or answering.question == s.question)
    )
    if lapsed:
        return lapsed
    if answering is None or answering.question is None:
        return ()
    if not _attempted(state, answering.question) and not _passed_over(state, answering.question):
        return ()
    q = stages.QUESTION[answering.question]
    probes = core.asked.get(q.id, 0)
    if core.focus == q.id and q.id in core.review:
        # What a correction made doubtful is not let pass for want of an answer: it is left open, and said to be.
        return (Unknown(question=q.id, reason="vague"),) if probes >= stages.PROBES else ()
    if core.focus == q.id:
        return (Reviewed(keys=(q.id,)),) if probes >= 1 else ()
    if core.settled(q.id) or q.id == stages.CONFIRM:
        return ()
    if any(s.question == q.id and s.id not in state.before.suggestions for s in core.suggestions.values()):
        return ()  # Other words for the answer are on the table, since this turn.
    if stages.is_downstream(q.id) and not core.upstream_closed():
        return ()
    if not core.has_value(q.id):
        return (Unknown(question=q.id, reason="vague"),) if probes >= stages.PROBES else ()
    spent = core.follow_ups >= stages.FOLLOW_UP_BUDGET[core.pace]
    return (Unknown(question=q.id, reason="missing"),) if probes >= q.follow_ups or spent else ()


def _attempted(state: State, question: str) -> bool:
    """Whether this turn's message tried to answer what was asked, rather than something else."""
    if state.answering is None or state.answering.question != question:
        return False
    if state.digressed or state.undid is not None:
        return False
    now, then, q = state.core, state.before, stages.QUESTION[question]
    if now.plan_key() == then.plan_key():
        return True
    same_values = all(now.values.get(p) == then.values.get(p) for p in q.fields)
    return not (same_values and now.owned(question) == then.owned(question) and question not in now.open)


def _passed_over(state: State, question: str) -> bool:
    """Whether words were offered for this question, and this turn's message answered something else instead.

    A correction of what stands passes nothing over: it is no step ahead.
    """
    asking, now, then = state.answering, state.core, state.before
    if asking is None or asking.question != question or state.digressed or state.undid is not None:
        return False
    if question in now.open or all(s.question != question for s in then.suggestions.values()):
        return False
    return _held(now) > _held(then)


def _held(core: Core) -> int:
    """How many things were said that a plan keeps."""
    return len(core.values) + sum(map(len, core.items.values())) + len(core.parked)
