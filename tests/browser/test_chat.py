"""A person in a real browser: from the first screen to the plan they take home."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from case import BY
from conftest import ROOT
from journey import walk
from jsonschema import Draft202012Validator
from person import MINE, REPLY, Person
from playwright.sync_api import expect

from coach.plan import json_schema
from coach.settings import Settings
from coach.store import Store


def test_a_case_typed_into_the_browser_ends_in_a_plan_to_take_home(person: Person, tmp_path: Path) -> None:
    with person.replied():
        person.page.get_by_role("button", name="Let's start").click()
    walk(person, person.say)
    assert person.panel()["status"] == "final"
    expect(person.page.locator("#coach-panel .far")).to_contain_text("Plan confirmed")

    with person.page.expect_download() as download:
        person.page.locator("#coach-panel").get_by_text("JSON", exact=True).click()
    download.value.save_as(tmp_path / "plan.json")
    plan = json.loads((tmp_path / "plan.json").read_text("utf-8"))
    Draft202012Validator(json_schema()).validate(plan)
    assert plan["status"] == "final"
    goal = next(g for g in plan["upstream"]["goals"] if g["horizon"] == "1y")
    assert (goal["baseline"], goal["target"], goal["deadline"]) == (22, 40, BY.isoformat())
    assert plan["company"]["size"] == 12
    assert plan["sources"]

    with person.page.expect_download() as download:
        person.page.locator("#coach-panel").get_by_text("Markdown", exact=True).click()
    download.value.save_as(tmp_path / "plan.md")
    assert "Utrecht" in (tmp_path / "plan.md").read_text("utf-8")

    said = [r.text for r in _store(person.server.folder).turns("local", person.conversation)][1:]
    assert _without_place_and_time(_over_jsonl(said, tmp_path / "other")) == _without_place_and_time(plan)


def _store(folder: Path) -> Store:
    return Store.open(Settings.read({"COACH_DATA_DIR": str(folder), "HOME": str(folder)}).database_url)


def _over_jsonl(said: list[str], folder: Path) -> dict[str, Any]:
    """Say the same to the door for programs, and return the plan it exports."""
    env = {**os.environ, "COACH_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)}

    def coach(*arguments: str, given: str = "") -> str:
        command = [sys.executable, "-c", "from coach.cli import main; main()", *arguments]
        ran = subprocess.run(command, env=env, input=given, capture_output=True, text=True, check=True)
        return ran.stdout

    lines = coach("chat", "--jsonl", given="".join(json.dumps({"text": text}) + "\n" for text in said))
    conversation = json.loads(lines.splitlines()[-1])["conversation"]
    made: dict[str, Any] = json.loads(coach("plan", "export", conversation, "--format", "json"))
    return made


def _without_place_and_time(plan: dict[str, Any]) -> dict[str, Any]:
    proofs = {pointer: {**why, "conversation": ""} for pointer, why in plan["provenance"].items()}
    return {**plan, "provenance": proofs, "id": "", "created_at": "", "updated_at": ""}


def test_a_talk_goes_on_where_it_stopped_after_the_server_was_killed(person: Person) -> None:
    person.say("We install heat pumps for owners of older houses around Utrecht; there are 12 of us.")
    reply = person.say("Enquiries fell from 40 to 22 a month since last autumn.")
    conversation, shown = person.conversation, person.panel()
    person.server.kill()
    person.server.start()
    person.open(f"/thread/{conversation}")
    expect(person.page.locator(MINE)).to_have_count(2)
    last = person.page.locator(REPLY).last
    expect(person.page.get_by_role("button", name="Where are we?")).to_be_visible()
    assert reply.split("\n", maxsplit=1)[0] in last.inner_text()
    assert person.panel() == shown
    person.say("Google ads for 1,500 a month brought three jobs.")
    expect(person.page.locator(MINE)).to_have_count(3)


def test_the_last_message_can_be_edited_and_counts_once(person: Person) -> None:
    person.say("We install heat pumps for owners of older houses around Utrecht; there are 12 of us.")
    mine = person.page.locator(MINE).last
    mine.hover()
    mine.locator(".edit-message").click()
    person.page.locator("#edit-chat-input").fill(
        "We install heat pumps for owners of older houses around Utrecht; there are 14 of us."
    )
    person.page.get_by_role("button", name="Confirm").click()
    expect(person.field("14")).to_be_visible()
    shown = [f["text"] for s in person.panel()["river"] for q in s["questions"] for f in q["fields"]]
    assert "12" not in shown
    person.open(f"/thread/{person.conversation}")
    expect(person.page.locator(MINE)).to_have_count(1)
    expect(person.page.locator(MINE)).to_contain_text("14 of us")
    # The opening question and one answer to the message, not one for each of its versions.
    expect(person.page.locator(REPLY)).to_have_count(2)


def test_markup_that_was_typed_is_shown_and_not_obeyed(person: Person) -> None:
    hostile = "We sell <img src=x onerror=alert(1)> Target:growth to *bold_firms* in ![x](http://evil.example/p.png)"
    person.say(hostile)
    person.say("show the plan")
    body = person.page.locator("body").inner_text()
    assert "Target:growth" in body
    assert person.page.locator("img[src*='evil.example'], img[src='x']").count() == 0


def test_a_scenario_on_the_first_screen_begins_a_talk(person: Person) -> None:
    with person.replied():
        person.page.get_by_role("button", name="Turning more enquiries into sales").click()
    assert person.panel()["asking"] is not None


def test_a_button_says_what_it_says_and_a_talk_can_be_deleted(person: Person) -> None:
    person.say("We install heat pumps for owners of older houses around Utrecht; there are 12 of us.")
    with person.replied():
        person.page.get_by_role("button", name="Where are we?").click()
    expect(person.page.locator(MINE)).to_have_count(2)
    address, conversation = person.server.address, person.conversation
    gone = person.page.request.delete(
        f"{address}/project/thread", data={"threadId": conversation}, headers={"Origin": address}
    )
    assert gone.ok, gone.text()
    assert person.page.request.get(f"{address}/plan/{conversation}.json").status == 404


def test_on_a_phone_the_plan_opens_on_a_tap(person: Person) -> None:
    person.page.set_viewport_size({"width": 390, "height": 844})
    person.say("We install heat pumps for owners of older houses around Utrecht; there are 12 of us.")
    panel = person.page.locator("#coach-panel")
    expect(panel).to_be_hidden()
    person.page.locator("#coach-chip").click()
    expect(panel).to_be_visible()
    panel.get_by_role("button", name="Close the plan").click()
    expect(panel).to_be_hidden()


def test_what_is_typed_while_a_talk_gets_its_address_stays(person: Person) -> None:
    release = person.hold("**/project/threads")
    person.say("We install heat pumps for owners of older houses around Utrecht; there are 12 of us.")
    person.write("Enquiries fell from 40 to 22 a month since last autumn.")
    assert person.page.url == f"{person.server.address}/"
    person.page.locator("#chat-input").evaluate("node => { node.dataset.old = 'yes'; }")
    release()
    person.page.wait_for_url("**/thread/*")
    expect(person.page.locator("#chat-input[data-old]")).to_have_count(0)
    expect(person.page.locator("#chat-input")).to_have_value(
        "Enquiries fell from 40 to 22 a month since last autumn."
    )
    with person.replied():
        person.send()
    expect(person.page.locator(MINE)).to_have_count(2)
    expect(person.page.locator("#chat-input")).to_have_value("")
