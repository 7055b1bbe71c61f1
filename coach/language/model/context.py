"""What a model is told of a conversation: its state in a bounded summary and the last exchanges, never the transcript."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from coach import stages
from coach.language.model.slots import SLOTS
from coach.language.prompts import fenced
from coach.language.wording import known
from coach.language.wording.asking import touched
from coach.language.wording.phrasing import clip, show
from coach.ports import Occasion
from coach.ripple import question_of
from coach.state import State

WHOLE, GIST, ITEMS = 2_400, 750, 5
"""Characters of the summary for who reads a message, of the one for who speaks, items of one list."""
SHORT = (56, 44, 34, 26, 20, 14)
"""Characters of every value at first: the most with which all of them fit."""
FAR, LONG, COMPOSED = 90, 160, 480
"""Characters of a value while there is room, of one that the turn is about, and of a sentence that the plan is signed
with: who changes a part of it must see all of it."""
COMMON = 3
"""Values that may share a word before it says nothing about which is meant."""
SPARE = 300
"""Characters of the summary kept free for what the turn is about."""
LATE, EARLIER = 2, 2
"""Exchanges that are shown again to understand a message; who speaks sees the beginnings of some before them."""
SAID, REPLY, EARLY = 700, 250, 100
"""Characters of what was said and of the reply in a late one, and of either in an earlier one."""


@dataclass(frozen=True)
class _Entry:
    """One value of the plan."""

    head: str
    """The line it stands on: a question, or an item."""
    name: str
    text: str
    rank: float
    """How near to what the turn is about."""
    most: int


def summary(state: State) -> str:
    """Return what is known, by question, in a bounded number of characters, for who reads a message.

    All of the plan stays in sight, so that whatever a message puts right can be named, each value by its beginning.
    The room that is left goes to what the turn is about: what was asked or waits for a word, then what the message
    speaks of, then what the question rests on, then the rest. So the summary stops growing long before the plan does.
    """
    entries = list(_entries(state, None))
    while len(_rows(entries, [SHORT[-1]] * len(entries))) > WHOLE and (far := _farthest(entries)) is not None:
        del entries[far]
    short = next((n for n in SHORT if len(_rows(entries, [n] * len(entries))) <= WHOLE - SPARE), SHORT[-1])
    limits = [min(short, e.most) for e in entries]
    room = WHOLE - len(_rows(entries, limits))
    for i in sorted(range(len(entries)), key=lambda i: -entries[i].rank):
        more = len(clip(entries[i].text, entries[i].most)) - len(clip(entries[i].text, limits[i]))
        if more <= room:
            limits[i], room = entries[i].most, room - more
    return fenced(_rows(entries, limits).strip())


def _farthest(entries: Sequence[_Entry]) -> int | None:
    """What can be left out of a very full plan: a detail that is far from the turn, then a far item of a long list. What
    stands first on a question's line stays."""
    seen: set[str] = set()
    details, items = list[int](), list[int]()
    for i, entry in enumerate(entries):
        if entry.rank < 1 and entry.head in seen:
            (items if _ID.match(entry.name) else details).append(i)
        seen.add(entry.head)
    return next(iter(details or items), None)


def gist(state: State, asked: str | None) -> str:
    """Return what a reply may have to build on: of what is known, what is nearest to the turn, each value by itself
    whole, and no more than there is room for.

    Args:
        state: the state that the turn has come to.
        asked: the question that the reply is to end with.
    """
    entries = [
        replace(e, name=_ID.sub("", e.name), head=_ID.sub("", e.head).strip()) for e in _entries(state, asked)
    ]
    kept: list[int] = []
    # Who they are is never left out; of what is equally near, what comes last in the plan is taken first.
    for i in sorted(
        range(len(entries)), key=lambda i: (entries[i].head != stages.QUESTIONS[0].id, -entries[i].rank, -i)
    ):
        mine = [entries[n] for n in sorted([*kept, i])]
        if len(_rows(mine, [e.most for e in mine])) <= GIST:
            kept = sorted([*kept, i])
    return fenced(_rows([entries[i] for i in kept], [entries[i].most for i in kept]))


_ID = re.compile(r"\[\w+\] ?")


def _rows(entries: Sequence[_Entry], limits: Sequence[int]) -> str:
    rows: dict[str, list[str]] = {}
    for entry, limit in zip(entries, limits, strict=True):
        rows.setdefault(entry.head, []).append(entry.name + clip(entry.text, limit))
    return "\n".join(f"{head}: {'; '.join(values)}" for head, values in rows.items())


def _entries(state: State, asked: str | None) -> Iterator[_Entry]:
    near = _near(state, asked)
    values = [(*value, _words(value[-1])) for value in _values(state)]
    # Composed sentences say again what other values say.
    often = Counter(w for q, *_, words in values if not q.composed for w in words)
    spoken = {w for w in _words(state.text(state.turn) or "") if often[w] <= COMMON}
    rests = {d for q in near for d in stages.QUESTION[q].depends_on}
    for q, head, name, text, words in values:
        shared = len(spoken & (words | _LABELS[q.id])) / (len(spoken) or 1)
        rank = 3 if q.id in near else 1 + shared if shared else 1 if q.id in rests else 0
        most = COMPOSED if q.composed else LONG if rank else FAR
        yield _Entry(head, name, text, rank, most)


def _values(state: State) -> Iterator[tuple[stages.Question, str, str, str]]:
    """Every value of the plan: whose, on which line, under which name, and its words."""
    core = state.core
    for q in stages.QUESTIONS:
        for pointer in q.fields:
            name = pointer.rsplit("/", 1)[-1]
            if pointer in core.values and f"{q.id}.{name}" in SLOTS:
                yield (
                    q,
                    q.id,
                    "" if name == q.id else f"{name}=",
                    show(core.values[pointer].value, state.language),
                )
        for list_name, item in core.owned(q.id)[-ITEMS:]:
            for name, value in item.fields.items():
                if name == "text":
                    yield q, list_name, f"[{item.id}] ", show(value.value, state.language)
                elif f"{q.id}.{name}" in SLOTS:  # what no message fills is made from what stands here
                    yield q, f"{list_name} [{item.id}]", f"{name}=", show(value.value, state.language)
        if len(core.owned(q.id)) > ITEMS:
            yield q, q.id, "", f"(and {len(core.owned(q.id)) - ITEMS} earlier)"
        if q.id in core.open:
            yield q, q.id, "", f"left open ({core.open[q.id]})"


def _near(state: State, asked: str | None) -> AbstractSet[str]:
    """The questions that are asked now or wait for a word."""
    answering = state.answering.question if state.answering is not None else None
    waiting = (s.question for s in state.core.suggestions.values())
    review = (question_of(state.core, key) for key in state.core.review)
    return {q for q in (asked, answering, *waiting, *review) if q is not None and q in stages.QUESTION}


def _words(text: str) -> AbstractSet[str]:
    """Figures, and the beginnings of words long enough to mean something in any language."""
    return {w[:6] for w in re.findall(r"\d+|\w{4,}", text.casefold())}


_LABELS = {q.id: _words(q.label) for q in stages.QUESTIONS}


def pending(state: State) -> str:
    """Return what waits for a word of the person's, if anything: suggestions, things to review, parked ideas."""
    core = state.core
    out = [
        f"suggestion [{s.id}] for {s.question}: {clip(s.text, 700)}"
        for s in list(core.suggestions.values())[-6:]
    ]
    out += [f"to review [{k}]: {touched(core, k)}" for k in core.review[:10]]
    out += [f"parked [{i.id}]: {clip(i.text, 120)}" for i in core.parked if i.verdict == "open"][:8]
    return fenced("\n".join(out))


def exchanges(occasion: Occasion, asked: bool = False) -> str:
    """Return the last exchanges, each clipped; with `asked` also the reply that the message answers.

    Who speaks is shown more of them, the earlier ones' beginnings: what was said once is not to be said again.
    """
    rows: list[str] = []
    shown = occasion.recent[-LATE - EARLIER :] if asked else occasion.recent[-LATE:]
    for n, (said, reply) in enumerate(shown):
        early = len(shown) - n > LATE
        if said.strip():
            rows.append(f"<said>{fenced(clip(said, EARLY) if early else clip_end(said, SAID))}</said>")
        rows.append(f"<reply>{fenced(clip(reply, EARLY) if early else clip_end(reply, REPLY))}</reply>")
    return "\n".join(rows if asked else rows[:-1])


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
    text = f"{q.id} ({q.label})" + (f", as a {asked.kind}" if asked.kind != "question" else "")
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
