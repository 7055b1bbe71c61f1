"""Numbers in digits, with their sign, currency and multiplier: "1,250", "£400k", "Rs 5,00,000", "€ 2,5 mln".

How separators are read, declared: groups of three after commas are thousands (1,250), Indian groups too (5,00,000); a comma
before one or two digits is a decimal (2,5). "1.250" is 1.25 **unless** a euro sign stands beside it, it counts single
things (1.250 guests), or another number in the message shows the European way (2,5 or 1.250.000 or 1.400): then it is 1,250. Two dots and no groups of three (5.0.1) are no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice

from coach.language.amounts.no_numbers import Stretches
from coach.language.amounts.number_words import MOST, WordKind, WordNumber, word_numbers

_I = re.IGNORECASE
_MOST_DIGITS = 15
"""A longer number is an account or an order, and would not survive a float."""

_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD",
    "dollars": "USD", "bucks": "USD", "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP", "₹": "INR",
    "inr": "INR", "rs": "INR", "rs.": "INR", "rupee": "INR", "rupees": "INR", "¥": "JPY", "jpy": "JPY", "yen": "JPY",
    "chf": "CHF", "francs": "CHF", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN", "zloty": "PLN", "aud": "AUD",
    "a$": "AUD", "cad": "CAD", "c$": "CAD", "r$": "BRL", "sgd": "SGD", "s$": "SGD", "nzd": "NZD", "aed": "AED", "zar": "ZAR",
    "₦": "NGN", "ngn": "NGN", "₱": "PHP", "₩": "KRW", "₺": "TRY", "₪": "ILS", "hk$": "HKD",
}  # fmt: skip
_SCALES = {
    "k": 10**3, "thousand": 10**3, "grand": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6, "mm": 10**6,
    "million": 10**6, "millions": 10**6, "b": 10**9, "bn": 10**9, "bln": 10**9, "billion": 10**9, "tn": 10**12,
    "trillion": 10**12, "lakh": 10**5, "lakhs": 10**5, "lac": 10**5, "lacs": 10**5, "l": 10**5, "cr": 10**7,
    "crore": 10**7, "crores": 10**7, "hundred": 100, "dozen": 12,
}  # fmt: skip
_LETTERS = frozenset(("m", "b", "mm", "l", "tn"))
"""Multipliers that must touch their number, or stand beside a currency: "5 m" may be metres, "5 L" litres."""

_SIGNS = r"US\$|HK\$|[ACRS]\$|[€$£₹¥₦₱₩₺₪]"
_CODES = "|".join(sorted((code for code in _CURRENCIES if code.isalpha()), key=len, reverse=True))
_NUMBER = re.compile(r"\d++(?:[.,']\d++)*(?:[ ]\d{3}(?!\d))*(?:,\d\d?(?!\d))?")
_LEAD = re.compile(
    rf"(?P<sign>(?<![\w#])(?:[-+]|minus[ ]))?(?:(?P<currency>{_SIGNS}|(?<![\w#])(?:EUR|USD|GBP|INR|Rs\.?|CHF|SEK|NOK|DKK|PLN|AUD|"
    r"CAD|SGD|NZD|AED|ZAR|NGN|JPY))[ ]{0,2}(?P<late_sign>-)?)?\Z",
    _I,
)
"""What may stand before the digits. Digits are looked for first: the engine skips from one to the next."""

_SCALE = re.compile(
    r"[ ]?(?P<scale>hundred|thousand|million|millions|billion|trillion|lakhs?|lacs?|crores?|dozen|grand|mln|mio|bln|mn|mm|bn|tn|"
    r"cr|k|m|b|l)(?![\w²])(?:(?<=mio)\.|(?<=mln)\.)?",
    _I,
)
_AND_A_HALF = re.compile(r"[ ]and[ ]a[ ]half\b|½", _I)
_DIGIT_WORDS = "zero one two three four five six seven eight nine".split()
_POINT = re.compile(rf"[ ]point[ ](?P<digit>{'|'.join(_DIGIT_WORDS)})\b", _I)
_CURRENCY_AFTER = re.compile(rf"[ ]?(?P<currency>{_SIGNS})(?!\w)|[ ]?(?P<code>{_CODES})(?!\w)", _I)
_SUFFIX = re.compile(
    r"(?:x|h|hrs?|hours?|mins?|yrs?|mo|wks?|w|days?|pct|percent|pp|ish|ftes?|kg|km|kw|mw|sqm)(?!\w)", _I
)
_SCALED_BEFORE = re.compile(r"\d[ ]?(?:[km]|mn|mln|bn|cr|lakh|crore|million|thousand|billion)-\Z", _I)
_EUROPEAN = re.compile(
    r"(?<![\d,])\d{1,3},\d{1,2}(?![\d,.])|\d\.\d{3}[.,]\d|(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![\d.,])[^\d]{1,24}?(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![\d.,])"
)
_THOUSANDS = re.compile(
    r"[ ](?:[a-z]+[ ]){0,2}?(?:people|members|clients|customers|visits|visitors|stays|nights|orders|guests|units|bottles|loaves|boxes|users|"
    r"subscribers|hours|pupils|students|meals|tickets|pieces|parts|copies|downloads|sales|readers|patients|tonnes|bookings)\b",
    _I,
)
"""Things that are counted one by one: "1.200 stays" are no one and a fifth."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and its money sign. `scale` is the multiplier written after it, 1 without; `kind` says how it was worded."""

    value: Decimal
    start: int
    end: int
    currency: str | None = None
    scale: int = 1
    kind: WordKind = "number"
    grand: bool = False
    in_words: bool = False


def numerals(text: str, skip: Stretches) -> list[Numeral]:
    """The numbers of `text` (as `folding.plain` gives it) outside the stretches to skip, in order; the first thousand."""
    found = [*_in_digits(text, skip)]
    taken = Stretches([(number.start, number.end) for number in found])
    for word in word_numbers(text):
        if skip.end_at(word.start) < 0 and taken.end_at(word.start) < 0:
            found.append(_in_words(text, word))
    found.sort(key=lambda number: number.start)
    return [number for at, number in enumerate(found) if not at or number.start >= found[at - 1].end]


def _in_digits(text: str, skip: Stretches) -> list[Numeral]:
    found: list[Numeral] = []
    european = _EUROPEAN.search(text) is not None
    at = 0
    while len(found) < MOST and (hit := _NUMBER.search(text, at)):
        first, digits = hit.start(), hit[0]
        at = max(skip.end_at(first), hit.end()) if skip.end_at(first) >= 0 else hit.end()
        if skip.end_at(first) >= 0 or _is_part_of_name(text, first):
            continue
        if text[first - 1 : first] == "." and not text[max(0, first - 2) : first - 1].strip(" ("):
            first, digits = first - 1, "." + digits  # ".5"
        number, at = _digits(text, first, digits, european)
        if number:
            found.append(number)
        elif "," in digits and "." not in digits:  # "1,2,3"
            groups = islice(re.finditer(r"\d{1,15}+", text[first:at]), MOST)
            found += [Numeral(Decimal(one[0]), first + one.start(), first + one.end()) for one in groups]
    return found


def _is_part_of_name(text: str, at: int) -> bool:
    """The 4 of "GPT-4", "B2B" and "#4", against the 12 of "10k-12k" and "EUR12"."""
    before = text[at - 1 : at]
    if before.isalpha() or before in ("_", "#"):
        lead = _LEAD.search(text, max(0, at - 6), at)
        return lead is None or not lead["currency"]
    if before != "-" or not text[max(0, at - 2) : at - 1].isalpha():
        return False
    return _SCALED_BEFORE.search(text, max(0, at - 16), at) is None


def _digits(text: str, first: int, digits: str, european: bool) -> tuple[Numeral | None, int]:
    """The number whose digits begin at `first`, and where to go on from."""
    lead = _LEAD.search(text, max(0, first - 9), first)
    currency = _CURRENCIES.get((lead["currency"] or "").lower()) if lead else None
    digits, end = _without_loose_groups(digits, first + len(digits), currency)
    after = _currency_after(text, end)
    scale, scaled_end = _scale_after(text, end, currency is not None)
    euro = currency == "EUR" or (after is not None and after[0] == "EUR")
    grouped = euro or _THOUSANDS.match(text, end) is not None
    value = read_digits(digits, european or grouped, scaled=scale > 1)
    if value is None:
        return None, end
    half = _AND_A_HALF.match(text, end) if scale == 1 else None
    if half and value == int(value):
        value, end = value + Decimal("0.5"), half.end()
        scale, scaled_end = _scale_after(text, end, currency is not None)
    value, end = value * scale, scaled_end
    after = _currency_after(text, end)
    if currency is None and after:
        currency, end = after
    elif text[end : end + 1].isalnum() and not _SUFFIX.match(text, end):
        return None, end  # "5G", "1st", "30m2"
    start, negative = _sign(text, lead, first)
    grand = scale == 1000 and text.endswith(("grand", "Grand"), start, end)
    return Numeral(-value if negative else value, start, end, currency, scale, grand=grand), end


def _sign(text: str, lead: re.Match[str] | None, first: int) -> tuple[int, bool]:
    """Where the number begins, its sign and currency included, and whether it is negative."""
    if not lead:
        return first, False
    sign = lead["sign"] or ""
    negative = bool(lead["late_sign"]) or (sign not in ("", "+") and _is_sign(text, lead.start()))
    return (lead.start() if negative else lead.start() + len(sign)), negative


def _without_loose_groups(digits: str, end: int, currency: str | None) -> tuple[str, int]:
    """Spaces as separators: "1 200 000" is one number, "€ 1 250" too; "2 300" without a sign may be two."""
    if " " not in digits or (
        (currency or digits.count(" ") >= 2) and re.fullmatch(r"\d{1,3}(?: \d{3})+(?:,\d\d?)?", digits)
    ):
        return digits.replace(" ", "'"), end
    first = digits.partition(" ")[0]
    return first, end - len(digits) + len(first)


def read_digits(digits: str, european: bool, scaled: bool = False) -> Decimal | None:
    """The value of a run of digits and separators by the rules at the top; None where it is no number."""
    whole, fraction = _parts(("0" if digits.startswith(".") else "") + digits, european and not scaled)
    if whole is None or len(whole) + len(fraction) > _MOST_DIGITS:
        return None
    try:
        return Decimal(f"{whole}.{fraction}" if fraction else whole)
    except InvalidOperation:
        return None


def _parts(digits: str, european: bool) -> tuple[str | None, str]:
    """(whole, fraction), both without separators; (None, "") where the separators fit no way of writing."""
    marks = [mark for mark in digits if not mark.isdigit()]
    if not marks:
        return digits, ""
    last = marks[-1]
    whole, _, fraction = digits.rpartition(last)
    if len(set(marks)) > 1:  # the last mark is the decimal one, the others group
        grouped = _grouped(whole, marks[0])
        alike = len(set(marks[:-1])) == 1 and last != "'"
        return (grouped, fraction) if grouped and alike else (None, "")
    if last == "." and len(marks) == 1:
        thousands = european and len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
        return (whole + fraction, "") if thousands else (whole, fraction)
    if last == "," and len(marks) == 1 and len(fraction) != 3:
        return (whole, fraction) if len(fraction) <= 2 else (None, "")
    return _grouped(digits, last), ""


def _grouped(digits: str, mark: str) -> str | None:
    """The digits of "1,250,000" or the Indian "12,50,000"; None where the groups are of other sizes."""
    first, *rest = digits.split(mark)
    sizes = {len(group) for group in rest[:-1]}
    fits = 1 <= len(first) <= 3 and (
        not rest or (len(rest[-1]) == 3 and (sizes <= {3} or (sizes == {2} and mark == ",")))
    )
    return "".join([first, *rest]) if fits and not digits.startswith("0" + mark) else None


def _scale_after(text: str, end: int, money: bool) -> tuple[int, int]:
    """The multiplier behind a number ("3 hundred thousand" has two) and where it ends."""
    scale = 1
    while hit := _SCALE.match(text, end):
        word = hit["scale"].lower()
        touching = not hit[0].startswith(" ")
        after = _currency_after(text, hit.end())
        if word in _LETTERS and not (money or after) and (not touching or word in ("l", "mm", "b")):
            break
        if scale > 1 and (_SCALES[word] < 1000 or scale >= 1000):
            break
        scale, end = scale * _SCALES[word], hit.end()
    return scale, end


def _currency_after(text: str, at: int) -> tuple[str, int] | None:
    """The currency behind a number, and where it ends."""
    if text[at : at + 1] == "" or text[at] in ".,;:!?)":
        return None
    hit = _CURRENCY_AFTER.match(text, at)
    return (_CURRENCIES[(hit["currency"] or hit["code"]).lower()], hit.end()) if hit else None


def _is_sign(text: str, at: int) -> bool:
    """Whether a hyphen or "minus" is a sign: no bullet at the start of a line, and no sum ("24 minus 5")."""
    if at == 0:
        return "\n" not in text
    return text[at - 1] in "(:=" or (text[at - 1] == " " and not text[max(0, at - 2)].isdigit())


def _in_words(text: str, word: WordNumber) -> Numeral:
    value, end, scale = word.value, word.end, word.scale
    if word.kind == "number":
        point = _POINT.match(text, end) if scale == 1 else None
        if point:
            value, end = value + Decimal(_DIGIT_WORDS.index(point["digit"].lower())) / 10, point.end()
        half = _AND_A_HALF.match(text, end)
        if half:
            value, end = value + Decimal(scale) / 2, half.end()
        if scale == 1:
            scale, end = _scale_after(text, end, money=False)
            value *= scale
    currency, end = _currency_after(text, end) or (None, end)
    return Numeral(value, word.start, end, currency, scale, word.kind, in_words=True)
