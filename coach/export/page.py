"""The plan as one self-contained HTML page, to read on a screen and to print: page one, the picture, the detail.

Nothing is loaded from anywhere and nothing runs: the page forbids both to itself. What a person typed is escaped.
"""

from collections.abc import Iterator
from html import escape

from coach.export import picture
from coach.export.content import document
from coach.export.document import Block, Bullet, Bullets, Heading, Line, Table, Text, tidied
from coach.export.text import tidy
from coach.plan import Plan

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_TAGS = {"strong": ("<strong>", "</strong>"), "em": ("<em>", "</em>"), "plain": ("", "")}

STYLE = """
:root { --ink: #12353a; --soft: #4f6265; --paper: #fff; --line: #cfdad7; --river: #0f5c63; --pale: #e7efed; }
* { box-sizing: border-box; }
html { background: #eef2f0; }
body { margin: 0 auto; max-width: 62rem; padding: 3rem 4rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', Arial, sans-serif; overflow-wrap: anywhere; }
h1, h2, h3 { font-family: ui-serif, Georgia, 'Times New Roman', serif; font-weight: 500; line-height: 1.2; text-wrap: balance; break-after: avoid; }
h1 { font-size: 2.1rem; margin: 0 0 .5rem; letter-spacing: -.01em; }
h2 { font-size: 1.45rem; margin: 2.6rem 0 .6rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 1.3rem 0 .25rem; }
p { margin: .3rem 0 .7rem; } ul { margin: .3rem 0 .8rem; padding-left: 1.25rem; } li { margin: .15rem 0; break-inside: avoid; }
li ul { margin: .1rem 0 .35rem; color: var(--soft); }
a { color: var(--river); }
.state { display: inline-block; padding: .1rem .7rem; border: 1.5px solid var(--ink); border-radius: 99px; font-size: .8rem; font-weight: 650; letter-spacing: .06em; }
.state.draft { border-style: dashed; }
.meta, .note { color: var(--soft); font-size: .9rem; }
.one { border: 1px solid var(--line); border-radius: .75rem; padding: 1.2rem 1.6rem 1rem; margin-top: 1.6rem; }
.one h2 { border: 0; padding: 0; margin: 0 0 .2rem; font: 650 .78rem/1.4 system-ui, sans-serif; letter-spacing: .09em; text-transform: uppercase; color: var(--river); }
.one h3 { margin-top: .9rem; } .one > p { font-size: 1.07rem; }
table { border-collapse: collapse; width: 100%; font-size: .84rem; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .35rem .7rem .35rem 0; border-bottom: 1px solid var(--line); }
th:nth-child(2) { width: 24%; } th:last-child { width: 5rem; } tr { break-inside: avoid; } thead { display: table-header-group; }
figure { margin: 1.6rem 0; break-inside: avoid; } .picture { width: 100%; height: auto; display: block; }
.picture text { font: 13px system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif; fill: var(--ink); text-anchor: middle; }
.picture .key { text-anchor: start; font-size: 12px; } .picture .name { font-weight: 650; } .picture .words { fill: var(--soft); font-size: 12px; }
.picture .side, .picture .column { font-size: 11px; font-weight: 650; letter-spacing: .1em; fill: var(--river); }
.picture .water { fill: none; stroke: var(--pale); stroke-width: 40; } .picture .current { fill: none; stroke: var(--river); stroke-width: 2.5; }
.picture .rule, .picture .link { fill: none; stroke: var(--soft); stroke-width: 1.3; }
.picture .dot { fill: var(--paper); stroke: var(--ink); stroke-width: 2; } .picture .dot.settled { fill: var(--ink); }
.picture .dot.empty { stroke-dasharray: 3 3; } .picture .half { fill: var(--ink); } .picture .bang { font-weight: 700; }
.picture .box { fill: var(--paper); stroke: var(--soft); stroke-width: 1.3; } .picture .box.goal { stroke: var(--ink); stroke-width: 2.6; }
@media (max-width: 46rem) { body { padding: 1.5rem 1.1rem 3rem; } .one { padding: .9rem 1rem; } figure { overflow-x: auto; } .picture { min-width: 44rem; } }
@page { size: A4; margin: 16mm 15mm; }
@media print { html { background: none; } body { max-width: none; padding: 0; font-size: 10.5pt; } .one { break-after: page; border: 0; padding: 0; } a { color: inherit; text-decoration: none; } }
"""


def to_html(plan: Plan) -> str:
    """Return the plan as a whole HTML document in one file."""
    made = document(plan, appendix=True)
    title, state = escape(tidy(made.title)), "final" if made.final else "draft"
    told = (
        "Confirmed by its owner."
        if made.final
        else "Not confirmed, or not all settled: open questions are listed below."
    )
    head = (
        f'<!doctype html><html lang="{escape(tidy(made.language), quote=True)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{STYLE}</style></head>"
    )
    first, rest = _split(made.blocks)
    body = (
        f'<body><header><h1>{title}</h1><p class="meta"><span class="state {state}">{made.state}</span> {told} '
        f"Last changed {escape(tidy(made.changed))}.</p></header>"
        f'<section class="one">{"".join(_html(first, plan))}</section><main>{"".join(_html(rest, plan))}</main></body></html>'
    )
    return head + body + "\n"


def _split(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Page one, and the rest: the second heading of level 2 begins it."""
    starts = [n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.level == 2]
    at = starts[1] if len(starts) > 1 else len(blocks)
    return blocks[:at], blocks[at:]


def _html(blocks: tuple[Block, ...], plan: Plan) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading():
                yield f"<h{block.level}>{escape(tidy(block.text))}</h{block.level}>"
            case Text():
                yield (
                    f'<p class="note">{_line(block.line)}</p>'
                    if block.note
                    else f"<p>{_line(block.line)}</p>"
                )
            case Bullets():
                yield _bullets(block.items)
            case Table():
                yield _table(block)
            case _:
                drawn = picture.river(plan) if block.kind == "river" else picture.tree(plan)
                if drawn:
                    yield f"<figure>{drawn}</figure>"


def _bullets(items: tuple[Bullet, ...]) -> str:
    rows = (
        f"<li>{_line(item.line)}{_bullets(item.children) if item.children else ''}</li>" for item in items
    )
    return f"<ul>{''.join(rows)}</ul>"


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(tidy(cell))}</th>' for cell in table.head)
    rows = ("<tr>" + "".join(f"<td>{_line(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _line(line: Line) -> str:
    out = []
    for run in tidied(line):
        before, after = _TAGS[run.style]
        text = escape(run.text)
        if run.url is not None:
            text = f'<a href="{escape(run.url, quote=True)}" rel="noopener noreferrer">{text}</a>'
        out.append(f"{before}{text}{after}")
    return "".join(out)
