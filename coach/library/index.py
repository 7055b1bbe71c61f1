"""One index: passages, their vectors and their BM25, built in memory, written whole into a folder, read back.

Every passage is seen several ways ("views"): its text under its heading, each question that it answers and, for a model
of meaning, each sentence of a digest. A view has a vector; a passage is as near to a question as the nearest few
of its views.
"""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.errors import StoreError
from coach.library.articles import Passage
from coach.library.embedding import ALIKE_FINGERPRINTS, Embedding
from coach.library.lexical import Lexical
from coach.library.vectors import Chroma, Nearest, write_chroma
from coach.library.views import best_of, cosines, highest, lined_up, runs, views

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Rows = NDArray[np.int64]

FORMAT = 3
"""Raised whenever stems, features or files change: an index of another format is rebuilt from its passages.
"""
EMBED_BATCH = 256
EXACT = 10_000
"""Views up to which every vector is compared with a question, and Chroma is not asked. The same is found each time (Chroma's
graph is approximate, and another in every index) without the second or two that importing Chroma takes. With 512 and
with 384 numbers a view, it takes an eighth of Chroma's time at 2,800 views, a third at 10,000, and at 30,000 a little less
still; where memory is slower the two meet sooner (`python -m benchmarks.exact`).
"""
Progress = Callable[[int, int, str], None]
"""Called with (done, total, what) while something long goes on."""


class Index:
    """Immutable once built, so that threads share it; only Chroma is opened late, under a lock, and only for more than
    EXACT views.
    """

    def __init__(
        self, passages: Sequence[Passage], vectors: "Vectors", lexical: Lexical, embedding: Embedding,
        meta: Mapping[str, Any], folder: Path | None = None,
    ) -> None:  # fmt: skip
        import numpy as np

        self.passages = tuple(passages)
        self.embedding = embedding
        self.meta = dict(meta)
        """What the caller wants kept with it: the digests' hash, the files it was read from."""
        self.folder = folder
        self.lexical = lexical
        self.vectors = vectors
        self.by_id = {passage.id: passage for passage in self.passages}
        self._counts: Rows = np.array(
            [len(views(passage, embedding)) for passage in passages], dtype=np.int64
        )
        self._put: Rows = np.array([1 + len(passage.answers) for passage in passages], dtype=np.int64)
        """How many views come before the sentences."""
        self._first: Rows = np.cumsum(self._counts) - self._counts
        self._lines = lined_up(self._first, self._put, len(vectors))
        self._owner: Rows = np.repeat(np.arange(len(self._counts)), self._counts)
        self.kept = folder is not None
        """Whether it stands where the library is kept."""
        self.opener: Callable[[], Nearest] | None = None
        """Opens its vectors where these are not in its folder."""
        self.fingerprint: Vectors | None = None
        """Of the embedding that built it; None where that is not known."""
        self._chroma: Nearest | None = None
        self._opening = threading.Lock()

    @classmethod
    def build(
        cls, passages: Sequence[Passage], embedding: Embedding, meta: Mapping[str, Any],
        reuse: "Index | None" = None, progress: Progress | None = None,
    ) -> "Index":  # fmt: skip
        """An index in memory. Vectors of views that `reuse` has too are copied, not computed again."""
        import numpy as np

        texts = [text for passage in passages for text in views(passage, embedding)]
        old: dict[str, int] = {}
        if reuse is not None and reuse.fits(embedding):
            old = {
                text: row for row, text in enumerate(t for p in reuse.passages for t in views(p, embedding))
            }
        missing = list(dict.fromkeys(text for text in texts if text not in old))
        fresh: list[Vectors] = []
        for at in range(0, len(missing), EMBED_BATCH):
            fresh.append(embedding.embed(missing[at : at + EMBED_BATCH]))
            if progress:
                progress(min(at + EMBED_BATCH, len(missing)), len(missing), "embedding")
        sources = fresh if reuse is None or not old else [reuse.vectors, *fresh]
        vectors = np.zeros((len(texts), sources[0].shape[1] if sources else 1), dtype=np.float32)
        new = {text: row for row, text in enumerate(missing)}
        for row, text in enumerate(texts):
            at = new.get(text, -1)
            vectors[row] = fresh[at // EMBED_BATCH][at % EMBED_BATCH] if at >= 0 else sources[0][old[text]]
        found = cls(passages, vectors, Lexical(passages), embedding, meta)
        found.fingerprint = embedding.fingerprint()
        return found

    def fits(self, embedding: Embedding) -> bool:
        """Whether `embedding` is the one that built it, by name, dimension and fingerprint. Raises ConfigError when
        the model behind it cannot be asked.
        """
        if self.embedding.name != embedding.name:
            return False
        if not self.passages:
            return True
        now, then = embedding.fingerprint(), self.fingerprint
        return (
            then is not None and self.vectors.shape[1] == len(now) == len(then)
            and float(now @ then) >= ALIKE_FINGERPRINTS
        )  # fmt: skip

    def rows_json(self) -> str:
        """The passages, one JSON object a line."""
        return "".join(json.dumps(asdict(passage), ensure_ascii=False) + "\n" for passage in self.passages)

    def manifest(self, rows: str) -> dict[str, Any]:
        """What the index says of itself; `rows` are its passages as `rows_json` gives them."""
        fingerprint = self.embedding.fingerprint() if self.fingerprint is None else self.fingerprint
        return {
            "format": FORMAT, "embedding": self.embedding.name, "dimension": self.vectors.shape[1],
            "fingerprint": [round(float(part), 6) for part in fingerprint], "passages": len(self.passages),
            "views": len(self.vectors), "sha256": _digest(rows), "meta": self.meta,
        }  # fmt: skip

    def save(self, folder: Path, chroma: bool = True, progress: Progress | None = None) -> None:
        """Write all of it into the empty `folder`; the manifest comes last and makes it whole. Raises
        StoreError. Without `chroma` the vectors are kept beside it only, and searched exactly.
        """
        import numpy as np

        try:
            rows = self.rows_json()
            _write(folder / "passages.jsonl", rows)
            np.save(folder / "vectors.npy", self.vectors)
            (folder / "bm25").mkdir()
            self.lexical.save(folder / "bm25")
            if chroma:
                write_chroma(folder / "chroma", self._view_ids(), self.vectors, progress)
            _write(folder / "manifest.json", json.dumps(self.manifest(rows), ensure_ascii=False))
        except OSError as error:
            raise StoreError(f"The index could not be written to {folder}: {error.strerror}.") from error
        self.folder, self.kept = folder, True

    @classmethod
    def load(cls, stored: "Stored", embedding: Embedding) -> "Index":
        """What `save` wrote. Raises StoreError when its parts are not whole or do not fit together."""
        import numpy as np

        if stored.folder is None:
            raise StoreError("The library's index is not in a folder.")
        try:
            vectors = np.asarray(np.load(stored.folder / "vectors.npy", mmap_mode="r"))
            lexical = Lexical.load(stored.folder / "bm25")
        except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
            raise StoreError(_damaged(stored.folder, error)) from error
        found = cls(stored.passages, vectors, lexical, embedding, stored.meta, stored.folder)
        if len(vectors) != len(found._owner) or lexical.rows != len(found.passages):
            raise StoreError(_damaged(stored.folder, "its parts do not fit together"))
        found.fingerprint = stored.fingerprint_vector()
        return found

    def open_chroma(self) -> None:
        """Open the stored vectors in Chroma, importing it (a second or two) on the first call, unless there are so few that
        they are searched exactly. Raises StoreError.

        That goes for a server's too: the vectors are here, since everybody keeps a copy, and one question less goes over
        the network. Whether the server is well, and has a newer version, `Place.stamp` asks it all the same.
        """
        with self._opening:
            if self._chroma is None and len(self.vectors) > EXACT:
                if self.opener is not None:
                    self._chroma = self.opener()
                elif self.folder is not None:
                    self._chroma = Chroma(self.folder / "chroma", self._view_ids())

    def close(self) -> None:
        """Let go of Chroma's files; the index still answers, exactly, from its own vectors."""
        with self._opening:
            chroma, self._chroma = self._chroma, None
        if chroma is not None:
            chroma.close()

    def nearest(self, vector: "Vectors", count: int) -> "tuple[list[int], Vectors | None]":
        """The rows of the passages of the `count` views nearest to `vector`, best first: by Chroma if it is open, else
        exactly; and in the latter case how near every view is, for `cosines`.
        """
        if not self.passages:
            return [], None
        chroma, each = self._chroma, None
        wanted = min(count, len(self.vectors))
        if chroma is not None:
            found = [row for row, _ in chroma.nearest(vector, wanted)]
        else:
            each = cosines(self.vectors, vector)
            found = highest(each, wanted)
        return list(dict.fromkeys(self._owner[found].tolist())), each

    def cosines(
        self, vector: "Vectors", rows: "Rows", each: "Vectors | None" = None
    ) -> "tuple[Vectors, Vectors]":
        """How near each of `rows` is to `vector`: by the `best_of` its views and by the best of its sentences, and by the
        mean of its views but the sentences. `each` is how near every view is, where that is known.
        """
        import numpy as np

        first, put = self._first[rows], self._put[rows]
        told = self._counts[rows] - put
        if each is None and 3 * len(rows) * self._lines.shape[1] > len(self.vectors):
            each = cosines(self.vectors, vector)
        elif each is None:
            each = np.zeros(len(self.vectors), dtype=np.float32)
            wanted = runs(first, put + told)
            each[wanted] = cosines(self.vectors[wanted], vector)
        near = best_of(each, self._lines[rows])
        usual = near
        if self.embedding.odds.usual:
            usual = (np.add.reduceat(each[runs(first, put)], np.cumsum(put) - put) / put).astype(np.float32)
        some = np.flatnonzero(told)
        if len(some):
            counts = told[some]
            sentences = each[runs((first + put)[some], counts)]
            best = np.maximum.reduceat(sentences, np.cumsum(counts) - counts)
            share = self.embedding.shares.told
            near[some] = (near[some] + share * best) / (1 + share)
        return near, usual

    def body_vectors(self, rows: "Rows") -> "Vectors":
        """The vectors of the passages' texts under their headings."""
        vectors: Vectors = self.vectors[self._first[rows]]
        return vectors

    def _view_ids(self) -> list[str]:
        counts = zip(self.passages, self._counts.tolist(), strict=True)
        return [f"{passage.id}#{view}" for passage, count in counts for view in range(count)]


@dataclass(frozen=True)
class Stored:
    """The passages of a saved index, and what it says of itself, without its vectors."""

    folder: Path | None
    """None where it has only been read from a server."""
    passages: tuple[Passage, ...]
    embedding: str
    fingerprint: tuple[float, ...]
    format: int
    meta: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path) -> "Stored":
        """Raises StoreError when the folder holds no whole index."""
        try:
            manifest = (folder / "manifest.json").read_text(encoding="utf-8")
            rows = (folder / "passages.jsonl").read_bytes().decode()
        except (OSError, ValueError) as error:
            raise StoreError(_damaged(folder, error)) from error
        return cls.parse(rows, manifest, folder)

    @classmethod
    def parse(cls, rows: str, text: str, folder: Path | None, where: object = None) -> "Stored":
        """From the passages' and the manifest's JSON; `where` is named if they are damaged. Raises StoreError."""
        try:
            manifest = json.loads(text)
            if _digest(rows) != manifest["sha256"]:
                raise ValueError("its passages are not those it was built from")
            passages = tuple(_passage(json.loads(line)) for line in rows.split("\n") if line)
            fingerprint = tuple(map(float, manifest.get("fingerprint", ())))
            return cls(
                folder,
                passages,
                manifest["embedding"],
                fingerprint,
                manifest["format"],
                dict(manifest["meta"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(_damaged(where or folder, error)) from error

    def fingerprint_vector(self) -> "Vectors | None":
        """The fingerprint of the embedding that built it, None where that is not known."""
        import numpy as np

        return np.array(self.fingerprint, dtype=np.float32) if self.fingerprint else None


_FIELDS = tuple(field.name for field in fields(Passage))


def _passage(raw: dict[str, Any]) -> Passage:
    raw["stages"], raw["answers"] = tuple(raw["stages"]), tuple(raw["answers"])
    return Passage(**{name: raw[name] for name in _FIELDS})


def _damaged(folder: object, why: object) -> str:
    return f"The library's index in {folder} is damaged ({why}). Run `coach ingest` to build it again."


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
