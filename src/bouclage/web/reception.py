"""Reception: what the pages around subscribing need, and how they read a form and a link."""

import hashlib
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from fastapi import HTTPException, Request

from bouclage.config import Config, EditionConfig
from bouclage.deliver import subscriber_of, token
from bouclage.errors import ConfigError
from bouclage.render import About, Form, message_page, reader_words
from bouclage.render.words import LANGUAGES
from bouclage.store import Store
from bouclage.web.settings import SETTINGS

_BODY = 16_384  # bytes: the preferences form with every box ticked has 2,000
_FIELDS = 100
_FORM_LIFE_S = 86_400  # a form left open overnight still works


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Store, configuration and secrets of the pages where readers come and go."""

    store: Store
    config: Config
    secrets: tuple[bytes, ...]  # the one in use first
    clock: Callable[[], datetime]

    @property
    def base(self) -> str:
        """The path all pages live under."""
        return urlsplit(self.config.web.public_url).path.rstrip("/")

    def about(self, edition: EditionConfig, language: str) -> About:
        """Return the edition a page is about, in a reader's language."""
        return About(
            title=edition.title,
            language=language,
            time_zone=edition.time_zone,
            closes=edition.closes,
            home_href=f"{self.base}/",
        )

    def edition(self, name: str | None) -> EditionConfig:
        """Return an edition by name; the first for a name we do not have: an old link may name one that is gone."""
        return next((one for one in self.config.editions if one.name == name), self.config.edition())

    def named(self, text: str, purpose: str) -> str | None:
        """Return what a link names, if one of our secrets made it for this purpose."""
        return subscriber_of(text, *self.secrets, purpose=purpose)

    def link(self, path: str, name: str, purpose: str) -> str:
        """Return the path of a signed link."""
        return f"{self.base}/{path}/{token(name, self.secrets[0], purpose=purpose)}"

    def stamp(self) -> str:
        """Return the time, signed: when a form was made."""
        return token(str(int(self.clock().timestamp())), self.secrets[0], purpose="form")

    def age(self, stamp: str) -> float | None:
        """Return how many seconds ago a form was made; None if we did not make it, or too long ago."""
        made = self.named(stamp, "form")
        if made is None:
            return None
        age = self.clock().timestamp() - int(made)
        return age if age <= _FORM_LIFE_S else None

    def message(self, about: About, key: str, form: Form | None = None, **values: object) -> str:
        """Set a small page in a reader's language."""
        words = reader_words(about.language)
        return message_page(
            words[f"{key}_title"],
            words[key].format(title=about.title, **values),
            language=about.language,
            site=about.title,
            home_href=about.home_href,
            form=form,
        )


def make_reception(store: Store, config: Config, *, secret: str, clock: Callable[[], datetime]) -> Reception:
    """Return the reception of a configuration. Raises ConfigError for a secret of before that is too short."""
    older = [line.strip() for line in (config.web.older_secrets or "").splitlines() if line.strip()]
    if any(len(one.encode()) < SETTINGS.least_secret_bytes for one in older):
        raise ConfigError(
            f"each line needs at least {SETTINGS.least_secret_bytes} bytes",
            key="web.older_secrets",
            origin=config.origins.get("web.older_secrets", "default"),
        )
    return Reception(
        store=store, config=config, secrets=(secret.encode(), *(one.encode() for one in older)), clock=clock
    )


def reception_of(request: Request) -> Reception:
    """Return the reception a request came to."""
    reception: Reception = request.app.state.reception
    return reception


async def form_of(request: Request) -> dict[str, list[str]]:
    """Return the fields of a form. Raises HTTPException for one that is too long or no form."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BODY:
            raise HTTPException(413)
    try:
        return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError as error:
        raise HTTPException(400) from error


def first(form: dict[str, list[str]], name: str) -> str:
    """Return the first value of a field, "" if there is none."""
    return form.get(name, [""])[0]


def network_of(request: Request, *, proxies: int) -> str:
    """Return the network a request came from: IPv4 /24, IPv6 /56, so that one household or mobile counts once.

    Behind `proxies` of ours it is the address that the outermost of them saw; what stands before that in
    X-Forwarded-For anybody can have written.
    """
    host = request.client.host if request.client else ""
    if proxies:
        seen = [one.strip() for line in request.headers.getlist("x-forwarded-for") for one in line.split(",")]
        host = seen[-proxies] if len(seen) >= proxies else host
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return hashlib.sha256(host.encode("utf-8", "surrogatepass")).hexdigest()
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    bits = 24 if address.version == 4 else 56
    return str(ipaddress.ip_network((address, bits), strict=False))


def language_for(request: Request, default: str) -> str:
    """Return the language a page is set in: asked for, else the browser's, else the edition's."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    weighed = []
    for place, part in enumerate(request.headers.get("accept-language", "").split(",")[:20]):
        tag, _, weight = part.strip().partition(";")
        base = tag.split("-", maxsplit=1)[0].lower()
        try:
            share = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if base in LANGUAGES and share > 0:
            weighed.append((-share, place, base))
    return min(weighed)[2] if weighed else default
