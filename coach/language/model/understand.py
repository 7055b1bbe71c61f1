"""The model's understanding of a message, made events by code; the guided rules where the model fails."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from coach.events import AnyEvent
from coach.language import prompts
from coach.language.model import context
from coach.language.model.chat import Answer, ChatModel
from coach.language.model.convert import Converted, convert
from coach.language.model.faults import ModelFault, note
from coach.language.model.schema import Understood, Unreadable, read, schema
from coach.language.prompts import Filled
from coach.language.reading.understand import commanded
from coach.language.reading.understand import understand as by_rules
from coach.ports import Occasion
from coach.state import State

log = logging.getLogger("coach.model")

PROMPT = "understand"


@dataclass
class Hearing:
    """What understanding hands on to speaking within one turn."""

    called: bool = False
    spoken_out: bool = False
    """Nothing is left of this turn's calls: the reply is guided."""
    converted: Converted = field(default_factory=lambda: Converted(()))


def prompt_for(state: State, occasion: Occasion) -> Filled:
    """Return what the model is sent for a message."""
    return prompts.load(PROMPT).fill(
        today=f"{state.today:%A} {state.today.isoformat()}",
        language=state.language,
        asked=context.asked_for(state),
        question=prompts.fenced(context.clip_end(occasion.asked, 1_200)) or "(the opening question)",
        exchanges=context.exchanges(occasion),
        known=context.summary(state),
        pending=context.pending(state),
        message=context.heard(state),
    )


def understand(
    state: State, model: ChatModel, occasion: Occasion, hearing: Hearing, spend: Callable[[Answer], None]
) -> Sequence[AnyEvent]:
    """Return the events of the message. Never raises for anything that the model or its service does."""
    simple = commanded(state)
    if simple is not None:
        return simple
    try:
        said = _asked(state, model, occasion, hearing, spend)
    except ModelFault as fault:
        hearing.spoken_out = True
        if fault.kind != "stopped":
            occasion.notes.append(note(fault, "understand"))
        return by_rules(state)
    hearing.converted = convert(state, _doubted(said, state, occasion.asked))
    if hearing.converted.dropped:
        log.info("model=%s findings=%d dropped=%d", model.name, len(said.findings), hearing.converted.dropped)
    return hearing.converted.events


def _doubted(said: Understood, state: State, reply: str) -> Understood:
    """Leave out an insistence where nothing was doubted: the reply before has no word of it, nor was that asked."""
    asked = state.answering.question if state.answering is not None else None
    there = _telling(reply)
    kept = tuple(
        i
        for i in said.intents
        if i.kind != "pushback"
        or not there.isdisjoint(_telling(i.quote))
        or i.target.partition(".")[0] in ("", asked)
    )
    return said.model_copy(update={"intents": kept})


def _telling(text: str) -> set[str]:
    return {w[:6] for w in re.findall(r"\d+|\w{4,}", text.casefold())}


def _asked(
    state: State, model: ChatModel, occasion: Occasion, hearing: Hearing, spend: Callable[[Answer], None]
) -> Understood:
    filled, shape = prompt_for(state, occasion), schema()
    hearing.called = True
    answer = model.ask(filled, shape, occasion.stop)
    spend(answer)
    try:
        return read(answer.text)
    except Unreadable as error:
        log.info("model=%s prompt=%s@%s end=unreadable", model.name, filled.name, filled.digest)
        hearing.spoken_out = True  # two calls a turn: this repair is the second
        again = f"{filled.message}\n\nYour last answer could not be used. {error} Answer with the JSON object only."
        answer = model.ask(Filled(filled.system, again, filled.name, filled.digest), shape, occasion.stop)
        spend(answer)
        try:
            return read(answer.text)
        except Unreadable as twice:
            raise ModelFault("garbled") from twice
