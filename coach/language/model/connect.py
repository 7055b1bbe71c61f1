"""From a setting to a chat model: which package and key a provider needs, and what its client is told."""

import os
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from coach.errors import ConfigError
from coach.language.model.client import LangChainChat

CONNECT = 10.0
"""Seconds to reach a service."""
CONTEXT = 16_384
"""Tokens of context that Ollama is asked for: by itself it takes 4,096 or so, and cuts off what is longer unasked.
Prompts stay under 12,000 (tests/language/model/test_budgets.py). `OLLAMA_CONTEXT_LENGTH` sets another."""


@dataclass(frozen=True)
class Provider:
    title: str
    """How people know it."""
    package: str
    extra: str | None
    """The extra of ours that brings the package; None: it is always there."""
    keys: tuple[str, ...] = ()
    """Environment variables, of which one holds the key."""
    addresses: tuple[str, ...] = ()
    """Environment variables with another address, the first that is set counts; there, a key may be needless."""
    methods: tuple[str, ...] = ("function_calling", "json_schema", "prompt")


PROVIDERS: Mapping[str, Provider] = {
    "openai": Provider(
        "OpenAI", "langchain_openai", None, ("OPENAI_API_KEY",), ("OPENAI_BASE_URL",),
        ("json_schema", "function_calling", "prompt"),
    ),
    "anthropic": Provider(
        "Anthropic", "langchain_anthropic", "anthropic", ("ANTHROPIC_API_KEY",), ("ANTHROPIC_BASE_URL",),
        ("function_calling", "prompt"),
    ),
    "ollama": Provider(
        "Ollama", "langchain_ollama", "ollama", (), ("OLLAMA_BASE_URL", "OLLAMA_HOST"),
        ("json_schema", "function_calling", "prompt"),
    ),
    "google_genai": Provider(
        "Google", "langchain_google_genai", "google", ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
        ("GOOGLE_GEMINI_BASE_URL",),
        ("json_schema", "function_calling", "prompt"),
    ),
}  # fmt: skip
"""What is tried and tested; any other that LangChain knows works if its package is installed."""


def check(name: str, setting: str = "COACH_MODEL", env: Mapping[str, str] = os.environ) -> None:
    """Refuse a model that cannot be reached for want of a package or a key. Imports nothing, calls nobody.

    Raises:
        ConfigError: says what is missing and how to get it.
    """
    provider = PROVIDERS.get(name.partition(":")[0])
    if provider is None:
        return _unknown(name, setting)
    if find_spec(provider.package) is None:
        raise ConfigError(
            f"{setting}={name} needs a package: pip install 'strategy-coach[{provider.extra}]', or leave the "
            "setting out for the guided voice."
        )
    if provider.keys and not _first(provider.addresses, env) and not _first(provider.keys, env):
        raise ConfigError(
            f"{setting}={name} needs a key: set {' or '.join(provider.keys)}, or leave {setting} out for the "
            "guided voice."
        )
    return None


def _first(variables: tuple[str, ...], env: Mapping[str, str]) -> str:
    """Return what the first of these variables that says something says."""
    return next((found for v in variables if (found := env.get(v, "").strip())), "")


def _unknown(name: str, setting: str) -> None:
    """Providers that this program does not list are asked of LangChain itself, which takes a second or two."""
    from langchain.chat_models import init_chat_model

    try:
        init_chat_model(name)
    except ImportError as error:
        package = str(getattr(error, "name", "") or f"langchain-{name.partition(':')[0]}").replace("_", "-")
        raise ConfigError(f"{setting}={name} needs a package: pip install {package}.") from error
    except Exception as error:
        raise ConfigError(
            f"{setting}={name} cannot be used ({type(error).__name__}): the providers are "
            f"{', '.join(PROVIDERS)} and any other that LangChain's init_chat_model knows, with its key."
        ) from error


def destination(name: str, env: Mapping[str, str] = os.environ) -> str:
    """Return whom one's words go to: "OpenAI", or the machine at another address."""
    provider = PROVIDERS.get(name.partition(":")[0])
    if provider is None:
        return name.partition(":")[0]
    at = _first(provider.addresses, env)
    found = _host(at) if at else "Ollama on this machine" if provider.title == "Ollama" else provider.title
    # Ollama hands models of these names on to its own service.
    return f"ollama.com, by way of {found}" if provider.title == "Ollama" and _CLOUD.search(name) else found


_CLOUD = re.compile(r"[:-]cloud$")


def _host(at: str) -> str:
    from urllib.parse import urlsplit

    # Ollama's own variable may be a port alone, ":11500".
    host = urlsplit(at if "//" in at else f"//{at}").hostname or "localhost"
    return "this machine" if host in ("localhost", "127.0.0.1", "::1", "0.0.0.0") else host  # noqa: S104


def connect(name: str, timeout: float, env: Mapping[str, str] = os.environ) -> LangChainChat:
    """Return the chat model of a name as `init_chat_model` takes it. Calls nobody yet.

    Args:
        name: `provider:model`.
        timeout: seconds for a whole structured answer, and for the first word of a streamed one.
        env: where keys and addresses are looked up.

    Raises:
        ConfigError: it cannot be made.
    """
    from langchain.chat_models import init_chat_model

    kind, _, model = name.partition(":")
    provider = PROVIDERS.get(kind)
    methods = provider.methods if provider else ("function_calling", "json_schema", "prompt")
    try:
        made = init_chat_model(model, model_provider=kind, **_told(kind, timeout, env))
    except Exception as error:
        raise ConfigError(
            f"COACH_MODEL={name} cannot be used ({type(error).__name__}): check the name."
        ) from error
    return LangChainChat(name, made, methods, timeout)


def _told(kind: str, timeout: float, env: Mapping[str, str]) -> dict[str, Any]:
    """What each client is told: our timeouts, and not to try again by itself."""
    if kind == "openai":
        import httpx

        # Reading is bounded by us, more finely; this only ends what we have given up.
        told: dict[str, Any] = {
            "max_retries": 0, "stream_usage": True, "use_responses_api": False,
            "timeout": httpx.Timeout(timeout + 5, connect=min(CONNECT, timeout)),
        }  # fmt: skip
        if not env.get("OPENAI_API_KEY", "").strip():
            told["api_key"] = "none-needed"
        return told
    if kind == "ollama":
        asked = env.get("OLLAMA_CONTEXT_LENGTH", "").strip()
        told = {
            "client_kwargs": {"timeout": timeout + 5},
            "num_ctx": (int(asked) if asked.isdecimal() else 0) or CONTEXT,
        }
        if at := _first(PROVIDERS[kind].addresses, env):
            told["base_url"] = at
        return told
    if kind == "google_genai":
        # What they call retries are attempts, and 0 may mean five. No timeout: theirs is for the whole of a stream, and
        # ours end each call.
        told = {"max_retries": 1}
        if at := _first(PROVIDERS[kind].addresses, env):
            told["base_url"] = at
        if not _first(PROVIDERS[kind].keys, env):
            told["api_key"] = "none-needed"
        # LangChain looks into an error's answer as if it had come by httpx: this one is only to be awaited.
        warnings.filterwarnings("ignore", "coroutine 'ClientResponse.json' was never awaited", RuntimeWarning)
        return told
    if kind == "anthropic":
        return {"max_retries": 0, "timeout": timeout + 5}
    return {}
