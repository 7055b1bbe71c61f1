"""What a person said is found again, character for character, whatever quotes and spaces were typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.language.spans import clauses, contains, find_span, fold, list_items


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  two   words\n", "two words"),
        ("it’s “fine”", 'it\'s "fine"'),
        ("24–30 — or −5", "24-30 - or -5"),
        ("cafe\u0301", "café"),
        ("no\u00a0break\u200b", "no break"),
        ("wait…", "wait..."),
        ("", ""),
        ("\u200b", ""),
    ],
)
def test_typing_habits_fold_away(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_case_is_kept_unless_asked() -> None:
    assert fold("Straße IM Süden") == "Straße IM Süden"
    assert fold("Straße IM Süden", casefold=True) == "strasse im süden"


@pytest.mark.parametrize(
    ("message", "phrase", "found"),
    [
        ("He said “it’s  fine” today", "it's fine", "it’s  fine"),
        ("We lost\n 12 clients", "lost 12 clients", "lost\n 12 clients"),
        ("cafe\u0301 owners", "café", "cafe\u0301"),
        ("24\u00a0–\u00a030", "24 - 30", "24\u00a0–\u00a030"),
        ("12, or 2", "2", "2"),
        ("the12", "12", "12"),
    ],
)
def test_a_phrase_is_found_as_the_person_typed_it(message: str, phrase: str, found: str) -> None:
    place = find_span(message, phrase)
    assert place is not None
    assert message[place[0] : place[1]] == found


def test_a_number_is_found_where_it_stands_alone() -> None:
    assert find_span("12, or 2", "2") == (7, 8)


def test_what_was_not_said_is_not_found() -> None:
    assert find_span("We have 24 clients", "30 clients") is None
    assert find_span("We have clients", "Clients") is None
    assert find_span("We have clients", "Clients", casefold=True) == (8, 15)
    assert find_span("anything", "") is None
    assert not contains("anything", "  ")
    assert not contains("wait…", ".."), "half of a character is no span"


@given(st.text(max_size=60), st.data())
def test_any_piece_of_a_message_is_found_in_it(message: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(message)))
    end = data.draw(st.integers(start, len(message)))
    piece = message[start:end]
    cut = any(
        unicodedata.category(c)[0] == "M" or "\u1160" <= c <= "\u11ff"
        for c in (message[start:] or " ")[0] + (message[end:] or " ")[0]
    )
    if fold(piece) and not cut:
        place = find_span(message, piece)
        assert place is not None
        assert fold(message[place[0] : place[1]]) == fold(piece)


@given(st.text(max_size=60), st.text(max_size=6), st.booleans())
def test_what_is_found_is_what_was_looked_for(message: str, phrase: str, casefold: bool) -> None:
    place = find_span(message, phrase, casefold)
    if place is not None:
        assert fold(message[place[0] : place[1]], casefold) == fold(phrase, casefold)


def test_a_heap_of_accents_is_normalised_in_small_runs() -> None:
    heap = "a" + "\u0300\u0327" * 40
    assert fold(heap) != unicodedata.normalize("NFC", heap), (
        "sorting a whole heap takes the square of its length"
    )
    assert contains(heap, heap)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("We lost two. Then it got worse!", ["We lost two", "Then it got worse"]),
        ("We grew 1.1 to 2.5 times", ["We grew 1.1 to 2.5 times"]),
        ("Ask St. Mary, e.g. today", ["Ask St. Mary, e.g. today"]),
        ("J. Smith said no", ["J. Smith said no"]),
        ("See https://a.example/b.c?x=1. Fine", ["See https://a.example/b.c?x=1", "Fine"]),
        ("Good, but slow; we wait", ["Good", "but slow", "we wait"]),
        ("Rates rise, so they wait", ["Rates rise", "so they wait"]),
        ("It works, and we go on", ["It works", "and we go on"]),
        ("fairs, ads and calls", ["fairs, ads and calls"]),
        ("one – two", ["one", "two"]),
        ("a\nb", ["a", "b"]),
        ("1. a\n2. b", ["1. a", "2. b"]),
        ("", []),
        ("...", []),
    ],
)
def test_sentences_and_clauses_part_where_a_reader_pauses(text: str, parts: list[str]) -> None:
    assert [part.text for part in clauses(text)] == parts


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("a, b and c", ["a", "b", "c"]),
        ("a, b, and c", ["a", "b", "c"]),
        ("a; b; c", ["a", "b", "c"]),
        ("nuts and bolts, nails and glue", ["nuts and bolts", "nails and glue"]),
        ("architects and engineers", ["architects", "engineers"]),
        (
            "small firms, architects and engineers, schools",
            ["small firms", "architects and engineers", "schools"],
        ),
        (
            "architects and engineers; schools and care homes",
            ["architects and engineers", "schools and care homes"],
        ),
        ("research and development", ["research and development"]),
        ("between 10 and 12", ["between 10 and 12"]),
        ("We lost 1,250 euros", ["We lost 1,250 euros"]),
        ("ads (Google, Meta), fairs", ["ads (Google, Meta)", "fairs"]),
        ("“slow, but good”, fairs", ["“slow, but good”", "fairs"]),
        ("Rates rise, so they wait", ["Rates rise, so they wait"]),
        ("24, not 30", ["24, not 30"]),
        ("We tried: ads, fairs and cold calls.", ["ads", "fairs", "cold calls"]),
        ("Clients age. Rates rise, so they wait.", ["Clients age", "Rates rise, so they wait"]),
        ("- ads\n- cold calls\n", ["ads", "cold calls"]),
        ("1. ads\n2. calls, visits", ["ads", "calls, visits"]),
        ("Here:\n* ads\n* calls", ["ads", "calls"]),
        ("ads\ncalls", ["ads", "calls"]),
        ("1) ads 2) calls", ["ads", "calls"]),
        ("just one thing", ["just one thing"]),
        ("", []),
    ],
)
def test_an_enumeration_comes_apart_into_its_items(text: str, items: list[str]) -> None:
    assert [item.text for item in list_items(text)] == items


PIECES = st.sampled_from(
    'a b and or , ; . : - ( ) " “ ” \n 1. 2) * but so 1,250 e.g. St. we \t … ! between 3'.split(" ")
)


@given(st.text(max_size=60) | st.lists(PIECES, max_size=16).map(" ".join))
def test_every_part_is_a_piece_of_the_text_in_order(text: str) -> None:
    for parts in (clauses(text), list_items(text)):
        last = 0
        for part in parts:
            assert text[part.start : part.end] == part.text
            assert part.start >= last
            last = part.end


@pytest.mark.parametrize(
    "text",
    [
        "." * 99_999 + "x",
        "a\u0300\u0327" * 40_000,
        "a" + "\u0300\u0327" * 50_000,
        " " * 100_000,
        "\n" * 100_000,
        "(" * 100_000,
        '"' * 100_000,
        "a," * 50_000,
        "1) " * 33_000,
        "between " * 12_000,
        "\x00" * 100_000,
        "a. " * 33_000,
        "a" * 100_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_a_hundred_thousand_characters_of_anything_come_back(text: str) -> None:
    assert fold(text, casefold=True) is not None
    assert find_span(text, "a" * 50_000) is not None or "a" * 50_000 not in text
    assert not contains(text, "never said")
    assert clauses(text) is not None
    assert list_items(text) is not None
