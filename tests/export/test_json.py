"""A plan leaves as JSON and comes back the same; anything else is refused, and told what to do."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from coach.errors import UserError
from coach.export import MAX_BYTES, from_json, to_json
from coach.plan import Plan, Provenance, json_schema

PLAN: dict[str, Any] = {"id": "plan-1", "created_at": "2026-03-02", "updated_at": "2026-03-02"}


def full() -> Plan:
    data = {
        **PLAN,
        "company": {"offer": "advies über Steuern 税 🍞 <script>", "size": 6},
        "upstream": {"goals": [{"id": "g1", "target": 12.5, "baseline": 6}]},
        "situation": {"attempts": ["a\u2028b", 'say "no"', "back\\slash"]},
        "provenance": {
            "/situation/attempts/10": {"status": "stated", "said": [{"turn": 2, "span": "z"}]},
            "/situation/attempts/2": {"status": "stated", "said": [{"turn": 2, "span": "b"}]},
            "/company/offer": {"status": "confirmed", "suggestion": "o1"},
        },
    }
    return Plan.model_validate(data)


def test_an_exported_plan_validates_and_comes_back_the_same() -> None:
    text = to_json(full())
    Draft202012Validator(json_schema()).validate(json.loads(text))
    assert Plan.model_validate(from_json(text)) == full()
    assert from_json(text) == json.loads(text)
    assert to_json(Plan.model_validate(from_json(text))) == text


def test_the_file_is_readable_by_people_and_by_diff() -> None:
    text = to_json(full())
    assert text.endswith("}\n")
    assert "税 🍞 <script>" in text
    assert '\n  "schema_version": 1,\n' in text
    assert list(json.loads(text)) == list(Plan.model_fields)


def test_the_same_plan_gives_the_same_bytes_whatever_was_said_first() -> None:
    plan = full()
    turned: dict[str, Provenance] = dict(reversed(plan.provenance.items()))
    assert to_json(plan.model_copy(update={"provenance": turned})) == to_json(plan)
    assert list(json.loads(to_json(plan))["provenance"]) == [
        "/company/offer",
        "/situation/attempts/2",
        "/situation/attempts/10",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON"),
        ("# My plan", "not JSON"),
        ('{"schema_version": 1', "not JSON"),
        ("[" * 200_000, "import a JSON file"),
        ("9" * 5_000, "no plan has"),
        ('{"schema_version": 1, "id": NaN}', "no plan has"),
        ('{"schema_version": 1, "x": 1e999}', "no plan has"),
        ("null", "not a plan"),
        ("[1, 2]", "not a plan"),
        ('{"name": "a package"}', "not a plan"),
        ('{"schema_version": "1"}', "export it again"),
        ('{"schema_version": true}', "export it again"),
        ('{"schema_version": 2}', "This plan is version 2; this program reads version 1: update it."),
        ('{"schema_version": 0}', "This plan is version 0; this program reads version 1: export it again"),
        ('{"schema_version": 1}', "/id"),
        (json.dumps({"schema_version": 1, **PLAN, "surprise": 1}), "/surprise"),
        (json.dumps({"schema_version": 1, **PLAN, "company": {"offer": "\ud800"}}), "half a character"),
        (" " * (MAX_BYTES + 1), "larger than 5 MB"),
        ("é" * (MAX_BYTES // 2 + 1), "larger than 5 MB"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_no_plan_of_this_version_is_refused_in_one_clear_line(text: str, says: str) -> None:
    with pytest.raises(UserError) as refused:
        from_json(text)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 600


def test_a_file_saved_by_an_editor_with_a_byte_order_mark_is_read() -> None:
    assert from_json("\ufeff" + to_json(full())) == from_json(to_json(full()))


def test_a_file_just_under_the_limit_is_read() -> None:
    text = to_json(full())
    padded = text + " " * (MAX_BYTES - len(text.encode()))
    assert from_json(padded) == from_json(text)
