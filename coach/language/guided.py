"""The guided voice: no language model. Understands by rules, asks by the declared questions."""

from coach.language.speak import speak
from coach.language.understand import understand

__all__ = ["speak", "understand"]
