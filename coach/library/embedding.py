"""Embeddings: text into vectors, by the setting COACH_EMBEDDINGS.

`hash`, the default, is ours and needs no download (hashed.py). Others load a real model (models.py):
`sentence-transformers:<name or folder>`, `onnx` (Chroma's own MiniLM) or any name that LangChain's
`init_embeddings` knows (`openai:text-embedding-3-small`, `ollama:nomic-embed-text`). An index remembers which
embedding built it: its name, its dimension and what it made of one sentence (`fingerprint`), since a folder or
a server can hold another model under the name of before.
"""

import os
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.errors import CoachError, ConfigError
from coach.library import hashed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


PROBE = "A partner asks which clients are worth keeping, and what they would pay for a promise that is kept."
"""The sentence of the fingerprints."""
BATCH = 256
"""How many of the questions that other books answer go to a model at once."""
ALIKE_FINGERPRINTS = 0.995
"""The cosine from which two fingerprints are of one model: machines and libraries round differently, two models
do not come near it."""
_FINGERPRINTS = threading.RLock()
_SECRET = re.compile(r"(KEY|TOKEN|SECRET|PASSWORD)$")


class Odds(NamedTuple):
    """The logistic regression that makes evidence of what is known of a passage and a question, by its terms.

    Fitted to the tuning part of evals/retrieval.jsonl and to tests/library/questions.jsonl, the best of five passages
    standing for each question, with a ridge (C = 0.3 on standardised terms). The threshold is the one at which, when each
    tenth was judged by a fit to the other nine, a little under 0.05 of the questions with an answer were refused.
    """

    constant: float = -6.36
    coverage: float = 6.0
    """Of the share of the question that the passage covers, rare terms counting for more."""
    nearness: float = 7.26
    """Of the vectors' nearness, 0..1 by `Embedding.spread`."""
    length: float = 2.76
    """Of the logarithm of one and the question's terms: a long question is never covered whole."""
    no_figure: float = -3.68
    """Where the question asks for an amount and no sentence of the passage gives one for what is asked."""
    usual: float = 0.0
    """Of the mean nearness of all the passage's views but its sentences, on the scale of nearness: a passage that has to
    do with the question is near it in most of them. By words alone it adds nothing.
    """
    elsewhere: float = -13.85
    """Of the nearness of questions that other books answer (elsewhere.txt), 0..1."""
    foreign: float = -3.21
    """Of the part of the question that names a subject which the library lacks, 0..1. A model of meaning gains nothing
    by it.
    """


HASH_ODDS = Odds()
WORDS_ODDS = Odds(-7.71, 7.21, 0.0, 2.71, -4.07, 0.0, 0.0, -2.61)
"""Where a question has no vector and is searched by words alone, under any embedding."""


class Shares(NamedTuple):
    """What a score is made of, fitted to the same questions; the first three sum to 1."""

    fused: float = 0.28
    """The fused rank."""
    covered: float = 0.28
    """The share of the question that the passage covers."""
    near: float = 0.44
    """The vectors' nearness."""
    told: float = 0.0
    """Within that, what the nearest sentence weighs beside the passage's nearest other views; by words alone it adds
    nothing.
    """


HASH_SHARES = Shares()


@lru_cache(maxsize=1)
def elsewhere() -> tuple[str, ...]:
    """Questions that other books answer than one on how a business chooses its market and its promise."""
    text = resources.files("coach.library").joinpath("elsewhere.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if not line.startswith("#"))


@dataclass(frozen=True)
class Embedding:
    """A way to turn texts into vectors of length one."""

    name: str
    """As in the setting; kept by the index."""
    spread: tuple[float, float]
    """Cosines of an unrelated and of a matching pair: what counts as 0 and as 1 in a score."""
    threshold: float
    """The least evidence that counts as an answer, measured with this embedding (`coach eval retrieval`)."""
    alike: float
    """The cosine of two passages from which they say much the same."""
    cheap: bool
    """True where embedding the bundled library takes milliseconds and costs nothing."""
    documents: Callable[[Sequence[str]], Any]
    query: Callable[[str], Any]
    odds: Odds = HASH_ODDS
    shares: Shares = HASH_SHARES

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """One row a text. Raises ConfigError when the model behind it cannot be used."""
        return self._checked(lambda: self.documents(texts), len(texts))

    def embed_query(self, text: str) -> "Vectors":
        """The vector of a question. Raises ConfigError as above."""
        vector: Vectors = self._checked(lambda: [self.query(text)], 1)[0]
        return vector

    def fingerprint(self) -> "Vectors":
        """What the model makes of one sentence: the same for as long as it is the same model. Raises ConfigError
        as above.
        """
        with _FINGERPRINTS:
            found: Vectors | None = self.__dict__.get("_fingerprint")
            if found is None:
                found = self.embed([PROBE])[0]
                self.__dict__["_fingerprint"] = found
            return found

    def elsewhere(self) -> "Vectors":
        """The questions of elsewhere.txt, one row each, embedded once. Raises ConfigError as above."""
        with _FINGERPRINTS:
            found: Vectors | None = self.__dict__.get("_elsewhere")
            if found is None:
                import numpy as np

                texts = elsewhere()
                parts = [self.embed(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
                found = np.concatenate(parts)
                self.__dict__["_elsewhere"] = found
            return found

    def _checked(self, make: Callable[[], Any], rows: int) -> "Vectors":
        import numpy as np

        try:
            vectors = np.asarray(make(), dtype=np.float32)
        except CoachError:
            raise
        except Exception as error:  # a model of someone else's: any kind of error may come out
            raise ConfigError(
                f"The embedding '{self.name}' failed ({type(error).__name__}: {plain(error)}). Check its key, "
                "its server or the network, or unset COACH_EMBEDDINGS for the built-in one."
            ) from error
        if vectors.ndim != 2 or len(vectors) != rows or not np.isfinite(vectors).all():
            raise ConfigError(f"The embedding '{self.name}' gave something else than {rows} vectors.")
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(norms == 0, 1, norms), dtype=np.float32)


@dataclass(frozen=True)
class _Measures:
    """What the fields of `Embedding` by the same names say, for a kind of model."""

    spread: tuple[float, float]
    threshold: float
    alike: float
    odds: Odds = HASH_ODDS
    shares: Shares = HASH_SHARES


MINILM = _Measures(
    (0.2, 0.8),
    0.52,
    0.75,
    Odds(0.93, 2.48, 3.99, 0.0, -3.11, 11.99, -12.16, 0.0),
    Shares(0.19, 0.23, 0.58, 0.4),
)
"""Measured with all-MiniLM-L6-v2 on the tuning part of evals/retrieval.jsonl; other models use it unmeasured."""


def _named(
    name: str, measures: _Measures, documents: Callable[[Sequence[str]], Any], query: Callable[[str], Any]
) -> Embedding:
    return Embedding(
        name, measures.spread, measures.threshold, measures.alike, False, documents, query,
        measures.odds, measures.shares,
    )  # fmt: skip


def plain(error: BaseException, length: int = 200) -> str:
    """What an error says, on one line and without the secrets that this process was given."""
    words = " ".join(str(error).split())
    for name, value in os.environ.items():
        if _SECRET.search(name) and len(value) >= 6:
            words = words.replace(value, "…")
    return words[:length]


def embedding(name: str = "hash") -> Embedding:
    """The embedding of that name. Raises ConfigError, saying what to install or set, when it cannot be
    loaded.
    """
    name = name.strip() or "hash"
    if name == "hash":
        return Embedding(
            "hash", (0.0, 1.0), 0.43, 0.45, True, hashed.embed, lambda text: hashed.embed([text])[0]
        )
    from coach.library import models

    if name == "onnx":
        return _named(name, MINILM, *models.onnx())
    kind, _, model = name.partition(":")
    if kind == "sentence-transformers" and model:
        return _named(name, MINILM, *models.sentence_transformers(name, model.strip()))
    if kind and model:
        return _named(name, MINILM, *models.langchain(name, kind))
    raise ConfigError(
        f"COACH_EMBEDDINGS is '{name}', which names no embedding. Use hash, onnx, sentence-transformers:<name or "
        "folder>, or a provider and a model such as openai:text-embedding-3-small."
    )


def other_embedding(built: str, asked: str) -> str:
    """What to tell a person whose setting and index disagree."""
    return (
        f"The library's index was built with the embedding '{built}', and the setting COACH_EMBEDDINGS is "
        f"'{asked}'. Run `coach ingest` to rebuild it with '{asked}', or set COACH_EMBEDDINGS={built}."
    )


def changed_embedding(name: str) -> str:
    """What to tell a person whose setting names what it named, and whose model is another."""
    return (
        f"The library's index was built with another model than '{name}' is now (the same name, other vectors), so it "
        "is searched by words alone. Run `coach ingest` to rebuild it, or put the model of before back."
    )
