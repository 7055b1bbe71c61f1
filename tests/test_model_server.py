"""The scripted model server speaks what the real client libraries understand, and fails as it was told to."""

import json
import time
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from langchain_anthropic import ChatAnthropic
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_google_genai import ChatGoogleGenerativeAI
from langchain_ollama import ChatOllama
from langchain_openai import ChatOpenAI

from coach.language.model.faults import fault_of
from tests.model_server import KEY, Answer, ModelServer, nobody, serving
from tests.model_wire import PIECES, Wire, cut_up

WORDS = "Your figure says four; your goal says twelve. Which one holds?"
TOOL = {"name": "note", "description": "d", "input_schema": {"type": "object", "properties": {}}}
FUNCTION = {"type": "function", "function": {"name": "note", "parameters": TOOL["input_schema"]}}
TIMEOUT = 0.25
"""Seconds."""


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as made:
        yield made


@pytest.fixture(params=get_args(Wire))
def client(request: pytest.FixtureRequest, server: ModelServer) -> BaseChatModel:
    given: dict[str, Any] = {"api_key": KEY, "max_retries": 0, "timeout": TIMEOUT}
    if request.param == "anthropic":
        return ChatAnthropic(model="stub", base_url=server.root, **given)  # type: ignore[call-arg]
    if request.param == "ollama":
        told = {"timeout": TIMEOUT, "headers": {"authorization": f"Bearer {KEY}"}}
        return ChatOllama(model="stub", base_url=server.root, client_kwargs=told)
    if request.param == "google_genai":
        return ChatGoogleGenerativeAI(model="stub", base_url=server.root, **{**given, "max_retries": 1})
    return ChatOpenAI(model="stub", base_url=server.url, stream_usage=True, **given)


def with_tool(client: BaseChatModel) -> Any:
    return client.bind(tools=[TOOL if isinstance(client, ChatAnthropic) else FUNCTION])


def heard(client: Any, stream: bool, pieces: list[str] | None = None) -> BaseMessage:
    """Return what the client makes of the next answer; `pieces` gets its texts as they come."""
    if not stream:
        message: BaseMessage = client.invoke("hello")
        return message
    whole = None
    for chunk in client.stream("hello"):
        if pieces is not None and chunk.text:
            pieces.append(chunk.text)
        whole = chunk if whole is None else whole + chunk
    assert whole is not None
    return whole


@pytest.mark.parametrize("stream", [False, True])
def test_words_arrive_with_their_tokens(server: ModelServer, client: BaseChatModel, stream: bool) -> None:
    server.script(Answer(text=WORDS))
    pieces: list[str] = []
    said = heard(client, stream, pieces)
    assert isinstance(said, AIMessage)
    assert said.text == WORDS
    assert len(pieces) > 5 or not stream
    (request,) = server.requests
    assert said.usage_metadata is not None
    assert said.usage_metadata["input_tokens"] == request.tokens > 0
    assert said.usage_metadata["output_tokens"] == len(WORDS) // 4
    assert (request.stream, request.structured, request.key) == (
        stream or isinstance(client, ChatOllama),  # which reads its answers as a stream whatever is asked
        False,
        KEY,
    )
    assert "hello" in request.text
    assert request.done.wait(2)
    assert not request.left.is_set()


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("twice", [False, True])
def test_data_arrives_as_a_call_of_the_tool_that_was_sent(
    server: ModelServer, client: BaseChatModel, stream: bool, twice: bool
) -> None:
    data = {"events": [{"type": "Answered", "text": "schools, 14 × €"}] * 3}
    server.script(Answer(data=data, twice=twice))
    said = heard(with_tool(client), stream)
    assert isinstance(said, AIMessage)
    assert [(c["name"], c["args"]) for c in said.tool_calls] == [("note", data)] * (1 + twice)
    assert server.requests[0].structured


@pytest.mark.parametrize("stream", [False, True])
def test_data_arrives_as_text_where_a_schema_was_sent(server: ModelServer, stream: bool) -> None:
    schema = {"type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "object"}}}
    client = ChatOpenAI(model="stub", base_url=server.url, api_key=KEY).bind(response_format=schema)  # type: ignore[arg-type]
    server.script(Answer(data={"events": []}), Answer(data='{"events": ['))
    assert json.loads(heard(client, stream).text) == {"events": []}
    assert heard(client, stream).text == '{"events": ['
    assert server.requests[0].structured


@pytest.mark.parametrize("stream", [False, True])
def test_half_a_json_makes_no_good_call(server: ModelServer, client: BaseChatModel, stream: bool) -> None:
    server.script(Answer(data='{"events": [{"type": "Ans', finish="length"))
    said = heard(with_tool(client), stream)
    assert isinstance(said, AIMessage)
    told = said.response_metadata
    reason = told.get("finish_reason") or told.get("stop_reason") or told.get("done_reason")
    assert reason in ("length", "max_tokens", "MALFORMED_FUNCTION_CALL")
    # Streamed, LangChain closes the brackets itself: the reason is then the only trace. Ollama and Google send calls whole.
    closed = stream and isinstance(client, ChatOpenAI | ChatAnthropic)
    assert [bool(c["args"]) for c in said.tool_calls] == (
        [True] if closed else [False] * len(said.tool_calls)
    )


@pytest.mark.parametrize("stream", [False, True])
def test_a_refusal_arrives_as_one(server: ModelServer, client: BaseChatModel, stream: bool) -> None:
    server.script(Answer(refusal="I will not."))
    said = heard(client, stream)
    if isinstance(client, ChatOpenAI):
        assert said.text == ""
        # Streamed, the client drops the words of the field: an empty answer is all that is left.
        assert said.additional_kwargs.get("refusal") == (None if stream else "I will not.")
    elif isinstance(client, ChatGoogleGenerativeAI):
        assert said.text == ""
        assert said.response_metadata["prompt_feedback"]["block_reason"] == "SAFETY"
    else:
        assert said.text == "I will not."
        reason = said.response_metadata.get("stop_reason")
        assert reason == (None if isinstance(client, ChatOllama) else "refusal")


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("status", [401, 429, 500, 503, 529])
def test_an_error_arrives_with_its_status(
    server: ModelServer, client: BaseChatModel, status: int, stream: bool
) -> None:
    server.script(Answer(status=status, headers={"Retry-After": "7"}, message="no such luck"))
    with pytest.raises(Exception, match="no such luck") as failed:
        heard(client, stream)
    # Ollama's and Google's clients say both elsewhere or nowhere: what is made of them is what counts.
    fault = fault_of(failed.value)
    assert fault.status == status
    assert fault.retry_after == (7 if status != 401 else None)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("ends", ["silent", "stall"])
def test_silence_ends_in_a_timeout_and_the_server_sees_the_client_leave(
    server: ModelServer, client: BaseChatModel, ends: Any, stream: bool
) -> None:
    server.script(Answer(text=WORDS, ends=ends, after=3))
    pieces: list[str] = []
    began = time.monotonic()
    with pytest.raises(Exception, match="time"):
        heard(client, stream, pieces)
    assert time.monotonic() - began >= TIMEOUT
    assert len(pieces) == (3 if stream and ends == "stall" else 0)
    assert server.requests[0].left.wait(2)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("ends", ["cut", "reset"])
def test_a_connection_that_breaks_midway_is_an_error(
    server: ModelServer, client: BaseChatModel, ends: Any, stream: bool
) -> None:
    server.script(Answer(text=WORDS, ends=ends), Answer(text="again"))
    pieces: list[str] = []
    with pytest.raises(Exception, match=r"(?i)connection"):
        heard(client, stream, pieces)
    assert "".join(pieces) == ("Your figure says " if stream else "")
    assert heard(client, stream).text == "again"


def test_a_stream_may_end_early_without_an_error(server: ModelServer, client: BaseChatModel) -> None:
    server.script(Answer(text=WORDS, ends="short"))
    said = heard(client, stream=True)
    assert said.text == "Your figure says "
    assert not {"finish_reason", "stop_reason"} & set(said.response_metadata)


def test_a_stream_may_say_itself_that_it_failed(server: ModelServer, client: BaseChatModel) -> None:
    server.script(Answer(text=WORDS, ends="error", message="overloaded, sorry"))
    with pytest.raises(Exception, match="overloaded, sorry"):
        heard(client, stream=True)


def test_a_client_that_stops_reading_is_noticed(server: ModelServer, client: BaseChatModel) -> None:
    server.script(Answer(text=WORDS, pace=0.05))
    stream = client.stream("hello")
    assert [next(stream).text, next(stream).text][-1].strip() in ("", "Your", "figure")
    stream.close()  # type: ignore[attr-defined]
    assert server.requests[0].left.wait(2)
    assert server.requests[0].sent < len(cut_up(WORDS))


def test_where_nobody_listens_the_connection_is_refused() -> None:
    with nobody() as url:
        client = ChatOpenAI(model="stub", base_url=url, api_key=KEY, max_retries=0)  # type: ignore[arg-type]
        with pytest.raises(Exception, match="Connection error"):
            client.invoke("hello")


def test_a_request_nobody_scripted_fails_the_test() -> None:
    def once() -> None:
        with serving() as server:
            client = ChatOpenAI(model="stub", base_url=server.url, api_key=KEY, max_retries=0)  # type: ignore[arg-type]
            server.script(Answer(text="one"))
            assert client.invoke("first").text == "one"
            with pytest.raises(Exception, match="nobody scripted"):
                client.invoke("second")

    with pytest.raises(AssertionError, match=r"nobody scripted.*second"):
        once()


def test_an_address_nobody_knows_fails_the_test_too() -> None:
    def once() -> None:
        with serving() as server:
            client = ChatOpenAI(
                model="stub",
                base_url=server.url,
                api_key=KEY,  # type: ignore[arg-type]
                max_retries=0,
                use_responses_api=True,
            )
            with pytest.raises(Exception, match="nothing is at /v1/responses"):
                client.invoke("hello")

    with pytest.raises(AssertionError, match="nobody scripted"):
        once()


@pytest.mark.parametrize("text", [WORDS, "", "a", "word " * 12_000, "x" * 50_000, "  two\n\nlines "])
def test_pieces_give_the_text_again(text: str) -> None:
    pieces = cut_up(text)
    assert "".join(pieces) == text
    assert len(pieces) <= 2 * PIECES
