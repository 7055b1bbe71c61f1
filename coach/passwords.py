"""Passwords and the file they are kept in: one `name:hash` a line, scrypt, compared in constant time."""

import base64
import hashlib
import hmac
import os
import re
import tempfile
import unicodedata
from pathlib import Path

from coach.errors import ConfigError, UserError

N, R, P = 2**15, 8, 3
"""The cost of one try: 32 MiB of memory and about a fifth of a second."""
_MEMORY = 64 * 2**20
_HASH = re.compile(r"scrypt\$(\d{1,6})\$(\d{1,2})\$(\d{1,2})\$([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+)")
_NAME = re.compile(r"[^\s:#][^:\r\n]{0,98}[^\s:]|[^\s:#]")
SHORTEST, LONGEST = 8, 1000
"""Characters of a password."""


def hash_password(password: str) -> str:
    """Return a salted scrypt hash with its cost, as the users file holds it."""
    salt = os.urandom(16)
    digest = _scrypt(password, salt, N, R, P)
    return f"scrypt${N}${R}${P}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def verify_password(password: str, hashed: str) -> bool:
    """Return whether a password fits a hash; a malformed hash fits nothing, and takes as long."""
    found = _HASH.fullmatch(hashed)
    n, r, p, salt, digest = found.groups() if found else (str(N), str(R), str(P), "AAAA", "AAAA")
    try:
        made = _scrypt(password, base64.b64decode(salt), int(n), int(r), int(p))
        return hmac.compare_digest(made, base64.b64decode(digest)) and found is not None
    except ValueError:
        return False


def read_users(path: Path) -> dict[str, str]:
    """Return name -> hash; empty lines and lines that start with # don't count.

    Raises:
        ConfigError: the file is not there, cannot be read, or has a line that is not `name:hash`.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        raise ConfigError(f"There is no users file {path}: make it with `coach user add NAME`.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The users file {path} cannot be read: mend it or make a new one.") from error
    users: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, hashed = line.strip().partition(":")
        if not _NAME.fullmatch(name) or not _HASH.fullmatch(hashed) or name in users:
            raise ConfigError(
                f"Line {number} of the users file {path} is not name:hash, or names somebody a second time: "
                "delete it and run `coach user add NAME`."
            )
        users[name] = hashed
    return users


def add_user(path: Path, name: str, password: str) -> bool:
    """Write a person, new or with a new password, to the users file; a new file is its owner's only.

    Returns:
        True if the person is new.

    Raises:
        UserError: the name or the password cannot be used.
        ConfigError: the file cannot be read or written.
    """
    name = unicodedata.normalize("NFC", name).strip()
    if not _NAME.fullmatch(name):
        raise UserError("A name has up to 100 characters, no colon, and no # in front: choose another.")
    if not SHORTEST <= len(password) <= LONGEST:
        raise UserError(f"A password has {SHORTEST} to {LONGEST} characters: choose another.")
    entry = f"{name}:{hash_password(password)}"
    known = read_users(path) if path.exists() else {}
    kept = [line for line in _lines(path) if line.strip().partition(":")[0] != name]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written beside it and then put in its place: a reader never meets half a file. It is made 0600.
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("\n".join([*kept, entry]) + "\n")
        Path(beside).replace(path)
    except OSError as error:
        raise ConfigError(
            f"The users file {path} cannot be written ({error.strerror}): set COACH_USERS_FILE to a place "
            "you may write to."
        ) from error
    return name not in known


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    # The same letters typed on another keyboard are the same password; a lone surrogate must not raise.
    data = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(data, salt=salt, n=n, r=r, p=p, dklen=32, maxmem=_MEMORY)
