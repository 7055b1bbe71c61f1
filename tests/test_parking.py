"""What is said too early comes back in its time: an idea is asked about, a commitment stands in its place."""

import pytest

from coach import engine, parking, project
from coach.events import AnyEvent, Parked, ParkedResolved, Value
from coach.language.guided import understand
from coach.language.reading.draft import Draft
from coach.library.search import Library
from coach.moves import next_move
from coach.state import State
from coach.turn import admit
from tests.journeys import ARCHITECT
from tests.talk import START, Talk

EARLY = (
    "A tasting every week, Anna does it, 5 hours a week. We visit two farms by 12 March. We run radio ads. "
    "We count trial boxes. Fewer than 15 boxes by September and we question it."
)
UPSTREAM = ("processes", "skills", "kpis", "return_upstream", "next_actions", "assumptions", "confirm")


@pytest.fixture(scope="module")
def early(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    """A talk in which all upstream questions but the last one are answered."""
    talk = Talk(Library.open(tmp_path_factory.mktemp("library"))).open()
    for asked, answer in ARCHITECT.items():
        if asked in UPSTREAM or asked == "guiding_choice":
            break
        talk.say(answer)
    return talk


def parked(draft: Draft, question: str, span: str, **fields: Value) -> Parked:
    """An idea of a question whose list goes by its name."""
    return Parked(
        id=draft.state.next_id("parked"),
        question=question,
        said=draft.said(span),
        list=question,
        fields=fields,
    )


@pytest.fixture
def waiting(early: Talk) -> State:
    """The state in which all of that was said, and upstream is still open."""
    state = engine.begin(early.state, early.state.turn + 1, EARLY, START)
    draft = Draft(state, EARLY)
    assert draft.emit(
        parked(draft, "processes", "A tasting every week", name=draft.stated("A tasting every week"),
               owner=draft.stated("Anna"), hours=draft.derived(5, "5 hours a week", "hours_a_week"))
    )  # fmt: skip
    assert draft.emit(
        parked(draft, "next_actions", "visit two farms", what=draft.stated("visit two farms"),
               due=draft.derived("2026-03-12", "12 March", "date_end"))
    )  # fmt: skip
    assert draft.emit(parked(draft, "processes", "radio ads", name=draft.stated("radio ads")))
    assert draft.emit(parked(draft, "kpis", "trial boxes", metric=draft.stated("trial boxes")))
    return admit(state, draft.events)[0]


def closed(state: State) -> tuple[State, list[AnyEvent]]:
    """Upstream closes with the words that were offered."""
    after = engine.begin(state, state.turn + 1, "yes", START)
    return admit(after, understand(after))


def test_nothing_of_it_is_in_the_plan_before_upstream_is_closed(waiting: State) -> None:
    plan = project.plan_of(waiting)
    assert [i.verdict for i in plan.parked] == ["open"] * 4
    assert not plan.downstream.processes
    assert not plan.next_actions


def test_commitments_stand_in_their_places_once_upstream_is_closed(early: Talk, waiting: State) -> None:
    state, _ = closed(waiting)
    assert state.core.upstream_closed()
    plan = project.plan_of(state)
    [process] = plan.downstream.processes
    assert (process.name, process.owner, process.hours) == ("A tasting every week", "Anna", 5)
    assert process.serves == ("g1",)
    [action] = plan.next_actions
    assert (action.what, action.due) == ("visit two farms", "2026-03-12")
    assert [k.metric for k in plan.downstream.tracking.kpis if k.kind == "leading"] == ["trial boxes"]
    assert {i.text: i.verdict for i in plan.parked}["A tasting every week"] == "keep"


def test_a_mere_idea_is_asked_about(waiting: State) -> None:
    state, _ = closed(waiting)
    move = next_move(state)
    assert move.kind == "parked"
    assert [i.text for i in move.parked] == ["radio ads"]
    assert "radio ads" not in str(project.plan_of(state).downstream)


def test_what_stands_in_the_plan_already_is_not_put_in_twice(waiting: State) -> None:
    state, _ = closed(waiting)
    text = "A weekly tasting"
    state = engine.begin(state, state.turn + 1, text, START)
    draft = Draft(state, text)
    draft.emit(parked(draft, "processes", text, name=draft.stated(text), owner=draft.stated("weekly")))
    after, events = admit(state, draft.events)
    assert len(project.plan_of(after).downstream.processes) == 1
    assert [e.verdict for e in events if isinstance(e, ParkedResolved)] == ["keep"]


def test_a_value_that_was_never_said_is_not_kept_with_an_idea(waiting: State) -> None:
    draft = Draft(waiting, EARLY)
    foreign = Value(value="Bob", said=(draft.said("Anna"),))
    assert not draft.emit(parked(draft, "processes", "radio ads", owner=foreign))


def test_an_idea_without_a_name_becomes_its_own_words(waiting: State) -> None:
    state, _ = closed(waiting)
    text = "We run radio ads."
    draft = Draft(engine.begin(state, state.turn + 1, text, START), text)
    draft.emit(
        Parked(id=draft.state.next_id("parked"), question="processes", said=draft.said("We run radio ads"))
    )
    [*_, idea] = draft.core.parked
    assert not parking.committed(draft.core, idea.id)
    assert parking.becomes(draft.state, idea.id).fields["name"].value == "We run radio ads"


@pytest.mark.parametrize(
    ("text", "decided"),
    [
        ("Just tell me how to get 200 leads a month", False),
        ("I just want 200 leads a month", False),
        ("Dime cómo llegar a 200 contactos", False),
        ("Every week we count the leads in our CRM", True),
        ("Count the leads each month, 200 of them", True),
        ("Answer every comment within a day", True),
        ("Peter will get us a bookkeeper", True),
        ("Comment trouver des clients", False),
        ("Please get me 200 leads", False),
    ],
)
def test_what_somebody_asks_for_early_is_an_idea_and_what_they_decided_is_not(
    waiting: State, text: str, decided: bool
) -> None:
    draft = Draft(engine.begin(waiting, waiting.turn + 1, text, START), text)
    draft.emit(parked(draft, "kpis", text, metric=draft.stated(text.rsplit(maxsplit=1)[-1])))
    assert parking.committed(draft.core, draft.core.parked[-1].id) is decided
