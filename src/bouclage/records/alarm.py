"""Alarm: something the operator should know though nobody is looking."""

from dataclasses import dataclass
from enum import StrEnum


class AlarmKind(StrEnum):
    """What happened."""

    SOURCE_SILENT = "source_silent"  # has not answered for longer than the operator set
    SOURCE_GONE = "source_gone"  # said that it is gone for good
    EDITION_HELD = "edition_held"
    EDITION_MISSED = "edition_missed"
    REFUSED = "refused"  # more deliveries of an edition refused than the operator set
    DEAD = "dead"  # jobs failed for good


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One thing to tell, once for as long as it lasts."""

    kind: AlarmKind
    about: str  # the source's name, the edition and its day, the kind of job
    detail: str = ""
    amount: int = 0  # hours, percent or jobs, as the kind has it

    @property
    def key(self) -> str:
        """What makes it the same alarm as the last one: not how long it has lasted."""
        return f"{self.kind}:{self.about}"
