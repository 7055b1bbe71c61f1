"""The sums of a core's plan, without building the rest of it: every turn compares those before and after it."""

from typing import Any, TypeVar

from coach import sums
from coach.plan import (
    Calculated,
    Downstream,
    Goal,
    Part,
    Plan,
    Process,
    Proposition,
    Solution,
    Upstream,
)
from coach.project import created
from coach.state import Core, Item, State

PartOf = TypeVar("PartOf", bound=Part)


def sums_of(state: State, core: Core) -> tuple[Calculated, ...]:
    """Return the calculations of a core's plan, without building the rest of it: every turn compares two."""
    at = "/upstream/proposition/solution"
    given = {name: core.values.get(f"{at}/{name}") for name in ("price", "offer")}
    solution = Solution.model_construct(
        None, **{name: value.value for name, value in given.items() if value is not None}
    )
    upstream = Upstream.model_construct(
        goals=tuple(_bare(Goal, i) for i in core.items.get("goals", ())),
        proposition=Proposition.model_construct(solution=solution),
    )
    downstream = Downstream.model_construct(
        processes=tuple(_bare(Process, i) for i in core.items.get("processes", ()))
    )

    plan = Plan.model_construct(
        created_at=created(state, core), language=state.language, upstream=upstream, downstream=downstream
    )
    return sums.calculations(plan)


def _bare(model: type[PartOf], item: Item) -> PartOf:
    fields: dict[str, Any] = {name: value.value for name, value in item.fields.items()}
    return model.model_construct(None, id=item.id, **fields)
