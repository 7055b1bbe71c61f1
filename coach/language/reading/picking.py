"""Which of several offered options a person takes: "the second one", "1 and 3", "both", "none of these". Pure."""

import re
from collections.abc import Sequence

from coach.language.folding import contains
from coach.language.reading.hedges import content_words, stems

_I = re.IGNORECASE
_NUMBER = re.compile(
    r"\b(?:(?P<a>first|1st|one|1|former)|(?P<b>second|2nd|two|2)|(?P<c>third|3rd|three|3)|(?P<last>last|latter))\b(?!%)",
    _I,
)
_AROUND = re.compile(
    r"\b(?:i'?d|we'?d|it'?s|that'?s|let'?s|yes|yeah|yep|ok(?:ay)?|sure|the|one|ones|and|also|plus|or|option|options|number|no|nr|answer|suggestion|please|i|we|i'?d|we'?d|"
    r"would|will|like|love|prefer|pick|choose|take|go|going|with|for|say|it'?s|is|that|that'?s|this|fits?|best|sounds?|looks?|right|good|"
    r"more|mostly|most|probably|think|guess|let'?s|use|keep|add|put|in|down|accept|both|of|me|us|seems?|closest|comes?|nearest|definitely|"
    r"perfect|great|thanks|thank|you|first|second|third|last|former|latter|1st|2nd|3rd|two|three|number)\b|[1-3#&+.,;:!()'’\s-]",
    _I,
)
_NONE = re.compile(
    r"^(?:no,?\s+)?(?:none|neither|not (?:any|one|either)|nothing)(?: of (?:these|those|them|the above|the (?:two|three)))?(?: (?:fits?|apply|applies|really|sorry|thanks))*\b[\s,.!;:-]*|"
    r"^(?:no|nope|nah|no thanks|no thank you)(?=[\s,.!]*\Z)",
    _I,
)
_ALL = re.compile(
    r"^(?:yes,?\s+)?(?:i(?:'d| would)? (?:take|like|want|say)\s+)?(?:yes to )?(?:both|all(?: (?:of (?:them|these|those|the above)|three|two))?|all three|the lot)"
    r"(?: of (?:them|these))?(?:,? (?:actually|really|then|thanks))?(?: (?:please|fit|apply|are (?:right|good|fine)|sound right))?[\s.!]*\Z",
    _I,
)


def picked(words: str, options: Sequence[str]) -> tuple[list[int], str] | None:
    """Return the positions that were picked and what else was said, or None where the message picks nothing.

    No position means that all were refused. "yes" alone picks the only option, and nothing among several.
    """
    none = _NONE.match(words)
    if none:
        return [], words[none.end() :]
    if _ALL.match(words):
        return list(range(len(options))), ""
    head, but, rest = _parted(words)
    if len(head.split()) <= 12 and not _AROUND.sub("", head):
        found = _numbers(head, len(options))
        if found:
            return found, rest if but else ""
    named = _named(words, options)
    if named is not None:
        return [named], ""
    by_text = [n for n, option in enumerate(options) if _is(words, option)]
    return (by_text, "") if by_text else None


_ABOUT = re.compile(
    r"(?:(?:yes|yeah|ok(?:ay)?|hm+|i(?:'d| would)? (?:say|take|pick|choose|go (?:for|with)|like|prefer)|let'?s (?:take|go with)|take)[\s,]+)*(?:the|that) (?:one|option|suggestion)"
    r" (?:about|with|on|of|that (?:says|mentions))\s+(?P<what>[^,;.]{3,50}?)(?:,? (?:fits?|is|sounds?|seems?|looks?|works?|please|comes?)(?: (?:me|us))?(?: (?:the )?(?:best|good|right|better|closest|it|fine|true|most|nearest))?)?[\s.!]*",
    _I,
)


def _named(words: str, options: Sequence[str]) -> int | None:
    """The position of the only option that holds all that "the one about …" names."""
    hit = _ABOUT.fullmatch(words)
    wanted = stems(hit["what"]) if hit else frozenset()
    found = [n for n, option in enumerate(options) if wanted and wanted <= stems(option)]
    return found[0] if len(found) == 1 else None


def _parted(words: str) -> tuple[str, bool, str]:
    cut = re.search(r",?\s+\b(?:but|except|only|though|and (?:also|then))\b\s+|[;:]\s+", words, _I)
    return (words[: cut.start()], True, words[cut.end() :]) if cut else (words, False, "")


def _numbers(words: str, size: int) -> list[int]:
    found: list[int] = []
    for hit in _NUMBER.finditer(words):
        if (
            hit["a"]
            and hit[0].casefold() == "one"
            and re.search(
                r"\b(?:the|that|this|first|second|third|last|1st|2nd|3rd)\s+\Z", words[: hit.start()], _I
            )
        ):
            continue  # "the second one"
        at = size - 1 if hit["last"] else 0 if hit["a"] else 1 if hit["b"] else 2
        if at < size and at not in found:
            found.append(at)
    return found


def _is(words: str, option: str) -> bool:
    """Whether the words are an option's own, with or without its number."""
    said = re.sub(r"^\W*[1-3][.):]\s*", "", words).strip(" .!…")
    return content_words(said) >= 2 and (
        contains(option.casefold(), said.casefold())
        or contains(said.casefold(), option.casefold().strip(" ."))
    )
