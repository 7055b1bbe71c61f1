"""Which part of a message answers what: questions to the coach, ideas that come too early, other questions' answers."""

import re

from coach import stages
from coach.events import Digressed, DigressionKind, Parked, WentBack
from coach.language.amounts.quantities import quantities
from coach.language.pieces import coordinated
from coach.language.pieces import sentences as sentences_of
from coach.language.reading import commands, cues
from coach.language.reading.affairs import affair
from coach.language.reading.ahead import led_off, plainly_answers, tells_of_change
from coach.language.reading.asides import says
from coach.language.reading.company import BUYERS, OFFER, SIZE, company_part
from coach.language.reading.draft import Draft, trim
from coach.language.reading.people import team_size
from coach.language.reading.readers import READERS
from coach.language.reading.spent import tells_of_a_change, tells_of_spending

_I = re.IGNORECASE


def digress(draft: Draft, kind: DigressionKind, text: str = "") -> None:
    draft.emit(Digressed(kind=kind, text=text))


def questions(draft: Draft, words: str) -> str:
    """Take out the sentences that ask the coach something; return the rest."""
    sentences = [s for s in re.split(r"(?<=[.!?])\s+|\n+", words) if s.strip()]
    asked = [s for s in sentences if commands.is_question(s)]
    if not asked:
        if commands.OFF_TOPIC.search(words) and len(words.split()) <= 25 and _asks_for(words):
            digress(draft, "off_topic", words)
            return ""
        return words
    text = " ".join(asked)
    off = bool(commands.OFF_TOPIC.search(text)) and not _OURS.search(text)
    digress(draft, "off_topic" if off else "library", text)
    rest = [s for s in sentences if s not in asked]
    if not any(map(says, rest)):
        return ""
    run = words[words.find(rest[0]) : words.rfind(rest[-1]) + len(rest[-1])]
    # Questions stood between them: what is left are lines, each as it stands in the message.
    return "\n".join(rest) if any(s in run for s in asked) else run


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


_WANTED = re.compile(
    r"^(?:(?:please|can|could|would|you|now|hey|ok|also|and|so|just|but|let'?s|i want you to|i'?d like you to|i need you to)[\s,]+)*(?:write|tell|give|make|translate|show|recommend|sing|"
    r"find|ignore|forget|talk|play|compose|draft|solve|do my|help me with my|predict|print|reveal|repeat)\b|^(?:the )?(?:weather|horoscope|joke|recipe|lottery|football|bitcoin|poem)\b",
    _I,
)
_OURS = re.compile(r"\b(?:we|our|us|clients?|customers?|sell|market|revenue|sales|business|price)\b", _I)


def _asks_for(words: str) -> bool:
    """Whether the coach is asked to do something; a statement with a word of some trade is an answer like any other."""
    return bool(_WANTED.match(words.strip())) and not _OURS.search(words)


def park_early(draft: Draft, text: str, question: str | None) -> str:
    """Park downstream ideas that come before upstream is closed; return what is left to answer with."""
    core = draft.core
    if core.upstream_closed() or question is None or stages.is_downstream(question):
        return text
    parked: list[str] = []
    runs = [""]
    for sentence in (
        clause.text
        for part in re.split(r"(?<=[.!?;])\s+|\n+|,\s+(?=(?:so|and|but)\s+(?:we|i)\b)", text)
        for clause in coordinated(part)
    ):
        tried = re.search(r"\b(tried|spent|ran|was|were|did|had|have been|used to)\b", sentence, _I)
        if cues.INTENT.search(sentence) and cues.DOWNSTREAM.search(sentence) and not tried:
            parked.append(trim(sentence))
            runs.append("")
        else:
            runs[-1] = _stretch(text, runs[-1], sentence)
    for span in parked:
        span = re.sub(r"^(?:so|and|but|then)\s+", "", span, flags=_I)
        pattern = cues.SKILL_IDEA, cues.KPI_IDEA
        home = "skills" if pattern[0].search(span) else "kpis" if pattern[1].search(span) else "processes"
        draft.emit(Parked(id=draft.state.next_id("parked"), question=home, said=draft.said(span)))
    if not parked:
        return text
    longest = max(runs, key=cues.content_words)
    return longest if cues.content_words(longest) >= 2 else ""


def _stretch(text: str, run: str, more: str) -> str:
    """A run of sentences and the next one, as they stand in the text: spans stay substrings."""
    start = text.find(run) if run else text.find(more)
    end = text.find(more, start + len(run)) + len(more)
    return text[start:end] if start >= 0 and end > start else more


def answer(draft: Draft, text: str, question: str | None) -> None:
    """Read an answer for the question that was asked, and clear answers to others for theirs."""
    if labelled(draft, text, question):
        return
    if question is None:
        return  # All is asked: what is no correction and no question has no place to go.
    for other, words in _assign(draft, text, question):
        if other == question and cues.is_vague(other, words) and not _fills_missing(draft, other):
            continue
        if other == "one_year" and other != question and not re.search(r"\d", words):
            continue
        READERS[other](draft, words)


_NAMES = "|".join(f"(?P<q{n}>{pattern})" for n, (pattern, _) in enumerate(cues.LABELS))
_BEGINS = r"(?:^|(?<=[.!?;\n])\s*)(?P<lead>(?:(?:sorry|actually|oh|and|no|wait|so|also|correction|change|i meant)[\s,]+)*)(?:the |our |my )?"
_LABEL = re.compile(
    rf"{_BEGINS}(?:{_NAMES})\s*(?P<link>:|\.{{2,}}|…|\s(?:is now|is actually|should be|should read|must be|is really|to:)\s|\s(?:is|are)\s)\s*",
    _I,
)


def labelled(draft: Draft, text: str, question: str | None) -> bool:
    """Read what is labelled ("Trends: …", "actually the goal is …") for the question it names; return whether all of it was."""
    hits = [h for h in _LABEL.finditer(text) if _is_label(h, question)]
    if not hits:
        return False
    head = text[: hits[0].start()].strip()
    if head and (question != "scenario" or hits[0]["link"].strip() in _VERBS):
        return False
    done = False
    if head:  # The choice, then what comes next by its name: "Growing. Changes: timber gets dearer".
        answer(draft, head, question)
    ends = [*(h.start() for h in hits[1:]), len(text)]
    for hit, end in zip(hits, ends, strict=True):
        named = next(q for n, (_, q) in enumerate(cues.LABELS) if hit[f"q{n}"])
        words = trim(text[hit.end() : end])
        if draft.core.has_value(named) and named != question:
            draft.emit(WentBack(question=named))
        done |= bool(words) and READERS[named](draft, words)
    return done


_VERBS = ("is", "are")


def _is_label(hit: re.Match[str], question: str | None) -> bool:
    """Whether it names a question: a plain "is" does so only in a correction, or once all is asked."""
    return hit["link"].strip().casefold() not in _VERBS or bool(hit["lead"].strip()) or question is None


def _fills_missing(draft: Draft, question: str) -> bool:
    return draft.core.has_value(question) and bool(draft.core.essential(question))


_PIECEMEAL = frozenset(("company", "attempts", "trends", "alternatives", "challenge"))
"""Questions whose readers fill in what is missing: an answer to them may come in several stretches of a message."""
_LEANS = re.compile(
    r"(?:or|won'?t|don'?t|can'?t|refuse|nor)\b|(?:and |but )?(?:it|that|this|which|nobody|no one|none|neither|they all)\b",
    _I,
)


def _assign(draft: Draft, text: str, question: str) -> list[tuple[str, str]]:
    """Give each sentence or clause to the question it answers; what has no clear sign answers what was asked."""
    chosen = question == "scenario" and _holds_more(text)
    opened = _opened(draft, text, question)
    if stages.QUESTION[question].composed and not chosen:
        return [(opened if question == "scenario" else question, text)]
    pieces = [
        (sentence.start + c.start, sentence.start + c.end, n > 0)
        for sentence in sentences_of(text)
        for n, c in enumerate(coordinated(sentence.text))
    ]
    owners: list[str] = []
    affairs = all(affair(text[start:end]) for start, end, _ in pieces)
    ahead = _next(draft, question) if chosen else question
    for n, (start, end, same) in enumerate(pieces):
        piece = text[start:end]
        owner = _owner(draft, piece, question) if n or chosen else opened
        if question == "company" and owner == question:
            owner = _told_instead(draft, piece, affairs) or owner
        if owner == question and chosen and not cues.scenario_of(piece):
            goes_on = bool(n) and owners[-1] == ahead and (same or bool(_LEANS.match(piece)))
            owner = ahead if goes_on or plainly_answers(ahead, piece) else _REMARK
        # What leans on the sentence before goes with it, and so does the rest of a sentence that turned to another question.
        if (
            n
            and owner == question
            and owners[-1] not in (question, _REMARK)
            and (same or _LEANS.match(piece))
            and not _is_own(piece, question)
        ):
            owner = owners[-1]
        owners.append(owner)
    runs: list[tuple[str, int, int]] = []
    for (start, end, _), owner in zip(pieces, owners, strict=True):
        if runs and runs[-1][0] == owner:
            runs[-1] = (owner, runs[-1][1], end)
        else:
            runs.append((owner, start, end))
    runs = [r for r in runs if r[0] != _REMARK]
    runs = [r for r in runs if r[0] == question or r[0] not in _TOLD or not draft.core.has_value(r[0])]
    mine = [text[a:b] for o, a, b in runs if o == question]
    if question not in _PIECEMEAL:
        mine = [max(mine, key=len)] if mine else []
    others = [(o, led_off(text[a:b]) if o == ahead else text[a:b]) for o, a, b in runs if o != question]
    return [(question, words) for words in mine] + others


def _holds_more(text: str) -> bool:
    """Whether an answer to a choice holds more than the choice: it is long, or a sentence of it tells of a change."""
    parts = sentences_of(text)
    return len(text.split()) > _CHOICE or (len(parts) > 1 and any(tells_of_change(s.text) for s in parts))


_REMARK = ""
"""Whose a piece is that answers nothing: a doubt about the choice, or an aside."""
_CHOICE = 20
"""Words from which on an answer to a choice is taken to hold more than the choice."""


def _next(draft: Draft, question: str) -> str:
    """Return the question that comes next: who tells a story where a choice is asked for is ahead of the coach."""
    after = stages.QUESTIONS[stages.ORDER[question] + 1 :]
    return next((q.id for q in after if not draft.core.settled(q.id)), question)


_TOLD = frozenset(("symptom", "attempts"))


def _told_instead(draft: Draft, piece: str, whole: bool) -> str:
    """Return the question that a state of affairs answers where a name or a figure of the firm was asked for.

    `whole`: nothing but such pieces was said. A first message that also says who they are is read as one.
    """
    asked = company_part(draft)
    if asked == SIZE and (quantities(piece) or team_size(piece)):
        return ""
    if asked not in (OFFER, BUYERS, SIZE) and (draft.core.has_value("company") or not whole):
        return ""
    return affair(piece)


def _is_own(piece: str, question: str) -> bool:
    own = cues.CUES.get(question)
    return own is not None and own.search(piece) is not None


def _opened(draft: Draft, text: str, question: str) -> str:
    """Return the question that a message names as it begins; the one that was asked where it names none that is to come."""
    if _is_own(text, question):
        return question
    named = (q for q, pattern in cues.OPENINGS.items() if pattern.match(text))
    return next((q for q in named if q == question or not draft.core.has_value(q)), question)


def _owner(draft: Draft, piece: str, question: str) -> str:
    if _is_own(piece, question):
        return question
    for other, pattern in cues.CUES.items():
        if (
            other != question
            and other in cues.EARLY_CUES
            and not draft.core.has_value(other)
            and pattern.search(piece)
            and not (other == "solution" and tells_of_spending(piece))
            and not (other == "one_year" and tells_of_a_change(piece))
        ):
            return other
    for other, asked, pattern in cues.NEAR:
        if (
            question in asked
            and other != question
            and not draft.core.has_value(other)
            and pattern.search(piece)
        ):
            return other
    return question
