"""What a voice does with a case. Each task returns plain data: grading, again too, needs nothing else."""

from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from coach import engine, project, ripple, stages
from coach.events import AnyEvent, dump_event
from coach.library.ranking import Hit
from coach.library.search import Library
from coach.moves import next_move
from coach.ports import Part, Speech
from coach.state import State
from coach.turn import Shelf, admit, clean, joined, released
from evals.forms import SpeakCase, UnderstandCase
from evals.stand import begun, heard, stand
from evals.voices import Voice

Output = dict[str, Any]


def snapshot(state: State) -> Output:
    """Return what graders look at of a state."""
    core = state.core
    return {
        "plan": project.plan_of(state).model_dump(mode="json", exclude={"provenance", "findings"}),
        "review": sorted({ripple.question_of(core, k) for k in core.review}),
        "open": sorted(core.open),
        "parked": [i.text for i in core.parked if i.verdict == "open"],
        "pace": core.pace,
        "language": state.language,
        "digressed": [d.kind for d in state.digressed],
        "confirmed": core.confirmed is not None,
    }


def understand(case: UnderstandCase, voice: Voice) -> Output:
    """Let a voice understand the case's message, and return what came of it."""
    before = stand(case)
    state = begun(before, clean(case.say))
    turn = voice.turn(before)
    after, events = admit(state, turn.understand(state))
    move = next_move(after).asks
    return {
        "said": case.say,
        "answering": state.answering.question if state.answering else None,
        "events": [_event(e) for e in events],
        "before": snapshot(state),
        "after": snapshot(after),
        "asking": move.question,
        "kind": move.kind,
        "usage": turn.usage(),
    }


def _event(event: AnyEvent) -> dict[str, Any]:
    record = dump_event(event)
    if isinstance(record.get("fields"), dict):
        record["fields"] = {
            n: v.get("value", v) if isinstance(v, dict) else v for n, v in record["fields"].items()
        }
    return record


@dataclass(frozen=True)
class _Given:
    """A passage that a case gives, in the shape that voices know."""

    id: str
    article: str
    article_title: str
    author: str | None
    publisher: str | None
    url: str | None
    title: str
    stages: tuple[str, ...]
    text: str
    questions: tuple[str, ...] = ()


@dataclass
class GivenLibrary:
    """A library of a case's own passages: each is found by any question. The same doors as the real one."""

    passages: Sequence[_Given]
    retrieved: dict[str, _Given] = field(default_factory=dict)

    def search(
        self, query: str, k: int = 5, stage: str | None = None, conversation: str | None = None
    ) -> Sequence[Hit]:
        return [Hit(p, 1.0, 1.0) for p in self.passages[:k]]  # type: ignore[arg-type]

    answer = search

    def verify(self, passage_id: str, quote: str, conversation: str | None = None) -> bool:
        return any(
            p.id == passage_id and engine.fold_text(quote) in engine.fold_text(p.text) for p in self.passages
        )


def speak(case: SpeakCase, voice: Voice, library: Library) -> Output:
    """Let a voice answer the case's turn, through the same gate as in the product."""
    before = stand(case)
    state = heard(before, case.turn)
    move = next_move(state)
    shelf = Shelf(_library(case, library), state.conversation)  # type: ignore[arg-type]
    turn = voice.turn(before)
    speech = _whole(released(turn.speak(move, state, shelf), shelf))
    shown = [p for p in speech.parts if p.text.strip()]
    return {
        "said": case.turn.say,
        "reply": joined(shown),
        "notes": turn.occasion.notes,
        "citations": [
            {**asdict(p.citation), "text": shelf.retrieved[p.citation.passage].text}
            for p in speech.parts
            if p.citation
        ],
        "retrieved": {i: p.text for i, p in shelf.retrieved.items()},
        "titles": sorted({p.article_title for p in shelf.retrieved.values()}),
        "suggested": [s.text for s in speech.suggested],
        "messages": [head.text for head in state.heads.values()],
        "move": {"kind": move.asks.kind, "question": move.asks.question},
        "question": _wordings(move.asks.question),
        "after": snapshot(state),
        "known": [str(v.value) for v in state.core.values.values()]
        + [str(v.value) for _, i in state.core.all_items() for v in i.fields.values()],
        "calculations": [c.model_dump(mode="json") for c in project.plan_of(state).calculations],
        "usage": turn.usage(),
    }


def _whole(stream: Generator[Part, None, Speech]) -> Speech:
    """Hear a reply to its end."""
    while True:
        try:
            next(stream)
        except StopIteration as end:
            speech: Speech = end.value
            return speech


def _wordings(question: str | None) -> list[str]:
    if question is None:
        return []
    q = stages.QUESTION[question]
    return [
        q.ask,
        q.ask_with,
        q.probe,
        q.options,
        q.label,
        q.next_step,
        *q.variants.values(),
        *(n.ask for n in q.needs),
    ]


def _library(case: SpeakCase, library: Library) -> Library | GivenLibrary:
    if case.passages is None:
        return library
    return GivenLibrary(
        [
            _Given(p.id, p.id.partition("#")[0], p.title, p.author, None, None, p.title, (), p.text)
            for p in case.passages
        ]
    )


__all__ = ["GivenLibrary", "Output", "snapshot", "speak", "understand"]
