"""Reading who the person is: what they sell, to whom, where, how many they are; for a large firm, which line."""

import re

from coach.events import Value
from coach.language.amounts.quantities import quantities
from coach.language.reading.company_pieces import (
    CLIENTS,
    LONE_PLACE,
    OTHERS,
    ROLE,
    SEGMENT,
    mask,
    size_in_words,
    worse,
)
from coach.language.reading.draft import Draft, trim
from coach.language.reading.hedges import bare, content_words
from coach.language.reading.opening import Opening, opening
from coach.language.reading.people import CITIES, team_size
from coach.language.reading.values import number, put, sentences

_I = re.IGNORECASE
OFFER, BUYERS, PLACE = "/company/offer", "/company/buyers", "/company/place"
SIZE, LINE, APPROVERS = "/company/size", "/company/line", "/company/approvers"
BUDGET = "/company/budget_holder"

_NAMED = r"(?:the\s+)?[A-Z][\w'’-]+(?:(?:,?\s+(?:and\s+)?|-)(?:the\s+)?[A-Z][\w'’-]+){0,4}"
_TOWN = r"(?:(?:a|the)\s+(?:small|little|big|large|mid-sized|quiet)?\s*(?:town|village|city|suburb|region|outskirts)\s+(?:near|in|of|outside|close to)\s+)?"
_PLACE = re.compile(
    rf"\b(?:[Ii]n|[Aa]cross|[Aa]round|[Tt]hroughout|[Nn]ear|[Ff]rom|[Oo]utside|[Bb]ased in|[Aa]ll over)\s+({_TOWN}{_NAMED})"
)
_LOWER_PLACE = re.compile(
    rf"\b(?:based in|located in|based near|near|outside|all over|around)\s+({_TOWN}[a-z][a-z'’-]+(?:\s+[a-z][a-z'’-]+)?)(?=\s*(?:[,.;]|$|\band\b|\bwith\b))"
)
_LOWER_IN = re.compile(r"\bin\s+([a-z][a-z'’-]{2,20})(?=\s*(?:[,.;]|$))")
_NO_PLACE = frozenset(
    "retail construction healthcare finance total business house person general tech hospitality education logistics manufacturing pharma "
    "food marketing sales insurance stock bulk trouble need advance fact short all the our progress future past consulting software".split()
)
_PLACE_WORD = re.compile(
    r"\b(online|worldwide|nationwide|locally|regionally|globally|nationally|the whole country|across the country)\b",
    _I,
)

_DROPPED = r"sell|sells|selling|offer|offering|provide|providing|run|running|own|owning|do|doing|operate|supply|supplying|have"
_KEPT = (
    r"make|made|build|design|cut|bake|repair|fix|install|teach|train|coach|consult|advise|develop|write|produce|import|export|distribute|rent|"
    r"lease|manage|organi[sz]e|deliver|manufacture|clean|paint|grow|brew|roast|cook|cater|photograph|print|host|help|"
    r"support|speciali[sz]e in|deal in|trade in|create|plan|translate|audit|restore|renovate|groom|walk|handle|sew|wash|service"
)
_STOP = (
    r"(?=\s+(?:mostly |mainly |primarily |only |directly )?(?:to|for|across|around|near|with|who|throughout|headquartered|based|located|working|serving|in|from|and (?:there|we|our|i|me|my|it|the))\b|"
    r"\s*[,.;:(–]|\s+-\s|\s*$)"
)
_DOES = re.compile(
    rf"\b(?:we|i|us)(?:'re| are|'m| am|'ve| have)?\s+(?:mainly |mostly |only |currently |also |basically |just )?(?:(?:{_DROPPED})\s+(?P<what>(?!been\b|to\b|it\b|a lot\b|tried\b|\d)[^.,;:(]+?)|"
    rf"(?P<do>(?:{_KEPT})\s+[^.,;:(]+?)){_STOP}",
    _I,
)
_SELLING = re.compile(
    rf"(?:^|[.;,]\s*|\b(?:agency|firm|company|shop|business|studio|practice)(?: \([^)]*\))?\s+)(?:selling|sell|we sell|doing|making|offering|providing|supplying)\s+(?!to\b)(?P<what>[^.,;:(]+?){_STOP}",
    _I,
)
_IS = re.compile(
    rf"\b(?:we|i)(?:'re|'m| are| am|m)?\s+(?:basically |mainly |mostly |only |just |a bit of )?(?:an?|the|two|three)\s+(?P<are>[^.,;:(]+?){_STOP}",
    _I,
)
_NO_TO = r"(?<!need )(?<!needs )(?<!have )(?<!has )(?<!want )(?<!used )(?<!going )(?<!like )(?<!due )(?<!able )(?<!trying )(?<!hope )(?<!plan )(?<!started )"
_NO_VERB = (
    r"(?!(?:be|do|make|get|help|grow|find|sell|see|have|go|keep|become|win|reach|pay|buy|use|run|work|stop|start|turn|change|build|give|"
    r"take|improve|increase|move|fix|show|cut|sign|agree|say|help|advice|because|reasons?|that|this|me|us|it|example|instance|sure|now|a while|the (?:last|past)|free)\b)"
    r"(?!(?:about |over |almost |nearly |some |more than )?(?:\d+|a few|two|three|four|five|ten|twelve|fifteen|twenty|thirty)\+?\s+(?:years?|yrs?|months?|weeks?|days?|hours?))"
)
_WHO_ENDS = (
    r"(?=\s+(?:in|across|around|near|throughout|from|based|all over)\s+(?:the\s+)?(?:[A-Z]|whole|country|region|small|area)|"
    r"\s+(?:and|with)\s+(?:there|theres|we|a team|i|our|my|the thing)\b|\s+(?:nationwide|locally|online|worldwide|since|because|but|so)\b|"
    r"\s+(?:to\s+)?(?:do|get|find|become|grow|win|keep|make|sell|save|cut)\s|\s+with\s+(?:a team|about|\d|two|three|four|five|six|ten)|,\s*(?:there|we\b|in\b|and\s+(?:there|we|i)|\d|a team|just|mostly in|all over|with|i\b|it's|its|mainly|based)|[.;:(]|\s*$)"
)
_BUYERS = re.compile(
    rf"\b(?:{_NO_TO}to|for|serving|serve|treat|looking? after|work(?:ing)? (?:with|for)|help(?:ing)?|(?:clients|customers|buyers) are(?: mostly| mainly)?|bought by)\s+(?:mostly |mainly )?(?P<who>{_NO_VERB}[^.;:(]+?){_WHO_ENDS}",
    _I,
)
_AGREE = re.compile(
    r"(?P<who>[^.;,]+?)\s+(?:must|has to|have to|needs? to|should|will|would)\s+(?:agree|sign|approve|say yes|be on board|decide)\b",
    _I,
)
_LONE = re.compile(r"(?:^|[,;.]\s?|\n)\d{1,6}\s*(?:$|[,;.\n])")
"""A figure that stands alone between two commas: how many they are."""
_BUDGET = re.compile(
    r"(?:^|\band\s+|[,;]\s*)(?P<who>(?:the |our |my )?[\w&-]+(?: [\w&-]+){0,3}?)\s+(?:holds?|has|controls?|owns?|manages?)\s+(?:the |that |its )?(?:budget|money|purse)|"
    r"\bbudget(?: holder)?(?: is| sits| lies|:)?(?: held)?(?: (?:with|by))?\s+(?P<by>(?:the |our |my )?[\w&-]+(?: [\w&-]+){0,3})",
    _I,
)
_HELD = re.compile(
    r"^(?:that(?:'s| is| would be)|it(?:'s| is)|the budget (?:is|sits|lies) with)\s+|\s+(?:does|holds it|has it|holds the budget)$",
    _I,
)
_LEAD = re.compile(
    r"^(?:(?:we (?:supply|serve)|they(?:'re| are)|mostly|mainly|to|for|we|i|us|are|sell|make|do|offer|run|own|have|got|we've|i've|i've got|we've got|an?|the plan is for|it'?s(?: for)?|this is for)\s+)+",
    _I,
)
_TAIL = re.compile(
    r"\s+(?:are|is) (?:mostly |mainly )?(?:our|my) (?:main |best )?(?:clients?|customers?|buyers?)$", _I
)


_ALSO = re.compile(r"[.;!]\s+(?:and )?also,? (?P<who>[^.;!?]{3,60})", _I)
"""More buyers, in a sentence of their own."""


def company(draft: Draft, text: str) -> bool:
    """Fill what is not known yet; what is known changes only where the person went back to it, or corrects it."""
    core = draft.core
    free = core.focus == "company"
    asked = company_part(draft)
    if asked in (LINE, BUDGET):
        fields = _line(draft, text)
        if asked == BUDGET:
            fields.pop(LINE, None)
            if BUDGET not in fields and content_words(text):
                fields[BUDGET] = draft.stated(_HELD.sub("", next(iter(sentences(text)), text)))
        return draft.answer("company", {p: v for p, v in fields.items() if p not in core.values})
    fields = _found(draft, text)
    first = not core.has_value("company") and not free
    shown = opening(text) if first else Opening()
    if first:
        _shown(draft, text, shown, fields)
    if not free:
        # How many they are is never guessed at: said again, it counts again.
        fields = {p: v for p, v in fields.items() if p not in core.values or (p == SIZE and asked)}
    if asked in (OFFER, BUYERS) and asked not in fields and content_words(text):
        words = next(iter(sentences(text)), text)
        fields[asked] = draft.stated(_LEAD.sub("", trim(words)) or words)
    named = _TAIL.sub("", str(fields[BUYERS].value)) if BUYERS in fields else ""
    if named:
        more = _ALSO.search(text) if asked == BUYERS else None
        fields[BUYERS] = draft.stated(named, *((more["who"],) if more else ()))
    done = draft.answer("company", fields)
    if shown.symptom and not draft.core.has_value("symptom"):
        done = draft.answer("symptom", {"/situation/symptom": draft.stated(shown.symptom)}) or done
    return done


_MINE = re.compile(
    r"\b(?:managing|founder|owner|bursar|director|partner|manager|ceo|head)\b.*\b(?:of|at)\b|^(?:treat|act|to|help|been|make|manufacture|customers|guests|clients|learners)\b|^saturday\b",
    _I,
)
"""An offer that is a role, half a sentence, or those who buy."""
_WHO_BUYS = re.compile(
    r"\b(?:customers|clients|guests|learners|buyers|patients|mostly|mainly)\s+(?:are |from |all over |in )?(?=\w)|\b\w+ mostly$|"
    r"\b\w+(?:ers|ors|ists|firms|companies|agencies|schools|shops|families|hotels|businesses|charities)$",
    _I,
)


def _shown(draft: Draft, text: str, shown: Opening, fields: dict[str, Value]) -> None:
    """Set right, by what each part of a first message shows, what its sentences were read for."""
    counted_already = fields[SIZE].value if SIZE in fields else 0
    # Of two readings the one that counts more heads counts everybody; who says "alone" is alone.
    if counted_already != 1 and isinstance(counted_already, int | float) and shown.size > counted_already:
        fields[SIZE] = draft.derived(shown.size, shown.size_words, "team_size")
    if shown.place and PLACE not in fields:
        fields[PLACE] = draft.stated(shown.place)
    for pointer in (OFFER, BUYERS):
        value = str(fields[pointer].value) if pointer in fields else ""
        wrong = bool(shown.symptom) and (value in shown.symptom or shown.symptom in value)
        placed = bool(shown.place) and value.casefold() == shown.place.casefold()
        counted = bool(shown.size_words) and (value in shown.size_words or shown.size_words in value)
        if value and (wrong or placed or counted):
            del fields[pointer]
    offer = str(fields[OFFER].value) if OFFER in fields else ""
    if shown.offer and (not offer or _MINE.search(offer)):
        fields[OFFER] = draft.stated(shown.offer)
    if shown.buyers and BUYERS not in fields:
        fields[BUYERS] = draft.stated(shown.buyers)
    buyers = str(fields[BUYERS].value) if BUYERS in fields else ""
    led = re.search(
        rf"\b(?:for|to|with|serving|are|treat|mostly|mainly|help|customers|clients|guests|learners)\s+(?:mostly |mainly )?{re.escape(buyers)}",
        text,
        _I,
    )
    if buyers and led is None and not _WHO_BUYS.search(buyers) and not CLIENTS.search(buyers):
        del fields[BUYERS]


def company_part(draft: Draft) -> str:
    """The part of the firm that was asked for, as a pointer, where only one was."""
    answering = draft.state.answering
    if answering is None or answering.question != "company" or not draft.core.has_value("company"):
        return ""
    missing = draft.core.essential("company")
    return missing[0].at if missing else ""


def _line(draft: Draft, text: str) -> dict[str, Value]:
    agree = _AGREE.search(text)
    fields: dict[str, Value] = {}
    left = text
    if agree:
        who = (
            re.sub(r"^.*?\b(?:and|where|which)\s+(?=the\b|our\b|my\b)", "", agree["who"], count=1)
            if len(agree["who"].split()) > 8
            else agree["who"]
        )
        fields[APPROVERS] = draft.stated(who)
        left = text[: text.find(who)] if who in text else text[: agree.start()]
    budget = _BUDGET.search(text)
    if budget:
        fields[BUDGET] = draft.stated(next(g for g in budget.groups() if g))
        left = left[: budget.start()] if budget.start() < len(left) else left
    line = next(iter(sentences(left)), "")
    line = re.split(r"[;]|,\s*(?:and\s+)?(?:the|our|my)\s+(?=[A-Z]{2})", line)[0]
    line = re.sub(r"[\s,;]+(?:and|but)?\s*$", "", line)
    if content_words(line):
        fields[LINE] = draft.stated(
            re.sub(r"^(?:it'?s|this is|the plan is)\s+(?:for\s+)?", "", trim(line), flags=_I)
        )
    return fields


def _found(draft: Draft, text: str) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    masked = worse(draft, text)
    role = ROLE.search(masked)
    if role:
        masked = mask(masked, role.start(), role.end())
    size = team_size(masked)
    if size is not None and OTHERS.search(masked):
        size = None
    if size is not None:
        count, span = size
        fields[SIZE] = draft.derived(count, span.text, "works_alone" if count == 1 else "team_size")
        if not re.search(r"\b(?:freelanc|self-employed|solo|one-)", span.text, _I):
            masked = mask(masked, span.start, span.end)  # A freelance bookkeeper sells as one.
    elif (worded := size_in_words(draft, masked)) is not None:
        fields[SIZE], start, end = worded
        masked = mask(masked, start, end)
    else:
        only = [q for q in quantities(text) if q.kind in ("count", "plain") and not q.per]
        lone = [
            q
            for q in only
            if _LONE.search(text, max(0, q.start - 2))
            or (company_part(draft) == SIZE and len(text.split()) <= 5)
        ]
        only = lone if len(lone) == 1 else []
        if only and isinstance(only[0].value, int) and only[0].value > 0:
            fields[SIZE] = number(draft, only[0])
            masked = mask(masked, only[0].start, only[0].end)
    place = _place(masked)
    if place is not None:
        fields[PLACE] = draft.stated(place.group(1))
    else:
        masked = _lone_place(draft, masked, fields)
    offer = _SELLING.search(masked) or _DOES.search(masked)
    named = _IS.search(masked)
    if offer is not None:
        put(fields, OFFER, draft.stated(_whole(next(g for g in offer.groups() if g))))
    elif (
        named is not None
        and content_words(named["are"])
        and not re.match(r"(?:team|bit|firm of)\b", named["are"], _I)
    ):
        put(fields, OFFER, draft.stated(_whole(named["are"])))
    buyers = _BUYERS.search(masked)
    if buyers is not None:
        put(fields, BUYERS, draft.stated(_whole(buyers["who"])))
    helped = re.search(
        r"\bhelp(?:ing)?\s+(?P<who>[^,.;]{2,40}?)\s+with\s+(?P<what>[^,.;()]{2,60}?)(?=\s*(?:[,.;(]|$|\bin\b))",
        masked,
        _I,
    )
    if helped:
        put(fields, OFFER, draft.stated(helped["what"]))
        put(fields, BUYERS, draft.stated(helped["who"]))
    _from_pieces(draft, masked, fields)
    return fields


def _lone_place(draft: Draft, text: str, fields: dict[str, Value]) -> str:
    """A piece that is a name and nothing else, after the first one: "Driving school, Dundee"."""
    for n, piece in enumerate(SEGMENT.finditer(text)):
        words = piece.group().strip()
        if n and (LONE_PLACE.fullmatch(words) or words.casefold() in CITIES):
            fields[PLACE] = draft.stated(re.sub(r"(?i)\s+only$", "", words))
            return mask(text, piece.start(), piece.end())
    return text


def _whole(words: str) -> str:
    """What is left of a match that runs over a blanked part: its first piece that says something."""
    return next((p for p in re.split(r"\s{2,}", words) if content_words(p)), "")


def _place(text: str) -> re.Match[str] | None:
    found = _PLACE.search(text) or _LOWER_PLACE.search(text)
    if found is None:
        lower = _LOWER_IN.search(text)
        found = lower if lower is not None and lower.group(1) not in _NO_PLACE else None
    return found or _PLACE_WORD.search(text)


def _from_pieces(draft: Draft, masked: str, fields: dict[str, Value]) -> None:
    """What a message without verbs says, piece by piece: "Hair colouring, women in the village, just me"."""
    missing = [p for p in (OFFER, BUYERS) if p not in fields and p not in draft.core.values]
    used = [str(v.value) for v in fields.values()]
    for piece in re.split(
        r"[,;\n()]|\.\s|\s+[–-]\s+|(?<=\w)\s+(?=(?:to|for)\s+\w)|(?<=\w)\s+(?=(?:in|near|across|around)\s+[A-Za-z])|\s{2,}",
        masked,
    ):
        words = trim(bare(trim(piece)))
        if not missing or not content_words(words) or len(words.split()) > 14:
            continue
        if re.match(
            r"^(?:in|across|near|around|from|based|all over|i'?m|we'?re|we|there|it'?s|since|with|and|me|my wife|my husband|us|three of us)\b",
            words,
            _I,
        ):
            continue
        if CLIENTS.match(words) and BUYERS in missing and content_words(words) > 1:
            missing.remove(BUYERS)
            put(fields, BUYERS, draft.stated(words))
            continue
        if quantities(words) or any(words in u or u in words for u in used):
            continue
        if PLACE in fields and re.fullmatch(r"[A-Z][\w-]+", words) and OFFER not in missing:
            continue
        pointer = BUYERS if re.match(r"(?:to|for)\s", words, _I) and BUYERS in missing else missing[0]
        missing.remove(pointer)
        put(fields, pointer, draft.stated(_LEAD.sub("", words) or words))
