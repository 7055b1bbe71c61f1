"""Spans of a person's message: finding them (`folding`) and cutting the message into them (`pieces`)."""

from coach.language.folding import Span, contains, find_span, fold, span
from coach.language.pieces import clauses, list_items

__all__ = ["Span", "clauses", "contains", "find_span", "fold", "list_items", "span"]
