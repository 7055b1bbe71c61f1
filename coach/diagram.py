"""The conversation as a picture and a table, drawn from `coach.stages`.

`python -m coach.diagram` writes both, and the plan's schema, into `docs/`.
"""

import json
from itertools import pairwise
from pathlib import Path

from coach import plan, stages

DOCS = Path(__file__).resolve().parent.parent / "docs"

_INTRO = """\
# The conversation

Generated from `coach/stages.py` by `python -m coach.diagram`: change the tables there, not this file.

The coach goes through the stages in this order. A stage is closed when each of its questions has a value or
is an open question; nothing downstream is written before all upstream stages are closed. What comes earlier is
parked: an idea is asked about at its stage (keep, test or drop), and what somebody does or counts is put in its
place once upstream is closed. A dotted arrow runs from a question to those that depend on it: correcting its answer sends
theirs to review.
"""


def mermaid() -> str:
    """Return the diagram in Mermaid: the stages in order, their questions, and what depends on what."""
    lines = ["flowchart TB"]
    sides = {s.side for s in stages.STAGES if s.side}
    previous = None
    for stage in stages.STAGES:
        if stage.side != previous:
            if previous is not None:
                lines.append("  end")
            if stage.side is not None:
                lines.append(f'  subgraph side_{stage.side}["{stage.side.capitalize()}"]')
            previous = stage.side
        pad = "    " if stage.side in sides else "  "
        lines.append(f'{pad}subgraph stage_{stage.id}["{_text(stage.title)}"]')
        questions = stages.in_stage(stage.id)
        lines += [f'{pad}  {_node(q.id)}["{_text(q.label)}"]' for q in questions]
        lines += [f"{pad}  {_node(a.id)} --> {_node(b.id)}" for a, b in pairwise(questions)]
        lines.append(f"{pad}end")
    if previous is not None:
        lines.append("  end")
    for one, other in pairwise(stages.STAGES):
        lines.append(f"  stage_{one.id} ==> stage_{other.id}")
    for q in stages.QUESTIONS:
        lines += [f"  {_node(needed)} -.-> {_node(q.id)}" for needed in q.depends_on]
    return "\n".join(lines) + "\n"


def _node(question: str) -> str:
    return f"q_{question}"


def _text(text: str) -> str:
    return text.replace('"', "#quot;")


def document() -> str:
    """Return `docs/conversation.md`: the diagram, and every question with what it owns and depends on."""
    rows = [
        "| question | asks | owns | depends on | express |",
        "|---|---|---|---|---|",
        *(_row(q) for q in stages.QUESTIONS),
    ]
    purposes = [
        f"{n}. **{s.title}**{f' ({s.side})' if s.side else ''}: {s.purpose}."
        for n, s in enumerate(stages.STAGES, 1)
    ]
    parts = (
        _INTRO,
        "\n".join(purposes) + "\n",
        f"```mermaid\n{mermaid()}```\n",
        "## The questions\n\nThe express journey asks the marked ones only; the others stay open.\n",
        "\n".join(rows) + "\n",
    )
    return "\n".join(parts)


def _row(q: stages.Question) -> str:
    owned = [*q.fields, *(_owned_list(name, q) for name in q.lists)]
    cells = (
        f"`{q.id}`",
        _cell(q.ask),
        "<br>".join(f"`{o}`" for o in owned),
        ", ".join(f"`{d}`" for d in q.depends_on),
        "yes" if q.express else "",
    )
    return f"| {' | '.join(cells)} |"


def _owned_list(name: str, q: stages.Question) -> str:
    where = ", ".join(f"{k} = {v}" for k, v in q.where.items())
    return f"{stages.LISTS[name].pointer}[{where}]"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def schema() -> str:
    """Return `docs/plan.schema.json`: the JSON Schema of an exported plan."""
    return json.dumps(plan.json_schema(), ensure_ascii=False, indent=2) + "\n"


def files() -> dict[str, str]:
    """Return what this module writes: file name in `docs/` -> text."""
    return {"conversation.md": document(), "plan.schema.json": schema()}


def write(folder: Path = DOCS) -> None:
    """Write the generated docs into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
