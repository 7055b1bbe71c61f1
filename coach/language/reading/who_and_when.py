"""Another owner, another day: "Not Tom, Anna runs the breakfast", "the first step is on 23 March, not the 16th"."""

import re
from datetime import date

from coach.events import ItemChanged
from coach.language.amounts.dates import DateSpan, Edge
from coach.language.reading.corrections import Part, corrections
from coach.language.reading.draft import Draft
from coach.language.reading.hedges import stems
from coach.language.reading.leaves import Leaf
from coach.language.reading.values import dates_in

_I = re.IGNORECASE
_PERSON = r"(?:(?-i:[A-Z])[\w'’-]+(?: (?-i:[A-Z])[\w'’-]+)?|(?-i:I)|me|(?:my|our|the)(?: [\w-]+){0,2}? (?:manager|partner|wife|husband|brother|sister|son|daughter|assistant|colleague|director|apprentice|planner|lead|secretary|nephew|niece))"
_DOES = (
    r"(?:(?:will|should|is going to|can|has to|would|'ll|'s going to) )?(?:now |actually |really )?(?:runs?|does|do|owns?|leads?|handles?|takes?(?: (?:over|on|care of))?|manages?|keeps?|holds?|organi[sz]es?|carries|carry|hosts?|looks? after|"
    r"(?:is|be) (?:the owner of|responsible for|in charge of|running|doing|leading|handling|the one (?:who|that) (?:runs|does|leads|owns)))"
)
_IS_DOING = r"(?:it(?:'s| is| was| will be) )"
_DOER = re.compile(
    rf"(?:to )?{_IS_DOING}?(?P<new>{_PERSON})(?:,? (?:who |that )?(?:{_DOES}|for)\b(?P<what>.*))?\Z", _I
)
_HANDED = tuple(
    re.compile(pattern, _I)
    for pattern in (
        rf"^(?P<new>{_PERSON}) {_DOES}(?P<what> [^,;]*?) from (?P<old>{_PERSON})\b.{{0,30}}\Z",
        rf"^(?P<old>{_PERSON})(?:'s| is| has)? (?:won'?t|can'?t|cannot|isn'?t|doesn'?t|does not|is not|will not|not|no longer|left|gone|leaving|quit|retired|retires|ill|off sick|too busy|has no time|stops|stepped down)\b(?P<what>[^,;]{{0,60}}?)(?:[,;:–]\s*|\s+(?=so |but |and ))(?:so |but |and )*{_IS_DOING}?(?P<new>{_PERSON})(?:'s| is| will be)? (?:{_DOES}|will|does|is|takes? over|steps in|running it|doing it)\b(?P<more>.*)\Z",
    )
)
_NEW_ONLY = tuple(
    re.compile(pattern, _I)
    for pattern in (
        rf"^(?P<new>{_PERSON}) (?P<sure>(?:will )?takes? over|now (?:runs|does|owns|leads)|(?:runs|does|owns|leads) )(?P<what>.*?)(?P<now>(?: now| from now on| instead))?\Z",
        rf"^(?:give|hand(?: over)?|pass) (?P<what>(?:the|our|my|that) [^,;]*?) to (?P<new>{_PERSON})(?P<sure> instead| now)?\Z",
        rf"^(?P<what>(?:the|our) [^,;]*?) (?:goes|moves|passes|is handed) (?:over )?to (?P<new>{_PERSON})(?P<sure> instead| now)?\Z",
        rf"^(?P<sure>make) (?P<new>{_PERSON}) (?:the owner of|responsible for) (?P<what>.*)\Z",
    )
)
_ANY = stems("it that this them all both the one job thing now instead from week every")


def who_and_when(draft: Draft, part: Part, known: list[Leaf]) -> bool:
    """Put right who does something or on which day."""
    return _owner(draft, part, known) or _day(draft, part, known)


def _owner(draft: Draft, part: Part, known: list[Leaf]) -> bool:
    owners = [leaf for leaf in known if leaf.name == "owner"]
    told = [(one.sentence, one.old) for one in corrections(part.words) if one.old]
    told += [(part.words, hit["old"]) for form in _HANDED if (hit := form.match(part.words))]
    for words, old in told if owners else ():
        before = _DOER.match(old)
        held = [leaf for leaf in owners if before and _same(before["new"], leaf)]
        hits = (form.match(words) for form in (*_HANDED, _DOER, *_NEW_ONLY))
        hit = next((hit for hit in hits if hit), None)
        if before and held and hit and not _is_nobody(draft, hit["new"]):
            what = " ".join(hit.groupdict().get(name) or "" for name in ("what", "more"))
            return _hand_over(draft, held, hit["new"], f"{what} {before['what'] or ''}", free=True)
    for form in _NEW_ONLY if owners else ():
        hit = form.match(part.words)
        if hit and not _is_nobody(draft, hit["new"]):
            sure = bool(part.led) or (
                hit["sure"] and hit["sure"].strip() not in ("runs", "does", "owns", "leads")
            )
            sure = sure or ("now" in form.groupindex and bool(hit["now"]))
            if sure and _hand_over(draft, owners, hit["new"], hit["what"], free=False):
                return True
    return False


def _same(name: str, leaf: Leaf) -> bool:
    held = str(leaf.value.value).casefold()
    mine = {"i", "me", "myself"}
    said = name.casefold()
    return said == held or (said in mine and held in mine) or said in held.split()


def _is_nobody(draft: Draft, name: str) -> bool:
    """Whether a name is that of a place or a month."""
    place = draft.core.values.get("/company/place")
    return (place is not None and name in str(place.value)) or bool(dates_in(draft, name, "end"))


def _hand_over(draft: Draft, owners: list[Leaf], new: str, what: str, free: bool) -> bool:
    """Name another owner of what is named; where nothing is (and `free`), of what was told last."""
    named = stems(what) - _ANY - stems(new)
    scored = [(len(named & _words(draft, leaf)), leaf.turn, leaf) for leaf in owners if not _same(new, leaf)]
    scored = [row for row in scored if row[0] or (free and not named)]
    if not scored:
        return False
    leaf = max(scored, key=lambda row: row[:2])[2]
    mine = new.casefold() in ("i", "me")
    value = draft.derived("me", new, "first_person") if mine else draft.stated(new)
    return draft.emit(
        ItemChanged(question=leaf.question, list=leaf.list, id=leaf.item, fields={"owner": value})
    )


def _words(draft: Draft, leaf: Leaf) -> frozenset[str]:
    """What is said of the item of a value, without who does it."""
    item = draft.core.item(leaf.list, leaf.item)
    texts = (
        [str(v.value) for n, v in item.fields.items() if n != "owner" and isinstance(v.value, str)]
        if item
        else []
    )
    return stems(" ".join(texts)) | _KINDS.get(leaf.list, frozenset())


_KINDS = {
    "goals": stems("goal target number"),
    "processes": stems("process"),
    "skills": stems("skill"),
    "kpis": stems("kpi sign"),
    "next_actions": stems("action"),
}
"""What items of a list are called."""
_DATES = ("deadline", "due", "start", "review_on")
_NAMES = {
    "start": stems("first step start starts starting begin begins beginning kick-off kickoff launch"),
    "deadline": stems("deadline goal target finish end ends date reach reached"),
    "due": stems("due done ready action deadline"),
    "review_on": stems("review look back question"),
}
_PLAIN = stems(
    "day date it that should now on by at until before week month move moves moved instead later earlier set change shift put happen happens meant said"
)
_MOVED = re.compile(
    r"^(?:(?:please |let'?s |we |i |should |can you )*(?:move|shift|push|put|postpone|bring)(?:ed)? (?P<what>.+?) (?:back |forward |out )?(?:to|until|till|from)\b|"
    r"(?P<subject>(?:the|our|my) .+?) (?:has |have |was |is |got |should be |must be |will be )?(?:moved?|moves|shifted|shifts|slips|slipped|postponed|pushed|delayed|now|should be|must be|becomes)(?: (?:is|are|back|to|until|till|on|by|be))*)\s",
    _I,
)
_DAY = re.compile(r"\b(?:the )?(?P<n>\d{1,2})(?:st|nd|rd|th)\b|^(?:on |by )?(?P<bare>\d{1,2})\Z", _I)


def _day(draft: Draft, part: Part, known: list[Leaf]) -> bool:
    dated = [leaf for leaf in known if leaf.name in _DATES and leaf.list]
    if not dated:
        return False
    for contrast in corrections(part.words):
        if not contrast.old or not (_is_dated(draft, contrast.new) or _is_dated(draft, contrast.old)):
            continue  # "24, not 12" may be any figure.
        held = [leaf for leaf in dated if _is_day(draft, contrast.old, leaf)]
        said = contrast.sentence
        for leaf in sorted(held, key=lambda leaf: (-_fits(draft, leaf, said), -leaf.turn)):
            if _fits(draft, leaf, said) >= 0 and _put(draft, leaf, contrast.new):
                return True
    moved = _MOVED.match(part.words)
    what = (moved["what"] or moved["subject"]) if moved else ""
    if not what or not (stems(what) - _PLAIN):
        return False
    scored = [(_fits(draft, leaf, what), leaf.turn, leaf) for leaf in dated]
    best = max(scored, key=lambda row: row[:2])
    return best[0] > 0 and _put(draft, best[2], part.words)


def _is_dated(draft: Draft, words: str) -> bool:
    named = _DAY.search(words)
    return bool(dates_in(draft, words, "end")) or (named is not None and named["n"] is not None)


def _fits(draft: Draft, leaf: Leaf, said: str) -> int:
    """How many words name the item or the kind of day; -1 where words name something else."""
    for found in sorted(dates_in(draft, said, "start"), key=lambda d: -d.start):
        said = said[: found.start] + " " + said[found.end :]
    named = stems(re.sub(r"\d+\w*", " ", said)) - _PLAIN
    hits = named & (_words(draft, leaf) | _NAMES[leaf.name])
    return len(hits) if hits or not named else -1


def _is_day(draft: Draft, old: str, leaf: Leaf) -> bool:
    """Whether the words name the day that a value holds: in full, or by its number ("the 16th")."""
    held = date.fromisoformat(str(leaf.value.value))
    named = _DAY.search(old)
    if named and len(stems(old)) <= 1:
        return int(named["n"] or named["bare"]) == held.day
    found = dates_in(draft, old, "end")
    return any(d.first <= held <= d.last for d in found)


def _put(draft: Draft, leaf: Leaf, words: str) -> bool:
    found = _named_day(draft, leaf, words)
    if found is None or found[0] == str(leaf.value.value):
        return False
    edge = "start" if leaf.name == "start" else "end"
    value = draft.derived(found[0], found[1], f"date_{edge}")
    return draft.emit(
        ItemChanged(question=leaf.question, list=leaf.list, id=leaf.item, fields={leaf.name: value})
    )


def _named_day(draft: Draft, leaf: Leaf, words: str) -> tuple[str, str] | None:
    """The day that the words name, in full or by its number in the month that stood there; None for none."""
    edge: Edge = "start" if leaf.name == "start" else "end"
    found: list[DateSpan] = dates_in(draft, words, edge)
    held = date.fromisoformat(str(leaf.value.value))
    number = _DAY.search(words)
    if number and (not found or found[-1].text.strip().casefold() == number.group().strip().casefold()):
        try:
            return held.replace(day=int(number["n"] or number["bare"])).isoformat(), number.group()
        except ValueError:
            return None
    return (found[-1].date.isoformat(), found[-1].text) if found else None
