"""Models of meaning behind the setting COACH_EMBEDDINGS, each loaded at its first use.

Every function gives the two ways in: (texts -> vectors, question -> vector). What is wrong with a model, its folder,
its package or its server becomes one ConfigError that says what to do.
"""

import os
import threading
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from coach.errors import ConfigError
from coach.library.embedding import plain

Ways = tuple[Callable[[Sequence[str]], Any], Callable[[str], Any]]
TIMEOUT = 30.0
"""Seconds that a server of embeddings may take for one answer."""
RETRIES = 2
LONGEST_QUERY = 6_000
"""Characters of a question that are sent to a server: the longest that every model takes."""


def _once(make: Callable[[], Any]) -> Callable[[], Any]:
    """`make`, called by one thread at a time and only until it has succeeded."""
    lock = threading.Lock()
    made: list[Any] = []

    def get() -> Any:
        with lock:
            if not made:
                made.append(make())
            return made[0]

    return get


def sentence_transformers(name: str, model: str) -> Ways:
    """A model of the package sentence-transformers: a folder, or a name on the Hugging Face hub."""

    def make() -> Any:
        place = Path(model).expanduser()
        folder = place.is_dir()
        if not folder and (place.is_absolute() or model.startswith((".", "~"))):
            raise ConfigError(
                f"COACH_EMBEDDINGS={name}: there is no folder {place}. Give one that holds a model."
            )
        if folder and not any((place / file).is_file() for file in ("modules.json", "config.json")):
            raise ConfigError(
                f"COACH_EMBEDDINGS={name}: the folder {place} holds no model (neither modules.json nor "
                "config.json). Give the folder that sentence-transformers saved it in."
            )
        try:
            module = import_module("sentence_transformers")
            import_module("transformers.utils.logging").disable_progress_bar()
        except ImportError as error:
            raise ConfigError(
                f"COACH_EMBEDDINGS={name} needs the package sentence-transformers ({plain(error, 80)}): run `pip "
                "install 'strategy-coach[semantic]'`, or unset COACH_EMBEDDINGS."
            ) from error
        try:
            return module.SentenceTransformer(str(place) if folder else model)
        except Exception as error:  # the hub, the network, torch and safetensors have errors of their own
            raise ConfigError(_not_loaded(name, model, folder, error)) from error

    load = _once(make)
    return (
        lambda texts: load().encode_document(list(texts), show_progress_bar=False),
        lambda text: load().encode_query(text, show_progress_bar=False),
    )


def _not_loaded(name: str, model: str, folder: bool, error: Exception) -> str:
    what = f"COACH_EMBEDDINGS={name} could not be loaded ({type(error).__name__}: {plain(error, 120)}). "
    if folder:
        return f"{what}The folder is damaged or holds something else: save the model in it again."
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE"):
        return (
            f"{what}HF_HUB_OFFLINE is set, so '{model}' is not downloaded: unset it, or give a folder that "
            "holds the model."
        )
    return f"{what}Check the name and the network, or give a folder that holds the model."


def onnx() -> Ways:
    """Chroma's own all-MiniLM-L6-v2, which it downloads at the first use (80 MB)."""

    def make() -> Any:
        from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2

        model = ONNXMiniLM_L6_V2()
        try:
            # The first text fetches and unpacks the model where it is not there yet.
            model(["."])
        except Exception as error:  # of the network, of the archive and of the runtime, each their own
            raise ConfigError(
                f"COACH_EMBEDDINGS=onnx: Chroma's model is not in {model.DOWNLOAD_PATH} and could not be fetched "
                f"({type(error).__name__}: {plain(error, 120)}). Check the network; or fetch "
                f"{model.MODEL_DOWNLOAD_URL} elsewhere and put it there as {model.ARCHIVE_FILENAME}; or unset "
                "COACH_EMBEDDINGS."
            ) from error
        return model

    load = _once(make)
    return (lambda texts: load()(list(texts)), lambda text: load()([text])[0])


def langchain(name: str, provider: str) -> Ways:
    """Any model that LangChain's `init_embeddings` knows by this name."""

    def make() -> Any:
        options: dict[str, Any] = {}
        if provider in ("openai", "azure_openai"):
            # Counting tokens would download a table, and a compatible server counts otherwise: passages are short.
            options = {
                "timeout": TIMEOUT, "max_retries": RETRIES, "check_embedding_ctx_length": False,
            }  # fmt: skip
        elif provider == "ollama":
            options = {"client_kwargs": {"timeout": TIMEOUT}}
            if at := os.environ.get(
                "OLLAMA_BASE_URL", ""
            ).strip():  # as for a chat model; OLLAMA_HOST is read by itself
                options["base_url"] = at
        try:
            from langchain.embeddings import init_embeddings

            return init_embeddings(name, **options)
        except (ImportError, ValueError) as error:
            raise ConfigError(f"COACH_EMBEDDINGS={name} cannot be used: {plain(error)}") from error

    load = _once(make)
    return (
        lambda texts: load().embed_documents(list(texts)),
        lambda text: load().embed_query(text[:LONGEST_QUERY]),
    )
