"""The coach put together: settings -> store, library and voice. What the terminal and the browser share."""

from coach.settings import Settings
from coach.turn import Coach


def build(settings: Settings) -> Coach:
    """Return a coach over the user's data folder.

    Raises:
        ConfigError: the data folder cannot be used, or the library cannot be opened.
        StoreError: the database cannot be opened.
    """
    from coach.language.guided import speak, understand
    from coach.library.search import Library
    from coach.store import Store

    settings.prepare()
    store = Store.open(settings.database_url)
    library = Library.open(settings.data_dir, embeddings=settings.embeddings)
    return Coach(store, library, understand, speak)
