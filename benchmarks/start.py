"""How long `coach --help` takes, and the first page of `coach serve` beside a bare `chainlit run`.

From the start of the process to its end, or to the first 200 for `/`. The repeats alternate.
"""

import argparse
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

PATIENCE = 120.0
"""Seconds to wait for a first page."""
BARE = """import chainlit as cl


@cl.on_message
async def answer(message: cl.Message) -> None:
    await cl.Message(message.content).send()
"""
ROOT = Path(__file__).parent.parent
COACH = (sys.executable, "-c", "from coach.cli import main; main()")
CHAINLIT = (sys.executable, "-c", "from chainlit.cli import cli; cli()")
"""What the installed commands `coach` and `chainlit` do, without an installation."""


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a person without settings, whose folders are temporary."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COACH_", "CHAINLIT_"))}
    return {**kept, "HOME": str(home), "COACH_DATA_DIR": str(home / "data"), "PYTHONPATH": str(ROOT)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def help_time(home: Path) -> float:
    """Return the seconds that `coach --help` takes."""
    begun = time.perf_counter()
    command = [*COACH, "--help"]
    subprocess.run(command, env=environment(home), check=True, capture_output=True)  # noqa: S603
    return time.perf_counter() - begun


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/")
        answer = connection.getresponse()
        answer.read()
    except OSError:
        return False
    finally:
        connection.close()
    return answer.status == 200


def first_page(command: Sequence[str], port: int, home: Path) -> float:
    """Start a server and return the seconds until its first page is there.

    Raises:
        RuntimeError: it ended, or took longer than `PATIENCE`.
    """
    begun = time.perf_counter()
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603
            command, env=environment(home), cwd=home, stdout=log, stderr=log
        )
    try:
        while not answers(port):
            if server.poll() is not None or time.perf_counter() - begun > PATIENCE:
                raise RuntimeError(f"{command[2]} serves nothing: {(home / 'log').read_text()[-500:]}")
            time.sleep(0.005)
        return time.perf_counter() - begun
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def coach_page(home: Path) -> float:
    port = free_port()
    return first_page([*COACH, "serve", "--headless", "--port", str(port)], port, home)


def bare_page(home: Path) -> float:
    port = free_port()
    return first_page([*CHAINLIT, "run", "bare.py", "--headless", "--port", str(port)], port, home)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the start of the program.")
    parser.add_argument("--repeats", type=int, default=7)
    repeats = parser.parse_args().repeats
    with tempfile.TemporaryDirectory() as name:
        ours, bare = Path(name) / "ours", Path(name) / "bare"
        ours.mkdir()
        bare.mkdir()
        (bare / "bare.py").write_text(BARE)
        for measure, home in ((help_time, ours), (coach_page, ours), (bare_page, bare)):
            measure(home)  # files come into memory; folders are made
        helps, pages, bares = [], [], []
        for _ in range(repeats):
            helps.append(help_time(ours))
            pages.append(coach_page(ours))
            bares.append(bare_page(bare))
    print(f"{repeats} repeats after one unmeasured, alternating, medians (lowest to highest)")
    print(f"  first page, coach serve to bare chainlit run   {median(pages) / median(bares):5.2f}")
    for what, times in (("coach --help", helps), ("coach serve", pages), ("chainlit run", bares)):
        print(f"  {what:<24} {median(times):6.2f} s  ({min(times):.2f} to {max(times):.2f})")


if __name__ == "__main__":
    main()
