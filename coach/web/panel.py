"""The plan so far as the panel beside the chat shows it: plain data from the state, with no stage named."""

from typing import Any

from coach import stages
from coach.state import Item, State
from coach.web.words import passage_address

LONG = 160
"""Characters of an answer in the panel; the plan's own page has them all."""


def short(value: object, most: int = LONG) -> str:
    """Return a value as one line of at most `most` characters."""
    if isinstance(value, str) and value in stages.SCENARIOS:
        value = stages.SCENARIOS[value][0]
    line = " ".join(str(value).replace("_", " ").split()) if value is not None else ""
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def item_line(item: Item) -> str:
    """Return an item of a list by its first field with words in it."""
    for value in item.fields.values():
        if isinstance(value.value, str) and value.value:
            return short(value.value)
    return item.id


def answer(state: State, question: stages.Question) -> list[str]:
    """Return what is known of a question, one line a value."""
    core = state.core
    lines = [short(core.values[p].value) for p in question.fields if p in core.values]
    lines += [item_line(item) for _, item in core.owned(question.id)]
    return [line for line in lines if line]


def view(state: State) -> dict[str, Any]:
    """Return everything the panel shows: the river of stages, what is filled and open, and what waits."""
    from coach.project import plan_of

    core, plan, at = state.core, plan_of(state), state.stage()
    review = {stages.owner_of(k.split("/")[0]) if "/" in k else k for k in plan.needs_review}
    river = []
    for stage in stages.STAGES:
        questions = []
        for q in stages.in_stage(stage.id):
            lines = answer(state, q)
            if q.id in review:
                mark = "review"
            elif q.id in core.open:
                mark = "open"
            else:
                mark = "filled" if lines or core.has_value(q.id) else "empty"
            questions.append({"label": q.label, "mark": mark, "lines": lines})
        closed = core.closed(stage.id)
        mark = "here" if stage.id == at and not (closed and plan.status == "final") else "todo"
        river.append(
            {
                "title": stage.title,
                "side": stage.side or "",
                "purpose": stage.purpose,
                "mark": "done" if closed and mark != "here" else mark,
                "questions": questions,
            }
        )
    # A gap in what was not asked yet is no news; a contradiction is, at any time.
    worth = ("contradiction", "gap") if at == stages.STAGES[-1].id else ("contradiction",)
    reached = [s.id for s in stages.STAGES].index(at) + 1
    final = plan.status == "final"
    return {
        "conversation": state.conversation,
        "status": plan.status,
        "asking": state.asking.question if state.asking is not None and state.asking.kind != "done" else None,
        "progress": "Plan confirmed" if final else f"{stages.STAGE[at].title} · {reached} of {len(river)}",
        "river": river,
        "parked": [
            {
                "text": short(i.text),
                "at": stages.STAGE[stages.QUESTION[i.question].stage].title,
                "verdict": i.verdict,
            }
            for i in plan.parked
        ],
        "sums": [
            {"name": short(c.name), "formula": short(c.formula), "value": f"{c.value:,} {c.unit}".strip()}
            for c in plan.calculations
        ],
        "open": [short(o.text) for o in plan.open_questions[:3]],
        "open_count": len(plan.open_questions),
        "findings": [short(f.reason) for f in plan.findings if f.severity in worth][:3],
        "sources": [{"title": s.title, "href": passage_address(s.passage)} for s in plan.sources],
    }
