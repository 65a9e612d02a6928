"""How fast to send: in all, and to each domain; and when to leave a domain alone that puts us off."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_SLACK = timedelta(seconds=1)  # a turn this near is taken now: a row put back costs more than it spares


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceSettings:
    """Messages a second, of one sender; None or missing = as fast as the relay takes them."""

    per_second: float | None = None
    per_domain: Mapping[str, float] = field(default_factory=dict)  # domain → messages a second

    wave: int = 5  # so many 4xx in a row from one domain are its wish to be left alone, not bad luck
    pauses_s: tuple[float, ...] = (60.0, 300.0, 900.0, 1800.0)  # after the 1st, 2nd, ... wave; the last again and again

    def __post_init__(self) -> None:
        for name, rate in {"per_second": self.per_second, **self.per_domain}.items():
            if rate is not None and rate <= 0:
                raise ValueError(f"a rate must be above zero: {name} = {rate}")


@dataclass(slots=True)
class _Domain:
    free: datetime | None = None  # when the next turn is
    deferrals: int = 0  # in a row
    waves: int = 0
    held: datetime | None = None  # left alone until then


class Pace:
    """What one sender has sent lately; asks no clock of its own."""

    def __init__(self, settings: PaceSettings) -> None:
        self._settings = settings
        self._domains: dict[str, _Domain] = {}
        self._rates = {domain.casefold(): rate for domain, rate in settings.per_domain.items()}

    def turn(self, address: str, now: datetime) -> datetime | None:
        """Take a turn for an address: None = now, else when it comes."""
        domain = address.rpartition("@")[2].casefold()
        known = self._domains.get(domain)
        if known is not None and known.held is not None:
            if now < known.held:
                return known.held
            known.held = None
        rate = self._rates.get(domain)
        if rate is None:
            return None
        known = known or self._domains.setdefault(domain, _Domain())
        turn = now if known.free is None else max(now, known.free)
        known.free = turn + timedelta(seconds=1 / rate)
        return None if turn - now <= _SLACK else turn

    def answered(self, address: str, now: datetime, *, deferred: bool) -> None:
        """Note what a server said to an address: a wave of 4xx has its domain left alone, longer each time."""
        domain = address.rpartition("@")[2].casefold()
        known = self._domains.get(domain)
        if not deferred:
            if known is not None:
                known.deferrals = known.waves = 0
            return
        known = known or self._domains.setdefault(domain, _Domain())
        known.deferrals += 1
        if known.deferrals >= self._settings.wave:
            pauses = self._settings.pauses_s
            known.held = now + timedelta(seconds=pauses[min(known.waves, len(pauses) - 1)])
            known.waves += 1
            known.deferrals = 0

    def rest_s(self, sent: int, took_s: float) -> float:
        """Return how long to rest after `sent` messages that took so long."""
        rate = self._settings.per_second
        return 0.0 if rate is None else max(0.0, sent / rate - took_s)

    def most(self, limit: int) -> int:
        """Return how many may be taken at once: no more than a second's worth."""
        rate = self._settings.per_second
        return limit if rate is None else max(1, min(limit, int(rate)))
