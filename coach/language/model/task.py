"""What a model is asked to say for a move: the task in words, the question to end with, and the facts of the turn."""

from collections.abc import Sequence
from dataclasses import dataclass

from coach import stages
from coach.language.model.changes import changes
from coach.language.model.gates import quotes_in
from coach.language.prompts import fenced
from coach.language.wording import glossary, known, overview
from coach.language.wording.asking import Asking, ask
from coach.language.wording.compose import Composed, compose
from coach.language.wording.details import offerable
from coach.language.wording.notes import notes
from coach.language.wording.phrasing import clip, upper_first
from coach.language.wording.speak import answer as guided_answer
from coach.language.wording.speak import idea_due
from coach.moves import Move
from coach.plan import Finding
from coach.ports import Hit, Part, Retriever
from coach.state import State

PASSAGE = 800
"""Characters of a passage that are shown."""
PASSAGES = 3


@dataclass(frozen=True)
class Task:
    text: str
    asking: Asking
    """The guided end of this reply: what the question is, and what replaces the model's where it fails."""
    facts: tuple[Part, ...] = ()
    passages: tuple[Hit, ...] = ()
    required: tuple[str, ...] = ()
    """Words that must have been shown before the question is asked."""
    before: tuple[Part, ...] = ()
    """Shown before the model's words, as they are."""
    after: tuple[Part, ...] = ()
    """Shown after its words and before its question."""
    options: bool = False
    composed: Composed | None = None
    must_cite: tuple[Part, ...] = ()
    """What is shown instead where the model's answer from the library cites nothing."""
    contradiction: Finding | None = None
    asked: str | None = None
    """The question that the reply ends with, by id."""

    @property
    def question(self) -> str:
        last = self.asking.parts[-1] if self.asking.parts else None
        return last.text if last is not None and last.kind == "question" else ""


def build(
    move: Move, state: State, library: Retriever, vague: str = "", against: Finding | None = None
) -> Task:
    """Return the task of a move. Pure but for the library."""
    if against is not None and move.kind == "question":
        move = Move("finding", against.question, finding=against)
    asks = move.asks
    wish = any(d.kind == "suggest" for d in move.digressions)
    answered = state.answering.question if state.answering is not None else None
    # An idea asked for beside an answer is one for that answer, not for the question that comes after it.
    beside = (
        answered
        if wish and answered != asks.question and answered is not None and state.core.settled(answered)
        else None
    )
    suggest = wish and beside is None and asks.kind in ("question", "suggestion")
    asking = ask(asks, state, options=suggest)
    said = [p for w, p in notes(move, state, library) if w > _QUIP or p.text.startswith(_TOLD)]
    sums = tuple(p for p in said if p.kind == "sum")
    facts = tuple(p for p in said if p.kind != "sum")
    lines = [_for_move(asks, state, vague, asking) if asks is move or asks.kind != "question" else _BACK]
    passages: list[Hit] = []
    before: list[Part] = []
    must: list[Part] = []
    closed = next((p for p in facts if p.kind == "playback"), None)
    if closed is not None and _moment(state) and state.language == "en":
        before.append(closed)
        facts = tuple(p for p in facts if p is not closed)
        lines.append("Upstream has just closed: what they came with and what they leave with is said before your reply. Do not "
                     "repeat it; one sentence on what it now makes possible, then the question.")  # fmt: skip
    elif closed is not None and _moment(state):
        lines.append(
            "Upstream has just closed: begin with the moment in the facts, what they came with beside what they leave with, in their own words."
        )
    elif closed is not None:
        lines.append(
            "A stage has closed (in the facts): say in one sentence of your own how its answers hang together, or where they do not."
        )
    for digressed in move.digressions[:2]:
        if digressed.kind == "library":
            ours = glossary.meaning(digressed.text)
            if ours is not None:
                facts = (*facts, Part(f"What it means, in words of our own: {ours}", "answer"))
                lines.insert(0, f"First say what the word that they asked about means (“{clip(digressed.text, 120)}”), from the facts and without a "
                                "source. Then return to the question.")  # fmt: skip
                continue
            hits = library.answer(glossary.plainly(digressed.text), k=PASSAGES, stage=state.stage())
            passages += hits
            parts = guided_answer(digressed, asks, state, library)
            if hits:
                must += parts
                lines.insert(0, f"First answer what they asked (“{clip(digressed.text, 200)}”) from the passages, in two or three "
                                "sentences, with one citation mark. Then return to the question.")  # fmt: skip
            elif state.language != "en":
                lines.insert(0, f"They asked something that the library has nothing on (“{clip(digressed.text, 200)}”). Say that plainly in "
                                "one short sentence, without answering it; then return to the question.")  # fmt: skip
            else:
                before += parts
                lines.insert(0, "They asked something that the library has nothing on; that has been said already, in a line before "
                                "your reply. Do not answer it. Return to the question.")  # fmt: skip
        elif digressed.kind == "suggest":
            if suggest:
                q = stages.QUESTION[asks.question or ""]
                passages += library.search(q.idea or q.ask, k=PASSAGES, stage=q.stage)
                lines.insert(0, _SUGGEST)
            elif beside is not None:
                q = stages.QUESTION[beside]
                passages += library.search(q.idea or q.ask, k=PASSAGES, stage=q.stage)
                lines.insert(0, f"Beside their answer they asked for an idea on {q.label}: give one, in a sentence, as a suggestion to take or leave, "
                                "with one citation where a passage says it. Then go on as below.")  # fmt: skip
        elif digressed.kind == "show" or (digressed.kind in ("where", "help") and state.language == "en"):
            before += guided_answer(digressed, asks, state, library)
            lines.insert(
                0,
                "They asked to look at the whole; that is shown before your reply. Only lead back to the question.",
            )
        else:
            facts = (*facts, *guided_answer(digressed, asks, state, library))
            lines.insert(0, _OTHER.get(digressed.kind, ""))
    due = idea_due(move, state)
    if due is not None and not passages and not sums:
        passages += library.search(due.idea, k=2, stage=due.stage)
        lines.append(
            "If one of the passages sharpens the question for this person, cite it once; else leave it."
        )
    again = _composed_again(asks, asking, state)
    composed = _composed(asks, state) or (compose(asks.question or "", state) if again else None)
    if asks.question in ("positioning", "guiding_choice") and composed is not None:
        lines.append(_COMPOSE[asks.question])
    if sums and state.language != "en":
        facts = (*facts, *sums)
        lines.append(
            "Tell them the sum in the facts in their language: its figures and its formula as they stand, its words translated, and that it is "
            "calculated from their figures."
        )
    elif sums:
        lines.append(f"A sum is shown after your words and before the question: “{sums[0].text}” Do not repeat it; you may say in half "
                     "a sentence what it means for them.")  # fmt: skip
    # What code says better than a model: lists that must be whole, and words that must be exact.
    whole = state.language == "en" and (asks.kind in ("review", "parked") or bool(asks.findings))
    shown = asking.parts[:-1] if whole else ()
    facts = (
        *facts,
        *(p for p in asking.parts[:-1] if (p.kind != "suggestion" or composed is None) and p not in shown),
    )
    return Task(
        text="\n".join(f"- {line}" for line in lines if line),
        asking=asking,
        facts=facts,
        passages=tuple({h.passage.id: h for h in passages}.values())[:PASSAGES],
        required=_required(asks, asking, state),
        before=tuple(before),
        after=(*sums, *shown) if state.language == "en" else sums,
        options=suggest,
        composed=composed,
        must_cite=tuple(must),
        contradiction=against if asks.kind == "finding" and asks.finding is against else None,
        asked=asks.question,
    )


_QUIP = 2
"""Weight of the guided voice's reactions: a model has its own."""
_TOLD = ("Noted", "I took", "I have noted")


def _moment(state: State) -> bool:
    """Whether upstream closed in this turn."""
    return state.core.upstream_closed() and not state.before.upstream_closed()


_BACK = "Then lead back to the question, in other words than last time."
_SUGGEST = (
    "They want suggestions. Offer two or three possible answers to the question below, made for this business, each on a line of its own that "
    "begins with 1. or 2. or 3., one sentence, no figures. Let one rest on a passage where one fits, and end that line with its citation mark. Say "
    "before the list that these are suggestions to take or leave. Then ask which comes closest, or what they would put instead."
)
_OTHER = {
    "where": "They asked where you are: say it in a sentence or two, from the facts.",
    "help": "They asked what they can say: tell them briefly, from the facts.",
    "off_topic": "They asked for something that is outside strategy: decline in one friendly sentence, then the question.",
    "nonsense": "You could not make sense of the message: say so lightly, then the question in other words.",
    "why": "They asked why you ask: answer in one or two sentences, from the facts, then the question.",
}
_COMPOSE = {
    "positioning": "Compose one positioning sentence from their own words: for whom, facing what, what they do, rather than which alternative, "
    "because of what difference. It flows better than the draft in the facts and says nothing that they did not. It stands on a line of its "
    "own that begins with “> ”. Then ask what they would change.",
    "guiding_choice": "Compose the guiding choice from their own words, on lines of their own that begin with “> ”: first the diagnosis (what is "
    "going on), then the choice (for whom, with what, to reach which goal), then one line for each thing they will not do (at most three). "
    "Better flow than the draft in the facts, but nothing that they did not say. Then ask what they would change.",
}


def _composed(asks: Move, state: State) -> Composed | None:
    if asks.kind != "question" or asks.question is None or not stages.QUESTION[asks.question].composed:
        return None
    waiting = any(s.question == asks.question for s in state.core.suggestions.values())
    new_ground = not waiting and bool(state.before.suggestions) and state.core.items != state.before.items
    fresh = (asks.probe == 0 or new_ground) and not asks.missing and state.core.focus != asks.question
    return compose(asks.question, state) if fresh else None


def _for_move(asks: Move, state: State, vague: str, asking: Asking) -> str:
    core = state.core
    match asks.kind:
        case "suggestion":
            words = asks.suggestions[0].text if asks.suggestions else ""
            if _is_choice(asks) and state.language != "en":
                return f"Ask whether it is this, said in their language and never in English: “{words}”"
            if words and words in asking.parts[-1].text:
                return "Put the words of the question below before them, exactly, in curly quotes, and ask whether they stand."
            return f"Put these words before them, exactly, in curly quotes, and ask whether they stand: “{words}”"
        case "review" if state.language == "en":
            return (
                "A correction touched other answers: what changed and what it touches is shown after your words and before the question. Do not repeat "
                "any of it; say in a sentence or two what the change means for them, then ask as below."
            )
        case "review":
            return "A correction touched other answers. Say what changed and name what it touches, all in one breath, then ask as below."
        case "parked" if state.language == "en":
            return (
                "An idea they had earlier is shown, in their words, after yours and before the question. Do not repeat it; say in half a sentence "
                "that it has waited for this moment, then ask for a verdict as below."
            )
        case "parked":
            return "Bring back the idea they had earlier, in their words in curly quotes, and ask for a verdict: keep, test or drop."
        case "finding" if asks.findings and state.language == "en":
            return (
                "What the check of the plan found is shown after your words and before the question. Do not repeat any of it: say in one "
                "sentence that the page is nearly theirs to sign and what mending these would give them, then ask as below."
            )
        case "finding" if asks.findings:
            return (
                "The page is about to be signed. Tell them, in their language, each thing that the check found (the numbered facts) on a short line of "
                "its own, with their own words in curly quotes where the fact has them. Then ask as below, in one question: put one right, or sign as it is."
            )
        case "finding":
            if asks.finding is not None and len(asks.finding.quotes) > 1:
                one, two = (q.span for q in asks.finding.quotes[:2])
                return f"Name a contradiction kindly, with both of their quotes in curly quotes: “{one}” and “{two}”. Ask which gives."
            return "Point out what the check of the plan found (in the facts), say why it matters, and ask as below."
        case "done":
            return "The talk is over. Say what the facts say, warmly and briefly, and ask nothing."
        case _:
            pass
    if asks.question is None:
        return "Close the talk warmly."
    q = stages.QUESTION[asks.question]
    if _composed_again(asks, asking, state):
        return (
            f"{upper_first(q.label)} has to be composed anew, since what it rests on has changed: say in a sentence what the change means, and "
            "compose it from what is known now."
        )
    if core.focus == q.id:
        return f"They went back to {q.label}: say what stands there now and ask what to change."
    if asks.missing:
        both = len(asking.parts[-1].text.split(", and ")) > 1
        offered = {f for s in asking.suggested for f in s.fields}
        theirs = [n for n in asks.missing if not asking.suggested or n.at.partition(".")[2] in offered]
        if (
            not asking.suggested
        ):  # Who and when are offered in a turn of their own; what only they can say comes first.
            theirs = [n for n in asks.missing if not offerable(core, q.id, (n,))] or theirs
        names = " and ".join(
            n.name for n in (theirs or list(asks.missing))[: 2 if both or asking.suggested else 1]
        )
        return f"Their answer on {q.label} lacks: {names}. Say in half a sentence why that matters, and ask for just that."
    if asks.probe:
        what = f" What is missing: {vague}." if vague else ""
        again = " Offer the categories of the question below." if asks.probe >= stages.PROBES else ""
        return f"The answer on {q.label} did not say enough to act on.{what} Say so kindly and concretely, with their words, and ask again from another side.{again}"
    stage = stages.STAGE[q.stage]
    first = stages.in_stage(q.stage)[0].id == q.id
    text = f"React to what they just said, then ask about {q.label}."
    return text + (
        f" This opens a new stage ({stage.title}: {stage.purpose}); say in half a sentence where you are going."
        if first
        else ""
    )


def _composed_again(asks: Move, asking: Asking, state: State) -> bool:
    """Whether words no longer fit what has changed, and somebody went back to them, or was led back."""
    return asks.kind == "question" and state.core.focus == asks.question and bool(asking.suggested)


def _is_choice(asks: Move) -> bool:
    """Whether what is offered is one of a declared set, whose English name is no words of anybody's."""
    offered = asks.suggestions[0].fields if asks.kind == "suggestion" and asks.suggestions else {}
    return any(str(v) in stages.SCENARIOS for v in offered.values())


def _required(asks: Move, asking: Asking, state: State) -> tuple[str, ...]:
    """What must have been shown: the quotes that a question is about, and by name what a correction touches."""
    english = state.language == "en"
    if asks.kind not in ("suggestion", "parked", "finding", "review") or (_is_choice(asks) and not english):
        return ()
    if english and (asks.kind in ("review", "parked") or asks.findings):
        return ()  # Shown as they stand.
    if asks.findings:  # A goal may be named in other words, a contradiction not.
        pulling = [f for f in asks.findings if len(f.quotes) > 1]
        return tuple(clip(q.span) for f in pulling for q in f.quotes[:2])
    return tuple(q for p in asking.parts for q in quotes_in(p.text))


def shown_passages(hits: Sequence[Hit]) -> str:
    """Return passages for the prompt, fenced: data, whatever they say."""
    rows = [f'<passage id="{h.passage.id}">\n{fenced(h.passage.text[:PASSAGE])}\n</passage>' for h in hits]
    return "\n".join(rows)


def facts_text(task: Task, state: State) -> str:
    """Return the facts of the turn, and the draft of composed words."""
    done = changes(state) if state.turn else ""
    rows = [*((done,) if done else ()), *(p.text for p in task.facts)]
    if task.composed is not None and task.composed.other == "":
        rows.append(f"Draft, composed by rules: {task.composed.text}")
    elif task.composed is not None:
        rows.append(f"{task.composed.text} Or closer to {task.composed.other}.")
    first = overview.this_week(state.core) if task.question == "" else ""
    if first:
        rows.append(f"One thing this week: “{first}”")
    aims = known.audience(state.core)
    if aims and task.question == "":
        rows.append(f"It is signed before: {aims}")
    return fenced("\n".join(f"- {r}" for r in rows))
