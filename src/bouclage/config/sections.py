"""The sections of the configuration: one frozen record each, every setting with its default."""

from dataclasses import dataclass, field
from datetime import time
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreConfig:
    """Where everything is kept."""

    url: str = field(default="sqlite:///var/bouclage.db", repr=False)  # or postgresql://user:password@host/name


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionConfig:
    """One edition: whom it speaks to and when it closes."""

    name: str = "evening"
    title: str = "Édition du soir"
    language: str = "fr"
    time_zone: str = "Europe/Zurich"
    closes: str = "16:30"  # local time, HH:MM
    grace_hours: float = 12.0  # a closing missed longer than this is marked missed and not sent
    send: bool = True  # send after closing

    @property
    def zone(self) -> ZoneInfo:
        """The edition's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def closing_time(self) -> time:
        """The local time of closing; ValueError if `closes` is none, or names a zone of its own."""
        at = time.fromisoformat(self.closes)
        if at.tzinfo is not None:
            raise ValueError(f"the zone is time_zone's to say: {self.closes!r}")
        return at


@dataclass(frozen=True, slots=True, kw_only=True)
class MailConfig:
    """How mail leaves."""

    host: str = "localhost"
    port: int = 25
    tls: str = "none"  # none | starttls | tls
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout_s: float | None = None  # one patience for every answer of the relay; None = what RFC 5321 asks for
    from_name: str = "Bouclage"
    from_address: str = "edition@localhost.localdomain"
    bounce_address: str | None = None  # envelope sender; default: from_address
    list_id: str = "evening.localhost.localdomain"

    def __post_init__(self) -> None:
        if self.tls not in {"none", "starttls", "tls"}:
            raise ValueError(f"tls is none, starttls or tls, not {self.tls!r}")
        if not 0 < self.port < 65536:
            raise ValueError(f"port is out of range: {self.port}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherConfig:
    """Who answers for the edition; printed at its foot, shown to the sites we read."""

    name: str = "Bouclage"
    postal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """The public pages."""

    host: str = "127.0.0.1"
    port: int = 8470
    public_url: str = "http://127.0.0.1:8470"
    secret: str | None = field(
        default=None, repr=False
    )  # signs links; made and kept beside the database when not given
    older_secrets: str | None = field(
        default=None, repr=False
    )  # secrets of before, one a line: links in mails signed with them go on working
    collect: bool = True  # `serve` also collects
    schedule: bool = True  # `serve` also closes and sends
