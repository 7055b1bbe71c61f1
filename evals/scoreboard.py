"""The scores in prompts/README.md: what was accepted, for whoever edits a prompt to see."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evals.stats import wilson

README = Path(__file__).parents[1] / "prompts" / "README.md"
_PLACE = re.compile(r"<!-- scores -->\n.*?<!-- /scores -->", re.DOTALL)


def rows(accepted: Mapping[str, Any]) -> str:
    """Return the table of a baseline."""
    lines = ["| voice | suite | passed | rate | 95 % | unscored |", "|---|---|--:|--:|--:|--:|"]
    for key, was in sorted(accepted.items()):
        voice, _, suite = key.partition("/")
        low, high = wilson(was["passed"], was["of"])
        name = f"{voice} ({was['model']})" if was.get("model") else voice
        rate = f"{was['passed'] / was['of']:.1%}" if was["of"] else "–"
        lines.append(
            f"| {name} | {suite} | {was['passed']}/{was['of']} | {rate} | {low:.0%}–{high:.0%} | {was['unscored'] or '–'} |"
        )
    return "\n".join(lines)


def write(accepted: Mapping[str, Any], path: Path = README) -> None:
    """Put the table into its place in the README."""
    text = path.read_text("utf-8")
    table = f"<!-- scores -->\n{rows(accepted)}\n<!-- /scores -->"
    path.write_text(_PLACE.sub(lambda _: table, text), "utf-8")
