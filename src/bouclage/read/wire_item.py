"""What ninjs, NewsML-G2 and NITF have in common: status, embargo, signal, identity."""

import re
from datetime import UTC, datetime

from bouclage.read.agencies import agency_of
from bouclage.read.dates import parse_date
from bouclage.records import PubStatus, Refusal, RefusalReason, Signal, item_id
from bouclage.text.clean import clean

_CORRECTION = re.compile(r"corr|berichtig|rettifica|rectif|erratum|errata", re.IGNORECASE)
_UPDATE = re.compile(r"updat|aktualis|aggiorna|mise à jour|\bmaj\b", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+)\.[a-z]{2,}(?:[/:]|$)", re.IGNORECASE)


def pub_status(value: object) -> PubStatus:
    """Read a publication status: "stat:canceled", "cancelled", "Withheld". Unknown or missing means usable."""
    name = clean(str(value or "")).rpartition(":")[2].rpartition("/")[2].lower()
    if name in {"canceled", "cancelled", "killed", "kill", "deleted", "stat-canceled"}:
        return PubStatus.CANCELED
    if name in {"withheld", "embargoed", "held", "hold"}:
        return PubStatus.WITHHELD
    return PubStatus.USABLE


def signal(*values: object) -> Signal | None:
    """Read what a new version is said to be."""
    said = " ".join(str(value) for value in values if value)
    if _CORRECTION.search(said):
        return Signal.CORRECTION
    return Signal.UPDATE if _UPDATE.search(said) else None


def embargo(value: object) -> tuple[datetime | None, str | None]:
    """Read an embargo: (until when, None), or (None, what was written) where it cannot be read."""
    if value is None or value is False:
        return None, None
    written = clean(str(value))
    if not written:
        return None, "until further notice"  # an empty element means so (NewsML-G2 guidelines, embargoed)
    until = parse_date(written, UTC)
    return (until, None) if until else (None, written)


def version(value: object) -> int:
    """Read a version number; what is none is 1."""
    digits = re.match(r"\s*(\d{1,9})", str(value if value is not None else ""))
    return max(1, int(digits[1])) if digits else 1


def urgency(value: object) -> int | None:
    """Read an urgency of 1 to 9."""
    digits = re.match(r"\s*([1-9])\s*$", str(value if value is not None else ""))
    return int(digits[1]) if digits else None


def provider_name(name: str | None) -> str | None:
    """Return the filed name of a provider given as name, qcode or address."""
    given = clean(name)
    if not given:
        return None
    if match := _DOMAIN.fullmatch(given) or _DOMAIN.match(given):
        given = match[1]
    given = given.rpartition(":")[2]
    bracket = re.search(r"\(([A-Za-z]{2,6})\)", given)  # "Meridian News Agency (MNA)"
    return agency_of(given) or (bracket[1] if bracket else None) or (given if len(given) <= 60 else None)


def refuse(
    guid: str, source_id: str, url: str, reason: RefusalReason, detail: str, *, headline: str | None = None
) -> Refusal:
    """Make the refusal of one item."""
    return Refusal(
        item=item_id(source_id, guid), source_id=source_id, url=url, reason=reason, detail=detail, headline=headline
    )
