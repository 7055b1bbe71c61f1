"""Voices under test: the guided one, a model's live, and a model's from recordings. What runs is the product's own voice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from coach import stages
from coach.errors import ConfigError, UserError
from coach.language.model.chat import ChatModel
from coach.ports import Occasion, Plain
from coach.ports import Voice as CoachVoice
from coach.state import State
from evals.recordings import Recorder, Replaying, Shelf

KINDS = ("guided", "recorded", "live")
PROVIDER = "this machine"
"""Where the words go, as the opening of a recorded talk says it: it is part of what is sent, and must be the same in a replay."""


@dataclass(frozen=True)
class Voice:
    """A voice as the suites use it."""

    id: str
    """One of KINDS: what scores and thresholds are kept by."""
    voice: CoachVoice
    model: str | None = None
    prompts: Mapping[str, str] = field(default_factory=dict)
    judge: ChatModel | None = None
    """Who judges what code cannot see; the guided voice has nobody."""
    player: ChatModel | None = None
    """Who plays the personas; None: their own scripted answers."""

    def turn(self, state: State, said: str = "") -> "Turn":
        """Return the two jobs for a turn whose state was built from a case, without a transcript."""
        occasion = Occasion(recent=((said, asked_in(state)),))
        understand, speak = self.voice.begin(occasion)
        return Turn(understand, speak, occasion)


@dataclass(frozen=True)
class Turn:
    understand: Any
    speak: Any
    occasion: Occasion

    def usage(self) -> dict[str, Any]:
        """What the turn cost; empty for a voice without a model."""
        spent = self.occasion.spent
        if not spent.calls:
            return {}
        return {
            "calls": spent.calls,
            "input_tokens": spent.input_tokens,
            "output_tokens": spent.output_tokens,
            "cost": spent.cost,
        }


def asked_in(state: State) -> str:
    """Return the words of the reply that a case's message answers: what was offered, and the declared question."""
    asked = state.asking
    if asked is None or asked.question is None:
        return ""
    q = stages.QUESTION[asked.question]
    offered = [s.text for s in state.core.suggestions.values() if s.question == asked.question]
    wording = (q.ask, q.probe, q.options)[min(asked.probe, 2)]
    return "\n\n".join([*offered, wording])


def guided() -> Voice:
    """Return the voice that needs no model."""
    from coach.language.guided import speak, understand

    return Voice("guided", Plain(understand, speak))


def recorded(shelf: Shelf) -> Voice | None:
    """Return the model voice as a suite's recordings have it; None where nothing was recorded."""
    from coach.language.model.voice import ModelVoice

    if not shelf.kept:
        return None
    models = shelf.models
    words = Replaying(models.get("stream", models.get("ask", "")), shelf)
    reader = Replaying(models.get("ask", words.name), shelf)
    voice = ModelVoice(words.name, words.name, PROVIDER, words=lambda: words, reader=lambda: reader)
    return Voice("recorded", voice, _both(words, reader), _prompts(), reader)


def live(record: Shelf | None = None, played: bool = False) -> Voice:
    """Return the configured model's voice; with a shelf, everything it says is kept there.

    `played` lets the model play the personas, too.

    Raises:
        ConfigError: no model is configured, or it cannot be reached for want of a package or a key.
    """
    from coach.language.model.voice import configured
    from coach.settings import Settings

    made = configured(Settings.read())
    if not made:
        raise ConfigError("No model is configured: set COACH_MODEL (and its key), as in `coach doctor`.")
    voice = made[0]
    if record is not None:
        words, reader = Recorder(voice.words(), record), Recorder(voice.reader(), record)
        voice = replace(voice, provider=PROVIDER, words=lambda: words, reader=lambda: reader)
    return Voice(
        "live",
        voice,
        _both(voice.words(), voice.reader()),
        _prompts(),
        voice.reader(),
        voice.words() if played else None,
    )


def chosen(
    kind: str, suite: str, *, record: bool = False, shelf: Shelf | None = None, played: bool = False
) -> Voice | None:
    """Return a voice by its kind for a suite; None where it has nothing to say there.

    Raises:
        UserError: there is no such kind.
        ConfigError: a live voice without a model.
    """
    if kind == "guided":
        return guided()
    if kind == "recorded":
        return recorded(shelf or Shelf.of(suite))
    if kind == "live":
        return live((shelf or Shelf.of(suite)) if record else None, played)
    raise UserError(f"There is no voice {kind[:40]!r}: there are {', '.join(KINDS)}.")


def _both(words: ChatModel, reader: ChatModel) -> str:
    return words.name if words.name == reader.name else f"{words.name}, {reader.name}"


def _prompts() -> dict[str, str]:
    from coach.language.prompts import load, prompts_folder

    names: Sequence[str] = sorted(p.stem for p in prompts_folder().glob("*.md") if p.stem != "README")
    return {name: load(name).digest for name in names}
