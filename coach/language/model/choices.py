"""How a choice is said in Spanish, Dutch, German and French: what the rules for English miss."""

from collections.abc import Mapping


def _any(*words: str) -> str:
    return rf"\b(?:{'|'.join(words)})"


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
