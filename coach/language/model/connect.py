"""From a setting to a chat model: which package and key a provider needs, and what its client is told."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from coach.errors import ConfigError
from coach.language.model.client import LangChainChat

CONNECT = 10.0
"""Seconds to reach a service."""


@dataclass(frozen=True)
class Provider:
    title: str
    """How people know it."""
    package: str
    extra: str | None
    """The extra of ours that brings the package; None: it is always there."""
    keys: tuple[str, ...] = ()
    """Environment variables, of which one holds the key."""
    base_url: str | None = None
    """The environment variable with another address, at which a key may be needless."""
    methods: tuple[str, ...] = ("function_calling", "json_schema", "prompt")


PROVIDERS: Mapping[str, Provider] = {
    "openai": Provider(
        "OpenAI", "langchain_openai", None, ("OPENAI_API_KEY",), "OPENAI_BASE_URL",
        ("json_schema", "function_calling", "prompt"),
    ),
    "anthropic": Provider(
        "Anthropic", "langchain_anthropic", "anthropic", ("ANTHROPIC_API_KEY",), "ANTHROPIC_BASE_URL",
        ("function_calling", "prompt"),
    ),
    "ollama": Provider(
        "Ollama", "langchain_ollama", "ollama", (), "OLLAMA_HOST", ("json_schema", "function_calling", "prompt")
    ),
    "google_genai": Provider(
        "Google", "langchain_google_genai", "google", ("GOOGLE_API_KEY", "GEMINI_API_KEY"), None,
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
    local = provider.base_url is not None and env.get(provider.base_url, "").strip()
    if provider.keys and not local and not any(env.get(k, "").strip() for k in provider.keys):
        raise ConfigError(
            f"{setting}={name} needs a key: set {' or '.join(provider.keys)}, or leave {setting} out for the "
            "guided voice."
        )
    return None


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
    at = env.get(provider.base_url, "").strip() if provider.base_url else ""
    if not at:
        return "Ollama on this machine" if provider.title == "Ollama" else provider.title
    from urllib.parse import urlsplit

    host = urlsplit(at if "//" in at else f"//{at}").hostname or at
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
        return {"client_kwargs": {"timeout": timeout + 5}}
    if kind in ("anthropic", "google_genai"):
        return {"max_retries": 0, "timeout": timeout + 5}
    return {}
