"""Join: ask for the edition, confirm, change how it comes, leave; have one's data, be forgotten.

Asking does the same work for every address and looks none up, so that neither the answer nor its time tells who is on
the list. What the letter says is decided later, where nobody watches (`letters`).
"""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bouclage.config import Config
from bouclage.deliver import checked_address
from bouclage.deliver.unsubscribe import keyed
from bouclage.records import (
    Consent,
    ConsentAct,
    Letter,
    LetterKind,
    LetterState,
    Subscriber,
    SubscriberStatus,
    to_plain,
)
from bouclage.store import Store, Transaction

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_MAILED = (LetterState.SENDING, LetterState.SENT)


class Asked(StrEnum):
    """What became of asking for a letter."""

    TAKEN = "taken"  # said to everybody, whatever becomes of the letter
    CROWDED = "crowded"  # too many from this network, or in all


def ask(
    store: Store,
    config: Config,
    kind: LetterKind,
    *,
    address: str,
    edition: str,
    language: str,
    where: str,
    words: str = "",
    network: str,
    secret: bytes,
    now: datetime,
) -> Asked:
    """Take a wish for a letter. Raises SubscriberError for what is no address."""
    to = checked_address(address)
    limits = config.subscribers
    with store.begin() as tx:
        near = tx.rates.take("asks", _hashed(secret, network), now, limit=limits.asks_per_network, span=_HOUR)
        if not near:
            return Asked.CROWDED
        few = tx.rates.take("letters", _hashed(secret, to.casefold()), now, limit=limits.letters_per_address, span=_DAY)
        if not tx.rates.take("letters", "all", now, limit=limits.letters_per_hour, span=_HOUR):
            return Asked.CROWDED
        tx.letters.add(
            Letter(
                id=secrets.token_hex(10),
                kind=kind,
                address=to,
                edition=edition,
                language=language,
                asked=now,
                where=where,
                words=words,
                state=LetterState.WAITING if few else LetterState.DROPPED,
                expires=now + timedelta(hours=limits.link_hours),
            )
        )
    return Asked.TAKEN


def open_letter(store: Store, letter_id: str | None, kind: LetterKind, now: datetime) -> Letter | None:
    """Return the letter that a link names, while its link works."""
    if letter_id is None:
        return None
    with store.read() as tx:
        letter = tx.letters.get(letter_id)
    return letter if letter is not None and _works(letter, kind, now) else None


def confirm(store: Store, letter_id: str, now: datetime) -> Subscriber | None:
    """Put the address of a letter on its list, once, with the proof; None where its link does not work.

    Pressed twice it is confirmed once; who has left since is not put back by an old link.
    """
    with store.begin() as tx:
        letter = tx.letters.get(letter_id)
        if letter is None or letter.kind is not LetterKind.SIGN_UP or now >= letter.expires:
            return None
        reader = tx.subscribers.get(letter.address, letter.edition)
        if letter.state is LetterState.USED:
            return reader if reader is not None and reader.status is SubscriberStatus.CONFIRMED else None
        if letter.state not in _MAILED or tx.suppressions.get(letter.address) is not None:
            return None
        joined = _join(tx, letter, reader, now)
        tx.letters.put(replace(letter, state=LetterState.USED))
    return joined


def change(store: Store, reader: Subscriber, now: datetime, *, where: str) -> bool:
    """Keep a reader's wishes; False where they have left meanwhile."""
    with store.begin() as tx:
        known = tx.subscribers.by_id(reader.id)
        if known is None or known.status is not SubscriberStatus.CONFIRMED:
            return False
        wished = replace(reader, status=known.status, consent=known.consent, created=known.created, changed=now)
        before, after = to_plain(known), to_plain(wished)
        changed = [f"{key}={after[key]}" for key in after if key != "changed" and after[key] != before[key]]
        if changed:
            tx.subscribers.replace(wished)
            tx.consents.add([_consent(wished, ConsentAct.CHANGED, now, where, "; ".join(changed))])
    return True


def leave(store: Store, subscriber_id: str, now: datetime, *, where: str) -> bool:
    """Take a reader off their list, at once and as often as asked; False where there is none to take off.

    The running edition asks again before each message, so it stops too.
    """
    with store.begin() as tx:
        reader = tx.subscribers.by_id(subscriber_id)
        if reader is None or reader.status is SubscriberStatus.UNSUBSCRIBED:
            return False
        tx.subscribers.replace(replace(reader, status=SubscriberStatus.UNSUBSCRIBED, changed=now))
        tx.consents.add([_consent(reader, ConsentAct.LEFT, now, where, "")])
    return True


def data_of(store: Store, address: str) -> dict[str, Any]:
    """Return all that is kept about an address, as plain values."""
    with store.read() as tx:
        readers = tx.subscribers.of_address(address)
        suppressed = tx.suppressions.get(address)
        return {
            "address": address,
            "lists": [to_plain(reader) for reader in readers],
            "consents": [to_plain(act) for reader in readers for act in tx.consents.of(reader.id)],
            "deliveries": [
                to_plain(delivery) for reader in readers for delivery in tx.deliveries.of_subscriber(reader.id)
            ],
            "letters": [to_plain(replace(letter, id="")) for letter in tx.letters.of(address)],
            "suppressed": None if suppressed is None else to_plain(suppressed),
            "asked_to_be_forgotten": tx.subscribers.erased(address),
        }


def erase(store: Store, letter_id: str, now: datetime, *, keep_hash: bool) -> bool:
    """Forget the address of a letter everywhere; False where its link does not work."""
    with store.begin() as tx:
        letter = tx.letters.get(letter_id)
        if letter is None or not _works(letter, LetterKind.ERASE, now):
            return False
        tx.subscribers.erase(letter.address, now, keep_hash=keep_hash)
    return True


def _works(letter: Letter, kind: LetterKind, now: datetime) -> bool:
    return letter.kind is kind and letter.state in (*_MAILED, LetterState.USED) and now < letter.expires


def _join(tx: Transaction, letter: Letter, reader: Subscriber | None, now: datetime) -> Subscriber:
    short = f"confirmed {now:%Y-%m-%d %H:%M} UTC, {letter.where}"
    if reader is None:
        joined = Subscriber(
            address=letter.address,
            edition=letter.edition,
            language=letter.language,
            status=SubscriberStatus.CONFIRMED,
            consent=short,
            created=now,
            changed=now,
        )
        tx.subscribers.add(joined, renewed=True)
    else:
        joined = replace(
            reader, language=letter.language, status=SubscriberStatus.CONFIRMED, consent=short, changed=now
        )
        tx.subscribers.replace(joined)
    asked = replace(
        _consent(joined, ConsentAct.ASKED, letter.asked, letter.where, letter.words), language=letter.language
    )
    tx.consents.add([asked, replace(asked, act=ConsentAct.CONFIRMED, at=now)])
    return joined


def _consent(reader: Subscriber, act: ConsentAct, now: datetime, where: str, words: str) -> Consent:
    return Consent(
        subscriber_id=reader.id,
        edition=reader.edition,
        act=act,
        at=now,
        where=where,
        words=words,
        language=reader.language,
    )


def _hashed(secret: bytes, value: str) -> str:
    """Return a short name for a network or address that the counts may keep: nobody can read it back."""
    return keyed(secret, "rates", value.encode("utf-8", "surrogatepass")).hex()[:32]
