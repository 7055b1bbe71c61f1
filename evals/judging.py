"""What the judge is asked, and how its answer is read: what is not clearly a verdict is unscored."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from coach.language.model.chat import ChatModel
from coach.language.model.faults import ModelFault
from coach.language.prompts import Filled, fenced, load
from coach.ports import Stop
from evals.forms import Labelled
from evals.graders.verdicts import Verdict, held
from evals.recordings import Missing

PROMPT = "judge"
SCHEMA: Mapping[str, Any] = {
    "title": "verdict",
    "description": "One verdict on one claim.",
    "type": "object",
    "properties": {
        "reason": {
            "type": "string",
            "description": "One sentence, with the words of the reply that decide it.",
        },
        "verdict": {"type": "string", "enum": ["holds", "fails", "unclear"]},
    },
    "required": ["reason", "verdict"],
    "additionalProperties": False,
}


class _Said(BaseModel):
    model_config = ConfigDict(extra="ignore")

    verdict: Literal["holds", "fails", "unclear"]
    reason: str = ""


def asked(message: str, reply: str, passages: str, claim: str) -> Filled:
    """Return what the judge is sent."""
    return load(PROMPT).fill(
        message=fenced(message), reply=fenced(reply), passages=fenced(passages) or "Nothing.", claim=claim
    )


def read(text: str) -> bool | None:
    """Return a verdict as it was said; None (unscored) for anything that is not clearly one."""
    try:
        said = _Said.model_validate(json.loads(text))
    except (ValueError, ValidationError, RecursionError):
        return None
    return {"holds": True, "fails": False, "unclear": None}[said.verdict]


def ask(model: ChatModel, prompt: Filled) -> bool | None:
    """Ask for one verdict. None where none came: a fault, or a recording that is missing."""
    try:
        return read(model.ask(prompt, SCHEMA, Stop()).text)
    except (ModelFault, Missing):
        return None


def labelled(case: Labelled, model: ChatModel) -> dict[str, Any]:
    """Let the judge judge what a person has judged: how often it errs is what its verdicts are worth."""
    answer = model.ask(asked(case.message, case.reply, "", case.claim), SCHEMA, Stop())
    usage = {
        "calls": 1,
        "input_tokens": answer.usage.input_tokens,
        "output_tokens": answer.usage.output_tokens,
    }
    return {"said": case.message, "reply": case.reply, "verdict": read(answer.text), "usage": usage}


def agrees(case: Labelled, output: Mapping[str, Any]) -> Iterator[Verdict]:
    """Grade the judge itself: an unscored verdict stays unscored here, too."""
    verdict = output["verdict"]
    if verdict is None:
        yield Verdict(case.claim, None, "no clear verdict")
        return
    wrong = f"the judge says {'holds' if verdict else 'fails'}, a person the opposite"
    yield held(case.claim, None if verdict is case.label else wrong)
