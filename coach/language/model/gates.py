"""What a model's sentence must pass before it is shown. Each gate says why it stopped one; nothing is mended here
but links and citation marks.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coach.engine import fold_text
from coach.language.amounts.number_words import word_numbers
from coach.language.folding import find_span, plain
from coach.language.model.words import figures, names
from coach.language.wording.library_talk import attribution
from coach.ports import Citation, Passage

SMALL = 3.0
"""Number words up to this are plain talk: "one thing", "two or three of them"."""
SHINGLE = 8
"""Words in a row that a reply may not share with its instructions."""

_MARKER = re.compile(r"\[\[\s*([^|\[\]]+?)\s*\|(.*?)\]\]", re.DOTALL)
_BROKEN = re.compile(r"\[\[|\]\]")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)|<img\b[^>]*>", re.IGNORECASE)
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_URL = re.compile(
    r"(?:https?://|www\.|(?<![:\w])//(?=[\w-]+\.))\S+|\b[\w-]+\.(?:com|org|net|io|ai|nl|de|eu)/\S*",
    re.IGNORECASE,
)
_FORM = re.compile(r"""^\s*(?:\{\s*"|\[\s*[{"])|"\w+"\s*:\s*["\[{]|[!-~]{120}""")
"""No words: a JSON object, a list or a piece of one; or letters that no space parts (other scripts need none)."""
_HTML = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
_RESEARCH = re.compile(
    r"\b(?:(?:research|studies|statistics|surveys?|evidence|data|experts?|science)\b[^.]{0,30}\b(?:shows?|shown|says?|suggests?|"
    r"proves?|proven|confirms?|finds?|found|agree|indicates?)|according to (?:\w+ ){0,3}(?:research|studies|experts?|surveys?)|"
    r"it is (?:well )?(?:known|proven) that|(?:los|las)? ?(?:estudios|investigaciones|expertos) (?:\w+ )?(?:muestran|demuestran|dicen|indican)|"
    r"seg[uú]n (?:\w+ ){0,2}(?:estudios|expertos|investigaci\w+)|studien (?:zeigen|belegen)|onderzoek (?:toont|wijst|laat)|"
    r"(?:des|les) études (?:montrent|prouvent))\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"(?:you (?:said|told|wrote|mentioned|put|called|came|typed|describe\w*)|your (?:own )?words|in your|dijiste|usted dijo|"
    r"contaste|has dicho|escribiste|du sagtest|sie sagten|je zei|u zei|vous avez dit|tu as dit|summary|article|library)"
    r"[^“\"]{0,80}[“\"](?P<said>[^”\"]{6,})[”\"]",
    re.IGNORECASE,
)
_LEAK = re.compile(
    r"===|\{\{|\}\}|</?(?:message|known|task|reply|passage|document|said)\b|\bsystem prompt\b|\bmy instructions\b|"
    r"\bas an ai\b|\bas a language model\b|@@",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Ground:
    """What a reply may draw on: the person's words and plan, our own wordings of this turn, and what was retrieved."""

    said: str
    """Every word typed, and what stands in the plan."""
    ours: str
    """The guided wordings of this turn: questions, sums, counts, dates."""
    passages: Mapping[str, Passage]
    prompt: str = ""
    """The instructions themselves, which are no material."""

    @property
    def numbers(self) -> frozenset[float]:
        return _numbers(f"{self.said}\n{self.ours}") | _numbers(self._read)

    @property
    def names(self) -> str:
        return _folded(f"{self.said}\n{self.ours}\n{self._read}")

    @property
    def _read(self) -> str:
        return "\n".join(
            f"{p.text}\n{p.article_title}\n{p.author}\n{p.publisher}" for p in self.passages.values()
        )

    def holds(self, quote: str) -> bool:
        """Whether these words stand in what was said, in our wordings or in what was retrieved."""
        words = fold(quote).strip(" .,;:!?…")
        return not words or words in _folded(f"{self.said}\n{self.ours}\n{self._read}")


def _numbers(text: str) -> frozenset[float]:
    return frozenset().union(*map(_numbers_of, text.split("\n")))


@lru_cache(maxsize=4096)
def _numbers_of(line: str) -> frozenset[float]:
    """Kept by line: what was typed in earlier turns is not read again."""
    return frozenset(figures(line))


@lru_cache(maxsize=32)
def _folded(text: str) -> str:
    return fold(text)


def fold(text: str) -> str:
    """Fold whole texts for comparing, fast: Unicode form, white space, quotation marks and case."""
    return fold_text(text).casefold()


@lru_cache(maxsize=8)
def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return frozenset(tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))


@dataclass(frozen=True)
class Passed:
    text: str
    citation: Citation | None = None


class Stopped(Exception):
    """A sentence may not be shown; the argument is the gate's name, for the log and the evals."""


def sentence(text: str, ground: Ground, question: str | None, language: str = "en") -> Passed:
    """Return a sentence as it may be shown.

    Raises:
        Stopped: it may not.
    """
    if _LEAK.search(text) or _repeats(text, ground.prompt):
        raise Stopped("leak")
    if _FORM.search(_LINK.sub("", text)):
        raise Stopped("form")
    text = _IMAGE.sub("", text)
    if "![" in text:  # One that goes on in the next line, or is defined further down.
        raise Stopped("link")
    text = _LINK.sub(lambda m: m[1] if not _known_url(m[2], ground) else m[0], text)
    bare = _LINK.sub("", text)
    if any(not _known_url(u, ground) for u in _URL.findall(bare)):
        raise Stopped("link")
    text = _HTML.sub("", text)
    text, citation, outside = _cited(text, ground, question)
    if _RESEARCH.search(outside):
        raise Stopped("research")
    for quoted in _TOLD.finditer(outside):
        if not ground.holds(quoted["said"]):
            raise Stopped("quote")
    _check_figures(outside, ground)
    if language != "de":  # every noun has a capital there
        known = ground.names
        for name in names(outside):
            if fold(name) not in known:
                raise Stopped("name")
    text = re.sub(r"[ \t]{2,}", " ", text).strip()
    if not re.search(r"\w", text):
        raise Stopped("empty")
    return Passed(text, citation)


def _repeats(text: str, prompt: str) -> bool:
    if not prompt:
        return False
    words = re.findall(r"\w+", text.casefold())
    known = _shingles(prompt)
    return any(tuple(words[i : i + SHINGLE]) in known for i in range(len(words) - SHINGLE + 1))


def _known_url(url: str, ground: Ground) -> bool:
    return any(p.url and url.rstrip(".,)") == p.url for p in ground.passages.values())


def _cited(text: str, ground: Ground, question: str | None) -> tuple[str, Citation | None, str]:
    """The sentence with its mark as people read it, the citation, and what of the sentence is not quoted."""
    marks = list(_MARKER.finditer(text))
    if len(marks) > 1:
        raise Stopped("citation")
    if not marks:
        if _BROKEN.search(text):
            raise Stopped("citation")
        return text, None, text
    mark = marks[0]
    passage = ground.passages.get(mark[1].strip())
    words = mark[2].strip().strip('"“”').strip()
    place = None
    if passage is not None:
        place = find_span(passage.text, words) or find_span(passage.text, words, casefold=True)
    if passage is None or place is None or len(words.split()) < 3:
        raise Stopped("citation")
    quote = passage.text[place[0] : place[1]]
    shown = f"“{quote}” ({attribution(passage).rstrip(',')})"
    before, after = text[: mark.start()].rstrip(' “"'), text[mark.end() :].lstrip('”"')
    outside = f"{before} {after}"
    if _BROKEN.search(outside):
        raise Stopped("citation")
    return f"{before} {shown}{after}".strip(), Citation(passage.id, quote, question), outside


def _check_figures(text: str, ground: Ground) -> None:
    bare = re.sub(r"^\s*\d[.)]\s", "", text)
    known = ground.numbers
    for digits in re.finditer(r"\d[\d.,'\u00a0\u202f ]*\d|\d", bare):
        # 1.250 may be read in two ways: one of them must be known.
        if not any(f in known for f in figures(digits.group())):
            raise Stopped("figure")
    for number in word_numbers(plain(bare)):
        value = float(number.value)
        small = value <= (SMALL if number.kind == "number" else 1.0)  # "once" counts nothing
        if not small and number.kind != "couple" and value not in known:
            raise Stopped("figure")


_STEM = 5


def _stems(text: str) -> list[str]:
    return [w[:_STEM] for w in re.findall(r"[^\W\d_]{4,}", text.casefold())]


def own_material(text: str, ground: Ground, share: float = 0.55) -> bool:
    """Whether composed words are mostly the person's: their figures, their names, and most of their words' stems."""
    known = set(_stems(ground.said))
    mine = _stems(text)
    if not mine or sum(w in known for w in mine) < share * len(mine):
        return False
    try:
        sentence(text, ground, None)
    except Stopped:
        return False
    return True


_WH = r"(?:by\s+when|for\s+whom|with\s+whom|how|who|whom|whose|when|what|where|which|why)\b"
_SECOND = re.compile(
    rf"(?:,\s+and\s+(?:also\s+|then\s+)?{_WH}|"
    rf"\s+and\s+(?:also\s+|then\s+)?{_WH}\s*(?:\?|(?:do|does|did|is|are|was|were|will|would|can|could|should|has|have|many|much|often|long)\b))"
    r"[^?]*\??",
    re.IGNORECASE,
)
"""A second question behind the first, within one question mark."""
_ASKING = re.compile(r"\b(?:how|who|whom|whose|when|what|where|which|why|whether)\b", re.IGNORECASE)


def one_thing(question: str, wanted: str) -> str:
    """Return a question without the second one that hangs on it by an "and", unless two were to be asked."""
    found = _SECOND.search(question)
    if found is None or _SECOND.search(wanted) or not _ASKING.search(question[: found.start()]):
        return question
    rest = question[found.end() :].lstrip("?")
    return question[: found.start()].rstrip(" ,") + "?" + rest


def missing_quotes(wanted: Sequence[str], shown: str) -> list[str]:
    """Return the quotes that a reply has not shown yet. Half of one is enough: the rest is not said again for it."""
    there = fold(shown)
    pieces = [fold(p.strip("… ")) for p in quotes_in(shown)]
    whole = [(q, fold(q.strip("… "))) for q in wanted]
    return [
        q
        for q, w in whole
        if w not in there and not any(p in w and len(p) * 2 >= len(w) for p in pieces if p)
    ]


def quotes_in(text: str) -> list[str]:
    """Return what stands in curly quotes."""
    return re.findall(r"“([^”]+)”", text)
