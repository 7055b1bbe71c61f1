"""A conversation driven by events at the engine, with the guided voice answering."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from coach import engine, stages
from coach.events import Accepted, Answered, AnyEvent, ItemAdded, ItemChanged, Scalar, Value
from coach.language.wording import library_talk
from coach.language.wording.speak import speak
from coach.library.articles import Passage, knowledge_folder, load_articles
from coach.moves import Move, conclude, next_move
from coach.plan import Said, Source
from coach.ports import Hit, Speech
from coach.state import State

START = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass
class Found:
    passage: Passage
    score: float


@cache
def passages() -> tuple[Passage, ...]:
    return tuple(p for a in load_articles(knowledge_folder() / "articles") for p in a.passages)


class Shelf:
    """A retriever over the bundled digests by shared words; it remembers what was retrieved."""

    def __init__(self, empty: bool = False) -> None:
        self.empty, self.retrieved = empty, dict[str, Passage]()

    def search(self, query: str, k: int = 5, stage: str | None = None) -> Sequence[Hit]:
        wanted = library_talk.terms(query)
        found = [
            Found(
                p, len(wanted & library_talk.terms(" ".join((p.text, *p.answers)))) + (stage in p.stages) / 2
            )
            for p in passages()
        ]
        found = sorted((f for f in found if f.score >= 1), key=lambda f: (-f.score, f.passage.id))[:k]
        if self.empty:
            return []
        self.retrieved |= {f.passage.id: f.passage for f in found}
        return found

    def answer(self, query: str, k: int = 5, stage: str | None = None) -> Sequence[Hit]:
        return [h for h in self.search(query, k, stage) if h.score >= 2]


class Talk:
    """Say something with the events it means; the reply is kept, and everything it committed."""

    def __init__(self, *events: AnyEvent, library: Shelf | None = None) -> None:
        self.state, self.library = State(conversation="talk"), library or Shelf()
        self.replies: list[tuple[Move, Speech, State]] = []
        self.said = ""
        self._turn(0, "", events)

    def say(self, text: str, *events: AnyEvent) -> Speech:
        return self._turn(self.state.turn + 1, text, events)

    def _turn(self, n: int, text: str, events: Sequence[AnyEvent]) -> Speech:
        self.said = text
        state = engine.begin(self.state, n, text, START + timedelta(minutes=n))
        for event in events:
            state = engine.reduce(state, event)
        for event in conclude(state) if n else ():
            state = engine.reduce(state, event)
        move = next_move(state)
        speech = speak(move, state, self.library)
        self.replies.append((move, speech, state))
        cited = [p.citation for p in speech.parts if p.citation is not None]
        sources = tuple(Source(passage=c.passage, title="", used_for=(c.used_for or "",)) for c in cited)
        asked = move.asked().model_copy(update={"sources": sources})
        self.state = engine.fold(state, (*speech.suggested, asked))
        return speech

    @property
    def text(self) -> str:
        return words(self.replies[-1][1])

    @property
    def next(self) -> int:
        return self.state.turn + 1

    def stated(self, span: str) -> Value:
        return Value(value=span, said=(Said(turn=self.next, span=span),))

    def derived(self, value: Scalar, span: str) -> Value:
        return Value(value=value, status="derived", rule="test", said=(Said(turn=self.next, span=span),))

    def field(self, question: str, **spans: Value) -> Answered:
        at = {p.rsplit("/", 1)[1]: p for p in stages.QUESTION[question].fields}
        return Answered(question=question, fields={at[k]: v for k, v in spans.items()})

    def tell(self, question: str, text: str) -> Speech:
        """Answer a question whole with a text: its first field, or an item of its first list."""
        q = stages.QUESTION[question]
        if q.fields:
            return self.say(text, Answered(question=question, fields={q.fields[0]: self.stated(text)}))
        name = stages.LISTS[q.lists[0]].fields
        field = next(
            f for f in ("text", "description", "name", "metric", "condition", "what", "belief") if f in name
        )
        return self.add(question, text, **{field: self.stated(text)})

    def add(self, question: str, said: str, **fields: Value) -> Speech:
        name = stages.QUESTION[question].lists[0]
        event = ItemAdded(question=question, list=name, id=self.state.next_id(name), fields=fields)
        return self.say(said, event)

    def change(self, question: str, item: str, said: str, **fields: Value) -> Speech:
        name = stages.QUESTION[question].lists[0]
        return self.say(said, ItemChanged(question=question, list=name, id=item, fields=fields))

    def accept(self, text: str = "yes") -> Speech:
        said = Said(turn=self.next, span=text)
        return self.say(text, *(Accepted(suggestion=s, said=said) for s in self.state.core.suggestions))


def words(speech: Speech) -> str:
    return "\n\n".join(p.text for p in speech.parts)


def bakery(talk: Talk, until: str = "confirm") -> Talk:
    """Walk a packaging firm of twelve people through the conversation, up to the question `until`."""
    for question, step in _STEPS.items():
        if question == until:
            return talk
        step(talk)
    return talk


def _company(t: Talk) -> None:
    text = "We make packaging for food producers in Flanders, 12 people"
    t.say(
        text,
        t.field(
            "company",
            offer=t.stated("packaging"),
            buyers=t.stated("food producers"),
            place=t.stated("Flanders"),
            size=t.derived(12, "12 people"),
        ),
    )


def _goal(t: Talk) -> None:
    t.add(
        "one_year",
        "Signed switches from 6 to 30 by the end of 2027, Anna",
        horizon=t.derived("1y", "the end of 2027"),
        metric=t.stated("Signed switches"),
        baseline=t.derived(6, "6"),
        target=t.derived(30, "30"),
        deadline=t.derived("2027-12-31", "the end of 2027"),
        owner=t.stated("Anna"),
    )


def _challenge(t: Talk) -> None:
    text = "Their packaging gets refused by supermarkets, it costs them a listing worth 50000 a year"
    t.say(
        text,
        t.field(
            "challenge",
            statement=t.stated("Their packaging gets refused by supermarkets"),
            expensive=t.stated("it costs them a listing worth 50000 a year"),
        ),
    )


def _process(t: Talk) -> None:
    text = "Call three producers every week, Anna, first step is a list of refusals, from 7 December"
    t.add(
        "processes",
        text,
        name=t.stated("Call three producers every week"),
        serves=Value(value=("g1",), status="derived", rule="test", said=(Said(turn=t.next, span="Call"),)),
        owner=t.stated("Anna"),
        first_step=t.stated("a list of refusals"),
        start=t.derived("2026-12-07", "7 December"),
    )


def _five(t: Talk) -> None:
    text = "The people supermarkets call when packaging fails"
    t.add("five_year", text, horizon=t.derived("5y", text), statement=t.stated(text))


def _kpi(t: Talk) -> None:
    text = "Refusals heard of, in the sales sheet"
    t.add("kpis", text, metric=t.stated("Refusals heard of"), source=t.stated("the sales sheet"),
          kind=t.derived("leading", "Refusals"))  # fmt: skip


_STEPS = {
    "company": _company,
    "symptom": lambda t: t.tell("symptom", "Enquiries fell from 30 a month to 14 since spring"),
    "attempts": lambda t: t.tell("attempts", "A new website for 9000 euros"),
    "scenario": lambda t: t.accept(),
    "trends": lambda t: t.tell("trends", "Supermarkets want less plastic"),
    "client_shift": lambda t: t.tell("client_shift", "They expect proof that it is recyclable"),
    "alternatives": lambda t: t.tell("alternatives", "They would buy standard boxes online"),
    "challenge": _challenge,
    "solution": lambda t: t.tell("solution", "A packaging switch in six weeks"),
    "difference": lambda t: t.tell("difference", "We have our own lab"),
    "ideal_client": lambda t: t.tell("ideal_client", "Family-owned food producers who sell to supermarkets"),
    "examples": lambda t: t.tell("examples", "Delino, who lost a listing"),
    "disqualifiers": lambda t: t.tell("disqualifiers", "Anyone who only wants the lowest price"),
    "triggers": lambda t: t.tell("triggers", "A supermarket has just refused their packaging"),
    "positioning": lambda t: t.accept(),
    "one_year": _goal,
    "five_year": _five,
    "guiding_choice": lambda t: t.accept(),
    "processes": _process,
    "skills": lambda t: t.tell("skills", "Nobody here likes cold calling"),
    "kpis": _kpi,
    "return_upstream": lambda t: t.tell("return_upstream", "Fewer than 3 switches by June"),
    "next_actions": lambda t: t.tell("next_actions", "Call Delino tomorrow"),
    "assumptions": lambda t: t.tell("assumptions", "That refusals stay frequent"),
}
