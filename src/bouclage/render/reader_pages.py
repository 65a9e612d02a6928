"""Reader pages: sign-up and preferences, as forms that work without a script."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import available_timezones

from babel import Locale
from babel.dates import format_date

from bouclage.records import Frequency, MailFormat, NewsChoice, Subscriber
from bouclage.render.environment import fill
from bouclage.render.reader_words import reader_words
from bouclage.render.speech import Speech, speech
from bouclage.render.words import LANGUAGES

_REGIONS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip
_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The edition a form is about."""

    title: str
    language: str  # of the page
    time_zone: str  # the edition's
    closes: str  # HH:MM
    home_href: str | None = None


@dataclass(frozen=True, slots=True)
class _Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Zones:
    region: str
    options: tuple[_Option, ...]


def sign_up_page(about: About, *, action: str, stamp: str, address: str = "", error: str | None = None) -> str:
    """Set the sign-up form; `stamp` says, signed, when it was made. `error` is a key of the word table."""
    words = reader_words(about.language)
    return fill(
        "sign_up.html",
        **_frame(about, words["sign_up_title"]),
        w=words,
        lead=words["sign_up_lead"].format(title=about.title, time=about.closes),
        agree=agreed_text(about),
        action=action,
        stamp=stamp,
        given=address,
        error=words[error] if error else None,
        languages=_languages(about.language),
    )


def agreed_text(about: About) -> str:
    """Return the very words a reader agrees to, for the form and for the consent record."""
    return reader_words(about.language)["agree"].format(title=about.title)


def preferences_page(
    about: About,
    reader: Subscriber,
    *,
    address: str,
    action: str,
    leave_action: str,
    sections: Sequence[str],
    told: str | None = None,
) -> str:
    """Set a reader's preferences; `address` as it may be shown, `told` a key of what to tell first."""
    words = reader_words(about.language)
    speak = speech(about.language, about.time_zone)
    return fill(
        "preferences.html",
        **_frame(about, words["preferences_title"]),
        w=words,
        lead=words["preferences_lead"].format(title=about.title, address=address),
        told=words[told] if told else None,
        action=action,
        leave_action=leave_action,
        languages=_languages(reader.language or about.language),
        sections=[_Option(key, speak.section(key), key in reader.sections) for key in sections],
        news=[_Option(one.value, words[f"news_{one.value}"], one is reader.news) for one in NewsChoice],
        hours=_hours(reader.hour, words["hour_default"].format(time=about.closes)),
        zone_default=_Option("", words["zone_default"].format(zone=about.time_zone), reader.time_zone is None),
        zones=_zones(reader.time_zone),
        formats=[_Option(one.value, words[f"format_{one.value}"], one is reader.mail_format) for one in MailFormat],
        frequencies=[_Option(one.value, words[f"frequency_{one.value}"], one is reader.frequency) for one in Frequency],
        week_days=[_Option(str(n), _week_day(n, speak), n == reader.week_day) for n in range(7)],
        paused=reader.paused_until.isoformat() if reader.paused_until else "",
    )


def erase_page(about: About, *, address: str, action: str) -> str:
    """Set the page whose button erases a reader."""
    words = reader_words(about.language)
    return fill(
        "erase.html",
        **_frame(about, words["erase_title"]),
        w=words,
        lead=words["erase_lead"].format(address=address),
        action=action,
    )


def _frame(about: About, heading: str) -> dict[str, object]:
    speak = speech(about.language, about.time_zone)
    return {"s": speak, "e_title": about.title, "heading": heading, "home_href": about.home_href, "frame": None}


def _languages(chosen: str) -> list[_Option]:
    base = chosen.split("-", maxsplit=1)[0].lower()
    return [_Option(tag, str(Locale(tag).get_display_name() or tag).capitalize(), tag == base) for tag in LANGUAGES]


def _hours(chosen: str | None, default: str) -> list[_Option]:
    found = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)]
    if chosen and chosen not in found:
        found = sorted([*found, chosen])
    return [_Option("", default, chosen is None), *(_Option(one, one, one == chosen) for one in found)]


def _zones(chosen: str | None) -> list[_Zones]:
    known = sorted(zone for zone in available_timezones() if zone.partition("/")[0] in _REGIONS)
    made = []
    for region in _REGIONS:
        options = tuple(
            _Option(zone, zone.partition("/")[2].replace("_", " "), zone == chosen)
            for zone in known
            if zone.startswith(f"{region}/")
        )
        made.append(_Zones(region=region, options=options))
    return made


def _week_day(number: int, speak: Speech) -> str:
    return str(format_date(_MONDAY + timedelta(days=number), "EEEE", locale=speak.locale)).capitalize()
