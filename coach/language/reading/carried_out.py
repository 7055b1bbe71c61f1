"""Orders carried out, one by one, on a draft; what cannot be is kept, to be asked about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coach import engine, moves, stages
from coach.errors import IllegalEvent
from coach.events import Asked, Digressed, ItemRemoved, Rejected, Undone, Unknown, WentBack
from coach.language.amounts.quantities import quantities
from coach.language.folding import plain
from coach.language.reading import commands, cues
from coach.language.reading.asides import SKIPPED
from coach.language.reading.corrections import contrasts, parts
from coach.language.reading.draft import Draft, trim
from coach.language.reading.hedges import stems
from coach.language.reading.in_passing import put_right_in_passing
from coach.language.reading.leaves import leaves, replaced
from coach.language.reading.named import CARRIED, Entry, Said, mentioned, within
from coach.language.reading.readers import READERS
from coach.language.reading.sections import section
from coach.language.reading.told_apart import Piece
from coach.writes import JOINT

_I = re.IGNORECASE
UNTAKEN = "untaken: "
"""How the text of a digression begins whose words were taken for no answer and could not be carried out."""
FAREWELL = "farewell"
_STALE = 3
"""Turns after which "that" no longer means what was taken last."""


@dataclass(frozen=True)
class Rest:
    """What is left of a message to be read as an answer, and the question it answers."""

    words: str
    question: str | None


_MANY = frozenset(("processes", "skills", "kpis", "next_actions", "assumptions", "return_upstream"))


class Heard:
    """The orders of one message, carried out one by one."""

    def __init__(
        self, draft: Draft, words: str, known: list[Entry], question: str | None, asking: Asked | None
    ) -> None:
        self.draft, self.words, self.known, self.asking = draft, words, known, asking
        self.question = question
        self.before = len(draft.events)
        self.untaken: list[str] = []
        self.done = self.bye = self.misplaced = False

    def new_of(self, piece: Piece, run: list[Piece], pieces: list[Piece]) -> tuple[str, bool] | None:
        """The words that shall stand in a place; of a composed sentence also what follows. And whether that is all the rest."""
        said = piece.said
        if said is None or said.at == (0, 0):
            return None
        start, end = piece.start + said.at[0], piece.start + said.at[1]
        composed = said.where is not None and stages.QUESTION[said.where.question].composed
        after = [p for p in pieces if p.start > piece.start]
        follows = bool(run) and bool(after) and run[0] is after[0]
        if composed and follows:
            end = run[-1].end
        return self.words[start:end].strip(" \t\n\"“”'‘’"), composed and follows

    def deal_with(self, said: Said, new: str, goes_on: bool) -> None:
        match said.kind:
            case "undo":
                self._undo()
            case "back":
                self._back(said.where.question if said.where else "")
            case "skipped":
                self._skipped()
            case "skip":
                if not goes_on and self.question is not None and self._asked():
                    self.done |= self.draft.emit(Unknown(question=self.question, reason="skipped"))
            case "bye":
                self.bye = True
            case "replace":
                self._replace(said, new)
            case "swap":
                self._swap(said, new)
            case "remove" | "denial":
                self._remove(said)
            case "move":
                self._move(said)
            case "complaint" if said.leans and goes_on:
                self.misplaced = True
            case "vague" | "how":
                self.untaken.append(said.what)

    def left(self, rest: str, said: Sequence[Said]) -> Rest:
        """Return what is left to be read, after saying what could not be carried out."""
        draft = self.draft
        if self.bye and not self.done:
            if self.question == stages.CONFIRM and self._asked():
                draft.emit(Unknown(question=stages.CONFIRM, reason="skipped"))
            draft.emit(Digressed(kind="help", text=FAREWELL))
            return Rest("", self.question)
        if self.misplaced and rest:
            self._clear_misplaced(rest)
        moved = len(draft.events) > self.before
        complained = [s.what for s in said if s.kind == "complaint" and s.what]
        if rest and self._instead(rest, said):
            return Rest("", self.question)
        if complained and not moved:
            self.untaken.append(complained[0])
        if self.untaken and not (moved and all(s.kind not in CARRIED for s in said)):
            draft.emit(Digressed(kind="help", text=UNTAKEN + "; ".join(self.untaken)[:200]))
        elif not moved and not rest:
            draft.emit(Digressed(kind="help", text=UNTAKEN + self.words[:200]))
        return Rest(rest, self.question)

    def _asked(self) -> bool:
        return self.asking is not None and self.asking.kind in ("question", "suggestion")

    def _undo(self) -> None:
        if self.draft.emit(Undone()):
            self.done = True
            self.question = moves.next_move(replace(self.draft.state, digressed=())).asks.question

    def _back(self, question: str) -> None:
        if question and self.draft.emit(WentBack(question=question)):
            self.done, self.question = True, question

    def _skipped(self) -> None:
        opened = list(self.draft.core.open)
        if len(opened) == 1:
            self._back(opened[0])
        else:
            self.done |= self.draft.emit(Digressed(kind="where", text=SKIPPED))

    def _replace(self, said: Said, new: str) -> None:
        draft, question = self.draft, said.where.question if said.where else ""
        owned = draft.core.owned(question)
        if said.leans and question in _MANY:
            self.done |= draft.core.upstream_closed() and READERS[question](draft, trim(new))
            return
        if not cues.content_words(new) or (question in _MANY and len(owned) > 1):
            self.untaken.append(said.what)
            return
        if draft.core.has_value(question) and not draft.emit(WentBack(question=question)):
            self.untaken.append(said.what)
            return
        lists = (said.where.lists if said.where else ()) or stages.QUESTION[question].lists
        for list_name, item in owned:
            if list_name in lists and question not in ("one_year", "five_year", "guiding_choice"):
                draft.emit(ItemRemoved(question=question, list=list_name, id=item.id))
        before = len(draft.events)
        if question in ("positioning", "guiding_choice"):
            self._reject(question)
        READERS[question](draft, trim(new))
        self.done = True
        if len(draft.events) == before:
            self.untaken.append(said.what)

    def _swap(self, said: Said, new: str) -> None:
        target = said.meant[0]
        leaf = next(
            (
                leaf
                for leaf in leaves(self.draft)
                if (leaf.list, leaf.item, leaf.pointer, leaf.name)
                == (target.list, target.item, target.pointer, target.name)
            ),
            None,
        )
        part = said.what if stems(said.what) < stems(target.text) and said.what in target.text else ""
        if leaf is not None and replaced(self.draft, leaf, trim(new), part):
            self.done = True
        else:
            self.untaken.append(said.what)

    def _move(self, said: Said) -> None:
        """Put entries where they belong; an answer that was misplaced goes there whole."""
        draft, where = self.draft, said.where
        if where is None:
            return
        first = said.meant[0]
        newest = self._latest(self.known) if self.misplaced else ()
        moved = [e for e in newest if e.item and e.question == first.question] if first in newest else [first]
        held = [i.fields[e.name] for e in moved if (i := draft.core.item(e.list, e.item)) is not None]
        if not held:
            return
        said_so = tuple(s for v in held for s in v.said)
        value = held[0].model_copy(update={"value": JOINT.join(str(v.value) for v in held), "said": said_so})
        q = stages.QUESTION[where.question]
        pointer = next((p for p in q.fields if p.endswith(f"/{where.field}")), next(iter(q.fields), ""))
        plain_list = next((n for n in where.lists if stages.LISTS[n].fields == ("text",)), "")
        if not (
            draft.answer(q.id, {pointer: value})
            if pointer
            else plain_list and draft.add(q.id, plain_list, {"text": value})
        ):
            self.untaken.append(said.what)
            return
        for e in moved:
            draft.emit(ItemRemoved(question=e.question, list=e.list, id=e.item))
        self.done = True

    def _clear_misplaced(self, rest: str) -> None:
        """Take out the last answer, which was misplaced, where what shall stand there comes with the complaint."""
        named = section(rest.split(":", maxsplit=1)[0]) if ":" in rest else None
        for e in self._latest(self.known):
            here = named is not None and named.question == e.question
            if here and e.item and self.draft.core.item(e.list, e.item) is not None:
                self.done |= self.draft.emit(ItemRemoved(question=e.question, list=e.list, id=e.item))

    def _remove(self, said: Said) -> None:
        pending = [s for s in self.draft.core.suggestions.values() if s.question == self.question]
        if said.leans and pending and not said.meant and said.where is None:
            self._reject(self.question or "")
            self.done = True
            return
        found = said.meant or (self._leant_on(said) if said.leans else ())
        if not found:
            if said.kind == "remove":
                self.untaken.append(said.what)
            return
        gone: dict[tuple[str, str], str] = {}
        for entry in found:
            if entry.item and self.draft.core.item(entry.list, entry.item) is not None:
                gone[entry.list, entry.item] = entry.question
        fields = [e for e in found if e.pointer]
        if fields and self._undo_all(fields):
            return
        for (list_name, item), question in gone.items():
            self.done |= self.draft.emit(ItemRemoved(question=question, list=list_name, id=item))
            if not self.draft.core.has_value(question):
                self.question = question
        if fields and not gone:
            # No event empties a single field: its question comes back, to say what should stand there.
            self._back(fields[0].question)

    def _undo_all(self, fields: Sequence[Entry]) -> bool:
        """Take back the last answer where that is what a field came from: then its question is asked as if anew."""
        turn = max(e.turn for e in fields)
        try:
            undone = engine.reduce(self.draft.state, Undone()).undid
        except IllegalEvent:
            return False
        if undone != turn or len(self.draft.events) > self.before:
            return False
        question = fields[0].question
        self._undo()
        if not self.draft.core.has_value(question):
            self.question = question
        return True

    def _leant_on(self, said: Said) -> tuple[Entry, ...]:
        """What "it" or "those" stands for: what the message quotes, what its section shares with the words, what was taken last."""
        named = mentioned(plain(self.words), [e for e in self.known if e.item or e.pointer])
        if said.where is not None and (said.where.question or said.where.lists):
            there = [e for e in self.known if within(e, said.where)]
            named = tuple(e for e in named if e in there) or tuple(
                e for e in there if len(stems(e.text) & stems(self.words)) >= max(1, len(stems(e.text)) // 2)
            )
            if named or said.kind == "remove":
                return named or self._latest(there)
            return self._latest(there)
        if named:
            return tuple(named)
        if said.kind == "denial":
            return ()
        focus = self.draft.core.focus
        own = [e for e in self.known if focus is not None and e.question == focus]
        return tuple(own) or self._latest(self.known)

    def _latest(self, among: Sequence[Entry]) -> tuple[Entry, ...]:
        newest = max((e.turn for e in self.known), default=0)
        if newest < self.draft.state.turn - _STALE:
            return ()
        return tuple(e for e in among if e.turn == newest)

    def _reject(self, question: str) -> None:
        for s in list(self.draft.core.suggestions.values()):
            if s.question == question:
                self.draft.emit(Rejected(suggestion=s.id))

    def _instead(self, rest: str, said: Sequence[Said]) -> bool:
        """Take the words that come with a refusal of composed ones: "that's all muddled. I just want to do X"."""
        draft, question = self.draft, self.question or ""
        offered = [s for s in draft.core.suggestions.values() if s.question == question]
        refused = any(s.kind in ("complaint", "denial") for s in said)
        figures = any(quantities(c.old) for part in parts(rest) for c in contrasts(part.words))
        if (
            not offered
            or not refused
            or figures
            or question == "scenario"
            or not stages.QUESTION[question].composed
        ):
            return False
        left = put_right_in_passing(draft, rest, question)
        own = announced(rest if left is None else left)
        if left is not None and not own:
            return True
        if cues.content_words(own) < _OWN_WORDS or commands.is_question(own):
            return False
        self._reject(question)
        return READERS[question](draft, own)


_OWN_WORDS = 4
"""Words that say something, from which on what follows a refusal is another wording."""
_ANNOUNCES = re.compile(
    r"^(?:(?:no+|nope|nah|wrong|well|look|sorry|but|so|please|ok(?:ay)?)[\s,.!:;–—-]+)*(?:what (?:i|we)(?: really| actually| just)? (?:want|wanted|mean|meant|am trying|was trying|'?d like|would like|should like)(?: to (?:say|write|tell you))?(?: here)? (?:is|was)(?: that| this)?\s*[:,–—-]?"
    r"|(?:i|we)(?:'?d| would| should)?(?: rather| much rather| sooner)? (?:put(?: it)?|say|prefer|write|call it|word it|have it)(?: (?:this way|like this|as follows|so|instead|to (?:say|read)))?\s*[:–—-]"
    r"|(?:it|that) (?:should|must|ought to) (?:be|say|read)\s*[:,]?|(?:make it|make that|how about|rather|better|instead|try this|try|mine(?: is| would be)?)\s*[:,–—-])\s+",
    _I,
)


def announced(words: str) -> str:
    """Return words of one's own without what announces them ("what I want to say is: …")."""
    hit = _ANNOUNCES.match(words)
    return (
        words[hit.end() :].strip(' \t\n"“”')
        if hit is not None and cues.content_words(words[hit.end() :])
        else words
    )
