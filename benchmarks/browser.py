"""What a person waits for in the browser: a talk of 60 turns beside one of 5, in one run.

Resuming (from asking for the page to the last reply with its buttons), a turn (from sending to the whole reply), the
panel (from the word that there is something new to its being drawn); then the messages that a long talk is opened
without, a turn with all of them shown, and the frames of a scroll through all of it.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.start import COACH, answers, environment
from coach.app import build
from coach.settings import Settings
from coach.turn import finish
from tests.journeys import ARCHITECT

SHORT, LONG = 5, 60
ASKED = "What does a good positioning look like?"
LAST = '[data-step-type="assistant_message"]'
EARLIER = "showing what came before"
SHOWN = ("resume", "a turn", "panel after the turn", EARLIER, "a turn, the whole talk shown")
"""What is measured."""
WATCH = """
addEventListener('message', (e) => { if (e.data && e.data.coach === 'plan') window.told = performance.now(); });
addEventListener('DOMContentLoaded', () => new MutationObserver((changes) => {
  if (window.told && changes.some((c) => c.target.closest && c.target.closest('#coach-panel'))) { (window.lags ||= []).push(performance.now() - window.told); window.told = 0; }
}).observe(document.body, { childList: true, subtree: true, attributes: false }));
"""
SCROLL = """async () => {
  let box = document.querySelector('[data-step-type]');
  while (box && !(box.scrollHeight > box.clientHeight + 10 && getComputedStyle(box).overflowY === 'auto')) box = box.parentElement;
  if (!box) return [];
  const frames = [];
  box.scrollTop = 0;
  await new Promise(requestAnimationFrame);
  for (let n = 1; n <= 60; n++) {
    const begun = performance.now();
    box.scrollTop = (box.scrollHeight - box.clientHeight) * n / 60;
    await new Promise(requestAnimationFrame);
    frames.push(performance.now() - begun);
  }
  return frames;
}"""


def talk(folder: Path, turns: int) -> str:
    """Hold a talk of so many turns; return the conversation's id."""
    coach = build(Settings.read(environment(folder.parent)))
    reply = coach.start("local", title=f"{turns} turns")
    said = [text for texts in ARCHITECT.values() for text in ([texts] if isinstance(texts, str) else texts)]
    for n in range(turns):
        text = said[n] if n < len(said) else f"Actually, there are {n} of us."
        reply = finish(coach.say("local", reply.conversation, text))
    coach.store.close()
    return reply.conversation


@contextmanager
def served(home: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [*COACH, "serve", "--headless", "--port", str(port)]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment(home), cwd=home, stdout=log, stderr=log)  # noqa: S603
    try:
        while not answers(port):
            if server.poll() is not None:
                raise RuntimeError((home / "log").read_text()[-500:])
            time.sleep(0.05)
        yield f"http://localhost:{port}"
    finally:
        server.kill()
        server.wait()


def ready(page: Page) -> None:
    page.locator("#coach-moves").wait_for(timeout=120_000)
    page.locator("#chat-submit").wait_for()


def turn(page: Page) -> float:
    """Ask something; return the seconds to the whole reply."""
    count = page.locator(LAST).count()
    told = int(page.locator("body").get_attribute("data-turn") or 0)
    page.locator("#chat-input").click()
    page.keyboard.insert_text(ASKED)
    begun = time.perf_counter()
    page.keyboard.press("Enter")
    page.locator(LAST).nth(count).wait_for()
    page.wait_for_function("n => Number(document.body.dataset.turn) > n", arg=told)
    ready(page)
    return time.perf_counter() - begun


def whole(page: Page) -> float:
    """Show the messages that a long talk is opened without; return the seconds that takes."""
    more = page.locator("#step-earlier a")
    begun = time.perf_counter()
    if more.count():
        more.click()
        more.wait_for(state="detached")
    return time.perf_counter() - begun


def once(browser: Browser, address: str, conversation: str) -> tuple[list[float], list[float]]:
    """Return the milliseconds of what `SHOWN` names, and of each frame of a scroll through the whole talk."""
    context = browser.new_context(viewport={"width": 1360, "height": 860}, reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_selector("#coach-ways .resume")
    begun = time.perf_counter()
    page.goto(f"{address}/thread/{conversation}")
    ready(page)
    resumed = time.perf_counter() - begun
    page.wait_for_selector("#coach-panel h2")
    page.wait_for_timeout(800)
    page.evaluate("window.lags = []")
    first = turn(page)
    page.wait_for_timeout(500)
    lag = float(page.evaluate("window.lags[0]"))
    shown = whole(page)
    page.wait_for_timeout(500)
    again = turn(page)
    frames: list[float] = page.evaluate(SCROLL)
    context.close()
    return [resumed * 1000, first * 1000, lag, shown * 1000, again * 1000], frames


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Chromium is needed: install it, or set CHROMIUM to its path.")
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        short, long = talk(home / "data", SHORT), talk(home / "data", LONG)
        with served(home) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            once(browser, address, short)  # files come into memory
            runs: dict[str, list[tuple[list[float], list[float]]]] = {short: [], long: []}
            for _ in range(repeats):
                for conversation, times in runs.items():
                    times.append(once(browser, address, conversation))
            browser.close()
    print(f"{LONG} turns beside {SHORT}, {repeats} repeats after one unmeasured, alternating, medians")
    for n, what in enumerate(SHOWN):
        few, many = (median(run[0][n] for run in runs[c]) for c in (short, long))
        if what == EARLIER:
            print(f"  {what:<30}         {LONG}: {many:7.1f} ms")
        else:
            print(f"  {what:<30} {many / few:5.2f}   {SHORT}: {few:7.1f} ms   {LONG}: {many:7.1f} ms")
    frames = [frame for run in runs[long] for frame in run[1]]
    late = sum(frame > 50 for frame in frames)
    print(
        f"  scrolling {LONG} turns: median frame {median(frames):.1f} ms, {late} of {len(frames)} over 50 ms"
    )


if __name__ == "__main__":
    main()
