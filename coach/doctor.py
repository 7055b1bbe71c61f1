"""What `coach doctor` says: what is configured, what is missing, what to do."""

import os
import platform
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version

from coach import __version__
from coach.errors import CoachError, ConfigError
from coach.records import Spent
from coach.settings import Settings

_PACKAGES = ("chainlit", "chromadb", "langchain-core", "sqlalchemy", "pydantic")
DAYS = 3
"""Days of spending that are shown."""
_AT_HOME = frozenset({"hash", "onnx", "sentence-transformers"})
"""Embeddings that send nothing anywhere."""


def report() -> tuple[list[str], bool]:
    """Return the lines of the report, and whether the coach can be served."""
    lines = [
        f"coach {__version__} on Python {platform.python_version()}",
        _line(True, "packages", _packages()),
    ]
    try:
        settings = Settings.read()
    except CoachError as error:
        return [*lines, _line(False, "settings", str(error)), _LAST[False]], False
    checks: tuple[tuple[str, Callable[[Settings], str]], ...] = (
        ("voice", _voice),
        ("data", _data),
        ("database", _database),
        ("library", _library),
        ("binding", _binding),
        ("port", _port),
    )
    good = True
    for name, check in checks:
        try:
            lines.append(_line(True, name, check(settings)))
        except (CoachError, ImportError, OSError) as error:
            good = False
            lines.append(_line(False, name, str(error)))
    return [*lines, _LAST[good]], good


_LAST = {True: "It can serve: run `coach serve`.", False: "It cannot serve yet: mend what is marked with ✗."}


def _line(good: bool, name: str, words: str) -> str:
    return f"{'✓' if good else '✗'} {name:<9} {words}"


def _packages() -> str:
    found = []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} missing (install the coach again)")
    return ", ".join(found)


def _voice(settings: Settings) -> str:
    if not settings.model:
        return "guided: by rules, no language model and no key"
    from coach.app import voices

    first = voices(settings)[0]
    names = settings.model + (f", and {settings.fast_model} to understand" if settings.fast_model else "")
    words = f"{names}; what people type is sent to {first.provider}; guided can be chosen instead"
    traced = any(
        os.environ.get(n, "").casefold() == "true" for n in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2")
    )
    return words + ("; tracing is on, so LangSmith gets it too" if traced else "")


def _data(settings: Settings) -> str:
    settings.prepare()
    return f"{settings.data_dir} can be written to"


def _database(settings: Settings) -> str:
    from coach.store import Store

    store = Store.open(settings.database_url)
    days = store.spending(DAYS)
    store.close()
    # The address itself may hold a password.
    kind = "SQLite" if settings.database_url.startswith("sqlite") else "PostgreSQL"
    return f"{kind} opens" + "".join(f"; {row}" for row in _spent(settings, days))


def _spent(settings: Settings, days: list[tuple[str, Spent]]) -> Iterator[str]:
    """What language models cost on the last days, and what they may cost."""
    for day, spent in days:
        cost = "" if spent.cost is None else f", cost {spent.cost:.4f}"
        yield f"{day}: {spent.calls} model calls, {spent.input_tokens:,} tokens in, {spent.output_tokens:,} out{cost}"
    caps = (("a conversation", settings.cap_conversation), ("a user and day", settings.cap_day))
    limits = ", ".join(f"{cap:,} tokens {per}" for per, cap in caps if cap)
    if limits:
        yield f"capped at {limits}"


def _library(settings: Settings) -> str:
    from coach.library.search import Library

    library = Library.open(settings.data_dir, embeddings=settings.embeddings)
    passages = library.passages()
    library.close()
    if not passages:
        raise ConfigError("holds no passages: install the coach again, its articles are missing.")
    own = sum(p.kind != "library" for p in passages)
    words = f"{len(passages)} passages" + (f", {own} of them from your own articles" if own else "")
    words += f"; embedding {settings.embeddings}"
    provider = settings.embeddings.partition(":")[0]
    if provider not in _AT_HOME:
        words += f", so what you ask and add is sent to {provider}"
    return "; ".join([words, *library.notes])


def _binding(settings: Settings) -> str:
    settings.check_binding()
    if settings.users_file is None:
        return f"{settings.host}, this machine only; nobody has to sign in"
    people = len(settings.users())
    if not people:
        raise ConfigError(f"{settings.users_file} names nobody: run `coach user add NAME`.")
    return f"{settings.host}; {people} {'person' if people == 1 else 'people'} may sign in"


def _port(settings: Settings) -> str:
    from coach.web.serve import bind

    bind(settings.host, settings.port).close()
    return f"{settings.port} is free"
