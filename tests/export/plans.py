"""Plans that the tests of the export formats share."""

from typing import Any

from coach.plan import Plan
from tests.export.test_markdown import DATA, HOSTILE

__all__ = ["DATA", "HOSTILE", "every_value", "hostile", "whole"]


def whole(**changes: Any) -> Plan:
    """A plan with something in most places."""
    return Plan.model_validate({**DATA, **changes})


def hostile(value: str) -> Plan:
    """A plan whose every free text is `value`."""
    return whole(
        company={"offer": value, "buyers": value},
        summary={"diagnosis": value, "will_not_do": [value], "actions": [value]},
        situation={"symptom": value, "attempts": [value]},
        upstream={
            "market": {"trends": [{"id": "t1", "description": value, "effect": value}]},
            "goals": [{"id": "g1", "statement": value, "unit": value, "owner": value, "target": 3}],
        },
        downstream={
            "processes": [{"id": "p1", "name": value, "owner": value, "serves": ["g1", value]}],
            "skills": [{"id": "s1", "name": value, "needed_for": ["p1"]}],
            "tracking": {"kpis": [{"id": "k1", "metric": value, "goal": "g1", "cadence": value}]},
        },
        language=value,
        updated_at=value,
        parked=[{"id": "i1", "text": value, "question": value, "turn": 1}],
        sources=[{"passage": "a", "title": value, "author": value, "url": value, "used_for": [value]}],
        provenance={"/company/offer": {"status": "stated", "said": [{"turn": 1, "span": value}]}},
    )


def every_value(node: Any) -> list[str]:
    """The texts of the shared plan that its readers must find again."""
    if isinstance(node, dict):
        skip = {
            "id",
            "pointer",
            "code",
            "inputs",
            "passage",
            "used_for",
            "question",
            "provenance",
            "created_at",
        }
        return [t for k, v in node.items() if k not in skip for t in every_value(v)]
    if isinstance(node, list):
        return [t for v in node for t in every_value(v)]
    return [node] if isinstance(node, str) and " " in node else []
