"""Documents brought into the chat: read, cited, seen by nobody else, removed."""

import json
from pathlib import Path

import pytest
from conftest import Server
from person import MINE, REPLY, Person, sitting
from playwright.sync_api import Browser, expect

from coach.library.readers import LIMIT

FIRM = "We install heat pumps for owners of older houses around Utrecht; there are 12 of us."
STUDY = (
    "# Our market study\n\nOwners of houses from before 1940 wait nine months between the first call and the order."
    "\n\n## Prices\n\nThe average price paid for an installation in the province was 13,800 euros in 2025.\n"
)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    path = tmp_path / "study.md"
    path.write_text(STUDY)
    return path


def waiting(server: Server) -> list[Path]:
    """The files that the server has taken and not read yet."""
    return [p for p in (server.folder / "web" / ".files").rglob("*") if p.is_file()]


def test_a_document_is_read_cited_opened_and_removed(person: Person, study: Path, browser: Browser) -> None:
    person.say(FIRM)
    person.attach(study)
    assert len(waiting(person.server)) == 1
    person.send()
    expect(person.page.locator(REPLY).last).to_contain_text("I have read study.md: ")
    assert waiting(person.server) == []
    documents = person.page.locator("#coach-panel section", has_text="Your documents")
    expect(documents).to_contain_text("study.md")

    reply = person.say("What was the average price paid for an installation?")
    assert "13,800 euros" in reply
    link = person.page.locator(f"{REPLY} a[href*='/library/upload-']").last
    link.click()
    passage = person.page.locator("#coach-panel .passage")
    expect(passage.locator("mark")).to_contain_text("13,800 euros")
    expect(passage.locator(".kicker")).to_have_text("Your document")
    address = person.server.address + (link.get_attribute("href") or "")
    assert person.page.request.get(address).status == 200
    assert person.page.request.get(address.replace("in=", "not=")).status == 404
    assert person.page.request.get(address.replace(person.conversation, "0" * 32)).status == 404

    person.page.get_by_role("button", name="Back to the plan").click()
    person.page.on("dialog", lambda asked: asked.accept())
    person.page.get_by_role("button", name="Remove study.md").click()
    expect(documents).to_have_count(0)
    assert person.page.request.get(address).status == 404
    assert "13,800" not in person.say("What was the average price paid for an installation?")


def test_a_file_pasted_before_the_page_is_connected_is_taken(person: Person) -> None:
    release = person.hold("**/set-session-cookie")
    person.page.goto(person.server.address)
    expect(person.page.locator("#upload-button-loading")).to_be_visible()
    with person.page.expect_request("**/project/file*"):
        person.page.locator("#chat-input").evaluate(
            "node => { const data = new DataTransfer(); data.items.add(new File(['The price is 9.'], 'note.txt',"
            " {type: 'text/plain'})); node.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true})); }"
        )
    release()
    person.ready()
    person.say(FIRM)
    expect(person.page.locator(REPLY).nth(0)).to_contain_text("I have read note.txt")


def test_files_alone_may_begin_a_talk_and_the_question_follows(person: Person, study: Path) -> None:
    person.attach(study)
    person.send()
    expect(person.page.locator(REPLY).first).to_contain_text("I have read study.md")
    expect(person.page.locator(REPLY).last).to_contain_text("How would you describe your firm")
    person.say(FIRM)
    assert person.panel()["documents"][0]["name"] == "study.md"


def test_what_cannot_be_read_is_said_in_plain_words_and_the_rest_goes_on(
    person: Person, study: Path, tmp_path: Path
) -> None:
    (tmp_path / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    person.say(FIRM)
    person.attach(study, tmp_path / "picture.md")
    said = person.say("Here they are; enquiries fell from 40 to 22 a month since last autumn.")
    note = person.page.locator(REPLY).nth(1)
    expect(note).to_contain_text("I have read study.md")
    expect(note).to_contain_text("picture.md was not read")
    assert said
    assert [d["name"] for d in person.panel()["documents"]] == ["study.md"]
    assert waiting(person.server) == []


def test_the_server_counts_for_itself_whatever_the_browser_sends(person: Person) -> None:
    person.say(FIRM)
    with person.page.expect_request("**/project/file*") as sent:
        person.page.locator("#upload-button-input").first.set_input_files(
            {"name": "a.txt", "mimeType": "text/plain", "buffer": b"words"}
        )
    path = sent.value.url.removeprefix(person.server.address)
    cookie = "; ".join(f"{c['name']}={c['value']}" for c in person.page.context.cookies())

    def send(name: str, data: str, to: str = path) -> tuple[int, str]:
        head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/plain'
        body = f"--cut\r\n{head}\r\n\r\n{data}\r\n--cut--\r\n"
        kind = "multipart/form-data; boundary=cut"
        status, _, answer = person.server.ask(to, "POST", body, Cookie=cookie, Content_Type=kind)
        return status, str(json.loads(answer).get("detail", ""))

    assert send("b.txt", "words")[0] == 200
    status, why = send("program.exe", "MZ")
    assert (status, "not “program.exe”" in why) == (415, True)
    assert send("large.txt", "x" * (LIMIT + 1)) == (
        413,
        "It is over 10 MB: split it, or save it as plain text.",
    )
    assert send("empty.txt", "")[0] == 413
    statuses = [send(f"{n}.txt", "words")[0] for n in range(20)]
    assert statuses == [200] * 18 + [413] * 2
    assert send("a.txt", "words", path.partition("session_id=")[0] + "session_id=someone-else")[0] == 401
    assert person.server.ask(path, "POST", "{}", Cookie=cookie, Content_Type="application/json")[0] == 413
    assert person.page.request.get(f"{person.server.address}/project/file/x?session_id=y").status == 404


def test_deleting_a_talk_deletes_its_documents(person: Person, study: Path) -> None:
    folder = person.server.folder / "library" / "uploads"
    others = set(folder.rglob("*"))
    person.attach(study)
    person.say(FIRM)
    before = [p for p in set(folder.rglob("*")) - others if p.is_file() and b"13,800" in p.read_bytes()]
    assert before
    gone = person.page.request.delete(
        f"{person.server.address}/project/thread",
        data={"threadId": person.conversation},
        headers={"Origin": person.server.address},
    )
    assert gone.ok
    assert not any(p.exists() for p in before)


def test_a_plan_that_was_taken_home_is_brought_back_and_gone_on_with(
    person: Person, tmp_path: Path, browser: Browser
) -> None:
    person.say(FIRM)
    person.say("Enquiries fell from 40 to 22 a month since last autumn.")
    plan = person.page.request.get(f"{person.server.address}/plan/{person.conversation}.json").json()
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    with sitting(browser, person.server) as other:
        other.open()
        picker = other.page.locator("#coach-ways input[type=file]")
        refusal = other.page.locator("#coach-ways .refused")
        for text, says in (
            ("not json", "not JSON"),
            ("{}", "no plan of this coach"),
            (_older(plan), "version"),
        ):
            (tmp_path / "wrong.json").write_text(text)
            picker.set_input_files(tmp_path / "wrong.json")
            expect(refusal).to_contain_text(says)
        assert other.page.url.rstrip("/") == other.server.address
        picker.set_input_files(tmp_path / "plan.json")
        other.page.wait_for_url("**/thread/*")
        expect(other.field("older houses")).to_be_visible()
        other.field("older houses").hover()
        expect(other.page.locator("#coach-tip")).to_contain_text("From the plan you brought")
        assert other.conversation != person.conversation
        other.say("Google ads for 1,500 a month, which brought three jobs.")
        brought = other.page.request.get(f"{other.server.address}/plan/{other.conversation}.json").json()
        assert brought["situation"]["symptom"] == plan["situation"]["symptom"]
        assert brought["situation"]["attempts"]
        expect(other.page.locator(MINE)).to_have_count(1)


def _older(plan: dict[str, object]) -> str:
    return json.dumps({**plan, "schema_version": 0})
