"""What a reply says about this turn, before it asks: what was corrected, parked, left open, closed, heard.

All of it is the difference between the core before the turn and the core now. Pure.
"""

import re

from coach import figures, stages
from coach.events import Value
from coach.language.wording import known, library_talk
from coach.language.wording.closing import played_back
from coach.language.wording.phrasing import count, few, joined, lower_first, quote, sentence, show
from coach.language.wording.reactions import NOTED, REACTIONS, welcome
from coach.moves import Move
from coach.plan import Calculated
from coach.ports import Part, Retriever
from coach.state import Core, State

SUMS_AT_ONCE = 2
"""Sums shown in one reply; the plan has them all."""
_TELLING = 500
"""Per cent beyond which a growth says nothing any more: from 2 to 25 is plainer."""
_SHORT = 60

_ASIDE = "assumptions"
"""The list that keeps both views."""

Ranked = tuple[int, Part]
"""A part with its weight: the heaviest is the last to be left out of a reply that grows too long."""


def notes(move: Move, state: State, library: Retriever) -> list[Ranked]:
    """Return what this turn changed, in the order it is said."""
    if state.undid is not None:
        return [(9, Part(taken_back(state), "note"))]
    then, now = state.before, state.core
    changes = corrections(then, now)
    out: list[Ranked] = [*_direction(then, now)]
    if changes and (move.asks.kind != "review" or set(now.review) <= set(then.review)):
        out.append((8, Part(sentence(joined(changes[:2])))))
    closed = played_back(state)
    heard = None if changes or closed else _heard(state)
    if heard:
        out.append((2, Part(heard)))
    out += _held(then, now)
    out += _accepted(then, now, library)
    sums = _sums(state)
    if sums:
        out.append((7, Part(sums, "sum")))
    out += _parked(then, now)
    out += _left_open(then, now)
    if closed:
        out.append((6, Part(closed, "playback")))
    if now.large and not then.large:
        text = "At your size a plan is sharper for one business line."
        out.append((5, Part(text)))
    return out


def taken_back(state: State) -> str:
    """Return what an undo took back: the message, and the words offered for it where it had changed no plan."""
    message = state.text(state.undid or 0) or ""
    was = state.before
    if was.plan_key() == state.core.plan_key():
        gone = [s.text for i, s in was.suggestions.items() if i not in state.core.suggestions]
        if gone:
            return f"I took back what I offered, {joined(quote(t, _SHORT) for t in gone[:3])}; the plan is as it was."
    return f"I took back {quote(message)}." if message else "I took back your last answer."


_ASKS = re.compile(r"(?:^|[;.,:]\s*)[^;.,:?]*\?\s*$")
"""The question at the end of a doubt."""


def _held(then: Core, now: Core) -> list[Ranked]:
    """Why the coach asked, said once to someone who holds to an answer, and where both views stand now."""
    there = {i.id for i in then.items.get(_ASIDE, ())}
    new = [i for i in now.items.get(_ASIDE, ()) if i.id not in there and i.get("coach_doubts")]
    if not new:
        return []
    # A doubt that was put as a question is told without it: a reply asks one thing, at its end.
    doubt = _ASKS.sub("", str(new[0].get("coach_doubts"))) or str(new[0].get("coach_doubts"))
    test = new[0].get("test")
    settle = f" What would settle it: {_step(str(test))}" if test else ""
    text = (
        f"You know your business, so your view stands. Why I asked, once: {lower_first(doubt).rstrip('.?')}. "
        f"Both views are noted among the assumptions.{settle}"
    )
    return [(9, Part(text))]


def _direction(then: Core, now: Core) -> list[Ranked]:
    if now.pace != then.pace:
        left = [q for q in stages.QUESTIONS if not now.settled(q.id)]
        text = (
            f"Express it is: {count(len(left), 'question')} to go; the others stay open in a draft."
            if now.pace == "express"
            else f"Then we take the full way, with {count(len(left), 'question')} to go."
        )
        return [(9, Part(text))]
    out: list[Ranked] = []
    kept = [k for k in then.review if k not in now.review]
    if kept and not now.review and now.values == then.values and now.items == then.items:
        out.append((5, Part("Good: it all stays as it is.")))
    verdicts = {"keep": "kept", "test": "to be tested", "drop": "dropped"}
    before = {i.id: i.verdict for i in then.parked}
    decided = [i for i in now.parked if i.verdict != "open" and before.get(i.id) == "open"]
    if decided:
        text = joined(f"{quote(i.text, _SHORT)} is {verdicts[i.verdict]}" for i in decided)
        out.append((6, Part(sentence(text))))
    gone = [s for i, s in then.suggestions.items() if i not in now.suggestions]
    if gone and not now.has_value(gone[0].question) and gone[0].question not in now.open:
        out.append((4, Part("Then my words go; yours count.")))
    return out


def corrections(then: Core, now: Core) -> list[str]:
    """Return what was replaced or removed in this turn: "30 becomes 24"."""
    out = [
        _becomes(old, now.values[at])
        for at, old in then.values.items()
        if at in now.values and _replaced(old, now.values[at])
    ]
    for name, item in then.all_items():
        new = now.item(name, item.id)
        if new is None:
            label = next((str(item.get(f)) for f in ("text", *stages.NAMING) if item.get(f)), "")
            out.append(f"{quote(label, _SHORT)} is out")
            continue
        for field, old in item.fields.items():
            if (
                field in new.fields
                and field not in stages.LISTS[name].refs
                and _replaced(old, new.fields[field])
            ):
                out.append(_becomes(old, new.fields[field]))
    return out


def _becomes(old: Value, new: Value) -> str:
    """What changed: of an edit only the words that differ."""
    if new.rule == "edit" and isinstance(old.value, str) and isinstance(new.value, str):
        was, now = _differ(old.value.split(), new.value.split())
        if was and now:
            return f"{quote(was, _SHORT)} becomes {quote(now, _SHORT)}"
        if was:
            return f"{quote(was, _SHORT)} is out"
    return f"{_word(old)} becomes {_word(new)}"


def _differ(was: list[str], now: list[str]) -> tuple[str, str]:
    """The words between what two texts begin and end with alike."""
    while was and now and was[0] == now[0]:
        was, now = was[1:], now[1:]
    while was and now and was[-1] == now[-1]:
        was, now = was[:-1], now[:-1]
    return " ".join(was), " ".join(now)


def _replaced(old: Value, new: Value) -> bool:
    grown = isinstance(old.value, str) and isinstance(new.value, str) and new.value.startswith(old.value)
    return old.value != new.value and not grown


def _word(value: Value) -> str:
    plain = value.value
    if isinstance(plain, str) and plain in stages.SCENARIOS:
        return f"“{stages.SCENARIOS[plain][0]}”"
    return show(plain) if not isinstance(plain, str) or show(plain) != plain else quote(plain, _SHORT)


def _accepted(then: Core, now: Core, library: Retriever) -> list[Ranked]:
    new, old = now.values.get(known.SCENARIO), then.values.get(known.SCENARIO)
    if new is None or (old is not None and old.value == new.value) or new.value not in stages.SCENARIOS:
        return []
    emphasis, name = stages.SCENARIOS[str(new.value)][1:]
    out: list[Ranked] = []
    source = library_talk.row_of(library, stages.QUESTION["scenario"].idea, name, "scenario")
    if source is not None:
        out.append((8, source))
    if emphasis == "downstream" and now.pace == "full":
        text = (
            "Upstream still comes first, or you push the wrong thing harder; "
            "say “express” for the ten-minute way."
        )
        out.append((6, Part(text)))
    return out


def _sums(state: State) -> str:
    then, now = state.before, state.core
    if then.values == now.values and then.items == now.items:
        return ""
    # By what they read, too: two goals have a growth each.
    old = {(c.name, c.inputs): c.value for c in figures.sums_of(state, then)}
    rows = figures.sums_of(state, now)
    changed = [
        c
        for c in rows
        if old.get((c.name, c.inputs)) != c.value and not (c.unit == "%" and abs(c.value) > _TELLING)
    ][:SUMS_AT_ONCE]
    if not changed:
        return ""
    again = any((c.name, c.inputs) in old for c in changed)
    lead = "Calculated again from your figures" if again else "Calculated from your figures"
    return f"{lead}: {'; '.join(_sum(c, (c.name, c.inputs) in old, state.language) for c in changed)}."


def _sum(row: Calculated, again: bool, language: str) -> str:
    result = known.with_unit(row.value, row.unit, language)
    formula = row.formula if "=" in row.formula else f"{row.formula} = {result}"
    return f"{row.name.replace('_', ' ')}{' is now' if again else ':'} {formula}"


def _parked(then: Core, now: Core) -> list[Ranked]:
    before = {i.id for i in then.parked}
    new = [i for i in now.parked if i.id not in before]
    if not new:
        return []
    left = [q for q in stages.QUESTIONS if q.stage in stages.UPSTREAM and not now.settled(q.id)]
    where = joined(dict.fromkeys(stages.STAGE[stages.QUESTION[i.question].stage].title for i in new))
    kept = joined(quote(i.text, 80) for i in new)
    away = f", {count(len(left), 'upstream question')} from here" if left else ""
    verb = "comes" if len(new) == 1 else "come"
    return [(8, Part(f"Thank you: {kept} is noted and {verb} back at {where}{away}."))]


def _left_open(then: Core, now: Core) -> list[Ranked]:
    # What a signature left open is told with the signature.
    new = [q for q, why in now.open.items() if q not in then.open and why != "left"]
    if not new:
        return []
    labels = joined(stages.QUESTION[q].label for q in new[:3])
    if len(new) > 1:
        return [(7, Part(f"I'll leave {labels} open."))]
    q, reason = stages.QUESTION[new[0]], now.open[new[0]]
    if reason == "skipped":
        return [(7, Part(f"Skipped: {labels} stays open."))]
    if reason == "missing":
        missing = joined(n.name for n in now.essential(q.id)[:3])
        return [
            (
                6,
                Part(
                    f"The rest stays open for now: {missing}." if missing else "The rest stays open for now."
                ),
            )
        ]
    step = f" One small step that would find it out: {_step(q.next_step)}" if q.next_step else ""
    lead = "I'll leave that open" if reason == "unknown" else f"I'll leave {labels} open for now"
    return [(7, Part(f"{lead}.{step}"))]


def _step(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(" .?") + "."


def _heard(state: State) -> str:
    """Return a reaction to what was just answered: often none, a structured value read back, or one line."""
    then, now = state.before, state.core
    for name, read in NOTED.items():
        for item in now.items.get(name, ()):
            if item != then.item(name, item.id) and (text := read(item)):
                return f"Noted: {text}."
    new = [q.id for q in stages.QUESTIONS if now.has_value(q.id) and not then.has_value(q.id)]
    asked = state.answering.question if state.answering is not None else None
    extra = [q for q in new if q not in (asked, stages.CONFIRM)]
    if extra and asked in new:
        labels = joined(stages.QUESTION[q].label for q in extra[:3])
        return f"I took {labels} from that as well, so I won't ask again."
    if extra:
        labels = joined(stages.QUESTION[q].label for q in extra[:3])
        return f"I have noted that under {labels}."
    if asked is None or asked not in new or state.turn % 3 == 0:
        return ""
    if state.digressed or not welcome(asked, state.text(state.turn) or "", _words_of(now, asked)):
        return ""
    lines = REACTIONS.get(asked, ())
    line = lines[state.turn % len(lines)] if lines else ""
    return line.replace("{quote}", quote(_words_of(now, asked), _SHORT)).replace("{n}", _how_many(now, asked))


def _how_many(core: Core, question: str) -> str:
    return few(len(core.owned(question)))


def _words_of(core: Core, question: str) -> str:
    q = stages.QUESTION[question]
    found = [
        str(core.values[p].value)
        for p in q.fields
        if p in core.values and isinstance(core.values[p].value, str)
    ]
    found += [
        str(i.get(f))
        for _, i in core.owned(question)
        for f in ("text", "description", "name", "belief")
        if i.get(f)
    ]
    return found[0] if found else ""
