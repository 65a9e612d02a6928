"""App: the public pages, one file a page."""

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI

from bouclage.config import Config
from bouclage.store import Store
from bouclage.web import archive, edition, health, ledger, sources, story, unsubscribe
from bouclage.web.failures import tell_failures
from bouclage.web.headers import SafeHeaders, safe_headers
from bouclage.web.settings import SETTINGS, WebSettings
from bouclage.web.site import Clock, make_site

# In order: the first that fits answers.
PAGES = (
    ("/", edition.latest),
    ("/edition.json", edition.latest_json),
    ("/archive", archive.archive),
    ("/sources", sources.sources),
    ("/healthz", health.alive),
    ("/readyz", health.ready),
    ("/unsubscribe/{token}", unsubscribe.ask),
    ("/{day}.json", edition.of_day_json),
    ("/{day}/ledger", ledger.ledger),
    ("/{day}/story/{story_id}", story.story),
    ("/{day}", edition.of_day),
)


def make_app(
    store: Store,
    config: Config,
    *,
    secret: str,
    clock: Clock,
    next_closing: Callable[[datetime], datetime] | None = None,
    settings: WebSettings = SETTINGS,
) -> FastAPI:
    """Return the web application for the configuration's first edition.

    `next_closing` gives the next closing after a moment; without it, a site with no edition yet does not say when the
    first one comes. Raises ConfigError for a secret too short to sign links with.
    """
    headers = safe_headers()
    app = FastAPI(
        openapi_url=None,  # no pages of the framework's own: theirs load scripts from another host
        redirect_slashes=False,
        # an address may hold a reader's own link: it is not for any collector
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.site = make_site(
        store, config, secret=secret, clock=clock, headers=headers, next_closing=next_closing, settings=settings
    )
    for path, page in PAGES:
        app.add_api_route(path, page, methods=["GET", "HEAD"], response_model=None)
    app.add_api_route("/unsubscribe/{token}", unsubscribe.leave, methods=["POST"], response_model=None)
    app.add_middleware(SafeHeaders, headers=headers)
    tell_failures(app)
    return app
