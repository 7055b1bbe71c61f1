"""A real Chroma server, the Rust one that `chroma run` starts, on a free port."""

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class ChromaRun:
    """`chroma run` over a folder; it can be stopped and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [Path(sys.executable).parent / "chroma", "run", "--path", self.folder]
        self._process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 60
        while True:
            assert self._process.poll() is None, "chroma run ended"
            try:
                if httpx.get(f"{self.url}/api/v2/heartbeat", timeout=1).status_code == 200:
                    return
            except httpx.HTTPError:
                assert time.monotonic() < until, "chroma run does not answer"
                time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def answering(answer: "type[BaseHTTPRequestHandler]") -> Iterator[str]:
    """A server of HTTP on loopback that answers as it is told; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Quiet(BaseHTTPRequestHandler):
    """Answers with JSON, and writes no log."""

    def log_message(self, *_: object) -> None:
        pass

    def say(self, status: int, body: object, kind: str = "application/json") -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))


def guarded(upstream: str, token: str, seen: list[str]) -> "type[BaseHTTPRequestHandler]":
    """A proxy that lets only requests with the bearer token through, as one puts before `chroma run`."""

    class Proxy(Quiet):
        def do(self) -> None:
            seen.append(self.headers.get("Authorization") or "")
            body = self.body()
            if self.headers.get("Authorization") != f"Bearer {token}":
                return self.say(401, {"error": "AuthError", "message": "Unauthorized"})
            kind = {"Content-Type": self.headers.get("Content-Type") or "application/json"}
            answer = httpx.request(self.command, upstream + self.path, content=body, headers=kind, timeout=60)
            return self.say(answer.status_code, answer.content)

        do_GET = do_POST = do_PUT = do_DELETE = do  # noqa: N815

    return Proxy
