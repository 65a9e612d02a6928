"""Sources: the catalogue as readers see it: what is read, how well, and what may be shown of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from bouclage.records import Article, Rights, Source, SourceState, TextRight
from bouclage.render.environment import fill
from bouclage.render.frame import Frame
from bouclage.render.speech import Speech, speech


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source and what its last visits taught; `trouble` is what is wrong, without any secret of its address."""

    source: Source
    state: SourceState
    trouble: str | None
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A report of a source that an edition printed."""

    day: date
    article: Article
    href: str  # the story's


def sources_page(lines: Iterable[SourceLine], *, frame: Frame, language: str, time_zone: str, now: datetime) -> str:
    """Set the catalogue's health."""
    speak = speech(language, time_zone)
    listed = sorted(lines, key=lambda line: line.source.name.casefold())
    return fill(
        "sources.html",
        s=speak,
        frame=frame,
        e_title=frame.title,
        lines=[
            (line, _when(line.state.last_read, speak, now), rights_text(line.source.rights, speak)) for line in listed
        ],
    )


def source_page(
    line: SourceLine, printed: Iterable[Printed], *, frame: Frame, language: str, time_zone: str, now: datetime
) -> str:
    """Set one source: its health, its rights, and what was lately printed of it."""
    speak = speech(language, time_zone)
    source = line.source
    return fill(
        "source.html",
        s=speak,
        frame=frame,
        e_title=frame.title,
        line=line,
        source=source,
        site=_site(source.url),
        read=_when(line.state.last_read, speak, now),
        success=_when(line.state.last_success, speak, now),
        rights=rights_text(source.rights, speak),
        language_name=speak.language_name(source.language),
        section=speak.section(source.section) if source.section else None,
        printed=list(printed),
    )


def rights_text(rights: Rights, speak: Speech) -> str:
    """Say what of a source may be shown."""
    if rights.text is TextRight.EXCERPT:
        parts = [speak.say("right_excerpt", n=speak.number(rights.excerpt_chars))]
    else:
        parts = [speak.say("right_full" if rights.text is TextRight.FULL else "right_headline")]
    parts.append(speak.say("right_photo" if rights.photo else "right_no_photo"))
    if rights.expires_days is not None:
        parts.append(speak.say("right_expires", n=speak.number(rights.expires_days)))
    return ", ".join(parts)


def _when(moment: datetime | None, speak: Speech, now: datetime) -> tuple[str, str] | None:
    if moment is None:
        return None
    return speak.local(moment).isoformat(timespec="minutes"), speak.moment(moment, speak.local(now).date())


def _site(url: str) -> tuple[str, str] | None:
    """Return the front page of a source's host; its feed's own address may be a subscriber's."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    return f"{parts.scheme}://{host}/", host.removeprefix("www.")
