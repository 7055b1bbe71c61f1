"""Numbers as people write them, and what they change from and to. A grammar of our own.

The one door to its parts: `measures` (quantities) and `targets` (baseline and target).
"""

from coach.language.amounts.measures import Quantity, quantities
from coach.language.amounts.targets import Change, from_to

__all__ = ["Change", "Quantity", "from_to", "quantities"]
