"""Addresses: resolve, compare and strip them. Strings only; nothing is looked up."""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

# Parameters that say where a reader came from, never what is read.
_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|ocid|cmpid|wt_mc|wt_zmc|xtor|at_medium|"
    r"at_campaign|at_\w+|ns_\w+|smid|ref_?src|xing_share|mtm_\w+|pk_\w+|piano_\w+)$",
    re.IGNORECASE,
)
_DEFAULT_PORT = {"http": 80, "https": 443}
_MOBILE = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
# An address that needs no resolving; most do not.
_WHOLE = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9-]|\.(?!\.)){0,250}(?::\d{1,5})?(?:[/?][!$-;=?-Z_a-z~]+|/)?", re.ASCII
)
# What an address may hold that is a secret of ours: who we are, and the key of a paid feed.
_PRIVATE = re.compile(r"(https?://)(?:[^\s/@]*@)?([^\s?#]*)(?:[?#]\S*)?", re.IGNORECASE)


def absolute(base: str, link: str | None) -> str | None:
    """Return `link` as an absolute http(s) address, resolved against `base`; None if it is no such address."""
    if not link:
        return None
    if _WHOLE.fullmatch(link):
        return link
    try:
        found = urljoin(base, link.strip())
        parts = urlsplit(found)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORT or not host or any(char.isspace() for char in host):
        return None
    return found


def canonical(url: str) -> str:
    """Return the address without fragment, tracking parameters and default port, scheme and host in lower case.

    A text that is no address comes back as it was.
    """
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, parts.hostname
    except ValueError:
        return url
    if not host or parts.scheme not in _DEFAULT_PORT:
        return url
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORT[parts.scheme]:
        netloc = f"{netloc}:{port}"
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [(key, value) for key, value in pairs if not _TRACKING.match(key)]
        if len(kept) != len(pairs):
            query = urlencode(kept)
    return urlunsplit((parts.scheme, netloc, parts.path or "/", query, ""))


def host(url: str) -> str:
    """Return the host of an address without "www." and its mobile cousins; "" when there is none."""
    try:
        name = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return _MOBILE.sub("", name.lower().rstrip("."))


def path(url: str) -> str:
    """Return the path of an address; "" when there is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def site(url: str) -> str:
    """Return what is most likely one operator's part of the name of a host: "example.ch", "example.co.uk".

    A guess without a list: a short label before a country's ("co.uk", "com.au") is taken as the country's own.
    """
    labels = host(url).split(".")
    country = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if country else -2 :])


def same_host(one: str, other: str) -> bool:
    """Whether two addresses are on one host, "www." and mobile twins apart."""
    return bool(host(one)) and host(one) == host(other)


def without_secrets(words: str) -> str:
    """Return words for readers without what an address in them may give away: user, password, the key in a query."""
    return _PRIVATE.sub(r"\1\2", words)
