"""What a run leaves: plain JSON with everything that grading and reports need, so that judging again costs nothing."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from coach.errors import UserError

VERSION = 1


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Run(Part):
    """One attempt at one case."""

    case: str
    behaviour: str
    attempt: int
    seconds: float
    output: dict[str, Any] = {}
    error: str | None = None
    """What broke, where nothing came out: such an attempt failed."""


class Block(Part):
    """One suite, run with one voice."""

    suite: str
    voice: str
    model: str | None = None
    cases_digest: str
    prompts: dict[str, str] = {}
    """Name of each prompt -> its content hash."""
    seconds: float
    runs: list[Run]


class Results(Part):
    version: int = VERSION
    at: str
    commit: str = ""
    repeat: int = 1
    live: bool = False
    """Whether a model answered now; else all that came out is the same each time."""
    whole: bool = True
    """Whether every case of each suite was run."""
    blocks: list[Block]
    voices: list[str] = []
    suites: list[str] = []
    """What was asked for: a suite that is missing here was not only left out."""
    verdicts: dict[str, bool] = {}
    """The judge's, by the hash of what it was asked."""

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.model_dump_json(), "utf-8")

    @staticmethod
    def load(path: Path) -> "Results":
        """Read results.

        Raises:
            UserError: there are none, or they are of another version.
        """
        try:
            return Results.model_validate_json(path.read_text("utf-8"))
        except OSError as error:
            raise UserError(f"{path} cannot be read ({error.strerror}): run `coach eval` first.") from error
        except (ValidationError, ValueError) as error:
            raise UserError(f"{path} holds no results of this version: run `coach eval` again.") from error
