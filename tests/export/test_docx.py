"""The Word document: opened again with python-docx, it says what the plan says and nothing is markup."""

import io
from typing import Any

import docx
import pytest

from coach import stages
from coach.export import to_docx
from coach.plan import Plan
from tests.export.plans import DATA, HOSTILE, every_value, hostile, whole


def opened(plan: Plan) -> Any:
    return docx.Document(io.BytesIO(to_docx(plan)))


def words(document: Any) -> str:
    texts = [p.text for p in document.paragraphs]
    texts += [c.text for table in document.tables for row in table.rows for c in row.cells]
    return " ".join(" ".join(texts).split())


def headings(document: Any, level: int) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name == f"Heading {level}"]


def test_the_document_says_everything_the_plan_says() -> None:
    shown = words(opened(whole()))
    assert [t for t in every_value(DATA) if " ".join(t.split()) not in shown] == []


def test_page_one_comes_first_and_the_goal_begins_a_new_page() -> None:
    document = opened(whole())
    titles = headings(document, 1)
    assert titles[:3] == ["Page one", "The goal and its sum", "The first ninety days"]
    assert [t for t in titles if t in {s.title for s in stages.STAGES}] == [
        s.title for s in stages.STAGES if s.title in titles
    ]
    breaks = [p.text for p in document.paragraphs if p.paragraph_format.page_break_before]
    assert breaks == ["The goal and its sum"]


def test_the_river_and_the_tree_are_tables() -> None:
    river, tree, origins = opened(whole()).tables
    assert [row.cells[0].text for row in river.rows][1:] == [s.title for s in stages.STAGES]
    assert "More retainers" in tree.rows[1].cells[0].text
    assert "calls" in tree.rows[1].cells[2].text
    assert origins.rows[0].cells[0].text == "Entry"


def test_a_draft_and_a_final_plan_are_told_apart() -> None:
    assert "DRAFT: not confirmed" in words(opened(whole()))
    assert "FINAL: confirmed by its owner" in words(opened(whole(status="final")))
    assert "DRAFT" in opened(whole()).sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_stays_text_in_word(value: str) -> None:
    document = opened(hostile(value))
    shown = "".join(c for c in value if c not in "\u202a\u202b\u202c\u202d\u202e")
    assert " ".join(shown.replace("\x00", " ").replace("\x1b", " ").split()) in words(document)
    assert not [r for r in document.part.rels.values() if r.is_external]


def test_halves_of_characters_do_not_stop_the_export() -> None:
    plan = Plan.model_construct(**{**dict(whole()), "risks": ("half \ud800 one",)})
    assert "half one" in words(opened(plan))
    assert "Ann leaves" not in words(opened(plan))


def test_an_empty_plan_is_a_document() -> None:
    shown = words(opened(Plan(id="p", created_at="", updated_at="")))
    assert "Still open." in shown
    assert "None" not in shown
