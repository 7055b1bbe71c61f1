"""The product as its users meet it: store, library and voice in a folder of their own, which is gone afterwards."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from coach.errors import CoachError
from coach.library.ingest import ingest
from coach.library.search import Library
from coach.records import Spent
from coach.store import Store
from coach.turn import Coach, Reply, finish
from evals.stand import START
from evals.voices import Voice

_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a folder with a random name inside
"""Where there is a disk in memory: these databases live for seconds, and waiting for a real disk measures nothing."""


@dataclass
class Product:
    coach: Coach
    library: Library
    folder: Path
    spent: Spent = field(default_factory=Spent)

    def say(self, user: str, conversation: str, text: str) -> Reply:
        """Send a message and return the whole reply. Raises CoachError as the product does."""
        reply = finish(self.coach.say(user, conversation, text))
        self.spent.add(Spent(reply.model_calls, reply.input_tokens, reply.output_tokens, reply.cost))
        return reply

    def usage(self) -> dict[str, Any]:
        """What all turns cost together; empty for a voice without a model."""
        spent = self.spent
        if not spent.calls:
            return {}
        return {
            "calls": spent.calls,
            "input_tokens": spent.input_tokens,
            "output_tokens": spent.output_tokens,
            "cost": spent.cost,
        }


class _Clock:
    """A clock that gains a minute with every look: what is measured must not depend on the day."""

    def __init__(self) -> None:
        self._looks = 0

    def __call__(self) -> datetime:
        self._looks += 1
        return START + timedelta(minutes=self._looks)


@contextmanager
def product(voice: Voice, articles: Mapping[str, str] | None = None) -> Iterator[Product]:
    """Open a product with a voice, with further articles in its library if given."""
    with tempfile.TemporaryDirectory(prefix="coach-evals-", dir=_MEMORY) as name:
        folder = Path(name)
        data = folder / "data"
        data.mkdir()
        if articles:
            _ingest(articles, folder / "articles", data)
        store = Store.open(f"sqlite:///{data / 'coach.db'}")
        library = Library.open(data)
        made = Product(_coach(store, library, voice), library, data)
        try:
            yield made
        finally:
            library.close()
            store.close()


def _ingest(articles: Mapping[str, str], folder: Path, data: Path) -> None:
    folder.mkdir()
    for file, text in articles.items():
        (folder / file).write_text(text, "utf-8")
    report = ingest([folder], data)
    if report.refused:
        raise CoachError(f"an article of the case was refused: {report.refused}")


def _coach(store: Store, library: Library, voice: Voice) -> Coach:
    from coach.language.guided import speak, understand

    models = () if voice.model is None else (voice.voice,)
    return Coach(store, library, understand, speak, clock=_Clock(), voices=models)
