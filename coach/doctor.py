"""What `coach doctor` says: what is configured, what is missing, what to do."""

import sys

from coach.errors import CoachError


def report() -> tuple[list[str], bool]:
    """Return the lines of the report, and whether the coach can be served."""
    from coach import __version__
    from coach.library.search import Library
    from coach.settings import Settings
    from coach.store import Store

    lines = [f"coach {__version__}, Python {sys.version.split()[0]}"]
    try:
        settings = Settings.read()
    except CoachError as e:
        return [*lines, f"settings   NOT GOOD: {e}"], False
    good = True
    if settings.model:
        lines.append(f"voice      guided; COACH_MODEL is {settings.model}, but this version speaks by rules only")
    else:
        lines.append("voice      guided: no language model, nothing leaves this machine")
    try:
        settings.prepare()
        lines.append(f"data       {settings.data_dir}, writable")
        Store.open(settings.database_url).close()
        lines.append("database   opens")
        library = Library.open(settings.data_dir, embeddings=settings.embeddings)
        lines.append(f"library    {len(library.passages())} passages, embedding {settings.embeddings}")
    except CoachError as e:
        good = False
        lines.append(f"           NOT GOOD: {e}")
    try:
        settings.check_binding()
        people = len(settings.users())
        who = f"{people} people may sign in" if people else "one local user, this machine only"
        lines.append(f"serving    http://{settings.host}:{settings.port}, {who}")
    except CoachError as e:
        good = False
        lines.append(f"serving    NOT GOOD: {e}")
    lines.append("ready: run `coach serve`" if good else "not ready: see above")
    return lines, good
