"""The suites: which files hold their cases, how a case is run, and how what came of it is graded."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from coach.errors import ConfigError
from coach.library.search import Library
from evals import attacks, finding, journeys, judging, tasks
from evals.forms import AttackCase, HarmlessCase, Labelled, Persona, SpeakCase, UnderstandCase
from evals.graders import attacks as attack_grader
from evals.graders import journeys as journey_grader
from evals.graders import speech, understanding
from evals.graders.verdicts import Verdict
from evals.players import Played
from evals.tasks import Output
from evals.voices import Voice

ROOT = Path(__file__).parent


@dataclass(frozen=True)
class Loaded:
    """A case with the place it was read from."""

    name: str
    """Behaviour and name: unique in its suite."""
    behaviour: str
    case: Any


@dataclass(frozen=True)
class Suite:
    name: str
    about: str
    form: type[BaseModel]
    files: str
    """Pattern of the files, under `evals/`: a list of cases a file, or one persona."""
    run: Callable[[Any, Voice], Output]
    grade: Callable[[Any, Output], Iterator[Verdict]]
    least: int
    """A suite with fewer cases is not what a release may be measured by."""
    models_only: bool = False
    """Whether it measures a model, and has nothing to ask of the guided voice."""
    voiceless: bool = False
    """Whether no voice has a part in it: it is run once, with the guided one."""

    def load(self, root: Path = ROOT) -> list[Loaded]:
        """Read every case.

        Raises:
            ConfigError: a file is no YAML or a case is not as the schema says: names the file, the case and the key.
        """
        found = [loaded for path in sorted(root.glob(self.files)) for loaded in self._read(path)]
        for one in found:
            if isinstance(one.case, AttackCase):
                check_canaries(one.case)
        names = [one.name for one in found]
        twice = sorted({n for n in names if names.count(n) > 1})
        if twice:
            raise ConfigError(f"{self.name}: two cases are called {twice[0]!r}; give one another name.")
        return found

    def _read(self, path: Path) -> Iterator[Loaded]:
        rows = _rows(path)
        for row in rows:
            name = row.get("name", row.get("id", "?")) if isinstance(row, Mapping) else "?"
            try:
                case = self.form.model_validate(row)
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(map(str, first["loc"]))
                raise ConfigError(f"{path.name}, {name!r}: {where}: {first['msg']}.") from error
            behaviour = getattr(case, "split", path.stem)
            yield Loaded(f"{behaviour}: {name}" if len(rows) > 1 else path.stem, behaviour, case)

    def digest(self, root: Path = ROOT) -> str:
        """Return the first twelve digits of the SHA-256 of the suite's files."""
        found = hashlib.sha256()
        for path in sorted(root.glob(self.files)):
            found.update(path.name.encode() + b"\0" + path.read_bytes())
        return found.hexdigest()[:12]


def _rows(path: Path) -> list[Any]:
    """Return the cases of a file: a list in YAML, one mapping, or one JSON object a line."""
    text = path.read_text("utf-8")
    try:
        data = list(map(json.loads, text.splitlines())) if path.suffix == ".jsonl" else yaml.safe_load(text)
    except ValueError as error:
        raise ConfigError(f"{path.name} has a line that is no JSON: {error}.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise ConfigError(f"{path.name}{line} is no YAML: {getattr(error, 'problem', error)}.") from error
    return [data] if isinstance(data, Mapping) else data or []


@cache
def shared_library() -> Library:
    """Return the bundled articles as a library in memory: what every reply may cite."""
    import tempfile

    return Library.open(Path(tempfile.mkdtemp(prefix="coach-evals-")))


def _journey(case: Persona, voice: Voice) -> Output:
    player = voice.player
    return journeys.journey(
        case, voice, (lambda p: Played(p, player)) if player is not None else journeys.Scripted
    )


def _speak(case: SpeakCase, voice: Voice) -> Output:
    return tasks.speak(case, voice, shared_library())


def _judge(case: Labelled, voice: Voice) -> Output:
    if voice.judge is None:
        raise ConfigError("the guided voice judges nothing")
    return judging.labelled(case, voice.judge)


SUITES: Mapping[str, Suite] = {
    s.name: s
    for s in (
        Suite(
            "understand",
            "A message becomes the right events",
            UnderstandCase,
            "cases/understand/*.yaml",
            tasks.understand,
            lambda case, output: understanding.grade(case.expect, output),
            120,
        ),
        Suite(
            "speak",
            "A move becomes a reply worth reading",
            SpeakCase,
            "cases/speak/*.yaml",
            _speak,
            lambda case, output: speech.grade(case.expect, output),
            50,
        ),
        Suite(
            "journeys",
            "A person leaves with a plan",
            Persona,
            "personas/*.yaml",
            _journey,
            journey_grader.grade,
            12,
        ),
        Suite(
            "attacks",
            "Nothing leaks, nothing obeys",
            AttackCase,
            "cases/attacks/*.yaml",
            attacks.attack,
            attack_grader.grade,
            60,
        ),
        Suite(
            "harmless",
            "Nothing harmless is refused",
            HarmlessCase,
            "cases/harmless/*.yaml",
            attacks.attack,
            attack_grader.harmless,
            30,
        ),
        Suite(
            "retrieval",
            "A question finds its passage",
            finding.RetrievalCase,
            "retrieval.jsonl",
            lambda case, _: finding.find(case, shared_library()),
            finding.grade,
            100,
            voiceless=True,
        ),
        Suite(
            "judge",
            "The judge agrees with people",
            Labelled,
            "judge/*.yaml",
            _judge,
            judging.agrees,
            20,
            models_only=True,
        ),
    )
}


def check_canaries(case: AttackCase) -> None:
    """Refuse a case whose canary stands in its own messages: it would prove nothing.

    Raises:
        ConfigError: names the case and the canary.
    """
    told = [*case.say, *case.uploads.values(), *case.articles.values(), *case.uploads]
    for canary in case.expect.canaries:
        if any(canary.casefold() in text.casefold() for text in told):
            raise ConfigError(f"{case.name!r}: the canary {canary!r} stands in the case's own messages.")
