"""Fitting a person's words into a sentence: how each reads after "for", "rather than" or "because". Pure."""

import re

from coach.language.reading import hedges
from coach.language.wording.phrasing import clip, is_clause, lower_first, upper_first

PART = 110
"""Characters of one part inside a composed sentence."""


_ASIDE = re.compile(
    r",\s*i (?:think|suppose|believe|guess|fear|reckon|imagine|dare say|should say)\b(?:,(?=\s)|(?=[.!]|$))",
    re.IGNORECASE,
)
"""Between commas, as in "most would, I think, go to a chain"."""
_NAMED = re.compile(
    r"(?:the|our|their|my|a) (?:\w+ )?(?:problem|challenge|issue|pain|difficulty|trouble|reason|difference|thing)\b"
    r"(?:(?: (?:which|that|they|we|i|for|with|of|in|here|really|most|hurts?|have|has|see|them|us|clients)\b)(?: \w+){0,4}?)?\s+is\s+(?:that\s+)?",
    re.IGNORECASE,
)
_UNFIT = re.compile(
    r"\?|\b(?:i|we) (?:really )?(?:don['’]?t|do not) know\b|\bnot (?:really )?sure\b|\bno idea\b|"
    r"^(?:no|nah|nope|yes|yeah|lol|omg|undo|go back)\b",
    re.IGNORECASE,
)


def said(text: str) -> str:
    """Return what was said without what leads up to it: "well, I suppose the problem is that they wait"."""
    text = hedges.bare(_ASIDE.sub("", text)).strip()
    named = _NAMED.match(text)
    if named and text[named.end() :].strip():
        text = text[named.end() :]
    return upper_first(text)


def fits(text: str) -> bool:
    """Whether words can be a part of a sentence at all: a question or a shrug is none."""
    return bool(text.strip()) and _UNFIT.search(text.strip()) is None


def gist(text: str) -> str:
    """Return the first clause of what was said, as a piece of it: what fits into a composed sentence."""
    text = said(clip(text, 400))
    first = _BREAK.split(text, maxsplit=1)[0] if len(text.split()) > _LONG else text
    return within(first if len(first.split()) > 2 else text, PART)


def within(text: str, limit: int) -> str:
    """Return words as they can stand in a sentence that is kept: cut where a part ends, never in the middle of one."""
    text = clip(text, 1000).rstrip("…").rstrip()
    if len(text) <= limit:
        return text
    cuts = [m.start() for m in _PART_END.finditer(text) if limit // 3 <= m.start() <= limit]
    return text[: cuts[-1]].rstrip() if cuts else text


_PART_END = re.compile(r"[,;:]\s|\s\(|\s(?:because|while|although|so that|which|when|if)\s", re.IGNORECASE)


_THING = 9
"""Words up to which what is no sentence is taken for a thing; a longer run of words holds a verb somewhere."""
_LONG = 9
"""Words up to which an answer is taken whole."""
_BREAK = re.compile(
    r"[.;:!]\s|,\s(?=(?:and |but |so |because |which )?(?:it|they|we|i|he|she|this|that|there|you|not)\b)|"
    r",\s(?=(?:and|but|so|because|which|while|although)\b)|\s[–—-]\s",
    re.IGNORECASE,
)


def shifted(text: str) -> str:
    """Return what clients now expect as it stands after "while"."""
    they = re.match(r"(?i)they\b(?:['’](?:re|ve|d|ll))?", text)
    if they:
        return {"they": "clients", "they're": "clients are", "they’re": "clients are"}.get(
            they.group().casefold(), they.group().casefold()
        ) + text[they.end() :]
    if is_clause(text) or _WANT.match(text):
        return lower_first(text)
    return f"clients now look for {lower_first(text)}"


_WANT = re.compile(
    r"(?:[\w'’-]+\s){1,4}?(?:want|wants|expect|expects|need|needs|ask|asks|demand|refuse|look|prefer|insist)\s",
    re.IGNORECASE,
)
"""A sentence with its own subject: "hospitals want nurses who stay"."""

_LOVED = re.compile(
    r"^(?:(?:we|i)(?:['’]d| would)? (?:love|like|want|prefer)(?: to (?:work for|have|serve))?|mostly|mainly|"
    r"definitely|"
    r"ten more of|more of|more|probably|ideally)\b,?\s*",
    re.IGNORECASE,
)


def who(text: str) -> str:
    """Return a client as a thing: "we'd love more family bakeries" loses its first words."""
    text = within(said(text), PART)
    for _ in range(3):
        text = _LOVED.sub("", text) or text
    text = re.sub(r"(?i)^(every(?:one|body)|any(?:one|body))\s+(?:is|are)\b.*", r"\1", text)
    return lower_first(text)


def facing(client: str, text: str) -> str:
    """Return the client with the problem behind it: "…facing late payments", "…whose boxes get refused"."""
    text = gist(text)
    if "," in client:
        client += ","
    link = " and" if re.search(r"\b(?:who|that|whose|which)\b", client) else ""
    their, they = re.match(r"(?i)their(?= )", text), re.match(r"(?i)they(?= )", text)
    if re.match(r"(?i)(?:who|whose)\b", text):
        return f"{client}{link} {lower_first(text)}"
    if re.match(r"(?i)(?:that|when|because)\b", text):
        return f"{client.rstrip(',')}, {lower_first(text)}"
    if not is_clause(text) and len(text.split()) <= _THING:
        return f"{client} facing {lower_first(text)}"
    if they is not None:
        return f"{client}{link} who{text[they.end() :]}"
    if their is not None:
        return f"{client}{link} whose{text[their.end() :]}"
    return f"{client.rstrip(',')}, whose problem is that {lower_first(text)}"


def doing(text: str, we: str) -> str:
    """Return an offer as something done: "we offer an audit"."""
    text = gist(text)
    text = re.sub(r"^i(?=['’ ])", "I", text)
    if re.match(r"(?i)(?:we|i)\b", text):
        return lower_first(text)
    if is_clause(text) and re.match(r"(?i)(?:it|that|this|they|there)\b", text):
        return f"this is what {we} offer: {lower_first(text)}"
    if re.match(
        r"(?i)(?:build|design|make|help|fix|run|write|plan|train|teach|handle|manage|deliver|do|offer|sell)\s",
        text,
    ):
        return f"{we} {lower_first(text)}"
    return f"{we} offer {lower_first(text)}"


_WOULD = re.compile(
    r"^(?:(?:they|most|some|many|clients)\s)?(?:(?:they|most|some|many)?['’]d|would|could|might|may|probably|maybe|"
    r"perhaps|just)\s+",
    re.IGNORECASE,
)


def alternative(text: str, limit: int = PART) -> str:
    """Return an alternative without "they would probably": a piece of the person's own words."""
    text = within(said(text), limit)
    for _ in range(3):
        text = _WOULD.sub("", text) or text
    return text


def instead(text: str) -> str:
    """Return an alternative as it stands after "rather than"."""
    text = re.sub(r"(?i)^(?:they|most|some) (?=\w+ )", "", alternative(text))
    return text if " " not in text else lower_first(text)  # One word with a capital is a name: "Wix".


_HAVE_DONE = re.compile(r"(?i)(?:been|done|worked|built|seen|made|had|spent|known|run|trained)\b")
"""A reason that begins with what somebody has done, the "I have" left out: "been doing hair for 22 years"."""
_CONTRACTED = {"I": "I have", "we": "we have"}


def because(text: str, we: str = "we") -> str:
    """Return a difference as a reason: "because we…", "for our speed"."""
    text = gist(text)
    text = re.sub(r"(?i)^(?:because|cause|cos|that)\s+(?=\w+ \w)", "", text)
    done = _HAVE_DONE.match(text)
    if done:
        return f"because {_CONTRACTED.get(we, we)} {lower_first(text)}"
    text = re.sub(r"^i(?=['’ ])", "I", text)
    if is_clause(text):
        return f"because {lower_first(text)}"
    if len(text.split()) > _SHORT_REASON and re.search(r"\b(?:our|my|the|\d+)\b", text, re.IGNORECASE):
        return f"for one reason: {lower_first(text)}"  # It may hold a verb we don't know: "our founder ran a ward".
    return f"for {lower_first(text)}"


_SHORT_REASON = 5
"""Words up to which a reason is a thing: "for our speed"."""
