"""Parsing in a process of its own, with limits on time and memory: a hostile file ends that process, not the
coach.

The child reads requests from its standard input and answers on its standard output until the input closes:
a line of JSON ({"kind", "size"}), then that many bytes.
"""

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import IO

from coach.errors import CoachError, UserError
from coach.library.blocks import Block

SECONDS = 60.0
"""For one document."""
MEMORY = 2 * 1024**3
"""Bytes of address space."""


class Isolated:
    """A child process, started at the first document and started anew after one that broke it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Isolated":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, kind: str, data: bytes) -> tuple[list[Block], str | None]:
        """Blocks and title of a document; `kind` is pdf, docx or html. Raises UserError, saying why it is
        refused.
        """
        child = self._started()
        into, out = child.stdin, child.stdout
        if into is None or out is None:  # for the type checker: both are pipes
            raise UserError("it cannot be read just now; try again")
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(self._seconds, stop)
        timer.start()
        try:
            into.write(json.dumps({"kind": kind, "size": len(data)}).encode() + b"\n" + data)
            into.flush()
            line = out.readline()
        except BrokenPipeError:
            line = b""
        finally:
            timer.cancel()
        if not line:
            self.close()
            if late.is_set():
                raise UserError(
                    f"reading it took over {self._seconds:.0f} seconds; save it anew, or as plain text"
                )
            raise UserError(
                "reading it broke the reader; it is damaged or hostile, so save it anew or as plain text"
            )
        answer = json.loads(line)
        if "refused" in answer:
            raise UserError(answer["refused"])
        return [Block(kind, text, level) for kind, text, level in answer["blocks"]], answer["title"]

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen(
                [sys.executable, "-c", "from coach.library.isolated import serve; serve()"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            )  # fmt: skip
        return self._child

    def close(self) -> None:
        """End the child; the next document starts another."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        child.wait()


def serve() -> None:
    """What the child does. Anything a parser prints goes nowhere."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        _limit()
        _answer(answers, request["kind"], sys.stdin.buffer.read(request["size"]))


def _limit() -> None:
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + SECONDS) + 1
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))


def _answer(answers: IO[bytes], kind: str, data: bytes) -> None:
    from coach.library.blocks import from_html
    from coach.library.office import from_docx, from_pdf

    try:
        if kind == "html":
            blocks, title = from_html(data.decode())
        else:
            blocks, title = from_pdf(data) if kind == "pdf" else from_docx(data)
        answer: dict[str, object] = {"blocks": [(b.kind, b.text, b.level) for b in blocks], "title": title}
    except CoachError as error:
        answer = {"refused": str(error)}
    except (MemoryError, RecursionError):
        answer = {
            "refused": "reading it takes more memory than a document should; save it anew, or as plain text"
        }
    except Exception as error:  # noqa: BLE001 - the parsers are others', the file may be made to break them
        answer = {"refused": f"it is damaged ({type(error).__name__}); open it and save it anew"}
    answers.write(json.dumps(answer).encode("utf-8", "replace") + b"\n")
    answers.flush()
