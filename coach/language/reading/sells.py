"""What a firm sells, out of a sentence that says so: "we prepare accounts and tax returns", "selling tiles to builders".

Only a verb of selling or making shows it. A list that the sentence goes on with belongs to it ("butter, cheese and cream"),
and a firm that is named by its kind is told apart from what it does ("a practice … we do backs and knees").
"""

import re

from coach.language.reading.hedges import content_words
from coach.language.reading.people import CITIES

_I = re.IGNORECASE
_DROPPED = r"sell|sells|selling|offer|offering|provide|providing|run|running|own|owning|do|doing|operate|supply|supplying|prepare|have"
_KEPT = (
    r"make|made|build|design|cut|bake|repair|fix|install|teach|train|coach|consult|advise|develop|write|produce|import|export|distribute|rent|"
    r"lease|manage|organi[sz]e|deliver|manufacture|clean|paint|grow|brew|roast|cook|cater|photograph|print|host|help|"
    r"support|speciali[sz]e in|deal in|trade in|create|plan|translate|audit|restore|renovate|groom|walk|handle|sew|wash|service"
)
STOP = (
    r"(?=\s+(?:mostly |mainly |primarily |only |directly )?(?:to|for|across|around|near|with|who|throughout|headquartered|based|located|working|serving|in|from|and (?:there|we|our|i|me|my|it|the))\b|"
    r"\s*[,.;:(–]|\s+-\s|\s*$)"
)
"""Where the words for what is sold end."""
_DOES = re.compile(
    rf"\b(?:we|i|us)(?:'re| are|'m| am|'ve| have)?\s+(?:mainly |mostly |only |currently |also |basically |just )?(?:(?P<verb>{_DROPPED})\s+(?P<what>(?!been\b|to\b|it\b|a lot\b|tried\b|\d)[^.,;:(]+?)|"
    rf"(?P<do>(?:{_KEPT})\s+[^.,;:(]+?)){STOP}",
    _I,
)
_SELLING = re.compile(
    rf"(?:^|[.;,]\s*|\b(?:agency|firm|company|shop|business|studio|practice)(?: \([^)]*\))?\s+)(?:selling|sell|we sell|doing|making|offering|providing|supplying)\s+(?!to\b)(?P<what>[^.,;:(]+?){STOP}",
    _I,
)
_NO_THING = re.compile(
    r"(?:also|already|always|never|just|only|now|recently|even|however|more|less|so|too|then|well|not much|not enough|little|few|\s)+",
    _I,
)
"""Words behind "we have" or "we do" that name nothing."""
_PERFECT = re.compile(
    r"(?:\w+ly |just |always |also |never )*(?:\w{3,}ed|been|grown|seen|had|got|lost|won|done|made|taken|become|gone|kept|sold|built|moved)\b",
    _I,
)
"""What follows "we have" where it tells what happened: "we have accumulated some clients"."""
_ITEM = r"(?:an? |the |some |also )?(?!(?:we|i|they|it|there|mostly|mainly|based|in|near|for|to|with|and|but|so|who|which|established|since|just|only|all)\b)[a-z][a-z'’-]*(?: (?!(?:is|are|was|were|has|have|had|do|does|did|too|as|and)\b)[A-Za-z][\w'’-]*){0,5}?"
_GOES_ON = re.compile(rf"(?:,\s(?:{_ITEM}))*,?\s(?:and|&)\s(?P<last>{_ITEM})(?: too| as well)?{STOP}")
"""The rest of a list: ", tax returns and succession reviews". Small letters only: a name may be a place."""
_KIND = re.compile(
    r"(?:an? |the |our |my )?(?:[\w'-]+ ){0,3}(?:practice|clinic|agency|firm|business|company|consultancy|shop|studio|workshop|office)",
    _I,
)
_MOST = 120


def sold(text: str) -> str:
    """Return the words for what is sold, a part of the text; empty where no verb shows it."""
    found = [words for pattern in (_SELLING, _DOES) for words in _named(text, pattern)]
    kind = next((words for words in found if _KIND.fullmatch(words)), "")
    return next((words for words in found if not _KIND.fullmatch(words)), "") if kind else "".join(found[:1])


def kind_of_firm(text: str) -> str:
    """Return what a firm is called by its kind where that is all that is said: "a physio practice"; else nothing."""
    found = [words for pattern in (_SELLING, _DOES) for words in _named(text, pattern)]
    return found[0] if found and _KIND.fullmatch(found[0]) else ""


def happened(sentence: str, words: str) -> bool:
    """Whether "we have …" tells what happened to a firm, rather than what it has to sell."""
    have = re.search(r"\b(?:we|i)(?:['’]ve| have)\b", sentence, _I) is not None
    return have and bool(_PERFECT.match(words) or _NO_THING.fullmatch(words))


def _named(text: str, pattern: re.Pattern[str]) -> list[str]:
    found = []
    for hit in pattern.finditer(text):
        name = next(n for n, words in hit.groupdict().items() if words and n != "verb")
        verb = (hit.groupdict().get("verb") or "").casefold()
        words = next((p for p in re.split(r"\s{2,}", hit[name]) if content_words(p)), "")
        if not words or _NO_THING.fullmatch(words) or (verb == "have" and _PERFECT.match(words)):
            continue
        if hit[name] == words:
            words = text[hit.start(name) : _end(text, hit.end(name))]
        found.append(re.sub(r"\s(?:mostly|mainly|too|as well)$", "", words, flags=_I))
    return found


def _end(text: str, end: int) -> int:
    """Where a list ends whose first item ends at `end`."""
    more = _GOES_ON.match(text, end, end + _MOST + 40)
    if more is None or more.end("last") - end > _MOST:
        return end
    items = re.split(r",\s|\s(?:and|&)\s", more.group())
    return end if any(i.strip().casefold() in CITIES for i in items) else more.end("last")
