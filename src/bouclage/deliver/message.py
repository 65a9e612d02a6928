"""Compose the message: what is the same for all readers once, the rest for one reader at a time."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from html import escape
from typing import Protocol

from bouclage.deliver import fields
from bouclage.deliver.body import encode
from bouclage.deliver.dkim import Signer, canonical_field, signed_fields
from bouclage.deliver.frame import Frame, framed
from bouclage.deliver.unsubscribe import keyed
from bouclage.errors import DeliveryError, SubscriberError
from bouclage.records import Delivery, Subscriber, SubscriberStatus

PLACEHOLDER = "https://unsubscribe.invalid/your-own-link"
"""What a variant of the edition is rendered with where each reader's unsubscribe link belongs. A URL, so that it
passes through templates and sanitizers unharmed; one that leads nowhere, should it ever be sent."""
PREFERENCES = "https://preferences.invalid/your-own-link"
"""The same for the link to a reader's own preferences; a variant may go without."""

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.+=_-]+@[A-Za-z0-9.-]+>")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_ONE_CLICK = b"List-Unsubscribe-Post: List-Unsubscribe=One-Click"
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_LIST_ID = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class Parts(Protocol):
    """A rendered edition, as plain strings. The address to leave by is `PLACEHOLDER`, or one reader's own link."""

    @property
    def subject(self) -> str:
        """The Subject field's words."""

    @property
    def html(self) -> str:
        """The HTML part."""

    @property
    def text(self) -> str:
        """The text part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rendered:
    subject: str
    html: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends an edition; checked when made, so that a bad setting fails before the first reader.

    Raises DeliveryError naming the field.
    """

    name: str  # "Le Soir d'ici", the From field's display name
    address: str  # From; must receive mail
    domain: str  # of Message-ID; the DKIM domain, later
    list_id: str  # "evening.news.example": stable for ever, readers' filters hang on it
    list_name: str  # "Evening edition"
    postal: str  # the law wants it in every edition: for the template's footer, not for a header field

    def __post_init__(self) -> None:
        for name in ("name", "list_name", "postal"):
            if not fields.plain(getattr(self, name), f"sender.{name}").strip():
                raise DeliveryError(f"sender.{name}: empty")
        try:
            fields.address(self.address, "sender.address")
        except SubscriberError as error:
            raise DeliveryError(str(error)) from error
        fields.domain(self.domain, "sender.domain")
        if not _LIST_ID.fullmatch(self.list_id):
            raise DeliveryError(f"sender.list_id: letters, digits and dots, like a domain name: {self.list_id[:80]!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """One variant of an edition, ready but for the reader: bodies encoded, shared header fields folded."""

    edition: str
    day: date
    common: tuple[str, ...]  # header fields that all readers share
    frame: Frame
    signers: tuple[Signer, ...] = ()
    _signed: dict[str, bytes] = field(init=False, repr=False)  # the shared fields as signatures see them
    _above: bytes = field(init=False, repr=False)  # the shared fields before the reader's own, and after
    _below: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        lines = (canonical_field(line.encode()) for line in (*self.common, *self.frame.mime))
        object.__setattr__(self, "_signed", {line.partition(b":")[0].decode(): line for line in lines})
        object.__setattr__(self, "_above", "\r\n".join(self.common).encode())
        object.__setattr__(self, "_below", "\r\n".join((*self.frame.mime, "", "")).encode())

    def for_reader(
        self,
        recipient: Subscriber,
        delivery: Delivery,
        *,
        date: datetime,
        unsubscribe_url: str,
        unsubscribe_mailto: str,
        preferences_url: str | None = None,
    ) -> bytes:
        """Return the message of one reader in one piece; see `pieces_for`."""
        pieces = self.pieces_for(
            recipient,
            delivery,
            date=date,
            unsubscribe_url=unsubscribe_url,
            unsubscribe_mailto=unsubscribe_mailto,
            preferences_url=preferences_url,
        )
        return b"".join(pieces)

    def pieces_for(
        self,
        recipient: Subscriber,
        delivery: Delivery,
        *,
        date: datetime,
        unsubscribe_url: str,
        unsubscribe_mailto: str,
        preferences_url: str | None = None,
    ) -> tuple[bytes, ...]:
        """Return the message of one reader: CRLF, 7-bit but for an address that needs SMTPUTF8, ready for the wire.

        It comes in pieces, to be sent one after the other: most are the same bytes for every reader.

        `date` is the time of sending, with its zone; `preferences_url` fills `PREFERENCES` (without it, the
        unsubscribe link does). Raises SubscriberError if this reader may not be written to, DeliveryError naming the
        field for a value that cannot be used.
        """
        self._check(recipient, delivery)
        to = fields.address(delivery.address, "address", utf8=True)
        if date.tzinfo is None:
            raise DeliveryError(f"date: without a zone: {date.isoformat()}")
        url = fields.url(unsubscribe_url, "unsubscribe_url", hide=delivery.address)
        mailto = fields.url(unsubscribe_mailto, "unsubscribe_mailto", schemes=("mailto",), hide=delivery.address)
        second = date.replace(microsecond=0)
        own = {
            "to": fields.mailbox("To", recipient.name, to, "recipient.name").encode(),
            "date": _dated(second),
            "message-id": f"Message-ID: {delivery.message_id}".encode(),
            "list-unsubscribe": fields.listed("List-Unsubscribe", f"<{url}>", f"<{mailto}>").encode(),
        }
        if url.startswith("https:"):  # RFC 8058 allows one-click over https alone; http is the demo on this machine
            own["list-unsubscribe-post"] = _ONE_CLICK
        links = [url, url if preferences_url is None else fields.url(preferences_url, "preferences_url")]
        body, body_hash = self.frame.filled(links, hashed=bool(self.signers))
        head = b"\r\n".join((self._above, *own.values(), self._below))
        if not self.signers:
            return (head, *body)
        signed = self._signed | {name: canonical_field(line) for name, line in own.items()}
        hashed = signed_fields(signed)
        moment = int(second.timestamp())
        return (*[one.field(hashed, body_hash, moment) for one in self.signers], head, *body)

    def _check(self, recipient: Subscriber, delivery: Delivery) -> None:
        if delivery.subscriber_id != recipient.id or delivery.address.casefold() != recipient.address.casefold():
            raise DeliveryError("recipient: the delivery is another subscriber's", recipient=delivery.address)
        if (delivery.edition, delivery.day) != (self.edition, self.day):
            raise DeliveryError("delivery: it is of another edition", recipient=delivery.address)
        if recipient.status is not SubscriberStatus.CONFIRMED:
            raise SubscriberError(f"not confirmed but {recipient.status}", address=recipient.address)
        if not _MESSAGE_ID.fullmatch(delivery.message_id):
            raise DeliveryError(f"message_id: not of the form <name@domain>: {delivery.message_id[:80]!r}")


def compile_parts(
    parts: Parts,
    *,
    sender: Sender,
    edition: str,
    day: date,
    archive_url: str | None = None,
    web_url: str | None = None,
    language: str | None = None,
    signers: tuple[Signer, ...] = (),
    text_alone: bool = False,
) -> Compiled:
    """Do the expensive part once for a variant of an edition (language, sections, format): encode, check, fold.

    `archive_url` is the list's archive (List-Archive), `web_url` this edition's own page (Archived-At),
    `language` BCP 47, `signers` the DKIM keys (the first should be RSA: not all receivers know Ed25519). Every edition
    carries `Precedence: bulk`, our one policy: it keeps holiday replies away from the newsroom, next to List-Id.
    `text_alone` makes messages without an HTML part.
    Raises DeliveryError naming what cannot be used, and when a part lacks `PLACEHOLDER`: an edition nobody can leave
    is not sent, and one reader's link must not reach the others.
    """
    if not _LABEL.fullmatch(edition):
        raise DeliveryError(f"edition: letters, digits, - and _ only: {edition[:80]!r}")
    address = fields.address(sender.address, "sender.address")
    common = [
        fields.mailbox("From", sender.name, address, "sender.name"),
        fields.text("Subject", parts.subject, "subject"),
        fields.mailbox("List-Id", sender.list_name, sender.list_id, "sender.list_name"),
        "List-Post: NO",
        fields.listed("List-Help", f"<mailto:{address}?subject=help>"),
        fields.listed("List-Owner", f"<mailto:{address}>"),
    ]
    if archive_url is not None:
        common.append(fields.listed("List-Archive", f"<{fields.url(archive_url, 'archive_url')}>"))
    if web_url is not None:
        common.append(fields.listed("Archived-At", f"<{fields.url(web_url, 'web_url')}>"))
    if language is not None:
        if not _LANGUAGE.fullmatch(language):
            raise DeliveryError(f"language: not a BCP 47 tag: {language[:80]!r}")
        common.append(f"Content-Language: {language}")
    common += ["Precedence: bulk", fields.listed("Feedback-ID", _feedback_id(sender, edition, day))]
    bodies = []
    for kind, part in (("text", parts.text), *(() if text_alone else (("html", parts.html),))):
        if PLACEHOLDER not in part:
            raise DeliveryError(f"{kind}: has no link to unsubscribe")
        bodies.append(encode(part, "plain" if kind == "text" else kind, (PLACEHOLDER, PREFERENCES)))
    frame = framed(bodies[0], None if text_alone else bodies[1])
    return Compiled(edition=edition, day=day, common=tuple(common), frame=frame, signers=signers)


def compose(
    parts: Parts,
    *,
    sender: Sender,
    recipient: Subscriber,
    delivery: Delivery,
    date: datetime,
    unsubscribe_url: str,
    unsubscribe_mailto: str,
    preferences_url: str | None = None,
    archive_url: str | None = None,
    web_url: str | None = None,
    language: str | None = None,
    signers: tuple[Signer, ...] = (),
) -> bytes:
    """Return one reader's message; for many readers, `compile_parts` once and `Compiled.for_reader` for each.

    The parts hold `PLACEHOLDER` or `unsubscribe_url` itself.
    """
    compiled = compile_parts(
        _Rendered(
            subject=parts.subject,
            html=parts.html.replace(escape(unsubscribe_url), PLACEHOLDER),
            text=parts.text.replace(unsubscribe_url, PLACEHOLDER),
        ),
        sender=sender,
        edition=delivery.edition,
        day=delivery.day,
        archive_url=archive_url,
        web_url=web_url,
        language=language,
        signers=signers,
    )
    return compiled.for_reader(
        recipient,
        delivery,
        date=date,
        unsubscribe_url=unsubscribe_url,
        unsubscribe_mailto=unsubscribe_mailto,
        preferences_url=preferences_url,
    )


def message_id(edition: str, day: date, subscriber_id: str, secret: bytes, domain: str) -> str:
    """Return the Message-ID of an edition for a subscriber, with its brackets.

    The same at every attempt, so that a repeat can be recognised downstream and in the relay's log; keyed, so that
    it says nothing about the reader.
    """
    name = keyed(secret, "message-id", f"{edition}\0{day.isoformat()}\0{subscriber_id}".encode()).hex()[:32]
    return f"<{day.isoformat()}.{name}@{fields.domain(domain, 'domain')}>"


@lru_cache(maxsize=8)  # hundreds go out in the same second
def _dated(moment: datetime) -> bytes:
    return f"Date: {format_datetime(moment)}".encode()


def _feedback_id(sender: Sender, edition: str, day: date) -> str:
    """Name campaign, list, kind and sender for Gmail's feedback loop: no reader, and the sender always the same."""
    sender_id = sha256(fields.domain(sender.domain, "sender.domain").encode()).hexdigest()[:12]
    return f"{day.isoformat()}:{edition}:edition:{sender_id}"
