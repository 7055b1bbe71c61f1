"""How a correction spreads: which answers stand on the one that changed.

Dependence is declared between questions (`depends_on`) and between items by reference (`serves`, `needed_for`,
`goal`). A review key is a question's id, or "list/item id" for an item of a list.
"""

from dataclasses import replace

from coach import stages
from coach.state import Core, Item


def key(list_name: str, item_id: str) -> str:
    return f"{list_name}/{item_id}"


def question_of(core: Core, review_key: str) -> str:
    """Return the question a review key belongs to."""
    list_name, _, item_id = review_key.partition("/")
    if not item_id:
        return review_key
    item = core.item(list_name, item_id)
    return stages.owner_of(list_name, {k: item.get(k) for k in item.fields} if item else None)


def _refers(item: Item, list_name: str, target_list: str, target: str) -> bool:
    for name, to in stages.LISTS[list_name].refs.items():
        value = item.get(name)
        if to == target_list and (target in value if isinstance(value, tuple) else value == target):
            return True
    return False


def _referrers(core: Core, list_name: str, item_id: str) -> list[tuple[str, str]]:
    return [(n, i.id) for n, i in core.all_items() if _refers(i, n, list_name, item_id)]


def _keys_of(core: Core, question: str) -> list[str]:
    """Return the review keys that stand for a question's whole value."""
    q = stages.QUESTION[question]
    if not core.has_value(question) or (
        q.composed and not core.asked.get(question) and core.essential(question)
    ):
        return []  # What is still to be composed is composed from what stands then.
    referring = [key(n, i.id) for n, i in core.owned(question) if stages.LISTS[n].refs]
    return referring or [q.id]


def affected(core: Core, question: str, item: tuple[str, str] | None = None) -> tuple[str, ...]:
    """Return the review keys of everything that depends on a question's value (or one item of it), transitively."""
    found: dict[str, None] = {}
    queue: list[tuple[str, tuple[str, str] | None]] = [(question, item)]
    seen: set[tuple[str, tuple[str, str] | None]] = set()
    while queue:
        node = queue.pop(0)
        if node in seen:
            continue
        seen.add(node)
        q, it = node
        mine = [it] if it else [(n, i.id) for n, i in core.owned(q)]
        for list_name, item_id in mine:
            for ref_list, ref_id in _referrers(core, list_name, item_id):
                review_key = key(ref_list, ref_id)
                found.setdefault(review_key)
                queue.append((question_of(core, review_key), (ref_list, ref_id)))
        for dependent in stages.dependents(q):
            for review_key in _keys_of(core, dependent):
                found.setdefault(review_key)
                name, _, item_id = review_key.partition("/")
                queue.append((dependent, (name, item_id) if item_id else None))
    return tuple(found)


def _mark(core: Core, keys: tuple[str, ...], own: str) -> Core:
    order = dict.fromkeys((*core.review, *(k for k in keys if k != own)))
    ranked = sorted(order, key=lambda k: stages.ORDER[question_of(core, k)])
    return replace(core, review=tuple(ranked))


def mark(core: Core, question: str) -> Core:
    """Send every dependent of a changed question to review."""
    return _mark(core, affected(core, question), question)


def mark_item(core: Core, question: str, list_name: str, item_id: str) -> Core:
    """Send every dependent of a changed or removed item to review."""
    return _mark(core, affected(core, question, (list_name, item_id)), key(list_name, item_id))


def drop_reference(core: Core, list_name: str, item_id: str) -> Core:
    """Take the id of a removed item out of what referred to it; it stays under review."""
    items = dict(core.items)
    for name, members in core.items.items():
        if not stages.LISTS[name].refs:
            continue
        kept: list[Item] = []
        for item in members:
            fields = dict(item.fields)
            for ref, to in stages.LISTS[name].refs.items():
                value = fields.get(ref)
                if to != list_name or value is None:
                    continue
                if isinstance(value.value, tuple):
                    rest = tuple(v for v in value.value if v != item_id)
                    if rest:
                        fields[ref] = value.model_copy(update={"value": rest})
                    else:
                        del fields[ref]
                elif value.value == item_id:
                    del fields[ref]
            kept.append(Item(item.id, fields))
        items[name] = tuple(kept)
    return replace(core, items=items)
