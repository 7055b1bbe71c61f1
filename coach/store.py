"""Where conversations are kept: append-only turns, one source of truth. The only module that knows SQL.

A turn's message and events are committed before its reply starts, the reply after it ends. Every read and
write names the user; another user's conversation is reported exactly as an unknown one. Events are opaque
here: each carries its own version.
"""

import json
import re
import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from coach import database_file
from coach.errors import StoreError, UserError
from coach.faults import ELSEWHERE, explain
from coach.records import Conflict, Conversation, Feedback, ReplyRecord, Spent, TurnRecord, clean, dump, stamp

__all__ = ["Conflict", "Conversation", "Feedback", "ReplyRecord", "Store", "TurnRecord"]

MEMORY = "the database in memory"
SHORT = 200
"""Characters of a user's name, a message id, a title or a search."""

_tables = sa.MetaData()
_conversations = sa.Table(
    "conversations",
    _tables,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("user", sa.String(SHORT), nullable=False),
    sa.Column("title", sa.String(SHORT), nullable=False),
    sa.Column("created_at", sa.String(32), nullable=False),
    sa.Column("updated_at", sa.String(32), nullable=False),
    sa.Column("meta", sa.Text, nullable=False),
    sa.Index("conversations_of_user", "user", "updated_at", "id"),
)
_turns = sa.Table(
    "turns",
    _tables,
    sa.Column("conversation", sa.ForeignKey(_conversations.c.id), primary_key=True),
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("message_id", sa.String(SHORT), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("events", sa.Text, nullable=False),
    sa.Column("reply_text", sa.Text),
    sa.Column("reply_events", sa.Text),
    sa.Column("citations", sa.Text),
    sa.Column("reply_at", sa.String(32)),
    sa.UniqueConstraint("conversation", "message_id"),
)
_feedback = sa.Table(
    "feedback",
    _tables,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("conversation", sa.String(64), nullable=False),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("user", sa.String(SHORT), nullable=False),
    sa.Column("value", sa.Integer, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.ForeignKeyConstraint(["conversation", "turn"], [_turns.c.conversation, _turns.c.sequence]),
    sa.Index("feedback_of_conversation", "conversation"),
)
_spending = sa.Table(
    "spending",
    _tables,
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("turn", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("user", sa.String(SHORT), nullable=False),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("voice", sa.String(SHORT), nullable=False),
    sa.Column("calls", sa.Integer, nullable=False),
    sa.Column("input_tokens", sa.Integer, nullable=False),
    sa.Column("output_tokens", sa.Integer, nullable=False),
    sa.Column("cost", sa.Float),
    sa.Index("spending_of_user", "user", "day"),
)
"""Tallies only, no words: they outlive their conversation, so that deleting one gives no budget back."""
_version = sa.Table(
    database_file.VERSIONS,
    _tables,
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(32), nullable=False),
)


def _add_spending(c: sa.Connection) -> None:
    _spending.create(c, checkfirst=True)


MIGRATIONS: tuple[Callable[[sa.Connection], None], ...] = (_add_spending,)
"""What takes an older database from version n to n + 1, from 1 on. The tables above are always the newest."""
assert len(MIGRATIONS) + 1 == database_file.FORMAT


class Store:
    """All conversations. Safe to use from several threads and processes; `Store.open` makes one.

    Every method raises StoreError when the database fails; what was not returned was not stored.
    """

    def __init__(self, engine: sa.Engine, place: str) -> None:
        self._place = place
        self._reader = engine
        self._writer = engine.execution_options(coach_begin="BEGIN IMMEDIATE")
        # SQLite takes one writer at a time: threads queue here, in order; only processes wait for its lock. A
        # database in memory has one connection, so there readers queue as well.
        self._write: threading.Lock | None = threading.Lock() if engine.name == "sqlite" else None
        self._read = self._write if place == MEMORY else None

    @staticmethod
    def open(url: str, patience: float = 10.0) -> "Store":
        """Open the database, making it if it is new and bringing it up to date if it is old.

        Args:
            url: `sqlite:///PATH`, `sqlite://` (in memory, for tests) or `postgresql://…`.
            patience: seconds to wait for another process that is writing.

        Raises:
            StoreError: it cannot be opened, is damaged, not ours, or of a newer program; it is left as it is.
        """
        engine, place = _connect(url, patience)
        store = Store(engine, place)
        try:
            store._prepare(patience)
        except BaseException:
            engine.dispose()
            raise
        return store

    def close(self) -> None:
        """Close every connection."""
        self._reader.dispose()

    def _prepare(self, patience: float) -> None:
        if self._reader.name == "sqlite" and self._place != MEMORY:
            found = database_file.check(database_file.PREFIX + self._place, patience)
        else:
            with self._reading() as c:
                found = self._found(c)
        if found == database_file.FORMAT:
            return
        # Only now that the database is known to be ours, or new: this changes the file.
        self._pragma("journal_mode=WAL", patience)
        with self._writing() as c:
            if c.dialect.name == "postgresql":
                c.execute(sa.select(sa.func.pg_advisory_xact_lock(0x636F616368)))
            found = self._found(c)  # again: another process may have been faster
            if found == 0:
                _tables.create_all(c)
            for migrate in MIGRATIONS[found - 1 :] if found else ():
                migrate(c)
            if found < database_file.FORMAT:
                c.execute(_version.insert().values(version=database_file.FORMAT, at=stamp(datetime.now(UTC))))

    def _found(self, c: sa.Connection) -> int:
        """Return the version of the database, 0 for an empty one."""
        names = set(sa.inspect(c).get_table_names())
        if _version.name not in names:
            # PostgreSQL's may hold the tables of others beside ours.
            foreign = names if c.dialect.name == "sqlite" else names & set(_tables.tables)
            return database_file.expect_new(self._place, bool(foreign))
        found = c.execute(sa.select(sa.func.max(_version.c.version))).scalar()
        return database_file.known(self._place, int(found or 0))

    def _pragma(self, text: str, patience: float) -> None:
        if self._reader.name == "sqlite" and self._place != MEMORY:
            with _told(self._place), closing(sqlite3.connect(self._place, timeout=patience)) as c:
                c.execute(f"PRAGMA {text}")

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with _told(self._place), _held(self._read), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with _told(self._place), _held(self._write), self._writer.begin() as connection:
            yield connection

    def create(self, user: str, title: str = "", meta: Mapping[str, Any] | None = None) -> Conversation:
        """Make a new conversation, without turns. Raises UserError for a name that cannot be one."""
        if not user or len(user) > SHORT or clean(user) != user:
            raise UserError(f"A user's name has 1 to {SHORT} characters: choose another.")
        now = datetime.now(UTC)
        made = Conversation(uuid.uuid4().hex, user, clean(title)[:SHORT], now, now, dict(meta or {}))
        row = {**vars(made), "created_at": stamp(now), "updated_at": stamp(now), "meta": dump(made.meta)}
        with self._writing() as c:
            c.execute(_conversations.insert().values(row))
        return made

    def conversation(self, user: str, conversation: str) -> Conversation:
        """Return the head of a conversation. Raises UserError where this user has no such one."""
        with self._reading() as c:
            return _conversation(_own(c, user, conversation))

    def conversations(
        self,
        user: str,
        query: str | None = None,
        limit: int = 50,
        before: datetime | Conversation | None = None,
    ) -> list[Conversation]:
        """Return a user's conversations, the latest first.

        Args:
            user: whose.
            query: words that the title or a message contains, in any case.
            limit: at most so many.
            before: only older ones; the last one of a page gives the next page without a gap.
        """
        t = _conversations.c
        select = sa.select(_conversations).where(t.user == clean(user))
        if isinstance(before, Conversation):
            select = select.where(sa.tuple_(t.updated_at, t.id) < (stamp(before.updated_at), before.id))
        elif before is not None:
            select = select.where(t.updated_at < stamp(before))
        words = clean(query or "").strip()[:SHORT]
        if words:
            said = sa.exists().where(
                _turns.c.conversation == t.id, _turns.c.text.icontains(words, autoescape=True)
            )
            select = select.where(t.title.icontains(words, autoescape=True) | said)
        with self._reading() as c:
            found = c.execute(
                select.order_by(t.updated_at.desc(), t.id.desc()).limit(min(max(0, limit), 1_000_000))
            )
            return [_conversation(row) for row in found]

    def rename(self, user: str, conversation: str, title: str) -> None:
        """Give a conversation another title, of which 200 characters are kept."""
        self._change(user, conversation, title=clean(title)[:SHORT])

    def set_meta(self, user: str, conversation: str, meta: Mapping[str, Any]) -> None:
        """Replace what is kept beside a conversation."""
        self._change(user, conversation, meta=dump(dict(meta)))

    def _change(self, user: str, conversation: str, **values: str) -> None:
        with self._writing() as c:
            row = _own(c, user, conversation)
            c.execute(_conversations.update().where(_conversations.c.id == row.id).values(values))

    def delete(self, user: str, conversation: str) -> None:
        """Delete a conversation with its turns and feedback: no word is left in SQLite's files."""
        with self._writing() as c:
            row = _own(c, user, conversation)
            for column in (_feedback.c.conversation, _turns.c.conversation, _conversations.c.id):
                c.execute(sa.delete(column.table).where(column == row.id))
        # The write-ahead log still holds the words. A reader at work may prevent this: then the next does it.
        with suppress(StoreError):
            self._pragma("wal_checkpoint(TRUNCATE)", patience=1)

    def turns(self, user: str, conversation: str) -> list[TurnRecord]:
        """Return every turn, in order."""
        with self._reading() as c:
            row = _own(c, user, conversation)
            select = sa.select(_turns).where(_turns.c.conversation == row.id).order_by(_turns.c.sequence)
            return [_turn(turn) for turn in c.execute(select)]

    def message_ids(self, user: str, conversation: str) -> dict[int, str]:
        """Return the message id of every turn, without reading the turns."""
        t = _turns.c
        with self._reading() as c:
            row = _own(c, user, conversation)
            select = sa.select(t.sequence, t.message_id).where(t.conversation == row.id)
            return {int(turn.sequence): str(turn.message_id) for turn in c.execute(select)}

    def last_sequence(self, user: str, conversation: str) -> int:
        """Return the number of the last turn, -1 where there is none."""
        with self._reading() as c:
            row = _own(c, user, conversation)
            select = sa.select(sa.func.max(_turns.c.sequence)).where(_turns.c.conversation == row.id)
            found = c.execute(select).scalar()
            return -1 if found is None else int(found)

    def find_message(self, user: str, conversation: str, message_id: str) -> list[TurnRecord]:
        """Return the turns of a message id, its edits (`id~n`) included, oldest first."""
        t, wanted = _turns.c, clean(message_id)
        with self._reading() as c:
            row = _own(c, user, conversation)
            edits = t.message_id.startswith(wanted + "~", autoescape=True)
            select = sa.select(_turns).where(t.conversation == row.id, (t.message_id == wanted) | edits)
            return [_turn(turn) for turn in c.execute(select.order_by(t.sequence))]

    def append_turn(
        self,
        user: str,
        conversation: str,
        sequence: int,
        message_id: str,
        text: str,
        at: datetime,
        events: Sequence[dict[str, Any]],
    ) -> TurnRecord:
        """Commit a message with its events; the same message again returns what was committed the first time.

        Characters that no file can hold (NUL, lone surrogates) are replaced, each by one.

        Raises:
            UserError: this user has no such conversation, or the message id is empty or too long.
            Conflict: the number is taken, or the message id with another text.
        """
        if not 0 < len(message_id) <= SHORT:
            raise UserError(f"A message id has 1 to {SHORT} characters: send another.")
        t, kept = _turns.c, dump(list(events))
        made = {"message_id": clean(message_id), "text": clean(text), "at": stamp(at), "events": kept}
        with self._writing() as c:
            row = _own(c, user, conversation)
            same = sa.select(_turns).where(t.conversation == row.id, t.message_id == made["message_id"])
            known = c.execute(same).first()
            if known is not None and known.text == made["text"]:
                return _turn(known)
            c.execute(_turns.insert().values(**made, conversation=row.id, sequence=sequence))
            self._touch(c, row.id, at)
        return TurnRecord(sequence, made["message_id"], made["text"], at.astimezone(UTC), json.loads(kept))

    def commit_reply(self, user: str, conversation: str, sequence: int, reply: ReplyRecord) -> None:
        """Commit the reply of a turn, once.

        Raises:
            UserError: this user has no such conversation.
            Conflict: the turn has a reply already, or is not there.
        """
        t = _turns.c
        values = {
            "reply_text": clean(reply.text),
            "reply_events": dump(list(reply.events)),
            "citations": dump(list(reply.citations)),
            "reply_at": stamp(reply.at),
        }
        with self._writing() as c:
            row = _own(c, user, conversation)
            open_turn = (t.conversation == row.id) & (t.sequence == sequence) & t.reply_at.is_(None)
            if c.execute(_turns.update().where(open_turn).values(values)).rowcount != 1:
                raise Conflict(ELSEWHERE)
            self._touch(c, row.id, reply.at)

    @staticmethod
    def _touch(c: sa.Connection, conversation: str, at: datetime) -> None:
        t = _conversations.c
        c.execute(_conversations.update().where(t.id == conversation).values(updated_at=stamp(at)))

    def recent(self, user: str, conversation: str, before: int, limit: int) -> list[TurnRecord]:
        """Return the last turns before a number, oldest first."""
        t = _turns.c
        with self._reading() as c:
            row = _own(c, user, conversation)
            select = sa.select(_turns).where(t.conversation == row.id, t.sequence < before)
            found = c.execute(select.order_by(t.sequence.desc()).limit(limit))
            return [_turn(turn) for turn in found][::-1]

    def spend(self, user: str, conversation: str, turn: int, voice: str, spent: Spent) -> None:
        """Note what a turn has cost so far; a second time replaces the first."""
        t = _spending.c
        values = {
            "day": stamp(datetime.now(UTC))[:10],
            "voice": clean(voice)[:SHORT],
            "calls": spent.calls,
            "input_tokens": spent.input_tokens,
            "output_tokens": spent.output_tokens,
            "cost": spent.cost,
        }
        with self._writing() as c:
            row = _own(c, user, conversation)
            same = (t.conversation == row.id) & (t.turn == turn)
            if c.execute(_spending.update().where(same).values(values)).rowcount != 1:
                c.execute(_spending.insert().values(**values, conversation=row.id, turn=turn, user=row.user))

    def spent(
        self, user: str, conversation: str | None = None, turn: int | None = None, day: datetime | None = None
    ) -> Spent:
        """Return what a user spent: in all, in a conversation, in one of its turns, or on a day (UTC)."""
        t = _spending.c
        select = _sums().where(t.user == clean(user))
        for column, wanted in ((t.conversation, conversation), (t.turn, turn)):
            select = select if wanted is None else select.where(column == wanted)
        if day is not None:
            select = select.where(t.day == stamp(day)[:10])
        with self._reading() as c:
            return _spent(c.execute(select).one())

    def spending(self, days: int) -> list[tuple[str, Spent]]:
        """Return what everybody spent on each of the last days with any spending, the latest first."""
        t = _spending.c
        select = _sums(t.day).group_by(t.day).order_by(t.day.desc()).limit(days)
        with self._reading() as c:
            return [(row[0], _spent(row[1:])) for row in c.execute(select)]

    def add_feedback(self, user: str, conversation: str, turn: int, value: int, comment: str = "") -> str:
        """Keep a thumb (1, -1, or 0 to take it back) on a turn; the last one counts. Returns its id."""
        made = {"id": uuid.uuid4().hex, "turn": turn, "value": value, "comment": clean(comment)}
        t = _turns.c
        with self._writing() as c:
            row = _own(c, user, conversation)
            if not c.execute(
                sa.select(t.sequence).where(t.conversation == row.id, t.sequence == turn)
            ).first():
                raise UserError(f"There is no turn {turn} in this conversation: look again at what you rate.")
            at = stamp(datetime.now(UTC))
            c.execute(_feedback.insert().values(**made, conversation=row.id, user=row.user, at=at))
        return str(made["id"])

    def feedback(self, user: str | None) -> list[Feedback]:
        """Return a user's thumbs, oldest first; None is everybody's, for whoever runs the coach."""
        select = sa.select(_feedback).order_by(_feedback.c.at, _feedback.c.id)
        if user is not None:
            select = select.where(_feedback.c.user == clean(user))
        with self._reading() as c:
            return [
                Feedback(r.conversation, r.turn, r.value, r.comment, datetime.fromisoformat(r.at), r.user)
                for r in c.execute(select)
            ]


def _sums(*columns: Any) -> Any:
    t = _spending.c
    whole = (sa.func.coalesce(sa.func.sum(x), 0) for x in (t.calls, t.input_tokens, t.output_tokens))
    return sa.select(*columns, *whole, sa.func.sum(t.cost))


def _spent(row: Any) -> Spent:
    calls, put_in, put_out, cost = row
    return Spent(int(calls), int(put_in), int(put_out), None if cost is None else float(cost))


def _own(c: sa.Connection, user: str, conversation: str) -> Any:
    # In a write PostgreSQL locks the row, so that turns come one after the other; SQLite has locked it all.
    t = _conversations.c
    select = sa.select(_conversations).where(t.id == clean(conversation), t.user == clean(user))
    if "coach_begin" in c.get_execution_options():
        select = select.with_for_update()
    row = c.execute(select).first()
    if row is None:
        raise UserError(f"You have no conversation {conversation[:80]!r}: check its id, or start a new one.")
    return row


def _connect(url: str, patience: float) -> tuple[sa.Engine, str]:
    if re.match(r"postgres(ql)?(\+psycopg)?://", url):
        try:
            address = sa.make_url("postgresql+psycopg://" + url.partition("://")[2])
            place = f"PostgreSQL on {address.host or 'this machine'}"
            return sa.create_engine(address, pool_pre_ping=True), place
        except ModuleNotFoundError as error:
            raise StoreError(
                "PostgreSQL needs its driver: pip install 'strategy-coach[postgres]'."
            ) from error
        except (sa.exc.ArgumentError, ValueError) as error:
            raise StoreError("COACH_DATABASE_URL is no address of a database: check it.") from error
    path = url.removeprefix("sqlite:///")
    if url == "sqlite://":
        pool: dict[str, Any] = {"poolclass": sa.pool.StaticPool, "connect_args": {"check_same_thread": False}}
        engine = sa.create_engine("sqlite://", **pool)
    elif path == url or not path:
        raise StoreError("COACH_DATABASE_URL is neither sqlite:///… nor postgresql://…: check it.")
    else:
        database_file.make(Path(path))
        # Not through the text of the address: a folder's name may hold a ? or a %.
        address = sa.URL.create("sqlite", database=path)
        engine = sa.create_engine(address, connect_args={"timeout": patience}, pool_size=8, max_overflow=24)

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver's guess
        connection.create_function(
            "lower", 1, lambda t: t.lower() if isinstance(t, str) else t, deterministic=True
        )
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begun(connection: sa.Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("coach_begin", "BEGIN"))

    return engine, MEMORY if url == "sqlite://" else path


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Turn what a database raises into one line that says what happened and what to do."""
    try:
        yield
    except sa.exc.IntegrityError as error:
        raise Conflict(ELSEWHERE) from error
    except (sa.exc.DBAPIError, sa.exc.TimeoutError, sqlite3.Error) as error:
        raise StoreError(explain(getattr(error, "orig", None) or error, place)) from error


@contextmanager
def _held(lock: "threading.Lock | None") -> Iterator[None]:
    if lock is None:
        yield
    else:
        with lock:
            yield


def _conversation(row: Any) -> Conversation:
    with _legible(row.id):
        made, updated = datetime.fromisoformat(row.created_at), datetime.fromisoformat(row.updated_at)
        return Conversation(row.id, row.user, row.title, made, updated, json.loads(row.meta))


def _turn(row: Any) -> TurnRecord:
    with _legible(row.conversation):
        reply = None
        if row.reply_at is not None:
            events, citations = json.loads(row.reply_events), json.loads(row.citations)
            reply = ReplyRecord(row.reply_text, events, citations, datetime.fromisoformat(row.reply_at))
        at = datetime.fromisoformat(row.at)
        return TurnRecord(row.sequence, row.message_id, row.text, at, json.loads(row.events), reply)


@contextmanager
def _legible(conversation: str) -> Iterator[None]:
    # The file may be whole where its content is not.
    try:
        yield
    except (ValueError, TypeError) as error:
        raise StoreError(
            f"What is stored of conversation {conversation[:80]} cannot be read: put back a copy of the database."
        ) from error
