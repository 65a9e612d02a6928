"""Job: one piece of work as it stands in the queue. The seam to the queue is kind, key and payload, no more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What is to be done."""

    MINUTE = "minute"  # see what is due
    COLLECT = "collect"  # visit the due sources of one site
    FILES = "files"  # read some files of an archive
    PREPARE = "prepare"  # see what an edition's closing will have to find in the reports
    SAID = "said"  # find who said what in some stories, ahead of the closing
    CLOSE = "close"  # close an edition's due slots
    GUARD = "guard"  # tell the operator what is wrong
    MAINTAIN = "maintain"  # the day's maintenance of the store
    SEND = "send"  # send an edition's due deliveries


PRIORITY = {
    Kind.CLOSE: 30,
    Kind.MINUTE: 20,
    Kind.PREPARE: 17,
    Kind.GUARD: 15,
    Kind.SEND: 10,
    Kind.SAID: 5,
    Kind.COLLECT: 0,
    Kind.FILES: -10,
    Kind.MAINTAIN: -20,
}
"""What goes first where more waits than can be done: 16:30 before everything, an archive when nothing else waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A piece of work. Of one kind and key one is at work at a time, and at most one more waits."""

    kind: Kind
    key: str  # the site, the edition, the batch
    payload: Mapping[str, Any] = field(default_factory=dict)  # JSON

    @property
    def name(self) -> str:
        """Kind and key: what is held while the job is at work."""
        return f"{self.kind}:{self.key}"
