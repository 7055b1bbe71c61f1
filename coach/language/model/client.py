"""The one door to LangChain's chat models: timeouts, bounded retries, and ends when nobody waits any more.

Calls run on one event loop in a thread of its own, so that a timeout or a stop closes the connection at once.
"""

import asyncio
import json
import logging
import queue
import random
import re
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import aclosing, suppress
from functools import lru_cache, partial
from typing import Any, TypeVar

from coach.language.model.chat import Answer, Usage
from coach.language.model.faults import ModelFault, fault_of
from coach.language.prompts import Filled
from coach.ports import Stop

log = logging.getLogger("coach.model")

ATTEMPTS = 3
PAUSES = (0.4, 1.6)
"""Seconds before the second and the third attempt, give or take a quarter."""
GAP = 30.0
"""Seconds between two tokens after which a model is given up, or the timeout if that is shorter."""
SIZE_LIMIT = 60_000
"""Characters of one answer; what goes on longer is cut off there."""

T = TypeVar("T")


_first = threading.Lock()


@lru_cache(maxsize=1)
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="coach-model", daemon=True).start()
    return loop


def _submit(work: Coroutine[Any, Any, T], stop: Stop) -> "Future[T]":
    # A cache alone lets two first callers make a loop each, and a client's connections belong to one.
    with _first:
        loop = _loop()
    future = asyncio.run_coroutine_threadsafe(work, loop)
    stop.then(future.cancel)
    return future


class LangChainChat:
    """A chat model of LangChain's. Safe to use from several threads."""

    def __init__(
        self,
        name: str,
        model: Any,
        methods: tuple[str, ...],
        timeout: float,
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        """Make one.

        Args:
            name: as configured, `provider:model`.
            model: LangChain's chat model, told not to retry by itself.
            methods: ways to ask for structured output, the best first; "prompt" needs nothing of the service.
            timeout: seconds for a whole structured answer, and for the first word of a streamed one.
            pauses: seconds before each further attempt.
        """
        self.name = name
        self._model, self._methods, self._timeout, self._pauses = model, list(methods), timeout, pauses
        self._gap = min(GAP, timeout)
        self._runnables: dict[str, Any] = {}

    def ask(self, prompt: Filled, schema: Mapping[str, Any], stop: Stop) -> Answer:
        """Return an answer that should be JSON of this schema.

        Raises:
            ModelFault: none came, after as many attempts as were worth it.
        """
        while True:
            method = self._methods[0]
            try:
                return self._tried(partial(self._ask, prompt, schema, method), prompt, stop)
            except ModelFault as fault:
                # Compatible servers differ in what they can do: the next way, from now on.
                if len(self._methods) == 1 or (fault.kind != "rejected" and fault.status != 501):
                    raise
                log.info("model=%s does not take method=%s", self.name, method)
                with suppress(ValueError):  # another turn found out at the same time
                    self._methods.remove(method)

    def _tried(self, work: Callable[[], Coroutine[Any, Any, T]], prompt: Filled, stop: Stop) -> T:
        for attempt in range(ATTEMPTS):
            if stop.stopped:
                raise ModelFault("stopped")
            begun = time.monotonic()
            try:
                result = _submit(work(), stop).result()
            except CancelledError as error:
                raise ModelFault("stopped") from error
            except Exception as error:  # every client has exceptions of its own
                fault = fault_of(error)
                self._log(prompt, begun, fault.kind, type(error).__name__, fault.status)
                if attempt + 1 == ATTEMPTS or not fault.retried:
                    raise fault from error
                self._pause(fault, attempt, stop)
            else:
                self._log(prompt, begun, "ok")
                return result
        raise AssertionError("the last attempt returns or raises")

    def _pause(self, fault: ModelFault, attempt: int, stop: Stop) -> None:
        usual = self._pauses[min(attempt, len(self._pauses) - 1)] * random.uniform(0.75, 1.25)  # noqa: S311
        waiting = threading.Event()
        stop.then(waiting.set)
        waiting.wait(usual if fault.retry_after is None else fault.retry_after)

    def _log(
        self, prompt: Filled, begun: float, end: str, error: str = "", status: int | None = None
    ) -> None:
        # No words of the person's, and none of the service's: an error's text may hold a part of the key.
        log.info(
            "model=%s prompt=%s@%s end=%s error=%s status=%s ms=%d",
            self.name, prompt.name, prompt.digest, end, error or "-", status or "-",
            (time.monotonic() - begun) * 1000,
        )  # fmt: skip

    async def _ask(self, prompt: Filled, schema: Mapping[str, Any], method: str) -> Answer:
        async with asyncio.timeout(self._timeout):
            if method == "prompt":
                system = (
                    f"{prompt.system}\n\nAnswer with one JSON object of this schema:\n{json.dumps(schema)}"
                )
                raw = await self._model.ainvoke(_messages(Filled(system, prompt.message)))
            else:
                made = self._runnables.get(method)
                if made is None:
                    made = self._model.with_structured_output(dict(schema), method=method, include_raw=True)
                    # The model with the form it fills in, without LangChain's parser: that one takes a minute over
                    # 50 kB of prose, on the loop of everybody's calls.
                    made = self._runnables[method] = made.first.steps__["raw"]
                raw = await made.ainvoke(_messages(prompt))
        calls = getattr(raw, "tool_calls", None) or []
        bad = getattr(raw, "invalid_tool_calls", None) or []
        text = json.dumps(calls[0]["args"]) if calls else str(bad[0].get("args") or "") if bad else _text(raw)
        usage = _usage(raw)
        if not text.strip():
            raise ModelFault("refused" if _refused(raw) else "empty")
        return Answer(text[:SIZE_LIMIT], usage or _guess(prompt, text))

    def stream(self, prompt: Filled, stop: Stop) -> Iterator[str | Usage]:
        """Yield pieces of text as they come, and last what the call cost. Closing the iterator ends the call.

        Raises:
            ModelFault: no text came, after as many attempts as were worth it, or it broke off.
        """
        for attempt in range(ATTEMPTS):
            if stop.stopped:
                raise ModelFault("stopped")
            begun, shown = time.monotonic(), False
            try:
                for piece in self._pieces(prompt, stop):
                    shown = shown or isinstance(piece, str)
                    yield piece
                self._log(prompt, begun, "ok")
            except ModelFault as fault:
                self._log(prompt, begun, fault.kind, "", fault.status)
                if shown or attempt + 1 == ATTEMPTS or not fault.retried:
                    raise
                self._pause(fault, attempt, stop)
            else:
                return

    def _pieces(self, prompt: Filled, stop: Stop) -> Iterator[str | Usage]:
        pieces: queue.SimpleQueue[str | Usage | BaseException | None] = queue.SimpleQueue()
        future = _submit(self._pump(prompt, pieces.put), stop)
        future.add_done_callback(lambda f: pieces.put(_end(f)))
        try:
            while (piece := pieces.get()) is not None:
                if isinstance(piece, BaseException):
                    raise (
                        ModelFault("stopped") if isinstance(piece, CancelledError) else fault_of(piece)
                    ) from piece
                yield piece
        finally:
            future.cancel()  # nothing, if it has ended

    async def _pump(self, prompt: Filled, put: Callable[[str | Usage], None]) -> None:
        usage, size, refused = None, 0, False
        first = asyncio.get_running_loop().time() + self._timeout
        async with aclosing(self._model.astream(_messages(prompt))) as chunks:
            while size <= SIZE_LIMIT:
                try:
                    # A model that thinks aloud sends pieces with nothing to show: they buy it no time.
                    now = asyncio.get_running_loop().time()
                    async with asyncio.timeout_at(now + self._gap if size else first):
                        chunk = await anext(chunks)
                except StopAsyncIteration:
                    break
                usage = _added(usage, getattr(chunk, "usage_metadata", None))
                refused = refused or _refused(chunk)
                text = _text(chunk)
                if text:
                    size += len(text)
                    put(text)
        if not size:
            raise ModelFault("refused" if refused else "empty")
        put(usage or Usage(_guess(prompt, "").input_tokens, size // 4))


def _end(future: "Future[None]") -> BaseException | None:
    return CancelledError() if future.cancelled() else future.exception()


def _messages(prompt: Filled) -> list[tuple[str, str]]:
    return [("system", prompt.system), ("human", prompt.message)]


def _text(message: Any) -> str:
    """The text of a message or a chunk, whatever blocks it is made of."""
    content = getattr(message, "content", "")
    if isinstance(content, str):
        return content
    return "".join(
        b if isinstance(b, str) else str(b.get("text", "")) if b.get("type", "text") == "text" else ""
        for b in content
    )


_DECLINED = re.compile(r"refusal|filter|SAFETY|RECITATION|BLOCK|PROHIBITED|SPII")
"""Reasons to stop, in every provider's words, that are a refusal."""


def _refused(message: Any) -> bool:
    """Whether a message or a chunk says that the model declined, or was stopped by a filter."""
    told = getattr(message, "response_metadata", {})
    reasons = [told.get("finish_reason"), told.get("stop_reason"), told.get("prompt_feedback")]
    named = any(r and _DECLINED.search(str(r)) for r in reasons)
    return named or bool(getattr(message, "additional_kwargs", {}).get("refusal"))


def _usage(message: Any) -> Usage | None:
    return _added(None, getattr(message, "usage_metadata", None))


def _added(before: Usage | None, found: Mapping[str, Any] | None) -> Usage | None:
    if not found:
        return before
    old = before or Usage()
    return Usage(
        old.input_tokens + int(found.get("input_tokens") or 0),
        old.output_tokens + int(found.get("output_tokens") or 0),
    )


def _guess(prompt: Filled, text: str) -> Usage:
    """Where a service does not count: four characters a token, about."""
    return Usage((len(prompt.system) + len(prompt.message)) // 4, len(text) // 4)
