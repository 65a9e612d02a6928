"""Subscribers: who may sign up, and how much mail that can make leave."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribersConfig:
    """Sign-up on the web."""

    open: bool = True  # people may sign up
    link_hours: float = 48.0  # links in letters on request work so long
    letters_per_address: int = 3  # letters on request to one address in a day; more are dropped without a word
    letters_per_hour: int = 300  # letters on request to all addresses together: all that a flood can make leave
    asks_per_network: int = 20  # forms taken in an hour from one network (IPv4 /24, IPv6 /56)
    least_seconds: float = 2.0  # a form sent back faster was filled in by a program; the button must be pressed again
    proxies: int = 0  # reverse proxies of ours before the server: X-Forwarded-For is believed for so many steps

    def __post_init__(self) -> None:
        for name in ("link_hours", "letters_per_address", "letters_per_hour", "asks_per_network"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be above zero: {getattr(self, name)}")
        for name in ("least_seconds", "proxies"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must not be negative: {getattr(self, name)}")
