"""The model voice: the two jobs of one turn, over one or two chat models that are made once and kept."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coach.events import AnyEvent
from coach.language.model import connect
from coach.language.model.chat import Answer, ChatModel, Usage
from coach.language.model.speak import by_rules
from coach.language.model.speak import speak as speak_with
from coach.language.model.understand import Hearing
from coach.language.model.understand import understand as understand_with
from coach.language.prompts import load
from coach.language.wording import speak as guided
from coach.language.wording.overview import opening
from coach.moves import Move
from coach.ports import Occasion, Retriever, Speak, Speech, Spoken, Understand
from coach.records import Spent
from coach.settings import Settings
from coach.state import State


@dataclass(frozen=True)
class Price:
    """What a million tokens cost, in whatever currency."""

    input: float
    output: float

    def of(self, usage: Usage) -> float:
        return (usage.input_tokens * self.input + usage.output_tokens * self.output) / 1_000_000


class Kept:
    """A chat model that is made on first use, once, by whoever comes first."""

    def __init__(self, make: Callable[[], ChatModel]) -> None:
        self._make, self._lock = make, threading.Lock()
        self._made: ChatModel | None = None

    def get(self) -> ChatModel:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made


def configured(settings: Settings) -> "tuple[ModelVoice, ...]":
    """Return the model voice of the settings, if they name one. Makes no client yet, and calls nobody.

    Raises:
        ConfigError: its package or its key is missing, or its prompts cannot be read.
    """
    name, fast = settings.model, settings.fast_model
    if name is None:
        return ()
    connect.check(name)
    load("understand"), load("speak")
    words = Kept(lambda: connect.connect(name, settings.model_timeout))
    price = Price(*settings.model_price) if settings.model_price else None
    reader, reader_price, provider = words, price, connect.destination(name)
    if fast is not None and fast != name:
        connect.check(fast, "COACH_FAST_MODEL")
        reader = Kept(lambda: connect.connect(fast, settings.model_timeout))
        reader_price = Price(*settings.fast_model_price) if settings.fast_model_price else None
        other = connect.destination(fast)
        provider = provider if other == provider else f"{provider} and {other}"
    label = f"{name.partition(':')[2]} at {provider}"
    return (ModelVoice(name, label, provider, words.get, reader.get, price, reader_price),)


@dataclass(frozen=True)
class ModelVoice:
    id: str
    label: str
    provider: str | None
    words: Callable[[], ChatModel]
    """The model that speaks."""
    reader: Callable[[], ChatModel]
    """The model that understands: the same, or a faster one."""
    price: Price | None = None
    reader_price: Price | None = None

    def begin(self, occasion: Occasion) -> tuple[Understand, Speak]:
        """Return the two jobs for one turn."""
        turn = _Turn(self, occasion)
        return turn.understand, turn.speak

    def warm(self) -> None:
        """Make the models in the background: their libraries take seconds to load."""
        threading.Thread(target=lambda: (self.reader(), self.words()), daemon=True).start()


class _Turn:
    def __init__(self, voice: ModelVoice, occasion: Occasion) -> None:
        self._voice, self._occasion, self._hearing = voice, occasion, Hearing()

    def understand(self, state: State) -> Sequence[AnyEvent]:
        """Return the events of the message."""

        def spend(answer: Answer) -> None:
            self._spend(answer.usage, self._voice.reader_price)

        return understand_with(state, self._voice.reader(), self._occasion, self._hearing, spend)

    def speak(self, move: Move, state: State, library: Retriever) -> Speech | Spoken:
        """Return the words for a move, as they come."""
        if state.turn == 0:
            return self._opening(move, state, library)
        if self._hearing.spoken_out:
            return by_rules(move, state, library, self._occasion)
        return speak_with(
            move, state, library, self._voice.words(), self._occasion, self._hearing,
            lambda usage: self._spend(usage, self._voice.price),
        )  # fmt: skip

    def _opening(self, move: Move, state: State, library: Retriever) -> Speech:
        speech = guided.speak(move, state, library)
        if state.core.imported:
            return speech
        first = opening(state, self._voice.provider)
        return Speech((*first, *speech.parts[len(first) :]), speech.suggested, speech.choices)

    def _spend(self, usage: Usage, price: Price | None) -> None:
        cost = price.of(usage) if price is not None else None
        self._occasion.spent.add(Spent(1, usage.input_tokens, usage.output_tokens, cost))
