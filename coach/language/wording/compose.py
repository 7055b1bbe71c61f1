"""Words the coach composes from a person's own: the scenario, the positioning, the guiding choice.

Pure. What is composed is offered as a suggestion with the spans it was made of; it enters the
plan when accepted.
"""

from dataclasses import dataclass

from coach import stages
from coach.events import Scalar, Suggested, Value
from coach.language.reading.scenarios import guess, neighbour
from coach.language.wording import known
from coach.language.wording.grammar import (
    PART,
    because,
    doing,
    facing,
    fits,
    gist,
    instead,
    said,
    shifted,
    who,
)
from coach.language.wording.phrasing import clip, is_clause, joined, lower_first, sentence, show, trim
from coach.state import Core, State


@dataclass(frozen=True)
class Composed:
    """Composed words, and the suggestions they stand for."""

    text: str
    """What the person is shown, without the question."""
    suggested: tuple[Suggested, ...]
    other: str = ""
    """The runner-up, for a scenario."""


def compose(question: str, state: State) -> Composed | None:
    """Return the words for a composed question, or None when too little is known to compose them."""
    return {"scenario": _scenario, "positioning": _positioning, "guiding_choice": _guiding}[question](state)


def _scenario(state: State) -> Composed | None:
    found = guess(state.core)
    if not found:
        return None
    other = found[1] if len(found) > 1 else neighbour(found[0])
    best, second = stages.SCENARIOS[found[0]][0], stages.SCENARIOS[other][0]
    offer = Suggested(
        id=_ids(state, 0),
        question="scenario",
        text=best,
        origin="composed",
        fields={known.SCENARIO: found[0]},
        said=known.saids(state, state.core.values.get(known.SYMPTOM)),
    )
    return Composed(f"This sounds like {best}.", (offer,), second)


def _ids(state: State, n: int) -> str:
    """Return the id of the n-th suggestion of a reply, counted from 0."""
    return f"o{int(state.next_id('suggestion')[1:]) + n}"


def _positioning(state: State) -> Composed | None:
    core = state.core
    client, challenge = client_of(core), _at(core, known.CHALLENGE)
    solution = _at(core, known.OFFER)
    if not client or not (challenge or solution):
        return None
    we, us = ("I", "me") if core.solo else ("we", "us")
    text = "For " + (facing(client, challenge) if challenge else client)
    text += f", {doing(solution, we)}" if solution else ""
    other = next((t for t in known.texts(core, "alternatives") if fits(t)), "")
    reason = _at(core, known.DIFFERENCE)
    if other and reason:
        text += f". Rather than {instead(other)}, they choose {us} {because(reason, we)}"
    elif reason:
        text += f". They choose {us} {because(reason, we)}"
    elif other:
        text += f", rather than {instead(other)}"
    text = sentence(text)
    values = [core.values.get(p) for p in (known.CHALLENGE, known.OFFER, known.DIFFERENCE)]
    values += [i.fields.get("text") for n in ("criteria", "alternatives") for i in core.items.get(n, ())[:3]]
    offer = Suggested(
        id=_ids(state, 0),
        question="positioning",
        text=text,
        origin="composed",
        fields={known.POSITIONING: text},
        said=known.saids(state, *values),
    )
    return Composed(f"From your own words: “{text}”", (offer,))


def _guiding(state: State) -> Composed | None:
    core = state.core
    diagnosis, choice = diagnosis_of(core), _choice(core)
    if not choice:
        return None
    turned_away = [trim(said(t)) for t in known.texts(core, "disqualifiers") if fits(t)][:3]
    text = (f"So: {lower_first(diagnosis)} " if diagnosis else "") + f"The choice: {lower_first(choice)}"
    if turned_away:
        text += f" And that means turning away {joined(lower_first(clip(t, 70)) for t in turned_away)}."
    fields: dict[str, Scalar | tuple[str, ...]] = {known.CHOICE: choice}
    if diagnosis:
        fields[known.DIAGNOSIS] = diagnosis
    pointers = (known.SYMPTOM, known.SHIFT, known.CHALLENGE, known.OFFER, known.DIFFERENCE)
    values: list[Value | None] = [core.values.get(p) for p in pointers]
    values += [i.fields.get("text") for i in core.items.get("criteria", ())[:3]]
    goal = known.goal_of(core)
    values += list(goal.fields.values()) if goal else []
    whole = Suggested(
        id=_ids(state, 0),
        question="guiding_choice",
        text=" ".join(t for t in (diagnosis, choice) if t),
        origin="composed",
        fields=fields,
        said=known.saids(state, *values),
    )
    return Composed(text, (whole, *_not_doing(state)))


def _not_doing(state: State) -> tuple[Suggested, ...]:
    """What the choice rules out, each as an item of its own, so that one of them can be refused."""
    items = [i.fields["text"] for i in state.core.items.get("disqualifiers", ())[:3] if "text" in i.fields]
    there = set(known.texts(state.core, "will_not_do"))
    out: list[Suggested] = []
    for value in items:
        text = f"Work for {lower_first(clip(str(value.value), PART))}"
        if text not in there:
            offer = Suggested(
                id=_ids(state, 1 + len(out)),
                question="guiding_choice",
                text=text,
                origin="composed",
                fields={"text": text},
                list="will_not_do",
                said=known.saids(state, value),
            )
            out.append(offer)
    return tuple(out)


def client_of(core: Core) -> str:
    """Return the ideal client in the person's words: "bakeries in Ghent and owners over 50"."""
    return joined(who(t) for t in known.texts(core, "criteria")[:3] if fits(t))


def _at(core: Core, pointer: str) -> str:
    """What was said there, if it can be a part of a sentence."""
    text = known.text_at(core, pointer)
    return text if text and fits(text) else ""


def diagnosis_of(core: Core) -> str:
    """Return what is going on: the symptom beside what clients now expect."""
    symptom, shift = _at(core, known.SYMPTOM), _at(core, known.SHIFT)
    if not symptom or not shift:
        only = symptom or shift
        return sentence(gist(only)) if only else ""
    return sentence(f"{gist(symptom)}, while {shifted(gist(shift))}")


def _choice(core: Core) -> str:
    client, offer = client_of(core), _at(core, known.OFFER)
    goal = known.goal_of(core)
    challenge = _at(core, known.CHALLENGE)
    if not client and not offer:
        return ""
    me = "I" if core.solo else "We"
    text = f"{me} choose " + (facing(client, challenge) if client and challenge else client or "one offer")
    text += f", with {lower_first(gist(offer))}" if offer and not is_clause(offer) else ""
    if goal is not None and goal.get("metric"):
        text += f", and take {lower_first(clip(str(goal.get('metric')), 60))}"
        start, target = known.figure(goal, "baseline"), known.figure(goal, "target")
        text += (f" from {start}" if start else "") + (f" to {target}" if target else "")
        text += f" by {show(goal.get('deadline'))}" if goal.get("deadline") else ""
    return sentence(text)
