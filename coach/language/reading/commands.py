"""What a person says to the coach rather than about the firm: undo, skip, where are we, go back, yes, no."""

import re
from functools import lru_cache

from coach import stages

_I = re.IGNORECASE

UNDO = re.compile(
    r"^(?:.{0,60}\b(?:wrong|mistake)\b.{0,20}\W)?((oops|sorry|oh|wait|no|ugh)\b[\s,.!]*)*(please |can you |could you )?(undo|take (that|it) back|scratch that|revert)\b.{0,40}$",
    _I,
)
PREVIOUS = re.compile(
    r"^(?:please |can we |let'?s |let me )?(?:go back|back|previous(?: question)?|one back|go back one)(?: please| one)?\W*$",
    _I,
)
SIGN = re.compile(
    r"\b(?:sign (?:it|this|that)|i'?d sign|i sign|mark (?:it )?(?:as )?final|go for it|lgtm|ship it|confirm(?:ed)?|happy with (?:it|that|this)|final)\b|^(?:yes|yep|ok(?:ay)?|agreed?)\W*$",
    _I,
)
WHERE = re.compile(
    r"\b(where (are|were) we|where (am|was) i\b|what('s| is) left|how (far|much longer|long will this|many questions)|"
    r"how long does this take|^(?:so,? |ok(?:ay)?,? |and )?what(?:(?:'s| is|s) next| comes next| now)\W*$|my progress|our progress|how many more|how many (are )?left|are we (nearly |almost )?(done|there)\b)",
    _I,
)
SHOW = re.compile(
    r"\b(show|see|print|display|give) (me |us )?(the |my |our )?(whole |full )?(plan|summary)\b|\bplan so far\b|"
    r"\bsummary so far\b|\bwhat (have|did) (you|we) (written|write|noted|got|taken|have)( down)?( so far)?\W*$|\bwhat did (i|we) (say|tell|answer)\b|^(?:please |can (?:you|i) |could you )?(?:show|see|print|display)(?: me| us)? (?:the |my |our )(?!board|hard|tough)\w[\w ]{2,30}[\s?.!]*$|\bwhat'?s on the page\b|\bwhat (do|have) (you|we) (have|got)( so far)?\b",
    _I,
)
HELP = re.compile(r"^(help|what can i (say|do|type)|commands|\?+|how does this work)\W*$", _I)
EXPRESS = re.compile(
    r"\b(express|quick version|short version|ten[- ]minutes?|10[- ]min(ute)?s?|only have (a few|ten|10|five|5) min)",
    _I,
)
FULL = re.compile(
    r"^(the )?full( one| version| journey)?\W*$|\b(go on|continue) with the full\b|\bfull journey\b", _I
)
SKIP = re.compile(
    r"^(please |let's |can we |could we |i('d| would) rather |i('ll| will) )?"
    r"(skip|pass|move on|next|leave (it|that|this)|come back to (it|that|this) later)"
    r"( (this|that|it|one|question|please|for now|for later|the moment|for the moment|then|thanks|now|here|open|blank|empty|out|on|to|the|next))*"
    r"\W*($|[,;.:–—-]\s?.{0,30}$)|"
    r"^(?:(?:sorry|ok(?:ay)?|well|hm+|actually|honestly|so)[\s,.!]+)*(?:(?:(?:i|we)(?:['’]d| would)?(?: rather| (?:(?:like|prefer|want) to))|can (?:we|i)|let['’]?s|please) (?:please |just )?)?"
    r"(?:skip|pass on|leave out) (?:this|that)(?: (?:one|question|bit))?(?=\s*(?:[,.;:!?–—-]|$)|\s(?:for (?:now|later|today|the moment)|if|because|since|as|and (?:come|go|get)|until|till|please|at the moment|today|but)\b).*$|"
    r"^(?:(?:i|we)(?:['’]d| would)? (?:rather|(?:like|prefer|want) to)|can (?:we|i)|let['’]?s) (?:come|get|go) back to (?:this|that|it)(?: (?:one|question|bit))?(?: (?:later|when|once|after|if|another time|tomorrow|next time)\b.*)?$",
    _I | re.DOTALL,
)
"""And no more than that: "next Monday" and "skip the fairs" are answers."""
UNKNOWN = re.compile(
    r"\b(i |we )?(really |honestly |just )?(don'?t|do not|dunno|can'?t|cannot|couldn'?t)( really| honestly)? "
    r"(know|say|tell|have (a|any) (clue|idea))\b( yet)?|\bdunno\b|\bidk\b|\bno (idea|clue)\b|\bnot (really )?sure\b|\bunsure\b|"
    r"\bhaven'?t (thought|a clue|decided)\b|\bgood question\b|\bnever thought about\b",
    _I,
)
SUGGEST = re.compile(
    r"^(?:please |can you |could you |pls )*(?:suggest(?:ions?)?|ideas|options|examples?|inspire me|inspiration)(?: please| pls)?\W*$|"
    r"\b(?:any|some|got any|have you (?:any|got)) (?:ideas|suggestions|examples|thoughts|tips)\b(?=.{0,20}\W*$)|"
    r"\bsuggest (?:something|some|me|one|a few|two|three|an? \w+|options|answers)|"
    r"\bgive me (?:some |a few |an? |two |three |your )?(?:options?|examples?|ideas?|suggestions?|hints?|inspiration)|"
    r"\bwhat (?:would|do|could|should) (?:you|i|we) (?:suggest|recommend|propose|do|say|pick|choose|put|answer|write)(?: here| then| in my place| if you were me)?\W*$|"
    r"\bwhat do you think\W*$|\byou tell me\W*$|\bcan you (?:suggest|help)|\bcould you (?:suggest|help|give me)|\bhelp me (?:with|out|here|answer|think)|"
    r"\bi (?:need|could use|would like|want) (?:some |a few )?(?:help|ideas|suggestions|inspiration|options|examples)\b|"
    r"\b(?:for example|for instance|like what|such as|such as what|e\.g\.)\s*\?|\bwhat (?:are|would be) (?:my|the|some|the usual|typical|common) (?:options|choices|answers|examples)|"
    r"\bwhat do (?:others|other people|other firms|most people|people) (?:say|answer|do)\b|\bshow me (?:some |an? )?(?:examples?|options)\b",
    _I,
)
BOARD = re.compile(
    r"\b(?:board(?:'s)?|hard(?:est)?|tough(?:est)?|three)\b.{0,30}\bquestions?\b|\bwhat (?:would|will|might) (?:a|the|my|our) (?:board|bank|investors?) (?:ask|want)",
    _I,
)
WHY = re.compile(r"^why\b.{0,60}(\?|ask|need|matter|know)|^why\W*$|\bwhy (do|are) you ask", _I)
BACK = re.compile(
    r"\b(?:go|going|jump|come|return|move|get) back (?:to|on) (?P<to>.{2,60})|^back to (?P<to2>.{2,60})|"
    r"\b(?:revisit|redo|reopen) (?P<to3>.{2,60})|^(?:let me |let's |i want to |can i )?(?:change|edit) (?P<to4>.{2,60})",
    _I,
)
YES = re.compile(
    r"^(hm+,? |well,? |oh,? )?(yes|yep|yeah|yup|sure|ok|okay|right|correct|exactly|perfect|agreed?|that'?s (it|right|fine|good|correct)|"
    r"sounds (good|right|fine)|good|great|fine|looks (good|right)|i (agree|would|do)|i'?d sign( it)?|sign(ed)?|"
    r"absolutely|definitely|grand|love it|lovely|brilliant|i like it|like it|that works|works|it'?ll do|that'?ll do|y|k|aye|cheers|go on then|go for it|"
    r"lgtm|ship it|confirm(ed)?|happy with (it|that|this)|can'?t fault it|cool|super|ace|nice|not bad|i (wouldn'?t|would not) change (anything|a thing)|"
    r"don'?t change (a thing|anything)|no,? it'?s (fine|good|ok(ay)?|great|perfect)|(hmm+ |well )?(yes|yeah) i suppose( so)?|that'?d be lovely|spot on|go ahead|accept|nothing|no changes?|all good|keep( it| that| them| all)*|"
    r"works for me|mark it (as )?final|final)\b",
    _I,
)
NO = re.compile(r"^(no|nope|nah|not (really|quite|at all)|wrong|reject|don'?t)\b", _I)
BUT = re.compile(r"\b(but|except|only|however|instead|rather|change|closer to|more like)\b", _I)
KEEP = re.compile(
    r"^(please )?(keep|leave|they('re| are)|all|everything|it('s| is))?\s*((them|it|all|everything|as|"
    r"they|is|are|still|fine|unchanged|good|holds?|stands?|so|of)\b\s*)*\W*$",
    _I,
)
DRAFT = re.compile(r"\b(keep|leave|save|stays?|as)\b.{0,20}\bdraft\b|^(not yet|later|draft)\W*$", _I)
LEAVE = re.compile(
    r"^(leave (it|that|them)|skip|ignore|fine|no|it'?s fine|ok|okay|as (it )?is|moving on|later|not yet|nothing|none|"
    r"never mind)\b",
    _I,
)
OFF_TOPIC = re.compile(
    r"\b(weather|joke|recipe|poem|football|soccer|song|movie|film|horoscope|lottery|capital of|translate|"
    r"python code|write (me )?(a |some )?(code|poem|story|essay)|homework|president|who won|bitcoin|crypto|world cup|"
    r"your (system )?prompt|ignore (all |the |your )?(previous|above|prior)|dating|medical|symptoms of)\b",
    _I,
)
_ASKING = re.compile(
    r"^(what|why|how|when|where|who|whom|which|is|are|does|do|did|can|could|should|would|will|has|have|"
    r"tell me|explain|define)\b",
    _I,
)


_ELSEWHERE = re.compile(
    r"^[¿\s]*(?:che cos|cos'?è|cosa|perch[eé]|quale?s?\b|chi\b|come\b|qu[eé]\b|por ?qu[eéê]\b|c[oó]mo\b|qui[eé]n|cu[aá]l|o que\b|"
    r"was\b|wie\b|wer\b|warum\b|welche|wat\b|hoe\b|waarom\b|wie\b|welke?\b|qu'est|quelle?s?\b|comment\b|pourquoi\b|qui\b)",
    _I,
)
"""How a question begins in the languages next door; with its mark at the end it is no answer."""


_UNMARKED = re.compile(
    r"^(?:(?:so|and|but|ok(?:ay)?|well|sorry|erm?|um+|hey),? )*(?:tell me (?:about|what|how|why)|explain|define|what does .{2,60} mean|what'?s (?:a|an|the)\b|"
    r"(?:can|could|would|will) you (?:please )?(?:tell|give|show|explain|help|say|suggest|repeat|rephrase|recommend|name|list|remind|describe|clarify|check)\b|"
    r"(?:are you (?:sure|saying|asking)|do you (?:mean|think|want me)|did you (?:get|note|take|mean|understand)|have you (?:got|noted|understood))\b|"
    r"(?:should|shall|must|may) i\b|can i (?:ask|see|change|skip|go|say|answer|add|edit|leave|come)\b)",
    _I,
)
"""How a question to the coach begins that lacks its mark; "can you do it for less" is what a client says."""


def is_question(sentence: str) -> bool:
    """Whether a sentence asks the coach something."""
    s = sentence.strip()
    if re.match(r"^(maybe|perhaps|probably|i (guess|think|suppose|reckon)|could be|might be|say)\b", s, _I):
        return False  # An answer that is not sure of itself.
    if not s.endswith("?"):
        plain = r"^(what|who|when|where|how|why|which)('s| is| are| was| were| did| does| do| won| should| would| could| can)\b"
        if len(s.split()) <= 14 and re.match(plain, s, _I):
            return True
        return bool(_UNMARKED.match(s))
    if _ELSEWHERE.match(s):
        return True
    told = re.search(r"\b(what|why|how|which|who|when|where|you|your|mean|difference|anyone|right)\b", s, _I)
    return bool(_ASKING.match(s)) or (len(s.split()) > 2 and told is not None)


@lru_cache(maxsize=1)
def _places() -> tuple[tuple[frozenset[str], str], ...]:
    rows: list[tuple[frozenset[str], str]] = []
    for q in stages.QUESTIONS:
        rows.append((frozenset(_stems(q.id.replace("_", " "))), q.id))
        rows.append((frozenset(_stems(q.label)), q.id))
        for need in q.needs:
            rows.append((frozenset(_stems(need.name)), q.id))
    for s in stages.STAGES:
        rows.append((frozenset(_stems(f"{s.id} {s.title}")), stages.in_stage(s.id)[0].id))
        rows.append((frozenset(_stems(s.id)), stages.in_stage(s.id)[0].id))
    return tuple((words, q) for words, q in rows if words)


_EMPTY = frozenset(
    "the my our your a an of to for is what whom who it that this where you are not stage question".split()
)


def _stems(text: str) -> list[str]:
    words = re.findall(r"[a-z]+", text.casefold())
    return [w[:-3] + "y" if w.endswith("ies") else w.rstrip("s") for w in words if w not in _EMPTY]


def place(text: str) -> str | None:
    """Return the question that a person names ("the proposition", "our goals"), a stage's first question, or None."""
    words = set(_stems(text))
    if not words:
        return None
    best: tuple[float, str] | None = None
    for names, question in _places():
        shared = len(names & words)
        if shared:
            score = shared / len(names) + shared / len(words)
            if best is None or score > best[0] + 1e-9:
                best = (score, question)
    return best[1] if best and best[0] >= 0.75 else None


def went_back(text: str) -> str | None:
    """Return the question to go back to, if the message asks for that."""
    match = BACK.search(text)
    if match is None or len(text) > 120:
        return None
    target = next(g for g in match.groups() if g)
    if re.search(r"\bto\b.*\d|=", target) or (
        match["to4"] and re.search(r"\b(to|into|by|with|for)\s+\S", target)
    ):
        return None  # "change the target to 24", "change the owner to Anna" are corrections.
    return place(target)
