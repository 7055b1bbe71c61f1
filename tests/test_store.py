"""What a person said is kept: over crashes, tabs, users, damage, and until they delete it."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from coach import database_file
from coach import store as store_module
from coach.errors import StoreError, UserError
from coach.store import Conflict, Conversation, ReplyRecord, Store, TurnRecord

AT = datetime(2026, 11, 23, 9, 30, 0, 123456, tzinfo=UTC)
EVENTS: list[dict[str, Any]] = [{"v": 1, "type": "Answered", "fields": {"offer": "pumps — 12 ½"}}]
REPLY = ReplyRecord("And to whom?", [{"v": 1, "type": "Asked"}], [{"passage": "a#1", "quote": "few"}], AT)
SERVER = os.environ.get("COACH_TEST_DATABASE_URL")
"""Where set, what holds for SQLite is tried on this (empty) PostgreSQL database too."""


@pytest.fixture(params=["file", "memory", *(["server"] if SERVER else [])])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    urls = {"file": f"sqlite:///{tmp_path}/coach.db", "memory": "sqlite://", "server": SERVER or ""}
    with closing(Store.open(urls[request.param])) as opened:
        yield opened


@pytest.fixture
def ann() -> str:
    """Return a user of this test only (a server keeps those of others)."""
    return f"ann-{uuid.uuid4().hex}"


def say(
    store: Store, user: str, conversation: str, sequence: int, text: str = "We sell pumps."
) -> TurnRecord:
    return store.append_turn(user, conversation, sequence, f"m{sequence}", text, AT, EVENTS)


def file_of(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/coach.db"


# --- keeping and finding -------------------------------------------------------------------------------------------


def test_somebody_talks_and_comes_back(store: Store, ann: str) -> None:
    made = store.create(ann, "Pumps", {"length": "express"})
    say(store, ann, made.id, 0, "")
    store.commit_reply(ann, made.id, 0, REPLY)
    say(store, ann, made.id, 1)
    assert store.turns(ann, made.id) == [
        TurnRecord(0, "m0", "", AT, EVENTS, REPLY),
        TurnRecord(1, "m1", "We sell pumps.", AT, EVENTS, None),
    ]
    found = store.conversation(ann, made.id)
    assert (found.id, found.user, found.title, found.meta) == (made.id, ann, "Pumps", {"length": "express"})
    assert found.created_at == made.created_at
    assert found.updated_at == AT
    assert store.last_sequence(ann, made.id) == 1


def test_it_is_all_there_after_a_restart(tmp_path: Path) -> None:
    with closing(Store.open(file_of(tmp_path))) as first:
        made = first.create("ann")
        say(first, "ann", made.id, 0)
        first.commit_reply("ann", made.id, 0, REPLY)
        before = first.turns("ann", made.id)
    with closing(Store.open(file_of(tmp_path))) as second:
        assert second.turns("ann", made.id) == before
        assert second.conversations("ann") == [second.conversation("ann", made.id)]


def test_a_new_conversation_has_no_turns(store: Store, ann: str) -> None:
    made = store.create(ann)
    assert store.turns(ann, made.id) == []
    assert store.last_sequence(ann, made.id) == -1
    assert made.title == ""
    assert made.meta == {}


def test_times_come_back_in_utc_whatever_zone_they_had(store: Store, ann: str) -> None:
    made = store.create(ann)
    india = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    kept = store.append_turn(ann, made.id, 0, "m", "x", india, [])
    assert kept.at == india
    assert kept.at.utcoffset() == timedelta(0)
    with pytest.raises(ValueError, match="zone"):
        store.append_turn(ann, made.id, 1, "n", "x", datetime(2026, 1, 2), [])  # noqa: DTZ001


def test_conversations_are_listed_latest_first_page_by_page(store: Store, ann: str) -> None:
    made = [store.create(ann, f"talk {n}") for n in range(7)]
    for n, conversation in enumerate(made):
        # Two and two at the same moment: a page must neither repeat nor lose one.
        store.append_turn(ann, conversation.id, 0, "m", "x", AT + timedelta(hours=n // 2), [])
    seen: list[Conversation] = []
    while page := store.conversations(ann, limit=2, before=seen[-1] if seen else None):
        seen += page
    assert sorted(c.title for c in seen) == [f"talk {n}" for n in range(7)]
    assert [c.updated_at for c in seen] == sorted((c.updated_at for c in seen), reverse=True)
    older = store.conversations(ann, before=AT + timedelta(hours=1))
    assert {c.title for c in older} == {"talk 0", "talk 1"}
    assert store.conversations(ann, limit=0) == []
    assert store.conversations(ann, limit=-1) == []
    assert len(store.conversations(ann, limit=10**30)) == 7


def test_somebody_looks_for_a_talk_by_its_words(store: Store, ann: str) -> None:
    pumps, hats = store.create(ann, "Pumpen für Ähren"), store.create(ann, "100% hats_and")
    say(store, ann, hats.id, 0, "We turned away ZOË and her 50% discount.")
    assert [c.id for c in store.conversations(ann, "ÄHREN")] == [pumps.id]
    assert [c.id for c in store.conversations(ann, " zoë ")] == [hats.id]
    assert [c.id for c in store.conversations(ann, "50% d")] == [hats.id]
    assert [c.id for c in store.conversations(ann, "hats_")] == [hats.id]
    assert store.conversations(ann, "s_w") == []
    assert store.conversations(ann, "nothing of the kind") == []
    assert len(store.conversations(ann, "  ")) == 2
    assert store.conversations(ann, "\x00\ud800" + "x" * 100_000) == []
    assert store.conversations("somebody else", "zoë") == []


def test_a_talk_is_renamed_and_keeps_what_is_beside_it(store: Store, ann: str) -> None:
    made = store.create(ann, "x" * 500, {"a": 1})
    assert made.title == "x" * 200
    store.rename(ann, made.id, "Pumps " + "y" * 500)
    store.set_meta(ann, made.id, {"b": ["ü", None]})
    found = store.conversation(ann, made.id)
    assert found.title == "Pumps " + "y" * 194
    assert found.meta == {"b": ["ü", None]}
    assert found.updated_at == made.updated_at


# --- tabs, retries, edits ------------------------------------------------------------------------------------------


def test_two_tabs_cannot_take_the_same_turn(store: Store, ann: str) -> None:
    made = store.create(ann)
    say(store, ann, made.id, 0)
    with pytest.raises(Conflict, match="another tab"):
        store.append_turn(ann, made.id, 0, "other tab", "Something else", AT, [])
    assert store.turns(ann, made.id) == [TurnRecord(0, "m0", "We sell pumps.", AT, EVENTS, None)]


def test_a_message_sent_twice_is_kept_once(store: Store, ann: str) -> None:
    made = store.create(ann)
    first = say(store, ann, made.id, 0)
    again = store.append_turn(ann, made.id, 1, "m0", "We sell pumps.", AT + timedelta(hours=1), [])
    assert again == first
    assert store.turns(ann, made.id) == [first]


def test_a_message_id_with_another_text_is_not_swallowed(store: Store, ann: str) -> None:
    made = store.create(ann)
    first = say(store, ann, made.id, 0)
    with pytest.raises(Conflict):
        store.append_turn(ann, made.id, 1, "m0", "We sell hats.", AT, [])
    assert store.turns(ann, made.id) == [first]


def test_an_edited_message_is_found_with_its_edits(store: Store, ann: str) -> None:
    made = store.create(ann)
    for sequence, message in enumerate(("a_b", "a_b~1", "axb~2", "a_bc", "a_b~4")):
        store.append_turn(ann, made.id, sequence, message, "x", AT, [])
    assert [t.sequence for t in store.find_message(ann, made.id, "a_b")] == [0, 1, 4]
    assert store.find_message(ann, made.id, "nothing") == []


def test_a_turn_is_answered_once(store: Store, ann: str) -> None:
    made = store.create(ann)
    say(store, ann, made.id, 0)
    store.commit_reply(ann, made.id, 0, REPLY)
    with pytest.raises(Conflict):
        store.commit_reply(ann, made.id, 0, ReplyRecord("Another", [], [], AT))
    with pytest.raises(Conflict):
        store.commit_reply(ann, made.id, 1, REPLY)
    assert [t.reply for t in store.turns(ann, made.id)] == [REPLY]


def test_many_tabs_at_once_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    with closing(Store.open(file_of(tmp_path))) as one, closing(Store.open(file_of(tmp_path))) as two:
        made = one.create("ann")

        def tab(number: int) -> list[int]:
            store, won = (one, two)[number % 2], []
            while (sequence := store.last_sequence("ann", made.id) + 1) < 20:
                try:
                    store.append_turn("ann", made.id, sequence, f"{number}-{sequence}", "x", AT, [])
                except Conflict:
                    continue
                won.append(sequence)
            return won

        with ThreadPoolExecutor(8) as pool:
            won = [sequence for wins in pool.map(tab, range(8)) for sequence in wins]
        assert sorted(won) == list(range(20))
        assert [t.sequence for t in one.turns("ann", made.id)] == list(range(20))


# --- users ---------------------------------------------------------------------------------------------------------


def test_somebody_elses_talk_looks_like_none_at_all(store: Store, ann: str) -> None:
    hers = store.create(ann, "Pumps")
    say(store, ann, hers.id, 0)
    doors: list[Any] = [
        lambda key: store.conversation("ben", key),
        lambda key: store.turns("ben", key),
        lambda key: store.last_sequence("ben", key),
        lambda key: store.find_message("ben", key, "m0"),
        lambda key: store.rename("ben", key, "Mine"),
        lambda key: store.set_meta("ben", key, {}),
        lambda key: store.append_turn("ben", key, 1, "m1", "x", AT, []),
        lambda key: store.commit_reply("ben", key, 0, REPLY),
        lambda key: store.add_feedback("ben", key, 0, 1),
        lambda key: store.delete("ben", key),
    ]
    for door in doors:
        said = []
        for conversation in (hers.id, "0" * 32):
            with pytest.raises(UserError) as caught:
                door(conversation)
            said.append(str(caught.value).replace(conversation, "ID"))
        assert said[0] == said[1]
    assert store.conversations("ben") == []
    assert store.conversation(ann, hers.id).title == "Pumps"
    assert store.turns(ann, hers.id) == [TurnRecord(0, "m0", "We sell pumps.", AT, EVENTS, None)]


@pytest.mark.parametrize(
    "conversation", ["", "x" * 100_000, "\x00", "\ud800", "' OR 1=1 --", "%", "💥", "a\nb"]
)
def test_an_unknown_id_is_refused_in_one_line(store: Store, ann: str, conversation: str) -> None:
    store.create(ann)
    with pytest.raises(UserError) as caught:
        store.turns(ann, conversation)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize("user", ["", "x" * 201, "a\x00b", "\ud800"])
def test_a_name_that_is_none_owns_nothing(store: Store, user: str) -> None:
    with pytest.raises(UserError):
        store.create(user)
    assert store.conversations(user) == []


# --- deleting ------------------------------------------------------------------------------------------------------


def test_a_deleted_talk_is_gone_and_the_others_stay(store: Store, ann: str) -> None:
    gone, stays = store.create(ann), store.create(ann)
    for made in (gone, stays):
        say(store, ann, made.id, 0)
        store.add_feedback(ann, made.id, 0, 1)
    store.delete(ann, gone.id)
    with pytest.raises(UserError):
        store.turns(ann, gone.id)
    with pytest.raises(UserError):
        store.delete(ann, gone.id)
    assert [c.id for c in store.conversations(ann)] == [stays.id]
    assert [f.conversation for f in store.feedback(ann)] == [stays.id]
    assert len(store.turns(ann, stays.id)) == 1


def test_no_word_of_a_deleted_talk_is_left_on_the_disk(tmp_path: Path) -> None:
    with closing(Store.open(file_of(tmp_path))) as store:
        made = store.create("ann", "SECRET-TITLE")
        for n in range(30):
            say(store, "ann", made.id, n, f"SECRET-TEXT {n} " + "long enough to spill " * 500)
            store.commit_reply("ann", made.id, n, ReplyRecord("SECRET-REPLY", EVENTS, [], AT))
        store.add_feedback("ann", made.id, 0, -1, "SECRET-COMMENT")
        assert b"SECRET-TEXT" in b"".join(f.read_bytes() for f in tmp_path.iterdir())
        store.delete("ann", made.id)
        left = b"".join(f.read_bytes() for f in tmp_path.iterdir())
        assert b"SECRET" not in left
        assert made.id.encode() not in left


def test_a_talk_is_deleted_while_somebody_reads_another(tmp_path: Path) -> None:
    with closing(Store.open(file_of(tmp_path))) as store:
        made = store.create("ann")
        with closing(sqlite3.connect(tmp_path / "coach.db")) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM conversations").fetchall()
            store.delete("ann", made.id)
        assert store.conversations("ann") == []


# --- feedback ------------------------------------------------------------------------------------------------------


def test_thumbs_are_kept_per_person(store: Store, ann: str) -> None:
    ben = f"ben-{ann}"
    hers, his = store.create(ann), store.create(ben)
    say(store, ann, hers.id, 0)
    say(store, ben, his.id, 0)
    store.add_feedback(ann, hers.id, 0, 1, "clear\x00")
    store.add_feedback(ben, his.id, 0, -1)
    store.add_feedback(ann, hers.id, 0, 0)
    assert [(f.user, f.turn, f.value, f.comment) for f in store.feedback(ann)] == [
        (ann, 0, 1, "clear\ufffd"),
        (ann, 0, 0, ""),
    ]
    everybody = store.feedback(None)
    assert {f.user for f in everybody} >= {ann, ben}
    with pytest.raises(UserError, match="no turn 7"):
        store.add_feedback(ann, hers.id, 7, 1)


# --- whatever people type ------------------------------------------------------------------------------------------

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150)
@given(st.text(st.characters()), st.dictionaries(st.text(), _json, max_size=4))
def test_every_text_comes_back_as_it_was(text: str, event: dict[str, Any]) -> None:
    with closing(Store.open("sqlite://")) as store:
        made = store.create("ann")
        kept = store.append_turn("ann", made.id, 0, "m", text, AT, [event])
        store.commit_reply("ann", made.id, 0, ReplyRecord(text, [event], [event], AT))
        (found,) = store.turns("ann", made.id)
        assert found.text == kept.text
        assert len(found.text) == len(text)
        for was, now in zip(text, found.text, strict=True):
            assert now == ("\ufffd" if was == "\x00" or "\ud800" <= was <= "\udfff" else was)
        if found.text == text and "\ufffd" not in store_module.dump(event):
            assert found.events == [event]
        assert found.reply is not None
        assert found.reply.text == found.text
        assert found.reply.events == found.events == found.reply.citations


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\x00b",
        "\ud83d lone",
        "😀👩‍👩‍👧",
        "שלום مرحبا",
        "x" * 100_000,
        "'; DROP TABLE turns; --",
        "\r\n\t\x1b[31m",
    ],
)
def test_a_hard_text_is_kept_and_can_be_written_out(store: Store, ann: str, text: str) -> None:
    made = store.create(ann, text)
    event = {"v": 1, "said": [{"span": text}], text[:50]: None}
    store.append_turn(ann, made.id, 0, "m" + text[:50], text, AT, [event])
    store.commit_reply(ann, made.id, 0, ReplyRecord(text, [event], [event], AT))
    (found,) = store.turns(ann, made.id)
    assert len(found.text) == len(text)
    assert found.events[0]["said"][0]["span"] == found.text
    f"{found}{store.conversation(ann, made.id)}".encode()
    assert store.append_turn(ann, made.id, 1, "m" + text[:50], text, AT, []) == found


@pytest.mark.parametrize("message", ["", "x" * 201])
def test_a_message_id_that_is_none_is_refused(store: Store, ann: str, message: str) -> None:
    made = store.create(ann)
    with pytest.raises(UserError, match="message id"):
        store.append_turn(ann, made.id, 0, message, "x", AT, [])


# --- when things break ---------------------------------------------------------------------------------------------


def refused(url: str, patience: float = 0.1) -> str:
    with pytest.raises(StoreError) as caught:
        Store.open(url, patience)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 400
    return message


@pytest.mark.parametrize(
    "damage", ["not a database", "half of it", "its pages", "its last pages", "its header"]
)
def test_a_damaged_database_is_named_and_never_overwritten(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "coach.db"
    with closing(Store.open(file_of(tmp_path))) as store:
        made = store.create("ann")
        for n in range(20):
            say(store, "ann", made.id, n, "words " * 500)
    whole = path.read_bytes()
    assert len(whole) > 50_000
    path.write_bytes(
        {
            "not a database": b"Dear diary, " * 5_000,
            "half of it": whole[: len(whole) // 2 // 4096 * 4096],
            "its pages": whole[:8192] + random.Random(1).randbytes(len(whole) - 8192),
            "its last pages": whole[:-20_480] + random.Random(2).randbytes(20_480),
            "its header": b"\xff" * 100 + whole[100:],
        }[damage]
    )
    left = path.read_bytes()
    assert "damaged" in refused(file_of(tmp_path))
    assert path.read_bytes() == left


def test_a_damaged_row_is_named_and_the_rest_can_be_read(tmp_path: Path) -> None:
    with closing(Store.open(file_of(tmp_path))) as store:
        bad, good = store.create("ann"), store.create("ann")
        for made in (bad, good):
            say(store, "ann", made.id, 0)
        with closing(sqlite3.connect(tmp_path / "coach.db")) as c:
            c.execute("UPDATE turns SET events = '[{' WHERE conversation = ?", (bad.id,))
            c.commit()
        with pytest.raises(StoreError, match=bad.id):
            store.turns("ann", bad.id)
        assert len(store.turns("ann", good.id)) == 1


def test_damage_that_happens_meanwhile_is_named(tmp_path: Path) -> None:
    with closing(Store.open(file_of(tmp_path))) as store:
        made = store.create("ann")
    path = tmp_path / "coach.db"
    with closing(Store.open(file_of(tmp_path))) as store:
        store.close()
        path.write_bytes(b"\xff" * len(path.read_bytes()))
        with pytest.raises(StoreError, match="damaged"):
            store.turns("ann", made.id)


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "coach.db")) as c:
        c.execute("CREATE TABLE recipes (name)")
        c.commit()
    left = (tmp_path / "coach.db").read_bytes()
    assert "another program" in refused(file_of(tmp_path))
    assert (tmp_path / "coach.db").read_bytes() == left


def test_a_newer_programs_database_is_left_alone(tmp_path: Path) -> None:
    Store.open(file_of(tmp_path)).close()
    with closing(sqlite3.connect(tmp_path / "coach.db")) as c:
        c.execute("INSERT INTO schema_version VALUES (99, 'later')")
        c.commit()
    left = (tmp_path / "coach.db").read_bytes()
    message = refused(file_of(tmp_path))
    assert "newer" in message
    assert "update" in message
    assert (tmp_path / "coach.db").read_bytes() == left


def test_an_older_database_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Store.open(file_of(tmp_path))) as old:
        made = old.create("ann", "Pumps")

    def two(c: sa.Connection) -> None:
        c.exec_driver_sql("ALTER TABLE conversations ADD COLUMN colour TEXT")

    monkeypatch.setattr(store_module, "MIGRATIONS", (*store_module.MIGRATIONS, two))
    monkeypatch.setattr(database_file, "FORMAT", 3)
    for _ in range(2):
        with closing(Store.open(file_of(tmp_path))) as new:
            assert new.conversation("ann", made.id).title == "Pumps"
    with closing(sqlite3.connect(tmp_path / "coach.db")) as c:
        assert [v for (v,) in c.execute("SELECT version FROM schema_version")] == [2, 3]
        assert "colour" in {row[1] for row in c.execute("PRAGMA table_info(conversations)")}
    monkeypatch.undo()
    assert "newer" in refused(file_of(tmp_path))


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(file_of(tmp_path)).close()

    def half(c: sa.Connection) -> None:
        c.exec_driver_sql("ALTER TABLE turns ADD COLUMN colour TEXT")
        c.exec_driver_sql("ALTER TABLE nowhere ADD COLUMN colour TEXT")

    monkeypatch.setattr(store_module, "MIGRATIONS", (*store_module.MIGRATIONS, half))
    monkeypatch.setattr(database_file, "FORMAT", 3)
    refused(file_of(tmp_path))
    monkeypatch.undo()
    with closing(Store.open(file_of(tmp_path))), closing(sqlite3.connect(tmp_path / "coach.db")) as c:
        assert "colour" not in {row[1] for row in c.execute("PRAGMA table_info(turns)")}


@pytest.fixture
def read_only_folder() -> Iterator[Path]:
    """Yield a folder with a database in it that cannot be written to, whoever runs this."""
    folder = Path(tempfile.mkdtemp())
    with closing(Store.open(f"sqlite:///{folder}/coach.db")) as store:
        store.create("ann")
    root = os.geteuid() == 0
    try:
        (folder / "coach.db").chmod(0o444)
        folder.chmod(0o555)
        if root:
            os.seteuid(65534)  # root may write anywhere; nobody may not
        yield folder
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_read_only_folder_is_named(read_only_folder: Path) -> None:
    for name in ("coach.db", "new.db", "below/new.db"):
        message = refused(f"sqlite:///{read_only_folder}/{name}")
        assert "COACH_DATA_DIR" in message
        assert str(read_only_folder) in message


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for path in (tmp_path / "file" / "coach.db", tmp_path, Path("/proc/none/coach.db")):
        assert str(path) in refused(f"sqlite:///{path}")
    assert "COACH_DATABASE_URL" in refused("mysql://x/y")
    assert "COACH_DATABASE_URL" in refused("sqlite:///")


def test_a_full_disk_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    with closing(Store.open(file_of(tmp_path))) as store:
        made = store.create("ann")
        kept = say(store, "ann", made.id, 0)
        with closing(sqlite3.connect(tmp_path / "coach.db")) as c:
            pages = c.execute("PRAGMA page_count").fetchone()[0]
    with closing(Store.open(file_of(tmp_path))) as store:
        sa.event.listen(store._reader, "connect", lambda c, _: c.execute(f"PRAGMA max_page_count={pages}"))
        store._reader.dispose()
        with pytest.raises(StoreError, match="disk is full"):
            say(store, "ann", made.id, 1, "words " * 20_000)
        assert store.turns("ann", made.id) == [kept]
        store.rename("ann", made.id, "There is room for this")


def test_a_database_that_another_program_holds_is_waited_for_then_named(tmp_path: Path) -> None:
    with (
        closing(Store.open(file_of(tmp_path), patience=0.2)) as hasty,
        closing(Store.open(file_of(tmp_path), patience=20)) as patient,
        closing(sqlite3.connect(tmp_path / "coach.db", check_same_thread=False)) as other,
    ):
        made = hasty.create("ann")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="Another program"):
            say(hasty, "ann", made.id, 0)
        assert hasty.turns("ann", made.id) == []
        threading.Timer(0.3, other.rollback).start()
        say(patient, "ann", made.id, 0)
        assert len(hasty.turns("ann", made.id)) == 1


def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    message = refused("postgresql://coach:s3cret@127.0.0.1:9/coach")
    assert "PostgreSQL on 127.0.0.1" in message
    assert "s3cret" not in message


def test_the_database_is_its_owners_only(tmp_path: Path) -> None:
    with closing(Store.open(f"sqlite:///{tmp_path}/new/coach.db")) as store:
        store.create("ann")
        modes = {f.name: f.stat().st_mode & 0o777 for f in (tmp_path / "new").iterdir()}
    assert set(modes.values()) == {0o600}, modes
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["a?b", "50% off", "#1", "två ord", "a&b=c"])
def test_a_folder_with_an_odd_name_works(tmp_path: Path, name: str) -> None:
    with closing(Store.open(f"sqlite:///{tmp_path}/{name}/coach.db")) as store:
        store.create("ann")
    assert (tmp_path / name / "coach.db").is_file()


# --- crashes and crowds --------------------------------------------------------------------------------------------

_TALKER = """
import sys
from datetime import UTC, datetime
from coach.store import ReplyRecord, Store
store, conversation, now = Store.open(sys.argv[1]), sys.argv[2], datetime.now(UTC)
sequence = store.last_sequence("ann", conversation) + 1
while True:
    store.append_turn("ann", conversation, sequence, f"m{sequence}", f"answer {sequence} " * 50, now, [{"v": 1}])
    print("said", sequence, flush=True)
    store.commit_reply("ann", conversation, sequence, ReplyRecord("next?", [{"v": 1}], [], now))
    print("answered", sequence, flush=True)
    sequence += 1
"""


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    url, dice = file_of(tmp_path), random.Random(7)
    with closing(Store.open(url)) as store:
        conversation = store.create("ann").id
    said, answered = set[int](), set[int]()
    for _ in range(6):
        talker = subprocess.Popen(
            [sys.executable, "-c", _TALKER, url, conversation], stdout=subprocess.PIPE, text=True
        )
        assert talker.stdout is not None
        lines = [talker.stdout.readline()]
        time.sleep(dice.random() / 10)
        talker.send_signal(signal.SIGKILL)
        lines += talker.stdout.readlines()
        talker.stdout.close()
        assert talker.wait() == -signal.SIGKILL
        for line in lines:
            if line.endswith("\n"):
                kind, number = line.split()
                (said if kind == "said" else answered).add(int(number))
        with closing(Store.open(url)) as store:
            turns = store.turns("ann", conversation)
        assert [t.sequence for t in turns] == list(range(len(turns)))
        assert said <= {t.sequence for t in turns}
        assert answered <= {t.sequence for t in turns if t.reply is not None}
        # At most the one that was being written when the program died is there without having been acknowledged.
        assert len(turns) <= len(said) + 6
    assert len(answered) > 6


def test_an_answer_is_on_the_disk_before_it_is_acknowledged(tmp_path: Path) -> None:
    with closing(Store.open(file_of(tmp_path))) as store, store._reader.connect() as c:
        # A program that is killed loses nothing anyway; only this keeps it when the power goes.
        assert c.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert c.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


_NEWCOMER = """
import sys
from coach.store import Store
store = Store.open(sys.argv[1])
for n in range(5):
    store.create(sys.argv[2], f"talk {n}")
"""


def test_several_programs_begin_with_one_new_database_at_once(tmp_path: Path) -> None:
    url = file_of(tmp_path)
    crowd = [subprocess.Popen([sys.executable, "-c", _NEWCOMER, url, f"user{n}"]) for n in range(4)]
    assert [program.wait() for program in crowd] == [0] * 4
    with closing(Store.open(url)) as store:
        assert [len(store.conversations(f"user{n}")) for n in range(4)] == [5] * 4


def test_threads_begin_with_one_new_database_at_once(tmp_path: Path) -> None:
    def begin(_: int) -> None:
        with closing(Store.open(file_of(tmp_path))) as store:
            store.create("ann")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(begin, range(24)))
    with closing(Store.open(file_of(tmp_path))) as store:
        assert len(store.conversations("ann")) == 24
