"""Reports: complete, readable by what reads them, and safe whatever a model or a person wrote."""

import re
from xml.etree import ElementTree

from markdown_it import MarkdownIt

from evals.gate import Fall
from evals.report.junit import junit
from evals.report.markdown import MARK, markdown
from evals.report.page import page
from evals.report.view import row, transcript
from evals.results import Results
from tests.evals.made import accepted, score

EVIL = "<script>alert(1)</script> `x` | ![a](http://evil.example) \x07 {{ 7*7 }}"


def _all(name: str = "a") -> tuple[list, list, list]:  # type: ignore[type-arg]
    scores = [score({name: False, "b": True, "c": None})]
    for attempt in scores[0].cases[0].attempts:
        attempt.run.output.update(said=EVIL, reply=EVIL)
    rows = [row(s, accepted({"b": True}), 1) for s in scores]
    return rows, scores, [Fall("guided/understand", f"fell {EVIL}", (name,))]


def test_a_row_has_rate_interval_baseline_and_cost() -> None:
    scores = [score({"a": [True, False], "b": [True, True]})]
    for case in scores[0].cases:
        for attempt in case.attempts:
            attempt.run.output["usage"] = {"calls": 2, "input_tokens": 100, "output_tokens": 20, "cost": 0.25}
    (one,) = [row(s, accepted({"a": True, "b": True}), 2) for s in scores]
    assert (one.passed, one.of, one.before, one.all_of) == (3, 4, "100.0%", "50.0%")
    assert one.low < one.rate < one.high
    assert (one.calls, one.tokens, one.cost) == (8, 480, "1.0000")
    assert one.behaviours == (("b", 3, 4),)


def test_the_comment_names_what_fell_and_cannot_be_broken_out_of() -> None:
    text = markdown(*_all(EVIL))
    assert text.startswith(MARK)
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text.replace(MARK, ""))
    assert "<script" not in html
    assert "<img" not in html
    assert "gate is shut" in html
    assert len(text) < 65_536


def test_the_xml_has_a_test_for_each_case_and_one_failure_for_each_fall() -> None:
    root = ElementTree.fromstring(junit(*_all(EVIL)[1:]))  # noqa: S314 - our own
    suites = {s.get("name"): s for s in root}
    cases = list(suites["guided/understand"])
    assert len(cases) == 3
    assert suites["guided/understand"].get("failures") == "1"
    kinds = [[child.tag for child in case] for case in cases]
    assert kinds == [["failure"], [], ["skipped"]], "an unscored case is no pass"
    assert suites["gate"].get("failures") == "1"


def test_the_page_stands_alone_and_shows_words_as_words() -> None:
    rows, scores, shut = _all()
    results = Results(at="2026-03-02", blocks=[s.block for s in scores])
    text = page(rows, scores, shut, results, None)
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "49" not in re.findall(r"{{[^}]*}}|49", text), "what was said is no template"
    assert not re.search(r"(src|href)=[\"']https?:", text)
    assert "default-src 'none'" in text


def test_the_page_sets_a_talk_beside_the_last_one_where_it_changed() -> None:
    rows, scores, shut = _all()
    results = Results(at="2026-03-02", blocks=[s.block for s in scores])
    before = results.model_copy(deep=True)
    assert "the last time" not in page(rows, scores, shut, results, before)
    before.blocks[0].runs[0].output["reply"] = "Something else?"
    text = page(rows, scores, shut, results, before)
    assert text.count("the last time") == 1
    assert "Something else?" in text


def test_a_transcript_has_everybody_in_it() -> None:
    turns = {"turns": [{"said": "", "reply": "Hello?"}, {"said": "Hi", "events": ["Answered", "Asked"], "reply": "Who?"}, {"said": "x", "error": "No."}]}  # fmt: skip
    assert transcript(turns) == [
        ("coach", "Hello?"), ("person", "Hi"), ("understood", "Answered"), ("coach", "Who?"), ("person", "x"), ("refused", "No."),
    ]  # fmt: skip
