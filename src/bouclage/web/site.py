"""Site: what every page needs, made once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

from fastapi import Request

from bouclage.config import Config, EditionConfig
from bouclage.errors import ConfigError, EditionNotFoundError
from bouclage.render import Form, message_page
from bouclage.store import Store
from bouclage.web.settings import SETTINGS, WebSettings
from bouclage.web.shelf import Shelf
from bouclage.web.words import words_for

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One edition's pages: the first of the configuration at the top, the others below /e/NAME."""

    store: Store
    edition: EditionConfig
    secret: bytes
    clock: Clock
    origin: str  # of the public address: "https://example.org"
    root: str  # path all of it lives under: "" or "/news"
    base: str  # path this edition's pages live under: the root, or "/news/e/morning"
    others: tuple[tuple[str, str, str], ...]  # the other editions: title, language, address
    sign_up: str | None  # address of the sign-up form; None = nobody can
    words: Mapping[str, str]
    headers: Mapping[str, str]  # that every answer carries
    shelf: Shelf
    next_closing: Callable[[datetime], datetime] | None = None
    settings: WebSettings = SETTINGS

    @property
    def home(self) -> str:
        """The address of the first page."""
        return f"{self.base}/"

    def whole(self, path: str) -> str:
        """Return the whole public address of a page below the base."""
        return f"{self.origin}{self.base}{path}"

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


def make_sites(
    store: Store,
    config: Config,
    *,
    secret: str,
    clock: Clock,
    headers: Mapping[str, str],
    next_closing: Callable[[datetime], datetime] | None,
    settings: WebSettings = SETTINGS,
) -> dict[str, Site]:
    """Return the sites of the configuration's editions by name, the first first.

    `next_closing` is the first one's. Raises ConfigError for a secret too short to sign with.
    """
    if len(secret.encode()) < settings.least_secret_bytes:
        raise ConfigError(
            f"needs at least {settings.least_secret_bytes} bytes",
            key="web.secret",
            origin=config.origins.get("web.secret", "the file beside the database"),
        )
    parts = urlsplit(config.web.public_url)
    root = parts.path.rstrip("/")
    bases = {
        edition.name: f"{root}/e/{quote(edition.name)}" if place else root
        for place, edition in enumerate(config.editions)
    }
    sites = {}
    for edition in config.editions:
        words = words_for(edition.language)
        sites[edition.name] = Site(
            store=store,
            edition=edition,
            secret=secret.encode(),
            clock=clock,
            origin=f"{parts.scheme}://{parts.netloc}",
            root=root,
            base=bases[edition.name],
            others=tuple(
                (other.title, other.language, bases[other.name] + "/")
                for other in config.editions
                if other.name != edition.name
            ),
            sign_up=_sign_up(config, edition, root),
            words=words,
            headers=headers,
            shelf=Shelf(store, edition.name, clock=clock, instead=words["withdrawn_report"], settings=settings),
            next_closing=next_closing if edition is config.editions[0] else None,
            settings=settings,
        )
    return sites


def _sign_up(config: Config, edition: EditionConfig, root: str) -> str | None:
    if not (config.subscribers.open and edition.send):
        return None
    first = edition is config.editions[0]
    return f"{root}/stay-informed" + ("" if first else f"?edition={quote(edition.name)}")


def site_of(request: Request) -> Site:
    """Return the site a request came to. Raises EditionNotFoundError where the address names an edition unknown."""
    sites: Mapping[str, Site] = request.app.state.sites
    name = request.path_params.get("edition")
    if name is None:
        return first_site(request)
    first = next(iter(sites))
    if name not in sites or name == first:  # one page, one address
        raise EditionNotFoundError(f"no edition is called {name!r}")
    return sites[name]


def first_site(request: Request) -> Site:
    """Return the site at the top."""
    sites: Mapping[str, Site] = request.app.state.sites
    return next(iter(sites.values()))
