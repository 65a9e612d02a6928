"""Letter: one short mail to one person, with one link."""

from datetime import datetime
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from bouclage.render.environment import fill, inline
from bouclage.render.mail import MailParts
from bouclage.render.reader_words import reader_words
from bouclage.render.speech import speech
from bouclage.render.text import wrapped


def letter(
    kind: str,
    *,
    title: str,
    language: str,
    time_zone: str,
    link: str,
    until: datetime,
    where: str,
    address_of_publisher: str,
) -> MailParts:
    """Set a letter in the words of `kind` ("sign_up", "known", "data", "erase") with its one link."""
    words = reader_words(language)
    speak = speech(language, time_zone)
    moment = f"{speak.day(speak.local(until).date())}, {speak.clock(until)}"
    subject = " ".join(words[f"letter_{kind}_subject"].format(title=title).split())
    text = words[f"letter_{kind}"].format(title=title, until=moment)
    button, otherwise = words[f"letter_{kind}_button"], words[f"letter_{kind}_else"]
    why = words["letter_why"].format(where=where)
    page = fill(
        "letter.html",
        s=speak,
        css=Markup(_css()),  # noqa: S704 (our own style sheets)
        title=title,
        subject=subject,
        text=text,
        button=button,
        link=link,
        otherwise=otherwise,
        why=why,
        address=address_of_publisher,
    )
    lines = [
        *wrapped(text), "", f"{button}{words['colon']}", link, "", *wrapped(otherwise), "", "-" * 72,
        *wrapped(why), *wrapped(address_of_publisher),
    ]  # fmt: skip
    return MailParts(subject=subject, html=inline(page.strip()), text="\n".join(lines).rstrip() + "\n")


@cache
def _css() -> str:
    folder = files("bouclage.render").joinpath("templates")
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("mail.css", "letter.css"))
