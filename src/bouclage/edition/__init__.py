"""Put the edition together.

Takes the items read, their stories and wire copies, and what earlier editions printed.
Gives the frozen `Edition` and its `Ledger`, in which every item is printed, merged, held or refused.
Never writes a word of its own: every sentence it shows is a span of an article.
"""

from bouclage.edition.compose import Earlier, Slot, compose
from bouclage.edition.decided import Decided, decided
from bouclage.edition.hold import reason_to_hold
from bouclage.edition.settings import EditionSettings
from bouclage.edition.sift import Accounted, Sifted, sift
from bouclage.edition.withdrawn import items_of, ledger_without, without

__all__ = [
    "Accounted", "Decided", "Earlier", "EditionSettings", "Sifted", "Slot", "compose", "decided", "items_of",
    "ledger_without", "reason_to_hold", "sift", "without",
]  # fmt: skip
