"""Suppression: an address that must not be written to, whatever any list says."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bouclage.records.times import require_utc


class SuppressionReason(StrEnum):
    """Why nothing may be sent."""

    BOUNCE = "bounce"  # the address does not exist, or refused too often
    COMPLAINT = "complaint"  # the reader called it spam
    OPERATOR = "operator"  # by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """One address of the suppression list; lifted by the newsroom alone."""

    address: str
    reason: SuppressionReason
    since: datetime
    detail: str | None = None  # the server's words, or the operator's

    def __post_init__(self) -> None:
        require_utc(self.since)
