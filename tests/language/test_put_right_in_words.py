"""Earlier answers put right in plain words while something else is asked: the value changes, the question stays asked."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache

import pytest

from coach import engine
from coach.language.guided import understand
from coach.language.reading.draft import Draft
from coach.language.reading.leaves import leaves
from coach.language.wording.speak import speak
from coach.moves import next_move
from coach.state import State
from coach.turn import admit
from tests.journeys import ARCHITECT, TERSE, WHOLESALER
from tests.language.spoken import Shelf
from tests.talk import START

JOURNEYS: Mapping[str, Mapping[str, str | list[str]]] = {"A": ARCHITECT, "W": WHOLESALER, "T": TERSE}

PUT_RIGHT = """
A trends | One correction, we are 16 people, not 14. | size = 16
A trends | Sorry, there are sixteen of us, not fourteen. | size = 16
A client_shift | We're 16 people now, by the way. | size = 16
A challenge | I miscounted: we are 15. | size = 15
A five_year | I said 14 people, but make that 16. | size = 16
A kpis | Actually our team is 12, not 14 | size = 12
A skills | oh, and it's not 14 people, it's 13 | size = 13
W trends | By the way, we have 24 staff now, not 22. | size = 24
W challenge | We are 19 people instead of 22. | size = 19
W ideal_client | Wait, I was wrong about the team: there are 25 of us. | size = 25
W kpis | No, we're 20, not 22. | size = 20
A one_year | I said 18,000 per school, but make that €22,000. | price = 22,000
A five_year | So the price is €25,000 per school. | price = €25,000 per school
A skills | The study costs €20,000 now, not 18,000. | price = 20,000
A difference | We raised the price to €21,000 per school. | price = €21,000 per school
A difference | Two schools paid €25,000 last month, so our price is €25,000 per school. | price = €25,000 per school
A kpis | Correction: our fee is 19,500 per school, not 18,000. | price = 19,500
W one_year | I told you €450 per week, but it's €480. | price = €480
W kpis | Actually, the price is €500 per week | price = €500 per week
W ideal_client | We'll charge €520 per week instead of €450. | price = 520
W one_year | Put the price up to €470. | price = €470
W kpis | The price for the box should be €490 per week, not €450. | price = €490
A skills | Not Tom, Anna runs the breakfast. | processes.owner = Anna
A kpis | Anna runs the breakfast, not Tom. | processes.owner = Anna
A skills | It's Anna who runs the breakfast, not Tom. | processes.owner = Anna
A return_upstream | Tom can't do the breakfast, Anna will. | processes.owner = Anna
A skills | Tom has left, so Anna runs the breakfast now. | processes.owner = Anna
A kpis | Give the breakfast to Anna instead of Tom. | processes.owner = Anna
A kpis | Anna takes over the breakfast from Tom. | processes.owner = Anna
A skills | Not Tom but Mieke for the breakfast | processes.owner = Mieke
A processes | Not Anna, I own the goal. | goals.owner = me
A skills | Sorry, the goal is Pieter's, I mean Pieter owns the studies goal, not Anna. | goals.owner = Pieter
W skills | Not Claire, Hugo runs the tasting. | processes.owner = Hugo
W kpis | Hugo does the weekly tasting now, not Claire | processes.owner = Hugo
W kpis | Claire won't run the tasting; Hugo will. | processes.owner = Hugo
W return_upstream | My brother takes over the tasting from Claire. | processes.owner = My brother
A skills | The first step is on 23 March, not the 16th. | processes.start = 2026-03-23
A kpis | The breakfast starts on 30 March, not on 16 March. | processes.start = 2026-03-30
A kpis | We start on the 23rd, not the 16th. | processes.start = 2026-03-23
A return_upstream | Move the first step to 20 March. | processes.start = 2026-03-20
A skills | Sorry, not 16 March but 18 March. | processes.start = 2026-03-18
A kpis | The first breakfast has moved to 13 April. | processes.start = 2026-04-13
A assumptions | We book the room on 12 March, not the 13th. | next_actions.due = 2026-03-12
A assumptions | The invitation should be 12 March instead of the 11th. | next_actions.due = 2026-03-12
A skills | The deadline of the goal has moved to the end of March 2027. | goals.deadline = 2027-03-31
W confirm | The farms: on 16 March, not 12 March. | next_actions.due = 2026-03-16
W assumptions | We visit the farms on the 16th instead of the 12th. | next_actions.due = 2026-03-16
T kpis | The first step is on 10 March, not the 9th. | processes.start = 2026-03-10
T return_upstream | I call the planner on 11 March, not on the 9th. | processes.start = 2026-03-11
A trends | Remove the tender writer, we never hired one. | attempts - tender writer
A trends | Could you take out the tender writer? | attempts - tender writer
A scenario | Please take out the LinkedIn posts, that was my previous firm. | attempts - LinkedIn
A challenge | Take out the builder, no client of ours would let a builder design it. | alternatives - builder
A one_year | Drop the engineering firm because they went bankrupt. | alternatives - engineering
A difference | Leave the old school out, nobody patches any more. | alternatives - old school
A triggers | Scrap the free design: we do give those now. | disqualifiers - free design
A triggers | Forget about Stichting Delta, they are no client of ours. | examples - Delta
A disqualifiers | SKO West is not a client of ours any more, take it out. | examples - SKO West
W challenge | Remove the big platform - chefs hate it. | alternatives - platform
W examples | Take the wholesale market off the list, it closed. | alternatives - wholesale
W one_year | Delete La Table (they stopped in May). | examples - La Table
W solution | Strike the energy prices, they came down again. | trends - Energy
T client_shift | Forget the flyers, that was my sister's shop. | attempts - Flyers
A client_shift | It's no longer true about the school estates. They stopped merging. | trends - estates
W alternatives | What I said about energy prices is no longer true. They fell. | trends - Energy
A skills | I've been thinking: our ideal client is not school boards but municipalities that run their schools themselves. | criteria.text = municipalities that run their schools themselves
A examples | So the ideal client is head teachers with a failing building. | criteria.text = head teachers with a failing building
A one_year | We'd rather serve care homes with old buildings than school boards. | criteria.text = care homes with old buildings
A kpis | Our ideal clients are municipalities, not school boards. | criteria.text = municipalities
A triggers | Actually, the ideal client is a municipality with its own schools. | criteria.text = a municipality with its own schools
A disqualifiers | The ideal client isn't a school board any more, it's a care group with ten homes. | criteria.text = a care group with ten homes
W one_year | Our ideal client isn't restaurants, it's hotel kitchens with a breakfast room. | criteria.text = hotel kitchens with a breakfast room
W kpis | Instead of restaurants, let's focus on school kitchens. | criteria.text = school kitchens
W triggers | I was wrong: our best customers are bakeries with a lunch menu rather than restaurants | criteria.text = bakeries with a lunch menu
T one_year | I'd rather work with hotel spas than brides. | criteria.text = hotel spas
A five_year | I'd rather count signed contracts than studies sold. | goals.metric = signed contracts
A processes | Let's measure boards visited instead of studies sold. | goals.metric = boards visited
A kpis | The number should be schools under contract, not feasibility studies. | goals.metric = schools under contract
A skills | Count paid studies, not studies sold. | goals.metric = paid studies
W guiding_choice | We should track kitchens on subscription rather than weekly boxes. | goals.metric = kitchens on subscription
W kpis | Don't count boxes but kitchens. | goals.metric = kitchens
W skills | Kitchens served is what we want to count, not boxes. | goals.metric = Kitchens served
T five_year | I'd rather count weddings than bridal parties. | goals.metric = weddings
A processes | In five years I want us known for warm schools, rather than legal ones. | purpose = warm schools
A kpis | In five years we should be known for healthy schools, not for legal schools. | purpose = healthy schools
A skills | The five-year picture should be: every new school in the country breathes. | purpose = every new school in the country breathes
A kpis | Actually, in five years I want to be the firm that children choose. | purpose = children choose
W kpis | In five years I'd rather be known as the chefs' pantry than the house without waste. | purpose = the chefs' pantry
W skills | By 2031 we want to be known for taste, no longer for waste. | purpose = taste
T kpis | In five years I want to be the bridal house of the region instead of the colour doctor. | purpose = the bridal house of the region
A kpis | Actually, the problem is that their roofs leak. | statement = their roofs leak
A client_shift | They want one fixed price. Oh, and we work in Belgium too, not only in the Netherlands. | place = Belgium
A trends | We also work in Flanders, by the way. | place = Flanders
A challenge | By the way, we're active in Germany as well. | place = Germany
A one_year | One correction: we're based in Ghent, not in the Netherlands. | place = Ghent
W trends | We deliver in Grenoble too. | place = Grenoble
W ideal_client | Sorry, we sell in Dijon, not in Lyon. | place = Dijon
W one_year | Oh, and we moved to Marseille. | place = Marseille
A one_year | By the way, I was wrong about the cost of renovating. It's 3 million a school, not 2 million. | expensive = 3 million a school
A solution | I was wrong about the cost: it's 3 million a school, not 2 million | expensive = 3 million
A difference | I said 2 million a school but it's 2.5 million. | expensive = 2.5 million
A trends | My mistake: two years ago it was one in four, not one in three. | symptom = one in four
A challenge | Correction: LinkedIn cost 12k, not 9k. | attempts.text = it cost 12k
W solution | It costs them €1,100 a month, not €900. | expensive = €1,100
W one_year | I had it wrong: 50 restaurants left us, not 40. | symptom = 50 restaurants
W ideal_client | The catalogue cost €18,000, not €15,000. | attempts.text = €18,000
A kpis | 14 should be 17. | size = 17
A skills | Replace 14 by 15 people. | size = 15
A kpis | Could you change 18,000 to 19,000? | price = 19,000
A one_year | 18,000 was wrong, make it 18,500. | price = 18,500
W kpis | €450 must be €480. | price = €480
W skills | 40 restaurants is wrong, it was 44. | symptom = 44 restaurants
A five_year | 9k, or rather 9.5k | attempts.text = it cost 9.5k
A guiding_choice | It isn't 12 but 20 studies. | goals.target = 20
A five_year | No, 13. | goals.target = 13
A kpis | Actually, our goal is 15 studies. | goals.target = 15
A difference | It's one in five (not one in six). | symptom = one in five
W kpis | Claire should be Hugo. | processes.owner = Hugo
A kpis | Tom is wrong, it must be Mieke. | skills.owner = Mieke
A kpis | Anna, not Tom, runs the breakfast. | processes.owner = Anna
A kpis | Correct 16 March to 17 March. | processes.start = 2026-03-17
A skills | 16 March must be 18 March. | processes.start = 2026-03-18
W confirm | 12 March is a typo, it should be 14 March. | next_actions.due = 2026-03-14
A disqualifiers | Stichting Delta should be Stichting Delfland. | examples.text = Stichting Delfland
A one_year | Replace the Van Dijk schools by the Van Eyck schools. | examples.text = the Van Eyck schools
A kpis | Change the Netherlands to the Benelux. | place = the Benelux
A one_year | In the positioning, guaranteed should read certified. | positioning = certified energy label
A kpis | Say we look after every school for two years instead of we measure every school for two years | positioning = because we look after every school for two years
A one_year | I'd say supervise instead of measure. | positioning = because we supervise every school
T five_year | 120 should be 150. | offer = A colour plan for 150
T triggers | Forget what I said about Sophie. | examples - Sophie
"""

BESIDE = """
A client_shift | They want one fixed price. Oh, and we work in Belgium too, not only in the Netherlands. | place = Belgium | client_shift = They want one fixed price
A client_shift | They want one fixed price, and by the way we are 16, not 14. | size = 16 | client_shift = They want one fixed price
A difference | Actually, we are 16, not 14. What sets us apart is that we sign for the label. | size = 16 | difference = we sign for the label
A solution | I was wrong about the cost: it's 3 million a school, not 2 million. To your question: a label guarantee. | expensive = 3 million | offer = a label guarantee
A five_year | One correction: our price is €20,000 per school. In five years every board knows us. | price = €20,000 | purpose = every board knows us
A kpis | Boards that come twice, in our CRM. By the way, not Tom, Anna runs the breakfast. | owner = Anna | metric = Boards that come twice
W alternatives | They would buy from the discounter. And we deliver in Grenoble too. | place = Grenoble | text = the discounter
W ideal_client | Hotels with a morning kitchen. Oh, and we have 24 staff now, not 22. | size = 24 | text = Hotels with a morning kitchen
"""

LEFT_ALONE = """
A trends | We were 14 two years ago and boards were 16.
A kpis | Should we charge €22,000 per school, not 18,000?
A challenge | Should I remove the tender writer?
A kpis | Why is the first step on 16 March, not 23 March?
A kpis | What if Anna runs the breakfast, not Tom?
A trends | They have 16 schools, not 14, to look after.
A client_shift | 16 people came to our open day, not 14 as before.
A symptom | We are 16 weeks late on every tender.
A five_year | We want to be 30 people, not a firm that stays small.
A trends | Boards of 16 people decide now.
A difference | A competitor asks €22,000 per school.
A difference | If the price is €25,000 they walk away.
A client_shift | The price of energy is 40 cents now, not 20.
A alternatives | They say 18,000 is a lot and would do nothing.
W ideal_client | Restaurants that pay €600 per week without asking.
A skills | Tom can't sell to treasurers, he will take a training by June.
A kpis | Anna runs the numbers every week in our CRM.
A skills | Not everyone can sell, so we hire someone by June.
A next_actions | Tom calls SKO West, not the board, by Friday.
A next_actions | Anna runs to the printer on Friday.
A next_actions | The fair is on 23 March, not the 16th.
A assumptions | That boards decide in May, not in June.
A return_upstream | If we have no order by 1 October, not even one, we question the proposition.
A challenge | Take out a loan for every renovation, that is what they must do.
A challenge | They can't remove the asbestos without closing the school.
A difference | We take out the risk: nobody else does.
A solution | Drop the price and they buy, so we keep it at 18,000.
A alternatives | Forget about quality, they take the cheapest builder.
A client_shift | They want a partner, not a supplier.
A difference | Our clients choose us, not because we are cheap but because we stay.
A examples | Our best client was not easy but loyal.
A disqualifiers | Boards that want a price rather than a plan.
A kpis | We count second meetings, not calls.
A kpis | I'd rather call ten boards than write letters.
A processes | I count on Anna rather than on luck.
A kpis | In five weeks we should see ten treasurers, not two.
A processes | A five-year plan for every board, not a quick study.
W trends | Chefs work in Excel too, not only on paper.
W alternatives | They also work in shifts, not only in the evening.
A trends | We work in English too.
A trends | They work in Belgium too, not only in the Netherlands.
A trends | Our clients are based in Ghent, not Bruges.
A kpis | Not Tom, Anna runs the bar at the fair.
A five_year | Take out the free parking, it costs too much.
A assumptions | Doubling is not a target of two boards.
W assumptions | Actually 24, not 12
W assumptions | In three years, not two, they all pay in advance.
A client_shift | They pay 3 million for a school, not for a drawing.
W challenge | They lose 12 clients a month, not one.
W solution | A box of 40 kinds for €450 per week, not a catalogue.
A kpis | Treasurers should be on our side.
A kpis | They should be glad that we stay.
A skills | Nobody should be surprised by a price.
A skills | We should be known by then, not at the start.
A difference | We don't promise a label, we sign for it.
A difference | It's not cheap, it's a study that saves a school.
A difference | I'm not sure, but I believe it's our patience.
A kpis | Change takes time, and that should be clear to boards.
W kpis | They swap us for a lower price.
W skills | Their chef decides, not the restaurants.
A kpis | We replace fear by figures.
A kpis | Should 14 be 18?
A skills | Is it 12, not 10?
A kpis | 30 should be enough.
A kpis | Change the budget to 24
A kpis | Replace Frans by Frank.
A kpis | Frank, not Frans
W assumptions | Actually 70 instead of 65
W challenge | They buy less instead of better.
A trends | Sorry, that's a long story.
A trends | No, it's a matter of years.
A client_shift | They buy from a builder instead of us.
W return_upstream | They want a friend, not a supplier.
A skills | Not price, care.
T client_shift | No, it's the old story.
A ideal_client | Change target to 26
A kpis | A person with patience, not Anna
A kpis | Replace sure by certain.
A kpis | Not Frans, Mieke runs the breakfast.
"""


@cache
def reached(journey: str, question: str) -> State:
    """The state in which a journey comes to a question; what is asked twice is answered in turn."""
    left = {q: [a] if isinstance(a, str) else list(a) for q, a in JOURNEYS[journey].items()}
    state = engine.begin(State(conversation="talk"), 0, "", START)
    state = engine.reduce(state, next_move(state).asked())
    while state.asking is not None and (state.asking.kind, state.asking.question) != ("question", question):
        if state.asking.question == question and state.asking.kind == "suggestion":
            return state
        assert state.turn < 40, f"{journey} never comes to {question}"
        kind, asked = state.asking.kind, state.asking.question or ""
        usual = {"review": "keep all", "finding": "leave it", "parked": "keep it"}.get(kind)
        answers = left.get(asked) or ["I don't know"]
        state = told(state, usual or answers.pop(0))
    return state


def told(state: State, words: str) -> State:
    """The state after a message and the reply to it."""
    at = START + timedelta(minutes=2 * (state.turn + 1))
    state = engine.begin(state, state.turn + 1, words, at)
    state = admit(state, understand(state))[0]
    move = next_move(state)
    for event in speak(move, state, Shelf(empty=True)).suggested:
        state = engine.reduce(state, event)
    return engine.reduce(state, move.asked())


def held(state: State) -> dict[tuple[str, str, str], object]:
    """Every value of the plan, by its list and item or its pointer, and its name."""
    return {
        (leaf.list or leaf.pointer, leaf.item, leaf.name): leaf.value.value
        for leaf in leaves(Draft(state, ""))
    }


def _rows(table: str) -> list[str]:
    return table.strip().splitlines()


@pytest.mark.parametrize("row", _rows(PUT_RIGHT))
def test_an_earlier_answer_is_put_right_and_what_is_asked_stays_asked(row: str) -> None:
    at, words, wanted = row.split(" | ")
    before = reached(*at.split())
    asked = at.split()[1]
    after = told(before, words)
    was, now = held(before), held(after)
    if " - " in wanted:
        name, gone = wanted.split(" - ")
        assert [str(v) for (where, _, _), v in was.items() if where == name and gone in str(v)]
        assert not [str(v) for (where, _, _), v in now.items() if where == name and gone in str(v)]
        changed = {key for key in was if now.get(key) != was[key]}
        assert {key[0] for key in changed} == {name}
    else:
        name, value = wanted.split(" = ")
        where, _, field = name.rpartition(".")
        changed = {key for key in was if now.get(key) != was[key]}
        assert [key for key in changed if key[2] == field and where in ("", key[0])], f"changed {changed}"
        assert any(value in str(now.get(key)) for key in changed if key[2] == field), (
            f"{[now.get(k) for k in changed]}"
        )
        assert {key[2] for key in changed} <= {field, "statement", "purpose"}, f"changed {changed}"
    fixed = "They want one fixed price" in words
    assert fixed or set(now) <= set(was), f"new: {set(now) - set(was)}"
    waits = bool(after.core.review) or " - " in wanted
    assert fixed or waits or (after.asking is not None and after.asking.question == asked)


@pytest.mark.parametrize("row", _rows(LEFT_ALONE))
def test_what_is_no_correction_changes_no_earlier_answer(row: str) -> None:
    at, words = row.split(" | ")
    before = reached(*at.split())
    was, now = held(before), held(told(before, words))
    assert {key: now.get(key) for key in was} == was


@pytest.mark.parametrize("row", _rows(BESIDE))
def test_a_correction_beside_an_answer_takes_nothing_from_it(row: str) -> None:
    at, words, *wanted = row.split(" | ")
    now = held(told(reached(*at.split()), words))
    for name, value in (one.split(" = ") for one in wanted):
        found = [str(v) for (_, _, field), v in now.items() if field == name]
        assert any(value in v for v in found), f"{name}: {found}"
    answer = wanted[1].split(" = ")[1]
    kept = [str(v) for v in now.values() if answer in str(v)]
    corrected = wanted[0].split(" = ")[1]
    assert all(corrected not in text for text in kept), f"the correction is part of the answer: {kept}"


def test_the_reason_for_a_correction_is_no_answer() -> None:
    at = reached("A", "difference")
    words = (
        "Your doubt about it is fair. Two boards paid that last month, so our price is €25,000 per school."
    )
    after = told(at, words)
    assert set(held(after)) == set(held(at))
    removed = told(reached("A", "challenge"), "Take out the builder. They would never design a school.")
    assert not removed.core.has_value("challenge")


def test_what_rests_on_a_value_goes_to_review_and_an_owner_brings_none() -> None:
    priced = told(reached("A", "kpis"), "I said 18,000 per school, but make that 22,000.")
    assert "positioning" in priced.core.review
    chosen = told(reached("A", "kpis"), "Our ideal clients are municipalities, not school boards.")
    assert {"positioning", "processes"} <= {key.partition("/")[0] for key in chosen.core.review}
    handed = told(reached("A", "kpis"), "Not Tom, Anna runs the breakfast.")
    assert not handed.core.review
