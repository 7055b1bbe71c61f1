"""The plan beside the talk: what it shows, and a value put right in it."""

import re

from case import CASE
from person import MINE, REPLY, Person
from playwright.sync_api import expect


def talk(person: Person, until: str) -> None:
    """Answer every question as in the case until one is asked."""
    asked: dict[str, int] = {}
    for _ in range(45):
        asking = person.panel()["asking"] if person.page.locator(MINE).count() else "company"
        if asking in (until, None):
            return
        said = CASE[asking][asked.get(asking, 0) :]
        asked[asking] = asked.get(asking, 0) + 1
        person.say(said[0] if said else "I don't know")
    raise AssertionError(f"{until} was not asked")


def test_a_value_put_right_is_a_turn_and_what_leans_on_it_is_looked_at_again(person: Person) -> None:
    talk(person, "alternatives")
    messages = person.page.locator(MINE).count()
    person.fix("The subsidy for heat pumps changed in January", "New boilers are banned from 2027")
    expect(person.page.locator(MINE)).to_have_count(messages + 1)
    expect(person.page.locator(MINE).last).to_contain_text(": New boilers are banned from 2027")
    expect(person.page.locator(REPLY).last).to_contain_text("touches one thing")
    again = person.page.locator("#coach-panel .again")
    expect(again).to_contain_text("what clients now expect")
    expect(again).to_contain_text("→ New boilers are banned from 2027")
    expect(person.page.locator("#coach-panel li.review .state")).to_have_text("needs a second look")
    expect(person.field("New boilers are banned")).to_be_visible()

    person.page.get_by_role("button", name="Keep it").click()
    expect(again).to_have_count(0)
    person.open(f"/thread/{person.conversation}")
    expect(person.page.locator(MINE).nth(messages)).to_contain_text(": New boilers are banned from 2027")
    row = person.field("New boilers are banned")
    row.hover()
    expect(person.page.locator("#coach-tip q")).to_have_text("New boilers are banned from 2027")


def test_what_cannot_stand_there_is_said_where_it_was_typed(person: Person) -> None:
    person.say(CASE["company"][0])
    messages = person.page.locator(MINE).count()
    person.fix("12", "many")
    refusal = person.page.locator("#coach-panel .editing .refused")
    expect(refusal).to_contain_text("has no number I can read")
    expect(person.page.locator(MINE)).to_have_count(messages)
    control = person.page.locator("#coach-panel .editing input")
    control.fill("14")
    person.page.keyboard.press("Enter")
    expect(person.field("14")).to_be_visible()
    expect(person.page.locator("#coach-panel .editing")).to_have_count(0)
    assert person.panel()["turn"] == 2


def test_a_half_typed_correction_outlives_a_new_answer(person: Person) -> None:
    person.say(CASE["company"][0])
    row = person.field("12")
    row.hover()
    row.locator(".fix").click()
    control = person.page.locator("#coach-panel .editing input")
    control.fill("1")
    person.say(CASE["symptom"][0])
    expect(control).to_have_value("1")
    control.press("Escape")
    expect(person.field("Enquiries fell")).to_be_visible()


def test_a_choice_is_put_right_from_a_list(person: Person) -> None:
    talk(person, "trends")
    person.fix("being seen differently", "entering a new market")
    expect(person.field("entering a new market")).to_be_visible()
    expect(person.page.locator("#coach-panel .editing")).to_have_count(0)
    assert (
        person.page.request.get(f"{person.server.address}/plan/{person.conversation}.json").json()[
            "situation"
        ]["scenario"]
        == "new_market"
    )


def test_a_card_says_a_goal_in_one_sentence_and_the_cards_show_their_links(person: Person) -> None:
    talk(person, "one_year")
    expect(person.page.locator("#coach-panel .far")).to_contain_text(re.compile(r"Goals, 1 of 3"))
    person.page.get_by_role("button", name="Fill in a card instead").click()
    card = person.page.locator("#coach-card")
    for name, text in (
        ("metric", "enquiries a month"),
        ("baseline", "22"),
        ("target", "40"),
        ("deadline", "31 October 2027"),
        ("owner", "Anna"),
    ):
        card.locator(f"input[name={name}]").fill(text)
    said = card.locator("output").inner_text().strip("“”")
    with person.replied():
        card.get_by_role("button", name="Say this").click()
    expect(person.page.locator(MINE).last).to_have_text(said)
    plan = person.page.request.get(f"{person.server.address}/plan/{person.conversation}.json").json()
    goal = plan["upstream"]["goals"][0]
    assert (goal["baseline"], goal["target"], goal["deadline"]) == (22, 40, "2027-10-31")
    assert goal["owner"] == "Anna"
    expect(card).to_have_count(0)

    talk(person, "next_actions")
    panel = person.page.locator("#coach-panel")
    expect(panel.locator("#coach-item-p1 .linked", has_text="serves enquiries a month")).to_be_visible()
    expect(panel.locator("#coach-item-k1 .linked", has_text="tracks enquiries a month")).to_be_visible()
    panel.locator("#coach-item-g1 .linked", has_text="tracked by").click()
    assert "neighbours at a warm evening" in person.lit()


def test_the_progress_line_and_the_time_left_go_down(person: Person) -> None:
    person.say(CASE["company"][0])
    first = person.panel()["left"]
    far = person.page.locator("#coach-panel .far")
    expect(far).to_contain_text("Where you stand, 2 of 4")
    expect(far).to_contain_text(f"about {first['minutes']} minutes left")
    talk(person, "trends")
    expect(far).to_contain_text("Market, 1 of 3")
    assert person.panel()["left"]["questions"] < first["questions"]


def test_on_a_phone_the_plan_is_a_sheet_and_a_value_can_be_put_right(person: Person) -> None:
    person.page.set_viewport_size({"width": 390, "height": 844})
    person.say(CASE["company"][0])
    panel = person.page.locator("#coach-panel")
    expect(panel).to_be_hidden()
    person.page.locator("#coach-chip").click()
    expect(panel).to_be_visible()
    box = panel.bounding_box()
    assert box is not None
    assert box["width"] == 390
    assert box["y"] > 0
    assert person.conversation == person.page.url.rsplit("/", 1)[1], "a reload must not lose the talk"
    person.fix("12", "14")
    expect(person.field("14")).to_be_visible()
    panel.get_by_role("button", name="Close the plan").click()
    expect(panel).to_be_hidden()
    expect(person.page.locator("#coach-chip")).to_be_focused()
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 390
