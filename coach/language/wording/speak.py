"""The guided voice: what the coach says for a move, by rules and declared wordings, without a language model.

Pure but for the library. A reply says what the turn changed, answers what was asked, brings at most one
idea of the library, and ends with one question.
"""

from dataclasses import replace

from coach import stages
from coach.events import Digressed
from coach.language.reading.asides import SKIPPED
from coach.language.reading.ending import SIGNED
from coach.language.reading.orders import UNTAKEN
from coach.language.wording import library_talk, options, overview
from coach.language.wording.asking import ask
from coach.language.wording.notes import Ranked, notes
from coach.language.wording.phrasing import lower_first, words
from coach.language.wording.showing import part_named, plan_so_far
from coach.language.wording.untaken import untaken
from coach.moves import Move
from coach.ports import Part, Retriever, Speech
from coach.state import State

REPLY_WORDS = 110
"""What a reply may hold, unless it was asked to show more; the least important parts go first."""
MOMENT = 6
"""Parts of at least this weight are never left out."""
IDEA_ROOM = 62
"""Words that a reply may have and still bring an idea."""

_STILL, _MISSING = ("Still open", "And back to this"), "What is missing yet"
"""What leads back to a question that comes again word for word; the last one where a part of its answer is missing."""
_NOT_CAUGHT = (
    "I did not catch that.",
    "That one went past me.",
    "I can't make an answer of that yet.",
)


def speak(move: Move, state: State, library: Retriever) -> Speech:
    """Return the words for a move: one question, at the end; none when the talk is done."""
    wish = any(d.kind == "suggest" for d in move.digressions)
    suggest = wish and _answered(move.asks, state) is None
    asking = ask(move.asks, state, library, options=suggest)
    if _unanswered(move, state) and asking.parts:
        *before, question = asking.parts
        leads = (*_STILL, _MISSING) if move.asks.missing else _STILL
        text = f"{leads[state.turn % len(leads)]}: {lower_first(question.text)}"
        asking = replace(asking, parts=(*before, replace(question, text=text)))
    if state.turn == 0:
        return Speech((*overview.opening(state), *asking.parts), asking.suggested, asking.choices)
    answers = tuple(p for d in move.digressions[:2] for p in answer(d, move.asks, state, library))
    asked = sum(words(p.text) for p in (*answers, *asking.parts))
    said = fit(notes(move, state, library), REPLY_WORDS - asked)
    total = asked + sum(words(p.text) for p in said)
    idea = None if answers else _idea(move, state, library, said, total)
    parts = (*said, *answers, *((idea,) if idea is not None else ()), *asking.parts)
    return Speech(parts, asking.suggested, asking.choices)


def _answered(asks: Move, state: State) -> str | None:
    """Return the question that was asked and is answered now: ideas asked for in that breath are for it, not for the next."""
    last = state.answering.question if state.answering is not None else None
    done = last is not None and state.core.has_value(last) and state.core.settled(last)
    return last if done and last != asks.question else None


def _unanswered(move: Move, state: State) -> bool:
    """Whether the very question of the last reply comes again, since something else was told instead."""
    asks, last, core = move.asks, state.answering, state.core
    if last is None or (last.kind, last.question, last.probe) != ("question", asks.question, asks.probe):
        return False
    if asks.kind != "question" or move.digressions or core.focus is not None or asks.question is None:
        return False
    if asks.question == stages.CONFIRM:
        return False  # Nothing is missing: what was told is in the page that is put to them.
    before = state.before
    told = (core.values, core.items, core.parked) != (before.values, before.items, before.parked)
    then = before.essential(asks.question) if before.has_value(asks.question) else ()
    return told and asks.missing == then and not stages.QUESTION[asks.question].composed


def fit(ranked: list[Ranked], room: int) -> tuple[Part, ...]:
    """Leave out the least important parts until the rest has room; what must be said stays."""
    kept = list(ranked)
    while kept and sum(words(p.text) for _, p in kept) > room:
        least = min(kept, key=lambda r: r[0])
        if least[0] >= MOMENT:
            break
        kept.remove(least)
    return tuple(p for _, p in kept)


def idea_due(move: Move, state: State) -> stages.Question | None:
    """Return the question an idea of the library may go with: the first of a stage that has one, asked anew."""
    if (
        move.kind != "question"
        or move.question is None
        or move.probe
        or move.missing
        or state.undid is not None
    ):
        return None
    q, core = stages.QUESTION[move.question], state.core
    if not q.idea or stages.STAGE[q.stage].side is None or core.focus is not None:
        return None
    here = {other.id for other in stages.in_stage(q.stage)}
    return None if any(here & set(source.used_for) for source in state.sources) else q


def _idea(move: Move, state: State, library: Retriever, said: tuple[Part, ...], total: int) -> Part | None:
    """Return the idea for the question in hand, where there is room."""
    q = idea_due(move, state)
    if q is None or total > IDEA_ROOM or any(p.kind in ("sum", "idea") for p in said):
        return None
    cited = {source.passage for source in state.sources}
    return library_talk.idea(library, q.idea, q.stage, q.id, state.turn, cited)


def answer(digressed: Digressed, asks: Move, state: State, library: Retriever) -> tuple[Part, ...]:
    """Return what a digression is answered with, before the talk returns to its question."""
    match digressed.kind:
        case "library":
            cited = {source.passage for source in state.sources}
            return library_talk.answers(library, digressed.text, state.stage(), asks.question, cited)
        case "where":
            if digressed.text == SKIPPED:
                return (Part(overview.left_open(state.core), "answer"),)
            blocked = overview.in_the_way(state) if digressed.text == SIGNED else ""
            return (Part(blocked or overview.where(state), "answer"),)
        case "show":
            return (Part(plan_so_far(state, part_named(digressed.text)), "plan"),)
        case "help":
            if digressed.text.startswith(UNTAKEN):
                return (Part(untaken(digressed.text, state), "answer"),)
            return (Part(overview.helped(digressed.text, state.core), "answer"),)
        case "why":
            # The reason is that of the question they were asked, though they have answered it in the same breath.
            asked = state.answering.question if state.answering is not None else None
            return (Part(overview.why(asked or asks.question), "answer"),)
        case "suggest":
            beside = _answered(asks, state)
            if beside is not None:
                told = options.others_say(beside, state)
                return (told,) if told is not None else ()
            # At a question its options are the answer; at the end, what a board would ask.
            return (Part(overview.board(state.core), "suggestion"),) if asks.kind == "done" else ()
        case "off_topic":
            return (Part("That is outside what I'm good for; I keep to your strategy.", "answer"),)
        case _:
            return (Part(_NOT_CAUGHT[state.turn % len(_NOT_CAUGHT)], "answer"),)
