"""Sarcasm and insults: said in anger or in jest, they answer nothing, and least of all do they agree. Pure; English."""

import re

from coach.language.pieces import sentences

_I = re.IGNORECASE
_GLAD = r"(?:great|brilliant|fantastic|lovely|wonderful|super|perfect|marvellous|marvelous|excellent|joy)"
_BAD = r"(?:stupid|dumb|useless|idiotic|pathetic|hopeless|daft|thick|clueless|ridiculous|rubbish|annoying|an? idiot|a moron|a joke|a waste of time)"
_SARCASM = re.compile(
    r"^(?:oh|ah|wow|well|ha+)?[\s,]*(?:"
    r"(?:yeah|yea)[\s,]+right\b(?![\s,]+(?:now|so|and|but|then|we|i|it|that|the|put|take))|"
    rf"{_GLAD}[\s,!]+(?:(?:yet )?another (?:question|form|survey|quiz|bot|chatbot|one)|more questions|(?:just|exactly) what (?:i|we) need)|"
    r"thanks?(?: you)?(?: a lot| so much)?[\s,]+(?:einstein|sherlock|genius|captain obvious|professor|for nothing)|"
    r"(?:no shit|nice try|very funny|big surprise|what a surprise|you don'?t say)[\s,.!]*$)",
    _I,
)
_AS_IF = re.compile(
    r"^(?:yeah,? |right,? |oh,? |sure,? )*(?:as if(?: (?:any|some|no|every)?(?:body|one|i|we|they|you|it|that|there)\b|[\s.!]*$)|(?:and |when )?pigs (?:might |can |will )?fly|"
    r"in your dreams|dream on)",
    _I,
)
_FLYING = re.compile(r",? and pigs (?:might |can |will )?fly\b|,? when hell freezes over\b", _I)
_INSULT = re.compile(
    rf"^(?:oh|ah|god|well|but|and|no)?[\s,]*(?:(?:you|u|this (?:bot|machine|coach|program|chat|thing))(?:'?re| are|'?s| is)? "
    rf"(?:(?:just|so|really|such|quite|completely|totally|a|an) )*{_BAD}\b|(?:what|such) an? (?:\w+ )?{_BAD} (?:bot|machine|question|coach|program)|"
    rf"(?:shut up|get lost|go away|screw you|fuck (?:you|off|this)|damn you)\b|{_BAD} (?:bot|machine|robot|computer|question|coach|program))",
    _I,
)


_CURSE = re.compile(
    r"(?:(?:oh|ah|ugh|no|but|and)[\s,!.]+)*(?:(?:for )?(?:god|heaven|goodness|pete|christ|fuck)['’]?s?['’]? sakes?|for crying out loud|bloody hell|jesus christ|good grief)(?:[\s,.!:;–—-]+|\Z)",
    _I,
)
"""An exclamation of anger; what follows it is said calmly enough to be read."""


def cooled(text: str) -> str:
    """Return what is left of a message without the sarcasm and insults it begins or ends with; empty where that is all.

    What is left stands in the message as it is: what is taken from it must be found there.
    """
    curse = _CURSE.match(text)
    text = text[curse.end() :] if curse else text
    parts = sentences(text)
    calm = [n for n, s in enumerate(parts) if not _heated(s.text)]
    if not calm:
        return "" if parts else text
    begin = parts[calm[0]].start if calm[0] else 0
    end = parts[calm[-1]].end if calm[-1] < len(parts) - 1 else len(text)
    return text[begin:end]


def _heated(sentence: str) -> bool:
    return any(p.search(sentence) for p in (_SARCASM, _AS_IF, _FLYING, _INSULT))
