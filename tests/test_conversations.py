"""Conversations as people type them: each case is a talk, with what must be understood, asked, cited and kept.

The cases are data: `tests/conversations/<behaviour>/*.yaml`, a list of cases a file. A case says `name`, `after` (the
question that an architect's journey is played up to) and `talk`: what the person says, and what is expected then.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach import ripple, stages
from coach.language.spans import fold
from coach.library.search import Library
from tests.journeys import ARCHITECT
from tests.talk import Talk

FOLDER = Path(__file__).parent / "conversations"
BEHAVIOURS = (
    "answers over_answers corrections digressions parking vague dont_know skip back undo off_topic nonsense review "
    "suggestions pushback few_people large_firm edits"
).split()
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


def _cases() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in sorted(FOLDER.glob("*/*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            yield f"{path.parent.name}: {case['name']}", case


CASES = dict(_cases())


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library.open(tmp_path_factory.mktemp("library"))


Start = Callable[[str | None], Talk]


@pytest.fixture(scope="session")
def start(library: Library) -> Start:
    """Return a talk that is about to answer a question; states are immutable, so each prefix is played once."""

    @cache
    def reached(question: str | None) -> Talk:
        talk = Talk(library).open()
        for asked, answer in ARCHITECT.items():
            if question is None or asked == question:
                break
            talk.say(answer)
        if question is not None and talk.asking != question:
            pytest.fail(f"the journey came to {talk.asking}, not to {question}", pytrace=False)
        return talk

    return lambda question: copy(reached(question))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_conversation_goes_as_it_should(case: Mapping[str, Any], start: Start) -> None:
    talk = start(case.get("after"))
    for step in case["talk"]:
        said = str(step["say"]) * step.get("times", 1)
        before = talk.state.core.plan_key()
        talk.say(said)
        where = f"after {said[:80]!r}, understood as {[e.type for e in talk.events]}, came: {talk.reply}"
        _is_well_said(talk, where)
        for name, wanted in step.get("expect", {}).items():
            if name == "changes_nothing":
                assert (talk.state.core.plan_key() == before) is wanted, where
            else:
                CHECKS[name](talk, wanted, where)


def _is_well_said(talk: Talk, where: str) -> None:
    assert talk.reply.strip(), where
    assert QUOTED.sub("", talk.reply).count("?") <= 1, f"more than one question {where}"
    assert "{" not in talk.reply, where
    assert "None" not in talk.reply, where
    for citation in talk.citations:
        assert citation.quote in talk.library.passage(citation.passage).text, f"{citation} {where}"


def _same(got: object, wanted: object) -> bool:
    if isinstance(got, tuple | list) and isinstance(wanted, list):
        return len(got) == len(wanted) and all(map(_same, got, wanted))
    if isinstance(got, str) and isinstance(wanted, str):
        return fold(got, True) == fold(wanted, True)
    return got == wanted


def _fields(talk: Talk, wanted: Mapping[str, Any], where: str) -> None:
    for pointer, value in wanted.items():
        assert _same(talk.at(pointer), value), f"{pointer} is {talk.at(pointer)!r}, not {value!r} {where}"


def _review(talk: Talk) -> set[str]:
    core = talk.state.core
    return {ripple.question_of(core, key) for key in core.review} | set(core.review)


def _equal(read: Callable[[Talk], object]) -> Callable[[Talk, Any, str], None]:
    def check(talk: Talk, wanted: Any, where: str) -> None:
        assert read(talk) == wanted, f"{read(talk)!r}, not {wanted!r}: {where}"

    return check


def _subset(read: Callable[[Talk], set[str]], inside: bool = True) -> Callable[[Talk, Any, str], None]:
    def check(talk: Talk, wanted: Any, where: str) -> None:
        got = read(talk)
        ok = set(wanted) <= got if inside else not set(wanted) & got
        assert ok, f"{sorted(got)} against {wanted}: {where}"

    return check


def _cites(talk: Talk, wanted: bool | str, where: str) -> None:
    if isinstance(wanted, str):
        assert any(c.passage.startswith(wanted) for c in talk.citations), f"{talk.citations} {where}"
    else:
        assert bool(talk.citations) is wanted, f"{talk.citations} {where}"


def _says(talk: Talk, wanted: str, where: str) -> None:
    assert wanted.casefold() in talk.reply.casefold(), where


def _says_not(talk: Talk, wanted: str, where: str) -> None:
    assert wanted.casefold() not in talk.reply.casefold(), where


def _proven(talk: Talk, wanted: Mapping[str, str], where: str) -> None:
    for pointer, status in wanted.items():
        why = talk.plan.provenance.get(pointer)
        assert why is not None, f"{pointer} {where}"
        assert why.status == status, f"{pointer}: {why} {where}"
        assert status != "confirmed" or why.suggestion, f"{pointer} names no suggestion {where}"


def _matches(talk: Talk, wanted: Mapping[str, str], where: str) -> None:
    for pointer, pattern in wanted.items():
        assert re.search(pattern, str(talk.at(pointer))), f"{pointer} is {talk.at(pointer)!r} {where}"


CHECKS: Mapping[str, Callable[[Talk, Any, str], None]] = {
    "asking": _equal(lambda t: t.asking),
    "kind": _equal(lambda t: t.move.asks.kind if t.move else None),
    "digressed": _equal(lambda t: t.move.digressions[0].kind if t.move and t.move.digressions else None),
    "stage": _equal(lambda t: t.state.stage()),
    "status": _equal(lambda t: t.plan.status),
    "parked": _equal(lambda t: sum(i.verdict == "open" for i in t.plan.parked)),
    "verdicts": _equal(lambda t: [i.verdict for i in t.plan.parked]),
    "parked_text": _equal(lambda t: [i.text for i in t.plan.parked]),
    "pace": _equal(lambda t: t.state.core.pace),
    "events": _equal(lambda t: [e.type for e in t.events]),
    "fields": _fields,
    "review": _subset(_review),
    "not_review": _subset(_review, inside=False),
    "open": _subset(lambda t: set(t.state.core.open)),
    "not_open": _subset(lambda t: set(t.state.core.open), inside=False),
    "nothing_to_review": _equal(lambda t: not t.state.core.review),
    "cites": _cites,
    "says": _says,
    "not_says": _says_not,
    "proven": _proven,
    "matches": _matches,
    "offered": _equal(lambda t: len(t.state.core.suggestions)),
}


def test_there_are_enough_cases_and_every_behaviour_has_its_own() -> None:
    assert len(CASES) >= 60
    behaviours = {name.partition(":")[0] for name in CASES}
    assert behaviours >= set(BEHAVIOURS)
    assert {case["after"] for case in CASES.values() if case.get("after")} <= set(stages.QUESTION)


def test_every_case_expects_something() -> None:
    for name, case in CASES.items():
        assert any(step.get("expect") for step in case["talk"]), name
