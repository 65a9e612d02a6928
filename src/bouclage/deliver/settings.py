"""How patient sending is, and when it stops."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Seconds to wait for a server, by what was said last: the least that RFC 5321 section 4.5.3.2 asks for."""

    connect_s: float = 60.0  # connection, greeting and EHLO; RFC: 5 min for the greeting, but our relay is a near one
    command_s: float = 300.0  # MAIL, RCPT, RSET
    data_s: float = 120.0  # the answer to DATA
    block_s: float = 180.0  # one piece of the message
    dot_s: float = 600.0  # the answer to the final dot: the server may be filtering; giving up early makes duplicates
    quit_s: float = 5.0  # our own: nothing depends on the answer to QUIT

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be above zero: {getattr(self, name)}")

    @classmethod
    def all(cls, seconds: float) -> "Timeouts":
        """Wait `seconds` for everything."""
        return cls(connect_s=seconds, command_s=seconds, data_s=seconds, block_s=seconds, dot_s=seconds, quit_s=seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverSettings:
    """When to try again and when to stop; seconds, without jitter: the same failures give the same times."""

    retry_pauses_s: tuple[float, ...] = (300.0, 900.0, 1800.0, 3600.0, 7200.0)
    """Pause after the 1st, 2nd, ... deferral of one delivery; greylisting passes at the first. After the last (in
    all 3 h 50 min) it is given up: an evening edition is worth nothing to its reader next morning."""

    reconnect_pauses_s: tuple[float, ...] = (0.0, 5.0, 30.0)
    """Pause before the 1st, 2nd, ... reconnect without a delivery answered in between; then sending stops. The first
    is 0: relays that close after every n messages are common, and are no fault."""

    repeat_uncertain: bool = True
    """Whether a message of which nobody knows if the relay has it is sent once more, after the pause of a deferral and
    with the same Message-ID, as RFC 5321 section 6.1 has it: a reader without news is worse off than one who has them
    twice. False: it stays uncertain, counted and told."""

    losses_per_delivery: int = 2  # a message that breaks the connection this often is deferred, so others get through

    breaker_window: int = 100  # the breaker looks at so many last answers
    breaker_least: int = 20  # and trips only with at least so many: five bad addresses of eight are an accident
    breaker_share: float = 0.5  # above this share of 5xx the fault is ours (a blocklist, a bad domain), not theirs

    def __post_init__(self) -> None:
        for name in ("retry_pauses_s", "reconnect_pauses_s"):
            pauses = getattr(self, name)
            if any(pause < 0 for pause in pauses) or list(pauses) != sorted(pauses):
                raise ValueError(f"{name} must not be negative and must not shrink: {pauses}")
        if self.losses_per_delivery < 1:
            raise ValueError(f"losses_per_delivery must be at least 1: {self.losses_per_delivery}")
        if not 1 <= self.breaker_least <= self.breaker_window:
            raise ValueError(f"breaker_least must be from 1 to breaker_window: {self.breaker_least}")
        if not 0 < self.breaker_share <= 1:
            raise ValueError(f"breaker_share must be above 0 and at most 1: {self.breaker_share}")
