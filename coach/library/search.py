"""The library as the rest of the program uses it: search, answer, open a passage, check a quotation, take an
upload.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from coach.errors import CoachError, ConfigError, UserError
from coach.library import collection
from coach.library.articles import Passage
from coach.library.embedding import Embedding, changed_embedding
from coach.library.embedding import embedding as named_embedding
from coach.library.index import Index
from coach.library.lexical import Question
from coach.library.ranking import Hit, candidates, pick
from coach.library.readers import LIMIT
from coach.library.uploads import Upload, Uploads
from coach.library.views import LEAST
from coach.library.words import find_quote, load, terms, tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

QUERY_LIMIT = 20_000
"""Characters of a question that are looked at."""
_NOTES = 5
REST = 30.0
"""Seconds that an embedding which failed is left alone, so that not every turn waits for it."""


class Library:
    """The library of one data folder. Threads may share it; it notices when another process has changed the
    index.

    Nothing it meets while searching (a Chroma that does not open, a server of embeddings that is down) is an
    error: it goes on with less, and says so in `notes`.
    """

    def __init__(
        self, data_dir: Path, bundle: collection.Bundle, embedding: Embedding, limit: int,
        chroma: collection.Chroma | None = None,
    ) -> None:  # fmt: skip
        """Use `open`."""
        self.embedding = embedding
        self._bundle = bundle
        self._place = collection.place_of(data_dir, chroma)
        self._uploads = Uploads(data_dir, embedding, limit)
        self._lock = threading.RLock()
        self._notes: deque[str] = deque(maxlen=_NOTES)
        # Indexes that have been replaced stay open for the searches still under way in other threads.
        self._replaced: deque[Index] = deque()
        self._warm = False
        self._rest_until = 0.0
        self._stamp = self._place.stamp()
        self._index, note = collection.current(self._place, bundle, embedding)
        self._note(note)

    @classmethod
    def open(
        cls,
        data_dir: Path | str,
        embeddings: str = "hash",
        *,
        articles: Path | None = None,
        upload_limit: int = LIMIT,
        chroma: collection.Chroma | None = None,
    ) -> "Library":
        """The library kept in `data_dir`, ready to be searched; the folder need not exist.

        Where no index is stored yet, or the digests have changed, it is built in memory (milliseconds with
        the built-in embedding) and stored by `warm`, or at once where embedding costs something; where the
        folder cannot be written to it stays in memory, with a note. `articles` is the folder of the digests,
        the bundled ones by default. With `chroma` the library is kept on that server and shared. Raises ConfigError
        when the embedding cannot be used or is not the one the stored index was built with, or when what
        answers at the server's address is no Chroma or refuses the token.
        """
        library = cls(
            Path(data_dir),
            collection.Bundle.read(articles),
            named_embedding(embeddings),
            upload_limit,
            chroma,
        )
        if not library.embedding.cheap:
            library._save()
        return library

    @property
    def notes(self) -> tuple[str, ...]:
        """What is amiss, in plain words, for a person to read: empty when all is well."""
        trouble = self._place.trouble()
        with self._lock:
            return (*self._notes, *([trouble] if trouble else []))

    def warm(self) -> None:
        """Store the index where that is still to be done, open Chroma where the library is so large that it is asked, and
        read the tables of words: up to a second or two. For a background thread.

        Never raises for the library's own troubles: they become notes.
        """
        with self._lock:
            self._warm = True
        load()
        with suppress(ConfigError):  # said, if it lasts, when somebody asks
            self.embedding.elsewhere()
        self._save()
        self._open_chroma(self._current())

    def search(
        self, query: str, k: int = 5, stage: str | None = None, conversation: str | None = None
    ) -> list[Hit]:
        """The `k` passages that have most to do with `query`, best first; [] when none has anything to do
        with it.

        `stage` prefers, mildly, passages that serve it. With `conversation` its uploads are searched as well.
        """
        text = query[:QUERY_LIMIT].replace("\x00", " ")
        # A question may be put in everyday words alone ("how can I know what people will want"): its meaning is left.
        if k < 1 or not (terms(text) or (not self.embedding.cheap and len(tokens(text)) >= LEAST)):
            return []
        vector = self._vector(text)
        indexes = self._indexes(conversation, querying=vector is not None)
        question = Question(text, [index.lexical for index in indexes])
        found = []
        for index in indexes:
            near = self._if_fitting(index, vector)
            try:
                some = candidates(index, question, near, stage)
            except CoachError as error:
                # Chroma failed in mid-flight. The index has its vectors besides, and answers exactly from
                # them.
                self._without_chroma(error)
                index.close()
                some = candidates(index, question, near, stage)
            if some is not None:
                found.append(some)
        return pick(found, k, self.embedding.alike)

    def answer(
        self, query: str, k: int = 5, stage: str | None = None, conversation: str | None = None
    ) -> list[Hit]:
        """As `search`, but only passages that answer the question: [] means that the library has nothing on
        that.
        """
        hits = self.search(query, k, stage, conversation)
        return [hit for hit in hits if hit.evidence >= self.embedding.threshold]

    def passage(self, passage_id: str, conversation: str | None = None) -> Passage:
        """The passage with that id. An upload's opens only with its conversation. Raises UserError when there
        is none.
        """
        for index in self._indexes(conversation):
            if passage_id in index.by_id:
                return index.by_id[passage_id]
        raise UserError(
            f"The library has no passage '{passage_id[:80]}'. It may have been removed since it was cited."
        )

    def passages(self, conversation: str | None = None) -> list[Passage]:
        """Every passage of the library, and of a conversation's uploads."""
        return [passage for index in self._indexes(conversation) for passage in index.passages]

    def locate(self, passage_id: str, quote: str, conversation: str | None = None) -> tuple[int, int] | None:
        """Where in the passage's text the quoted words stand (start, end); None when they or the passage
        don't exist.
        """
        try:
            return find_quote(self.passage(passage_id, conversation).text, quote)
        except UserError:
            return None

    def verify(self, passage_id: str, quote: str, conversation: str | None = None) -> bool:
        """Whether `quote` stands verbatim in the passage; white space and the shape of quotation marks don't
        matter.
        """
        return self.locate(passage_id, quote, conversation) is not None

    def add_upload(self, conversation: str, source: Path | str | bytes, name: str | None = None) -> Upload:
        """Read a file (a path, or its bytes) into a conversation's own library.

        Raises UserError, saying why, when it is refused, and StoreError when it cannot be kept.
        """
        if isinstance(source, bytes):
            data = source
        else:
            name = name or Path(source).name
            try:
                with Path(source).open("rb") as file:
                    data = file.read(self._uploads.limit + 1)
            except OSError as error:
                raise UserError(f"{name} was not read: {error.strerror}.") from error
        return self._uploads.add(conversation, data, name or "document")

    def uploads(self, conversation: str) -> list[Upload]:
        """A conversation's uploads, in the order they came."""
        return self._uploads.of(conversation)

    def remove_upload(self, conversation: str, upload: str) -> None:
        """Remove one upload by its id, and its index. Raises UserError when there is none such."""
        self._uploads.remove(conversation, upload)

    def forget(self, conversation: str) -> None:
        """Delete every upload of a conversation and their index from the disk. Raises StoreError when it
        cannot be.
        """
        self._uploads.forget(conversation)

    def close(self) -> None:
        """Let go of Chroma's files and connections. A search after it still works."""
        with self._lock:
            for index in [*self._replaced, self._index]:
                index.close()
            self._replaced.clear()
        self._place.close()

    def _vector(self, text: str) -> "NDArray[np.float32] | None":
        if time.monotonic() < self._rest_until:
            return None
        try:
            self.embedding.fingerprint()
            self.embedding.elsewhere()
            return self.embedding.embed_query(text)
        except ConfigError as error:
            self._rest_until = time.monotonic() + REST
            self._note(f"{error} The library is searched by words alone.")
            return None

    def _if_fitting(self, index: Index, vector: "NDArray[np.float32] | None") -> "NDArray[np.float32] | None":
        """`vector`, or None where another model built the index: the two would be compared for nothing."""
        if vector is None or index.fits(self.embedding):
            return vector
        self._note(changed_embedding(self.embedding.name))
        return None

    def _without_chroma(self, error: CoachError) -> None:
        if self._place.trouble() is None:  # which says it better
            self._note(f"{error} The coach goes on without Chroma.")

    def _indexes(self, conversation: str | None, querying: bool = False) -> list[Index]:
        indexes = [self._current()]
        if conversation is not None:
            try:
                own = self._uploads.index(conversation)
                if querying and own is not None and not own.fits(self.embedding):
                    own = self._uploads.renew(conversation)
            except CoachError as error:
                self._note(str(error))
                own = None
            if own is not None:
                indexes.append(own)
        return indexes

    def _current(self) -> Index:
        """The index, read again when another process has switched to a new one."""
        if self._place.stamp() == self._stamp:
            return self._index
        with self._lock:
            stamp = self._place.stamp()
            if stamp != self._stamp:
                self._stamp = stamp
                self._renew(lambda: collection.current(self._place, self._bundle, self.embedding))
            return self._index

    def _renew(self, make: Callable[[], tuple[Index, str | None]]) -> None:
        try:
            index, note = make()
        except CoachError as error:
            self._note(f"{error} Until then the coach goes on with the library as it was.")
            return
        self._note(note)
        if self._warm:
            self._open_chroma(index)
        self._replaced.append(self._index)
        if len(self._replaced) > 1:
            self._replaced.popleft().close()
        self._index = index

    def _save(self) -> None:
        index = self._current()
        if index.kept:
            return
        try:
            collection.save(self._place, self._bundle, self.embedding, index)
        except CoachError as error:
            if self._place.trouble() is None:
                self._note(f"{error} Until then the library is kept in memory only.")
            return
        self._current()

    def _open_chroma(self, index: Index) -> None:
        try:
            index.open_chroma()
        except CoachError as error:
            self._without_chroma(error)

    def _note(self, note: str | None) -> None:
        with self._lock:
            if note and note not in self._notes:
                self._notes.append(note)
