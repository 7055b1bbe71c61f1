"""`coach` with a voice that takes its time, as a language model does: it says nothing until it is let."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from coach.cli import main
from coach.events import AnyEvent
from coach.language import guided
from coach.moves import Move
from coach.ports import Retriever, Speech
from coach.state import State

GO = Path(os.environ["COACH_DATA_DIR"]) / "go"
"""Where this file is, it speaks."""

understand, quick = guided.understand, guided.speak


def patient(move: Move, state: State, library: Retriever) -> Speech:
    while state.turn > 0 and not GO.exists():
        time.sleep(0.02)
    return quick(move, state, library)


def unhurried(state: State) -> Sequence[AnyEvent]:
    return understand(state)


guided.speak, guided.understand = patient, unhurried
main()
