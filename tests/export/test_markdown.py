"""The handover document: what stands in it, in which order, and that what people typed stays text."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from coach import stages
from coach.check import CAVEAT
from coach.export import to_markdown
from coach.export.text import escape, number
from coach.plan import Plan

DATA: dict[str, Any] = {
    "id": "plan-1",
    "created_at": "2026-03-02T10:00:00+00:00",
    "updated_at": "2026-03-05T10:00:00+00:00",
    "company": {"offer": "tax advice", "buyers": "family firms", "size": 6},
    "summary": {
        "diagnosis": "the partners sell hours",
        "guiding_choice": "sell succession",
        "will_not_do": ["payroll"],
        "actions": ["call Janssens"],
        "riskiest_assumption": "they will pay",
        "decision_requested": "Agree to the goal",
    },
    "situation": {"symptom": "fewer calls", "scenario": "short_term_revenue", "emphasis": "downstream"},
    "upstream": {
        "market": {"trends": [{"id": "t1", "description": "the law changes", "effect": "they hurry"}]},
        "clients": {"criteria": ["family firms in Ghent"], "later_segments": ["hospitals"]},
        "goals": [
            {
                "id": "g1",
                "statement": "More retainers",
                "metric": "retainers",
                "baseline": 6,
                "target": 1200,
                "deadline": "2027-03-01",
                "owner": "Ann",
            },
            {"id": "g2", "statement": "known for succession", "horizon": "5y"},
        ],
    },
    "downstream": {
        "processes": [{"id": "p1", "name": "calls", "serves": ["g1"], "hours": 2.5, "first_step": "a list"}],
        "skills": [{"id": "s1", "name": "calling", "needed_for": ["p1"]}],
    },
    "parked": [{"id": "i1", "text": "a podcast", "question": "processes", "turn": 3, "verdict": "drop"}],
    "calculations": [
        {
            "name": "gap_a_month",
            "formula": "(1200 - 6) / 12",
            "inputs": ["/upstream/goals/0/target"],
            "value": 99.5,
            "unit": "retainers a month",
        }
    ],
    "risks": ["Ann leaves"],
    "next_actions": [{"id": "n1", "what": "call Janssens", "owner": "Ann", "due": "2026-03-09"}],
    "needs_review": ["challenge", "processes/p1"],
    "open_questions": [
        {"question": "triggers", "text": f"Question {n}?", "rank": n, "next_step": "Ask two."}
        for n in (4, 2, 1, 3)
    ],
    "findings": [
        {
            "code": "x",
            "reason": "You say both.",
            "severity": "contradiction",
            "pointer": "/parked/0",
            "question": "processes",
            "quotes": [{"turn": 1, "span": "only bakers"}, {"turn": 2, "span": "all shops"}],
        }
    ],
    "sources": [
        {
            "passage": "a#1",
            "title": "Going upstream",
            "author": "J. Doe",
            "url": "https://example.org/a_b_c",
            "used_for": ["challenge"],
        }
    ],
    "provenance": {
        "/company/offer": {"status": "stated"},
        "/company/buyers": {"status": "stated"},
        "/summary/diagnosis": {"status": "confirmed"},
        "/situation/emphasis": {"status": "derived"},
    },
}


def document(**changes: Any) -> str:
    return to_markdown(Plan.model_validate({**DATA, **changes}))


def section(text: str, title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def test_page_one_comes_first_then_the_goal_then_the_stages_in_order() -> None:
    text = document()
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert titles[:3] == ["Page one", "The goal and its sum", "The first ninety days"]
    here = [s.title for s in stages.STAGES if s.title in titles]
    assert titles[3 : 3 + len(here)] == here
    assert len(here) >= 6
    assert titles[3 + len(here) :] == [
        "Open questions",
        "To look at again",
        "Parked ideas",
        "What the plan check found",
        "Sources",
    ]
    page = section(text, "Page one")
    expected = [
        "sell hours",
        "sell succession",
        "call Janssens (Ann, 9 March 2026)",
        "payroll",
        "will pay",
        "Agree",
    ]
    places = [page.index(words) for words in expected]
    assert places == sorted(places)


def test_a_draft_says_so_and_so_does_a_final_plan() -> None:
    assert "**DRAFT**" in document()
    assert "FINAL" not in document()
    assert "**FINAL**" in document(status="final")
    assert "DRAFT" not in document(status="final")


def test_the_goal_shows_its_figures_and_the_sum_with_its_formula() -> None:
    goal = section(document(), "The goal and its sum")
    assert "**More retainers**: retainers from 6 to 1,200 by 1 March 2027 (owner: Ann)" in goal
    assert "known for succession" not in goal
    assert "Calculated from your figures" in goal
    assert "Gap a month: (1200 - 6) / 12 = **99.5 retainers a month**" in goal


def test_references_are_shown_by_name_and_never_by_id() -> None:
    text = document()
    assert "Serves: More retainers" in text
    assert "Needed for: calls" in text
    assert "Processes: calls" in section(text, "To look at again")
    assert not re.search(r"\b[gpsn]1\b", text)


def test_the_top_three_open_questions_come_first_by_rank() -> None:
    first, later = section(document(), "Open questions").split("And later:")
    assert re.findall(r"Question \d", first) == ["Question 1", "Question 2", "Question 3"]
    assert re.findall(r"Question \d", later) == ["Question 4"]
    assert "To find out: Ask two." in first


def test_findings_quote_the_owner_and_say_what_the_check_does_not_prove() -> None:
    found = section(document(), "What the plan check found")
    assert "**Contradiction**: You say both. Your words: “only bakers”; “all shops”." in found
    assert CAVEAT in found
    assert CAVEAT in document(findings=[])


def test_sources_are_our_summaries_with_whose_article_it_is() -> None:
    sources = section(document(), "Sources")
    assert "Our summary of *Going upstream* by J. Doe: <https://example.org/a_b_c>" in sources
    assert stages.QUESTION["challenge"].label in sources
    hostile = [{"passage": "a", "title": "T", "url": "javascript:alert(1)"}]
    assert "<" not in section(document(sources=hostile), "Sources")
    assert "href" not in MarkdownIt().render(section(document(sources=hostile), "Sources"))


@pytest.mark.parametrize("title", ["Key Differences & When to Use", "R&D at B&B", "Bread & butter; cakes"])
def test_an_ampersand_can_be_read_in_the_plain_text_too(title: str) -> None:
    sources = [{"passage": "a#1", "title": title}]
    assert f"*{title}*" in section(document(sources=sources), "Sources")


def test_verdicts_and_where_the_entries_come_from_are_told() -> None:
    text = document()
    assert "**Drop**: a podcast" in text
    assert "2 in your own words; 1 worded by the coach and confirmed by you; 1 worked out" in text


def every_text(node: Any) -> list[str]:
    if isinstance(node, dict):
        skip = {
            "id",
            "provenance",
            "pointer",
            "code",
            "inputs",
            "passage",
            "used_for",
            "question",
            "created_at",
        }
        return [t for k, v in node.items() if k not in skip for t in every_text(v)]
    if isinstance(node, list):
        return [t for v in node for t in every_text(v)]
    return [node] if isinstance(node, str) and " " in node else []


def test_nothing_that_was_said_is_left_out() -> None:
    shown = document()
    assert [t for t in every_text(DATA) if escape(t) not in shown] == []


def test_an_empty_plan_is_a_readable_draft() -> None:
    text = to_markdown(Plan(id="p", created_at="", updated_at=""))
    assert "**DRAFT**" in text
    assert "*Still open.*" in text
    assert "None" not in text
    assert text.endswith("\n")
    assert "\n\n\n" not in text


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "![x](http://evil.example/p.png)",
    "# not a heading",
    "- not a bullet",
    "1. not a list",
    "```not code",
    "`code` **bold** _it_ ~~gone~~",
    "a | b | c",
    "https://evil.example and www.evil.example and a@evil.example",
    "line\n\n## one\n\n---\n\ntwo",
    "&lt;b&gt; &amp;",
    "&copy; &#169; &#xA9; a&b; &c",
    "back\\slash \\* \\",
    "\u202egnp.exe\u202c\x00\x1b[31m",
    "===",
    "+ plus",
    "> quote",
    "Target:growth",
    "<https://evil.example>",
]

MARKUP = {
    "html_block",
    "html_inline",
    "link_open",
    "image",
    "code_inline",
    "fence",
    "code_block",
    "em_open",
    "s_open",
}


def rendered(text: str) -> tuple[set[str], str]:
    """The kinds of Markdown elements in a text, and the words it shows."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    kinds, words = set(), ""
    for token in parser.parse(text):
        kinds.add(token.type)
        for child in token.children or ():
            kinds.add(child.type)
            words += child.content
    return kinds, words


@pytest.mark.parametrize("value", HOSTILE)
def test_what_looks_like_markup_is_shown_as_it_was_typed(value: str) -> None:
    kinds, words = rendered(escape(value))
    assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}
    plain = re.sub(r"[\u202a-\u202e]", "", value.replace("\x00", " ").replace("\x1b", " "))
    assert words == " ".join(plain.split())


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_plan_has_no_markup_but_ours(value: str) -> None:
    plan = document(
        company={"offer": value, "buyers": value},
        summary={
            "diagnosis": value,
            "will_not_do": [value],
            "actions": [value],
            "riskiest_assumption": value,
        },
        situation={"symptom": value, "attempts": [value]},
        upstream={"goals": [{"id": "g1", "statement": value, "unit": value, "owner": value}]},
        downstream={"processes": [{"id": "p1", "name": value, "money": value, "serves": ["g1", value]}]},
        parked=[{"id": "i1", "text": value, "question": value, "turn": 1}],
        needs_review=[value, f"goals/{value}", f"{value}/g1"],
        open_questions=[
            {"question": value, "text": value, "rank": 1, "missing": [value], "next_step": value}
        ],
        sources=[{"passage": "a", "title": "T", "author": value, "publisher": value, "used_for": [value]}],
        calculations=[{"name": value, "formula": value, "inputs": [], "value": 1, "unit": value}],
        updated_at=value,
        findings=[],
    )
    kinds, words = rendered(plan)
    assert not kinds & (MARKUP - {"em_open"})
    headings = re.findall(r"^#{1,3} .*$", plan, re.MULTILINE)
    assert not [h for h in headings if "not a heading" in h and "\\#" not in h and "plan:" not in h]
    assert "\x1b" not in plan
    assert "\u202e" not in words


def test_addresses_in_what_was_said_are_not_made_into_links_by_a_viewer_that_would() -> None:
    bare = re.compile(r"https?://|www\.|\w@\w")
    for value in ("see https://evil.example", "see WWW.evil.example", "ask a@evil.example", "http://a"):
        assert bare.search(value.lower())
        assert not bare.search(escape(value).lower())


def test_a_figure_that_opens_a_line_is_shown_as_it_is() -> None:
    assert escape(2.5) == "2.5"
    assert escape("2.5 days") == "2.5 days"
    assert escape("2. then") == "2\\. then"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab <>&[]()!`*_~|#-+=1.\\:/@w\n\"'é", max_size=30))
def test_any_text_at_all_shows_exactly_its_characters(value: str) -> None:
    kinds, words = rendered(f"- {escape(value)}")
    assert not kinds & MARKUP
    assert not kinds & {"heading_open", "ordered_list_open", "blockquote_open", "hr"}
    assert words == " ".join(value.split())


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (11_000_000, "11,000,000"),
        (2.5, "2.5"),
        (12.0, "12"),
        (-1234.5, "-1,234.5"),
        (0, "0"),
        (1e300, "1e+300"),
    ],
)
def test_figures_are_shown_whole_and_exact(value: float, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(
    ("language", "titles", "figure"),
    [
        ("es", ("Primera página", "El objetivo y su cuenta", "Preguntas abiertas", "Fuentes"), "1.200"),
        ("nl", ("Pagina één", "Het doel en zijn som", "Open vragen", "Bronnen"), "1.200"),
        ("fr", ("Première page", "L'objectif et son calcul", "Questions ouvertes", "Sources"), "1 200"),
        ("de", ("Seite eins", "Das Ziel und seine Rechnung", "Offene Fragen", "Quellen"), "1.200"),
    ],
)
def test_a_plan_made_in_another_language_has_its_labels_and_figures_in_that_language(
    language: str, titles: tuple[str, ...], figure: str
) -> None:
    text = document(language=language)
    found = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert set(titles) <= set(found)
    assert not {
        "Page one",
        "Open questions",
        "The goal and its sum",
        "Parked ideas",
        "Market",
        "Clients",
    } & set(found)
    assert figure in text
    assert "1,200" not in text
    assert "Owner:" not in text
    assert "Question 1?" not in text


def test_a_plan_in_a_language_we_have_no_labels_for_keeps_the_english_ones() -> None:
    text = document(language="hi")
    assert "## Page one" in text
    assert "Question 1?" in text
