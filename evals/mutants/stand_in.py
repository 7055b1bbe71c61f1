"""Recordings of a stand-in for a model, in a copy of the checkout: it understands nothing and asks what it is told to.

Never run in the checkout itself: what is kept there was said by a real model.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from coach.language.model.chat import Answer, Usage
from coach.language.model.voice import ModelVoice
from coach.language.prompts import Filled
from coach.ports import Stop
from evals import gate
from evals.recordings import Recorder, Shelf
from evals.run import run
from evals.scores import grade
from evals.suites import SUITES
from evals.voices import Voice

_QUESTION = re.compile(r"[^\n.?!]*\?")


class StandIn:
    """A model without a mind."""

    name = "stand-in:none"

    def ask(self, prompt: Filled, schema: Mapping[str, Any], stop: Stop) -> Answer:
        """Understand nothing."""
        if "verdict" in schema.get("properties", {}):
            return Answer('{"reason": "", "verdict": "unclear"}', Usage(1, 1))
        return Answer('{"language": "en", "findings": [], "intents": []}', Usage(1, 1))

    def stream(self, prompt: Filled, stop: Stop) -> Iterator[str | Usage]:
        """Ask the last question that stands in the message."""
        asked = _QUESTION.findall(prompt.message)
        yield asked[-1].strip() if asked else "Thank you."
        yield Usage(1, 1)


def voice(shelf: Shelf) -> Voice:
    """Return the model voice with the stand-in behind it, and everything it says kept."""
    model = Recorder(StandIn(), shelf)
    made = ModelVoice(model.name, "stand-in", "nobody", words=lambda: model, reader=lambda: model)
    return Voice("recorded", made, model.name, judge=model)


def main() -> None:
    """Record two suites, and accept what comes of them."""
    chosen = [SUITES[name] for name in ("understand", "speak")]
    for suite in chosen:
        made = voice(Shelf.of(suite.name))
        for one in suite.load():
            suite.run(one.case, made)
    results = run(chosen, ["recorded"], progress=False)
    lowest = gate.THRESHOLDS.read_text("utf-8")
    kept = [line for line in lowest.splitlines() if not line.startswith("recorded/")]
    gate.THRESHOLDS.write_text(
        "\n".join([*kept, "recorded/understand: 0", "recorded/speak: 0"]) + "\n", "utf-8"
    )
    gate.accept(grade(results), results.at, results.commit)


if __name__ == "__main__":
    main()
