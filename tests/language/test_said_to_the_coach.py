"""What is said to the coach (an order, a complaint, a farewell) is carried out or asked about, and never stored."""

from functools import cache

import pytest

from coach import engine, stages
from coach.events import AnyEvent, Digressed, Unknown
from coach.language.folding import plain
from coach.language.guided import understand
from coach.language.reading.addressed import judge
from coach.language.reading.asides import SKIPPED
from coach.language.reading.orders import FAREWELL, UNTAKEN
from coach.language.reading.sections import section
from coach.language.reading.told_apart import pieces_of
from coach.language.wording.speak import speak
from coach.language.wording.untaken import candidates
from coach.moves import next_move
from coach.state import State
from tests.language.spoken import Shelf, words
from tests.language.test_put_right_in_words import JOURNEYS, held, reached, told
from tests.talk import START

ORDERS = """
Please remove the tender writer from what we tried
ok, can you take the tender writer out please
lol no, scrap that
no no that's not a change, scrap that
Please delete the line about the lighthouse
Could you take the lighthouse out of the trends?
please remove "the lighthouse keeper" from changes
I'd like you to clear that last answer
drop 2
remove the first one
Delete number 3 please
please take the second one out
get rid of those
omg no. undo
sorry, undo that please
no wait. take that back
hmm ok. Go back to the ideal client please.
Can you change my ideal client to those instead?
You've put my answer in the wrong place.
you have misunderstood what I said
I fear you have taken my doubt for an answer.
You've mixed that up. Please remove it.
why does it say that, that's not a person
lol why have you put that there
that's come out all garbled
No, that has gone astray.
there's loads wrong there
There are several mistakes in that.
I just told you!
I already said that. As I said.
that's not what I meant at all
wrong place
You have passed over what I told you about the school. Please go back to what must happen.
how do I take something out?
what have I skipped?
go back to the bit I skipped
honestly I give up. bye
I've had enough of this, bye
ok I have to go now. Thanks, bye!
this is a waste of time. goodbye
it's got the wrong thing in
Please correct page one.
please remove everything there
that's not an answer. skip
remove the risk you have just added
I was telling you about the tender writer, that's not a trend. Take it out.
I never said that!
you didn't listen. I said drop 2 to take out the second one
Please change the positioning, you've got my words wrong. Undo.
"""

NEAR_MISSES = """
A company | Remove asbestos from schools for municipalities in Zeeland, nine of us. | asbestos
A solution | Removing asbestos from schools, drop-in advice included, €9,000 per school | drop-in advice
A solution | Take out a whole roof in a weekend, €12,000 per roof | roof
A alternatives | Drop-in clinics, or nothing at all | Drop-in clinics
A difference | We take out the tenants' risk, and nobody else signs for it. | tenants' risk
A difference | Change management for hospitals taught us to put people first. | Change management
A difference | You get your money back if the label fails | money back
A challenge | You never know what a renovation costs until the walls are open, half a million a school | walls are open
A processes | Call five clients every week, I do that, first step a list on 9 March | Call five clients
A processes | Cut the newsletter and write to ten boards a month instead, Tom | newsletter
A processes | Drop the LinkedIn posts and visit two boards a month, Anna | visit two boards
A processes | Clear out the sample room every Friday, Tom | sample room
A processes | Correct the price list every quarter, Anna runs it | price list
A skills | Skip the fairs and learn to write tenders, Tom by June | write tenders
A next_actions | Put the price list on the door by 13 March | price list on the door
A next_actions | Delete the old offers from the website by 12 March, Tom | old offers
A next_actions | Remove the tender page from our website by Friday | tender page
A guiding_choice | We choose the school boards, we drop the tenders and leave out the house extensions. | drop the tenders
A guiding_choice | Choose old schools, cut everything below 1,000 square metres and scrap the free designs. | scrap the free designs
A five_year | The people who said goodbye to demolition, known by every board | goodbye to demolition
A trends | Clients drop out of tenders halfway, and boards change every year | drop out of tenders
A trends | There are more errors in the municipal plans every year | errors
A symptom | You could say we lost our place: one in six tenders, and wrong ones | one in six
A symptom | We have had enough tenders but too few orders since last year | too few orders
A client_shift | They want us to take over the permit and to skip the design phase | skip the design phase
A client_shift | It should be finished in one summer, or they walk away | one summer
A disqualifiers | Boards that change their mind every week and take us out of their list | change their mind
A disqualifiers | People who say "scrap that" after the contract is signed | after the contract
A triggers | They have to clear the building by summer | clear the building
A ideal_client | Boards that have given up on patching | given up on patching
A return_upstream | If two boards say goodbye by September we question the proposition | say goodbye
A kpis | Boards who say "change it", in our CRM, every week | change it
A assumptions | That boards will not drop us after the audit. Ask three of them. | drop us
A attempts | We tried to remove the middleman, and replaced the website, it cost 9k | middleman
W kpis | Chefs who take back their order, counted in the order book every week | take back
W processes | Take the unsold boxes out to two kitchens each week, Claire | unsold boxes
"""


def walk(journey: str) -> list[tuple[str, State]]:
    """The states of a journey in which it comes to a question for the first time."""
    left = {q: [a] if isinstance(a, str) else list(a) for q, a in JOURNEYS[journey].items()}
    state = engine.begin(State(conversation="talk"), 0, "", START)
    state = engine.reduce(state, next_move(state).asked())
    found: dict[str, State] = {}
    while state.asking is not None and state.asking.kind != "done":
        kind, asked = state.asking.kind, state.asking.question or ""
        found.setdefault(f"{journey} {asked} {kind}", state)
        if kind == "finding":
            break
        usual = {"review": "keep all", "parked": "keep it"}.get(kind)
        answers = left.get(asked) or ["I don't know"]
        state = told(state, usual or answers.pop(0))
    return list(found.items())


@cache
def places() -> tuple[tuple[str, State], ...]:
    """The state at each question of a journey, each kind of answer that is waited for among them."""
    found = [*walk("A"), *walk("W"), *walk("T")]
    assumed = "That treasurers decide. Ask five treasurers who signed last time."
    finding = told(reached("A", "assumptions"), assumed)
    assert {q.id for q in stages.QUESTIONS} <= {name.split()[1] for name, _ in found}
    signed = told(finding, "leave it")
    review = told(reached("A", "kpis"), "Our ideal clients are municipalities, not school boards.")
    kinds = [s.asking.kind for s in (finding, signed, review) if s.asking is not None]
    assert kinds == ["finding", "done", "review"]
    return (*found, ("finding", finding), ("signed", signed), ("review", review))


def read(state: State, text: str) -> list[AnyEvent]:
    """The events of a message."""
    opened = engine.begin(state, state.turn + 1, text, START.replace(hour=12))
    return list(understand(opened))


STORING = {"Answered", "ItemAdded", "ItemChanged", "Parked", "Accepted", "Confirmed", "ParkedResolved"}


@pytest.mark.parametrize("order", ORDERS.strip().splitlines())
def test_nothing_that_is_said_to_the_coach_is_stored_whatever_is_asked(order: str) -> None:
    for name, state in places():
        events = read(state, order)
        stored = [e for e in events if e.type in STORING]
        assert not stored, f"{name}: {stored}"
        assert events, f"{name}: nothing was said to it"


@pytest.mark.parametrize("row", NEAR_MISSES.strip().splitlines())
def test_an_answer_that_looks_like_an_order_is_stored(row: str) -> None:
    at, text, kept = row.split(" | ")
    before = reached(*at.split())
    was, now = held(before), held(told(before, text))
    assert any(kept in str(v) for key, v in now.items() if was.get(key) != v), now
    assert set(was) <= set(now), f"taken out: {set(was) - set(now)}"


CARRIED_OUT = """
A trends | Please remove the tender writer from what we tried | attempts - tender writer
A challenge | ok there are several mistakes there. take 'let the builder design it' out of Instead of you please | alternatives - builder
A client_shift | no no, that's not a change. Scrap that. | trends - merge
A challenge | drop 2 | alternatives - builder
A challenge | sorry, can you remove the last one | alternatives - patch up
A challenge | Please delete numbers 1 and 3. | alternatives - engineering
A disqualifiers | lol no, take out Stichting Delta and "Van Dijk" please | examples - Van Dijk
A disqualifiers | Could you get rid of the one about SKO West? We have not worked for them. | examples - SKO West
A triggers | You have taken my aside for an answer: "anyone who wants a free design first" is not a client. Please remove it. | disqualifiers - free design
A one_year | The free designs: well, we do want those after all, take them out of Not for. | disqualifiers - free design
A kpis | I'd like you to take the training out of the skills | skills - training
W confirm | remove "visit two farms" from the actions | next_actions - visit two farms
W confirm | please take out the assumption about weekly advance payment | assumptions - pay weekly
A examples | Change my ideal client to care homes with leaking roofs | criteria = care homes with leaking roofs
A disqualifiers | No, that's come out all garbled! My ideal client should be care homes that must decide this year. | criteria = care homes that must decide this year
A client_shift | Changing should be: fewer pupils, and rules on energy | trends = fewer pupils
A one_year | Could you change the positioning to: For care homes that leak, we offer a dry roof. Unlike a builder, we measure. | /upstream/proposition/positioning = For care homes that leak, we offer a dry roof. Unlike a builder, we measure
W confirm | Please correct page one, the choice should be: We choose hotel kitchens, and we stop the catalogue. | /summary/guiding_choice = We choose hotel kitchens, and we stop the catalogue
W confirm | the positioning should be: For hotel kitchens, we bring a box without waste | /upstream/proposition/positioning = For hotel kitchens, we bring a box without waste
W confirm | Next actions: by 20 March Claire prints the price list | next_actions = prints the price list
A one_year | replace "anyone who wants a free design first" with people who never decide | disqualifiers = people who never decide
A challenge | What they do is not "patch up the old school": they rent containers for a year. | alternatives = they rent containers for a year
A examples | You put that in the wrong place. Ideal client: boards with a leaking roof. | criteria = boards with a leaking roof
A alternatives | scrap that. They refuse to pay for a first design. | /upstream/market/client_shift = They refuse to pay for a first design
A ideal_client | go back to why us. I measure every school myself. | /upstream/proposition/difference = I measure every school myself
A kpis | You have passed over something. Please go back to the trends. Teachers leave for the cities. | trends = Teachers leave for the cities
"""


@pytest.mark.parametrize("row", CARRIED_OUT.strip().splitlines())
def test_an_order_is_carried_out_whatever_comes_before_and_behind_it(row: str) -> None:
    at, text, wanted = row.split(" | ")
    before = reached(*at.split())
    was, now = held(before), held(told(before, text))
    changed = {key: v for key, v in now.items() if was.get(key) != v}
    if " - " in wanted:
        name, gone = wanted.split(" - ")
        assert [v for (where, _, _), v in was.items() if where == name and gone in str(v)]
        assert not [v for (where, _, _), v in now.items() if where == name and gone in str(v)]
        assert not changed
    else:
        name, value = wanted.split(" = ")
        mine = [str(v) for (where, _, _), v in changed.items() if where == name]
        assert any(v == value if name.startswith("/") else value in v for v in mine), changed
        assert {where for where, _, _ in changed} <= {name, "will_not_do"}


def test_what_was_misplaced_goes_where_it_belongs_in_the_words_it_was_said_in() -> None:
    before = told(reached("A", "ideal_client"), "ISO certified. Forty audits done.")
    text = "You've put that in the wrong place. The ISO thing is our proof. Ideal client: boards that must decide."
    after = told(before, text)
    assert after.core.values["/upstream/proposition/proof"].value == "ISO certified; Forty audits done"
    assert [i.get("text") for i in after.core.items["criteria"]] == ["boards that must decide"]
    assert all(s.turn == before.turn for s in after.core.values["/upstream/proposition/proof"].said)


@pytest.mark.parametrize(
    "text",
    [
        "please remove the lighthouse",
        "why does it say that, that's not a person",
        "can you change it to something else",
    ],
)
def test_what_cannot_be_carried_out_is_told_with_a_wording_that_works(text: str) -> None:
    before = reached("A", "triggers")
    after = told(before, text)
    assert held(after) == held(before)
    assert after.asking is not None
    assert after.asking.question == "triggers"
    opened = engine.begin(before, before.turn + 1, text, START.replace(hour=12))
    spoken = engine.fold(opened, understand(opened))
    reply = words(speak(next_move(spoken), spoken, Shelf(empty=True)))
    assert "not taken" in reply
    way = next(e for e in candidates(text, spoken) if e.item)
    assert f"take out “{way.text}”" in reply
    assert way.text not in map(str, held(told(after, f"take out “{way.text}”")).values())
    assert reply.count("?") == 1


@pytest.mark.parametrize(
    "name",
    [
        "expectations",
        "the problem",
        "the offer",
        "why us",
        "the choice",
        "the five-year goal",
        "not for",
        "triggers",
    ],
)
def test_each_part_the_coach_names_can_be_named_back(name: str) -> None:
    found = section(name)
    assert found is not None
    assert found.question
    state = reached("W", "confirm")
    after = told(state, f"{name} should be: something quite different")
    changed = {k for k, v in held(after).items() if held(state).get(k) != v}
    assert any("something quite different" in str(held(after)[k]) for k in changed)


@pytest.mark.parametrize(
    "text",
    [
        "It reads well but I am not sure yet about the box",
        "I should sign it, provided that the box is called a crate.",
        "No I wouldn't sign that.",
        "the whole page sounds like somebody else",
    ],
)
def test_at_the_signing_nothing_becomes_a_risk_that_is_not_worded_as_one(text: str) -> None:
    before = reached("W", "confirm")
    after = told(before, text)
    assert held(after) == held(before)
    assert after.core.confirmed is None


@pytest.mark.parametrize(
    "text",
    [
        "What worries me is that Claire leaves before summer.",
        "A risk is that the big platform copies the box",
    ],
)
def test_a_risk_that_is_offered_as_one_is_kept(text: str) -> None:
    after = told(reached("W", "confirm"), text)
    assert [i.get("text") for i in after.core.items["risks"]] == [text.rstrip(".")]


def test_who_gives_up_is_let_go_kindly_and_the_draft_stays() -> None:
    before = reached("W", "confirm")
    events = read(before, "honestly I give up, it's full of my own typos. bye")
    assert events == [Unknown(question="confirm", reason="skipped"), Digressed(kind="help", text=FAREWELL)]
    opened = engine.begin(before, before.turn + 1, "bye", START.replace(hour=12))
    spoken = engine.fold(opened, events)
    reply = words(speak(next_move(spoken), spoken, Shelf(empty=True)))
    assert "kept as a draft" in reply
    assert held(spoken) == held(before)


def test_what_was_skipped_is_listed_or_led_to() -> None:
    one = told(reached("A", "disqualifiers"), "skip that one")
    assert told(one, "go back to the bit I skipped").core.focus == "disqualifiers"
    two = told(one, "skip")
    assert read(two, "what have I skipped?") == [Digressed(kind="where", text=SKIPPED)]
    opened = engine.begin(two, two.turn + 1, "what have I skipped?", START.replace(hour=12))
    spoken = engine.fold(opened, understand(opened))
    reply = words(speak(next_move(spoken), spoken, Shelf(empty=True)))
    for question in ("disqualifiers", "triggers"):
        assert stages.QUESTION[question].label in reply
        assert told(two, f"go back to {stages.QUESTION[question].label}").core.focus == question


@pytest.mark.parametrize(
    "text",
    [
        "No! What I want to say is: we choose care homes and we stop the tenders",
        "no thats all muddled. we choose care homes and we stop the tenders",
        "That's come out garbled. It should say: we choose care homes and we stop the tenders",
        "I just told you! we choose care homes and we stop the tenders",
    ],
)
def test_a_refusal_that_brings_its_own_words_is_taken_at_them(text: str) -> None:
    after = told(reached("A", "guiding_choice"), text)
    assert (
        after.core.values["/summary/guiding_choice"].value == "we choose care homes and we stop the tenders"
    )
    assert not after.core.suggestions


def test_a_refusal_that_corrects_a_figure_is_no_other_wording() -> None:
    after = told(
        reached("A", "guiding_choice"), "No, that has gone astray. The studies are five today, not four."
    )
    assert not after.core.has_value("guiding_choice")


def test_what_is_said_about_the_choice_of_a_situation_is_no_trend() -> None:
    text = (
        "None of these fits exactly. If I must choose, it is being seen differently, though I should say that we have "
        "not settled what that means between the two of us yet."
    )
    after = told(reached("A", "scenario"), text)
    assert not after.core.has_value("trends")
    assert after.asking is not None
    assert after.asking.question == "trends"


def test_the_coach_is_told_by_form_and_by_what_stands_in_the_plan() -> None:
    assert judge(plain("Cut the newsletter"), "processes", [], []) is None
    assert judge(plain("please cut the newsletter"), "processes", [], []) is not None
    assert judge(plain("We told you"), "symptom", [], []) is not None
    assert judge(plain("We told our clients already"), "symptom", [], []) is None
    assert UNTAKEN in str(read(reached("A", "trends"), "please cut the newsletter"))


@pytest.mark.parametrize("junk", [", " * 700 + "x", " , " * 400 + "x", "a: " * 400 + "b"])
def test_a_long_run_of_signs_is_not_told_apart(junk: str) -> None:
    assert pieces_of(plain(junk), "kpis", [], []) == []


def test_what_stood_there_gives_way_to_what_shall_stand_there() -> None:
    after = told(reached("A", "examples"), "Please change my ideal client to care homes with leaking roofs.")
    assert [i.get("text") for i in after.core.items["criteria"]] == ["care homes with leaking roofs"]


def test_an_order_that_cannot_be_carried_out_is_told_though_an_answer_came_with_it() -> None:
    events = read(reached("A", "triggers"), "Please remove the lighthouse. They have a new treasurer.")
    assert any(isinstance(e, Digressed) and e.text.startswith(UNTAKEN) for e in events)
    assert "They have a new treasurer" in str([e for e in events if e.type == "ItemAdded"])
