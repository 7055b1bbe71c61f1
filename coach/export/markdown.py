"""The plan as a document to hand over: page one first, then the detail stage by stage, then what is open."""

import re
from collections import Counter
from collections.abc import Iterator

from coach import stages
from coach.check import CAVEAT, resolve
from coach.export.text import escape, number
from coach.plan import Action, Finding, Goal, OpenQuestion, Part, Plan, Source, Status

TOP = 3
_PHRASES = {name: phrase for name, (phrase, _, _) in stages.SCENARIOS.items()}
_SCENARIO = "/situation/scenario"
_LEADS = frozenset({"name", "statement", "what", "condition", "belief", "description"})
_URL = re.compile(r"https?://[^\s<>\x00-\x20]+")
_PROVENANCE: dict[Status, str] = {
    "stated": "in your own words",
    "confirmed": "worded by the coach and confirmed by you",
    "derived": "worked out from your words by a rule",
    "unknown": "open",
}
_SEVERITY = {"contradiction": "Contradiction", "gap": "Gap", "advice": "Worth a look"}


def to_markdown(plan: Plan) -> str:
    """Return the plan as a Markdown document. Every value stands in it as text, never as markup."""
    blocks = [_head(plan), _page_one(plan), *_goals(plan)]
    blocks += [block for stage in stages.STAGES if (block := _stage(plan, stage))]
    blocks += [_open(plan), _review(plan), _parked(plan), _findings(plan), _sources(plan), _provenance(plan)]
    return "\n\n".join(b.strip("\n") for b in blocks if b) + "\n"


def _section(title: str, lines: list[str]) -> str:
    return f"## {title}\n\n" + "\n".join(lines) if lines else ""


def _head(plan: Plan) -> str:
    name = f": {escape(plan.company.offer)}" if plan.company.offer else ""
    state = "**FINAL**" if plan.status == "final" else "**DRAFT** (not confirmed, or not all settled)"
    return f"# Strategy plan{name}\n\n{state}. Last changed {escape(plan.updated_at[:10])}."


def _page_one(plan: Plan) -> str:
    s, lines = plan.summary, []
    for title, text in (("Diagnosis", s.diagnosis), ("Guiding choice", s.guiding_choice)):
        lines.append(f"### {title}\n\n{escape(text) if text else '_Still open._'}\n")
    if s.actions:
        lines.append("### Actions\n\n" + "\n".join(f"- {_action(plan, a)}" for a in s.actions) + "\n")
    if s.will_not_do:
        lines.append("### What we will not do\n\n" + _bullets(s.will_not_do) + "\n")
    for title, text in (
        ("Riskiest assumption", s.riskiest_assumption),
        ("Decision requested", s.decision_requested),
    ):
        if text:
            lines.append(f"### {title}\n\n{escape(text)}\n")
    return _section("Page one", lines)


def _action(plan: Plan, what: str) -> str:
    match: Action | None = next((a for a in plan.next_actions if a.what == what), None)
    details = [escape(d) for d in (match.owner, match.due) if d] if match else []
    return escape(what) + (f" ({', '.join(details)})" if details else "")


def _bullets(texts: tuple[str, ...]) -> str:
    return "\n".join(f"- {escape(t)}" for t in texts)


def _goals(plan: Plan) -> Iterator[str]:
    """The goals of the next year, each with its figures in one line, and the sums."""
    lines = [f"- {_goal(g)}" for g in plan.upstream.goals if g.horizon == "1y"]
    if plan.calculations:
        lines += ["", "Calculated from your figures:", ""]
        for c in plan.calculations:
            result = f"{number(c.value)} {escape(c.unit)}".strip()
            lines.append(f"- {escape(_human(c.name))}: {escape(c.formula)} = **{result}**")
    yield _section("The goal and its sum", lines)


def _goal(goal: Goal) -> str:
    text = f"**{escape(goal.statement or goal.metric or 'Not named yet')}**"
    figures = []
    if goal.metric and goal.statement:
        figures.append(escape(goal.metric))
    if goal.baseline is not None:
        figures.append(f"from {number(goal.baseline)}")
    if goal.target is not None:
        figures.append(f"to {number(goal.target)}")
    if goal.unit:
        figures.append(escape(goal.unit))
    if goal.deadline:
        figures.append(f"by {escape(goal.deadline)}")
    text += f": {' '.join(figures)}" if figures else ""
    return text + (f" (owner: {escape(goal.owner)})" if goal.owner else "")


def _stage(plan: Plan, stage: stages.Stage) -> str:
    blocks: list[str] = []
    for q in stages.in_stage(stage.id):
        lines = list(_question(plan, q))
        if lines:
            blocks.append(f"### {_human(q.label)}\n\n" + "\n".join(lines) + "\n")
    return _section(stage.title, blocks)


def _question(plan: Plan, q: stages.Question) -> Iterator[str]:
    for pointer in q.fields:
        value = resolve(plan, pointer)
        if value is not None and not pointer.startswith("/summary/"):  # page one has it
            yield f"- {_human(pointer.rpartition('/')[2])}: {_value(value)}"
            if pointer == _SCENARIO and plan.situation.emphasis:
                yield f"- Recommended emphasis: {_value(plan.situation.emphasis)}"
    for name in q.lists:
        pointer = stages.LISTS[name].pointer
        rows = resolve(plan, pointer)
        if pointer.startswith("/summary/") or not isinstance(rows, tuple):
            continue
        titled = len(q.lists) > 1 and bool(rows) and not isinstance(rows[0], Part)
        if titled:
            yield f"- {_human(pointer.rpartition('/')[2])}:"
        indent = "  " if titled else ""
        for row in rows:
            if not isinstance(row, Part):
                yield f"{indent}- {escape(row)}"
            elif stages.owner_of(name, dict(row)) == q.id:
                yield from _item(plan, name, row)


def _item(plan: Plan, name: str, row: Part) -> Iterator[str]:
    """An item with its fields; references are shown by the name of what they refer to."""
    spec = stages.LISTS[name]
    said = {f: v for f in spec.fields if (v := getattr(row, f)) not in (None, (), "") and f != "horizon"}
    if not said:
        return
    lead = next((f for f in said if f in _LEADS), next(iter(said)))
    yield f"- **{_value(said[lead])}**"
    for field, value in said.items():
        if field != lead:
            shown = _names(plan, spec.refs[field], value) if field in spec.refs else _value(value)
            yield f"  - {_human(field)}: {shown}"


def _names(plan: Plan, list_name: str, value: object) -> str:
    rows = resolve(plan, stages.LISTS[list_name].pointer)
    names: dict[str, str] = {}
    for row in rows if isinstance(rows, tuple) else ():
        said = (getattr(row, f, None) for f in ("name", "statement", "metric"))
        names[getattr(row, "id", "")] = next((s for s in said if s), "")
    wanted = value if isinstance(value, tuple) else (value,)
    return ", ".join(escape(names.get(str(ref)) or ref) for ref in wanted)


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(_value(v) for v in value)
    return escape(_PHRASES.get(value, value) if isinstance(value, str) else value)


def _human(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _open(plan: Plan) -> str:
    rows = sorted(plan.open_questions, key=lambda q: q.rank)
    lines = [_open_line(q) for q in rows[:TOP]]
    if rows[TOP:]:
        lines += ["", "And later:", "", *(_open_line(q) for q in rows[TOP:])]
    # In a large firm somebody knows: what one person could not answer is a list to hand round.
    large = isinstance(plan.company.size, int | float) and plan.company.size > stages.LARGE
    if large and rows:
        lines = [
            "Nobody knows it all in a firm of this size. Hand these to the colleagues who do.",
            "",
            *lines,
        ]
    return _section("Open questions: ask a colleague" if large else "Open questions", lines)


def _open_line(question: OpenQuestion) -> str:
    missing = f" (missing: {', '.join(escape(m) for m in question.missing)})" if question.missing else ""
    step = f" To find out: {escape(question.next_step)}" if question.next_step else ""
    return f"- {escape(question.text)}{missing}{step}"


def _review(plan: Plan) -> str:
    lines = []
    for key in plan.needs_review:
        name, _, item_id = key.partition("/")
        if item_id:
            shown = _names(plan, name, item_id) if name in stages.LISTS else escape(item_id)
            lines.append(f"- {escape(_human(name))}: {shown}")
        else:
            q = stages.QUESTION.get(key)
            lines.append(f"- {escape(_human(q.label if q else key))}")
    if lines:
        lines = ["What these stood on has changed since.", "", *lines]
    return _section("To look at again", lines)


def _parked(plan: Plan) -> str:
    return _section("Parked ideas", [f"- **{_human(i.verdict)}**: {escape(i.text)}" for i in plan.parked])


def _findings(plan: Plan) -> str:
    lines = [_finding(f) for f in plan.findings] or ["The check found nothing."]
    return _section("What the plan check found", [*lines, "", CAVEAT])


def _finding(finding: Finding) -> str:
    words = "; ".join(f"“{escape(q.span)}”" for q in finding.quotes)
    text = f"- **{_SEVERITY[finding.severity]}**: {escape(finding.reason)}"
    return text + (f" Your words: {words}." if words else "")


def _sources(plan: Plan) -> str:
    return _section("Sources", [f"- {_source(s)}" for s in plan.sources])


def _source(source: Source) -> str:
    by = source.author or source.publisher
    text = f"Our summary of *{escape(source.title)}*" + (f" by {escape(by)}" if by else "")
    if source.author and source.publisher:
        text += f" ({escape(source.publisher)})"
    if source.url:
        # Only a web address becomes a link; anything else stays text.
        text += f": <{source.url}>" if _URL.fullmatch(source.url) else f": {escape(source.url)}"
    labels = [stages.QUESTION[q].label if q in stages.QUESTION else q for q in source.used_for]
    return text + (f", used for {', '.join(escape(label) for label in labels)}" if labels else "")


def _provenance(plan: Plan) -> str:
    counts = Counter(why.status for why in plan.provenance.values())
    parts = [f"{counts[status]} {words}" for status, words in _PROVENANCE.items() if counts[status]]
    return f"---\n\nWhere the plan's entries come from: {'; '.join(parts)}." if parts else ""
