"""A chat model that says what a test wrote down, in order, and fails when it is asked for more."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coach.language.guided import speak, understand
from coach.language.model.chat import Answer, Usage
from coach.language.model.faults import ModelFault
from coach.language.model.voice import ModelVoice, Price
from coach.language.prompts import Filled
from coach.library.search import Library
from coach.ports import Stop
from coach.store import Store
from coach.turn import Coach, Reply, finish
from coach.voices import NO_CAPS, Caps
from tests.language.model.mind import finding, intent, understood
from tests.talk import START

Found = Mapping[str, Any]
__all__ = ["Desk", "Scripted", "finding", "intent", "said", "understood"]


def said(*found: Found, language: str = "en") -> str:
    """Return an answer: findings and intents, in any order."""
    findings = [dict(f) for f in found if "field" in f]
    intents = [dict(f) for f in found if "kind" in f]
    return json.dumps(understood(findings, intents, language))


@dataclass
class Scripted:
    answers: list[str | ModelFault] = field(default_factory=list)
    replies: list[str | ModelFault] = field(default_factory=list)
    sent: list[Filled] = field(default_factory=list)
    name: str = "openai:scripted"
    step: int = 7
    """Characters of one piece of a stream."""

    def ask(self, prompt: Filled, schema: Mapping[str, Any], stop: Stop) -> Answer:
        self.sent.append(prompt)
        assert self.answers, "nobody scripted another answer"
        answer = self.answers.pop(0)
        if isinstance(answer, ModelFault):
            raise answer
        return Answer(answer, Usage(1000, 50))

    def stream(self, prompt: Filled, stop: Stop) -> Iterator[str | Usage]:
        self.sent.append(prompt)
        assert self.replies, "nobody scripted another reply"
        text = self.replies.pop(0)
        if isinstance(text, ModelFault):
            raise text
        for at in range(0, len(text), self.step):
            if stop.stopped:
                raise ModelFault("stopped")
            yield text[at : at + self.step]
        yield Usage(800, 40)


class Desk:
    """A coach with a scripted model, and one conversation on it."""

    def __init__(self, library: Library, caps: Caps = NO_CAPS, price: Price | None = None) -> None:
        self.model = Scripted()
        self.voice = ModelVoice(
            "openai:scripted", "Scripted", "OpenAI", lambda: self.model, lambda: self.model, price, price
        )
        self.minutes = 0
        self.store = Store.open("sqlite://")
        self.coach = Coach(
            self.store, library, understand, speak, self._clock, voices=(self.voice,), caps=caps
        )
        self.opening = self.coach.start("anna")
        self.id = self.opening.conversation

    def _clock(self) -> Any:
        from datetime import timedelta

        self.minutes += 1
        return START + timedelta(minutes=self.minutes)

    def say(
        self, text: str, answer: str | ModelFault | None = None, reply: str | ModelFault | None = None
    ) -> Reply:
        """Say something; what was scripted for it must be used up."""
        self.model.answers += [answer] if answer is not None else []
        self.model.replies += [reply] if reply is not None else []
        done = finish(self.coach.say("anna", self.id, text))
        assert not self.model.answers, "an answer was not asked for"
        assert not self.model.replies, "a reply was not asked for"
        return done

    def plan(self) -> dict[str, Any]:
        return self.coach.plan("anna", self.id).model_dump()


PROMPTS = Path(__file__).parents[3] / "prompts"
