"""What a message did to the plan, told to the model that speaks: it must not say that something is in which is not."""

from collections.abc import Iterator

from coach import stages
from coach.language.wording.phrasing import clip, joined, quote, show
from coach.state import Core, State

MOST, LONG = 6, 50
"""Changes that are told, and characters of each value."""
NOTHING = (
    "This message changed nothing in the plan: say of nothing that it was put in, changed or taken out. If they asked for that, say what "
    "you understood and ask for the words to put down."
)


def changes(state: State) -> str:
    """Return in one line what this turn put into the plan, changed in it, and offers; or that it changed nothing."""
    then, now = state.before, state.core
    rows = [*_values(then, now, state.language), *_items(then, now, state.language)]
    offered = [s for i, s in now.suggestions.items() if i not in then.suggestions]
    kept = [i for i in now.parked if i.id not in {p.id for p in then.parked}]
    out: list[str] = []
    if rows:
        more = f" and {len(rows) - MOST} more" if len(rows) > MOST else ""
        out.append(f"In the plan through this message, and nothing else: {'; '.join(rows[:MOST])}{more}.")
    if kept:
        out.append(f"Kept for later, not in the plan yet: {joined(quote(i.text, LONG) for i in kept[:3])}.")
    if offered:
        out.append(
            f"Offered, not in the plan until they agree: {joined(quote(s.text, LONG) for s in offered[:3])}."
        )
    if not out:
        return NOTHING if now.plan_key() == then.plan_key() else ""
    return " ".join(out)


def _values(then: Core, now: Core, language: str) -> Iterator[str]:
    for question in stages.QUESTIONS:
        for pointer in question.fields:
            old, new = then.values.get(pointer), now.values.get(pointer)
            if (old and old.value) != (new and new.value):
                name = f"{question.label}, {pointer.rsplit('/', 1)[-1].replace('_', ' ')}"
                yield f"{name}: {_told(new.value, language)}" if new is not None else f"{name}: taken out"


def _items(then: Core, now: Core, language: str) -> Iterator[str]:
    for name, items in now.items.items():
        for item in items:
            old = then.item(name, item.id)
            fresh = [
                f"{field.replace('_', ' ')} {_told(value.value, language)}"
                for field, value in item.fields.items()
                if old is None or old.get(field) != value.value
            ]
            if fresh:
                yield f"{name.replace('_', ' ')} {item.id}: {', '.join(fresh[:5])}"
    for name, items in then.items.items():
        for item in items:
            if now.item(name, item.id) is None:
                yield f"{name.replace('_', ' ')} {item.id}: taken out"


def _told(value: object, language: str) -> str:
    return clip(show(value, language), LONG)
