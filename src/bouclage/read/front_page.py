"""A front page to the addresses of the articles it links to."""

import re

from selectolax.lexbor import LexborNode

from bouclage.read.decode import decode
from bouclage.read.listing import Listing
from bouclage.read.markup import parse, text_of
from bouclage.read.roles import role_of
from bouclage.read.settings import SETTINGS
from bouclage.records import Document
from bouclage.text.urls import absolute, canonical, same_host
from bouclage.text.urls import path as path_of

_OUTSIDE = frozenset(("nav", "footer", "form", "dialog"))
_HEADING = frozenset(("h1", "h2", "h3", "h4"))
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|xml|rss|json|ics|css|js)$", re.IGNORECASE)
_DATED = re.compile(r"/(?:19|20)\d{2}[/-]?\d{1,2}(?:[/-]?\d{1,2})?(?:[/_.-]|$)")
_NUMBER = re.compile(r"\d{5,}")
_SERVICE = re.compile(
    r"/(?:tags?|tema|thema|themen|topics?|authors?|autor(?:en)?|auteurs?|autori|rubrik|kategorie|category|categor[iy]|categorie|search|suche|recherche|login|"
    r"abo|abonnements?|newsletters?|kontakt|contact|impressum|datenschutz|privacy|mentions-legales|about|agb|cgu|cgv|archives?|archiv|page|feed|rss|"
    r"werbung|publicite|pubblicita|jobs|emploi|shop|boutique|account|konto|compte|meteo|wetter|weather)(?:/|$|\.)",
    re.IGNORECASE,
)
_LEAST = 4  # points from which a link is taken for an article's


def read_front_page(body: bytes, document: Document) -> Listing:
    """Return the links to articles, in the page's order; none gives a complaint."""
    decoded = decode(body, document.content_type)
    base = document.final_url or document.url
    tree = parse(decoded.text)
    node = tree.css_first("base[href]")
    root = absolute(base, node.attributes.get("href")) if node is not None else None
    found: dict[str, int] = {}
    for link in tree.css("a[href]")[:20_000]:
        address = absolute(root or base, link.attributes.get("href"))
        if address is None or not same_host(address, base):
            continue
        address = canonical(address)
        if address == canonical(base):
            continue
        points = _points(link, address)
        if points is not None:
            found[address] = max(found.get(address, 0), points)
    links = tuple(address for address, points in found.items() if points >= _LEAST)[: SETTINGS.max_links]
    complaint = decoded.complaint or (None if links else "no links to articles on this page")
    return Listing(links=links, complaint=complaint)


def _points(link: LexborNode, address: str) -> int | None:
    """How much a link looks like an article's, by where it stands and how its address is made; None = surely not."""
    path = path_of(address)
    if path in {"", "/"} or _FILE.search(path) or _SERVICE.search(path):
        return None
    points = 0
    at: LexborNode | None = link
    for _ in range(7):
        if at is None:
            break
        tag = at.tag or ""
        if tag in _OUTSIDE:
            return None
        if tag in _HEADING or tag == "article":
            points += 3
        elif tag == "main":
            points += 1
        elif tag in {"div", "ul", "section", "header"} and role_of(at).words & {
            "nav",
            "menu",
            "footer",
            "breadcrumb",
            "breadcrumbs",
            "social",
            "share",
        }:
            return None
        at = at.parent
    if link.css_first("h1, h2, h3, h4") is not None:
        points += 3
    slug = path.rstrip("/").rpartition("/")[2]
    points += 2 if slug.count("-") >= 3 else 1 if slug.count("-") == 2 or slug.count("_") >= 3 else 0
    points += 2 if _DATED.search(path) else 0
    points += 1 if _NUMBER.search(slug) else 0
    points += 1 if slug.endswith((".html", ".htm")) else 0
    words = len(text_of(link).split())
    points += 1 if words >= 4 else 0
    return points if points and (words or points >= _LEAST) else None
