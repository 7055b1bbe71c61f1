"""The plan as it stands, whole or one part of it, for somebody who wants to look: their words are shown in full."""

import re
from collections.abc import Iterator

from coach import project, stages
from coach.elsewhere import LABELS
from coach.language.reading import commands
from coach.language.wording import known
from coach.language.wording.overview import still_open
from coach.language.wording.phrasing import joined, show, trim, upper_first
from coach.plan import Calculated
from coach.state import Item, State

WHOLE = 3_000
"""Characters of one text: what people check is not cut, unless somebody pasted a document."""

_SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Page one", (("Diagnosis", known.DIAGNOSIS), ("Choice", known.CHOICE), ("We won't", "will_not_do"))),
    (
        "Where you stand",
        (("What you sell", "/company/offer"), ("To", "/company/buyers"), ("Where", "/company/place"),
         ("People", "/company/size"), ("What is wrong", known.SYMPTOM), ("Tried", "attempts"),
         ("Scenario", known.SCENARIO)),
    ),
    ("Market", (("Changing", "trends"), ("Clients now", known.SHIFT), ("Instead of you", "alternatives"))),
    (
        "Proposition",
        (("Problem", known.CHALLENGE), ("It hurts", "/upstream/proposition/challenge/painful"),
         ("It cannot wait", "/upstream/proposition/challenge/urgent"), ("They know it", "/upstream/proposition/challenge/recognised"),
         ("It costs them", "/upstream/proposition/challenge/expensive"),
         ("Offer", known.OFFER), ("Price", "/upstream/proposition/solution/price"),
         ("Why you", known.DIFFERENCE),
         ("Proof", known.PROOF), ("Positioning", known.POSITIONING)),
    ),
    (
        "Ideal clients",
        (("For", "criteria"), ("Like", "examples"), ("Not for", "disqualifiers"), ("When", "triggers"),
         ("Later", "later_segments"), ("Positioning", known.POSITIONING)),
    ),
    ("Goals", (("Goals", "goals"), ("Known for", "/upstream/purpose"))),
    ("Processes", (("Every week or month", "processes"),)),
    ("Skills", (("To learn, hire or borrow", "skills"),)),
    ("Tracking", (("Signs", "kpis"), ("Back upstream when", "return_upstream"))),
    ("Review", (("Next", "next_actions"), ("Might be wrong", "assumptions"), ("Risks", "risks"))),
)  # fmt: skip
_NAMED = re.compile(
    r"\b(?:(?:show|see|print|display|give)(?: me| us)?|what (?:did|have) (?:i|we|you) (?:say|said|tell|told|answer|written?|note|noted|got?|have|put)(?: you)?(?: down)?(?: so far)?)"
    r" (?:(?:about|on|for|under) )?(?P<what>.{3,60}?)[\s?.!]*$",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:plan|summary|everything|all of it)\b|^(?:so far|down)$", re.IGNORECASE)


def part_named(words: str) -> str | None:
    """Return the question or stage that somebody wants to see ("show me the goal"), or None for the whole plan."""
    named = words.strip()
    if named in stages.QUESTION or named in stages.STAGE:
        return named
    hit = _NAMED.search(words)
    if hit is None or _ALL.search(hit["what"]):
        return None
    what = hit["what"].casefold().removeprefix("the ").removeprefix("my ").removeprefix("our ").strip()
    if what in stages.STAGE:
        return what
    return commands.place(hit["what"])


def plan_so_far(state: State, part: str | None = None) -> str:
    """Return the plan in Markdown, what is empty left out; of a question or stage only what it holds.

    Labels are in the language of the talk; where we have no words for it, they are left out.
    """
    language = state.language
    out: list[str] = []
    shown: set[str] = set()
    for title, rows in _SECTIONS:
        wanted = [
            (label, at) for label, at in rows if at not in shown and (part is None or _belongs(at, part))
        ]
        lines = [_row(label, text, language) for label, at in wanted if (text := _cell(state, at))]
        shown |= {at for _, at in wanted}
        if lines:
            head = _label(title, language)
            out.append((f"**{head}**\n" if head else "") + "\n".join(lines))
    if part is not None:
        q = stages.QUESTION.get(part)
        label = q.label if q else stages.STAGE[part].title
        return "\n\n".join(out) or (f"There is nothing yet under {label}." if language == "en" else "–")
    out += _rest(state)
    return "\n\n".join(out) if out else "The plan is still empty: your first answer starts it."


def _rest(state: State) -> Iterator[str]:
    core, language = state.core, state.language
    plan = project.plan_of(state, findings=False)
    waiting = [f"“{_whole(i.text)}”" for i in core.parked if i.verdict == "open"]
    sums = [_sum(c, language) for c in plan.calculations]
    opened = still_open(core, plan) if language == "en" else []
    for title, lines in (
        ("Parked", [f"- {w}" for w in waiting]),
        ("Calculated from your figures", sums),
        ("Open", [f"- {joined(opened)}"] if opened else []),
    ):
        if lines:
            head = _label(title, language)
            yield (f"**{head}**\n" if head else "") + "\n".join(lines)


_TALK = re.compile(r"\s(?:months?|weeks?|hours?|rounded (?:up|down))\b,?")


def _sum(row: Calculated, language: str) -> str:
    """A sum with its formula; in another language without the English words in it."""
    if language == "en":
        return f"- {row.name.replace('_', ' ')}: {known.with_unit(row.value, row.unit)} ({row.formula})"
    unit = row.unit if row.unit.isupper() or row.unit == "%" else ""
    return f"- {_TALK.sub('', row.formula).strip(' ,')} = {known.with_unit(row.value, unit, language)}"


def _label(label: str, language: str) -> str:
    return label if language == "en" else LABELS.get(language, {}).get(label, "")


def _row(label: str, text: str, language: str) -> str:
    named = _label(label, language)
    return f"- {named}: {text}" if named else f"- {upper_first(text)}"


def _belongs(at: str, part: str) -> bool:
    asked = [stages.QUESTION[part]] if part in stages.QUESTION else stages.in_stage(part)
    return any(at in (*q.fields, *q.lists) for q in asked)


def _whole(text: str) -> str:
    """A text in full; where it holds a question it is quoted, since it is theirs and none of the coach's."""
    text = trim(text).replace("“", "‘").replace("”", "’")
    text = text if len(text) <= WHOLE else text[: WHOLE - 1].rsplit(" ", 1)[0] + "…"
    return f"“{text}”" if "?" in text else text


def _cell(state: State, at: str) -> str:
    core, language = state.core, state.language
    if at.startswith("/"):
        value = core.values.get(at)
        if value is None:
            return ""
        plain = value.value
        if isinstance(plain, str) and plain in stages.SCENARIOS:
            return stages.SCENARIOS[plain][0] if language == "en" else LABELS.get(language, {}).get(plain, "")
        return _whole(show(plain, language))
    rows = [row for i in core.items.get(at, ()) if (row := _item(i, language))]
    return "; ".join(rows) if sum(map(len, rows)) < _LINE else "".join(f"\n  - {row}" for row in rows)


_LINE = 160
"""Characters of several items in one line; longer ones have a line each."""


def _item(item: Item, language: str) -> str:
    names = ("text", "statement", "metric", "name", "description", "what", "condition", "belief")
    text = next((_whole(show(item.get(f), language)) for f in names if item.get(f)), "")
    figures = [known.figure(item, f, language) for f in ("baseline", "target") if item.get(f) is not None]
    rest = [(" to " if language == "en" else " → ").join(figures)] if figures else []
    rest += [
        _whole(show(item.get(f), language))
        for f in ("effect", "owner", "deadline", "start", "due")
        if item.get(f)
    ]
    if item.get("first_step"):
        lead = _label("first", language)
        rest.append((f"{lead}: " if lead else "") + _whole(show(item.get("first_step"), language)))
    return text + (f" ({', '.join(rest)})" if rest and text else ", ".join(rest))
