"""The templates' environment: everything escaped, everything defined."""

from functools import cache
from importlib.resources import files

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, TemplateError

from bouclage.errors import RenderError
from bouclage.render.speech import right_to_left


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("bouclage.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.tests["rtl"] = right_to_left
    return made


def fill(template: str, **values: object) -> str:
    """Fill a template with values.

    Raises:
        RenderError: the template failed, or a word is missing.
    """
    try:
        return _environment().get_template(template).render(**{"frame": None} | values)
    except (TemplateError, KeyError) as error:
        raise RenderError(str(error), template=template) from error


def inline(page: str) -> str:
    """Move a page's style sheet into its elements; only what cannot be moved (dark mode, small screens) stays."""
    try:
        return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False, minify_css=True).inline(page)
    except css_inline.InlineError as error:
        raise RenderError(str(error), template="mail.html") from error


def inline_fragment(part: str, css: str) -> str:
    """Do the same for a part of a page."""
    try:
        return css_inline.CSSInliner(load_remote_stylesheets=False, minify_css=True).inline_fragment(part, css)
    except css_inline.InlineError as error:
        raise RenderError(str(error), template="mail_story.html") from error


@cache
def style_sheet() -> str:
    """Return the style sheet that every page begins with."""
    return files("bouclage.render").joinpath("templates/style.css").read_text(encoding="utf-8")
