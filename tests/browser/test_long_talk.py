"""A talk that is opened again: its end at once, the rest when it is wanted, and what could be answered with one click."""

from case import CASE
from conftest import Server
from journey import talked
from person import MINE, REPLY, Person
from playwright.sync_api import expect

from coach.web.history import SHOWN

TURNS = SHOWN + 6


def long_talk(server: Server) -> str:
    said = [texts[0] for texts in CASE.values()][:8]
    said += [f"Actually, there are {n} of us." for n in range(20, 20 + TURNS - len(said))]
    return talked(server, *said)


def test_a_long_talk_opens_at_its_end_and_the_rest_is_one_click_away(person: Person) -> None:
    person.open(f"/thread/{long_talk(person.server)}")
    page = person.page
    expect(page.locator(MINE)).to_have_count(SHOWN)
    expect(page.locator(REPLY)).to_have_count(SHOWN)
    more = page.get_by_role("button", name=f"Show the {TURNS + 1 - SHOWN} turns before this")
    more.scroll_into_view_if_needed()
    first = page.locator(MINE).first
    text, top = first.inner_text(), first.evaluate("node => node.getBoundingClientRect().top")
    more.click()
    expect(page.locator(MINE)).to_have_count(TURNS)
    expect(page.locator(REPLY)).to_have_count(TURNS + 1)
    expect(more).to_have_count(0)
    # What was read stays where it was, and has the focus.
    was = page.locator(MINE).filter(has_text=text).last
    expect(was.locator("[id^=step-]")).to_be_focused()
    assert abs(was.evaluate("node => node.getBoundingClientRect().top") - top) < 3
    person.say("where are we?")
    expect(page.locator(MINE)).to_have_count(TURNS + 1)


def test_the_words_behind_a_value_are_found_however_long_ago_they_were_said(person: Person) -> None:
    person.open(f"/thread/{long_talk(person.server)}")
    early = CASE["symptom"][0]
    expect(person.page.locator(MINE).filter(has_text=early)).to_have_count(0)
    row = person.field("Enquiries fell")
    row.hover()
    row.locator(".from").click()
    assert early in person.lit()
    expect(person.page.locator(MINE).filter(has_text=early)).to_be_in_viewport()


def test_quick_replies_are_there_again_after_a_reload_and_a_restart(person: Person) -> None:
    person.say(CASE["company"][0])
    person.say(CASE["symptom"][0])
    person.say(CASE["attempts"][0])
    choices = person.page.locator("#coach-moves .choice")
    expect(choices.first).to_be_visible()
    offered = choices.all_inner_texts()
    person.page.reload()
    expect(choices).to_have_text(offered)
    person.server.kill()
    person.server.start()
    person.open(f"/thread/{person.conversation}")
    expect(choices).to_have_text(offered)
    with person.replied():
        choices.first.click()
    expect(person.page.locator(MINE).last).to_have_text(offered[0])
    assert choices.all_inner_texts() != offered


def test_a_link_to_a_talk_leads_to_it_though_one_has_to_be_let_in_first(person: Person) -> None:
    conversation = talked(person.server, CASE["company"][0])
    person.page.context.clear_cookies()
    person.open(f"/thread/{conversation}")
    expect(person.page).to_have_url(f"{person.server.address}/thread/{conversation}")
    expect(person.page.locator(MINE)).to_have_text(CASE["company"][0])
    person.open()
    expect(person.page).to_have_url(f"{person.server.address}/")
