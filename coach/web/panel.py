"""The plan so far as the panel beside the chat shows it: plain data from the state, with no stage named."""

from collections.abc import Mapping
from statistics import median
from typing import TYPE_CHECKING, Any

from coach import stages
from coach.digits import written
from coach.export.formats import FORMATS
from coach.web.fields import LONG, answers, short
from coach.web.words import passage_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.library.uploads import Upload
    from coach.plan import Plan
    from coach.state import Core, State

PACE = (0.5, 3.0)
"""Minutes an answer takes at least and at most: who had lunch in between did not think for an hour."""
FIRST_PACE = 1.0
"""Minutes an answer is taken to take before there are enough to go by."""
HEARD = 4


def time_left(state: "State") -> dict[str, int]:
    """Return how many questions are left, and about how many minutes at this person's own pace."""
    core = state.core
    left = sum(not core.settled(q.id) for q in stages.QUESTIONS)
    at = [head.at for _, head in sorted(state.heads.items())][-12:]
    gaps = [(b - a).total_seconds() / 60 for a, b in zip(at, at[1:], strict=False)]
    pace = median(min(PACE[1], max(PACE[0], gap)) for gap in gaps) if len(gaps) >= HEARD else FIRST_PACE
    minutes = max(1, round(left * pace))
    return {"questions": left, "minutes": minutes if minutes <= 10 else 5 * round(minutes / 5)}


def place_of(state: "State", final: bool) -> dict[str, Any]:
    """Return the progress line: the stage that was reached, and the how manieth question of it."""
    if final:
        return {"stage": "Plan confirmed", "at": 0, "of": 0}
    stage = state.stage()
    inside = [q.id for q in stages.in_stage(stage)]
    done = sum(state.core.settled(q) for q in inside)
    return {"stage": stages.STAGE[stage].title, "at": min(done + 1, len(inside)), "of": len(inside)}


def view(
    state: "State",
    messages: Mapping[int, str] | None = None,
    documents: "Sequence[Upload]" = (),
    title: str = "",
) -> dict[str, Any]:
    """Return everything the panel shows.

    `messages` is turn -> the id under which its message is shown, where a click scrolls to.
    """
    from coach.project import plan_of

    core, plan, at = state.core, plan_of(state), state.stage()
    final = plan.status == "final"
    touched = {_question(core, key) for key in plan.needs_review}
    river = [_stage(state, stage, at, final, touched, messages or {}) for stage in stages.STAGES]
    # A gap in what was not asked yet is no news; a contradiction is, at any time.
    worth = ("contradiction", "gap") if at == stages.STAGES[-1].id else ("contradiction",)
    return {
        "conversation": state.conversation,
        "title": title,
        "status": plan.status,
        "turn": state.turn,
        "asking": state.asking.question if state.asking is not None and state.asking.kind != "done" else None,
        "card": card(state),
        "progress": place_of(state, final),
        "left": time_left(state),
        "done": sum(stage["mark"] == "done" for stage in river),
        "river": river,
        "review": _review(state, plan),
        "parked": [
            {
                "text": short(idea.text),
                "at": stages.STAGE[stages.QUESTION[idea.question].stage].title,
                "verdict": idea.verdict,
                "message": (messages or {}).get(idea.turn) if not core.imported else None,
            }
            for idea in plan.parked
        ],
        "sums": [
            {
                "name": short(c.name),
                "formula": short(c.formula),
                "value": f"{written(c.value, plan.language)} {c.unit}".strip(),
            }
            for c in plan.calculations
        ],
        "open": [{"text": short(o.text), "step": o.next_step or ""} for o in plan.open_questions],
        "findings": [short(f.reason) for f in plan.findings if f.severity in worth][:3],
        "formats": [{"label": f.label, "suffix": f.suffix} for f in FORMATS.values()],
        "sources": [
            {
                "title": source.title,
                "by": source.author or "",
                "href": passage_address(
                    source.passage, "", "" if _from_library(source.passage) else state.conversation
                ),
            }
            for source in plan.sources
        ],
        "documents": [{"id": d.id, "name": d.name, "passages": d.passages} for d in documents],
    }


def _from_library(passage: str) -> bool:
    from coach.library.articles import UPLOAD_PREFIX

    return not passage.startswith(UPLOAD_PREFIX)


def _question(core: "Core", key: str) -> str:
    from coach.ripple import question_of

    return question_of(core, key)


def _stage(
    state: "State", stage: stages.Stage, at: str, final: bool, touched: set[str], messages: Mapping[int, str]
) -> dict[str, Any]:
    core = state.core
    questions = []
    for q in stages.in_stage(stage.id):
        filled = answers(state, q, messages)
        if q.id in touched:
            mark = "review"
        elif q.id in core.open:
            mark = "open"
        else:
            mark = "filled" if filled["fields"] or filled["cards"] or core.has_value(q.id) else "empty"
        questions.append({"label": q.label, "mark": mark, **filled})
    closed = core.closed(stage.id)
    mark = "here" if stage.id == at and not (closed and final) else "done" if closed else "todo"
    review = any(q["mark"] == "review" for q in questions)
    word = {"here": "in progress", "done": "done", "todo": "not yet"}[mark]
    return {
        "id": stage.id,
        "title": stage.title,
        "side": stage.side or "",
        "purpose": stage.purpose,
        "mark": mark,
        "review": review,
        "state": "needs a second look" if review else word,
        "questions": questions,
    }


def _review(state: "State", plan: "Plan") -> list[dict[str, str]]:
    """Return what a correction touched, each with the correction that touched it."""
    rows: dict[str, dict[str, str]] = {}
    for key in plan.needs_review:
        question = _question(state.core, key)
        list_name, _, item_id = key.partition("/")
        item = state.core.item(list_name, item_id) if item_id else None
        name = (
            next((str(v.value) for v in item.fields.values() if isinstance(v.value, str)), "") if item else ""
        )
        label = stages.QUESTION[question].label
        rows.setdefault(
            key, {"label": f"{label}: {short(name, 60)}" if name else label, "why": _why(state, key)}
        )
    return list(rows.values())


def _why(state: "State", key: str) -> str:
    """Return which change sent `key` to review: the last turn after which it stood there and not before."""
    after = state.core
    for _, before in reversed(state.history):
        if key in after.review and key not in before.review:
            return _change(before, after)
        after = before
    return ""


def _change(before: "Core", after: "Core") -> str:
    """Return the first value that was replaced between two cores, as "from → to"."""
    for pointer, old in before.values.items():
        new = after.values.get(pointer)
        if new is not None and new.value != old.value:
            return f"{short(old.value, 40)} → {short(new.value, 40)}"
    for name, item in before.all_items():
        now = after.item(name, item.id)
        if now is None:
            first = next((v.value for v in item.fields.values() if isinstance(v.value, str)), item.id)
            return f"removed: {short(first, 60)}"
        for field, old in item.fields.items():
            new = now.fields.get(field)
            if new is not None and new.value != old.value:
                return f"{short(old.value, 40)} → {short(new.value, 40)}"
    return ""


CARDS: Mapping[str, tuple[str, tuple[tuple[str, str, str], ...]]] = {
    "goals": (
        "{metric} from {baseline} to {target} by {deadline}{owner}.",
        (
            ("metric", "What you count", "enquiries a month"),
            ("baseline", "Today", "22"),
            ("target", "In twelve months", "40"),
            ("deadline", "By when", "31 March 2027"),
            ("owner", "Whose goal it is", "Anna"),
        ),
    ),
    "kpis": (
        "{metric}, counted {cadence}{owner} in {source}.",
        (
            ("metric", "What you count", "visits to the show house"),
            ("cadence", "How often", "weekly"),
            ("source", "Where it is written down", "our planner"),
            ("owner", "Who looks at it", "Anna"),
        ),
    ),
}
"""List -> the sentence that a filled card says, and its fields: name, label, example."""
OWNED = {"goals": "; {owner} owns it", "kpis": " by {owner}"}


def card(state: "State") -> dict[str, Any] | None:
    """Return the card to fill in where the question asked is about a goal or a KPI with several parts."""
    asking = state.asking
    if asking is None or asking.kind not in ("question", "suggestion") or asking.question is None:
        return None
    question = stages.QUESTION[asking.question]
    list_name = next((name for name in question.lists if name in CARDS), None)
    needed = {need.at.partition(".")[2] for need in question.needs}
    if list_name is None or state.core.has_value(question.id) or "metric" not in needed:
        return None
    sentence, fields = CARDS[list_name]
    shown = [
        {"name": name, "label": label, "example": example}
        for name, label, example in fields
        if not (name == "owner" and state.core.solo)
    ]
    return {"title": question.label, "sentence": sentence, "owned": OWNED[list_name], "fields": shown}


__all__ = ["LONG", "card", "short", "view"]
