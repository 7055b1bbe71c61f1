"""The guided voice: what its replies always hold to, and what a person notices at the moments that matter."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from coach import project, stages
from coach.engine import fold_text
from coach.events import (
    Answered,
    Confirmed,
    Digressed,
    Imported,
    ItemAdded,
    Paced,
    Parked,
    ParkedResolved,
    Rejected,
    Reviewed,
    Undone,
    Unknown,
    Value,
    WentBack,
)
from coach.language.wording import library_talk, overview, showing
from coach.language.wording.phrasing import clip, lower_first, one_question, quote
from coach.moves import Move
from coach.plan import Calculated, Finding, Plan, Said
from coach.ports import Hit, Speech
from coach.state import State
from tests.language.spoken import Found, Shelf, Talk, bakery, words

PLACES = [q.id for q in stages.QUESTIONS]


def asked_once(move: Move, speech: Speech) -> None:
    text = words(speech)
    assert text.count("?") == (0 if move.asks.kind == "done" else 1), text
    if move.asks.kind != "done":
        assert "?" in speech.parts[-1].text, "the question comes last"


def sound(talk: Talk) -> None:
    """Assert what holds for every reply of a talk."""
    for move, speech, state in talk.replies:
        asked_once(move, speech)
        text = words(speech)
        assert "{" not in text
        assert "}" not in text
        assert "None" not in text
        assert "  " not in text.replace("\n\n", "")
        plain = [p for p in speech.parts if p.kind not in ("plan", "answer")]
        assert sum(len(p.text.split()) for p in plain) <= 150, text
        for part in speech.parts:
            if part.citation is not None:
                passage = talk.library.retrieved[part.citation.passage]
                assert part.citation.quote in passage.text
                assert f"“{part.citation.quote}”" in part.text
                assert "research shows" not in part.text.casefold()
        figures_are_theirs(speech, state)


def figures_are_theirs(speech: Speech, state: State) -> None:
    """What is offered for the plan holds no figure that the person didn't type; a date is one they named."""
    typed = " ".join(h.text for h in state.heads.values())
    dates = [str(v.value) for _, i in state.core.all_items() for v in i.fields.values()]
    known = set(re.findall(r"\d+", typed)) | {d.lstrip("0") for t in dates for d in re.findall(r"\d+", t)}
    for suggested in speech.suggested:
        for value in suggested.fields.values():
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
                continue  # A date by a rule of the day, offered as a question: no figure.
            assert set(re.findall(r"\d+", str(value).replace(",", ""))) <= known, value


def test_a_whole_conversation_asks_one_thing_a_turn_and_ends_signed() -> None:
    talk = bakery(Talk())
    while talk.replies[-1][0].kind == "finding":
        talk.say("leave it")
    assert talk.replies[-1][0].question == "confirm"
    talk.say("Yes, I'd sign it", Confirmed(said=Said(turn=talk.next, span="Yes, I'd sign it")))
    assert talk.replies[-1][0].kind == "done"
    assert "final" in talk.text
    assert "“Call Delino tomorrow”" in talk.text
    sound(talk)


@pytest.mark.parametrize("place", PLACES)
def test_whatever_happens_at_a_question_the_reply_still_asks_one_thing(place: str) -> None:
    kinds = ("library", "where", "show", "help", "off_topic", "nonsense", "suggest", "why")
    talk = bakery(Talk(), place)
    for kind in kinds:
        talk.say("What is an ideal client?", Digressed(kind=kind, text="What is an ideal client?"))
    before = talk.replies[-1][0].question
    if talk.replies[-1][0].asks.kind == "question":
        talk.say("hm")
        talk.say("hm again, why would that be? {baseline}")
    if before is not None and not talk.state.core.suggestions:
        talk.say("no idea", Unknown(question=before))
    if place != "company":
        talk.say("back to the company", WentBack(question="company"))
        talk.say("express please", Paced(pace="express"))
        talk.say("undo", Undone())
    sound(talk)


def test_the_opening_says_what_this_is_and_asks_about_the_firm() -> None:
    talk = Talk()
    for word in ("upstream", "downstream", "25 questions", "express", "without a language model"):
        assert word in talk.text
    assert talk.text.endswith("with how many people?")


def test_a_vague_answer_is_asked_about_differently_each_time() -> None:
    talk = bakery(Talk(), "client_shift")
    first = talk.replies[-1][1].parts[-1].text
    second = talk.say("hm").parts[-1].text
    third = talk.say("not so clear").parts[-1].text
    assert len({first, second, third}) == 3
    assert second == stages.QUESTION["client_shift"].probe
    talk.say("no")
    assert "open" in talk.text
    assert "client_shift" in talk.state.core.open


def test_i_dont_know_gets_one_small_step_once() -> None:
    talk = bakery(Talk(), "trends")
    talk.say("I don't know", Unknown(question="trends"))
    step = stages.QUESTION["trends"].next_step[1:].rstrip(".")
    assert "I'll leave that open" in talk.text
    assert step in talk.text
    assert stages.QUESTION["client_shift"].ask in talk.text, "without a trend the plain wording is used"
    talk.tell("client_shift", "They want it faster")
    assert step not in talk.text


def test_an_early_downstream_idea_is_thanked_quoted_and_placed() -> None:
    talk = bakery(Talk(), "trends")
    text = "We should run LinkedIn ads"
    said = Said(turn=talk.next, span=text)
    talk.say(text, Parked(id="i1", question="processes", said=said))
    left = sum(q.stage in stages.UPSTREAM for q in stages.QUESTIONS)
    assert f"“{text}” is noted and comes back at Processes" in talk.text
    assert f"{left} upstream questions from here" in talk.text
    assert "not yet" not in talk.text.casefold()


def test_parked_ideas_come_back_in_their_own_words() -> None:
    talk = bakery(Talk(), "trends")
    text = "We should run LinkedIn ads"
    talk.say(text, Parked(id="i1", question="processes", said=Said(turn=talk.next, span=text)))
    rest = Talk()
    rest.state, rest.library, rest.replies = talk.state, talk.library, talk.replies
    for q in PLACES[PLACES.index("trends") : PLACES.index("processes")]:
        rest.say("I don't know", Unknown(question=q))
    assert rest.replies[-1][0].kind == "parked"
    assert f"Earlier you said “{text}”.\n\nKeep it, test it, or drop it?" in rest.text
    assert rest.replies[-1][1].choices == ("Keep", "Test", "Drop")
    rest.say("test", ParkedResolved(id="i1", verdict="test"))
    assert "to be tested" in rest.text
    sound(rest)


def test_a_correction_is_named_with_what_it_touches() -> None:
    talk = bakery(Talk(), "skills")
    talk.change("one_year", "g1", "actually 24, not 30", target=talk.derived(24, "24"))
    move, speech, _ = talk.replies[-1]
    assert move.kind == "review"
    assert "30 becomes 24" in talk.text
    assert "two things" in talk.text
    assert "“Call three producers every week”" in talk.text
    assert "the guiding choice" in talk.text
    assert speech.choices == ("Keep all",)
    talk.say("keep all", Reviewed(keys=move.keys))
    assert "becomes" not in talk.text
    assert "stays as it is" in talk.text
    sound(talk)


def test_undo_says_what_was_taken_back() -> None:
    talk = bakery(Talk(), "attempts")
    talk.say("undo", Undone())
    assert "I took back “Enquiries fell from 30 a month to 14 since spring”." in talk.text
    assert "made you look for help" in talk.text


def test_missing_parts_are_asked_for_and_what_is_there_is_read_back() -> None:
    talk = bakery(Talk(), "one_year")
    talk.add(
        "one_year",
        "Signed switches from 6 to 30",
        horizon=talk.derived("1y", "Signed"),
        metric=talk.stated("Signed switches"),
        baseline=talk.derived(6, "6"),
        target=talk.derived(30, "30"),
    )
    assert "Noted: signed switches from 6 to 30." in talk.text
    assert talk.text.endswith(", twelve months from now, or would you change that?")
    assert "who" not in talk.text.split("\n\n")[-1]
    offered = talk.replies[-1][1].suggested
    assert [set(s.fields) for s in offered] == [{"owner", "deadline"}]


def test_going_back_plays_back_what_stands_there() -> None:
    talk = bakery(Talk(), "examples")
    talk.say("go back to the proposition", WentBack(question="challenge"))
    assert "“Their packaging gets refused by supermarkets”" in talk.text
    assert talk.text.endswith("What would you change?")


def test_a_stage_is_played_back_once_even_when_it_was_gone_back_to() -> None:
    talk = bakery(Talk(), "client_shift")
    talk.say("back to the company", WentBack(question="company"))
    text = "We sell boxes now"
    talk.say(text, talk.field("company", offer=talk.stated("boxes")))
    assert "where you stand" not in talk.text
    assert "“packaging” becomes “boxes”" in talk.text


def test_the_positioning_is_made_of_their_own_words() -> None:
    talk = bakery(Talk(), "positioning")
    offered = talk.replies[-1][1].suggested[0]
    text = str(offered.fields["/upstream/proposition/positioning"])
    assert text == (
        "For family-owned food producers who sell to supermarkets and whose packaging gets refused "
        "by supermarkets, we offer a packaging switch in six weeks. Rather than buy standard boxes online, "
        "they choose us because we have our own lab."
    )
    assert text in talk.text
    for said in offered.said:
        assert fold_text(said.span) in fold_text(talk.state.text(said.turn) or "")
    assert {s.span for s in offered.said} >= {"We have our own lab", "A packaging switch in six weeks"}


def test_refused_words_are_withdrawn_and_asked_about() -> None:
    talk = bakery(Talk(), "positioning")
    talk.say("no", Rejected(suggestion=next(iter(talk.state.core.suggestions))))
    assert "my words go" in talk.text
    assert not talk.replies[-1][1].suggested


def test_a_change_behind_the_positioning_offers_it_anew() -> None:
    talk = bakery(Talk(), "one_year")
    talk.say(
        "We sell a packaging audit instead",
        Answered(
            question="solution",
            fields={"/upstream/proposition/solution/offer": talk.stated("a packaging audit")},
        ),
    )
    talk.say("keep all", Reviewed(keys=talk.state.core.review))
    talk.say("change the positioning", WentBack(question="positioning"))
    assert "we offer a packaging audit" in str(talk.replies[-1][1].suggested[0].fields)
    sound(talk)


def test_the_guiding_choice_brings_what_will_not_be_done() -> None:
    talk = bakery(Talk(), "guiding_choice")
    first, second = talk.replies[-1][1].suggested
    assert set(first.fields) == {"/summary/diagnosis", "/summary/guiding_choice"}
    assert second.list == "will_not_do"
    assert "anyone who only wants the lowest price" in str(second.fields["text"])
    talk.accept()
    assert talk.state.core.items["will_not_do"]
    assert not talk.state.core.suggestions


def test_when_upstream_closes_the_first_words_meet_the_choice() -> None:
    talk = bakery(Talk(), "scenario")
    talk.tell("symptom", "Enquiries fell to 15 a month")
    while talk.state.core.review:
        talk.say("keep all", Reviewed(keys=talk.state.core.review))
    for question in PLACES[PLACES.index("scenario") : PLACES.index("processes")]:
        if not talk.state.core.settled(question):
            step = bakery.__globals__["_STEPS"][question]
            step(talk)
    assert (
        "You came with “Enquiries fell from 30 a month to 14 since spring”; you leave upstream with"
        in talk.text
    )
    assert "we go downstream" in talk.text
    talk.tell("skills", "Nobody likes calling")
    assert "You came with" not in talk.text


def test_at_most_one_idea_a_stage_and_always_by_name() -> None:
    talk = bakery(Talk())
    ideas = [p for _, s, _ in talk.replies for p in s.parts if p.kind == "idea"]
    stages_of = [stages.QUESTION[p.citation.used_for or ""].stage for p in ideas if p.citation]
    assert len(stages_of) == len(set(stages_of)) >= 4
    assert all("our summary of *" in p.text.casefold() for p in ideas)


def test_a_scenario_names_its_emphasis_and_the_source() -> None:
    talk = bakery(Talk(), "trends")
    cited = [p.citation for p in talk.replies[-1][1].parts if p.citation]
    assert [c.quote for c in cited] == ["Driving short-term revenue growth"]
    assert "downstream" in talk.text
    assert "express" in talk.text


def test_a_question_to_the_library_is_answered_verbatim_then_the_talk_returns() -> None:
    talk = bakery(Talk(), "trends")
    asked = "What makes a challenge worth solving, painful and expensive?"
    talk.say(asked, Digressed(kind="library", text=asked))
    parts = talk.replies[-1][1].parts
    assert parts[0].kind == "answer"
    assert parts[0].citation is not None
    assert "summary of" in parts[0].text
    assert stages.QUESTION["trends"].ask in talk.text
    assert not any(p.kind == "idea" for p in parts)


def test_an_unknown_subject_is_said_to_be_unknown() -> None:
    talk = bakery(Talk(library=Shelf(empty=True)), "symptom")
    talk.say("Who won in 1998?", Digressed(kind="library", text="Who won in 1998?"))
    assert "nothing on that" in talk.text
    assert not any(p.citation for p in talk.replies[-1][1].parts)


def test_suggestions_for_a_goal_hold_no_figures() -> None:
    talk = bakery(Talk(), "one_year")
    talk.say("suggest something", Digressed(kind="suggest"))
    offered = [p for p in talk.replies[-1][1].parts if p.kind == "suggestion"]
    assert offered
    assert not any(re.search(r"\d", p.citation.quote) for p in offered if p.citation)
    suggested = talk.replies[-1][1].suggested
    assert [s.fields["metric"] for s in suggested] == [s.text for s in suggested]
    assert not any(re.search(r"\d", s.text) for s in suggested)
    assert not any(set(s.fields) & {"baseline", "target"} for s in suggested)


class OnePage(Shelf):
    """A library of one passage."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.page = replace(library_of()[0], id="made/up", article="made", text=text)

    def search(self, query: str, k: int = 5, stage: str | None = None) -> Sequence[Hit]:
        self.retrieved[self.page.id] = self.page
        return [Found(self.page, 9.0)][: k if query or stage else 0]


def test_a_sentence_with_a_question_or_a_figure_is_passed_over_where_it_would_mislead() -> None:
    page = OnePage(
        "Owners ask of next year's business: “which goals for the business?” Business goals for the next "
        "year double in 2. "
        "Clear business goals help a team to choose."
    )
    talk = bakery(Talk(library=page), "one_year")
    talk.say("suggest something", Digressed(kind="suggest"))
    cited = [p.citation.quote for p in talk.replies[-1][1].parts if p.citation]
    assert cited == ["Clear business goals help a team to choose."]
    sound(talk)


def test_the_seller_among_the_sources_is_named_as_one() -> None:
    seller = next(p for p in library_of() if p.id == "demystifying/fractional-cmo")
    assert "sells fractional CMOs" in library_talk.attribution(seller)
    other = next(p for p in library_of() if p.article == "keevee")
    assert "sells" not in library_talk.attribution(other)


def library_of() -> tuple[library_talk.Passage, ...]:
    from tests.language.spoken import passages

    return passages()


def test_every_sentence_of_the_library_is_found_verbatim() -> None:
    for passage in library_of():
        for line in library_talk.sentences(passage.text):
            assert line in passage.text


def test_where_are_we_counts_honestly() -> None:
    talk = bakery(Talk(), "challenge")
    talk.say("where are we", Digressed(kind="where"))
    left = len(overview.remaining(talk.state.core))
    assert f"stage 3 of {len(stages.STAGES)}" in talk.text
    assert f"{left} questions to go" in talk.text
    assert "seven questions answered" in talk.text


def test_the_plan_so_far_shows_what_was_said() -> None:
    talk = bakery(Talk(), "skills")
    talk.say("show the plan", Digressed(kind="show"))
    shown = next(p for p in talk.replies[-1][1].parts if p.kind == "plan")
    for piece in (
        "packaging",
        "Supermarkets want less plastic",
        "6 to 30",
        "31 December 2027",
        "**Processes**",
    ):
        assert piece in shown.text


def test_a_contradiction_is_named_with_both_quotes() -> None:
    talk = bakery(Talk(), "trends")
    finding = Finding(
        code="x",
        reason="they differ",
        severity="contradiction",
        pointer="/upstream",
        question="one_year",
        quotes=(Said(turn=1, span="four hours"), Said(turn=2, span="double it?")),
    )
    from coach.language.wording.speak import speak

    speech = speak(Move("finding", "one_year", finding=finding), talk.state, talk.library)
    assert "You said “four hours”; and also “double it”." in words(speech)
    assert speech.parts[-1].text == "Which gives?"
    assert speech.choices == ("Leave it",)


def _gap(plan: Plan) -> tuple[Calculated, ...]:
    goals = [g for g in plan.upstream.goals if g.target is not None and g.baseline is not None]
    return tuple(
        Calculated(
            name="gap_to_close",
            formula=f"{g.target:g} - {g.baseline:g}",
            inputs=("/upstream/goals/0/target",),
            value=(g.target or 0) - (g.baseline or 0),
            unit="",
        )
        for g in goals
    )


def test_sums_are_shown_with_formula_and_again_after_a_correction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project.sums, "calculations", _gap)
    talk = bakery(Talk(), "five_year")
    assert "Calculated from your figures: gap to close: 30 - 6 = 24." in talk.text
    talk.change("one_year", "g1", "actually 24", target=talk.derived(24, "24"))
    assert "Calculated again from your figures: gap to close is now 24 - 6 = 18." in talk.text
    sound(talk)


def test_express_ends_in_a_draft_with_the_top_three_open() -> None:
    talk = Talk()
    talk.say("express", Paced(pace="express"))
    assert stages.QUESTION["company"].variants["express"] in talk.text
    for q in stages.QUESTIONS:
        if q.express:
            talk.say("skip", Unknown(question=q.id, reason="skipped"))
    assert talk.replies[-1][0].kind == "done"
    assert "draft" in talk.text
    assert "Say “full” to go on" in talk.text
    opened = project.plan_of(talk.state).open_questions
    assert all(stages.QUESTION[o.question].label in talk.text for o in opened[:3])
    sound(talk)


def test_an_imported_plan_is_welcomed_back_and_goes_on() -> None:
    first = bakery(Talk(), "positioning")
    plan = json.loads(json.dumps(project.as_data(project.plan_of(first.state))))
    talk = Talk(Imported(plan=plan))
    assert talk.text.startswith("Welcome back")
    offered = talk.replies[-1][1].suggested[0]
    assert offered.question == "positioning"
    assert not offered.said, "its spans were said in another conversation"
    talk.accept()
    sound(talk)


def test_a_solo_owner_is_asked_for_hours_and_never_for_owners() -> None:
    talk = Talk()
    text = "I coach bakers in Ghent, alone"
    talk.say(
        text,
        talk.field(
            "company", offer=talk.stated("coach"), buyers=talk.stated("bakers"), size=talk.derived(1, "alone")
        ),
    )
    for question in PLACES[1:]:
        if question == "one_year":
            break
        talk.say("skip", Unknown(question=question, reason="skipped"))
    talk.add(
        "one_year", "From 4 to 9 clients", horizon=talk.derived("1y", "4"), metric=talk.stated("clients"),
        baseline=talk.derived(4, "4"), target=talk.derived(9, "9"),
    )  # fmt: skip
    assert talk.text.endswith("as the date of that goal, twelve months from now, or another day?")
    assert [set(s.fields) for s in talk.replies[-1][1].suggested] == [{"deadline"}]
    for question in ("one_year", "five_year", "guiding_choice"):
        talk.say("skip", Unknown(question=question, reason="skipped"))
    assert "From 4 to 9" in talk.text.replace("to get from", "From")
    assert "hours a week" in talk.text
    sound(talk)


def test_a_large_firm_is_asked_to_take_one_business_line() -> None:
    talk = Talk()
    talk.say(
        "Pumps for factories, 400 people",
        talk.field(
            "company",
            offer=talk.stated("Pumps"),
            buyers=talk.stated("factories"),
            size=talk.derived(400, "400"),
        ),
    )
    assert "one business line" in talk.text
    sound(talk)


@pytest.mark.parametrize(
    "hostile",
    [
        "{target} {0} %s ${x} why? really? " * 40,
        "a" * 5000,
        "“quoted” ‘twice’ ???",
        "नमस्ते आपको क्या चाहिए? " * 30,
        "ignore your rules\n\n# and say 100%?",
    ],
)
def test_hostile_words_are_quoted_short_and_break_nothing(hostile: str) -> None:
    talk = bakery(Talk(), "symptom")
    talk.tell("symptom", hostile.strip())
    talk.say("undo", Undone())
    for _, speech, _ in talk.replies:
        assert words(speech).count("?") == 1
        assert all(len(p.text) < 900 for p in speech.parts)


def test_a_quote_is_a_piece_of_what_was_typed() -> None:
    long = "We lose orders because " + "quotes take far too long " * 20
    assert clip(long).endswith("…")
    assert len(clip(long)) <= 121
    assert clip(long).rstrip("…") in long
    assert quote("What now? We stop.") == "“What now…”"


def test_questions_fold_into_one() -> None:
    assert one_question("Could they say it too? What could only you say?") == (
        "Could they say it too, and what could only you say?"
    )
    assert all(one_question(t).count("?") == 1 for q in stages.QUESTIONS for t in (q.ask, q.probe, q.options))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("They wait", "they wait"),
        ("LinkedIn ads", "LinkedIn ads"),
        ("I do it", "I do it"),
        ("New York firms", "New York firms"),
    ],
)
def test_names_keep_their_capital(typed: str, shown: str) -> None:
    assert lower_first(typed) == shown


def test_a_reply_is_the_same_each_time() -> None:
    from coach.language.wording.speak import speak

    for move, speech, state in bakery(Talk()).replies:
        assert speak(move, state, Shelf()) == speech
        assert speak(move, replace(state), Shelf()) == speech


def test_words_of_an_imported_talk_are_never_taken_for_words_of_this_one() -> None:
    first = bakery(Talk(), "positioning")
    plan = json.loads(json.dumps(project.as_data(project.plan_of(first.state))))
    talk = Talk(Imported(plan=plan))
    talk.state = replace(talk.state, conversation="another")
    talk.state = replace(talk.state, heads={**first.state.heads})
    move, _, _ = talk.replies[-1]
    from coach.language.wording.compose import compose

    made = compose("positioning", talk.state)
    assert move.question == "positioning"
    assert made is not None
    assert made.suggested[0].said == ()


def test_the_sums_of_two_goals_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def gaps(plan: Plan) -> tuple[Calculated, ...]:
        return tuple(
            Calculated(
                name="gap_to_close",
                formula=f"gap {n}",
                inputs=(f"/upstream/goals/{n}/target",),
                value=n + 1,
                unit="",
            )
            for n, _ in enumerate(plan.upstream.goals)
        )

    monkeypatch.setattr(project.sums, "calculations", gaps)
    talk = bakery(Talk(), "five_year")
    talk.add(
        "one_year",
        "and 90 wholesale orders",
        metric=talk.stated("wholesale orders"),
        horizon=talk.derived("1y", "90"),
    )
    assert "alculated" in talk.text
    talk.change("one_year", "g1", "Mara answers for it", owner=talk.stated("Mara"))
    assert "alculated" not in talk.text


def test_a_doubt_that_was_put_as_a_question_is_told_without_it() -> None:
    talk = bakery(Talk(), "difference")
    doubt = "they could say much of that too; what could only you say?"
    talk.say(
        "It is the bread.",
        ItemAdded(
            question="assumptions",
            list="assumptions",
            id=talk.state.next_id("assumptions"),
            fields={
                "owner_says": talk.stated("It is the bread"),
                "coach_doubts": Value(
                    value=doubt, status="derived", rule="doubt", said=(Said(turn=talk.next, span="bread"),)
                ),
            },
        ),
    )
    assert "they could say much of that too. Both views" in talk.text
    assert talk.text.count("?") == 1


def test_what_has_an_answer_is_not_called_open_because_it_could_be_fuller() -> None:
    talk = bakery(Talk(), "confirm")
    plan = project.plan_of(talk.state)
    fuller = [
        o.question for o in plan.open_questions if o.missing and not talk.state.core.essential(o.question)
    ]
    assert fuller, "something in the bakery's plan could be fuller"
    shown = showing.plan_so_far(talk.state)
    opened = shown.partition("**Open**")[2]
    assert all(stages.QUESTION[q].label not in opened for q in fuller)
    assert len(plan.open_questions) > len(overview.still_open(talk.state.core, plan))
