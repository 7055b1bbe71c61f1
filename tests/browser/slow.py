"""`coach` with a voice that takes its time, as a language model does: the words come late, one after another."""

import time
from collections.abc import Sequence

from coach.cli import main
from coach.events import AnyEvent
from coach.language import guided
from coach.moves import Move
from coach.ports import Retriever, Speech
from coach.state import State

WAIT = 3.0
"""Seconds before the first word."""

understand, quick = guided.understand, guided.speak


def patient(move: Move, state: State, library: Retriever) -> Speech:
    if state.turn > 0:
        time.sleep(WAIT)
    return quick(move, state, library)


def unhurried(state: State) -> Sequence[AnyEvent]:
    return understand(state)


guided.speak, guided.understand = patient, unhurried
main()
