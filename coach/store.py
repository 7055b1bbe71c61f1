"""Where conversations are kept: append-only turns, one source of truth, through SQLAlchemy.

A turn's message and events are committed before its reply starts, the reply after it ends. Every read and write
names the user; another user's conversation is reported exactly as an unknown one. The only module that knows SQL.
"""

import json
import sqlite3
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from coach.errors import StoreError, UserError

VERSION = 1

_meta = sa.MetaData()
_conversations = sa.Table(
    "conversations",
    _meta,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("user", sa.String(200), nullable=False, index=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("created_at", sa.String(40), nullable=False),
    sa.Column("updated_at", sa.String(40), nullable=False),
    sa.Column("meta", sa.Text, nullable=False),
)
_turns = sa.Table(
    "turns",
    _meta,
    sa.Column("conversation", sa.ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("message_id", sa.String(200), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("events", sa.Text, nullable=False),
    sa.Column("reply", sa.Text),
    sa.UniqueConstraint("conversation", "message_id"),
)
_feedback = sa.Table(
    "feedback",
    _meta,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("conversation", sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("value", sa.Integer, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)
_schema = sa.Table("schema_version", _meta, sa.Column("version", sa.Integer, primary_key=True))


class Conflict(StoreError):
    """The turn was taken by another tab or process."""


@dataclass(frozen=True)
class Conversation:
    id: str
    user: str
    title: str
    created_at: datetime
    updated_at: datetime
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ReplyRecord:
    text: str
    events: Sequence[dict[str, Any]]
    citations: Sequence[dict[str, Any]]
    at: datetime


@dataclass(frozen=True)
class TurnRecord:
    sequence: int
    message_id: str
    text: str
    at: datetime
    events: Sequence[dict[str, Any]]
    reply: ReplyRecord | None = None


@dataclass(frozen=True)
class Feedback:
    conversation: str
    turn: int
    value: int
    comment: str
    at: datetime


class Store:
    """Safe to use from several threads and processes. Open with `Store.open`."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._write = threading.Lock()

    @staticmethod
    def open(url: str) -> "Store":
        """Open the database, making its tables if it is new.

        Raises:
            StoreError: it cannot be opened, is damaged, or is of a newer version; nothing is overwritten.
        """
        try:
            address = sa.make_url(url)
            if address.get_backend_name() == "sqlite" and address.database and address.database != ":memory:":
                Path(address.database).parent.mkdir(parents=True, exist_ok=True)
                engine = sa.create_engine(address, connect_args={"timeout": 10})
                sa.event.listen(engine, "connect", _pragmas)
            elif address.get_backend_name() == "sqlite":
                engine = sa.create_engine(address, poolclass=sa.pool.StaticPool, connect_args={"check_same_thread": False})
            else:
                engine = sa.create_engine(address, pool_pre_ping=True)
        except (sa.exc.SQLAlchemyError, ModuleNotFoundError, OSError) as e:
            raise StoreError(f"The database cannot be opened ({_reason(e)}): check COACH_DATABASE_URL.") from e
        store = Store(engine)
        with store._errors(), engine.begin() as connection:
            _meta.create_all(connection)
            found = connection.execute(sa.select(_schema.c.version)).scalar()
            if found is None:
                connection.execute(_schema.insert().values(version=VERSION))
            elif found > VERSION:
                raise StoreError(
                    f"This database was written by a newer program (version {found}; this one reads {VERSION}): update it."
                )
        return store

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.IntegrityError as e:
            raise Conflict("This conversation went on in another tab: look again, then answer.") from e
        except (sa.exc.SQLAlchemyError, OSError) as e:
            raise StoreError(f"{_explain(e)} Nothing was lost that had been answered.") from e

    @contextmanager
    def _begin(self) -> Iterator[sa.Connection]:
        with self._errors(), self._write, self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _read(self) -> Iterator[sa.Connection]:
        with self._errors(), self._engine.connect() as connection:
            yield connection

    def create(self, user: str, title: str = "", meta: Mapping[str, Any] | None = None) -> Conversation:
        now = datetime.now(UTC)
        made = Conversation(uuid.uuid4().hex, user, title, now, now, dict(meta or {}))
        with self._begin() as c:
            c.execute(
                _conversations.insert().values(
                    id=made.id,
                    user=user,
                    title=_storable(title),
                    created_at=now.isoformat(),
                    updated_at=now.isoformat(),
                    meta=json.dumps(made.meta),
                )
            )
        return made

    def conversation(self, user: str, conversation: str) -> Conversation:
        """Return a conversation.

        Raises:
            UserError: this user has no such conversation.
        """
        with self._read() as c:
            return _conversation(self._own(c, user, conversation))

    def conversations(self, user: str, query: str | None = None, limit: int = 50, before: datetime | None = None) -> list[Conversation]:
        """Return a user's conversations, latest first; `query` searches titles and messages."""
        t = _conversations
        select = sa.select(t).where(t.c.user == user).order_by(t.c.updated_at.desc()).limit(limit)
        if before is not None:
            select = select.where(t.c.updated_at < before.isoformat())
        if query and query.strip():
            like = "%" + query.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            said = sa.select(_turns.c.conversation).where(_turns.c.text.ilike(like, escape="\\"))
            select = select.where(t.c.title.ilike(like, escape="\\") | t.c.id.in_(said))
        with self._read() as c:
            return [_conversation(row) for row in c.execute(select)]

    def rename(self, user: str, conversation: str, title: str) -> None:
        with self._begin() as c:
            self._own(c, user, conversation)
            where = _conversations.c.id == conversation
            c.execute(_conversations.update().where(where).values(title=_storable(title)[:200]))

    def set_meta(self, user: str, conversation: str, meta: Mapping[str, Any]) -> None:
        with self._begin() as c:
            self._own(c, user, conversation)
            c.execute(_conversations.update().where(_conversations.c.id == conversation).values(meta=json.dumps(dict(meta))))

    def delete(self, user: str, conversation: str) -> None:
        """Delete a conversation with its turns and feedback."""
        with self._begin() as c:
            self._own(c, user, conversation)
            for table in (_feedback, _turns):
                c.execute(table.delete().where(table.c.conversation == conversation))
            c.execute(_conversations.delete().where(_conversations.c.id == conversation))

    def turns(self, user: str, conversation: str) -> list[TurnRecord]:
        with self._read() as c:
            self._own(c, user, conversation)
            select = sa.select(_turns).where(_turns.c.conversation == conversation).order_by(_turns.c.sequence)
            return [_turn(row) for row in c.execute(select)]

    def last_sequence(self, user: str, conversation: str) -> int:
        """Return the number of the last turn, -1 without any."""
        with self._read() as c:
            self._own(c, user, conversation)
            found = c.execute(sa.select(sa.func.max(_turns.c.sequence)).where(_turns.c.conversation == conversation)).scalar()
            return -1 if found is None else int(found)

    def find_message(self, user: str, conversation: str, message_id: str) -> list[TurnRecord]:
        """Return the turns of a message id, its edits (`id~n`) included, oldest first."""
        with self._read() as c:
            self._own(c, user, conversation)
            t = _turns.c
            edits = t.message_id.startswith(message_id + "~", autoescape=True)
            select = sa.select(_turns).where(t.conversation == conversation, (t.message_id == message_id) | edits)
            return [_turn(row) for row in c.execute(select.order_by(t.sequence))]

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
        """Commit a message with its events.

        Raises:
            Conflict: the sequence number or message id is taken.
        """
        record = TurnRecord(sequence, message_id, _storable(text), at, tuple(events))
        with self._begin() as c:
            self._own(c, user, conversation)
            c.execute(
                _turns.insert().values(
                    conversation=conversation,
                    sequence=sequence,
                    message_id=message_id,
                    text=record.text,
                    at=at.isoformat(),
                    events=json.dumps(list(events)),
                )
            )
            where = _conversations.c.id == conversation
            c.execute(_conversations.update().where(where).values(updated_at=at.isoformat()))
        return record

    def commit_reply(self, user: str, conversation: str, sequence: int, reply: ReplyRecord) -> None:
        """Commit the reply of a turn, once.

        Raises:
            Conflict: the turn has a reply already, or is not there.
        """
        data = {"text": _storable(reply.text), "events": list(reply.events), "citations": list(reply.citations), "at": reply.at.isoformat()}
        with self._begin() as c:
            self._own(c, user, conversation)
            where = (_turns.c.conversation == conversation) & (_turns.c.sequence == sequence) & _turns.c.reply.is_(None)
            done = c.execute(_turns.update().where(where).values(reply=json.dumps(data)))
            if done.rowcount != 1:
                raise Conflict("This turn was answered already.")

    def add_feedback(self, user: str, conversation: str, turn: int, value: int, comment: str = "") -> str:
        made = uuid.uuid4().hex
        with self._begin() as c:
            self._own(c, user, conversation)
            now = datetime.now(UTC).isoformat()
            c.execute(
                _feedback.insert().values(
                    id=made, conversation=conversation, turn=turn, value=value, comment=_storable(comment), at=now
                )
            )
        return made

    def feedback(self, user: str) -> list[Feedback]:
        own = sa.select(_conversations.c.id).where(_conversations.c.user == user)
        with self._read() as c:
            rows = c.execute(sa.select(_feedback).where(_feedback.c.conversation.in_(own)).order_by(_feedback.c.at))
            return [Feedback(r.conversation, r.turn, r.value, r.comment, datetime.fromisoformat(r.at)) for r in rows]

    def _own(self, c: sa.Connection, user: str, conversation: str) -> Any:
        t = _conversations
        row = c.execute(sa.select(t).where(t.c.id == conversation, t.c.user == user)).first()
        if row is None:
            raise UserError(f"There is no conversation {conversation[:80]!r}; `coach conversations` lists yours.")
        return row


def _pragmas(connection: sqlite3.Connection, _: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def _conversation(row: Any) -> Conversation:
    made, updated = datetime.fromisoformat(row.created_at), datetime.fromisoformat(row.updated_at)
    return Conversation(row.id, row.user, row.title, made, updated, json.loads(row.meta))


def _turn(row: Any) -> TurnRecord:
    reply = None
    if row.reply is not None:
        data = json.loads(row.reply)
        reply = ReplyRecord(data["text"], data["events"], data["citations"], datetime.fromisoformat(data["at"]))
    return TurnRecord(row.sequence, row.message_id, row.text, datetime.fromisoformat(row.at), json.loads(row.events), reply)


def _reason(error: BaseException) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0][:200]


def _explain(error: BaseException) -> str:
    reason = _reason(error)
    text = reason.casefold()
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return "The database file is damaged: move it aside (it was not touched) or restore a copy."
    if "readonly" in text or "read-only" in text or "unable to open" in text or "permission" in text:
        return f"The database cannot be written ({reason}): set COACH_DATA_DIR to a folder you may write to."
    if "full" in text or "no space" in text:
        return "The disk is full: make room, then say it again."
    if "locked" in text:
        return "The database is busy in another program: close that or wait, then say it again."
    return f"The database failed ({reason})."
