"""The wire formats of Ollama (`/api/chat`, JSON lines) and of Google (`generateContent`), and the choice among all four.

Ollama's as in its docs/api.md, Google's as in the reference of the Gemini API, v1beta.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from tests import model_wire
from tests.model_wire import Answer, Wire, cut_up, sse, usage

Events = Iterator[tuple[bool, bytes]]


class Format(NamedTuple):
    """How one API says things."""

    whole: Callable[[Mapping[str, Any], Answer], dict[str, Any]]
    """The JSON of an answer that is not streamed."""
    events: Callable[[Mapping[str, Any], Answer], Events]
    """What goes out of one that is, and of each whether it carries a piece of what is said."""
    error: Callable[[int, Answer], dict[str, Any]]
    """The JSON of an error with this status."""
    midway: Callable[[Mapping[str, Any]], bytes]
    """An error within a stream."""
    streams: str = "text/event-stream; charset=utf-8"


def _object(raw: str) -> dict[str, Any] | None:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


# Ollama


def _ollama_said(request: Mapping[str, Any], answer: Answer) -> tuple[str, list[dict[str, Any]]]:
    """Return the text and the tool calls: what is no object makes no call here, its raw text is the content."""
    text, calls = answer.refusal or answer.words(request) or "", []
    for call in answer.calls(request):
        given = _object(call.raw)
        if given is None:
            text = call.raw
        else:
            calls.append({"function": {"name": call.name, "arguments": given}})
    return text, calls


def _ollama_line(request: Mapping[str, Any], message: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    head = {"model": request.get("model", "stub"), "created_at": "2026-03-02T09:00:00.000000Z"}
    return {**head, "message": {"role": "assistant", "content": "", **message}, "done": False, **more}


def _ollama_end(request: Mapping[str, Any], answer: Answer) -> dict[str, Any]:
    told = usage(request, answer)
    counted = {"prompt_eval_count": told["prompt_tokens"], "eval_count": told["completion_tokens"]}
    spent = {"total_duration": 9, "load_duration": 1, "prompt_eval_duration": 3, "eval_duration": 5}
    why = "length" if answer.finish == "length" else "stop"
    return {"done": True, "done_reason": why, **spent, **counted}


def ollama(request: Mapping[str, Any], answer: Answer) -> dict[str, Any]:
    text, calls = _ollama_said(request, answer)
    message = {"content": text, **({"tool_calls": calls} if calls else {})}
    return _ollama_line(request, message, **_ollama_end(request, answer))


def ollama_events(request: Mapping[str, Any], answer: Answer) -> Events:
    text, calls = _ollama_said(request, answer)
    for piece in cut_up(answer.thinks or ""):
        yield True, _line(_ollama_line(request, {"thinking": piece}))
    for piece in cut_up(text):
        yield True, _line(_ollama_line(request, {"content": piece}))
    if calls:  # a call comes whole
        yield True, _line(_ollama_line(request, {"tool_calls": calls}))
    yield False, _line(_ollama_line(request, {}, **_ollama_end(request, answer)))


def _line(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record).encode() + b"\n"


# Google

_STOPS = {"stop": "STOP", "length": "MAX_TOKENS", "content_filter": "SAFETY", "tool_calls": "STOP"}
_STATUS = {
    400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE",
}  # fmt: skip


def google(request: Mapping[str, Any], answer: Answer) -> dict[str, Any]:
    parts = [part for _, part in _google_parts(request, answer, streamed=False)]
    return _google_chunk(request, answer, parts, last=True)


def google_events(request: Mapping[str, Any], answer: Answer) -> Events:
    for says, part in _google_parts(request, answer, streamed=True):
        yield says, sse(_google_chunk(request, answer, [part], last=False))
    yield False, sse(_google_chunk(request, answer, [], last=True))


def _google_parts(
    request: Mapping[str, Any], answer: Answer, streamed: bool
) -> Iterator[tuple[bool, dict[str, Any]]]:
    if answer.refusal is not None:
        return
    text = answer.words(request) or ""
    for piece in cut_up(text) if streamed else [text] if text else []:
        yield True, {"text": piece}
    for call in answer.calls(request):
        given = _object(call.raw)
        if given is not None:  # half of one makes none: MALFORMED_FUNCTION_CALL
            yield True, {"functionCall": {"name": call.name, "args": given}}


def _google_chunk(
    request: Mapping[str, Any], answer: Answer, parts: list[dict[str, Any]], last: bool
) -> dict[str, Any]:
    told = usage(request, answer)
    counted = {"promptTokenCount": told["prompt_tokens"], "totalTokenCount": told["prompt_tokens"]}
    if last:
        counted["candidatesTokenCount"] = told["completion_tokens"]
        counted["totalTokenCount"] = told["total_tokens"]
    tail = {"usageMetadata": counted, "modelVersion": "stub", "responseId": "r1"}
    if answer.refusal is not None:
        return {"promptFeedback": {"blockReason": "SAFETY"}, **tail}
    candidate: dict[str, Any] = {"index": 0}
    if parts:
        candidate["content"] = {"role": "model", "parts": parts}
    if last:
        bad = any(_object(c.raw) is None for c in answer.calls(request))
        candidate["finishReason"] = "MALFORMED_FUNCTION_CALL" if bad else _STOPS[answer.finish or "stop"]
    return {"candidates": [candidate], **tail}


def google_error(status: int, answer: Answer) -> dict[str, Any]:
    said = {"code": status, "message": answer.message, "status": _STATUS.get(status, "UNAVAILABLE")}
    return {"error": {**said, "details": list(answer.details)} if answer.details else said}


FORMATS: Mapping[Wire, Format] = {
    "openai": Format(model_wire.openai, model_wire.openai_events, model_wire.openai_error, sse),
    "anthropic": Format(
        model_wire.anthropic, model_wire.anthropic_events, model_wire.anthropic_error,
        lambda record: b"event: error\n" + sse(record),
    ),
    "ollama": Format(ollama, ollama_events, lambda _, answer: {"error": answer.message}, _line, "application/x-ndjson"),
    "google_genai": Format(google, google_events, google_error, sse),
}  # fmt: skip
