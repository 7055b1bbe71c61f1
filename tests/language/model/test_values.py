"""What a quote is read as: figures, dates and choices that the words bear out, in English and beside it."""

from typing import Any

import pytest

from coach import engine
from coach.language.model.slots import SLOTS
from coach.language.model.values import places, read
from coach.language.model.words import names
from coach.language.reading.draft import Draft
from coach.state import State
from tests.talk import START


def value_of(field: str, text: str, quote: str, hint: str, language: str = "en") -> Any:
    """Return what a field's quote is read as, said on Monday 2 March 2026; None where nothing is."""
    state = engine.begin(State(conversation="c", language=language), 1, text, START)
    draft = Draft(state, text)
    found = read(draft, SLOTS[field], places(draft.text, quote), hint)
    return found.value if found is not None else None


@pytest.mark.parametrize(
    ("field", "quote", "hint", "value"),
    [
        ("kpis.target", "8 to 12 %", "12", 12),
        ("kpis.baseline", "8 to 12 %", "8", 8),
        ("kpis.baseline", "none today", "0", 0),
    ],
)
def test_a_figure_is_the_one_of_the_quote_that_was_meant(
    field: str, quote: str, hint: str, value: int | None
) -> None:
    assert value_of(field, f"From 1 chain to 9 chains, margin {quote}.", quote, hint) == value


@pytest.mark.parametrize(
    ("quote", "language", "value"),
    [("dos dueños", "es", 2), ("zwei Anrufe", "de", 2), ("ninguno", "es", 0), ("trois devis", "fr", 3)],
)
def test_the_first_numbers_are_known_in_other_languages(quote: str, language: str, value: int) -> None:
    assert value_of("kpis.target", f"{quote}.", quote, str(value), language) == value
    assert value_of("kpis.target", f"{quote}.", quote, "7", language) is None


@pytest.mark.parametrize(
    ("quote", "language", "day"),
    [
        ("before june end", "en", "2026-06-30"),
        ("antes del 15 de diciembre", "es", "2026-12-15"),
        ("antes de diciembre de 2027", "es", "2027-11-30"),
        ("hasta el 4 de diciembre", "es", "2026-12-04"),
        ("vor Juni 2027", "de", "2027-05-31"),
        ("el 9 de marzo", "es", "2026-03-09"),
        ("a partir del 9 de marzo", "es", "2026-03-09"),
        ("el próximo lunes", "es", "2026-03-09"),
        ("el lunes que viene", "es", "2026-03-09"),
        ("am 9. März", "de", "2026-03-09"),
        ("nächsten Montag", "de", "2026-03-09"),
        ("lundi prochain", "fr", "2026-03-09"),
        ("vanaf 9 maart", "nl", "2026-03-09"),
        ("lunedì prossimo", "it", "2026-03-09"),
    ],
)
def test_the_day_by_which_something_is_done(quote: str, language: str, day: str | None) -> None:
    found = value_of("one_year.deadline", f"{quote}.", quote, day, language)
    assert found == day


def test_what_starts_this_week_starts_no_earlier_than_today() -> None:
    text = "Amit makes the sheet this week."
    state = engine.begin(State(conversation="c"), 1, text, START.replace(day=5))
    draft = Draft(state, text)
    value = read(draft, SLOTS["processes.start"], places(text, "this week"), "2026-03-05")
    assert value is not None
    assert value.value == "2026-03-05"


def test_a_choice_that_the_words_do_not_show_stays_open() -> None:
    text = "New rules of the cantons make it costly."
    assert value_of("trends.dimension", text, "costly", "economic") == "economic"
    assert value_of("trends.dimension", text, "costly", "political") is None


@pytest.mark.parametrize(
    ("field", "quote", "language", "choice"),
    [
        ("solution.state", "ya lo vendemos", "es", "exists"),
        ("solution.state", "todavía no existe", "es", "build"),
        ("solution.state", "bestaat nog niet", "nl", "build"),
        ("solution.state", "das gibt es schon", "de", "exists"),
        ("solution.state", "existe déjà", "fr", "exists"),
        ("skills.route", "hacer un curso", "es", "train"),
        ("skills.route", "jemanden einstellen", "de", "hire"),
        ("skills.route", "uitbesteden", "nl", "partner"),
    ],
)
def test_a_choice_said_in_another_language_is_not_asked_about_again(
    field: str, quote: str, language: str, choice: str
) -> None:
    text = f"Bueno, {quote}."
    assert value_of(field, text, quote, choice, language) == choice
    others = {"exists": "build", "build": "exists"}
    assert value_of(field, text, quote, others.get(choice, "stop"), language) is None
    assert value_of(field, text, quote, choice, "en") is None


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Not built yet", "build"),
        ("it isn't there yet, not for six weeks yet", "build"),
        ("we are still building it", "build"),
        ("it already exists", "exists"),
        ("we sell it today", "exists"),
        ("we would adapt what we have", "change"),
    ],
)
def test_whether_the_offer_exists_is_heard(words: str, state: str) -> None:
    assert value_of("solution.state", f"A proof file. {words}, six weeks.", words, state) == state


def test_somebodys_table_names_somebody() -> None:
    assert list(names("It puts recipes on Sunita's table, and on Tor’s.")) == ["Sunita", "Tor"]
