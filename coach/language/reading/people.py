"""Who will do something, in the person's own words: "Anna owns it", "I will", "our office manager", "(Tom)".

Names are known by their capital and by what stands around them; there is no list of names. "We will", "clients will" and
"it will" name nobody. "I" and "me" come back as they were written: the caller keeps the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coach.language.folding import Span, plain, span
from coach.language.reading.headcount import hours, team_size

__all__ = ["CITIES", "hours", "owner", "team_size"]

_UPPER = "A-ZÀ-ÖØ-ÞŁŠŚŽŻĆČĐĞŞŐŰ"
_NAME = (
    rf"[{_UPPER}](?:[\w-]|'(?!s\b|ll\b|d\b)\w){{1,24}}(?: (?:van|de|der|den|von|da|di|du|al|bin|el|ter|[{_UPPER}]\.|(?!(?i:and|or)\b)[{_UPPER}](?:[\w-]|'(?!s\b|ll\b|d\b)\w){{1,24}}))"
    r"{0,3}"
)
_HEADS = (
    r"manager|lead|leader|director|partner|partners|owner|assistant|coordinator|accountant|bookkeeper|secretary|founder|founders|"
    r"co-founder|cofounder|cto|ceo|cfo|cmo|coo|cio|vp|president|consultant|trainer|designer|developer|engineer|planner|buyer|"
    r"team|freelancer|agency|administrator|recruiter|intern|principal|chair|chef|winemaker|receptionist|supervisor|foreman|"
    r"nephew|niece|brother|sister|wife|husband|daughter|son|mother|father|cousin|colleague|colleagues|associate|officer|"
    r"salesperson|marketeer|marketer|copywriter|controller|head|boss|pa|board|office|department|specialist|strategist|editor"
)
_OF = r"(?: of (?!the\b|a\b)[\w-]+(?: and (?!will\b|I\b)[\w-]+(?= (?:will|owns|runs|leads)\b))?| for [\w-]+)?"
_ROLE = rf"(?i:(?:our|my|the|a|an)(?: [\w&-]+){{0,3}}? (?:{_HEADS})\b{_OF}|head of [\w-]+)"
_BARE_ROLE = rf"(?i:(?:(?:our|my|the|a|an) )?(?:[\w&-]+ ){{0,3}}?(?:{_HEADS})\b{_OF})"
_SELF = r"I\b|(?i:me|myself)\b"
_ONE = rf"(?:{_NAME}|{_ROLE}|{_SELF})"
_WHO = rf"(?P<who>{_ONE}(?:(?:, {_ONE})?,?(?: and | & | \+ |/){_ONE})?)"

_DOES = (
    r"own|run|lead|handle|take|manage|drive|be responsible|be in charge|look after|be on it|do|make|write|call|set|organi[sz]e|build|"
    r"start|keep|send|track|report|contact|visit|invite|prepare|plan|find|hire|train|talk|follow|post|record|pull|check|host|"
    r"design|ask|book|phone|email|draft|test|arrange|pick|oversee|coordinate|supervise|champion|sponsor|get|bring|put|speak|meet|"
    r"interview|review|collect|measure|count|update|publish|sell|approach|work|carry|see to|help|use|give|go|move|try|shoot|"
    r"deliver|finish|finalise|create|launch|offer|propose|present|teach|coach|sort|fix|ship|price|close|chase|cover"
)
_OWNS = (
    r"owns?|runs?|leads?|handles?|takes?(?: it| this| that| care| on| over| charge)?|does|manages?|drives?|oversees?|champions?|looks? (?:at|after)|keeps?|holds?|"
    r"coordinates?|supervises?|carries|sees to|is (?:responsible|in charge|accountable|on it|the owner|the lead|our owner|leading|running|owning|doing|handling|managing)|"
    r"are (?:responsible|in charge|accountable)|has (?:it|this|that)|tracks?|records?|calls?|writes?|sends?|reports?|organi[sz]es?|will be (?:the owner|responsible|in charge)"
)
_SUBJECT = re.compile(
    rf"\b{_WHO}(?:, (?:our|the|my|who)[^,.;]{{1,40}},)?(?:(?: (?:will|shall|can|could|should|would|must|is going to|are going to|has to|have to|to)|'ll|'d) "
    rf"(?:also |then |now |just |personally |gladly |again )?(?:{_DOES})\b| (?:{_OWNS})\b)"
)
_SELF_WILL = re.compile(
    rf"\b(?P<who>I)\b(?:(?:'ll| will| can| could| should| would|'d|'m going to| am going to| must| have to| shall)(?: (?:also|then|now|just|personally|gladly|happily|do it))?"
    rf"(?: (?:{_DOES})\b|(?= ?[.,;!)]| ?\Z| myself| on | by | in | every | each | from | starting ))|'m (?:responsible|in charge|on it|the owner|doing)|"
    r" am (?:responsible|in charge|on it|the owner|doing)| (?:own|run|lead|handle|manage|take|do|drive|oversee|keep|track|record)(?: (?:it|this|that|these|them|care|charge|all)\b|(?= myself)))"
)
_LABEL = re.compile(
    rf"\b(?i:owner(?:ship)?|responsible|accountable|in charge|who|led by|owned by|run by|done by|handled by|managed by|taken by|driven by|carried by|"
    rf"assigned to|up to|falls to|down to|belongs to|goes to|given to|in the hands of|owner,|lead)(?i: is| are| will be| would be| should be)?(?: ?[:=–-] ?| )"
    rf"(?i:is |are |to )?(?P<who>(?:{_NAME}|{_BARE_ROLE}|{_SELF})(?:(?:, (?:{_NAME}|{_ROLE}))?,?(?: and | & | \+ |/)(?:{_NAME}|{_BARE_ROLE}|{_SELF}))?)"
)
_ITS = re.compile(
    rf"\b(?i:it's|it is|that's|that is|that would be|that'd be|it would be|it will be|that will be|it'll be|would be|will be|done by|ask|by|for)"
    rf" (?P<who>(?:{_NAME}|{_ROLE}|(?i:me|myself)\b)(?:,?(?: and | & )(?:{_NAME}|{_ROLE}|(?i:me|myself)\b))?)(?='s (?:job|task|call|baby|thing)|\s*(?:[.,;!)]|\Z| (?:who|by|on|from)\b))"
)
_POSSESSED = re.compile(
    rf"\b(?P<who>{_NAME}|{_ROLE})'s? (?i:job|task|responsibility|baby|call|project|desk|thing)\b"
)
_BRACKET = re.compile(
    rf"\((?P<who>(?:{_NAME}|{_ROLE}|{_SELF})(?:(?:, | and | & |/)(?:{_NAME}|{_ROLE}|{_SELF}))?)\)"
)
_BETWEEN_COMMAS = re.compile(rf", (?P<who>{_NAME}(?:(?: and | & ){_NAME})?)(?=\s*(?:[,;.)!\n]|\Z))")
_APPOSED = re.compile(rf"\b(?P<who>{_NAME}), (?i:our|the|my) (?i:[\w&-]+ ){{0,3}}?(?i:{_HEADS})\b")
_LOWER = re.compile(
    r"(?<![\w'])(?P<who>[^\W\d_A-Z]{3,20}) (?:owns (?:it|this|that)\b|will own (?:it|this)\b)"
)
_WITH = re.compile(
    rf"\b(?i:with|via|through) (?P<who>(?:{_NAME})(?:,?(?: and | & )(?:{_NAME}|{_SELF}))?)(?=\s*(?:[.,;!)]|\Z)| (?:by|on|from|starting|every|each|in|as)\b)"
)
_LONE_SENTENCE = re.compile(rf"(?<=[.!?;] )(?P<who>{_NAME})(?=\s*[.!]?\s*\Z)")
_ALONE = re.compile(
    rf"\W*(?P<who>(?:(?i:me|myself)\b|(?:{_ROLE}|(?:{_NAME})(?= and | & )))(?:(?:, | and | & )(?:{_NAME}|{_ROLE}|{_SELF}))*)(?i: myself| please| i think)?\W*"
)
_ME = re.compile(
    r"(?:\A|[,;:(–-] ?|\n|\bjust |\bonly |\bby |\bon )(?P<who>(?i:me|myself))(?=\s*(?:[.,;!)\n]|\Z))"
)
_NOT_NAMES = frozenset(
    "we they it that this there he she our my the a an i'm clients client customers customer people everyone everybody somebody someone "
    "nobody anyone all both each every one two three four five six seven eight nine ten some many most more less few several "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december christmas easter spring summer autumn winter today tomorrow yes no not ok okay maybe ideally perhaps probably "
    "revenue turnover sales profit margin price prices pricing growth demand supply market markets cost costs budget cash churn "
    "retention conversion leads enquiries inquiries referrals proposals projects meetings calls visits orders deals contracts "
    "competitors competition suppliers prospects partners buyers owners schools companies firms by from to if when where what why how "
    "which who first second third next then last or and but so because while also crm linkedin google facebook instagram tiktok "
    "youtube whatsapp excel hubspot salesforce mailchimp outlook teams slack chatgpt openai microsoft apple amazon weekly monthly "
    "daily yearly in on at for of with without call calling invite inviting send write book make making ask known feasibility studies "
    "start starting do does did done have has get getting take taking build hire hiring train run running lead leading own owner owners "
    "europe asia africa america germany france belgium netherlands holland spain italy uk usa eu us england britain scotland ireland "
    "ireland india china london paris berlin amsterdam rotterdam brussels utrecht madrid rome vienna new old big small good better best "
    "target baseline goal goals deadline metric unit step steps process processes kpi kpis seo ai it's that's there's you your their his her "
    "covid brexit inflation technology software strategy product products service services quality training coaching website newsletter "
    "podcast webinar event events company firm bank state government blog video content social media advertising ads email phone as correction please sorry hello hi thanks up still".split()
)
"""Words that begin sentences, plans and places with a capital, and are nobody's name."""

_STRICT = re.compile(
    r" (?:will |'ll |to |can |should )?(?:own|run|lead|handle|manage|be responsible|be in charge|look after|drive|is responsible|is in charge)"
)
_DEPARTMENTS = frozenset("marketing hr finance operations sales".split())


_PLACED = re.compile(
    rf"(?:\b(?i:in|to|from|near|at|around|across|via|visit|of|between|through|outside)|,) (?:the )?(?:{_NAME}),\s*\Z"
)
"""A place, or one more of a row of names, just before a name between commas."""
CITIES = frozenset(
    "leeds manchester birmingham liverpool bristol sheffield glasgow edinburgh cardiff belfast dublin cork york bath oxford cambridge brighton "
    "nottingham leicester newcastle bradford southampton norwich exeter ghent gent antwerp leuven bruges liege namur hasselt mechelen "
    "eindhoven groningen tilburg breda nijmegen haarlem arnhem delft leiden maastricht zwolle hague almere lyon marseille toulouse nice "
    "lille bordeaux nantes strasbourg munich hamburg cologne frankfurt stuttgart leipzig dresden hanover zurich geneva basel bern milan "
    "turin naples florence venice bologna barcelona valencia seville lisbon porto athens oslo stockholm copenhagen helsinki warsaw krakow "
    "prague budapest mumbai delhi pune chennai bangalore bengaluru hyderabad kolkata ahmedabad surat jaipur kochi noida gurgaon gurugram "
    "chicago boston seattle denver austin dallas houston atlanta phoenix miami portland detroit philadelphia nashville toronto montreal "
    "vancouver ottawa calgary sydney melbourne brisbane perth adelaide auckland wellington singapore dubai johannesburg nairobi lagos tokyo".split()
)
"""Cities that are hardly anyone's name: between two commas they say where, not who."""


def owner(text: str, known: Sequence[str] = ()) -> Span | None:
    """Who will do it, in the words used, or None. `known` are owners named before: they need nothing around them."""
    read = plain(text)
    for patterns in ((_LABEL,), (_SUBJECT, _SELF_WILL)):
        found = _first(text, read, patterns)
        if found:
            return found
    found = _known(text, read, known)
    if found:
        return found
    for pattern in (
        _LOWER,
        _POSSESSED,
        _APPOSED,
        _BRACKET,
        _ITS,
        _WITH,
        _BETWEEN_COMMAS,
        _LONE_SENTENCE,
        _ME,
    ):
        found = _first(text, read, (pattern,))
        if found:
            return found
    whole = _ALONE.fullmatch(read) if len(read) < 80 else None
    return _person(text, read, whole) if whole else None


def _first(text: str, read: str, patterns: Sequence[re.Pattern[str]]) -> Span | None:
    people = [person for pattern in patterns for person in _people(text, read, pattern)]
    return min(people, key=lambda person: person.start, default=None)


def _people(text: str, read: str, pattern: re.Pattern[str]) -> Iterator[Span]:
    for hit in pattern.finditer(read):
        person = _person(text, read, hit)
        if person:
            yield person
            return


def _person(text: str, read: str, hit: re.Match[str]) -> Span | None:
    """The person of a match, without sentence starters that only look like a name; None where nothing is left."""
    start, end = hit.span("who")
    words = read[start:end].split()
    while words and words[0].lower().strip("'") in _NOT_NAMES - {"our", "my", "the", "a", "an"}:
        if words[0].lower() in _DEPARTMENTS and _STRICT.match(read, end):
            break
        start += len(words[0])
        start += len(read[start:end]) - len(read[start:end].lstrip(" ,"))
        words = read[start:end].split()
        if words and words[0] in ("and", "&", "or"):
            return None
    if not words or (len(words) == 1 and words[0].lower() in ("a", "an", "the", "our", "my")):
        return None
    while len(words) > 1 and words[-1][0].isupper() and words[-1].lower() in _NOT_NAMES - _DEPARTMENTS:
        end -= len(words.pop())  # "Tom March 1": the month is none of his names
        end = start + len(read[start:end].rstrip(" ,"))
    lone = len(words) == 1 and words[0][0].isupper() and words[0] != "I"
    if lone and words[0].isupper() and len(words[0]) > 3:
        return None  # an abbreviation
    if any(character.isdigit() for character in words[-1]):
        return None  # "Q3", "FY27"
    if hit.re is _BETWEEN_COMMAS and (
        _PLACED.search(read, max(0, start - 40), start) or words[0].lower() in CITIES
    ):
        return None  # "in Leeds, Bradford, York"
    plural = lone and words[0].endswith("s") and len(words[0]) > 4 and _begins_sentence(read, start)
    if plural and hit.re is _SUBJECT and not _STRICT.match(read, end):
        return None  # "Architects will call", against "Thomas will run"
    return span(text, start, end)


def _begins_sentence(read: str, at: int) -> bool:
    return read[max(0, at - 3) : at].rstrip(" ")[-1:] in ("", ".", "!", "?", "\n", ":")


def _known(text: str, read: str, known: Sequence[str]) -> Span | None:
    """The first of the names used before that stands in the text as a word."""
    low = read.lower()
    for name in known:
        wanted = plain(name).lower().strip()
        if len(wanted) < 2 or wanted == "me":
            continue
        at = low.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if not (low[at - 1 : at].isalnum() and at > 0) and not low[end : end + 1].isalnum():
                return Span(text[at:end], at, end)
            at = low.find(wanted, end)
    return None
