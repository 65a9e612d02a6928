"""The guard against being sent to places that are not the public web (server-side request forgery).

An address is judged three times: the URL as written (`checked_url`), what a name resolves to (`resolver.py`), and
the socket about to be connected (`guarded_socket`). The last cannot be talked around by any name, because it sees the
address that is really connected to, on every hop.
"""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

from yarl import URL

from bouclage.errors import FetchError, FetchForbiddenError

# IANA's special-purpose address registries. Written out because what `ipaddress` calls global changes
# between patch releases of Python.
_V4: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(network), reason)
    for network, reason in (
        ("127.0.0.0/8", "loopback"),
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("172.16.0.0/12", "private"),
        ("192.168.0.0/16", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("169.254.0.0/16", "link-local"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "reserved"),
        ("192.88.99.0/24", "reserved"),
        ("198.18.0.0/15", "reserved"),
        ("198.51.100.0/24", "reserved"),
        ("203.0.113.0/24", "reserved"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_V6_GLOBAL = IPv6Network("2000::/3")  # all global unicast there is; everything else needs a reason to pass
_V6: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), reason)
    for network, reason in (
        ("::1/128", "loopback"),
        ("::/128", "unspecified"),
        ("::ffff:0:0/96", "IPv4-mapped"),  # never a real answer of DNS: only a way around filters
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("ff00::/8", "multicast"),
        ("2001::/23", "reserved"),  # Teredo among them
        ("2001:db8::/32", "reserved"),
        ("3fff::/20", "reserved"),
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR = IPv6Network("2002::/16")


def unsafe_because(address: str, *, allow_loopback: bool) -> str | None:
    """Return why `address` (an IP address as text) must not be connected to, or None if it may be."""
    try:
        ip = ip_address(address)
    except ValueError:
        return "not an IP address"
    reason = _reason_v4(ip) if isinstance(ip, IPv4Address) else _reason_v6(ip)
    if reason == "loopback" and allow_loopback:
        return None
    return reason


def _reason_v4(ip: IPv4Address) -> str | None:
    return next((reason for network, reason in _V4 if ip in network), None)


def _reason_v6(ip: IPv6Address) -> str | None:
    embedded: IPv4Address | None = None
    if ip in _NAT64:
        embedded = IPv4Address(int(ip) & 0xFFFFFFFF)
    elif ip in _SIX_TO_FOUR:
        embedded = IPv4Address(int(ip) >> 80 & 0xFFFFFFFF)
    if embedded is not None:
        reason = _reason_v4(embedded)
        return f"{reason}, wrapped in IPv6" if reason else None
    listed = next((reason for network, reason in _V6 if ip in network), None)
    return listed or (None if ip in _V6_GLOBAL else "reserved")


def checked_url(text: str | URL, *, allow_loopback: bool, asked: str, source_id: str) -> URL:
    """Return `text` as an address of the public web, without its fragment; errors name `asked`.

    Ports: 80, 443 and from 1024 up. Below live the services of a system (SSH, SMTP, LDAP), which a request could be
    shaped for; feeds on 8080 or 8443 are real.

    Raises
    ------
    FetchForbiddenError
        Another scheme than http(s), credentials, a forbidden port or address, or a name of this machine.
    FetchError
        Not an address at all.
    """
    try:
        url = URL(text).with_fragment(None)
        host, port = url.host, url.port
    except ValueError as error:
        raise FetchError(f"not an address ({error})", url=asked, source_id=source_id) from error
    problem = _url_problem(url, host, port, allow_loopback=allow_loopback)
    if problem:
        shown = url.with_user(None) if host else url  # a password found in a redirect is nobody's to read
        hop = "" if str(text) == asked else f", reached by redirect to {str(shown)[:200]}"
        raise FetchForbiddenError(f"refused: {problem}{hop}", url=asked, source_id=source_id)
    return url


def _url_problem(url: URL, host: str | None, port: int | None, *, allow_loopback: bool) -> str | None:
    if url.scheme not in ("http", "https"):
        return f"only http and https are read, not {url.scheme or 'a path'}"
    if not host:
        return "the address names no host"
    if url.user is not None or url.password is not None:
        return "the address carries a user name or password"
    if port is None or (port not in (80, 443) and port < 1024):
        return f"port {port} is not one of the web"
    if is_local_name(host) and not allow_loopback:
        return f"{host} names this machine"
    reason = unsafe_because(host, allow_loopback=allow_loopback) if _is_ip(host) else None
    return f"{host} is no public address ({reason})" if reason else None


def is_local_name(host: str) -> bool:
    """Tell whether a name means this machine by RFC 6761, whatever DNS says."""
    name = host.rstrip(".").casefold()
    return name == "localhost" or name.endswith(".localhost")


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def guarded_socket(*, allow_loopback: bool) -> Callable[[Any], socket.socket]:
    """Return a maker of sockets that refuses to make one for an address that must not be connected to."""

    def make(info: tuple[int, int, int, str, tuple[Any, ...]]) -> socket.socket:
        family, kind, proto, _, address = info
        reason = unsafe_because(str(address[0]), allow_loopback=allow_loopback)
        if reason:
            raise FetchForbiddenError(f"refused: {address[0]} is no public address ({reason})", url=str(address[0]))
        return socket.socket(family, kind, proto)

    return make
