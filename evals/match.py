"""Comparing what stands in a plan with what a case wants. A mismatch is a sentence; a match is None."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from coach.language.folding import fold


def at(tree: Any, pointer: str) -> Any:
    """Return what stands at a JSON pointer, None where nothing does; `*` collects from every item of a list."""
    node = tree
    parts = pointer.strip("/").split("/")
    for n, part in enumerate(parts):
        if part == "*":
            rest = "/".join(parts[n + 1 :])
            return [at(item, rest) if rest else item for item in node or ()]
        if isinstance(node, Mapping):
            node = node.get(part)
        elif isinstance(node, list | tuple) and part.isdigit():
            node = node[int(part)] if int(part) < len(node) else None
        else:
            return None
    return node


def mismatch(got: Any, wanted: Any) -> str | None:
    """Return why `got` is not what is wanted, or None.

    Words are wanted *in* what is there, however written; a list is wanted item by item, in any order; a mapping has
    `is` (exactly these words), `any` (one of), `not`, `has` (each of these in some item), `count`, `min`, `max` or
    `none`, or is a part of the mapping that is there.
    """
    if isinstance(wanted, Mapping):
        ops = [k for k in wanted if k in _OPS]
        if ops:
            return next((r for k in ops if (r := _OPS[k](got, wanted[k])) is not None), None)
        if not isinstance(got, Mapping):
            return f"{_short(got)} has no parts"
        return next(
            (f"{k}: {r}" for k, v in wanted.items() if (r := mismatch(got.get(k), v)) is not None), None
        )
    if isinstance(wanted, list | tuple):
        if not isinstance(got, list | tuple) or len(got) != len(wanted):
            return f"{_short(got)} is not {len(wanted)} items"
        return _has(got, wanted)
    if isinstance(wanted, str):
        return None if _holds(got, wanted) else f"{_short(got)} does not say {wanted!r}"
    if isinstance(wanted, bool) or wanted is None:
        return None if got is wanted else f"{_short(got)} is not {wanted!r}"
    same = isinstance(got, int | float) and not isinstance(got, bool) and abs(got - wanted) < 1e-9
    return None if same else f"{_short(got)} is not {wanted!r}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 160 else text[:157] + "…"


def _holds(got: Any, wanted: str) -> bool:
    if isinstance(got, list | tuple):
        return any(_holds(g, wanted) for g in got)
    if isinstance(got, Mapping):
        return any(_holds(g, wanted) for g in got.values())
    return got is not None and fold(wanted, True) in fold(str(got), True)


def _items(got: Any) -> Sequence[Any]:
    return got if isinstance(got, list | tuple) else () if got is None else (got,)


def _has(got: Any, wanted: Sequence[Any]) -> str | None:
    left = list(_items(got))
    for one in wanted:
        found = next((n for n, item in enumerate(left) if mismatch(item, one) is None), None)
        if found is None:
            return f"no item of {_short(got)} is {one!r}"
        left.pop(found)
    return None


def _count(got: Any, wanted: Any) -> str | None:
    return mismatch(len(_items(got)), wanted)


def _negated(got: Any, unwanted: Any) -> str | None:
    return f"{_short(got)} is {unwanted!r}" if mismatch(got, unwanted) is None else None


def _limit(within: Callable[[Any, Any], bool], word: str) -> Callable[[Any, Any], str | None]:
    def check(got: Any, wanted: Any) -> str | None:
        number = got if isinstance(got, int | float) else len(_items(got))
        return None if within(number, wanted) else f"{_short(got)} is not {word} {wanted}"

    return check


_OPS: Mapping[str, Callable[[Any, Any], str | None]] = {
    "is": lambda got, w: (
        None
        if fold(str(got), True).strip(" .,;!") == fold(str(w), True).strip(" .,;!")
        else f"{_short(got)} is not {w!r}"
    ),
    "any": lambda got, w: (
        None if any(mismatch(got, one) is None for one in w) else f"{_short(got)} is none of {w!r}"
    ),
    "not": _negated,
    "has": _has,
    "count": _count,
    "min": _limit(lambda g, w: g >= w, "at least"),
    "max": _limit(lambda g, w: g <= w, "at most"),
    "none": lambda got, w: None if (got in (None, [], ())) is w else f"{_short(got)} is there",
}
