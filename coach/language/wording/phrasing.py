"""Small tools for plain English: quoting a person's words, numbers, dates, lists, and one question at a time.

All pure. What a person typed is shown in curly quotes, cut at a question mark: a reply asks only its own.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from coach.digits import written

QUOTE_LIMIT = 120
"""Characters of a person's words shown in a reply."""

_PROPER = re.compile(r"(?:I\b|I['’]|[A-Z][A-Z0-9]|[A-Z]\w*[A-Z0-9]|[A-Z]\.)")
_FUNCTION = frozenset(
    "a an our my we they their it its he she you your not no nobody because with from by in on at for "
    "to when if every most many some all more less fewer only one two three four five that "
    "this these those there".split()
)
_SUBJECT = re.compile(
    r"(?:we|i|they|it|he|she|you|nobody|no one|everyone|people|clients|customers|there)(?:['’]\w+)?\s+\w",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|can['’]?t|cannot|could|will|won['’]?t|would|don['’]?t|doesn['’]?t|didn['’]?t|"
    r"isn['’]?t|aren['’]?t|takes?|costs?|keeps?|fails?|fell|drops?|dropped|goes|comes?|came|wants?|needs?|expects?|"
    r"loses?|lost|gets?|got|pays?|paid|runs?|leaves?|left|stays?|knows?|makes?|made|gives?|gave|works?|says?|said)\b",
    re.IGNORECASE,
)
_MONTHS = "January February March April May June July August September October November December".split()
_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()


def trim(text: str) -> str:
    """Return words without white space runs and without the marks that end a sentence."""
    return " ".join(text.split()).rstrip(" .,;:!…").strip()


def clip(text: str, limit: int = QUOTE_LIMIT) -> str:
    """Return at most `limit` characters of a person's words, cut at a word; "…" is what is left out."""
    text = trim(text).replace("“", "‘").replace("”", "’")
    cut = False
    if "?" in text:
        pieces = [p for p in re.split(r"\?+", text) if p.strip()]
        text, cut = (trim(pieces[0]) if pieces else "…"), len(pieces) > 1
    if len(text) > limit:
        text = text[: limit - 1]
        text, cut = (trim(text.rsplit(" ", 1)[0]) if " " in text else text), True
    return text + "…" if cut and text != "…" else text


def quote(text: object, limit: int = QUOTE_LIMIT) -> str:
    """Return a value in curly quotes, clipped."""
    return f"“{clip(show(text), limit)}”"


def show(value: object, language: str = "en") -> str:
    """Return a plain value as people write it; a date is written out in English only."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value, language)
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value)) if language != "en" else joined(str(v) for v in value)
    return day(str(value)) if language == "en" else str(value)


def number(value: int | float, language: str = "en") -> str:
    """Return a number with thousands separated, at most two decimals."""
    return written(value, language)


def few(n: int) -> str:
    """Return a count in words up to twelve."""
    return _WORDS[n] if 0 <= n < len(_WORDS) else f"{n:,}"


def count(n: int, one: str, many: str = "") -> str:
    """Return a count with its noun: "three goals"."""
    return f"{few(n)} {one if n == 1 else many or one + 's'}"


def day(text: str) -> str:
    """Return an ISO date as "31 December 2027"; any other text comes back unchanged."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return text
    try:
        at = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def joined(parts: Iterable[str], last: str = "and") -> str:
    """Return an enumeration: "a, b and c"."""
    items = [p for p in parts if p]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def lower_first(text: str) -> str:
    """Lower the first letter, unless the words begin like a name: "LinkedIn ads", "New York firms", "I"."""
    words = text.split()
    named = len(words) > 1 and words[1][:1].isupper() and words[1] != "I"
    if not text or _PROPER.match(text) or (named and words[0].casefold() not in _FUNCTION):
        return text
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Return text with a capital first letter."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return text as a sentence of ours: capital first, one full stop, no question mark."""
    text = upper_first(" ".join(text.split()).replace("?", "")).rstrip()
    return text if text.endswith((".", "!", "…", ".”")) else text.rstrip(",;:") + "."


def one_question(text: str) -> str:
    """Return text with its last question mark only: what stands before joins the same question."""
    head, mark, tail = text.rpartition("?")
    if "?" not in head:
        return text
    pieces = [p.strip() for p in head.split("?") if p.strip()]
    asked = pieces[0] + "".join(", and " + lower_first(p) for p in pieces[1:])
    return asked + mark + tail


def is_clause(text: str) -> bool:
    """Whether words can stand as a sentence ("they wait too long"), as against a thing ("long waits")."""
    words = text.split()
    if len(words) < 2:
        return False
    return bool(_SUBJECT.match(text)) or (bool(_FINITE.search(" ".join(words[1:5]))) and not _relative(words))


def _relative(words: list[str]) -> bool:
    """Whether the first verb belongs to a relative clause: "owners who have outgrown it"."""
    return any(w.casefold() in ("who", "that", "which", "whose", "where", "to", "when") for w in words[1:5])


def fill(template: str, known: Mapping[str, str]) -> str | None:
    """Fill the `{placeholders}` of one of our own wordings, or return None when one is not known."""
    names = re.findall(r"\{(\w+)\}", template)
    if any(not known.get(n) for n in names):
        return None
    return re.sub(r"\{(\w+)\}", lambda m: known[m.group(1)], template)


def words(text: str) -> int:
    """Return the number of words."""
    return len(text.split())
