"""What a person uploads in a conversation: private to it, in an index of its own, gone when it is deleted.

These indexes do without Chroma: they are small enough for an exact search in a millisecond or two, and Chroma writes
spare memory of the process to its files, in which another conversation's words could outlive their deletion.
"""

import hashlib
import shutil
import threading
from collections import OrderedDict
from dataclasses import asdict, dataclass
from pathlib import Path

from coach.errors import StoreError, UserError
from coach.library.articles import Passage
from coach.library.embedding import Embedding
from coach.library.index import FORMAT, Index, Stored
from coach.library.isolated import Isolated
from coach.library.readers import LIMIT, article_id, passages_of, read_document
from coach.library.shelf import Shelf, Stamp
from coach.library.words import nfc

MOST_FILES = 20
MOST_PASSAGES = 20_000
"""Of all uploads of a conversation: about three million words."""
_OPEN = 16
"""Conversations whose uploads are kept open at once."""


@dataclass(frozen=True)
class Upload:
    """A document of the user's in a conversation."""

    id: str
    """Its passages' ids begin with it."""
    name: str
    """The file's."""
    title: str
    passages: int
    bytes: int
    sha256: str


class Uploads:
    """The uploads of all conversations of a data folder. Threads may share it."""

    def __init__(self, data_dir: Path, embedding: Embedding, limit: int = LIMIT) -> None:
        self._folder = data_dir / "library" / "uploads"
        self._embedding = embedding
        self.limit = limit
        self._open: OrderedDict[str, tuple[Stamp, Index]] = OrderedDict()
        self._lock = threading.Lock()

    def _shelf(self, conversation: str) -> Shelf:
        # A hash, since an id may hold anything, "../" included.
        return Shelf(self._folder / hashlib.sha256(conversation.encode("utf-8", "replace")).hexdigest()[:32])

    def index(self, conversation: str) -> Index | None:
        """The index of a conversation's uploads, None when it has none. Raises StoreError if damaged."""
        shelf = self._shelf(conversation)
        stamp = shelf.stamp()
        with self._lock:
            known = self._open.get(conversation)
            if known and known[0] == stamp:
                self._open.move_to_end(conversation)
                return known[1]
            if known:
                del self._open[conversation]
            if stamp is None:
                return None
            index = self._load(shelf)
            if index is not None:
                self._open[conversation] = (stamp, index)
                if len(self._open) > _OPEN:
                    self._open.popitem(last=False)
            return index

    def _load(self, shelf: Shelf) -> Index | None:
        folder = shelf.current()
        if folder is None:
            return None
        stored = Stored.read(folder)
        if stored.embedding == self._embedding.name and stored.format == FORMAT:
            return Index.load(stored, self._embedding)
        # Few enough to be embedded anew when the setting has changed.
        return Index.build(stored.passages, self._embedding, stored.meta)

    def renew(self, conversation: str) -> Index | None:
        """The index, embedded anew: the model has changed under its name. Raises StoreError, ConfigError."""
        shelf = self._shelf(conversation)
        with shelf.writing():
            old = self.index(conversation)
            if old is not None and not old.fits(self._embedding):
                self._publish(shelf, list(old.passages), self.of(conversation), None)
        return self.index(conversation)

    def of(self, conversation: str) -> list[Upload]:
        """A conversation's uploads, in the order they came."""
        index = self.index(conversation)
        return [Upload(**raw) for raw in index.meta["uploads"]] if index else []

    def add(self, conversation: str, data: bytes, name: str) -> Upload:
        """Read and index a file. Adding the same content again changes nothing.

        Raises UserError, naming the file and the reason, when it is refused; StoreError when it cannot be
        kept.
        """
        name = _clean(name)
        sha256 = hashlib.sha256(data).hexdigest()
        shelf = self._shelf(conversation)
        self._may_add(conversation, name, sha256)
        try:
            with Isolated() as reader:
                document = read_document(data, name, reader, self.limit)
        except UserError as error:
            raise UserError(f"{name} was not read: {error}.") from error
        with shelf.writing():
            known = self._may_add(conversation, name, sha256)
            if known:
                return known
            old, uploads = self.index(conversation), self.of(conversation)
            article = article_id(name, {upload.id for upload in uploads}, "upload")
            new = passages_of(document, article, "upload", name)
            if len(new) + (len(old.passages) if old else 0) > MOST_PASSAGES:
                raise UserError(
                    f"{name} was not read: this conversation's files are too much text; split it."
                )
            upload = Upload(article, name, document.title, len(new), len(data), sha256)
            self._publish(shelf, [*(old.passages if old else ()), *new], [*uploads, upload], old)
        return upload

    def _may_add(self, conversation: str, name: str, sha256: str) -> Upload | None:
        """The upload that has this content already, if any. Raises UserError when there is no room for
        another.
        """
        uploads = self.of(conversation)
        known = next((upload for upload in uploads if upload.sha256 == sha256), None)
        if known is None and len(uploads) >= MOST_FILES:
            raise UserError(
                f"{name} was not read: a conversation holds {MOST_FILES} files; remove one first."
            )
        return known

    def _publish(
        self, shelf: Shelf, passages: list[Passage], uploads: list[Upload], old: Index | None
    ) -> None:
        meta = {"uploads": [asdict(upload) for upload in uploads]}
        index = Index.build(passages, self._embedding, meta, old)
        shelf.publish(lambda folder: index.save(folder, chroma=False))

    def remove(self, conversation: str, upload: str) -> None:
        """Remove one upload, by its id. Raises UserError when the conversation has none such."""
        shelf = self._shelf(conversation)
        if not any(one.id == upload for one in self.of(conversation)):
            raise UserError(f"This conversation has no upload '{upload[:80]}'.")
        with shelf.writing():
            old = self.index(conversation)
            rest = [one for one in self.of(conversation) if one.id != upload]
            if not rest:
                self._erase(shelf)
            elif old:
                kept = [passage for passage in old.passages if passage.article != upload]
                self._publish(shelf, kept, rest, old)
                # The version before holds what was to be removed.
                shelf.keep_only_current()
        self._drop(conversation)

    def forget(self, conversation: str) -> None:
        """Delete all uploads of a conversation and their index. Raises StoreError when the disk refuses."""
        shelf = self._shelf(conversation)
        if shelf.folder.exists():
            with shelf.writing():
                self._erase(shelf)
        self._drop(conversation)

    def _erase(self, shelf: Shelf) -> None:
        shelf.remove()
        try:
            shutil.rmtree(shelf.folder)
        except OSError as error:
            raise StoreError(
                f"{shelf.folder} could not be removed ({error.strerror}). Remove it by hand."
            ) from error

    def _drop(self, conversation: str) -> None:
        with self._lock:
            self._open.pop(conversation, None)


def _clean(name: str) -> str:
    """The bare name of a file, without folders or control characters."""
    bare = nfc(name).replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in bare if char.isprintable()).strip()[-200:] or "document"
