"""Reading the upstream answers: market, clients, the guiding choice."""

import re

from coach.language.folding import Span, span
from coach.language.pieces import coordinated, list_items
from coach.language.reading import cues
from coach.language.reading.draft import Draft, trim
from coach.language.reading.values import enum, lines_or_items, put, sentences

_I = re.IGNORECASE
_LATER = re.compile(r"\b(later|not now|eventually|in the future|second(ly)?|next year)\b", _I)

_SHARE = re.compile(
    r"\b(they (all |both )?share|all (of them|three|two|four|have|had|are|were)|both( of them)? (have|had|are|were|came|came|wanted)|each of them|every one of them|"
    r"(they|these) (all|both|each)|what they (share|have in common)|in common|they('re| are) all)\b",
    _I,
)

_WILL_NOT = re.compile(
    r"\b(no more|we (?:won'?t|will not|stop|don'?t)|not (?:do|take|serve|chase)|without|stop(?:ping)?|instead of)\b\s*[^.;]*",
    _I,
)

DIMENSION: tuple[tuple[str, str], ...] = (
    (
        r"\b(ai|automat\w*|software|digital\w*|online|technolog\w*|apps?|data|internet|robot\w*|web)\b",
        "technological",
    ),
    (
        r"\b(ageing|aging|older|younger|generation|population|demograph\w*|retir\w+|migration|birth|families|young people)\b",
        "demographic",
    ),
    (
        r"\b(interest rates?|inflation|cost\w*|prices?|econom\w*|recession|budget\w*|wages?|private capital|funding|energy|cheap\w*|money|spend\w*)\b",
        "economic",
    ),
    (
        r"\b(laws?|regulation\w*|rules?|polic\w+|tax\w*|permits?|government|subsid\w+|compliance|politic\w*|tariffs?|gdpr)\b",
        "political",
    ),
    (
        r"\b(climate|sustainab\w*|green|carbon|energy label|circular|nature|drought|environment\w*|waste)\b",
        "ecological",
    ),
    (
        r"\b(habits?|expect\w*|health\w*|remote|home|values?|trust|social|culture|lifestyle|drink\w*|vegan|loneliness|work from)\b",
        "social",
    ),
)


_DOUBTED = re.compile(
    r"(?:(?<=[.!?;])|^)\s*(?:but )?(?:i|we) (?:don'?t|do not) (?:buy|see|believe|think)\b[^.!?]*[.!?]*", _I
)
"""What somebody does not believe is no trend of theirs."""


def trends(draft: Draft, text: str) -> bool:
    done = False
    open_item = next((i for _, i in draft.core.owned("trends") if "effect" not in i.fields), None)
    text = _DOUBTED.sub("", text) if cues.content_words(_DOUBTED.sub("", text)) else text
    for line in (c.text for item in lines_or_items(text) for c in _changes(item)):
        parts = re.split(
            r",?\s+(?:so(?: that)?(?!\s+(?:expensive|much|many|few|little|far|long|called|bad|hard|fast|quick\w*|busy|easy|cheap|good|high|low|"
            r"big|small|strict|important|popular|on|often|that)\b)|which means(?: that)?|meaning(?: that)?|therefore|as a result,?|and that means|which makes)\s+",
            line,
            maxsplit=1,
            flags=_I,
        )
        if (
            len(parts) == 1
            and open_item is not None
            and re.match(r"^(so|which|that means|they|clients|customers)\b", line, _I)
        ):
            done |= draft.change("trends", "trends", open_item.id, {"effect": draft.stated(line)})
            open_item = None
            continue
        fields = {"description": draft.stated(parts[0])}
        put(fields, "dimension", enum(draft, parts[0], DIMENSION, "dimension_words"))
        if len(parts) > 1:
            put(fields, "effect", draft.stated(parts[1]))
        done |= draft.add("trends", "trends", fields)
    return done


_EFFECT = re.compile(r"\b(?:so|because|since)\s+\Z", _I)


def _changes(text: str) -> list[Span]:
    """The changes that a run-on sentence names; what follows "so" or "because" stays with its change."""
    kept: list[Span] = []
    for piece in coordinated(text):
        if (kept and _EFFECT.search(text, kept[-1].end, piece.start)) or (
            kept and re.match(r"(?:they|it|that|this|we)\b", piece.text, _I)
        ):
            kept[-1] = span(text, kept[-1].start, piece.end)
        else:
            kept.append(piece)
    return kept


def ideal_client(draft: Draft, text: str) -> bool:
    lines = sentences(text)
    later = [s for s in lines if _LATER.search(s)] if len(lines) > 1 else []
    done = draft.add_texts("ideal_client", "criteria", (s for s in lines if s not in later))
    if later:
        done |= draft.add_texts("ideal_client", "later_segments", later)
    return done


_SHARED = re.compile(
    r"\s?[,;:–—-]\s+(?:and )?(?=(?:they|all of|all three|all had|all have|all with|all in|both|each|what they)\b)",
    _I,
)
"""Where an answer goes from naming clients to what they share."""


def examples(draft: Draft, text: str) -> bool:
    lines = [p for s in sentences(text) for p in map(trim, _SHARED.split(s)) if p]
    shared = [
        s
        for s in lines
        if _SHARE.search(s) or (s != lines[0] and re.match(r"(?:they|both|all|each)\b", s, _I))
    ]
    named = [s for s in lines if s not in shared] or lines
    numbered = list_items(text)
    if re.match(r"\s*\(?1[.)]\s", text) and len(numbered) > 1:
        named, shared = [i.text for i in numbered], []
    rest = [i.text for s in named for i in list_items(s) if cues.content_words(i.text)]
    done = draft.add_texts("examples", "examples", rest or lines)
    if shared and rest:
        draft.add_texts("ideal_client", "criteria", shared)
    return done


def guiding_choice(draft: Draft, text: str) -> bool:
    done = draft.answer("guiding_choice", {"/summary/guiding_choice": draft.stated(*sentences(text))})
    will_not = _WILL_NOT.search(text)
    if will_not:
        draft.add_texts("guiding_choice", "will_not_do", (will_not.group(),))
    return done
