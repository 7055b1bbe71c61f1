"""The regular expressions of `date_forms`: how dates are written in English. Bounded throughout, so linear."""

from __future__ import annotations

import re

_I = re.IGNORECASE

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
SEASONS = ("spring", "summer", "autumn", "winter")

_NUMERALS = "one two three four five six seven eight nine ten eleven twelve".split()
COUNTS: dict[str, float] = {word: value for value, word in enumerate(_NUMERALS, 1)} | {
    "a": 1,
    "an": 1,
    "another": 1,
    "fifteen": 15,
    "eighteen": 18,
    "twenty": 20,
    "twenty-four": 24,
    "twenty four": 24,
    "thirty": 30,
    "thirty-six": 36,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "a hundred": 100,
    "one hundred": 100,
    "a couple of": 2,
    "half a": 0.5,
}
"""How many units of time: the words people use before "weeks" and "months"."""

_MONTH = (
    "(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = (
    "(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|"
    "sun(?:day)?)"
)
_WHICH = (
    r"(?:\b(?P<which>this|next|last|(?:the[ ])?coming|(?:the[ ])?following|(?:the[ ])?current)[ ])?"
)
_YEAR = (
    r"(?:(?:,?[ ]{1,2}|-|/)(?:of[ ])?(?:(?P<year>(?:19|20)\d\d)(?!\d|[.,]\d)|['](?P<short>\d\d)(?!\d)|"
    r"(?P<of>this|next|last|the[ ]coming)[ ]year\b))?"
)
_COUNT = r"\d{1,4}(?:[.,]\d)?|" + "|".join(sorted(COUNTS, key=len, reverse=True))
_NO_DIGIT_BEFORE = r"(?<![\d.,/-])"

ISO = re.compile(
    _NO_DIGIT_BEFORE + r"(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?)(?![\d/-])"
)
NUMERIC = re.compile(
    _NO_DIGIT_BEFORE + r"(?P<first>\d\d?)(?P<sep>[/.-])(?P<second>\d\d?)(?:(?P=sep)(?P<year>\d{4}|\d\d))?(?![\d/%-]|[.,]\d)"
)
MONTH_NUMBER = re.compile(_NO_DIGIT_BEFORE + r"(?P<month>0?[1-9]|1[0-2])/(?P<year>20\d\d)(?![\d/-])")
DAY_MONTH = re.compile(
    rf"(?:\b{_WEEKDAY},?[ ](?:the[ ])?)?"
    r"(?:(?<![\w.,/-])(?P<day>[0-3]?\d)[ ]?(?P<th>st|nd|rd|th)?\b|\b(?P<word>first|second|third|fifteenth)(?=[ ]of))"
    rf"\.?(?:[ ]{{1,2}}(?:of[ ])?|-){_MONTH}\b(?:\.(?=[ ]\d))?{_YEAR}",
    _I,
)
MONTH_DAY = re.compile(
    rf"\b{_MONTH}\.?[ ](?:the[ ])?(?P<day>[0-3]?\d)(?P<th>st|nd|rd|th)?(?![\w:%'/]|[.,]\d){_YEAR}", _I
)
ONLY_MONTH = re.compile(rf"{_WHICH}\b{_MONTH}\b(?:\.(?=[ ]\d))?{_YEAR}", _I)
QUARTER = re.compile(
    r"(?:\b(?P<ahead>20\d\d)[ -]?)?\b(?:Q(?P<q>[1-4])|(?P<word>first|second|third|fourth|last|1st|2nd|3rd|4th)"
    rf"[ ]quarter(?P<the>[ ]of[ ]the[ ]year)?)\b(?!-\d){_YEAR}",
    _I,
)
HALF = re.compile(rf"\b(?:H(?P<h>[12])|(?P<word>first|second)[ ]half(?P<the>[ ]of[ ]the[ ]year)?)\b{_YEAR}", _I)
PERIOD = re.compile(
    rf"{_WHICH}\b(?P<unit>week(?:end)?|month|quarter|(?:(?:financial|fiscal|calendar)[ ])?year)\b(?![']s|-)", _I
)
PERIOD_END = re.compile(r"\b(?:(?P<unit>month|quarter|year)[ -]end|eo(?P<letter>[wmqy]))\b", _I)
RELATIVE = re.compile(
    r"(?:\b(?P<lead>(?:(?:in|within|inside|over|during|for|after)[ ])?"
    r"(?:(?:about|around|roughly|approximately|less[ ]than|under|at[ ]most|the|maybe|say)[ ]){0,3}"
    r"(?:(?:next|coming|following)[ ])?))"
    rf"(?:(?P<count>{_COUNT})(?:(?:[ ]?[-–][ ]?|[ ](?:to|or)[ ])(?P<most>{_COUNT}))?(?P<half>[ ]and[ ]a[ ]half)?[ -])?"
    r"(?:working[ ]|business[ ]|calendar[ ])?(?P<unit>day|week|fortnight|month|quarter|year)(?:s?[']s?|s)?\b(?!-)"
    r"(?P<half_more>[ ]and[ ]a[ ]half)?(?:[ ](?P<tail>time|from[ ](?:now|today)|hence|ago)\b)?",
    _I,
)
ONLY_WEEKDAY = re.compile(rf"{_WHICH}\b{_WEEKDAY}\b", _I)
SEASON = re.compile(rf"{_WHICH}\b(?P<season>spring|summer|autumn|fall|winter)\b{_YEAR}", _I)
ONLY_YEAR = re.compile(
    r"(?<![\w.,/$€£#+-])(?:FY[ ]?(?P<fiscal>(?:20)?\d\d)|(?P<year>(?:19|20)\d\d))(?![\w%]|[.,]\d|[ ]?[€$£%])", _I
)
HOLIDAY = re.compile(
    r"\b(?P<name>christmas|xmas|easter|thanksgiving|new[ ]year)(?:'?s)?(?:[ ](?:day|(?P<eve>eve))\b)?(?!\w)" + _YEAR, _I
)
TOMORROW = re.compile(r"\b(?:the[ ]day[ ]after[ ]tomorrow|tomorrow|today)\b", _I)
OF_MONTH = re.compile(
    r"\b(?:by|on|before|until|till|from)[ ]the[ ](?P<day>[0-3]?\d)(?:st|nd|rd|th)\b(?:[ ]of[ ](?P<which>this|next|the)[ ]month\b)?",
    _I,
)
FOREIGN = re.compile(
    rf"(?<![\w.,/-])(?P<day>[0-3]?\d)(?:\.|er|º)?[ ](?:de[ ])?(?!{_MONTH}\b)(?:jan|f[eé]v|feb|m[aä]r|maa|avr|abr|apr|mai|mei|"
    r"mag|giu|jui|jul|jun|lug|ao[uû]|ago|aug|set|sep|o[ku]t|ott|nov|d[eé][cz]|dic|ene|gen)[^\W\d_]{0,8}\.?[ ](?:de[ ])?"
    r"(?P<year>(?:19|20)\d\d)(?!\d)",
    _I,
)
"""A day, a month's name in another language, a year: the one form that `dateparser` is asked to read."""

MODIFIER = re.compile(
    r"\b(?:(?P<end>end(?:[ ]of)?|(?:close|last[ ]day|back[ ]end)[ ]of)"
    r"|(?P<start>(?:start|beginning|first[ ]day|turn)[ ]of)"
    r"|(?P<mid>mid|middle[ ]of|half-?way[ ]through)"
    r"|(?P<early>early(?:[ ]in)?|first[ ](?:week|part|half)[ ]of)"
    r"|(?P<late>late(?:r)?(?:[ ]in)?|last[ ]week[ ]of|second[ ]half[ ]of))(?:[ ]{1,2}|-)(?:the[ ])?\Z",
    _I,
)
_GOES_ON = (
    "and|or|at|to|we|i|our|for|with|so|then|if|when|because|but|until|till|is|was|were|will|as|by|it|there|they|that|"
    "onwards?|latest|sharp|please|next|this|in|from|on|too|already"
)
AFTER_DAY = re.compile(rf"\s{{0,2}}(?:\Z|[.,;:!?)\n–—-]|(?:{_GOES_ON})\b)", _I)
AFTER_YEAR = re.compile(
    rf"\s{{0,2}}(?:\Z|[.,;:!?)\n–—-](?!\d)|(?:{_GOES_ON}|has|had|the|every|only|most|after|before|since)\b)", _I
)
FROM_YEAR = re.compile(r"\bfrom[ ](?:19|20)\d\d[ ]to[ ]\Z", _I)
TO_YEAR = re.compile(r"[ ]to[ ](?:19|20)\d\d\b")
SEASON_LEAD = re.compile(
    r"\b(?:(?:in|by|before|until|from|during|since|after)(?:[ ]the)?|mid|early|late|end[ ]of(?:[ ]the)?)[ -]?\Z", _I
)

GATES: dict[re.Pattern[str], tuple[str, ...]] = {
    QUARTER: ("q1", "q2", "q3", "q4", "quarter"),
    HALF: ("h1", "h2", "half"),
    PERIOD: ("week", "month", "quarter", "year"),
    PERIOD_END: ("end", "eo"),
    RELATIVE: ("day", "week", "fortnight", "month", "quarter", "year"),
    ONLY_WEEKDAY: ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    SEASON: ("spring", "summer", "autumn", "fall", "winter"),
    HOLIDAY: ("christmas", "xmas", "easter", "thanksgiving", "new year"),
    TOMORROW: ("tomorrow", "today"),
    OF_MONTH: (" the ",),
    **dict.fromkeys((DAY_MONTH, MONTH_DAY, ONLY_MONTH), tuple(month[:3] for month in MONTHS)),
    **dict.fromkeys((ISO, NUMERIC, MONTH_NUMBER), ("/", "-", ".")),
    ONLY_YEAR: ("19", "20", "fy"),
    FOREIGN: (" 19", " 20"),
}
"""A pattern is tried only where one of these stands in the lower-cased text: most messages hold few dates."""
