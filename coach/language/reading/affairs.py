"""A state of affairs told where a name is asked for: "Enquiries are up, but we quote a lot for nothing". Pure.

Only how a sentence begins counts, so that whom it may describe is left alone: "owners whose sales are down" buy
something, "sales are down" is why somebody came.
"""

import re

_I = re.IGNORECASE
_LEAD = (
    r"^(?:(?:well|hm+|honestly|frankly|actually|and|but|so|because|yes|no|look|the (?:thing|problem|trouble) is(?: that)?|"
    r"these days|lately|recently|right now|at the moment|this year|the)\b[\s,:]*)*"
)
_MUCH = r"(?:(?:just|really|still|only|also|always|often|simply|mostly|already|even|now|currently) )*"
_WORK = (
    r"enquir(?:y|ies)|inquir(?:y|ies)|leads?|orders?|bookings?|quotes?|requests?|jobs|projects|work|calls|visits|visitors|appointments|"
    r"sales|revenue|turnover|profits?|margins?|footfall|trade|business|takings|tenders?|bids|proposals?|pipeline|conversion|win rate|"
    r"order book|diary|calendar|phone|churn|cash ?flow|costs|prices|numbers|reviews|memberships?|subscriptions?|renewals?"
)
_HOW = (
    r"(?:way |well |right |a (?:bit|lot|little) |much |slowly |steadily )?(?:up|down|flat|quiet\w*|slow\w*|thin\w*|weak\w*|empty|stuck|poor|low\w*|terrible|bad|worse|dead|silent|under pressure|"
    r"fall\w*|fell|drop\w*|declin\w+|shr(?:ink|ank|unk)\w*|stopp\w+|dr(?:y|ied|ying) up|halv\w+|stagnat\w+|slid\w*|slipp\w*|collaps\w+|cancel\w*|"
    r"ris(?:ing|en)|rose|gone|going|went|not (?:enough|what)|too (?:low|few|slow|thin|little|high))"
)
_NOT = r"(?:do not|don'?t|did not|didn'?t|can ?not|can'?t|could not|couldn'?t|hardly|barely|never|no longer)"
_SERVES = (
    r"(?:sell|serve|supply|work (?:for|with)|cater|deal with|do business|help|treat|teach|build|make|employ)"
)
_OURS = re.compile(
    _LEAD
    + r"(?:im\b|(?:we|i)(?:['’](?:ve|re|m|d|ll))?) ?"
    + _MUCH
    + rf"(?:{_NOT} {_MUCH}(?!{_SERVES})[a-z]+|(?:have |are |am |been )*(?:losing|lost|lose|struggling|struggle|wasting|waste|stuck|quoting|quote)\b|keep \w+ing\b|"
    r"(?:are|am) (?:too|so) (?:busy|slow|late|stretched|expensive|cheap|tired)|(?:are|am) (?:overworked|invisible|always compared)|"
    r"(?:have|has|got|get) (?:too (?:few|little|many|much)|not enough|fewer|less|no|hardly any|plenty of|lots of|a lot of|loads of|more)\b[^,;.]*?\b"
    rf"(?:{_WORK})\b(?! from [a-z])|work (?:all hours|too (?:much|hard)|day and night|every weekend)|"
    r"(?:get|have) (?:\w+ )?(?:people|callers|customers|enquiries) (?:ring|call|ask|look|com|walk|want|writ)ing\b|"
    r"win (?:only |just )?(?:\d|one\b|two\b|few|fewer|hardly|less|a third|half)|need (?:more|better) (?:work|clients|customers|sales|leads|enquiries))",
    _I,
)
_STATE = re.compile(
    _LEAD
    + rf"(?:our |my )?(?:[a-z]+ )?(?:{_WORK})(?: book)?(?: (?:from|in|for|of) [\w ]{{3,20}}?)? (?:(?:are|is|have|has|had|was|were|keep|keeps|been|just|also|both|all|now|still) )*{_HOW}\b",
    _I,
)
_NOBODY = re.compile(
    _LEAD
    + r"(?:nothing (?:comes?|came|works?|worked|sells|happens)|(?:nobody|no one|hardly any(?:one|body)|fewer people|few people) (?:\w+ )?(?:calls?|rings?|comes?|buys?|signs?|books?|answers?|"
    r"knows?|finds?|notices|pays|visits?)|(?:not enough|too few|too little|fewer and fewer) \w+)\b",
    _I,
)
_THEY = re.compile(
    _LEAD
    + r"(?:(?:our|my|more|most|many|some) )*(?:clients|customers|people|guests|visitors|prospects|buyers|they|patients|members) (?:(?:now|all|often|just|always|keep|are|have) )*"
    r"(?:leav(?:e|ing)(?! (?:school|home|work|university))|left us|cancel\w*|compar(?:e|ing)|haggl\w+|ghost\w*|(?:go|going|gone) (?:elsewhere|to (?:a |the )?cheaper)|walk(?:ing)? away|disappear\w*|hesitat\w+|"
    r"(?:don'?t|do not|never|no longer|stopped|hardly) (?:even )?(?:call|com|sign|buy|book|pay|answer|return|stay|renew|repl|show|turn up|ring|order|ask|decid)\w*|[a-z]+ (?:at |on )?[\w ]{3,25}? (?:and|but) (?:then )?(?:never|don'?t|do not|nobody)\b)",
    _I,
)
_TRIED = re.compile(
    _LEAD
    + r"(?:we|i)(?:['’]ve| have)? (?:(?:already|also|even|once|recently) )*(?:tried|spent|ran|paid for|redid|redesigned|advertised|experimented|posted|bought ads|hired an agency)\b",
    _I,
)
_NAMES = re.compile(
    r"\b(?:we|i) (?:\w+ )?(?:sell|serve|supply|work (?:for|with)|cater) |\b(?:clients|customers|buyers) (?:are|is)\b(?! (?:leav|cancel|compar|haggl|go))",
    _I,
)
"""What names those who buy, whatever else is said."""


def affair(text: str) -> str:
    """Return the question that a state of affairs answers, "symptom" or "attempts"; empty where a text may be a name."""
    if _NAMES.search(text):
        return ""
    if _TRIED.match(text):
        return "attempts"
    return "symptom" if any(p.match(text) for p in (_OURS, _STATE, _NOBODY, _THEY)) else ""
