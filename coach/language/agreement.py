"""Agreement to what the coach offered: suggestions, what a correction touched, parked ideas, the last question."""

import re
from dataclasses import replace

from coach import ripple, stages
from coach.events import (
    Accepted,
    Asked,
    Confirmed,
    ItemAdded,
    ParkedResolved,
    Rejected,
    Reviewed,
    Unknown,
    WentBack,
)
from coach.language import commands, cues
from coach.language.draft import Draft, trim
from coach.language.readers import READERS
from coach.language.sorting import park_early

_I = re.IGNORECASE


def agreement(draft: Draft, words: str, asking: Asked) -> bool:
    core, question = draft.core, asking.question
    pending = [s for s in core.suggestions.values() if s.question == question]
    if pending and asking.kind in ("question", "suggestion"):
        return _to_suggestion(draft, words, [s.id for s in pending])
    if asking.kind == "review" and core.review:
        return _to_review(draft, words)
    if asking.kind == "parked":
        return _to_parked(draft, words)
    left = commands.LEAVE.match(words) or commands.UNKNOWN.search(words)
    if asking.kind == "finding" and left and len(words.split()) <= 6:
        return True
    if question == stages.CONFIRM and asking.kind == "question":
        return _to_confirm(draft, words)
    if question is not None and core.focus == question and commands.KEEP.match(words):
        return draft.emit(Reviewed(keys=(question,)))
    return False


def _agrees(words: str) -> bool:
    return bool(commands.YES.match(words)) and not commands.BUT.search(words)


def _to_suggestion(draft: Draft, words: str, ids: list[str]) -> bool:
    question = draft.core.suggestions[ids[0]].question
    options = [draft.core.suggestions[i] for i in ids if draft.core.suggestions[i].origin == "option"]
    if _agrees(words) and len(words.split()) <= 12:
        accepted = [i for i in ids if draft.core.suggestions[i].origin != "option"] or ids[:1]
        for i in accepted:
            draft.emit(Accepted(suggestion=i, said=draft.said(words)))
        return True
    number = re.match(
        r"^(?:the )?(?:(first|1st|one|1)|(second|2nd|two|2)|(third|3rd|three|3))(?: one| option)?\W*$",
        words,
        _I,
    )
    if options and number:
        at = next(n for n, g in enumerate(number.groups()) if g)
        if at < len(options):
            return draft.emit(Accepted(suggestion=options[at].id, said=draft.said(words)))
    refused = commands.NO.match(words)
    rest = trim(words[refused.end() :]) if refused else words
    if refused:
        for i in ids:
            if i in draft.core.suggestions:
                draft.emit(Rejected(suggestion=i))
    if cues.content_words(rest) < 2 or _meta_edit(rest):
        return bool(refused)
    if commands.is_question(rest):
        return False
    rest = park_early(draft, rest, question)
    return not rest or READERS[question](draft, rest) or bool(refused)


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
    if len(under) == 1 and cues.content_words(words) >= 2 and not commands.is_question(words):
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
            _unpark(draft, idea.id)
    rest = trim(re.sub(r"^\W*(keep|test|try|drop|yes|no)\b( (it|them|both|all|that))*", "", words, flags=_I))
    question = ideas[0].question
    if cues.content_words(rest) >= 3 and plain[0] == "keep":
        asking = Asked(kind="finding", question=question)
        draft.state = replace(draft.state, answering=asking)
        READERS[question](draft, rest)
    return True


def _unpark(draft: Draft, idea_id: str) -> None:
    """Put a kept idea into its place, in the words it was said in."""
    idea = next(i for i in draft.core.parked if i.id == idea_id)
    value = draft.core.parked_said[idea_id]
    list_name = stages.QUESTION[idea.question].lists[0]
    name = "metric" if "metric" in stages.LISTS[list_name].fields else "name"
    fields = {name: value}
    goals = tuple(i.id for _, i in draft.core.all_items() if i.get("horizon") == "1y")
    refs = stages.LISTS[list_name].refs
    if "serves" in refs and goals:
        fields["serves"] = value.model_copy(
            update={"value": goals, "status": "derived", "rule": "asked_for_goal"}
        )
    if "goal" in refs and goals:
        fields["goal"] = value.model_copy(
            update={"value": goals[0], "status": "derived", "rule": "asked_for_goal"}
        )
    draft.emit(
        ItemAdded(question=idea.question, list=list_name, id=draft.state.next_id(list_name), fields=fields)
    )


def _to_confirm(draft: Draft, words: str) -> bool:
    if commands.DRAFT.search(words):
        return draft.emit(Unknown(question=stages.CONFIRM, reason="skipped"))
    if _agrees(words) and len(words.split()) <= 15:
        return draft.emit(Confirmed(said=draft.said(words)))
    return bool(commands.NO.match(words) and cues.content_words(words) <= 2)
