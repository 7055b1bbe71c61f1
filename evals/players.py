"""A persona played by a model, for live journeys: the facts of its file, and words of the model's own."""

from coach.language.model.chat import ChatModel
from coach.language.prompts import fenced, load
from coach.ports import Stop
from coach.turn import Reply
from evals.forms import Persona

PROMPT = "persona"
SHOWN = 6
"""Exchanges that the model sees again."""


class Played:
    """A person whom a model plays. The coach's own model and this one see nothing of each other."""

    def __init__(self, persona: Persona, model: ChatModel) -> None:
        self._persona, self._model = persona, model
        self._talk: list[tuple[str, str]] = []

    def answer(self, reply: Reply) -> str:
        """Return what this person says to a reply. Raises ModelFault when the model says nothing."""
        persona = self._persona
        facts = [f"{question}: {' '.join(words)}" for question, words in persona.answers.items()]
        prompt = load(PROMPT).fill(
            about=persona.about,
            facts="\n".join(f"- {fact}" for fact in (*facts, *persona.facts)) or "None.",
            behaviours="\n".join(f"- when asked about {b.at}: {b.say}" for b in persona.behaviours)
            or "Nothing.",
            exchanges="\n".join(f"Coach: {b}\nYou: {a}" for a, b in self._talk[-SHOWN:]) or "Nothing yet.",
            reply=fenced(reply.text),
        )
        pieces = [p for p in self._model.stream(prompt, Stop()) if isinstance(p, str)]
        said = "".join(pieces).strip()
        if said[:1] == said[-1:] == '"' and said.count('"') == 2:
            said = said[1:-1]  # Quoted as a whole; a quotation within keeps its marks.
        self._talk.append((said, reply.text))
        return said
