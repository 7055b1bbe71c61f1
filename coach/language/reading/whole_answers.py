"""A whole process, skill or sign told where one small thing of another was asked: it is added, and the rest goes on.

"Shall I put you down as the owner?" - "Yes. And each Monday Ada rings three clinics from a list": the first sentence is
about what was asked, the second is a process of its own. Only what is plainly whole is taken: who does what, and how often.
"""

import re
from collections.abc import Callable, Mapping

from coach.events import Asked
from coach.language.reading.asides import left_of
from coach.language.reading.draft import Draft, trim
from coach.language.reading.hedges import content_words, stems
from coach.language.reading.processes import ADDS, ROUTE, add_process, skills
from coach.language.reading.tracking import kpis
from coach.language.reading.values import enum

_I = re.IGNORECASE
Whole = tuple[str, str]
"""The question that a sentence answers wholly, and its words."""
_CUT = re.compile(r"(?<=[.!?;])\s+|\n+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_JOIN = re.compile(
    r"^(?:(?:and|also|then|plus|besides|secondly|finally|oh|yes|yep|ok(?:ay)?|no)[\s,:]+)+", _I
)
_OFTEN = re.compile(
    r"\b(?:(?:every|each) (?:other |second |single )?(?:day|week|fortnight|month|quarter|morning|evening|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|"
    r"(?:once|twice|three times) (?:a|every|each) (?:day|week|fortnight|month|quarter)|(?:week|month|quarter|dai)ly|on (?:mon|tues|wednes|thurs|fri|satur|sun)days)\b",
    _I,
)
_DOER = re.compile(
    r"(?:^|[\s,])(?:i|we|he|she|they|my \w+|our \w+(?: \w+)?|(?-i:[A-Z])[\w'’-]+(?: (?-i:[A-Z])[\w'’-]+)?)(?:'ll|'d| will| would| should| must| can)? "
    r"(?!(?:starts?|begins?|owns?|do(?:es)? (?:it|that|this|them)|takes? (?:it|that|this) on|is|are|am|was|has|have|need|think|guess|could|holds? it|looks? (?:at|after) it)\b)[a-z]+ (?P<what>.+)",
    _I,
)
_TIMES = stems(
    "every each once twice other day week fortnight month quarter weekly monthly monday tuesday wednesday thursday friday"
)
_LEAST = 3
"""Words that say something, from which on what somebody does is a whole process."""
_ALIKE = 2
"""Words shared with the process that was asked about, from which on it is told of that one."""
_SKILL = re.compile(
    r"^(?:(?:i|we|nobody(?: here)?|none of us|(?-i:[A-Z])\w+) (?:can'?t|cannot|can|do(?:es)?n'?t know how to|(?:does|do) not know how to|needs? (?:training|a course|to learn)|lacks?)\b)|^(?:a |the )?skill\s?:",
    _I,
)
_SIGN = re.compile(r"^(?:(?:an? |the )?(?:kpi|early sign|sign)\s?(?::|is|would be)\s?)", _I)
_STEP = re.compile(r"\b(?:the )?first step(?: is| would be|:)", _I)
_LABEL = re.compile(
    r"^(?:an? |the |our |another )?(?:skill|kpi|early sign|sign|process)\s?(?::|is|would be)\s+", _I
)


def take_whole(draft: Draft, words: str, asking: Asked | None) -> tuple[str, tuple[Whole, ...]]:
    """Set apart what is plainly a process, a skill or a sign beside the small thing asked.

    Returns what is left to read, and what is to be added after it: what was offered is taken up first.
    """
    if asking is None or asking.question is None or not draft.core.upstream_closed():
        return words, ()
    small = _is_small(draft, asking)
    ends = [(hit.start(), hit.end()) for hit in (_CUT if small else _SENTENCE).finditer(words)]
    pieces = list(zip([0, *(e for _, e in ends)], [*(s for s, _ in ends), len(words)], strict=True))
    kept, told = [], []
    for a, b in pieces:
        part = words[a:b]
        kind = _whole(draft, part, asking, len(pieces)) if small else _is_process(part, asking)
        if kind:
            told.append((kind, _bare(part)))
        else:
            kept.append((a, b))
    return left_of(words, pieces, kept) if told else words, tuple(told)


def add_whole(draft: Draft, told: tuple[Whole, ...]) -> None:
    """Add what was set apart."""
    for kind, text in told:
        _ADD[kind](draft, text)


def _is_process(words: str, asking: Asked) -> str:
    """ "processes" where a sentence tells one with its first step, though something else was asked; else an empty text."""
    elsewhere = asking.kind == "question" and asking.question in ("skills", "kpis", "return_upstream")
    whole = elsewhere and _STEP.search(words) and _OFTEN.search(words) and _DOER.search(words)
    return "processes" if whole else ""


def _is_small(draft: Draft, asking: Asked) -> bool:
    """Whether a part of an answer was asked for, or offered: an owner, a day, a first step."""
    if asking.question not in ("processes", "skills", "kpis", "one_year"):
        return False
    if asking.kind == "suggestion" or any(s.item is not None for s in draft.core.suggestions.values()):
        return True
    return (
        asking.kind == "question"
        and bool(draft.core.essential(asking.question))
        and draft.core.has_value(asking.question)
    )


def _whole(draft: Draft, part: str, asking: Asked, of: int) -> str:
    """What a sentence wholly is: "processes", "skills" or "kpis"; empty where it may be about what was asked."""
    text = _JOIN.sub("", part.strip())
    if asking.question != "kpis" and _SIGN.match(text) and content_words(text) >= _LEAST:
        return "kpis"
    if asking.question != "skills" and _SKILL.match(text) and enum(draft, text, ROUTE, "route_words"):
        return "skills"
    steps = asking.question == "processes" and any(
        n.name == "first step" for n in draft.core.essential("processes")
    )
    if steps and of == 1 and not ADDS.match(text):
        return ""  # How often something is done may be the first step that was asked for.
    doer = _DOER.search(_bare(part))
    if doer is None or not _OFTEN.search(text) or content_words(doer["what"]) < _LEAST:
        return ""
    mine = [str(i.get("name")) for _, i in draft.core.owned("processes") if i.get("name")]
    return "" if any(len((stems(text) & stems(name)) - _TIMES) >= _ALIKE for name in mine) else "processes"


def _bare(part: str) -> str:
    """What is told, without what leads up to it."""
    return trim(_LABEL.sub("", _JOIN.sub("", ADDS.sub("", part.strip()))))


_ADD: Mapping[str, Callable[[Draft, str], bool]] = {"processes": add_process, "skills": skills, "kpis": kpis}
