"""What can go wrong with a model's service, sorted by what to do about it, and the one line a person reads of it."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from coach.errors import ModelError

Kind = Literal[
    "key", "model", "quota", "busy", "server", "unreachable", "slow", "broken_off", "rejected", "too_long",
    "empty", "refused", "garbled", "stopped",
]  # fmt: skip

RETRIED: frozenset[Kind] = frozenset({"busy", "server", "unreachable"})
"""Worth another try, if nothing was shown yet."""
RETRY_AFTER_MOST = 8.0
"""Seconds a person is kept waiting because a service asks for it; longer means going on without the model."""

_WHY: Mapping[Kind, str] = {
    "key": "the model's service does not accept this key",
    "model": "the service does not know this model",
    "quota": "the account with the model's service has no credit left",
    "busy": "the model's service is too busy",
    "server": "the model's service had a fault",
    "unreachable": "the model's service could not be reached",
    "slow": "the model took too long",
    "broken_off": "the model broke off",
    "rejected": "the model's service did not take the request",
    "too_long": "the request was too long for the model",
    "empty": "the model said nothing",
    "refused": "the model declined",
    "garbled": "the model's answer could not be read",
    "stopped": "you stopped it",
}

_UNREACHED = re.compile(r"Connect(ion|or)?Error|NetworkError")
_BROKEN = re.compile(
    r"Read|RemoteProtocol|ChunkedEncoding|IncompleteRead|StreamClosed|Payload|ContentLength|TransferEncoding|"
    r"ServerDisconnected|BadHttpMessage"
)
"""Types of errors, of httpx and of aiohttp."""


@dataclass
class ModelFault(ModelError):
    """A call that failed. Its text is safe to show: no words of the service, no key."""

    kind: Kind
    retry_after: float | None = None
    """Seconds the service asked to wait."""
    status: int | None = None

    def __str__(self) -> str:
        return f"{_WHY[self.kind][:1].upper()}{_WHY[self.kind][1:]}."

    @property
    def retried(self) -> bool:
        """Whether trying again may help a person who is waiting."""
        return self.kind in RETRIED and (self.retry_after or 0.0) <= RETRY_AFTER_MOST


def note(fault: ModelFault, job: Literal["understand", "speak"]) -> str:
    """Return the one plain line that the reply shows."""
    then = "I read your answer by my own rules" if job == "understand" else "I go on in my own plain words"
    return f"({str(fault).rstrip('.')}, so {then}; nothing is lost.)"


def fault_of(error: BaseException) -> ModelFault:
    """Return what an exception of any provider's client means. Reads codes and types, never its text aloud."""
    if isinstance(error, ModelFault):
        return error
    for one in _chain(error):
        status = _status(one)
        if status is not None:
            return _by_status(status, one, _retry_after(error))
        if isinstance(one, TimeoutError | asyncio.TimeoutError) or "Timeout" in type(one).__name__:
            slow: Kind = "unreachable" if "Connect" in type(one).__name__ else "slow"
            return ModelFault(slow)
        if _BROKEN.search(type(one).__name__):
            return ModelFault("broken_off")
        if isinstance(one, ConnectionError) or _UNREACHED.search(type(one).__name__):
            return ModelFault("unreachable")
        if type(one).__name__ == "ResponseError":  # Ollama's of an error that came within a stream
            return ModelFault("server")
        if "ContentFilter" in type(one).__name__ or "Refusal" in type(one).__name__:
            return ModelFault("refused")
    return ModelFault("garbled")


def _causes(error: BaseException) -> list[BaseException]:
    """The exception and what caused it, also where a client asks not to show that."""
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and len(found) < 8 and one not in found:
        found.append(one)
        one = one.__cause__ or one.__context__
    return found


def _chain(error: BaseException) -> list[BaseException]:
    """The exception and what caused it, the inmost cause of a connection's failure first."""
    found = _causes(error)
    # "Connection error" of a client is told apart by what lies beneath it.
    timeouts = [e for e in found if "Timeout" in type(e).__name__ or isinstance(e, TimeoutError)]
    return [e for e in found if _status(e) is not None] or timeouts or found


def _status(error: BaseException) -> int | None:
    for name in ("status_code", "code"):
        value = getattr(error, name, None)
        if value == 400 and _BROKEN.search(type(error).__name__):
            return None  # aiohttp's say 400, of an answer that broke off
        if isinstance(value, int) and 400 <= value <= 599:
            return value
    response = getattr(error, "response", None)
    value = getattr(response, "status_code", None)
    return value if isinstance(value, int) and 400 <= value <= 599 else None


def _by_status(status: int, error: BaseException, wait: float | None) -> ModelFault:
    words = str(error).casefold()
    if status in (401, 403) or (status == 400 and "api_key_invalid" in words):
        return ModelFault("key", status=status)
    if status == 404:
        return ModelFault("model", status=status)
    if status == 429:
        # Google speaks of billing whenever a minute's share is used up, and then says how long to wait.
        quota = "insufficient_quota" in words or ("billing" in words and wait is None)
        return ModelFault("quota" if quota else "busy", wait, status)
    if status in (408, 504):
        return ModelFault("slow", status=status)
    if status >= 500:
        return ModelFault("server", wait, status)
    long = "context_length" in words or "context length" in words or "token limit" in words or status == 413
    return ModelFault("too_long" if long else "rejected", status=status)


def _retry_after(error: BaseException) -> float | None:
    """Return the seconds of a Retry-After header or of Google's RetryInfo; a header with a day is too long."""
    for one in _causes(error):  # a client's own error may hide the answer that it was made of
        headers = getattr(getattr(one, "response", None), "headers", None)
        text = headers.get("retry-after") if headers is not None else None
        if text is not None:
            return _seconds(text)
        delay = re.search(r"retryDelay\W+(\d+(?:\.\d+)?)s", str(getattr(one, "details", "")))
        if delay is not None:
            return float(delay[1])
    return None


def _seconds(text: str) -> float:
    try:
        return max(0.0, float(text))
    except ValueError:
        return RETRY_AFTER_MOST * 10
