"""Which language a text is in, of those the cases use: by its most usual words. Enough for whole replies."""

import re
from collections.abc import Mapping

_USUAL: Mapping[str, frozenset[str]] = {
    "en": frozenset("the and of to is what you your for that with this it are how who would which".split()),
    "es": frozenset(
        "el la los las de que y en su sus para con una un qué cómo por lo es está más usted tus tu".split()
    ),
    "de": frozenset(
        "der die das und ist sie ihr ihre was für mit nicht ein eine wie wer welche dass zu den von".split()
    ),
    "nl": frozenset(
        "de het een en van is wat u uw voor met niet hoe wie welke dat te zijn je jullie op aan".split()
    ),
    "fr": frozenset(
        "le la les des et est que qui vous votre vos pour avec une un quel quelle dans ce ne pas du".split()
    ),
    "pt": frozenset(
        "o os as de que e em seu sua para com uma um como por não é mais você dos das no na".split()
    ),
    "it": frozenset(
        "il lo la gli di che e in suo sua per con una un come non è più cosa dei della nel sono".split()
    ),
}


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language whose usual words are most frequent; "en" for no words at all."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return max(_USUAL, key=lambda code: sum(w in _USUAL[code] for w in words))
