"""A SQLite file looked at before anything is done to it, without SQLAlchemy: that takes half a second to load."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from coach.errors import StoreError
from coach.faults import DAMAGED, UNWRITABLE, explain

FORMAT = 2
"""The version of the tables that this program writes."""
VERSIONS = "schema_version"
"""The table that holds the version; a file without it is new, or not ours."""
PREFIX = "sqlite:///"


def make(path: Path) -> None:
    """Make the file and its folder where they are missing, readable by their owner only. Raises StoreError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))  # its owner's only, and so its log
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoreError(UNWRITABLE.format(path, reason)) from error


def check(url: str, patience: float = 10.0) -> int:
    """Return the version of the tables in a database file, 0 for a new one; the file is made if it is missing.

    Args:
        url: `sqlite:///PATH`.
        patience: seconds to wait for another process that is writing.

    Raises:
        StoreError: it cannot be opened, is damaged, not ours, or of a newer program; it is left as it is.
    """
    place = url.removeprefix(PREFIX)
    make(Path(place))
    try:
        with closing(sqlite3.connect(place, timeout=patience)) as c:
            if c.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise StoreError(DAMAGED.format(place))
            names = {name for (name,) in c.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if VERSIONS not in names:
                return expect_new(place, bool(names))
            (found,) = c.execute(f"SELECT max(version) FROM {VERSIONS}").fetchone()  # noqa: S608 - a name of ours
    except sqlite3.Error as error:
        raise StoreError(explain(error, place)) from error
    return known(place, int(found or 0))


def expect_new(place: str, foreign: bool) -> int:
    """Return 0, the version of an empty database. Raises StoreError for one that is another program's."""
    if foreign:
        raise StoreError(f"{place} is the database of another program: name another in COACH_DATABASE_URL.")
    return 0


def known(place: str, found: int) -> int:
    """Return a version that this program knows. Raises StoreError for a newer one."""
    if found > FORMAT:
        raise StoreError(
            f"{place} was written by a newer version of this program (its format is {found}, this "
            f"one's {FORMAT}): update the program. Nothing was changed."
        )
    return found
