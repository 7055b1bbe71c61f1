"""Signing in with an account elsewhere, by the providers that Chainlit knows, set up by its OAUTH_… variables.

Somebody whom a provider vouches for still has to be named in COACH_OAUTH_USERS: a whole domain as `@firm.example`.
"""

# mypy: disable-error-code="no-untyped-call"
# Chainlit is typed in part only.

from collections.abc import Collection
from typing import Any

from coach.errors import ConfigError


def admits(allowed: Collection[str], name: str) -> bool:
    """Return whether a name (an e-mail address, or what the provider calls its users by) may come in."""
    folded = name.casefold()
    at, domain = folded.rpartition("@")[1:]
    return folded in allowed or (bool(at) and f"@{domain}" in allowed)


def identity(provider: str, name: str) -> str:
    """Return who somebody is here: the same name at another provider, or in the users file, is somebody else."""
    return f"{provider}:{name}"


def known(allowed: Collection[str], identifier: str) -> bool:
    """Return whether an identity of ours is (still) somebody who may come in."""
    provider, colon, name = identifier.partition(":")
    return bool(provider and colon) and admits(allowed, name)


def install(allowed: Collection[str]) -> None:
    """Offer the configured providers at sign-in.

    Raises:
        ConfigError: people are named, but no provider is configured.
    """
    import chainlit as cl
    from chainlit.oauth_providers import get_configured_oauth_providers

    if not get_configured_oauth_providers():
        raise ConfigError(
            "COACH_OAUTH_USERS names people, but no provider is set up: set, for instance, "
            "OAUTH_GITHUB_CLIENT_ID and OAUTH_GITHUB_CLIENT_SECRET."
        )

    @cl.oauth_callback
    async def vouched(
        provider_id: str, token: str, raw: dict[str, str], user: cl.User, id_token: str | None = None
    ) -> cl.User | None:
        name = str(user.identifier or "")  # a provider may leave it out
        if not admits(allowed, name):
            return None
        shown: dict[str, Any] = {"provider": provider_id}
        return cl.User(identifier=identity(provider_id, name), display_name=name, metadata=shown)
