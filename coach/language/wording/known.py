"""What is known, in the person's words: what fills the placeholders of the declared questions."""

import re

from coach import stages
from coach.engine import fold_text
from coach.events import Value
from coach.language.wording.phrasing import clip, joined, lower_first, number, quote, trim
from coach.plan import Said
from coach.state import Core, Item, State

CHALLENGE = "/upstream/proposition/challenge/statement"
SHIFT = "/upstream/market/client_shift"
OFFER = "/upstream/proposition/solution/offer"
DIFFERENCE = "/upstream/proposition/difference"
PROOF = "/upstream/proposition/proof"
POSITIONING = "/upstream/proposition/positioning"
SYMPTOM = "/situation/symptom"
SCENARIO = "/situation/scenario"
DIAGNOSIS = "/summary/diagnosis"
CHOICE = "/summary/guiding_choice"


def text_at(core: Core, pointer: str) -> str:
    """Return what stands at a plan field as text, or an empty text."""
    value = core.values.get(pointer)
    if value is None:
        return ""
    return value.value if isinstance(value.value, str) else str(value.value)


def texts(core: Core, list_name: str, name: str = "text") -> list[str]:
    """Return one field of each item of a list that has it."""
    return [str(v) for i in core.items.get(list_name, ()) if (v := i.get(name)) is not None]


def goal_of(core: Core, horizon: str = "1y") -> Item | None:
    """Return the first goal of a horizon."""
    found = [i for i in core.items.get("goals", ()) if i.get("horizon") in (horizon, None)]
    return next(iter(found), None)


_BIG = re.compile(
    r"\d[\d.,\s]*\s?(?:crores?|lakhs?|m(?:illion|illones|illón|iljoen|io|ln|rd)?|b(?:illion|n)|miljard|k|mille|mil)\b\.?",
    re.IGNORECASE,
)


def figure(item: Item, name: str, language: str = "en") -> str:
    """Return a figure of a goal or sign with its unit, or an empty text.

    A large figure is shown as it was said: "40 crore" is nobody's 400,000,000.
    """
    value, unit = item.get(name), item.get("unit")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else str(value)
    for said in item.fields[name].said[:1]:
        hit = _BIG.search(said.span)
        if hit is not None and len(said.span.split()) <= _FEW and abs(value) >= _LARGE:
            sign = _SIGNS.get(str(unit), "")
            return (
                said.span
                if not sign or re.search(r"[€$£¥₹]|[A-Za-z]{3}\b", said.span.replace(hit[0], ""))
                else f"{sign}{said.span}"
            )
    return with_unit(value, str(unit) if unit else "", language)


_FEW, _LARGE = 4, 10_000


_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹"}


def with_unit(value: int | float, unit: str, language: str = "en") -> str:
    """Return a figure with its unit: "€1,200,000", "4%", "24 hours". A unit in words is the person's own."""
    unit = _SIGNS.get(unit, unit)
    if unit in ("€", "$", "£", "¥", "₹"):
        return f"{unit}{number(value, language)}"
    currency, _, every = unit.partition(" ")
    if every and currency in _SIGNS:
        return f"{_SIGNS[currency]}{number(value, language)} {every}"
    shown = number(value, language)
    return f"{shown}%" if unit in ("%", "percent") else f"{shown} {unit}".strip()


def saids(state: State, *values: Value | None) -> tuple[Said, ...]:
    """Return the spans behind values, as far as they were said in this conversation."""
    out: dict[tuple[int, str], Said] = {}
    for value in values:
        for said in value.said if value is not None else ():
            here = fold_text(state.text(said.turn) or "")
            span = fold_text(said.span)
            if span and span in here and value is not None and value.conversation == state.conversation:
                out.setdefault((said.turn, said.span), said)
    return tuple(out.values())


def placeholders(state: State) -> dict[str, str]:
    """Return what is known by placeholder; what is not known is not there."""
    core = state.core
    goal = goal_of(core)
    known = {
        "trend": _first(texts(core, "trends", "description")),
        "alternative": _first(texts(core, "alternatives")),
        "client": joined(lower_first(clip(t, 60)) for t in texts(core, "criteria")[:3]),
        "challenge": clip(text_at(core, CHALLENGE), 80) if CHALLENGE in core.values else "",
        "process": _first(texts(core, "processes", "name")),
        "belief": _belief(core),
        "beliefs": joined([quote(b, 60) for b in beliefs(core)][:3], "or") if len(beliefs(core)) > 1 else "",
        "audience": audience(core),
    }
    if goal is not None:
        known["baseline"], known["target"] = (
            figure(goal, "baseline", state.language),
            figure(goal, "target", state.language),
        )
        metric, start, end = str(goal.get("metric") or ""), known["baseline"], known["target"]
        named = metric + (f" from {start}" if start else "") + (f" to {end}" if end else "")
        known["goal"] = clip(named if metric else str(goal.get("statement") or ""), 80)
    return {k: v for k, v in known.items() if v}


def _first(found: list[str]) -> str:
    return clip(found[0], 80) if found else ""


def beliefs(core: Core) -> list[str]:
    """Return the claims the strategy stands on, in the person's words, the least proven first."""
    claims = [
        (text_at(core, DIFFERENCE), PROOF in core.values),
        (text_at(core, CHALLENGE), "/upstream/proposition/challenge/recognised" in core.values),
        (text_at(core, SHIFT), False),
    ]
    claims.sort(key=lambda c: c[1])
    return [trim(c) for c, _ in claims if c]


def _belief(core: Core) -> str:
    found = beliefs(core)
    return clip(found[0], 80) if found else ""


def audience(core: Core) -> str:
    """Return before whom a plan is signed: who must agree, or the team; nobody is named for a solo owner."""
    approvers = text_at(core, "/company/approvers")
    if approvers:
        return lower_first(clip(approvers, 60))
    size = core.values.get("/company/size")
    small = (
        size is not None and isinstance(size.value, int | float) and stages.SOLO < size.value <= stages.LARGE
    )
    return "your team" if small else ""
