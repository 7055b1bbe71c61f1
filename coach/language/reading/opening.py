"""The first message, part by part: "Plumber. Me and a lad. Swansea. Landlords mostly." Offer, size, place, what is wrong, buyers.

A part is taken only for what its own words show; a part that shows nothing is left for the question that asks it. Buyers come
from "for", "to", "customers" and the like alone: asking again is cheap, a wrong field is not noticed.
"""

import re
from dataclasses import dataclass

from coach.language.amounts.number_words import word_numbers
from coach.language.reading.draft import trim
from coach.language.reading.hedges import bare, content_words
from coach.language.reading.people import CITIES
from coach.language.reading.sells import happened

_I = re.IGNORECASE
_PARTS = re.compile(
    r"[;\n]|,(?!\d{3}\b)\s+|(?<![A-Z])(?<!\b[A-Za-z])\.\s+|\s[–—-]\s|\s*[()]\s*|\s+and (?=(?:they|people|the|nobody|my|our|clients|customers|bookings|sales|takings) )"
)
_WRONG = re.compile(
    r"\b(?:fell|fallen|falling|dropp(?:ed|ing)|down|halved|flat|thin|slow(?:er|ed)?|lost|losing|lose|leav(?:e|ing)|stopped|shrink\w*|shrank|declin\w+|drying up|"
    r"quiet|too (?:few|little|many)|not enough|fewer|can'?t (?:find|get|fill|keep)|cannot (?:find|get)|nobody (?:rings|calls|comes)|no ?body|empty|eating us|taking (?:my|our)|"
    r"they'?ve cut|have cut|has cut|cut (?:it|our|the)|go to (?:the )?\w+ now|always compared|compared (?:with|on)|squeezed|undercut\w*|plateau\w*|stuck|older and|cancel\w*|"
    r"copy(?:ing)? (?:us|every)|race to the bottom|wants? it cheaper|churn\w*|lowest|no new)\b",
    _I,
)
_ROLE = re.compile(
    r"^(?:(?:i'?m|i am|im|we'?re|we are)\s+)?(?:an?|the)?\s*(?:\w+\s)?(?:founder|co-?founder|owner|bursar|managing (?:partner|director)|director|ceo|head|partner|practice manager|manager|chair|principal)\s+"
    r"(?:of|at|in)\s+(?:an?\s+|the\s+|our\s+|my\s+)?(?P<firm>.+)$",
    _I,
)
_FIRM = re.compile(
    r"^(?:(?:well|so|hi|hello|hey)[\s,]+)?(?:(?:i'?ve|i have|we'?ve|we have) got|(?:my (?:wife|husband|partner|brother|sister) and )?(?:i|we|(?:three|two|four|five|six|\w+) of us)\s+(?:run|own|have|sell|make|do|import|manufacture|provide|offer)(?: and (?:fit|sell|repair|install|run|design|service|deliver|build|print|restore|hire))?|"
    r"it'?s|we'?re|we are|i'?m|i am|we'?ve made|we make|my (?:dad|mum|father|mother|family)'?s)\s+(?:(?:an?|the|our|my)\s+)?(?P<what>.+)$",
    _I,
)
_CUT = re.compile(
    r"\s+(?:in|near|from|around|across|outside|at|since|with|based|serving|doing|for|to|selling|who|that|and (?:there|we|i|my|our|it))\b.*$|\s+\d.*$",
    _I,
)
_SIZE_ADJ = re.compile(
    r"^(?:(?:small|little|tiny|family|family-run|independent|local|private|regional|boutique|two-man|\w+-(?:lawyer|partner|person|people|man|strong))\s+)+(?=\w)",
    _I,
)
_TRADES = (
    r"instructors?|mechanics?|cleaners?|doctors?|tutors?|pickers?|drivers?|barbers?|stylists?|bakers?|chefs?|vets?|nurses?|solicitors?|lawyers?|juniors?|fitters?|installers?|"
    r"guides?|teachers?|trainers?|electricians?|plumbers?|welders?|painters?|gardeners?|analysts?|partners?|employees|staff|people|persons?|apprentices?|lads?|waiters?|cooks?"
)
_COUNT = re.compile(
    rf"(?P<n>\d{{1,4}}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|nineteen|twenty|thirty|forty|fifty)\s+(?:(?:paid|part-?time|full-?time|other|more)\s+)?(?:{_TRADES}|others|in the office)\b",
    _I,
)
_ME_AND = re.compile(
    r"\b(?:me|myself|i)\s*(?:and|plus|\+|&)\s*(?:(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten)\b(?: others?)?|(?P<one>a (?:lad|girl|boy|helper|part-?timer|junior|apprentice|mate|colleague|student)))",
    _I,
)
_AND_ME = re.compile(
    r"(?P<n>\d{1,3}|two|three|four|five|six|one)\s+[a-z]+s?\s+(?:and|plus|\+|&)\s+(?:me|myself|i)\b", _I
)
_WHOLE = re.compile(
    r"(?P<n>\d{1,5}|[a-z]+)\s+(?:people|staff|employees|of us)?\s*(?:in total|overall|altogether|all told|including (?:support staff|everyone|everybody|part-?timers))",
    _I,
)
_HYPHEN = re.compile(
    r"\b(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty)-(?:lawyer|partner|solicitor|architect|consultant|doctor|chair|person|man|woman)\b",
    _I,
)
_SUPPORT = re.compile(r"\bwith\s+(?P<n>\d{1,5})\s+(?:people|staff|employees)\b", _I)


@dataclass(frozen=True, slots=True)
class Opening:
    """What each part of a first message shows, as spans of it; empty where it shows nothing."""

    offer: str = ""
    place: str = ""
    symptom: str = ""
    size: int = 0
    size_words: str = ""
    buyers: str = ""


def parts(text: str) -> list[str]:
    """The parts of a first message between its commas, stops, dashes and brackets."""
    return [p for p in (trim(bare(trim(x))) for x in _PARTS.split(text)) if p and re.search(r"\w", p)]


def opening(text: str) -> Opening:
    """Return what a first message shows, part by part."""
    found = parts(text)
    size, words = headcount(text)
    wrong = next((n for n, p in enumerate(found) if _is_wrong(p)), None)
    symptom = ""
    if wrong is not None:
        begin = text.find(found[wrong])
        last = max(n for n, p in enumerate(found) if n >= wrong and (n == wrong or _is_wrong(p)))
        end = text.find(found[last], begin) + len(found[last])
        symptom = trim(text[begin:end])
        symptom = re.sub(r"^(?:and|but|so|because)\s+", "", symptom, flags=_I)
    place = next((p for n, p in enumerate(found) if n and _is_place(p)), "")
    first = _offer(found[0]) if found and wrong != 0 else ""
    if _GENERIC.fullmatch(first or " "):
        made = _MAKES.search(text)
        first = trim(made["what"]) if made is not None else first
    mostly = next((p for p in found[1:] if _MOSTLY.fullmatch(p)), "")
    buyers = re.sub(r"^(?:mostly|mainly)\s+|\s+(?:mostly|mainly)$", "", mostly, flags=_I)
    return Opening(first, place, symptom, size, words, buyers)


_GENERIC = re.compile(r"(?:\w+ )?(?:business|agency|company|firm|shop|studio|practice|consultancy)", _I)
_MAKES = re.compile(
    r"\b(?:doing|making|selling|we'?ve made|we make|we do|we sell)\s+(?P<what>(?!to\b)[^,;.()]+?)(?=\s+(?:for|in|to|since|across|near|from|and)\b|\s*[,;.()]|\s*$)",
    _I,
)
_MOSTLY = re.compile(r"(?:mostly|mainly)\s+[a-z][\w ]{3,40}|[A-Za-z][\w ]{3,40}\s(?:mostly|mainly)", _I)


def _is_wrong(part: str) -> bool:
    return (
        bool(_WRONG.search(part))
        and len(part.split()) >= 3
        and not re.match(r"(?:we|i) (?:help|sell|offer|run|make)\b", part, _I)
    )


def _is_place(part: str) -> bool:
    words = part.split()
    if len(words) > 3 or re.search(r"\d", part):
        return False
    if part.casefold() in CITIES:
        return True
    return _NAMED.fullmatch(part) is not None and part.casefold() not in _NO_TOWN


_NAMED = re.compile(r"(?:the )?[A-ZÀ-Ý][a-zà-ÿ'’-]{2,}(?: [A-ZÀ-Ý][a-zà-ÿ'’-]{2,}){0,2}")
_NO_TOWN = frozenset("landlords clients customers express riesling pharma retail online wholesale".split())


def _offer(part: str) -> str:
    """The thing a first part names: "family winery", "guest house", "commercial law firm"; empty for a whole sentence."""
    role = _ROLE.match(part)
    words = role["firm"] if role is not None else part
    firm = _FIRM.match(words) if role is None else None
    if firm is not None:
        words = firm["what"]
        if happened(part, words):
            return ""
    words = _SIZE_ADJ.sub("", trim(_CUT.sub("", words)))
    words = re.sub(r"^(?:an?|the|my|our)\s+", "", words, flags=_I)
    if (
        not content_words(words)
        or len(words.split()) > 6
        or re.search(r"\b(?:i|we|you|they|is|are|was|were|have|has)\b", words, _I)
    ):
        return ""
    words = re.sub(r"\s+(?:manager|owner|director|founder)$", "", words, flags=_I)
    return words if not re.match(r"(?:team|bit|lot|few|\d)\b", words, _I) else ""


def headcount(text: str) -> tuple[int, str]:
    """How many they are by the words people use of themselves, and those words; 0 where no such words stand."""
    whole = next((m for m in _WHOLE.finditer(text) if _count(m["n"])), None)
    if whole is not None:
        return _count(whole["n"]), whole.group()
    for pattern, more in ((_ME_AND, 1), (_AND_ME, 1), (_HYPHEN, 0)):
        hit = pattern.search(text)
        if hit is not None:
            more_than = pattern is _ME_AND and hit["one"] is not None
            return (2 if more_than else _count(hit["n"]) + more), hit.group()
    hits = list(_COUNT.finditer(text))
    if not hits:
        return 0, ""
    joined = [hits[0]]
    for hit in hits[1:]:
        if re.fullmatch(r"\s*(?:,|and|plus|\+|&|, and)\s*", text[joined[-1].end() : hit.start()]):
            joined.append(hit)
    return sum(_count(h["n"]) for h in joined), text[joined[0].start() : joined[-1].end()]


def _count(words: str) -> int:
    if words.isdigit():
        return int(words)
    found = list(word_numbers(words.lower()))
    return int(found[0].value) if found else 0
