"""From the first screen to a plan that is confirmed: led by a model, on a phone, and without a mouse."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from case import CASE
from conftest import Server
from journey import walk
from mind import Mind, settings
from person import MINE, REPLY, Person, sitting
from playwright.sync_api import Browser, expect

from coach import stages
from tests.model_server import ModelServer, serving

EXPRESS = {q.id for q in stages.QUESTIONS if q.express or q.id == stages.CONFIRM}


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with serving() as made:
        yield made


@pytest.fixture(scope="module")
def led(model: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("led"), **settings(model)).start()
    yield running
    running.kill()


@contextmanager
def beginning(model: ModelServer, led: Server, browser: Browser) -> Iterator[tuple[Mind, Person]]:
    """Somebody who has been asked the first question, and the model that leads them."""
    with sitting(browser, led) as person:
        person.open()
        with person.replied():
            person.page.get_by_role("button", name="Let's start").click()
        yield Mind(model, led), person


def test_a_model_leads_from_the_first_question_to_a_confirmed_plan(
    model: ModelServer, led: Server, browser: Browser
) -> None:
    with beginning(model, led, browser) as (mind, person):

        def say(text: str, cite: bool = False) -> str:
            mind.expect(person.conversation, text, cite=cite)
            return person.say(text)

        asked = "What is upstream marketing?"
        reply = say(asked, cite=True)
        assert "One thought to hold beside that" in reply
        person.page.locator(f"{REPLY} a[href*='/library/']").last.click()
        passage = person.page.locator("#coach-panel .passage")
        expect(passage.locator("mark").first).to_be_in_viewport()
        marked = " ".join(passage.locator("mark").all_inner_texts()).strip(" .…")
        assert marked in reply
        person.page.keyboard.press("Escape")

        walk(person, say)
        panel = person.panel()
        assert panel["status"] == "final"
        far = person.page.locator("#coach-panel .far")
        expect(far).to_contain_text("Plan confirmed")
        expect(far).to_contain_text("With a language model: what you type is sent to")
        expect(person.page.locator("#coach-panel .badge")).to_have_text("final")
        expect(person.field("install heat pumps")).to_be_visible()
        spoken = sum(not request.structured for request in model.requests)
        assert spoken > len(stages.QUESTIONS) / 2, "the model must have said the replies"
    model.verify()


def test_a_model_is_stopped_in_the_middle_of_its_reply_and_nothing_is_lost(
    model: ModelServer, led: Server, browser: Browser
) -> None:
    with beginning(model, led, browser) as (mind, person):
        firm = CASE["company"][0]
        mind.expect(person.conversation, firm, stall=True)
        person.write(firm)
        person.send()
        expect(person.page.locator("#stop-button")).to_be_visible()
        expect(person.page.locator(REPLY).last).to_contain_text("That is a narrow field, and it helps.")
        asked = [request for request in model.requests if not request.structured][-1]
        person.page.locator("#stop-button").click()
        expect(person.page.locator(REPLY).last).to_contain_text("Stopped here. Your answer is kept")
        assert asked.left.wait(120), "the model must not go on for nobody"
        expect(person.field("older houses")).to_be_visible()
        person.open(f"/thread/{person.conversation}")
        expect(person.page.locator(REPLY).last).to_contain_text("?")
        expect(person.page.locator("body")).not_to_contain_text("Stopped here")
        symptom = CASE["symptom"][0]
        mind.expect(person.conversation, symptom)
        person.say(symptom)
        expect(person.field("Enquiries fell")).to_be_visible()


def test_the_short_journey_fits_a_phone(server: Server, browser: Browser) -> None:
    with sitting(browser, server, viewport={"width": 390, "height": 844}, has_touch=True) as person:
        person.open()
        page = person.page
        with person.replied():
            page.get_by_role("button", name="Ten minutes").tap()
        seen: set[str] = set()

        def say(text: str) -> None:
            seen.add(person.panel()["asking"])
            with person.replied():
                page.locator("#chat-input").tap()
                page.keyboard.insert_text(text)
                page.locator("#chat-submit").tap()
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, "nothing may stick out"
            expect(page.locator("#coach-panel")).to_be_hidden()

        walk(person, say, most=20)
        assert seen <= EXPRESS
        page.locator("#coach-chip").tap()
        sheet = page.locator("#coach-panel")
        expect(sheet.locator(".far")).to_contain_text(stages.STAGES[-1].title)
        expect(sheet.locator(".badge")).to_have_text("draft")
        expect(person.field("install heat pumps")).to_be_visible()
        with page.expect_download() as download:
            sheet.get_by_role("link", name="Page", exact=True).tap()
        assert "<svg" in Path(download.value.path()).read_text("utf-8")
        sheet.get_by_role("button", name="Close the plan").tap()
        expect(sheet).to_be_hidden()


def test_the_short_journey_needs_no_mouse(person: Person) -> None:
    page = person.page

    def tab_to(wanted: str) -> None:
        """Press Tab until it has the focus, and see that this shows."""
        for _ in range(90):
            if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
                seen = "getComputedStyle(document.activeElement).outlineStyle !== 'none' || document.activeElement.matches('textarea')"
                assert page.evaluate(seen), f"{wanted} shows no focus"
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} is not reached by Tab")

    def say(text: str) -> None:
        with person.replied():
            tab_to("#chat-input")
            page.keyboard.insert_text(text)
            page.keyboard.press("Enter")

    tab_to("#starters button:nth-of-type(2)")
    with person.replied():
        page.keyboard.press("Enter")
    expect(page.locator(MINE)).to_have_text("I have ten minutes")
    walk(person, say, most=20)
    expect(page.locator("#coach-panel .far")).to_contain_text(stages.STAGES[-1].title)
    tab_to("#coach-panel .foot a[href$='.json']")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    plan = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert plan["upstream"]["goals"]
    assert plan["next_actions"]
