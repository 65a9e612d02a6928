"""App: the public pages, one file a page."""

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI

from bouclage.config import Config
from bouclage.store import Store
from bouclage.web import (
    archive,
    edition,
    feeds,
    forms,
    frames,
    health,
    joining,
    ledger,
    offline,
    own_data,
    photo,
    preferences,
    returns,
    search,
    sources,
    story,
    unsubscribe,
)
from bouclage.web.counter import Counter
from bouclage.web.desk.house import Hours, House
from bouclage.web.desk.routes import add_desk
from bouclage.web.failures import tell_failures
from bouclage.web.headers import SafeHeaders, safe_headers
from bouclage.web.reception import make_reception
from bouclage.web.settings import SETTINGS, WebSettings
from bouclage.web.site import Clock, make_sites

# Of each edition, at the top or below /e/NAME. In order: the first that fits answers.
PAGES = (
    ("/", edition.latest),
    ("/edition.json", edition.latest_json),
    ("/archive", archive.archive),
    ("/search", search.search),
    ("/sources", sources.sources),
    ("/sources/{source_id}", sources.source),
    ("/atom.xml", feeds.atom),
    ("/rss.xml", feeds.rss),
    ("/feed.json", feeds.json_items),
    ("/sitemap.xml", feeds.site_map),
    ("/opensearch.xml", feeds.search_description),
    ("/manifest.webmanifest", offline.manifest),
    ("/sw.js", offline.worker),
    ("/{day}.json", edition.of_day_json),
    ("/{day}.epub", forms.as_epub),
    ("/{day}.pdf", forms.as_pdf),
    ("/{day}/ledger", ledger.ledger),
    ("/{day}/story/{story_id}", story.story),
    ("/{day}/story/{story_id}/photo.jpg", photo.photo),
    ("/{day}", edition.of_day),
)
# Of the site as a whole.
SITE = (
    ("/healthz", health.alive),
    ("/readyz", health.ready),
    ("/robots.txt", feeds.robots),
    ("/static/{name}", frames.asset),
    ("/favicon.ico", frames.favicon),
    ("/stay-informed", joining.form),
    ("/confirm/{token}", joining.ask_to_confirm),
    ("/preferences/{token}", preferences.show),
    ("/data/{token}", own_data.ask_for_data),
    ("/erase/{token}", own_data.ask_to_erase),
    ("/unsubscribe/{token}", unsubscribe.ask),
)

# What readers send, and what mail providers report of them.
FORMS = (
    ("/stay-informed", joining.take),
    ("/confirm/{token}", joining.confirmed),
    ("/preferences/{token}", preferences.save),
    ("/data/{token}", own_data.give_data),
    ("/erase/{token}", own_data.erased),
    ("/unsubscribe/{token}", unsubscribe.leave),
    ("/returns/{token}", returns.take),
)


def make_app(
    store: Store,
    config: Config,
    *,
    secret: str,
    clock: Clock,
    next_closing: Callable[[datetime], datetime] | None = None,
    hours: Hours | None = None,
    settings: WebSettings = SETTINGS,
) -> FastAPI:
    """Return the web application for the configuration's editions.

    `hours` says when editions close: without it there is no desk. `next_closing` gives the next closing after a moment;
    without it, a site with no edition yet does not say when the first one comes. Raises ConfigError for a secret too
    short to sign links with.
    """
    headers = safe_headers()
    app = FastAPI(
        openapi_url=None,  # no pages of the framework's own: theirs load scripts from another host
        redirect_slashes=False,
        # an address may hold a reader's own link: it is not for any collector
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.sites = make_sites(
        store, config, secret=secret, clock=clock, headers=headers, next_closing=next_closing, settings=settings
    )
    app.state.reception = make_reception(store, config, secret=secret, clock=clock)
    if hours is not None:
        add_desk(app, House(store=store, config=config, secret=secret, clock=clock, hours=hours))
    for path, page in (*SITE, *((f"/e/{{edition}}{path}", page) for path, page in PAGES), *PAGES):
        app.add_api_route(path, page, methods=["GET", "HEAD"], response_model=None)
    for path, taker in FORMS:
        app.add_api_route(path, taker, methods=["POST"], response_model=None)
    app.add_middleware(SafeHeaders, headers=headers)
    tell_failures(app)
    app.add_middleware(Counter, changes=lambda: store.changes, clock=clock)  # last: above all others
    return app
