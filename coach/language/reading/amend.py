"""Corrections: "actually 24, not 30", "change the owner to Anna". They replace exactly one value of the plan."""

import re

from coach import stages
from coach.events import Answered, Digressed, ItemRemoved, Value, WentBack
from coach.language.amounts.dates import dates
from coach.language.amounts.quantities import correction, from_to, quantities
from coach.language.reading import cues
from coach.language.reading.commands import place
from coach.language.reading.contrasts import stems
from coach.language.reading.draft import Draft, trim
from coach.language.reading.edits import edited, edits
from coach.language.reading.leaves import SINGLE, Leaf, find_old, leaves, replaced
from coach.language.reading.readers import READERS
from coach.language.reading.values import number
from coach.language.reading.wrong_figure import not_figure, put_right, speaks_of, x_not_y
from coach.language.spans import fold

_I = re.IGNORECASE

_FIELD = re.compile(
    r"\b(?:change|make|set|correct|update|actually,?|no,?|sorry,?)?\s*(?:the|my|our)?\s*\b(?P<field>target|baseline|deadline|owner|"
    r"price|team size|size|metric|unit|start|due date|hours|place|buyers|offer|source|cadence)\b\s*"
    r"(?:date\s*)?(?:of [^,.]{1,40}? )?(?:should be|is now|to be|is|to|=|becomes|:)\s+(?P<new>(?:[^.;]|\.(?=\d))+)",
    _I,
)
_ALIAS = {"team size": "size", "due date": "due"}
_REMOVE = re.compile(
    r"^(?:please )?(?:remove|delete|drop|take out|forget)\s+(?:the\s+)?(?P<what>.+?)[.!]*$", _I
)


_LEAD = re.compile(r"^(?:(?:no|oh|sorry|wait|actually|correction)\b[\s,:.;]*)+", _I)
_WRONG = re.compile(
    r"^(?:sorry,? )?(?:the )?(?P<old>[^,.;]{1,40}?) (?:was|is) (?:wrong|a typo|a mistake|not right)[,.;:]?\s+"
    r"(?:it (?:should be|must be|is|was)|it's|should be|make (?:it|that)|i meant)\s+(?P<new>[^.;]{1,80}?)[.!]*$",
    _I,
)


_SUPPOSED = re.compile(r"(?:if|when|unless|suppose|imagine|once|as soon as)\b", _I)
"""How a sentence begins that says what would be: it corrects nothing."""


def amend(draft: Draft, words: str, question: str | None) -> bool:
    """Apply a correction if the message is one; return whether it was."""
    if len(words) > 400 or _SUPPOSED.match(words):
        return False
    known = list(leaves(draft))
    if not known:
        return False
    if _by_name(draft, words):
        return True
    if _take_back(draft, words, known):
        return True
    remove = _REMOVE.match(words) or _TAKE_OUT.match(words)
    if remove and _remove(draft, trim(next(g for g in remove.groups() if g))):
        return True
    if _by_field(draft, words, known, question):
        return True
    if _composed(draft, words, known):
        return True
    wrong = _WRONG.match(words)
    if wrong:
        target = find_old(known, trim(wrong["old"]))
        return target is not None and (
            replaced(draft, target, trim(wrong["new"]), trim(wrong["old"]))
            or draft.emit(Digressed(kind="nonsense", text=words[:200]))
        )
    if x_not_y(draft, words, known) or _by_subject(draft, words, known) or not_figure(draft, words, known):
        return True
    found = correction(words)
    if found is not None and found.old is None:
        # "No wait, 24 instead of 12" says more than its first words let on.
        found = next((c for c in (correction(_LEAD.sub("", words)),) if c is not None and c.old), found)
    if found is None:
        return False
    new, old = trim(found.new.text), trim(found.old.text) if found.old is not None else ""
    if old and put_right(draft, new, old, known):
        return True
    target = find_old(known, old) if old else None
    if target is None and old and quantities(old):
        return False
    if target is not None and quantities(old) and not _is_meant(draft, words, target):
        return False
    if target is None:
        if found.kind == "weak" or (question is None and not known):
            return False
        target = _latest_like(draft, known, new, question)
        ends = from_to(new)
        if target is not None and target.list == "goals" and ends.baseline and ends.target:
            both = {"baseline": number(draft, ends.baseline), "target": number(draft, ends.target)}
            return question != target.question and draft.change(target.question, "goals", target.item, both)
    return target is not None and replaced(draft, target, new, old)


_OF_SIZE = stems(
    "people person staff employee team us head colleague sorry actually oh wait make change size total altogether now correction meant said"
)


def _is_size(words: str) -> bool:
    """Whether nothing else is counted than the firm's own people."""
    return all(w in _OF_SIZE or len(w) == 1 or w.isdigit() or bool(quantities(w)) for w in stems(words))


def _is_meant(draft: Draft, words: str, leaf: Leaf) -> bool:
    """Whether a sentence with two figures can be about this one: what else it says is of the same thing."""
    if leaf.name == "size":
        return _is_size(words)
    item = draft.core.item(leaf.list, leaf.item) if leaf.list else None
    around = [str(v.value) for v in item.fields.values()] if item is not None else [str(leaf.value.value)]
    return speaks_of(words, " ".join((*around, leaf.name, stages.QUESTION[leaf.question].label)))


def _composed(draft: Draft, words: str, known: list[Leaf]) -> bool:
    """An edit of words that were composed and accepted: only what is named changes."""
    if not any(e.old and not quantities(e.old) for e in edits(words)):
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
    r"^(?:(?:no|oh|sorry|wait|actually|correction|in fact|to be exact|i was wrong|my mistake|i (?:made a|was) mistaken?(?: earlier| before)?|i checked)\b[\s,:.;!-]*)+(?:and |but )?"
    r"(?P<subject>(?:the|our|my|it|that|we|a|there)\b[^.;€$£₹\d]{0,60}?)\s*(?P<verb>costs?|cost|charges?|is|are|was|were|should be|have|has|sells? (?:for|at)|comes? to)"
    r"(?: now| really| more like| about| around| only)*\s+(?P<new>[^.;]{1,60})[.!]*\Z",
    _I,
)


def _by_subject(draft: Draft, words: str, known: list[Leaf]) -> bool:
    """ "Actually, the study costs €20,000": the figure of what the sentence is about."""
    hit = _SUBJECT.match(words)
    if hit is None or not quantities(hit["new"]) or re.search(r"\bnot\b|instead", hit["new"], _I):
        return False
    subject, new = set(fold(hit["subject"], True).split()), quantities(hit["new"])[0]
    if new.kind == "money" or re.search(r"cost|charge|price|sell", f"{hit['verb']} {hit['subject']}", _I):
        price = next((leaf for leaf in known if leaf.name == "price"), None)
        offer = next(
            (str(leaf.value.value) for leaf in known if leaf.pointer.endswith("/solution/offer")), ""
        )
        about = len(subject & set(fold(offer, True).split()) - _SMALL) > 0 or bool(
            subject & {"price", "it", "that", "we"}
        )
        if price is not None and about:
            return replaced(draft, price, trim(hit["new"]), "")
    for leaf in sorted(known, key=lambda leaf: -leaf.turn):
        if leaf.list and leaf.name in ("target", "baseline"):
            item = draft.core.item(leaf.list, leaf.item)
            metric = set(fold(str(item.get("metric") if item else ""), True).split()) - _SMALL
            named = re.search(r"target|goal|aim", hit["subject"], _I)
            right = leaf.name == ("target" if named else "baseline")
            if right and (named or metric & subject):
                return replaced(draft, leaf, trim(hit["new"]), "")
    return False


_SMALL = frozenset("the a an our my of and or to for with in on at it that we new".split())


_ADD = re.compile(
    r"^(?:please |can you |could you |oh,? |and |also )*add (?P<what>.+?) to (?:the |my |our )?(?P<where>[\w ]{3,30}?)(?: please)?[.!]*\Z",
    _I,
)
_CHANGE = re.compile(
    r"^(?:please |can you |could you |let'?s )*(?:change|set|update) (?:the |my |our )(?P<where>[\w ]{3,24}?) (?:to|into) (?P<what>.{4,200})\Z",
    _I,
)
_TAKE_OUT = re.compile(
    r"^(?:please )?(?:(?P<what>[^,;.]{2,50}?) (?:isn'?t|is not|aren'?t|are not|is no longer) [^,;.]{1,50}[,;.]\s*(?:so )?(?:please )?(?:take|leave) (?:it|them|that) out|"
    r"forget (?:what i said )?about (?P<about>.{2,50}?))[.!]*\Z",
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
    new = re.split(r",?\s+(?:not|instead of)\s+", match.group("new"), maxsplit=1)[0]
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


def _remove(draft: Draft, what: str) -> bool:
    wanted = fold(what, True)
    for list_name, item in draft.core.all_items():
        for value in item.fields.values():
            same = isinstance(value.value, str) and len(wanted) > 3 and wanted in fold(value.value, True)
            if same:
                fields = {k: item.get(k) for k in item.fields}
                question = stages.owner_of(list_name, fields)
                return draft.emit(ItemRemoved(question=question, list=list_name, id=item.id))
    return False
