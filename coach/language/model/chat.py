"""What this package needs of a chat model: one structured answer, and words as they come. The tests' seam."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from coach.language.prompts import Filled
from coach.ports import Stop


@dataclass(frozen=True)
class Usage:
    """Tokens of one call, as the provider counts them."""

    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True)
class Answer:
    """What was answered where a schema was asked for: its text, hopefully JSON."""

    text: str
    usage: Usage = Usage()


class ChatModel(Protocol):
    """A chat model behind whatever client. Both methods raise ModelFault and nothing else."""

    @property
    def name(self) -> str:
        """As configured: `provider:model`."""
        ...

    def ask(self, prompt: Filled, schema: Mapping[str, Any], stop: Stop) -> Answer:
        """Return an answer that should be JSON of this schema."""
        ...

    def stream(self, prompt: Filled, stop: Stop) -> Iterator[str | Usage]:
        """Yield pieces of text as they come, and last what the call cost. Closing the iterator ends the call."""
        ...
