"""A real server in a process of its own, and a real Chromium."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, sync_playwright

if TYPE_CHECKING:
    from person import Person

ROOT = Path(__file__).parents[2]
SERVE = "from coach.cli import main; main()"
START = 180.0
"""Seconds a server may take to answer on a busy machine."""


class Server:
    """`coach serve` over one data folder; it can be killed and started again at the same address."""

    def __init__(self, folder: Path, program: str = SERVE, **env: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        self.folder, self._env, self._program = folder, env, program
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Server":
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("COACH_", "CHAINLIT_"))}
        env = {**kept, "COACH_DATA_DIR": str(self.folder), "PYTHONPATH": str(ROOT), **self._env}
        command = [
            sys.executable,
            "-c",
            self._program,
            "serve",
            "--port",
            str(self.port),
        ]
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(command, env=env, cwd=self.folder, stdout=log, stderr=log)
        until = time.monotonic() + START
        while time.monotonic() < until:
            assert self._process.poll() is None, self.log()
            try:
                if self.ask("/health")[0] == 200:
                    return self
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"The server did not answer within {START:.0f} s.\n{self.log()}")

    def log(self) -> str:
        return (self.folder / "server.log").read_text("utf-8", "replace")[-3000:]

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def ask(
        self, path: str, method: str = "GET", body: str | None = None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Send a request as it is given, `Host` included, which browsers and libraries would not let us forge."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START)
        try:
            given = {"Host": f"localhost:{self.port}", **{k.replace("_", "-"): v for k, v in headers.items()}}
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    running: list[Server] = []

    def start(**env: str) -> Server:
        server = Server(tmp_path, **env)
        running.append(server)
        return server.start()

    yield start
    for server in running:
        server.kill()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for a file of tests: it takes seconds to start."""
    running = Server(tmp_path_factory.mktemp("data")).start()
    yield running
    running.kill()


@pytest.fixture
def person(server: Server, browser: Browser) -> Iterator["Person"]:
    """Somebody at the first screen."""
    from person import sitting

    with sitting(browser, server) as someone:
        someone.open()
        yield someone


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with its module: Playwright's event loop, left running, would be in every later test's way."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("The browser tests need Chromium: install it, or set CHROMIUM to its path.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()
