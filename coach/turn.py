"""One turn: understand, fold, commit, decide, speak, gate, commit. The only place where the effects meet.

The message and its events are committed before the reply starts, the reply and what it asked after it ends. A turn
without a committed reply is spoken again on resume.
"""

import threading
import uuid
from collections.abc import Callable, Container, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from coach import engine, intake, project, stages
from coach.errors import IllegalEvent, UserError
from coach.events import (
    Answered,
    AnyEvent,
    Confirmed,
    ItemAdded,
    ItemChanged,
    Parked,
    Rewound,
    Suggested,
    dump_event,
    load_event,
)
from coach.language.reading import pinpoint
from coach.library.search import Library
from coach.moves import Move, conclude, next_move, signing
from coach.parking import taken_up
from coach.plan import Plan, Source
from coach.ports import Citation, Hit, Part, Plain, Speak, Speech, Spoken, Stop, Understand, Voice
from coach.records import Spent
from coach.ripple import question_of
from coach.state import State
from coach.store import Conflict, ReplyRecord, Store, TurnRecord
from coach.voices import NO_CAPS, Caps, OneTurn, Voices

MESSAGE_LIMIT = 20_000
"""Characters of one message; a longer text belongs in a file."""
OPENING = "opening"
"""The message id of turn 0, which nobody typed."""


@dataclass(frozen=True)
class Reply:
    """A committed reply, with what an edge needs to show it."""

    conversation: str
    turn: int
    text: str
    stage: str
    asking: str | None
    events: tuple[dict[str, Any], ...] = ()
    citations: tuple[Citation, ...] = ()
    needs_review: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    model_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    """In the currency of the configured price; None where none is configured."""
    voice: str = "guided"
    state: State = field(default_factory=State, repr=False)

    @property
    def plan(self) -> Plan:
        return project.plan_of(self.state)


class Shelf:
    """The library as one turn sees it: it remembers what was retrieved, which is all that may be cited."""

    def __init__(self, library: Library, conversation: str) -> None:
        self._library, self._conversation = library, conversation
        self.retrieved: dict[str, Any] = {}

    def _keep(self, hits: Sequence[Any]) -> Sequence[Hit]:
        self.retrieved.update({h.passage.id: h.passage for h in hits})
        return hits

    def search(self, query: str, k: int = 5, stage: str | None = None) -> Sequence[Hit]:
        return self._keep(self._library.search(query, k=k, stage=stage, conversation=self._conversation))

    def answer(self, query: str, k: int = 5, stage: str | None = None) -> Sequence[Hit]:
        return self._keep(self._library.answer(query, k=k, stage=stage, conversation=self._conversation))

    def allows(self, citation: Citation) -> bool:
        """Invariant 6: retrieved in this turn, and the quoted words stand in it verbatim."""
        return citation.passage in self.retrieved and self._library.verify(
            citation.passage, citation.quote, self._conversation
        )

    def source(self, citation: Citation) -> Source:
        p = self.retrieved[citation.passage]
        used = (citation.used_for,) if citation.used_for else ()
        return Source(
            passage=p.id,
            title=p.article_title,
            author=p.author,
            publisher=p.publisher,
            url=p.url,
            used_for=used,
        )


def passes(part: Part, shelf: Shelf) -> bool:
    """Whether a part may be shown. Everything shown passes here."""
    return part.citation is None or shelf.allows(part.citation)


def gate(speech: Speech, shelf: Shelf) -> Speech:
    """Drop every part whose citation fails."""
    return replace(speech, parts=tuple(p for p in speech.parts if passes(p, shelf)))


def grounded(event: AnyEvent, retrieved: Container[str]) -> AnyEvent:
    """Return an event that names no passage but those retrieved in this turn: what a suggestion rests on is a citation."""
    if not isinstance(event, Suggested):
        return event
    return event.model_copy(update={"passages": tuple(p for p in event.passages if p in retrieved)})


def released(spoken: Speech | Spoken, shelf: Shelf) -> Generator[Part, None, Speech]:
    """Yield what may be shown of a reply as it comes, and return all of it."""
    if isinstance(spoken, Speech):
        speech = gate(spoken, shelf)
        yield from (p for p in speech.parts if p.text.strip())
        return speech
    kept: list[Part] = []
    try:
        while True:
            part = next(spoken)
            if part.text.strip() and passes(part, shelf):
                kept.append(part)
                yield part
    except StopIteration as end:
        whole: Speech = end.value
    return replace(whole, parts=tuple(kept))


def joined(parts: Sequence[Part]) -> str:
    """Return the text of a reply."""
    return "".join((p.glue if n else "") + p.text.strip() for n, p in enumerate(parts))


def clean(text: str) -> str:
    """Return a message as it can be stored: no NULs or other control characters, no lone surrogates."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(c for c in text if c in "\n\t" or c.isprintable() or ord(c) > 0x9F).strip()


def admit(state: State, events: Sequence[AnyEvent]) -> tuple[State, list[AnyEvent]]:
    """Fold the proposed events that are legal; an early downstream answer is parked, the rest is dropped."""
    kept: list[AnyEvent] = []
    for event in events:
        if isinstance(event, Confirmed):
            event = signing(state, event)
        try:
            state = engine.reduce(state, event)
        except IllegalEvent:
            parked = _park(state, event)
            if parked is None:
                continue
            try:
                state, event = engine.reduce(state, parked), parked
            except IllegalEvent:  # Words that were never said are not parked either.
                continue
        kept.append(event)
    state, commitments = _take_up(state)
    kept += commitments
    for event in conclude(state):
        state = engine.reduce(state, event)
        kept.append(event)
    return state, kept


def _take_up(state: State) -> tuple[State, list[AnyEvent]]:
    """Put into its place what was said too early, once it is time; what does not fit is asked about."""
    kept: list[AnyEvent] = []
    while events := taken_up(state):
        after = state
        try:
            for event in events:
                after = engine.reduce(after, event)
        except IllegalEvent:
            break
        state = after
        kept += events
    return state, kept


def _park(state: State, event: AnyEvent) -> Parked | None:
    if not isinstance(event, Answered | ItemAdded | ItemChanged):
        return None
    if event.question not in stages.QUESTION or not stages.is_late(event.question):
        return None
    spans = [s for v in event.fields.values() for s in v.said if s.turn == state.turn]
    if state.core.upstream_closed() or not spans:
        return None
    longest = max(spans, key=lambda s: len(s.span))
    becomes: dict[str, Any] = {}
    if isinstance(event, ItemAdded):
        refs = stages.LISTS[event.list].refs if event.list in stages.LISTS else {}
        becomes = {"list": event.list, "fields": {n: v for n, v in event.fields.items() if n not in refs}}
    return Parked(id=state.next_id("parked"), question=event.question, said=longest, **becomes)


def replay(conversation: str, records: Sequence[TurnRecord]) -> State:
    """Fold stored turns into a state; the same records always give the same state."""
    state = State(conversation=conversation)
    for record in records:
        state = engine.begin(state, record.sequence, record.text, record.at)
        state = engine.fold(state, map(load_event, record.events))
        if record.reply is not None:
            state = engine.fold(state, map(load_event, record.reply.events))
    return state


class Coach:
    """Conversations of all users over one store and one library. Safe to use from several threads."""

    def __init__(
        self,
        store: Store,
        library: Library,
        understand: Understand,
        speak: Speak,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        voices: Sequence[Voice] = (),
        caps: Caps = NO_CAPS,
    ) -> None:
        """Make one; `understand` and `speak` are the guided voice, `voices` the others, the first the default."""
        self.store, self.library, self._clock = store, library, clock
        self._understand, self._speak = understand, speak
        # Looked up at each turn, as everything else of this object.
        guided = Plain(lambda state: self._understand(state), lambda *a: self._speak(*a))  # noqa: PLW0108
        self.voices = Voices(store, (*voices, guided), caps)
        self._running: dict[str, Stop] = {}
        self._states: dict[tuple[str, str], State] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def start(
        self, user: str, title: str = "", plan: dict[str, Any] | None = None, voice: str | None = None
    ) -> Reply:
        """Open a conversation, from an exported plan if given, and return its opening question.

        `voice` is the id of one of `voices`; None is the default one. The conversation remembers it.

        Raises:
            UserError: the plan cannot be imported, or there is no such voice.
        """
        events: list[AnyEvent] = []
        if plan is not None:
            from coach.events import Imported

            intake.core_from(plan)
            events = [Imported(plan=plan)]
        chosen = self.voices.named(voice)
        conversation = self.store.create(user, title=title, meta={"voice": chosen.id})
        with self._lock(conversation.id):
            return finish(self._turn(user, conversation.id, 0, OPENING, "", events))

    def say(
        self, user: str, conversation: str, text: str, message_id: str | None = None
    ) -> Iterator["str | Reply"]:
        """Yield the reply piece by piece, and last the committed `Reply`.

        The same `message_id` with the same text is the same turn; with new text it edits the last message.

        Raises:
            UserError: unknown conversation, a message too long, an edit of another message than the last.
            StoreError: nothing could be stored; nothing was answered.
        """
        text = clean(text)
        if len(text) > MESSAGE_LIMIT:
            raise UserError(
                f"Your message has {len(text):,} characters; {MESSAGE_LIMIT:,} is the most I can take at once. "
                "Nothing was stored: send the part that answers the question, or upload the text as a file."
            )
        message_id = message_id or uuid.uuid4().hex
        with self._lock(conversation):
            try:
                yield from self._answer(user, conversation, text, message_id)
            except Conflict:
                # Another process answered meanwhile: look again, once.
                self._states.pop((user, conversation), None)
                yield from self._answer(user, conversation, text, message_id)

    def stop(self, conversation: str) -> None:
        """End the model calls of the turn at work, if there is one: it goes on by rules, and is committed."""
        running = self._running.get(conversation)
        if running is not None:
            running.stop()

    def correct(
        self, user: str, conversation: str, pointer: str, text: str, message_id: str | None = None
    ) -> Iterator["str | Reply"]:
        """Put one value of the plan right: a turn like any other, whose event is known before it is read.

        `pointer` is a place as `coach.language.reading.pinpoint` has it. The message ends in `text`, which is what is said.

        Raises:
            UserError: there is no such value, or the text cannot be one; nothing was stored.
        """
        text = clean(text)
        if not text:
            raise UserError("Nothing was typed; nothing was changed.")
        with self._lock(conversation):
            state = self._resume(user, conversation).state
            words = pinpoint.sentence(pinpoint.place(state, pointer), text)
            if len(words) > MESSAGE_LIMIT:
                raise UserError(f"That is too long to stand in a plan: {MESSAGE_LIMIT:,} characters at most.")
            number, name = state.turn + 1, message_id or uuid.uuid4().hex
            read = lambda s: pinpoint.corrected(s, pointer, text)  # noqa: E731
            yield from self._turn(user, conversation, number, name, words, [], state, read)

    def _answer(self, user: str, conversation: str, text: str, message_id: str) -> Iterator["str | Reply"]:
        state, events, sequence = self._prepare(user, conversation, text, message_id)
        if sequence is None:
            reply = self._resume(user, conversation)
            yield reply.text
            yield reply
            return
        if events:
            message_id = f"{message_id}~{sequence}"
        yield from self._turn(user, conversation, sequence, message_id, text, events, state)

    def _prepare(
        self, user: str, conversation: str, text: str, message_id: str
    ) -> tuple[State, list[AnyEvent], int | None]:
        """Return the state, what an edit takes back, and the next sequence (None: this turn exists already)."""
        cached = self._cached(user, conversation)
        state = self._resume(user, conversation).state if cached is None else cached
        records = self.store.find_message(user, conversation, message_id)
        if records:
            last = records[-1]
            if last.text == text:
                if last.sequence != state.turn:
                    raise UserError("This message was answered already; scroll down to go on.")
                return state, [], None
            if last.sequence != state.turn or last.message_id == OPENING:
                raise UserError(
                    "Only your last message can be edited. To change an earlier answer, say what is new."
                )
            return state, [Rewound(turn=last.sequence)], state.turn + 1
        return state, [], state.turn + 1

    def _turn(
        self,
        user: str,
        conversation: str,
        sequence: int,
        message_id: str,
        text: str,
        events: Sequence[AnyEvent],
        state: State | None = None,
        understand: Understand | None = None,
    ) -> Iterator["str | Reply"]:
        at = self._clock()
        state = state or State(conversation=conversation)
        state = engine.begin(state, sequence, text, at)
        state = engine.fold(state, events)
        understood: list[AnyEvent] = []
        turn = self.voices.turn(user, conversation, sequence)
        with self._at_work(conversation, turn.occasion.stop):
            if sequence > 0:
                # Nothing is retrieved before the reply, so nothing that was understood can rest on a passage.
                proposed = [grounded(event, ()) for event in (understand or turn.understand)(state)]
                state, understood = admit(state, proposed)
            stored = [dump_event(e) for e in (*events, *understood)]
            record = self.store.append_turn(user, conversation, sequence, message_id, text, at, stored)
            turn.settle()
            if record.sequence != sequence:
                raise Conflict("This message was answered in another tab meanwhile: look again.")
            # Remembered once it is spoken: after a stop the next message finds the turn in the store and speaks it first.
            yield from self._reply(user, conversation, state, stored, turn)

    @contextmanager
    def _at_work(self, conversation: str, stop: Stop) -> Iterator[None]:
        self._running[conversation] = stop
        try:
            yield
        finally:
            self._running.pop(conversation, None)

    def _reply(
        self,
        user: str,
        conversation: str,
        state: State,
        stored: Sequence[dict[str, Any]],
        turn: OneTurn | None = None,
    ) -> Iterator["str | Reply"]:
        move = next_move(state)
        shelf = Shelf(self.library, conversation)
        turn = turn or self.voices.turn(user, conversation, state.turn)
        shown: list[Part] = []
        stream = released(turn.speak(move, state, shelf), shelf)
        try:
            while True:
                part = next(stream)
                yield (part.glue if shown else "") + part.text.strip()
                shown.append(part)
        except StopIteration as end:
            speech: Speech = end.value
        finally:
            turn.settle()
        citations = tuple(p.citation for p in shown if p.citation is not None)
        state, events = self._ask(move, state, speech, shelf, tuple(map(shelf.source, citations)))
        reply_events = [dump_event(e) for e in events]
        record = ReplyRecord(
            text=joined(shown),
            events=reply_events,
            citations=[{"passage": c.passage, "quote": c.quote} for c in citations],
            at=self._clock(),
        )
        self.store.commit_reply(user, conversation, state.turn, record)
        self._remember(user, conversation, state)
        yield self._shown(state, record, stored, move, speech.choices, turn, turn.voice.id)

    def _ask(
        self, move: Move, state: State, speech: Speech, shelf: Shelf, sources: tuple[Source, ...]
    ) -> tuple[State, list[AnyEvent]]:
        events: list[AnyEvent] = []
        suggested = [grounded(one, shelf.retrieved) for one in speech.suggested]
        asked = speech.asked or move.asked()
        proposed: list[AnyEvent] = [*suggested, asked.model_copy(update={"sources": sources})]
        for event in proposed:
            state = engine.reduce(state, event)
            events.append(event)
        return state, events

    def _shown(
        self,
        state: State,
        record: ReplyRecord,
        stored: Sequence[dict[str, Any]],
        move: Move | None = None,
        choices: tuple[str, ...] = (),
        turn: OneTurn | None = None,
        voice: str = "guided",
    ) -> Reply:
        spent = turn.occasion.spent if turn is not None else Spent()
        asking = state.asking.question if state.asking is not None else None
        return Reply(
            conversation=state.conversation,
            turn=state.turn,
            text=record.text,
            stage=state.stage(),
            asking=None if state.asking is not None and state.asking.kind == "done" else asking,
            events=(*stored, *record.events),
            citations=tuple(Citation(c["passage"], c["quote"]) for c in record.citations),
            needs_review=tuple(dict.fromkeys(question_of(state.core, k) for k in state.core.review)),
            choices=choices,
            model_calls=spent.calls,
            input_tokens=spent.input_tokens,
            output_tokens=spent.output_tokens,
            cost=spent.cost,
            voice=voice,
            state=state,
        )

    def resume(self, user: str, conversation: str) -> Reply:
        """Return the last reply; if the program died before it was committed, speak it now.

        Raises:
            UserError: this user has no such conversation.
        """
        with self._lock(conversation):
            try:
                return self._resume(user, conversation)
            except Conflict:  # Another process spoke it meanwhile.
                return self._resume(user, conversation)

    def _resume(self, user: str, conversation: str) -> Reply:
        records = self.store.turns(user, conversation)
        if not records:  # The program died before the opening.
            return finish(self._turn(user, conversation, 0, OPENING, "", []))
        state, last = replay(conversation, records), records[-1]
        if last.reply is None:
            return finish(self._reply(user, conversation, state, last.events))
        self._remember(user, conversation, state)
        voice = self.voices.of(user, conversation)
        return self._shown(state, last.reply, last.events, voice=voice.id)

    def state(self, user: str, conversation: str) -> State:
        """Return the state of a conversation as it is stored. Waits for nobody, says nothing.

        Raises:
            UserError: this user has no such conversation.
        """
        cached = self._cached(user, conversation)
        return replay(conversation, self.store.turns(user, conversation)) if cached is None else cached

    def _cached(self, user: str, conversation: str) -> State | None:
        last = self.store.last_sequence(user, conversation)
        cached = self._states.get((user, conversation))
        return cached if cached is not None and cached.turn == last else None

    def plan(self, user: str, conversation: str) -> Plan:
        """Return the plan of a conversation, as it stands."""
        return project.plan_of(self.state(user, conversation))

    def delete(self, user: str, conversation: str) -> None:
        """Delete a conversation: its turns, its uploads and their index."""
        with self._lock(conversation):
            self.store.delete(user, conversation)
            self.library.forget(conversation)
            self._states.pop((user, conversation), None)

    def _remember(self, user: str, conversation: str, state: State) -> None:
        with self._guard:
            if len(self._states) > 256:
                self._states.clear()
            self._states[(user, conversation)] = state

    def _lock(self, conversation: str) -> threading.Lock:
        with self._guard:
            return self._locks.setdefault(conversation, threading.Lock())


def finish(pieces: Iterator["str | Reply"]) -> Reply:
    """Run a turn to its end and return the reply."""
    reply: Reply | None = None
    for piece in pieces:
        if isinstance(piece, Reply):
            reply = piece
    assert reply is not None, "a turn ends in a reply"
    return reply


__all__ = ["Coach", "Part", "Reply", "finish", "gate", "replay"]
