"""`coach` that takes its time to bring a tab back into its talk, as a large database on a slow disk does."""

import asyncio
import os
from pathlib import Path
from typing import Any

from coach.cli import main
from coach.web import app

GO = Path(os.environ["COACH_DATA_DIR"]) / "go"
"""Where this file is, tabs come back."""

install = app.install


def unhurried(*given: Any) -> None:
    install(*given)
    from chainlit import socket  # only now: it writes files where it is imported

    resume = socket.resume_thread

    async def later(session: Any) -> Any:
        while not GO.exists():  # noqa: ASYNC110 - a file tells nobody
            await asyncio.sleep(0.02)
        return await resume(session)

    socket.resume_thread = later


app.install = unhurried  # type: ignore[assignment]
main()
