"""The baseline: LangChain's `create_agent` with its SQLite checkpointer, and a model that answers at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from langchain.agents import create_agent
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langgraph.checkpoint.sqlite import SqliteSaver


class AtOnce(BaseChatModel):
    """A model without latency: says the prepared replies one after the other."""

    replies: list[str]
    said: int = 0

    @property
    def _llm_type(self) -> str:
        return "at-once"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text = self.replies[self.said % len(self.replies)]
        self.said += 1
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text))])


@contextmanager
def agent(database: Path, replies: list[str]) -> Iterator[Callable[[str], None]]:
    """Open the baseline over a database file; what it yields runs one turn of one thread.

    It has no tools and a system prompt of one line: as little to compute and to keep as it can have.
    """
    with SqliteSaver.from_conn_string(str(database)) as saver:
        graph = create_agent(
            AtOnce(replies=replies), tools=[], system_prompt="You are a strategy coach.", checkpointer=saver
        )

        def turn(text: str) -> None:
            graph.invoke(
                {"messages": [{"role": "user", "content": text}]}, {"configurable": {"thread_id": "one"}}
            )

        yield turn
