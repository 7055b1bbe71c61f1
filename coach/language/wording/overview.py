"""Looking at the whole: where the talk is, the plan so far, what can be said at any time, and the end."""

import re

from coach import project, stages
from coach.language.reading.asides import REMOVE, UNASKED
from coach.language.wording import known
from coach.language.wording.phrasing import (
    clip,
    count,
    few,
    joined,
    lower_first,
    number,
    quote,
    show,
    upper_first,
)
from coach.plan import Plan
from coach.ports import Part
from coach.state import Core, State

MINUTES = 1.5
"""What one question takes, on average: thinking, typing and reading."""

HELP = (
    "Answer as you would to a colleague; several things at once are fine. At any time you can say “skip” or "
    "“I don't know”, “undo”, “go back to” a topic, “where are we”, “show the plan”, “suggest”, “why”, "
    "“express” for ten minutes or “full” for the whole way. Correct anything by saying what it should be, "
    "and ask me about upstream and downstream whenever you like."
)


MEND = (
    "Sorry if I took that wrong. Say “undo” to take back the last answer, “go back to” a topic, or what it should be: "
    "“24, not 30”, or “the problem is …”."
)
PRIVACY = (
    "I'm a program with plain rules and a small library, nobody reads along: what you type stays on the machine that runs me. "
    "Initials are fine for names."
)
FAREWELL = "Thank you for your time. All you said is kept as a draft: come back whenever you like, and we go on from here."
PAUSE = "Take your time."
TOLD = "Then I did not recognise it as the answer to this; say it once more in a few words, or “skip”."


def helped(about: str, core: Core | None = None) -> str:
    """Return what is said to talk about the talk: help, an apology with the way to mend it, or where the words go."""
    if core is not None and about == REMOVE:
        return _how_to_remove(core)
    if core is not None and about == UNASKED:
        return _why_unasked(core)
    said = {"complaint": MEND, "privacy": PRIVACY, "pause": PAUSE, "told": TOLD, "farewell": FAREWELL}
    return said.get(about, HELP)


def _how_to_remove(core: Core) -> str:
    """How to take something out, with an entry of the plan as the example."""
    entry = next((str(i.get("text")) for _, i in reversed(list(core.all_items())) if i.get("text")), "")
    named = quote(entry, 60) if entry else "“…”"
    return (
        f"Begin with “take out”, then its words as they stand in the plan, such as: take out {named}. "
        "“Undo” takes back your last answer, and “show the plan” shows all that stands there."
    )


def _why_unasked(core: Core) -> str:
    """Why nothing was asked about something: what waits for its stage, or the order of the questions."""
    waiting = [i.text for i in core.parked if i.verdict == "open"]
    text = "I ask upstream first, about market, proposition, clients and goals; what you do and use comes after that."
    if not waiting:
        return f"{text} Tell me now if it matters, or say “go back to” a topic."
    come = "is noted and comes" if len(waiting) == 1 else "are noted and come"
    return f"{text} {joined(quote(t, 80) for t in waiting[:2])} {come} back there."


def left_open(core: Core) -> str:
    """Return which questions were skipped or left open, and the way back to them."""
    labels = [stages.QUESTION[q].label for q, why in core.open.items() if why != "left"]
    if not labels:
        return "You have skipped nothing so far."
    more = f" and {count(len(labels) - 5, 'more', 'more')}" if len(labels) > 5 else ""
    return f"Left open: {joined(labels[:5])}{more}. Say “go back to” and its name, such as “go back to {labels[0]}”."


def opening(state: State, provider: str | None = None) -> tuple[Part, ...]:
    """Return the first words of a conversation, before its first question.

    Args:
        state: as it begins.
        provider: whom the person's words are sent to; None: a coach by rules, which sends them nowhere.
    """
    where_to = (
        "I run without a language model, by plain rules: what you type stays on the machine that runs me."
        if provider is None
        else f"I think with a language model: what you type is sent to {provider}, and answered in your language."
    )
    if state.core.imported:
        text, left = where(state), remaining(state.core)
        again = "Welcome back: your plan is here, with everything you said in it."
        return (Part(again), Part(text)) if left else (Part(again),)
    full = len(stages.QUESTIONS)
    return (
        Part(
            "Hello, I'm your strategy coach. We go upstream first, to your market, proposition, clients and "
            "goals, "
            "and drift downstream after that, to what you do every week. You leave with a plan for your team."
        ),
        Part(
            f"It takes about {full} questions. Skip or undo any time; say “express” for ten minutes. {where_to}"
        ),
    )


def remaining(core: Core) -> list[str]:
    """Return the questions that are still to be settled, in order."""
    return [q.id for q in stages.QUESTIONS if not core.settled(q.id)]


def minutes(questions: int) -> str:
    """Return how long some questions take, in words."""
    about = max(1, round(questions * MINUTES))
    return f"about {few(about) if about < 10 else about} minute{'' if about == 1 else 's'}"


def where(state: State) -> str:
    """Return the stage, what is done, open and to look at again, and the time left."""
    core, left = state.core, remaining(state.core)
    at = state.stage()
    place = [s.id for s in stages.STAGES].index(at) + 1
    done = sum(core.has_value(q.id) and core.settled(q.id) for q in stages.QUESTIONS)
    counts = [f"{count(done, 'question')} answered"]
    counts += [f"{few(len(core.open))} left open"] if core.open else []
    counts += [f"{few(len(core.review))} to look at again"] if core.review else []
    waiting = sum(i.verdict == "open" for i in core.parked)
    counts += [f"{count(waiting, 'idea')} waiting"] if waiting else []
    text = f"You are at {stages.STAGE[at].title}, stage {place} of {len(stages.STAGES)}: {joined(counts)}."
    if not left:
        opened = [stages.QUESTION[q].label for q in core.open]
        signed = "" if core.confirmed is not None else " Say “sign it” when you would sign."
        if opened:
            return f"{text} Open: {joined(opened[:5])}; say “go back to” one of them.{signed}"
        return f"{text} No question is left.{signed}"
    return text + f" {upper_first(count(len(left), 'question'))} to go, {minutes(len(left))}."


def in_the_way(state: State) -> str:
    """Return what keeps a plan from being final, for somebody who signs it; an empty text where nothing does."""
    core = state.core
    if core.pace == "express":
        return "The ten-minute way ends in a draft; say “full” to go on to a plan that can be signed."
    left = [q for q in remaining(core) if q != stages.CONFIRM]
    waiting = sum(i.verdict == "open" for i in core.parked)
    ways = [f"{count(len(left), 'question')} to answer or leave open"] if left else []
    ways += [f"{count(len(core.review), 'answer')} to look at again"] if core.review else []
    ways += [f"{count(waiting, 'parked idea')} to decide on"] if waiting else []
    return f"It stays a draft for now; before it can be signed there is {joined(ways)}." if ways else ""


def why(question: str | None) -> str:
    """Return what a question is for: its stage's purpose, and what stands on its answer."""
    if question is None:
        return "Every answer here carries the next one, so that the plan holds together."
    q = stages.QUESTION[question]
    reason = q.doubt or f"this settles {stages.STAGE[q.stage].purpose}"
    text = f"I ask because {reason}."
    on_it = [stages.QUESTION[d].label for d in stages.dependents(question)]
    text += f" Other answers stand on it: {joined(on_it[:3])}." if on_it else ""
    step = lower_first(q.next_step).replace("?", "").rstrip(" .")
    return f"{text} A start: {step}." if step else text


def still_open(core: Core, plan: Plan) -> list[str]:
    """Return the labels of what has no answer, or lacks what it cannot do without, most important first.

    The plan also lists answers that could be fuller; someone who answered is not told that it is open.
    """
    return [
        stages.QUESTION[o.question].label
        for o in plan.open_questions
        if not o.missing or o.reason == "left" or core.essential(o.question)
    ]


def page_one(core: Core) -> tuple[Part, ...]:
    """Return what is signed, in a line or two."""
    choice = known.text_at(core, known.CHOICE)
    first = this_week(core)
    text = f"Page one says: {quote(choice, 240)}" if choice else ""
    if first:
        text += (" and it starts with " if text else "Page one starts with ") + quote(first, 100)
    return (Part(text + ".", "playback"),) if text else ()


def this_week(core: Core) -> str:
    """Return the earliest thing to do, in the person's words."""
    actions = [i for i in core.items.get("next_actions", ()) if i.get("what")]
    actions.sort(key=lambda i: str(i.get("due") or "9999"))
    if actions:
        due = actions[0].get("due")
        return f"{clip(str(actions[0].get('what')), 100)}" + (f", by {show(due)}" if due else "")
    return next(iter(known.texts(core, "processes", "first_step")), "")


_CONTACT = re.compile(
    r"^(?:[\w']+(?: will| to)? )?(?:call|phone|ring|ask|e-?mail|mail|invite|write to|message|visit|meet|talk to|speak (?:to|with)|contact|"
    r"approach|text)s?\b(?! (?:sheet|list|script|plan|centre|center|log))",
    re.IGNORECASE,
)
"""An action that is to get in touch with someone."""


def message(core: Core) -> str:
    """Return a message ready to send for the first action, where that is to contact someone; else an empty text."""
    if not _CONTACT.search(this_week(core)):
        return ""
    problem = clip(known.text_at(core, known.CHALLENGE), 90)
    mine = "I am" if core.solo else "we are"
    about = f" This is what I hear: ‘{problem}’." if problem else ""
    return f"“Hello, {mine} rethinking our offer and I value your view.{about} Tell me when I may call.”"


def done(state: State) -> tuple[Part, ...]:
    """Return the end: what is in the plan, what is left open, one thing this week, how to take it home."""
    core = state.core
    plan = project.plan_of(state, findings=False)
    if (
        state.answering is not None
        and state.answering.kind == "done"
        and core.plan_key() == state.before.plan_key()
    ):
        return (
            Part(
                "It is all in the plan. Change any answer by saying what is new, or export it "
                "with the buttons below."
            ),
        )
    rows = [f"{count(len(core.items[n]), one, many)}" for n, one, many in _COUNTED if core.items.get(n)]
    opened = still_open(core, plan)
    top = opened[:3]
    if core.pace == "express":
        parts = [Part("That is your draft, in express.")]
    elif plan.status == "final":
        parts = [Part("Signed and final: congratulations, this is a strategy of your own.")]
    else:
        parts = [
            Part(
                "That was the last question. The plan stays a draft until you sign it; "
                "say “sign it” when you would."
            )
        ]
    if rows:
        parts.append(Part(f"In it: {joined(rows)}."))
    if top:
        more = f" ({number(len(opened))} in all, in the plan)" if len(opened) > 3 else ""
        parts.append(Part(f"Still open, most important first: {joined(top)}{more}."))
    if core.large and plan.open_questions:
        asked = [o for o in plan.open_questions if o.reason != "express"]
        if asked:
            labels = joined(stages.QUESTION[o.question].label for o in asked[:3])
            parts.append(Part(f"To ask a colleague: {labels}; the plan has the list."))
    week = this_week(core)
    if week:
        parts.append(Part(f"One thing this week: {quote(week)}."))
        ready = message(core)
        if ready:
            parts.append(Part(f"A message you could send for it, as a suggestion: {ready}", "suggestion"))
    parts.append(Part("Take it with you as a page, a Word document, Markdown or JSON."))
    last = "Say “full” to go on with what is open." if core.pace == "express" else (
        "Say “suggest” for the three questions a board would ask.")  # fmt: skip
    return (*parts, Part(last))


_COUNTED = (
    ("goals", "goal", ""),
    ("processes", "process", "processes"),
    ("kpis", "early sign", ""),
    ("next_actions", "next step", ""),
    ("assumptions", "assumption", ""),
)


def board(core: Core) -> str:
    """Return the three hardest things a board would want to know, from what is in the plan."""
    words = known.beliefs(core)
    goal = known.goal_of(core)
    target = known.figure(goal, "target") if goal is not None else ""
    process = next(iter(known.texts(core, "processes", "name")), "")
    hard = [
        f"what proves {quote(words[0], 80)} to someone who doubts it"
        if words
        else "what proves that clients want this",
        f"what happens to the {target} if that is wrong"
        if target
        else "which number shows by when that it works",
        f"what you stop doing to make room for {quote(process, 80)}"
        if process
        else "what you stop doing to make room for it",
    ]
    return "A board would want to hear: " + "; ".join(f"({n}) {h}" for n, h in enumerate(hard, 1)) + "."
