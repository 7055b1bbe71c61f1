"""What is said where something stands already: at a review, at a question gone back to, behind an angry "no no". English.

Such a message keeps what stands, puts named words in its place, or changes nothing. It is never a new entry by default:
what is not understood is told to be untaken (`coach.language.wording.untaken`).
"""

import re

from coach import ripple
from coach.events import Asked, Digressed, Reviewed
from coach.language.amounts.quantities import quantities
from coach.language.pieces import sentences
from coach.language.reading import commands, cues
from coach.language.reading.addressed import DESCRIBES
from coach.language.reading.ahead import plainly_answers
from coach.language.reading.amend import amend
from coach.language.reading.carried_out import UNTAKEN, Heard
from coach.language.reading.draft import Draft, trim
from coach.language.reading.named import Said
from coach.language.reading.sections import Section, section

_I = re.IGNORECASE
_LEAD = r"(?:(?:no+|nope|nah|well|ok(?:ay)?|fine|and|so|but|then|please|just|yes|yeah|oh|hm+|right|good)[\s,.!;:]+)*"
_ALL = r"(?:all|it all|them all|the (?:rest|others?|lot)|everything(?: else)?|(?:it|that|this) as it is|(?:them|those|these) as they are)"
_TAIL = r"(?:[\s,.!]+(?:as (?:it|they) (?:is|are)|like that|alone|unchanged|then|please|thanks|too|for now|the same))*[\s.!]*\Z"
_WE = r"(?:(?:i|we|let)(?:'?s|'d|'ll| would| will)? )?"
_KEEPS = re.compile(
    rf"{_LEAD}(?:(?:nothing|none)(?: (?:to change|else|at all))?[\s,.!;:]+)?(?:{_WE}(?:keep|leave) (?:it|them|this|that|those|these|{_ALL}){_TAIL}|"
    rf"(?:nothing(?: (?:to change|else|at all|really))?|no changes?|not (?:those|these|any of (?:those|these|them))){_TAIL})",
    _I,
)
_KEEPS_REST = re.compile(
    rf"(?:[.;!?,]\s*|\s+(?=(?:and|then|but)\b))(?:(?:and|then|but|so|please)[\s,]+)*{_WE}(?:keep|leave) (?:all )?(?P<what>{_ALL}){_TAIL}",
    _I,
)


_OTHERS = re.compile(r"rest|others?|else", _I)


def stands(draft: Draft, asking: Asked | None) -> bool:
    """Whether what is asked is what to change, if anything: at a review, or at a question gone back to."""
    if asking is None:
        return False
    if asking.kind == "review":
        return bool(draft.core.review)
    question = asking.question
    return question is not None and draft.core.focus == question and draft.core.has_value(question)


def without_keep(draft: Draft, words: str, asking: Asked | None) -> tuple[str, bool]:
    """Return a message without its "keep the rest", and whether it said so."""
    if not stands(draft, asking):
        return words, False
    if _KEEPS.match(words):
        return "", True
    tail = _KEEPS_REST.search(words)
    if (
        tail is None
        or not tail.start()
        or (asking and asking.kind != "review" and not _OTHERS.search(tail["what"]))
    ):
        return words, False  # "They patch it, or leave it as it is" is what clients do.
    return words[: tail.start()], True


def keep_rest(draft: Draft, asking: Asked | None) -> None:
    """Keep what stands, unless a part of the message could not be taken: then it is asked about first."""
    if asking is None or _is_told(draft):
        return
    focus = (asking.question,) if asking.question and draft.core.focus == asking.question else ()
    keys = focus or draft.core.review  # What was gone back to may be one of many that wait.
    if keys:
        draft.emit(Reviewed(keys=keys))


_WORDED = frozenset(
    "trends client_shift alternatives challenge solution difference ideal_client examples disqualifiers triggers positioning "
    "five_year guiding_choice".split()
)
"""Questions whose answer is words, so that "it should be: …" can replace all of it."""
_CHANGE = re.compile(
    rf"{_LEAD}(?:change|rewrite|redo|reword|replace|correct|update|fix)\s+(?P<where>(?:the|my|our)\s+[\w' -]{{2,40}}?)\s*[,:;–—-]\s*(?P<new>\S.*)\Z",
    _I | re.DOTALL,
)
_SHOULD = re.compile(
    r"(?P<before>.*?)(?<![\w'’])(?:it|that|this) (?:should|must|ought to|was (?:meant|supposed) to) (?:be|say|read)\s*(?P<colon>[:,]?)\s+(?P<new>\S.*)\Z",
    _I | re.DOTALL,
)
_FAULT = re.compile(r"\b(?:you|u)(?:'?ve| have)?\b|\b(?:wrong|not right|muddled|garbled|says|reads)\b", _I)
_NAMES = re.compile(
    r"\b(?:the|my|our)\s+(?P<two>(?P<one>[\w-]+)(?:\s+[\w-]+)?)|\b(?P<bare>positioning|examples|triggers)\b",
    _I,
)
_REASON = re.compile(
    r"(?:it|its|it'?s|that|that'?s|this|they|because|since|as|you|i|we don'?t|please|but|not|no)\b", _I
)
_FEW = 3
"""Words that say something, from which on words can stand in the place of others."""


def put_in_place(draft: Draft, words: str, asking: Asked | None) -> bool:
    """Put the words of "change the positioning, …" or "it should be: …" where what they name stands; return whether it did."""
    change, should = _CHANGE.match(words), _SHOULD.match(words)
    if change is not None and stands(draft, asking):
        named = section(change["where"])
        new = change["new"]
        if named is not None and not _REASON.match(new) and cues.content_words(new) >= _FEW:
            return _replace(draft, named, new, words, asking)
    if should is None or asking is None:
        return False
    before, new = should["before"].strip(), should["new"]
    named = _named(before)
    if before and trim(re.sub(rf"^{_LEAD}", "", before + " ", flags=_I)) and not _FAULT.search(before):
        return False
    if named is None and not should["colon"] and (DESCRIBES.match(new) or cues.content_words(new) < 2):
        return False  # "It should be clearer" says how it should be, not what.
    if named is None and stands(draft, asking) and (should["colon"] or not before):
        under = {ripple.question_of(draft.core, k) for k in draft.core.review}
        if asking.kind == "review" and len(under) > 1 and cues.content_words(new) >= _FEW:
            tell_untaken(draft, words)  # Nobody can tell which of them.
            return True
        only = asking.question if asking.kind != "review" else next(iter(under)) if len(under) == 1 else None
        named = Section(only) if only else None
    if named is None or (quantities(new) and cues.content_words(new) < 2 * _FEW):
        return False
    return bool(cues.content_words(new)) and _replace(draft, named, new, words, asking)


def _named(before: str) -> Section | None:
    for hit in _NAMES.finditer(before):
        for name in (hit["two"], hit["one"], hit["bare"]):
            found = section(name) if name else None
            if found is not None and found.question and not found.field:
                return found
    return None


def _replace(draft: Draft, named: Section, new: str, words: str, asking: Asked | None) -> bool:
    question = named.question
    if named.field or question not in _WORDED or not draft.core.has_value(question):
        return False
    heard = Heard(draft, words, [], asking.question if asking else None, asking)
    heard.deal_with(Said("replace", what=question, where=named), new.strip(' \t\n"“”'), False)
    return heard.done and not heard.untaken


_BAD = r"(?:wrong|rubbish|nonsense|muddled|mixed up|garbled|a mess|not (?:right|it|what i|my|our|the|an?))\b"
_UNFIT = re.compile(
    rf"{_LEAD}(?:(?:don'?t|do not) (?:keep|change|leave|touch) (?:it|that|this|them|those|these|all|any)\b|(?:you|u)(?:'?ve| have)? (?:put|lost|got|forgot\w*|missed|took|taken|wrote|written|left out)\b|"
    r"(?:put|bring) .*\bback\b|i (?:said|meant|told you)\b|(?:i|we) (?:didn'?t|did not|never) (?:say|said|mean|meant|write|wrote|ask|asked)\b|not (?:those|these|them|that)\b|"
    rf"(?:keep|leave) (?:them|all|those|the (?:rest|others?))\b|(?:that|this)(?:'?s| is) (?:all |just |completely |totally |still )*{_BAD}|.*,? i mean\b)",
    _I,
)
_SAYS_HOW = re.compile(rf"{_LEAD}(?:it|that|this) (?:should|must|ought to)\b", _I)


def is_unfit(words: str) -> bool:
    """Whether words, by their form, are about what stands there: no new entry and no other wording of it."""
    return _UNFIT.match(words.strip().replace("’", "'")) is not None


def says_how(words: str) -> bool:
    """Whether words say how what stands there should be: "it should be clearer"."""
    return _SAYS_HOW.match(words.strip()) is not None


_REFUSES = re.compile(
    r"(?:(?:oh|ugh|argh|omg|hey|but|well|lol|ok)[\s,.!]+)*(?:no+(?:\s+no+)+\b(?![\s-]+(?:one|body)\b)|no+(?:[\s,.!]+no+)+\s*(?=[,.!;:]|\Z)|no+\s*!+|"
    rf"no+[\s,.:;–—-]+(?:(?:that|this|it)(?:'?s| is) (?:all |just |completely |totally |so |still )*{_BAD}|i (?:didn'?t|did not|never) (?:say|said|mean|meant|tell|write)|"
    r"(?:you|u)(?:'?ve| have)? (?:misunder\w+|misread|got|put|taken|mixed)))",
    _I,
)
_CLAUSE = re.compile(r"[,.;:!?]+(?:\s+|\Z)")


def refuses(words: str) -> bool:
    """Whether a message opens with an angry or a doubled no: what comes with it is about what stands, not about what is asked."""
    return _REFUSES.match(words.strip().replace("’", "'")) is not None


def without_refusal(draft: Draft, words: str, asking: Asked | None) -> str:
    """Return what plainly answers the question, of a message that `refuses`; the rest is told to be untaken."""
    question = asking.question if asking else None
    if asking is None or question is None or asking.kind not in ("question", "finding"):
        return words
    if any(s.question == question for s in draft.core.suggestions.values()):
        return words  # It is composed words that are refused, see `agreement`.
    opening = _REFUSES.match(words.replace("’", "'"))
    cut = _CLAUSE.search(words, opening.end() - 1) if opening else None
    rest = words[cut.end() if cut else len(words) :] if opening else words
    events = len(draft.events)
    if rest and amend(draft, rest, question):
        return ""
    run = ""
    for sentence in sentences(rest):
        if plainly_answers(question, sentence.text) and not is_unfit(sentence.text):
            begin = rest.find(run) if run else sentence.start
            run = rest[begin : sentence.end]
        elif run:
            break
    if not run and len(draft.events) == events:
        tell_untaken(draft, words)
    return run


_NOT_RIGHT = re.compile(
    r"\b(?:not|isn'?t|n'?t) (?:really |quite |exactly |at all )?(?:right|it|correct)\b|\b(?:is|'?s|sounds|reads) (?:\w+ )?(?:wrong|off|muddled|gibberish)\b",
    _I,
)


def asks_or_objects(words: str) -> bool:
    """Whether a message asks the coach something, or says that composed words are not right."""
    return bool(_NOT_RIGHT.search(words)) or any(commands.is_question(s.text) for s in sentences(words))


def tell_untaken(draft: Draft, words: str) -> None:
    """Say that words were taken for nothing, once."""
    if not _is_told(draft):
        draft.emit(Digressed(kind="help", text=UNTAKEN + words.strip()[:200]))


def _is_told(draft: Draft) -> bool:
    return any(isinstance(e, Digressed) and e.text.startswith(UNTAKEN) for e in draft.events)
