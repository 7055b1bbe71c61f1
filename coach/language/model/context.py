"""What a model is told of a conversation: its state in a bounded summary and the last exchanges, never the transcript."""

from collections.abc import Iterator, Sequence

from coach import stages
from coach.language import known
from coach.language.asking import touched
from coach.language.phrasing import clip, show
from coach.language.prompts import fenced
from coach.ports import Occasion
from coach.state import Core, Item, State

VALUE, ITEMS, WHOLE = 160, 5, 6_500
"""Characters of one value, items of one list, characters of the summary."""
COMPOSED = 480
"""Characters of a sentence that the plan is signed with: who changes a part of it must see all of it."""
LATE = 3
"""Exchanges that are shown again to understand a message; who speaks sees the beginnings of some before them."""
TURN, EARLY = 700, 320
"""Characters of a late and of an earlier one."""


def summary(state: State) -> str:
    """Return what is known, by question, in a bounded number of characters; the latest stages are cut last."""
    lines = list(_lines(state.core, language=state.language))
    text = "\n".join(lines)
    limit = VALUE
    while len(text) > WHOLE and limit > 60:
        limit = limit * 3 // 4
        lines = list(_lines(state.core, limit, state.language))
        text = "\n".join(lines)
    return fenced(text[-WHOLE:]) or "Nothing yet."


def _lines(core: Core, limit: int = VALUE, language: str = "en") -> Iterator[str]:
    for q in stages.QUESTIONS:
        most = max(limit, COMPOSED) if q.composed else limit
        parts = [
            f"{q.id}.{p.rsplit('/', 1)[-1]}: {clip(show(core.values[p].value, language), most)}"
            for p in q.fields
            if p in core.values
        ]
        owned = core.owned(q.id)
        parts += [f"{n} {_item(i, limit, language)}" for n, i in owned[-ITEMS:]]
        if len(owned) > ITEMS:
            parts.append(f"(and {len(owned) - ITEMS} earlier)")
        if q.id in core.open:
            parts.append(f"{q.id}: left open ({core.open[q.id]})")
        yield from parts


def _item(item: Item, limit: int, language: str) -> str:
    fields = [f"{n}={clip(show(v.value, language), limit)}" if n != "text" else clip(show(v.value, language), limit)
              for n, v in item.fields.items()]  # fmt: skip
    return f"[{item.id}] {'; '.join(fields)}"


def pending(state: State) -> str:
    """Return what waits for a word of the person's: suggestions, things to review, parked ideas."""
    core = state.core
    out = [
        f"suggestion [{s.id}] for {s.question}: {clip(s.text, 700)}"
        for s in list(core.suggestions.values())[-6:]
    ]
    out += [f"to review [{k}]: {touched(core, k)}" for k in core.review[:10]]
    out += [f"parked [{i.id}]: {clip(i.text, 120)}" for i in core.parked if i.verdict == "open"][:8]
    return fenced("\n".join(out)) or "Nothing."


def unsettled(state: State) -> str:
    """Return the questions that are still to be settled, each with what is missing of it."""
    core = state.core
    left = []
    for q in stages.QUESTIONS:
        if not core.settled(q.id):
            gone = ", ".join(n.name for n in core.essential(q.id)) if core.has_value(q.id) else ""
            left.append(q.id + (f" (only {gone})" if gone else ""))
    return ", ".join(left) or "none"


def exchanges(occasion: Occasion, asked: bool = False) -> str:
    """Return the last exchanges, each clipped; with `asked` also the reply that the message answers.

    Who speaks is shown more of them, the earlier ones' beginnings: what was said once is not to be said again.
    """
    rows: list[str] = []
    shown = occasion.recent if asked else occasion.recent[-LATE:]
    for n, (said, reply) in enumerate(shown):
        early = len(shown) - n > LATE
        if said.strip():
            rows.append(f"<said>{fenced(clip(said, EARLY) if early else clip_end(said, TURN))}</said>")
        rows.append(f"<reply>{fenced(clip(reply, EARLY) if early else clip_end(reply, TURN))}</reply>")
    return "\n".join(rows if asked else rows[:-1]) or "None."


def clip_end(text: str, limit: int) -> str:
    """Return the end of a text: what was asked stands there."""
    return text if len(text) <= limit else "…" + text[-limit:]


def asked_for(state: State) -> str:
    """Return which question the message answers, for a model that fills its fields."""
    asked = state.answering
    if asked is None or asked.question is None:
        return "nothing in particular"
    q = stages.QUESTION[asked.question]
    need = [n.name for n in state.core.missing(q.id)] if asked.kind == "question" else []
    text = f"{q.id} ({q.label}), as a {asked.kind}"
    return text + (f"; a good answer has: {', '.join(need)}" if need else "")


def heard(state: State) -> str:
    """Return the message of the turn, fenced."""
    return fenced(state.text(state.turn) or "")


def own_words(state: State, pointers: Sequence[str], lists: Sequence[str]) -> str:
    """Return what the person said at some fields, to compose from."""
    core = state.core
    rows = [f"{p.rsplit('/', 1)[-1]}: {known.text_at(core, p)}" for p in pointers if p in core.values]
    for name in lists:
        rows += [f"{name}: {t}" for t in known.texts(core, name)[:3]]
    return fenced("\n".join(rows))
