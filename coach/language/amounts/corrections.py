"""What a message corrects: "24, not 30", "sorry, I meant Anna", "change X to Y", "not 30 but 24".

A correction is *strong* where its words can hardly mean anything else, or where figures or dates stand on both sides.
Everything that also is plain talk ("growth, not chaos", "I'm actually quite happy") is *weak*: the caller, who knows what was
said before, decides. "not only … but", "not yet" and a plain denial ("we are not growing") correct nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from coach.language.amounts.date_forms import date_forms
from coach.language.amounts.measures import measures
from coach.language.folding import Span, plain, span
from coach.language.pieces import sentences

_I = re.IGNORECASE


@dataclass(frozen=True, slots=True)
class Correction:
    """`new` replaces `old`, or what was said last where the words name no old; unpacks as (new, old)."""

    new: Span
    old: Span | None = None
    kind: Literal["strong", "weak"] = "strong"

    def __iter__(self) -> Iterator[Span | None]:
        return iter((self.new, self.old))


_POLITE = r"(?:(?:please|ok|okay|no|oh|hm+|well|so|and|but|sorry|actually|wait|can you|could you|you can|let's|let me|i should|we should)[,:]?\s{1,2}){0,3}"
_STARTER = r"(?:(?:actually|no|sorry|oh|wait|oops|correction|ah|hm+|apologies|my mistake|my bad|scratch that)[,:;.!]?\s{1,2}){1,3}"
_LEAD_IN = (
    r"(?:(?:it's|it is|that's|that is|this is|make (?:it|that)|i meant?(?: to say)?|i should (?:have said|say)|it should (?:be|read|say)|"
    r"that should (?:be|read|say)|should be|we(?:'re| are)|i(?:'m| am)|we have|we've got|i have|there are|there's|call it|the [\w ]{2,20}? (?:is|are|should be)|"
    r"it was|that was|let's (?:say|make it)|say|rather|the)\s{1,2})"
)
_CHANGE = re.compile(
    rf"{_POLITE}(?P<wish>(?:i|we)(?:'d like to| want to| would like to| need to| have to)\s{{1,2}})?(?:change|replace|swap|correct|switch|update|turn)\s{{1,2}}"
    r"(?:the\s|my\s|our\s|that\s)?(?P<old>[^.;]{1,60}?)\s{1,2}(?:to|with|by|into|for)\s{1,2}(?P<new>[^;]{1,160})",
    _I,
)
_NOT_BUT = re.compile(
    r"(?P<lead>(?:it's|it is|that's|that is|this is|i said|actually,?|no,|sorry,)?\s{0,2})\bnot\s{1,2}(?P<old>[^,.;]{1,60}?)"
    r"(?:,?\s{1,2}but(?: rather)?|[,;]\s{0,2}(?:it's|that's|it is|rather)|,(?=\s?[\d€$£]))\s{1,2}(?P<new>[^,;]{1,80})",
    _I,
)
_ISNT = re.compile(
    r"(?:it|that|this|the [\w ]{2,20})\s?(?:isn't|is not|wasn't|was not|'s not)\s{1,2}(?P<old>[^,.;]{1,60}?)[,;]?\s{1,2}(?:but\s{1,2}|it's\s{1,2}|"
    r"it is\s{1,2}|that's\s{1,2}|it should be\s{1,2})(?P<new>[^,;]{1,80})",
    _I,
)
_NOT = re.compile(
    rf"(?P<starter>{_STARTER})?{_LEAD_IN}{{0,2}}(?P<new>[^,;]{{1,120}}?)(?P<comma>,|;|\s[-–—]|\s\()?(?:\s{{1,2}}|(?<=\())"
    r"(?:and\s)?not\s{1,2}(?P<old>[^,;]{1,80}?)\)?(?:,?\s(?:sorry|please|thanks|actually|of course))?\Z",
    _I,
)
_INSTEAD = re.compile(
    rf"(?P<starter>{_STARTER})?{_LEAD_IN}{{0,2}}(?P<new>[^,;]{{1,80}}?),?\s{{1,2}}(?:instead of|rather than|in place of)\s{{1,2}}(?P<old>[^,;]{{1,60}})",
    _I,
)
_OR_RATHER = re.compile(
    r"(?P<old>[^,;]{1,60}?),?\s(?:or rather|no wait|no,? make (?:that|it)|sorry,?|i mean)[,:]?\s{1,2}(?P<new>[^;]{1,80})\Z",
    _I,
)
_MEANT = re.compile(
    rf"(?:{_STARTER})?(?:(?:i meant?(?: to say)?|i should have said|i misspoke|i made a mistake|correction|make (?:it|that)|let's make (?:it|that)|"
    r"scratch that|on second thoughts?|typo|oops|it should (?:be|read|say)|that should (?:be|read|say)|i take that back|let me correct that|"
    rf"my mistake|my bad)(?:[,:;.!-]\s{{0,2}}|\s{{1,2}})){{1,2}}{_LEAD_IN}{{0,2}}(?P<new>\S[^;]{{0,160}})",
    _I,
)
_STARTED = re.compile(rf"(?P<starter>{_STARTER})(?P<lead>{_LEAD_IN}{{0,2}})(?P<new>\S[^;]{{0,160}})", _I)
_MIDDLE = re.compile(
    r"(?P<subject>(?:it|that|this|the [\w ]{2,20}|we|i|they|there|he|she)(?:'s|'re|'m| is| are| am)?) (?:have |had )?actually (?:have |had |do |is |are )?(?P<new>\S[^;]{0,120})",
    _I,
)
_NO_OLD = re.compile(
    r"(?:only|just|merely|simply|necessarily|sure|yet|really|always|at all|that|because|to mention|so much|enough|even|everyone|much|too|"
    r"until|before|if|when|one|good|bad|the case|true|quite|very|a problem|growing)\b",
    _I,
)
_NO_NEW = re.compile(
    r".*\b(?:do|does|did|is|are|was|were|can|could|will|would|should|have|has|we|i|they|it|am|if|or|why|whether|may|might|must)\Z",
    _I,
)
_AGREES = re.compile(
    r"(?:fine|ok|okay|good|all|enough|right|correct|true|perfect|great|done|clear|it\b|not\b|no\b|nothing|i don't|we don't|thanks|thank|sure)\b",
    _I,
)
_SUBJECT = re.compile(r"(?:we|i|they|it|he|she|our|the|this|that|there|you)\b(?!')", _I)
_NAME = re.compile(r"(?:[A-Z][\w'.-]*\s?){1,3}")
_TAIL = re.compile(r"[\s.!?,]*(?:\b(?:please|thanks|instead|sorry)\b[\s.!?,]*)*\Z", _I)


def correction(text: str) -> Correction | None:
    """The first correction that `text` makes, or None. Linear; no text raises."""
    read = plain(text)
    for sentence in sentences(read):
        for rule in (_change, _not_but, _not, _instead, _or_rather, _meant, _started, _middle):
            found = rule(text, read, sentence)
            if found:
                return found
    return None


def _change(text: str, read: str, within: Span) -> Correction | None:
    hit = _CHANGE.match(read, within.start, within.end)
    if not hit:
        return None
    if hit["wish"] and not (_is_exact(hit["new"]) and _is_exact(hit["old"])):
        return None  # "we need to change suppliers to survive" is a plan
    return _made(text, hit, strong=True)


def _not_but(text: str, read: str, within: Span) -> Correction | None:
    hit = _ISNT.match(read, within.start, within.end) or _NOT_BUT.search(read, within.start, within.end)
    if not hit or _NO_OLD.match(hit["old"]):
        return None
    first = read[within.start : hit.start()].strip(" ,")
    alike = _is_exact(hit["new"]) and _is_exact(hit["old"])
    if _SUBJECT.match(hit["new"]) and not alike:
        return None  # "we are not growing but we are stable"
    return _made(text, hit, alike or (not first and hit.re is _ISNT) or (not first and _are_names(hit)))


def _not(text: str, read: str, within: Span) -> Correction | None:
    hit = _NOT.match(read, within.start, within.end)
    if not hit or _NO_OLD.match(hit["old"]) or _NO_NEW.match(hit["new"]):
        return None
    exact = _is_exact(hit["new"]) and _is_exact(hit["old"])
    if not (hit["comma"] or exact or hit["starter"] or _are_names(hit)):
        return None
    return _made(text, hit, exact or bool(hit["starter"]) or _are_names(hit))


def _instead(text: str, read: str, within: Span) -> Correction | None:
    hit = _INSTEAD.match(read, within.start, within.end)
    if not hit:
        return None
    exact = _is_exact(hit["new"]) and _is_exact(hit["old"])
    return _made(text, hit, exact or bool(hit["starter"]) or _are_names(hit))


def _or_rather(text: str, read: str, within: Span) -> Correction | None:
    hit = _OR_RATHER.match(read, within.start, within.end)
    if not hit or not (_is_exact(hit["new"]) and _is_exact(hit["old"])):
        return None
    return _made(text, hit, strong=True)


def _meant(text: str, read: str, within: Span) -> Correction | None:
    hit = _MEANT.match(read, within.start, within.end)
    if not hit or _AGREES.match(hit["new"]):
        return None
    return _made(
        text, hit, strong=not read.startswith(("I mean ", "i mean "), within.start) or _is_exact(hit["new"])
    )


def _started(text: str, read: str, within: Span) -> Correction | None:
    """A message that begins with "actually", "no" or "sorry": strong with a figure or "it's", else weak."""
    hit = _STARTED.match(read, within.start, within.end)
    if not hit or _AGREES.match(hit["new"]):
        return None
    starter, lead = hit["starter"].lower(), hit["lead"].lower()
    exact = _begins_exact(hit["new"]) or _NAME.fullmatch(hit["new"].strip(" .!")) is not None
    if starter.strip(" ,:;.!") in ("no", "oh", "ah", "wait") and not (
        exact and (lead or _begins_exact(hit["new"]))
    ):
        return None  # "no, that's the old price", "No, Wednesday's fine"
    named = lead.startswith(("it's", "it is", "that's", "it should", "that should", "make", "i mean"))
    return _made(text, hit, strong=_begins_exact(hit["new"]) or named)


def _middle(text: str, read: str, within: Span) -> Correction | None:
    hit = _MIDDLE.match(read, within.start, within.end)
    if not hit:
        return None
    subject = hit["subject"].lower().split()[0].partition("'")[0]
    return _made(text, hit, strong=subject in ("it", "that", "this", "the") and _begins_exact(hit["new"]))


def _made(text: str, hit: re.Match[str], strong: bool) -> Correction | None:
    new = _trimmed(text, *hit.span("new"))
    old = _trimmed(text, *hit.span("old")) if "old" in hit.re.groupindex else None
    if not new.text or (old is not None and not old.text):
        return None
    return Correction(new, old, "strong" if strong else "weak")


def _trimmed(text: str, start: int, end: int) -> Span:
    tail = _TAIL.search(text, max(start, end - 40), end)
    return span(text, start, tail.start() if tail else end)


def _is_exact(words: str) -> bool:
    """Whether a figure or a date is all that is said, but for a few words."""
    return len(words.split()) <= 8 and bool(measures(words) or date_forms(words))


def _begins_exact(words: str) -> bool:
    found = [measure.quantity.start for measure in measures(words)] + [
        form.start for form in date_forms(words)
    ]
    return bool(found) and len(words[: min(found)].split()) <= 2


def _are_names(hit: re.Match[str]) -> bool:
    new, old = hit["new"].strip(), hit["old"].strip()
    return _NAME.fullmatch(new) is not None and _NAME.fullmatch(old) is not None
