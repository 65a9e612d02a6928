"""The guard against addresses that are not the public web."""

import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from bouclage.errors import FetchError, FetchForbiddenError
from bouclage.fetch.guard import checked_url, guarded_socket, unsafe_because
from bouclage.fetch.resolver import GuardedResolver

REFUSED = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:101::1",
    "2001::1", "2001:db8::1", "3fff::1", "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
    "100::1", "4000::1", "not-an-address", "",
]  # fmt: skip
PERMITTED = [
    "1.1.1.1",
    "8.8.8.8",
    "100.128.0.1",
    "172.32.0.1",
    "2606:4700::1111",
    "64:ff9b::808:808",
    "2002:808:808::1",
]


@pytest.mark.parametrize("address", REFUSED)
def test_no_address_but_public_ones_is_connected_to(address: str) -> None:
    """Every special range of IPv4 and IPv6, plain or wrapped, is refused with a reason."""
    assert unsafe_because(address, allow_loopback=False)


@pytest.mark.parametrize("address", PERMITTED)
def test_public_addresses_pass(address: str) -> None:
    """The guard does not cost us real servers, those behind DNS64 among them."""
    assert unsafe_because(address, allow_loopback=False) is None


@pytest.mark.parametrize("address", REFUSED)
def test_allowing_loopback_allows_nothing_else(address: str) -> None:
    """The demo's switch opens 127.0.0.0/8 and ::1 and leaves the rest shut."""
    opened = unsafe_because(address, allow_loopback=True) is None
    assert opened == (address.startswith("127.") or address == "::1")


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_never_makes_it_safer(address: object) -> None:
    """What is refused plainly is refused through NAT64 and 6to4 as well."""
    if unsafe_because(str(address), allow_loopback=False):
        high, low = f"{int(address) >> 16:x}", f"{int(address) & 0xFFFF:x}"  # type: ignore[call-overload]
        assert unsafe_because(f"64:ff9b::{high}:{low}", allow_loopback=True)
        assert unsafe_because(f"2002:{high}:{low}::1", allow_loopback=True)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://news.example/", "file:///etc/passwd", "gopher://news.example/", "/relative", "news.example/feed",
        "http:///nohost", "http://user:secret@news.example/", "http://user@news.example/", "http://news.example:22/",
        "http://news.example:25/", "http://news.example:0/", "http://127.0.0.1/", "http://[::1]/", "http://10.0.0.1/",
        "http://[::ffff:10.0.0.1]/", "http://localhost/", "http://LOCALHOST./", "http://a.localhost:8080/",
    ],
)  # fmt: skip
def test_urls_that_lead_astray_are_refused_by_name(url: str) -> None:
    """Scheme, credentials, port, literal and local name are judged before anything is connected."""
    with pytest.raises(FetchForbiddenError) as caught:
        checked_url(url, allow_loopback=False, asked=url, source_id="s")
    assert (caught.value.url, caught.value.source_id) == (url, "s")


@pytest.mark.parametrize("url", ["http://[::1", "http://a.example:99999/", "http://" + "ä" * 300 + ".example/"])
def test_what_is_no_address_says_so(url: str) -> None:
    """Rubbish from a feed becomes an error of ours."""
    with pytest.raises(FetchError) as caught:
        checked_url(url, allow_loopback=False, asked=url, source_id="s")
    assert caught.value.url == url


@pytest.mark.parametrize("port", [80, 443, 1024, 8080, 8443])
def test_ports_of_the_web_pass(port: int) -> None:
    """Feeds live on 80, 443 and the unprivileged ports."""
    url = f"http://news.example:{port}/f#top"
    assert checked_url(url, allow_loopback=False, asked=url, source_id="s").port == port


class FakeResolver(AbstractResolver):
    """Answers every name with the given addresses."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Answer as told."""
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in self.addresses
        ]

    async def close(self) -> None:
        """Nothing to close."""


def _resolver(*addresses: str, allow_loopback: bool = False, **hosts: str) -> GuardedResolver:
    return GuardedResolver(FakeResolver(*addresses), hosts=hosts, allow_loopback=allow_loopback)


async def test_only_the_permitted_addresses_of_a_name_are_used() -> None:
    """A name that leads to public and private addresses is reached by the public ones alone."""
    found = await _resolver("10.0.0.1", "1.1.1.1", "::1").resolve("a.example", 80)
    assert [answer["host"] for answer in found] == ["1.1.1.1"]


async def test_a_name_that_leads_home_is_refused() -> None:
    """A public name with a private address (DNS rebinding) is no way in."""
    with pytest.raises(FetchForbiddenError, match=r"169\.254\.169\.254.*link-local"):
        await _resolver("169.254.169.254").resolve("a.example", 80)


async def test_local_names_need_no_dns() -> None:
    """Where loopback is allowed, *.localhost is 127.0.0.1 whatever DNS says; elsewhere it has no address."""
    found = await _resolver("9.9.9.9", allow_loopback=True).resolve("rivage.localhost", 80)
    assert [answer["host"] for answer in found] == ["127.0.0.1"]
    assert await _resolver("9.9.9.9").resolve("rivage.localhost", 80) == []


async def test_named_hosts_come_before_dns_and_are_guarded_alike() -> None:
    """The hosts map replaces DNS for its names but opens no door."""
    found = await _resolver("9.9.9.9", rivage="1.1.1.1").resolve("Rivage", 80)
    assert [answer["host"] for answer in found] == ["1.1.1.1"]
    with pytest.raises(FetchForbiddenError):
        await _resolver("9.9.9.9", rivage="127.0.0.1").resolve("rivage", 80)


def test_no_socket_is_made_for_an_unsafe_address() -> None:
    """The last check sees the very address about to be connected to, whoever brought it."""
    info = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("10.0.0.1", 80))
    with pytest.raises(FetchForbiddenError, match="private"):
        guarded_socket(allow_loopback=True)(info)
    guarded_socket(allow_loopback=True)((*info[:4], ("127.0.0.1", 80))).close()
