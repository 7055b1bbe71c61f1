"""Recordings: what a model said is replayed to the letter; anything that would be sent anew ends the run."""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from coach.errors import ConfigError
from coach.language import prompts
from coach.language.model.chat import Answer, Usage
from coach.language.model.faults import ModelFault
from coach.language.model.voice import ModelVoice
from coach.language.prompts import Filled, parse, prompts_folder
from coach.ports import Stop
from evals import voices
from evals.recordings import Missing, Recorder, Replaying, Shelf, key_of
from evals.run import run
from evals.suites import SUITES
from evals.voices import Voice

FILLED = Filled("You are kind.", "Hello", "speak", "d1")
CASE = "corrections: actually 24, not 12"


@dataclass
class Scripted:
    """A model that says what it is told to, and counts how often it was asked."""

    says: str = "That is clear. What is the number?"
    name: str = "stub:one"
    asked: list[str] = field(default_factory=list)

    def ask(self, prompt: Filled, schema: Mapping[str, Any], stop: Stop) -> Answer:
        self.asked.append(prompt.name)
        return Answer('{"language": "en", "findings": [], "intents": []}', Usage(100, 10))

    def stream(self, prompt: Filled, stop: Stop) -> Iterator[str | Usage]:
        self.asked.append(prompt.name)
        yield from self.says.split("|")
        yield Usage(200, 20)


def said(stream: Iterator[str | Usage]) -> tuple[str, Usage]:
    pieces = list(stream)
    return "".join(p for p in pieces if isinstance(p, str)), next(p for p in pieces if isinstance(p, Usage))


def test_what_was_said_is_said_again_and_costs_no_call(tmp_path: Path) -> None:
    model, shelf = Scripted("One.| Two?"), Shelf.of("speak", tmp_path)
    first = said(Recorder(model, shelf).stream(FILLED, Stop()))
    again = Shelf.of("speak", tmp_path)
    assert said(Replaying("stub:one", again).stream(FILLED, Stop())) == first == ("One. Two?", Usage(200, 20))
    assert said(Recorder(model, again).stream(FILLED, Stop())) == first
    assert model.asked == ["speak"]
    assert again.models == {"stream": "stub:one"}


def test_a_reply_that_is_cut_short_is_kept_whole(tmp_path: Path) -> None:
    shelf = Shelf.of("speak", tmp_path)
    stream = Recorder(Scripted("One.| Two?| Three."), shelf).stream(FILLED, Stop())
    assert next(stream) == "One."
    stream.close()  # type: ignore[attr-defined]
    assert [r.pieces for r in Shelf.of("speak", tmp_path).kept.values()] == [("One.", " Two?", " Three.")]


def test_everything_that_is_sent_counts() -> None:
    schema = {"type": "object"}
    keys = {
        key_of("ask", "m", FILLED, schema),
        key_of("stream", "m", FILLED, schema),
        key_of("ask", "n", FILLED, schema),
        key_of("ask", "m", Filled("You are kind!", "Hello"), schema),
        key_of("ask", "m", Filled("You are kind.", "Hello!"), schema),
        key_of("ask", "m", FILLED, {"type": "array"}),
    }
    assert len(keys) == 6
    ids = [Filled("x", f"conversation {c * 32}") for c in "ab"]
    assert key_of("ask", "m", ids[0]) == key_of("ask", "m", ids[1]), (
        "an id of a conversation is new each time"
    )


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (Filled("You are curt.", "Hello", "speak", "d2"), "prompts/speak.md changed"),
        (Filled("You are kind.", "Bye", "speak", "d1"), "the case is new"),
        (Filled("x", "y", "other", "d9"), "nothing was recorded for the prompt other"),
    ],
)
def test_a_missing_one_says_why_and_how_to_record_again(tmp_path: Path, sent: Filled, says: str) -> None:
    shelf = Shelf.of("speak", tmp_path)
    list(Recorder(Scripted(), shelf).stream(FILLED, Stop()))
    with pytest.raises(Missing, match=re.escape(says)) as raised:
        list(Replaying("stub:one", shelf).stream(sent, Stop()))
    assert "coach eval record speak" in str(raised.value)
    assert not isinstance(raised.value, ModelFault), (
        "the voice would go on by rules, and the run would prove nothing"
    )


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "speak.jsonl").write_text('{"key": "1"}\n', "utf-8")
    with pytest.raises(ConfigError, match=r"speak.jsonl, line 1"):
        Shelf.of("speak", tmp_path)


def test_tidying_throws_away_what_nobody_needed(tmp_path: Path) -> None:
    shelf = Shelf.of("speak", tmp_path)
    list(Recorder(Scripted(), shelf).stream(FILLED, Stop()))
    later = Shelf.of("speak", tmp_path)
    list(Recorder(Scripted(), later).stream(Filled("New.", "Hello"), Stop()))
    assert later.tidy() == 1
    assert len(Shelf.of("speak", tmp_path).kept) == 1


def _voice(shelf: Shelf, model: Scripted) -> Voice:
    recorder = Recorder(model, shelf)
    made = ModelVoice(model.name, "stub", "nobody", words=lambda: recorder, reader=lambda: recorder)
    return Voice("live", made, model.name, judge=recorder)


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Record one case of two suites and let `recorded` runs find that."""
    for suite, name in (("understand", CASE), ("speak", "pushback: this is theory")):
        (one,) = [c for c in SUITES[suite].load() if c.name == name]
        SUITES[suite].run(one.case, _voice(Shelf.of(suite, tmp_path), Scripted()))
    monkeypatch.setattr("evals.voices.Shelf.of", lambda suite: _of(suite, tmp_path))
    return tmp_path


_of = Shelf.of


def test_a_recorded_suite_runs_without_a_model_and_tells_what_it_cost(recorded: Path) -> None:
    results = run([SUITES["understand"]], ["recorded"], pattern=CASE, progress=False)
    (block,) = results.blocks
    assert (block.voice, block.model) == ("recorded", "stub:one")
    assert set(block.prompts) >= {"understand", "speak", "judge"}
    (only,) = block.runs
    assert only.error is None
    assert only.output["usage"]["input_tokens"] == 100
    again = run([SUITES["understand"]], ["recorded"], pattern=CASE, progress=False)
    assert again.blocks[0].runs[0].output == only.output


@pytest.mark.parametrize(("suite", "prompt"), [("understand", "understand"), ("speak", "speak")])
def test_an_instruction_that_is_deleted_makes_the_recordings_stale(
    recorded: Path, suite: str, prompt: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pattern = CASE if suite == "understand" else "this is theory"
    assert run([SUITES[suite]], ["recorded"], pattern=pattern, progress=False).blocks
    folder = tmp_path / "prompts"
    shutil.copytree(prompts_folder(), folder)
    lines = (folder / f"{prompt}.md").read_text("utf-8").splitlines(keepends=True)
    rule = next(n for n, line in enumerate(lines) if line.startswith("- ") and "{{" not in line)
    del lines[rule]
    (folder / f"{prompt}.md").write_text("".join(lines), "utf-8")
    monkeypatch.setattr(prompts, "load", lambda name: parse(name, (folder / f"{name}.md").read_text("utf-8")))
    with pytest.raises(Missing, match=f"prompts/{prompt}.md changed"):
        run([SUITES[suite]], ["recorded"], pattern=pattern, progress=False)


def test_a_case_that_was_never_recorded_ends_the_run(recorded: Path) -> None:
    with pytest.raises(Missing, match="cannot be replayed"):
        run([SUITES["understand"]], ["recorded"], pattern="corrections", progress=False)


def test_only_the_people_whose_talks_are_kept_are_replayed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def play(case: Any, voice: Voice) -> dict[str, Any]:
        asked.append(case.name)
        return {}

    monkeypatch.setattr("evals.voices.Shelf.of", lambda suite: _of(suite, tmp_path))
    monkeypatch.setattr("evals.run.chosen", lambda *_, **__: _voice(_of("journeys", tmp_path), Scripted()))
    suite = replace(SUITES["journeys"], run=play)
    run([suite], ["recorded"], progress=False)
    kept = [one.case.name for one in suite.load() if one.case.recorded]
    assert sorted(asked) == sorted(kept)
    assert len(kept) == 4
    asked.clear()
    run([suite], ["live"], progress=False)
    assert len(asked) == len(suite.load())


def test_nothing_recorded_is_no_voice_and_nothing_is_invented(tmp_path: Path) -> None:
    assert voices.recorded(Shelf.of("speak", tmp_path)) is None


def test_what_is_in_the_repository_was_said_by_a_real_model() -> None:
    for path in (Path(voices.__file__).parent / "recordings").glob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            assert not json.loads(line)["model"].startswith(("stub", "stand-in")), path.name
