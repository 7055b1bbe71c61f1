"""What the terminal reads and writes: plans in files, and text that is safe to show."""

import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from coach.errors import UserError

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def read_plan(path: str) -> dict[str, Any]:
    """Return the exported plan in a file (`-`: standard input), ready to import.

    Raises:
        UserError: it cannot be read, or it is no plan of this version.
    """
    from coach.export import MAX_BYTES, from_json

    try:
        if path == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UserError(
            f"{path} cannot be read ({error.strerror}): give the path of an exported plan."
        ) from error
    try:
        return from_json(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        if len(data) > MAX_BYTES:  # cut in the middle of a character
            return from_json(data.decode("utf-8", "replace"))
        raise UserError(
            f"{path} is not a text file in UTF-8: import a JSON file that was exported here."
        ) from error


def write_whole(path: Path, data: str | bytes, mode: int = 0o666) -> None:
    """Write a file so that it is there whole or, if anything fails, as it was before; text as UTF-8.

    `mode` is less the umask.

    Raises:
        UserError: it cannot be written; says why.
    """
    whole = data.encode("utf-8") if isinstance(data, str) else data
    try:
        target = path.expanduser().resolve()
        if target.exists() and not target.is_file():
            if target.is_dir():
                raise UserError(f"{path} is a folder: name a file in it.")
            target.write_bytes(whole)  # a pipe or a device cannot be replaced
            return
        new = target.with_name(f".{target.name[:80]}.{os.getpid()}.new")
        try:
            handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            with os.fdopen(handle, "wb") as file:
                file.write(whole)
                file.flush()
                os.fsync(file.fileno())
            new.replace(target)
        except BaseException:
            with suppress(OSError):
                new.unlink()
            raise
    except OSError as error:
        raise UserError(f"{path} cannot be written ({error.strerror}): choose another place.") from error


def shown(text: str) -> str:
    """Return text without what a terminal would take for an order, or for another direction of writing."""
    return _CONTROL.sub("", text)
