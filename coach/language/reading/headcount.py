"""How many people there are, and how many hours a week they have: read from the person's words, with the span."""

from __future__ import annotations

import re
from decimal import Decimal

from coach.language.amounts.measures import Quantity, measures, number, quantities
from coach.language.folding import Span, plain, span

_I = re.IGNORECASE
_PEOPLE = frozenset(
    "people person persons staff employee employees fte ftes partner partners founder founders associates colleagues colleague heads men "
    "women owner owners directors director consultants consultant architects architect lawyers lawyer trainers trainer engineers engineer "
    "designers designer developers developer advisers advisors freelancers freelancer contractors interns intern apprentices stylists "
    "accountants drivers cooks nurses teachers coaches therapists dentists assistants others members apprentices carpenters".split()
)
_SURE = frozenset("people person persons staff employee employees fte ftes heads".split())
_ALONE = re.compile(
    r"\b(?:(?:just|only) (?:me|myself|i)\b|(?:it's|its|it is) (?:just )?(?:me|myself)\b|i'?m (?:all )?alone\b|me alone\b|"
    r"myself only\b|one of me\b|me only\b|on my own\b|by myself\b|(?:work(?:ing)?|am|'m) alone\b|solo(?:preneur)?\b|self-employed\b|"
    r"one[- ](?:man|woman|person)(?:[- ](?:band|show|business|company|shop))?\b|sole (?:trader|proprietor|practitioner)\b|freelancer?\b(?!s)|"
    r"no (?:staff|employees)\b)",
    _I,
)
_US = re.compile(
    r"[ ](?:of us|strong|in (?:the |our )?(?:team|total|all)|altogether|full[- ]time|part[- ]time|on (?:the )?payroll|now)\b",
    _I,
)
_LEAD = re.compile(
    r"\b(?:(?P<sure>there(?: are|'re|'s| is)|we(?: are|'re)(?: with| a team of)?(?: now| currently)?|(?:a |our )?(?:team|staff|headcount|crew|size)(?: size)?(?: is| of|:)?(?: now)?|"
    r"(?:firm|practice|company|studio|office|group|business|agency) (?:of|with)|with)|"
    r"(?P<employ>(?:we |i )?employ(?:s|ing)?)|(?:we|i) have|have|has)[ :]*(?:about |around |roughly |some |only |just |now |a |over |almost |nearly |currently )*\Z",
    _I,
)
_THEIRS = re.compile(
    r"\b(?:compan(?:y|ies)|firms?|clients?|customers?|organi[sz]ations?|businesses|smes|teams|schools|serve[ds]?|train(?:ed)?|coach(?:ed)?|reach(?:ed)?|"
    r"attend(?:ed)?|invite[ds]?|sell(?:s|ing)? to|for|helped?|interviewed?|called|met|surveyed|lost|sold|won|delivered|completed|audience|hire[ds]?|hiring)\b"
    r"(?! (?:is|are|has|have) )[^.;,\n]{0,24}\Z",
    _I,
)
_OURS = re.compile(
    r"\b(?:(?:our|my) (?:\w+ )?(?:firm|company|business|team|practice|agency|studio)|we(?:'re| are)|i am)\b[^.;,\n]{0,24}\Z",
    _I,
)
_JOIN = re.compile(r"(?:,|[ ](?:and|plus|&|\+)|, and| with)[ ](?:about |around |some )?", _I)
_AND_ME = re.compile(r"\b(?:me|myself|i)[ ](?:and|plus|with|\+|&)[ ]\Z", _I)
_ME_AND_ONE = re.compile(
    r"\b(?:(?:me|myself) and (?:my|one|a) (?:wife|husband|partner|business partner|brother|sister|son|daughter|cofounder|co-founder|assistant|employee|colleague)|"
    r"my (?:wife|husband|partner|business partner|brother|sister|son|daughter|cofounder|co-founder) and (?:i|me)|(?:just |only )?the two of us)\b",
    _I,
)
_STRONG = re.compile(
    r"\b(?:about |around |roughly |almost |over )?(?P<n>\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"forty|fifty)[- ](?:strong|person|people|man|employee|ppl|lawyer|doctor|dentist|partner|chair|barber|vet|architect|consultant|staff|part[- ]timers?|full[- ]timers?)\b(?! (?:companies|firms|clients|businesses|teams))",
    _I,
)
_FAMILY = re.compile(
    r"\b(?P<two>(?:me|myself|i),? (?:and|plus|\+|&) (?:my |a |one )?[a-z]+|my [a-z]+ (?:and|&) (?:i|me|myself))"
    r"(?:,|,? and| \+| &| plus| with)(?: also| our)? \Z",
    _I,
)
"""Two people before the others: "me and my husband and 6 staff"."""
_HOURS_A_DAY = 8
_A_WEEK = {"day": Decimal(5), "week": Decimal(1), "month": Decimal(12) / 52, "year": Decimal(1) / 52}
"""How often a period comes in a week: five working days, 52 weeks a year."""

_A_DAY = re.compile(
    r"(?<!half )\ban? (?:full |whole |solid )?(?P<unit>hour|day|morning|afternoon) (?:a|per|each|every) (?P<per>day|week|month)\b",
    _I,
)


def team_size(text: str) -> tuple[int, Span] | None:
    """How many people the firm has, and the words it was read from. Parts are added: "3 partners and 20 staff" is 23.

    "Just me" is 1. Sizes of clients ("firms of 50 people") and people served are none of theirs.
    """
    read = plain(text)
    found = [m.quantity for m in measures(text) if _may_count(m.quantity)]
    told = _in_all(text, read, found) or _besides(text, read, found)
    if told:
        return told
    for at, quantity in enumerate(found):
        if _is_theirs(read, quantity):
            continue
        noun = quantity.unit in _PEOPLE
        if noun:
            added = _with_parts(text, read, found[at:])
            if added and (
                len(added[2]) > 1
                or quantity.unit in _SURE
                or _leads(read, quantity)
                or _stands_alone(read, quantity)
            ):
                return added[0], added[1]
        elif quantity.unit in (None, "us"):
            bare = _bare(text, read, quantity)
            if bare:
                return bare
    strong = _strong(text, read)
    if strong:
        return strong
    pair = _ME_AND_ONE.search(read)
    if pair:
        return 2, span(text, pair.start(), pair.end())
    alone = _ALONE.search(read)
    return (1, span(text, alone.start(), alone.end())) if alone else None


_ALL_TOLD = re.compile(
    r"[ ](?:(?:of us|people|staff|heads)[ ])?(?:in all|in total|altogether|all told|all in all)\b", _I
)
_SUM_OF_ALL = re.compile(
    r"\b(?:in all|in total|altogether|all told),?[ ](?:we(?: are|'re)|there(?: are|'re))[ ]\Z", _I
)
_APART = re.compile(
    r"[ ](?:(?:other )?(?:staff|people|employees)[ ])?(?:besides|apart from|as well as|not counting|in addition to|on top of|plus)[ ](?:the |us |our |my )?(?P<me>me\b|myself\b)?",
    _I,
)
_HEADS = frozenset("partner partners director directors owner owners".split())
_WITH = re.compile(r"[^.;]{1,80}\b(?:with|and|plus)[ ]", _I)


def _in_all(text: str, read: str, found: list[Quantity]) -> tuple[int, Span] | None:
    """ "There are eleven staff besides the partners, so thirteen of us in all": the sum that they did themselves counts."""
    for quantity in found:
        tail = _ALL_TOLD.match(read, quantity.end) or _ALL_TOLD.match(
            read, quantity.start + len(quantity.text.split()[0])
        )
        led = _SUM_OF_ALL.search(read, max(0, quantity.start - 30), quantity.start)
        ours = quantity.unit == "us" or quantity.unit in _PEOPLE or (tail is not None and "of us" in tail[0])
        bare = quantity.unit is None and (
            led
            or _leads(read, quantity)
            or _begins(read, quantity.start)
            or read.endswith("so ", 0, quantity.start)
        )
        if (ours or bare) and (tail or led) and not _is_theirs(read, quantity):
            return int(quantity.value), span(text, quantity.start, tail.end() if tail else quantity.end)
    return None


def _besides(text: str, read: str, found: list[Quantity]) -> tuple[int, Span] | None:
    """The sum of "eleven staff besides the two partners", "nine people not counting me", "a two-partner firm with eleven staff"."""
    for at, quantity in enumerate(found):
        if quantity.high is not None or _is_theirs(read, quantity):
            continue
        following = found[at + 1] if at + 1 < len(found) else None
        apart = _APART.match(read, quantity.end)
        if apart and apart["me"] and quantity.unit in _PEOPLE:
            return int(quantity.value) + 1, span(text, quantity.start, apart.end())
        if following is None or following.unit not in _PEOPLE or following.high is not None:
            continue
        between = read[quantity.end : following.start]
        if (apart and apart.end() == following.start and quantity.unit in _PEOPLE) or (
            quantity.unit in _HEADS and following.unit in _SURE and _WITH.fullmatch(between)
        ):
            return int(quantity.value) + int(following.value), span(text, quantity.start, following.end)
    return None


def _begins(read: str, at: int) -> bool:
    return read[:at].rstrip(" ~")[-1:] in ("", ",", ".", ";", ":", "(")


def _strong(text: str, read: str) -> tuple[int, Span] | None:
    """The size in "a 200-strong consultancy", "8 ppl" or "myself and two part-timers"."""
    for hit in _STRONG.finditer(read):
        counted = measures(hit["n"])
        if (
            not counted
            or not isinstance(counted[0].quantity.value, int)
            or _THEIRS.search(read, max(0, hit.start() - 34), hit.start())
        ):
            continue
        total, start = counted[0].quantity.value, hit.start()
        two = _FAMILY.search(read, max(0, start - 60), start)
        me = _AND_ME.search(read, max(0, start - 16), start)
        first = two or me
        return total + (2 if two else 1 if me else 0), span(
            text, first.start() if first else start, hit.end()
        )
    return None


def _may_count(quantity: Quantity) -> bool:
    whole = isinstance(quantity.value, int) and 0 < quantity.value < 10_000_000
    return (
        whole
        and quantity.kind in ("plain", "count")
        and quantity.per is None
        and quantity.currency is None
        and quantity.unit != "x"
    )


def _is_theirs(read: str, quantity: Quantity) -> bool:
    """Whether the people counted are someone else's: "we sell to firms with 50 employees"."""
    begin = max(0, quantity.start - 34)
    return _THEIRS.search(read, begin, quantity.start) is not None and not _OURS.search(
        read, begin, quantity.start
    )


def _leads(read: str, quantity: Quantity) -> bool:
    return _LEAD.search(read, max(0, quantity.start - 48), quantity.start) is not None


def _stands_alone(read: str, quantity: Quantity) -> bool:
    """Whether a part of the message says nothing but this number: "Architects in Utrecht, 3 partners"."""
    before = read[max(0, quantity.start - 3) : quantity.start].strip(" ~")
    after = read[quantity.end : quantity.end + 3].strip()
    return before[-1:] in ("", ",", ".", ";", ":", "(", "\n") and after[:1] in (
        "",
        ",",
        ".",
        ";",
        ")",
        "\n",
        "!",
    )


def _with_parts(text: str, read: str, found: list[Quantity]) -> tuple[int, Span, list[Quantity]] | None:
    """The sum of "3 partners, 20 staff and 4 freelancers", and "me and two employees"."""
    parts = [found[0]]
    for quantity in found[1:]:
        between = read[parts[-1].end : quantity.start]
        if quantity.unit not in _PEOPLE or len(between) > 16 or not _JOIN.fullmatch(between):
            break
        if not between.strip(" ").startswith((",", "and", "plus", "&", "+", "with")):
            break
        parts.append(quantity)
    total, start = sum(int(part.value) for part in parts), parts[0].start
    two = _FAMILY.search(read, max(0, start - 60), start)
    me = _AND_ME.search(read, max(0, start - 16), start)
    if two:
        total, start = total + 2, two.start()
    elif me:
        total, start = total + 1, me.start()
    if parts[0].high is not None:
        return None
    return total, span(text, start, parts[-1].end), ([*parts, parts[0]] if me or two else parts)


def _bare(text: str, read: str, quantity: Quantity) -> tuple[int, Span] | None:
    """A number without a noun: "there are 12 of us", "we are six", "a team of 9"."""
    tail = _US.match(read, quantity.end)
    lead = _LEAD.search(read, max(0, quantity.start - 48), quantity.start)
    ends = re.match(
        r"\s*(?:[.,;!)\n]|\Z|(?:in|and|at|based|from|spread|working|who)\b)",
        read[quantity.end : quantity.end + 12],
        _I,
    )
    of_us = tail is not None and tail[0].lower().startswith(
        (" of us", " strong", " in t", " in o", " altogether", " on ")
    )
    if of_us or (
        lead
        and (lead["sure"] or lead["employ"] or "")
        and (ends or tail)
        and not (lead["sure"] or "").lower().startswith("with")
    ):
        start = lead.start() if lead else quantity.start
        return int(quantity.value), span(text, start, tail.end() if tail and of_us else quantity.end)
    return None


_WITHIN = re.compile(
    r"\b(?:within|inside|in|after|every|under|last|next|first|for the|on call for|open for|available for|in stock for)\s+\Z",
    _I,
)


_EVERY = (
    (re.compile(r"\b(?:every|each|once a|per) (?:fortnight|second week|other week|two weeks|second \w+day|other \w+day)\b|\bfortnightly\b|\b(?:each|every) second\b|\ba fortnight\b", _I), Decimal(1) / 2),
    (re.compile(r"\b(?:every|each|once a|per|of the|a) month\b(?!ly)|\bmonthly\b", _I), Decimal(12) / 52),
    (re.compile(r"\b(?:every|each|once a|per|a) quarter\b|\bquarterly\b", _I), Decimal(4) / 52),
    (re.compile(r"\b(?:twice|two times) a week\b(?=.*\beach\b)", _I | re.DOTALL), Decimal(2)),
    (re.compile(r"\b(?:three times|3 times) a week\b(?=.*\beach\b)", _I | re.DOTALL), Decimal(3)),
)  # fmt: skip
"""How often in a week it happens, where its hours are those of one time."""
_HALF_DAY = re.compile(r"\bhalf (?:a |an )?(?:day|morning|afternoon)\b(?! (?:a|per|each|every) )", _I)
_H = re.compile(
    r"(?<![\w.,])(?P<n>\d{1,2}(?:[.,]\d)?) ?h(?:/| per | a )?(?P<per>week|wk|month|fortnight|quarter)?\b", _I
)


def hours(text: str) -> tuple[int | float, Span] | None:
    """Hours a week, and the words they were read from.

    A day is 8 hours and a week 5 days; a month is 52/12 weeks; hours without a period are those of one time, as often as the message
    says (every fortnight, monthly), else a week's, as the question asks. The lower end of a range counts. None beyond 168.
    """
    read = plain(text)
    found = _spent(text, read)
    if found is None:
        half, single = _HALF_DAY.search(read), _H.search(read)
        if half is not None:
            found = Decimal(_HOURS_A_DAY) / 2, None, span(text, *half.span())
        elif single is not None:
            per = (single["per"] or "").lower().replace("wk", "week") or None
            found = Decimal(single["n"].replace(",", ".")), per, span(text, *single.span())
    if found is None:
        return None
    amount, per, words = found
    often = (
        next((n for pattern, n in _EVERY if pattern.search(read)), Decimal(1)) if per is None else _OFTEN[per]
    )
    weekly = number((amount * often).quantize(Decimal("0.1")))
    return (weekly, words) if 0 < weekly <= 168 else None


_OFTEN = {**_A_WEEK, "fortnight": Decimal(1) / 2, "quarter": Decimal(4) / 52}


def _spent(text: str, read: str) -> tuple[Decimal, str | None, Span] | None:
    """The first stretch of time that is an effort: its hours, the period they are for, its words."""
    single = _A_DAY.search(read)
    if single:
        amount = (
            1 if single["unit"].lower() == "hour" else _HOURS_A_DAY if single["unit"].lower() == "day" else 4
        )
        return Decimal(amount), single["per"].lower(), span(text, *single.span())
    for quantity in quantities(text):
        if (
            quantity.kind != "duration"
            or quantity.unit not in ("minute", "hour", "day")
            or quantity.value <= 0
            or quantity.per == "hour"
        ):
            continue
        if quantity.per is None and _WITHIN.search(read, max(0, quantity.start - 14), quantity.start):
            continue  # "within 48 hours" is how soon, not how much
        if quantity.unit == "day" and quantity.per in (None, "day"):
            continue  # "within 3 days" is no effort
        each = {"minute": Decimal(1) / 60, "hour": Decimal(1), "day": Decimal(_HOURS_A_DAY)}[quantity.unit]
        fortnight = re.match(r"\s*(?:a|per|each|every|/)\s*fortnight\b", read[quantity.end :], _I)
        per = "fortnight" if fortnight else quantity.per
        return Decimal(str(quantity.value)) * each, per, span(text, quantity.start, quantity.end)
    return None
