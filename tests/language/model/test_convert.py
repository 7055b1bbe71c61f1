"""What a model finds becomes events only where the person's words bear it out, whatever the model wrote."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach import engine, project, stages
from coach.errors import IllegalEvent
from coach.events import AnyEvent, Asked, Parked, Spoke, Suggested, Unknown, Value
from coach.language.model.context import summary
from coach.language.model.convert import Converted, convert
from coach.language.model.schema import Finding, Intent, Understood, read
from coach.language.model.slots import SLOTS, principal
from coach.language.model.values import places
from coach.moves import next_move
from coach.state import Item, State
from coach.turn import admit
from tests.language.model.scripted import finding, intent, said
from tests.talk import START
from tests.test_invariants import the_plan_is_proven


class Talk:
    """A conversation of which only the understanding is played."""

    def __init__(self) -> None:
        self.state = engine.begin(State(conversation="c"), 0, "", START)
        self._ask()

    def _ask(self) -> None:
        self.state = engine.reduce(self.state, next_move(self.state).asked())

    def hear(self, text: str, understood: Understood) -> Converted:
        turn = self.state.turn + 1
        self.state = engine.begin(self.state, turn, text, START + timedelta(minutes=turn))
        converted = convert(self.state, understood)
        self.state, self.events = admit(self.state, converted.events)
        self._ask()
        return converted

    def say(self, text: str, *found: dict[str, Any], language: str = "en") -> list[AnyEvent]:
        self.hear(text, read(said(*found, language=language)))
        return self.events

    def ask(self, question: str) -> None:
        self.state = engine.reduce(self.state, Asked(kind="question", question=question))

    @property
    def plan(self) -> dict[str, Any]:
        return project.plan_of(self.state).model_dump()


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_several_answers_in_one_message_are_all_taken(talk: Talk) -> None:
    talk.say(
        "We are 14 architects in Ghent and build schools; we lose tenders, and our clients are small towns.",
        finding("company.size", "14 architects"),
        finding("company.place", "Ghent"),
        finding("company.offer", "build schools"),
        finding("company.buyers", "small towns"),
        finding("symptom.symptom", "we lose tenders"),
    )
    assert talk.plan["company"]["size"] == 14
    assert talk.plan["company"]["buyers"] == "small towns"
    assert talk.plan["situation"]["symptom"] == "we lose tenders"


def test_what_was_never_said_is_not_taken(talk: Talk) -> None:
    events = talk.say(
        "We build schools.",
        finding("company.offer", "build hospitals"),
        finding("company.size", "forty people"),
    )
    assert events == []


def test_a_number_is_read_from_the_words_and_never_taken_from_the_model(talk: Talk) -> None:
    talk.say("There are 14 of us.", finding("company.size", "14 of us", value="140"))
    assert talk.plan["company"]["size"] == 14


def test_of_two_numbers_the_models_reading_only_chooses(talk: Talk) -> None:
    talk.ask("one_year")
    talk.say(
        "Clients: 12, later 24.",
        finding("one_year.metric", "Clients", item="new1"),
        finding("one_year.baseline", "12", item="new1", value="12"),
        finding("one_year.target", "24", item="new1", value="24"),
    )
    goal = talk.plan["upstream"]["goals"][0]
    assert (goal["baseline"], goal["target"]) == (12, 24)


def test_a_target_is_what_was_said_whatever_the_model_reads(talk: Talk) -> None:
    talk.ask("one_year")
    talk.say(
        "Clients, we want 24 of them.",
        finding("one_year.metric", "Clients", item="new1"),
        finding("one_year.target", "24 of them", item="new1", value="30"),
    )
    assert talk.plan["upstream"]["goals"][0]["target"] == 24


def test_quotes_are_found_whatever_quotation_marks_and_spaces(talk: Talk) -> None:
    talk.say("We sell  “slow” bread.", finding("company.offer", '"slow" bread'))
    assert talk.plan["company"]["offer"] == "“slow” bread"


def test_two_pieces_of_a_message_make_one_answer(talk: Talk) -> None:
    talk.say("We sell bread, since 1980, to hotels.", finding("company.offer", "sell bread … to hotels"))
    assert talk.plan["company"]["offer"] == "sell bread to hotels"


def test_a_rewording_is_offered_and_not_written_down(talk: Talk) -> None:
    events = talk.say(
        "that stuff with ovens", finding("company.offer", "that stuff with ovens", rewording="ovens")
    )
    assert [type(e) for e in events] == [Suggested]
    assert talk.plan["company"]["offer"] is None


@pytest.mark.parametrize(
    ("typed", "other"),
    [("repairs the ovens", "Repair the ovens"), ("repairing of ovens", "Repairing ovens")],
)
def test_other_endings_are_no_rewording_to_agree_to(talk: Talk, typed: str, other: str) -> None:
    events = talk.say(f"Well, {typed}.", finding("company.offer", typed, rewording=other))
    assert not any(isinstance(e, Suggested) for e in events)
    assert talk.plan["company"]["offer"] == typed


@pytest.mark.parametrize("other", ["We sell ovens", "Sell ovens", "They sell no ovens"])
def test_other_words_than_the_person_s_are_asked_about(talk: Talk, other: str) -> None:
    events = talk.say(
        "They sell very many ovens.", finding("company.offer", "They sell very many ovens", rewording=other)
    )
    assert [type(e) for e in events] == [Suggested]


@pytest.mark.parametrize("words", ["12 ovens a week", "ovens for Marriott hotels"])
def test_a_rewording_with_a_figure_or_a_name_of_its_own_is_not_offered(talk: Talk, words: str) -> None:
    events = talk.say(
        "that stuff with ovens", finding("company.offer", "that stuff with ovens", rewording=words)
    )
    assert not any(isinstance(e, Suggested) for e in events)


def test_a_downstream_idea_that_comes_early_is_parked_in_its_sentence(talk: Talk) -> None:
    events = talk.say(
        "We build schools. We should do LinkedIn ads every week.",
        finding("company.offer", "build schools"),
        finding("processes.name", "LinkedIn ads", item="new1"),
        finding("next_actions.what", "LinkedIn ads", item="new2"),
    )
    parked = [e for e in events if isinstance(e, Parked)]
    assert [p.said.span for p in parked] == ["We should do LinkedIn ads every week"]
    assert talk.plan["downstream"]["processes"] == ()


def test_a_correction_replaces_and_touches_what_stands_on_it(talk: Talk) -> None:
    talk.say("Sales fell.", finding("symptom.symptom", "Sales fell"))
    talk.ask("scenario")
    talk.say("It is about conversion.", finding("scenario.scenario", "conversion", value="conversion"))
    talk.say("Actually profit fell.", finding("symptom.symptom", "profit fell", corrects=True))
    assert talk.plan["situation"]["symptom"] == "profit fell"
    assert "scenario" in talk.state.core.review


def test_more_of_the_same_answer_is_added_and_touches_nothing(talk: Talk) -> None:
    talk.say("Sales fell.", finding("symptom.symptom", "Sales fell"))
    talk.ask("scenario")
    talk.say("It is about conversion.", finding("scenario.scenario", "conversion", value="conversion"))
    talk.say("From 40 to 25 a month.", finding("symptom.symptom", "From 40 to 25 a month"))
    assert talk.plan["situation"]["symptom"] == "Sales fell; From 40 to 25 a month"
    assert talk.state.core.review == ()


@pytest.mark.parametrize(
    ("words", "language", "scenario"),
    [
        ("Lo nuestro es que nos vean de otra manera", "es", "repositioning"),
        ("Wir wollen anders wahrgenommen werden", "de", "repositioning"),
        ("We willen meer offertes omzetten", "nl", "conversion"),
        ("Entrer dans un nouveau marché", "fr", "new_market"),
        ("Ventas que lleguen pronto", "es", "short_term_revenue"),
        ("Wachsen mit dem, was funktioniert", "de", "scaling"),
        ("Lanzar algo nuevo", "es", "launch"),
    ],
)
def test_a_scenario_named_in_another_language_is_not_asked_about_again(
    talk: Talk, words: str, language: str, scenario: str
) -> None:
    talk.ask("scenario")
    talk.say(f"{words}.", finding("scenario.scenario", words, value=scenario), language=language)
    assert talk.plan["situation"]["scenario"] == scenario
    assert not talk.state.core.suggestions


def test_a_scenario_of_which_the_words_name_two_is_asked_about(talk: Talk) -> None:
    talk.ask("scenario")
    words = "crecer o entrar en otro mercado"
    talk.say(f"No sé, {words}.", finding("scenario.scenario", words, value="scaling"), language="es")
    assert talk.plan["situation"]["scenario"] is None


def test_the_scenario_a_model_guesses_is_asked_about(talk: Talk) -> None:
    talk.ask("scenario")
    events = talk.say(
        "Nadie llama ya.", finding("scenario.scenario", "Nadie llama", value="conversion"), language="es"
    )
    assert any(isinstance(e, Suggested) for e in events)
    assert talk.plan["situation"]["scenario"] is None


def test_a_vague_answer_is_no_answer(talk: Talk) -> None:
    talk.ask("ideal_client")
    converted = talk.hear(
        "everyone",
        read(said(finding("ideal_client.criteria", "everyone"), intent("vague", text="who exactly"))),
    )
    assert converted.events == ()
    assert converted.vague == "who exactly"


def test_who_insists_without_a_new_fact_is_written_down_with_the_doubt(talk: Talk) -> None:
    talk.ask("difference")
    talk.say(
        "Our quality is simply the best, full stop.",
        finding("difference.difference", "Our quality is simply the best"),
        intent("pushback", "Our quality is simply the best"),
    )
    doubt = talk.plan["assumptions"][0]
    assert doubt["owner_says"] == "Our quality is simply the best"
    assert doubt["coach_doubts"] == stages.QUESTION["difference"].probe
    assert talk.plan["upstream"]["proposition"]["difference"] == "Our quality is simply the best"
    assert not talk.state.core.settled("assumptions"), "the question is still to be asked"


def test_a_new_fact_is_no_pushback(talk: Talk) -> None:
    talk.ask("difference")
    talk.say(
        "Nine of ten come back.",
        finding("difference.difference", "Nine of ten come back"),
        intent("pushback", "Nine of ten come back", text="Nine of ten come back"),
    )
    assert talk.plan["assumptions"] == ()


def test_a_contradiction_needs_both_quotes(talk: Talk) -> None:
    talk.say("We never work for banks.", finding("disqualifiers.disqualifiers", "banks"))
    real = intent("contradiction", "want more banks", "disqualifiers.disqualifiers", "never work for banks")
    found = talk.hear("We want more banks.", read(said(real))).contradiction
    assert found is not None
    assert [q.span for q in found.quotes] == ["never work for banks", "want more banks"]
    made_up = intent("contradiction", "want more banks", "disqualifiers.disqualifiers", "only work for banks")
    assert talk.hear("We want more banks.", read(said(made_up))).contradiction is None


def test_yes_takes_what_was_offered_and_a_question_does_not(talk: Talk) -> None:
    talk.say("that stuff with ovens", finding("company.offer", "that stuff with ovens", rewording="ovens"))
    talk.say("yes?", intent("accept", "yes?"))
    assert talk.plan["company"]["offer"] is None
    talk.say("yes, take it", intent("accept", "yes"))
    assert talk.plan["company"]["offer"] == "ovens"


def test_the_language_is_kept_in_the_plan(talk: Talk) -> None:
    events = talk.say("Vendemos vino a bares", finding("company.offer", "vino"), language="es")
    assert Spoke(language="es") in events
    assert talk.plan["language"] == "es"
    talk.ask("one_year")
    talk.say(
        "De 10 a 20 bares en diciembre de 2026",
        finding("one_year.metric", "bares", item="new1"),
        finding("one_year.target", "20 bares", item="new1"),
        finding("one_year.deadline", "diciembre de 2026", item="new1"),
        language="es",
    )
    goal = talk.plan["upstream"]["goals"][0]
    assert (goal["baseline"], goal["target"], goal["deadline"]) == (10, 20, "2026-12-31")


def test_every_field_a_person_can_fill_has_one_name_and_one_owner() -> None:
    for slot in SLOTS.values():
        q = stages.QUESTION[slot.question]
        assert slot.pointer in q.fields or slot.list in q.lists
    answered = {q.id for q in stages.QUESTIONS} - {stages.CONFIRM}
    assert {s.question for s in SLOTS.values()} == answered
    assert all(principal(q) is not None for q in answered)


@pytest.mark.parametrize(
    "text",
    [
        'Here you are:\n```json\n{"language":"en","findings":[],"intents":[{"kind":"skip"}]}\n```\nDone.',
        '{"intents": {"kind": "skip", "target": null, "quote": 3}}',
        'First {"a": 1} then {"findings": [], "intents": [{"kind": "skip"}, {"kind": "dance"}, 7]}',
    ],
)
def test_an_answer_is_read_however_it_is_wrapped(text: str) -> None:
    assert [i.kind for i in read(text).intents] == ["skip"]


MESSAGES = st.sampled_from(
    [
        "We are 14 people in Ghent and sell lamps to hotels for €90 each.",
        "From 12 clients today to 24 by June 2027, and Anna owns it.",
        "Call ten hotels every Monday, 3 hours a week, starting next week.",
        "everyone, we are simply the best",
        "Yes, keep it. Actually 24, not 30.",
        "De 250 a 400 cajas en diciembre de 2027",
        "no",
        "½ “of” our\u00a0clients left in 2025, i.e. 1.250 of them",
    ]
)
NUMBERS = st.sampled_from([name for name, slot in SLOTS.items() if slot.type == "number"])
IDS = st.sampled_from(
    ["", "new1", "new2", "g1", "p1", "k1", "t1", "o1", "i1", "goals/g1", "clients", "all", "zz"]
)


@st.composite
def turns(draw: st.DrawFn) -> tuple[str, Understood]:
    """Return a message and whatever a model may make of it: true pieces, pieces that are not there, and nonsense."""
    text = draw(MESSAGES)

    def piece() -> str:
        start = draw(st.integers(0, len(text) - 1))
        return draw(
            st.sampled_from(
                [text[start : start + draw(st.integers(1, 40))], text, "never said this", "…", ""]
            )
        )

    findings = [
        Finding(
            field=draw(st.one_of(NUMBERS, st.sampled_from([*SLOTS, "confirm.confirm", "/company/size", ""]))),
            quote=piece(),
            item=draw(IDS),
            value=draw(st.sampled_from(["", "24", "1e9", "-1", "2027-06-30", "conversion", "everything"])),
            rewording=draw(st.sampled_from(["", "", "", "our own words", "99 hotels in Paris"])),
            corrects=draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 5)))
    ]
    kinds = list(Intent.model_fields["kind"].annotation.__args__)  # type: ignore[union-attr]
    intents = [
        Intent(
            kind=draw(st.sampled_from(kinds)),
            target=draw(st.one_of(IDS, st.sampled_from([q.id for q in stages.QUESTIONS]))),
            quote=piece(),
            text=draw(st.sampled_from(["", "keep", "drop", "We are 14 people", "what is missing"])),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    return text, Understood(
        language=draw(st.sampled_from(["", "en", "es", "zz"])),
        findings=tuple(findings),
        intents=tuple(intents),
    )


@settings(max_examples=250, suppress_health_check=list(HealthCheck))
@given(
    st.lists(turns(), min_size=1, max_size=8),
    st.lists(st.sampled_from([q.id for q in stages.QUESTIONS]), max_size=8),
)
def test_whatever_a_model_proposes_the_plan_is_the_persons(
    said_turns: list[tuple[str, Understood]], asked: list[str]
) -> None:
    talk = Talk()
    for n, (text, understood) in enumerate(said_turns):
        if n < len(asked):
            talk.ask(asked[n])
        before = talk.state
        talk.hear(text, understood)
        # Everything converted holds in the state it was made for: nothing is left for the engine to refuse.
        state = engine.begin(before, before.turn + 1, text, START + timedelta(minutes=before.turn + 1))
        for event in convert(state, understood).events:
            try:
                state = engine.reduce(state, event)
            except IllegalEvent as error:
                raise AssertionError(f"{event} was refused: {error}") from error
        the_plan_is_proven(talk.state)
        _figures_are_the_persons(talk.state)
        if any(talk.plan["downstream"][name] for name in ("processes", "skills")):
            assert any(core.upstream_closed() for _, core in (*talk.state.history, (0, talk.state.core)))


def _figures_are_the_persons(state: State) -> None:
    """Every number of the plan that was read from words can be read from them again."""
    from coach.language.amounts.measures import quantities
    from coach.language.reading.people import hours, team_size

    for _, item in state.core.all_items():
        for name in ("baseline", "target", "hours"):
            value = item.fields.get(name)
            if value is None or value.rule not in ("number", "hours_a_week"):
                continue
            texts = [state.text(s.turn) or "" for s in value.said]
            readings = [q.value for t in texts for q in quantities(t)] + [
                h[0] for t in texts if (h := hours(t))
            ]
            readings += [q.value * f for t in texts for q in quantities(t) for f in (1000, 1_000_000)]
            assert value.value in readings
    size = state.core.values.get("/company/size")
    if size is not None and size.rule != "works_alone":
        texts = [state.text(s.turn) or "" for s in size.said]
        assert size.value in [q.value for t in texts for q in quantities(t)] + [
            found[0] for t in texts if (found := team_size(t))
        ]


def test_a_quote_stands_where_it_was_said() -> None:
    assert places("from 12, or 2", "2") == [(12, 13)]
    assert places("We sell lamps", "We  sell") == [(0, 7)]
    assert places("We sell lamps", "lamps we sell") == []


def test_another_thing_counted_does_not_keep_the_old_unit(talk: Talk) -> None:
    talk.say(
        "Raise the win rate from 16 % to 40 % by December 2027.",
        finding("one_year.metric", "win rate", item="new1"),
        finding("one_year.baseline", "16 %", item="new1", value="16"),
        finding("one_year.target", "40 %", item="new1", value="40"),
    )
    assert talk.plan["upstream"]["goals"][0]["unit"] == "%"
    talk.say(
        "No, count paid concepts: 6, from 0 today.",
        finding("one_year.metric", "paid concepts", item="g1", corrects=True),
        finding("one_year.baseline", "0", item="g1", value="0", corrects=True),
        finding("one_year.target", "6", item="g1", value="6", corrects=True),
    )
    goal = talk.plan["upstream"]["goals"][0]
    assert (goal["metric"], goal["baseline"], goal["target"], goal["unit"]) == (
        "paid concepts",
        0,
        6,
        "paid concepts",
    )


def test_other_words_asked_for_an_offered_text_take_its_place(talk: Talk) -> None:
    for text, words in (
        ("we help", "We help small towns."),
        ("say it warmer", "We love to help small towns."),
    ):
        talk.say(
            f"{text}: small towns we love to help",
            finding("positioning.positioning", text, rewording=words),
        )
    waiting = list(talk.state.core.suggestions.values())
    assert [s.text for s in waiting] == ["We love to help small towns."]


GOAL = (
    finding("one_year.metric", "paid studies", item="new1"),
    finding("one_year.baseline", "4", item="new1", value="4"),
    finding("one_year.target", "30", item="new1", value="30"),
)


def test_a_goal_is_called_by_what_it_counts_and_not_by_the_sentence_it_came_in(talk: Talk) -> None:
    talk.say("Thanks, and yes: paid studies from 4 to 30, I would say.", *GOAL)
    goal = talk.plan["upstream"]["goals"][0]
    assert (goal["statement"], goal["metric"], goal["target"]) == (None, "paid studies", 30)


def test_who_says_mine_is_called_by_the_name_they_gave_before(talk: Talk) -> None:
    talk.say("I am Lucía Ferrer and we make wine.", finding("company.offer", "make wine"))
    talk.say("Paid studies from 4 to 30.", *[{**f, "quote": f["quote"]} for f in GOAL])
    talk.say("The goal is mine.", finding("one_year.owner", "mine", item="g1", rewording="Lucía"))
    goal = talk.plan["upstream"]["goals"][0]
    why = talk.plan["provenance"]["/upstream/goals/0/owner"]
    assert goal["owner"] == "Lucía"
    assert (why["status"], why["said"][0]["turn"]) == ("stated", 1)
    assert not talk.state.core.suggestions


def test_a_name_nobody_said_is_no_owner(talk: Talk) -> None:
    talk.say("Paid studies from 4 to 30.", *GOAL)
    talk.say("The goal is mine.", finding("one_year.owner", "mine", item="g1", rewording="Ferdinand"))
    assert talk.plan["upstream"]["goals"][0]["owner"] != "Ferdinand"


def test_other_words_for_an_open_question_are_put_to_the_person_before_they_lapse(talk: Talk) -> None:
    talk.state = engine.reduce(talk.state, Unknown(question="positioning", reason="skipped"))
    talk.say(
        "say it so: small towns",
        finding("positioning.positioning", "small towns", rewording="We help small towns."),
    )
    assert [s.text for s in talk.state.core.suggestions.values()] == ["We help small towns."]


def test_who_knows_not_and_asks_for_an_example_gets_the_example(talk: Talk) -> None:
    talk.say("dunno, can you give me an example?", intent("dont_know"), intent("suggest"))
    asked = next_move(talk.state).asks.question
    assert asked == "company"
    assert "company" not in talk.state.core.open


def test_a_choice_that_was_just_agreed_to_is_not_offered_again(talk: Talk) -> None:
    talk.ask("scenario")
    talk.say(
        "somos como todos los demás",
        finding("scenario.scenario", "somos como todos los demás", value="repositioning"),
        language="es",
    )
    (offered,) = talk.state.core.suggestions
    talk.say(
        "Sí, tómalo así, que nos vean de otra manera.",
        intent("accept", target=offered, quote="Sí, tómalo así"),
        finding("scenario.scenario", "que nos vean de otra manera", value="repositioning"),
        language="es",
    )
    assert talk.plan["situation"]["scenario"] == "repositioning"
    assert not talk.state.core.suggestions


def test_composed_words_with_a_figure_that_was_replaced_are_taken_back(talk: Talk) -> None:
    talk.ask("one_year")
    talk.say(
        "From 1 chain to 12 chains.",
        finding("one_year.metric", "chain", item="new1"),
        finding("one_year.baseline", "1 chain", item="new1", value="1"),
        finding("one_year.target", "12 chains", item="new1", value="12"),
    )
    for words in ("We choose the 120 chains in the west", "We go from 1 chain to 12"):
        offered = Suggested(
            id=talk.state.next_id("suggestion"),
            question="guiding_choice",
            text=words,
            origin="paraphrase",
            fields={"/summary/guiding_choice": words},
        )
        talk.state = engine.reduce(talk.state, offered)
    talk.say("Not 12 chains, 9.", finding("one_year.target", "9", item="g1", value="9", corrects=True))
    assert talk.plan["upstream"]["goals"][0]["target"] == 9
    assert [s.text for s in talk.state.core.suggestions.values()] == ["We choose the 120 chains in the west"]


def test_a_day_without_its_month_is_the_next_one_that_the_model_reads_too(talk: Talk) -> None:
    from coach.language.model.values import read as read_value
    from coach.language.reading.draft import Draft

    state = engine.begin(talk.state, 1, "It is dated 23, should be 27.", START)
    draft, slot = Draft(state, "It is dated 23, should be 27."), SLOTS["processes.start"]
    (place,) = places(draft.text, "27")
    value = read_value(draft, slot, [place], "2026-03-27")
    assert value is not None
    assert (value.value, value.said[0].span) == ("2026-03-27", "27")
    assert read_value(draft, slot, [place], "2026-05-27") is None


def test_who_does_what_stands_in_the_plan_is_no_idea_to_keep_or_drop(talk: Talk) -> None:
    # As after the short way, when someone goes on with the upstream questions that were left.
    calls = Item("p1", {"name": Value(value="calls", status="derived", rule="test")})
    core = replace(talk.state.core, items={**talk.state.core.items, "processes": (calls,)})
    talk.state = replace(talk.state, core=core)
    talk.hear(
        "Anna should do it. We could do radio.",
        read(
            said(
                finding("processes.owner", "Anna", item="p1", corrects=True),
                finding("processes.name", "radio", item="new1"),
            )
        ),
    )
    assert [i.text for i in talk.state.core.parked] == ["We could do radio"]


def test_what_a_firm_is_for_follows_its_five_year_goal(talk: Talk) -> None:
    talk.say("Known for warm schools.", finding("five_year.statement", "Known for warm schools", item="new1"))
    talk.say(
        "No: known for cheap schools.",
        finding("five_year.statement", "known for cheap schools", item="g1", corrects=True),
    )
    assert talk.plan["upstream"]["purpose"] == "known for cheap schools"


def test_what_is_still_to_be_composed_is_not_put_to_review(talk: Talk) -> None:
    talk.say("We lose on price, I think.", finding("guiding_choice.diagnosis", "We lose on price"))
    talk.say("Paid studies from 4 to 30.", *GOAL)
    talk.say("Sorry, 24.", finding("one_year.target", "24", item="g1", value="24", corrects=True))
    assert talk.plan["upstream"]["goals"][0]["target"] == 24
    assert talk.plan["summary"]["diagnosis"] == "We lose on price"
    assert not talk.state.core.review


def test_a_sentence_to_be_signed_is_shown_whole_to_who_changes_a_part_of_it(talk: Talk) -> None:
    words = (
        "For towns that cannot wait, "
        + "we build schools that stand for a hundred years, " * 6
        + "unlike the rest"
    )
    talk.say(f"{words}.", finding("positioning.positioning", words), finding("symptom.symptom", words))
    known = summary(talk.state)
    assert f"positioning: {words}" in known
    assert f"symptom: {words}" not in known


ROOF = "a leaking roof costs them 2 million a school"
EXPENSIVE = "/upstream/proposition/challenge/expensive"


@pytest.mark.parametrize(
    ("quote", "wording", "at_once"),
    [
        ("3 million", "a leaking roof costs them 3 million a school", True),
        ("3 million a school", "a leaking roof costs them 3 million a school", True),
        ("3 million", "a leaking roof costs them dearly", False),  # nobody said so
        ("3 million", "an old roof costs them 3 million a school", False),
        ("3 million", "a leaking roof costs them", False),
    ],
)
def test_a_figure_inside_an_answer_is_put_right_without_a_question_if_the_rest_stays(
    talk: Talk, quote: str, wording: str, at_once: bool
) -> None:
    talk.say(f"We think {ROOF}.", finding("challenge.expensive", ROOF))
    talk.say(
        "I was wrong: 3 million a school, not 2 million.",
        finding("challenge.expensive", quote, rewording=wording, corrects=True),
    )
    challenge = talk.plan["upstream"]["proposition"]["challenge"]["expensive"]
    assert challenge == (wording if at_once else ROOF)
    assert bool(talk.state.core.suggestions) == (not at_once)
    spans = [s.span for s in talk.state.core.values[EXPENSIVE].said]
    assert spans == ([quote, ROOF] if at_once else [ROOF])


def test_an_answer_of_which_nothing_stays_is_the_new_words_alone(talk: Talk) -> None:
    talk.say(f"We think {ROOF}.", finding("challenge.expensive", ROOF))
    quote = "3 million a year"
    talk.say("No, 3 million a year.", finding("challenge.expensive", quote, rewording=quote, corrects=True))
    value = talk.state.core.values[EXPENSIVE]
    assert (value.value, value.status, [s.span for s in value.said]) == (quote, "stated", [quote])


def test_a_concrete_client_does_not_give_way_to_everyone(talk: Talk) -> None:
    talk.say("School boards with five old buildings.", finding("ideal_client.criteria", "School boards"))
    for words in ("Everyone with a building", "anybody who pays"):
        talk.say(
            f"You're wrong. {words} is my client.",
            finding("ideal_client.criteria", words, item="c1", corrects=True),
            intent("pushback", target="ideal_client", quote=f"{words} is my client"),
        )
        assert talk.plan["upstream"]["clients"]["criteria"] == ("School boards",)
    talk.say("No: hospitals.", finding("ideal_client.criteria", "hospitals", item="c1", corrects=True))
    assert talk.plan["upstream"]["clients"]["criteria"] == ("hospitals",)


def test_a_goal_without_a_measure_is_told_with_the_figure_that_was_put_right(talk: Talk) -> None:
    talk.ask("one_year")
    talk.say(
        "De 2 a 25 restaurantes antes de diciembre, 2025 fue malo.",
        finding("one_year.baseline", "2", item="new1", value="2"),
        finding("one_year.target", "25 restaurantes", item="new1", value="25"),
        language="es",
    )
    said = talk.plan["upstream"]["goals"][0]["statement"]
    assert said.startswith("De 2 a 25 restaurantes")
    talk.say("No son 25, son 18.", finding("one_year.target", "18", item="g1", value="18", corrects=True))
    goal = talk.plan["upstream"]["goals"][0]
    assert (goal["target"], goal["statement"]) == (18, said.replace("25 restaurantes", "18 restaurantes"))


@pytest.mark.parametrize(
    ("typed", "rewording"),
    [
        ("It's months really.", "Towns lose months"),
        ("It is not 5 years.", "Towns lose 5 years in planning and money in court"),
        ("They never lose money.", "Towns never lose years in planning and money in court"),
    ],
)
def test_a_rewording_that_drops_or_denies_is_offered(talk: Talk, typed: str, rewording: str) -> None:
    there = "Towns lose years in planning and money in court"
    talk.say(f"{there}.", finding("challenge.statement", there))
    talk.say(typed, finding("challenge.statement", typed.rstrip("."), rewording=rewording, corrects=True))
    assert talk.plan["upstream"]["proposition"]["challenge"]["statement"] == there


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("es", "no queremos crecer"),
        ("nl", "we willen niet opschalen"),
        ("de", "kein neuer Markt"),
        ("en", "we do not want to scale"),
    ],
)
@pytest.mark.parametrize("value", ["", "scaling", "new_market"])
def test_a_scenario_that_is_denied_is_not_written_down(
    talk: Talk, language: str, typed: str, value: str
) -> None:
    talk.say("hola hallo hello", language=language)
    talk.ask("scenario")
    talk.say(typed, finding("scenario.scenario", typed, value=value), language=language)
    assert talk.plan["situation"]["scenario"] is None


def test_a_message_with_nothing_in_it_need_not_be_read_twice() -> None:
    assert read('{"language": "nl"}') == Understood(language="nl")


@pytest.mark.parametrize("typed", ["25 questions is a lot, I need buyers.", "Goodness, that many?"])
def test_a_sigh_about_the_length_does_not_change_the_way(talk: Talk, typed: str) -> None:
    events = talk.say(typed, intent("express", quote=typed))
    assert talk.state.core.pace == "full"
    assert [e.type for e in events] == ["Digressed"]


def test_who_asks_for_the_short_way_gets_it(talk: Talk) -> None:
    talk.say("Is there a quicker way?", intent("express", quote="Is there a quicker way?"))
    assert talk.state.core.pace == "express"


@pytest.mark.parametrize(
    ("language", "typed", "taken"),
    [
        ("es", "No cambiaría nada. Sí, así es", True),
        ("nl", "Nee, ik zou niets veranderen", True),
        ("es", "No, gracias", False),
        ("en", "No changes, that is us", True),
        ("en", "No, that is not what we do", False),
    ],
)
def test_to_deny_a_change_is_to_agree(talk: Talk, language: str, typed: str, taken: bool) -> None:
    talk.say("hola hallo hello", language=language)
    talk.say(
        "that stuff with ovens",
        finding("company.offer", "that stuff with ovens", rewording="ovens"),
        language=language,
    )
    talk.say(typed, intent("accept", target="o1", quote=typed), language=language)
    assert (talk.plan["company"]["offer"] == "ovens") is taken
