"""The library proper: the bundled digests and what `coach ingest` added, in one index on one shelf."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coach.errors import ConfigError, StoreError
from coach.library.articles import Passage, knowledge_folder, load_articles
from coach.library.embedding import Embedding, other_embedding
from coach.library.index import FORMAT, Index, Progress, Stored
from coach.library.place import InFolder, OnChroma, Place
from coach.library.server import Server
from coach.library.shelf import Shelf
from coach.library.versions import whole
from coach.settings import Settings


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


@dataclass(frozen=True)
class Chroma:
    """The Chroma server that the settings name."""

    url: str
    token: str | None = field(default=None, repr=False)


def chroma_of(settings: Settings) -> Chroma | None:
    """The server of COACH_CHROMA and COACH_CHROMA_TOKEN, None where none is set."""
    return Chroma(settings.chroma, settings.chroma_token) if settings.chroma else None


def server_says(chroma: Chroma) -> str:
    """What the server answers about itself and the library. Raises StoreError, ConfigError."""
    server = Server(chroma.url, chroma.token)
    try:
        version = server.ask(lambda client: client.get_version())
        found = whole(server)
    finally:
        server.close()
    held = f"version {found[0].number} of the library" if found else "no library yet"
    token = "with a token" if chroma.token else "without a token"
    return f"{chroma.url} answers ({version}), {token}, and holds {held}"


def place_of(data_dir: Path, chroma: Chroma | None = None) -> Place:
    """Where the library of a data folder is kept. Asks nothing of the server."""
    folder = data_dir / "library"
    if chroma is None:
        return InFolder(Shelf(folder))
    return OnChroma(Server(chroma.url, chroma.token), folder / "servers")


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


def vectors_of(place: Place, stored: Stored | None, embedding: Embedding) -> Index | None:
    """The stored index, as far as its vectors can be used again."""
    if stored is None or stored.embedding != embedding.name or stored.format != FORMAT:
        return None
    try:
        return place.load(stored, embedding)
    except StoreError:
        return None


def current(
    place: Place, bundle: Bundle, embedding: Embedding, made: Index | None = None
) -> tuple[Index, str | None]:
    """The index that counts, and a note where something is amiss.

    Where none is stored, or the digests or the program have changed since, it is built in memory: `save`
    stores it, and what it has embedded of `made` is not embedded again. Raises ConfigError when another embedding built the stored one, or when the server is not one.
    """
    stored, note = place.read()
    if stored and stored.embedding != embedding.name:
        raise ConfigError(other_embedding(stored.embedding, embedding.name))
    old = vectors_of(place, stored, embedding)
    if old is not None and old.meta.get("bundle") == bundle.sha256:
        return old, note
    return build(bundle, added(stored), dict(stored.meta) if stored else {}, embedding, old or made), note


def save(place: Place, bundle: Bundle, embedding: Embedding, made: Index | None = None) -> Index:
    """Store the index where it is missing or out of date; only one process does. Raises StoreError,
    ConfigError.
    """
    with place.writing():
        # Another process may have stored it while this one waited for its turn.
        index, note = current(place, bundle, embedding, made)
        if not index.kept or note:
            place.publish(index)
    return index
