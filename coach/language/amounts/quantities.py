"""Numbers as people write them, what they change from and to, and what they correct. A grammar of our own.

The one door to its parts: `measures` (quantities), `targets` (baseline and target), `corrections`.
"""

from coach.language.amounts.corrections import Correction, correction
from coach.language.amounts.measures import Quantity, quantities
from coach.language.amounts.targets import Change, from_to

__all__ = ["Change", "Correction", "Quantity", "correction", "from_to", "quantities"]
