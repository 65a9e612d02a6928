"""Put the edition together.

Takes the items read, their stories and wire copies, and what earlier editions printed.
Gives the frozen `Edition` and its `Ledger`, in which every item is printed, merged, held or refused.
Never writes a word of its own: every sentence it shows is a span of an article.
"""

from bouclage.edition.chosen import Chosen, chosen
from bouclage.edition.compose import Earlier, Slot, compose
from bouclage.edition.decided import Decided, decided
from bouclage.edition.hold import reason_to_hold
from bouclage.edition.outlook import outlook
from bouclage.edition.revision import revision, silent_revision
from bouclage.edition.rights import Allowed, allowed, expired, rights_of, without_expired
from bouclage.edition.sections import ORDER
from bouclage.edition.settings import EditionSettings
from bouclage.edition.several_days import day_section, gets, week_before, week_of, weekend_before, with_weekend
from bouclage.edition.sift import Accounted, Sifted, sift
from bouclage.edition.withdrawn import items_of, ledger_without, without

__all__ = [
    "ORDER",
    "Accounted",
    "Allowed",
    "Chosen",
    "Decided",
    "Earlier",
    "EditionSettings",
    "Sifted",
    "Slot",
    "allowed",
    "chosen",
    "compose",
    "day_section",
    "decided",
    "expired",
    "gets",
    "items_of",
    "ledger_without",
    "outlook",
    "reason_to_hold",
    "revision",
    "rights_of",
    "sift",
    "silent_revision",
    "week_before",
    "week_of",
    "weekend_before",
    "with_weekend",
    "without",
    "without_expired",
]  # fmt: skip
