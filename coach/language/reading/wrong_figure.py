"""A figure told by the one it replaces: "it was 22 of 55, not 20". Only the figure changes; the words around it stay."""

import re
from itertools import pairwise

from coach import stages
from coach.events import Digressed
from coach.language.amounts.quantities import Quantity, quantities
from coach.language.folding import find_span
from coach.language.reading.corrections import Correction
from coach.language.reading.draft import Draft, trim
from coach.language.reading.hedges import stems
from coach.language.reading.leaves import Leaf, find_old, replaced

_I = re.IGNORECASE

_OF = r"\s+(?:out )?of (?:our |the |my )?"
"""Between a part and its whole: "22 of 55"."""


def is_figure(old: str, new: str) -> bool:
    """Whether a figure is told: "we follow it for two years instead of we measure it for two years" tells words."""
    figures = [q.value for q in quantities(old)]
    return bool(figures) and figures != [q.value for q in quantities(new)]


def put_right(draft: Draft, told: Correction, known: list[Leaf]) -> bool:
    """Replace a figure by the one that is told instead; return whether that was dealt with."""
    old, new = quantities(told.old), quantities(told.new)
    if not old or not new or all(q.unit == "x" for q in new):
        return False  # "Doubling" puts nothing right.
    was = trim(told.old)
    if len(old) == 1:  # "40 restaurants is wrong, it was 44": what is counted stays.
        was = _bare(old[0], "count" if new[0].kind == "count" else "")
    said = told.form == "said"
    words = f"{told.sentence} {told.old}"
    own = [leaf for leaf in known if not stages.QUESTION[leaf.question].composed]
    known = own if find_old(own, was) else known  # What was composed from an answer follows it.
    texts = [leaf for leaf in known if isinstance(leaf.value.value, str)]
    held = (find_old(known, was), find_old(texts, was))
    leaf = next((leaf for leaf in held if leaf is not None and (said or is_of(draft, words, leaf))), None)
    if leaf is None:
        return False
    if figure(draft, told.sentence, was, known):
        # The same words may stand in two fields: the problem, and what it costs.
        for other in texts if leaf in texts else ():
            if other.turn == leaf.turn and other is not leaf:
                figure(draft, told.sentence, was, [other])
        return True
    return replaced(draft, leaf, new[0].text, was)


def figure(draft: Draft, said: str, old: str, known: list[Leaf]) -> bool:
    """Replace the figure `old` inside an answer by the one that is meant in `said`; return whether that was dealt with."""
    texts = [leaf for leaf in known if isinstance(leaf.value.value, str)]
    if _in_company(draft, said, old, texts):
        return True
    part, kind = _part(said), quantities(old)[0].kind
    target = find_old(texts if part else known, old)
    if part and not _part(old) and kind not in ("share", "percent"):
        # A part of something else than what stands there: nothing changes, least of all what is asked now.
        return find_old(known, old) is not None and draft.emit(Digressed(kind="nonsense", text=said[:200]))
    if (
        target is None
        or not isinstance(target.value.value, str)
        or not speaks_of(f"{said} {old}", target.value.value)
    ):
        return False
    new = _meant(said, kind)
    return replaced(draft, target, part or _bare(new, kind), old if part else _whole(target, old, new))


def _in_company(draft: Draft, said: str, old: str, texts: list[Leaf]) -> bool:
    """Put right the figure in the same company: the 20 that stands before "of 55", the 55 after "20 of", and no other."""
    for figure in quantities(said):
        start, end = figure.start, figure.start + len(_bare(figure))
        ends = [end + hit.end() for hit in re.finditer(r"\S+", said[end:])]
        for at in reversed(ends):
            tail = said[end:at]
            for was in (f"{old}{tail}", f"{old}{tail.replace(' out of ', ' of ')}", f"{old} out{tail}"):
                target = find_old(texts, was) if tail.startswith(" ") else None
                if target is not None:
                    return replaced(draft, target, said[start:at], was)
        whole = re.search(rf"\S+{_OF}\Z", said[:start], _I)
        target = find_old(texts, f"{whole.group()}{old}") if whole else None
        if whole is not None and target is not None:
            return replaced(draft, target, said[whole.start() : end], f"{whole.group()}{old}")
    return False


_OF_SIZE = stems(
    "people person staff employee team us head colleague sorry actually oh wait make change size total altogether now correction meant said"
)


def _is_size(words: str) -> bool:
    """Whether nothing else is counted than the firm's own people."""
    return all(w in _OF_SIZE or len(w) == 1 or w.isdigit() or bool(quantities(w)) for w in stems(words))


def is_of(draft: Draft, words: str, leaf: Leaf) -> bool:
    """Whether a sentence with two figures can be about this one: what else it says is of the same thing."""
    if leaf.name == "size":
        return _is_size(words)
    item = draft.core.item(leaf.list, leaf.item) if leaf.list else None
    around = [str(v.value) for v in item.fields.values()] if item is not None else [str(leaf.value.value)]
    return speaks_of(words, " ".join((*around, leaf.name, stages.QUESTION[leaf.question].label)))


def speaks_of(words: str, answer: str) -> bool:
    """Whether the words around the figures speak of what the answer does: "3 million a school, not 2 million"."""
    figures = quantities(words)
    for figure in figures[::-1]:
        words = words[: figure.start] + " " + words[figure.start + len(_bare(figure)) :]
    others = {w for w in stems(words) - _GENERAL if not quantities(w)}
    return not others or bool(others & stems(answer))


_GENERAL = stems(
    "it's that's last this year years ago about around really out said before earlier per percent meant mean please sorry actually make change set number figure target goal let should correct correction wrong price cost wait but instead rather"
)
"""Words around a figure that tell nothing of what it counts."""


def _part(text: str) -> str:
    """The first "22 of 55" of a text, or nothing."""
    found = quantities(text)
    for one, two in pairwise(found):
        if re.fullmatch(_OF, text[one.end : two.start], _I):
            return text[one.start : two.start + len(_bare(two))]
    return ""


def _meant(said: str, kind: str) -> Quantity:
    """The figure that takes the place of one of this kind: "one in four two years ago" means the share, not the years."""
    found = quantities(said)
    alike = [q for q in found if q.kind == kind] or found
    return alike[-1] if alike[-1].end == len(said.rstrip()) else alike[0]


def _bare(figure: Quantity, kind: str = "") -> str:
    """A count without what it counts, unless that is replaced too: "70" of "70 enquiries"."""
    unit = figure.unit or ""
    counts = figure.kind == "count" and kind != "count" and figure.text.casefold().endswith(unit.casefold())
    return figure.text[: -len(unit)].rstrip() if counts and unit else figure.text


def _whole(leaf: Leaf, old: str, new: Quantity) -> str:
    """What is replaced of "20%": all of it by "24%", only its digits by "24"; whichever of the two was said to be wrong."""
    text = str(leaf.value.value)
    at = find_span(text, old, casefold=True)
    there = next((q for q in quantities(text) if at and q.start <= at[0] < q.end), None)
    if there is None or there.kind not in ("percent", "money"):
        return old
    digits = re.search(r"\d[\d.,]*", there.text)
    if new.kind == there.kind:
        return there.text
    return digits.group() if digits is not None and new.kind == "plain" else old
