"""Words, as the library sees them: folding, terms, stems and the words that mean nearly the same.

All of it is stateless and deterministic, so that an index built today reads tomorrow's queries alike.
"""

import re
import unicodedata
from functools import lru_cache

from coach.library.vocabulary import RELATED, STOP

_DOUBLE = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02\u2033'
_SINGLE = "'\u2018\u2019\u201a\u201b\u02bc\u2032`\u00b4"
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W\d_]+)?")
LONGEST = 40
"""Letters of a word that are looked at: no word is longer, and hostile text is."""
_VOWEL = re.compile(r"[aeiouy]")

_IRREGULAR = {
    "sold": "sell", "bought": "buy", "spent": "spend", "grew": "grow", "grown": "grow", "chose": "choos",
    "chosen": "choos", "taught": "teach", "began": "begin", "begun": "begin", "men": "man",
    "women": "woman", "children": "child", "clientele": "client", "ads": "ad", "advert": "ad",
    "adverts": "ad", "advertisement": "advertis", "marketing": "marketing", "marketer": "marketing",
    "marketers": "marketing", "business": "business", "businesses": "business", "news": "news",
    "analyses": "analysis", "analyse": "analyz", "analysis": "analysis", "kpis": "kpi", "ceos": "ceo",
    "pricing": "price", "price": "price", "prices": "price", "priced": "price", "twenty": "20",
    "hundred": "100", "ecommerce": "commerc", "failing": "fail", "costs": "cost", "cost": "cost",
}  # fmt: skip

_SUFFIXES = (
    ("isation", 3), ("ization", 3), ("ation", 4), ("ition", 5), ("ative", 4), ("ive", 6), ("ion", 5),
    ("ence", 5), ("ent", 6), ("ance", 5), ("ally", 4), ("ly", 4), ("ness", 4), ("ful", 4), ("ship", 5),
    ("ise", 4), ("ize", 4), ("ate", 5), ("al", 5),
)  # fmt: skip
"""Endings that are cut off, and how many letters must be left."""


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
    """Lower-case words and numbers of `text`, in order; an apostrophe inside a word is kept straight."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'").replace("%", " percent ")
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
    """A light stem: enough to bring plurals, tenses and the commonest derivations of a word together."""
    word = word.removesuffix("'s").replace("'", "")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.isascii() or word.isdigit():
        return word
    word = _singular(word)
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for suffix in ("ing", "ed"):
        base = word.removesuffix(suffix)
        if base != word and len(base) >= 3 and _VOWEL.search(base):
            word = base[:-1] if base[-1] == base[-2] and base[-1] not in "lsz" else base
            break
    for suffix, least in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= least:
            word = word[: -len(suffix)]
            break
    if word.endswith("e") and len(word) > 4:
        word = word[:-1]
    if word.endswith("y") and len(word) > 3 and word[-2] not in "aeiou":
        word = word[:-1] + "i"
    return word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("sses"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@lru_cache(maxsize=1)
def related() -> dict[str, tuple[str, ...]]:
    """Stem -> the stems that plain speakers would use for it (itself left out)."""
    found: dict[str, set[str]] = {}
    for group in RELATED:
        stems = {stem(word) for word in group}
        for one in stems:
            found.setdefault(one, set()).update(stems - {one})
    return {one: tuple(sorted(others)) for one, others in found.items()}


@lru_cache(maxsize=1)
def concepts() -> dict[str, tuple[int, ...]]:
    """Stem -> the rows of RELATED it stands in."""
    found: dict[str, set[int]] = {}
    for number, group in enumerate(RELATED):
        for word in group:
            found.setdefault(stem(word), set()).add(number)
    return {one: tuple(sorted(rows)) for one, rows in found.items()}
