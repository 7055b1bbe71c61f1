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
_WHICH = r"(?:\b(?P<which>this|next|last|(?:the[ ])?coming|(?:the[ ])?following|(?:the[ ])?current)[ ])?"
_YEAR = (
    r"(?:(?:,?[ ]{1,2}|-|/)(?:of[ ])?(?:(?P<year>(?:19|20)\d\d)(?!\d|[.,]\d)|'(?P<short>\d\d)(?!\d)|"
    r"(?P<of>this|next|last|the[ ]coming)[ ]year\b))?"
)
_COUNT = r"\d{1,4}(?:[.,]\d)?|" + "|".join(sorted(COUNTS, key=len, reverse=True))
_NO_DIGIT_BEFORE = r"(?<![\d.,/-])"

ISO = re.compile(
    _NO_DIGIT_BEFORE
    + r"(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?)(?![\d/-])"
)
NUMERIC = re.compile(
    _NO_DIGIT_BEFORE
    + r"(?P<first>\d\d?)(?P<sep>[/.-])(?P<second>\d\d?)(?:(?P=sep)(?P<year>\d{4}|\d\d))?(?![\d/%-]|[.,]\d)"
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
# The patterns of units of time run over the text in lower case: they are tried the most.
QUARTER = re.compile(
    r"(?:\b(?P<ahead>20\d\d)[ -]?)?\b(?:q(?P<q>[1-4])|(?P<word>first|second|third|fourth|last|1st|2nd|3rd|4th)"
    rf"[ ]quarter(?P<the>[ ]of[ ]the[ ]year)?)\b(?!-\d){_YEAR}",
)
HALF = re.compile(rf"\b(?:h(?P<h>[12])|(?P<word>first|second)[ ]half(?P<the>[ ]of[ ]the[ ]year)?)\b{_YEAR}")
PERIOD = re.compile(
    rf"{_WHICH}\b(?P<unit>week(?:end)?|month|quarter|(?:(?:financial|fiscal|calendar)[ ])?year)\b(?!'s|-|\w)"
)
PERIOD_END = re.compile(r"\b(?:(?P<unit>month|quarter|year)(?:'s)?[ -]end|eo(?P<letter>[wmqy]))\b")
RELATIVE = re.compile(
    r"(?:\b(?P<lead>(?:(?:in|within|inside|over|during|for|after)[ ])?"
    r"(?:(?:about|around|roughly|approximately|less[ ]than|under|at[ ]most|the|maybe|say)[ ]){0,3}"
    r"(?:(?:next|coming|following)[ ])?))"
    rf"(?:(?P<count>{_COUNT})(?:(?:[ ]?[-–][ ]?|[ ](?:to|or)[ ])(?P<most>{_COUNT}))?(?P<half>[ ]and[ ]a[ ]half)?[ -])?"
    r"(?:working[ ]|business[ ]|calendar[ ])?(?P<unit>day|week|fortnight|month|quarter|year|wk|mth|mo|yr)(?P<plural>s'|'s|s)?(?![\w-])"
    r"(?P<half_more>[ ]and[ ]a[ ]half)?(?:[ ](?P<tail>time|from[ ](?:now|today)|hence|ago)\b)?",
)
ONLY_WEEKDAY = re.compile(
    rf"(?:\b(?:(?P<week>this|next)[ ]week[ ](?:on[ ])?|(?P<weeks>a|one|two|three)[ ]weeks?[ ](?:on|from)[ ]))?{_WHICH}\b{_WEEKDAY}\b"
    r"(?:[ ](?:of[ ])?(?P<later>this|next)[ ]week\b|(?P<plus>[ ]week)\b(?!-|'))?",
    _I,
)
NTH_WEEKDAY = re.compile(
    rf"\b(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th)[ ]{_WEEKDAY}[ ](?:of|in)[ ]{_MONTH}\b{_YEAR}",
    _I,
)
SEASON = re.compile(rf"{_WHICH}\b(?P<season>spring|summer|autumn|fall|winter)\b{_YEAR}", _I)
ONLY_YEAR = re.compile(
    r"(?<![\w.,/$€£#+])(?<!\d-)(?:FY[ ]?(?P<fiscal>(?:20)?\d\d)|(?P<year>(?:19|20)\d\d))(?![\w%]|[.,]\d|[ ]?[€$£%])",
    _I,
)
HOLIDAY = re.compile(
    r"\b(?P<name>christmas|xmas|easter|thanksgiving|new[ ]year)(?:'?s)?(?:[ ](?:day|(?P<eve>eve))\b)?(?!\w)"
    + _YEAR,
    _I,
)
TOMORROW = re.compile(r"\b(?:(?:the[ ])?day[ ]after[ ]tomorrow|tomorrow|today)\b", _I)
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
    r"|(?P<early>early(?:[ ]in)?)|(?P<late>late(?:r)?(?:[ ]in)?)"
    r"|(?P<first_week>first[ ]week[ ](?:of|in))|(?P<last_week>last[ ]week[ ](?:of|in))"
    r"|(?P<first_half>first[ ]half[ ]of)|(?P<second_half>second[ ]half[ ]of))(?:[ ]{1,2}|-)(?:the[ ])?\Z",
)
_GOES_ON = (
    "and|or|at|to|we|i|our|for|with|so|then|if|when|because|but|until|till|is|was|were|will|as|by|it|there|they|that|"
    "onwards?|latest|sharp|please|next|this|in|from|on|too|already"
)
AFTER_DAY = re.compile(rf"\s{{0,2}}(?:\Z|[.,;:!?)\n–—-]|(?:{_GOES_ON})\b)", _I)
AFTER_YEAR = re.compile(
    rf"\s{{0,2}}(?:\Z|[.,;:!?)\n–—-](?!\d)|(?:{_GOES_ON}|has|had|the|every|only|most|after|before|since)\b)",
    _I,
)
FROM_YEAR = re.compile(r"\bfrom[ ](?:19|20)(?!00)\d\d[ ]to[ ]\Z", _I)
TO_YEAR = re.compile(r"[ ]to[ ](?:19|20)\d\d\b")
SEASON_LEAD = re.compile(
    r"\b(?:(?:in|by|before|until|from|during|since|after)(?:[ ]the)?|mid|early|late|end[ ]of(?:[ ]the)?)[ -]?\Z",
    _I,
)

TRIGGER = re.compile(
    r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|(?P<weekday>mon(?!th)|tue|wed|thu|fri|sat|sun)"
    r"|(?P<unit>day|week|wk|fortnight|month|mth|mos?\b|quarter|year|yr|q[1-4]|h[12]\b|eo[wmqy]\b|half\b)"
    r"|(?P<season>spring|summer|autumn|fall|winter)"
    r"|(?P<holiday>christmas|xmas|easter|thanksgiving|new[ ]year)"
    r"|(?P<tomorrow>tomorrow|today)"
    r"|(?P<number>(?:19|20)\d\d|\d\d?[/.-]\d|fy|\d(?:st|nd|rd|th)\b)"
)
"""What each family of dates has to contain. It runs over the whole text; the patterns only over what is around a hit.

It stands without a word boundary in front, so that the engine can skip from first letter to first letter.
"""

BEFORE = {"month": 28, "weekday": 18, "unit": 60, "season": 16, "holiday": 4, "tomorrow": 18, "number": 24}
"""How much of the text before a trigger its patterns may need, in characters."""

AFTER = 48
"""The same for what follows a trigger."""
