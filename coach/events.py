"""What can happen in a conversation: a closed union, each with a version so that old logs can always be read.

Understanding a message yields events; so does a reply (`Asked`, `Suggested`). The engine folds them.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from coach.plan import Number, Part, Said, Source, Status

Scalar = str | bool | Number
DigressionKind = Literal["library", "where", "show", "help", "off_topic", "nonsense", "suggest", "why"]
MoveKind = Literal["digression", "suggestion", "review", "parked", "question", "finding", "done"]
Pace = Literal["full", "express"]


class Value(Part):
    """A value with its provenance (invariant 2). `conversation` is filled in by the engine."""

    value: Scalar | tuple[str, ...]
    status: Status = "stated"
    said: tuple[Said, ...] = ()
    conversation: str = ""
    suggestion: str | None = None
    rule: str | None = None
    inputs: tuple[str, ...] = ()


class Event(Part):
    v: Literal[1] = 1


class Answered(Event):
    """A question's plan fields, by JSON pointer, got these values (a first answer or a correction)."""

    type: Literal["Answered"] = "Answered"
    question: str
    fields: dict[str, Value]


class ItemAdded(Event):
    type: Literal["ItemAdded"] = "ItemAdded"
    question: str
    list: str
    id: str
    fields: dict[str, Value]


class ItemChanged(Event):
    type: Literal["ItemChanged"] = "ItemChanged"
    question: str
    list: str
    id: str
    fields: dict[str, Value]


class ItemRemoved(Event):
    type: Literal["ItemRemoved"] = "ItemRemoved"
    question: str
    list: str
    id: str


class Unknown(Event):
    """The person does not know or skips: an open question, never filled in by the coach."""

    type: Literal["Unknown"] = "Unknown"
    question: str
    reason: Literal["unknown", "skipped", "vague", "missing"] = "unknown"


class Parked(Event):
    """A downstream idea that came too early; `question` is where it will come back."""

    type: Literal["Parked"] = "Parked"
    id: str
    question: str
    said: Said
    list: str | None = None
    fields: dict[str, Value] = Field(default_factory=dict)
    """What was read of it: the item of `list` that it becomes if it is kept."""


class ParkedResolved(Event):
    type: Literal["ParkedResolved"] = "ParkedResolved"
    id: str
    verdict: Literal["keep", "test", "drop"]


class Suggested(Event):
    """Words the coach composed or took from the library: in the plan only once accepted.

    With `list` None, `fields` are plan fields by pointer; with `list`, the fields of a new item, or of the
    item `item`. `text` is what the person was shown.
    """

    type: Literal["Suggested"] = "Suggested"
    id: str
    question: str
    text: str
    origin: Literal["composed", "library", "paraphrase", "option"]
    fields: dict[str, Scalar | tuple[str, ...]]
    list: str | None = None
    item: str | None = None
    said: tuple[Said, ...] = ()
    passages: tuple[str, ...] = ()


class Accepted(Event):
    type: Literal["Accepted"] = "Accepted"
    suggestion: str
    said: Said


class Rejected(Event):
    type: Literal["Rejected"] = "Rejected"
    suggestion: str


class Reviewed(Event):
    """The person looked at what a correction touched, and keeps these as they are."""

    type: Literal["Reviewed"] = "Reviewed"
    keys: tuple[str, ...]


class WentBack(Event):
    type: Literal["WentBack"] = "WentBack"
    question: str


class Digressed(Event):
    """A message, or a part of it, that is no answer: a question to the library, "where are we", nonsense."""

    type: Literal["Digressed"] = "Digressed"
    kind: DigressionKind
    text: str = ""


class Asked(Event):
    """What the committed reply asked, which probe it was, and which passages it showed."""

    type: Literal["Asked"] = "Asked"
    kind: MoveKind
    question: str | None = None
    probe: int = 0
    finding: str | None = None
    """What of the plan check was raised within the talk: "code@pointer"."""
    findings: tuple[str, ...] = ()
    """What was raised before the signing, all of it together."""
    sources: tuple[Source, ...] = ()


class Imported(Event):
    """A plan exported earlier; its provenance stays as it is."""

    type: Literal["Imported"] = "Imported"
    plan: dict[str, Any]


class Confirmed(Event):
    type: Literal["Confirmed"] = "Confirmed"
    said: Said
    left: tuple[str, ...] = ()
    """Questions at which the plan check still points; signed all the same, they stay open."""


class Undone(Event):
    type: Literal["Undone"] = "Undone"


class Rewound(Event):
    """The last message was edited: everything of turn `turn` is taken back before the new text counts."""

    type: Literal["Rewound"] = "Rewound"
    turn: int


class Paced(Event):
    """The person chose the express journey (about ten minutes) or the full one."""

    type: Literal["Paced"] = "Paced"
    pace: Pace


class Spoke(Event):
    """The person writes in this language (ISO 639): replies come in it, and the plan records it."""

    type: Literal["Spoke"] = "Spoke"
    language: str = Field(pattern=r"^[a-z]{2,3}$")


AnyEvent = Annotated[
    Answered
    | ItemAdded
    | ItemChanged
    | ItemRemoved
    | Unknown
    | Parked
    | ParkedResolved
    | Suggested
    | Accepted
    | Rejected
    | Reviewed
    | WentBack
    | Digressed
    | Asked
    | Imported
    | Confirmed
    | Undone
    | Rewound
    | Paced
    | Spoke,
    Field(discriminator="type"),
]

_adapter: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)


def load_event(record: dict[str, Any]) -> AnyEvent:
    """Read a stored event of any released version.

    Raises:
        pydantic.ValidationError: the record is none of the closed union.
    """
    return _adapter.validate_python(record)


def dump_event(event: AnyEvent) -> dict[str, Any]:
    """Return the event as JSON-ready data, without the fields that stand at their default."""
    record: dict[str, Any] = event.model_dump(mode="json", exclude_defaults=True)
    return {"type": event.type, "v": event.v, **record}
