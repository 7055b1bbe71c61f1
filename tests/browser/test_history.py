"""Talks of before, thumbs, several tabs, a reply that is stopped, a server that goes away and comes back."""

import re
from collections.abc import Iterator

import pytest
from case import CASE
from conftest import ROOT, Server
from person import MINE, REPLY, Person, sitting
from playwright.sync_api import Browser, expect

from coach.settings import Settings, hash_password
from coach.store import Store


def store(server: Server) -> Store:
    folder = str(server.folder)
    return Store.open(Settings.read({"COACH_DATA_DIR": folder, "HOME": folder}).database_url)


def test_a_talk_is_found_renamed_and_deleted_in_the_list(person: Person) -> None:
    page = person.page
    person.say("We make oak staircases for architects in Ghent; there are 5 of us.")
    conversation = person.conversation
    page.locator("#header #sidebar-trigger-button").click()
    row = page.locator(f"#thread-{conversation}")
    expect(row).to_contain_text("We make oak staircases")

    page.locator("#search-chats-button").first.click()
    page.get_by_placeholder("Search your talks…").fill("staircases")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")

    row.hover()
    row.locator("#thread-options").click()
    page.get_by_role("menuitem", name="Rename").click()
    page.locator("#name").fill("Stairs of Ghent")
    page.get_by_role("button", name=re.compile("Rename|Save|Confirm")).last.click()
    expect(row).to_contain_text("Stairs of Ghent")
    assert store(person.server).conversation("local", conversation).title == "Stairs of Ghent"

    row.hover()
    row.locator("#thread-options").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("button", name="Confirm").click()
    expect(row).to_have_count(0)
    assert page.request.get(f"{person.server.address}/plan/{conversation}.json").status == 404


def test_a_thumb_with_a_comment_is_kept_and_is_there_again(person: Person) -> None:
    page = person.page
    person.say(CASE["company"][0])
    person.say(CASE["symptom"][0])
    page.locator(REPLY).last.get_by_role("button", name="Not helpful").click()
    page.get_by_role("dialog").locator("textarea").fill("It did not answer me.")
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(page.locator(".negative-feedback-on")).to_have_count(1)
    kept = [t for t in store(person.server).feedback("local") if t.conversation == person.conversation]
    assert [(t.turn, t.value, t.comment) for t in kept] == [(2, -1, "It did not answer me.")]
    person.open(f"/thread/{person.conversation}")
    expect(page.locator(REPLY).last.locator(".negative-feedback-on")).to_have_count(1)
    expect(page.locator(".negative-feedback-on")).to_have_count(1)


def test_two_tabs_on_one_talk_do_not_corrupt_it(person: Person, browser: Browser) -> None:
    person.say(CASE["company"][0])
    with sitting(browser, person.server) as second:
        second.open()
        second.open(f"/thread/{person.conversation}")
        expect(second.page.locator(MINE)).to_have_count(1)
        for someone, text in ((person, CASE["symptom"][0]), (second, CASE["attempts"][0])):
            someone.write(text)
        with person.replied(), second.replied():
            person.send()
            second.send()
        said = [t.text for t in store(person.server).turns("local", person.conversation)]
        assert sorted(said[2:]) == sorted((CASE["symptom"][0], CASE["attempts"][0]))
        for someone in (person, second):
            someone.open(f"/thread/{person.conversation}")
            expect(someone.page.locator(MINE)).to_have_count(3)
            expect(someone.page.locator(REPLY)).to_have_count(4)


def test_a_server_that_goes_and_comes_back_is_said_and_the_talk_goes_on(person: Person) -> None:
    person.say(CASE["company"][0])
    person.server.kill()
    lost = person.page.locator("#session-error")
    expect(lost).to_be_visible()
    person.server.start()
    expect(lost).to_have_count(0)
    person.say(CASE["symptom"][0])
    kept = [t.text for t in store(person.server).turns("local", person.conversation)]
    assert kept[1:] == [CASE["company"][0], CASE["symptom"][0]]


@pytest.fixture
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    program = f"import sys; sys.path.insert(0, {str(ROOT / 'tests' / 'browser')!r}); import slow"
    running = Server(tmp_path_factory.mktemp("slow"), program).start()
    yield running
    running.kill()


def test_waiting_is_seen_and_a_stopped_reply_loses_nothing(slow: Server, browser: Browser) -> None:
    with sitting(browser, slow) as someone:
        someone.open()
        page = someone.page
        someone.write(CASE["company"][0])
        someone.send()
        expect(page.locator("#coach-status")).to_have_text("Thinking")
        page.locator("#stop-button").click()
        expect(page.locator("#coach-status")).to_have_text("")
        (slow.folder / "go").touch()
        stopped = page.locator(REPLY).last
        expect(stopped).to_contain_text("Stopped here. Your answer is kept")
        expect(page.locator("body")).not_to_contain_text("manually stopped")
        expect(someone.field("12")).to_be_visible()
        expect(page.get_by_role("button", name="Undo")).to_be_visible()
        page.reload()
        expect(page.locator(REPLY).last).to_contain_text("?")
        expect(page.locator("body")).not_to_contain_text("Stopped here")
        [_, turn] = store(slow).turns("local", someone.conversation)
        assert turn.text == CASE["company"][0]
        assert turn.reply is not None


def test_who_signs_out_leaves_nothing_and_another_sees_nothing(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> None:
    folder = tmp_path_factory.mktemp("people")
    (folder / "users").write_text("".join(f"{n}:{hash_password(n + ' secret')}\n" for n in ("anna", "bram")))
    server = Server(folder, COACH_USERS_FILE=str(folder / "users")).start()
    try:
        with sitting(browser, server) as someone:
            page = someone.page

            def sign_in(name: str) -> None:
                page.locator("#email").fill(name)
                page.locator("#password").fill(f"{name} secret")
                page.keyboard.press("Enter")
                someone.ready()

            page.goto(server.address)
            sign_in("anna")
            someone.say("We make oak staircases for architects in Ghent; there are 5 of us.")
            hers = someone.conversation
            page.locator("#user-nav-button").click()
            page.get_by_role("menuitem", name="Sign out").click()
            page.wait_for_selector("#email")
            assert page.request.get(f"{server.address}/plan/{hers}.json").status == 404

            sign_in("bram")
            expect(page).to_have_url(f"{server.address}/")
            expect(page.locator("#coach-ways .way").first).to_be_visible()
            expect(page.locator("#coach-ways .resume")).to_have_count(0)
            assert page.request.get(f"{server.address}/plan/{hers}/panel").status == 404
            page.goto(f"{server.address}/thread/{hers}")
            expect(page).to_have_url(f"{server.address}/")
            someone.ready()
            assert "staircases" not in page.locator("body").inner_text()

            # The page is left first: without its cookie it would go to the sign-in by itself, in the way of what follows.
            page.goto("about:blank")
            page.context.clear_cookies()
            page.goto(f"{server.address}/thread/{hers}")
            sign_in("anna")
            expect(page).to_have_url(f"{server.address}/thread/{hers}")
            expect(page.locator(MINE)).to_contain_text("oak staircases")
    finally:
        server.kill()
