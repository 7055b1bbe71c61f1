"""A message that is a correction as a whole: "change the owner to Anna", "24, not 30", "no, 24". One value changes.

What was not put right in passing comes here, in the order that `amend` gives.
"""

import re

from coach import stages
from coach.events import Answered, Digressed, ItemRemoved, Value, WentBack
from coach.language.amounts.dates import dates
from coach.language.amounts.quantities import from_to, quantities
from coach.language.reading import cues
from coach.language.reading.commands import place
from coach.language.reading.corrections import Correction, Part, contrasts, corrections, parts
from coach.language.reading.draft import Draft, trim
from coach.language.reading.edits import edited, edits
from coach.language.reading.hedges import stems
from coach.language.reading.leaves import SINGLE, Leaf, find_old, leaves, replaced
from coach.language.reading.readers import READERS
from coach.language.reading.values import number
from coach.language.reading.wrong_figure import is_figure, put_right
from coach.language.wording.phrasing import is_clause

_I = re.IGNORECASE

_FIELD = re.compile(
    r"\b(?:change|make|set|correct|update|actually,?|no,?|sorry,?)?\s*(?:the|my|our)?\s*\b(?P<field>target|baseline|deadline|owner|"
    r"price|team size|size|metric|unit|start|due date|hours|place|buyers|offer|source|cadence)\b\s*"
    r"(?:date\s*)?(?:of [^,.]{1,40}? )?(?:should be|is now|to be|is|to|=|becomes|:)\s+(?P<new>(?:[^.;]|\.(?=\d))+)",
    _I,
)
_ALIAS = {"team size": "size", "due date": "due"}
_SUPPOSED = re.compile(r"(?:if|when|unless|suppose|imagine|once|as soon as)\b", _I)
"""How a sentence begins that says what would be: it corrects nothing."""


def amend(draft: Draft, words: str, question: str | None) -> bool:
    """Apply a correction if the message is one; return whether it was."""
    known = list(leaves(draft))
    if len(words) > 400 or _SUPPOSED.match(words) or not known:
        return False
    # What is called by its name is sure; what was composed comes before the answers that it repeats.
    return (
        _by_name(draft, words)
        or _take_back(draft, words, known)
        or _by_field(draft, words, known, question)
        or _composed(draft, words, known)
        or any(
            _put_right(draft, part, told, known, question)
            for part in parts(words)
            if not part.asked
            for told in corrections(part.words, bool(part.led))
        )
    )


def _put_right(draft: Draft, part: Part, told: Correction, known: list[Leaf], question: str | None) -> bool:
    if not told.old:
        return _by_subject(draft, part, known) or _said_last(draft, part, told, known, question)
    if is_figure(told.old, told.new):
        return put_right(draft, told, known) or _of_nothing(draft, told, known)
    target = find_old(known, told.old)
    if target is None or is_figure(told.new, told.old) or not _is_for_words(part, told, target):
        return False
    return replaced(draft, target, told.new, told.old)


_NAMES = re.compile(r"(?:[A-Z][\w'.-]*\s?){1,3}")


def _is_for_words(part: Part, told: Correction, target: Leaf) -> bool:
    """Whether words are told for others: "we are careful not slow" and "clients should be happier" are plain talk."""
    named = _NAMES.fullmatch(told.new) is not None
    if target.name == "owner" or (named and _NAMES.fullmatch(told.old)):
        return named
    if is_clause(told.new) and not is_clause(told.old):
        return False
    if told.form in ("plain not", "not first", "is not"):
        return bool(part.led) or _IT.fullmatch(told.about) is not None
    return told.form not in ("should", "or rather") or bool(stems(told.new) & stems(told.old))


_IT = re.compile(r"(?:it|that|this)(?:'s| is)?", _I)


def _of_nothing(draft: Draft, told: Correction, known: list[Leaf]) -> bool:
    """It corrects a figure that nobody said, or by none: nothing changes, least of all what is asked now."""
    if find_old(known, quantities(told.old)[0].text) is not None:
        nothing = told.form == "wrong"
    else:
        asked = draft.state.answering
        open_ = (
            asked is not None and asked.kind == "question" and not draft.core.has_value(asked.question or "")
        )
        nothing = told.form in ("not but", "not first") and not open_
    return nothing and draft.emit(Digressed(kind="nonsense", text=draft.text[:200]))


def _said_last(draft: Draft, part: Part, told: Correction, known: list[Leaf], question: str | None) -> bool:
    """ "Sorry, I meant 24", "no, 24": the value said last that it can replace. "No, they buy bread" may be an answer."""
    figures = quantities(told.new) or dates(told.new, draft.state.today, edge="end")
    exact = bool(figures) and len(told.new[: figures[0].start].split()) <= 2
    named = _IT.fullmatch(told.about) and part.led.casefold() not in ("no", "wait")
    if told.form == "announced" and not exact and not named:
        return False
    target = _latest_like(draft, known, told.new, question)
    ends = from_to(told.new)
    if target is not None and target.list == "goals" and ends.baseline and ends.target:
        both = {"baseline": number(draft, ends.baseline), "target": number(draft, ends.target)}
        return question != target.question and draft.change(target.question, "goals", target.item, both)
    return target is not None and replaced(draft, target, told.new, "")


def _composed(draft: Draft, words: str, known: list[Leaf]) -> bool:
    """An edit of words that were composed and accepted: only what is named changes."""
    if not any(e.old and not is_figure(e.old, e.new) for e in edits(words)):
        return False
    for leaf in sorted(known, key=lambda leaf: -leaf.turn):
        text, value = leaf.value.value, leaf.value
        if not leaf.pointer or not isinstance(text, str) or not stages.QUESTION[leaf.question].composed:
            continue
        changed = edited(text, words) if value.conversation == draft.state.conversation else None
        if changed is not None and changed not in (text, text + "."):
            new = Value(
                value=changed,
                status="derived",
                rule="edit",
                suggestion=value.suggestion,
                said=(draft.said(words), *value.said),
            )
            return draft.emit(Answered(question=leaf.question, fields={leaf.pointer: new}))
    return False


_SUBJECT = re.compile(
    r"(?P<subject>(?:the|our|my|it|that|we|a|there)\b[^.;€$£₹\d]{0,60}?)\s*(?:is|are|was|were|should be|have|has)"
    r"(?: now| really| more like| about| around| only)*\s+(?P<new>[^.;]{1,60})\Z",
    _I,
)


def _by_subject(draft: Draft, part: Part, known: list[Leaf]) -> bool:
    """ "Actually, our goal is 20 studies": the figure of what the sentence is about."""
    hit = _SUBJECT.match(part.words) if part.led else None
    if hit is None or not quantities(hit["new"]):
        return False
    named = re.search(r"target|goal|aim", hit["subject"], _I)
    for leaf in sorted(known, key=lambda leaf: -leaf.turn):
        item = draft.core.item(leaf.list, leaf.item) if leaf.list else None
        if item is None or leaf.name != ("target" if named else "baseline"):
            continue
        if named or stems(str(item.get("metric"))) & stems(hit["subject"]):
            return replaced(draft, leaf, trim(hit["new"]), "")
    return False


_ADD = re.compile(
    r"^(?:please |can you |could you |oh,? |and |also )*add (?P<what>.+?) to (?:the |my |our )?(?P<where>[\w ]{3,30}?)(?: please)?[.!]*\Z",
    _I,
)
_CHANGE = re.compile(
    r"^(?:please |can you |could you |let'?s )*(?:change|set|update) (?:the |my |our )(?P<where>[\w ]{3,24}?) (?:to|into) (?P<what>.{4,200})\Z",
    _I,
)


def _by_name(draft: Draft, words: str) -> bool:
    """ "Add Tesco to the alternatives", "change the ideal client to schools": the answer is named, and what it gets."""
    add, change = _ADD.match(words), _CHANGE.match(words)
    hit = add or change
    named = place(hit["where"]) if hit else None
    if hit is None or named is None or not draft.core.has_value(named):
        return False
    if change and quantities(change["what"]) and not stages.QUESTION[named].lists:
        return False
    if change:
        draft.emit(WentBack(question=named))
        for list_name, item in draft.core.owned(named):
            if stages.LISTS[list_name].fields == ("text",):
                draft.emit(ItemRemoved(question=named, list=list_name, id=item.id))
    return READERS[named](draft, trim(hit["what"]))


def _latest_like(draft: Draft, known: list[Leaf], new: str, question: str | None) -> Leaf | None:
    """The value said last that the new one could replace: a number for a number, a date for a date."""
    before = [leaf for leaf in known if leaf.turn < draft.state.turn]
    if not before:
        return None
    last = max(leaf.turn for leaf in before)
    recent = [leaf for leaf in before if leaf.turn == last]
    if question is not None and not draft.core.settled(question) and not draft.core.has_value(question):
        strong = draft.state.answering is not None
        recent = recent if strong else []
    if quantities(new):
        numeric = [leaf for leaf in recent if isinstance(leaf.value.value, int | float)]
        preferred = [leaf for leaf in numeric if leaf.name == "target"]
        return next(iter(preferred or numeric), None)
    if dates(new, draft.state.today, edge="end"):
        dated = [leaf for leaf in recent if leaf.name in ("deadline", "due", "start", "review_on")]
        return dated[0] if dated else None
    texts = [leaf for leaf in recent if isinstance(leaf.value.value, str) and leaf.value.status == "stated"]
    return texts[0] if len(texts) == 1 and cues.content_words(new) >= 1 else None


def _by_field(draft: Draft, words: str, known: list[Leaf], question: str | None) -> bool:
    match = _FIELD.search(words)
    if match is None or match.start() > 25:
        return False
    name = _ALIAS.get(match.group("field").casefold(), match.group("field").casefold())
    candidates = [leaf for leaf in known if leaf.name == name]
    if not candidates:
        return False
    own = [leaf for leaf in candidates if leaf.question == question]
    if (
        question is not None
        and not own
        and any(n.at.endswith(f".{name}") for n in stages.QUESTION[question].needs)
    ):
        return False  # It answers what was asked.
    target = max(own or candidates, key=lambda leaf: leaf.turn)
    new = next((told.sentence for told in contrasts(match.group("new"))), match.group("new"))
    return replaced(draft, target, trim(new), "")


_FIELD_OUT = re.compile(
    r"^(?:please |can you |could you )*(?:(?:remove|delete|clear|take out) (?:the |my |our )(?P<name>[a-z ]{4,20}?)|take (?:the |my |our )(?P<out>[a-z ]{4,20}?) out)"
    r"(?: (?:again|please|of the plan|from the plan))*[.!]*\Z",
    _I,
)


def _take_back(draft: Draft, words: str, known: list[Leaf]) -> bool:
    """ "Take the price out": no event empties a single field, so its question comes back, to say what should stand there."""
    hit = _FIELD_OUT.match(words)
    name = (hit["name"] or hit["out"]).casefold() if hit else ""
    name = _ALIAS.get(name, name)
    if name not in SINGLE:
        return False
    named = [leaf for leaf in known if leaf.name == name.replace(" ", "_")]
    if not named:
        return draft.emit(Digressed(kind="nonsense", text=words[:200]))
    return draft.emit(WentBack(question=max(named, key=lambda leaf: leaf.turn).question))
