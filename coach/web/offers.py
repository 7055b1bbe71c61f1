"""What can be said with one click: answers where the answer is a choice, and the moves that are always there."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coach.store import Store

MOVES: tuple[tuple[str, str], ...] = (
    ("Where are we?", "What is settled, and what comes next"),
    ("Undo", "Take back your last answer"),
    ("Skip", "Leave this question open, for now"),
)
"""What is sent as if typed, and what it does."""


def offers(choices: Sequence[str], done: bool) -> dict[str, Any]:
    """Return quick replies and moves as the page gets them; where nothing is asked there is nothing to skip."""
    known = {choice.casefold() for choice in choices}
    moves = MOVES[:-1] if done else MOVES
    shown = [{"say": say, "tip": tip} for say, tip in moves if say.casefold() not in known]
    return {"choices": list(choices), "moves": shown}


_OFFERED = "offered"
"""Under which name of a conversation's notes its quick replies are kept: `{turn, choices}`."""


def keep_choices(store: "Store", who: str, conversation: str, turn: int, choices: Sequence[str]) -> None:
    """Keep the quick replies that go with the reply of a turn, for a page that is opened later."""
    meta = store.conversation(who, conversation).meta
    if choices or _OFFERED in meta:
        offered = {"turn": turn, "choices": list(choices)}
        store.set_meta(who, conversation, {**meta, _OFFERED: offered})


def kept_choices(meta: Mapping[str, Any], turn: int) -> tuple[str, ...]:
    """Return the quick replies of the last turn out of a conversation's notes; those of an earlier one are stale."""
    offered = meta.get(_OFFERED)
    if not isinstance(offered, dict) or offered.get("turn") != turn:
        return ()
    return tuple(map(str, offered.get("choices") or ()))
