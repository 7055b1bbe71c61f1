"""The report as JUnit's XML, which every build server reads: a suite a test suite, a case a test."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from evals.gate import Fall
from evals.report.view import wrong
from evals.scores import CaseScore, Score

_UNREAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold, however they are written."""


def junit(scores: Sequence[Score], shut: Sequence[Fall]) -> str:
    """Return the XML. Cases that were known to fail are skipped tests: what fails a build is the gate."""
    root = ElementTree.Element("testsuites", name="evals")
    fallen = {(fall.key, name) for fall in shut for name in fall.cases}
    for score in scores:
        skipped = sum(not c.good for c in score.cases)
        suite = ElementTree.SubElement(
            root, "testsuite", name=score.key, tests=str(len(score.cases)), time=f"{score.block.seconds:.3f}",
            failures=str(sum((score.key, c.name) in fallen for c in score.cases)), skipped=str(skipped),
        )  # fmt: skip
        for case in score.cases:
            _case(suite, score, case, (score.key, case.name) in fallen)
    gate = ElementTree.SubElement(
        root, "testsuite", name="gate", tests=str(max(1, len(shut))), failures=str(len(shut))
    )
    for fall in shut:
        test = ElementTree.SubElement(gate, "testcase", classname="gate", name=fall.key)
        ElementTree.SubElement(test, "failure", message=_real(fall.what)).text = _real(str(fall))
    if not shut:
        ElementTree.SubElement(gate, "testcase", classname="gate", name="nothing fell")
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ElementTree.Element, score: Score, case: CaseScore, fell: bool) -> None:
    seconds = sum(a.run.seconds for a in case.attempts)
    test = ElementTree.SubElement(
        suite,
        "testcase",
        classname=f"{score.key}.{_real(case.behaviour)}",
        name=_real(case.name),
        time=f"{seconds:.3f}",
    )
    if case.good:
        return
    why = "; ".join(f"{v.name}: {v.reason}" for a in case.attempts for v in wrong(a))
    kind = "failure" if fell else "skipped"
    text = why if case.scored else f"unscored: {why}"
    ElementTree.SubElement(test, kind, message=_real(text[:500]))


def _real(text: str) -> str:
    return _UNREAL.sub("�", text)
