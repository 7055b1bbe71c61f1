"""The library proper: the bundled digests and what `coach ingest` added, in one index on one shelf."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.errors import ConfigError, StoreError
from coach.library.articles import Passage, knowledge_folder, load_articles
from coach.library.embedding import Embedding
from coach.library.index import FORMAT, Index, Progress, Stored, other_embedding
from coach.library.shelf import Shelf


@dataclass(frozen=True)
class Bundle:
    """The digests that come with the program."""

    passages: tuple[Passage, ...]
    sha256: str
    """Of all their content: an index built from others is out of date."""

    @classmethod
    def read(cls, articles: Path | None = None) -> "Bundle":
        """The digests in `articles`, or else the bundled ones. Raises ConfigError."""
        found = load_articles(articles or knowledge_folder() / "articles")
        passages = tuple(passage for article in found for passage in article.passages)
        return cls(passages, hashlib.sha256(repr(passages).encode()).hexdigest())


def shelf_of(data_dir: Path) -> Shelf:
    """Where the library of a data folder stands."""
    return Shelf(data_dir / "library")


def read_stored(shelf: Shelf) -> tuple[Stored | None, str | None]:
    """The newest whole version, and a note where the one that counts is damaged."""
    note = None
    for folder in shelf.candidates():
        try:
            return Stored.read(folder), note
        except StoreError as error:
            note = note or str(error)
    return None, note


def added(stored: Stored | None) -> list[Passage]:
    """The passages that do not come with the program."""
    return [passage for passage in stored.passages if passage.kind != "library"] if stored else []


def build(
    bundle: Bundle, others: Sequence[Passage], meta: dict[str, Any], embedding: Embedding,
    reuse: Index | None = None, progress: Progress | None = None,
) -> Index:  # fmt: skip
    """The index of the digests and `others`, in memory."""
    meta = {**meta, "bundle": bundle.sha256}
    return Index.build([*bundle.passages, *others], embedding, meta, reuse, progress)


def vectors_of(stored: Stored | None, embedding: Embedding) -> Index | None:
    """The stored index, as far as its vectors can be used again."""
    if stored is None or stored.embedding != embedding.name or stored.format != FORMAT:
        return None
    try:
        return Index.load(stored, embedding)
    except StoreError:
        return None


def current(shelf: Shelf, bundle: Bundle, embedding: Embedding) -> tuple[Index, str | None]:
    """The index that counts, and a note where something is amiss.

    Where none is stored, or the digests or the program have changed since, it is built in memory: `save`
    stores it. Raises ConfigError when another embedding built the stored one.
    """
    stored, note = read_stored(shelf)
    if stored and stored.embedding != embedding.name:
        raise ConfigError(other_embedding(stored.embedding, embedding.name))
    old = vectors_of(stored, embedding)
    if old is not None and old.meta.get("bundle") == bundle.sha256:
        return old, note
    return build(bundle, added(stored), dict(stored.meta) if stored else {}, embedding, old), note


def save(shelf: Shelf, bundle: Bundle, embedding: Embedding) -> Index:
    """Store the index where it is missing or out of date; only one process does. Raises StoreError,
    ConfigError.
    """
    with shelf.writing():
        # Another process may have stored it while this one waited for the lock.
        index, note = current(shelf, bundle, embedding)
        if index.folder is None or note:
            shelf.publish(index.save)
    return index
