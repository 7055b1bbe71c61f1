"""The guided voice's understanding: a message becomes events by rules, without a language model.

In order: what is said about what stands (`as_it_stands`), commands, agreement to what was offered, corrections,
questions to the library, ideas that come too early, and then the answer itself, with sentences that clearly answer another question read for that one.

Corrections ("X, not Y", "Y should be X") are read by one table of forms, `corrections`, and applied in three places:

1. `in_passing`, before everything else, for each sentence, as the rest of the message may still be an answer. So it
   acts only where the words name what changes or a correction is announced: an item (`withdrawn`), the team, the place,
   the price and figures (`retold`), owners and days (`who_and_when`), and last words, which fit most (`renamed`).
2. `agreement`, while words that the coach composed wait for a yes: those words are meant before any other (`edits`).
3. `amend`, for what is left, which is then one correction as a whole or none: a field by its name, words that were
   composed and accepted (`edits`), a figure (`wrong_figure`), other words, and at last what names nothing old ("no, 24").
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from coach import stages
from coach.events import AnyEvent, Asked, DigressionKind, Paced, Undone, Unknown, WentBack
from coach.language.pieces import sentences
from coach.language.reading import commands, cues
from coach.language.reading.agreement import agreement, is_own_wording
from coach.language.reading.amend import amend
from coach.language.reading.as_it_stands import (
    asks_or_objects,
    is_unfit,
    keep_rest,
    put_in_place,
    refuses,
    says_how,
    stands,
    tell_untaken,
    without_keep,
    without_refusal,
)
from coach.language.reading.asides import apart
from coach.language.reading.draft import Draft, trim
from coach.language.reading.ending import asks_what_is_open, at_the_end, mend, sign, takes_leave
from coach.language.reading.hedges import substance
from coach.language.reading.in_passing import put_right_in_passing
from coach.language.reading.meta import talk_about
from coach.language.reading.orders import UNTAKEN, heed
from coach.language.reading.pushback import push_back
from coach.language.reading.sorting import answer, digress, labelled, park_early, questions
from coach.language.reading.temper import cooled
from coach.language.reading.whole_answers import add_whole, take_whole
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
_SURE = 4
_BUTTONS = frozenset(
    "yes|no|ok|okay|yes please|keep|keep it|keep all|leave it|leave it out|test|test all|drop|drop all|"
    "yes, i'd sign it|sign it as it is|keep it as a draft|the first|the second|the third|1|2|3".split("|")
)
"""What the quick replies send, and the shortest answers to what was offered."""


def commanded(state: State) -> Sequence[AnyEvent] | None:
    """Return the events of a message that is plainly a command or the press of a button; None for any other."""
    words = (state.text(state.turn) or "").strip()
    draft, asking = Draft(state, words), state.answering
    if not re.search(r"\w", words):
        digress(draft, "nonsense", words[:200])
        return draft.events
    pressed = words.casefold().strip(" .!").replace("’", "'") in _BUTTONS
    if (
        asking is not None
        and pressed
        and (at_the_end(draft, words, asking) or agreement(draft, words, asking))
    ):
        return draft.events
    size = len(words.split())
    unsure = commands.UNKNOWN.search(words) is not None and size > _SURE
    draft = Draft(state, words)
    several = re.search(r"[.!?;]\s+\w", words) is not None  # "Fine. Put it in. What's left?" answers first.
    if (
        size <= SHORT
        and not (unsure or several or re.search(r"\d", words))
        and _command(draft, words, asking)
    ):
        return draft.events
    return None


def _gap(run: re.Match[str]) -> str:
    """Return what a long run of white space means: a paragraph, a line, or a space. Spans are compared so."""
    lines = run[0].count("\n")
    return "\n\n" if lines > 1 else "\n" if lines else " "


def _read(draft: Draft, text: str, asking: Asked | None) -> None:
    words = text.strip()
    if not re.search(r"\w", words) or _is_mash(words):
        digress(draft, "nonsense", words[:200])
        return
    calm = cooled(words)
    if not re.search(r"\w", calm):
        digress(draft, "nonsense", words[:200])
        return
    words = calm
    if at_the_end(draft, words, asking):
        return
    words, keeps = without_keep(draft, words, asking)
    if words and not put_in_place(draft, words, asking):
        _take(draft, words, asking)
    if keeps:
        keep_rest(draft, asking)


def _take(draft: Draft, words: str, asking: Asked | None) -> None:
    refused = refuses(words)
    several = len(sentences(words)) > 1
    if several:
        words, asking = _heeded(draft, words, asking)
    words = apart(draft, words, asking) if words else words
    if not words or _command(draft, words, asking):
        return
    if not several:
        words, asking = _heeded(draft, words, asking)
        if not words:
            return
    words = _known_part(words)
    question = asking.question if asking else None
    left = put_right_in_passing(draft, words, question)
    if left is not None:
        if not left:
            return
        words = left
    if refused:
        words = without_refusal(draft, words, asking)
    words, told = take_whole(draft, words, asking)
    if words:
        _answer(draft, words, asking)
    add_whole(draft, told)


def _answer(draft: Draft, words: str, asking: Asked | None) -> None:
    question = asking.question if asking else None
    disputed = push_back(draft, words, asking) if asking is not None else words
    if disputed is None:
        return
    words = disputed
    if asking is not None and agreement(draft, words, asking):
        return
    if amend(draft, words, question):
        return
    rest = questions(draft, words)
    if not rest:
        return
    rest = park_early(draft, rest, question)
    if rest and asking is not None and _changes_nothing(draft, words, rest, asking):
        tell_untaken(draft, rest)
    elif rest and not (asking is not None and asking.findings and mend(draft, rest, asking)):
        answer(draft, rest, question)
        if question == stages.CONFIRM and not draft.events:
            digress(draft, "help", UNTAKEN + rest[:200])


_COMPOSED = ("positioning", "guiding_choice")


def _changes_nothing(draft: Draft, words: str, rest: str, asking: Asked) -> bool:
    """Whether what is left is no answer to what stands, or waits, there; at a review what is labelled goes under its label."""
    if asking.kind == "review":
        return not labelled(draft, rest, None)
    if stands(draft, asking) and (is_unfit(rest) or says_how(rest)):
        return True
    if asking.kind == "finding" and is_unfit(rest):
        return True
    composed = asking.kind == "question" and asking.question in _COMPOSED
    return composed and asks_or_objects(words) and not is_own_wording(rest)


def _heeded(draft: Draft, words: str, asking: Asked | None) -> tuple[str, Asked | None]:
    """Deal with what is said to the coach; return the words that are left, and what they answer."""
    rest = heed(draft, words, asking)
    if rest is None:
        return words, asking
    if asking is not None and rest.question is not None and rest.question != asking.question:
        asking = Asked(kind="question", question=rest.question)
        draft.state = replace(draft.state, answering=asking)
    return rest.words, asking


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
            digress(draft, "help", "undo")
        return True
    if commands.PREVIOUS.match(words) and question is not None:
        before = [
            q.id
            for q in stages.QUESTIONS[: stages.ORDER[question]]
            if draft.core.has_value(q.id) or q.id in draft.core.open
        ]
        return bool(before) and draft.emit(WentBack(question=before[-1]))
    back = commands.went_back(words) if short else None
    if back is not None:
        if not draft.emit(WentBack(question=back)):
            digress(draft, "where", words)
        return True
    simple: tuple[tuple[re.Pattern[str], DigressionKind], ...] = (
        (commands.SHOW, "show"),
        (commands.WHERE, "where"),
        (commands.HELP, "help"),
        (commands.WHY, "why"),
    )
    for pattern, kind in simple:
        if short and pattern.search(words):
            digress(draft, kind, words)
            return True
    if asking is not None and asking.kind == "done" and (asks_what_is_open(words) or takes_leave(words)):
        digress(draft, "where", words)
        return True
    if asking is not None and asking.kind == "done" and short and commands.BOARD.search(words):
        digress(draft, "suggest", words)
        return True
    if asking is not None and asking.kind == "done" and _signs(draft, words):
        return True
    wish = commands.SUGGEST.search(words) if short else None
    # "We want thirty clients. What do you think?" is an answer first.
    if wish is not None and substance(words[: wish.start()] + " " + words[wish.end() :]) < 4:
        digress(draft, "suggest", words)
        return True
    if short and commands.FULL.search(words) and draft.core.pace == "express":
        return draft.emit(Paced(pace="full"))
    if short and commands.EXPRESS.search(words) and draft.core.pace == "full":
        draft.emit(Paced(pace="express"))
        rest = trim(commands.EXPRESS.sub("", words))
        if cues.content_words(rest) < 6:
            return True
    if _meta(draft, words, asking):
        return True
    if question is None:
        return False
    if commands.SKIP.match(words) and asking is not None and asking.kind in ("question", "suggestion"):
        if question == stages.CONFIRM:
            return draft.emit(Unknown(question=question, reason="skipped"))
        return draft.emit(Unknown(question=question, reason="skipped"))
    if asking is not None and asking.kind in ("question", "suggestion") and _knows_not(words):
        return draft.emit(Unknown(question=question, reason="unknown"))
    return False


def _meta(draft: Draft, words: str, asking: Asked | None) -> bool:
    """Deal with talk about the talk; agreement and figures are none."""
    if asking is None or asking.kind not in ("question", "suggestion", "finding", "done"):
        return False
    kind = talk_about(words)
    if kind is None:
        return False
    if kind == "decline" and asking.kind in ("question", "suggestion") and asking.question is not None:
        return draft.emit(Unknown(question=asking.question, reason="skipped"))
    shown: dict[str, DigressionKind] = {"explain": "why", "repeat": "why"}
    digress(draft, shown.get(kind, "help"), kind)
    return True


def _signs(draft: Draft, words: str) -> bool:
    """Sign at the end, whatever was said to the last question before."""
    if draft.core.confirmed is not None or not commands.SIGN.search(words):
        return False
    return sign(draft, draft.said(words))


def _knows_not(words: str) -> bool:
    """Whether "I don't know" is all that is said: "not sure, maybe twenty" and "dunno, they lose face" say more."""
    found = commands.UNKNOWN.search(words)
    if found is None:
        return False
    rest = words[: found.start()] + " " + words[found.end() :]
    about = re.match(
        r"\s*(?:what|who|which|when|where|why|if|whether|about|the|that|this|how (?:much|many|long|often))\b",
        words[found.end() :],
        _I,
    )
    told = substance(words[: found.start()]) > 0
    if about and not told and not re.search(r"[,.;]|\bbut\b", words[found.end() :]):
        return True
    return substance(rest) < 2 and not re.search(r"\d", rest)


def _known_part(words: str) -> str:
    """Return what follows "I don't know, but": the part that is an answer."""
    found = commands.UNKNOWN.match(words)
    rest = (
        re.match(r"(?:[\s,.;:!-]|\b(?:but|maybe|though|really|exactly)\b)+", words[found.end() :], _I)
        if found
        else None
    )
    if found is None or rest is None or not re.search(r"[,.;!-]|but|maybe", rest[0]):
        return words
    left = words[found.end() + rest.end() :]
    return left if cues.content_words(left) else words
