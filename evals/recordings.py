"""A model's replies, kept as plain JSON lines by the hash of everything that was sent.

A prompt that changed, or anything else that is sent, changes the hash: the recording is then stale, and a run that
needs it ends and says how to record again. Nothing here is ever written by hand.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coach.errors import ConfigError
from coach.language.model.chat import Answer, ChatModel, Usage
from coach.language.prompts import Filled
from coach.ports import Stop

FOLDER = Path(__file__).parent / "recordings"
_ID = re.compile(r"\b[0-9a-f]{32}\b")
"""Ids of conversations: new in every run, and no part of what is said."""


class Missing(ConfigError):
    """There is no recording of what would be sent. It ends the run: guessing a model's reply proves nothing."""


def key_of(kind: str, model: str, prompt: Filled, schema: Mapping[str, Any] | None = None) -> str:
    """Return the hash of everything that is sent: the model's name, both halves of the prompt, and the schema."""
    sent = [kind, model, _ID.sub("<id>", prompt.system), _ID.sub("<id>", prompt.message), schema]
    text = json.dumps(sent, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True)
class Recording:
    key: str
    kind: str
    """`ask` (a structured answer) or `stream` (words)."""
    model: str
    prompt: str
    """The prompt's name."""
    digest: str
    """And its content hash, by which a stale recording is told from one that never was."""
    pieces: tuple[str, ...]
    input_tokens: int = 0
    output_tokens: int = 0

    def line(self) -> str:
        return json.dumps({**self.__dict__, "pieces": list(self.pieces)}, ensure_ascii=False)

    @property
    def usage(self) -> Usage:
        return Usage(self.input_tokens, self.output_tokens)


@dataclass
class Shelf:
    """The recordings of one suite: a file of lines."""

    path: Path
    kept: dict[str, Recording] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @staticmethod
    def of(suite: str, folder: Path | None = None) -> "Shelf":
        """Open a suite's recordings; there may be none yet.

        Raises:
            ConfigError: a line is no recording.
        """
        shelf = Shelf((folder or FOLDER) / f"{suite}.jsonl")
        if shelf.path.exists():
            for n, line in enumerate(shelf.path.read_text("utf-8").splitlines(), 1):
                try:
                    row = json.loads(line)
                    one = Recording(**{**row, "pieces": tuple(row["pieces"])})
                except (ValueError, TypeError, KeyError) as error:
                    raise ConfigError(
                        f"{shelf.path.name}, line {n}, is no recording: record {suite} again."
                    ) from error
                shelf.kept[one.key] = one
        return shelf

    @property
    def models(self) -> dict[str, str]:
        """Kind -> the model that was recorded; empty where nothing was."""
        return {r.kind: r.model for r in self.kept.values()}

    def find(self, key: str, prompt: Filled) -> Recording:
        """Return a recording.

        Raises:
            Missing: there is none; says whether it went stale, and what to do.
        """
        found = self.kept.get(key)
        if found is not None:
            self.used.add(key)
            return found
        suite = self.path.stem
        digests = {r.digest for r in self.kept.values() if r.prompt == prompt.name}
        if not digests:
            why = f"nothing was recorded for the prompt {prompt.name}"
        elif prompt.digest not in digests:
            why = f"prompts/{prompt.name}.md changed since its replies were recorded: they are stale"
        else:
            why = f"what is sent with the prompt {prompt.name} changed, or the case is new"
        raise Missing(f"{suite}: {why}. Record again, with a model: `coach eval record {suite}`.")

    def add(self, one: Recording) -> None:
        """Keep a recording, on disk at once: a model's time is not to be lost."""
        self.kept[one.key] = one
        self.used.add(one.key)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(one.line() + "\n")

    def tidy(self) -> int:
        """Write the file anew with what was used in this run, sorted; return how many went."""
        gone = len(self.kept) - len(self.used)
        self.kept = {k: r for k, r in sorted(self.kept.items()) if k in self.used}
        if self.path.exists():
            self.path.write_text("".join(r.line() + "\n" for r in self.kept.values()), "utf-8")
        return gone


@dataclass
class Replaying:
    """A chat model that says again what was recorded, and raises `Missing` for anything else."""

    name: str
    shelf: Shelf

    def ask(self, prompt: Filled, schema: Mapping[str, Any], stop: Stop) -> Answer:
        one = self.shelf.find(key_of("ask", self.name, prompt, schema), prompt)
        return Answer("".join(one.pieces), one.usage)

    def stream(self, prompt: Filled, stop: Stop) -> Iterator[str | Usage]:
        one = self.shelf.find(key_of("stream", self.name, prompt), prompt)
        yield from one.pieces
        yield one.usage


@dataclass
class Recorder:
    """A chat model that keeps what another one says. What is recorded already is not asked for again."""

    inner: ChatModel
    shelf: Shelf

    @property
    def name(self) -> str:
        return self.inner.name

    def ask(self, prompt: Filled, schema: Mapping[str, Any], stop: Stop) -> Answer:
        key = key_of("ask", self.name, prompt, schema)
        if key in self.shelf.kept:
            one = self.shelf.find(key, prompt)
            return Answer("".join(one.pieces), one.usage)
        answer = self.inner.ask(prompt, schema, stop)
        self._keep(key, "ask", prompt, (answer.text,), answer.usage)
        return answer

    def stream(self, prompt: Filled, stop: Stop) -> Iterator[str | Usage]:
        key = key_of("stream", self.name, prompt)
        if key in self.shelf.kept:
            one = self.shelf.find(key, prompt)
            yield from one.pieces
            yield one.usage
            return
        # To the end, even where the voice cuts it short: a later gate may let more of it through.
        pieces, usage = [], Usage()
        for piece in self.inner.stream(prompt, stop):
            if isinstance(piece, Usage):
                usage = piece
            else:
                pieces.append(piece)
        self._keep(key, "stream", prompt, tuple(pieces), usage)
        yield from pieces
        yield usage

    def _keep(self, key: str, kind: str, prompt: Filled, pieces: tuple[str, ...], usage: Usage) -> None:
        self.shelf.add(
            Recording(
                key,
                kind,
                self.name,
                prompt.name,
                prompt.digest,
                pieces,
                usage.input_tokens,
                usage.output_tokens,
            )
        )
