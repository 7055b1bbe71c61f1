"""One person's talk in one tab. Nothing is decided here: messages go to the coach, what comes back is shown."""

# mypy: disable-error-code="no-untyped-call"
# Chainlit is typed in part only.

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.errors import CoachError, UserError
from coach.web import attach
from coach.web.assets import NAME
from coach.web.history import message_id, rewound, sources, step_id, take_home
from coach.web.offers import keep_choices, kept_choices, offers
from coach.web.tab import START, Turn, message_of, run_of, title_of, user
from coach.web.words import markdown

if TYPE_CHECKING:
    from coach.turn import Coach, Reply

log = logging.getLogger("coach.web")

SORRY = "Something went wrong on our side. What you sent may not have been stored: reload the page and look."
STOPPED = "\n\n*Stopped here. Your answer is kept; the whole reply is there when you reload.*"


class Chat:
    """What a tab can do. Everything about one tab lives in Chainlit's user session."""

    def __init__(self, coach: "Callable[[], Coach]") -> None:
        self._coach = coach
        self._tasks: set[asyncio.Task[None]] = set()

    async def begin(self, text: str) -> str:
        """Return the conversation of the tab in hand; open it if this is its first message."""
        import chainlit as cl
        from chainlit.context import context

        lock = cl.user_session.get("beginning") or asyncio.Lock()
        cl.user_session.set("beginning", lock)
        async with lock:
            known = cl.user_session.get("conversation")
            if known:
                return str(known)
            who, title = user(), title_of(text)
            voice = context.session.chat_profile or None
            opening = await asyncio.to_thread(lambda: self._coach().start(who, title=title, voice=voice))
            cl.user_session.set("conversation", opening.conversation)
            cl.user_session.set("opening", opening)
            cl.user_session.set("untitled", not title)
            # Chainlit made an id of its own for this tab; the conversation's is the one that lasts.
            context.session.thread_id = opening.conversation
            return opening.conversation

    async def on_message(self, message: Any) -> None:
        """Answer what was typed, and read what was attached."""
        from chainlit.context import context

        files = [(str(e.name), Path(e.path)) for e in message.elements or () if e.path]
        for element in message.elements or ():
            context.session.files.pop(element.id, None)

        async def answer() -> None:
            if files and not message.content.strip():
                await self._read(message.content, files)  # no turn, so no run for thumbs to hang on
                return
            async with run_of(message.id):
                if files:
                    await self._read(message.content, files)
                await self._answer(message.content, message.id)

        await self._run(answer, told=True)

    async def on_correction(self, place: str, text: str) -> None:
        """Put a value of the plan right, as if it had been said."""
        import chainlit as cl

        conversation = cl.user_session.get("conversation")
        if not conversation:
            return

        async def answer() -> None:
            from coach.language.reading import pinpoint

            who, coach = user(), self._coach()
            state = await asyncio.to_thread(lambda: coach.state(who, conversation))
            words = pinpoint.sentence(pinpoint.place(state, place), text.strip())
            said = cl.Message(content=words, author="You", type="user_message")
            turn = Turn(lambda: coach.correct(who, conversation, place, text, said.id))
            await turn.begun()
            await said.send()
            async with run_of(said.id):
                await self._show(turn, conversation)

        async def tried() -> None:
            try:
                await answer()
            except UserError as error:
                # Said where it was typed, in the panel.
                await cl.send_window_message({"coach": "refused", "place": place, "why": str(error)})

        await self._run(tried)

    async def say(self, text: str) -> None:
        """Say something as if it had been typed: a button, or a card that was filled in."""
        import chainlit as cl
        from chainlit.context import context

        said = cl.Message(content=text, author="You", type="user_message")
        if not context.session.has_first_interaction:
            context.session.has_first_interaction = True
            await context.emitter.init_thread(text)
        await said.send()

        async def answer() -> None:
            async with run_of(said.id):
                await self._answer(text, said.id)

        await self._run(answer)

    async def _run(self, work: Callable[[], Any], told: bool = False) -> None:
        """Do the work of a turn where stop finds it, and say what went wrong.

        `told`: Chainlit itself tells the page of its beginning and its end.
        """
        import chainlit as cl
        from chainlit.context import context

        async def run() -> None:
            if not told:
                await context.emitter.task_start()
            try:
                await work()
            except CoachError as error:
                await cl.ErrorMessage(content=markdown(str(error)), author=NAME).send()
            except Exception:
                log.exception("A turn failed")
                await cl.ErrorMessage(content=SORRY, author=NAME).send()
            finally:
                if not told:
                    await context.emitter.task_end()

        task = asyncio.create_task(run())
        context.session.current_task = task
        await asyncio.wait([task])

    async def _read(self, text: str, files: list[tuple[str, Path]]) -> None:
        import chainlit as cl
        from chainlit.context import context

        conversation = await self.begin(text)
        names = ", ".join(markdown(name) for name, _ in files)
        note = cl.Message(content=f"Reading {names} …", author=NAME)
        await note.send()
        results = await asyncio.to_thread(lambda: attach.read_all(self._coach(), conversation, files))
        note.content = attach.told(results)
        await note.update()
        if not text.strip():
            # Chainlit takes a first message without words for none, and would leave the address as it was.
            begun = {"interaction": names, "thread_id": conversation}
            await context.emitter.emit("first_interaction", begun)
        opening: Reply | None = cl.user_session.get("opening")
        if opening is not None and not text.strip():
            cl.user_session.set("opening", None)
            await self._finish(message_of(opening), opening)
            return
        if not text.strip():
            await self.tell(conversation)

    async def _answer(self, text: str, message: str) -> None:
        import chainlit as cl

        who = user()
        conversation = await self.begin(text)
        opening: Reply | None = cl.user_session.get("opening")
        cl.user_session.set("opening", None)
        coach = self._coach()
        if opening is not None and text.strip() == START:
            await self._finish(message_of(opening), opening)
            return
        if cl.user_session.get("untitled"):
            cl.user_session.set("untitled", False)
            await asyncio.to_thread(lambda: coach.store.rename(who, conversation, title_of(text)))
        await self._show(Turn(lambda: coach.say(who, conversation, text, message)), conversation)

    async def _show(self, turn: Turn, conversation: str) -> None:
        """Show a reply as it comes."""
        import chainlit as cl

        shown: cl.Message | None = None
        reply: Reply | None = None
        who, store = user(), self._coach().store
        try:
            async for piece in turn:
                if not isinstance(piece, str):
                    reply = piece
                    continue
                if shown is None:
                    number = await asyncio.to_thread(store.last_sequence, who, conversation)
                    shown = cl.Message(content="", author=NAME, id=step_id(conversation, number))
                await shown.stream_token(markdown(piece))
        except asyncio.CancelledError:
            self._later(self._stopped(turn, conversation, shown))
            raise
        if reply is not None and shown is not None:
            await self._finish(shown, reply)

    async def stop(self, conversation: object) -> None:
        """End the model's calls for a conversation: its turn goes on by rules and is committed."""
        if conversation:
            await asyncio.to_thread(lambda: self._coach().stop(str(conversation)))

    def _later(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _stopped(self, turn: Turn, conversation: str, shown: Any) -> None:
        import chainlit as cl

        await turn.done
        shown = shown or cl.Message(content="", author=NAME)
        await shown.stream_token(STOPPED)
        await shown.send()
        reply = await turn.rest()
        await self.tell(conversation, choices=reply.choices if reply is not None else ())

    async def _finish(self, shown: Any, reply: "Reply") -> None:

        links = await asyncio.to_thread(sources, self._coach(), reply.citations, reply.conversation)
        if reply.asking is None:
            links += take_home(reply.conversation)
        if links:
            await shown.stream_token(links)
        await shown.send()
        await self.tell(reply.conversation, reply.turn, reply.choices, done=reply.asking is None)

    async def tell(
        self,
        conversation: str,
        turn: int | None = None,
        choices: tuple[str, ...] | None = None,
        done: bool = False,
        resumed: bool = False,
    ) -> None:
        """Let the page know that there is something new: it asks for the plan itself, and offers what to say.

        `resumed`: there is only if the page has an older plan, or none.

        Not as Chainlit's actions: each one sent or removed draws every message of the talk anew.
        """
        import chainlit as cl

        who, store = user(), self._coach().store

        def look(turn: int | None, choices: tuple[str, ...] | None) -> tuple[int, tuple[str, ...]]:
            at = store.last_sequence(who, conversation) if turn is None else turn
            if choices is None:
                return at, kept_choices(store.conversation(who, conversation).meta, at)
            keep_choices(store, who, conversation, at, choices)
            return at, choices

        at, offered = await asyncio.to_thread(look, turn, choices)
        told = {"coach": "plan", "conversation": conversation, "turn": at, **offers(offered, done)}
        await cl.send_window_message({**told, "resumed": resumed})

    async def on_resume(self, thread: Any) -> None:
        """Take the tab back into its conversation. Messages sent here would be overwritten by the talk."""
        import chainlit as cl

        who, conversation = user(), thread["id"]
        cl.user_session.set("conversation", conversation)
        state = await asyncio.to_thread(lambda: self._coach().state(who, conversation))
        done = state.asking is not None and state.asking.kind == "done"
        await self.tell(conversation, state.turn, done=done, resumed=True)

    async def last_message(self) -> str | None:
        """Return the id of the last message of the tab's conversation: the only one that can be edited."""
        import chainlit as cl

        who, conversation = user(), cl.user_session.get("conversation")
        if not conversation:
            return None

        def read() -> str | None:
            records = self._coach().store.turns(who, conversation)
            hidden = rewound(list(records))
            kept = [r for r in records if r.sequence not in hidden and r.sequence > 0]
            return message_id(kept[-1].message_id) if kept else None

        return await asyncio.to_thread(read)
