"""Feeds out, and what machines ask a site for: sitemap, robots, search description."""

from collections.abc import Callable

from fastapi import Request, Response

from bouclage.records import Edition
from bouclage.render import FEED_STORIES, FeedAddresses, atom_feed, json_feed, open_search, rss_feed, sitemap
from bouclage.web.answers import TEXT, answer, page
from bouclage.web.edition import newest
from bouclage.web.site import Site, first_site, site_of

_SITEMAP_STORIES = 3  # days whose stories are listed one by one; older ones are found from their editions


def atom(request: Request) -> Response:
    """Give the latest edition as Atom."""
    return _feed(request, "atom.xml", atom_feed, "application/atom+xml; charset=utf-8")


def rss(request: Request) -> Response:
    """Give the latest edition as RSS."""
    return _feed(request, "rss.xml", rss_feed, "application/rss+xml; charset=utf-8")


def json_items(request: Request) -> Response:
    """Give the latest edition as JSON Feed."""
    return _feed(request, "feed.json", json_feed, "application/feed+json")


def site_map(request: Request) -> Response:
    """Give the addresses of all editions, and of the latest stories."""
    site = site_of(request)
    days = site.shelf.days()
    listed = []
    for place, day in enumerate(days):
        listed.append((site.whole(f"/{day.isoformat()}"), day.isoformat()))
        if place < _SITEMAP_STORIES:
            with site.store.read() as tx:
                stories = tx.search.stories(site.edition.name, day)
            listed += [(site.whole(f"/{day.isoformat()}/story/{story}"), day.isoformat()) for story in stories]
    found = page(sitemap(listed), kind="application/xml; charset=utf-8")
    return answer(request, found, max_age_s=site.settings.page_max_age_s)


def robots(request: Request) -> Response:
    """Say what is not for collectors, and where the sitemaps are."""
    first = first_site(request)
    sites = request.app.state.sites.values()
    lines = [
        "User-agent: *",
        *(f"Disallow: {site.base}/search" for site in sites),
        f"Disallow: {first.root}/unsubscribe/",
    ]
    lines += ["", *(f"Sitemap: {site.whole('/sitemap.xml')}" for site in sites)]
    return answer(request, page("\n".join(lines) + "\n", kind=TEXT), max_age_s=first.settings.page_max_age_s)


def search_description(request: Request) -> Response:
    """Say how a browser may search here."""
    site = site_of(request)
    text = open_search(
        title=site.edition.title,
        language=site.edition.language,
        search=site.whole("/search"),
        icon=f"{site.origin}{site.root}/static/icon.svg",
    )
    found = page(text, kind="application/opensearchdescription+xml; charset=utf-8")
    return answer(request, found, max_age_s=site.settings.page_max_age_s)


def _feed(request: Request, name: str, make: Callable[[Edition, FeedAddresses], str], kind: str) -> Response:
    site = site_of(request)
    day = newest(site)
    shown = site.shelf.first(day, FEED_STORIES)
    found = site.shelf.page(
        (name, day, shown.gone), lambda: page(make(shown.edition, _addresses(site, shown.edition, name)), kind=kind)
    )
    return answer(request, found, max_age_s=site.settings.page_max_age_s)


def _addresses(site: Site, edition: Edition, name: str) -> FeedAddresses:
    day = f"/{edition.day.isoformat()}"
    return FeedAddresses(
        home=site.whole("/"),
        feed=site.whole(f"/{name}"),
        edition=site.whole(day),
        story=site.whole(f"{day}/story/{{id}}"),
    )
