"""What the model fills in for a message: small, flat, all strings, so that weak models and every provider manage.

The JSON Schema is what is asked for; `read` takes what came back, however it was wrapped, and keeps what is usable.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

IntentKind = Literal[
    "skip", "dont_know", "accept", "reject", "keep", "change", "remove", "resolve", "confirm", "leave",
    "back", "where", "show", "why", "help", "suggest", "ask_library", "off_topic", "nonsense",
    "express", "full", "vague", "pushback", "contradiction",
]  # fmt: skip

MOST = 40
"""Findings and intents of one message that are looked at."""
_LONGEST = 2_000


class _Entry(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        if value is None:
            return ""
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        return value[:_LONGEST] if isinstance(value, str) else value


class Finding(_Entry):
    field: str
    quote: str
    item: str = ""
    value: str = ""
    rewording: str = ""
    corrects: bool = False

    @field_validator("corrects", mode="before")
    @classmethod
    def _yes(cls, value: Any) -> bool:
        return value is True or str(value).casefold() in ("true", "yes", "1")


class Intent(_Entry):
    kind: IntentKind
    target: str = ""
    quote: str = ""
    text: str = ""


class Understood(BaseModel):
    language: str = ""
    findings: tuple[Finding, ...] = Field(default=())
    intents: tuple[Intent, ...] = Field(default=())


def _object(properties: Mapping[str, Any], *required: str) -> dict[str, Any]:
    # What is empty is left out: an answer of a third of the length, read and paid for with every message.
    return {"type": "object", "properties": dict(properties), "required": list(required)}


def schema() -> dict[str, Any]:
    """Return the JSON Schema that is asked for.

    What goes into each property, and the names of the fields, stand in the prompt only: here they would be sent, and
    paid for, twice with every message. A name that is not among them is left out when the answer is read.
    """
    text = {"type": "string"}
    optional = {"item": text, "value": text, "rewording": text, "corrects": {"type": "boolean"}}
    finding = _object({"field": text, "quote": text, **optional}, "field", "quote")
    kind = {"type": "string", "enum": list(get_args(IntentKind))}
    intent = _object({"kind": kind, "target": text, "quote": text, "text": text}, "kind")
    lists = {"findings": {"type": "array", "items": finding}, "intents": {"type": "array", "items": intent}}
    whole = _object({"language": text, **lists}, "findings", "intents")
    return {"title": "Understood", **whole}


class Unreadable(Exception):
    """The answer holds no object of ours; says what is wrong, for one repair."""


def read(text: str) -> Understood:
    """Read an answer: bare JSON, JSON in a fence, or JSON somewhere in prose. Entries that are wrong are left out.

    Raises:
        Unreadable: nothing in it can be used.
    """
    data = _object_in(text)
    if data is None:
        raise Unreadable("There is no complete JSON object in the answer.")
    lists = {k: data.get(k) for k in ("findings", "intents")}
    if all(v is None for v in lists.values()) and "language" not in data:
        raise Unreadable("The object has neither findings nor intents.")
    given = [e for v in lists.values() for e in (v if isinstance(v, list) else [v] if v else [])]
    findings = _entries(Finding, lists["findings"])
    intents = _entries(Intent, lists["intents"])
    if given and not findings and not intents:
        raise Unreadable("No entry has the fields that it must have.")
    language = data.get("language")
    code = language.strip().casefold()[:2] if isinstance(language, str) else ""
    return Understood(
        language=code if re.fullmatch("[a-z]{2}", code) else "", findings=findings, intents=intents
    )


def _entries(kind: type[Any], given: Any) -> tuple[Any, ...]:
    rows = given if isinstance(given, list) else [given] if isinstance(given, dict) else []
    found: dict[Any, None] = {}
    for row in rows[:MOST]:
        try:
            found.setdefault(kind.model_validate(row))  # said twice counts once
        except ValidationError:
            continue
    return tuple(found)


def _object_in(text: str) -> dict[str, Any] | None:
    """The first JSON object in a text that has something of ours, or the first at all."""
    decoder, first = json.JSONDecoder(), None
    at, tries = text.find("{"), 0
    while at >= 0 and tries < 50:
        tries += 1
        try:
            data, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            if isinstance(data, dict):
                if "findings" in data or "intents" in data:
                    return data
                first = first or data
        at = text.find("{", end)
    return first
