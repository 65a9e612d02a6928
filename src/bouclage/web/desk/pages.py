"""Pages: the desk's templates, filled; its style sheet and script, each one file of our own."""

from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from bouclage.records import Role, User
from bouclage.render.environment import style_sheet
from bouclage.render.reasons import together_because, why_of
from bouclage.render.speech import speech
from bouclage.web.desk.house import House
from bouclage.web.desk.words import LANGUAGES, words_for

KINDS = {"desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8"}

# path, word, least role
MENU = (
    ("/desk", "menu_table", Role.READER),
    ("/desk/sources", "menu_sources", Role.READER),
    ("/desk/subscribers", "menu_subscribers", Role.EDITOR),
    ("/desk/deliveries", "menu_deliveries", Role.READER),
    ("/desk/users", "menu_users", Role.ADMIN),
    ("/desk/webhooks", "menu_webhooks", Role.ADMIN),
    ("/desk/audit", "menu_audit", Role.EDITOR),
)


def fill(house: House, user: User | None, template: str, /, **values: Any) -> str:
    """Return a page of the desk in the user's language, else the edition's."""
    language = user.language if user and user.language in LANGUAGES else house.edition.language
    words = words_for(language)
    menu = [(path, words[word]) for path, word, role in MENU if user is not None and user.role.covers(role)]
    return (
        _environment()
        .get_template(template)
        .render(
            w=words,
            s=speech(words["language"], house.edition.time_zone),
            base=house.base,
            me=user,
            can_edit=user is not None and user.role.covers(Role.EDITOR),
            menu=menu,
            site=house.edition.title,
            editions=[(one.name, one.title) for one in house.config.editions],
            chosen=house.edition.name,
            css=f"{house.base}/desk/static/desk.css?v={tag('desk.css')}",
            js=f"{house.base}/desk/static/desk.js?v={tag('desk.js')}",
            **values,
        )
    )


@cache
def static(name: str) -> bytes:
    """Return a static file: the style sheet begins with the edition's own, so that both speak in one typography."""
    text = files("bouclage.web.desk").joinpath(f"static/{name}").read_text(encoding="utf-8")
    return (f"{style_sheet()}\n{text}" if name == "desk.css" else text).encode()


@cache
def tag(name: str) -> str:
    """Return a hash of a static file, so that it may be kept for ever under its address."""
    return blake2b(static(name), digest_size=6).hexdigest()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("bouclage.web.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"together_because": together_because, "why_of": why_of}
    return environment
