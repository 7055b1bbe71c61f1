"""The chat in a terminal: what the coach says, wrapped; where the talk is; what was cited."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from coach import stages
from coach.app import name_after
from coach.errors import CoachError, UserError
from coach.export.formats import FORMATS, by_suffix
from coach.files import shown, write_whole
from coach.turn import Reply

if TYPE_CHECKING:
    from coach.turn import Coach

WIDTH = 88
"""Characters of a line that is still easy to read."""
BAR = 27
_EMPHASIS = re.compile(r"(?<![\w*\\])(\*{1,2})(?=[^\s*])([^*\n]+?)(?<=[^\s*])\1(?![\w*])")
_COMMAND = re.compile(r"/[a-z]+(\s|$)")
HELP = (
    "Answer in your own words. These work at any time: undo, skip, where are we?, show the plan, go back to …, help. "
    "And here: /export FILE writes the plan (.docx, .html or .md as a document, else JSON), /quit stops. Nothing is lost."
)


class Chat:
    """One conversation at a terminal. It shows and sends; what is understood is the coach's business."""

    def __init__(self, coach: "Coach", user: str, console: Console, source: IO[str] | None = None) -> None:
        self._coach, self._user, self._console, self._source = coach, user, console, source
        self._width = min(console.width, WIDTH)

    def run(self, opening: Reply) -> None:
        """Talk until the input ends, or the person stops."""
        conversation = opening.conversation
        try:
            self._coach_says(opening.text)
            self._foot(opening)
            for text in self._typed():
                if not _COMMAND.match(text):
                    self._turn(conversation, text)
                elif not self._slash(conversation, text):
                    break
        except KeyboardInterrupt:
            self._console.print()
        again = f"coach chat --conversation {conversation}"
        again += "" if self._user == "local" else f" --user {self._user}"
        self._console.print(
            Text(f"Everything is kept. Go on any time with:\n  {again}", "dim"), soft_wrap=True
        )

    def _turn(self, conversation: str, text: str) -> None:
        self._console.print()
        try:
            for piece in self._coach.say(self._user, conversation, text):
                if isinstance(piece, Reply):
                    name_after(self._coach, self._user, piece, text)
                    self._foot(piece)
                else:
                    self._coach_says(piece)
        except CoachError as error:
            self._note(str(error))

    def _typed(self) -> Iterator[str]:
        """Yield what the person types; text pasted with line breaks is one message, and nothing is none."""
        while True:
            try:
                text = self._line()
            except EOFError:
                self._console.print()
                return
            if text.strip():
                yield text.strip()

    def _line(self) -> str:
        if self._source is not None:
            line = self._source.readline()
            if not line:
                raise EOFError
            return line
        text = input("› ")
        while _waiting():
            text += "\n" + input()
        return text

    def _slash(self, conversation: str, text: str) -> bool:
        """Do what a command says; return whether to go on."""
        command, _, rest = text.partition(" ")
        if command in ("/quit", "/exit", "/q"):
            return False
        try:
            if command == "/export":
                self._export(conversation, rest.strip())
            elif command == "/help":
                self._note(HELP)
            else:
                self._note(f"There is no {command[:40]}. Use /export FILE, /help or /quit.")
        except CoachError as error:
            self._note(str(error))
        return True

    def _export(self, conversation: str, name: str) -> None:
        if not name:
            raise UserError("Name a file, as in /export plan.docx, plan.html, plan.md or plan.json.")
        form = by_suffix(Path(name).suffix) or FORMATS["json"]
        write_whole(Path(name), form.write(self._coach.plan(self._user, conversation)))
        self._note(f"Written to {name}.")

    def _coach_says(self, text: str) -> None:
        for paragraph in text.strip("\n").split("\n\n"):
            self._console.print(styled(paragraph), width=self._width)
            self._console.print()

    def _note(self, text: str) -> None:
        self._console.print(Text(shown(text), "yellow"), width=self._width)
        self._console.print()

    def _foot(self, reply: Reply) -> None:
        if reply.choices:
            choices = " · ".join(shown(c) for c in reply.choices)
            self._console.print(Text(f"For example: {choices}", "cyan"), width=self._width)
        for passage in dict.fromkeys(c.passage for c in reply.citations):
            self._console.print(Text(f"— {self._origin(reply, passage)}", "dim"), width=self._width)
        self._console.print(progress(reply, self._width))

    def _origin(self, reply: Reply, passage: str) -> str:
        try:
            found = self._coach.library.passage(passage, reply.conversation)
        except UserError:
            return shown(f"a passage that has left the library since, {passage}")
        by = f" by {found.author}" if found.author else ""
        whose = "our summary of" if found.kind == "library" else "your own"
        return shown(f"{whose} “{found.article_title}”{by}, {passage}")


def progress(reply: Reply, width: int) -> Text:
    """Return the line that says where the talk is."""
    ids = [s.id for s in stages.STAGES]
    at = ids.index(reply.stage)
    done = len(ids) if reply.asking is None else at
    words = f" stage {at + 1} of {len(ids)} · {stages.STAGE[reply.stage].title}"
    words += f" · {len(reply.needs_review)} to look at again" if reply.needs_review else ""
    room = max(0, min(BAR, width - len(words)))
    full = room * done // len(ids)
    line = Text(overflow="ellipsis", no_wrap=True).append("━" * full, "green")
    return line.append("━" * (room - full) + words, "dim")


def styled(text: str) -> Text:
    """Return a reply with its emphasis shown; nothing else in it is markup."""
    text, out, at = shown(text), Text(), 0
    for match in _EMPHASIS.finditer(text):
        out.append(text[at : match.start()])
        out.append(match[2], "bold" if match[1] == "**" else "italic")
        at = match.end()
    return out.append(text[at:])


def _waiting() -> bool:
    """Whether more was pasted than one line."""
    import select

    try:
        return bool(select.select([sys.stdin], [], [], 0.03)[0])
    except (OSError, ValueError):
        return False


def talk(coach: "Coach", user: str, opening: Reply) -> None:
    """Chat at this terminal; where input is piped, every line is a message."""
    source: IO[str] | None = sys.stdin
    if sys.stdin.isatty():
        import readline  # noqa: F401 - gives input() a line that can be edited

        source = None
    Chat(coach, user, Console(highlight=False), source).run(opening)
