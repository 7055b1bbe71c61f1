"""A connection that is lost and comes back, to a server that went on and to one that was started again."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from case import CASE
from conftest import ROOT, Server
from journey import opened, talked
from person import MINE, REPLY, Person, sitting
from playwright.sync_api import Browser, Route, WebSocketRoute, expect

from coach.turn import finish
from coach.web.history import SHOWN

COMPANY, SYMPTOM, ATTEMPTS = (CASE[q][0] for q in ("company", "symptom", "attempts"))


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Server]:
    """A server that brings tabs back only where it is told to."""
    program = f"import sys; sys.path.insert(0, {str(ROOT / 'tests' / 'browser')!r}); import forgetful"
    running = Server(tmp_path, program)
    (running.folder / "go").touch()
    yield running.start()
    running.kill()


def said(server: Server) -> list[list[str]]:
    """Return what was said in each conversation of the server."""
    coach = opened(server)
    try:
        found = coach.store.conversations("local", limit=100)
        return [[t.text for t in coach.store.turns("local", c.id)][1:] for c in found]
    finally:
        coach.store.close()


def test_what_is_sent_before_the_talk_is_back_belongs_to_it(
    slow: Server, browser: Browser, tmp_path: Path
) -> None:
    study = tmp_path / "study.md"
    study.write_text("# Prices\n\nThe average price was 13,800 euros in 2025.\n")
    with sitting(browser, slow) as someone:
        someone.open()
        someone.say(COMPANY)
        expect(someone.field("12")).to_be_visible()
        page, before = someone.page, someone.conversation
        (slow.folder / "go").unlink()
        slow.kill()
        expect(page.locator("#session-error")).to_be_visible()
        slow.start()
        expect(page.locator("#session-error")).to_have_count(0)
        someone.attach(study)
        someone.write(SYMPTOM)
        someone.send()
        someone.fix("12", "14")
        (slow.folder / "go").touch()
        expect(someone.field("14")).to_be_visible()
        expect(someone.field("Enquiries fell")).to_be_visible()
        expect(page.locator("#coach-panel section", has_text="Your documents")).to_contain_text("study.md")
        expect(page.locator(MINE)).to_have_count(3)
        expect(page.locator(MINE).filter(has_text=SYMPTOM)).to_have_count(1)
        expect(page.locator(REPLY).filter(has_text="I have read study.md")).to_have_count(1)
        assert someone.conversation == before
    [told] = said(slow)
    assert told[0] == COMPANY
    assert sorted([SYMPTOM, "size: 14"]) == sorted(t if t == SYMPTOM else "size: 14" for t in told[1:])


def test_what_is_clicked_and_put_right_while_the_server_is_away_belongs_to_the_talk(
    slow: Server, browser: Browser
) -> None:
    with sitting(browser, slow) as someone:
        someone.open()
        someone.say(COMPANY)
        expect(someone.field("12")).to_be_visible()
        page, before = someone.page, someone.conversation
        slow.kill()
        expect(page.locator("#session-error")).to_be_visible()
        page.get_by_role("button", name="Where are we?").click()
        someone.fix("12", "14")
        slow.start()
        expect(someone.field("14")).to_be_visible()
        expect(page.locator(MINE)).to_have_count(3)
        expect(page.locator(MINE).filter(has_text="Where are we?")).to_have_count(1)
        expect(page.locator(REPLY)).to_have_count(4)  # the opening, and three
        assert someone.conversation == before
    [told] = said(slow)
    assert told[0] == COMPANY
    assert len(told) == 3


def test_a_connection_that_was_lost_for_a_while_leaves_the_talk_as_it_was_and_shows_what_was_missed(
    person: Person,
) -> None:
    turns = SHOWN + 6
    said = [COMPANY, SYMPTOM, ATTEMPTS, *["where are we?"] * (turns - 3)]
    conversation = talked(person.server, *said)
    wires: list[tuple[WebSocketRoute, WebSocketRoute]] = []
    person.page.route_web_socket("**/ws/socket.io/**", lambda ws: wires.append((ws, ws.connect_to_server())))
    person.open(f"/thread/{conversation}")
    page = person.page
    page.get_by_role("button", name="turns before this").click()
    expect(page.locator(MINE)).to_have_count(turns)
    shown = page.locator(f"{MINE}, {REPLY}").all_inner_texts()
    person.write("half an answer")

    connected = len(wires)
    page.context.set_offline(True)
    wires[-1][0].close()
    expect(page.locator("#session-error")).to_be_visible()
    another = opened(person.server)
    finish(another.say("local", conversation, CASE["scenario"][0]))
    another.store.close()
    page.context.set_offline(False)
    expect(page.locator("#session-error")).to_have_count(0)
    assert len(wires) > connected

    expect(page.locator(MINE)).to_have_count(turns + 1)
    expect(page.locator(REPLY)).to_have_count(turns + 2)
    assert page.locator(f"{MINE}, {REPLY}").all_inner_texts()[: len(shown)] == shown
    expect(page.locator(MINE).last).to_have_text(CASE["scenario"][0])
    expect(person.field("being seen differently")).to_be_visible()
    expect(page.locator("#chat-input")).to_have_value("half an answer")


def test_a_file_that_was_attached_before_the_server_was_started_again_is_asked_for_once_more(
    person: Person, tmp_path: Path
) -> None:
    (tmp_path / "study.md").write_text("# Prices\n\nThe average price was 13,800 euros in 2025.\n")
    person.say(COMPANY)
    person.attach(tmp_path / "study.md")
    person.server.kill()
    expect(person.page.locator("#session-error")).to_be_visible()
    person.server.start()
    expect(person.page.locator("#session-error")).to_have_count(0)
    person.say(SYMPTOM)
    expect(person.page.locator(REPLY).filter(has_text="Attach it again")).to_have_count(1)
    expect(person.field("Enquiries fell")).to_be_visible()


def test_a_connection_that_does_not_say_which_talk_it_is_for_is_shown_the_talk_of_its_page(
    person: Person,
) -> None:
    # The chat's client opens two connections at once and may keep the one that it made before it knew of the talk.
    conversation = talked(person.server, COMPANY)
    said: list[str] = []

    def forget(route: Route) -> None:
        words = route.request.post_data or ""
        said.append(words)
        route.continue_(post_data=re.sub(r'"threadId":"[^"]*"', '"threadId":""', words))

    person.page.route(lambda url: "/ws/socket.io/" in url, forget, times=20)
    person.open(f"/thread/{conversation}")
    expect(person.page.locator(MINE)).to_have_text([COMPANY])
    assert any(conversation in words for words in said), "there was something to forget"
