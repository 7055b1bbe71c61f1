"""Actions with their days and doers, beliefs picked by number, questions put off, and entries named word for word."""

import pytest

from coach.events import Value
from coach.language.reading.hedges import bare
from coach.language.reading.leaves import Leaf, find_old
from coach.language.reading.named import Entry, entries_like, mentioned
from coach.language.reading.told_apart import pieces_of
from coach.plan import Said
from tests.language.hearing import after, hear

BASE = "/upstream/proposition/solution"


def _actions(said: str) -> list[tuple[object, object, object]]:
    heard = hear(said, "next_actions")
    return [(i.get("what"), i.get("owner"), i.get("due")) for i in heard.core.items.get("next_actions", ())]


def test_a_day_before_a_colon_is_when_and_a_name_is_who() -> None:
    assert _actions(
        "Tomorrow: Ines counts the open quotes. By 10 December Omar mails the Q1 offer. Me: ring the printer on Monday."
    ) == [
        ("counts the open quotes", "Ines", "2026-11-24"),
        ("mails the Q1 offer", "Omar", "2026-12-10"),
        ("ring the printer", "Me", "2026-11-30"),
    ]


def test_names_before_colons_own_what_follows() -> None:
    assert _actions("Sofie: phone the two bakers. Omar: brief Lena by 10 December") == [
        ("phone the two bakers", "Sofie", None),
        ("brief Lena", "Omar", "2026-12-10"),
    ]


@pytest.mark.parametrize(
    ("said", "what", "due"),
    [
        ("Omar mails the Q1 offer by 10 December", "mails the Q1 offer", "2026-12-10"),
        ("Omar mails the Q1 offer", "mails the Q1 offer", None),
        ("Omar mails the offer by the end of Q1", "mails the offer", "2027-03-31"),
        ("Omar writes the December letter by Friday", "writes the December letter", "2026-11-27"),
    ],
)
def test_a_quarter_in_the_name_of_a_thing_is_no_due_date(said: str, what: str, due: str | None) -> None:
    assert _actions(said) == [(what, "Omar", due)]


def test_what_i_would_do_is_an_action_each_with_its_condition() -> None:
    assert _actions(
        "I'd visit our two oldest shops by Friday if they're open, and I’d ask Lena to count the boxes by the 15th"
    ) == [
        ("visit our two oldest shops by Friday if they're open", "me", "2026-11-27"),
        ("ask Lena to count the boxes", "me", "2026-12-15"),
    ]


def test_a_condition_is_no_action_of_its_own() -> None:
    (only,) = _actions("If the shops refuse, then I'd ring Lena by Friday")
    assert "ring Lena" in str(only[0])
    assert only[2] == "2026-11-27"


@pytest.mark.parametrize(
    ("said", "belief", "test"),
    [
        ("First. Ask three bakers by January what a refusal costs.", 0, "Ask three bakers by January what a refusal costs"),
        ("the first, I suppose", 0, None),
        ("The second one would hurt most; we test it with two buyers", 1, "we test it with two buyers"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("suggested", [False, True])
def test_a_belief_is_picked_by_its_number(said: str, belief: int, test: str | None, suggested: bool) -> None:
    offered = ["We have our own lab", "Their packaging gets refused by supermarkets"]
    talk = after("can you suggest something?", at="assumptions") if suggested else None
    heard = hear(said, "assumptions", talk)
    assert heard.texts("assumptions", "belief") == [offered[belief]]
    assert heard.texts("assumptions", "test") == [test]
    assert ("Accepted" in {e.type for e in heard.events}) is suggested


@pytest.mark.parametrize(
    ("said", "belief"),
    [
        ("that our first client stays", "that our first client stays"),
        (
            "First, that supermarkets care about a lab. Ask three of them",
            "that supermarkets care about a lab",
        ),
    ],
)
def test_a_belief_of_ones_own_is_no_pick(said: str, belief: str) -> None:
    assert hear(said, "assumptions").texts("assumptions", "belief") == [belief]


@pytest.mark.parametrize(
    "said",
    [
        "I'd rather skip this one for now if that's fine, because we charge by the box at the moment",
        "I’d rather skip this question because we have not made up our minds",
        "I'd rather skip this one for now. I don't like our prices",
        "I'd like to come back to this when I've slept on it",
    ],
)
def test_a_question_put_off_with_its_reason_is_skipped(said: str) -> None:
    heard = hear(said, "solution")
    assert [(e.type, getattr(e, "reason", "")) for e in heard.events] == [("Unknown", "skipped")]


@pytest.mark.parametrize(
    "said",
    [
        "They would rather skip this step because a lab takes weeks",
        "They want to come back to this kind of box when plastic is banned",
    ],
)
def test_what_clients_skip_or_come_back_to_is_an_answer(said: str) -> None:
    assert hear(said, "client_shift").core.values["/upstream/market/client_shift"].value == said


def test_a_wish_to_come_back_is_no_part_of_the_answer() -> None:
    heard = hear(
        "They expect a sample in a week, but I'd like to come back to this when I've asked Lena",
        "client_shift",
    )
    assert heard.core.values["/upstream/market/client_shift"].value == "They expect a sample in a week"


def test_a_wish_to_come_back_to_a_place_is_an_answer() -> None:
    said = "They stayed, but we'd like to come back to this town"
    assert bare(said) == said


def test_a_fee_keeps_what_it_buys() -> None:
    offer = "a fixed monthly fee of £180 with every box tested in our lab, provided they order by the tenth"
    assert hear(f"It'd be {offer}", "solution").core.values[f"{BASE}/offer"].value == offer


def test_a_price_behind_the_offer_is_still_cut_off_it() -> None:
    heard = hear("A tested box for bakers at £180 a month", "solution")
    assert heard.core.values[f"{BASE}/offer"].value == "A tested box for bakers"


LONG, SHORT = "Ines counts the quotes. By May Omar mails the list", "Ines counts the quotes"
ENTRIES = [Entry(text, "next_actions", 1, "next_actions", f"n{n}") for n, text in enumerate((SHORT, LONG))]


@pytest.mark.parametrize("text", [LONG, SHORT])
@pytest.mark.parametrize("order", [1, -1])
def test_an_entry_named_word_for_word_is_meant(text: str, order: int) -> None:
    assert [e.text for e in entries_like(text, ENTRIES[::order], 0.01)] == [text]
    assert [e.text for e in mentioned(f'"{text}" is wrong', ENTRIES[::order])] == [text]


def test_a_removal_by_quoted_words_means_the_entry_that_is_quoted() -> None:
    (order,) = pieces_of(f'Take out "{LONG}". Thanks', None, ENTRIES, [])[:-1]
    assert order.said is not None
    assert (order.said.kind, [e.text for e in order.said.meant]) == ("remove", [LONG])


def test_a_correction_in_words_means_the_entry_that_is_named_whole() -> None:
    leaves = [
        Leaf("next_actions", "what", Value(value=text, said=(Said(turn=turn, span=text),)))
        for turn, text in ((1, SHORT), (2, LONG))
    ]
    found = find_old(leaves, SHORT)
    assert found is not None
    assert found.value.value == SHORT
