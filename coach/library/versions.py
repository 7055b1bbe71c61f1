"""The versions of the library on a Chroma server: written whole, switched to at once, read by everybody.

A version is two collections. `coach-library-000012` holds the vectors, each under the hash of its text;
`coach-library-000012-texts-…` the passages and the manifest, in blocks. A writer claims a number by creating its
collection, which only one can; while it works it shows so in the collection's metadata; and when all of it is there
it sets the metadata to `whole`, in one step of the server's. The newest whole version is the one that counts:
readers see it in one question, and half of one never.
"""

import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from coach.errors import CoachError, StoreError
from coach.library.server import Server, is_missing, is_taken
from coach.library.vectors import hnsw

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_NAME = re.compile(r"coach-library-(\d{6})(-texts-[0-9a-f]{32})?")
LEASE = 30.0
"""Seconds without a sign of life after which a writer counts as dead."""
WAIT = 600.0
"""Seconds that a writer waits for another one."""
BLOCK = 100_000
"""Characters of text in one record."""
BATCH = 1_000
"""Records in one request."""


@dataclass(frozen=True)
class Version:
    """A whole version on the server."""

    number: int
    id: str
    """The collection's own, which no later one has again."""
    blocks: int
    views: int


def view_id(text: str) -> str:
    """The id of a view's vector: the same text, the same id, in every version."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _name(number: int) -> str:
    return f"coach-library-{number:06d}"


def _texts(number: int, whose: str) -> str:
    # With the id, so that a writer which was taken for dead cannot spoil what its successor wrote.
    return f"{_name(number)}-texts-{whose.replace('-', '')}"


def whole(server: Server) -> list[Version]:
    """The whole versions, newest first. Raises StoreError, ConfigError."""
    found = []
    for collection in server.ask(lambda client: client.list_collections(limit=10_000)):
        match, about = _NAME.fullmatch(collection.name), collection.metadata or {}
        if match and not match[2] and about.get("whole"):
            found.append(
                Version(int(match[1]), str(collection.id), int(about["blocks"]), int(about["views"]))
            )
    return sorted(found, key=lambda version: -version.number)


def read_texts(server: Server, version: Version) -> tuple[str, str]:
    """The passages' and the manifest's JSON of a version. Raises StoreError when they are not whole."""

    def read(client: Any) -> dict[str, str]:
        collection = client.get_collection(_texts(version.number, version.id), embedding_function=None)
        found: dict[str, str] = {}
        for at in range(0, version.blocks, 20):
            part = collection.get(limit=20, offset=at, include=["documents"])
            found.update(zip(part["ids"], part["documents"], strict=True))
        return found

    blocks = _ask(server, read)
    if len(blocks) != version.blocks:
        raise StoreError(f"Version {version.number} of the library at {server.url} is not whole.")
    passages, manifest = (
        "".join(blocks[one] for one in sorted(blocks) if one.startswith(kind)) for kind in "pm"
    )
    return passages, manifest


def read_vectors(server: Server, version: Version, ids: Sequence[str]) -> dict[str, "Vectors"]:
    """The vectors of a version by their ids. Raises StoreError when one is missing."""
    import numpy as np

    def read(client: Any) -> "dict[str, Vectors]":
        collection = client.get_collection(_name(version.number), embedding_function=None)
        found: dict[str, Vectors] = {}
        for at in range(0, len(ids), BATCH):
            part = collection.get(ids=list(ids[at : at + BATCH]), include=["embeddings"])
            found.update(zip(part["ids"], np.asarray(part["embeddings"], dtype=np.float32), strict=True))
        return found

    vectors: dict[str, Vectors] = _ask(server, read)
    if len(vectors) != len(set(ids)):
        raise StoreError(f"Version {version.number} of the library at {server.url} lacks vectors.")
    return vectors


class OnServer:
    """The vectors of one version, searched by the server. Threads may share it."""

    def __init__(self, server: Server, version: Version, ids: Sequence[str]) -> None:
        """`ids` are the views' in the order of their rows. Raises StoreError when the version is not there."""
        self._server = server
        self._rows: dict[str, list[int]] = {}
        for row, one in enumerate(ids):
            self._rows.setdefault(one, []).append(row)
        self._collection = _ask(
            server, lambda client: client.get_collection(_name(version.number), embedding_function=None)
        )
        if str(self._collection.id) != version.id or version.views != len(self._rows):
            raise StoreError(
                f"Version {version.number} of the library at {server.url} is another one by now."
            )

    def nearest(self, vector: "Vectors", count: int) -> list[tuple[int, float]]:
        """The nearest vectors, best first: (row, cosine). Raises StoreError."""
        wanted = min(count, len(self._rows))
        found = _ask(
            self._server,
            lambda _: self._collection.query(
                query_embeddings=[vector], n_results=wanted, include=["distances"]
            ),
        )
        near = zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True)
        return [(row, 1.0 - float(far)) for one, far in near for row in self._rows[one]]

    def close(self) -> None:
        """Nothing is open: the connections are the server's."""


class Claim:
    """A number claimed by one writer, which shows that it lives until it has published or given up."""

    def __init__(self, server: Server, number: int, collection: Any) -> None:
        self._server, self.number, self._collection = server, number, collection
        self.published = False
        self._texts = _texts(number, str(collection.id))
        self._done = threading.Event()
        self._beating = threading.Thread(target=self._beat, daemon=True)
        self._beating.start()

    def _beat(self) -> None:
        beats = 0
        while not self._done.wait(LEASE / 6):
            beats += 1
            # Where the server is down or the claim is lost, the next write says so.
            with suppress(CoachError):
                _ask(self._server, lambda _, now=beats: self._collection.modify(metadata={"beat": now}))

    def _stop(self) -> None:
        self._done.set()
        self._beating.join()

    def publish(self, passages: str, manifest: str, ids: Sequence[str], vectors: "Vectors") -> Version:
        """Write a version whole and switch to it. Raises StoreError; the version before goes on counting."""
        rows = {one: row for row, one in enumerate(ids)}
        blocks = {
            f"{kind}{at:09d}": text[at : at + BLOCK]
            for kind, text in (("p", passages), ("m", manifest))
            for at in range(0, len(text), BLOCK)
        }

        def write(client: Any) -> None:
            beside = client.create_collection(self._texts, embedding_function=None)
            names = list(blocks)
            for at in range(0, len(names), 20):
                some = names[at : at + 20]
                beside.add(ids=some, embeddings=[[1.0]] * len(some), documents=[blocks[one] for one in some])
            views = list(rows)
            for at in range(0, len(views), BATCH):
                some = views[at : at + BATCH]
                self._collection.add(ids=some, embeddings=vectors[[rows[one] for one in some]])
            counts = self._collection.count(), beside.count()
            if counts != (len(rows), len(blocks)):
                raise StoreError(
                    f"The server at {self._server.url} holds {counts[0]} of {len(rows)} vectors. Run the ingest again."
                )

        _ask(self._server, write)
        self._stop()
        about = {"whole": True, "blocks": len(blocks), "views": len(rows)}
        _ask(self._server, lambda _: self._collection.modify(metadata=about))
        self.published = True
        return Version(self.number, str(self._collection.id), len(blocks), len(rows))

    def give_up(self) -> None:
        """Leave the number to others."""
        self._stop()
        with suppress(CoachError):
            _drop(self._server, self._texts)
            _drop(self._server, _name(self.number), str(self._collection.id))


@contextmanager
def claiming(server: Server, wait: float = WAIT) -> Iterator[Claim]:
    """Be the one writer of the next version. Raises StoreError when another one works for longer than `wait`
    seconds, or when the server does not answer; ConfigError.
    """
    claim = _claim(server, wait)
    try:
        yield claim
    finally:
        if claim.published:
            clean(server)
        else:
            claim.give_up()


def _claim(server: Server, wait: float) -> Claim:
    began = time.monotonic()
    seen: tuple[Any, float] | None = None
    while True:
        number = next((version.number for version in whole(server)), 0) + 1
        name = _name(number)
        collection = _create(server, name)
        now = time.monotonic()
        if collection is not None:
            if next((version.number for version in whole(server)), 0) < number:
                return Claim(server, number, collection)
            # Others have switched several times meanwhile, and removed the number that was free now.
            _drop(server, name)
            continue
        sign = _sign(server, name)
        if seen is None or seen[0] != sign:
            seen = (sign, now)
        elif now - seen[1] > LEASE and sign is not None:
            _drop(server, name)
        if now - began > wait:
            raise StoreError(
                f"Another program has been writing the library at {server.url} for over {wait:.0f} seconds. Wait for "
                "it to end, and try again."
            )
        time.sleep(0.2)


def _create(server: Server, name: str) -> Any:
    """A new collection of that name; None where there is one."""
    mark = {"beat": 0, "by": uuid4().hex}
    try:
        return server.ask(
            lambda client: client.create_collection(
                name, embedding_function=None, metadata=mark, configuration=hnsw(0)
            )
        )
    except CoachError:
        raise
    except Exception as error:  # ask() lets through what is an answer
        if not is_taken(error):
            raise
        return None


def _sign(server: Server, name: str) -> Any:
    """What a writer shows of itself; None when it has ended."""

    def look(client: Any) -> Any:
        collection = client.get_collection(name, embedding_function=None)
        return str(collection.id), json.dumps(collection.metadata, sort_keys=True)

    try:
        return server.ask(look)
    except CoachError:
        raise
    except Exception as error:  # as above
        if not is_missing(error):
            raise
        return None


def _drop(server: Server, name: str, whose: str | None = None) -> None:
    """Remove a collection if it is there, and, with `whose` id, if it is that one still."""

    def drop(client: Any) -> None:
        if whose is None or str(client.get_collection(name, embedding_function=None).id) == whose:
            client.delete_collection(name)

    with suppress(StoreError):
        _ask(server, drop)


def clean(server: Server) -> None:
    """Remove all but the newest whole version and the one before, which a reader may just be opening."""
    with suppress(CoachError):
        kept = [version.number for version in whole(server)[:2]]
        if not kept:
            return
        for collection in server.ask(lambda client: client.list_collections(limit=10_000)):
            match = _NAME.fullmatch(collection.name)
            if match and int(match[1]) < max(kept) and int(match[1]) not in kept:
                _drop(server, collection.name)


def _ask(server: Server, what: Any) -> Any:
    """As `server.ask`; what is not there (removed by a later version) is a StoreError too."""
    try:
        return server.ask(what)
    except CoachError:
        raise
    except Exception as error:  # ask() lets through what is an answer
        raise StoreError(
            f"This version of the library at {server.url} has been replaced by a newer one ({str(error)[:80]})."
        ) from error
