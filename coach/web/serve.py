"""`coach serve`: the chat in the browser."""

import asyncio
import ipaddress
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coach.errors import ConfigError
from coach.web import assets
from coach.web.guard import LOOPBACK, Guard

log = logging.getLogger("coach.web")
MESSAGE_BYTES = 4 * 2**20
"""The most a browser may send at once; above Chainlit's own limit the connection would drop without a word."""


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Later:
    """Something slow to make, made once, by whoever needs it first."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make, self._lock, self._made = make, threading.Lock(), None

    def __call__(self) -> Any:
        with self._lock:
            if self._made is None:
                self._made = self._make()
        return self._made


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket.

    Raises:
        ConfigError: the port is taken, or the address is not this machine's.
    """
    try:
        kind, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        server = socket.socket(kind, socket.SOCK_STREAM)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(address)
        server.listen(128)
    except OSError as error:
        raise ConfigError(
            f"Cannot listen on {host}:{port} ({error.strerror}). Another program may be using it: "
            f"stop it, or choose another port, as in `coach serve --port {port + 1 if port < 65535 else 8001}`."
        ) from error
    return server


def serve(settings: Any) -> None:
    """Serve the chat until it is stopped.

    Raises:
        ConfigError: the address is open to other machines without a users file, the port is taken, or the data
            folder cannot be written to.
    """
    host, port, data = str(settings.host), int(settings.port), Path(settings.data_dir)
    users_file = getattr(settings, "users_file", None)
    if not is_loopback(host) and not users_file:
        raise ConfigError(
            f"{host} can be reached from other machines, and nobody would have to sign in. "
            "Set COACH_USERS_FILE to a file of people and passwords, or use --host 127.0.0.1."
        )
    from coach.web.users import Users

    users = Users.load(Path(users_file)) if users_file else None
    server = bind(host, port)
    web = data / "web"
    assets.copy_to(web)
    os.environ["CHAINLIT_APP_ROOT"] = str(web)
    os.environ["CHAINLIT_AUTH_SECRET"] = assets.secret(data, "users" if users else "local")
    for name in (
        "LITERAL_API_KEY",
        "DATABASE_URL",
        "CHAINLIT_CUSTOM_AUTH",
        "CHAINLIT_ROOT_PATH",
        "CHAINLIT_URL",
    ):
        # Chainlit reads these too, and would send the conversation elsewhere or leave our routes.
        os.environ.pop(name, None)
    app, coach = application(settings, users, [*LOOPBACK, host, *getattr(settings, "allowed_hosts", ())])
    print(
        f"Upstream is at http://{'localhost' if is_loopback(host) else host}:{port}  (Ctrl-C stops it)",
        flush=True,
    )  # noqa: T201
    _run(app, server, coach)


def application(settings: Any, users: Any, hosts: list[str]) -> tuple[Any, Later]:
    """Return the ASGI application and its coach, which is made on first use. The environment must be set before."""
    from coach.app import build

    logging.getLogger("chainlit").setLevel(logging.WARNING)
    from chainlit import server as chat
    from chainlit.auth import decode_jwt, get_token_from_cookies

    from coach.web.app import install
    from coach.web.routes import routes

    coach = Later(lambda: build(settings))
    install(coach, users is None, users.check if users else lambda _name, _password: False)

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
        return name if (name in users if users else name == "local") else None

    return Guard(chat.app, hosts, who, assets.script_hashes(html)), coach


def _run(app: Any, server: socket.socket, coach: Later) -> None:
    import uvicorn

    # The first page comes first; what the first answer needs is made ready behind it.
    warm = threading.Timer(1.0, lambda: _warm(coach))
    warm.daemon = True
    warm.start()
    config = uvicorn.Config(
        app, log_level="warning", server_header=False, ws_max_size=MESSAGE_BYTES, lifespan="on"
    )
    try:
        asyncio.run(uvicorn.Server(config).serve(sockets=[server]))
    except KeyboardInterrupt:
        sys.exit(0)


def _warm(coach: Later) -> None:
    try:
        made = coach()
        made.library.search("upstream", k=1)
    except Exception as error:  # noqa: BLE001 - the first message meets the same problem and shows it
        log.warning("%s", error)
