"""Facts of the firm and figures told anew: how many they are, where they work, what it costs."""

import re

from coach.events import Value
from coach.language.amounts.prices import is_price
from coach.language.amounts.quantities import Quantity, quantities
from coach.language.reading.corrections import Correction, Part, contrasts, corrections
from coach.language.reading.draft import Draft
from coach.language.reading.hedges import stems
from coach.language.reading.leaves import Leaf, find_old, replaced
from coach.language.reading.wrong_figure import figure, put_right

_I = re.IGNORECASE
_SIZE = re.compile(
    r"^(?:(?:we(?:'re|'ve got| are| have| number| employ)?|there(?:'s|'re| are| is)|(?:our|the) (?:team|firm|company|staff|head-?count|team size|number of (?:people|staff|employees))(?:'s| is| are| has| counts)?|it(?:'s| is)|that(?:'s| is)|us|in all)\s+)?"
    r"(?:(?:now|actually|really|in fact|in total|exactly|only|already|currently|with|down to|up to|back to|at|about|of|just)\s+)*",
    _I,
)
_PEOPLE = re.compile(
    r"^(?:\s*,?\s*(?:people|of us|persons?|staff|employees|heads|colleagues|ftes?|in (?:all|total|the (?:team|firm|company|office))|altogether|now|these days|today|at the moment|here|strong|by now|already|again|as of (?:today|now|this \w+)|since \w+(?: \w+)?))*\Z",
    _I,
)
_NOW = re.compile(
    r"\b(?:now|these days|by now|since|as of|already|currently|up to|down to|at the moment)\b", _I
)
_ABOUT_US = re.compile(r"\b(?:people|of us|staff|employees|head-?count|team|heads|colleagues)\b", _I)
SIZE, PLACE = "/company/size", "/company/place"


def retold(draft: Draft, part: Part, known: list[Leaf], question: str | None) -> bool:
    """Put right a fact of the firm, the price, or a figure inside an answer."""
    at = {leaf.pointer: leaf for leaf in known if leaf.pointer}
    told = contrasts(part.words)
    return (
        (SIZE in at and _size(draft, part, told, at[SIZE]))
        or (PLACE in at and _place(draft, part, told, at[PLACE]))
        or _price(draft, part, told, known, question)
        or any(put_right(draft, one, known) for one in corrections(part.words))
    )


def _size(draft: Draft, part: Part, told: list[Correction], leaf: Leaf) -> bool:
    """ "We are 16, not 14", "we're 16 people now", "I said 14, but it's 16"."""
    for contrast in told:
        old = quantities(contrast.old)
        said = contrast.old if len(old) == 1 and old[0].value == leaf.value.value else ""
        others = contrast.about and not _SIZE.fullmatch(contrast.about + " ")
        if (
            said
            and not others
            and _PEOPLE.match(said[old[0].end :])
            and _headcount(draft, contrast.new, leaf)
        ):
            return True
    ours = _ABOUT_US.search(part.words) or _STAFF.match(part.words)
    sure = ours and (part.led or _NOW.search(part.words))
    return bool(sure) and not told and _headcount(draft, part.words, leaf)


_STAFF = re.compile(r"we(?:'re| are)\b", _I)


def _headcount(draft: Draft, words: str, leaf: Leaf) -> bool:
    lead = _SIZE.match(words)
    rest = words[lead.end() :] if lead else words
    counts = [q for q in quantities(rest) if isinstance(q.value, int) and q.kind in ("count", "plain")]
    if not counts or counts[0].start > 0:
        return False
    number = _digits(counts[0])
    if not _PEOPLE.match(rest[len(number) :]) or counts[0].value == leaf.value.value:
        return False
    value = draft.derived(counts[0].value, number, "team_size")
    return draft.answer("company", {SIZE: value})


def _digits(figure: Quantity) -> str:
    """A figure without what it counts."""
    unit = figure.unit or ""
    named = figure.kind == "count" and unit and figure.text.casefold().endswith(unit.casefold())
    return figure.text[: -len(unit)].rstrip() if named else figure.text


_NAME = r"(?:the )?(?-i:[A-Z])[\w'’-]+(?:(?: |-)(?:of (?:the )?)?(?-i:[A-Z])[\w'’-]+){0,3}"
_WORK = (
    r"(?:we|i)(?:'re|'m| are| am|'ve| have)?(?: (?:also|now|both|mostly|mainly|just|all|both|moved|recently))*\s+"
    r"(?:work(?:ing)?|based|active|sell(?:ing)?|deliver(?:ing)?|operat(?:e|ing)|located|at home|open|serve clients|have (?:clients|customers|an office|a shop|offices)|opened(?: an office| a shop)?|build(?:ing)?|do business|moved|relocated)"
)
_WHERE = re.compile(
    rf"^{_WORK}(?: (?:also|now|mostly|mainly|just|both|only|here|over))* (?:in|from|across|out of|near|around|to) (?P<new>{_NAME}(?:,? and (?:in )?{_NAME})?)"
    rf"(?P<tail>(?:[\s,]+(?:too|as well|also|now|these days|by now|already|actually|instead|only))*)"
    rf"(?:[\s,]+(?:(?:and )?not (?P<only>only |just )?(?:in |from |near )?|instead of |rather than |as well as |besides |next to |no longer (?:in )?)(?P<old>{_NAME})(?: (?:only|alone|any ?more))?)?\Z",
    _I,
)
_NO_PLACE = re.compile(
    r"(?:the )?(?:(?:\w+(?:ish|ese|uary|ember))|French|German|Dutch|Italian|Russian|March|April|May|June|July|August|October|\w+day|Q[1-4]|Excel|Word|Slack|Teams|Notion|Figma|WordPress|Shopify|HR|IT|SAP|CRM|CAD|Revit|Python|Java)",
    _I,
)
_MORE = re.compile(r"\b(?:too|as well|also|both|besides|next to)\b", _I)


def _place(draft: Draft, part: Part, told: list[Correction], leaf: Leaf) -> bool:
    """ "We work in Belgium too", "we're based in Ghent, not Bruges"."""
    hit = _WHERE.match(part.words)
    if hit is None or _NO_PLACE.fullmatch(hit["new"]):
        return False
    new, held = draft.stated(hit["new"]), leaf.value
    if stems(hit["new"]) <= stems(str(held.value)):
        return False
    old = hit["old"]
    if old and not stems(old) & stems(str(held.value)):
        return False
    if hit["only"] or _MORE.search(part.words):
        here = held.conversation == draft.state.conversation and held.status == "stated"
        new = Value(value=f"{held.value}; {new.value}", said=(*held.said, *new.said)) if here else new
    elif not (
        old or part.led or re.search(r"\b(?:now|these days|moved|relocated|instead)\b", part.words, _I)
    ):
        return False
    return draft.answer("company", {PLACE: new})


_MONEY = r"(?P<new>(?:about |around |only )?[€$£₹]?\s?\d[^;]{0,60})"
_PRICE = re.compile(
    rf"^(?:(?:the|our|my|its) (?:new |right |real |correct |full )?(?:price|fee|rate|charge)s?(?: (?:of|for) (?P<of>[\w -]{{2,40}}?))?(?:\s+(?P<firm>is now|should be|must be|becomes|became|goes (?:up |down )?to|went (?:up |down )?to|rises to|has (?:gone|risen) to|will be|is going to be)|\s+is|:)"
    rf"|(?P<thing>(?:the|our|my) [\w -]{{2,40}}?|it) (?:now )?(?:costs?|sells for|goes for|is sold (?:at|for))"
    rf"|(?:(?:we|i)(?:'ve|'ll|'re| have| will| are| should| must)?(?: now| just| since)* |let'?s |please |can you )?(?P<verb>(?:raised?|raising|increased?|lowered?|cut|dropped|put|set|moved|changed)(?: (?:the|our|my) (?:price|fee|rate)s?| it)(?: (?:up|down))?(?: from [^,;]{{1,25}}?)?(?: to| at)|charge|charging|ask|sell (?:it|that|them) (?:at|for)))"
    rf"\s+(?:now )?{_MONEY}\Z",
    _I,
)
_TAIL = re.compile(r"\s*(?:an?|per|each|every|/)\s*[\w-]+", _I)


def _price(draft: Draft, part: Part, told: list[Correction], known: list[Leaf], question: str | None) -> bool:
    """ "So the price is €25,000 per school", "we charge 1,100 now", "the fee is 90, not 80"."""
    leaf = next((leaf for leaf in known if leaf.name == "price"), None)
    if leaf is None:
        return False
    contrast = next((c for c in told if quantities(c.old)), None)
    if contrast is not None and not find_old([leaf], quantities(contrast.old)[0].text):
        return False
    hit = _PRICE.match(contrast.sentence if contrast else part.words)
    if hit is None or (not contrast and question == "solution"):
        return False
    offer = next((str(leaf.value.value) for leaf in known if leaf.pointer.endswith("/solution/offer")), "")
    named = stems(hit["of"] or hit["thing"] or "")
    if named and not named & (stems(offer) | stems(str(leaf.value.value))):
        return False
    sure = contrast or part.led or part.so or hit["firm"] or hit["verb"] or not hit["thing"]
    return bool(sure) and _new_price(draft, leaf, hit["new"])


def _new_price(draft: Draft, leaf: Leaf, said: str) -> bool:
    """Put another figure into the price: its unit stays where no other one is said."""
    figures, held = quantities(said), quantities(str(leaf.value.value))
    if not is_price(said):
        return False
    if not held:
        return replaced(draft, leaf, said, "")
    if _TAIL.match(said[figures[0].end :]):
        return replaced(draft, leaf, said, "")
    return figure(draft, figures[0].text, held[0].text, [leaf]) or replaced(draft, leaf, said, "")
