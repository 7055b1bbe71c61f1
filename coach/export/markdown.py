"""The plan as a Markdown document to hand over. Every value stands in it as text, never as markup."""

from collections.abc import Iterator

from coach.export.content import document
from coach.export.document import Block, Bullet, Bullets, Heading, Line, Run, Table, Text
from coach.export.text import escape
from coach.plan import Plan


def to_markdown(plan: Plan) -> str:
    """Return the plan as Markdown text."""
    made = document(plan)
    state = "**FINAL**" if made.final else "**DRAFT** (not confirmed, or not all settled)"
    blocks = [f"# {escape(made.title)}", f"{state}. Last changed {escape(made.changed)}."]
    blocks += [text for block in made.blocks if (text := _block(block))]
    return "\n\n".join(blocks) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {escape(block.text)}"
        case Text():
            return _line(block.line)
        case Bullets():
            return "\n".join(row for item in block.items for row in _bullet(item, ""))
        case Table():
            rows = [" | ".join(block.head), " | ".join("---" for _ in block.head)]
            rows += [" | ".join(map(_line, row)) for row in block.rows]
            return "\n".join(f"| {row} |" for row in rows)
        case _:
            return ""  # a picture: its content stands in the sections


def _bullet(item: Bullet, indent: str) -> Iterator[str]:
    yield f"{indent}- {_line(item.line)}"
    for child in item.children:
        yield from _bullet(child, f"{indent}  ")


def _line(line: Line) -> str:
    """Return runs as one line; the white space between them stays outside the marks."""
    return "".join(_run(run, n == 0) for n, run in enumerate(line)).strip()


def _run(run: Run, first: bool) -> str:
    before = " " if not first and run.text[:1].isspace() else ""
    after = " " if run.text[-1:].isspace() else ""
    if run.url is not None:
        return f"{before}<{run.url}>{after}"
    # What opens a line is escaped as such; inside a line a dash or a number is just that.
    text = escape(run.text) if first else escape(f"x{run.text.strip()}")[1:]
    mark = {"strong": "**", "em": "*", "plain": ""}[run.style]
    return f"{before}{mark}{text}{mark}{after}" if text else before or after
