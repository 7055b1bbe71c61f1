"""The chat's files in the data folder."""

import json
import stat
from pathlib import Path

import pytest

from coach.errors import ConfigError
from coach.web import assets


def test_the_chat_gets_its_files_and_none_of_chainlits_words(tmp_path: Path) -> None:
    assets.copy_to(tmp_path)
    assets.copy_to(tmp_path)
    assert (tmp_path / "public" / "coach.js").is_file()
    assert "Upstream first" in (tmp_path / "chainlit.md").read_text("utf-8")
    words = json.loads((tmp_path / ".chainlit" / "translations" / "en-US.json").read_text("utf-8"))
    assert words["chat"]["watermark"] == assets.AT_HOME
    assert words["navigation"]["newChat"]["button"] == "New talk"


def test_the_screen_says_whose_model_hears_the_words(tmp_path: Path) -> None:
    assets.copy_to(tmp_path, "openai:some-model")
    text = (tmp_path / ".chainlit" / "translations" / "en-US.json").read_text("utf-8")
    assert "Your words go to openai" in text


def test_a_folder_that_cannot_be_written_to_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="COACH_DATA_DIR"):
        assets.copy_to(tmp_path / "file" / "web")


def test_the_secret_is_kept_for_its_owner_only_and_differs_by_purpose(tmp_path: Path) -> None:
    one = assets.secret(tmp_path, "local")
    assert one == assets.secret(tmp_path, "local")
    assert one != assets.secret(tmp_path, "users")
    assert stat.S_IMODE((tmp_path / "auth-local.secret").stat().st_mode) == 0o600


def test_a_damaged_secret_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "auth-local.secret").write_text("")
    with pytest.raises(ConfigError, match="damaged"):
        assets.secret(tmp_path, "local")


def test_the_page_links_nothing_on_other_servers() -> None:
    html = '<link rel="preconnect" href="https://fonts.example" crossorigin />\n<link\n href="https://x.example/a.css"\n/>'
    assert assets.own_page(html + '<link href="/a.css">') == '<link href="/a.css">'


def test_inline_scripts_are_named_by_their_hash() -> None:
    expected = "sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI="
    assert assets.script_hashes("<script>alert(1)</script><script src='/a.js'></script>") == [expected]
