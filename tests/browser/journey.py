"""A whole journey: every question of a talk answered as in the case, by whatever means `say` says it."""

from collections.abc import Callable

from case import CASE
from conftest import Server
from person import Person

from coach.language.guided import speak, understand
from coach.library.search import Library
from coach.settings import Settings
from coach.store import Store
from coach.turn import Coach, finish

MOST = 45


class Answers:
    """What the owner of the case says to each question, the first time and when asked again."""

    def __init__(self) -> None:
        self._asked: dict[str, int] = {}

    def to(self, question: str, can_leave: bool) -> str:
        said = CASE[question][self._asked.get(question, 0) :]
        self._asked[question] = self._asked.get(question, 0) + 1
        return said[0] if said else "Leave it" if can_leave else "I don't know"


def walk(person: Person, say: Callable[[str], object], most: int = MOST) -> None:
    """Answer what is asked until nothing is."""
    answers = Answers()
    for _ in range(most):
        asking = person.panel()["asking"]
        if asking is None:
            return
        say(answers.to(asking, person.page.get_by_role("button", name="Leave it").count() > 0))
    raise AssertionError(f"after {most} answers {person.panel()['asking']} is still asked")


def opened(server: Server) -> Coach:
    """Open the coach of a server's folder, as another program on this machine would."""
    folder = str(server.folder)
    store = Store.open(Settings.read({"COACH_DATA_DIR": folder, "HOME": folder}).database_url)
    return Coach(store, Library.open(server.folder), understand, speak)


def talked(server: Server, *said: str) -> str:
    """Hold a talk without a browser; return the conversation's id."""
    coach = opened(server)
    conversation = coach.start("local").conversation
    for text in said:
        finish(coach.say("local", conversation, text))
    coach.store.close()
    return conversation


def confirmed(server: Server) -> str:
    """Hold a talk to its end without a browser; return the conversation's id."""
    coach, answers = opened(server), Answers()
    reply = coach.start("local")
    for _ in range(MOST):
        if reply.asking is None:
            break
        text = answers.to(reply.asking, "Leave it" in reply.choices)
        reply = finish(coach.say("local", reply.conversation, text))
    assert reply.plan.status == "final"
    coach.store.close()
    return reply.conversation
