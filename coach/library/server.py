"""A Chroma server (`chroma run`) that several coaches share: connecting, and what goes wrong with it.

Whatever fails is told apart by whose fault it is: a StoreError passes by itself (the server is down or slow), a
ConfigError does not (a wrong token, something that is no Chroma). The token is never part of a message.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from coach.errors import CoachError, ConfigError, StoreError

CONNECT, ANSWER = 3.0, 60.0
"""Seconds for a connection, and for an answer: a batch of an ingest takes a while on a busy server."""
REST = 10.0
"""Seconds that a server which did not answer is left alone."""
LOOK = 2.0
"""Seconds between two looks for a newer version."""
_Result = TypeVar("_Result")


class Server:
    """The server at `url`. Threads may share it; nothing is asked of it before the first `ask`."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self.url = url.rstrip("/")
        self._token = token
        self._client: Any = None
        self._lock = threading.RLock()
        self._resting = 0.0
        self.trouble: CoachError | None = None
        """What was wrong when it was last asked; None when it answered."""
        self.returns = 0
        """How often it has answered again after it had not."""

    def ask(self, what: Callable[[Any], _Result]) -> _Result:
        """What `what` makes of the client. Raises StoreError when the server does not answer as it should,
        ConfigError when it is the wrong one or refuses the token.
        """
        try:
            with self._lock:
                if self.trouble is not None and time.monotonic() < self._resting:
                    raise self.trouble
                if self._client is None:
                    self._client = self._connect()
                client = self._client
            found = what(client)
        except CoachError as error:
            self._failed(error)
            raise
        except Exception as error:  # Chroma raises its own, httpx's, and bare ones with the server's text
            if _is_an_answer(error):
                self._answered()
                raise
            told = self._told(error)
            self._failed(told)
            raise told from error
        self._answered()
        return found

    def close(self) -> None:
        """Let go of the connections; the next `ask` makes new ones."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            # Chroma's own close leaves its sessions open, the one of its second client too.
            for one in (client, client._admin_client):
                one._server._session.close()
            client.close()

    def _answered(self) -> None:
        with self._lock:
            if self.trouble is not None:
                self.trouble = None
                self.returns += 1

    def _failed(self, error: CoachError) -> None:
        with self._lock:
            if error is not self.trouble:
                self._resting = time.monotonic() + REST
            self.trouble = error

    def _connect(self) -> Any:
        import httpx

        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        # Chroma's client knows no limit of time while it connects, nor what it has before it.
        answer = httpx.get(
            f"{self.url}/api/v2/version", headers=headers, timeout=httpx.Timeout(ANSWER / 6, connect=CONNECT)
        )
        self._check(answer.status_code, answer.text)

        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self._token:
            settings.chroma_client_auth_provider = "chromadb.auth.token_authn.TokenAuthClientProvider"
            settings.chroma_client_auth_credentials = self._token
        # Some servers and proxies look for the token in the one header, some in the other.
        both = {"X-Chroma-Token": self._token} if self._token else None
        client: Any = chromadb.HttpClient(self.url, headers=both, settings=settings)
        client._server._session.timeout = httpx.Timeout(ANSWER, connect=CONNECT)
        return client

    def _check(self, status: int, text: str) -> None:
        if status in (401, 403):
            raise self._refused()
        if status == 429 or status >= 500:
            raise StoreError(f"The Chroma server at {self.url} answers with an error ({status}).")
        version = text.strip().strip('"')
        if status == 200 and version.split(".")[0].isdecimal() and len(version) <= 40:
            if int(version.split(".")[0]) >= 1:
                return
            raise ConfigError(
                f"The Chroma server at {self.url} is version {version}, too old: start one of 1.0 or newer with "
                "`chroma run`."
            )
        raise ConfigError(
            f"COACH_CHROMA: what answers at {self.url} is no Chroma server of 1.0 or newer (it answered {status}). "
            "Give the address of one that `chroma run` started."
        )

    def _refused(self) -> ConfigError:
        what = (
            "refuses the token in COACH_CHROMA_TOKEN"
            if self._token
            else "wants a token: set COACH_CHROMA_TOKEN"
        )
        return ConfigError(f"The Chroma server at {self.url} {what}.")

    def _told(self, error: Exception) -> CoachError:
        import httpx
        from chromadb.errors import AuthorizationError, ChromaAuthError

        if isinstance(error, ChromaAuthError | AuthorizationError):
            return self._refused()
        if isinstance(error, httpx.TimeoutException):
            return StoreError(f"The Chroma server at {self.url} does not answer in time.")
        if isinstance(error, httpx.TransportError):
            return StoreError(
                f"The Chroma server at {self.url} cannot be reached. Is it running (`chroma run`)?"
            )
        words = " ".join(str(error).split())
        if self._token:
            words = words.replace(self._token, "…")
        status = words.lower()
        if "unauthorized" in status or "forbidden" in status:
            return self._refused()
        return StoreError(
            f"The Chroma server at {self.url} does not do as asked ({type(error).__name__}: {words[:120]})."
        )


def _is_an_answer(error: Exception) -> bool:
    """Whether the server is well and says no: what is asked for is not there, or is there already."""
    return is_missing(error) or is_taken(error)


def is_missing(error: BaseException) -> bool:
    """Whether Chroma says that a collection does not exist."""
    return type(error).__name__ == "NotFoundError"


def is_taken(error: BaseException) -> bool:
    """Whether Chroma says that a collection exists already."""
    return "already exists" in str(error)
