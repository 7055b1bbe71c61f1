"""What the handover document says, in which order: page one, the goal and its sum, the first ninety days, the detail."""

import re
from collections import Counter
from collections.abc import Iterator

from coach import stages
from coach.check import CAVEAT, resolve
from coach.elsewhere import LABELS
from coach.export.calendar import DATED, horizon
from coach.export.document import (
    Block,
    Bullet,
    Bullets,
    Document,
    Heading,
    Line,
    Picture,
    Run,
    Table,
    Text,
    plain,
)
from coach.export.text import day, number
from coach.plan import Finding, Goal, OpenQuestion, Part, Plan, Source, Status

TOP = 3
"""Open questions that come first; the others follow under a line of their own."""
STILL_OPEN = "Still open."
_PHRASES = {name: phrase for name, (phrase, _, _) in stages.SCENARIOS.items()}
_SCENARIO = "/situation/scenario"
_LEADS = frozenset({"name", "statement", "what", "condition", "belief", "description"})
_URL = re.compile(r"https?://[^\s<>\x00-\x20]+")
PROVENANCE: dict[Status, str] = {
    "stated": "in your own words",
    "confirmed": "worded by the coach and confirmed by you",
    "derived": "worked out from your words by a rule",
    "unknown": "open",
}
_SHORT: dict[Status, str] = {
    "stated": "Your own words",
    "confirmed": "You said yes to it",
    "derived": "Worked out",
    "unknown": "Open",
}
_PLUMBING = frozenset(
    {"id", "language", "created_at", "updated_at", "plan_id", "turn", "question", "horizon"}
)
"""Leaves that hold a plan together and say nothing to its readers."""
_SEVERITY = {"contradiction": "Contradiction", "gap": "Gap", "advice": "Worth a look"}


def document(plan: Plan, *, appendix: bool = False) -> Document:
    """Return the plan as a document; `appendix` adds the table of where every entry comes from."""
    final = plan.status == "final"
    blocks: list[Block] = [*_page_one(plan), *_goals(plan), *_days(plan), Picture("tree")]
    for stage in stages.STAGES:
        blocks += _titled(plan, stage.title, _stage(plan, stage))
    blocks += _titled(
        plan, "Open questions: ask a colleague" if _large(plan) else "Open questions", _open(plan)
    )
    blocks += _titled(plan, "To look at again", _review(plan))
    blocks += _titled(plan, "Parked ideas", _parked(plan))
    blocks += [Heading(2, label(plan, "What the plan check found")), *_findings(plan)]
    blocks += _titled(plan, "Sources", _bullets([_source(s) for s in plan.sources]))
    blocks += _provenance(plan, appendix)
    return Document(
        title=label(plan, "Strategy plan") + (f": {plan.company.offer}" if plan.company.offer else ""),
        final=final,
        state=label(plan, "FINAL" if final else "DRAFT"),
        changed=day(plan.updated_at[:10], plan.language),
        language=plan.language,
        blocks=tuple(blocks),
    )


def label(plan: Plan, name: str) -> str:
    """Return one of our labels in the plan's language, in English where there are no words for it."""
    return LABELS.get(plan.language, {}).get(name, name)


def human(name: str) -> str:
    """Return a field's or a label's name as a person would write it at the start of a line."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def goal_line(goal: Goal, language: str) -> Line:
    """Return a goal with its figures in one line."""
    told = (goal.statement or "").casefold()
    figures = []
    words = LABELS.get(language, {})
    # A statement that already holds its figures is not followed by them a second time.
    if not _holds(told, goal, language):
        if goal.metric and goal.statement and goal.metric.casefold() != told:
            figures.append(goal.metric)
        if goal.baseline is not None:
            figures.append(f"{words.get('from', 'from')} {number(goal.baseline, language)}")
        if goal.target is not None:
            figures.append(f"{words.get('to', 'to')} {number(goal.target, language)}")
        if goal.unit:
            figures.append(goal.unit)
    if goal.deadline:
        figures.append(f"{words.get('by', 'by')} {day(goal.deadline, language)}")
    rest = f": {' '.join(figures)}" if figures else ""
    rest += f" ({words.get('owner', 'owner')}: {goal.owner})" if goal.owner else ""
    name = Run(goal.statement or goal.metric or words.get("Not named yet", "Not named yet"), "strong")
    return (name, Run(rest)) if rest else (name,)


def _holds(told: str, goal: Goal, language: str) -> bool:
    """Whether a statement names both figures of its goal."""
    figures = [f for f in (goal.baseline, goal.target) if f is not None]
    said = set(re.findall(r"\d[\d,.]*\d|\d", told))
    return bool(figures) and all({number(f), number(f, language), f"{f:g}"} & said for f in figures)


def _titled(plan: Plan, title: str, blocks: list[Block]) -> list[Block]:
    return [Heading(2, label(plan, title)), *blocks] if blocks else []


def _bullets(lines: list[Line]) -> list[Block]:
    return [Bullets(tuple(Bullet(line) for line in lines))] if lines else []


def _page_one(plan: Plan) -> Iterator[Block]:
    s = plan.summary
    yield Heading(2, label(plan, "Page one"))
    for title, text in (("Diagnosis", s.diagnosis), ("Guiding choice", s.guiding_choice)):
        yield Heading(3, label(plan, title))
        yield Text(plain(text) if text else (Run(label(plan, STILL_OPEN), "em"),))
    if s.actions:
        yield Heading(3, label(plan, "Actions"))
        yield from _bullets([plain(_action(plan, a)) for a in s.actions])
    if s.will_not_do:
        yield Heading(3, label(plan, "What we will not do"))
        yield from _bullets([plain(t) for t in s.will_not_do])
    for title, text in (
        ("Riskiest assumption", s.riskiest_assumption),
        ("Decision requested", s.decision_requested),
    ):
        if text:
            yield Heading(3, label(plan, title))
            yield Text(plain(text))
    yield Picture("river")


def _action(plan: Plan, what: str) -> str:
    match = next((a for a in plan.next_actions if a.what == what), None)
    due = day(match.due, plan.language) if match and match.due else None
    details = [d for d in (match.owner, due) if d] if match else []
    return what + (f" ({', '.join(details)})" if details else "")


def _goals(plan: Plan) -> list[Block]:
    """The goals of the next year, each with its figures in one line, and the sums."""
    blocks = _bullets([goal_line(g, plan.language) for g in plan.upstream.goals if g.horizon == "1y"])
    if plan.calculations:
        sums: list[Line] = []
        for c in plan.calculations:
            result = f"{number(c.value, plan.language)} {c.unit}".strip()
            sums.append((Run(f"{human(c.name)}: {c.formula} = "), Run(result, "strong")))
        blocks += [Text(plain(label(plan, "Calculated from your figures:"))), *_bullets(sums)]
    return _titled(plan, "The goal and its sum", blocks)


def _days(plan: Plan) -> list[Block]:
    """What the plan's own dates put into the next 30, 60 and 90 days, and after."""
    blocks: list[Block] = []
    for title, entries in horizon(plan):
        lines: list[Line] = []
        for e in entries:
            about = "; ".join(x for x in (e.kind, e.first and f"first step: {e.first}", e.owner) if x)
            lines.append((Run(day(e.day, plan.language), "strong"), Run(f" {e.what} ({about})")))
        blocks += [Heading(3, title), *_bullets(lines)]
    return _titled(plan, "The first ninety days", blocks)


def _stage(plan: Plan, stage: stages.Stage) -> list[Block]:
    blocks: list[Block] = []
    for q in stages.in_stage(stage.id):
        items = tuple(_question(plan, q))
        if items:
            blocks += [Heading(3, label(plan, human(q.label))), Bullets(items)]
    return blocks


def _question(plan: Plan, q: stages.Question) -> Iterator[Bullet]:
    for pointer in q.fields:
        value = resolve(plan, pointer)
        if value is not None and not pointer.startswith("/summary/"):  # page one has it
            yield Bullet(plain(f"{_field(plan, pointer.rpartition('/')[2])}: {_value(plan, value)}"))
            if pointer == _SCENARIO and plan.situation.emphasis:
                yield Bullet(
                    plain(f"{label(plan, 'Recommended emphasis')}: {label(plan, plan.situation.emphasis)}")
                )
    for name in q.lists:
        pointer = stages.LISTS[name].pointer
        rows = resolve(plan, pointer)
        if pointer.startswith("/summary/") or not isinstance(rows, tuple):
            continue
        texts = [Bullet(plain(str(row))) for row in rows if not isinstance(row, Part)]
        if texts and len(q.lists) > 1:
            yield Bullet(plain(f"{_field(plan, pointer.rpartition('/')[2])}:"), tuple(texts))
        else:
            yield from texts
        for row in rows:
            if isinstance(row, Part) and stages.owner_of(name, dict(row)) == q.id:
                yield from _item(plan, name, row)


def _item(plan: Plan, name: str, row: Part) -> Iterator[Bullet]:
    """An item with its fields; references are shown by the name of what they refer to."""
    spec = stages.LISTS[name]
    said = {f: v for f in spec.fields if (v := getattr(row, f)) not in (None, (), "") and f != "horizon"}
    if not said:
        return
    lead = next((f for f in said if f in _LEADS), next(iter(said)))
    fields = []
    for field, value in said.items():
        if field != lead:
            shown = _names(plan, spec.refs[field], value) if field in spec.refs else _value(plan, value)
            if field in DATED:
                shown = day(str(value), plan.language)
            fields.append(Bullet(plain(f"{_field(plan, field)}: {shown}")))
    yield Bullet((Run(_value(plan, said[lead]), "strong"),), tuple(fields))


def _names(plan: Plan, list_name: str, value: object) -> str:
    rows = resolve(plan, stages.LISTS[list_name].pointer)
    names: dict[str, str] = {}
    for row in rows if isinstance(rows, tuple) else ():
        said = (getattr(row, f, None) for f in ("name", "statement", "metric"))
        names[getattr(row, "id", "")] = next((s for s in said if s), "")
    wanted = value if isinstance(value, tuple) else (value,)
    return ", ".join(names.get(str(ref)) or str(ref) for ref in wanted)


def _field(plan: Plan, name: str) -> str:
    return label(plan, human(name))


def _value(plan: Plan, value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(_value(plan, v) for v in value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value, plan.language)
    if isinstance(value, str) and value in _PHRASES:
        return LABELS.get(plan.language, {}).get(value, _PHRASES[value])
    return str(value)


def _open(plan: Plan) -> list[Block]:
    rows = sorted(plan.open_questions, key=lambda q: q.rank)
    blocks = _bullets([_open_line(plan, q) for q in rows[:TOP]])
    if rows[TOP:]:
        blocks += [
            Text(plain(label(plan, "And later:"))),
            *_bullets([_open_line(plan, q) for q in rows[TOP:]]),
        ]
    # In a large firm somebody knows: what one person could not answer is a list to hand round.
    hand_out = "Nobody knows it all in a firm of this size. Hand these to the colleagues who do."
    return [Text(plain(hand_out)), *blocks] if blocks and _large(plan) else blocks


def _large(plan: Plan) -> bool:
    size = plan.company.size
    return isinstance(size, int | float) and size > stages.LARGE


def _open_line(plan: Plan, question: OpenQuestion) -> Line:
    q = stages.QUESTION.get(question.question)
    if q is not None and plan.language in LABELS:  # Our wording of it is English; its label is not.
        return plain(label(plan, human(q.label)))
    missing = f" (missing: {', '.join(question.missing)})" if question.missing else ""
    step = f" To find out: {question.next_step}" if question.next_step else ""
    return plain(f"{question.text}{missing}{step}")


def _review(plan: Plan) -> list[Block]:
    lines: list[Line] = []
    for key in plan.needs_review:
        name, _, item_id = key.partition("/")
        if item_id:
            shown = _names(plan, name, item_id) if name in stages.LISTS else item_id
            lines.append(plain(f"{_field(plan, name)}: {shown}"))
        else:
            q = stages.QUESTION.get(key)
            lines.append(plain(_field(plan, q.label if q else key)))
    return [Text(plain("What these stood on has changed since.")), *_bullets(lines)] if lines else []


def _parked(plan: Plan) -> list[Block]:
    return _bullets([(Run(human(i.verdict), "strong"), Run(f": {i.text}")) for i in plan.parked])


def _findings(plan: Plan) -> list[Block]:
    blocks = _bullets([_finding(plan, f) for f in plan.findings])
    return [*(blocks or _bullets([plain("The check found nothing.")])), Text(plain(CAVEAT), note=True)]


def _finding(plan: Plan, finding: Finding) -> Line:
    words = "; ".join(f"“{q.span}”" for q in finding.quotes)
    text = f": {finding.reason}" + (f" Your words: {words}." if words else "")
    return (Run(label(plan, _SEVERITY[finding.severity]), "strong"), Run(text))


def _source(source: Source) -> Line:
    by = source.author or source.publisher
    rest = f" by {by}" if by else ""
    if source.author and source.publisher:
        rest += f" ({source.publisher})"
    line: list[Run] = [Run("Our summary of "), Run(source.title, "em")]
    if source.url:
        # Only a web address becomes a link; anything else stays text.
        url = source.url if _URL.fullmatch(source.url) else None
        line += [Run(f"{rest}: "), Run(source.url, url=url)]
        rest = ""
    labels = [stages.QUESTION[q].label if q in stages.QUESTION else q for q in source.used_for]
    rest += f", used for {', '.join(labels)}" if labels else ""
    return (*line, Run(rest)) if rest else tuple(line)


def _provenance(plan: Plan, appendix: bool) -> Iterator[Block]:
    counts = Counter(why.status for why in plan.provenance.values())
    parts = [f"{counts[status]} {words}" for status, words in PROVENANCE.items() if counts[status]]
    if not parts:
        return
    if appendix:
        yield Heading(2, label(plan, "Where every entry comes from"))
    yield Text(plain(f"Where the plan's entries come from: {'; '.join(parts)}."), note=True)
    if appendix:
        yield Table(("Entry", "Where it comes from", "The words", "Message"), tuple(_origins(plan)))


def _origins(plan: Plan) -> Iterator[tuple[Line, ...]]:
    for pointer in sorted(plan.provenance, key=_by_place):
        why, name = plan.provenance[pointer], pointer.rpartition("/")[2]
        if name in _PLUMBING or (pointer.startswith("/calculations/") and name != "value"):
            continue
        words = " … ".join(f"“{s.span}”" for s in why.said)
        if not words and why.inputs:
            words = "from " + ", ".join(_place(p) for p in why.inputs)
        turns = ", ".join(dict.fromkeys(str(s.turn) for s in why.said))
        yield plain(_place(pointer)), plain(_SHORT[why.status]), plain(words), plain(turns)


def _by_place(pointer: str) -> list[tuple[int, str]]:
    """In the order of the plan's parts, and of the items in them."""
    parts = list(Plan.model_fields)
    first, *rest = pointer.strip("/").split("/")
    place = parts.index(first) if first in parts else len(parts)
    return [(place, ""), *((int(p), "") if p.isdecimal() else (-1, p) for p in rest)]


def _place(pointer: str) -> str:
    """A pointer as people read it: /upstream/goals/0/target -> "Goals 1, target"."""
    steps = [s for s in pointer.split("/")[1:] if s not in ("upstream", "downstream")]
    words: list[str] = []
    for step in steps:
        if step.isdecimal() and words:
            words[-1] += f" {int(step) + 1}"
        else:
            words.append(step.replace("_", " "))
    return human(", ".join(words))
