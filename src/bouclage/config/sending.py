"""How fast mail leaves, how it is signed, and where what comes back is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingConfig:
    """How an edition is sent."""

    processes: int = 0  # at most so many senders; 0 = one a core. Short lists are sent by one
    connections: int = 1  # to the relay, of each process: more helps where the relay is far away
    per_second: float | None = None  # messages a second in all; None = as fast as the relay takes them
    per_domain: Mapping[str, str] = field(default_factory=dict)  # messages a second to single domains
    repeat_uncertain: bool = True  # send again, with the same Message-ID, what may or may not have arrived

    def __post_init__(self) -> None:
        if self.processes < 0 or self.connections < 1:
            raise ValueError("processes must be 0 or more and connections 1 or more")
        if self.per_second is not None and self.per_second <= 0:
            raise ValueError(f"per_second must be above zero: {self.per_second}")
        for domain, rate in self.rates.items():
            if rate <= 0:
                raise ValueError(f"per_domain must be above zero: {domain} = {rate}")

    @property
    def rates(self) -> dict[str, float]:
        """The rates of domains as numbers."""
        return {domain: float(rate) for domain, rate in self.per_domain.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class DkimConfig:
    """The keys messages are signed with; none = the relay signs, or nobody does."""

    domain: str | None = None  # default: that of mail.from_address
    selector: str = "bouclage"
    key_file: str | None = None  # RSA, PEM
    second_selector: str = "bouclage-ed"
    second_key_file: str | None = None  # Ed25519, PEM: not all receivers know it, so it only comes second


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnsConfig:
    """Where mail to mail.bounce_address arrives, to be read by us."""

    verp: bool = True  # give each message a return address of its own; takes effect once mail.bounce_address is set
    delimiter: str = "+"  # between the bounce address and what is the reader's: bounce+…@
    maildir: str | None = None  # a folder where a mail server delivers it; `serve` looks into it every minute
    listen_host: str = "127.0.0.1"
    listen_port: int = 0  # `serve` takes mail here itself; 0 = it does not
    lmtp: bool = True  # speak LMTP there, else SMTP
    webhook_token: str | None = field(default=None, repr=False)  # providers post to /returns/TOKEN
    webhook_per_minute: int = 600  # calls of providers taken in a minute; who is told to wait comes again
    soft_days: int = 5  # suppressed after soft bounces on so many days ...
    soft_window_days: int = 14  # ... within so many

    def __post_init__(self) -> None:
        if self.delimiter not in {"+", "-", "=", "_"}:
            raise ValueError(f"delimiter is +, -, = or _, not {self.delimiter!r}")
        if not 0 <= self.listen_port < 65536:
            raise ValueError(f"listen_port is out of range: {self.listen_port}")
        if not 1 <= self.soft_days <= self.soft_window_days:
            raise ValueError("soft_days must be from 1 to soft_window_days")
        if self.webhook_per_minute < 1:
            raise ValueError(f"webhook_per_minute must be at least 1: {self.webhook_per_minute}")
        if self.webhook_token is not None and len(self.webhook_token) < 16:
            raise ValueError("webhook_token must have at least 16 characters")
