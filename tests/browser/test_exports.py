"""What one takes home: each of the five buttons at the foot of the plan, and what comes of it, opened and read."""

import json
import os
import subprocess
import sys
from pathlib import Path

import docx
from case import BY, say
from conftest import ROOT
from journey import confirmed
from jsonschema import Draft202012Validator
from person import REPLY, Person
from playwright.sync_api import Browser, expect


def schema() -> object:
    """Return what `coach schema` prints."""
    command = [sys.executable, "-c", "from coach.cli import main; main()", "schema"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def test_every_button_of_the_plan_gives_a_plan_that_opens(
    person: Person, browser: Browser, tmp_path: Path
) -> None:
    person.open(f"/thread/{confirmed(person.server)}")
    last = person.page.locator(REPLY).last
    expect(last.locator("a[href^='/plan/']")).to_have_text(
        ["Read the plan", "JSON", "Markdown", "Word", "Page"]
    )
    foot = person.page.locator("#coach-panel .foot")
    expect(foot.locator("a")).to_have_text(["Read", "JSON", "Markdown", "Word", "Page"])

    def taken(label: str) -> Path:
        with person.page.expect_download() as download:
            foot.get_by_role("link", name=label, exact=True).click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        return path

    plan = json.loads(taken("JSON").read_text("utf-8"))
    Draft202012Validator(schema()).validate(plan)
    assert plan["status"] == "final"
    choice = plan["summary"]["guiding_choice"]
    goal = next(g for g in plan["upstream"]["goals"] if g["horizon"] == "1y")
    process = plan["downstream"]["processes"][0]["name"]
    assert (goal["target"], goal["deadline"]) == (40, BY.isoformat())
    assert choice
    told = [choice, process, "Landlords who only ask for the lowest price"]

    written = taken("Markdown").read_text("utf-8")
    word = docx.Document(str(taken("Word")))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    read = "\n".join([*(p.text for p in word.paragraphs), *cells])
    for text in told:
        assert flat(text) in flat(written)
        assert flat(text) in flat(read)
    assert word.core_properties.title
    assert word.inline_shapes or word.tables

    page = taken("Page")
    apart = browser.new_context(viewport={"width": 1000, "height": 1400})
    sheet, asked = apart.new_page(), []
    sheet.on("request", lambda request: asked.append(request.url))
    sheet.goto(page.as_uri())
    expect(sheet.locator("svg.picture").first).to_be_visible()
    assert sheet.locator("svg.picture").count() == 2
    for picture in sheet.locator("svg.picture").all():
        box = picture.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) > 50
    shown = sheet.locator("body").inner_text()
    assert asked == [page.as_uri()], "the page must hold all that it shows"
    apart.close()

    with person.page.context.expect_page() as opened:
        foot.get_by_role("link", name="Read", exact=True).click()
    expect(opened.value.locator("h1").first).to_be_visible()
    for text in told:
        assert flat(text) in flat(shown)
        assert flat(text) in flat(opened.value.locator("body").inner_text())
    assert say(BY) in shown or BY.isoformat() in shown


def flat(text: str) -> str:
    """Return a text as one line, without what a format puts around words."""
    return " ".join(text.replace("\\", "").replace("*", "").split()).casefold()
