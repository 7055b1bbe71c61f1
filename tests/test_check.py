"""The plan check: what it says about plans, built here by hand."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach import stages
from coach.check import check, question_for, resolve
from coach.plan import Finding, Plan

TODAY = date(2026, 3, 2)
SAME = ""
GOALS = "/upstream/goals"
WORK = "/downstream/processes"
SKILLS = "/downstream/skills"
KPIS = "/downstream/tracking/kpis"
BACK = "/downstream/tracking/return_upstream"
CLIENTS = "/upstream/clients"
CHALLENGE = "/upstream/proposition/challenge"


def said(turn: int, span: str) -> dict[str, Any]:
    return {"status": "stated", "said": [{"turn": turn, "span": span}]}


def sound() -> dict[str, Any]:
    """A plan in which the check finds nothing."""
    return {
        "id": "plan-1",
        "created_at": "2026-03-02T10:00:00+00:00",
        "updated_at": "2026-03-02T10:00:00+00:00",
        "company": {"offer": "tax advice", "size": 6},
        "upstream": {
            "market": {
                "trends": [
                    {"id": "t1", "effect": "they ask for fixed fees"},
                    {"id": "t2", "effect": "less paper"},
                ]
            },
            "proposition": {
                "challenge": {
                    "statement": "succession",
                    "painful": "they lose sleep",
                    "urgent": "the law changes in July",
                    "recognised": "they call about it",
                    "expensive": "40,000 a year",
                }
            },
            "clients": {
                "criteria": ["family firms in Ghent with two generations at work"],
                "examples": ["V.D.B., a bakery", "Janssens (printing)"],
                "disqualifiers": ["firms that pay late"],
            },
            "goals": [
                {
                    "id": "g1",
                    "statement": "Grow the number of retainers",
                    "metric": "retainers",
                    "baseline": 6,
                    "target": 12,
                    "deadline": "2027-03-01",
                    "owner": "Ann",
                },
                {"id": "g2", "statement": "known for succession", "horizon": "5y"},
            ],
        },
        "downstream": {
            "processes": [
                {"id": "p1", "name": "call past clients", "serves": ["g1"], "kind": "reach", "hours": 3},
                {
                    "id": "p2",
                    "name": "yearly review with each client",
                    "serves": ["g1"],
                    "kind": "keep",
                    "hours": 2,
                },
            ],
            "skills": [{"id": "s1", "name": "calling", "needed_for": ["p1"]}],
            "tracking": {
                "kpis": [
                    {"id": "k1", "metric": "calls", "goal": "g1", "kind": "leading"},
                    {"id": "g1-metric", "metric": "retainers", "goal": "g1", "kind": "lagging"},
                ],
                "return_upstream": [{"id": "u1", "condition": "no new retainer by June"}],
            },
        },
        "next_actions": [{"id": "n1", "what": "call Janssens", "due": "2026-03-09"}],
    }


def put(data: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    *path, last = pointer.strip("/").split("/")
    node: Any = data
    for step in path:
        node = node[int(step)] if isinstance(node, list) else node.setdefault(step, {})
    if isinstance(node, list):
        node[int(last)] = value
    else:
        node[last] = value
    return data


def found(data: dict[str, Any], as_of: date = TODAY) -> tuple[Finding, ...]:
    plan = Plan.model_validate(data)
    findings = check(plan, as_of)
    for f in findings:
        resolve(plan, f.pointer)
        assert f.question in stages.QUESTION
    return findings


def codes(data: dict[str, Any], as_of: date = TODAY) -> list[tuple[str, str]]:
    return [(f.code, f.pointer) for f in found(data, as_of)]


def test_a_sound_plan_has_nothing_to_find() -> None:
    assert found(sound()) == ()


def test_what_clients_now_expect_is_what_the_trends_do_to_them() -> None:
    silent = put(sound(), "/upstream/market/trends/1/effect", None)
    assert codes(silent) == [("few_trends", "/upstream/market/trends")]
    assert codes(put(silent, "/upstream/market/client_shift", "They want a fixed price")) == []


def test_a_years_goal_may_end_with_the_month_it_was_set_in() -> None:
    assert found(put(sound(), f"{GOALS}/0/deadline", "2027-03-31")) == ()


@pytest.mark.parametrize(
    ("pointer", "value", "code", "where", "question"),
    [
        (f"{GOALS}/0/metric", None, "goal_without_metric", SAME, "one_year"),
        (f"{GOALS}/0/baseline", None, "goal_without_baseline", SAME, "one_year"),
        (f"{GOALS}/0/target", None, "goal_without_target", SAME, "one_year"),
        (f"{GOALS}/0/deadline", None, "goal_without_deadline", SAME, "one_year"),
        (f"{GOALS}/0/owner", None, "goal_without_owner", SAME, "one_year"),
        (f"{GOALS}/0/target", 6, "target_is_baseline", SAME, "one_year"),
        (f"{GOALS}/0/target", 4, "target_against_verb", SAME, "one_year"),
        (f"{GOALS}/0/deadline", "2027-04-04", "deadline_outside_horizon", SAME, "one_year"),
        (f"{GOALS}/1/deadline", "2031-04-04", "deadline_outside_horizon", SAME, "five_year"),
        (f"{GOALS}/0/deadline", "2026-03-01", "deadline_passed", SAME, "one_year"),
        (f"{KPIS}/0/kind", "lagging", "goal_without_leading_kpi", f"{GOALS}/0", "kpis"),
        (f"{SKILLS}/0/needed_for", [], "orphan", SAME, "skills"),
        (f"{SKILLS}/0/needed_for", ["p9"], "id_unknown", SAME, "skills"),
        (f"{WORK}/0/serves", ["g1", "g7"], "id_unknown", SAME, "processes"),
        (f"{WORK}/0/serves", [], "orphan", SAME, "processes"),
        (f"{KPIS}/1/goal", None, "orphan", SAME, "kpis"),
        (f"{BACK}/0/kpi", "k9", "id_unknown", SAME, "return_upstream"),
        (f"{BACK}/0/stage", "moon", "id_unknown", SAME, "return_upstream"),
        (f"{BACK}/0/condition", None, "no_return_upstream", BACK, "return_upstream"),
        (f"{CHALLENGE}/urgent", None, "challenge_untested", CHALLENGE, "challenge"),
        (f"{CLIENTS}/criteria", ["Everyone."], "client_is_everyone", f"{CLIENTS}/criteria/0", "ideal_client"),
        (
            f"{CLIENTS}/criteria",
            ["any company that needs us"],
            "client_is_everyone",
            f"{CLIENTS}/criteria/0",
            "ideal_client",
        ),
        (f"{CLIENTS}/disqualifiers", [], "no_disqualifier", SAME, "disqualifiers"),
        ("/next_actions/0/due", "2026-04-02", "no_action_soon", "/next_actions", "next_actions"),
        ("/next_actions/0/due", "2026-03-01", "no_action_soon", "/next_actions", "next_actions"),
        ("/next_actions/0/due", None, "no_action_soon", "/next_actions", "next_actions"),
        (f"{WORK}/1/kind", "sell", "nothing_keeps_clients", WORK, "processes"),
        (f"{WORK}/1/id", "p1", "id_used_twice", SAME, "processes"),
    ],
)
def test_each_flaw_gives_its_own_finding_and_no_other(
    pointer: str, value: Any, code: str, where: str, question: str
) -> None:
    findings = found(put(sound(), pointer, value))
    assert [(f.code, f.pointer) for f in findings] == [(code, where or pointer)]
    assert findings[0].question == question
    assert findings[0].reason.endswith(".")
    assert "you" in findings[0].reason.casefold()


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/upstream/goals/0/deadline", "2027-03-02"),
        ("/upstream/goals/0/deadline", "2026-03-02"),
        ("/next_actions/0/due", "2026-04-01"),
        ("/next_actions/0/due", "2026-03-02"),
        ("/downstream/processes/1/kind", "experience"),
        ("/upstream/clients/criteria", ["everyone who runs a dental practice in Ghent"]),
        ("/upstream/clients/criteria", ["everyone", "but only dentists in Ghent"]),
        ("/upstream/clients/criteria", ["not everyone: dentists"]),
        ("/upstream/goals/0/statement", "Cut the price and grow to twelve retainers"),
        ("/upstream/goals/0/statement", "More retainers, by reducing one-off work"),
    ],
)
def test_what_is_just_right_is_no_false_alarm(pointer: str, value: Any) -> None:
    assert codes(put(sound(), pointer, value)) == []


def test_a_goal_nothing_works_for_is_found_once_however_much_else_is_planned() -> None:
    data = sound()
    data["upstream"]["goals"].append(
        {**data["upstream"]["goals"][0], "id": "g3", "statement": "Grow retainers abroad"}
    )
    assert codes(data) == [
        ("goal_without_process", "/upstream/goals/2"),
        ("goal_without_leading_kpi", "/upstream/goals/2"),
    ]


def test_someone_with_one_goal_is_not_asked_which_goal_their_work_is_for() -> None:
    data = sound()
    del data["upstream"]["goals"][1]
    for process in data["downstream"]["processes"]:
        process["serves"] = []
    data["downstream"]["tracking"]["kpis"][0]["goal"] = None
    assert {(f.code, f.severity) for f in found(data)} == {("orphan", "advice")}


def test_a_solo_owner_is_never_asked_for_owners() -> None:
    data = put(sound(), "/company/size", 1)
    goal = data["upstream"]["goals"][0]
    data["upstream"]["goals"] = [{**goal, "id": f"g{n}", "owner": "me"} for n in range(1, 6)]
    data["downstream"]["processes"][0]["serves"] = [f"g{n}" for n in range(1, 6)]
    assert not [f for f in found(data) if "owner" in f.code or "owner" in f.pointer]
    data["company"]["size"] = 2
    assert [f.pointer for f in found(data) if f.code == "owner_overloaded"] == ["/upstream/goals/3/owner"]
    del data["upstream"]["goals"][3:]
    data["downstream"]["processes"][0]["serves"] = ["g1", "g2", "g3"]
    assert "owner_overloaded" not in [f.code for f in found(data)], "three is not too many"
    data["company"]["size"] = 1
    for each in data["upstream"]["goals"]:
        each["owner"] = None
    assert not [f for f in found(data) if "owner" in f.code]


def test_a_problem_that_is_known_to_hurt_and_to_cost_does_not_hold_up_the_signing() -> None:
    data = sound()
    for lacking, severity in (("urgent", "advice"), ("recognised", "advice"), ("painful", "gap")):
        data["upstream"]["proposition"]["challenge"][lacking] = None
        told = [f.severity for f in found(data) if f.code == "challenge_untested"]
        assert told == [severity], lacking


def test_an_empty_draft_has_gaps_and_no_contradiction() -> None:
    findings = found({"id": "p", "created_at": "", "updated_at": ""})
    assert {f.severity for f in findings} == {"gap"}
    assert [f.code for f in findings] == [
        "few_trends",
        "challenge_untested",
        "no_disqualifier",
        "no_goal",
        "no_return_upstream",
        "no_action_soon",
    ]


def test_an_example_who_is_turned_away_is_named_in_the_owners_own_words() -> None:
    data = put(sound(), "/upstream/clients/disqualifiers", ["tenders", "V.D.B."])
    data["provenance"] = {
        "/upstream/clients/examples/0": said(11, "V.D.B., a bakery"),
        "/upstream/clients/disqualifiers/1": said(12, "V.D.B."),
    }
    (finding,) = found(data)
    assert (finding.code, finding.severity) == ("example_is_disqualified", "contradiction")
    assert finding.question == "disqualifiers"
    assert [(q.turn, q.span) for q in finding.quotes] == [(11, "V.D.B., a bakery"), (12, "V.D.B.")]


def test_words_the_coach_composed_are_never_quoted_as_the_owners() -> None:
    data = put(sound(), "/upstream/clients/disqualifiers", ["Janssens"])
    data["provenance"] = {
        "/upstream/clients/examples/1": said(11, "Janssens (printing)"),
        "/upstream/clients/disqualifiers/0": {"status": "confirmed", "said": [{"turn": 12, "span": "yes"}]},
    }
    (finding,) = found(data)
    assert finding.severity == "contradiction"
    assert finding.quotes == ()


@pytest.mark.parametrize(
    ("example", "refused", "contradicts"),
    [
        ("the dentists of Aalst", "dentists", True),
        ("Acme Ltd", "Acme Ltd, they paid late", True),
        ("a shop where clients haggle over price", "clients who haggle", True),
        ("A.V.", "a.v.", True),
        ("a small firm", "firms", False),
        ("V.D.B., never a late payer", "late payers", False),
        ("law firms", "firms that pay late", False),
        ("a bakery, not dentists", "dentists", False),
        ("Ann", "annoying people", False),
        ("Acme Ltd", "anyone but Acme Ltd", False),
        ("bakeries", "bakeries that never pay", False),
        ("", "", False),
        ("...", "!!!", False),
    ],
)
def test_an_example_and_a_disqualifier_contradict_only_in_the_same_words(
    example: str, refused: str, contradicts: bool
) -> None:
    data = put(
        put(sound(), "/upstream/clients/examples", [example]), "/upstream/clients/disqualifiers", [refused]
    )
    assert ("example_is_disqualified" in [code for code, _ in codes(data)]) is contradicts


@pytest.mark.parametrize(
    ("verdict", "idea", "contradicts"),
    [
        ("keep", "a mailing to all retailers", True),
        ("keep", "an advert in the start-up weekly", True),
        ("keep", "a stand at the fair for hospitals", True),
        ("drop", "a mailing to all retailers", False),
        ("test", "a mailing to all retailers", False),
        ("open", "a mailing to all retailers", False),
        ("keep", "a mailing to bakeries, no retailers", False),
        ("keep", "a new website", False),
    ],
)
def test_a_kept_idea_must_not_chase_clients_that_were_set_aside(
    verdict: str, idea: str, contradicts: bool
) -> None:
    data = put(sound(), "/upstream/clients/disqualifiers", ["retailers"])
    data["upstream"]["clients"]["later_segments"] = ["hospitals"]
    data["upstream"]["clients"]["criteria"].append("family firms, not start-ups")
    data["parked"] = [{"id": "i1", "text": idea, "question": "processes", "turn": 3, "verdict": verdict}]
    expected = [("idea_against_clients", "/parked/0/text")] if contradicts else []
    assert codes(data) == expected
    assert all(f.question == "processes" for f in found(data))


def test_a_goal_of_fewer_hours_meets_a_plan_that_adds_them() -> None:
    data = sound()
    goal = data["upstream"]["goals"][0]
    goal |= {
        "statement": "Work less",
        "metric": "hours",
        "unit": "hours a week",
        "baseline": 50,
        "target": 46,
    }
    data["provenance"] = {
        "/upstream/goals/0/statement": said(15, "Work less"),
        "/downstream/processes/0/hours": {
            "status": "derived",
            "rule": "number",
            "said": [{"turn": 18, "span": "three hours"}],
        },
    }
    (finding,) = found(data)
    assert (finding.code, finding.question) == ("goal_against_hours", "processes")
    assert [q.span for q in finding.quotes] == ["Work less", "three hours"]
    goal["target"] = 45
    assert found(data) == (), "five hours saved pay for five hours of work"
    goal |= {"statement": "Fewer support hours a month", "unit": "hours a month", "target": 49}
    assert found(data) == (), "a month's hours are not held against a week's"


def test_a_solo_owner_who_has_four_hours_cannot_plan_five() -> None:
    data = put(sound(), "/situation/symptom", "too little work, and I have only 4 hours a week for this")
    assert codes(data) == [], "in a firm the hours are several people's"
    data["company"]["size"] = 1
    assert codes(data) == [("hours_beyond_yours", "/downstream/processes/0/hours")]
    data["downstream"]["processes"][0]["hours"] = 2
    assert codes(data) == []


def test_a_falling_target_is_right_where_less_is_better() -> None:
    data = sound()
    data["upstream"]["goals"][0] |= {
        "statement": "Grow calmly",
        "metric": "churn",
        "baseline": 6,
        "target": 3,
    }
    assert codes(data) == []
    data["upstream"]["goals"][0] |= {"statement": "Reduce churn", "baseline": 3, "target": 6}
    assert codes(data) == [("target_against_verb", "/upstream/goals/0/target")]


def test_contradictions_come_first_then_gaps_then_advice_in_the_order_of_the_talk() -> None:
    data = put(sound(), "/upstream/clients/disqualifiers", ["Janssens"])
    data["upstream"]["market"]["trends"] = []
    data["next_actions"] = []
    data["downstream"]["skills"][0]["needed_for"] = []
    data["downstream"]["processes"].pop()
    data["downstream"]["processes"][0]["kind"] = None
    findings = found(data)
    assert [f.severity for f in findings] == ["contradiction", "gap", "gap", "advice", "advice"]
    for kind in ("gap", "advice"):
        order = [stages.ORDER[f.question] for f in findings if f.severity == kind]
        assert order == sorted(order)
    assert findings == found(data)


def test_every_field_finds_the_question_that_owns_it() -> None:
    for q in stages.QUESTIONS:
        for pointer in q.fields:
            assert question_for(pointer) == q.id
        for name in q.lists:
            assert question_for(f"{stages.LISTS[name].pointer}/0/owner") == stages.owner_of(name)
    plan = Plan.model_validate(sound())
    assert question_for("/upstream/goals/1/statement", plan) == "five_year"
    assert question_for("/upstream/goals/99/statement", plan) == "one_year"
    assert question_for("/parked/3", plan) == stages.CONFIRM
    assert question_for("/nowhere") == stages.CONFIRM


def test_a_pointer_into_nothing_is_refused() -> None:
    plan = Plan.model_validate(sound())
    assert resolve(plan, "/upstream/goals/0/unit") is None
    for pointer in (
        "/upstream/goals/7",
        "/upstream/goals/x",
        "/upstream/__class__",
        "/id/deeper",
        "/provenance/~1x",
    ):
        with pytest.raises(LookupError):
            resolve(plan, pointer)


words = st.text(alphabet="aA not,(.-’ éß\u202e\n0", max_size=12)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(words, max_size=3),
    st.lists(words, max_size=3),
    words,
    st.sampled_from(["0001-01-01", "2026-06-30", "9999-12-31"]),
    st.sampled_from([-1, 0, 1e300, 3]),
)
def test_whatever_was_typed_the_check_answers_with_pointers_that_resolve(
    examples: list[str], refused: list[str], idea: str, deadline: str, hours: float
) -> None:
    data = put(
        put(sound(), "/upstream/clients/examples", examples), "/upstream/clients/disqualifiers", refused
    )
    data["upstream"]["clients"]["criteria"] = [idea]
    data["upstream"]["goals"][0] |= {"deadline": deadline, "statement": idea, "target": hours}
    data["downstream"]["processes"][0]["hours"] = hours
    data["parked"] = [{"id": "i1", "text": idea, "question": "nowhere", "turn": 1, "verdict": "keep"}]
    assert found(data) == found(data)
