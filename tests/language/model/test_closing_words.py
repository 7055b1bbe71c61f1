"""The end of a talk with a model: all of what was found, one question, and no English in a Spanish reply."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from typing import Any

import pytest

from coach import engine
from coach.events import AnyEvent, Confirmed
from coach.language.guided import understand
from coach.language.model.convert import convert
from coach.language.model.schema import read
from coach.language.model.speak import speak
from coach.language.model.understand import Hearing
from coach.library.search import Library
from coach.moves import next_move
from coach.ports import Occasion, Speech
from coach.state import State
from coach.turn import Shelf, admit
from tests.journeys import ARCHITECT
from tests.language.model.scripted import Scripted, finding, intent, said
from tests.talk import START, Talk

Say = Callable[[State, str], Speech]
LINES = (
    "Antes de firmar quedan tres cosas.\n1. Falta una segunda tendencia que cambie a quien compra.\n2. No dice cómo sabe que el problema duele.\n"
    "3. Nada cuida de los clientes que ya tiene.\n\n"
)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    talk = Talk(Library.open(tmp_path_factory.mktemp("library"))).open()
    for asked, answer in ARCHITECT.items():
        if asked not in ("assumptions", "confirm"):
            talk.say(answer)
    return talk


@pytest.fixture
def found(played: Talk) -> State:
    """The state in which the findings are about to be said."""
    talk = copy(played)
    words = ARCHITECT["assumptions"]
    state = engine.begin(talk.state, talk.state.turn + 1, words, START)
    return admit(state, understand(state))[0]


@pytest.fixture
def say(played: Talk) -> Say:
    def spoken(state: State, text: str) -> Speech:
        library, model = Shelf(played.library, "talk"), Scripted(replies=[text])
        parts = speak(
            next_move(state), state, library, model, Occasion(), Hearing(called=True), lambda _: None
        )
        try:
            while True:
                next(parts)
        except StopIteration as end:
            speech: Speech = end.value
        assert not model.replies
        return speech

    return spoken


def _text(speech: Speech) -> str:
    return "\n\n".join(p.text for p in speech.parts)


def test_in_english_the_list_stands_between_the_models_words_and_its_question(found: State, say: Say) -> None:
    text = _text(
        say(found, "The page is nearly yours. Would you mend one of these, or sign the page as it is?")
    )
    lead, rest = text.split("Three things before you sign:")
    assert lead.startswith("The page is nearly yours.")
    assert rest.index("1. ") < rest.index("2. ") < rest.index("3. ") < rest.index("Would you mend")
    assert text.count("?") == 1


def test_where_the_model_asks_nothing_the_list_is_said_once(found: State, say: Say) -> None:
    text = _text(say(found, "The page is nearly yours."))
    assert text.count("Three things before you sign:") == 1
    assert text.endswith("sign the page as it is?")


def test_a_spanish_reply_about_what_was_found_holds_no_english(found: State, say: Say) -> None:
    spanish = replace(found, language="es")
    text = _text(say(spanish, LINES + "¿Quiere corregir alguna, o firma la página tal como está?"))
    assert text.startswith("Antes de firmar")
    assert text.endswith("tal como está?")
    for words in ("before you sign", "You have", "what is changing", "Would you", "leave it"):
        assert words not in text


def test_where_the_model_asks_nothing_in_spanish_it_is_asked_in_spanish(found: State, say: Say) -> None:
    spanish = replace(found, language="es")
    text = _text(say(spanish, LINES))
    assert text.endswith("¿Quiere corregir algo de esto, o firma la página tal como está?")
    assert "Would you" not in text


def _answer(state: State, words: str, *found: dict[str, Any]) -> tuple[State, Sequence[AnyEvent]]:
    move = next_move(state)
    state = engine.reduce(state, move.asked())
    state = engine.begin(state, state.turn + 1, words, START)
    return admit(state, convert(state, read(said(*found, language=state.language))).events)


@pytest.mark.parametrize("kind", ["confirm", "leave"])
def test_signing_in_any_language_signs_and_leaves_the_rest_open(found: State, kind: str) -> None:
    words = "Lo dejo así, firmo."
    state, events = _answer(found, words, intent(kind, "firmo"))
    assert [type(e) for e in events if isinstance(e, Confirmed)] == [Confirmed]
    assert state.core.confirmed is not None
    assert {q for q, why in state.core.open.items() if why == "left"} == {"trends", "challenge", "processes"}


def test_who_mends_one_and_leaves_the_rest_has_not_signed_yet(found: State) -> None:
    words = "They complain every week; leave the others."
    state, _ = _answer(
        found,
        words,
        finding("challenge.painful", "They complain every week"),
        intent("leave", "leave the others"),
    )
    assert state.core.confirmed is None
    assert state.core.values["/upstream/proposition/challenge/painful"].value == "They complain every week"


def test_a_yes_while_something_is_under_review_signs_nothing(found: State) -> None:
    waiting = replace(found, core=replace(found.core, review=("one_year",)))
    state, events = _answer(waiting, "sí, firmo", intent("confirm", "firmo"))
    assert state.core.confirmed is None
    assert not [e for e in events if isinstance(e, Confirmed)]


def test_a_part_of_the_plan_is_shown_in_the_persons_language_before_the_models_words(
    found: State, say: Say
) -> None:
    state, _ = _answer(
        replace(found, language="es"),
        "Muéstreme el objetivo",
        intent("show", "Muéstreme el objetivo") | {"target": "one_year"},
    )
    text = _text(say(state, "Ahí está su objetivo. ¿Firmaría esta página?"))
    assert "**Objetivos**" in text
    assert "Feasibility studies" in text
    assert "Goals" not in text
    assert "School boards with five" not in text


def test_what_is_shown_around_a_models_words_counts_into_the_length_of_the_reply(
    found: State, say: Say
) -> None:
    kinds = ("calm", "clear", "warm", "plain", "frank", "brief", "sound", "steady", "gentle", "simple")
    chatter = " ".join(f"A page like this is {kind} work that your people can read aloud." for kind in kinds)
    text = _text(say(found, f"{chatter} Would you mend one of these, or sign the page as it is?"))
    assert "calm work" in text
    assert "simple work" not in text
    assert text.index("1. ") < text.index("3. ")
    assert len(text.split()) <= 110
