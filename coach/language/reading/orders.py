"""What is said to the coach is carried out, or asked about; the rest of the message is left to be read as an answer.

Nothing of an order, a complaint or a farewell is ever stored. What cannot be carried out becomes a digression that begins
with `UNTAKEN`: the reply says so, and which wording works (`coach.language.wording.untaken`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from coach import engine, moves, stages
from coach.errors import IllegalEvent
from coach.events import Asked, Digressed, ItemRemoved, Rejected, Undone, Unknown, WentBack
from coach.language.amounts.quantities import quantities
from coach.language.folding import plain
from coach.language.pieces import sentences
from coach.language.reading import commands, cues
from coach.language.reading.addressed import CARRIED, Entry, Said, judge, mentioned
from coach.language.reading.contrasts import contrasts, parts, stems
from coach.language.reading.draft import Draft, trim
from coach.language.reading.edits import edited
from coach.language.reading.in_passing import put_right_in_passing
from coach.language.reading.leaves import leaves, replaced
from coach.language.reading.readers import READERS
from coach.language.reading.sections import Section, section
from coach.writes import JOINT

_I = re.IGNORECASE
UNTAKEN = "untaken: "
"""How the text of a digression begins whose words were taken for no answer and could not be carried out."""
FAREWELL, SKIPPED = "farewell", "skipped"
_LONGEST = 1_500
"""Characters up to which a message is looked through: a longer one is a text that was pasted in."""
_STALE = 3
"""Turns after which "that" no longer means what was taken last."""


@dataclass(frozen=True)
class Rest:
    """What is left of a message to be read as an answer, and the question it answers."""

    words: str
    question: str | None


@dataclass
class _Piece:
    start: int
    end: int
    sentence: int
    said: Said | None = None
    kept: bool = True


def entries(draft: Draft) -> list[Entry]:
    """Return what stands in the plan in words, in the order of the questions."""
    return [
        Entry(str(leaf.value.value), leaf.question, leaf.turn, leaf.list, leaf.item, leaf.pointer, leaf.name)
        for leaf in leaves(draft)
        if isinstance(leaf.value.value, str) and (leaf.value.status != "derived" or leaf.value.rule == "edit")
    ]


def heed(draft: Draft, words: str, asking: Asked | None) -> Rest | None:
    """Deal with what a message says to the coach. None where it says nothing to it."""
    if len(words) > _LONGEST:
        return None
    known = entries(draft)
    question = asking.question if asking is not None else None
    pieces = _pieces(plain(words), question, known, _listed(draft, known, question))
    said = [p.said for p in pieces if p.said is not None and p.said.kind != "filler"]
    if not any(s.kind == "complaint" for s in said):
        # "The conference is our problem" is an answer like any other, where nothing was said to be misplaced.
        for piece in pieces:
            if piece.said is not None and piece.said.kind == "move" and not _BELONGS.search(words):
                piece.said = None
        said = [p.said for p in pieces if p.said is not None and p.said.kind != "filler"]
    if not said or _is_verdict(draft, words, said, asking):
        return None
    _sort_out(pieces, plain(words))
    _drop_reasons(pieces, plain(words))
    run = _longest(pieces, words)
    rest = words[run[0].start : run[-1].end].strip() if run else ""
    heard = _Heard(draft, words, known, question, asking)
    for piece in pieces:
        if piece.said is not None:
            new = heard.new_of(piece, run, pieces)
            if new is not None and new[1]:
                rest = ""
            heard.deal_with(piece.said, new[0] if new else "", bool(rest))
    return heard.left(rest, said)


def _listed(draft: Draft, known: Sequence[Entry], question: str | None) -> list[Entry]:
    """The entries that "the second one" counts: those of what is asked, else of the list that grew last."""
    asked = draft.core.focus or question
    own = [e for e in known if e.item and e.question == asked]
    if own:
        return own
    newest = max((e for e in known if e.item), key=lambda e: e.turn, default=None)
    return [
        e for e in known if newest is not None and e.list == newest.list and e.question == newest.question
    ]


_BELONGS = re.compile(r"\b(?:belongs?|goes|should go)\b", _I)


def _is_verdict(draft: Draft, words: str, said: Sequence[Said], asking: Asked | None) -> bool:
    """Whether it decides on what was laid before them: "drop it" for a parked idea, "drop the last part" of composed words."""
    if asking is None:
        return False
    offered = [s for s in draft.core.suggestions.values() if s.question == asking.question and s.list is None]
    if any(edited(str(text), words) for s in offered for text in s.fields.values()):
        return True
    plainly = all(s.kind == "remove" and s.leans and s.where is None for s in said)
    return asking.kind == "parked" and plainly


_VERBS = r"(?:remove|delete|erase|scrap|strike|cross out|take|leave out|clear|drop|cut|forget|undo|go back|put|change|replace|correct|skip|add)"
_CUT = re.compile(
    rf"\s*(?:[,;:]|\.{{2,}}|…)\s+|\s+[–—-]+\s+|\s+(?:and|but|then|so)\s+(?=(?:(?:please|then|also|just|can you|could you)\s+)*{_VERBS}\b)",
    _I,
)
_QUOTES = re.compile(r"\"[^\"]{1,200}\"|(?<!\w)'.{1,200}?'(?!\w)")


def _pieces(text: str, question: str | None, known: Sequence[Entry], last: Sequence[Entry]) -> list[_Piece]:
    """The clauses of a message, each judged by itself; a sentence of which none is anything is judged whole."""
    found: list[_Piece] = []
    for n, sentence in enumerate(sentences(text)):
        here = list(_clauses(text, sentence.start, sentence.end, n))
        done = -1
        for piece in here:
            if piece.start < done:
                piece.kept = False
                continue
            whole = judge(text[piece.start : sentence.end], question, known, last)
            if whole is not None and whole.at != (0, 0):
                piece.said, piece.end, done = whole, sentence.end, sentence.end
                continue
            piece.said = judge(text[piece.start : piece.end], question, known, last)
        here = [p for p in here if p.kept]
        if len(here) > 1 and all(p.said is None or p.said.kind in ("filler", "told") for p in here):
            whole = judge(text[sentence.start : sentence.end], question, known, last)
            if whole is not None and whole.kind != "filler":
                here = [_Piece(sentence.start, sentence.end, n, whole)]
        found += here
    return found


def _clauses(text: str, start: int, end: int, n: int) -> list[_Piece]:
    quoted = [hit.span() for hit in _QUOTES.finditer(text, start, end)]
    at, out = start, []
    for cut in _CUT.finditer(text, start, end):
        if cut.start() > at and not any(a <= cut.start() < b for a, b in quoted):
            out.append(_Piece(at, cut.start(), n))
            at = cut.end()
    return [*out, _Piece(at, end, n)]


_REASON = re.compile(
    r"(?:and |but |so |as )?(?:it|that|this|they|those|these|thats|its|theyre|because|since|he|she|which|who|no longer|never|not)(?:'s|'re)?\b|.*\b(?:one|it|them|those|any ?more|never|already|twice|wrong|not|\w+n'?t)\b",
    _I,
)
_TURNS = re.compile(r"(?:and |but |so )*(?:i (?:said|meant|mean|want)|we|they|clients|customers|our|my|the|people|it should be|it'?s (?:really|actually))\b", _I)  # fmt: skip


def _sort_out(pieces: list[_Piece], text: str) -> None:
    """Mark what is no answer: what is said to the coach, and in the same sentence the reason for it."""
    for n in {p.sentence for p in pieces}:
        here = [p for p in pieces if p.sentence == n]
        told = [p for p in here if p.said is not None and p.said.kind not in ("filler", "told")]
        for p in here:
            words = text[p.start : p.end].strip()
            if p.said is not None:
                p.kept = False
            elif told and p.start > told[-1].start:
                enough = cues.content_words(words) >= 3
                led = section(words.split(":")[0]) is not None or _TURNS.match(words)
                p.kept = bool(enough and led and not _REASON.match(words))
            elif told and (any(t.said and t.said.leans for t in told) or cues.content_words(words) < 3):
                p.kept = False


_LEANS = re.compile(r"(?:because|since|they|it|he|she|that|this|those|these|nobody|no one|none|never)\b|.*\b(?:it|them|those|these|one|any ?more)\Z", _I)  # fmt: skip


def _drop_reasons(pieces: list[_Piece], text: str) -> None:
    """A sentence that only says why, behind the removal of something that was named."""
    for before, piece in pairwise(pieces):
        said = before.said
        named = said is not None and said.kind == "remove" and not said.leans and bool(said.meant)
        last = not any(p.sentence == piece.sentence for p in pieces[pieces.index(piece) + 1 :])
        words = text[piece.start : piece.end].strip(" .!")
        if (
            named
            and last
            and piece.sentence == before.sentence + 1
            and piece.kept
            and len(words.split()) <= 12
        ):
            piece.kept = not _LEANS.match(words)


def _longest(pieces: list[_Piece], words: str) -> list[_Piece]:
    """The longest stretch of kept clauses that follow each other: spans stay substrings of the message."""
    runs: list[list[_Piece]] = [[]]
    for piece in pieces:
        if piece.kept:
            runs[-1].append(piece)
        elif runs[-1] and piece.end > piece.start:
            runs.append([])
    best = max(runs, key=lambda r: cues.content_words(words[r[0].start : r[-1].end]) if r else 0)
    return best if best and cues.content_words(words[best[0].start : best[-1].end]) else []


_MANY = frozenset(("processes", "skills", "kpis", "next_actions", "assumptions", "return_upstream"))


class _Heard:
    """The orders of one message, carried out one by one."""

    def __init__(
        self, draft: Draft, words: str, known: list[Entry], question: str | None, asking: Asked | None
    ) -> None:
        self.draft, self.words, self.known, self.asking = draft, words, known, asking
        self.question = question
        self.before = len(draft.events)
        self.untaken: list[str] = []
        self.done = self.bye = self.misplaced = False

    def new_of(self, piece: _Piece, run: list[_Piece], pieces: list[_Piece]) -> tuple[str, bool] | None:
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
        named = section(rest.split(":")[0]) if ":" in rest else None
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
            within = [e for e in self.known if self._within(e, said.where)]
            named = tuple(e for e in named if e in within) or tuple(
                e for e in within if len(stems(e.text) & stems(self.words)) >= max(1, len(stems(e.text)) // 2)
            )
            if named or said.kind == "remove":
                return named or self._latest(within)
            return self._latest(within)
        if named:
            return tuple(named)
        if said.kind == "denial":
            return ()
        focus = self.draft.core.focus
        own = [e for e in self.known if focus is not None and e.question == focus]
        return tuple(own) or self._latest(self.known)

    @staticmethod
    def _within(entry: Entry, where: Section) -> bool:
        return entry.list in where.lists if entry.list and where.lists else entry.question == where.question

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


__all__ = ["FAREWELL", "SKIPPED", "UNTAKEN", "Rest", "announced", "entries", "heed"]
