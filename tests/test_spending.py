"""What language models cost is kept as tallies: by turn, conversation, user and day, whatever is deleted."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.errors import UserError
from coach.records import Spent
from coach.store import Store

NOW = datetime.now(UTC)


@pytest.fixture
def store() -> Store:
    return Store.open("sqlite://")


def test_a_turn_is_counted_once_however_often_it_is_noted(store: Store) -> None:
    made = store.create("ann").id
    store.spend("ann", made, 1, "openai:x", Spent(1, 100, 10, 0.5))
    store.spend("ann", made, 1, "openai:x", Spent(2, 300, 30, 1.5))
    store.spend("ann", made, 2, "openai:x", Spent(1, 10, 1))
    assert store.spent("ann", made) == Spent(3, 310, 31, 1.5)
    assert store.spent("ann", made, turn=1) == Spent(2, 300, 30, 1.5)
    assert store.spent("ann", made, turn=1).tokens == 330


def test_every_user_has_an_own_account(store: Store) -> None:
    made = store.create("ann").id
    store.spend("ann", made, 1, "openai:x", Spent(1, 100, 10))
    assert store.spent("ben") == Spent()
    with pytest.raises(UserError):
        store.spend("ben", made, 1, "openai:x", Spent(1, 100, 10))


def test_a_deleted_conversation_gives_no_budget_back(store: Store) -> None:
    made = store.create("ann").id
    store.spend("ann", made, 1, "openai:x", Spent(1, 100, 10))
    store.delete("ann", made)
    assert store.spent("ann", day=NOW).tokens == 110
    assert store.spent("ann", day=NOW - timedelta(days=2)) == Spent()
    ((day, spent),) = store.spending(3)
    assert (day, spent.calls) == (NOW.date().isoformat(), 1)


def test_a_database_of_the_version_before_is_brought_up_to_date(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/coach.db"
    with closing(Store.open(url)) as old:
        made = old.create("ann", "Pumps")
    with closing(sqlite3.connect(tmp_path / "coach.db")) as c:
        c.execute("DROP TABLE spending")
        c.execute("UPDATE schema_version SET version = 1")
        c.commit()
    with closing(Store.open(url)) as new:
        assert new.conversation("ann", made.id).title == "Pumps"
        new.spend("ann", made.id, 1, "openai:x", Spent(1, 5, 5))
        assert new.spent("ann").tokens == 10


def test_the_last_turns_are_read_without_the_rest(store: Store) -> None:
    made = store.create("ann").id
    for n in range(6):
        store.append_turn("ann", made, n, f"m{n}", f"word {n}", NOW, [])
    assert [r.text for r in store.recent("ann", made, before=5, limit=2)] == ["word 3", "word 4"]
