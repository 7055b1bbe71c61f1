"""What a capable model would answer: the guided rules' reading of a message, in the form the model is asked for.

So whole journeys can be played over the wire without anybody writing down forty answers.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from coach.events import (
    Accepted,
    Answered,
    AnyEvent,
    Confirmed,
    Digressed,
    ItemAdded,
    ItemChanged,
    ItemRemoved,
    Paced,
    Parked,
    ParkedResolved,
    Rejected,
    Reviewed,
    Unknown,
    Value,
    WentBack,
)
from coach.language.guided import understand
from coach.language.model.slots import SLOTS, principal
from coach.state import State

_DIGRESSED = {"library": "ask_library"}


def finding(field: str, quote: str, **more: Any) -> dict[str, Any]:
    """Return one finding as the schema has it."""
    return {
        "field": field,
        "quote": quote,
        "item": "",
        "value": "",
        "rewording": "",
        "corrects": False,
        **more,
    }


def intent(kind: str, quote: str = "", target: str = "", text: str = "") -> dict[str, Any]:
    """Return one intent as the schema has it."""
    return {"kind": kind, "target": target, "quote": quote, "text": text}


def understood(
    findings: Sequence[dict[str, Any]] = (), intents: Sequence[dict[str, Any]] = (), language: str = "en"
) -> dict[str, Any]:
    return {"language": language, "findings": list(findings), "intents": list(intents)}


def reading(state: State) -> dict[str, Any]:
    """Return what the model makes of the message of `state.turn`."""
    found: list[dict[str, Any]] = []
    meant: list[dict[str, Any]] = []
    for event in understand(state):
        for row in _rows(state, event):
            (found if "field" in row else meant).append(row)
    return understood(found, meant)


def _rows(state: State, event: AnyEvent) -> Iterator[dict[str, Any]]:
    match event:
        case Answered():
            for pointer, value in event.fields.items():
                name = next((s.name for s in SLOTS.values() if s.pointer == pointer), None)
                yield from _findings(state, event.question, name, value, "", pointer in state.core.values)
        case ItemAdded() | ItemChanged():
            for field, value in event.fields.items():
                name = _slot(event.question, event.list, field)
                item = event.id if isinstance(event, ItemChanged) else f"new-{event.id}"
                yield from _findings(state, event.question, name, value, item, isinstance(event, ItemChanged))
        case Unknown():
            yield intent("skip" if event.reason == "skipped" else "dont_know", target=event.question)
        case Accepted():
            yield intent("accept", event.said.span, event.suggestion)
        case Rejected():
            yield intent("reject", target=event.suggestion)
        case Confirmed():
            yield intent("confirm", event.said.span)
        case Reviewed():
            yield intent("keep")
        case ParkedResolved():
            yield intent("resolve", target=event.id, text=event.verdict)
        case WentBack():
            yield intent("back", target=event.question)
        case ItemRemoved():
            yield intent("remove", state.text(state.turn) or "", event.id)
        case Paced():
            yield intent(event.pace)
        case Digressed():
            yield intent(_DIGRESSED.get(event.kind, event.kind), text=event.text)
        case Parked():
            slot = principal(event.question)
            if slot is not None:
                yield finding(slot.name, event.said.span)
        case _:
            return


def _slot(question: str, list_name: str, field: str) -> str | None:
    mine = (s for s in SLOTS.values() if (s.question, s.list, s.field) == (question, list_name, field))
    return next((s.name for s in mine), None)


def _findings(
    state: State, question: str, name: str | None, value: Value, item: str, corrects: bool
) -> Iterator[dict[str, Any]]:
    spans = [s.span for s in value.said if s.turn == state.turn]
    if name is None or not spans:
        return
    read = "" if value.status == "stated" else str(value.value)
    yield finding(name, " … ".join(spans), value=read, item=item, corrects=corrects)
