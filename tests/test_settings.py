"""A person starts the coach with settings, right and wrong ones."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import ConfigError, UserError
from coach.passwords import add_user, read_users
from coach.settings import LOOPBACK, Settings, default_data_dir, hash_password, verify_password


def read(**env: str) -> Settings:
    return Settings.read({"HOME": "/home/ann", **env})


def test_somebody_starts_with_no_settings_at_all() -> None:
    plain = read()
    home = Path("/home/ann")
    assert plain.data_dir == default_data_dir({"HOME": str(home)})
    assert plain.database_url == f"sqlite:///{plain.data_dir}/coach.db"
    assert (plain.embeddings, plain.chroma, plain.model, plain.fast_model) == ("hash", None, None, None)
    assert (plain.host, plain.port, plain.users_file) == ("127.0.0.1", 8000, None)
    assert plain.loopback
    assert plain.allowed_hosts == LOOPBACK
    assert plain.users() == {}
    plain.check_binding()


@pytest.mark.parametrize(
    ("platform", "env", "folder"),
    [
        ("linux", {}, "/home/ann/.local/share/strategy-coach"),
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/strategy-coach"),
        ("linux", {"XDG_DATA_HOME": "relative"}, "/home/ann/.local/share/strategy-coach"),
        ("darwin", {}, "/home/ann/Library/Application Support/strategy-coach"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/strategy-coach"),
        ("win32", {}, "/home/ann/.local/share/strategy-coach"),
    ],
)
def test_each_system_keeps_data_where_programs_do(platform: str, env: dict[str, str], folder: str) -> None:
    assert default_data_dir({"HOME": "/home/ann", **env}, platform) == Path(folder)


def test_somebody_sets_everything() -> None:
    full = read(
        COACH_DATA_DIR="/srv/coach",
        COACH_DATABASE_URL="postgresql://coach:s3cret@db/coach",
        COACH_EMBEDDINGS="openai:text-embedding-3-small",
        COACH_CHROMA="http://index:8001/",
        COACH_MODEL="anthropic:claude",
        COACH_FAST_MODEL="ollama:qwen3:8b",
        COACH_MODEL_TIMEOUT="900",
        COACH_MODEL_PRICE="0.25, 2",
        COACH_FAST_MODEL_PRICE="0.05,0.4",
        COACH_CAP_CONVERSATION="200000",
        COACH_CAP_DAY="1000000",
        COACH_HOST="10.0.0.5",
        COACH_PORT="9000",
        COACH_ALLOWED_HOSTS="Coach.Example.org, 10.0.0.6 ,",
        COACH_USERS_FILE="/srv/users",
    )
    assert full == Settings(
        data_dir=Path("/srv/coach"),
        database_url="postgresql://coach:s3cret@db/coach",
        embeddings="openai:text-embedding-3-small",
        chroma="http://index:8001",
        model="anthropic:claude",
        fast_model="ollama:qwen3:8b",
        model_timeout=900.0,
        model_price=(0.25, 2.0),
        fast_model_price=(0.05, 0.4),
        cap_conversation=200_000,
        cap_day=1_000_000,
        host="10.0.0.5",
        port=9000,
        allowed_hosts=frozenset({"coach.example.org", "10.0.0.6"}),
        users_file=Path("/srv/users"),
    )
    assert full.allowed_hosts == LOOPBACK | {"coach.example.org", "10.0.0.6", "10.0.0.5"}
    full.check_binding()


def test_blank_settings_count_as_none() -> None:
    names = ("DATA_DIR", "DATABASE_URL", "EMBEDDINGS", "CHROMA", "MODEL", "FAST_MODEL", "HOST", "PORT")
    blank = {f"COACH_{name}": "  " for name in (*names, "ALLOWED_HOSTS", "USERS_FILE")}
    assert read(**blank) == read()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("COACH_PORT", v) for v in ("http", "0", "65536", "-1", "80.5", "²", "9" * 5000, "٨٠٠٠")],
        *[("COACH_HOST", v) for v in ("http://x", "a b", "x:80", "-x", "[::1", "a/b", "x" * 300, "\x00")],
        *[("COACH_ALLOWED_HOSTS", v) for v in ("good.org,http://bad", "*", "x:8000")],
        *[
            ("COACH_DATABASE_URL", v)
            for v in ("coach.db", "mysql://x/y", "sqlite://", "sqlite:///", "postgres")
        ],
        *[("COACH_EMBEDDINGS", v) for v in ("hashh", "openai:", ":x", "OpenAI", "openai: ")],
        *[
            ("COACH_CHROMA", v)
            for v in ("localhost:8001", "ftp://x", "http://", "http://x:port", "http://[x")
        ],
        *[("COACH_MODEL", v) for v in ("gpt", "openai:", ":gpt", "open ai:x")],
        *[("COACH_FAST_MODEL", v) for v in ("gpt", "openai:")],
        *[("COACH_MODEL_TIMEOUT", v) for v in ("0", "soon", "3601", "-1", "9" * 500, "٨٠")],
        *[("COACH_MODEL_PRICE", v) for v in ("1", "1;2", "a,b", "1,2,3", "-1,2")],
        *[("COACH_CAP_DAY", v) for v in ("0", "-5", "many", "1e6", "1٨")],
        ("COACH_CAP_CONVERSATION", "1.5"),
        ("COACH_DATA_DIR", "~nobody-of-that-name/x"),
    ],
)
def test_a_wrong_setting_stops_with_one_line_that_names_it(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(**{name: value})
    message = str(caught.value)
    assert name in message
    assert "\n" not in message
    assert len(message) < 300


@settings(max_examples=200)
@given(
    st.sampled_from(
        [
            *(
                "COACH_PORT",
                "COACH_HOST",
                "COACH_DATABASE_URL",
                "COACH_CHROMA",
                "COACH_MODEL",
                "COACH_EMBEDDINGS",
            ),
            *("COACH_MODEL_TIMEOUT", "COACH_MODEL_PRICE", "COACH_CAP_DAY"),
        ]
    ),
    st.text(max_size=40),
)
def test_no_value_whatever_fails_in_any_other_way(name: str, value: str) -> None:
    try:
        found = read(**{name: value})
    except ConfigError as error:
        assert name in str(error)  # noqa: PT017 - most values are wrong, some are not
    else:
        assert 1 <= found.port <= 65535


def test_secrets_are_not_shown() -> None:
    full = read(COACH_DATABASE_URL="postgresql://c:s3cret@db/c", COACH_CHROMA="https://u:s3cret@index")
    assert "s3cret" not in repr(full) + str(full)
    with pytest.raises(ConfigError) as caught:
        read(COACH_DATABASE_URL="mysql://c:s3cret@db/c")
    assert "s3cret" not in str(caught.value)
    with pytest.raises(ConfigError) as caught:
        read(COACH_CHROMA="ftp://u:s3cret@index")
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.5", "coach.example.org"])
def test_nobody_serves_other_machines_without_a_sign_in(host: str, tmp_path: Path) -> None:
    open_to_all = read(COACH_HOST=host)
    assert not open_to_all.loopback
    with pytest.raises(ConfigError, match="COACH_USERS_FILE"):
        open_to_all.check_binding()
    read(COACH_HOST=host, COACH_USERS_FILE=str(tmp_path / "users")).check_binding()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.0.0.2", "::1", "[::1]", "LOCALHOST"])
def test_loopback_needs_no_sign_in(host: str) -> None:
    here = read(COACH_HOST=host)
    assert here.loopback
    here.check_binding()


def test_listening_everywhere_is_no_name_to_be_called_by() -> None:
    assert read(COACH_HOST="0.0.0.0").allowed_hosts == LOOPBACK
    assert read(COACH_HOST="::").allowed_hosts == LOOPBACK


def test_the_data_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    made = read(COACH_DATA_DIR=str(tmp_path / "a" / "b"))
    made.prepare()
    made.prepare()
    assert made.data_dir.is_dir()
    assert stat.S_IMODE(made.data_dir.stat().st_mode) == 0o700
    assert list(made.data_dir.iterdir()) == []


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(ConfigError, match="COACH_DATA_DIR"):
        read(COACH_DATA_DIR=str(tmp_path / "taken")).prepare()
    with pytest.raises(ConfigError, match="COACH_DATA_DIR"):
        read(COACH_DATA_DIR=str(tmp_path / "taken" / "below")).prepare()
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_relative_data_folder_stays_where_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read(COACH_DATA_DIR="here").data_dir == tmp_path / "here"


def test_people_are_added_and_sign_in(tmp_path: Path) -> None:
    file = tmp_path / "new" / "users"
    assert add_user(file, "Zoë", "correct horse")
    assert add_user(file, "ben", "battery staple")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    users = read(COACH_USERS_FILE=str(file)).users()
    assert list(users) == ["Zoë", "ben"]
    assert verify_password("correct horse", users["Zoë"])
    assert not verify_password("battery staple", users["Zoë"])
    assert "correct horse" not in file.read_text()


def test_a_password_is_changed_and_the_rest_stays(tmp_path: Path) -> None:
    file = tmp_path / "users"
    add_user(file, "ann", "first password")
    file.write_text("# the partners\n\n" + file.read_text())
    add_user(file, "ben", "bens password")
    assert not add_user(file, "ann", "second password")
    users = read_users(file)
    assert not verify_password("first password", users["ann"])
    assert verify_password("second password", users["ann"])
    assert verify_password("bens password", users["ben"])
    assert file.read_text().startswith("# the partners\n")


@pytest.mark.parametrize("name", ["", " ", "a:b", "#a", "a\nb", "x" * 101])
def test_a_name_that_would_break_the_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        add_user(tmp_path / "users", name, "long enough")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("password", ["", "short", "x" * 1001])
def test_a_password_too_short_or_endless_is_refused(password: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="password"):
        add_user(tmp_path / "users", "ann", password)


def test_the_users_file_is_not_there_or_not_one(tmp_path: Path) -> None:
    missing = read(COACH_USERS_FILE=str(tmp_path / "users"))
    with pytest.raises(ConfigError, match="coach user add"):
        missing.users()
    secret = hash_password("long enough")
    for text in ("ann", "ann:", "ann:plaintext", f":{secret}", f"ann:{secret}\nann:{secret}"):
        (tmp_path / "users").write_text(text)
        with pytest.raises(ConfigError, match=r"Line \d") as caught:
            missing.users()
        assert "plaintext" not in str(caught.value)
    (tmp_path / "users").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="cannot be read"):
        missing.users()
    with pytest.raises(ConfigError, match="cannot be read"):
        read(COACH_USERS_FILE=str(tmp_path)).users()


def test_the_same_password_never_looks_the_same_twice() -> None:
    one, two = hash_password("long enough"), hash_password("long enough")
    assert one != two
    assert verify_password("long enough", one)
    assert verify_password("long enough", two)


def test_the_same_letters_from_another_keyboard_fit() -> None:
    assert verify_password("cafe\u0301 noir", hash_password("caf\u00e9 noir"))


@pytest.mark.parametrize("hashed", ["", "junk", "scrypt$$$$$", "scrypt$3$8$1$AAAA$AAAA", "scrypt$2$8$1$A$A"])
def test_a_damaged_hash_fits_no_password(hashed: str) -> None:
    assert not verify_password("", hashed)
    assert not verify_password("\ud800", hashed)


def test_settings_are_read_when_asked_not_at_import() -> None:
    code = "import coach.settings, sys; assert not {'sqlalchemy', 'chainlit', 'chromadb'} & set(sys.modules)"
    env = {**os.environ, "COACH_PORT": "nonsense"}
    subprocess.run([sys.executable, "-c", code], check=True, env=env)
