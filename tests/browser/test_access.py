"""The screen for everybody: WCAG 2.2 AA as far as axe can tell, and a whole talk without a mouse."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from case import CASE
from person import MINE, Person, sitting
from playwright.sync_api import Browser, Page, expect

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
"""What is checked: the success criteria up to 2.2 AA, and what axe holds to be good practice besides."""
STOCK = {"region", "page-has-heading-one", "landmark-one-main", "heading-order", "landmark-unique"}
"""Good practices (no criteria of WCAG) that the chat's own page structure decides."""


def problems(page: Page) -> list[str]:
    """What axe finds wrong, one line a place; the page must be still."""
    page.wait_for_timeout(900)
    # axe is run inside the page, where the policy forbids inline scripts but not what the browser's owner adds.
    found: dict[str, Any] = Axe().run(page, options=RULES).response
    return [
        f"{v['id']}: {node['target']} {node['any'][0]['message'] if node['any'] else v['help']}"
        for v in found["violations"]
        if v["id"] not in STOCK
        for node in v["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1360, 860), (390, 844)])
def test_axe_finds_nothing_on_the_way(
    person: Person, browser: Browser, scheme: Any, size: tuple[int, int], tmp_path: Path
) -> None:
    shape = {"width": size[0], "height": size[1]}
    with sitting(browser, person.server, viewport=shape, color_scheme=scheme) as someone:
        someone.open()
        page = someone.page
        expect(page.locator("#coach-welcome")).to_be_visible()
        assert problems(page) == [], "first screen"
        someone.say(CASE["company"][0])
        someone.say("What is upstream marketing?")
        assert problems(page) == [], "talk"
        if size[0] < 500:
            page.locator("#coach-chip").click()
        row = someone.field("12")
        row.hover()
        row.locator(".fix").click()
        assert problems(page) == [], "correction"
        page.keyboard.press("Escape")
        if size[0] < 500:
            page.get_by_role("button", name="Close the plan").click()
        page.locator("a[href*='/library/']").first.click()
        expect(page.locator("#coach-panel mark").first).to_be_visible()
        assert problems(page) == [], "passage"
        for path in (f"/plan/{someone.conversation}", "/library/keevee/upstream-defined"):
            page.goto(someone.server.address + path)
            assert problems(page) == [], path


def test_a_talk_a_correction_and_a_citation_with_the_keyboard_alone(person: Person) -> None:
    page = person.page

    def tab_to(name: str, most: int = 60) -> None:
        """Press Tab until what has the focus is called so."""
        seen = []
        for _ in range(most):
            page.keyboard.press("Tab")
            called = page.evaluate(
                "(n => n.matches('a, button, [role=menuitem]') ? (n.getAttribute('aria-label') || n.innerText || '').trim() : '')"
                "(document.activeElement)"
            )
            seen.append(called[:30])
            if name in called:
                ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert ring != "none", f"{name} shows no focus"
                return
        raise AssertionError(f"{name} is not reached by Tab: {seen}")

    def type_in(text: str) -> None:
        with person.replied():
            page.locator("#chat-input").focus()
            page.keyboard.insert_text(text)
            page.keyboard.press("Enter")

    tab_to("Let's start")
    with person.replied():
        page.keyboard.press("Enter")
    type_in(CASE["company"][0])
    expect(person.field("12")).to_be_visible()
    tab_to("Correct size: 12")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("14")
    page.keyboard.press("Enter")
    expect(person.field("14")).to_be_visible()
    expect(page.locator(MINE)).to_have_count(3)
    type_in("What is upstream marketing?")
    tab_to("From the library")
    page.keyboard.press("Enter")
    expect(page.locator("#coach-panel .passage mark").first).to_be_visible()
    expect(page.locator("#coach-panel .passage")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#coach-panel h2")).to_have_text("Your plan")
    tab_to("Where are we?")
    with person.replied():
        page.keyboard.press("Space")
