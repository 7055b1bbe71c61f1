"""What a person takes home: the plan as JSON for machines, and as documents for people."""

from coach.export.docx import to_docx
from coach.export.json import MAX_BYTES, from_json, to_json
from coach.export.markdown import to_markdown
from coach.export.page import to_html

__all__ = ["MAX_BYTES", "from_json", "to_docx", "to_html", "to_json", "to_markdown"]
