"""A scripted model server, and rooms in which one talks to a coach that uses it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, get_args

import pytest

from coach.library.search import Library
from tests.language.model.room import Room, room
from tests.model_server import ModelServer, serving
from tests.model_wire import Wire

Enter = Callable[..., Room]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library.open(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="session")
def _server() -> Iterator[ModelServer]:
    with serving() as made:
        yield made


@pytest.fixture
def server(_server: ModelServer) -> Iterator[ModelServer]:
    """Return a server that knows nothing of other tests; every request must have been scripted."""
    _server.forget()
    _server.unscripted.clear()
    yield _server
    _server.verify()
    _server.forget()


@pytest.fixture(params=get_args(Wire))
def wire(request: pytest.FixtureRequest) -> Wire:
    found: Wire = request.param
    return found


@pytest.fixture
def enter(tmp_path: Path, library: Library, server: ModelServer) -> Iterator[Enter]:
    """Return what opens a room; it takes the wire format, and what `room` takes by name."""
    with ExitStack() as stack:

        def opened(wire: Wire = "openai", **more: Any) -> Room:
            more.setdefault("library", library)
            return stack.enter_context(room(tmp_path, server=server, wire=wire, **more))

        yield opened
