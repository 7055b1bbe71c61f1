"""Whole conversations with simulated people: what was said, asked and written down at every turn, as plain data."""

from collections.abc import Callable
from typing import Any, Protocol

from coach import project, stages
from coach.errors import CoachError
from coach.turn import Reply
from evals.forms import Persona
from evals.product import product
from evals.tasks import Output, snapshot
from evals.voices import Voice

LONGEST = 90
"""Messages after which a conversation is given up: it goes round in circles."""
USER = "person"


class Player(Protocol):
    """Somebody who plays a persona."""

    def answer(self, reply: Reply) -> str: ...


class Scripted:
    """A persona played by its answers: says what fits what is being asked, and its planned behaviours once each."""

    def __init__(self, persona: Persona) -> None:
        self._persona = persona
        self._left = {q: list(a) for q, a in persona.answers.items()}
        self._done: set[int] = set()
        self._begun = False

    def answer(self, reply: Reply) -> str:
        """Return what this person says to a reply."""
        persona = self._persona
        if persona.first and not self._begun:
            self._begun = True
            return persona.first
        self._begun = True
        asked = reply.state.asking
        kind, question = (asked.kind, asked.question or "") if asked else ("done", "")
        for n, behaviour in enumerate(persona.behaviours):
            if behaviour.at == question and n not in self._done and kind in ("question", "suggestion"):
                self._done.add(n)
                return behaviour.say
        usual = {"review": "keep all", "finding": "leave it", "parked": "keep it", **persona.usual}
        if kind in usual and kind != "suggestion":
            return usual[kind]
        answers = self._left.get(question, [])
        if answers:
            return answers.pop(0)
        return usual.get("suggestion", "yes") if kind == "suggestion" else "I don't know"


def journey(persona: Persona, voice: Voice, player: Callable[[Persona], Player] = Scripted) -> Output:
    """Play a persona to the end of the conversation, or until it is clear that there is none."""
    with product(voice) as made:
        user = player(persona)
        reply = made.coach.start(USER)
        turns = [_record("", reply)]
        while reply.asking is not None and len(turns) <= LONGEST:
            said = user.answer(reply)
            if said.strip(" .!").casefold() == "goodbye":
                break
            try:
                reply = made.say(USER, reply.conversation, said)
            except CoachError as error:
                turns.append({**turns[-1], "said": said, "error": f"{type(error).__name__}: {error}"})
                break
            turns.append(_record(said, reply))
        state = made.coach.state(USER, reply.conversation)
        plan = project.plan_of(state)
        return {
            **({} if voice.player is None else {"player": "model"}),
            "turns": turns,
            "status": plan.status,
            "plan": plan.model_dump(mode="json"),
            "messages": [h.text for h in state.heads.values()],
            "leaves": [
                [p, v] for p, v in project.leaves(plan.model_dump(mode="json", exclude=set(_COMPUTED)))
            ],
            "answered": [q.id for q in stages.QUESTIONS if state.core.has_value(q.id)],
            "suggestions": _offered(turns),
            "texts": {
                c["passage"]: made.library.passage(c["passage"]).text
                for t in turns
                for c in t.get("citations", ())
            },
            "usage": made.usage(),
        }


_COMPUTED = (
    "schema_version", "id", "status", "language", "created_at", "updated_at", "needs_review", "open_questions", "findings",
    "sources", "provenance", "calculations",
)  # fmt: skip
"""Parts of a plan that the program itself works out."""


def _offered(turns: list[dict[str, Any]]) -> dict[str, Any]:
    return {s["id"]: s["fields"] for t in turns for s in t["offered"]}


def _record(said: str, reply: Reply) -> dict[str, Any]:
    state, asked = reply.state, reply.state.asking
    core = state.core
    return {
        "said": said,
        "reply": reply.text,
        "asking": reply.asking,
        "kind": asked.kind if asked else None,
        "stage": reply.stage,
        "focus": core.focus,
        "events": [e["type"] for e in reply.events],
        "offered": [e for e in reply.events if e["type"] == "Suggested"],
        "citations": [{"passage": c.passage, "quote": c.quote} for c in reply.citations],
        "upstream_closed": core.upstream_closed(),
        "downstream": [q.id for q in stages.QUESTIONS if stages.is_downstream(q.id) and core.has_value(q.id)],
        "digressed": [e.get("kind") for e in reply.events if e["type"] == "Digressed"],
        "snapshot": snapshot(state),
    }
