"""The guided voice's understanding: a message becomes events by rules, without a language model.

In order: commands, agreement to what was offered, corrections, questions to the library, ideas that come too early,
and then the answer itself, with sentences that clearly answer another question read for that one.
"""

import re
from collections.abc import Sequence

from coach import ripple, stages
from coach.events import (
    Accepted,
    AnyEvent,
    Asked,
    Confirmed,
    Digressed,
    DigressionKind,
    ItemAdded,
    Paced,
    Parked,
    ParkedResolved,
    Rejected,
    Reviewed,
    Undone,
    Unknown,
    WentBack,
)
from coach.language import commands, cues
from coach.language.amend import amend
from coach.language.draft import Draft, trim
from coach.language.readers import READERS
from coach.state import State

_I = re.IGNORECASE
_SPACE = re.compile(r"\s{3,}")


def understand(state: State) -> Sequence[AnyEvent]:
    """Return the events of the message of `state.turn`. Pure; reads nothing but the state."""
    text = _SPACE.sub(_gap, state.text(state.turn) or "")
    draft = Draft(state, text)
    _read(draft, text, state.answering)
    return draft.events


SHORT = 8
"""Words up to which a message that holds a command is taken for nothing else."""
_BUTTONS = frozenset(
    "yes|no|ok|okay|yes please|keep|keep it|keep all|leave it|leave it out|test|test all|drop|drop all|"
    "yes, i'd sign it|keep it as a draft|the first|the second|the third|1|2|3".split("|")
)
"""What the quick replies send, and the shortest answers to what was offered."""


def commanded(state: State) -> Sequence[AnyEvent] | None:
    """Return the events of a message that is plainly a command or the press of a button; None for any other."""
    words = (state.text(state.turn) or "").strip()
    draft, asking = Draft(state, words), state.answering
    if not re.search(r"\w", words):
        _digress(draft, "nonsense", words[:200])
        return draft.events
    pressed = words.casefold().strip(" .!").replace("’", "'") in _BUTTONS
    if asking is not None and pressed and _agreement(draft, words, asking):
        return draft.events
    size = len(words.split())
    unsure = commands.UNKNOWN.search(words) is not None and size > _SURE
    draft = Draft(state, words)
    if size <= SHORT and not unsure and not re.search(r"\d", words) and _command(draft, words, asking):
        return draft.events
    return None


_SURE = 4


def _gap(run: re.Match[str]) -> str:
    """Return what a long run of white space means: a paragraph, a line, or a space. Spans are compared so."""
    lines = run[0].count("\n")
    return "\n\n" if lines > 1 else "\n" if lines else " "


def _digress(draft: Draft, kind: DigressionKind, text: str = "") -> None:
    draft.emit(Digressed(kind=kind, text=text))


def _read(draft: Draft, text: str, asking: Asked | None) -> None:
    words = text.strip()
    if not re.search(r"\w", words) or _is_mash(words):
        _digress(draft, "nonsense", words[:200])
        return
    if _command(draft, words, asking):
        return
    question = asking.question if asking else None
    if asking is not None and _agreement(draft, words, asking):
        return
    if amend(draft, words, question):
        return
    rest = _questions(draft, words)
    if not rest:
        return
    rest = _park_early(draft, rest, question)
    if rest:
        _answer(draft, rest, question)


def _is_mash(text: str) -> bool:
    """Whether a message is keys hit at random: one long word without vowels, or one sign over and over."""
    if len(set(text.casefold())) <= 2 and len(text) > 5:
        return True
    first = text.split(maxsplit=1)[0]
    rows = r"asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wertz|zxcv|xcvb|cvbn|vbnm"
    if len(text.split()) <= 2 and re.search(rows, first, _I):
        return True
    ascii_word = first.isascii() and first.isalpha() and len(text.split()) <= 2
    return (
        ascii_word
        and len(first) > 5
        and (
            not re.search(r"[aeiouy]", first, _I) or bool(re.search(r"[bcdfghjklmnpqrstvwxz]{6,}", first, _I))
        )
    )


def _command(draft: Draft, words: str, asking: Asked | None) -> bool:
    short = len(words) <= 120
    question = asking.question if asking else None
    if commands.UNDO.match(words):
        if not draft.emit(Undone()):
            _digress(draft, "help", "undo")
        return True
    back = commands.went_back(words) if short else None
    if back is not None:
        if not draft.emit(WentBack(question=back)):
            _digress(draft, "where", words)
        return True
    simple: tuple[tuple[re.Pattern[str], DigressionKind], ...] = (
        (commands.SHOW, "show"),
        (commands.WHERE, "where"),
        (commands.HELP, "help"),
        (commands.WHY, "why"),
        (commands.SUGGEST, "suggest"),
    )
    for pattern, kind in simple:
        if short and pattern.search(words):
            _digress(draft, kind, words)
            return True
    if short and commands.FULL.search(words) and draft.core.pace == "express":
        return draft.emit(Paced(pace="full"))
    if short and commands.EXPRESS.search(words) and draft.core.pace == "full":
        draft.emit(Paced(pace="express"))
        rest = trim(commands.EXPRESS.sub("", words))
        if cues.content_words(rest) < 6:
            return True
    if question is None:
        return False
    if commands.SKIP.match(words) and asking is not None and asking.kind in ("question", "suggestion"):
        if question == stages.CONFIRM:
            return draft.emit(Unknown(question=question, reason="skipped"))
        return draft.emit(Unknown(question=question, reason="skipped"))
    unknown = commands.UNKNOWN.search(words)
    if unknown and asking is not None and asking.kind in ("question", "suggestion"):
        rest = words[: unknown.start()] + words[unknown.end() :]
        if cues.content_words(rest) <= 4 and not re.search(r"\d", rest):
            return draft.emit(Unknown(question=question, reason="unknown"))
    return False


def _agreement(draft: Draft, words: str, asking: Asked) -> bool:
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
    rest = _park_early(draft, rest, question)
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
            unpark(draft, idea.id)
    rest = trim(re.sub(r"^\W*(keep|test|try|drop|yes|no)\b( (it|them|both|all|that))*", "", words, flags=_I))
    question = ideas[0].question
    if cues.content_words(rest) >= 3 and plain[0] == "keep":
        asking = Asked(kind="finding", question=question)
        from dataclasses import replace

        draft.state = replace(draft.state, answering=asking)
        READERS[question](draft, rest)
    return True


def unpark(draft: Draft, idea_id: str) -> None:
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


def _questions(draft: Draft, words: str) -> str:
    """Take out the sentences that ask the coach something; return the rest."""
    sentences = [s for s in re.split(r"(?<=[.!?])\s+|\n+", words) if s.strip()]
    asked = [s for s in sentences if commands.is_question(s)]
    if not asked:
        if commands.OFF_TOPIC.search(words) and len(words.split()) <= 25 and _not_business(words):
            _digress(draft, "off_topic", words)
            return ""
        return words
    text = " ".join(asked)
    off = bool(commands.OFF_TOPIC.search(text))
    _digress(draft, "off_topic" if off else "library", text)
    rest = [s for s in sentences if s not in asked]
    return "" if sum(map(cues.content_words, rest)) < 3 else words if not rest else _joined(words, rest)


def _joined(words: str, kept: list[str]) -> str:
    """Return the longest run of kept sentences as it stands in the message, so that spans stay substrings."""
    start = words.find(kept[0])
    end = words.rfind(kept[-1]) + len(kept[-1])
    run = words[start:end]
    return (
        run
        if all(s in kept for s in re.split(r"(?<=[.!?])\s+|\n+", run) if s.strip())
        else max(kept, key=len)
    )


def _not_business(words: str) -> bool:
    return not re.search(r"\b(clients?|customers?|sell|market|revenue|sales|business|price)\b", words, _I)


def _park_early(draft: Draft, text: str, question: str | None) -> str:
    """Park downstream ideas that come before upstream is closed; return what is left to answer with."""
    core = draft.core
    if core.upstream_closed() or question is None or stages.is_downstream(question):
        return text
    left: list[str] = []
    parked: list[str] = []
    for sentence in re.split(r"(?<=[.!?;])\s+|\n+|,\s+(?=(?:so|and|but)\s+(?:we|i)\b)", text):
        tried = re.search(r"\b(tried|spent|ran|was|were|did|had|have been|used to)\b", sentence, _I)
        if cues.INTENT.search(sentence) and cues.DOWNSTREAM.search(sentence) and not tried:
            parked.append(trim(sentence))
        else:
            left.append(sentence)
    for span in parked:
        span = re.sub(r"^(?:so|and|but|then)\s+", "", span, flags=_I)
        pattern = cues.SKILL_IDEA, cues.KPI_IDEA
        home = "skills" if pattern[0].search(span) else "kpis" if pattern[1].search(span) else "processes"
        draft.emit(Parked(id=draft.state.next_id("parked"), question=home, said=draft.said(span)))
    if not parked:
        return text
    rest = trim(" ".join(left))
    kept = [s for s in left if cues.content_words(s) >= 2]
    return _joined(text, kept) if kept and rest else ""


def _answer(draft: Draft, text: str, question: str | None) -> None:
    """Read an answer for the question that was asked, and clear answers to others for theirs."""
    if question is None:
        _digress(draft, "library", text)
        return
    groups = _assign(draft, text, question)
    for other, words in groups:
        if other == question and cues.is_vague(other, words) and not _fills_missing(draft, other):
            continue
        if other == "one_year" and other != question and not re.search(r"\d", words):
            continue
        READERS[other](draft, words)


def _fills_missing(draft: Draft, question: str) -> bool:
    return draft.core.has_value(question) and bool(draft.core.essential(question))


def _assign(draft: Draft, text: str, question: str) -> list[tuple[str, str]]:
    """Give each sentence to the question it answers; sentences without a clear sign answer what was asked."""
    sentences = [s for s in re.split(r"(?<=[.!?])\s+|\n+", text) if s.strip()]
    if len(sentences) < 2 or stages.QUESTION[question].composed:
        return [(question, text)]
    owners: list[str] = []
    for n, sentence in enumerate(sentences):
        owner = question
        for other, pattern in cues.CUES.items():
            unanswered = not draft.core.has_value(other) and other != question
            if n > 0 and unanswered and other in cues.EARLY_CUES and pattern.search(sentence):
                owner = other
                break
        owners.append(owner)
    mine = [s for s, o in zip(sentences, owners, strict=True) if o == question]
    rows = [(question, _joined(text, mine))] if mine else []
    rows += [(o, s) for s, o in zip(sentences, owners, strict=True) if o != question]
    return rows
