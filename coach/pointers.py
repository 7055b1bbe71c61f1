"""Looking into a plan: what a JSON pointer names, and the items of a list."""

from collections.abc import Mapping

from coach import stages
from coach.plan import Part, Plan


def resolve(plan: Plan, pointer: str) -> object:
    """Return what a JSON pointer (RFC 6901) names in the plan; None for an empty field.

    Raises:
        LookupError: the plan has no such place.
    """
    node: object = plan
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(node, tuple):
            if not name.isdecimal():
                raise LookupError(pointer)
            node = node[int(name)]
        elif isinstance(node, Mapping):
            node = node[name]
        elif name in getattr(type(node), "model_fields", {}):
            node = getattr(node, name)
        else:
            raise LookupError(pointer)
    return node


def rows(plan: Plan, name: str) -> tuple[Part, ...]:
    """The items of a list that have ids; none for a list of plain texts."""
    found = resolve(plan, stages.LISTS[name].pointer)
    return tuple(row for row in found if isinstance(row, Part)) if isinstance(found, tuple) else ()
