"""Which voice a conversation has, what its turns may cost, and what they did cost."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from coach.errors import UserError
from coach.moves import Move
from coach.ports import Occasion, Part, Retriever, Speak, Speech, Understand, Voice
from coach.state import State
from coach.store import Store

log = logging.getLogger("coach.turn")

EXCHANGES = 6
"""Exchanges a voice is shown again."""
_KEY = "voice"


@dataclass(frozen=True)
class Caps:
    """Tokens (in and out together) that may be spent; None is no limit."""

    conversation: int | None = None
    day: int | None = None
    """For one user, from midnight to midnight in UTC."""


NO_CAPS = Caps()


@dataclass
class OneTurn:
    """A turn's voice at work: its two jobs, and the account of what they cost."""

    voice: Voice
    occasion: Occasion
    understand: Understand
    speak: Speak
    _store: Store = field(repr=False)
    _at: tuple[str, str, int] = field(repr=False)
    _settled: tuple[int, int, int] = (0, 0, 0)

    def settle(self) -> None:
        """Write down what was spent since the last time. A database that fails here fails no turn."""
        spent = self.occasion.spent
        new = (spent.calls, spent.input_tokens, spent.output_tokens)
        if new == self._settled:
            return
        user, conversation, turn = self._at
        self._store.spend(user, conversation, turn, self.voice.id, spent)
        self._settled = new
        log.info(
            "conversation=%s turn=%d voice=%s calls=%d input_tokens=%d output_tokens=%d cost=%s",
            conversation, turn, self.voice.id, *new, "-" if spent.cost is None else f"{spent.cost:.6f}",
        )  # fmt: skip


class Voices:
    """The voices of one program, and what each conversation chose. The last one needs no model."""

    def __init__(self, store: Store, voices: Sequence[Voice], caps: Caps = NO_CAPS) -> None:
        self._store, self._voices, self._caps = store, tuple(voices), caps

    @property
    def all(self) -> tuple[Voice, ...]:
        """Every voice that can be chosen, the default one first."""
        return self._voices

    @property
    def guided(self) -> Voice:
        """The voice that needs no model."""
        return self._voices[-1]

    def named(self, voice: str | None) -> Voice:
        """Return a voice by its id; None is the default one, "model" the first that is not guided.

        Raises:
            UserError: there is none such.
        """
        if voice is None:
            return self._voices[0]
        wanted = voice.strip()
        for one in self._voices:
            if one.id == wanted or (wanted == "model" and one is not self.guided):
                return one
        names = ", ".join(v.id for v in self._voices)
        raise UserError(f"There is no voice {wanted[:60]!r} here: choose one of {names}.")

    def of(self, user: str, conversation: str) -> Voice:
        """Return the voice of a conversation; the guided one where it chose none or its model is gone.

        A conversation of before there was a choice was told that its words stay on this machine, and so they do.
        """
        if len(self._voices) == 1:
            return self.guided
        chosen = self._store.conversation(user, conversation).meta.get(_KEY)
        return next((v for v in self._voices if v.id == chosen), self.guided)

    def choose(self, user: str, conversation: str, voice: str) -> str:
        """Give a conversation another voice; return the line that says where its words go from now on.

        Raises:
            UserError: this user has no such conversation, or there is no such voice.
        """
        chosen = self.named(voice)
        meta = self._store.conversation(user, conversation).meta
        self._store.set_meta(user, conversation, {**meta, _KEY: chosen.id})
        if chosen.provider is None:
            return "From here on I go by rules: what you type stays on the machine that runs me."
        return f"From here on what you type is sent to {chosen.provider} ({chosen.id})."

    def turn(self, user: str, conversation: str, sequence: int) -> OneTurn:
        """Return the voice for one turn: the conversation's own, or the guided one where a cap is reached."""
        voice = self.of(user, conversation)
        occasion = Occasion()
        if voice.provider is not None and sequence > 0:
            full = self._full(user, conversation)
            if full:
                voice = self.guided
                log.info("conversation=%s turn=%d cap reached", conversation, sequence)
                if self._store.spent(user, conversation, turn=sequence - 1).calls:
                    occasion.notes.append(full)  # said when it is reached, not in every turn after
            else:
                occasion.recent = self._recent(user, conversation, sequence)
        understand, speak = voice.begin(occasion)
        if voice is self.guided and occasion.notes:
            speak = _saying(occasion.notes[0], speak)
        return OneTurn(voice, occasion, understand, speak, self._store, (user, conversation, sequence))

    def _full(self, user: str, conversation: str) -> str:
        caps = self._caps
        if (
            caps.conversation is not None
            and self._store.spent(user, conversation).tokens >= caps.conversation
        ):
            return "(This conversation has used up what its language model may cost; I go on by rules.)"
        if caps.day is not None and self._store.spent(user, day=datetime.now(UTC)).tokens >= caps.day:
            return "(Your language model's budget for today is used up; I go on by rules, and it is there again tomorrow.)"
        return ""

    def _recent(self, user: str, conversation: str, sequence: int) -> tuple[tuple[str, str], ...]:
        records = self._store.recent(user, conversation, before=sequence, limit=EXCHANGES)
        return tuple((r.text, r.reply.text) for r in records if r.reply is not None)


def _saying(line: str, speak: Speak) -> Speak:
    """Return a way to speak that says a line first, before the question."""

    def with_line(move: Move, state: State, library: Retriever) -> Speech:
        speech = speak(move, state, library)
        assert isinstance(speech, Speech), "the guided voice speaks whole"
        parts = list(speech.parts)
        parts.insert(max(0, len(parts) - 1), Part(line, "note"))
        return replace(speech, parts=tuple(parts))

    return with_line
