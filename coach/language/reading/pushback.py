"""Someone who holds to an answer: the coach says why it asks once, notes both views, and goes on. A new fact is an answer.

What is noted stands among the assumptions: the owner's own words, the reason the coach gave (a declared rule over the
question), and what would settle it.
"""

import re

from coach import project, stages
from coach.events import Asked, Unknown, Value
from coach.language.reading import cues
from coach.language.reading.draft import Draft, trim
from coach.language.reading.hedges import substance
from coach.language.reading.readers import READERS

_I = re.IGNORECASE
LIST = "assumptions"
_HOLDS = re.compile(
    r"^(?:(?:no|nope|nah|well|sorry|but|hm+|look|honestly|come on|really|oh)[\s,.!]+)*"
    r"(?:(?:but |and )?(?:i|we)(?:'m| am| are)?\s+(?:really |strongly |totally |completely |just )?(?:(?:do not|don'?t|dont|can'?t|cannot) (?:agree|think so|believe (?:so|that|it)|buy (?:that|it)|see (?:that|it|why|the point))|"
    r"disagree|not convinced|don'?t share that)|(?:i )?beg to differ|i disagree|disagree|not true|nonsense|rubbish|bullshit|"
    r"(?:that'?s|thats|that is|this is|it'?s|you'?re|you are) (?:simply |just |completely |totally |plain |really )?(?:not (?:true|right|correct|fair|so|how it works|the case|a problem|the problem|"
    r"our problem|my problem|necessary|needed|relevant)|wrong|mistaken|untrue|nonsense|rubbish|silly|ridiculous|beside the point)|no way|you don'?t (?:understand|know)(?: (?:us|our business|my business|this (?:business|market)))?)"
    r"(?P<rest>.*)\Z",
    _I | re.DOTALL,
)
_NO = re.compile(r"^(?:no|nope|nah)\b[\s,.!:;-]*(?:really\b[\s,.!]*)?(?P<rest>\S.*)\Z", _I | re.DOTALL)
_SURE = re.compile(
    r"\b(?:is|are|'s|'re) (?:just |perfectly |absolutely |quite |simply |all )?(?:fine|good enough|ok(?:ay)?|right|great|excellent|enough|our client|a client|a customer|"
    r"our customers?|our clients|welcome|what makes us|the difference)\b|\b(?:everyone|everybody|anyone|anybody|whoever|everything|any (?:kind of )?(?:company|business|client)|all (?:companies|"
    r"businesses|people|clients))\b|\bwe (?:just |simply )?(?:do|serve|help|take|want|sell to) (?:everyone|anyone|everything|all|them all)\b",
    _I,
)
_FACT = re.compile(
    r"\d|\b(?:because|since|last (?:year|month|week|quarter)|(?:we|i) (?:have|had|did|asked|measured|lost|won|sold|counted|tested|tried|checked|surveyed|interviewed)|"
    r"for (?:years|example|instance)|half|most of (?:them|our)|two thirds|a third|a quarter)\b",
    _I,
)


def push_back(draft: Draft, words: str, asking: Asked) -> str | None:
    """Deal with a message that disputes what the coach said or asked.

    Returns what is left to read as an answer: all of it where nothing is disputed, the new fact where one is
    given, and None where the message is dealt with.
    """
    held = _held(draft, words, asking)
    if held is None:
        return words
    claim, rest = held
    question = asking.question or stages.CONFIRM
    if asking.kind == "question" and not stages.QUESTION[question].doubt:
        return rest if substance(rest) >= 2 else words  # Facts about the firm are not the coach's to doubt.
    if _FACT.search(rest) and substance(rest) >= 3 and not cues.is_vague(question, rest):
        return rest
    first = _note(draft, claim, asking, question)
    _go_on(draft, rest, asking, again=not first)
    return None


def _held(draft: Draft, words: str, asking: Asked) -> tuple[str, str] | None:
    """The claim that is held to, and what follows the words of dispute; None where nothing is disputed."""
    if len(words.split()) > 40 or asking.kind in ("review", "parked", "done"):
        return None
    found = _HOLDS.match(words)
    if found is not None:
        rest = trim(found["rest"])
        if re.match(r"(?:with|that|to|about|on)\b", rest, _I):
            return words, ""  # "I don't agree with turning people away" is one claim.
        return (rest if substance(rest) >= 2 else words), rest
    again = (asking.kind == "question" and asking.probe > 0) or asking.kind == "finding"
    denied = _NO.match(words)
    if (
        denied is not None
        and again
        and _SURE.search(denied["rest"])
        and not re.search(r"\b(?:but|except|mainly|mostly)\b", words, _I)
    ):
        return trim(denied["rest"]), trim(denied["rest"])
    return None


def _note(draft: Draft, claim: str, asking: Asked, question: str) -> bool:
    """Keep both views among the assumptions, once a question; return whether they were not there yet."""
    q = stages.QUESTION[question]
    why = q.doubt or f"this settles {stages.STAGE[q.stage].purpose}"
    rule = f"doubt:{question}"
    raised = asking.finding or next(iter(asking.findings), "")
    if raised:
        code, _, pointer = raised.partition("@")
        plan = project.plan_of(draft.state)
        found = next((f for f in plan.findings if (f.code, f.pointer) == (code, pointer)), None)
        if found is not None:
            why, rule = found.reason, f"check:{code}"
    if any(
        i.fields["coach_doubts"].rule == rule for _, i in draft.core.all_items() if "coach_doubts" in i.fields
    ):
        return False
    said = draft.stated(claim)
    span = str(said.value)
    fields: dict[str, Value] = {"belief": said, "owner_says": said}
    fields["coach_doubts"] = draft.derived(why, span, rule)
    if q.next_step:
        fields["test"] = draft.derived(q.next_step, span, f"next_step:{question}")
    return draft.add(LIST, LIST, fields)


def _go_on(draft: Draft, rest: str, asking: Asked, again: bool) -> None:
    """What they hold to is their answer; without one, a question that was disputed again is left open."""
    core, question = draft.core, asking.question or stages.CONFIRM
    if asking.kind != "question" or core.has_value(question):
        return
    says = cues.content_words(rest) >= 1 and bool(_SURE.search(rest) or substance(rest) >= 3)
    says &= asking.probe > 0
    if not (says and READERS[question](draft, rest)) and (asking.probe > 0 or again):
        draft.emit(Unknown(question=question, reason="vague"))
