"""From an exported plan back to a state's core: the only place that reads an imported plan.

Its provenance stays as it is; what a rule made when the plan was built is left out and made again.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from coach import stages
from coach.errors import UserError
from coach.events import Pace, Value
from coach.plan import SCHEMA_VERSION, Plan, Provenance, Source
from coach.project import PROJECTED
from coach.state import Core, Item


def _value(leaf: Any, why: Provenance) -> Value:
    return Value(
        value=tuple(leaf) if isinstance(leaf, list | tuple) else leaf,
        **why.model_dump(exclude={"said"}),
        said=why.said,
    )


def core_from(data: Mapping[str, Any]) -> tuple[Core, tuple[Source, ...], str]:
    """Rebuild what an exported plan holds, with its provenance as it is.

    Raises:
        UserError: not a plan of this version, a leaf without provenance, an id that refers to nothing.
    """
    version = data.get("schema_version")
    if version != SCHEMA_VERSION:
        raise UserError(f"This plan says version {version!r}; version {SCHEMA_VERSION} can be imported.")
    try:
        plan = Plan.model_validate(data)
    except ValidationError as e:
        where = "/" + "/".join(str(p) for p in e.errors()[0]["loc"])
        raise UserError(f"This is not a valid plan: {where}: {e.errors()[0]['msg']}. Export it again.") from e
    tree, proofs = plan.model_dump(), plan.provenance

    def proof(pointer: str, leaf: object) -> Provenance | None:
        why = proofs.get(f"{pointer}/0" if isinstance(leaf, list | tuple) else pointer)
        if why is None:
            raise UserError(f"This plan cannot be imported: {pointer} has no provenance. Export it again.")
        return None if why.rule in PROJECTED else why

    values: dict[str, Value] = {}
    for q in stages.QUESTIONS:
        for pointer in q.fields:
            node: Any = tree
            for step in pointer.strip("/").split("/"):
                node = node[step]
            if node is not None and (why := proof(pointer, node)) is not None:
                values[pointer] = _value(node, why)
    items: dict[str, tuple[Item, ...]] = {}
    counters: dict[str, int] = {}
    for name, spec in stages.LISTS.items():
        items[name], counters[name] = _imported_items(tree, name, spec, proof)
    core = Core(
        values=values,
        items={k: v for k, v in items.items() if v},
        parked=plan.parked,
        parked_said={
            i.id: _value(i.text, why)
            for n, i in enumerate(plan.parked)
            if (why := proof(f"/parked/{n}/text", i.text)) is not None
        },
        review=plan.needs_review,
        counters={**counters, "parked": max((_number(i.id) for i in plan.parked), default=0)},
        imported=True,
        plan_id=plan.id,
        created_at=plan.created_at,
        updated_at=plan.updated_at,
    )
    _check_references(core)
    opened: dict[str, str] = {}
    pace: Pace = "full"
    for question in plan.open_questions:
        if question.question not in stages.QUESTION:
            raise UserError(
                f"This plan has an open question about {question.question!r}, which does not exist."
            )
        if question.reason == "express":
            pace = "express"
        elif question.reason != "missing" or core.essential(question.question):
            opened[question.question] = question.reason
    confirmed = proofs.get("/status")
    if confirmed is not None and confirmed.said:
        core = replace(core, confirmed=_value(confirmed.said[0].span, confirmed))
    return replace(core, open=opened, pace=pace), plan.sources, plan.language


def _imported_items(tree: Any, name: str, spec: stages.ListSpec, proof: Any) -> tuple[tuple[Item, ...], int]:
    node = tree
    for step in spec.pointer.strip("/").split("/"):
        node = node[step]
    out: list[Item] = []
    for n, row in enumerate(node):
        base = f"{spec.pointer}/{n}"
        if spec.fields == ("text",):
            why = proof(base, row)
            if why is not None:
                out.append(Item(f"{spec.prefix}{len(out) + 1}", {"text": _value(row, why)}))
            continue
        fields: dict[str, Value] = {}
        for field in spec.fields:
            leaf = row[field]
            if leaf not in (None, (), []) and (why := proof(f"{base}/{field}", leaf)) is not None:
                fields[field] = _value(leaf, why)
        if fields:
            out.append(Item(row["id"], fields))
    ids = [i.id for i in out]
    if len(set(ids)) != len(ids):
        raise UserError(f"This plan uses an id twice in {spec.pointer}. Export it again.")
    return tuple(out), max((_number(i) for i in ids), default=0)


def _number(item_id: str) -> int:
    digits = "".join(c for c in item_id if c.isascii() and c.isdigit())
    return int(digits[-9:]) if digits else 0


def _check_references(core: Core) -> None:
    for name, item in core.all_items():
        for field, to in stages.LISTS[name].refs.items():
            value = item.get(field)
            for ref in value if isinstance(value, tuple) else (value,):
                if ref is not None and core.item(to, str(ref)) is None:
                    raise UserError(
                        f"This plan refers to {ref!r} in {name}, which is not in it. Export it again."
                    )
    for key in core.review:
        name, _, item_id = key.partition("/")
        known = core.item(name, item_id) is not None if item_id else name in stages.QUESTION
        if not known:
            raise UserError(f"This plan wants {key!r} reviewed, which is not in it. Export it again.")
