"""What is taken back: "Remove the tender writer, we never hired one", "that's no longer true about the energy rules"."""

import re

from coach import stages
from coach.events import ItemRemoved
from coach.language.reading.corrections import Part
from coach.language.reading.draft import Draft, trim
from coach.language.reading.hedges import stems
from coach.language.reading.leaves import SINGLE
from coach.state import Item

_I = re.IGNORECASE
_POLITE = r"(?:(?:please|can you|could you|can we|let'?s|we should|we can|you can|i'?d)\s+)*"
_WHY = r"(?:\s*(?:[,;:(–—]|\s-\s)\s*.*|\s+(?:because|since|as (?:we|i|it|they|that)|from (?:the|my|our) (?:list|plan)|again|please|altogether|completely|out)\b.*)?"
_REMOVE = re.compile(
    rf"^{_POLITE}(?:(?:remove|delete|scrap|strike(?: out)?|cross out|take out|leave out|drop|forget(?: (?:what i said )?about)?|cut|erase|get rid of|skip)\s+(?P<what>[^,;:(]{{2,60}}?)|"
    rf"(?:take|leave|cross|strike|cut)\s+(?P<them>[^,;:(]{{2,60}}?)\s+(?:out|off)(?: of (?:it|the (?:list|plan))| the list)?){_WHY}\Z",
    _I | re.DOTALL,
)
_OUT = re.compile(
    r"^(?P<what>[^,;]{2,60}?)(?:,| and)?\s+(?:(?:isn'?t|aren'?t|is not|are not|was never|were never|never|is no|are no|doesn'?t|don'?t|should not|shouldn'?t)\b[^;]{1,60}?|(?:can|should|must) (?:go|come off|be (?:removed|taken out|left out|dropped))|is (?:out|gone|a mistake|wrong)|was (?:a mistake|wrong))"
    r"(?P<ask>[,;.]?\s*(?:so )?(?:please )?(?:take|leave|cross|strike) (?:it|them|that|those) (?:out|off)(?: of (?:it|the (?:list|plan))| the list)?| (?:go|come off|be (?:removed|taken out|left out|dropped)))[.!]*\Z",
    _I,
)
_NO_MORE = re.compile(
    r"^(?:(?:what i said|that|it|this|the (?:thing|point|bit|part))(?:'s| is| was)? )?(?:(?:no longer|not) (?:true|right|correct|valid|the case|so)(?: any ?more)?|(?:doesn'?t|does not|no longer) (?:holds?|applies|apply|stands?)(?: any ?more)?) "
    r"(?:about|for|of|with|on) (?P<about>[^,;]{2,60})|"
    r"^(?:what i said about |the (?:thing|point|bit|part|trend|one) about )(?P<what>[^,;]{2,60}?) (?:is|isn'?t|are|aren'?t|doesn'?t|does|no longer|was|has|have)\b(?: (?:no longer|not|never))?.{0,4}?(?:true|right|valid|hold|holds|apply|applies|the case|wrong|outdated|so|withdrawn|cancelled)\b.*",
    _I,
)
_ARTICLE = re.compile(r"^(?:the|our|my|that|those|this|a|an)\s+", _I)
_WHOLE_NAMES = 0.2
"""How much of an item must be named before it is taken out."""


def withdrawn(draft: Draft, part: Part) -> bool:
    """Take out the item that the words name, where they ask for that or say that it is no longer true."""
    hit = _REMOVE.match(part.words) or _OUT.match(part.words)
    if hit is not None:
        return _remove(draft, next(g for n, g in hit.groupdict().items() if g and n != "ask"))
    gone = _NO_MORE.match(part.words)
    return gone is not None and _remove(draft, gone["about"] or gone["what"], ("trends", "assumptions"))


def _remove(draft: Draft, named: str, lists: tuple[str, ...] = ()) -> bool:
    bare = _ARTICLE.sub("", trim(named))
    if bare.casefold() in SINGLE:
        return False
    wanted = stems(bare)
    best: tuple[float, str, Item] | None = None
    for list_name, item in draft.core.all_items():
        for value in item.fields.values():
            held = (
                stems(value.value)
                if isinstance(value.value, str) and value.status != "derived"
                else frozenset()
            )
            shared = len(wanted & held) / len(held) if held and wanted <= held else 0.0
            if (
                shared >= _WHOLE_NAMES
                and (not lists or list_name in lists)
                and (best is None or shared > best[0])
            ):
                best = (shared, list_name, item)
    if best is None or not wanted:
        return False
    _, list_name, item = best
    question = stages.owner_of(list_name, {k: item.get(k) for k in item.fields})
    return draft.emit(ItemRemoved(question=question, list=list_name, id=item.id))
