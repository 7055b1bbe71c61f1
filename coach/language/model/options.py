"""What a reply offers to be taken into the plan: options of a list, or composed lines. What is shown is what is offered."""

import re
from collections.abc import Sequence

from coach import stages
from coach.events import Scalar, Suggested
from coach.language.folding import fold
from coach.language.model import gates
from coach.language.model.gates import Ground, Stopped
from coach.language.model.slots import principal
from coach.language.model.stream import Unit
from coach.language.model.task import Task
from coach.language.wording import known
from coach.ports import Part
from coach.state import State

MOST = 3
_SHARE, _LEAST = 0.55, 0.3
"""Share of the words of composed lines that must be the person's: of all together, and of each."""
_SHARE_ABROAD = 0.45
"""The same in languages that inflect more than English: "perdemos" and "pierden" share no beginning."""
_ITEM = re.compile(r"^\s*(?:[-*•]|\d[.)])\s+(?P<text>\S.*)$", re.DOTALL)
_QUOTED = re.compile(r"^\s*>\s?(?P<text>.*)$", re.DOTALL)
_MARKED = re.compile(
    r"suggest|option|idea|opci|sugerenc|idé|vorschl|sugest|propost|voorstel|suggerim", re.IGNORECASE
)


class Offers:
    """The offers of one reply, taken out of the stream line by line."""

    def __init__(self, task: Task, state: State) -> None:
        self._task, self._state = task, state
        self._options: list[tuple[str, tuple[str, ...]]] = []
        self._lines: list[str] = []
        self._refused = False
        self._marked = False
        self.shown = False
        self.choices: tuple[str, ...] | None = None

    @property
    def awaited(self) -> bool:
        """Whether lines to offer may still come after a question."""
        return self._task.options or self._composes

    @property
    def _composes(self) -> bool:
        return self._task.composed is not None and not self._task.composed.other

    def take(self, unit: Unit, ground: Ground) -> list[Part] | None:
        """Return the parts of a line that offers something; None where it is a sentence like any other."""
        if self._composes and (quoted := _QUOTED.match(unit.text)):
            return self._compose(quoted["text"].strip(), ground)
        if self._task.options and (item := _ITEM.match(unit.text)):
            return self._option(item["text"].strip(), ground)
        if self._task.options and _MARKED.search(unit.text):
            self._marked = True
        return None

    def _compose(self, text: str, ground: Ground) -> list[Part]:
        if not text or self._refused or len(self._lines) >= 5:
            return []
        # One line that is not the person's spoils the whole: the guided composition takes its place. A short line ("We won't serve
        # chains") has few words to tell by; it must hold up together with those before it.
        so_far = " ".join([*self._lines, text])
        whole = gates.own_material(so_far, ground, _SHARE if self._state.language == "en" else _SHARE_ABROAD)
        if not whole or not gates.own_material(text, ground, _LEAST) or "?" in text:
            self._refused = True
            return []
        self._lines.append(text)
        return []

    def _option(self, text: str, ground: Ground) -> list[Part]:
        if len(self._options) >= MOST or "?" in text:
            return []
        try:
            passed = gates.sentence(text, ground, self._question, self._state.language)
        except Stopped:
            return []
        bare = (
            re.sub(r"\s*“[^”]*” \([^()]*(?:\([^()]*\))?[^()]*\)\s*", " ", passed.text).strip()
            if passed.citation
            else passed.text
        )
        if re.search(r"\d", bare) or not re.search(r"\w", bare):
            return []  # A figure would anchor: those are theirs to set.
        n = len(self._options) + 1
        self._options.append((bare, (passed.citation.passage,) if passed.citation else ()))
        parts = [Part("Suggestions, to take or leave:", "suggestion")] if n == 1 and not self._marked else []
        self.shown = True
        glue = "\n" if n > 1 or parts else "\n\n"
        return [*parts, Part(f"{n}. {passed.text}", "suggestion", passed.citation, glue)]

    @property
    def _question(self) -> str | None:
        return self._task.asked

    def instead(self, said: str) -> Sequence[Part]:
        """Return composed words as they are shown, before the question: the model's, or ours.

        `said` is what the reply holds already: where it names the scenario, that is enough.
        """
        composed = self._task.composed
        if composed is None:
            return ()
        self.shown = True
        if composed.other and _named(composed.suggested[0].text, said):
            return ()
        if not self._composes or self._refused or not self._lines:
            self._lines = []
            return (Part(composed.text, "suggestion"),)
        return tuple(
            Part(f"> {line}", "suggestion", glue="\n\n" if n == 0 else "\n")
            for n, line in enumerate(self._lines)
        )

    def suggested(self) -> tuple[Suggested, ...]:
        """Return what was shown as suggestions for the engine."""
        if self._options:
            self.choices = ("The first", "The second", "The third")[: len(self._options)]
            return tuple(
                s for text, passages in self._options if (s := self._as_option(text, passages)) is not None
            )
        composed = self._task.composed
        if composed is None or not self.shown:
            return self._task.asking.suggested
        return self._composed() if self._lines else composed.suggested

    def _as_option(self, text: str, passages: tuple[str, ...]) -> Suggested | None:
        question = self._question
        slot = principal(question) if question is not None else None
        if question is None or slot is None or slot.type != "text":
            return None
        return Suggested(
            id="o0", question=question, text=text, origin="option", fields={slot.pointer or slot.field: text},
            list=slot.list or None, passages=passages,
        )  # fmt: skip

    def _composed(self) -> tuple[Suggested, ...]:
        composed, question = self._task.composed, self._question
        if composed is None or question is None:
            return ()
        said = composed.suggested[0].said
        if question == "positioning":
            text = " ".join(self._lines)
            return (
                Suggested(
                    id="o0",
                    question=question,
                    text=text,
                    origin="composed",
                    fields={known.POSITIONING: text},
                    said=said,
                ),
            )
        first, *rest = self._lines
        fields: dict[str, Scalar | tuple[str, ...]] = {known.CHOICE: rest[0] if rest else first}
        if rest:
            fields[known.DIAGNOSIS] = first
        whole = Suggested(
            id="o0",
            question=question,
            text=" ".join(self._lines[:2]),
            origin="composed",
            fields=fields,
            said=said,
        )
        list_name = next(n for n in stages.QUESTION[question].lists)
        there = set(known.texts(self._state.core, list_name))
        not_done = [
            Suggested(
                id="o0",
                question=question,
                text=t,
                origin="composed",
                fields={"text": t},
                list=list_name,
                said=said,
            )
            for t in rest[1:4]
            if t not in there
        ]
        return (whole, *not_done)


def _named(scenario: str, said: str) -> bool:
    """Whether a reply names a scenario already, in its words or nearly: "needs to be seen differently"."""
    told = fold(said, True)
    long = [w for w in fold(scenario, True).split() if len(w) > 5]
    telling = [w for w in long if not w.endswith("ing")] or long
    return bool(telling) and all(w[:6] in told for w in telling)
