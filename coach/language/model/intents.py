"""What a person wants beside answering: agree, skip, go back, ask. Each becomes an event that the engine checks."""

import re
from collections.abc import Container, Sequence

from coach import ripple, stages
from coach.events import (
    Accepted,
    Digressed,
    DigressionKind,
    ItemRemoved,
    Paced,
    ParkedResolved,
    Rejected,
    Reviewed,
    Unknown,
    Value,
    WentBack,
)
from coach.language.folding import fold
from coach.language.model import values
from coach.language.model.schema import Intent
from coach.language.reading import commands, ending
from coach.language.reading.draft import Draft
from coach.parking import becomes, there
from coach.plan import Said
from coach.state import Core

_DIGRESSIONS: dict[str, DigressionKind] = {
    "where": "where", "show": "show", "why": "why", "help": "help", "suggest": "suggest",
    "ask_library": "library", "off_topic": "off_topic", "nonsense": "nonsense",
}  # fmt: skip
_VERDICTS = ("keep", "test", "drop")
AT_ONCE = 2
"""Digressions answered in one reply."""


_SHORT = re.compile(
    r"\b(?:express|short\w*|quick\w*|fast\w*|brief\w*|rush|minutes?|mins?|fewer|less|(?:no|little|not much|don['’]?t have (?:the )?) ?time|hurry)\b",
    re.IGNORECASE,
)
"""What somebody says who wants the short way."""


_NO_CHANGE = re.compile(
    r"no(?:pe)?\b[,.;]? (?:changes?|i (?:wouldn['’]?t|would not|don['’]?t|do not) (?:change|need|want to change)|need to change|"
    r"(?:it|that)['’]?s (?:it|fine|good|right|perfect)|nothing)\b",
    re.IGNORECASE,
)
_TERSE = 2
"""Words of a plain refusal in another language: "no, gracias"."""


def first(draft: Draft, intents: Sequence[Intent], changed: Container[str] = ()) -> None:
    """Emit what counts before any answer: the pace, and what was offered and is now taken or refused.

    `changed` are questions for which the message has other words for what was offered: those are taken, if any.
    """
    for intent in intents:
        match intent.kind:
            case "express" | "full":
                if (
                    intent.kind == "express"
                    and draft.state.language == "en"
                    and not _SHORT.search(draft.text)
                ):
                    draft.emit(
                        Digressed(kind="where", text=draft.text[:400])
                    )  # A sigh about the length asks for nothing.
                elif draft.core.pace != intent.kind:
                    draft.emit(Paced(pace=intent.kind))
            case "accept":
                _accept(draft, intent, changed)
            case "reject":
                for i in _offered(draft, intent.target):
                    draft.emit(Rejected(suggestion=i))
            case "resolve":
                _resolve(draft, intent)  # What is kept may get its owner and its day in the same message.
            case _:
                pass


def then(draft: Draft, intents: Sequence[Intent], answered: set[str]) -> None:
    """Emit what counts after the answers of the message; `answered` are the questions they were for."""
    asked = draft.state.answering.question if draft.state.answering else None
    digressions = 0
    helped = any(i.kind == "suggest" for i in intents)
    for intent in intents:
        question = _named(intent.target) or asked
        if helped and intent.kind in ("skip", "dont_know") and question == asked:
            continue  # "No idea, can you give me an example?" wants the example, and then to answer.
        match intent.kind:
            case "skip" | "dont_know":
                if question is not None and _open(draft, question, question in answered):
                    reason = "skipped" if intent.kind == "skip" else "unknown"
                    draft.emit(Unknown(question=question, reason=reason))  # type: ignore[arg-type]
            case "keep":
                _keep(draft, intent)
            case "back" | "change":
                place = _named(intent.target) or _of_key(draft, intent.target)
                if place is not None and place not in answered:
                    draft.emit(WentBack(question=place))
            case "remove":
                _remove(draft, intent)
            case "confirm" | "leave":
                said = _evidence(draft, intent)
                if said is not None and _may_sign(draft, intent.kind):
                    ending.sign(draft, said)
            case "pushback":
                _doubt(draft, intent, question)
            case kind if kind in _DIGRESSIONS and digressions < AT_ONCE:
                if kind == "nonsense" and (answered or draft.events):
                    continue
                offered = {s.question for s in draft.core.suggestions.values()}
                if kind == "show" and _named(intent.target) in offered:
                    continue  # What they want to see are the new words: those are put to them.
                digressions += 1
                named = intent.target if kind == "show" and _named(intent.target) else ""
                words = named.partition(".")[0] or intent.text or intent.quote or draft.text
                draft.emit(Digressed(kind=_DIGRESSIONS[kind], text=words[:400]))
            case _:
                pass


def _may_sign(draft: Draft, kind: str) -> bool:
    """Whether this answers a question to sign; to leave what was found before the signing is to sign it as it is."""
    asked = draft.state.answering
    unchanged = draft.core.plan_key() == draft.state.before.plan_key()
    if asked is None or kind == "leave":
        return asked is not None and bool(asked.findings) and unchanged
    return asked.kind == "done" or asked.question == stages.CONFIRM or bool(asked.findings)


def _named(target: str) -> str | None:
    name = target.partition(".")[0]
    if name in stages.QUESTION:
        return name
    return stages.in_stage(name)[0].id if name in stages.STAGE else None


def _open(draft: Draft, question: str, answered: bool) -> bool:
    """Whether leaving a question open takes nothing away. Of one that was answered it is what alone is missing."""
    if answered:
        return len(draft.core.essential(question)) == 1
    return question == stages.CONFIRM or bool(draft.core.essential(question)) or draft.core.focus == question


def _of_key(draft: Draft, target: str) -> str | None:
    return ripple.question_of(draft.core, target) if target in draft.core.review else None


def _evidence(draft: Draft, intent: Intent) -> Said | None:
    """The person's words for it: those quoted, or all of a short message."""
    found = values.places(draft.text, intent.quote)
    if found:
        return draft.said(draft.text[found[0][0] : found[-1][1]])
    return draft.said(draft.text) if 0 < len(draft.text) <= 120 else None


def _offered(draft: Draft, target: str) -> list[str]:
    """The suggestions meant: the one named, or all that were made for the question in hand."""
    core = draft.core
    if target in core.suggestions:
        chosen = core.suggestions[target]
        if chosen.origin != "composed" or chosen.list is not None:
            return [target]
        return [
            i for i, s in core.suggestions.items() if s.question == chosen.question and s.origin == "composed"
        ]
    asked = draft.state.answering.question if draft.state.answering else None
    return [i for i, s in core.suggestions.items() if asked is None or s.question == asked]


def taken_as_changed(draft: Draft, intents: Sequence[Intent], before: Core) -> None:
    """Take what was offered with the change that the person made to it in the same breath: "put it in, with …".

    Only where every word of it was offered or is theirs: else it is offered, as any other words are.
    """
    new = [s for i, s in draft.core.suggestions.items() if i not in before.suggestions]
    for intent in intents:
        said = _evidence(draft, intent) if intent.kind == "accept" else None
        meant = before.suggestions.get(intent.target)
        for s in new if said is not None else ():
            old = [o for o in before.suggestions.values() if o.question == s.question]
            theirs = _words(" ".join((draft.text, *(o.text for o in old))))
            if old and (meant is None or meant.question == s.question) and _words(s.text) <= theirs:
                draft.emit(Accepted(suggestion=s.id, said=said))  # type: ignore[arg-type]
        if intent.kind == "accept" and not new:
            _accept(draft, intent)  # The other words came to nothing.


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text, True)))


def _accept(draft: Draft, intent: Intent, changed: Container[str] = ()) -> None:
    said = _evidence(draft, intent)
    ids = [i for i in _offered(draft, intent.target) if draft.core.suggestions[i].question not in changed]
    options = [i for i in ids if draft.core.suggestions[i].origin == "option"]
    if said is None or (len(options) > 1 and intent.target not in ids):
        return  # "Yes" to three options says nothing.
    no = commands.NO.match(said.span)
    # "No cambiaría nada", "no changes": what is denied is a change.
    kept = len(said.span.split()) > _TERSE if draft.state.language != "en" else _NO_CHANGE.match(said.span)
    if (no and not kept) or "?" in said.span:
        return
    for i in ids:
        if i in draft.core.suggestions:
            draft.emit(Accepted(suggestion=i, said=said))


def _resolve(draft: Draft, intent: Intent) -> None:
    verdict = next((v for v in _VERDICTS if v in intent.text.casefold()), None)
    if verdict is None or _evidence(draft, intent) is None:
        return
    ideas = [i.id for i in draft.core.parked if i.verdict == "open" and intent.target in (i.id, "", "all")]
    for idea in ideas:
        done = draft.emit(ParkedResolved(id=idea, verdict=verdict))  # type: ignore[arg-type]
        if done and verdict == "keep" and not there(draft.core, idea):
            draft.emit(becomes(draft.state, idea))


def _keep(draft: Draft, intent: Intent) -> None:
    core = draft.core
    keys = (intent.target,) if intent.target in (*core.review, core.focus) else core.review
    keys = keys or ((core.focus,) if core.focus else ())
    if keys:
        draft.emit(Reviewed(keys=keys))


def _remove(draft: Draft, intent: Intent) -> None:
    if not values.places(draft.text, intent.quote):
        return
    for name, item in list(draft.core.all_items()):
        if item.id == intent.target:
            question = stages.owner_of(name, {k: item.get(k) for k in item.fields})
            draft.emit(ItemRemoved(question=question, list=name, id=item.id))


def _doubt(draft: Draft, intent: Intent, question: str | None) -> None:
    """The person holds on without a new fact: what they say, what the coach doubts and what would settle it."""
    new = values.places(draft.text, intent.text) if intent.text else []
    found = values.places(draft.text, intent.quote)
    if new or not found or question is None or question == stages.CONFIRM:
        return
    q = stages.QUESTION[question]
    claim = draft.stated(draft.text[found[0][0] : found[-1][1]])
    aside = [i for i in draft.core.items.get("assumptions", ()) if i.get("owner_says") == claim.value]
    if not claim.value or aside:
        return
    fields: dict[str, Value] = {
        "belief": claim,
        "owner_says": claim,
        "coach_doubts": draft.derived(q.probe, str(claim.value), f"probe_of:{question}"),
    }
    if q.next_step:
        fields["test"] = draft.derived(q.next_step, str(claim.value), f"next_step_of:{question}")
    draft.add("assumptions", "assumptions", fields)
