"""Settings: read once from the environment, checked, and passed on. A wrong one stops the start with one line."""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coach.errors import ConfigError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SCRYPT = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}


@dataclass(frozen=True)
class Settings:
    data_dir: Path
    """Where everything of a user's is kept (COACH_DATA_DIR)."""
    database_url: str = field(repr=False)
    """SQLite in the data folder unless COACH_DATABASE_URL says otherwise; may hold a password."""
    embeddings: str = "hash"
    """COACH_EMBEDDINGS: `hash` needs no download."""
    host: str = "127.0.0.1"
    port: int = 8000
    allowed_hosts: frozenset[str] = LOOPBACK
    """Host names a browser may use for this server (COACH_ALLOWED_HOSTS, separated by commas)."""
    users_file: Path | None = None
    """COACH_USERS_FILE: lines of `name:hash`; without it only loopback is served, to one local user."""

    @property
    def loopback(self) -> bool:
        return self.host in LOOPBACK

    @staticmethod
    def read(env: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings.

        Raises:
            ConfigError: a value cannot be used; says which and what to do.
        """
        given = env.get("COACH_DATA_DIR", "").strip()
        base = env.get("XDG_DATA_HOME") or str(Path(env.get("HOME") or Path.home()) / ".local" / "share")
        data_dir = Path(given).expanduser() if given else Path(base) / "strategy-coach"
        database = env.get("COACH_DATABASE_URL", "").strip() or f"sqlite:///{data_dir / 'coach.db'}"
        if "://" not in database:
            raise ConfigError("COACH_DATABASE_URL is no database address; use sqlite:///… or postgresql://…")
        port_text = env.get("COACH_PORT", "8000").strip()
        if not port_text.isdigit() or not 1 <= int(port_text) <= 65535:
            raise ConfigError(f"COACH_PORT is {port_text!r}; use a number from 1 to 65535")
        host = env.get("COACH_HOST", "127.0.0.1").strip() or "127.0.0.1"
        allowed = frozenset(h.strip().casefold() for h in env.get("COACH_ALLOWED_HOSTS", "").split(",") if h.strip())
        users = env.get("COACH_USERS_FILE", "").strip()
        users_file = Path(users).expanduser() if users else None
        if users_file is not None and not users_file.is_file():
            raise ConfigError(f"COACH_USERS_FILE: there is no file {users_file}; make it with `coach user add NAME`")
        settings = Settings(
            data_dir=data_dir,
            database_url=database,
            embeddings=env.get("COACH_EMBEDDINGS", "").strip() or "hash",
            host=host,
            port=int(port_text),
            allowed_hosts=LOOPBACK | allowed | {host.casefold()},
            users_file=users_file,
        )
        settings.check_binding()
        return settings

    def check_binding(self) -> None:
        """Refuse to serve beyond this machine without authentication.

        Raises:
            ConfigError: the host is not loopback and there is no users file.
        """
        if not self.loopback and self.users_file is None:
            raise ConfigError(
                f"{self.host} can be reached from other machines: set COACH_USERS_FILE first "
                "(`coach user add NAME` makes one), or use COACH_HOST=127.0.0.1"
            )

    def prepare(self) -> None:
        """Make the data folder, readable by its owner only.

        Raises:
            ConfigError: it cannot be made or written to.
        """
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            probe = self.data_dir / ".writable"
            probe.write_text("")
            probe.unlink()
        except OSError as e:
            raise ConfigError(
                f"cannot write to {self.data_dir} ({e.strerror}): set COACH_DATA_DIR to a folder you may write to"
            ) from e

    def users(self) -> dict[str, str]:
        """Return name -> password hash from the users file (empty without one)."""
        if self.users_file is None:
            return {}
        rows = (line.strip().partition(":") for line in self.users_file.read_text("utf-8").splitlines())
        return {name: hashed for name, _, hashed in rows if name and hashed}


def hash_password(password: str) -> str:
    """Return a salted scrypt hash, as the users file holds it."""
    salt = os.urandom(16)
    digest = hashlib.scrypt(password.encode(), salt=salt, **_SCRYPT)
    return f"scrypt${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def verify_password(password: str, hashed: str) -> bool:
    """Whether a password fits a hash, compared in constant time; a malformed hash fits nothing."""
    try:
        scheme, salt, digest = hashed.split("$")
        wanted = base64.b64decode(digest)
        found = hashlib.scrypt(password.encode(), salt=base64.b64decode(salt), **_SCRYPT)
    except ValueError:
        return False
    return scheme == "scrypt" and hmac.compare_digest(found, wanted)
