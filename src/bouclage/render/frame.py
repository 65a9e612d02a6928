"""Frame: what stands around a page on a site. A page without one needs nothing but itself and can be sent as a file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a page says of itself to those who link to it: Open Graph, schema.org."""

    kind: str  # "website" | "article"
    title: str
    description: str
    url: str  # canonical, whole
    published: str | None = None  # ISO 8601
    data: Mapping[str, object] = field(default_factory=dict)  # schema.org

    @property
    def json_ld(self) -> Markup:
        """The schema.org data for a data block, which no content may end early."""
        text = json.dumps({"@context": "https://schema.org", **self.data}, ensure_ascii=False, separators=(",", ":"))
        return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One site's addresses, as its pages link to them."""

    title: str  # the edition's
    title_language: str
    base: str  # path the pages live under: "", "/news", "/e/morning"
    path: str  # of this page, below the base
    chosen: str | None = None  # language a reader asked for by address; kept in every link
    languages: tuple[str, ...] = ()  # that the interface speaks
    assets: Mapping[str, str] = field(default_factory=dict)  # name → address, with a mark that changes with the content
    editions: tuple[tuple[str, str, str], ...] = ()  # (title, language, address) of the site's other editions
    sign_up: str | None = None  # address of the form to get the edition by mail; None = nobody can sign up
    card: Card | None = None
    robots: str | None = None

    def to(self, path: str, **query: str | None) -> str:
        """Return the address of a page of ours, in the language the reader chose."""
        asked = {key: value for key, value in (*query.items(), ("lang", self.chosen)) if value}
        return f"{self.base}{path}{'?' + urlencode(asked) if asked else ''}"

    def here(self, language: str) -> str:
        """Return this page's address in another language."""
        return f"{self.base}{self.path}?{urlencode({'lang': language})}"
