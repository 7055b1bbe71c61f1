"""An owner and a date, offered as one suggestion where only they are missing: from names that were said, and by a rule.

Dates follow from the day of the message: a goal of the coming year is due twelve months on, work starts on the next
Monday. A firm of a few is offered an owner too; someone alone is never asked for one, a large firm is asked for roles.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coach import stages
from coach.events import Scalar, Suggested
from coach.language.amounts.dates import add_months
from coach.language.wording.phrasing import count, day
from coach.state import Core, Item, State

ME = "me"
_LISTS = {"one_year": "goals", "processes": "processes"}
_DATES = {"goals": "deadline", "processes": "start"}


@dataclass(frozen=True)
class Details:
    text: str
    suggested: tuple[Suggested, ...]


def few(core: Core) -> bool:
    """Whether the firm is a few people: more than one, and not large."""
    size = core.values.get("/company/size")
    return size is not None and not core.solo and not core.large


def offerable(core: Core, question: str, needs: Sequence[stages.Need]) -> bool:
    """Whether all that is missing is an owner or a date that can be offered."""
    list_name = _LISTS.get(question)
    if list_name is None or not needs or core.large or "/company/size" not in core.values:
        return False
    mine = {f"{list_name}.{_DATES[list_name]}", *((f"{list_name}.owner",) if few(core) else ())}
    return all(n.at in mine for n in needs)


def details(question: str, needs: Sequence[stages.Need], state: State) -> Details | None:
    """Return the question that offers what is missing, and the suggestions it stands for."""
    core = state.core
    if not offerable(core, question, needs):
        return None
    list_name = _LISTS[question]
    wanted = [n.at.partition(".")[2] for n in needs]
    items = [
        i for n, i in core.answers(question) if n == list_name and any(w not in i.fields for w in wanted)
    ]
    when = _when(list_name, state.today)
    who = _who(core)
    first = int(state.next_id("suggestion")[1:])
    suggested: list[Suggested] = []
    for n, item in enumerate(items):
        fields: dict[str, Scalar | tuple[str, ...]] = {}
        if "owner" in wanted and "owner" not in item.fields:
            fields["owner"] = who
        if _DATES[list_name] in wanted and _DATES[list_name] not in item.fields:
            fields[_DATES[list_name]] = when.isoformat()
        one = Suggested(
            id=f"o{first + n}",
            question=question,
            text=_words(fields, list_name, when),
            origin="composed",
            fields=fields,
            list=list_name,
            item=item.id,
        )
        suggested.append(one)
    return Details(_ask(suggested, items, list_name, when), tuple(suggested)) if suggested else None


def _when(list_name: str, today: date) -> date:
    if list_name == "goals":
        return add_months(today, 12) or today
    return today + timedelta(days=7 - today.weekday())


def _who(core: Core) -> str:
    """The name that was given last, or the person who is typing."""
    named = [str(i.get("owner")) for _, i in core.all_items() if i.get("owner")]
    return named[-1] if named else ME


_ME = frozenset((ME, "i", "myself", *"yo ich je moi ik io eu".split()))
"""How people name themselves, where their name is not known."""


def you(name: str) -> str:
    """Return an owner as the coach says it."""
    return "you" if name.casefold() in _ME else name


def _words(fields: dict[str, Scalar | tuple[str, ...]], list_name: str, when: date) -> str:
    parts = [f"owner: {fields['owner']}"] if "owner" in fields else []
    dated = "by" if list_name == "goals" else "starting"
    parts += [f"{dated} {_day(when, list_name)}"] if _DATES[list_name] in fields else []
    return ", ".join(parts)


def _day(when: date, list_name: str) -> str:
    shown = day(when.isoformat())
    return shown if list_name == "goals" else f"Monday {shown}"


def _ask(offered: Sequence[Suggested], items: Sequence[Item], list_name: str, when: date) -> str:
    fields = {name: value for s in offered for name, value in s.fields.items()}
    which = (
        ""
        if len(items) == 1
        else " of both"
        if len(items) == 2
        else f" of all {count(len(items), '')}".rstrip()
    )
    shown = _day(when, list_name)
    if "owner" in fields:
        who = you(str(fields["owner"]))
        text = f"Shall I put {who} down as the owner{which}"
        if _DATES[list_name] in fields:
            text += (
                f", due {shown}, twelve months from now" if list_name == "goals" else f", starting {shown}"
            )
        return f"{text}, or would you change that?"
    if list_name == "goals":
        return f"Shall I put down {shown} as the date of that goal, twelve months from now, or another day?"
    return f"Shall I put down {shown} as the day it starts, or another day?"
