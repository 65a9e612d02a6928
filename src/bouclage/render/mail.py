"""Mail: the edition as subject, HTML and text; complete, and small enough to be shown whole."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from bouclage.errors import RenderError
from bouclage.records import Edition
from bouclage.render.environment import fill, inline, inline_fragment
from bouclage.render.fit import Level, fit, shorten
from bouclage.render.links import slug
from bouclage.render.settings import RenderSettings
from bouclage.render.text import Addresses, Foot, text_of
from bouclage.render.view import EditionView, StoryView, view_of

_LENGTHS = (10_000, 160, 110, 80, 60, 50)  # headline lengths tried before stories are left to the web page
_MOST = 30  # corrections and troubles named in a mail; page and text name all
_SLACK = 600  # bytes for what joins the parts
_ENCODED = 1.12  # bytes on the wire for a byte of HTML, in the four languages
_TEXT_SHARE = 0.25  # of a message's bytes that the text may take with all its links


@dataclass(frozen=True, slots=True, kw_only=True)
class MailParts:
    """What a message is made of, the same for all its readers but for the address to unsubscribe."""

    subject: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class _Part:
    """A section as the mail sets it."""

    name: str
    blocks: list[Markup]
    lines: list[Markup]
    rest: int  # stories left to the web page
    href: str | None


def mail(
    edition: Edition,
    *,
    web_url: str | None,
    unsubscribe_url: str | None,
    address_of_publisher: str,
    preferences_url: str | None = None,
    permalinks: Mapping[str, str] | None = None,
    day_urls: Mapping[str, str] | None = None,
    week: bool = False,
    elsewhere: int = 0,
    foreign: int = 0,
    settings: RenderSettings | None = None,
) -> MailParts:
    """Set an edition as a mail.

    Every story stands in the HTML part, in as much length as its size allows; where not even all headlines do, it
    says so and links each section's rest. The text part is always complete. `day_urls` gives the pages of sections
    that hold another day's stories; `week` says that the days are a week's. `elsewhere` stories are on the web alone
    because their sections were not chosen, `foreign` because no report of them is in the reader's language.

    Raises:
        RenderError: the HTML part cannot be brought under its limit.
    """
    settings = settings or RenderSettings()
    view = view_of(edition, permalinks=permalinks, week=week, elsewhere=elsewhere, foreign=foreign)
    foot = Foot(
        web_url=web_url,
        unsubscribe_url=unsubscribe_url,
        preferences_url=preferences_url,
        address_of_publisher=address_of_publisher,
    )
    text = _text(view, foot, settings)
    room = int((settings.mail_message_bytes - wire_bytes(text)) / _ENCODED)
    if room >= settings.mail_least_bytes:  # else the edition is too large for it, and its HTML part alone must do
        settings = replace(settings, mail_target_bytes=min(settings.mail_target_bytes, room))
    setter = _Setter(view, foot, settings, day_urls or {})
    html = setter.html()
    size = len(html.encode())
    if size > settings.mail_limit_bytes:
        raise RenderError(f"{size} bytes, at most {settings.mail_limit_bytes} are shown whole", template="mail.html")
    return MailParts(subject=_subject(edition, setter.view, settings), html=html, text=text)


def _text(view: EditionView, foot: Foot, settings: RenderSettings) -> str:
    """Return the text part; where it would crowd out the HTML part, a story has one link and its outlets are named."""

    def made(addresses: Addresses) -> str:
        return text_of(view, foot, addresses=addresses, settings=settings)

    whole = made(Addresses.ALL)
    if wire_bytes(whole) <= settings.mail_message_bytes * _TEXT_SHARE:
        return whole
    shorter = made(Addresses.ONE)
    if wire_bytes(shorter) + settings.mail_least_bytes * _ENCODED <= settings.mail_message_bytes:
        return shorter
    lines = made(Addresses.LINE)  # a hundred stories: a list of headlines, each with its link
    return min(lines, shorter, key=wire_bytes)


def wire_bytes(text: str) -> int:
    """Return how many bytes a text has in quoted-printable, nearly: 3 a byte outside ASCII, and soft line breaks."""
    data = text.encode()
    odd = sum(byte > 126 or byte == 61 for byte in data)
    size = len(data) + 2 * odd
    return size + 3 * (size // 75)


def _subject(edition: Edition, view: EditionView, settings: RenderSettings) -> str:
    start = f"{view.title}, {view.span or view.speech.day(edition.day)}"
    first = edition.stories[0] if edition.stories else None
    lead = first.title if first else ""
    mark = f" [{view.speech.say('edited_mark')}]" if first and first.headline_by_editor else ""
    # one line, whatever a feed put into its headline: a header must not be able to begin another
    whole = " ".join("".join(char if char.isprintable() else " " for char in f"{start}: {lead}").split())
    return shorten(whole if lead else start, settings.subject_chars - len(mark)) + mark


class _Setter:
    """Sets one mail; keeps what was set already, because fitting asks for the same story several times."""

    def __init__(self, view: EditionView, foot: Foot, settings: RenderSettings, day_urls: Mapping[str, str]) -> None:
        self.view = view
        self._foot = foot
        self._web_url = foot.web_url
        self._day_urls = {slug(name): url for name, url in day_urls.items()}
        self._settings = settings
        self._stories = [(section.key, story) for section in view.sections for story in section.everything]
        self._length = _LENGTHS[0]
        self._set: dict[tuple[int, Level, int], Markup] = {}

    def html(self) -> str:
        """Return the page: all stories, each at the level that fits."""
        say, number = self.view.speech.say, self.view.speech.number
        short = say("mail_short")
        room = self._settings.mail_target_bytes - len(self._frame([], [short]).encode()) - _SLACK
        front = [key == "front" for key, _ in self._stories]
        for length in (*_LENGTHS, self._settings.mail_cut_chars):
            self._length = length
            levels = fit(front, self._size, room)
            if levels is not None:
                shown = dict(enumerate(levels))
                shortened = any(level not in (Level.FULL, Level.SHORT) for level in levels)
                return self._frame(self._parts(shown), [short] if shortened else [])
        remark = say("mail_cut", shown="000 000", all=number(len(self._stories)))
        room -= len(remark.encode())
        shown = self._first_of_each(room)
        remark = say("mail_cut", shown=number(len(shown)), all=number(len(self._stories)))
        return self._frame(self._parts(shown), [remark])

    def _first_of_each(self, room: int) -> dict[int, Level]:
        """Return as many headlines as fit, each section with its share."""
        shares: dict[str, int] = {}
        whole = sum(self._size(index, Level.PLAIN) for index in range(len(self._stories)))
        for index, (key, _) in enumerate(self._stories):
            shares[key] = shares.get(key, 0) + self._size(index, Level.PLAIN)
        left = {key: share * room // whole for key, share in shares.items()}
        shown = {}
        for index, (key, _) in enumerate(self._stories):
            left[key] -= self._size(index, Level.PLAIN)
            if left[key] >= 0:
                shown[index] = Level.PLAIN
        return shown

    def _parts(self, shown: Mapping[int, Level]) -> list[_Part]:
        parts: list[_Part] = []
        index = 0
        for section in self.view.sections:
            own = f"{self._web_url}#{section.key}" if self._web_url else None
            href = self._day_urls.get(section.key, own)
            part = _Part(section.name, [], [], 0, href)
            rest = 0
            for story in section.everything:
                level = shown.get(index)
                if level is None:
                    rest += 1
                else:
                    # a story set as a line cannot be followed by a block: the waves give no story more than its elders
                    (part.lines if _is_line(story, level) else part.blocks).append(self._story(index, level))
                index += 1
            parts.append(_Part(part.name, part.blocks, part.lines, rest, href))
        return parts

    def _size(self, index: int, level: Level) -> int:
        part = self._story(index, level)
        if _is_line(self._stories[index][1], level):
            return len(part.encode()) + 1  # a list item has no style of its own; 1: the line break after it
        return len(inline_fragment(part, _css()).encode()) + 1

    def _story(self, index: int, level: Level) -> Markup:
        known = self._set.get((index, level, self._length))
        if known is not None:
            return known
        key, story = self._stories[index]
        made = Markup(  # noqa: S704 (made by an autoescaping template)
            fill(
                "mail_story.html",
                s=self.view.speech,
                story=story,
                headline=shorten(story.headline, self._length),
                level=level,
                style="small" if key != "front" else "lead" if index == 0 else "front",
                more=story.permalink or (f"{self._web_url}#{story.anchor}" if self._web_url else None),
            ).strip()
        )
        self._set[index, level, self._length] = made
        return made

    def _frame(self, parts: list[_Part], remarks: list[str]) -> str:
        view = self.view
        if view.held is not None:
            remarks = [view.speech.say("held"), *([view.held] if view.held else []), *remarks]
        elif not self._stories:
            remarks = [view.speech.say("nothing")]
        remarks = [*remarks, *view.left_out]
        page = fill(
            "mail.html",
            s=view.speech,
            e=view,
            css=Markup(_css()),  # noqa: S704 (our own style sheet)
            preheader=shorten(" · ".join(story.headline for _, story in self._stories[1:3]), 140),
            remarks=remarks,
            sections=parts or [_Part(section.name, [], [], 1, None) for section in view.sections],
            web_url=self._web_url,
            unsubscribe_url=self._foot.unsubscribe_url,
            preferences_url=self._foot.preferences_url,
            address=self._foot.address_of_publisher,
            most=_MOST,
        )
        return inline(page.strip())


def _is_line(story: StoryView, level: Level) -> bool:
    return story.series is not None or level in (Level.PLAIN, Level.LINK, Level.LINE)


@cache
def _css() -> str:
    return files("bouclage.render").joinpath("templates/mail.css").read_text(encoding="utf-8")
