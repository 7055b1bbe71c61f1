"""What a person takes home: the plan as JSON for machines and as a document for people."""

from coach.export.json import MAX_BYTES, from_json, to_json
from coach.export.markdown import to_markdown

__all__ = ["MAX_BYTES", "from_json", "to_json", "to_markdown"]
