"""What is said to words that were taken for no answer: so, and which wording works, with the entries that may be meant."""

from coach import stages
from coach.language.reading.draft import Draft
from coach.language.reading.hedges import stems
from coach.language.reading.named import Entry
from coach.language.reading.orders import UNTAKEN, entries
from coach.language.reading.sections import section
from coach.language.wording.phrasing import clip, joined, quote
from coach.state import State

_SHORT = 50
_AT_MOST = 2
_PARTS = {
    "client_shift": "expectations", "challenge": "the problem", "solution": "the offer", "difference": "why us",
    "positioning": "the positioning", "guiding_choice": "the choice", "five_year": "the five-year goal", "symptom": "the symptom",
    "trends": "trends", "alternatives": "alternatives", "ideal_client": "my ideal client", "examples": "examples",
    "disqualifiers": "not for", "triggers": "triggers",
}  # fmt: skip
"""What a person may call the part of a plan that a question owns."""


def untaken(about: str, state: State) -> str:
    """Return one line: that it was taken for no answer, and a wording that works."""
    words = about.removeprefix(UNTAKEN)
    if words.casefold().startswith("how "):
        ways = joined(_ways("", state), "or")
        return f"Say what should change, for example: {ways}. And “undo” takes back your last answer."
    lead = f"I have not taken {quote(words, _SHORT)} as an answer."
    risk = (
        ", or “a risk is …”"
        if state.answering is not None and state.answering.question == stages.CONFIRM
        else ""
    )
    return f"{lead} Say which entry you mean and what should change, for example: {joined(_ways(words, state), 'or')}{risk}."


def _ways(words: str, state: State) -> list[str]:
    meant = candidates(words, state)
    ways = [f"take out “{_part(e.text)}”" for e in meant if e.item][:_AT_MOST]
    named = next((_PARTS[e.question] for e in meant if e.question in _PARTS and (e.pointer or not ways)), "")
    if not named:
        named = next((_PARTS[e.question] for e in meant if e.question in _PARTS), "the positioning")
    return [*ways, f"“{named} should be: …”"]


def candidates(words: str, state: State) -> list[Entry]:
    """Return the entries that words may mean: those that share most with them, else what was taken last."""
    known, wanted = entries(Draft(state, "")), stems(words)
    named = section(words)
    own = [e for e in known if named is not None and named.question and e.question == named.question]
    if own:
        return own[-_AT_MOST:]
    scored = [(len(wanted & stems(e.text)), e.turn, e) for e in known if e.text.strip()]
    shared = sorted((row for row in scored if row[0]), key=lambda row: row[:2], reverse=True)
    if shared:
        return [e for _, _, e in shared[:_AT_MOST]]
    newest = max((e.turn for e in known if e.item), default=0)
    return [e for e in known if e.item and e.turn == newest][:_AT_MOST]


def _part(text: str) -> str:
    """The beginning of an entry: enough to name it by, and found in it as it stands."""
    short = clip(text, _SHORT).rstrip("…").strip()
    return short.replace("‘", "'").replace("’", "'")
