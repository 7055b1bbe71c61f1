"""What was said too early: what it becomes when its time comes. An idea is asked about; a commitment is taken up."""

import re

from coach import stages
from coach.events import AnyEvent, ItemAdded, ParkedResolved, Scalar, Value
from coach.state import Core, State
from coach.writes import fold_text

_COMMITS = frozenset({"owner", "first_step", "start", "hours"})
"""What turns an idea for a process into something that somebody does."""
_LETTERS, _STEM = 4, 6
_ASKED_FOR = re.compile(
    r"^(?:please |just |can you |could you )*(?:tell|show|give|get|find|bring) (?:me|us)\b|\bhow (?:to|do|can)\b|"
    r"^(?:i|we) (?:just |only )?(?:want|need)\b|\?|\b(?:dime|dinos|zeg me|sag mir|dites?[- ]moi)\b|"
    r"^(?:cómo|hoe (?:kan|krijg)|wie (?:kann|bekomme)|comment(?= (?:on|je|nous|faire|puis|peut|avoir|trouver)))\b",
    re.IGNORECASE,
)
"""Words that ask for something rather than decide it."""


def committed(core: Core, idea: str) -> bool:
    """Return whether an idea is more than one: a sign, a skill, a stop or a step that was decided, or a process with who or when.

    To ask whether to keep it would put in doubt what the person has decided.
    """
    name, fields = core.parked_items.get(idea, ("", {}))
    if name == "processes":
        return bool(_COMMITS & set(fields))
    if any(i.id == idea and _ASKED_FOR.search(i.text) for i in core.parked):
        return False
    return bool(set(stages.NAMING) & set(fields))


def taken_up(state: State) -> tuple[AnyEvent, ...]:
    """Return the events that put the first commitment said too early into its place, once upstream is closed."""
    core = state.core
    if not core.upstream_closed() or core.focus is not None:
        return ()
    idea = next((i.id for i in core.parked if i.verdict == "open" and committed(core, i.id)), None)
    if idea is None:
        return ()
    kept = ParkedResolved(id=idea, verdict="keep")
    return (kept,) if there(core, idea) else (kept, becomes(state, idea))


def becomes(state: State, idea_id: str) -> ItemAdded:
    """Return the item that a parked idea becomes: with what was read of it, or in the words it was said in."""
    core = state.core
    idea = next(i for i in core.parked if i.id == idea_id)
    said = core.parked_said[idea_id]
    list_name, read = core.parked_items.get(idea_id, (stages.QUESTION[idea.question].lists[0], {}))
    spec = stages.LISTS[list_name]
    fields = dict(read)
    if not set(stages.NAMING) & set(fields):
        fields[next(f for f in spec.fields if f in stages.NAMING)] = said
    goals = tuple(i.id for _, i in core.all_items() if i.get("horizon") == "1y")
    processes = tuple(i.id for i in core.items.get("processes", ()))[:1]
    stands_on: dict[str, tuple[Scalar | tuple[str, ...], str]] = {}
    if goals:
        stands_on |= {"serves": (goals, "asked_for_goal"), "goal": (goals[0], "asked_for_goal")}
    if processes:
        stands_on["needed_for"] = processes, "asked_for_process"
    for ref in spec.refs:
        if ref in stands_on:
            value, rule = stands_on[ref]
            fields[ref] = Value(value=value, status="derived", rule=rule, said=said.said)
    return ItemAdded(question=idea.question, list=list_name, id=state.next_id(list_name), fields=fields)


def there(core: Core, idea_id: str) -> bool:
    """Return whether an idea stands in its list already, in the fuller words of this or an earlier answer."""
    idea = next(i for i in core.parked if i.id == idea_id)
    _, read = core.parked_items.get(idea_id, ("", {}))
    named = next((str(read[f].value) for f in stages.NAMING if f in read), idea.text)
    told = _telling(named)
    for _, item in core.owned(idea.question):
        words = _telling(" ".join(str(item.get(f)) for f in stages.NAMING if item.get(f)))
        if words and len(words & told) * 2 >= min(len(words), len(told)):
            return True
    return False


def _telling(text: str) -> set[str]:
    return {w[:_STEM] for w in fold_text(text).casefold().split() if len(w) > _LETTERS}
