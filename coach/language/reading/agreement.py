"""Agreement to what the coach offered: suggestions, what a correction touched, parked ideas, the last question."""

import re
from collections.abc import Sequence
from dataclasses import replace

from coach import ripple, stages
from coach.events import (
    Accepted,
    Answered,
    Asked,
    Confirmed,
    ParkedResolved,
    Rejected,
    Reviewed,
    Suggested,
    Unknown,
    Value,
    WentBack,
)
from coach.language.reading import commands, cues
from coach.language.reading.amend import amend
from coach.language.reading.as_it_stands import is_unfit, says_how
from coach.language.reading.carried_out import announced
from coach.language.reading.draft import Draft, trim
from coach.language.reading.edits import edited, edits
from coach.language.reading.picking import picked
from coach.language.reading.readers import READERS
from coach.language.reading.sorting import answer, park_early
from coach.language.reading.values import date_value, owner_value, put
from coach.parking import becomes

_I = re.IGNORECASE


def agreement(draft: Draft, words: str, asking: Asked) -> bool:
    core, question = draft.core, asking.question
    pending = [s for s in core.suggestions.values() if s.question == question]
    if pending and asking.kind in ("question", "suggestion"):
        return _to_suggestion(draft, words, pending)
    if asking.kind == "review" and core.review:
        return _to_review(draft, words)
    if asking.kind == "parked":
        return _to_parked(draft, words)
    left = commands.LEAVE.match(words) or commands.UNKNOWN.search(words)
    if asking.kind == "finding" and left and len(words.split()) <= 6:
        return True
    if asking.kind == "finding" and question is not None and commands.YES.match(words):
        rest = words[_yes_end(words) :]
        if (
            cues.content_words(rest) < 2
        ):  # "Yes": they would, and are asked what it should say, or which of them.
            return len(asking.findings) > 1 or draft.emit(WentBack(question=question))
    if question == stages.CONFIRM and asking.kind == "question":
        return _to_confirm(draft, words)
    if question is not None and core.focus == question and commands.KEEP.match(words):
        return draft.emit(Reviewed(keys=(question,)))
    return False


def _yes_end(words: str) -> int:
    found = commands.YES.match(words)
    return found.end() if found else 0


def _agrees(words: str) -> bool:
    return bool(commands.YES.match(words)) and not commands.BUT.search(words)


_AFTER_ALL = re.compile(
    r"\b(?:yes|yeah|yep|ok(?:ay)?|fine|good enough|works?(?: for me)?|(?:that|it)(?:'ll| will) do|close enough|fair enough|agreed|go with (?:it|that)|"
    r"(?:can|could) live with (?:it|that)|keep (?:it|that)|leave it(?: like that| as it is)?|i'?ll take it|that'?s (?:it|right|true))[\s,.!]*"
    r"(?:then|really|thanks|i guess|i suppose|for now|it is|it'?s (?:fine|ok|good))?[\s.!]*\Z",
    _I,
)
_DISLIKE = re.compile(
    r"^(?:no,? |nah,? |hm+,? |meh\b,? ?)*(?:meh|i(?:'m| am) not (?:happy|convinced|sure|keen).{0,25}|i (?:hate|don'?t like|do not like|dislike) (?:it|that|this)|(?:that'?s|it'?s|this is) not (?:it|right|us|me|how we talk)|"
    r"(?:make it )?(?:shorter|punchier|snappier|simpler|warmer|clearer|bolder|longer|tighter)(?: pls| please)?|(?:(?:that|it) )?(?:sounds?|feels?|looks?|reads?) .{1,25}|too .{1,25}|(?:the )?(?:first|second|last) (?:half|part|bit) is (?:wrong|off).*|can i sleep on it)\W*$",
    _I,
)
_COMPLAINT = re.compile(
    r"^(?:(?:it'?s|that'?s|this is|is|a|bit|little|far|much|way|rather|quite|too|very|kind of|sort of|just|make it|sounds?|feels?|reads?|"
    r"please|more|less|not|really|so|the whole thing|it|that|like|my|our|us|me|style|wording)\W+)*"
    r"(?:long|short|shorter|longer|wordy|clunky|formal|vague|complicated|complex|simple|simpler|stiff|odd|strange|weird|corporate|generic|boring|"
    r"off|wrong|bad|good|nice|right|us|me|mouthful|clear|clearer|better)\W*$",
    _I,
)
_SENTENCE = re.compile(
    r"(?:(?:make it|rather|say|write|put|it should (?:say|read)|i'?d (?:say|write)|change it to)\s*[:,]?\s*)?[“\"']?(?:for|we|i|our|my|to|as|unlike|helping|the (?:choice|one)|focus\w*|choose|win|serve|because|when|if|with|in)\b(?! (?:hate|don'?t like|do not like|wouldn'?t|would never|never say|'d never|think|feel|want to sleep))",
    _I,
)
"""How another wording begins, as against a remark about the one that was offered."""
_OWN_WORDS = 5
"""Words that say something, from which on an answer to composed words is taken for another wording."""


def is_own_wording(words: str) -> bool:
    """Whether words are another wording of what was composed, and no remark about it."""
    return bool(_SENTENCE.match(words)) and cues.content_words(words) >= _OWN_WORDS


def _to_suggestion(draft: Draft, words: str, pending: list[Suggested]) -> bool:
    question = pending[0].question
    options = [s for s in pending if s.origin in ("option", "library")]
    if options:
        taken = _to_options(draft, words, options)
        if taken is not None:
            return taken
    elif pending[0].item is not None:
        taken = _to_details(draft, words, pending)
        if taken is not None:
            return taken
    elif _agrees(words) and len(words.split()) <= 12:
        return _accept(draft, words, pending)
    elif _edit(draft, words, pending):
        return True
    elif any(e.old for e in edits(words)) and amend(draft, words, question):
        return True  # It corrects an earlier answer, not what was composed from it.
    elif _AFTER_ALL.search(words) and not commands.NO.match(words) and len(words.split()) <= 12:
        return _accept(draft, words, pending)
    elif _DISLIKE.match(words) or (_COMPLAINT.match(words) and not commands.NO.match(words)):
        return True
    refused = commands.NO.match(words)
    rest = trim(words[refused.end() :]) if refused else words
    if commands.YES.match(words) and not refused and question != "scenario" and not options:
        rest = trim(words[_yes_end(words) :])
    if commands.is_question(rest) and not refused:
        return False
    if refused:
        for s in pending:
            if s.id in draft.core.suggestions:
                draft.emit(Rejected(suggestion=s.id))
    if pending[0].item is not None and not options:
        return bool(rest) and (READERS[question](draft, rest) or bool(refused))
    own = stages.QUESTION[question].composed and question != "scenario"
    rest = announced(rest) if own else rest
    rest = park_early(draft, rest, question) if own else rest
    if own and not _SENTENCE.match(rest):
        return True  # A remark about the words is no other wording: they are offered again.
    least = _OWN_WORDS if stages.QUESTION[question].composed and question != "scenario" else 2
    if cues.content_words(rest) < least or _meta_edit(rest):
        return bool(refused)
    rest = park_early(draft, rest, question)
    if options and not refused:
        return False  # Their own words are read as any answer is; that closes the options.
    if question == "scenario" and rest:
        return _to_scenario(draft, rest, pending)
    return not rest or READERS[question](draft, rest) or bool(refused)


def _to_scenario(draft: Draft, words: str, pending: list[Suggested]) -> bool:
    """Read what is said where a scenario was offered: another one, or yes and the answer to what comes next."""
    yes = commands.YES.match(words)
    more = trim(words[yes.end() :]) if yes else words
    if yes is not None and cues.scenario_of(more) is None:
        _accept(draft, words[: yes.end()], pending)
        if cues.content_words(more) < 2:
            return True
    answer(draft, more, "scenario")
    return True


def _accept(draft: Draft, words: str, offered: Sequence[Suggested]) -> bool:
    for s in offered:
        draft.emit(Accepted(suggestion=s.id, said=draft.said(words)))
    return True


def _to_options(draft: Draft, words: str, options: list[Suggested]) -> bool | None:
    """Take or refuse offered options; None where the message does neither."""
    if len(options) == 1 and _agrees(words) and len(words.split()) <= 12:
        return _accept(draft, words, options)
    choice = picked(words, [s.text for s in options])
    if choice is None:
        return True if _agrees(words) and len(words.split()) <= 3 else None
    at, rest = choice
    chosen = [options[n] for n in at]
    if chosen and options[0].list is None:
        chosen = chosen[:1]
    _accept(draft, words, chosen)
    for s in options:
        if s.id in draft.core.suggestions:
            draft.emit(Rejected(suggestion=s.id))
    rest = trim(rest)
    if cues.content_words(rest) >= 2 and not commands.is_question(rest):
        question = options[0].question
        if not chosen or options[0].list is not None:
            READERS[question](draft, rest)
        else:
            pointer = next(iter(chosen[0].fields))
            text = f"{str(chosen[0].fields[pointer]).rstrip(' .')}, but {rest}"
            said = (draft.said(words),)
            value = Value(value=text, status="derived", rule="edit", said=said, suggestion=chosen[0].id)
            draft.emit(Answered(question=question, fields={pointer: value}))
    return True


def _to_details(draft: Draft, words: str, pending: list[Suggested]) -> bool | None:
    """Take an offered owner and date as they are, or with one of them changed ("yes, but from April")."""
    lead = commands.YES.match(words)
    if not lead or len(words.split()) > 20:
        return None
    _accept(draft, words[: lead.end()] if len(words) > lead.end() + 3 else words, pending)
    rest = words[lead.end() :]
    for s in pending:
        item = draft.core.item(s.list or "", s.item or "")
        if item is None or s.list is None or s.item is None or not cues.content_words(rest):
            continue
        fields: dict[str, Value] = {}
        for name in ("deadline", "start", "due"):
            if name in s.fields:
                put(fields, name, date_value(draft, rest, "start" if name == "start" else "end"))
        if "owner" in s.fields:
            put(fields, "owner", owner_value(draft, rest))
        draft.change(s.question, s.list, s.item, fields)
    return True


def _edit(draft: Draft, words: str, pending: list[Suggested]) -> bool:
    """Accept composed words with the change that the message asks for; the rest of them stays as it was shown."""
    for s in pending:
        if s.list is not None:
            continue
        changed = {
            at: new for at, text in s.fields.items() if isinstance(text, str) and (new := edited(text, words))
        }
        if not changed:
            continue
        for other in pending:
            if other.list is not None and other.id in draft.core.suggestions:
                draft.emit(Accepted(suggestion=other.id, said=draft.said(words)))
        fields = {
            at: Value(
                value=changed[at],
                status="derived",
                rule="edit",
                suggestion=s.id,
                said=(draft.said(words), *s.said),
            )
            if at in changed
            else Value(value=text, status="confirmed", suggestion=s.id, said=(draft.said(words),))
            for at, text in s.fields.items()
        }
        return draft.emit(Answered(question=s.question, fields=fields))
    return False


def _meta_edit(text: str) -> bool:
    """Whether the person only announces a change ("change it")."""
    return bool(
        re.match(r"^(i('d| would) )?(change|edit|rewrite|rephrase)( (it|that|this|something))?\W*$", text, _I)
    )


def _to_review(draft: Draft, words: str) -> bool:
    core = draft.core
    if commands.KEEP.match(words) or _agrees(words):
        return draft.emit(Reviewed(keys=core.review))
    change = re.search(r"\b(?:change|not|except|but|redo|revisit|edit|all but)\s+(?P<what>.+)", words, _I)
    named = commands.place((change.group("what") if change else words)[:80])
    under = {ripple.question_of(core, k) for k in core.review}
    if named in under and len(words.split()) <= 14:
        rest = tuple(k for k in core.review if ripple.question_of(core, k) != named)
        if change and re.search(r"\b(keep|fine|all|rest|others?)\b", words, _I) and rest:
            draft.emit(Reviewed(keys=rest))
        return draft.emit(WentBack(question=named))
    if amend(draft, words, named):
        return True
    fits = (
        cues.content_words(words) >= 2
        and not commands.is_question(words)
        and not (is_unfit(words) or says_how(words))
    )
    if len(under) == 1 and fits:
        return READERS[next(iter(under))](draft, words)
    return False


def _to_parked(draft: Draft, words: str) -> bool:
    core = draft.core
    ideas = [i for i in core.parked if i.verdict == "open"]
    if not ideas:
        return False
    verdicts = re.findall(r"\b(keep|test|try|drop|forget|kill|yes|no)\b", words, _I)
    if not verdicts:
        return False
    names = {"try": "test", "forget": "drop", "kill": "drop", "yes": "keep", "no": "drop"}
    plain = [names.get(v.casefold(), v.casefold()) for v in verdicts]
    for n, idea in enumerate(ideas):
        verdict = (
            plain[n]
            if len(plain) == len(ideas)
            else plain[0]
            if len(set(plain)) == 1 or n == 0
            else plain[min(n, len(plain) - 1)]
        )
        draft.emit(ParkedResolved(id=idea.id, verdict=verdict))
        if verdict == "keep":
            draft.emit(becomes(draft.state, idea.id))
    rest = trim(re.sub(r"^\W*(keep|test|try|drop|yes|no)\b( (it|them|both|all|that))*", "", words, flags=_I))
    question = ideas[0].question
    if cues.content_words(rest) >= 3 and plain[0] == "keep":
        asking = Asked(kind="finding", question=question)
        draft.state = replace(draft.state, answering=asking)
        READERS[question](draft, rest)
    return True


def _to_confirm(draft: Draft, words: str) -> bool:
    if commands.DRAFT.search(words):
        return draft.emit(Unknown(question=stages.CONFIRM, reason="skipped"))
    if _agrees(words) and len(words.split()) <= 15:
        return draft.emit(Confirmed(said=draft.said(words)))
    return bool(commands.NO.match(words) and cues.content_words(words) <= 2)
