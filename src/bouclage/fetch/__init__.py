"""Source -> Document: the only reader of the network.

Takes an address and what the last answer taught us (ETag, Last-Modified); gives a `Document`, or raises one of
the `FetchError` family naming the address. Polite (few connections a host, pauses, robots.txt and TDM
reservations for pages, Retry-After) and guarded (public addresses only, bounded time, size and redirects).
Never looks for a body's meaning, stores nothing, sends no cookies, uses no proxy from the environment.
"""

from bouclage.fetch.fetcher import Ask, Fetcher
from bouclage.fetch.settings import FetchSettings, Kind

__all__ = ["Ask", "FetchSettings", "Fetcher", "Kind"]
