"""A shelf: versions of an index side by side in one folder, and a pointer file that names the one that
counts.

A writer (one at a time, by a lock that the system lets go of when the process dies) fills a new folder and
then renames a new pointer over the old one. Killed at any moment, it leaves the old or the new version,
whole.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from coach.errors import StoreError

LOCK_WAIT = 600.0
"""Seconds that a writer waits for another one."""
_VERSION = re.compile(r"v(\d{6})")
Stamp = tuple[int, int, int]


class Shelf:
    """The versions in `folder`, which need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer = folder / "current.json"

    def stamp(self) -> Stamp | None:
        """Changes whenever another version is switched to; None while there is none. Costs a few
        microseconds.
        """
        try:
            stat = self._pointer.stat()
        except OSError:
            return None
        return stat.st_ino, stat.st_mtime_ns, stat.st_size

    def current(self) -> Path | None:
        """The folder of the version that counts, or None."""
        return next(iter(self.candidates()), None)

    def candidates(self) -> list[Path]:
        """The version that counts, then the other finished ones, newest first, in case it is damaged."""
        if not self._pointer.exists():
            return []
        # Only a finished version has a manifest.
        whole = [path for path in reversed(self._versions()) if (path / "manifest.json").is_file()]
        try:
            name = json.loads(self._pointer.read_text(encoding="utf-8"))["version"]
        except (OSError, ValueError, KeyError, TypeError):
            name = None
        return sorted(whole, key=lambda path: path.name != name)

    def _versions(self) -> list[Path]:
        try:
            return sorted(path for path in self.folder.iterdir() if _VERSION.fullmatch(path.name))
        except OSError:
            return []

    @contextmanager
    def writing(self, wait: float = LOCK_WAIT) -> Iterator[None]:
        """Hold the lock of this shelf's one writer. Raises StoreError when the folder cannot be written to,
        or when another writer holds it for longer than `wait` seconds.
        """
        from filelock import FileLock, Timeout

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.chmod(0o700)
            lock = FileLock(self.folder / "write.lock")
            lock.acquire(timeout=wait)
        except Timeout as error:
            raise StoreError(
                f"Another program has been writing the library in {self.folder} for over {wait:.0f} seconds. "
                "Wait for it to end, and try again."
            ) from error
        except OSError as error:
            raise StoreError(
                f"The folder {self.folder} cannot be written to ({error.strerror}). Set COACH_DATA_DIR to one "
                "that can."
            ) from error
        try:
            yield
        finally:
            lock.release()

    def publish(self, write: Callable[[Path], None]) -> Path:
        """Let `write` fill a new version's folder, switch to it, remove all but it and the one before.

        Only to be called while `writing`. Whatever `write` raises leaves the old version serving.
        """
        before = self.current()
        versions = self._versions()
        number = int(_VERSION.fullmatch(versions[-1].name)[1]) + 1 if versions else 1  # type: ignore[index]
        folder = self.folder / f"v{number:06d}"
        try:
            folder.mkdir()
            write(folder)
            self._point_to(folder.name)
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise StoreError(
                f"The index could not be written to {folder}: {error.strerror}. Check disk space."
            ) from error
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        # The one before stays: a reader may just be opening it.
        self._remove_but(folder, before)
        return folder

    def keep_only_current(self) -> None:
        """Remove the version before, too. Only to be called while `writing`."""
        self._remove_but(self.current())

    def _remove_but(self, *kept: Path | None) -> None:
        for path in self._versions():
            if path not in kept:
                shutil.rmtree(path, ignore_errors=True)

    def _point_to(self, name: str) -> None:
        new = self.folder / "current.json.new"
        with new.open("w", encoding="utf-8") as file:
            json.dump({"version": name}, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._pointer)
        # The switch is made; that the disk also has it matters only to a power cut, and some systems refuse
        # this.
        with suppress(OSError):
            handle = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def remove(self) -> None:
        """Remove every version and the pointer, the pointer first. Only to be called while `writing`."""
        try:
            self._pointer.unlink(missing_ok=True)
            for path in self._versions():
                shutil.rmtree(path)
        except OSError as error:
            raise StoreError(
                f"{self.folder} could not be removed: {error.strerror}. Remove it by hand."
            ) from error
