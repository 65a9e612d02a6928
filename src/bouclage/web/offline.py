"""Offline: the site as an application, with the last edition kept on the reader's device."""

import json
from importlib.resources import files

from fastapi import Request, Response

from bouclage.web.answers import answer, page
from bouclage.web.frames import addresses
from bouclage.web.site import site_of


def manifest(request: Request) -> Response:
    """Give the web application manifest of an edition."""
    site = site_of(request)
    icons = addresses(site.root)
    text = json.dumps(
        {
            "name": site.edition.title,
            "short_name": site.edition.title[:12].strip(" ,"),
            "lang": site.edition.language,
            "start_url": site.home,
            "scope": site.home,
            "display": "minimal-ui",
            "background_color": "#fcfaf5",
            "theme_color": "#fcfaf5",
            "icons": [
                {"src": icons["icon-192.png"], "sizes": "192x192", "type": "image/png"},
                {"src": icons["icon-512.png"], "sizes": "512x512", "type": "image/png"},
                {"src": icons["icon.svg"], "sizes": "any", "type": "image/svg+xml"},
            ],
        },
        ensure_ascii=False,
    )
    return answer(request, page(text, kind="application/manifest+json"), max_age_s=site.settings.page_max_age_s)


def worker(request: Request) -> Response:
    """Give the service worker, told what belongs to every page."""
    site = site_of(request)
    told = {"home": site.home, "assets": sorted(addresses(site.root).values())}
    code = (files("bouclage.web") / "worker.js").read_text(encoding="utf-8")
    text = f"const told = {json.dumps(told)};\n{code}"
    found = page(text, kind="text/javascript; charset=utf-8")
    return answer(request, found, max_age_s=site.settings.page_max_age_s)
