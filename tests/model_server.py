"""A model API on loopback that does what a test wrote down: answers, and every way in which such a server can fail.

It speaks OpenAI's chat completions, Anthropic's messages (`model_wire.py`), Ollama's chat and Google's generateContent
(`model_wire_more.py`), streamed and not, and keeps each request.
A request that nobody scripted is answered with an error and fails the test when the server closes.
"""

import json
import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests import model_wire
from tests.model_wire import Answer, Call, Wire
from tests.model_wire_more import FORMATS

__all__ = ["Answer", "Call", "ModelServer", "Request", "nobody", "serving"]

KEY = "sk-test-0000-this-must-never-be-shown"
"""What the tests give as the key of their model."""
GOOGLE = ("generateContent", "streamGenerateContent")
PATHS: Mapping[str, Wire] = {
    "/v1/chat/completions": "openai", "/v1/messages": "anthropic", "/api/chat": "ollama",
    # Its client says v1beta up to version 2, and v1 since.
    **{f"/{version}/models/stub:{does}": "google_genai" for version in ("v1beta", "v1") for does in GOOGLE},
}  # fmt: skip
PATIENCE = 20.0
"""Seconds that a silent answer waits for the client to leave; no test waits so long."""


@dataclass
class Request:
    """One request as it came, and how it went."""

    wire: Wire
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    begun: float
    """Monotonic seconds when it had been read; `first` when its first byte went out, `ended` after its last."""
    first: float = 0.0
    ended: float = 0.0
    sent: int = 0
    """Pieces of the answer that went out."""
    left: threading.Event = field(default_factory=threading.Event)
    """Set when the client went away before the answer was whole."""
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def stream(self) -> bool:
        return bool(self.body.get("stream")) or "streamGenerateContent" in self.path

    @property
    def structured(self) -> bool:
        """Whether data was asked for, in any of the ways there are, rather than words."""
        asked = {**self.body, **self.body.get("generationConfig", {})}
        return any(asked.get(w) for w in model_wire.FORMS) or "JSON object of this schema" in self.text

    @property
    def text(self) -> str:
        """All that the model is given to read, as JSON text with its characters as they are."""
        return json.dumps(self.body, ensure_ascii=False)

    @property
    def tokens(self) -> int:
        return model_wire.asked_tokens(self.body)

    @property
    def key(self) -> str:
        """The key that the client sent."""
        own = self.headers.get("x-api-key") or self.headers.get("x-goog-api-key")
        return own or self.headers.get("authorization", "").removeprefix("Bearer ")


Script = Callable[[Request], Answer | None]


class ModelServer:
    """Answers in the order of its script; where that has run out, as `always` says."""

    def __init__(self, keep: bool = False) -> None:
        """Start one; `keep` leaves connections open between requests, as services do."""
        self.keep = keep
        self.requests: list[Request] = []
        self.unscripted: list[Request] = []
        self._script: list[Answer | Script] = []
        self._always: Script | None = None
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.model = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def root(self) -> str:
        """The address without a path, as the clients of all but OpenAI want it."""
        host, port = self._http.server_address[:2]
        return f"http://{host!s}:{port}"

    @property
    def url(self) -> str:
        """The address that OpenAI's clients want."""
        return f"{self.root}/v1"

    def script(self, *answers: Answer | Script) -> None:
        """Answer the next requests with these, one each, in this order, after those scripted before."""
        with self._lock:
            self._script += answers

    def always(self, script: Script | Answer) -> None:
        """Answer every request for which the script has nothing; None from it means unscripted."""
        self._always = script if callable(script) else lambda _: script

    def forget(self) -> None:
        """Drop the rest of the script and the requests kept so far."""
        with self._lock:
            self.requests, self._script, self._always = [], [], None

    def left_over(self) -> int:
        """Return how many scripted answers nobody has asked for."""
        return len(self._script)

    def close(self) -> None:
        self._closing.set()
        self._http.shutdown()
        self._http.hang_up()
        self._http.server_close()
        self._thread.join(5)

    def verify(self) -> None:
        """Fail the test if a request came that nobody had scripted."""
        if self.unscripted:
            first = self.unscripted[0]
            raise AssertionError(
                f"{len(self.unscripted)} requests that nobody scripted; the first ({first.wire}, "
                f"stream {first.stream}): {first.text[:2000]}"
            )

    def answer(self, request: Request) -> Answer:
        with self._lock:
            self.requests.append(request)
            step = self._script.pop(0) if self._script else self._always
        found = step(request) if callable(step) else step
        if found is None:
            self.unscripted.append(request)
            return Answer(status=400, message="nobody scripted this request")
        return found

    def pause(self, seconds: float) -> None:
        self._closing.wait(seconds)

    @property
    def closing(self) -> bool:
        return self._closing.is_set()


@contextmanager
def serving(keep: bool = False) -> Iterator[ModelServer]:
    """Open a server for the length of a test; every request must have been scripted."""
    server = ModelServer(keep)
    try:
        yield server
    finally:
        server.close()
    server.verify()


@contextmanager
def nobody() -> Iterator[str]:
    """Yield an address on this machine where every connection is refused."""
    with socket.socket() as held:  # Bound, so that nobody else takes it; never listening.
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}/v1"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    model: ModelServer

    def __init__(self, *given: Any) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*given)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        self.close_request(request)  # Without a shutdown before it, which would be a polite end.

    def hang_up(self) -> None:
        for connection in list(self._open):
            with suppress(OSError):  # It may have left already.
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that leaves is what is tested here."""


class _Left(Exception):
    """The client went away."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        if not self.server.model.keep:
            self.send_header("Connection", "close")
        super().end_headers()

    def do_POST(self) -> None:
        model = self.server.model
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        wire = PATHS.get(self.path.partition("?")[0])
        headers = {k.lower(): v for k, v in self.headers.items()}
        request = Request(wire or "openai", self.path, headers, json.loads(raw), time.monotonic())
        if wire is None:
            model.unscripted.append(request)
            self._whole(request, 404, {}, {"error": {"message": f"nothing is at {self.path}"}})
            return
        try:
            self._answer(request, model.answer(request))
        except (_Left, OSError):
            request.left.set()
            self.close_connection = True
        finally:
            request.ended = time.monotonic()
            request.done.set()

    def _answer(self, request: Request, answer: Answer) -> None:
        if answer.latency:
            self.server.model.pause(answer.latency)
        if answer.ends == "silent":
            self._wait_for_the_end()
        elif answer.status != 200 or answer.body is not None:
            record = FORMATS[request.wire].error(answer.status, answer)
            self._whole(request, answer.status, answer.headers, record, answer.body)
        elif request.stream:
            self._stream(request, answer)
        else:
            record = FORMATS[request.wire].whole(request.body, answer)
            self._whole(request, 200, answer.headers, record, ends=answer.ends)

    def _whole(
        self,
        request: Request,
        status: int,
        headers: Mapping[str, str],
        record: Mapping[str, Any],
        body: str | None = None,
        ends: str = "well",
    ) -> None:
        data = json.dumps(record).encode() if body is None else body.encode()
        half = data[: len(data) // 2]
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if body is None else "text/html")
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(half if ends == "short" else data)))
        self.end_headers()
        request.first = time.monotonic()
        self.wfile.write(data if ends == "well" else half)
        request.sent = 1
        self._end(ends)

    def _stream(self, request: Request, answer: Answer) -> None:
        self.send_response(200)
        self.send_header("Content-Type", FORMATS[request.wire].streams)
        self.send_header("Transfer-Encoding", "chunked")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        for says, event in FORMATS[request.wire].events(request.body, answer):
            if says and answer.ends != "well" and request.sent >= answer.after:
                break
            if request.sent and says and answer.pace:
                self._stay(answer.pace)
            request.first = request.first or time.monotonic()
            self._chunk(event)
            request.sent += says
        if answer.ends == "error":
            said = FORMATS[request.wire]
            self._chunk(said.midway(said.error(529, answer)))
        if answer.ends in ("well", "short", "error"):
            self.wfile.write(b"0\r\n\r\n")
        else:
            self._end(answer.ends)

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _end(self, ends: str) -> None:
        if ends == "stall":
            self._wait_for_the_end()
        elif ends == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = ends != "well"

    def _stay(self, seconds: float) -> None:
        """Wait, and notice at once when the client leaves."""
        until = time.monotonic() + seconds
        while (rest := until - time.monotonic()) > 0 and not self.server.model.closing:
            readable, _, _ = select.select([self.connection], [], [], min(rest, 0.02))
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                raise _Left

    def _wait_for_the_end(self) -> None:
        self.close_connection = True
        self._stay(PATIENCE)
