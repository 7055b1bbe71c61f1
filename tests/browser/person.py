"""Someone at the keyboard of a real browser."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conftest import Server
from playwright.sync_api import Browser, Locator, Page, Route, expect
from playwright.sync_api import TimeoutError as Timeout

REPLY = '[data-step-type="assistant_message"]'
PATIENCE, TAP = 120_000, 20_000
"""Milliseconds to wait for a screen on a machine that is busy with other things, and for a tap to have done something."""
MINE = '[data-step-type="user_message"]'
expect.set_options(timeout=PATIENCE)


WATCH = """
window.lit = [];
new MutationObserver((changes) => changes.forEach((c) => { if (c.target.classList.contains('coach-lit')) window.lit.push(c.target.textContent); }))
  .observe(document, { subtree: true, attributes: true, attributeFilter: ['class'] });
"""
"""Notes what the page lights up for a moment, which may be over before one looks."""


class Person:
    """Someone at the keyboard, and what their browser asked for."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server = page, server
        self.requested: list[str] = []
        self.complaints: list[str] = []
        page.add_init_script(WATCH)
        page.on("request", lambda request: self.requested.append(request.url))
        page.on("websocket", lambda socket: self.requested.append(socket.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self._heard(said.type, said.text))

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and "Content Security Policy" in text:
            self.complaints.append(text)

    def open(self, path: str = "/") -> None:
        self.page.goto(self.server.address + path)
        if path.startswith("/thread/"):
            # The chat draws an empty composer before it draws the talk; the moves stand above the talk's only.
            expect(self.page.locator("body[data-turn]")).to_be_attached()
            expect(self.page.locator("#coach-moves")).to_be_visible()
        self.ready()

    def hold(self, where: str) -> Callable[[], None]:
        """Keep what the page asks for there from being answered; return what lets it through, once and for all."""
        held: list[Route] = []

        def keep(route: Route) -> None:
            held.append(route)

        def release() -> None:
            for route in held:
                route.continue_()
            self.page.unroute(where, keep)

        self.page.route(where, keep)
        return release

    def ready(self) -> None:
        """Wait until a message could be sent: the page is connected and no reply is under way.

        The composer is there before that, and takes text; the paperclip goes by this name from then on.
        """
        expect(self.page.locator("#message-composer #upload-button")).to_be_visible()

    @property
    def turn(self) -> int:
        """The turn that the page was last told of; -1 before the first."""
        return int(self.page.locator("body").get_attribute("data-turn") or -1)

    def write(self, text: str) -> None:
        """Type a message, and see that it stands there and could be sent."""
        self.ready()
        box = self.page.locator("#chat-input")
        box.click()
        self.page.keyboard.insert_text(text)
        expect(box).to_have_value(text)
        expect(self.page.locator("#chat-submit")).to_be_enabled()

    def send(self) -> None:
        # On a phone Enter begins a new line: there one taps.
        box, submit = self.page.locator("#chat-input"), self.page.locator("#chat-submit")
        submit.click()
        try:
            expect(box).to_have_value("", timeout=TAP)
        except AssertionError:
            # Drawn anew under the finger, as when the talk comes back: the words stand there still, and one taps again.
            submit.click()

    def say(self, text: str) -> str:
        """Type a message and return the reply, once it is whole."""
        with self.replied():
            self.write(text)
            self.send()
        return self.page.locator(REPLY).last.inner_text()

    @contextmanager
    def replied(self) -> Iterator[None]:
        """Do something that the coach replies to; wait until the reply is whole and can be replied to."""
        before = self.turn
        yield
        try:
            self.page.wait_for_function("n => Number(document.body.dataset.turn ?? -1) > n", arg=before)
        except Timeout as error:
            shown = self.page.locator("body").inner_text()[-1500:]
            error.add_note(
                f"At {self.page.url}, turn {before}, the page shows:\n{shown}\n{self.server.log()}"
            )
            raise
        expect(self.page.locator("#coach-moves")).to_be_visible()
        self.ready()

    def field(self, text: str) -> Locator:
        """Return the row of the panel that shows a value."""
        return self.page.locator("#coach-panel .field").filter(has_text=re.compile(re.escape(text))).first

    def lit(self) -> str:
        """Return the words of what was lit up last, once something was."""
        self.page.wait_for_function("() => window.lit.length > 0")
        return str(self.page.evaluate("window.lit[window.lit.length - 1]"))

    def fix(self, text: str, better: str) -> None:
        """Put a value right in the panel, as with the mouse."""
        row = self.field(text)
        row.hover()
        row.locator(".fix").click()
        editor = self.page.locator("#coach-panel .editing")
        control = editor.locator("textarea, input, select")
        if control.evaluate("node => node.tagName") == "SELECT":
            control.select_option(better)
        else:
            control.fill(better)
        editor.get_by_role("button", name="Save").click()

    def attach(self, *files: Path) -> None:
        """Put files into the composer, as by its paperclip, and wait until they are up."""
        self.ready()
        self.page.locator("#message-composer #upload-button-input").set_input_files(list(files))
        expect(self.page.locator("#message-composer #attachments > *")).to_have_count(len(files))
        self.ready()
        expect(self.page.locator("#chat-submit")).to_be_enabled()

    @property
    def conversation(self) -> str:
        self.page.wait_for_url("**/thread/*")
        return self.page.url.rsplit("/", 1)[1]

    def panel(self) -> dict[str, Any]:
        got = self.page.request.get(f"{self.server.address}/plan/{self.conversation}/panel")
        shown: dict[str, Any] = got.json()
        return shown


def own(url: str, port: int) -> bool:
    """Whether an address is of this machine's own server, or of no server at all."""
    return url.startswith((f"http://localhost:{port}/", f"ws://localhost:{port}/", "data:", "blob:"))


@contextmanager
def sitting(browser: Browser, server: Server, **context: Any) -> Iterator[Person]:
    """A person with a browser of their own; afterwards nothing foreign was asked for and nothing was blocked."""
    shape = {"viewport": {"width": 1360, "height": 860}, "accept_downloads": True, **context}
    opened = browser.new_context(**shape)
    opened.set_default_timeout(PATIENCE)
    someone = Person(opened.new_page(), server)
    yield someone
    opened.close()
    foreign = [url for url in someone.requested if not own(url, server.port)]
    assert foreign == [], "nothing may be asked of another server"
    assert someone.complaints == []
