"""`coach ingest`: a person's own articles into the library, incrementally."""

import hashlib
import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coach.errors import UserError
from coach.library import collection
from coach.library.articles import Passage
from coach.library.embedding import embedding as named_embedding
from coach.library.index import FORMAT, Progress, Stored
from coach.library.isolated import Isolated
from coach.library.readers import ENDINGS, LIMIT, article_id, passages_of, read_document

_IGNORED_FOLDERS = frozenset({"node_modules", "__pycache__"})
Files = dict[str, dict[str, Any]]
"""Path -> what is known of the file: its content's hash, its article's id."""


@dataclass
class Report:
    """What an ingest did, or in a dry run would do. Paths are absolute."""

    read: list[str] = field(default_factory=list)
    """New or changed, and in the library now."""
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    """No longer there, and out of the library."""
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Not readable, each with the reason; an earlier state of such a file has left the library."""
    skipped: list[tuple[str, str]] = field(default_factory=list)
    """Files in a folder that are of other kinds, links, or the same as another."""
    passages: int = 0
    """In the library after it, the digests included."""
    dry_run: bool = False


def ingest(
    paths: Sequence[str | os.PathLike[str]], data_dir: Path, dry_run: bool = False,
    progress: Progress | None = None, *, embeddings: str = "hash", limit: int = LIMIT,
    articles: Path | None = None,
) -> Report:  # fmt: skip
    """Bring the library in line with `paths`: new and changed files are read, those no longer there leave.

    Without paths, those of earlier ingests are gone through again. A library of another embedding is rebuilt
    with `embeddings`. `limit` is in bytes; `articles` is the folder of the digests, the bundled ones by
    default. Files that cannot be read are reported, and the rest goes on. Until the end the old library serves,
    and after a crash too. Raises StoreError when the library cannot be written, ConfigError when the embedding
    cannot be used.
    """
    shelf = collection.shelf_of(Path(data_dir))
    job = _Ingest(named_embedding(embeddings), collection.Bundle.read(articles), limit, progress)
    if dry_run:
        job.compare(collection.read_stored(shelf)[0], paths)
        job.report.dry_run = True
        return job.report
    with shelf.writing():
        stored, damaged = collection.read_stored(shelf)
        changed = job.compare(stored, paths)
        if changed or damaged:
            old = collection.vectors_of(stored, job.embedding)
            index = collection.build(job.bundle, job.passages, job.meta(), job.embedding, old, progress)
            shelf.publish(lambda folder: index.save(folder, progress=progress))
    return job.report


class _Ingest:
    def __init__(
        self, embedding: Any, bundle: collection.Bundle, limit: int, progress: Progress | None
    ) -> None:
        self.embedding, self.bundle, self.report = embedding, bundle, Report()
        self.passages: list[Passage] = []
        self._limit, self._progress = limit, progress
        self._files: Files = {}
        self._roots: set[str] = set()
        self._taken: set[str] = set()
        self._first: dict[str, str] = {}
        """Content's hash -> the file that stands for it; others with the same content are skipped."""
        self._now: dict[str, str] = {}
        """Path -> its content's hash now."""
        self._unreadable: list[str] = []

    def meta(self) -> dict[str, Any]:
        return {"files": self._files, "roots": sorted(self._roots)}

    def compare(self, stored: Stored | None, paths: Sequence[str | os.PathLike[str]]) -> bool:
        """Read what is new; True when the index has to be built again."""
        meta = dict(stored.meta) if stored else {}
        self._files = dict(meta.get("files", {}))
        self._roots = set(meta.get("roots", []))
        before = collection.added(stored)
        named = [str(Path(path).expanduser().resolve()) for path in paths]
        found = self._find(named or sorted(self._roots), by_name=bool(named))
        walked = [root for root in named or self._roots if named or os.path.lexists(root)]
        present = set(found)
        for path in sorted(self._files):
            gone = path not in present and _within(path, walked) and not _within(path, self._unreadable)
            if gone:
                del self._files[path]
                self.report.removed.append(path)
        self._roots = {
            root for root in self._roots | set(named) if os.path.lexists(root) or root not in named
        }
        self._roots = {root for root in self._roots if _is_text(root)}
        self._hash(found)
        self._taken |= {passage.article for passage in self.bundle.passages}
        self._taken |= {one["article"] for one in self._files.values()}
        fresh: list[Passage] = []
        with Isolated() as reader:
            for number, path in enumerate(found, start=1):
                fresh.extend(self._take(path, reader))
                if self._progress:
                    self._progress(number, len(found), path)
        # A file that was read anew has its id from before; what it said then goes.
        replaced = set(self.report.read)
        kept = {known["article"] for path, known in self._files.items() if path not in replaced}
        self.passages = [passage for passage in before if passage.article in kept] + fresh
        self.report.passages = len(self.bundle.passages) + len(self.passages)
        return (
            stored is None or self.passages != before or meta.get("files", {}) != self._files
            or meta.get("roots", []) != sorted(self._roots) or meta.get("bundle") != self.bundle.sha256
            or stored.embedding != self.embedding.name or stored.format != FORMAT
        )  # fmt: skip

    def _find(self, roots: Iterable[str], by_name: bool) -> list[str]:
        """The files to go through, each once, folders walked in order of name."""
        found: dict[str, None] = {}
        for root in roots:
            if not _is_text(root):
                self.report.refused.append((ascii(root), "its name is not valid text; rename it"))
            elif Path(root).is_dir():
                for path in self._walk(root):
                    found[path] = None
            elif os.path.lexists(root):
                found[root] = None
            elif not by_name:
                why = (
                    "it is no longer there; name it in an ingest to take what came from it out of the library"
                )
                self.report.refused.append((root, why))
            elif not any(_within(path, [root]) for path in self._files):
                self.report.refused.append((root, "there is no such file or folder"))
        return list(found)

    def _walk(self, root: str) -> Iterable[str]:
        def unreadable(error: OSError) -> None:
            self._unreadable.append(str(error.filename))
            self.report.refused.append((str(error.filename), f"the folder cannot be read ({error.strerror})"))

        for folder, folders, names in os.walk(root, onerror=unreadable):
            folders[:] = sorted(n for n in folders if not n.startswith(".") and n not in _IGNORED_FOLDERS)
            for file in (Path(folder) / name for name in sorted(names)):
                path = str(file)
                if not _is_text(path):
                    self.report.refused.append((ascii(path), "its name is not valid text; rename it"))
                elif file.name.startswith("."):
                    continue
                elif file.is_symlink():
                    self.report.skipped.append((path, "it is a link, and links are not followed"))
                elif file.suffix.lower() not in ENDINGS:
                    self.report.skipped.append((path, f"not one of the kinds read: {' '.join(ENDINGS)}"))
                else:
                    yield path

    def _hash(self, found: Sequence[str]) -> None:
        """What each file's content is now. A file known before goes ahead of its copies."""
        for path in found:
            try:
                self._now[path] = hashlib.sha256(_read(path, self._limit)).hexdigest()
            except UserError as error:
                self._files.pop(path, None)
                self.report.refused.append((path, str(error)))
        for path, known in self._files.items():
            if self._now.get(path, known["sha256"]) == known["sha256"]:
                self._first.setdefault(known["sha256"], path)
        for path, sha256 in self._now.items():
            self._first.setdefault(sha256, path)

    def _take(self, path: str, reader: Isolated) -> list[Passage]:
        """The passages of a file that is new or has changed."""
        known, sha256 = self._files.get(path), self._now.get(path)
        if sha256 is None:
            return []
        if known and known["sha256"] == sha256:
            self.report.unchanged.append(path)
            return []
        self._files.pop(path, None)
        if self._first[sha256] != path:
            self.report.skipped.append((path, f"the same as {self._first[sha256]}"))
            return []
        try:
            document = read_document(_read(path, self._limit), Path(path).name, reader, self._limit)
        except UserError as error:
            self.report.refused.append((path, str(error)))
            return []
        article = known["article"] if known else article_id(Path(path).name, self._taken, "added")
        self._taken.add(article)
        self._files[path] = {"sha256": sha256, "article": article}
        self.report.read.append(path)
        return passages_of(document, article, "added", Path(path).name)


def _read(path: str, limit: int) -> bytes:
    try:
        status = Path(path).stat()
        if not stat.S_ISREG(status.st_mode):
            raise UserError("it is not a regular file")
        if status.st_size > limit:
            raise UserError(f"it is over {limit / 1_048_576:.3g} MB; split it, or save it as plain text")
        with Path(path).open("rb") as file:
            # It may grow while it is read.
            return file.read(limit + 1)
    except OSError as error:
        raise UserError(f"it cannot be read ({error.strerror})") from error


def _within(path: str, roots: Iterable[str]) -> bool:
    return any(path == root or path.startswith(root.rstrip("/") + "/") for root in roots)


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
