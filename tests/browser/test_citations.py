"""Where things come from: a passage of the library beside the talk, and one's own words in the plan."""

import re

from person import MINE, REPLY, Person
from playwright.sync_api import expect

FIRM = "We install heat pumps for owners of older houses around Utrecht; there are 12 of us."


def test_a_citation_opens_beside_the_talk_at_its_words(person: Person) -> None:
    said = person.say("What is upstream marketing?")
    link = person.page.locator(f"{REPLY} a[href*='/library/']").first
    expect(link).to_contain_text("From the library: ")
    link.click()
    passage = person.page.locator("#coach-panel .passage")
    expect(passage.locator("mark").first).to_be_in_viewport()
    quoted = re.search("“(.+?)[.”]", said)
    assert quoted
    marked = " ".join(passage.locator("mark").all_inner_texts())
    assert quoted[1] in marked
    expect(passage.locator(".whose")).to_contain_text("Our summary of")
    person.page.keyboard.press("Escape")
    expect(passage).to_have_count(0)
    expect(person.page.locator("#coach-panel h2")).to_have_text("Your plan")
    expect(link).to_be_focused()


def test_the_same_link_opens_as_a_page_of_its_own(person: Person) -> None:
    person.say("What is upstream marketing?")
    person.page.locator(f"{REPLY} a[href*='/library/']").first.click()
    with person.page.context.expect_page() as opened:
        person.page.get_by_role("link", name="Open as a page").click()
    expect(opened.value.locator("mark").first).to_be_visible()
    expect(opened.value.locator("h1")).not_to_be_empty()


def test_a_source_in_the_plan_opens_its_passage(person: Person) -> None:
    person.say(FIRM)
    person.say("What is upstream marketing?")
    source = person.page.locator("#coach-panel section", has_text="Sources").locator("a").first
    title = source.inner_text()
    source.click()
    expect(person.page.locator("#coach-panel .passage .whose")).to_contain_text(title)


def test_a_value_shows_the_words_it_came_from_and_leads_to_the_message(person: Person) -> None:
    person.say(FIRM)
    for text in (
        "Enquiries fell from 40 to 22 a month.",
        "Google ads, which brought three jobs.",
        "where are we?",
    ):
        person.say(text)
    first = person.page.locator(MINE).first
    expect(first).not_to_be_in_viewport()
    row = person.field("12")
    row.hover()
    expect(person.page.locator("#coach-tip q")).to_have_text("there are 12 of us")
    expect(person.page.locator("#coach-tip strong")).to_have_text("Worked out from your words")
    row.locator(".from").click()
    expect(first).to_be_in_viewport()
    assert "there are 12 of us" in person.lit()
