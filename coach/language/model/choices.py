"""How a choice is said in Spanish, Dutch, German and French: what the rules for English miss."""

import re
from collections.abc import Mapping

from coach.language.reading.hedges import denied


def _any(*words: str) -> str:
    return rf"\b(?:{'|'.join(words)})"


SCENARIO = (
    (_any("lanz(?:ar|amiento)", "algo nuevo", "lancer(?:en)?", "lancement", "iets nieuws", "etwas neues", "auf den markt", "quelque chose de nouveau"), "launch"),
    (_any("(?:otro|nuevo) mercado", "otro país", "nieuwe markt", "andere markt", "neue[rn]? markt", "andere[rn]? markt", "(?:autre|nouveau) marché"), "new_market"),
    (
        _any(
            "nos (?:vean|ven|perciban)", "que me vean", "reposicion", "nuestra imagen", "anders (?:gezien|bekeken|gesehen|wahrgenommen)", "herpositioner",
            "neu positionier", "(?:vus?|perçus?) (?:autrement|différemment)", "repositionn", "autre image",
        ),
        "repositioning",
    ),
    (
        _any(
            "convertir", "conversión", "cerrar más", "meer (?:aanvragen|offertes|leads) omzetten", "conversie", "mehr (?:anfragen|angebote)", "abschlussquote",
            "transformer", "taux de conversion",
        ),
        "conversion",
    ),
    (_any("crecer", "ampliar", "escalar", "lo que funciona", "opschalen", "groeien met", "skalieren", "ausbauen", "was funktioniert", "développer ce qu", "ce qui marche"), "scaling"),
    (
        _any(
            "(?:ingresos|ventas|dinero)[\\w ]{0,20} (?:pronto|ya|rápid)", "corto plazo", "(?:snel|gauw) (?:omzet|geld)", "korte termijn", "schnell(?:er)? (?:umsatz|geld)",
            "kurzfristig", "court terme", "(?:revenus|chiffre)[\\w ]{0,20} (?:vite|rapidement)",
        ),
        "short_term_revenue",
    ),
)  # fmt: skip
"""Words and the scenario they show, as `cues.SCENARIO` has them for English."""


def scenario_of(text: str) -> str | None:
    """Return the one scenario that a text names; None where it names none, or several."""
    hits = ((name, re.search(pattern, text, re.IGNORECASE)) for pattern, name in SCENARIO)
    found = {name for name, hit in hits if hit and not denied(text, hit.start())}
    return next(iter(found)) if len(found) == 1 else None


ELSEWHERE: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("solution", "state"): (
        (
            _any(
                "no existe (?:todavía|aún)", "(?:todavía|aún) no existe", "hay que crear", "por construir",
                "moe(?:t|ten) nog (?:gemaakt|gebouwd)", "bestaat nog niet", "gibt es noch nicht",
                "existiert noch nicht", "aufbauen", "n'existe pas encore", "à construire", "à créer",
            ),
            "build",
        ),
        (
            _any("cambiar", "adaptar", "aanpassen", "veranderen", "anpassen", "ändern", "adapter", "modifier", "changer"),
            "change",
        ),
        (
            _any(
                "ya (?:existe|lo vend|lo hac|la vend|lo tenemos)", "bestaa(?:t|n) (?:al|reeds)", "bestaand", "verkopen we al",
                "(?:gibt es|existiert|verkaufen wir) (?:schon|bereits)", "bestehend", "existe déjà", "vendons déjà",
            ),
            "exists",
        ),
    ),
    ("skills", "route"): (
        (_any("contratar", "aannemen", "aanwerven", "einstellen", "embaucher", "recruter", "engager"), "hire"),
        (
            _any(
                "aprender", "formación", "formarse", "curso", "opleiding", "leren", "cursus", "lernen", "schulung", "kurs",
                "apprendre", "formation", "se former",
            ),
            "train",
        ),
        (
            _any(
                "subcontrat", "soci[oa]s?\\b", "uitbested", "inhuren", "partenaire", "sous-trait", "auslagern", "extern vergeben"
            ),
            "partner",
        ),
        (_any("por horas", "media jornada", "deeltijd", "teilzeit", "temps partagé", "temps partiel"), "fractional"),
        (_any("dejar de", "dejaré", "stoppen met", "ophouden", "aufhören", "arrêter"), "stop"),
    ),
}  # fmt: skip
"""Question and field -> words and the choice they show; the model has to read the same one."""
