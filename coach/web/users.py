"""People and their passwords, where the coach is reached from other machines: a file with one person a line.

A line is `name:salt:hash` in hex, by scrypt; `python -m coach.web.users NAME` asks for a password and prints one.
"""

import hashlib
import hmac
import os
import re
from pathlib import Path

from coach.errors import ConfigError, UserError

_LINE = re.compile(r"(?P<name>[^:\s][^:]{0,62}):(?P<salt>[0-9a-f]{32}):(?P<hash>[0-9a-f]{64})")
SHORTEST = 10
"""Characters of a password, at least."""


def _hash(password: str, salt: bytes) -> bytes:
    """About 60 ms and 32 MB on purpose: what makes guessing slow."""
    return hashlib.scrypt(password.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=2**26, dklen=32)


def line(name: str, password: str) -> str:
    """Return the line of the users file for a person.

    Raises:
        UserError: the name or the password cannot be used.
    """
    if not re.fullmatch(r"[^:\s][^:\n]{0,62}", name):
        raise UserError("A name has 1 to 63 characters, none of them a colon.")
    if len(password) < SHORTEST:
        raise UserError(f"A password has at least {SHORTEST} characters: choose a longer one.")
    salt = os.urandom(16)
    return f"{name}:{salt.hex()}:{_hash(password, salt).hex()}"


class Users:
    """The people who may come in."""

    def __init__(self, entries: dict[str, tuple[bytes, bytes]]) -> None:
        self._entries = entries

    @classmethod
    def load(cls, path: Path) -> "Users":
        """Read a users file.

        Raises:
            ConfigError: it cannot be read, is empty, or a line is not as it must be.
        """
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(
                f"The users file {path} cannot be read: {error}. Check the path and its rights."
            ) from error
        entries: dict[str, tuple[bytes, bytes]] = {}
        for number, text in enumerate(lines, 1):
            if not text.strip() or text.startswith("#"):
                continue
            found = _LINE.fullmatch(text.strip())
            if found is None:
                raise ConfigError(
                    f"Line {number} of {path} is not `name:salt:hash`. Make one with `python -m coach.web.users NAME`."
                )
            entries[found["name"]] = (bytes.fromhex(found["salt"]), bytes.fromhex(found["hash"]))
        if not entries:
            raise ConfigError(
                f"{path} names nobody. Add a person with `python -m coach.web.users NAME >> {path}`."
            )
        return cls(entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def check(self, name: str, password: str) -> bool:
        """Return whether the password is this person's; it takes as long for a name that is not there."""
        salt, expected = self._entries.get(name, (b"\0" * 16, b""))
        return hmac.compare_digest(_hash(password[:1000], salt), expected)


if __name__ == "__main__":
    import getpass
    import sys

    try:
        sys.stdout.write(line(" ".join(sys.argv[1:]), getpass.getpass()) + "\n")
    except UserError as problem:
        sys.exit(str(problem))
