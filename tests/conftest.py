"""What every test stands on: data of its own, no other machine, the same examples each time."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Examples that change from run to run make a build that fails for nobody's reason. No database: no traces.
settings.register_profile(
    "ci", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

_connect, _connect_ex, _lookup = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo


def _is_here(host: object) -> bool:
    if host in (None, "", "localhost"):
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback or text in ("0.0.0.0", "::")
    except ValueError:
        return False


def _check(host: object) -> None:
    if not _is_here(host):
        pytest.fail(f"A test reached for {host}: tests stay on this machine.", pytrace=True)


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _check(address[0])
        return connect(self, address)

    return guarded


def _guarded_lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
    _check(host)
    return _lookup(host, *args, **kwargs)


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Fail a test that reaches for another machine, be it for a name or for a connection."""
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", _guarded(_connect))
    patch.setattr(socket.socket, "connect_ex", _guarded(_connect_ex))
    patch.setattr(socket, "getaddrinfo", _guarded_lookup)
    # Subprocesses are not reached by the patch: these turn off what would call out by itself.
    for name, value in {"ANONYMIZED_TELEMETRY": "false", "DO_NOT_TRACK": "1", "HF_HUB_OFFLINE": "1"}.items():
        patch.setenv(name, value)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the settings and the data of whoever runs the tests out of them."""
    patch = pytest.MonkeyPatch()
    for name in [n for n in os.environ if n.startswith("COACH_") and not n.startswith("COACH_TEST_")]:
        patch.delenv(name)
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_BASE_URL", "LITERAL_API_KEY", "DATABASE_URL"):
        patch.delenv(name, raising=False)
    patch.setenv("COACH_DATA_DIR", str(tmp_path_factory.mktemp("unasked-data")))
    yield
    patch.undo()


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty data folder, which COACH_DATA_DIR names too."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("COACH_DATA_DIR", str(folder))
    return folder
