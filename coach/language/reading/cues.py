"""Words that tell which question a sentence answers, and which answers are too vague to stand.

Keyed by question id, for the guided voice only; the order of the talk is declared in `coach.stages`.
"""

import re

from coach.language.reading.hedges import bare, content_words, denied

_I = re.IGNORECASE


def _c(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, _I)


CUES: dict[str, re.Pattern[str]] = {
    "attempts": _c(
        r"\b(we|i)('ve| have)? (already |also |even )?(tried|spent|ran|hired an agency|paid for|did run|experimented)\b"
    ),
    "symptom": _c(
        r"\b(not enough|too few|fewer|no longer|drying up|dried up|dropped|falling|fell|declin\w+|shrinking|"
        r"(gone|went|dropped|fell|fallen|down|slid|shrunk|shrank) (down )?from\b.{0,40}\bto\b|"
        r"(looking|look|came|here|need|want|asking) (for |here )?(help|advice)? ?(because|since)|"
        r"stagnat\w+|stuck at|losing (clients|customers|work|pitches|sales|money)|been flat|quiet(er)?|"
        r"(sales|revenue|turnover|orders|bookings|enquiries|inquiries|footfall|profits?|margins?|numbers|business|trade|leads|appointments|visits)"
        r" (are |is |have |has |went |keep |keeps |going |gone )?(been )?(way )?(down|slow\w*|drop\w*|fall\w*))\b"
    ),
    "scenario": _c(
        r"\b(we|i) (think |feel )?(we )?(just |really )?(have to|need to|must|should|ought to|want to) (be|get) (seen|perceived) (differently|as)|"
        r"\b(we|i) (have to|need to|must|want to) (reposition|stand out)\b"
    ),
    "alternatives": _c(
        r"\b(instead of us|without us|if (we|i) (didn'?t|did not) exist|(?<=, )they('d| would) (buy|hire|use|take|have)|if (we|i) (vanished|disappeared|stopped|closed|went away|weren'?t there|were gone)|they('d| would) (go to|do it|hire|use|just|simply)|"
        r"(our|main) competitors? (is|are))\b"
    ),
    "difference": _c(
        r"\b(only we|what makes us|unlike (others|them|most|our|the)|nobody else|no one else|what sets us apart)\b"
    ),
    "ideal_client": _c(
        r"\b(ideal clients?|ideal customers?|dream clients?|love ten more|would love (to work|more)|(?<=my )ideal (is|are|would be)|(?<=our )ideal (is|are|would be))\b"
    ),
    "disqualifiers": _c(
        r"\b(turn(ed)? (away|down)|won't (work|serve|take)|we (don't|do not) (work with|take|serve)|say no to)\b"
    ),
    "triggers": _c(
        r"\b((they|clients|customers|people) (usually |mostly |often |tend to |normally |only )?(call|ring|come to|contact|start looking|look for) .{0,20}(when|after|once|because))\b"
    ),
    "five_year": _c(r"\b(in (five|5) years|five[- ]year|known (for|as)|five years from now)\b"),
    "one_year": _c(
        r"\b((goal|target|aim) (is|would be|for)|(want|aim|need|hope|plan) to (reach|hit|grow|get (to|from)|go from|"
        r"increase|double|earn|win)\b.*\d|(?<!gone )(?<!went )(?<!dropped )(?<!fell )(?<!fallen )(?<!down )(?<!grew )(?<!grown )(?<!risen )(?<!rose )\bfrom [^.]{0,20}\d[^.]{0,30}\bto [^.]{0,12}\d)"
    ),
    "solution": _c(
        r"\b((our|the|my) (offer|package|service|solution) (is|costs?|(would|will|should|could) (be|cost))|we (charge|would charge)|(?<!want )(?<!want a )(?<!expect a )(?<!demand a )fixed (price|fee)|priced? at|(?<!it )(?<!that )(?<!which )(?<!them )(?<!delivery )(?<!and )costs? [€$£])"
    ),
    "trends": _c(
        r"\b(trends?|interest rates|regulation|new (law|rule)s?|AI is|inflation|demograph\w+|is changing (our|the))\b"
    ),
    "client_shift": _c(
        r"\b(clients|customers|they) (all |often )?(now )?(expect|demand|refuse|won'?t (pay|accept)|will not pay|want (it )?(faster|cheaper)|push back|insist)\b"
    ),
    "challenge": _c(r"\b(biggest|main|real) (problem|challenge|pain) (of|for|our|they|clients|is)\b"),
}
"""A sentence with such words answers that question even while another one is asked."""

EARLY_CUES = frozenset(CUES) - {"trends"}

OPENINGS: dict[str, re.Pattern[str]] = {
    "attempts": _c(r"^(?:we|i)(?:'ve| have)? (?:already |also |even )?tried\b"),
    "client_shift": _c(
        r"^(?:our |the |most )?(?:clients|customers|buyers) now (?:expect|demand|refuse|want)\b"
    ),
    "alternatives": _c(
        r"^(?:without us,? (?:they|most|some|people|clients)(?:'d| would)|if (?:we|i) (?:vanished|disappeared|closed|stopped|weren'?t there|(?:didn'?t|did not) exist))\b"
    ),
    "difference": _c(r"^what (?:makes us different|sets us apart)\b"),
    "ideal_client": _c(r"^(?:our|my|the) (?:ideal|dream) (?:clients?|customers?) (?:is|are|would be)\b"),
    "disqualifiers": _c(r"^(?:we|i)(?:'d| would|'ll| will)? (?:always |also )?turn (?:away|down)\b"),
    "five_year": _c(
        r"^in (?:five|5) years(?:' time)?,? (?:from now,? )?(?:we|i)(?:'d| would| will|'ll)? (?:want|like|hope|aim|(?:be|are) (?:known|the)|have \d)"
    ),
}
"""A message that begins so says itself what it answers, whatever was asked."""

_MARKET = frozenset(("scenario", "trends", "client_shift", "alternatives"))
_CLIENTS = frozenset(("ideal_client", "examples", "disqualifiers", "triggers"))
NEAR: tuple[tuple[str, frozenset[str], re.Pattern[str]], ...] = (
    (
        "client_shift",
        _MARKET,
        _c(
            r"^(and |but |so )?(the |our |more |most |many )?(clients|customers|buyers|guests|patients) (now |all |increasingly |often )?(want|ask|need)\b"
        ),
    ),
    (
        "challenge",
        _MARKET,
        _c(r"^(and |but |hm+,? |well,? |so,? )*(the|their) (problem|pain|trouble) (is|they have is)\b"),
    ),
    (
        "disqualifiers",
        _CLIENTS,
        _c(
            r"^(and |but |so )*(not|no|never|nobody)\b(?! (only|just|sure|yet|idea|one|matter|longer))(?=.{6})"
        ),
    ),
    (
        "triggers",
        _CLIENTS,
        _c(
            r"^(and |but )?they (usually |mostly |often )?(call|ring|come|contact|write|look) .{0,30}(when|after|once|because)\b"
        ),
    ),
    (
        "return_upstream",
        frozenset(("kpis",)),
        _c(
            r"^(and |but |so )*(if|when|unless)\b.{0,120}\b(go(es)?|come|look|turn) (back|again)\b|\bstop pushing\b|\bback upstream\b"
        ),
    ),
    (
        "assumptions",
        frozenset(("kpis", "return_upstream", "next_actions")),
        _c(
            r"^(and |but |so )*(the |our |my )?(riskiest|biggest|weakest) (belief|assumption|guess|bet|risk)\b"
        ),
    ),
    (
        "examples",
        _CLIENTS,
        re.compile(
            r"^(?:(?:[Ll]ike|[Ss]uch as|[Ff]or example|[Ee]\.g\.),? )?[A-Z][\w'&.-]*(?:(?:,? (?:and|&) |, | )[A-Z0-9][\w'&.-]*){1,8}\.?$"
        ),
    ),
)
"""Signs that count only while one of the questions named beside them is asked: elsewhere such words are an answer like any other."""

INTENT = _c(
    r"\b(we|i|let'?s|you)?\s*('ll |should |want to |wanna |need to |could |going to |gonna |plan to |thinking (of|about) |"
    r"must |would like to |'d like to |intend to |(?:need|want) (?:an? |more |better |some )|how about |let'?s |just |can we |have to |ought to )"
)
DOWNSTREAM = _c(
    r"\b(google ads?|adwords|facebook|instagram|linkedin|tiktok|youtube|seo|ads\b|advert\w*|campaigns?|newsletters?|"
    r"e-?mail (marketing|campaign|list)|mailing|flyers?|brochures?|webinars?|podcasts?|blog(s|ging)?|social media|"
    r"influencers?|cold call\w*|telesales|trade (fair|show)s?|billboards?|new website|website|landing page|funnel|crm|"
    r"referral (program|scheme|call)\w*|discounts?|promotions?|loyalty|retarget\w*|post(s|ing)? (on|every|more)|"
    r"hire (a|an|someone|more|two|three)|recruit|sales ?(person|people|rep|team)|agency|train (the|our|my)|"
    r"dashboard|kpis?|track(ing)? )"
)
SKILL_IDEA = _c(r"\b(hire|recruit|train|learn to|course|freelancer|agency|sales ?(person|rep|people))\b")
KPI_IDEA = _c(r"\b(kpis?|dashboard|track(ing)?|measure|count the)\b")

VAGUE_ALWAYS = _c(
    r"^(yes|no|yeah|maybe|perhaps|ok|okay|sure|fine|good|bad|stuff|things|whatever|anything|everything|all|lots|a lot|"
    r"many things|it depends|depends|the usual|usual|normal|nothing special|better|(just )?more|success|growth|hm+|uh+|well|so|"
    r"both|some|none|not much|nice|great|various|several|different things|the market|competition|money|hard to say|"
    r"just|kind of|sort of|i guess|i suppose|probably|not yet|never mind|keep( it| them| all)*|"
    r"hi|hello|hey|yo|hallo|good (morning|afternoon|evening)|thanks|thank you|(hi|hello|hey) there|test|"
    r"(the )?(first|second|third|last) (one|option))\W*$"
)
VAGUE: dict[str, re.Pattern[str]] = {
    "ideal_client": _c(
        r"\b(everyone|everybody|anyone|anybody|any (kind|sort|type|client|customer|business|company|firm)|whoever|"
        r"all (kinds|sorts|types|companies|businesses|clients|customers|people|smes|firms)|every (business|company|firm)|"
        r"people who (pay|have money|want to buy))\b"
    ),
    "disqualifiers": _c(
        r"^(nobody|no ?one|none|(i|we) (can'?t|cannot) (afford|turn).*|we take (everyone|all|anybody|anything)|everyone is welcome|we never turn).{0,40}$"
    ),
    "difference": _c(
        r"^(our |the |we have |we offer |it'?s |we are |we're |we give |with )*(best |good |great |high |better |top |more )*"
        r"(quality|service|customer service|experience|passion\w*|people|team|price|prices|trust|professional\w*|"
        r"friendly|reliab\w+|expertise|personal (touch|approach|service)|the best)"
        r"((,| and| &) *(best |good |great |high |our )*(quality|service|experience|passion|people|team|prices?|trust|"
        r"expertise|reliability|professionalism))*\W*$"
    ),
    "symptom": _c(
        r"^(business is |things are |it'?s |we are )?(bad|slow|not (good|great)|difficult|hard|so-so|down|stuck)\W*$"
    ),
    "challenge": _c(
        r"^(they |our clients )?(need|want) (help|support|us|good service|quality)\W*$|^(many|all kinds of) problems\W*$"
    ),
    "one_year": _c(
        r"^((i|we) (want|would like|hope|need|just want) )?(to )?(just )?(grow|growth|more (sales|clients|customers|business|money|"
        r"work|profit|leads)|be (bigger|successful|better)|do better|make more money|a bit more|increase sales|sell more)\W*$"
    ),
    "trends": _c(
        r"^(everything|a lot|lots|many things|competition|the market|the economy|nothing( really)?|it'?s all changing)( is changing| changes)?\W*$"
    ),
    "processes": _c(
        r"^(do )?(more )?(marketing|sales|work harder|advertis\w+|better marketing|networking|sell more)\W*$"
    ),
    "next_actions": _c(
        r"^(start|get going|begin|work on it|think about it|do it|implement (it|the plan))\W*$"
    ),
    "alternatives": _c(r"^(go )?(somewhere|someone) else\W*$"),
    "five_year": _c(r"^(to be )?(the best|bigger|number one|successful|rich|the leader|market leader)\W*$"),
}

LABELS: tuple[tuple[str, str], ...] = (
    ("trends?|changes(?: around us| around them)?|developments", "trends"),
    ("client shift|clients (?:now )?(?:want|expect)|expectations?", "client_shift"),
    ("alternatives?|competitors?|competition|instead", "alternatives"),
    ("problem|challenge|client'?s? problem", "challenge"),
    ("offer|solution|package", "solution"),
    ("difference|why us|why me|usp", "difference"),
    ("ideal (?:clients?|customers?)|target (?:group|clients?|customers?)", "ideal_client"),
    ("not for|we turn away|turn away|disqualifiers?", "disqualifiers"),
    (r"examples?|real clients?|e\.g\.", "examples"),
    ("triggers?", "triggers"),
    ("goal|one[- ]year goal|goal for (?:the|this|next) year", "one_year"),
    ("five[- ]year goal|in five years|known for", "five_year"),
    ("scenario|situation", "scenario"),
    ("symptom|what(?:'s| is) wrong", "symptom"),
    ("tried|attempts?|we tried", "attempts"),
    ("process(?:es)?", "processes"),
    ("skills?", "skills"),
    ("kpis?|early signs?", "kpis"),
    ("next (?:steps?|actions?)", "next_actions"),
    ("riskiest assumption|assumptions?", "assumptions"),
)
"""How people label an answer ("Trends: …"), and the question that it is for."""

SCENARIO: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "launch",
        _c(
            r"\b(launch\w*|new (product|service|offer|app)|introduc\w+|start-?up|from scratch|just starting)\b"
        ),
    ),
    (
        "new_market",
        _c(
            r"\b((new|another|other|different) (market|sector|industry|country|region|city|segment)|enter(ing)?|expand(ing)? (in)?to|abroad|export)\b"
        ),
    ),
    (
        "repositioning",
        _c(
            r"\b((re)?position\w*|interchangeable|all (look )?the same|(same|identical) as (the|our|every)|rebrand\w*|seen (as|differently)|differen\w+|stand out|commodit\w+|too cheap|brand|image|perceiv\w+|price pressure|compete on price)\b"
        ),
    ),
    (
        "conversion",
        _c(
            r"\b(conver\w+|enquir\w+|inquir\w+|quotes?|proposals?|don'?t buy|no sale|abandon\w*|pitches|leads (don'?t|that)|win rate|close)\b"
        ),
    ),
    (
        "scaling",
        _c(
            r"\b(scal\w+|long[- ](run|term)|grow(ing|th)? what works|plateau\w*|stuck at|capacity|too much work|grow)\b"
        ),
    ),
    (
        "short_term_revenue",
        _c(
            r"\b(short[- ]term|revenue|cash|quick(ly)?|soon|sales (now|fast)|not enough (clients|customers|people|work|leads|sales|bookings)|empty|quiet|fewer (?:and fewer )?(?:clients|customers|leads|sales|orders|bookings|enquiries|inquiries|jobs|guests|visitors|requests)|leads|drying up|falling|drop\w*|declin\w+)\b"
        ),
    ),
)
"""Scenario -> words that suggest it, most telling first."""


def scenario_of(text: str) -> str | None:
    """Return the scenario whose words stand most often in the text, what is denied left out, or None."""
    scores = [
        (sum(not denied(text, hit.start()) for hit in pattern.finditer(text)), -n, name)
        for n, (name, pattern) in enumerate(SCENARIO)
    ]
    best = max(scores)
    return best[2] if best[0] else None


def is_vague(question: str, text: str) -> bool:
    """Whether an answer says too little to stand for this question."""
    stripped = bare(text.strip())
    pattern = VAGUE.get(question)
    if VAGUE_ALWAYS.match(stripped) or content_words(stripped) == 0:
        return True
    if pattern is None or not pattern.search(stripped):
        return False
    # Someone who says "everyone, but above all …" has named something.
    return not re.search(r"\b(but|especially|above all|mainly|mostly|except|particularly)\b", stripped, _I)


__all__ = ["CUES", "EARLY_CUES", "LABELS", "OPENINGS", "SCENARIO", "content_words", "is_vague", "scenario_of"]
