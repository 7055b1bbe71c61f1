"""What a person does at the command line, and what they are told when it does not work."""

import errno
import json
import os
import socket
import subprocess
import sys
import uuid
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from rich.console import Console

from coach import cli as command_line
from coach import files
from coach.app import build
from coach.cli import cli
from coach.settings import Settings
from coach.terminal import Chat, progress, styled
from coach.turn import Reply
from tests.library.chroma import ChromaRun
from tests.terminals import coach

FIRM = "We design primary schools for municipalities in the Netherlands. There are 14 of us."
SYMPTOM = "We win only one in six tenders since last year; two years ago it was one in three."


def begun(*said: str) -> str:
    """Return the id of a conversation in which these things were said."""
    lines = "".join(json.dumps({"text": text}) + "\n" for text in said)
    return str(json.loads(coach("chat", "--jsonl", typed=lines).out.splitlines()[-1])["conversation"])


# --- help and errors ---------------------------------------------------------------------------------------------


def test_help_loads_nothing_heavy() -> None:
    script = "import sys; from coach.cli import main\ntry: main(['--help'])\nexcept SystemExit: print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in ran.stdout.splitlines()[-1].split()}
    assert "click" in loaded
    heavy = {
        "pydantic",
        "sqlalchemy",
        "chainlit",
        "chromadb",
        "langchain_core",
        "numpy",
        "rich",
        "yaml",
        "fastapi",
    }
    assert not loaded & heavy


@pytest.mark.parametrize(
    "arguments", [(), ("dance",), ("chat", "--nope"), ("search",), ("serve", "--port", "99999")]
)
def test_a_mistyped_command_is_told_how_it_goes(arguments: tuple[str, ...]) -> None:
    ran = coach(*arguments)
    assert ran.code == 2
    assert "Usage: coach" in ran.err


def test_a_bug_is_one_line_and_a_traceback_only_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError("deep\ninside")

    monkeypatch.setattr(command_line, "_settings", broken)
    ran = coach("search", "upstream")
    assert (ran.code, ran.out, ran.err.count("\n")) == (70, "", 1)
    assert "COACH_DEBUG" in ran.err
    monkeypatch.setenv("COACH_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        coach("search", "upstream")


def test_a_wrong_setting_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_PORT", "many")
    for arguments in (("serve",), ("chat",), ("conversations",), ("search", "x")):
        ran = coach(*arguments)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert ran.err.startswith("coach: COACH_PORT")


@pytest.mark.parametrize(
    "arguments", [("chat", "--jsonl"), ("conversations",), ("plan", "list"), ("delete", "x")]
)
def test_a_damaged_database_is_said_and_left_as_it_is(data_dir: Path, arguments: tuple[str, ...]) -> None:
    database = data_dir / "coach.db"
    damaged = b"this is no database, " * 400
    database.write_bytes(damaged)
    ran = coach(*arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "damaged" in ran.err
    assert database.read_bytes() == damaged


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COACH_DATA_DIR", str(tmp_path / "file" / "data"))
    for arguments in (("chat", "--jsonl"), ("serve",), ("conversations",), ("ingest", str(tmp_path))):
        ran = coach(*arguments)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert "COACH_DATA_DIR" in ran.err


def test_a_taken_port_is_one_line(data_dir: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = coach("serve", "--headless", "--port", str(port))
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert str(port) in ran.err


def test_serving_others_needs_people_who_sign_in(data_dir: Path) -> None:
    ran = coach("serve", "--headless", "--host", "0.0.0.0")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "COACH_USERS_FILE" in ran.err


# --- chat --------------------------------------------------------------------------------------------------------


def test_a_chat_shows_the_question_the_place_and_how_to_go_on(data_dir: Path) -> None:
    ran = coach("chat", typed=f"\n{FIRM}\n/quit\nnever read\n")
    conversation = build(Settings.read()).store.conversations("local")[0]
    assert ran.code == 0
    assert "stage 1 of 9" in ran.out
    assert f"coach chat --conversation {conversation.id}" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 88
    assert len(build(Settings.read()).store.turns("local", conversation.id)) == 2


def test_a_chat_goes_on_by_the_start_of_its_id_or_as_the_last_one(data_dir: Path) -> None:
    first = begun(FIRM)
    coach("chat", "--conversation", first[:8], typed=f"{SYMPTOM}\n")
    coach("chat", "--conversation", "last", typed="undo\n")
    turns = build(Settings.read()).store.turns("local", first)
    assert [turn.text for turn in turns] == ["", FIRM, SYMPTOM, "undo"]


def test_citations_stand_below_the_reply_as_our_summaries(data_dir: Path) -> None:
    ran = coach("chat", typed="What is the difference between upstream and downstream marketing?\n")
    cited = [line for line in ran.out.splitlines() if line.startswith("— our summary of “")]
    assert cited
    library = build(Settings.read()).library
    words = " ".join(ran.out.split())
    assert any(f"“{p.article_title}” by {p.author}, {p.id}" in words for p in library.passages() if p.author)


def test_a_chat_exports_what_is_said_so_far_and_names_what_it_cannot_do(
    data_dir: Path, tmp_path: Path
) -> None:
    document, data = tmp_path / "plan.md", tmp_path / "plan.json"
    typed = f"{FIRM}\n/export {document}\n/export {data}\n/export\n/export {tmp_path}\n/dance\n/help\n"
    ran = coach("chat", typed=typed)
    assert document.read_text().startswith("# ")
    assert json.loads(data.read_text())["company"]["size"] == 14
    words = " ".join(ran.out.split())
    for told in ("Name a file", "is a folder", "There is no /dance", "go back to"):
        assert told in words


def test_a_message_that_is_too_long_costs_nothing_but_itself(data_dir: Path) -> None:
    ran = coach("chat", typed=f"{'x' * 20_001}\n{FIRM}\n")
    assert ran.code == 0
    assert "20,001 characters" in ran.out
    assert "stage 1 of 9" in ran.out.rpartition("20,001")[2]


def test_stopping_with_a_key_says_how_to_go_on(data_dir: Path) -> None:
    class Stopped(StringIO):
        def readline(self, size: int | None = -1) -> str:
            raise KeyboardInterrupt

    made, screen = build(Settings.read()), StringIO()
    opening = made.start("ann")
    Chat(made, "ann", Console(file=screen, width=60), Stopped()).run(opening)
    assert f"coach chat --conversation {opening.conversation} --user ann" in screen.getvalue()


def test_emphasis_is_shown_and_nothing_else_is_taken_for_markup() -> None:
    text = styled("**Goals**\n- *a* [red]b[/red] 2*3*4 \x1b[31m\u202e")
    assert text.plain == "Goals\n- a [red]b[/red] 2*3*4 [31m"
    assert [str(span.style) for span in text.spans] == ["bold", "italic"]


def test_the_line_below_a_reply_fills_stage_by_stage_and_fits_a_narrow_window() -> None:
    early, late, done = (
        progress(Reply("c", 1, "", stage, asking), 88)
        for stage, asking in (("situation", "company"), ("goals", "one_year"), ("review", None))
    )
    assert [sum(span.end - span.start for span in line.spans if span.style == "green") for line in (early, late, done)] == [
        0, 12, 27,
    ]  # fmt: skip
    assert late.plain.endswith("stage 5 of 9 · Goals")
    assert (
        "2 to look at again"
        in progress(Reply("c", 1, "", "goals", "kpis", needs_review=("a", "b")), 88).plain
    )
    assert "━" not in progress(Reply("c", 1, "", "goals", "kpis"), 10).plain


def test_a_chat_begins_with_an_exported_plan(data_dir: Path, tmp_path: Path) -> None:
    exported = tmp_path / "plan.json"
    coach("plan", "export", begun(FIRM), "-o", str(exported))
    ran = coach("chat", "--jsonl", "--plan", str(exported))
    assert json.loads(ran.out)["asking"] == "symptom"
    both = coach("chat", "--plan", str(exported), "--conversation", "last")
    assert (both.code, both.err.count("\n")) == (2, 1)


# --- plans -------------------------------------------------------------------------------------------------------


def test_a_plan_is_exported_valid_against_the_printed_schema_and_imported_again(
    data_dir: Path, tmp_path: Path
) -> None:
    conversation, file = begun(FIRM, SYMPTOM), tmp_path / "plan.json"
    ran = coach("plan", "export", conversation, "--format", "json", "-o", str(file))
    assert (ran.code, ran.out) == (0, "")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["plan.json"]
    printed = coach("plan", "export", conversation, "--format", "json")
    assert printed.out == file.read_text()
    plan, schema = json.loads(printed.out), json.loads(coach("schema").out)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(plan)
    imported = coach("plan", "import", str(file))
    again = imported.out.split()[-1]
    assert again != conversation
    assert json.loads(coach("plan", "export", again).out)["company"] == plan["company"]


def test_a_plan_is_read_listed_and_checked(data_dir: Path, tmp_path: Path) -> None:
    conversation, file = begun(FIRM), tmp_path / "plan.json"
    assert "# " in coach("plan", "show", conversation).out
    assert (
        coach("plan", "export", conversation, "--format", "markdown").out
        == coach("plan", "export", conversation, "--format", "md").out
        == coach("plan", "show", conversation).out
    )
    listed = coach("plan", "list").out
    assert conversation in listed
    assert "draft" in listed
    coach("plan", "export", conversation, "-o", str(file))
    checked = [coach("plan", "check", which) for which in (conversation, str(file))]
    assert [c.code for c in checked] == [0, 0]
    assert checked[0].out == checked[1].out
    assert "gap: " in checked[0].out


def test_a_plan_is_taken_home_as_a_word_file_and_as_a_page(data_dir: Path, tmp_path: Path) -> None:
    import docx

    conversation, word, page = begun(FIRM), tmp_path / "plan.docx", tmp_path / "plan.html"
    coach("plan", "export", conversation, "--format", "docx", "-o", str(word))
    coach("plan", "export", conversation, "--format", "html", "-o", str(page))
    assert "Page one" in [p.text for p in docx.Document(str(word)).paragraphs]
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    typed = tmp_path / "typed.docx"
    coach("chat", "--conversation", conversation, typed=f"/export {typed}\n")
    assert "Page one" in [p.text for p in docx.Document(str(typed)).paragraphs]


def test_an_export_that_fails_leaves_the_file_as_it_was(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation, file = begun(FIRM), tmp_path / "plan.json"
    file.write_text("precious")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", full)
    for place in (tmp_path, file / "below", tmp_path / "none" / "plan.json", file):
        ran = coach("plan", "export", conversation, "-o", str(place))
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "No space left" in ran.err
    assert file.read_text() == "precious"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["plan.json"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[]", "not a plan"),
        (b'{"schema_version": 0}', "version 0"),
        (b'{"schema_version": 2}', "version 2"),
        (b'{"schema_version": 1}', "/id"),
        (b"\xff\xfe{\x00", "UTF-8"),
        (b'"' + b"\xe2\x82\xac" * 2_000_000 + b'"', "larger"),
    ],
)
def test_a_file_that_is_no_plan_of_ours_is_refused(
    data_dir: Path, tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(content)
    for arguments in (("plan", "import"), ("plan", "check"), ("chat", "--jsonl", "--plan")):
        ran = coach(*arguments, str(file))
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert says in ran.err
    assert "There is none yet" in coach("conversations").out


def test_a_plan_that_refers_to_nothing_or_is_not_there_is_refused(data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    plan = json.loads(coach("plan", "export", begun(FIRM)).out)
    file.write_text(json.dumps({**plan, "needs_review": ["goals/g9"]}))
    for arguments in (
        ("plan", "import", str(file)),
        ("plan", "check", str(file)),
        ("plan", "import", "nosuch.json"),
    ):
        ran = coach(*arguments)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


# --- conversations and people ------------------------------------------------------------------------------------


def test_conversations_are_listed_to_their_owner_only_and_deleted_after_a_yes(data_dir: Path) -> None:
    conversation = begun(FIRM)
    assert "We design primary schools" in coach("conversations").out
    assert conversation not in coach("conversations", "--user", "eve").out
    assert coach("delete", conversation, "--user", "eve", "--yes").code == 2
    assert "Nothing was deleted" in coach("delete", conversation, typed="n\n").out
    assert coach("delete", conversation).code == 130  # nobody there to say yes
    assert conversation in coach("conversations").out
    assert coach("delete", conversation, typed="y\n").code == 0
    assert coach("plan", "show", conversation).code == 2
    assert "There is none yet" in coach("conversations").out


def test_the_start_of_an_id_that_fits_several_or_is_very_short_is_not_guessed(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = build(Settings.read()).store
    numbers = iter((0xABCDEF << 104, 0xABCDEF << 104 | 1, 0x123456 << 104))
    with monkeypatch.context() as patch:
        patch.setattr(uuid, "uuid4", lambda: uuid.UUID(int=next(numbers)))
        ids = {store.create("local").id for _ in range(3)}
    for given in ("abcdef", "123", ""):
        assert coach("delete", given, "--yes").code == 2
    assert {c.id for c in store.conversations("local")} == ids
    assert coach("delete", "1234", "--yes").code == 0
    assert len(store.conversations("local")) == 2


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 201])
def test_a_user_needs_a_name(name: str) -> None:
    assert coach("conversations", "--user", name).code == 2


def test_a_person_is_added_and_may_change_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = coach("user", "add", "ann")
    assert (refused.code, "COACH_USERS_FILE" in refused.err) == (2, True)
    users = tmp_path / "users"
    monkeypatch.setenv("COACH_USERS_FILE", str(users))
    typed = "correct horse\ncorrect horse\n"
    assert "ann may sign in" in CliRunner().invoke(cli, ["user", "add", "ann"], input=typed).output
    assert "new password" in CliRunner().invoke(cli, ["user", "add", "ann"], input=typed).output
    assert list(Settings.read().users()) == ["ann"]
    assert "correct" not in users.read_text()


# --- library and doctor ------------------------------------------------------------------------------------------


def test_a_search_prints_json_for_programs_and_a_summary_for_people(data_dir: Path) -> None:
    rows = json.loads(coach("search", "difference between upstream and downstream", "--json", "-k", "3").out)
    assert 1 <= len(rows) <= 3
    assert all(set(row) == {"passage", "article", "title", "stages", "text", "score"} for row in rows)
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    shown = coach("search", "difference between upstream and downstream", "-k", "1").out
    assert rows[0]["passage"] in shown
    assert "— our summary of “" in shown


def test_a_search_that_finds_no_answer_says_so_before_what_comes_nearest(data_dir: Path) -> None:
    doubtful = coach("search", "what salary does a full-time CMO earn", "-k", "1").out
    assert doubtful.startswith("The library has nothing that surely answers this.")
    assert "demystifying/" in doubtful
    assert "surely" not in coach("search", "what is a fractional CMO?", "-k", "1").out


def test_a_search_that_finds_nothing_says_so(data_dir: Path) -> None:
    assert "has nothing on that" in coach("search", "!!!").out
    assert json.loads(coach("search", "!!!", "--json").out) == []
    assert not list(data_dir.iterdir())  # looking leaves no trace


def test_an_article_of_ones_own_is_tried_taken_in_and_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_dir = tmp_path / "new"
    monkeypatch.setenv("COACH_DATA_DIR", str(data_dir))
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "bees.md").write_text(
        "# Beekeeping\n\n" + "Beekeepers sell heather honey to hotels in autumn. " * 12
    )
    (folder / "photo.png").write_bytes(b"\x89PNG")
    tried = coach("ingest", "--dry-run", str(folder))
    assert tried.code == 0
    assert "would read: " in tried.out
    assert not data_dir.exists()
    done = coach("ingest", str(folder))
    assert done.code == 0
    assert "1 read, 0 unchanged, 0 removed, 1 skipped, 0 refused" in done.out
    assert "1 unchanged" in coach("ingest").out
    assert "— your own “" in coach("search", "heather honey for hotels", "-k", "1").out
    missing = coach("ingest", str(tmp_path / "nosuch.md"))
    assert (missing.code, "no such file" in missing.err) == (2, True)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_the_doctor_finds_a_fresh_machine_ready(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_PORT", str(free_port()))
    ran = coach("doctor")
    assert ran.code == 0, ran.out
    assert "✗" not in ran.out
    for named in (
        "guided",
        str(data_dir),
        "SQLite",
        "hash answers, 512 numbers a text",
        "chroma    in the data folder",
        "this machine only",
        "coach serve",
    ):
        assert named in ran.out


def test_the_doctor_names_everything_that_is_wrong_and_no_secret(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data_dir / "coach.db").write_bytes(b"no database " * 100)
    monkeypatch.setenv("COACH_HOST", "0.0.0.0")
    monkeypatch.setenv("COACH_PORT", str(free_port()))  # somebody may be using the coach on the usual one
    ran = coach("doctor")
    assert ran.code == 1
    assert [line.split()[1] for line in ran.out.splitlines() if line[0] == "✗"] == ["database", "binding"]
    monkeypatch.setenv("COACH_DATABASE_URL", "postgresql://ann:hunter2@127.0.0.1:1/coach")
    assert "hunter2" not in coach("doctor").out
    monkeypatch.setenv("COACH_PORT", "0")
    assert "✗ settings" in coach("doctor").out


def test_the_doctor_says_whether_the_index_server_and_the_embedding_answer(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_PORT", str(free_port()))
    running = ChromaRun(tmp_path / "chroma")
    running.start()
    try:
        monkeypatch.setenv("COACH_CHROMA", running.url)
        monkeypatch.setenv("COACH_CHROMA_TOKEN", "s3cret-of-the-index")
        ran = coach("doctor")
        assert ran.code == 0, ran.out
        assert f"{running.url} answers (1.0.0), with a token, and holds no library yet" in ran.out
        assert "s3cret" not in ran.out
    finally:
        running.stop()
    monkeypatch.setenv("COACH_EMBEDDINGS", "sentence-transformers:/no/such/folder")
    ran = coach("doctor")
    assert ran.code == 1
    wrong = {line.split()[1]: line for line in ran.out.splitlines() if line[0] == "✗"}
    assert "there is no folder" in wrong["embedding"]
    assert "cannot be reached" in wrong["chroma"]


def test_help_is_there_at_once() -> None:
    """The promise is half a second; what a busy machine adds is left out by counting processor time."""
    before = os.times()
    subprocess.run([sys.executable, "-m", "coach.cli", "--help"], capture_output=True, check=True)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    assert used < 0.5
