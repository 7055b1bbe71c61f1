"""Figures and names in words that a model wrote: are they the person's own?"""

import re
from collections.abc import Iterator
from functools import lru_cache

from coach import project
from coach.engine import fold_text
from coach.language.amounts.measures import measures
from coach.language.amounts.number_words import word_numbers
from coach.language.folding import plain
from coach.state import State

_DIGITS = re.compile(r"\d[\d.,'\u00a0\u202f ]*\d|\d")
_NAME = re.compile(r"[^\W\d_][\w'’.&-]*")
_WHOSE = re.compile(r"['’]s$")
"""What makes a name somebody's: "Sunita's table" names Sunita."""
_MONTHS = (
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
)
COMMON = frozenset(
    f"I I'm I'll I'd I've {_MONTHS} DESTEP KPI KPIs AI CRM CEO CMO B2B B2C SME SMEs OK TV IT HR PR UK EU US USA English".split()
)
"""Capitalised words that name nothing of the person's."""


def figures(text: str) -> Iterator[float]:
    """Yield the value of every figure in a text, digits as they stand and numbers in words."""
    for hit in _DIGITS.finditer(text):
        yield from _values(hit.group())
    for measure in measures(text):
        yield float(measure.quantity.value)
    for number in word_numbers(plain(text)):
        yield float(number.value)


def _values(digits: str) -> Iterator[float]:
    """The ways in which digits with separators can be read: 1.250 is one thousand or one and a quarter."""
    bare = re.sub(r"[^\d]", "", digits)
    yield float(bare)
    for mark in ".,":
        head, found, tail = digits.rpartition(mark)
        if found and tail.isdigit():
            whole = re.sub(r"[^\d]", "", head)
            if whole:
                yield float(f"{whole}.{tail}")


def names(text: str) -> Iterator[str]:
    """Yield the words written with a capital where no sentence begins."""
    for hit in _NAME.finditer(text):
        word = _WHOSE.sub("", hit.group().rstrip(".’'"))
        before = text[: hit.start()].rstrip(" \"“‘'(*_¿¡[«")
        opens = not before or before[-1] in '.!?:;…\n–—•-”"'
        if word[:1].isupper() and not opens and word not in COMMON:
            yield word


def said_text(state: State) -> str:
    """Return every word the person typed in this conversation, and what stands in the plan (it may be imported)."""
    typed = "\n".join(h.text for h in state.heads.values())
    return f"{typed}\n{_plan_text(state)}"


def _plan_text(state: State) -> str:
    core = state.core
    found = [str(v.value) for v in core.values.values()]
    found += [str(v.value) for _, i in core.all_items() for v in i.fields.values()]
    found += [s.text for s in core.suggestions.values()]
    plan = project.plan_of(state, findings=False)
    found += [f"{c.formula} {c.value}" for c in plan.calculations]
    return "\n".join(found)


@lru_cache(maxsize=8)
def _known(text: str) -> tuple[frozenset[float], str]:
    return frozenset(figures(text)), fold_text(text).casefold()


def only_said(state: State, words: str) -> bool:
    """Whether every figure and every name in these words is the person's."""
    numbers, folded = _known(said_text(state))
    if any(f not in numbers for f in figures(words)):
        return False
    return all(fold_text(n).casefold() in folded for n in names(words))
