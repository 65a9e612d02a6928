"""Keep letters on request from the asking to the end of their link's life."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from bouclage.records import Letter, LetterState, from_plain, to_plain
from bouclage.store import schema
from bouclage.store.link import Link

_LETTERS = schema.letters


class Letters:
    """The letters of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, letter: Letter) -> None:
        """Enter a letter that was asked for."""
        self._link.insert_new(_LETTERS, [_row(letter)])

    def get(self, letter_id: str) -> Letter | None:
        """Return the letter with this id, while it is kept."""
        row = self._link.row(select(_LETTERS.c.record).where(_LETTERS.c.id == letter_id))
        return None if row is None else from_plain(Letter, row.record)

    def put(self, *letters: Letter) -> None:
        """Note where letters stand now."""
        self._link.put(_LETTERS, [_row(letter) for letter in letters])

    def due(self, now: datetime, limit: int) -> tuple[Letter, ...]:
        """Return up to `limit` letters to try now, those asked for first come first."""
        waiting = and_(
            _LETTERS.c.state == LetterState.WAITING.value,
            or_(_LETTERS.c.next_try.is_(None), _LETTERS.c.next_try <= now),
        )
        statement = select(_LETTERS.c.record).where(waiting).order_by(_LETTERS.c.asked, _LETTERS.c.id).limit(limit)
        return tuple(from_plain(Letter, row.record) for row in self._link.rows(statement))

    def sent_to(self, address: str, since: datetime) -> int:
        """Return how many letters went to an address, or were about to, that were asked for since then."""
        went = [state.value for state in (LetterState.SENDING, LetterState.SENT, LetterState.USED)]
        statement = select(func.count().label("n")).where(
            _LETTERS.c.address == address.casefold(), _LETTERS.c.asked >= since, _LETTERS.c.state.in_(went)
        )
        row = self._link.row(statement)
        return 0 if row is None else int(row.n)

    def of(self, address: str) -> tuple[Letter, ...]:
        """Return the letters of an address, oldest first."""
        statement = select(_LETTERS.c.record).where(_LETTERS.c.address == address.casefold())
        rows = self._link.rows(statement.order_by(_LETTERS.c.asked, _LETTERS.c.id))
        return tuple(from_plain(Letter, row.record) for row in rows)

    def counts(self) -> dict[LetterState, int]:
        """Return how many letters are in each state; states none is in are 0."""
        rows = self._link.rows(select(_LETTERS.c.state, func.count().label("n")).group_by(_LETTERS.c.state))
        return dict.fromkeys(LetterState, 0) | {LetterState(row.state): row.n for row in rows}

    def has_older(self, before: datetime) -> bool:
        """Say whether there is a letter asked for before then."""
        return self._link.row(select(_LETTERS.c.id).where(_LETTERS.c.asked < before).limit(1)) is not None

    def forget(self, before: datetime) -> int:
        """Drop the letters asked for before then: their links have expired, and nobody needs to know who asked."""
        return self._link.change(_LETTERS.delete().where(_LETTERS.c.asked < before))

    def erase(self, addresses: Iterable[str]) -> int:
        """Drop every letter of these addresses."""
        return self._link.delete_of(_LETTERS, _LETTERS.c.address, {address.casefold() for address in addresses})


def _row(letter: Letter) -> dict[str, Any]:
    return {
        "id": letter.id,
        "address": letter.address.casefold(),
        "state": letter.state.value,
        "asked": letter.asked,
        "next_try": letter.next_try,
        "record": to_plain(letter),
    }
