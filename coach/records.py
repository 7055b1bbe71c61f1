"""What the store keeps, as values, and the form in which text, times and events are written down."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from coach.errors import StoreError


class Conflict(StoreError):
    """The turn was taken by another tab or process; look again, then decide."""


@dataclass(frozen=True)
class Conversation:
    """The head of a conversation. Times are aware, in UTC."""

    id: str
    user: str
    title: str
    created_at: datetime
    updated_at: datetime
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ReplyRecord:
    """A committed reply: its words, what it asked or offered, what it cited."""

    text: str
    events: Sequence[dict[str, Any]]
    citations: Sequence[dict[str, Any]]
    at: datetime


@dataclass(frozen=True)
class TurnRecord:
    """A committed message; number 0 is the opening, with an empty text."""

    sequence: int
    message_id: str
    text: str
    at: datetime
    events: Sequence[dict[str, Any]]
    reply: ReplyRecord | None = None


@dataclass(frozen=True)
class Feedback:
    """A thumb: 1 up, -1 down, 0 taken back."""

    conversation: str
    turn: int
    value: int
    comment: str
    at: datetime
    user: str


@dataclass
class Spent:
    """What a turn cost: calls of a language model that were answered, and tokens as their provider counts them."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    """In the currency of the configured price; None where no price is configured."""

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens

    def add(self, other: "Spent") -> None:
        """Add what another call cost."""
        self.calls += other.calls
        self.input_tokens += other.input_tokens
        self.output_tokens += other.output_tokens
        if other.cost is not None:
            self.cost = (self.cost or 0.0) + other.cost


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """Return a text as a database can hold it: each NUL and lone surrogate replaced by one mark."""
    return _UNSTORABLE.sub("\ufffd", text)


def dump(value: Any) -> str:
    """Return JSON, with every text in it as `clean` leaves it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if "\\u0000" in text or _UNSTORABLE.search(text):
        text = json.dumps(_clean_all(value), ensure_ascii=False, separators=(",", ":"))
    return text


def _clean_all(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(str(k)): _clean_all(v) for k, v in value.items()}
    return [_clean_all(v) for v in value] if isinstance(value, list | tuple) else value


def stamp(at: datetime) -> str:
    """Return an aware time as text that sorts: in UTC, to the microsecond. A naive one is a ValueError."""
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")
