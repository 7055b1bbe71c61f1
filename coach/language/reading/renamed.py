"""Words of an answer that give way to others: the ideal client, what is counted, what the firm is known for."""

import re

from coach import stages
from coach.events import Answered, ItemChanged, ItemRemoved, Value, WentBack
from coach.language.amounts.quantities import quantities
from coach.language.reading import cues
from coach.language.reading.commands import place
from coach.language.reading.corrections import Correction, Part, contrasts
from coach.language.reading.draft import PURPOSE, Draft
from coach.language.reading.hedges import stems
from coach.language.reading.leaves import Leaf
from coach.language.reading.readers import READERS

_I = re.IGNORECASE
_FIVE = re.compile(
    r"\b(?:in|over|within) (?:five|5) years\b|\b(?:five|5)[- ]years?(?:'s|s)? (?:goal|picture|aim|vision|view|dream|ambition|target|horizon)\b|\b(?:five|5) years (?:from now|on|out|ahead)\b|\bby 20[3-9]\d\b|\bknown (?:for|as)\b",
    _I,
)
_PICTURE = re.compile(
    r"^(?:the|our|my) (?:five|5)[- ]years? \w+ (?:is|should be|should read|becomes|must be)(?: now| really)?:? ",
    _I,
)


def renamed(draft: Draft, part: Part, known: list[Leaf], question: str | None) -> bool:
    """Replace words of an earlier answer by those that are told instead."""
    told = [c for c in contrasts(part.words) if not (quantities(c.old) and not cues.content_words(c.old) > 3)]
    return (
        _five_years(draft, part, told, question)
        or _counted(draft, told, known)
        or _labelled(draft, part, told, known, question)
        or _chosen(draft, told, known)
    )


def _five_years(draft: Draft, part: Part, told: list[Correction], question: str | None) -> bool:
    if question == "five_year" or not draft.core.has_value("five_year"):
        return False
    picture = _PICTURE.match(part.words)
    if picture is not None:
        return READERS["five_year"](draft, part.words[picture.end() :])
    if not _FIVE.search(part.words) or not (told or part.led):
        return False
    held = draft.core.values.get(PURPOSE)
    for contrast in told:
        if held is not None and stems(contrast.old) & stems(str(held.value)):
            words = re.sub(r"^(?:be|to be)\s+", "", contrast.new, flags=_I)
            return READERS["five_year"](draft, words)
    return bool(part.led) and not told and READERS["five_year"](draft, part.words)


_COUNT = re.compile(
    r"^(?:(?:(?:i|we)(?:'d| would| will| should| want to| want us to| need to|'ll| must)? ?|let'?s |please |better |rather |actually |it(?:'s| is) )*)(?:count|measure|track|go by|watch|look at|follow|use|judge (?:it|us) by)\s+(?P<new>.+)\Z|"
    r"^(?:the |our |my )?(?:number|figure|metric|measure|thing (?:to count|we count|that counts)|kpi|yardstick)(?: (?:to (?:count|watch|track)|that (?:counts|matters)|we (?:count|watch|track)))? (?:is|should be|must be|'s)(?: really)? (?P<named>.+)\Z|"
    r"^(?P<last>.+?) (?:is|are) (?:what|the (?:number|figure|thing)) (?:we|i) (?:want to |should |will |would )?(?:count|measure|track|watch)\Z",
    _I,
)


def _counted(draft: Draft, told: list[Correction], known: list[Leaf]) -> bool:
    """ "I'd rather count signed contracts than studies sold"."""
    for contrast in told:
        hit = _COUNT.match(contrast.sentence)
        new = next((g for g in hit.groups() if g), "") if hit else ""
        if not new or quantities(new):
            continue
        held = [leaf for leaf in known if leaf.name == "metric" and leaf.list]
        scored = [(len(stems(contrast.old) & stems(str(leaf.value.value))), leaf.turn, leaf) for leaf in held]
        best = max(scored, key=lambda row: row[:2], default=None)
        if best is not None and best[0]:
            return draft.change(best[2].question, best[2].list, best[2].item, {"metric": draft.stated(new)})
    return False


_LABEL = re.compile(
    r"^(?:the|our|my) (?P<name>ideal (?:clients?|customers?)|(?:best|dream|target) (?:clients?|customers?)|clients?' (?:problem|challenge)|challenge|problem|offer|alternatives?|difference|trigger|disqualifiers?)"
    r"(?: (?:we (?:want|serve|solve)|of our clients|for (?:our )?clients|that matters))?\s+(?:is|are|should be|must be|will be)(?: (?:now|really|actually|rather))*:?\s*(?:that\s+)?(?P<new>.*)\Z",
    _I,
)
_QUESTION = {"problem": "challenge", "offer": "solution", "difference": "difference"}


def _labelled(
    draft: Draft, part: Part, told: list[Correction], known: list[Leaf], question: str | None
) -> bool:
    """ "Our ideal client is not X but Y", "So the ideal client is Y"."""
    for contrast in told:
        told_so = (contrast.sentence, f"{contrast.about} is {contrast.new}")
        hit = next((hit for words in told_so if (hit := _LABEL.match(words))), None)
        named = hit and _named(hit["name"])
        if hit and named and _instead(draft, named, hit["new"], contrast.old, known):
            return True
    hit = _LABEL.match(part.words)
    named = _named(hit["name"]) if hit else None
    if hit is None or named is None or told or not (part.led or part.so) or named == question:
        return False
    return _instead(draft, named, hit["new"], "", known)


def _named(name: str) -> str | None:
    if re.search(r"\b(?:client|customer)s?\Z", name, _I):
        return "ideal_client"
    return next((q for word, q in _QUESTION.items() if word in name.casefold()), None) or place(name)


def _instead(draft: Draft, question: str, new: str, old: str, known: list[Leaf]) -> bool:
    """Put `new` in the place of the item or field of a question that says `old`; of all of it where no old is said."""
    own = [
        leaf
        for leaf in known
        if leaf.question == question and isinstance(leaf.value.value, str) and leaf.value.status != "derived"
    ]
    if not own or cues.content_words(new) < 1:
        return False
    wanted = stems(old)
    said = [leaf for leaf in own if wanted and wanted & stems(str(leaf.value.value))]
    if old and not said and question != "ideal_client":
        return False
    if own[0].pointer and not old:
        return draft.emit(WentBack(question=question)) and READERS[question](draft, new)
    value = draft.stated(new)
    if own[0].pointer:
        leaf = (said or own)[0]
        return draft.emit(Answered(question=question, fields={leaf.pointer: value}))
    return _change(draft, said or own, value)


def _change(draft: Draft, held: list[Leaf], value: Value) -> bool:
    first, *others = held
    for leaf in others:
        if leaf.item != first.item and stages.LISTS[leaf.list].fields == ("text",):
            draft.emit(ItemRemoved(question=leaf.question, list=leaf.list, id=leaf.item))
    return draft.emit(
        ItemChanged(question=first.question, list=first.list, id=first.item, fields={first.name: value})
    )


_SERVE = re.compile(
    r"^(?:(?:i|we)(?:'d| would|'ll| will)? ?(?:rather |much rather |really |now |want to |would like to |prefer to |should )*|let'?s )(?:serve|work (?:for|with)|go for|go after|focus on|aim (?:at|for)|target|choose|help)\s+(?P<new>.+)\Z|"
    r"^(?P<first>.+?) (?:are|is) (?:our|the|my) (?:ideal|best|dream|target) (?:clients?|customers?)\Z",
    _I,
)


def _chosen(draft: Draft, told: list[Correction], known: list[Leaf]) -> bool:
    """ "We'd rather serve municipalities than school boards": the ideal client, told by the one that stands there."""
    for contrast in told:
        hit = _SERVE.match(contrast.sentence)
        new = next((g for g in hit.groups() if g), "") if hit else ""
        held = [
            leaf
            for leaf in known
            if leaf.question == "ideal_client" and stems(contrast.old) & stems(str(leaf.value.value))
        ]
        if new and held and not quantities(new):
            return _change(draft, held[:1], draft.stated(new))
    return False
