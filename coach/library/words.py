"""Words, as the library sees them: folding, terms, stems and the words that mean nearly the same.

All of it is stateless and deterministic, so that an index built today reads tomorrow's queries alike.
"""

import re
import threading
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import Any

from coach.library.vocabulary import FILLER, STOP, TOPICS

_DOUBLE = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02\u2033'
_SINGLE = "'\u2018\u2019\u201a\u201b\u02bc\u2032`\u00b4"
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W\d_]+)?")
LONGEST = 40
"""Letters of a word that are looked at: no word is longer, and hostile text is."""

_IRREGULAR: dict[str, str] = dict(
    pair.split("=")
    for pair in """
    sold=sell bought=buy spent=spend grew=grow grown=grow chose=choose chosen=choose taught=teach began=begin
    begun=begin men=man women=woman children=child built=build won=win seen=see saw=see kept=keep lost=lose
    left=leave paid=pay brought=bring thought=think held=hold ran=run fell=fall fallen=fall led=lead felt=feel
    met=meet wrote=write written=write driven=drive drove=drive knew=know known=know stood=stand sent=send
    understood=understand shown=show threw=throw thrown=throw broke=break broken=break sought=seek
    caught=catch fought=fight rose=rise risen=rise proven=prove lent=lend sang=sing drank=drink ate=eat
    ad=advertise ads=advertise advert=advertise adverts=advertise clientele=client analyse=analysis
    analysed=analysis analysing=analysis analyze=analysis analyzed=analysis analyses=analysis kpis=kpi ceos=ceo
    cmos=cmo twenty=20 hundred=100 ecommerce=commerce pricing=price pricey=price risky=risk costly=cost
    strategic=strategy strategically=strategy strategist=strategy reposition=position differently=different
    differentiate=different differentiation=different persons=person persona=persona personas=persona
    """.split()
)
"""Forms that no rule brings to their word."""
_WHOLE = frozenset("marketing market business customer organisation organization persona universe".split())
"""Words whose stem would be that of another word: business and busy, customer and custom."""
_IZE = re.compile(r"(?<=[a-z]{4})is(e|es|ed|ing|er|ers|ation|ations)\Z")
_NOT_IZE = ("adverti", "enterpr", "franch", "promis", "exerc", "surpris", "compromis", "premis", "expert")
_OR = re.compile(r"(?<=[a-z]{3})our(s|ed|ing|ite|ites|able|al|ally)?\Z")
_stemming = threading.Lock()


def nfc(text: str) -> str:
    """`text` in Unicode NFC, NULs and lone surrogates dropped, line ends as \\n."""
    clean = text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "")
    return unicodedata.normalize("NFC", clean).replace("\r\n", "\n").replace("\r", "\n")


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """Where `quote` stands in `text` (start, end), or None.

    Both are taken in NFC; runs of white space and the shapes of quotation marks don't matter, everything else
    does. `text` must be in NFC already, for the offsets to fit it.
    """
    wanted = " ".join(nfc(quote).split())
    if not wanted or len(wanted) > len(text):
        return None
    pattern = []
    for char in wanted:
        if char == " ":
            pattern.append(r"\s+")
        elif char in _DOUBLE:
            pattern.append(f"[{_DOUBLE}]")
        elif char in _SINGLE:
            pattern.append(f"[{_SINGLE}]")
        else:
            pattern.append(re.escape(char))
    found = re.search("".join(pattern), text)
    return found.span() if found else None


def tokens(text: str) -> list[str]:
    """Lower-case words and numbers of `text`, in order; an apostrophe inside a word is kept straight, and a phrase of
    synonyms.txt is one word.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'").replace("%", " percent ")
    folded = _phrases().sub(lambda found: re.sub("[ -]", "", found[0]), folded)
    return [word[:LONGEST] for word in _TOKEN.findall(folded)]


def terms(text: str) -> list[str]:
    """Stems of the words of `text` that carry meaning, in order, repeats kept."""
    return [stem(word) for word in meaningful(text)]


def meaningful(text: str) -> list[str]:
    """The words of `text` less the stop words and their plurals."""
    return [word for word in tokens(text) if not is_stop(word)]


def is_stop(word: str) -> bool:
    """Whether a word is a stop word, or the plural of one."""
    return word in STOP or word.removesuffix("s") in STOP


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem by Snowball's English rules, once irregular forms and British spellings are evened out."""
    word = word.removesuffix("'s").replace("'", "")
    word = _IRREGULAR.get(word, word)
    if word.removesuffix("s") in _WHOLE or word.removesuffix("es") in _WHOLE:
        word = word.removesuffix("es") if word.endswith("sses") else word.removesuffix("s")
        return "business" if word == "busines" else word.replace("isation", "ization")
    if not word.isascii() or len(word) <= 3:
        return word
    for ending in ("ships", "ship"):
        if word.endswith(ending) and len(word) - len(ending) > 4:
            word = word.removesuffix(ending)
    if not word.startswith(_NOT_IZE):
        word = _IZE.sub(r"iz\1", word)
    word = _OR.sub(r"or\1", word)
    with _stemming:  # the stemmer keeps the word it is at in itself
        found: str = _snowball().stemWord(word)
    return found


@lru_cache(maxsize=1)
def _snowball() -> Any:
    import snowballstemmer  # type: ignore[import-untyped]

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, ...], ...]:
    """The rows of synonyms.txt, as stems."""
    return tuple(tuple(dict.fromkeys(stem(word.replace("-", "")) for word in row)) for row in _written())


@lru_cache(maxsize=1)
def _written() -> tuple[tuple[str, ...], ...]:
    text = resources.files("coach.library").joinpath("synonyms.txt").read_text(encoding="utf-8")
    return tuple(tuple(line.split()) for line in text.splitlines() if not line.startswith("#"))


@lru_cache(maxsize=1)
def _phrases() -> "re.Pattern[str]":
    """Finds what synonyms.txt writes with hyphens: each of its words may say little ("come up with"), or another thing."""
    found = sorted(
        {word for row in _written() for word in row if "-" in word}, key=lambda word: (-len(word), word)
    )
    return re.compile(rf"\b(?:{'|'.join(word.replace('-', '[ -]') for word in found)})\b")


@lru_cache(maxsize=1)
def related() -> dict[str, tuple[str, ...]]:
    """Stem -> the stems that plain speakers would use for it (itself left out)."""
    found: dict[str, set[str]] = {}
    for row in _rows():
        for one in row:
            found.setdefault(one, set()).update(set(row) - {one})
    return {one: tuple(sorted(others)) for one, others in found.items()}


@lru_cache(maxsize=1)
def concepts() -> dict[str, tuple[int, ...]]:
    """Stem -> the rows it stands in."""
    found: dict[str, list[int]] = {}
    for number, row in enumerate(_rows()):
        for one in row:
            found.setdefault(one, []).append(number)
    return {one: tuple(rows) for one, rows in found.items()}


def load() -> None:
    """Read the tables and the stemmer now, a fifth of a second, and not at the first question."""
    _phrases(), related(), concepts(), _listed()


@lru_cache(maxsize=1)
def _listed() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(map(stem, FILLER)), frozenset(map(stem, TOPICS))


def is_filler(term: str) -> bool:
    """Whether a stem is of everyday talk that says little."""
    return term in _listed()[0]


def is_topic(term: str) -> bool:
    """Whether a stem names a subject of its own."""
    return term in _listed()[1]
