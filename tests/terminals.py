"""Running the command line as its entry point does, in this process."""

from dataclasses import dataclass
from io import BytesIO

from click.testing import CliRunner

from coach.cli import main


@dataclass(frozen=True)
class Ran:
    code: object
    out: str
    err: str


def coach(*arguments: str, typed: str | bytes = b"") -> Ran:
    """Run `coach …` with `typed` on standard input."""
    source = BytesIO(typed.encode() if isinstance(typed, str) else typed)
    with CliRunner().isolation(input=source) as streams:
        code: object = None
        try:
            main(list(arguments))
        except SystemExit as end:
            code = end.code
        return Ran(code, streams[0].getvalue().decode(), streams[1].getvalue().decode())
