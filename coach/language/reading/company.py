"""Reading who the person is: what they sell, to whom, where, how many they are; for a large firm, which line."""

import re

from coach.events import Value
from coach.language.amounts.quantities import quantities
from coach.language.reading.buyers import buyers_told
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
from coach.language.reading.places import alone, names_a_place, placed
from coach.language.reading.sells import STOP, kind_of_firm, sold
from coach.language.reading.values import number, put, sentences

_I = re.IGNORECASE
OFFER, BUYERS, PLACE = "/company/offer", "/company/buyers", "/company/place"
SIZE, LINE, APPROVERS = "/company/size", "/company/line", "/company/approvers"
BUDGET = "/company/budget_holder"

_IS = re.compile(
    rf"\b(?:we|i)(?:'re|'m| are| am|m)?\s+(?:basically |mainly |mostly |only |just |a bit of )?(?:an?|the|two|three)\s+(?P<are>[^.,;:(]+?){STOP}",
    _I,
)
_NO_TO = r"(?<!need )(?<!needs )(?<!have )(?<!has )(?<!want )(?<!used )(?<!going )(?<!like )(?<!due )(?<!able )(?<!trying )(?<!hope )(?<!plan )(?<!started )(?<!moved )"
_NO_VERB = (
    r"(?!(?:be|do|make|get|help|grow|find|sell|see|have|go|keep|become|win|reach|pay|buy|use|run|work|stop|start|turn|change|build|give|"
    r"take|improve|increase|move|fix|show|cut|sign|agree|say|help|advice|because|reasons?|that|this|me|us|it|example|instance|sure|now|a while|the (?:last|past)|free)\b)"
    r"(?!(?:about |over |almost |nearly |some |more than )?(?:\d+|a few|two|three|four|five|ten|twelve|fifteen|twenty|thirty)\+?\s+(?:years?|yrs?|months?|weeks?|days?|hours?))"
)
_WHO_ENDS = (
    r"(?=\s+(?:in|across|around|near|throughout|from|based|all over)\s+(?:the\s+)?(?:[A-Z]|whole|country|region|small|area)|"
    r"\s+(?:and|with)\s+(?:there|theres|we|a team|i|our|my|the thing)\b|\s+(?:nationwide|locally|online|worldwide|since|because|but|so)\b|,?\s(?:although|though|whereas)\b|"
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
    told = buyers_told(text) if asked == BUYERS else ()
    if told or (
        asked in (OFFER, BUYERS)
        and asked not in fields
        and content_words(text)
        and not _counts_heads(text)
        and not (asked == BUYERS and _OF_US.match(text))
    ):
        fields[asked] = draft.stated(*(told or (_first(text),)))
    named = _TAIL.sub("", str(fields[BUYERS].value)) if BUYERS in fields else ""
    more = _ALSO.search(text) if asked == BUYERS and not told else None
    if named and (more or named != fields[BUYERS].value):
        fields[BUYERS] = draft.stated(named, *((more["who"],) if more else ()))
    done = draft.answer("company", fields)
    if shown.symptom and not draft.core.has_value("symptom"):
        done = draft.answer("symptom", {"/situation/symptom": draft.stated(shown.symptom)}) or done
    return done


def _first(text: str) -> str:
    words = next(iter(sentences(text)), text)
    return _LEAD.sub("", trim(words)) or words


_HEADS = re.compile(r"^(?:well,? )?(?:there(?: are|'?re)|we(?: are|'?re)|we have)\b", _I)


def _counts_heads(text: str) -> bool:
    """Whether a sentence says how many they are, and nothing of what was asked."""
    return bool(_HEADS.match(text)) and team_size(next(iter(sentences(text)), text)) is not None


_OF_US = re.compile(
    r"^(?:i|we|im|i'm|we're)\b(?! (?:\w+ )?(?:sell|serve|supply|work (?:for|with)|cater|deal with|do|help|treat|teach|make|build|run|offer|train|coach|clean|repair|fit)\b)",
    _I,
)
"""What tells of the firm itself, where those who buy were asked for: "I get people ringing up"."""


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
    if shown.place and PLACE not in fields and alone(text, shown.place):
        fields[PLACE] = draft.stated(shown.place)
    for pointer in (OFFER, BUYERS):
        value = str(fields[pointer].value) if pointer in fields else ""
        wrong = bool(shown.symptom) and (value in shown.symptom or shown.symptom in value)
        placed = bool(shown.place) and value.casefold() == shown.place.casefold()
        counted = bool(shown.size_words) and (value in shown.size_words or shown.size_words in value)
        if value and (wrong or placed or counted):
            del fields[pointer]
    offer = str(fields[OFFER].value) if OFFER in fields else ""
    made = re.match(r"(?:make|manufacture)\s+(?P<what>.+)", offer, _I)
    if made is not None and shown.offer and shown.offer not in offer:
        fields[OFFER] = draft.stated(made["what"])  # "I'm a joiner, I make doors": doors are what is bought.
    elif shown.offer and (not offer or _MINE.search(offer)):
        fields[OFFER] = draft.stated(shown.offer)
    buyers = str(fields[BUYERS].value) if BUYERS in fields else ""
    led = re.search(
        rf"\b(?:for|to|with|serving|are|treat|mostly|mainly|help|customers|clients|guests|learners)\s+(?:mostly |mainly )?{re.escape(buyers)}",
        text,
        _I,
    )
    if buyers and led is None and not _WHO_BUYS.search(buyers) and not CLIENTS.search(buyers):
        del fields[BUYERS]
    if shown.buyers and BUYERS not in fields and not re.match(r"(?:we|i|it|they)\b", shown.buyers, _I):
        fields[BUYERS] = draft.stated(shown.buyers)


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


_LONG = 5


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
        # A freelance bookkeeper sells as one; "a two-partner practice in Leeds with nine staff" says more than how many.
        long = len(span.text.split()) > _LONG
        if not long and not re.search(r"\b(?:freelanc|self-employed|solo|one-)", span.text, _I):
            masked = mask(masked, span.start, span.end)
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
    place = placed(masked)
    if place:
        fields[PLACE] = draft.stated(place)
    else:
        masked = _lone_place(draft, masked, fields)
    offer, kind = sold(masked), kind_of_firm(masked)
    named = _IS.search(masked)
    if offer or kind:
        put(fields, OFFER, draft.stated(*(words for words in (kind, offer) if words)))
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
        begin = piece.start() + len(piece.group()) - len(piece.group().lstrip())
        if n and (
            words.casefold() in CITIES or (LONE_PLACE.fullmatch(words) and names_a_place(text, words, begin))
        ):
            fields[PLACE] = draft.stated(re.sub(r"(?i)\s+only$", "", words))
            return mask(text, piece.start(), piece.end())
    return text


def _whole(words: str) -> str:
    """What is left of a match that runs over a blanked part: its first piece that says something."""
    return next((p for p in re.split(r"\s{2,}", words) if content_words(p)), "")


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
        if OFFER not in missing and _OF_US.match(words):
            continue
        if quantities(words) or any(words in u or u in words for u in used):
            continue
        if PLACE in fields and re.fullmatch(r"[A-Z][\w-]+", words) and OFFER not in missing:
            continue
        pointer = BUYERS if re.match(r"(?:to|for)\s", words, _I) and BUYERS in missing else missing[0]
        missing.remove(pointer)
        put(fields, pointer, draft.stated(_LEAD.sub("", words) or words))
