"""How long things are kept, and where closed editions are written as plain files."""

from dataclasses import dataclass

LEAST_DAYS = 45  # a closing may look back so far: an embargo of 30 days, a week owed after a pause, a few days late


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingConfig:
    """Days that things are kept; 0 = for good. Editions, ledgers, readers, consents and the audit trail always stay."""

    hour: int = 3  # maintenance runs once a day after this local hour of the first edition; -1 = never by itself
    unprinted_days: int = 180  # texts that no edition lists; those that one lists stay, unless their rights run out
    refusals_days: int = 90  # what was refused while reading; the ledgers keep their own lines
    readings_days: int = 400  # which entries of feeds were read; a page older than that may be asked for once more
    deliveries_days: int = 400  # who was sent what, and what came back of it
    calls_days: int = 30  # webhook calls that are over
    jobs_days: int = 30  # jobs that failed for good
    archive: str = ""  # folder that each closed edition is written to, as plain files; "" = none

    def __post_init__(self) -> None:
        if not -1 <= self.hour <= 23:
            raise ValueError(f"hour is 0 to 23, or -1, not {self.hour}")
        for name in ("unprinted_days", "refusals_days", "readings_days", "deliveries_days"):
            days = getattr(self, name)
            if days and days < LEAST_DAYS:
                raise ValueError(f"{name} is 0 or at least {LEAST_DAYS}: a closing may look back so far, not {days}")
        if self.readings_days and (not self.unprinted_days or self.readings_days < self.unprinted_days):
            raise ValueError("readings_days must not be below unprinted_days: what was dropped would be read as new")
        if self.calls_days < 0 or self.jobs_days < 0:
            raise ValueError("calls_days and jobs_days are 0 or more")
