"""Where the library is kept: on a shelf in the data folder, or on a Chroma server with a copy on such a shelf.

With a server, the one who writes puts passages and vectors there, and everybody else fetches each new version once
into a copy: from it the words are ranked, passages opened and quotations checked, also while the server is down. In a
library too large for an exact search (`index.EXACT`) the nearest vectors are the server's to find.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from coach.errors import CoachError, StoreError
from coach.library.embedding import Embedding
from coach.library.index import Index, Progress, Stored
from coach.library.lexical import Lexical
from coach.library.server import LOOK, Server
from coach.library.shelf import Shelf
from coach.library.versions import (
    Claim,
    OnServer,
    Version,
    claiming,
    read_texts,
    read_vectors,
    view_id,
    whole,
)
from coach.library.views import views

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


class Place(Protocol):
    """Where one library is kept."""

    def stamp(self) -> object:
        """Changes whenever another version counts; None while there is none. Never raises."""

    def trouble(self) -> str | None:
        """What is amiss with the place itself at this moment."""

    def read(self) -> tuple[Stored | None, str | None]:
        """The version that counts without its vectors, and a note where it is damaged. Raises ConfigError."""

    def load(self, stored: Stored, embedding: Embedding) -> Index:
        """What `read` gave, with its vectors. Raises StoreError."""

    def writing(self) -> "AbstractContextManager[None]":
        """Be the one writer. Raises StoreError."""

    def publish(self, index: Index, progress: Progress | None = None) -> None:
        """Make `index` the version that counts. Only to be called while `writing`. Raises StoreError."""

    def close(self) -> None:
        """Let go of connections; what is asked after it makes new ones."""


class InFolder:
    """A library in the data folder."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def stamp(self) -> object:
        return self.shelf.stamp()

    def trouble(self) -> str | None:
        return None

    def read(self) -> tuple[Stored | None, str | None]:
        note = None
        for folder in self.shelf.candidates():
            try:
                return Stored.read(folder), note
            except StoreError as error:
                note = note or str(error)
        return None, note

    def load(self, stored: Stored, embedding: Embedding) -> Index:
        return Index.load(stored, embedding)

    def writing(self) -> "AbstractContextManager[None]":
        return self.shelf.writing()

    def publish(self, index: Index, progress: Progress | None = None) -> None:
        self.shelf.publish(lambda folder: index.save(folder, progress=progress))

    def close(self) -> None:
        pass


class OnChroma:
    """A library on a Chroma server. Threads may share it."""

    def __init__(self, server: Server, copies: Path) -> None:
        """`copies` is the folder of the copies, one for each server."""
        self.server = server
        name = "".join(char if char.isalnum() else "-" for char in server.url)
        self._copy = InFolder(Shelf(copies / name))
        self._claim: Claim | None = None
        self._seen: object = None
        self._looked = float("-inf")
        self._versions: dict[int, Version] = {}

    def stamp(self) -> object:
        if time.monotonic() - self._looked >= LOOK:
            self._look()
        return self._seen

    def _look(self) -> None:
        with suppress(CoachError):
            newest = next(iter(whole(self.server)), None)
            # A server that is back has to be opened again, if with the same version.
            self._seen = newest, self.server.returns
        self._looked = time.monotonic()

    def trouble(self) -> str | None:
        error = self.server.trouble
        if error is None:
            return None
        return f"{error} Until it answers, the coach goes on with what it has of the library here."

    def read(self) -> tuple[Stored | None, str | None]:
        copy = self._copy.read()[0]
        note = None
        try:
            for version in whole(self.server):
                if copy is not None and copy.folder and _version_of(copy.folder) == version:
                    return copy, note
                try:
                    stored = Stored.parse(*read_texts(self.server, version), None, self.server.url)
                except StoreError as error:
                    if self.server.trouble is not None:
                        raise
                    note = note or str(error)
                    continue
                self._versions[id(stored)] = version
                return stored, note
        except StoreError:
            # Told by `trouble`.
            return copy, note
        return None, note

    def load(self, stored: Stored, embedding: Embedding) -> Index:
        if stored.folder is not None:
            index, version = Index.load(stored, embedding), _version_of(stored.folder)
        else:
            version = self._versions.pop(id(stored))
            index = self._fetch(stored, version, embedding)
            self._keep(index, version)
        index.kept = True
        if version is not None:
            self._open_by(index, version)
        return index

    def _fetch(self, stored: Stored, version: Version, embedding: Embedding) -> Index:
        """The vectors of a version; those that the copy has already are not fetched again."""
        import numpy as np

        texts = [text for passage in stored.passages for text in views(passage, embedding)]
        ids = [view_id(text) for text in texts]
        known: dict[str, Any] = {}
        copy = self._copy.read()[0]
        same = copy is not None and (copy.embedding, copy.fingerprint, copy.format) == (
            stored.embedding, stored.fingerprint, stored.format,
        )  # fmt: skip
        if copy is not None and same:
            with suppress(StoreError):
                old = Index.load(copy, embedding)
                names = (view_id(text) for passage in copy.passages for text in views(passage, embedding))
                known = dict(zip(names, old.vectors, strict=True))
        missing = list(dict.fromkeys(one for one in ids if one not in known))
        known.update(read_vectors(self.server, version, missing))
        rows = np.array([known[one] for one in ids], dtype=np.float32).reshape(len(ids), -1)
        index = Index(stored.passages, rows, Lexical(stored.passages), embedding, stored.meta)
        index.fingerprint = stored.fingerprint_vector()
        return index

    def _keep(self, index: Index, version: Version) -> None:
        """Keep a copy; where the folder cannot be written to there is none, and the next start fetches again."""

        def write(folder: Path) -> None:
            about = {
                "number": version.number,
                "id": version.id,
                "blocks": version.blocks,
                "views": version.views,
            }
            (folder / "server.json").write_text(json.dumps(about), encoding="utf-8")
            index.save(folder, chroma=False)

        with suppress(StoreError), self._copy.writing():
            self._copy.shelf.publish(write)

    def _open_by(self, index: Index, version: Version) -> None:
        ids = [view_id(text) for passage in index.passages for text in views(passage, index.embedding)]
        index.opener = lambda: OnServer(self.server, version, ids)

    @contextmanager
    def writing(self) -> Iterator[None]:
        with claiming(self.server) as claim:
            self._claim = claim
            try:
                yield
            finally:
                self._claim = None

    def publish(self, index: Index, progress: Progress | None = None) -> None:
        assert self._claim is not None, "only while writing"
        ids = [view_id(text) for passage in index.passages for text in views(passage, index.embedding)]
        rows = index.rows_json()
        manifest = json.dumps(index.manifest(rows), ensure_ascii=False)
        version = self._claim.publish(rows, manifest, ids, index.vectors)
        self._keep(index, version)
        index.kept = True
        self._open_by(index, version)
        self._looked = float("-inf")

    def close(self) -> None:
        self.server.close()


def _version_of(folder: Path) -> Version | None:
    """Which of the server's versions a copy is of."""
    try:
        return Version(**json.loads((folder / "server.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
