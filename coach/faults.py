"""What a database's failure means to a person: one line that says what happened and what to do."""

import sqlite3

DAMAGED = (
    "The database {} is damaged: put back a copy, or move it away to begin with an empty one. "
    "It was left as it is."
)
UNWRITABLE = "The database {} cannot be written ({}): set COACH_DATA_DIR to a folder you may write to."
ELSEWHERE = "This conversation went on in another tab: look again there, then answer."
FULL = "The disk is full ({}): make room, then say it again. What was answered is kept."
BUSY = "Another program is writing to the database {}: wait a moment or close it, then say it again."
BROKEN = "The database {} failed ({}): see that it is there and running, then say it again."


def explain(error: BaseException, place: str) -> str:
    """Return the line for an error of SQLite's or PostgreSQL's driver; `place` is where the database lies."""
    reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
    # The low byte of SQLite's code is its kind (https://sqlite.org/rescode.html); 53100 is PostgreSQL's full disk.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DAMAGED.format(place)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return UNWRITABLE.format(place, reason)
    if code == sqlite3.SQLITE_FULL or getattr(error, "sqlstate", None) == "53100":
        return FULL.format(place)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return BUSY.format(place)
    return BROKEN.format(place, reason)
