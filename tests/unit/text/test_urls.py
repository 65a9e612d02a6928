"""Addresses: resolved, compared and stripped without any network."""

import pytest

from bouclage.text.urls import absolute, canonical, host, same_host


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/a", "https://a.example/a"),
        ("//b.example/x", "https://b.example/x"),
        ("mailto:x@a.example", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://[bad", None),
        ("", None),
        (None, None),
    ],
)
def test_absolute(link: str | None, expected: str | None) -> None:
    """Only http and https addresses come out."""
    assert absolute("https://a.example/b/", link) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://A.example:443/B?utm_source=x&id=7&fbclid=1#top", "https://a.example/B?id=7"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example/?q=a+b", "https://a.example/?q=a+b"),
        ("https://a.example:8080/", "https://a.example:8080/"),
        ("urn:newsml:1", "urn:newsml:1"),
        ("https://a.example:port/", "https://a.example:port/"),
    ],
)
def test_canonical(url: str, expected: str) -> None:
    """Tracking, fragment and default port go; what says what is read stays."""
    assert canonical(url) == expected


def test_canonical_is_stable() -> None:
    """Stripping twice changes nothing."""
    once = canonical("https://a.example/?b=1&utm_medium=mail&c=%C3%A9")
    assert canonical(once) == once


def test_hosts() -> None:
    """ "www." and mobile twins are the same host; no host is none."""
    assert host("https://www.a.example/x") == host("https://m.a.example") == "a.example"
    assert same_host("https://www.a.example/x", "http://a.example/y")
    assert not same_host("urn:1", "urn:1")
    assert host("https://[bad") == ""
