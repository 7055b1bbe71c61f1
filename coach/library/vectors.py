"""Vectors at rest: Chroma, the only module that imports it.

A collection is written once, into a folder of its own, and only read after that: two processes that write one
embedded Chroma lose rows silently, and a reader does not see another's rows.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from coach.errors import StoreError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

COLLECTION = "library"
BATCH = 2_000
"""Rows written at once: about a second's work, so that progress shows."""


class Nearest(Protocol):
    """Vectors that can be searched: in a folder, or on a server."""

    def nearest(self, vector: "Vectors", count: int) -> list[tuple[int, float]]:
        """The nearest vectors, best first: (row, cosine). Raises StoreError."""

    def close(self) -> None:
        """Let go of what is open."""


def breadth(rows: int) -> int:
    """Neighbours that Chroma weighs for a query over so many rows.

    With its own 100 it misses some, and two runs over the same small library then differ; where there are many rows
    each of them costs more, and the ranking by words makes up for a vector that is missed.
    """
    return 400 if rows <= 4_000 else 160


def hnsw(rows: int) -> Any:
    """How Chroma is to index so many rows."""
    return {"hnsw": {"space": "cosine", "ef_search": breadth(rows), "ef_construction": 100}}


def write_chroma(
    folder: Path,
    ids: Sequence[str],
    vectors: "Vectors",
    progress: Callable[[int, int, str], None] | None = None,
) -> None:
    """A new collection in `folder`, which must be empty or absent, checked by its count. Raises StoreError.

    `progress` is called with (done, total, "indexing").
    """
    client = _client(folder)
    try:
        collection = client.create_collection(
            COLLECTION,
            embedding_function=None,
            configuration=hnsw(len(ids)),
        )
        most = min(BATCH, client.get_max_batch_size())
        # Chroma writes its graph after every thousand rows, and whoever opens it later adds what was left over. Batches
        # as large as one another leave over none where there are more rows than one holds.
        batch = max(1, -(-len(ids) // max(1, -(-len(ids) // most))))
        for at in range(0, len(ids), batch):
            collection.add(ids=list(ids[at : at + batch]), embeddings=vectors[at : at + batch])
            if progress:
                progress(min(at + batch, len(ids)), len(ids), "indexing")
        written = collection.count()
    except StoreError:
        raise
    except Exception as error:  # Chroma raises its own, sqlite's and Rust's kinds
        raise StoreError(
            f"The vector index could not be written to {folder}: {error}. Check disk space."
        ) from error
    finally:
        client.close()
    if written != len(ids):
        raise StoreError(
            f"The vector index in {folder} holds {written} of {len(ids)} vectors. Run the ingest again."
        )


class Chroma:
    """A collection opened for reading. Threads may share it."""

    def __init__(self, folder: Path, ids: Sequence[str]) -> None:
        """Raises StoreError when the folder is not a whole collection of `ids`."""
        if not (folder / "chroma.sqlite3").is_file():
            # Without this check Chroma would make an empty database where none is.
            raise StoreError(f"There is no vector index in {folder}.")
        self._client = _client(folder)
        self._rows = {one: row for row, one in enumerate(ids)}
        try:
            self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
            count = self._collection.count()
        except Exception as error:  # as above
            self._client.close()
            raise StoreError(f"The vector index in {folder} cannot be opened: {error}.") from error
        if count != len(ids):
            self._client.close()
            raise StoreError(f"The vector index in {folder} holds {count} of {len(ids)} vectors.")

    def nearest(self, vector: "Vectors", count: int) -> list[tuple[int, float]]:
        """The nearest vectors, best first: (row, cosine). Raises StoreError."""
        try:
            found = self._collection.query(
                query_embeddings=[vector], n_results=min(count, len(self._rows)), include=["distances"]
            )
        except Exception as error:  # as above
            raise StoreError(f"The vector index does not answer: {error}.") from error
        distances = (found["distances"] or [[]])[0]
        return [
            (self._rows[one], 1.0 - float(far)) for one, far in zip(found["ids"][0], distances, strict=True)
        ]

    def close(self) -> None:
        """Let go of the files; a second call does nothing."""
        self._client.close()


def _client(folder: Path) -> Any:
    try:
        import chromadb
        from chromadb.config import Settings

        return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    except Exception as error:  # as above; an installation without a working Chroma included
        raise StoreError(f"Chroma cannot open {folder}: {error}.") from error
