"""The desk's section of the configuration."""

from dataclasses import dataclass
from ipaddress import ip_network


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskConfig:
    """Where the edition is made: sign-in."""

    session_hours: float = 12.0  # a session not used for so long ends
    session_days: float = 14.0  # and every session ends after so long
    proxies: str = ""  # addresses or networks of web servers before this one, whose X-Forwarded-For is believed

    def __post_init__(self) -> None:
        if self.session_hours <= 0 or self.session_days <= 0:
            raise ValueError("session_hours and session_days must be above zero")
        for one in self.proxies.replace(",", " ").split():
            ip_network(one, strict=False)
