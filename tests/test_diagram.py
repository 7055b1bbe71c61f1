"""The tables of the conversation prove themselves, and the docs are what they generate."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from coach import diagram, stages
from coach.plan import Part, Plan

DOCS = Path(__file__).resolve().parent.parent / "docs"

DERIVED = {
    "/situation/emphasis",
    "/summary/actions",
    "/summary/riskiest_assumption",
    "/summary/decision_requested",
}
"""Fields that a rule fills in: no question owns them."""
KEPT_BY_THE_ENGINE = {
    "schema_version",
    "id",
    "status",
    "language",
    "created_at",
    "updated_at",
    "parked",
    "calculations",
    "needs_review",
    "open_questions",
    "findings",
    "sources",
    "provenance",
}


def element(annotation: Any) -> Any:
    """The model of one item of a list of parts, or None."""
    inside = get_args(annotation)
    return inside[0] if inside and isinstance(inside[0], type) and issubclass(inside[0], Part) else None


def pointers(model: type[BaseModel], at: str = "") -> list[str]:
    """Every field of the plan that a person fills; a list is one field."""
    found: list[str] = []
    for name, field in model.model_fields.items():
        if not at and name in KEPT_BY_THE_ENGINE:
            continue
        kind: Any = field.annotation
        if isinstance(kind, type) and issubclass(kind, Part):
            found += pointers(kind, f"{at}/{name}")
        else:
            found.append(f"{at}/{name}")
    return found


def annotation_at(pointer: str) -> Any:
    kind: Any = Plan
    for step in pointer.strip("/").split("/"):
        kind = kind.model_fields[step].annotation
    return kind


@pytest.mark.parametrize("name", sorted(diagram.files()))
def test_someone_who_changes_the_tables_generates_the_docs_again(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == diagram.files()[name], "run python -m coach.diagram"


def test_the_generated_files_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    diagram.write(tmp_path / "new")
    written = {p.name: p.read_bytes().decode() for p in (tmp_path / "new").iterdir()}
    assert written == diagram.files()


def test_the_schema_is_one_and_a_plan_validates_against_it() -> None:
    import json

    schema = json.loads(diagram.schema())
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(
        Plan(id="p", created_at="2026-01-01", updated_at="2026-01-01").model_dump(mode="json")
    )


def test_each_plan_field_is_owned_by_exactly_one_question() -> None:
    owners: dict[str, list[str]] = {p: [] for p in pointers(Plan)}
    for q in stages.QUESTIONS:
        for pointer in q.fields:
            owners[pointer].append(q.id)
        for name in q.lists:
            owners[stages.LISTS[name].pointer].append(q.id)
    assert {p for p, who in owners.items() if not who} == DERIVED
    shared = {p: who for p, who in owners.items() if len(who) > 1}
    for pointer, who in shared.items():
        fixed = [tuple(sorted(stages.QUESTION[q].where.items())) for q in who]
        assert all(fixed), f"{pointer} is owned by {who}: which items are whose?"
        assert len(set(fixed)) == len(fixed), f"{pointer} is owned twice by {who}"


def test_every_list_and_every_field_of_its_items_is_in_the_plan() -> None:
    prefixes = [spec.prefix for spec in stages.LISTS.values()]
    assert len(set(prefixes)) == len(prefixes)
    for name, spec in stages.LISTS.items():
        model = element(annotation_at(spec.pointer))
        if model is None:
            assert spec.fields == ("text",), name
            assert get_args(annotation_at(spec.pointer)) == (str, ...), name
        else:
            assert {"id", *spec.fields} == set(model.model_fields), name
        assert set(spec.refs) <= set(spec.fields), name
        assert set(spec.refs.values()) <= set(stages.LISTS), name


def test_every_question_asks_only_for_what_it_owns() -> None:
    for q in stages.QUESTIONS:
        assert q.stage in stages.STAGE
        assert q.needs, q.id
        assert len({n.name for n in q.needs}) == len(q.needs), q.id
        for need in q.needs:
            list_name, _, field = need.at.partition(".")
            if need.at.startswith("/"):
                assert need.at in q.fields, (q.id, need.at)
            elif q.id == stages.CONFIRM:
                assert need.at == stages.CONFIRM
            else:
                assert list_name in q.lists, (q.id, need.at)
                assert not field or field in stages.LISTS[list_name].fields, (q.id, need.at)
        for name in q.where:
            assert any(name in stages.LISTS[one].fields for one in q.lists), q.id


def test_no_answer_depends_on_itself_however_far_round() -> None:
    def beneath(question: str, path: tuple[str, ...] = ()) -> None:
        assert question not in path, f"{' -> '.join((*path, question))} is a circle"
        for needed in stages.QUESTION[question].depends_on:
            beneath(needed, (*path, question))

    for q in stages.QUESTIONS:
        beneath(q.id)
        assert all(stages.ORDER[needed] < stages.ORDER[q.id] for needed in q.depends_on), q.id


def test_the_picture_shows_every_stage_question_and_dependence_in_order() -> None:
    picture = diagram.mermaid()
    assert re.findall(r"subgraph stage_(\w+)", picture) == [s.id for s in stages.STAGES]
    assert re.findall(r"^ +q_(\w+)\[", picture, re.MULTILINE) == [q.id for q in stages.QUESTIONS]
    drawn = re.findall(r"q_(\w+) -\.-> q_(\w+)", picture)
    assert drawn == [(needed, q.id) for q in stages.QUESTIONS for needed in q.depends_on]
    assert re.findall(r"subgraph side_(\w+)", picture) == ["upstream", "downstream"]
    assert len(re.findall(r"subgraph ", picture)) == len(re.findall(r"^ *end$", picture, re.MULTILINE))


def test_the_sides_in_the_picture_hold_their_own_stages() -> None:
    side, depth, seen = None, 0, {}
    for line in diagram.mermaid().splitlines():
        if opened := re.match(r" *subgraph (side|stage)_(\w+)", line):
            depth += 1
            if opened[1] == "side":
                side = opened[2]
            else:
                seen[opened[2]] = side
        elif line.strip() == "end":
            depth -= 1
            side = side if depth else None
    assert seen == {s.id: s.side for s in stages.STAGES}


def test_the_document_has_a_row_for_every_question() -> None:
    rows = [line for line in diagram.document().splitlines() if line.startswith("| `")]
    assert len(rows) == len(stages.QUESTIONS)
    for row, q in zip(rows, stages.QUESTIONS, strict=True):
        cells = row.strip("| ").split(" | ")
        assert cells[0] == f"`{q.id}`"
        assert q.ask in row
        assert all(f"`{pointer}`" in row for pointer in q.fields)
        assert ("| yes |" in row) is q.express
