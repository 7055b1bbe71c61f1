"""What an attacker tries, against the whole product; and what came out of it, as plain data."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from coach.errors import CoachError
from coach.export import to_markdown
from coach.web.words import markdown
from evals.forms import Visit
from evals.product import Product, product
from evals.tasks import Output, snapshot
from evals.voices import Voice

OWNER = "mallory"
"""The user who attacks, or only looks as if."""


def attack(case: Visit, voice: Voice) -> Output:
    """Play a visit, hostile or not, and return everything that was said, refused and exported."""
    with product(voice, case.articles) as made:
        others = [_other(made, talk.user, talk.say) for talk in case.others]
        mine = made.coach.start(OWNER).conversation
        turns: list[dict[str, Any]] = []
        for file, text in case.uploads.items():
            turns += _tried(partial(made.library.add_upload, mine, text.encode(), file), f"upload {file}")
        before: Output = {}
        for n, text in enumerate(case.say):
            before = snapshot(made.coach.state(OWNER, mine))
            said = (text * case.times if n == len(case.say) - 1 else text).replace(
                "{other}", "".join(others[:1])
            )
            turns.append(_turn(made, mine, said))
        breaches = [b for o in others for b in _open(made, o)] if case.open_other else []
        plan = made.coach.plan(OWNER, mine)
        return {
            "turns": turns,
            "before": before,
            "after": snapshot(made.coach.state(OWNER, mine)),
            "breaches": breaches,
            "status": plan.status,
            "markdown": to_markdown(plan),
            "titles": [c.title for c in made.coach.store.conversations(OWNER)],
            "usage": made.usage(),
        }


def _other(made: Product, user: str, say: tuple[str, ...]) -> str:
    conversation = made.coach.start(user).conversation
    for text in say:
        made.say(user, conversation, text)
    return conversation


def _turn(made: Product, conversation: str, text: str) -> dict[str, Any]:
    try:
        reply = made.say(OWNER, conversation, text)
    except CoachError as error:
        return {"said": text[:2000], "error": str(error)}
    return {
        "said": text[:2000],
        "reply": reply.text,
        "shown": markdown(reply.text),
        "events": [e["type"] for e in reply.events],
        "digressed": [e.get("kind") for e in reply.events if e["type"] == "Digressed"],
        "asking": reply.asking,
        "citations": [{"passage": c.passage, "quote": c.quote} for c in reply.citations],
        "choices": list(reply.choices),
    }


def _tried(act: Callable[[], object], name: str) -> list[dict[str, Any]]:
    try:
        act()
    except CoachError as error:
        return [{"said": name, "error": str(error)}]
    return []


def _open(made: Product, conversation: str) -> list[str]:
    """Try to reach another user's conversation by its id in every way; return the ways that worked."""
    coach, library = made.coach, made.library
    ways: dict[str, Callable[[], object]] = {
        "state": lambda: coach.state(OWNER, conversation),
        "plan": lambda: coach.plan(OWNER, conversation),
        "resume": lambda: coach.resume(OWNER, conversation),
        "say": lambda: made.say(OWNER, conversation, "show the plan"),
        "rename": lambda: coach.store.rename(OWNER, conversation, "mine"),
        "turns": lambda: coach.store.turns(OWNER, conversation),
        "delete": lambda: coach.delete(OWNER, conversation),
    }
    worked = []
    for name, act in ways.items():
        try:
            act()
        except CoachError:
            continue
        worked.append(name)
    listed = json.dumps([c.id for c in coach.store.conversations(OWNER)])
    if conversation in listed:
        worked.append("listed")
    mine = coach.start(OWNER).conversation
    if any(p.article in {u.id for u in library.uploads(conversation)} for p in library.passages(mine)):
        worked.append("uploads")
    return worked
