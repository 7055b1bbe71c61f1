"""From what a model found in a message to events: each quote is looked up, each value read by a rule, each event tried.

What fails is dropped, and so asked about: the model proposes, code and engine dispose.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from coach import stages
from coach.events import Answered, AnyEvent, Parked, Rejected, Spoke, Value
from coach.language.folding import fold
from coach.language.model import choices, items, values
from coach.language.model import intents as intent_events
from coach.language.model.rewordings import APPENDED, Row, edited, offer, reworded, suggest
from coach.language.model.schema import Finding, Intent, Understood
from coach.language.model.slots import SLOTS, principal
from coach.language.reading import cues
from coach.language.reading.draft import Draft, trim
from coach.language.reading.hedges import NOT
from coach.language.wording.phrasing import show
from coach.plan import Finding as PlanFinding
from coach.plan import Said
from coach.state import Core, State
from coach.writes import JOINT

SENTENCE = 15
"""Words of a sentence that is kept whole with an idea out of it."""


@dataclass(frozen=True)
class Converted:
    events: tuple[AnyEvent, ...]
    contradiction: PlanFinding | None = None
    """Two things said that cannot both hold, in the person's own verified words."""
    vague: str = ""
    """What the model misses in a vague answer."""
    dropped: int = 0
    """Findings that came to nothing."""


def convert(state: State, said: Understood) -> Converted:
    """Return the events of a message. Pure; whatever the model wrote, every event holds in this state."""
    draft = Draft(state, state.text(state.turn) or "")
    if said.language and said.language != state.language and len(draft.text.split()) >= 3:
        draft.emit(Spoke(language=said.language))
    rows = list(_rows(draft, said.findings))
    against = _contradiction(draft, said.intents)
    if against is not None:
        rows = [r for r in rows if r.slot.question != against.question]
    before = len(draft.events)
    offered = {s.question for s in state.core.suggestions.values()}
    changed = {r.slot.question for r in rows if r.slot.question in offered and reworded(draft, r)}
    intent_events.first(draft, said.intents, changed)
    vague = _vague(draft, said.intents)
    held = any(i.kind == "pushback" for i in said.intents)
    for question, mine in _by_question(rows):
        if question in vague and not held and not draft.core.has_value(question):
            continue
        _question(draft, question, mine, held)
    if changed:
        intent_events.taken_as_changed(draft, said.intents, state.core)
    intent_events.then(draft, said.intents, {r.slot.question for r in rows})
    _lapse_stale(draft, state.core)
    made = len(draft.events) - before
    hint = next(iter(vague.values()), "")
    return Converted(tuple(draft.events), against, hint, max(0, len(said.findings) - made))


def _lapse_stale(draft: Draft, before: Core) -> None:
    """Take back composed words that still hold a figure which this message replaced: they are composed anew."""
    gone = {
        show(old.value)
        for name, now in draft.core.items.items()
        for item in now
        if (was := before.item(name, item.id)) is not None
        for field, old in was.fields.items()
        if isinstance(old.value, int | float) and item.get(field) not in (None, old.value)
    }
    for s in before.suggestions.values():
        composed = stages.QUESTION[s.question].composed and s.id in draft.core.suggestions
        if composed and any(re.search(rf"(?<![\d.,]){re.escape(g)}(?![\d.,]*\d)", s.text) for g in gone):
            draft.emit(Rejected(suggestion=s.id))


def _rows(draft: Draft, findings: Sequence[Finding]) -> Iterator[Row]:
    for finding in findings:
        name = finding.field
        slot = SLOTS.get(name) or (principal(name) if name in stages.QUESTION else None)
        found = values.places(draft.text, finding.quote) if slot is not None else []
        if slot is not None and found:
            yield Row(slot, tuple(found), finding)


def _by_question(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """In the order of the talk: what closes upstream comes before what needs it closed."""
    for question in sorted({r.slot.question for r in rows}, key=lambda q: stages.ORDER[q]):
        yield question, [r for r in rows if r.slot.question == question]


def _vague(draft: Draft, said: Sequence[Intent]) -> dict[str, str]:
    asked = draft.state.answering.question if draft.state.answering else None
    out: dict[str, str] = {}
    for intent in said:
        if intent.kind == "vague":
            question = _question_named(intent.target) or asked
            if question is not None:
                out[question] = intent.text
    return out


def _question_named(target: str) -> str | None:
    name = target.partition(".")[0]
    return name if name in stages.QUESTION else None


def _question(draft: Draft, question: str, rows: list[Row], held: bool) -> None:
    core = draft.core
    if not core.upstream_closed() and stages.is_late(question):
        _park(draft, question, rows)
        return
    there = core.has_value(question)
    rows = [
        r
        for r in rows
        if r.slot.type != "text"
        or r.slot.field == "owner"  # "me" is nobody else
        # Held to, a vague answer counts where there is none; what is concrete gives way to no vague one.
        or (not r.finding.corrects if there else held)
        or not cues.is_vague(question, r.text(draft))
    ]
    rows = [r for r in rows if not reworded(draft, r) or not (edited(draft, r) or suggest(draft, r))]
    _fields(draft, question, [r for r in rows if r.slot.pointer])
    for name in stages.QUESTION[question].lists:
        mine = [r for r in rows if r.slot.list == name]
        if not mine:
            continue
        if mine[0].slot.itemised:
            items.fill(draft, question, name, [(r.slot, r.found, r.finding) for r in mine])
        else:
            _texts(draft, question, name, mine)


def _asked(draft: Draft, question: str) -> bool:
    answering = draft.state.answering
    return draft.core.focus == question or (answering is not None and answering.question == question)


def _fields(draft: Draft, question: str, rows: list[Row]) -> None:
    by_pointer: dict[str, list[Row]] = {}
    for row in rows:
        by_pointer.setdefault(row.slot.pointer, []).append(row)
    fields: dict[str, Value] = {}
    for pointer, mine in by_pointer.items():
        slot = mine[0].slot
        if slot.type == "choice" and pointer.endswith("/scenario"):
            _scenario(draft, question, mine[0])
            continue
        found = [p for r in mine for p in r.found] if slot.type == "text" else list(mine[0].found)
        value = values.read(draft, slot, sorted(set(found)), mine[0].finding.value)
        kept = _beside(draft, question, pointer, value, any(r.finding.corrects for r in mine))
        if kept is not None:
            fields[pointer] = kept
    # One by one: a field that is refused takes no other with it.
    if fields and not draft.emit(Answered(question=question, fields=fields)):
        for pointer, value in fields.items():
            draft.emit(Answered(question=question, fields={pointer: value}))


def _beside(draft: Draft, question: str, pointer: str, value: Value | None, corrects: bool) -> Value | None:
    """What becomes of a field that may have a value already: replaced, grown, or left as it is."""
    old = draft.core.values.get(pointer)
    if value is None or old is None:
        return value
    if corrects or draft.core.focus == question or old.status != "stated":
        return value if corrects or _asked(draft, question) else None
    if not isinstance(old.value, str) or not isinstance(value.value, str):
        return value if _asked(draft, question) else None
    if fold(value.value, True) in fold(old.value, True) or len(old.value) + len(value.value) > APPENDED:
        return None
    return Value(value=f"{old.value}{JOINT}{value.value}", said=(*old.said, *value.said))


def _scenario(draft: Draft, question: str, row: Row) -> None:
    """One of six, by rule where the words say which; else the model's reading is offered, and only when asked."""
    if not (_asked(draft, question) or row.finding.corrects):
        return
    words = row.text(draft)
    english = draft.state.language == "en"
    named = cues.scenario_of(words) if english else choices.scenario_of(words)
    if (
        named is not None
        and (row.finding.value == named or (english and not row.finding.value))
        and not NOT.search(words)
    ):
        span = (
            next(m for n, p in cues.SCENARIO if n == named and (m := p.search(words))).group()
            if english
            else words
        )
        value = draft.derived(named, span, "scenario_words")
        draft.emit(Answered(question=question, fields={row.slot.pointer: value}))
        return
    meant = row.finding.value
    if meant in stages.SCENARIOS:
        offer(draft, question, stages.SCENARIOS[meant][0], {row.slot.pointer: meant}, row, None)


def _texts(draft: Draft, question: str, name: str, rows: list[Row]) -> None:
    for row in rows:
        item = draft.core.item(name, row.finding.item)
        if item is not None and (row.finding.corrects or _asked(draft, question)):
            value = values.read(draft, row.slot, list(row.found), "")
            if value is not None and value.value != item.get("text"):
                draft.change(question, name, item.id, {"text": value})
            continue
        there = [fold(str(i.get("text")), True) for i in draft.core.items.get(name, ())]
        span = trim(" ".join(draft.text[a:b] for a, b in row.found))
        if any(fold(span, True) in old for old in there):
            continue
        value = values.read(draft, row.slot, list(row.found), "")
        if value is not None and cues.content_words(str(value.value)):
            draft.add(question, name, {"text": value})


def _park(draft: Draft, question: str, rows: list[Row]) -> None:
    """Keep what comes too early for the stage where it belongs: in the person's words, with what was read of it."""
    there = [fold(i.text, True) for i in draft.core.parked]
    # Who does a thing that stands in the plan, or when it starts, is no idea to be kept, tested or dropped.
    rows = [
        r
        for r in rows
        if not (
            r.slot.itemised
            and r.slot.field not in items.NAMING
            and draft.core.item(r.slot.list, r.finding.item)
        )
    ]
    for name in stages.QUESTION[question].lists:
        found = [(r.slot, r.found, r.finding) for r in rows if r.slot.list == name]
        together = items.groups(draft, question, name, found)
        for _, group in together:
            _, places, _ = next((f for f in group if f[0].field in items.NAMING), group[0])
            quote = draft.text[places[0][0] : places[-1][1]]
            words, _ = values.sentence_at(draft.text, places[0][0])
            # A short sentence that speaks of nothing else says more than its part.
            alone = len(together) == 1 and len(words.split()) <= SENTENCE and fold(quote) in fold(words)
            span = trim(words if alone else quote)
            if not span or any(fold(span, True) in old or old in fold(span, True) for old in there):
                continue
            fields = items.read(draft, group)
            becomes: dict[str, Any] = {"list": name, "fields": fields} if fields else {}
            idea = Parked(
                id=draft.state.next_id("parked"), question=question, said=draft.said(span), **becomes
            )
            if draft.emit(idea):
                there.append(fold(span, True))


def _contradiction(draft: Draft, said: Sequence[Intent]) -> PlanFinding | None:
    """Two quotes, both looked up: one of an earlier message, one of this."""
    state = draft.state
    for intent in said:
        if intent.kind != "contradiction":
            continue
        now = values.places(draft.text, intent.quote)
        earlier = _earlier(state, intent.text)
        slot = SLOTS.get(intent.target)
        question = _question_named(intent.target) or (state.answering.question if state.answering else None)
        if not now or earlier is None or question is None or question == stages.CONFIRM:
            continue
        at = slot.pointer or stages.LISTS[slot.list].pointer if slot is not None else f"/{question}"
        quote = draft.said(draft.text[now[0][0] : now[-1][1]])
        same = fold(quote.span, True) == fold(earlier.span, True)
        if same or f"contradiction@{at}" in draft.core.raised:
            continue
        return PlanFinding(
            code="contradiction", reason="two things that were said cannot both hold", severity="contradiction",
            pointer=at, question=question, quotes=(earlier, quote),
        )  # fmt: skip
    return None


def _earlier(state: State, quote: str) -> Said | None:
    for turn in sorted(state.heads, reverse=True):
        if 0 < turn < state.turn:
            text = state.heads[turn].text
            found = values.places(text, quote)
            if found:
                return Said(turn=turn, span=text[found[0][0] : found[-1][1]])
    return None
