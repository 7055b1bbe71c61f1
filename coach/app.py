"""Putting the parts together: store, library and voice become one `Coach`, for every way in alike."""

from typing import TYPE_CHECKING

from coach.errors import UserError
from coach.settings import Settings

if TYPE_CHECKING:
    from coach.language.model.voice import ModelVoice
    from coach.ports import Voice
    from coach.turn import Coach, Reply

TITLE_LENGTH = 60
MIN_PREFIX, ID_LENGTH = 4, 32


def build(settings: Settings) -> "Coach":
    """Return the coach of these settings; makes the data folder and the database if they are new.

    Raises:
        ConfigError: the data folder cannot be used, or the setting of the library or the model names nothing usable.
        StoreError: the database or the index cannot be opened.
    """
    from coach.language.guided import speak, understand
    from coach.library.collection import chroma_of
    from coach.library.search import Library
    from coach.store import Store
    from coach.turn import Coach
    from coach.voices import Caps

    settings.prepare()
    models = _models(settings)
    store = Store.open(settings.database_url)
    library = Library.open(settings.data_dir, embeddings=settings.embeddings, chroma=chroma_of(settings))
    for voice in models:
        voice.warm()
    caps = Caps(settings.cap_conversation, settings.cap_day)
    return Coach(store, library, understand, speak, voices=models, caps=caps)


def _models(settings: Settings) -> "tuple[ModelVoice, ...]":
    if settings.model is None:
        return ()
    from coach.language.model.voice import configured

    return configured(settings)


def voices(settings: Settings) -> "tuple[Voice, ...]":
    """Return the voices a conversation may choose among, the default one first; the guided one is always there.

    Raises:
        ConfigError: a model is configured that cannot be reached for want of a package or a key.
    """
    from coach.language.guided import speak, understand
    from coach.ports import Plain

    return (*_models(settings), Plain(understand, speak))


def name_after(coach: "Coach", user: str, reply: "Reply", text: str) -> None:
    """Give a conversation that has no title the first words that were typed in it."""
    words = " ".join(text.split())
    if reply.turn != 1 or not words or coach.store.conversation(user, reply.conversation).title:
        return
    title = words if len(words) <= TITLE_LENGTH else words[: TITLE_LENGTH - 1].rstrip() + "…"
    coach.store.rename(user, reply.conversation, title)


def find(coach: "Coach", user: str, given: str) -> str:
    """Return the id of a conversation from the id, the start of one, or `last`.

    Raises:
        UserError: this user has none such, or several start so.
    """
    wanted = given.strip()
    # Ids have 32 characters; nobody types them.
    if wanted == "last" or MIN_PREFIX <= len(wanted) < ID_LENGTH:
        ids = [c.id for c in coach.store.conversations(user, limit=1 if wanted == "last" else 10_000)]
        fitting = [i for i in ids if wanted == "last" or i.startswith(wanted)]
        if len(fitting) > 1:
            raise UserError(f"{len(fitting)} conversations start with {wanted!r}: type more of the id.")
        if fitting:
            return fitting[0]
        if wanted == "last":
            raise UserError("You have no conversation yet: begin with `coach chat`.")
    return coach.store.conversation(user, wanted).id
