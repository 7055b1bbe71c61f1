"""How old people are, which is never what is aimed at: "knees 55-70", "women over 60", "7 to 11 year olds"."""

import re

_I = re.IGNORECASE
_N = r"(?:1\d|[2-9]\d|[3-9])"
_TO = r"\s?(?:-|–|to|and)\s?"
_WHO = (
    r"(?:people|persons|men|women|ladies|girls|boys|kids|children|adults|teens|teenagers|seniors|runners|swimmers|cyclists|players|patients|knees|hips|backs|"
    r"parents|mothers|mums|fathers|dads|couples|singles|families|homeowners|owners|professionals|farmers|drivers|students|pupils|clients|customers|guests|travellers|walkers|golfers|retirees|folk|they|them)"
)
_AGES = re.compile(
    rf"\b(?:aged?|ages|between the ages of)\s(?:between\s|from\s|about\s|around\s)?{_N}(?:{_TO}{_N}|\+|\splus|\sor over|\sand (?:over|up))?"
    rf"|\b{_N}(?:{_TO}{_N})?[- ](?:year|yr)s?[- ]olds?\b|\b{_N}{_TO}{_N}\syears of age\b"
    rf"|\b{_WHO},?\s(?:mostly\s|mainly\s|usually\s|of\s|like\s|between\s|from\s)?{_N}{_TO}{_N}\b(?!\s?(?:%|k\b|[€£$]|per\b|a\s(?:week|month|year|day)))"
    rf"|\b{_WHO},?\s(?:who are\s)?(?:over|under|above|past)\s(?:the age of\s)?{_N}\b(?!\s?(?:%|k\b|[.,]?\d))"
    rf"|\b(?:over|under)[- ]{_N}s\b|\bin (?:their|his|her) (?:early |mid |late )?(?:\d0s|twenties|thirties|forties|fifties|sixties|seventies|eighties)\b",
    _I,
)
_AIMED = re.compile(r"\b(?:from|to|reach|want|need|target|goal|aim|have|get|grow)\b[^,.;]{0,40}\Z", _I)


def without_ages(text: str) -> str:
    """Return the text with ages blanked out, as long as it was; "from 30 to 50 clients" has none."""
    return _AGES.sub(lambda m: m[0] if _is_change(text, m) else re.sub(r"\d", " ", m[0]), text)


def with_age(text: str, words: str) -> str:
    """Return words of the text with the age that they break off in: "swimmers aged 7 to 11" for "swimmers aged"."""
    at = text.find(words)
    end = at + len(words)
    hit = next(
        (m for m in _AGES.finditer(text) if m.start() < end <= m.end() and not _is_change(text, m)), None
    )
    return text[at : hit.end()] if words and at >= 0 and hit is not None else words


def _is_change(text: str, hit: re.Match[str]) -> bool:
    """Whether what looks like an age is counted: "grow our patients from 30 to 50"."""
    bare = re.match(rf"{_WHO},?\s(?:from|between|of)\s", hit[0], _I)
    return bare is not None and bool(re.search(r"\bfrom\b", hit[0], _I) or _AIMED.search(text[: hit.start()]))
