"""What fetching may cost, and whom it claims to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bouclage import __version__

Kind = Literal["feed", "page", "photo", "data"]  # data: answers of a service that is there to be asked by programs

PRODUCT = "Bouclage"  # our product token: what robots.txt may name


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """Bounds of every request.

    Times in seconds, sizes in bytes after decompression.
    """

    about_url: str | None = None  # a page that says what this reader is; shown in the User-Agent
    contact: str | None = None  # whom a publisher may write to; shown in the User-Agent

    connect_s: float = 10.0  # name, TCP and TLS together; a live host needs well under 3 s even from far away
    read_s: float = 15.0  # longest silence within an answer
    total_s: float = 30.0  # one request from start to last byte: what a trickling server can cost
    max_redirects: int = 5  # RFC 9309 asks for five for robots.txt; more is a loop or a cookie wall
    max_bytes: int = 10_000_000  # large full-text feeds stay under 5 MB, pages under 3 MB
    tdmrep_bytes: int = 100_000  # a few rules; one of thousands is a mistake, and reserves nothing
    robots_bytes: int = 500 * 1024  # RFC 9309: read at least 500 KiB; the rest is not looked at

    per_host: int = 2  # connections to one host at once: what a reader's browser would use on a slow day
    min_delay_s: float = 1.0  # between two requests to one host
    max_crawl_delay_s: float = 10.0  # robots.txt may slow us down to this; more would never end
    rest_s: float = 60.0  # how long a host is left alone after a 429 without Retry-After
    max_concurrent: int = 20  # requests at once over all hosts; bounds memory to 40 * max_bytes at worst

    respect_robots: bool = True
    allow_loopback: bool = False  # explicit, for the demo and tests: permits this machine, nothing else
    hosts: Mapping[str, str] = field(default_factory=dict)  # name -> IP address, asked before DNS; guarded alike

    def __post_init__(self) -> None:
        for name in (
            "connect_s",
            "read_s",
            "total_s",
            "max_bytes",
            "robots_bytes",
            "tdmrep_bytes",
            "per_host",
            "max_concurrent",
        ):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be above zero: {getattr(self, name)}")
        for name in ("max_redirects", "min_delay_s", "max_crawl_delay_s", "rest_s"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must not be below zero: {getattr(self, name)}")
        if not (self.user_agent.isascii() and self.user_agent.isprintable()):
            raise ValueError(f"about_url and contact must be plain ASCII on one line: {self.user_agent!r}")

    @property
    def user_agent(self) -> str:
        """Say who we are: "Bouclage/0.1 (+https://news.example/about; editor@news.example)"."""
        version = ".".join(__version__.split(".")[:2])
        about = [f"+{self.about_url}"] if self.about_url else []
        contact = [self.contact] if self.contact else []
        claims = "; ".join(about + contact)
        return f"{PRODUCT}/{version} ({claims})" if claims else f"{PRODUCT}/{version}"
