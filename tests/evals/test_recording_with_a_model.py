"""A whole round over the wire: a model is recorded, and the suites then run without it."""

from pathlib import Path

import pytest

from evals import gate, recordings
from evals.forms import Persona
from evals.recordings import Shelf
from evals.results import Results
from evals.suites import SUITES
from evals.voices import live, recorded
from tests.evals.test_commands import coach
from tests.language.model.mind import finding, intent, understood
from tests.model_server import KEY, Answer, ModelServer, Request, serving

DOZEN = "a dozen of us"
THEORY = "this is theory"


def mind(request: Request) -> Answer:
    """Answer as a capable model would, to what these tests ask."""
    if "The claim: " in request.text:
        return Answer(data={"reason": "It asks for fifty.", "verdict": "holds"})
    if "You play a person" in request.text:
        return Answer(
            text="goodbye" if "in Kent" in request.text else "We make chairs for schools in Kent, nine of us."
        )
    if not request.structured:
        return Answer(text="That is too wide to plan with. You may post only fifty letters: who gets them?")
    if "a dozen" in request.text:
        return Answer(data=understood([finding("company.size", "a dozen", value="12")]))
    return Answer(data=understood([], [intent("vague")]))


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "ModelServer":
    monkeypatch.setattr(recordings, "FOLDER", tmp_path / "recordings")
    with serving() as made:
        made.always(mind)
        monkeypatch.setenv("COACH_MODEL", "openai:stub")
        monkeypatch.setenv("COACH_MODEL_PRICE", "1,2")
        monkeypatch.setenv("OPENAI_BASE_URL", made.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        yield made  # type: ignore[misc]


def test_what_a_model_says_is_recorded_once_and_replayed_without_it(
    server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for suite, words in (("understand", DOZEN), ("speak", THEORY)):
        code, out = coach("record", suite, "--case", words, "--quiet")
        assert code == 0, out
    calls = len(server.requests)
    assert calls == 4, "one to understand, one to speak, two to judge"
    coach("record", "understand", "--case", DOZEN, "--quiet")
    assert len(server.requests) == calls, "what is recorded is not asked for again"
    text = "".join(p.read_text("utf-8") for p in recordings.FOLDER.iterdir())
    assert KEY not in text

    for name in ("COACH_MODEL", "OPENAI_BASE_URL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name)
    for suite, words in (("understand", DOZEN), ("speak", THEORY)):
        out_dir = tmp_path / suite
        code, out = coach(suite, "--case", words, "--voice", "recorded", "--quiet", "--out", str(out_dir))
        assert code == 0, out
        assert "1/1" in out, out
    assert len(server.requests) == calls
    stored = Results.load(tmp_path / "speak" / "part.json")
    assert list(stored.verdicts.values()) == [True, True]
    assert not stored.live


def test_live_attempts_are_counted_and_paid_for(server: ModelServer, tmp_path: Path) -> None:
    code, out = coach(
        "understand",
        "--case",
        DOZEN,
        "--voice",
        "live",
        "--repeat",
        "3",
        "--jobs",
        "2",
        "--quiet",
        "--out",
        str(tmp_path),
    )
    assert code == 0, out
    assert "3/3" in out
    results = Results.load(tmp_path / "part.json")
    assert results.live
    assert sorted(r.attempt for r in results.blocks[0].runs) == [1, 2, 3]
    usage = [r.output["usage"] for r in results.blocks[0].runs]
    assert all(u["calls"] == 1 and u["cost"] > 0 for u in usage)
    assert not recordings.FOLDER.exists(), "a live run keeps nothing unless asked"


def test_a_live_score_is_held_to_the_recorded_one_until_it_has_its_own() -> None:
    from tests.evals.made import accepted, score

    names = {f"c{n}": n < 5 for n in range(40)}
    was = accepted(dict.fromkeys(names, True), voice="recorded")
    (fall,) = gate.falls([score(names, voice="live")], was, {}, live=True)
    assert "beyond noise" in fall.what
    assert gate.falls([score(names, voice="live")], {}, {}, live=True) == []
    assert gate.falls([score(names, voice="live")], {}, {"recorded/understand": 0.5}, live=True)


def test_a_model_plays_a_person_until_that_person_leaves(server: ModelServer) -> None:
    (architect,) = [one.case for one in SUITES["journeys"].load() if one.name == "architect"]
    assert isinstance(architect, Persona)
    voice = live(played=True)
    assert voice.player is not None
    out = SUITES["journeys"].run(architect, voice)
    assert [t["said"] for t in out["turns"]] == ["", "We make chairs for schools in Kent, nine of us."]
    assert out["player"] == "model", "its words are its own, and it is graded so"


def test_the_judge_is_measured_with_its_recordings_too(server: ModelServer) -> None:
    coach("record", "judge", "--case", "asks for fifty", "--quiet")
    assert recorded(Shelf.of("judge")) is not None
    code, out = coach(
        "judge", "--case", "asks for fifty", "--voice", "recorded", "--quiet", "--out", str(recordings.FOLDER)
    )
    assert code == 0
    assert "recorded/judge" in out
