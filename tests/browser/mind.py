"""A language model that does as it is told, played by a server on this machine."""

import re
from datetime import UTC, datetime

from conftest import Server

from coach import engine
from coach.settings import Settings
from coach.store import Store
from coach.turn import clean, replay
from tests.language.model.mind import reading
from tests.language.model.room import said_well
from tests.model_server import KEY, Answer, ModelServer, Request

PASSAGE = re.compile(r'<passage id="(?P<id>[^"]+)">\n(?P<text>.+?)\n</passage>', re.DOTALL)


def settings(model: ModelServer) -> dict[str, str]:
    """Return the environment of a coach that uses this model."""
    patient = {"COACH_MODEL_TIMEOUT": "600"}
    return {"COACH_MODEL": "openai:stub", "OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": model.url, **patient}


class Mind:
    """What the model answers to a message: the reading of it that is right, and the question it was given."""

    def __init__(self, model: ModelServer, server: Server) -> None:
        self._model, self._server = model, server

    def expect(self, conversation: str, text: str, cite: bool = False, stall: bool = False) -> None:
        """Be ready for a message; the reply may `cite` a passage, or come to no end (`stall`) after its first sentence."""
        folder = str(self._server.folder)
        store = Store.open(Settings.read({"COACH_DATA_DIR": folder, "HOME": folder}).database_url)
        state = replay(conversation, store.turns("local", conversation))
        store.close()
        data = reading(engine.begin(state, state.turn + 1, clean(text), datetime.now(UTC)))

        def answer(asked: Request) -> Answer:
            if asked.structured:
                return Answer(data=data)
            said = said_well(asked).text or ""
            if stall:
                # Its first piece is the first sentence; the rest takes minutes, which only stopping ends.
                return Answer(text=said + " and that leads from one thing to the next" * 40, pace=2.0)
            return Answer(text=f"{_cited(asked)} {said}" if cite else said)

        self._model.always(answer)


def _cited(asked: Request) -> str:
    """Return a citation of the first passage that was handed over: its first words, copied exactly."""
    read = "\n".join(str(message["content"]) for message in asked.body["messages"])
    passage = PASSAGE.search(read)
    assert passage, "no passage was handed over"
    words = " ".join(passage["text"].split("\n")[-1].split()[:8])
    return f"One thought to hold beside that: [[{passage['id']}|{words}]]."
