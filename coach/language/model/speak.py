"""The model's words for a move, shown a sentence at a time, each after the gates; guided words where it fails."""

import logging
import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace

from coach import engine, stages
from coach.elsewhere import ASKS
from coach.errors import IllegalEvent
from coach.events import Asked, Suggested
from coach.language import prompts
from coach.language.model import context, gates, tongue
from coach.language.model.chat import ChatModel, Usage
from coach.language.model.faults import ModelFault, note
from coach.language.model.gates import Ground, Stopped
from coach.language.model.options import Offers
from coach.language.model.stream import Unit, units
from coach.language.model.task import Task, build, facts_text, shown_passages
from coach.language.model.understand import Hearing
from coach.language.model.words import figures, said_text
from coach.language.prompts import Filled
from coach.language.wording import known
from coach.language.wording import speak as guided
from coach.language.wording.phrasing import words
from coach.moves import Move
from coach.ports import Occasion, Part, Retriever, Speech, Spoken
from coach.state import State

log = logging.getLogger("coach.model")

PROMPT = "speak"
WORDS = 110
"""Words of a reply, its question included."""
OURS = 65
"""Words of it at most that are held to be ours: the model has a sentence or two in any case."""
CHARACTERS = 700
"""Characters of one sentence, its citation included."""
FOR_QUESTION = 20
"""Words kept free for the question."""
WHOLE = frozenset({"where", "show", "help"})
"""Digressions that are answered by showing what is there: nothing for a model to add."""


def prompt_for(task: Task, state: State, occasion: Occasion) -> Filled:
    """Return what the model is sent for a reply."""
    return prompts.load(PROMPT).fill(
        language=state.language,
        task=task.text,
        question=task.question or "none; ask nothing",
        facts=facts_text(task, state),
        known=context.gist(state, task.asked),
        passages=shown_passages(task.passages),
        exchanges=context.exchanges(occasion, asked=True),
        message=context.heard(state),
    )


def by_rules(move: Move, state: State, library: Retriever, occasion: Occasion) -> Speech:
    """Return the guided reply, with the line that says why, if there is a why."""
    speech = guided.speak(move, state, library)
    if not occasion.notes:
        return speech
    parts = list(speech.parts)
    at = len(parts) - 1 if parts and parts[-1].kind == "question" else len(parts)
    parts.insert(at, Part(occasion.notes[0], "note"))
    return Speech(tuple(parts), speech.suggested, speech.choices)


def plain_turn(move: Move, state: State, hearing: Hearing, occasion: Occasion) -> bool:
    """Whether the guided words do: nothing to add, or no call is left."""
    if hearing.spoken_out or occasion.stop.stopped or occasion.notes:
        return True
    if state.language != "en":
        return False
    whole = bool(move.digressions) and all(d.kind in WHOLE for d in move.digressions)
    # Who answers and asks how long it takes in one breath has an answer to react to.
    whole = whole and state.core.plan_key() == state.before.plan_key()
    return whole or move.asks.kind == "done"


def speak(
    move: Move,
    state: State,
    library: Retriever,
    model: ChatModel,
    occasion: Occasion,
    hearing: Hearing,
    spend: Callable[[Usage], None],
) -> Spoken:
    """Yield the parts of a reply as they may be shown, and return all of it. Never raises for what the model does."""
    if plain_turn(move, state, hearing, occasion):
        speech = by_rules(move, state, library, occasion)
        yield from speech.parts
        return speech
    converted = hearing.converted
    task = build(move, state, library, converted.vague, converted.contradiction)
    telling = _Telling(task, move, state, library)
    filled = prompt_for(task, state, occasion)
    telling.ground = telling.made_ground(prompts.load(PROMPT).rules)
    yield from telling.show(*task.before)
    stream = _text(model.stream(filled, occasion.stop), filled, spend)
    fault: ModelFault | None = None
    try:
        for unit in units(stream):
            yield from telling.take(unit)
            if telling.done:
                break
    except ModelFault as error:
        fault = error
    finally:
        stream.close()
    if telling.stopped:
        log.info(
            "model=%s prompt=%s@%s gates=%s",
            model.name,
            filled.name,
            filled.digest,
            ",".join(telling.stopped),
        )
    if fault is not None and fault.kind != "stopped":
        occasion.notes.append(note(fault, "speak"))
    if not telling.own and telling.question is None and task.contradiction is None:
        rest = by_rules(move, state, library, occasion)
        shown = {p.text for p in telling.parts}
        yield from telling.show(*(p for p in rest.parts if p.text not in shown))
        return Speech(tuple(telling.parts), rest.suggested, rest.choices)
    if not telling.own:
        yield from telling.show(*(p for p in task.facts[:2] if p.kind == "note"))
    if fault is not None and fault.kind != "stopped":
        yield from telling.show(Part(occasion.notes[-1], "note"))
    yield from telling.end()
    return telling.speech()


def _text(
    stream: Iterator[str | Usage], filled: Filled, spend: Callable[[Usage], None]
) -> Generator[str, None, None]:
    """The text of a stream; what it cost is noted at its end, by estimate where it was cut before it told."""
    told, size = False, 0
    try:
        for piece in stream:
            if isinstance(piece, Usage):
                told = True
                spend(piece)
            else:
                size += len(piece)
                yield piece
    finally:
        close = getattr(stream, "close", None)
        if close is not None:
            close()
        if size and not told:
            spend(Usage((len(filled.system) + len(filled.message)) // 4, size // 4))


class _Telling:
    """A reply in the making: what is shown so far, and what the next sentence must meet."""

    def __init__(self, task: Task, move: Move, state: State, library: Retriever) -> None:
        self.task, self.move, self.state, self.library = task, move, state, library
        self.parts: list[Part] = []
        self.own = 0
        """Sentences of the model's that were shown."""
        # What is shown around the model's words counts, too: a reply is read as one.
        self.words = min(OURS, sum(words(p.text) for p in (*task.before, *task.after)))
        self.full = False
        self.stopped: list[str] = []
        self.question: Part | None = None
        self.done = False
        self.cited = False
        self.offers = Offers(task, state)
        self.ground = Ground("", "", {})

    def made_ground(self, prompt: str) -> Ground:
        task, asks = self.task, self.move.asks
        ours = [p.text for p in (*task.asking.parts, *task.facts, *task.after, *task.before, *task.must_cite)]
        if asks.question is not None:
            q = stages.QUESTION[asks.question]
            ours += [q.ask, q.probe, q.options, *(n.ask for n in q.needs)]
        if task.composed is not None:
            ours.append(task.composed.text)
        ours += [
            str(self.state.today.year),
            str(self.state.today.year + 1),
            *known.placeholders(self.state).values(),
        ]
        passages = {h.passage.id: h.passage for h in task.passages}
        return Ground(said_text(self.state), "\n".join(ours), passages, prompt)

    def show(self, *parts: Part) -> Iterator[Part]:
        for part in parts:
            self.parts.append(part)
            yield part

    def take(self, unit: Unit) -> Iterator[Part]:
        """Yield what of a unit may be shown."""
        held = self.offers.take(unit, self.ground)
        if held is not None:
            self.own += len(held)
            yield from self.show(*held)
            return
        try:
            passed = gates.sentence(unit.text, self.ground, self.move.asks.question, self.state.language)
            if len(passed.text) > CHARACTERS:
                raise Stopped("length")
            if _foreign(passed.text, self.state.language):
                raise Stopped("language")
            asks = any(mark in passed.text for mark in "?？؟") and passed.citation is None
            if asks and not self.task.question:
                raise Stopped("question")
            if passed.citation is not None and self.cited and not self.task.options:
                raise Stopped("citation")
            size = words(passed.text)
            composed = unit.text.lstrip().startswith(">")  # Words to be judged stand whole.
            if (
                not asks
                and not composed
                and (self.full or (self.own and self.words + size > WORDS - FOR_QUESTION))
            ):
                self.full = True  # What came after would speak of a sentence that is not there.
                raise Stopped("length")
        except Stopped as gate:
            self.stopped.append(str(gate))
            return
        if asks:
            self.question = Part(gates.one_thing(passed.text, self.task.question), "question", glue=unit.glue)
            # Options and composed lines may still come; else what follows the question is cut.
            self.done = not self.offers.awaited
            return
        if self.question is not None:
            return
        self.words += size
        self.own += 1
        self.cited = self.cited or passed.citation is not None
        glue = unit.glue if self.own > 1 else "\n\n"
        kind = "note" if passed.citation is None else "idea"
        yield from self.show(Part(passed.text, kind, passed.citation, glue))  # type: ignore[arg-type]

    def end(self) -> Iterator[Part]:
        """Yield what must stand before the question, and the question: the model's, or the declared one."""
        task, question = self.task, self.question
        at = len(self.parts)
        if task.must_cite and not self.cited:
            yield from self.show(*task.must_cite)
        said = "\n".join(p.text for p in (*self.parts, *((question,) if question else ())))
        yield from self.show(*self.offers.instead(said))
        if self.state.language == "en":
            yield from self.show(*task.after)
        elif task.after and not _told(task.after, said):
            yield from self.show(Part(_bare_sums(task.after), "sum", glue="\n\n"))
        lacking = gates.missing_quotes(task.required, said)
        if question is not None and lacking and self.state.language != "en":
            # Our own question would be in English: the words it is about are shown as they stand before the model's.
            yield from self.show(*(Part(f"“{q}”", "suggestion", glue="\n\n") for q in lacking))
            yield from self.show(replace(question, glue="\n\n"))
        elif question is None and self.own and not task.question and self.state.language != "en":
            return  # Nothing is asked, and what was to be said is said: ours would only say it again, in English.
        elif question is None and self.own and self._elsewhere() is not None:
            yield from self.show(*(Part(f"“{q}”", "suggestion", glue="\n\n") for q in lacking))
            yield from self.show(Part(self._elsewhere() or "", "question"))
        elif question is None or lacking:
            there = {p.text for p in self.parts}
            yield from self.show(
                *(
                    p
                    for p in task.asking.parts
                    if p.text not in there and (p.kind != "suggestion" or not self.offers.shown)
                )
            )
        else:
            yield from self.show(replace(question, glue="\n\n") if len(self.parts) > at else question)

    def _elsewhere(self) -> str | None:
        """The question in the person's language, where the model asked none and we have words for it."""
        asks = self.move.asks
        kind = "confirm" if asks.question == stages.CONFIRM and asks.kind == "question" else asks.kind
        if self.task.composed is not None:
            kind = "suggestion"
        return ASKS.get(self.state.language, {}).get(kind)

    def speech(self) -> Speech:
        asked: Asked | None = None
        if self.task.contradiction is not None:
            finding = self.task.contradiction
            asked = Asked(
                kind="finding", question=finding.question, finding=f"{finding.code}@{finding.pointer}"
            )
        suggested, choices = self.offers.suggested(), self.task.asking.choices
        if self.offers.choices is not None:
            choices = self.offers.choices
        if self.state.language != "en":
            choices = ()
        return Speech(tuple(self.parts), _legal(self.state, suggested), choices, asked)


def _bare_sums(sums: tuple[Part, ...]) -> str:
    """Return sums without the words around them, for a reply that is not in English."""
    formulas = [
        f
        for p in sums
        for f in re.findall(r"(?:\(|[€$£₹]?\d)[^;:=]*=\s*[€$£₹]?-?\d[\d.,\u202f]*\s?%?", p.text)
    ]
    return "; ".join(re.sub(r"\s(?:months?|weeks?|rounded up)\b,?", "", f).strip(" .,") for f in formulas)


def _told(sums: tuple[Part, ...], said: str) -> bool:
    """Whether a reply in another language has said every figure of the sums itself."""
    return set(figures("\n".join(p.text for p in sums))) <= set(figures(said))


def _foreign(text: str, language: str) -> bool:
    """Whether a sentence is clearly in another language than the person's; English is what we fall back to."""
    found = tongue.guess(text)
    return found is not None and found not in (language, "en")


def _legal(state: State, suggested: tuple[Suggested, ...]) -> tuple[Suggested, ...]:
    """Those that the engine takes, numbered in order."""
    kept: list[Suggested] = []
    for one in suggested:
        numbered = one.model_copy(update={"id": state.next_id("suggestion")})
        try:
            state = engine.reduce(state, numbered)
        except IllegalEvent:
            continue
        kept.append(numbered)
    return tuple(kept)
