"""Starting the chat: what cannot work is said in one line, before anything is served."""

import socket
from pathlib import Path

import pytest

from coach.errors import ConfigError
from coach.settings import Settings, hash_password
from coach.web.serve import Later, serve, signs_in


def settings(folder: Path, **more: str) -> Settings:
    return Settings.read({"COACH_DATA_DIR": str(folder), "HOME": str(folder), **more})


def test_an_address_others_can_reach_needs_people_with_passwords(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="COACH_USERS_FILE"):
        serve(settings(tmp_path, COACH_HOST="0.0.0.0"))
    assert not (tmp_path / "web").exists()


def test_an_empty_users_file_lets_nobody_in(tmp_path: Path) -> None:
    (tmp_path / "users").write_text("# nobody yet\n")
    with pytest.raises(ConfigError, match="names nobody"):
        serve(settings(tmp_path, COACH_USERS_FILE=str(tmp_path / "users")))


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ConfigError, match=str(port)) as problem:
            serve(settings(tmp_path, COACH_PORT=str(port)))
    assert "\n" not in str(problem.value)
    assert f"--port {port + 1}" in str(problem.value)


def test_a_password_opens_its_own_name_only() -> None:
    users = {"anna": hash_password("correct horse"), "bram": hash_password("battery staple")}
    assert signs_in(users, "anna", "correct horse")
    assert not signs_in(users, "bram", "correct horse")
    assert not signs_in(users, "anna", "")
    assert not signs_in(users, "nobody", "correct horse")
    assert not signs_in({}, "anna", "correct horse")


def test_what_is_slow_is_made_once() -> None:
    made: list[int] = []
    later = Later(lambda: made.append(1) or "it")
    assert (later(), later()) == ("it", "it")
    assert made == [1]
