"""The picture of a plan as inline SVG: the river of stages, and the tree from goals to what serves them.

States differ by shape, not by colour alone, so that a print in black and white can be read. Text is escaped here; sizes
are in pixels of the drawing, which scales to the page.
"""

import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from coach import stages
from coach.check import resolve
from coach.export.content import goal_line
from coach.export.document import text_of
from coach.export.text import day, tidy
from coach.plan import Part, Plan

Mark = Literal["settled", "open", "review", "empty"]
MARKS: dict[Mark, str] = {
    "settled": "settled",
    "open": "has open questions",
    "review": "to look at again",
    "empty": "nothing yet",
}
_CHAR = 6.7
"""Width of an average character at 13 px, in pixels."""
_LINE = 17


@dataclass(frozen=True)
class Stop:
    """A stage on the river."""

    title: str
    side: stages.Side
    mark: Mark
    words: str
    """The first thing the plan says there."""


def stops(plan: Plan) -> tuple[Stop, ...]:
    """Return the stages as the plan has them."""
    waiting = {q.question for q in plan.open_questions}
    review = {k if "/" not in k else _owner(k.partition("/")[0]) for k in plan.needs_review}
    found = []
    for stage in stages.STAGES:
        questions = stages.in_stage(stage.id)
        words = next((w for q in questions if (w := _first(plan, q))), "")
        mark: Mark = "settled" if words else "empty"
        if any(q.id in review for q in questions):
            mark = "review"
        elif words and any(q.id in waiting for q in questions):
            mark = "open"
        found.append(Stop(stage.title, stage.side, mark, words))
    return tuple(found)


def _owner(name: str) -> str:
    return stages.owner_of(name, None) if name in stages.LISTS else ""


def _first(plan: Plan, q: stages.Question) -> str:
    for pointer in q.fields:
        value = resolve(plan, pointer)
        if value is not None:
            named = stages.SCENARIOS.get(str(value))
            return named[0] if named else str(value)
    for name in q.lists:
        rows = resolve(plan, stages.LISTS[name].pointer)
        for row in rows if isinstance(rows, tuple) else ():
            if not isinstance(row, Part):
                return str(row)
            if stages.owner_of(name, dict(row)) == q.id:
                return _name(row)
    return ""


def _name(row: Part) -> str:
    fields = ("name", "statement", "metric", "description", "what", "condition", "belief")
    return next((str(v) for f in fields if (v := getattr(row, f, None))), "")


def river(plan: Plan) -> str:
    """Return the river as SVG: the stages from upstream to downstream, each with its state and its first words."""
    width, top, step = 1040, 96, 114
    shown = stops(plan)
    xs = [64 + n * step for n in range(len(shown))]
    ys = [top + (18 if n % 2 else -18) for n in range(len(shown))]
    path = f"M 0 {ys[0]} L {xs[0]} {ys[0]}" + "".join(
        f" C {xs[n] + step / 2} {ys[n]}, {xs[n + 1] - step / 2} {ys[n + 1]}, {xs[n + 1]} {ys[n + 1]}"
        for n in range(len(shown) - 1)
    )
    path += f" L {width} {ys[-1]}"
    parts = [f'<path d="{path}" class="water"/>', f'<path d="{path}" class="current"/>']
    for side, label in (("upstream", "UPSTREAM"), ("downstream", "DOWNSTREAM")):
        mine = [x for x, stop in zip(xs, shown, strict=True) if stop.side == side]
        if mine:
            middle = (mine[0] + mine[-1]) / 2
            parts.append(f'<path d="M {mine[0] - 40} 34 H {mine[-1] + 40}" class="rule"/>')
            parts.append(f'<text x="{middle:.0f}" y="24" class="side">{label}</text>')
    lowest = 0.0
    for x, y, stop in zip(xs, ys, shown, strict=True):
        parts.append(_dot(x, y, stop.mark))
        lines = wrap(stop.words, 15, 4)
        parts.append(_text(x, top + 62, wrap(stop.title, 15, 1), "name"))
        parts.append(_text(x, top + 62 + _LINE, lines, "words"))
        lowest = max(lowest, top + 62 + _LINE * (1 + len(lines)))
    legend = []
    for n, (mark, label) in enumerate(MARKS.items()):
        at = 64 + n * 190
        legend.append(_dot(at, lowest + 22, mark, 7))
        legend.append(f'<text x="{at + 16}" y="{lowest + 26:.0f}" class="key">{label}</text>')
    told = "; ".join(f"{s.title}: {MARKS[s.mark]}" for s in shown)
    return _svg(width, lowest + 44, "The plan as a river, from upstream to downstream", told, parts + legend)


def _dot(x: float, y: float, mark: Mark, size: float = 11) -> str:
    ring = f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{size}" class="dot {mark}"/>'
    if mark == "review":
        ring += (
            f'<text x="{x:.0f}" y="{y + size * 0.45:.0f}" class="bang" font-size="{size * 1.4:.0f}">!</text>'
        )
    if mark == "open":
        ring += f'<path d="M {x - size} {y:.0f} A {size} {size} 0 0 0 {x + size} {y:.0f} Z" class="half"/>'
    return ring


@dataclass(frozen=True)
class Box:
    id: str
    column: int
    lines: tuple[str, ...]
    links: tuple[str, ...] = ()
    """The boxes it hangs on."""

    @property
    def height(self) -> int:
        return 18 + _LINE * len(self.lines)


COLUMNS = ("How we see it", "Goal", "How we get there", "What we must be able to do")


def boxes(plan: Plan) -> tuple[Box, ...]:
    """Return the goals of the year with what tracks, serves and enables them."""
    goals = [g for g in plan.upstream.goals if g.horizon == "1y"]
    found = [Box(f"g:{g.id}", 1, wrap(text_of(goal_line(g, plan.language)), 30, 6)) for g in goals]
    for k in plan.downstream.tracking.kpis:
        lead = f" ({k.kind})" if k.kind else ""
        often = f", {k.cadence}" if k.cadence else ""
        links = (f"g:{k.goal}",) if k.goal else ()
        found.append(Box(f"k:{k.id}", 0, wrap(f"{k.metric or 'not named'}{lead}{often}", 30, 5), links))
    for p in plan.downstream.processes:
        who = " · ".join(v for v in (p.owner, f"from {day(p.start, plan.language)}" if p.start else "") if v)
        lines = (*wrap(p.name or "not named", 30, 4), *wrap(who, 30, 1))
        found.append(Box(f"p:{p.id}", 2, lines, tuple(f"g:{g}" for g in p.serves)))
    for s in plan.downstream.skills:
        how = " · ".join(v for v in (s.level, s.route) if v)
        lines = (*wrap(s.name or "not named", 30, 4), *wrap(how, 30, 1))
        found.append(Box(f"s:{s.id}", 3, lines, tuple(f"p:{p}" for p in s.needed_for)))
    return tuple(found)


def tree(plan: Plan) -> str:
    """Return the tree as SVG: goals in the middle, what shows them on the left, what serves them on the right.

    Empty when there is no goal to hang anything on.
    """
    found = boxes(plan)
    if not any(b.column == 1 for b in found):
        return ""
    wide, gap, width = 226, 45, 1040
    height, places = 0.0, {}
    heights = [sum(b.height + 14 for b in found if b.column == c) for c in range(len(COLUMNS))]
    tallest = max(heights)
    for column, tall in enumerate(heights):
        y = 44 + (tallest - tall) / 2
        for box in (b for b in found if b.column == column):
            places[box.id] = (column * (wide + gap), y)
            y += box.height + 14
        height = max(height, y)
    parts = []
    for column, label in enumerate(COLUMNS):
        if heights[column]:
            x = column * (wide + gap)
            parts.append(f'<text x="{x + wide / 2:.0f}" y="18" class="column">{label}</text>')
    for box in found:
        for other in (o for o in box.links if o in places):
            parts.append(_link(places[box.id], box.height, places[other], _height(found, other), wide))
    for box in found:
        x, y = places[box.id]
        kind = " goal" if box.column == 1 else ""
        parts.append(
            f'<rect x="{x:.0f}" y="{y:.0f}" width="{wide}" height="{box.height}" rx="8" class="box{kind}"/>'
        )
        parts.append(_text(x + wide / 2, y + 22, box.lines, "inside"))
    told = "; ".join(" ".join(b.lines) for b in found)
    return _svg(width, height + 4, "The goals and what they hang on", told, parts)


def _height(found: Sequence[Box], box_id: str) -> int:
    return next(b.height for b in found if b.id == box_id)


def _link(own: tuple[float, float], tall: int, other: tuple[float, float], other_tall: int, wide: int) -> str:
    left, right = sorted(((own, tall), (other, other_tall)))
    x1, y1 = left[0][0] + wide, left[0][1] + left[1] / 2
    x2, y2 = right[0][0], right[0][1] + right[1] / 2
    bend = (x2 - x1) / 2
    return f'<path d="M {x1:.0f} {y1:.0f} C {x1 + bend:.0f} {y1:.0f}, {x2 - bend:.0f} {y2:.0f}, {x2:.0f} {y2:.0f}" class="link"/>'


def wrap(text: str, columns: int, most: int) -> tuple[str, ...]:
    """Break text into at most `most` lines of `columns` narrow characters; what is cut ends in an ellipsis."""
    text = tidy(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text) > len(text) / 3
    lines = textwrap.wrap(text, max(4, columns // 2 if wide else columns))
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: columns - 1].rstrip()}…"]
    return tuple(lines)


def _text(x: float, y: float, lines: Iterable[str], kind: str) -> str:
    rows = "".join(
        f'<tspan x="{x:.0f}" y="{y + n * _LINE:.0f}">{escape(line)}</tspan>' for n, line in enumerate(lines)
    )
    return f'<text class="{kind}">{rows}</text>' if rows else ""


def _svg(width: float, height: float, title: str, told: str, parts: Iterable[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" role="img" class="picture" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title><desc>{escape(tidy(told))}</desc>{''.join(p for p in parts if p)}</svg>"
    )
