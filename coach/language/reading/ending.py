"""The end of a talk: signing in anybody's words, what is still open, and changes after the last question.

A change that names what it changes ("the positioning: For …", "add a next action: …") is read as that question's answer;
an addition joins its list, anything else replaces what stood there. The plan is a draft again until it is signed anew.
"""

import re
from dataclasses import replace

from coach import stages
from coach.events import Asked, Confirmed, Digressed, ItemAdded, ItemRemoved, Unknown, WentBack
from coach.language.reading import commands, cues
from coach.language.reading.draft import Draft, trim
from coach.language.reading.readers import READERS
from coach.moves import name_of, standing
from coach.plan import Finding, Said

_I = re.IGNORECASE
_SIGN = re.compile(
    r"^(?:(?:yes|yep|yeah|ok(?:ay)?|right|great|good|perfect|sure|ja|s[iì]|oui|va bene|gut|so|please|then|now|well|and|i'?m|we'?re|i am)[\s,.!]+)*"
    r"(?:(?:i(?:'d| would|'ll| will)?|we(?:'d| would|'ll| will)?|let'?s|let me|happy to|ready to|can i|please)\s+)*"
    r"(?:sign(?:ed)?(?: (?:it|this|that|the (?:plan|page)|off|here|as it is))*|(?:i )?confirm(?:ed)?(?: (?:it|this|the plan))?|go (?:for|with) it|ship it|lgtm|looks good(?: to me)?|"
    r"lock it in|(?:mark|make) it (?:as )?final|final(?:i[sz]e)?(?: it)?|publish it|approved?(?: it)?|done deal|deal|(?:very )?happy with (?:it|that|this)|all good|"
    r"do it|good to go|crack on|print it|va bene|passt|einverstanden|d'accord|ready)"
    r"(?:[\s,.!]+(?:please|thanks|thank you|now|then|mate|from me|by me|cheers|yes|do|off))*[\s.!👍]*$",
    _I,
)
_THUMB = re.compile(r"^[\s👍✅🆗]+$")
_OPEN = re.compile(
    r"\b(?:what(?:'s| is| are)?|which|anything|show me what(?:'s| is)?)\b.{0,24}\b(?:open|missing|left open|unanswered|not answered)\b",
    _I,
)
_BYE = re.compile(
    r"^(?:(?:ok(?:ay)?|great|good|right|well|many|perfect|lovely|cheers|that'?s (?:it|all|great)|no,?)[\s,.!]+)*(?:thanks?(?: you)?|thank you(?: very much| so much)?|bye|goodbye|ciao|"
    r"see you|cheers|tsch[uü]ss)\b[^?]{0,30}$",
    _I,
)
_ADD = re.compile(
    r"^(?:(?:and|oh|also|please|ok|yes|sorry|actually|one more thing)[\s,:]+)*(?:add|there'?s another|another|one more|put in|include)\s+(?:an?\s+|another\s+|to the\s+)?"
    r"(?P<what>[\w ]{3,32}?)\s*[:–-]\s*(?P<new>.+)$",
    _I | re.DOTALL,
)
_TO_BE = re.compile(
    r"^(?:(?:and|oh|also|please|ok|yes|no|sorry|actually|wait|hm+)[\s,:]+)*(?:(?:change|make|set|replace|put|rewrite)\s+)?(?:the|my|our)\s+(?P<what>[\w ]{3,32}?)\s*"
    r"(?:(?:should (?:be|say|read)|is now|is|are|to|into|must be|needs to be|becomes)(?P<also> also)?\s*:?|:)\s+(?P<new>.+)$",
    _I | re.DOTALL,
)
_LABEL = re.compile(r"^(?P<what>[A-Za-z][\w ]{3,28}?):\s+(?P<new>.+)$", re.DOTALL)
_NO_LIKE = re.compile(
    r"^(?:no,?\s+)?(?:i (?:don'?t|do not) (?:like|agree with)|i'?m not (?:happy|sure|keen) (?:with|about|on)|i want to (?:change|redo|revise)|can (?:we|i) (?:change|redo|revise)|"
    r"(?:let'?s )?(?:go back to|redo|revisit|rework))\s+(?:the |my |our )?(?P<what>[\w ]{3,40}?)[\s.!]*$",
    _I,
)
_DOES = re.compile(
    r"^(?:(?:no|sorry|actually|oh)[\s,]+)*(?P<who>[A-Z][\w'-]+|me|I)\s+(?:does|do|owns?|runs?|leads?|takes?|will do|will own|is responsible for)\s+(?:the |this |that )?"
    r"(?P<what>process|skill|goal|it)\b",
)
_NAMES = {
    "trigger": "triggers", "triggers": "triggers", "positioning": "positioning", "guiding choice": "guiding_choice", "choice": "guiding_choice",
    "next action": "next_actions", "next actions": "next_actions", "action": "next_actions", "next step": "next_actions", "next steps": "next_actions",
    "trend": "trends", "trends": "trends", "alternative": "alternatives", "alternatives": "alternatives", "process": "processes",
    "skill": "skills", "kpi": "kpis", "sign": "kpis", "early sign": "kpis", "ideal client": "ideal_client", "ideal customer": "ideal_client",
    "example": "examples", "problem": "challenge", "difference": "difference", "offer": "solution", "goal": "one_year", "assumption": "assumptions",
    "attempt": "attempts", "disqualifier": "disqualifiers", "purpose": "five_year", "five year goal": "five_year", "symptom": "symptom",
}  # fmt: skip


SIGNED = "sign"
"""What a digression is about whose answer says what is in the way of a signature."""
_ORDINALS = ("first", "second", "third")
_NUMBER = re.compile(
    r"^(?:(?:ok(?:ay)?|yes|for|let'?s|i'?d|put|mend|fix|take|change|do)[\s,.!:]+)*(?:the )?(?:(?:number |no\.? ?|#)?(?P<n>[1-3])|"
    r"(?P<first>first|1st)|(?P<second>second|2nd)|(?P<third>third|last|3rd))(?: one| thing| point)?(?:\s*[:.,)–-]+\s*|\s*$)(?:right\s*)?",
    _I,
)
"""Which of the numbered findings somebody means; "3 people" is none."""


def _question(words: str, near: bool = False) -> str | None:
    """Return the question that words name; a part of one ("the price") only where `near` names are enough."""
    low = trim(words).casefold()
    return _NAMES.get(low) or _NAMES.get(low.removesuffix("s")) or (commands.place(low) if near else None)


def signs(words: str) -> bool:
    """Whether a message signs: "sign it", "LGTM", "ok, go for it"."""
    return bool(_SIGN.match(words) or _THUMB.match(words)) and not commands.BUT.search(words)


_AS_IT_IS = re.compile(
    r"^(?:(?:yes|no|ok(?:ay)?|fine|please|just|then|well|right|i'?d|let'?s|i'?ll)[\s,.!]+)*(?:"
    r"(?:leave|keep|take) (?:it|that|this|them|these|those|the rest|all|everything)(?: (?:all|both|be))?(?: (?:as (?:it|they)(?: is| are|'?s)|like (?:it|that|this)|so))?|as (?:it|they) (?:is|are))"
    r"(?:[\s,.;]+(?:and |then |so )*(?:i(?:'d|'ll| will)? )?sign(?: (?:it|this))?(?: as (?:it|they) (?:is|are))?)?[\s.!]*$",
    _I,
)
"""The answer to what the check found that leaves all of it: the question was whether to mend one or to sign."""


def leaves(words: str, asking: Asked) -> bool:
    """Whether a message leaves what was found before the signing as it is, and signs."""
    return bool(asking.findings) and bool(_AS_IT_IS.match(words) or signs(words))


def at_the_end(draft: Draft, words: str, asking: Asked | None) -> bool:
    """Take a signature, or a change that names what it changes, where the last question was asked or nothing is left.

    A plan that cannot be final yet is not signed; what is in the way is said instead.
    """
    if asking is None:
        return False
    last = asking.kind == "done" or (asking.kind == "question" and asking.question == stages.CONFIRM)
    early = asking.kind in ("review", "parked") and re.search(r"\bsign", words, _I) is not None
    if leaves(words, asking) or ((last or early) and signs(words)):
        return sign(draft, draft.said(words))
    if asking.findings and commands.DRAFT.search(words) and len(words.split()) <= 12:
        return draft.emit(Unknown(question=stages.CONFIRM, reason="skipped"))
    if asking.kind != "done" or len(words) > 600:
        return False
    refused = _NO_LIKE.match(words)
    if refused is not None:
        named = _question(refused["what"], near=True)
        return named is not None and draft.emit(WentBack(question=named))
    return _changed(draft, words)


def sign(draft: Draft, said: Said) -> bool:
    """Sign the plan in these words; where it cannot be final yet, ask for what is in the way to be said."""
    if draft.core.confirmed is not None or draft.emit(Confirmed(said=said)):
        return True
    return draft.emit(Digressed(kind="where", text=SIGNED))


def mend(draft: Draft, words: str, asking: Asked) -> bool:
    """Read an answer to what was found before the signing: by its number, or for the first question it settles."""
    found = [f for f in standing(draft.state) if name_of(f) in asking.findings]
    place = _NUMBER.match(words) if len(found) > 1 else None
    if place is not None:
        n = (
            next(n for n, name in enumerate(_ORDINALS) if place[name])
            if place["n"] is None
            else int(place["n"]) - 1
        )
        if n >= len(found):
            return False
        found, words = found[n : n + 1], trim(words[place.end() :])
        if cues.content_words(words) < 1:
            return draft.emit(WentBack(question=found[0].question))
    read = {f.question: _read_for(draft, words, f.question) for f in found}
    trials = [(f, t) for f in found if (t := read[f.question]) is not None and f not in standing(t.state)]
    if not trials and place is not None:
        return draft.emit(WentBack(question=found[0].question))
    if not trials:
        return False
    _, best = min(trials, key=lambda one: _strays(draft, words, *one))
    draft.state, draft.events[:] = best.state, best.events
    return True


def _strays(draft: Draft, words: str, finding: Finding, trial: Draft) -> tuple[bool, bool]:
    """How likely the words are not about a finding: they sound like another's, or would have to be something new."""
    cue = cues.CUES.get(finding.question)
    new = trial.events[len(draft.events) :]
    return not (cue is not None and cue.search(words)), any(isinstance(e, ItemAdded) for e in new)


def _read_for(draft: Draft, words: str, question: str) -> Draft | None:
    """A copy of the draft in which the words were read as an answer to a question; None where they are none."""
    asked = replace(draft.state, answering=Asked(kind="finding", question=question))
    trial = Draft(asked, draft.text, list(draft.events))
    return trial if READERS[question](trial, words) else None


def asks_what_is_open(words: str) -> bool:
    """Whether somebody asks what is still open."""
    return bool(_OPEN.search(words)) and len(words.split()) <= 9


def takes_leave(words: str) -> bool:
    """Whether somebody says goodbye."""
    return bool(_BYE.match(words)) and len(words.split()) <= 10


def _changed(draft: Draft, words: str) -> bool:
    owner = _DOES.match(words)
    if owner is not None:
        list_name = {"skill": "skills", "goal": "goals"}.get(owner["what"], "processes")
        items = draft.core.items.get(list_name, ())
        its = {"skills": "skills", "goals": "one_year"}.get(list_name, "processes")
        return bool(items) and draft.change(
            its, list_name, items[0].id, {"owner": draft.stated(owner["who"])}
        )
    added = _ADD.match(words)
    found = added or _TO_BE.match(words) or _LABEL.match(words)
    if found is None:
        return False
    question = _question(found["what"])
    new = trim(found["new"])
    if question is None or question == stages.CONFIRM or not cues.content_words(new):
        return False
    joins = added is not None or bool(found.groupdict().get("also"))
    old = [] if joins else [(n, i.id) for n, i in draft.core.owned(question)]
    if not draft.emit(WentBack(question=question)):
        return False
    before = len(draft.events)
    if not READERS[question](draft, new):
        return True  # They are asked it again.
    fresh = {getattr(e, "id", "") for e in draft.events[before:]}
    if stages.QUESTION[question].lists and question not in ("one_year", "five_year"):
        for list_name, item in old:
            if item not in fresh and any(getattr(e, "list", "") == list_name for e in draft.events[before:]):
                draft.emit(ItemRemoved(question=question, list=list_name, id=item))
    return True
