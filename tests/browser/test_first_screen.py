"""The first screen: what this is, how long it takes, and one click to begin."""

import re

import pytest
from case import CASE
from person import MINE, REPLY, Person, sitting
from playwright.sync_api import Browser, expect

from coach import stages


def test_it_says_what_this_is_and_how_long_it_takes(person: Person) -> None:
    screen = person.page.locator("#welcome-screen")
    expect(screen.locator("h1")).to_have_text("Go upstream before you drift downstream.")
    expect(screen).to_contain_text(f"{len(stages.QUESTIONS)} questions")
    expect(screen).to_contain_text(re.compile(r"About \d+ minutes"))
    expect(screen).to_contain_text("A plan you can hand on")
    expect(person.page).to_have_title("Upstream")
    for width, height in ((1360, 860), (1280, 720)):
        person.page.set_viewport_size({"width": width, "height": height})
        expect(person.page.locator("#chat-submit")).to_be_in_viewport(ratio=1)
    whole = person.page.content() + person.page.locator("body").inner_text()
    assert "chainlit" not in person.page.locator("body").inner_text().casefold()
    assert "Chainlit" not in re.sub(r"<script.*?</script>|<style.*?</style>", "", whole, flags=re.DOTALL)
    icon = person.page.request.get(f"{person.server.address}/favicon")
    assert "0f5c63" in icon.text()


@pytest.mark.parametrize("scenario", [said for said, _, _ in stages.SCENARIOS.values()])
def test_each_of_the_six_situations_begins_a_talk(person: Person, scenario: str) -> None:
    with person.replied():
        name = scenario[0].upper() + scenario[1:]
        person.page.locator("#starters").get_by_role("button", name=name).click()
    assert person.panel()["asking"] is not None
    expect(person.page.locator(MINE)).to_contain_text(scenario)


def test_ten_minutes_are_an_express_journey(person: Person) -> None:
    with person.replied():
        person.page.get_by_role("button", name="Ten minutes").click()
    left = person.panel()["left"]
    assert left["questions"] < len(stages.QUESTIONS) / 2
    assert left["minutes"] <= 10


def test_the_last_plan_is_gone_on_with_in_one_click_on_another_device_too(
    person: Person, browser: Browser
) -> None:
    person.say(CASE["company"][0])
    said = person.say(CASE["symptom"][0])
    with sitting(browser, person.server, viewport={"width": 800, "height": 1000}) as phone:
        phone.open()
        phone.page.get_by_role("button", name="Resume my plan").click()
        expect(phone.page.locator(MINE)).to_have_count(2)
        assert said.split("\n", maxsplit=1)[0] in phone.page.locator(REPLY).last.inner_text()
        assert phone.conversation == person.conversation


def test_it_stands_still_once_it_is_there(person: Person) -> None:
    page = person.page
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => { for (const e of list.getEntries())"
        " if (!e.hadRecentInput) window.moved += e.value; }).observe({type: 'layout-shift', buffered: true});"
    )
    person.open()
    expect(page.locator("#coach-ways .way").first).to_be_visible()
    page.wait_for_timeout(800)
    assert page.evaluate("window.moved") < 0.1


def test_light_and_dark_follow_the_system_until_one_chooses(person: Person, browser: Browser) -> None:
    expect(person.page.locator("html")).to_have_class(re.compile(r"\blight\b"))
    with sitting(browser, person.server, color_scheme="dark") as evening:
        evening.open()
        expect(evening.page.locator("html")).to_have_class(re.compile(r"\bdark\b"))
