"""Words the coach composes from a person's own: the scenario, the positioning, the guiding choice.

Pure. What is composed is offered as a suggestion with the spans it was made of; it enters the plan when accepted.
"""

import re
from dataclasses import dataclass

from coach import stages
from coach.events import Scalar, Suggested, Value
from coach.language import known
from coach.language.phrasing import clip, is_clause, joined, lower_first, sentence, show, trim
from coach.state import Core, State


@dataclass(frozen=True)
class Composed:
    text: str
    """What the person is shown, without the question."""
    suggested: tuple[Suggested, ...]
    other: str = ""
    """The runner-up, for a scenario."""


_PART = 110
"""Characters of one part inside a composed sentence."""

_FEWER = r"(?:fell|falling|drop\w*|(?:are |is |went )?down|declin\w+|halv\w+|dried up|disappear\w*|shrink\w*|shrunk)"
_SIGNS: dict[str, str] = {
    "launch": r"launch\w*|start-?up|new (?:product|service|offer\w*)|introduc\w+|bring\w* out",
    "new_market": r"new (?:market|country|region|sector)|abroad|export\w*|expand\w* (?:to|into)|another country",
    "short_term_revenue": r"cash|this (?:quarter|month)|urgent\w*|short.term|empt\w+ (?:order|pipeline)|payroll|need sales|"
    rf"(?:revenue|turnover|sales|enquir\w+|inquir\w+|leads|orders|bookings) (?:\w+ ){{0,2}}{_FEWER}|"
    r"(?:fewer|not enough|too few|no|less) (?:enquir\w+|inquir\w+|leads?|orders?|clients?|customers?|work|people)",
    "repositioning": r"reposition\w*|differentiat\w*|(?:seen|known|perceived) as|look\w* like everyone|image|rebrand\w*|"
    r"compar\w+ (?:us )?on price|price pressure|pressure on price|prices? under pressure|discount\w*|undercut\w*|cheap\w*|"
    r"commodit\w+",
    "conversion": r"conver\w+|don['’]?t (?:buy|close|sign|become)|quotes?|proposals?|close rate|win rate|win (?:only )?one|"
    r"tenders?|pitch\w*|ghost\w*|enquir\w+ (?:that )?(?:don|never|go)|become (?:work|clients|sales)|visitors",
    "scaling": r"scal\w+|grow(?:ing|th)?\b|plateau\w*|stuck at|stagnat\w*|flat\b|long.term|next level|capacity",
}


def compose(question: str, state: State) -> Composed | None:
    """Return the words for a composed question, or None when too little is known to compose them."""
    return {"scenario": _scenario, "positioning": _positioning, "guiding_choice": _guiding}[question](state)


def guess(core: Core) -> list[str]:
    """Return the scenarios that a person's symptom, then their attempts, point at, the likeliest first."""
    symptom = known.text_at(core, known.SYMPTOM).casefold()
    rest = " ".join([*known.texts(core, "attempts"), known.text_at(core, "/company/offer")]).casefold()
    scores = {
        name: 3 * len(re.findall(rf"\b(?:{signs})", symptom)) + len(re.findall(rf"\b(?:{signs})", rest))
        for name, signs in _SIGNS.items()
    }
    order = list(stages.SCENARIOS)
    return sorted((n for n in order if scores[n]), key=lambda n: (-scores[n], order.index(n)))


def _scenario(state: State) -> Composed | None:
    found = guess(state.core)
    if not found:
        return None
    other = found[1] if len(found) > 1 else _neighbour(found[0])
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


def _neighbour(name: str) -> str:
    near = {"short_term_revenue": "conversion", "conversion": "repositioning", "repositioning": "conversion"}
    return near.get(name, "repositioning")


def _ids(state: State, n: int) -> str:
    """Return the id of the n-th suggestion of a reply, counted from 0."""
    return f"o{int(state.next_id('suggestion')[1:]) + n}"


def _positioning(state: State) -> Composed | None:
    core = state.core
    client, challenge = client_of(core), known.text_at(core, known.CHALLENGE)
    solution = known.text_at(core, known.OFFER)
    if not client or not (challenge or solution):
        return None
    we, us = ("I", "me") if core.solo else ("we", "us")
    text = "For " + (_facing(client, challenge) if challenge else client)
    text += f", {_doing(solution, we)}" if solution else ""
    other = next(iter(known.texts(core, "alternatives")), "")
    reason = known.text_at(core, known.DIFFERENCE)
    if other and reason:
        text += f". Rather than {_instead(other)}, they choose {us} {_because(reason)}"
    elif reason:
        text += f". They choose {us} {_because(reason)}"
    elif other:
        text += f", rather than {_instead(other)}"
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
    turned_away = [trim(t) for t in known.texts(core, "disqualifiers")][:3]
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
        text = f"Work for {lower_first(clip(str(value.value), _PART))}"
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
    return joined(_who(t) for t in known.texts(core, "criteria")[:3])


def diagnosis_of(core: Core) -> str:
    """Return what is going on: the symptom beside what clients now expect."""
    symptom, shift = known.text_at(core, known.SYMPTOM), known.text_at(core, known.SHIFT)
    if not symptom or not shift:
        only = symptom or shift
        return sentence(gist(only)) if only else ""
    return sentence(f"{gist(symptom)}, while {_shifted(gist(shift))}")


def gist(text: str) -> str:
    """Return the first clause of what was said, as a piece of it: what fits into a composed sentence."""
    text = clip(text, 400)
    first = _BREAK.split(text, maxsplit=1)[0] if len(text.split()) > _LONG else text
    return clip(first if len(first.split()) > 2 else text, _PART)


_LONG = 9
"""Words up to which an answer is taken whole."""
_BREAK = re.compile(
    r"[.;:!]\s|,\s(?=(?:and |but |so |because |which )?(?:it|they|we|i|he|she|this|that|there|you|not)\b)|"
    r",\s(?=(?:and|but|so|because|which|while|although)\b)|\s[–—-]\s",
    re.IGNORECASE,
)


def _shifted(text: str) -> str:
    they = re.match(r"(?i)they\b(?:['’](?:re|ve|d|ll))?", text)
    if they:
        return {"they": "clients", "they're": "clients are", "they’re": "clients are"}.get(
            they.group().casefold(), they.group().casefold()
        ) + text[they.end() :]
    return lower_first(text) if is_clause(text) else f"clients now look for {lower_first(text)}"


def _choice(core: Core) -> str:
    client, offer = client_of(core), known.text_at(core, known.OFFER)
    goal = known.goal_of(core)
    challenge = known.text_at(core, known.CHALLENGE)
    if not client and not offer:
        return ""
    me = "I" if core.solo else "We"
    text = f"{me} choose " + (_facing(client, challenge) if client and challenge else client or "one offer")
    text += f", with {lower_first(gist(offer))}" if offer and not is_clause(offer) else ""
    if goal is not None and goal.get("metric"):
        text += f", and take {lower_first(clip(str(goal.get('metric')), 60))}"
        start, target = known.figure(goal, "baseline"), known.figure(goal, "target")
        text += (f" from {start}" if start else "") + (f" to {target}" if target else "")
        text += f" by {show(goal.get('deadline'))}" if goal.get("deadline") else ""
    return sentence(text)


_LOVED = re.compile(
    r"^(?:(?:we|i)(?:['’]d| would)? (?:love|like|want|prefer)(?: to (?:work for|have|serve))?|mostly|mainly|definitely|"
    r"ten more of|more of|more|probably|ideally)\b,?\s*",
    re.IGNORECASE,
)


def _who(text: str) -> str:
    """Return a client as a thing: "we'd love more family bakeries" loses its first words."""
    text = clip(text, _PART)
    for _ in range(3):
        text = _LOVED.sub("", text) or text
    return lower_first(text)


def _facing(client: str, text: str) -> str:
    """Return the client with the problem behind it: "…facing late payments", "…whose boxes get refused"."""
    text = gist(text)
    if "," in client:
        client += ","
    link = " and" if re.search(r"\b(?:who|that|whose|which)\b", client) else ""
    their, they = re.match(r"(?i)their(?= )", text), re.match(r"(?i)they(?= )", text)
    if re.match(r"(?i)(?:who|whose)\b", text):
        return f"{client}{link} {lower_first(text)}"
    if re.match(r"(?i)(?:that|when|because)\b", text):
        return f"{client.rstrip(',')}, {lower_first(text)}"
    if not is_clause(text):
        return f"{client} facing {lower_first(text)}"
    if they is not None:
        return f"{client}{link} who{text[they.end() :]}"
    if their is not None:
        return f"{client}{link} whose{text[their.end() :]}"
    return f"{client.rstrip(',')}, where {lower_first(text)}"


def _doing(text: str, we: str) -> str:
    text = gist(text)
    if re.match(r"(?i)(?:we|i)\b", text):
        return lower_first(text)
    if re.match(
        r"(?i)(?:build|design|make|help|fix|run|write|plan|train|teach|handle|manage|deliver|do|offer|sell)\s",
        text,
    ):
        return f"{we} {lower_first(text)}"
    return f"{we} offer {lower_first(text)}"


_WOULD = re.compile(
    r"^(?:(?:they|most|some|many|clients)\s)?(?:(?:they|most|some|many)?['’]d|would|could|might|may|probably|maybe|"
    r"perhaps|just)\s+",
    re.IGNORECASE,
)


def alternative(text: str, limit: int = _PART) -> str:
    """Return an alternative without "they would probably": a piece of the person's own words."""
    text = clip(text, limit)
    for _ in range(3):
        text = _WOULD.sub("", text) or text
    return text


def _instead(text: str) -> str:
    """Return an alternative as it stands after "rather than"."""
    return lower_first(re.sub(r"(?i)^(?:they|most|some) (?=\w+ )", "", alternative(text)))


def _because(text: str) -> str:
    text = gist(text)
    text = re.sub(r"(?i)^because\s+", "", text)
    return f"because {lower_first(text)}" if is_clause(text) else f"for {lower_first(text)}"
