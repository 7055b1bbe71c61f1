"""What the guided voice takes from the library: whole sentences, verbatim, named by their source.

A digest is ours: it is shown as our summary of an article, never as its author's words, and never as proof.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from coach.language.wording import glossary
from coach.language.wording.phrasing import words
from coach.ports import Citation, Hit, Part, Passage, Retriever
from coach.stages import Question

ANSWER_WORDS, IDEA_WORDS = 40, 30
_RANK = 0.08
"""What a sentence loses for each better passage."""
USED, KIN, MOST_KIN = 0.15, 0.02, 0.06
"""What a hit loses in score that the talk has cited already, and for each other passage of its article, and how much at most: so
near, another says it as well."""
SELLER = "demystifying"
"""The article whose publisher earns from a route that it describes."""

_STOP = frozenset(
    "a an and are as at be but by can do does for from has have how i if in is it its me my of on or our so "
    "than that the their them they this to us was we what when where which who why will with would "
    "you your should about tell give".split()
)
_LEANS = re.compile(
    r"(?i)(?:it|its|they|their|these|those|this|that|both|he|she|his|her|so|then|here|there|another|such|"
    r"in all|but|and|or|to do so|in short|an example|for example|also|one of them|the other|the first|"
    r"the second|"
    r"the article|the author|the text|the page)\b"
)
"""How a sentence begins that leans on the one before it: it can't be quoted alone."""
_THEIRS = re.compile(r"\b(?:their|they|them|its|these|those|then|that does so|that do so)\b")
_ABOUT = re.compile(
    r"(?i)\b(?:(?:the|this) article|the author|the page|is presented as|commission|last updated|the text)\b|\bit does not say\b|\bnot (?:named|listed|said)\b"
)
_SELLER = re.compile(r"(?i)\bfractional\b|\bfCMOs?\b")
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[A-Z0-9“\"‘(])")


def attribution(passage: Passage) -> str:
    """Return how a passage is named in the guided voice."""
    if getattr(passage, "kind", "library") != "library":
        return f"your document *{passage.article_title}*"
    by = passage.author or passage.publisher
    name = f"our summary of *{_no_question(passage.article_title)}*" + (f" by {by}" if by else "")
    return name + (", whose publisher sells fractional CMOs," if _sells(passage) else "")


def _no_question(title: str) -> str:
    """A title may hold a question; a reply asks only its own."""
    return title.replace("?", "")


def _sells(passage: Passage) -> bool:
    return passage.article == SELLER and bool(_SELLER.search(passage.text))


def sentences(text: str) -> list[str]:
    """Return the sentences of a passage, each a verbatim piece of it; headings and tables are left out."""
    out: list[str] = []
    for raw in text.splitlines():
        line = re.sub(r"^\s*(?:[-*•]|\d+[.)])\s+", "", raw).strip()
        if line and not line.startswith(("|", "#", ">", "```")):
            at = 0
            for gap in _SENTENCE.finditer(line):
                out.append(line[at : gap.end()].strip())
                at = gap.end()
            out.append(line[at:].strip())
    return [s for s in out if s]


def _leans(line: str) -> bool:
    return bool(_LEANS.match(line) or _THEIRS.search(" ".join(line.split()[:6])))


def terms(text: str) -> set[str]:
    """Return the stems that count when a sentence is compared with what was asked."""
    found = re.findall(r"[^\W\d_]{2,}", text.casefold())
    return {_stem(w) for w in found if w not in _STOP}


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ies", "ied", "es", "ed", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def quotable(
    passage: Passage, query: str, limit: int, figures: bool = True, alone: bool = True
) -> str | None:
    """Return the sentence of a passage that shares most words with a query, or None.

    At most `limit` words; `alone`: only sentences that can stand without the one before; without `figures`
    those with digits are left out.
    """
    best = _best(passage, query, limit, figures, alone)
    return best[1] if best else None


def _best(
    passage: Passage, query: str, limit: int, figures: bool = True, alone: bool = True
) -> tuple[float, str] | None:
    wanted = terms(query)
    best: tuple[float, str] | None = None
    for line in sentences(passage.text):
        if "?" in line or not 5 <= words(line) <= limit or not line.endswith((".", "!", "”", ")")):
            continue
        if (alone and _leans(line)) or _ABOUT.search(line) or (not figures and re.search(r"\d", line)):
            continue
        score = len(wanted & terms(line)) / (8 + len(terms(line))) + _defines(query, line)
        if best is None or score > best[0]:
            best = (score, line)
    return best


def _defines(query: str, line: str) -> float:
    """What a sentence gains that says what the asked thing is."""
    if not re.match(r"(?i)\W*(?:what(?:'s|’s| is| are| does)|define|explain)\b", query):
        return 0.0
    asked = _ASKED_FOR.match(query.strip())
    opens = asked is not None and re.match(rf"(?i)(?:an?|the)?\s*{re.escape(asked['what'])}\b", line)
    said = re.match(r"(.{3,60}?)\s(?:is|are|means?|covers?|says?|shows?|describes?|focus\w*|serves?)\s", line)
    subject = terms(said.group(1)) if said else set()
    return (0.3 if subject and subject <= terms(query) else 0.0) + (0.2 if opens else 0.0)


_ASKED_FOR = re.compile(
    r"(?i)(?:so |and |but )?what(?:'s|’s| is| are| does| do you mean by)\s+(?:an?\s+|the\s+)?(?P<what>[^?]{3,60}?)(?:\s+mean)?\W*$"
)


def varied(hits: Sequence[Hit], cited: Collection[str]) -> list[Hit]:
    """Return hits best first, with those ahead among about equals that are not of `cited`, nor of its articles."""
    articles = Counter(one.rpartition("/")[0] for one in cited)

    def worth(hit: Hit) -> float:
        kin = min(KIN * articles[hit.passage.article], MOST_KIN)
        return hit.score - kin - (USED if hit.passage.id in cited else 0.0)

    return sorted(hits, key=worth, reverse=True)


def answers(
    library: Retriever, asked: str, stage: str | None, question: str | None, cited: Collection[str] = ()
) -> tuple[Part, ...]:
    """Return the library's answer to a person's question, cited, or say plainly that it has none.

    What the coach's own words mean is said without citing anything.

    `cited` are the passages that the talk has cited before.
    """
    ours = glossary.meaning(asked)
    if ours is not None:
        return (Part(ours, "answer"),)  # Our own word: no source spells it out as we mean it.
    asked = glossary.plainly(asked)
    # A definition may stand further down than the passage that uses the word most.
    wide = 6 if _ASKED_FOR.match(asked.strip()) else 3
    hits = varied(library.answer(asked, k=wide, stage=stage), cited) if asked.strip() else []
    for alone in (True, False):
        found = [
            (best[0] - _RANK * n, best[1], hit.passage)
            for n, hit in enumerate(hits)
            if (best := _best(hit.passage, asked, ANSWER_WORDS, alone=alone))
        ]
        if found:
            _, quote, passage = max(found, key=lambda f: f[0])
            name = attribution(passage)
            text = f"{name[:1].upper()}{name[1:]} puts it this way: “{quote}”"
            return (Part(text, "answer", Citation(passage.id, quote, question)),)
    return (Part("The library has nothing on that, and I won't guess.", "answer"),)


_LEADS = (
    "An idea that may help, from {}: “{}”",
    "{} puts it like this: “{}”",
    "Worth holding beside your answer, from {}: “{}”",
)


def idea(
    library: Retriever, query: str, stage: str, question: str, turn: int, cited: Collection[str] = ()
) -> Part | None:
    """Return the one idea worth citing at a question, or None; no passage of `cited` speaks twice in a conversation."""
    for hit in varied(library.search(query, k=6, stage=stage), cited):
        if hit.passage.id in cited:
            continue
        found = quotable(hit.passage, query, IDEA_WORDS)
        if found:
            name = attribution(hit.passage)
            lead = _LEADS[turn % len(_LEADS)]
            name = name[:1].upper() + name[1:] if lead.startswith("{") else name
            text = lead.replace("{}", name, 1).replace("{}", found, 1).replace(",:", ":")
            return Part(text, "idea", Citation(hit.passage.id, found, question))
    return None


def source_of(library: Retriever, question: str, q: Question, cited: Collection[str] = ()) -> Part | None:
    """Return the idea behind the options for a question, cited; never with figures, which would anchor. `cited` as above."""
    for hit in varied(library.search(q.idea or q.ask, k=6, stage=q.stage), cited):
        found = quotable(hit.passage, q.idea or q.ask, IDEA_WORDS, figures=False)
        if found:
            name = attribution(hit.passage)
            text = f"The thought behind them, from {name}: “{found}”".replace(",:", ":")
            return Part(text, "suggestion", Citation(hit.passage.id, found, question))
    return None


def row_of(library: Retriever, query: str, name: str, question: str) -> Part | None:
    """Return the part that cites the row of a table named `name`: its first two cells, verbatim."""
    for hit in library.search(query, k=8):
        passage = hit.passage
        for line in passage.text.splitlines():
            cells = [c.strip() for c in line.strip().strip("|").split("|")]
            if (
                line.lstrip().startswith("|")
                and len(cells) > 1
                and cells[0].casefold().startswith(name.casefold())
            ):
                text = f"For “{cells[0]}”, {attribution(passage)} recommends: {cells[1].casefold()}."
                return Part(text, "idea", Citation(passage.id, cells[0], question))
    return None
