"""The formats a plan can be taken home in: their names, endings and media types, and what writes each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from coach.plan import Plan


@dataclass(frozen=True)
class Format:
    name: str
    """As `coach plan export --format` has it."""
    label: str
    """As a button says it."""
    suffix: str
    media: str
    module: str
    writer: str

    def write(self, plan: Plan) -> bytes:
        """Return the plan in this format; text is UTF-8."""
        made: Callable[[Plan], str | bytes] = getattr(import_module(self.module), self.writer)
        data = made(plan)
        return data if isinstance(data, bytes) else data.encode("utf-8")


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS: Mapping[str, Format] = {
    f.name: f
    for f in (
        Format("json", "JSON", "json", "application/json", "coach.export.json", "to_json"),
        Format(
            "markdown",
            "Markdown",
            "md",
            "text/markdown; charset=utf-8",
            "coach.export.markdown",
            "to_markdown",
        ),
        Format("docx", "Word", "docx", _WORD, "coach.export.docx", "to_docx"),
        Format("html", "Page", "html", "text/html; charset=utf-8", "coach.export.page", "to_html"),
    )
}
"""By name. The modules are imported when one is written: Word's takes a fifth of a second."""


def by_suffix(suffix: str) -> Format | None:
    """Return the format of a file's ending, with or without its dot."""
    wanted = suffix.lstrip(".").casefold()
    return next((f for f in FORMATS.values() if f.suffix == wanted), None)
