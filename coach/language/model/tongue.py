"""Which of a few languages a sentence is in, by its small words; None where they do not tell."""

import re
from collections.abc import Mapping

_SMALL: Mapping[str, frozenset[str]] = {
    "en": frozenset("the and you your is are that what which with for this of to it would they have not but on who".split()),
    "es": frozenset("el la los las que de en y con para por una un su sus es lo qué cuál más pero como al del tu se no".split()),
    "fr": frozenset("le les des que et en une est vous votre vos pour dans qui quel quelle ce plus avec sur pas du au ne".split()),
    "de": frozenset("der die das und ist sie ihr ihre nicht mit für ein eine den dem zu auf was welche von wie auch im".split()),
    "nl": frozenset("het een en van je jouw uw dat is niet met voor die wat welke op te zijn aan ook om bij er de".split()),
    "pt": frozenset("o os as que de em e com para por uma um seu sua é não mais mas como ao do da qual você na no".split()),
    "it": frozenset("il lo gli che di e con per una un suo sua è non più ma come al del della quale cosa si nel le".split()),
}  # fmt: skip
FEWEST = 8
"""Words from which on a sentence tells its language."""


def guess(text: str) -> str | None:
    """Return the language that has clearly the most small words in a text, or None."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if len(words) < FEWEST:
        return None
    counts = sorted(((sum(w in small for w in words), code) for code, small in _SMALL.items()), reverse=True)
    (best, code), (second, _) = counts[:2]
    return code if best >= 0.2 * len(words) and best > second + 1 else None
