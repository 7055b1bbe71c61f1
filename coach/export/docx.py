"""The plan as a Word document, with the river and the goals as tables: Word cannot show the page's drawings."""

import io
from typing import TYPE_CHECKING, Any

from coach.export import picture
from coach.export.content import document
from coach.export.document import Block, Bullet, Bullets, Heading, Line, Table, Text, tidied
from coach.export.text import tidy
from coach.plan import Plan

if TYPE_CHECKING:
    from docx.document import Document as Word

_INK, _SOFT = "12353A", "4F6265"
_PALE = "E7EFED"
_FONT = "Calibri"


def to_docx(plan: Plan) -> bytes:
    """Return the plan as the bytes of a .docx file: the same plan gives the same text, page one first."""
    import docx
    from docx.shared import Cm, Pt

    made = document(plan, appendix=True)
    word = docx.Document()
    _styles(word)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    _properties(word, plan, made.title)
    word.add_heading(tidy(made.title), level=0)
    state = word.add_paragraph()
    state.add_run(made.state).bold = True
    told = (
        "confirmed by its owner"
        if made.final
        else "not confirmed, or not all settled; see the open questions"
    )
    state.add_run(f": {told}. Last changed {tidy(made.changed)}.")
    state.paragraph_format.space_after = Pt(12)
    _footer(word, f"{tidy(made.title)[:80]} · {made.state} · {tidy(made.changed)}")
    parts = 0
    for block in made.blocks:
        placed = _block(word, block, plan)
        if isinstance(block, Heading) and block.level == 2:
            parts += 1
            placed.paragraph_format.page_break_before = parts == 2  # page one stands on a page of its own
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _styles(word: "Word") -> None:
    from docx.shared import Pt, RGBColor

    styles: Any = word.styles  # python-docx types them as what they share only
    styles["Normal"].font.name, styles["Normal"].font.size = _FONT, Pt(10.5)
    for name, size in (("Title", 24), ("Heading 1", 16), ("Heading 2", 12.5)):
        font = styles[name].font
        font.name, font.size, font.color.rgb = _FONT, Pt(size), RGBColor.from_string(_INK)


def _properties(word: "Word", plan: Plan, title: str) -> None:
    from datetime import datetime

    core = word.core_properties
    core.title, core.author, core.comments = tidy(title)[:250], "", ""
    core.language = tidy(plan.language)[:20]
    core.subject = "Strategy plan, " + plan.status
    try:
        at = datetime.fromisoformat(plan.updated_at)
    except ValueError:
        return
    core.created = core.modified = at.replace(tzinfo=None)


def _footer(word: "Word", text: str) -> None:
    from docx.shared import Pt

    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.add_run(text).font.size = Pt(8.5)


def _block(word: "Word", block: Block, plan: Plan) -> Any:
    """Write a block; return the paragraph of a heading."""
    match block:
        case Heading():
            return word.add_heading(tidy(block.text), level=block.level - 1)
        case Text():
            _runs(word.add_paragraph(), block.line, quiet=block.note)
        case Bullets():
            for item in block.items:
                _bullet(word, item, 1)
        case Table():
            head = [((cell, True),) for cell in block.head]
            rows = [[[(r.text, False) for r in tidied(cell)] for cell in row] for row in block.rows]
            _table(word, [head, *rows], (4.6, 3.2, 6.8, 2.0))
        case _:
            _river(word, plan) if block.kind == "river" else _tree(word, plan)
    return None


def _bullet(word: "Word", item: Bullet, level: int) -> None:
    style = "List Bullet" if level == 1 else f"List Bullet {min(level, 3)}"
    _runs(word.add_paragraph(style=style), item.line)
    for child in item.children:
        _bullet(word, child, level + 1)


def _runs(paragraph: Any, line: Line, *, quiet: bool = False) -> None:
    from docx.shared import RGBColor

    for run in tidied(line):
        shown = paragraph.add_run(run.text)
        shown.bold, shown.italic = run.style == "strong", run.style == "em"
        if quiet:
            shown.font.color.rgb = RGBColor.from_string(_SOFT)


def _river(word: "Word", plan: Plan) -> None:
    """The stages in their order, each with its side, its state and its first words."""
    rows: list[list[Any]] = [[[(t, True)] for t in ("Stage", "Where", "State", "In the plan")]]
    for stop in picture.stops(plan):
        words = " ".join(picture.wrap(stop.words, 56, 1))
        cells = (stop.title, stop.side or "", picture.MARKS[stop.mark], words)
        rows.append([[(cell, n == 0)] for n, cell in enumerate(cells)])
    word.add_heading("From upstream to downstream", level=2)
    _table(word, rows, (3.0, 2.7, 3.7, 7.2))


def _tree(word: "Word", plan: Plan) -> None:
    """The goals of the year, each with what shows it and what serves it."""
    found = picture.boxes(plan)
    goals = [b for b in found if b.column == 1]
    if not goals:
        return
    rows: list[list[Any]] = [[[(t, True)] for t in (picture.COLUMNS[n] for n in (1, 0, 2, 3))]]
    for goal in goals:
        serving = [b for b in found if b.column == 2 and goal.id in b.links]
        ids = {b.id for b in serving}
        groups = (
            [goal],
            [b for b in found if b.column == 0 and goal.id in b.links],
            serving,
            [b for b in found if b.column == 3 and ids & set(b.links)],
        )
        rows.append([[("\n\n".join(" ".join(b.lines) for b in group), False)] for group in groups])
    word.add_heading("How it hangs together", level=1)
    _table(word, rows, (4.2, 4.2, 4.2, 4.0))


def _table(word: "Word", rows: list[list[Any]], widths: tuple[float, ...] = ()) -> None:
    """A table of cells, each a list of (text, bold); the first row is its head and comes again on every page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    table = word.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    table.autofit = not widths
    for c, width in enumerate(widths):
        table.columns[c].width = Cm(width)
    for r, row in enumerate(rows):
        cells = table.rows[r].cells
        for c, runs in enumerate(row):
            paragraph = cells[c].paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            for text, bold in runs:
                run = paragraph.add_run(text)
                run.bold, run.font.size = bold, Pt(9)
            if widths:
                cells[c].width = Cm(widths[c])
            if r == 0:
                shade = OxmlElement("w:shd")
                shade.set(qn("w:val"), "clear")
                shade.set(qn("w:fill"), _PALE)
                cells[c]._tc.get_or_add_tcPr().append(shade)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    word.add_paragraph()
