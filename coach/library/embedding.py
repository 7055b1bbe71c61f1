"""Embeddings: text into vectors, by the setting COACH_EMBEDDINGS.

`hash`, the default, is ours and needs no download (hashed.py).
Others load a real model: `sentence-transformers:<name or folder>`, `onnx` (Chroma's own MiniLM) or any name
that LangChain's `init_embeddings` knows (`openai:text-embedding-3-small`, `ollama:nomic-embed-text`). An
index remembers the name of the embedding that built it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.errors import CoachError, ConfigError
from coach.library import hashed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


class Odds(NamedTuple):
    """The logistic regression that makes evidence of what is known of a passage and a question, by its terms.

    Fitted to the tuning half of evals/retrieval.jsonl and to tests/library/questions.jsonl.
    """

    constant: float = -13.34
    coverage: float = 3.96
    """Of the share of the question that the passage covers, rare terms counting for more."""
    question: float = 7.60
    """Of the share that the best of the passage's own questions covers."""
    nearness: float = 6.03
    """Of the vectors' nearness, 0..1 by `Embedding.spread`."""
    length: float = 4.32
    """Of the logarithm of one and the question's terms: a long question is never covered whole."""
    no_figure: float = -7.41
    """Where the question asks for an amount and the passage has no figure."""


HASH_ODDS = Odds()


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

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """One row a text. Raises ConfigError when the model behind it cannot be used."""
        return self._checked(lambda: self.documents(texts), len(texts))

    def embed_query(self, text: str) -> "Vectors":
        """The vector of a question. Raises ConfigError as above."""
        vector: Vectors = self._checked(lambda: [self.query(text)], 1)[0]
        return vector

    def _checked(self, make: Callable[[], Any], rows: int) -> "Vectors":
        import numpy as np

        try:
            vectors = np.asarray(make(), dtype=np.float32)
        except CoachError:
            raise
        except Exception as error:  # a model of someone else's: any kind of error may come out
            raise ConfigError(
                f"The embedding '{self.name}' failed ({type(error).__name__}: {str(error)[:200]}). Check its "
                "key, its server or the network, or unset COACH_EMBEDDINGS for the built-in one."
            ) from error
        if vectors.ndim != 2 or len(vectors) != rows or not np.isfinite(vectors).all():
            raise ConfigError(f"The embedding '{self.name}' gave something else than {rows} vectors.")
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(norms == 0, 1, norms), dtype=np.float32)


def embedding(name: str = "hash") -> Embedding:
    """The embedding of that name. Raises ConfigError, saying what to install or set, when it cannot be
    loaded.
    """
    name = name.strip() or "hash"
    if name == "hash":
        return Embedding(
            "hash", (0.0, 1.0), 0.43, 0.45, True, hashed.embed, lambda text: hashed.embed([text])[0]
        )
    if name == "onnx":
        return _onnx()
    kind, _, model = name.partition(":")
    if kind == "sentence-transformers" and model:
        return _sentence_transformers(name, model)
    if kind and model:
        return _langchain(name)
    raise ConfigError(
        f"COACH_EMBEDDINGS is '{name}', which names no embedding. Use hash, onnx, sentence-transformers:<name or "
        "folder>, or a provider and a model such as openai:text-embedding-3-small."
    )


def _onnx() -> Embedding:
    def run(texts: Sequence[str]) -> Any:
        from chromadb.utils.embedding_functions import DefaultEmbeddingFunction

        return DefaultEmbeddingFunction()(list(texts))

    return Embedding("onnx", (0.1, 0.7), 0.45, 0.75, False, run, lambda text: run([text])[0])


def _sentence_transformers(name: str, model: str) -> Embedding:
    @lru_cache(maxsize=1)
    def load() -> Any:
        try:
            module = import_module("sentence_transformers")
        except ImportError as error:
            raise ConfigError(
                f"COACH_EMBEDDINGS={name} needs the package sentence-transformers: install it (`pip install "
                "sentence-transformers`), or unset COACH_EMBEDDINGS."
            ) from error
        return module.SentenceTransformer(model)

    return Embedding(
        name, (0.1, 0.7), 0.45, 0.75, False,
        lambda texts: load().encode(list(texts), show_progress_bar=False),
        lambda text: load().encode([text], show_progress_bar=False)[0],
    )  # fmt: skip


def _langchain(name: str) -> Embedding:
    @lru_cache(maxsize=1)
    def load() -> Any:
        try:
            from langchain.embeddings import init_embeddings

            return init_embeddings(name)
        except (ImportError, ValueError) as error:
            raise ConfigError(f"COACH_EMBEDDINGS={name} cannot be used: {error}") from error

    return Embedding(
        name, (0.1, 0.7), 0.45, 0.75, False, lambda texts: load().embed_documents(list(texts)),
        lambda text: load().embed_query(text),
    )  # fmt: skip
