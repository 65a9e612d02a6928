"""Redirects: followed by us, each hop on guard."""

from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bouclage.errors import FetchError, FetchForbiddenError
from bouclage.fetch import Fetcher


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [((301,), True), ((308, 301), True), ((302,), False), ((301, 307), False), ((303, 301), False)],
)
async def test_only_permanent_hops_make_a_permanent_redirect(
    site: Any, fetcher: Fetcher, statuses: tuple[int, ...], permanent: bool
) -> None:
    """One temporary hop, and the address asked stays the one to ask."""
    for number, status in enumerate(statuses):
        site.put(f"/{number}", status=status, Location=f"/{number + 1}#there")
    last = site.put(f"/{len(statuses)}", b"here")
    document = await fetcher.get("s", site.url("/0"), kind="feed")
    assert (document.body, document.url, document.final_url) == (b"here", site.url("/0"), last)
    assert document.permanent_redirect == (last if permanent else None)


async def test_circles_and_endless_chains_end(site: Any, fetcher: Fetcher) -> None:
    """A circle is seen at once, a chain is followed five times and no further."""
    site.put("/a", status=301, Location="/b")
    site.put("/b", status=302, Location="/a")
    with pytest.raises(FetchError, match="circle") as caught:
        await fetcher.get("s", site.url("/a"), kind="feed")
    assert (caught.value.url, site.paths()) == (site.url("/a"), ["/a", "/b"])
    for number in range(20):
        site.put(f"/{number}", status=302, Location=f"/{number + 1}")
    with pytest.raises(FetchError, match="more than 5 redirects"):
        await fetcher.get("s", site.url("/0"), kind="feed")
    assert len(site.asked) == 2 + 6


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[::ffff:127.0.0.1]/",
        "file:///etc/passwd", "ftp://news.example/", "http://user:pw@news.example/", "http://127.0.0.1:22/",
        "//192.168.1.1/",
    ],
)  # fmt: skip
async def test_a_redirect_leads_nowhere_unsafe(site: Any, fetcher: Fetcher, target: str) -> None:
    """Each hop is judged like the first address, and the error names both."""
    url = site.put("/feed", status=302, Location=target)
    with pytest.raises(FetchForbiddenError, match="redirect") as caught:
        await fetcher.get("s", url, kind="feed")
    assert (caught.value.url, caught.value.source_id) == (url, "s")
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("target", ["", "http://[::1", "http://a.example:99999/", "http://\udce9.example/"])
async def test_a_redirect_to_rubbish_is_an_error(raw: Any, fetcher: Fetcher, target: str) -> None:
    """No target, or one that is no address."""

    async def talk(_: Any, writer: Any) -> None:
        location = target.encode("utf-8", "surrogateescape")
        writer.write(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n")
        await writer.drain()

    url = await raw(talk)
    with pytest.raises(FetchError) as caught:
        await fetcher.get("s", url, kind="feed")
    assert caught.value.url == url


class Rebinding(AbstractResolver):
    """DNS in a stranger's hand: every name is this machine."""

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        """Answer with loopback."""
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing to close."""


async def test_a_public_name_that_resolves_to_this_machine_is_refused(site: Any, opened: Any) -> None:
    """The address connected to is what counts, not the name."""
    site.put("/feed")
    url = site.url("/feed", "innocent.example")
    async with opened(allow_loopback=False, resolver=Rebinding()) as fetcher:
        with pytest.raises(FetchForbiddenError, match=r"127\.0\.0\.1.*loopback") as caught:
            await fetcher.get("s", url, kind="feed")
    assert (caught.value.url, site.asked) == (url, [])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "a.localhost", "2130706433", "0x7f.1", "127.1", "[::1]"])
async def test_this_machine_is_not_read_unless_allowed(site: Any, opened: Any, host: str) -> None:
    """However loopback is written, the usual settings do not read from it."""
    site.put("/feed")
    async with opened(allow_loopback=False) as fetcher:
        with pytest.raises(FetchError):
            await fetcher.get("s", site.url("/feed", host), kind="feed")
    assert site.asked == []


async def test_a_named_host_is_reached_without_dns(site: Any, opened: Any) -> None:
    """The hosts map gives a demo's outlets names of their own."""
    site.put("/feed", b"mapped")
    async with opened(hosts={"le-rivage.test": "127.0.0.1"}, resolver=None) as fetcher:
        document = await fetcher.get("s", site.url("/feed", "le-rivage.test"), kind="feed")
    assert document.body == b"mapped"


async def test_a_proxy_in_the_environment_is_not_used(
    site: Any, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Addresses behind a proxy could not be guarded."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert (await fetcher.get("s", site.put("/feed"), kind="feed")).body == b"hello"
