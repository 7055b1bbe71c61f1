"""The coach's short reactions, as data, and how a structured answer is read back as figures and dates.

Said now and then, never every turn: they interpret what an answer is good for instead of repeating it.
"""

import re
from collections.abc import Callable, Mapping

from coach.language.wording import known
from coach.language.wording.details import you
from coach.language.wording.phrasing import clip, joined, lower_first, quote, show
from coach.state import Item

REACTIONS: Mapping[str, tuple[str, ...]] = {
    "company": ("Good, I can picture it.", "Thank you, that is a good place to begin."),
    "symptom": (
        "{quote}: whatever we decide here has to answer that.",
        "Then we keep {quote} in sight to the end.",
    ),
    "attempts": (
        "Useful: it shows what more effort alone has brought so far.",
        "That saves us from repeating it.",
    ),
    "trends": (
        "{quote}: let's see what that does to the people who buy.",
        "That is a change to plan around.",
    ),
    "client_shift": (
        "That is the ground your offer has to stand on.",
        "Worth more than any trend report: it is what they ask of you.",
    ),
    "alternatives": (
        "So that is what you are really up against.",
        "Those are the choices you are weighed against.",
    ),
    "challenge": ("So that is what they would pay to be rid of.", "{quote}: that is a problem to build on."),
    "solution": ("Then the offer has a shape.", "Good, that is something a client can say yes to."),
    "difference": (
        "A sceptic will want to see that, so keep the proof close.",
        "That is the claim the rest leans on.",
    ),
    "ideal_client": (
        "Then those are the people the rest is built for.",
        "Good: from here on, every choice is made for them.",
    ),
    "examples": ("Real cases keep us honest.", "Good, now there are faces to it."),
    "disqualifiers": (
        "Saying no is what makes the choice real.",
        "That will cost you something now and then, which is the point.",
    ),
    "triggers": ("That is the moment to be there.", "So that is when they listen."),
    "positioning": ("Then it stands as you have it.", "Good, that sentence stays."),
    "five_year": ("That gives the year a direction.", "So the coming year is the first step to that."),
    "skills": ("Better to know it now than on Monday.", "Good to have that in the open."),
    "return_upstream": (
        "Then the way back is agreed before you need it.",
        "That spares you months of pushing on.",
    ),
    "assumptions": ("Said aloud, it can be tested.", "That is the one to test first."),
}


_NO_PRAISE = re.compile(
    r"^(?:(?:well|hm+|oh|ugh|lol|omg|but|and|so|look|hey|sorry|please|hang on|wait|ok(?:ay)?)[\s,.!]+)*"
    r"(?:no|nope|nah|not|wrong|nonsense|stop|scrap|remove|undo|delete|take (?:it|that|this|out)|drop|correction|actually|rather|"
    r"you(?:'ve| have|'re| are| never| put| took| got| wrote| missed| forgot| asked| say| said)?\b|"
    r"(?:that|this|it)(?:'s| is|s)? (?:not|wrong|isn'?t)|(?:like |as )?i (?:just |already )?(?:said|told|meant|mean|never|did ?n'?t)|"
    r"none of|nobody|i (?:fear|give up|don'?t (?:like|want|agree|see|get)))(?!\w)|\?|\b(?:lol|omg|wtf|ffs|already (?:said|told))\b",
    re.IGNORECASE,
)
"""What is said in dispute, in haste or as a question."""


def welcome(question: str, message: str, words: str) -> bool:
    """Whether a line of praise fits an answer: neither a correction nor a complaint, nor an offer that is but a figure.

    Args:
        question: which was answered.
        message: all that was said.
        words: what of it is kept as the answer.
    """
    if _NO_PRAISE.search(message.strip().replace("’", "'")):
        return False
    figure = re.match(r"(?:up to |about |around |roughly )?[€$£₹]?\d", words, re.IGNORECASE)
    return not (question in ("solution", "difference", "challenge") and figure)


def _goal(item: Item) -> str:
    if item.get("horizon") == "5y" or not item.get("metric"):
        return ""
    start, target = known.figure(item, "baseline"), known.figure(item, "target")
    text = lower_first(clip(str(item.get("metric")), 60))
    text += (f" from {start}" if start else "") + (f" to {target}" if target else "")
    text += f" by {show(item.get('deadline'))}" if item.get("deadline") else ""
    text += f", held by {you(clip(str(item.get('owner')), 40))}" if item.get("owner") else ""
    return text if target or start else ""


def _process(item: Item) -> str:
    parts = [
        f"by {you(clip(str(item.get('owner')), 40))}" if item.get("owner") else "",
        f"from {show(item.get('start'))}" if item.get("start") else "",
        f"{show(item.get('hours'))} hours a week" if item.get("hours") else "",
    ]
    rest = joined(parts)
    return f"{quote(item.get('name'), 80)}, {rest}" if item.get("name") and rest else ""


def _kpi(item: Item) -> str:
    parts = [
        f"kept in {clip(str(item.get('source')), 40)}" if item.get("source") else "",
        clip(str(item.get("cadence")), 30).replace("per ", "each ") if item.get("cadence") else "",
    ]
    rest = ", ".join(p for p in parts if p)
    return f"{quote(item.get('metric'), 60)}, {rest}" if item.get("metric") and rest else ""


def _action(item: Item) -> str:
    due = item.get("due")
    return f"{quote(item.get('what'), 80)}, by {show(due)}" if item.get("what") and due else ""


NOTED: Mapping[str, Callable[[Item], str]] = {
    "goals": _goal,
    "processes": _process,
    "kpis": _kpi,
    "next_actions": _action,
}
"""List -> how an item is read back; empty when there are no figures or dates to check."""
