"""Keep who agreed to what, when and where; it goes only when its reader is erased."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select

from bouclage.records import Consent, ConsentAct, digest, from_plain, to_plain
from bouclage.store import schema
from bouclage.store.link import Link

_CONSENTS = schema.consents
_DELIVERIES = schema.deliveries


class Consents:
    """The consent records of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, consents: Iterable[Consent]) -> int:
        """Note acts of consent; one noted before stays once. Return how many were new."""
        return len(self._link.insert_new(_CONSENTS, (_row(consent) for consent in consents)))

    def of(self, subscriber_id: str) -> tuple[Consent, ...]:
        """Return a reader's consent record, oldest first."""
        statement = select(_CONSENTS.c.record).where(_CONSENTS.c.subscriber_id == subscriber_id)
        rows = self._link.rows(statement.order_by(_CONSENTS.c.at, _CONSENTS.c.id))
        return tuple(sorted((from_plain(Consent, row.record) for row in rows), key=_in_order))

    def of_many(self, subscriber_ids: Iterable[str]) -> dict[str, tuple[Consent, ...]]:
        """Return the consent record of each of these readers who has one, oldest first."""
        rows = self._link.rows_of(select(_CONSENTS), _CONSENTS.c.subscriber_id, subscriber_ids)
        found: dict[str, list[Consent]] = {}
        for row in sorted(rows, key=lambda row: row.id):
            found.setdefault(row.subscriber_id, []).append(from_plain(Consent, row.record))
        return {key: tuple(sorted(acts, key=_in_order)) for key, acts in found.items()}

    def left_after(self, edition: str, day: date, *, since: datetime, until: datetime) -> int:
        """Return how many readers who were to get an edition left between two moments."""
        to_them = and_(
            _DELIVERIES.c.edition == edition,
            _DELIVERIES.c.day == day,
            _DELIVERIES.c.subscriber_id == _CONSENTS.c.subscriber_id,
        )
        between = and_(_CONSENTS.c.at >= since, _CONSENTS.c.at < until)
        rows = self._link.rows(select(_CONSENTS).join(_DELIVERIES, to_them).where(between))
        acts = [from_plain(Consent, row.record) for row in rows]
        return len({one.subscriber_id for one in acts if one.act is ConsentAct.LEFT and one.edition == edition})


_ACTS = {act: place for place, act in enumerate(ConsentAct)}


def _in_order(consent: Consent) -> tuple[datetime, int]:
    return consent.at, _ACTS[consent.act]


def _row(consent: Consent) -> dict[str, Any]:
    moment = consent.at.isoformat()
    return {
        "id": digest(consent.subscriber_id, consent.act.value, moment, consent.where, consent.words, kind="consent"),
        "subscriber_id": consent.subscriber_id,
        "at": consent.at,
        "record": to_plain(consent),
    }
