"""What a scripted model answers, and two wire formats as bytes: OpenAI's chat completions and Anthropic's messages.

Ollama's and Google's stand in `model_wire_more.py`, which chooses among the four. Only the shapes that their clients
read. A structured answer comes as a tool call where tools were sent, else as text.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Wire = Literal["openai", "anthropic", "ollama", "google_genai"]
"""As the providers are called in `COACH_MODEL`."""
Ends = Literal["well", "silent", "stall", "cut", "reset", "short", "error"]

FORMS = ("tools", "response_format", "output_config", "format", "responseJsonSchema", "responseSchema")
"""Where the four formats put the schema that an answer shall have; Google's stand in its `generationConfig`."""
PIECES = 40
"""Deltas of one streamed answer, at most."""
ERRORS = {
    400: ("invalid_request_error", "invalid_request_error"),
    401: ("invalid_request_error", "authentication_error"),
    403: ("invalid_request_error", "permission_error"),
    404: ("invalid_request_error", "not_found_error"),
    429: ("rate_limit_exceeded", "rate_limit_error"),
    500: ("server_error", "api_error"),
    503: ("server_error", "overloaded_error"),
    529: ("server_error", "overloaded_error"),
}
"""Status -> the type of the error at OpenAI and at Anthropic."""


@dataclass(frozen=True)
class Call:
    """A tool call; `arguments` of type str go out as they are, whole JSON or not."""

    name: str
    arguments: Mapping[str, Any] | str

    @property
    def raw(self) -> str:
        return self.arguments if isinstance(self.arguments, str) else json.dumps(self.arguments)


@dataclass(frozen=True)
class Answer:
    """What the model does with one request: says something, or fails in one particular way."""

    text: str | None = None
    data: Any = None
    """A structured answer; a str goes out as it is, whole JSON or not."""
    twice: bool = False
    """The same tool call again in the same answer."""
    refusal: str | None = None
    """OpenAI's field of that name; at Anthropic a text that ends with stop reason `refusal`; Google blocks the prompt
    and says nothing; Ollama knows nothing of the kind and says it in prose."""
    thinks: str | None = None
    """What Ollama's models think before they speak: no part of the answer."""
    finish: str | None = None
    """Why it stopped, in OpenAI's words: stop, length, content_filter, tool_calls."""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    message: str = "the server's own words about its error"
    details: tuple[Mapping[str, Any], ...] = ()
    """What Google adds to an error for programs to read."""
    body: str | None = None
    """In place of what the format would say: a page of a proxy, say."""
    latency: float = 0.0
    """Seconds before the first byte."""
    pace: float = 0.0
    """Seconds between two pieces of a stream."""
    ends: Ends = "well"
    """`silent`: not a byte; `stall`: silence midway; `cut`: the connection ends midway; `reset`: with a TCP reset;
    `short`: the body ends in good order, but midway; `error`: the stream says so itself. The middle is `after`."""
    after: int = 3
    """Pieces of a stream that still come."""

    def calls(self, request: Mapping[str, Any]) -> tuple[Call, ...]:
        """Return the tool calls of this answer to a request: none where it was asked for no tool."""
        if self.data is None or not request.get("tools"):
            return ()
        first = request["tools"][0]
        form = first.get("function") or (first.get("functionDeclarations") or [first])[0]
        call = Call(form["name"], self.data)
        return (call, call) if self.twice else (call,)

    def words(self, request: Mapping[str, Any]) -> str | None:
        if self.data is None or request.get("tools"):
            return self.text
        return self.data if isinstance(self.data, str) else json.dumps(self.data, ensure_ascii=False)


def tokens(text: str) -> int:
    """Return how many tokens the server says a text has: a quarter of its characters."""
    return max(1, len(text) // 4)


def openai_error(status: int, answer: Answer) -> dict[str, Any]:
    code = "invalid_api_key" if status == 401 else None
    kind, _ = ERRORS.get(status, ERRORS[500])
    return {"error": {"message": answer.message, "type": kind, "param": None, "code": code}}


def anthropic_error(status: int, answer: Answer) -> dict[str, Any]:
    _, kind = ERRORS.get(status, ERRORS[500])
    return {"type": "error", "error": {"type": kind, "message": answer.message}, "request_id": "req_1"}


def asked_tokens(request: Mapping[str, Any]) -> int:
    """Return the tokens of what a request makes the model read: its texts, and the schema or tools it came with."""
    system = request.get("system") or (request.get("systemInstruction") or {}).get("parts")
    said = [
        m.get("content") or m.get("parts")
        for m in (*request.get("messages", ()), *request.get("contents", ()))
    ]
    asked = {**request, **request.get("generationConfig", {})}
    forms = [asked[k] for k in FORMS if asked.get(k)]
    return tokens(
        "".join(map(_plain, (system, *said))) + "".join(json.dumps(f, ensure_ascii=False) for f in forms)
    )


def _plain(content: Any) -> str:
    if isinstance(content, str) or content is None:
        return content or ""
    return "".join(str(block.get("text", "")) for block in content)


def cut_up(text: str) -> list[str]:
    """Return a text in pieces that give it again when joined: words, or several where it is long."""
    words = re.findall(r"\S+\s*|\s+", text)
    size = max(1, -(-len(words) // PIECES))
    pieces = ["".join(words[n : n + size]) for n in range(0, len(words), size)]
    long = max(1, -(-len(text) // PIECES))
    return [p[n : n + max(long, 12)] for p in pieces for n in range(0, len(p), max(long, 12))]


# OpenAI


def usage(request: Mapping[str, Any], answer: Answer) -> dict[str, int]:
    read = asked_tokens(request)
    said = tokens((answer.words(request) or "") + "".join(c.raw for c in answer.calls(request)))
    return {"prompt_tokens": read, "completion_tokens": said, "total_tokens": read + said}


def _openai_head(request: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1772442000, "model": request.get("model", "stub")}


def _openai_call(index: int, name: str, arguments: str) -> dict[str, Any]:
    function = {"name": name, "arguments": arguments}
    return {"id": f"call_{index + 1}", "type": "function", "function": function}


def openai(request: Mapping[str, Any], answer: Answer) -> dict[str, Any]:
    calls = answer.calls(request)
    message: dict[str, Any] = {
        "role": "assistant",
        "content": answer.words(request),
        "refusal": answer.refusal,
    }
    if calls:
        message["tool_calls"] = [_openai_call(n, c.name, c.raw) for n, c in enumerate(calls)]
    finish = answer.finish or ("tool_calls" if calls else "stop")
    choice = {"index": 0, "message": message, "finish_reason": finish, "logprobs": None}
    head = _openai_head(request, "chat.completion")
    return {**head, "choices": [choice], "usage": usage(request, answer)}


def openai_events(request: Mapping[str, Any], answer: Answer) -> Iterator[tuple[bool, bytes]]:
    head = _openai_head(request, "chat.completion.chunk")

    def chunk(delta: dict[str, Any], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return sse({**head, "choices": [choice]})

    calls = answer.calls(request)
    yield False, chunk({"role": "assistant", "content": "" if not calls else None, "refusal": None})
    for piece in cut_up(answer.words(request) or ""):
        yield True, chunk({"content": piece})
    for piece in cut_up(answer.refusal or ""):
        yield True, chunk({"refusal": piece})
    for index, call in enumerate(calls):
        yield False, chunk({"tool_calls": [{"index": index, **_openai_call(index, call.name, "")}]})
        for piece in cut_up(call.raw):
            yield True, chunk({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
    yield False, chunk({}, answer.finish or ("tool_calls" if calls else "stop"))
    if (request.get("stream_options") or {}).get("include_usage"):
        yield False, sse({**head, "choices": [], "usage": usage(request, answer)})
    yield False, b"data: [DONE]\n\n"


# Anthropic

_STOPS = {"stop": "end_turn", "length": "max_tokens", "content_filter": "refusal", "tool_calls": "tool_use"}


def _anthropic_head(request: Mapping[str, Any]) -> dict[str, Any]:
    head = {"id": "msg_1", "type": "message", "role": "assistant", "model": request.get("model", "stub")}
    return {**head, "stop_reason": None, "stop_sequence": None}


def _anthropic_stop(request: Mapping[str, Any], answer: Answer) -> str:
    if answer.refusal is not None:
        return "refusal"
    return _STOPS[answer.finish or ("tool_calls" if answer.calls(request) else "stop")]


def anthropic(request: Mapping[str, Any], answer: Answer) -> dict[str, Any]:
    text, blocks = answer.refusal or answer.words(request), list[dict[str, Any]]()
    if text:
        blocks.append({"type": "text", "text": text})
    for n, call in enumerate(answer.calls(request)):
        # This format has no room for half a JSON: where the model stopped midway, the input is empty.
        given = _object(call.raw)
        blocks.append({"type": "tool_use", "id": f"toolu_{n + 1}", "name": call.name, "input": given})
    told = usage(request, answer)
    counted = {"input_tokens": told["prompt_tokens"], "output_tokens": told["completion_tokens"]}
    head = {**_anthropic_head(request), "stop_reason": _anthropic_stop(request, answer)}
    return {**head, "content": blocks, "usage": counted}


def _object(raw: str) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return {}


def anthropic_events(request: Mapping[str, Any], answer: Answer) -> Iterator[tuple[bool, bytes]]:
    def event(kind: str, **more: Any) -> bytes:
        return f"event: {kind}\n".encode() + sse({"type": kind, **more})

    told = usage(request, answer)
    counted = {"input_tokens": told["prompt_tokens"], "output_tokens": 1}
    start = {**_anthropic_head(request), "content": [], "usage": counted}
    yield False, event("message_start", message=start)
    text, index = answer.refusal or answer.words(request), 0
    if text:
        block: dict[str, Any] = {"type": "text", "text": ""}
        yield False, event("content_block_start", index=index, content_block=block)
        yield False, event("ping")
        for piece in cut_up(text):
            delta = {"type": "text_delta", "text": piece}
            yield True, event("content_block_delta", index=index, delta=delta)
        yield False, event("content_block_stop", index=index)
        index += 1
    for call in answer.calls(request):
        block = {"type": "tool_use", "id": f"toolu_{index + 1}", "name": call.name, "input": {}}
        yield False, event("content_block_start", index=index, content_block=block)
        for piece in cut_up(call.raw):
            delta = {"type": "input_json_delta", "partial_json": piece}
            yield True, event("content_block_delta", index=index, delta=delta)
        yield False, event("content_block_stop", index=index)
        index += 1
    stop = {"stop_reason": _anthropic_stop(request, answer), "stop_sequence": None}
    counted = {**counted, "output_tokens": told["completion_tokens"]}
    yield False, event("message_delta", delta=stop, usage=counted)
    yield False, event("message_stop")


def sse(record: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(record)}\n\n".encode()
