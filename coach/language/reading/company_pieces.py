"""The pieces of an opening message: who they are, how many, and what changed for the worse."""

import re

from coach.events import Value
from coach.language.reading.draft import Draft

_I = re.IGNORECASE

SEGMENT = re.compile(
    r"(?:(?!\s(?:and|but|so) (?:the|people|our|my|clients|customers|they|it|we|i|now)\b)(?:[^,;.\n()–—]|[,.](?=\d)|\.(?=\S)))+"
)
_CHANGE = re.compile(
    r"\b(?:down|fell|fallen|falling|drop\w*|halved|thin|flat|slow\w*|lost|losing|lose|leav(?:e|ing)|left us|stopped|dried up|too few|too little|not enough|"
    r"can'?t find|cannot find|taking (?:my|our)|(?:gone|went) from|go(?:es|ing)? to the|struggl\w+|shrink\w*|quiet|empty|cut (?:it|us|our)|under pressure|eating us)\b",
    _I,
)
"""A piece that tells of a change for the worse: why they came, and neither what they sell nor to whom."""
ROLE = re.compile(
    r"\b(?:i'?m|i am|im)\s+(?:the |an? )?(?:[\w-]+ ){0,2}?(?:partner|founder|co-?founder|owner|bursar|head|director|manager|ceo|md|principal|secretary|chair|lead)"
    r"\s+(?:of|at|for|in)\s+(?=(?:an?|the|our|my)\b)",
    _I,
)
_CREW = re.compile(
    r"\s*(?:about |around )?(?P<n>\d{1,5}|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+(?!rooms?|clients?|customers?|years?|months?|shops?|tables|beds?|offices?|locations?|sites?|"
    r"branches|stores?|pupils|students|children|members|cars|vans|courses|hectares|bottles)[a-z]+s\s*",
    _I,
)
OTHERS = re.compile(
    r"\b(?:me|myself|i)(?:,| and| plus| \+| &) (?:(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten) others?|(?:a|my|one) (?:lad|girl|guy|apprentice|helper|mate|assistant|part-?timer))\b",
    _I,
)
_NUMBERS = dict(
    zip("two three four five six seven eight nine ten eleven twelve".split(), range(2, 13), strict=True)
)
LONE_PLACE = re.compile(r"(?:[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}|(?i:the )?(?i:uk|usa|us|eu)(?i: only)?)")
CLIENTS = re.compile(
    r"(?:our |my )?(?:mostly |mainly )?(?:guests|clients|customers|buyers|patients|learners|members|pupils)\b",
    _I,
)


def size_in_words(draft: Draft, text: str) -> tuple[Value, int, int] | None:
    """Sizes that only this question may read: "me and 4 others", "twelve-lawyer", a piece like "6 instructors"."""
    others = OTHERS.search(text)
    if others:
        n = others["n"]
        count = 1 + (int(n) if n and n.isdigit() else _NUMBERS.get((n or "").casefold(), 1))
        return draft.derived(count, others.group(), "team_size"), others.start(), others.end()
    for piece in SEGMENT.finditer(text):
        crew = _CREW.fullmatch(piece.group())
        if crew:
            n = crew["n"].casefold()
            return (
                draft.derived(int(n) if n.isdigit() else _NUMBERS[n], crew.group(), "team_size"),
                piece.start(),
                piece.end(),
            )
    return None


def worse(draft: Draft, text: str) -> str:
    """Take what changed for the worse for the next question, and return the text without it."""
    if draft.core.has_value("company") or draft.core.has_value("symptom"):
        return text
    worse = [p for p in SEGMENT.finditer(text) if _CHANGE.search(p.group())]
    worse = [
        p
        for p in worse
        if not re.search(r"\b(?:sell|make|offer|provide|help|run|design|build)\b", p.group(), _I)
    ]
    if not worse or (worse[0].start() == 0 and len(list(SEGMENT.finditer(text))) == 1):
        return text
    words = re.sub(r"^\s*(?:and|but|so)\s+", "", worse[0].group())
    draft.answer("symptom", {"/situation/symptom": draft.stated(words)})
    for piece in worse:
        text = mask(text, piece.start(), piece.end())
    return text


def mask(text: str, start: int, end: int) -> str:
    """Blank out what was read already; between two commas nothing is left."""
    return text[:start] + " " * (end - start) + text[end:]
