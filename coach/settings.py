"""Settings: read once from the environment, checked, passed on. A wrong one stops the start with one line."""

import ipaddress
import os
import re
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from coach.errors import ConfigError
from coach.passwords import hash_password, read_users, verify_password

__all__ = ["LOOPBACK", "Settings", "default_data_dir", "hash_password", "verify_password"]

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""The names under which only this machine can be reached."""

_HOST_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?")
_NAMED = re.compile(r"[a-z][a-z0-9_.-]*:\S.*")


@dataclass(frozen=True)
class Settings:
    """What the program was told, complete and checked. `Settings.read()` makes one."""

    data_dir: Path
    """Where everything of a user's is kept (COACH_DATA_DIR)."""
    database_url: str = field(repr=False)
    """SQLite in the data folder unless COACH_DATABASE_URL says otherwise; never shown (passwords)."""
    embeddings: str = "hash"
    """COACH_EMBEDDINGS: `hash` needs no download, `onnx` is Chroma's own, `provider:name` any other."""
    chroma: str | None = field(default=None, repr=False)
    """COACH_CHROMA: address of a Chroma server; None keeps the index in the data folder."""
    model: str | None = None
    """COACH_MODEL as `provider:name`; None is the guided voice, which needs no model."""
    fast_model: str | None = None
    """COACH_FAST_MODEL as `provider:name`, for understanding; None uses COACH_MODEL."""
    model_timeout: float = 60.0
    """COACH_MODEL_TIMEOUT: seconds a person waits for the model's first word, 1 to 3,600."""
    model_price: tuple[float, float] | None = None
    """COACH_MODEL_PRICE as `in,out`: what a million tokens cost; None: no cost is shown."""
    fast_model_price: tuple[float, float] | None = None
    """COACH_FAST_MODEL_PRICE, alike."""
    cap_conversation: int | None = None
    """COACH_CAP_CONVERSATION: tokens, in and out, after which a conversation goes on by rules."""
    cap_day: int | None = None
    """COACH_CAP_DAY: the same for one user and day (UTC)."""
    host: str = "127.0.0.1"
    """COACH_HOST: the address that `coach serve` listens on."""
    port: int = 8000
    """COACH_PORT, 1 to 65535."""
    allowed_hosts: frozenset[str] = frozenset()
    """Names a browser may use for this server (COACH_ALLOWED_HOSTS, by commas); loopback and `host` join."""
    users_file: Path | None = None
    """COACH_USERS_FILE: lines of `name:hash`; without one only this machine is served, to one local user."""

    def __post_init__(self) -> None:
        # 0.0.0.0 is where a server listens, never a name that an honest browser sends.
        own = set() if self.host in ("0.0.0.0", "::") else {self.host.lower()}  # noqa: S104
        object.__setattr__(self, "allowed_hosts", LOOPBACK | self.allowed_hosts | own)

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"

    @staticmethod
    def read(env: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; an empty variable counts as none. Touches no file.

        Raises:
            ConfigError: a value cannot be used; says which and what to do.
        """

        def given(name: str) -> str | None:
            return env.get(name, "").strip() or None

        data_dir = _path("COACH_DATA_DIR", given("COACH_DATA_DIR")) or default_data_dir(env)
        users = _path("COACH_USERS_FILE", given("COACH_USERS_FILE"))
        hosts = (given("COACH_ALLOWED_HOSTS") or "").split(",")
        return Settings(
            data_dir=data_dir,
            database_url=_database(given("COACH_DATABASE_URL")) or f"sqlite:///{data_dir / 'coach.db'}",
            embeddings=_embeddings(given("COACH_EMBEDDINGS")),
            chroma=_chroma(given("COACH_CHROMA")),
            model=_model("COACH_MODEL", given("COACH_MODEL")),
            fast_model=_model("COACH_FAST_MODEL", given("COACH_FAST_MODEL")),
            model_timeout=_seconds("COACH_MODEL_TIMEOUT", given("COACH_MODEL_TIMEOUT") or "60"),
            model_price=_price("COACH_MODEL_PRICE", given("COACH_MODEL_PRICE")),
            fast_model_price=_price("COACH_FAST_MODEL_PRICE", given("COACH_FAST_MODEL_PRICE")),
            cap_conversation=_tokens("COACH_CAP_CONVERSATION", given("COACH_CAP_CONVERSATION")),
            cap_day=_tokens("COACH_CAP_DAY", given("COACH_CAP_DAY")),
            host=_host("COACH_HOST", given("COACH_HOST") or "127.0.0.1"),
            port=_port(given("COACH_PORT") or "8000"),
            allowed_hosts=frozenset(_host("COACH_ALLOWED_HOSTS", h.strip()) for h in hosts if h.strip()),
            users_file=users,
        )

    def check_binding(self) -> None:
        """Refuse to serve beyond this machine without authentication.

        Raises:
            ConfigError: the host is not loopback and there is no users file.
        """
        if not self.loopback and self.users_file is None:
            raise ConfigError(
                f"{self.host} can be reached from other machines, and nobody would have to sign in: set "
                "COACH_USERS_FILE to a file that `coach user add NAME` makes, or use COACH_HOST=127.0.0.1."
            )

    def prepare(self) -> None:
        """Make the data folder, readable by its owner only.

        Raises:
            ConfigError: it cannot be made or written to.
        """
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(dir=self.data_dir, prefix=".writable-"):
                pass
        except OSError as error:
            raise ConfigError(
                f"Nothing can be written to {self.data_dir} ({error.strerror}): set COACH_DATA_DIR to a "
                "folder you may write to."
            ) from error

    def users(self) -> dict[str, str]:
        """Return name -> password hash from the users file, read anew; empty without one.

        Raises:
            ConfigError: the file is not there, cannot be read, or has a line that is not `name:hash`.
        """
        return {} if self.users_file is None else read_users(self.users_file)


def default_data_dir(env: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Return where this system keeps a program's data; XDG's rule counts everywhere it is set."""
    home = Path(env["HOME"]) if env.get("HOME") else Path.home()
    xdg = Path(env.get("XDG_DATA_HOME", ""))
    if xdg.is_absolute():
        base = xdg
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    elif platform == "win32" and env.get("LOCALAPPDATA"):
        base = Path(env["LOCALAPPDATA"])
    else:
        base = home / ".local" / "share"
    return base / "strategy-coach"


def _path(name: str, text: str | None) -> Path | None:
    if text is None:
        return None
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:
        raise ConfigError(f"{name} starts with ~ of nobody here: write the whole path.") from error


def _database(url: str | None) -> str | None:
    # The value is not repeated in the message: it may hold a password.
    if url is not None and not re.match(r"(sqlite:///.|postgres(ql)?(\+psycopg)?://.)", url):
        raise ConfigError(
            "COACH_DATABASE_URL is no address of a database: use postgresql://user:password@host/name, "
            "sqlite:////path/to/file, or leave it unset for SQLite in the data folder."
        )
    return url


def _embeddings(name: str | None) -> str:
    if name is None or name in ("hash", "onnx"):
        return name or "hash"
    if not _NAMED.fullmatch(name):
        raise ConfigError(
            f"COACH_EMBEDDINGS is {name[:60]!r}: use hash (needs nothing), onnx, sentence-transformers:NAME, "
            "openai:NAME or ollama:NAME."
        )
    return name


def _chroma(url: str | None) -> str | None:
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        fits = False
    if not fits:
        raise ConfigError(
            "COACH_CHROMA is no address of a Chroma server: use http://HOST:PORT, or leave it unset."
        )
    return url.rstrip("/")


def _model(name: str, value: str | None) -> str | None:
    if value is not None and not _NAMED.fullmatch(value):
        raise ConfigError(
            f"{name} is {value[:60]!r}: write provider:model, as in openai:NAME or ollama:NAME, or leave it "
            "unset for the guided voice."
        )
    return value


def _seconds(name: str, text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,3})?", text) or not 1 <= float(text) <= 3600:
        raise ConfigError(f"{name} is {text[:20]!r}: use seconds from 1 to 3600, as in 60.")
    return float(text)


def _price(name: str, text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    match = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)\s*,\s*([0-9]{1,6}(?:\.[0-9]{1,6})?)", text)
    if match is None:
        raise ConfigError(
            f"{name} is {text[:40]!r}: write what a million tokens cost, in and out, as in 0.25,2.00, or leave it unset."
        )
    return float(match[1]), float(match[2])


def _tokens(name: str, text: str | None) -> int | None:
    if text is not None and not re.fullmatch(r"[1-9][0-9]{0,11}", text):
        raise ConfigError(
            f"{name} is {text[:20]!r}: write a number of tokens, as in 200000, or leave it unset."
        )
    return None if text is None else int(text)


def _host(name: str, text: str) -> str:
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        if _HOST_NAME.fullmatch(bare):
            return bare.lower()
    raise ConfigError(
        f"{name}: {text[:60]!r} is no name of a machine: write it without http:// and without a port, as in "
        "coach.example.org or 127.0.0.1."
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text[:6]) <= 65535:
        raise ConfigError(f"COACH_PORT is {text[:20]!r}: use a number from 1 to 65535, as in 8000.")
    return int(text)
