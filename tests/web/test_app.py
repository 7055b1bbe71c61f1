"""What the page may ask for, in the tab it was asked in."""

from typing import Any

import pytest

from coach import stages
from coach.web import app


class Heard:
    """Stands for the chat of a tab; remembers what reached it."""

    def __init__(self) -> None:
        self.said: list[tuple[str, ...]] = []

    async def say(self, text: str) -> None:
        self.said.append((text,))

    async def on_correction(self, place: str, text: str) -> None:
        self.said.append((place, text))


async def send(data: object) -> list[tuple[str, ...]]:
    chat: Any = Heard()
    await app._from_page(chat, data)
    said: list[tuple[str, ...]] = chat.said
    return said


async def test_a_sentence_and_a_correction_reach_the_talk() -> None:
    assert await send({"coach": "say", "text": " Yes "}) == [("Yes",)]
    assert await send({"coach": "correct", "place": "/company/size", "text": "14"}) == [
        ("/company/size", "14")
    ]


@pytest.mark.parametrize(
    "data",
    [
        None,
        "say",
        {"coach": "plan", "conversation": "x"},
        {"coach": "say"},
        {"coach": "say", "text": "  "},
        {"coach": "say", "text": 5},
        {"coach": "say", "text": "x" * (app.LONGEST + 1)},
        {"coach": "correct", "text": "14"},
        {"coach": "correct", "place": 3, "text": "14"},
        {"coach": "delete", "text": "all"},
    ],
)
async def test_whatever_else_a_window_sends_does_nothing(data: object) -> None:
    assert await send(data) == []


def test_the_first_screen_offers_to_begin_the_short_way_and_each_situation() -> None:
    offered = app.starters()
    assert len(offered) == 2 + len(stages.SCENARIOS)
    assert len({o["icon"] for o in offered}) == len(offered)
    assert offered[0]["label"] == offered[0]["message"]
