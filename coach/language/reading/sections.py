"""What people call a part of the plan ("changes", "Not for", "page one"), and which question owns it. Pure; English."""

import re
from dataclasses import dataclass

from coach.language.reading import commands
from coach.language.reading.leaves import SINGLE

_I = re.IGNORECASE


@dataclass(frozen=True)
class Section:
    """A named part of the plan. `question` is empty for the plan as a whole, or for a field that several items have.

    `lists` are the lists it shows; `field` is a single field as people name it ("price"); `sure`: the name is one
    that only the plan has ("the ideal client", "Not for"), so that whoever says it means the plan.
    """

    question: str = ""
    lists: tuple[str, ...] = ()
    field: str = ""
    sure: bool = True


_ROWS: tuple[tuple[str, Section], ...] = (
    (r"(?:what (?:is|we have|i have|we|i|you)(?: have)? )?tried|attempts?|what (?:we|i) (?:have )?tried", Section("attempts", ("attempts",))),
    (r"changing|changes(?: around us)?|trends?|what(?:'?s| is) changing|(?:market )?developments", Section("trends", ("trends",))),
    (r"clients now|client shift|(?:what )?(?:the )?clients? (?:now )?(?:want|expect)|expectations?", Section("client_shift")),
    (r"instead of (?:us|you|me)|alternatives?|competitors?|competition|what (?:they|clients) (?:would|'?d) do instead", Section("alternatives", ("alternatives",))),
    (r"(?:clients?'? )?(?:problem|challenge)|problem (?:we|you) solve", Section("challenge", sure=False)),
    (r"offer|solution|package|what (?:they|clients)(?: would|'?d)? buy", Section("solution", sure=False)),
    (r"why (?:you|us|me)|difference|usp", Section("difference")),
    (r"proof|evidence", Section("difference", field="proof", sure=False)),
    (r"(?:ideal|target|dream|best) (?:clients?|customers?)(?: criteria)?|(?:criteria|criterion)", Section("ideal_client", ("criteria",))),
    (r"(?:real clients?|examples?|client names)(?: like that)?", Section("examples", ("examples",))),
    (r"not[- ]for|disqualifiers?|(?:who(?:m)? )?(?:we|you|i|to) turn away|turn(?:ed)? away|won'?t serve", Section("disqualifiers", ("disqualifiers",))),
    (r"triggers?|what makes them look", Section("triggers", ("triggers",))),
    (r"positioning(?: (?:statement|sentence))?", Section("positioning")),
    (r"(?:one[- ]year |this year'?s |next year'?s )?goal(?: for (?:the|this|next) year)?", Section("one_year", ("goals",), sure=False)),
    (r"five[- ]years?(?: (?:goal|picture|vision|aim))|known for|purpose", Section("five_year", ("goals",))),
    (r"(?:guiding )?choice|page one", Section("guiding_choice", ("will_not_do",))),
    (r"(?:what )?(?:we|you|i)? ?(?:won'?t|will not|do not|don'?t)(?:[- ]do)?|not[- ](?:to[- ])?do", Section("guiding_choice", ("will_not_do", "disqualifiers"))),
    (r"process(?:es)?|what must happen(?: every (?:week|month))?", Section("processes", ("processes",))),
    (r"skills?|what (?:we|you|i) can'?t do yet", Section("skills", ("skills",))),
    (r"kpis?|(?:early )?signs?|tracking", Section("kpis", ("kpis",))),
    (r"back upstream|return(?:ing)? upstream", Section("return_upstream", ("return_upstream",))),
    (r"(?:next )?(?:actions?|steps?)(?: within (?:thirty|30) days)?|(?:the )?next (?:thirty|30) days|what (?:i|we|you) will do within (?:thirty|30) days", Section("next_actions", ("next_actions",))),
    (r"(?:riskiest )?(?:assumptions?|beliefs?)", Section("assumptions", ("assumptions",))),
    (r"risks?", Section("assumptions", ("risks",))),
    (r"symptoms?|what(?:'?s| is) wrong", Section("symptom")),
    (r"scenario", Section("scenario")),
    (r"(?:my |our |the )?firm|company", Section("company", sure=False)),
    (r"plan|page|answers?|everything|notes|it|there|summary|whole thing", Section()),
)  # fmt: skip
_PATTERNS = tuple((re.compile(rf"(?:{names})\Z", _I), section) for names, section in _ROWS)
_EDGES = re.compile(
    r"^(?:(?:the|my|our|your|this|that|all|of|those|these|under|in|from|list of|part|section|line|question|box|heading)\s+)+"
    r"|(?:\s+(?:list|section|part|line|question|box|heading|bit|field|answers?|entry|entries|one|please|again|now|too))+\Z",
    _I,
)
_FIELDS = SINGLE | {"metric", "unit", "first step", "due date", "team size", "hours"}


def section(words: str) -> Section | None:
    """Return the part of the plan that words name and nothing else, or None."""
    name = re.sub(r"[\"“”‘`]", "", words.replace("’", "'")).strip(" \t\n'.,:;!?()-–—")
    for bare in (name, _EDGES.sub("", name), _EDGES.sub("", _EDGES.sub("", name))):
        if not bare or len(bare) > 60:
            continue
        found = next((s for pattern, s in _PATTERNS if pattern.match(bare)), None)
        if found is not None:
            return found
        if bare.casefold() in _FIELDS:
            return Section(field=bare.casefold(), sure=False)
    return None


def place(words: str) -> str | None:
    """Return the question that words name, by the labels of the plan or in the words of its questions."""
    found = section(words)
    return found.question or None if found is not None else commands.place(words)
