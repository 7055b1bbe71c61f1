"""`coach serve`: the chat in the browser."""

# mypy: disable-error-code="no-untyped-call"
# Chainlit is typed in part only.

import asyncio
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

from coach import database_file
from coach.app import voices
from coach.errors import ConfigError
from coach.language import guided
from coach.settings import Settings, verify_password
from coach.web import assets, oauth
from coach.web.guard import OAUTH_DOORS, Guard

log = logging.getLogger("coach.web")
MESSAGE_BYTES = 4 * 2**20
"""The most a browser may send at once; above Chainlit's own limit the connection drops without a word."""
FOREIGN_SETTINGS = (
    "LITERAL_API_KEY",
    "DATABASE_URL",
    "CHAINLIT_CUSTOM_AUTH",
    "CHAINLIT_ROOT_PATH",
    "CHAINLIT_URL",
    "DISCORD_BOT_TOKEN",
    "SLACK_BOT_TOKEN",
    "SLACK_WEBSOCKET_TOKEN",
    "TEAMS_APP_ID",
)
"""Chainlit reads these too: they would send the talk elsewhere, or leave our routes."""


def signs_in(users: dict[str, str], name: str, password: str) -> bool:
    """Return whether a password is this person's; it takes as long for a name that is not there."""
    stand_in = next(iter(users.values()), "")
    fits = verify_password(password[:1000], users.get(name, stand_in))
    return fits and name in users


class Later:
    """Something slow to make, made once, by whoever needs it first."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make, self._lock, self._made = make, threading.Lock(), None

    def __call__(self) -> Any:
        """Return it."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
        return self._made


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket.

    Raises:
        ConfigError: the port is taken, or the address is not this machine's.
    """
    server: socket.socket | None = None
    try:
        kind, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        server = socket.socket(kind, socket.SOCK_STREAM)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(address)
        server.listen(128)
    except OSError as error:
        if server is not None:
            server.close()
        raise ConfigError(
            f"Cannot listen on {host}:{port} ({error.strerror}). Another program may be using it: stop it, "
            f"or choose another port, as in `coach serve --port {port + 1 if port < 65535 else 8001}`."
        ) from error
    return server


def serve(settings: Settings) -> None:
    """Serve the chat until it is stopped.

    Raises:
        ConfigError: the address is open to other machines without a users file, the port is taken, or the
            data folder cannot be written to.
        StoreError: the database cannot be opened.
    """
    settings.check_binding()
    settings.prepare()
    users = settings.users()
    if settings.users_file is not None and not users:
        raise ConfigError(f"{settings.users_file} names nobody: add a person with `coach user add NAME`.")
    voices(settings)  # a model without its package or key is told now, not in the first answer
    host, port, data = settings.host, settings.port, settings.data_dir
    server = bind(host, port)
    web = data / "web"
    assets.copy_to(web, settings.model)
    # A database that cannot be opened is said now, in one line, and not at the first message.
    _check_database(settings.database_url)
    os.environ["CHAINLIT_APP_ROOT"] = str(web)
    shared = bool(users or settings.oauth_users)
    os.environ["CHAINLIT_AUTH_SECRET"] = assets.secret(data, "users" if shared else "local")
    for name in FOREIGN_SETTINGS:
        os.environ.pop(name, None)
    app, coach = application(settings, users)
    address = f"http://{'localhost' if settings.loopback else host}:{port}"
    print(f"Upstream is at {address}  (Ctrl-C stops it)", flush=True)  # noqa: T201
    _run(app, server, coach)


def _check_database(url: str) -> None:
    if url.startswith(database_file.PREFIX):
        database_file.check(url)
        return
    from coach.store import Store

    Store.open(url).close()


def application(settings: Settings, users: dict[str, str]) -> tuple[Any, Later]:
    """Return the ASGI application and its coach, made on first use. The environment must be set before."""
    logging.getLogger("chainlit").setLevel(logging.WARNING)
    from chainlit import config as chainlit_config
    from chainlit import server as chat
    from chainlit.auth.cookie import get_token_from_cookies
    from chainlit.auth.jwt import decode_jwt

    from coach.web.app import install
    from coach.web.routes import routes

    def make() -> Any:
        from coach.app import build

        return build(settings)

    coach = Later(make)
    vouched = settings.oauth_users
    local = not users and not vouched
    check = (lambda name, password: signs_in(users, name, password)) if users else None
    install(coach, local, check, vouched, voices(settings))

    # Otherwise Chainlit waits a second and opens a browser itself, at its own port.
    chainlit_config.config.run.headless = True
    stock = chat.get_html_template
    html = assets.own_page(stock(""))
    chat.get_html_template = lambda _root: html
    chat.app.router.routes[0:0] = routes(coach)
    chat.sio.eio.max_http_buffer_size = MESSAGE_BYTES

    def who(cookies: dict[str, str]) -> str | None:
        token = get_token_from_cookies(cookies)
        if not token:
            return None
        try:
            name = str(decode_jwt(token).identifier)
        except Exception:  # noqa: BLE001 - whatever is wrong with a cookie, it opens nothing
            return None
        may = name == "local" if local else name in users or oauth.known(vouched, name)
        return name if may else None

    doors = OAUTH_DOORS if vouched else ()
    return Guard(chat.app, settings.allowed_hosts, who, assets.script_hashes(html), doors), coach


def _run(app: Any, server: socket.socket, coach: Later) -> None:
    import uvicorn

    config = uvicorn.Config(
        _warming(app, coach),
        log_level="warning",
        server_header=False,
        ws_max_size=MESSAGE_BYTES,
        lifespan="on",
    )
    try:
        asyncio.run(uvicorn.Server(config).serve(sockets=[server]))
    except KeyboardInterrupt:
        sys.exit(0)


def _warming(app: Any, coach: Later) -> Any:
    """The first page comes first; what the first answer needs is made ready behind it."""
    begun = threading.Event()

    async def warming(scope: Any, receive: Any, send: Any) -> None:
        await app(scope, receive, send)
        if scope["type"] == "http" and not begun.is_set():
            begun.set()
            threading.Thread(target=_warm, args=(coach,), daemon=True).start()

    return warming


def _warm(coach: Later) -> None:
    try:
        coach().library.warm()
        guided.warm()
    except Exception as error:  # noqa: BLE001 - the first message meets the same problem and shows it
        log.warning("%s", error)
