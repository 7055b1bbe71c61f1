"""Talks in which a model plays the person: judged by what happened, since nobody says the words of the file."""

from copy import deepcopy
from typing import Any

import pytest

from evals.forms import Persona
from evals.graders import journeys
from evals.graders.verdicts import Verdict, outcome
from evals.report.terminal import show
from evals.report.view import row
from evals.results import Block, Run
from evals.scores import CaseScore, Graded, Score

Turn = dict[str, Any]

CORRECTION = {
    "at": "five_year",
    "say": "Sorry, 24 not 12.",
    "expect": {"fields": {"/upstream/goals/0/target": 24}},
}
LIBRARY = {"at": "triggers", "say": "What does your library say about triggers?", "expect": {"digressed": "library", "asking": "triggers", "changes_nothing": True}}  # fmt: skip
IDEA = {"at": "trends", "say": "I want to run ads.", "expect": {"parked": {"min": 1}, "fields": {"/downstream/processes": {"count": 0}}, "asking": "trends"}}  # fmt: skip
EVERYONE = {"at": "ideal_client", "say": "Everyone is my customer.", "expect": {"fields": {"/upstream/clients/criteria": {"count": 0}}, "asking": "ideal_client"}}  # fmt: skip
REFUSED = {"at": "alternatives", "say": "By the way we refuse hotels.", "expect": {"fields": {"/upstream/clients/disqualifiers": {"count": 1}}}}  # fmt: skip
UNDO = {"at": "skills", "say": "undo", "expect": {"events": ["Undone"], "asking": "processes"}}
BACK = {
    "at": "triggers",
    "say": "go back to the price",
    "expect": {"events": ["WentBack"], "asking": "solution"},
}
CLIENT = {"at": "processes", "say": "No, agencies.", "expect": {"fields": {"/upstream/clients/criteria": {"has": ["agencies"]}}, "review": ["positioning"]}}  # fmt: skip


def person(*behaviours: dict[str, Any], **expect: Any) -> Persona:
    return Persona.model_validate(
        {"name": "Ann", "about": "x", "answers": {}, "behaviours": behaviours, "expect": {"turns": 9, "status": "draft", **expect}}
    )  # fmt: skip


def plan(target: int | None = None, **more: Any) -> dict[str, Any]:
    """A plan with a goal of one year, and whatever else stands in it."""
    goals = [] if target is None else [{"id": "g1", "horizon": "1y", "target": target}]
    clients = {name: more.get(name, []) for name in ("criteria", "examples", "disqualifiers", "triggers")}
    return {
        "upstream": {"goals": goals, "clients": clients, "market": {"trends": more.get("trends", [])}, "proposition": {"positioning": more.get("positioning")}},
        "downstream": {"processes": more.get("processes", [])}, "summary": {"guiding_choice": more.get("choice")},
    }  # fmt: skip


def turn(said: str, asking: str, *events: str, now: dict[str, Any] | None = None, **more: Any) -> Turn:
    """A turn: what was said, what the coach then asks, what was understood and how the plan is afterwards."""
    state = {
        "plan": now or plan(), "review": more.get("review", []), "open": more.get("open", []), "parked": more.get("parked", []),
        "pace": "full", "language": more.get("language", "en"), "digressed": [],
    }  # fmt: skip
    return {
        "said": said, "reply": more.get("reply", "And what is that?"), "asking": asking, "kind": "question", "stage": "situation", "focus": None,
        "events": [*events, "Asked"], "citations": [], "downstream": [], "upstream_closed": more.get("closed", False),
        "digressed": more.get("digressed", []), "snapshot": state,
    }  # fmt: skip


def played(*turns: Turn, player: str = "model") -> dict[str, Any]:
    """What a run leaves of a talk."""
    last = turns[-1]["snapshot"]["plan"]
    return {
        "player": player, "turns": list(turns), "status": "draft", "plan": {**last, "provenance": {}, "findings": []},
        "messages": [t["said"] for t in turns], "leaves": [], "answered": [], "suggestions": {}, "texts": {},
    }  # fmt: skip


def graded(persona: Persona, *turns: Turn) -> list[Verdict]:
    return list(journeys.grade(persona, played(*turns)))


def failed(verdicts: list[Verdict]) -> set[str]:
    return {v.name.rpartition(": ")[2] for v in verdicts if v.passed is False}


def told(verdicts: list[Verdict]) -> list[str]:
    return [v.reason.partition(":")[0] for v in verdicts if v.aside]


ASKED = turn("From 4 to 12 studies.", "five_year", "ItemAdded", now=plan(12, choice="schools first"))


def test_a_correction_in_words_of_ones_own_counts_when_the_field_changed_and_what_rests_on_it_is_reviewed() -> (
    None
):
    fixed = turn("Hm, make that twice as many, and we are known for it", "guiding_choice", "ItemChanged",
        now=plan(24, choice="schools first"), review=["guiding_choice"])  # fmt: skip
    verdicts = graded(person(CORRECTION, fields={"/upstream/goals/0/target": 24}), ASKED, fixed)
    assert outcome(verdicts) is True
    assert any(v.name.endswith("ripples to guiding_choice") for v in verdicts)


@pytest.mark.parametrize("said", ["no wait, it should be 24", "I meant twenty-four of them", "Sorry, 24 not 12. Now, in five years: known."])  # fmt: skip
def test_a_correction_that_the_coach_ignored_is_its_fault(said: str) -> None:
    deaf = turn(said, "guiding_choice", "Answered", now=plan(12, choice="schools first"))
    again = turn("24, I said", "guiding_choice", "ItemChanged", now=plan(24, choice="other"))
    wanted = person(CORRECTION, fields={"/upstream/goals/0/target": 24})
    assert failed(graded(wanted, ASKED, deaf)) >= {"field /upstream/goals/0/target"}
    assert outcome(graded(wanted, ASKED, deaf, again)) is False, "said twice because the first went unheard"


def test_a_correction_ignored_at_another_question_is_a_fault_too() -> None:
    later = turn("Known by all.", "kpis", "Answered", now=plan(12, choice="schools first"))
    deaf = turn("By the way it is 24 studies, not 12", "kpis", now=plan(12, choice="schools first"))
    assert "field /upstream/goals/0/target" in failed(graded(person(CORRECTION), ASKED, later, deaf))


def test_a_correction_heard_as_another_number_is_a_fault() -> None:
    wrong = turn("two dozen rather", "guiding_choice", "ItemChanged", now=plan(42, choice="none"))
    assert failed(graded(person(CORRECTION), ASKED, wrong)) == {"field /upstream/goals/0/target"}


def test_an_answer_that_only_grew_was_not_corrected() -> None:
    price = {
        "at": "processes",
        "say": "€260, not €240.",
        "expect": {"fields": {"/company/line": {"is": "260"}}},
    }
    before = turn("x", "kpis", now={**plan(), "company": {"line": "€240"}})
    grown = turn("And VAT", "kpis", "Answered", now={**plan(), "company": {"line": "€240; and VAT"}})
    assert told(graded(person(price), before, grown)) == ["not shown by the player"]
    changed = turn("Ten more", "kpis", "Answered", now={**plan(), "company": {"line": "250"}})
    assert failed(graded(person(price), before, changed)) == {"field /company/line"}


def test_a_correction_that_leaves_what_rests_on_it_untouched_is_a_fault() -> None:
    fixed = turn("Make it 24", "guiding_choice", "ItemChanged", now=plan(24, choice="schools first"))
    assert failed(graded(person(CORRECTION), ASKED, fixed)) == {"ripples to guiding_choice"}
    kept = {**fixed, "events": ["ItemChanged", "Reviewed", "Asked"]}
    assert outcome(graded(person(CORRECTION), ASKED, kept)) is True, "kept in the same message"
    composing = plan(12, choice=None)
    composing["summary"]["diagnosis"] = "We are late"
    anew = turn(
        "Make it 24", "guiding_choice", "ItemChanged", now={**plan(24), "summary": composing["summary"]}
    )
    unfinished = turn("From 4 to 12", "five_year", "ItemAdded", now=composing)
    assert outcome(graded(person(CORRECTION), unfinished, anew)) is True, "composed anew in any case"
    nothing = turn("From 4 to 12", "five_year", "ItemAdded", now=plan(12))
    alone = turn("Make it 24", "guiding_choice", "ItemChanged", now=plan(24))
    assert outcome(graded(person(CORRECTION), nothing, alone)) is True, "nothing rested on it yet"


def test_a_change_of_mind_must_reach_what_the_case_names() -> None:
    before = turn("Yes", "processes", "Accepted", now=plan(positioning="For homes", criteria=["homes"]))
    after = plan(positioning="For homes", criteria=["care agencies"])
    heard = turn("I thought it over: home care agencies it is", "review", "ItemChanged", now=after, review=["positioning"])  # fmt: skip
    assert outcome(graded(person(CLIENT), before, heard)) is True
    heard["snapshot"]["review"] = []
    assert failed(graded(person(CLIENT), before, heard)) == {"ripples to positioning"}
    added = turn("Also clinics", "processes", "ItemAdded", now=plan(positioning="For homes", criteria=["homes", "clinics"]))  # fmt: skip
    assert told(graded(person(CLIENT), before, added)) == ["not shown by the player"], "an addition is no change of mind"  # fmt: skip


def test_a_digression_counts_wherever_it_came_and_must_be_returned_from() -> None:
    start = turn("SKO West.", "examples")
    asks = "Delta comes closest. And what do your articles say on ideal clients?"
    answered = turn(asks, "disqualifiers", "ItemAdded", "Digressed", digressed=["library"], now=plan(examples=["Delta"]))  # fmt: skip
    assert outcome(graded(person(LIBRARY), start, answered)) is True, (
        "the same message answered, so it goes on"
    )
    lost = turn("What do your articles say on ideal clients?", "kpis", "Digressed", digressed=["library"])
    assert failed(graded(person(LIBRARY), start, lost)) == {"returns to its question"}
    ended = turn("What do your articles say on ideal clients?", "", "Digressed", digressed=["library"])
    ended["asking"] = None
    assert failed(graded(person(LIBRARY), start, ended)) == {"returns to its question"}
    back = turn("What do your articles say on ideal clients?", "examples", "Digressed", digressed=["library"])
    assert outcome(graded(person(LIBRARY), start, back)) is True
    opened = turn("No idea. What do your articles say?", "kpis", "Digressed", "Unknown", digressed=["library"], open=["examples"])  # fmt: skip
    assert outcome(graded(person(LIBRARY), start, opened)) is True


def test_a_talk_that_stops_after_a_digression_was_not_returned_to_unless_it_was_signed() -> None:
    start = turn("x", "examples")
    stopped = turn("Delta. What do your articles say?", "", "ItemAdded", "Digressed", digressed=["library"], now=plan(examples=["Delta"]))  # fmt: skip
    stopped["asking"] = None
    assert failed(graded(person(LIBRARY), start, stopped)) == {"returns to its question"}
    stopped["events"].append("Confirmed")
    assert outcome(graded(person(LIBRARY), start, stopped)) is True


def test_a_question_that_is_put_into_the_plan_is_a_fault() -> None:
    start = turn("x", "examples")
    taken = turn("Delta. What do your articles say?", "disqualifiers", "ItemAdded", "Digressed", digressed=["library"],
        now=plan(examples=["What do your articles say"]))  # fmt: skip
    assert failed(graded(person(LIBRARY), start, taken)) == {"takes no question for an answer"}
    alone = turn("What do your articles say?", "examples", "Digressed", digressed=["library"], now=plan(examples=["say"]))  # fmt: skip
    assert failed(graded(person(LIBRARY), start, alone)) == {"changes nothing"}


def test_a_bare_question_that_no_record_knows_of_is_a_fault_of_the_coach() -> None:
    start = turn("x", "triggers")
    deaf = turn("Is there anything to read on that?", "triggers")
    assert failed(graded(person(LIBRARY), start, deaf)) == {"digressed library"}
    other = turn("How long will it take?", "triggers", "Digressed", digressed=["where"])
    assert told(graded(person(LIBRARY), start, other)) == ["not shown by the player"], "another question"


def test_an_idea_that_came_early_counts_when_it_was_parked() -> None:
    start = turn("x", "solution")
    kept = turn("€90. Could we put it on Instagram?", "difference", "Answered", "Parked", parked=["Instagram"], now=plan(positioning="y"))  # fmt: skip
    kept["snapshot"]["plan"]["upstream"]["proposition"]["solution"] = {"price": 90}
    assert outcome(graded(person(IDEA), start, kept)) is True
    written = deepcopy(kept)
    written["snapshot"]["plan"]["downstream"]["processes"] = [{"name": "Instagram"}]
    assert failed(graded(person(IDEA), start, written)) == {"field /downstream/processes"}
    lost = turn("By the way, I want to run ads!", "solution")
    assert failed(graded(person(IDEA), start, lost)) == {"parked"}
    both = turn("€90. And Instagram, keep that", "processes", "Accepted", "Parked", "ParkedResolved", closed=True,
        now=plan(processes=[{"name": "Instagram"}]))  # fmt: skip
    both["snapshot"]["plan"]["upstream"]["proposition"]["solution"] = {"price": 90}
    assert outcome(graded(person(IDEA), start, both)) is True, "upstream was closed by the same message"
    closed = turn("x", "solution", closed=True)
    assert told(graded(person(IDEA), closed, kept)) == ["not shown by the player"], "no longer early"


def test_who_holds_on_counts_where_the_question_stays_without_an_answer() -> None:
    start = turn("x", "ideal_client")
    held = turn("Anybody with a house, really", "ideal_client")
    assert outcome(graded(person(EVERYONE), start, held)) is True
    assert failed(graded(person(EVERYONE), start, {**held, "asking": "triggers"})) == {"returns to its question"}  # fmt: skip
    taken = turn("Fine: everyone is my customer.", "examples", "ItemAdded", now=plan(criteria=["everyone"]))
    assert failed(graded(person(EVERYONE), start, taken)) == {"field /upstream/clients/criteria"}
    asks = turn("Why do you need that?", "ideal_client", "Digressed", digressed=["why"])
    assert told(graded(person(EVERYONE), start, asks)) == ["not shown by the player"], (
        "asking is not holding on"
    )
    answered = turn("Schools in Kent", "examples", "ItemAdded", now=plan(criteria=["Schools in Kent"]))
    assert told(graded(person(EVERYONE), start, answered)) == ["not shown by the player"]


def test_an_answer_given_before_it_was_asked_for_counts_where_it_was_kept() -> None:
    start = turn("x", "alternatives")
    early = turn(
        "Excel. And hotels are not for us", "challenge", "ItemAdded", now=plan(disqualifiers=["hotels"])
    )
    assert outcome(graded(person(REFUSED), start, early)) is True
    lost = turn("Excel. By the way we refuse hotels", "challenge", "ItemAdded")
    assert failed(graded(person(REFUSED), start, lost)) == {"field /upstream/clients/disqualifiers"}
    asked = turn("x", "disqualifiers")
    assert told(graded(person(REFUSED), asked, early)) == ["not shown by the player"], "it was asked for"


def test_undo_and_going_back_count_by_their_records() -> None:
    before = turn("Monday", "kpis", "ItemAdded", now=plan(processes=[{"name": "x"}]))
    undone = turn("take that back please", "skills", "Undone")
    assert outcome(graded(person(UNDO), before, undone)) is True
    empty = turn("take that back please", "skills", "Undone", now=plan(processes=[{"name": "x"}]))
    assert failed(graded(person(UNDO), before, empty)) == {"takes something back"}
    here = turn("Monday", "skills", "ItemAdded")
    assert failed(graded(person(UNDO), here, undone)) == {"asks next"}
    start = turn("x", "triggers")
    assert outcome(graded(person(BACK), start, turn("the price again", "solution", "WentBack"))) is True
    assert failed(graded(person(BACK), start, turn("Go back to the price!", "kpis"))) == {"event WentBack", "asks next"}  # fmt: skip
    assert told(graded(person(BACK), start, turn("the client again", "ideal_client", "WentBack"))) == ["not shown by the player"]  # fmt: skip


def test_what_the_player_never_showed_is_told_and_not_held_against_the_coach() -> None:
    digressed = turn(
        "What do your articles say?", "five_year", "Digressed", digressed=["library"], now=plan(12)
    )
    persona = person(CORRECTION, LIBRARY, fields={"/upstream/goals/0/target": 24})
    first = turn("From 4 to 12", "five_year", "ItemAdded", now=plan(12))
    verdicts = graded(persona, first, digressed)
    assert outcome(verdicts) is True
    assert told(verdicts) == ["not shown by the player"] * 2, (
        "the behaviour, and the figure it would have left"
    )
    other = person(CORRECTION, LIBRARY, fields={"/upstream/goals/0/target": 30})
    assert failed(graded(other, first, digressed)) == {"field /upstream/goals/0/target"}, "not the planned figure"  # fmt: skip


def test_a_run_in_which_most_was_not_shown_is_inconclusive_and_never_passed() -> None:
    digressed = turn("What do your articles say?", "company", "Digressed", digressed=["library"])
    start = turn("x", "company")
    verdicts = graded(person(CORRECTION, LIBRARY, IDEA), start, digressed)
    assert outcome(verdicts) is None
    assert [v.reason for v in verdicts if v.passed is None and not v.aside] == ["inconclusive: the player showed 1 of 3"]  # fmt: skip
    assert outcome(graded(person(), start, digressed)) is True, "nothing was planned"
    lost = {**digressed, "asking": "kpis"}
    assert outcome(graded(person(CORRECTION, LIBRARY, IDEA), start, lost)) is False, "a fault decides"


def test_everything_else_is_as_strict_as_for_a_script() -> None:
    start = turn("x", "company")
    two = turn("y", "symptom", reply="Who? And where?")
    assert failed(graded(person(complete=["company"], status="final", turns=0), start, two)) == {"one question a turn", "complete", "status", "length"}  # fmt: skip


def test_the_scripted_words_at_their_own_question_are_judged_to_the_letter() -> None:
    start = turn("x", "triggers")
    strict = turn("What does your library say about triggers?", "kpis", "Digressed", digressed=["library"], now=plan(triggers=["x"]))  # fmt: skip
    assert failed(graded(person(LIBRARY), start, strict)) == {"asks next", "changes nothing"}


def test_a_script_is_graded_as_ever() -> None:
    own = turn("What do your articles say?", "triggers", "Digressed", digressed=["library"])
    found = list(journeys.grade(person(LIBRARY), played(turn("x", "triggers"), own, player="script")))
    assert [v.reason for v in found if v.passed is False] == ["the talk never came to triggers"]
    assert not any(v.aside for v in found)


SPANISH, ENGLISH = "¿Qué es lo que piden los clientes y por qué?", "What is it that the clients want of you?"


@pytest.mark.parametrize(
    ("said", "language", "reply", "verdict"),
    [
        ("Es que no lo sé, la verdad, y no es lo que piden", "es", SPANISH, True),
        ("Es que no lo sé, la verdad, y no es lo que piden", "en", ENGLISH, False),
        ("Es que no lo sé, la verdad, y no es lo que piden", "es", ENGLISH, False),
        ("That is what the clients of the house want", "en", ENGLISH, None),
        ("That is what the clients of the house want", "en", SPANISH, False),
    ],
)
def test_the_language_is_that_of_the_talk(said: str, language: str, reply: str, verdict: bool | None) -> None:
    spoken = turn(said, "company", language=language, reply=reply)
    (found,) = [v for v in graded(person(language="es"), turn("", "company"), spoken) if v.name == "language"]
    assert found.passed is verdict
    assert found.aside is (verdict is None)


def test_the_report_says_what_was_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    verdicts = graded(person(CORRECTION), turn("x", "company"), turn("y", "symptom"))
    run = Run(case="ann", behaviour="ann", attempt=1, seconds=0.1, output=played(turn("x", "company")))
    one = Score(Block(suite="journeys", voice="live", cases_digest="0", seconds=1.0, runs=[run]),
        (CaseScore("ann", "ann", (Graded(run, tuple(verdicts)),)),))  # fmt: skip
    assert (one.counts, one.unscored) == ((0, 0), 1)
    show([row(one, {}, 1)], [one], [])
    out = capsys.readouterr().out
    assert "ann  inconclusive" in out
    assert "not shown by the player" in out
    assert "the player showed 0 of 1" in out
