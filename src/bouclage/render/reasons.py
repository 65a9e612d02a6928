"""Reasons for readers: what the ledger tells of an item, in the reader's language."""

from datetime import date, datetime

from bouclage.records import EditionStory, Fate, LedgerEntry, RefusalReason, Told
from bouclage.records.together import parts
from bouclage.render.speech import Speech

_COUNTED = frozenset({"with_others"})
_DAYS = frozenset({"too_old", "printed_before"})
_MOMENTS = frozenset({"embargoed"})
_TROUBLES = frozenset(reason.value for reason in RefusalReason)  # their value is what was wrong, in words


def reason_of(entry: LedgerEntry, speak: Speech) -> tuple[str, str | None]:
    """Return why an item has its fate and, where these words are not in the page's language, their language."""
    if not entry.told:
        return entry.reason, speak.foreign("en")  # closed by a version that told it in English alone
    return speak.words.texts["and"].join(_told(one, entry.fate, speak) for one in entry.told), None


def why_of(story: EditionStory, speak: Speech) -> tuple[tuple[str, str | None], ...]:
    """Return why a story stands there and its reports together: words, and their language if not the page's."""
    known = [(_why(one, speak), None) for one in story.told]
    return (*known, *(together_because(words, speak) for words in story.why[len(known) :]))


def together_because(reason: str, speak: Speech) -> tuple[str, str | None]:
    """Return why a report stands with the others of its story, and the words' language where it is not the page's."""
    told = parts(reason)
    if not told:
        return reason, speak.foreign("en")  # of a newer version's words
    words = (speak.say(f"together_{one.code}", **dict(zip(("name",), one.values, strict=False))) for one in told)
    return speak.words.texts["and"].join(words), None


def _why(one: Told, speak: Speech) -> str:
    key = f"why_{one.code}"
    if one.code in speak.words.plurals:  # outlets, origins, languages: counted as everywhere on the page
        return speak.count(one.code, int(one.values[0]))
    return speak.say(key, **dict(zip(("name",), one.values, strict=False)))


def _told(one: Told, fate: Fate, speak: Speech) -> str:
    key = f"reason_{one.code}"
    if one.code in _COUNTED:
        return speak.count(key, int(one.values[0]))
    if one.code in _DAYS:
        return speak.say(key, day=speak.long_date(date.fromisoformat(one.values[0])))
    if one.code in _MOMENTS:
        at = datetime.fromisoformat(one.values[0])
        return speak.say(key, day=speak.long_date(speak.local(at).date()), time=speak.clock(at))
    if key not in speak.words.texts:
        key = f"fate_{fate.value}"  # of a newer version's code we know the fate at least
    values = (speak.trouble(one.values[0])[0],) if one.code in _TROUBLES and one.values else one.values
    return speak.say(key, **dict(zip(("name", "more"), values, strict=False)))
