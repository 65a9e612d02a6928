"""Subscribers' CSV: read line by line, checked whole before anything is written; written with the proof of consent."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from bouclage.deliver import checked_address
from bouclage.errors import DeliveryError, SubscriberError
from bouclage.records import (
    Consent,
    ConsentAct,
    Frequency,
    MailFormat,
    NewsChoice,
    Subscriber,
    SubscriberStatus,
    to_plain,
)

WISHES = (
    "language", "time_zone", "hour", "sections", "news", "mail_format", "frequency", "week_day", "paused_until",
)  # fmt: skip
COLUMNS = ("address", "name", *WISHES, "status", "consent", "consent_at", "consent_where", "consent_words")
_PROOF = (ConsentAct.CONFIRMED, ConsentAct.IMPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a file: a subscriber with the proof, or what is wrong with it."""

    number: int
    subscriber: Subscriber | None = None
    consent: Consent | None = None
    error: str | None = None


def lines_of(file: Path, *, edition: str, consent: str | None, now: datetime) -> Iterator[Line]:
    """Give the lines of a CSV file in order, however long it is. `consent` stands where a line has none.

    Raises SubscriberError for a file that is no UTF-8 CSV with a column `address`.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened, strict=True)
            names = reader.fieldnames or ()
            if "address" not in names:
                raise SubscriberError("the head line has no column `address`", address="", line=1)
            unknown = [name for name in names if name not in COLUMNS]
            if unknown:
                raise SubscriberError(
                    f"no column is called {unknown[0]!r}; there are: {', '.join(COLUMNS)}", address="", line=1
                )
            for row in reader:
                yield _line(row, reader.line_num, file, edition, consent, now)
    except (UnicodeDecodeError, csv.Error) as error:
        raise SubscriberError(f"{file} is not a UTF-8 CSV file: {error}", address="") from error


def row_of(subscriber: Subscriber, acts: tuple[Consent, ...]) -> list[str]:
    """Return a subscriber's line: what `lines_of` reads back."""
    proof = next((act for act in reversed(acts) if act.act in _PROOF), None)
    said = {
        "sections": " ".join(subscriber.sections),
        "consent_at": to_plain(proof.at) if proof else "",
        "consent_where": proof.where if proof else "",
        "consent_words": proof.words if proof else "",
    }
    return [_cell(said[name] if name in said else to_plain(getattr(subscriber, name))) for name in COLUMNS]


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _line(row: dict[str, Any], number: int, file: Path, edition: str, consent: str | None, now: datetime) -> Line:
    if None in row or None in row.values():  # the reader's mark for a line of odd length
        return Line(number=number, error=f"line {number}: has more or fewer cells than the head line")
    try:
        subscriber = _subscriber({key: value.strip() for key, value in row.items()}, edition, consent, now)
        proof = _consent(row, subscriber, f"import {file.name}, line {number}", now)
    except SubscriberError as error:
        said = str(error) if error.line else f"line {number}: {error}"
        return Line(number=number, error=said)
    except (ValueError, DeliveryError) as error:
        return Line(number=number, error=f"line {number}: {error}")
    return Line(number=number, subscriber=subscriber, consent=proof)


def _subscriber(row: dict[str, str], edition: str, consent: str | None, now: datetime) -> Subscriber:
    address = checked_address(row["address"])
    agreed = row.get("consent") or consent
    if not agreed:
        raise SubscriberError(f"no word on when and how {address} agreed (--consent)", address=address)
    name = row.get("name") or None
    if name is not None and (not name.isprintable() or len(name) > 200):
        raise SubscriberError(f"the name of {address} has characters that no name has", address=address)
    zone, paused = row.get("time_zone") or None, row.get("paused_until")
    if zone is not None and zone not in available_timezones():
        raise SubscriberError(f"no time zone is called {zone!r}", address=address)
    return Subscriber(
        address=address,
        name=name,
        edition=edition,
        language=row.get("language") or None,
        time_zone=zone,
        hour=row.get("hour") or None,
        sections=tuple((row.get("sections") or "").split()),
        news=NewsChoice(row.get("news") or "all"),
        mail_format=MailFormat(row.get("mail_format") or "html"),
        frequency=Frequency(row.get("frequency") or "daily"),
        week_day=int(row.get("week_day") or 5),
        paused_until=date.fromisoformat(paused) if paused else None,
        status=SubscriberStatus(row.get("status") or "confirmed"),
        consent=agreed,
        created=now,
        changed=now,
    )


def _consent(row: dict[str, str], subscriber: Subscriber, where: str, now: datetime) -> Consent:
    at = row.get("consent_at")
    moment = datetime.fromisoformat(at) if at else now
    if moment.tzinfo is None:
        raise SubscriberError(f"consent_at has no time zone: {at}", address=subscriber.address)
    return Consent(
        subscriber_id=subscriber.id,
        edition=subscriber.edition,
        act=ConsentAct.IMPORTED,
        at=moment.astimezone(UTC),
        where=row.get("consent_where") or where,
        words=row.get("consent_words") or subscriber.consent or "",
        language=subscriber.language,
    )
