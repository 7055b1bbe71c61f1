"""What is said to the coach is carried out, or asked about; the rest of the message is left to be read as an answer.

Nothing of an order, a complaint or a farewell is ever stored. What cannot be carried out becomes a digression that begins
with `UNTAKEN`: the reply says so, and which wording works (`coach.language.wording.untaken`).
"""

import re
from collections.abc import Sequence

from coach.events import Asked
from coach.language.folding import plain
from coach.language.reading.carried_out import FAREWELL, UNTAKEN, Heard, Rest
from coach.language.reading.draft import Draft
from coach.language.reading.edits import edited
from coach.language.reading.leaves import leaves
from coach.language.reading.named import Entry, Said
from coach.language.reading.told_apart import longest, pieces_of, sort_out

_I = re.IGNORECASE
_LONGEST = 1_500
"""Characters up to which a message is looked through: a longer one is a text that was pasted in."""


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
    pieces = pieces_of(plain(words), question, known, _listed(draft, known, question))
    said = [p.said for p in pieces if p.said is not None and p.said.kind != "filler"]
    if not any(s.kind == "complaint" for s in said):
        # "The conference is our problem" is an answer like any other, where nothing was said to be misplaced.
        for piece in pieces:
            if piece.said is not None and piece.said.kind == "move" and not _BELONGS.search(words):
                piece.said = None
        said = [p.said for p in pieces if p.said is not None and p.said.kind != "filler"]
    if not said or _is_verdict(draft, words, said, asking):
        return None
    sort_out(pieces, plain(words))
    run = longest(pieces, words)
    rest = words[run[0].start : run[-1].end].strip() if run else ""
    heard = Heard(draft, words, known, question, asking)
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


__all__ = ["FAREWELL", "UNTAKEN", "Rest", "entries", "heed"]
