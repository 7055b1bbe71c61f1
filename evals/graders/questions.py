"""What a plan holds of a question, by the tables of the conversation."""

from collections.abc import Mapping
from typing import Any

from coach import stages
from evals.match import at

Plan = Mapping[str, Any]


def content(question: str | None, plan: Plan) -> list[Any]:
    """Return what the plan holds of a question's fields and lists; nothing for no question."""
    q = stages.QUESTION.get(question or "")
    if q is None:
        return []
    found = [at(plan, pointer) for pointer in q.fields]
    for name in q.lists:
        for item in at(plan, stages.LISTS[name].pointer) or ():
            fixed = q.where if isinstance(item, Mapping) else {}
            if all(item.get(k) in (v, None) for k, v in fixed.items()):
                found.append(item)
    return [v for v in found if v not in (None, "", [], ())]


def owner(pointer: str, plan: Plan) -> str | None:
    """Return the question a JSON pointer belongs to, None where it is nobody's."""
    for q in stages.QUESTIONS:
        if pointer in q.fields:
            return q.id
    for name, spec in stages.LISTS.items():
        if pointer == spec.pointer or pointer.startswith(spec.pointer + "/"):
            index = pointer[len(spec.pointer) :].strip("/").partition("/")[0]
            item = at(plan, f"{spec.pointer}/{index}") if index.isdigit() else None
            return stages.owner_of(name, item if isinstance(item, Mapping) else None)
    return None


def answered(question: str, plan: Plan) -> bool:
    """Whether a question has what it cannot do without: composed words are composed anew until somebody took them."""
    needs = stages.QUESTION[question].needs
    return all(at(plan, n.at) for n in needs if n.essential and n.at.startswith("/"))


def resting_on(pointer: str, plan: Plan) -> tuple[str, ...]:
    """Return the questions that are declared to depend on what stands at a pointer."""
    question = owner(pointer, plan)
    inert = pointer.rpartition("/")[2] in stages.INERT_FIELDS
    return () if question is None or inert else stages.dependents(question)
