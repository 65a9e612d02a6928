"""Site: what every page needs, made once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from fastapi import Request

from bouclage.config import Config, EditionConfig
from bouclage.errors import ConfigError
from bouclage.render import Form, message_page
from bouclage.store import Store
from bouclage.web.settings import SETTINGS, WebSettings
from bouclage.web.shelf import Shelf
from bouclage.web.words import words_for

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One public site: the first edition of the configuration."""

    store: Store
    edition: EditionConfig
    secret: bytes
    clock: Clock
    base: str  # path the pages live under: "" or "/news"
    words: Mapping[str, str]
    headers: Mapping[str, str]  # that every answer carries
    shelf: Shelf
    next_closing: Callable[[datetime], datetime] | None = None
    settings: WebSettings = SETTINGS

    @property
    def home(self) -> str:
        """The address of the first page."""
        return f"{self.base}/"

    def message(self, title: str, text: str, form: Form | None = None) -> str:
        """Set a small page in the edition's language, its title and text taken from the word table."""
        return message_page(
            self.words[title],
            self.words[text].format(title=self.edition.title),
            language=self.edition.language,
            site=self.edition.title,
            home_href=self.home,
            form=form,
        )


def make_site(
    store: Store,
    config: Config,
    *,
    secret: str,
    clock: Clock,
    headers: Mapping[str, str],
    next_closing: Callable[[datetime], datetime] | None,
    settings: WebSettings = SETTINGS,
) -> Site:
    """Return the site of the configuration's first edition. Raises ConfigError for a secret too short to sign with."""
    if len(secret.encode()) < settings.least_secret_bytes:
        raise ConfigError(
            f"needs at least {settings.least_secret_bytes} bytes",
            key="web.secret",
            origin=config.origins.get("web.secret", "the file beside the database"),
        )
    edition = config.edition()
    words = words_for(edition.language)
    return Site(
        store=store,
        edition=edition,
        secret=secret.encode(),
        clock=clock,
        base=urlsplit(config.web.public_url).path.rstrip("/"),
        words=words,
        headers=headers,
        shelf=Shelf(store, edition.name, clock=clock, instead=words["withdrawn_report"], settings=settings),
        next_closing=next_closing,
        settings=settings,
    )


def site_of(request: Request) -> Site:
    """Return the site a request came to."""
    site: Site = request.app.state.site
    return site
