"""From state to plan: the only place that builds one. `coach.intake` is the way back.

Every leaf gets its provenance here; what no person said is derived by a named rule, or is not there.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from coach import stages, sums
from coach.check import check
from coach.errors import IllegalEvent
from coach.events import Value
from coach.plan import Finding, OpenQuestion, Plan, Provenance
from coach.state import Core, State

PROJECTED = frozenset(
    {"emphasis_of_scenario", "goal_metric", "from_process", "decision", "page_one", "identifier"}
)
"""Rules applied whenever a plan is built; what they made is left out when a plan is imported."""

_IDENTIFIER = Provenance(status="derived", rule="identifier")

_CONTENT = (
    "company",
    "summary",
    "situation",
    "upstream",
    "downstream",
    "parked",
    "calculations",
    "assumptions",
    "risks",
    "next_actions",
)


def stamp(at: datetime) -> str:
    """Return a moment as it stands in a plan (ISO 8601, whole seconds)."""
    return at.isoformat(timespec="seconds")


@lru_cache(maxsize=512)
def _adapter(pointer: str, item_field: str = "") -> TypeAdapter[Any]:
    model: Any = Plan
    for step in pointer.strip("/").split("/"):
        model = model.model_fields[step].annotation
    if item_field:
        element = get_args(model)[0]
        return TypeAdapter(element.model_fields[item_field].annotation if item_field != "text" else str)
    return TypeAdapter(model)


def check_type(pointer: str, value: object) -> None:
    """Refuse a value that its plan field cannot hold.

    Raises:
        IllegalEvent: the value has the wrong type.
    """
    _check(_adapter(pointer), pointer, value)


def check_item_type(list_name: str, name: str, value: object) -> None:
    """The same for a field of a list's items."""
    _check(_adapter(stages.LISTS[list_name].pointer, name), f"{list_name}.{name}", value)


def _check(adapter: TypeAdapter[Any], where: str, value: object) -> None:
    ok = value is not None and not isinstance(value, bool)
    try:
        adapter.validate_python(value, strict=True)
    except ValidationError:
        ok = False
    if not ok:
        raise IllegalEvent(f"{where} cannot hold {str(value)[:80]!r}")


def leaves(node: object, pointer: str = "") -> Iterator[tuple[str, object]]:
    """Yield (JSON pointer, value) for each leaf that has a value."""
    if isinstance(node, Mapping):
        for name, child in node.items():
            yield from leaves(child, f"{pointer}/{name}")
    elif isinstance(node, list | tuple):
        for n, child in enumerate(node):
            yield from leaves(child, f"{pointer}/{n}")
    elif node is not None:
        yield pointer, node


def _put(tree: dict[str, Any], pointer: str, value: object) -> None:
    *path, last = pointer.strip("/").split("/")
    for step in path:
        tree = tree.setdefault(step, {})
    tree[last] = value


def _prov(value: Value) -> Provenance:
    return Provenance(
        status=value.status,
        conversation=value.conversation,
        said=value.said,
        suggestion=value.suggestion,
        rule=value.rule,
        inputs=value.inputs,
    )


class _Builder:
    def __init__(self) -> None:
        self.tree: dict[str, Any] = {}
        self.provenance: dict[str, Provenance] = {}

    def put(self, pointer: str, value: object, provenance: Provenance) -> None:
        _put(self.tree, pointer, list(value) if isinstance(value, tuple) else value)
        self.prove(pointer, value, provenance)

    def prove(self, pointer: str, value: object, provenance: Provenance) -> None:
        if isinstance(value, tuple | list):
            for n in range(len(value)):
                self.provenance[f"{pointer}/{n}"] = provenance
        else:
            self.provenance[pointer] = provenance

    def derive(self, pointer: str, value: object, rule: str, inputs: tuple[str, ...]) -> None:
        self.put(pointer, value, Provenance(status="derived", rule=rule, inputs=inputs))

    def items(self, core: Core) -> None:
        for name, spec in stages.LISTS.items():
            rows: list[Any] = []
            for n, item in enumerate(core.items.get(name, ())):
                base = f"{spec.pointer}/{n}"
                if spec.fields == ("text",):
                    rows.append(item.get("text"))
                    self.provenance[base] = _prov(item.fields["text"])
                    continue
                row: dict[str, Any] = {"id": item.id}
                for field, value in item.fields.items():
                    row[field] = list(value.value) if isinstance(value.value, tuple) else value.value
                    self.prove(f"{base}/{field}", value.value, _prov(value))
                rows.append(row)
            if rows:
                _put(self.tree, spec.pointer, rows)

    def row(self, list_name: str) -> list[dict[str, Any]]:
        node: Any = self.tree
        for step in stages.LISTS[list_name].pointer.strip("/").split("/"):
            node = node.get(step) if isinstance(node, dict) else None
        return node or []


def _derive(b: _Builder, core: Core) -> None:
    scenario = core.values.get("/situation/scenario")
    if scenario is not None and scenario.value in stages.SCENARIOS:
        emphasis = stages.SCENARIOS[str(scenario.value)][1]
        b.derive("/situation/emphasis", emphasis, "emphasis_of_scenario", ("/situation/scenario",))
    goals, processes = b.row("goals"), b.row("processes")
    at = stages.LISTS["goals"].pointer
    kpis = list(b.row("kpis"))
    for n, goal in enumerate(goals):
        if goal.get("horizon") != "1y" or not goal.get("metric"):
            continue
        pointer = f"{stages.LISTS['kpis'].pointer}/{len(kpis)}"
        row = {"id": f"{goal['id']}-metric", "goal": goal["id"], "kind": "lagging"}
        row |= {k: goal[k] for k in ("metric", "baseline", "target", "owner") if goal.get(k) is not None}
        for field in row:
            source = field if field in goal else "id"
            why = Provenance(status="derived", rule="goal_metric", inputs=(f"{at}/{n}/{source}",))
            b.provenance[f"{pointer}/{field}"] = why
        kpis.append(row)
    if kpis:
        _put(b.tree, stages.LISTS["kpis"].pointer, kpis)
    for n, skill in enumerate(b.row("skills")):
        for m, process in enumerate(processes):
            if process["id"] not in (skill.get("needed_for") or ()):
                continue
            for field, origin in (("owner", "owner"), ("due", "start")):
                if skill.get(field) is None and process.get(origin) is not None:
                    skill[field] = process[origin]
                    pointer = f"{stages.LISTS['skills'].pointer}/{n}/{field}"
                    inputs = (f"{stages.LISTS['processes'].pointer}/{m}/{origin}",)
                    b.provenance[pointer] = Provenance(status="derived", rule="from_process", inputs=inputs)
    # A choice in the owner's own words replaces the one that was offered, and what it said was going on with it.
    symptom, choice = core.values.get("/situation/symptom"), core.values.get("/summary/guiding_choice")
    if choice is not None and symptom is not None and "/summary/diagnosis" not in core.values:
        b.derive("/summary/diagnosis", symptom.value, "page_one", ("/situation/symptom",))
    actions = [(n, a["what"]) for n, a in enumerate(b.row("next_actions")) if a.get("what")]
    if actions:
        _put(b.tree, "/summary/actions", [what for _, what in actions])
        for k, (n, _) in enumerate(actions):
            inputs = (f"/next_actions/{n}/what",)
            b.provenance[f"/summary/actions/{k}"] = Provenance(
                status="derived", rule="page_one", inputs=inputs
            )
    assumed = list(enumerate(b.row("assumptions")))
    # What the owner named comes before what was noted when they held to an answer.
    aside = [i.aside(stages.LISTS["assumptions"].aside) for i in core.items.get("assumptions", ())]
    for n, assumption in sorted(assumed, key=lambda row: aside[row[0]]):
        if assumption.get("belief"):
            inputs = (f"/assumptions/{n}/belief",)
            b.derive("/summary/riskiest_assumption", assumption["belief"], "page_one", inputs)
            break
    _decision(b, goals, processes)


def _decision(b: _Builder, goals: list[dict[str, Any]], processes: list[dict[str, Any]]) -> None:
    for n, goal in enumerate(goals):
        aim = goal.get("statement") or goal.get("metric")
        if goal.get("horizon") != "1y" or not aim or not processes or not processes[0].get("name"):
            continue
        first = processes[0]
        text = f"Agree to the goal “{aim}” and to “{first['name']}”"
        text += f", {first['hours']:g} hours a week" if first.get("hours") else ""
        at = stages.LISTS["goals"].pointer
        inputs = (
            f"{at}/{n}/{'statement' if goal.get('statement') else 'metric'}",
            f"{stages.LISTS['processes'].pointer}/0/name",
        )
        b.derive("/summary/decision_requested", text + ".", "decision", inputs)
        return


def _open_questions(core: Core) -> tuple[OpenQuestion, ...]:
    rows: list[tuple[tuple[bool, bool, int, int], OpenQuestion]] = []
    for q in stages.QUESTIONS:
        missing = core.missing(q.id)
        skipped = core.skipped(q.id) and bool(core.essential(q.id))
        explicit = q.id in core.open
        if not explicit and not skipped and not (missing and core.has_value(q.id) and core.settled(q.id)):
            continue
        has = core.has_value(q.id)
        reason: Any = core.open.get(q.id) or ("express" if skipped else "missing")
        parts = tuple(n.name for n in missing) if has else ()
        text = missing[0].ask if has and missing and missing[0].ask else q.ask
        row = OpenQuestion(
            question=q.id, text=text, missing=parts, reason=reason, rank=1, next_step=q.next_step or None
        )
        weight = (
            not core.essential(q.id),
            reason == "express",
            -len(stages.dependents(q.id)),
            stages.ORDER[q.id],
        )
        rows.append((weight, row))
    rows.sort(key=lambda r: r[0])
    return tuple(row.model_copy(update={"rank": n}) for n, (_, row) in enumerate(rows, 1))


def _told(question: OpenQuestion, found: tuple[Finding, ...]) -> OpenQuestion:
    """Return an open question with what the check says about it, where that is why it is open."""
    reason = next((f.reason for f in found if f.question == question.question), None)
    if question.reason != "left" or reason is None:
        return question
    return question.model_copy(update={"text": reason})


def is_final(core: Core) -> bool:
    """Whether the plan is final: all closed, nothing to review or decide, confirmed after the last change."""
    return (
        core.confirmed is not None
        and core.pace == "full"
        and not core.review
        and all(i.verdict != "open" for i in core.parked)
        and all(core.closed(s.id) for s in stages.STAGES)
    )


def plan_of(state: State, *, findings: bool = True) -> Plan:
    """Return the plan of a state. Deterministic; `findings` may be left out where they are not looked at."""
    kept = state.projected
    if findings not in kept:
        plan = kept.get(False) or _project(state)
        kept[False] = plan
        if findings:
            found: tuple[Finding, ...] = tuple(check(plan, state.today))
            opened = tuple(_told(o, found) for o in plan.open_questions)
            kept[True] = plan.model_copy(update={"findings": found, "open_questions": opened})
    return kept[findings]


def _project(state: State) -> Plan:
    core, b = state.core, _Builder()
    for pointer, value in core.values.items():
        b.put(pointer, value.value, _prov(value))
    b.items(core)
    _derive(b, core)
    for n, idea in enumerate(core.parked):
        if idea.id in core.parked_said:
            b.provenance[f"/parked/{n}/text"] = _prov(core.parked_said[idea.id])
    if core.confirmed is not None:
        b.provenance["/status"] = _prov(core.confirmed)
    begun = created(state, core)
    plan = Plan.model_validate(
        {
            **b.tree,
            "id": core.plan_id or f"plan-{state.conversation}",
            "status": "final" if is_final(core) else "draft",
            "language": state.language,
            "created_at": begun,
            "updated_at": core.updated_at or begun,
            "parked": core.parked,
            "needs_review": core.review,
            "open_questions": _open_questions(core),
            "sources": state.sources,
        }
    )
    calculations = sums.calculations(plan)
    provenance = dict(b.provenance)
    for n, calculation in enumerate(calculations):
        why = Provenance(status="derived", rule=calculation.name, inputs=calculation.inputs)
        for pointer, _ in leaves(calculation.model_dump(), f"/calculations/{n}"):
            provenance[pointer] = why
    plan = plan.model_copy(update={"calculations": calculations})
    tree = plan.model_dump()
    for root in _CONTENT:
        for pointer, _ in leaves(tree[root], f"/{root}"):
            provenance.setdefault(pointer, _IDENTIFIER)
    return plan.model_copy(update={"provenance": provenance})


def created(state: State, core: Core) -> str:
    first = min(state.heads.values(), key=lambda h: h.turn, default=None)
    return core.created_at or (stamp(first.at) if first else stamp(state.now))


def as_data(plan: Plan) -> dict[str, Any]:
    """Return the plan as JSON-ready data: what is exported, and what `Imported` carries."""
    data: dict[str, Any] = BaseModel.model_dump(plan, mode="json")
    return data
