"""The plan as JSON, and back. What is written validates against `docs/plan.schema.json`."""

import json
import math
import re
from typing import Any, NoReturn

from pydantic import ValidationError

from coach.errors import UserError
from coach.plan import SCHEMA_VERSION, Plan

MAX_BYTES = 5_000_000
"""Largest plan that is read, in bytes of UTF-8. A long conversation's plan is about a hundredth of it."""


def to_json(plan: Plan) -> str:
    """Return the plan as JSON text: the same plan gives the same text, to the byte."""
    data: dict[str, Any] = plan.model_dump(mode="json")
    # The order in which provenance came together says nothing; by pointer it can be compared.
    data["provenance"] = dict(sorted(data["provenance"].items(), key=lambda row: _natural(row[0])))
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _natural(pointer: str) -> list[tuple[int, str]]:
    return [(int(p), "") if p.isdecimal() and len(p) < 10 else (-1, p) for p in re.split("/", pointer)]


def from_json(text: str) -> dict[str, Any]:
    """Read an exported plan. The data is what an `Imported` event carries, as it was written.

    Raises:
        UserError: too large, not JSON, no plan, or a plan of another schema version.
    """
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise UserError(
            f"This file is larger than {MAX_BYTES // 1_000_000} MB, which no plan is: "
            "import a JSON file that was exported here."
        )
    data = _parse(text.removeprefix("\ufeff"))
    if not isinstance(data, dict) or "schema_version" not in data:
        raise UserError("This file is JSON but not a plan: import a JSON file that was exported here.")
    _check_version(data["schema_version"])
    try:
        Plan.model_validate(data)
    except ValidationError as e:
        first = e.errors()[0]
        where = "/" + "/".join(str(step) for step in first["loc"])
        fault = f"{where[:200]}: {first['msg'][:200]}"
        raise UserError(f"This is not a whole plan: {fault}. Export it again.") from e
    if _half_characters(data):
        raise UserError(
            "This plan holds half a character (a lone surrogate), which no file can: export it again."
        )
    return data


def _half_characters(data: object) -> bool:
    try:
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _parse(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except json.JSONDecodeError as e:
        raise UserError(
            f"This file is not JSON (line {e.lineno}: {e.msg}): import a JSON file that was exported here."
        ) from e
    except (ValueError, RecursionError) as e:
        raise UserError(
            "This file holds a number or a nesting that no plan has: "
            "import a JSON file that was exported here."
        ) from e


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def _check_version(version: object) -> None:
    if type(version) is not int:  # True is 1 to an isinstance
        raise UserError(
            f"This file does not say which version of a plan it is ({str(version)[:40]!r}): export it again."
        )
    if version > SCHEMA_VERSION:
        raise UserError(
            f"This plan is version {version}; this program reads version {SCHEMA_VERSION}: update it."
        )
    if version < SCHEMA_VERSION:
        raise UserError(
            f"This plan is version {version}; this program reads version {SCHEMA_VERSION}: "
            "export it again with the program that made it, after updating that."
        )
