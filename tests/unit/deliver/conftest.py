"""What every message needs: an edition, a sender, readers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from bouclage.deliver import PLACEHOLDER, Sender, compose, message_id
from bouclage.records import Delivery, Subscriber, SubscriberStatus

SECRET = b"a secret of more than sixteen bytes"
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
DAY = date(2026, 9, 8)
URL = "https://news.example/u/mfzwizltoq"
MAILTO = "mailto:leave@news.example?subject=mfzwizltoq"


@dataclass(frozen=True)
class Rendered:
    """A rendered edition."""

    subject: str = "Genève et la Norvalie : « un accord historique »"
    html: str = f'<p>Zürich – «Grüsse»</p>\n<p>Perché no?</p>\n<a href="{PLACEHOLDER}">leave</a>\n'
    text: str = f"Zürich – «Grüsse»\n\n.\n..\nFrom here\n\nLeave: {PLACEHOLDER}\n"


@pytest.fixture
def sender() -> Sender:
    """Return a sender."""
    return Sender(
        name="Le Soir d’ici",
        address="edition@news.example",
        domain="news.example",
        list_id="evening.news.example",
        list_name="Évening edition",
        postal="Rue du Port 1, 1000 Rivemont",
    )


@pytest.fixture
def rendered() -> type[Rendered]:
    """Return the class of rendered editions, with good defaults."""
    return Rendered


@pytest.fixture
def reader() -> Callable[..., Subscriber]:
    """Return a maker of confirmed readers."""

    def make(address: str = "ada@reader.example", name: str | None = "Ada") -> Subscriber:
        return Subscriber(
            address=address, name=name, status=SubscriberStatus.CONFIRMED, created=NOW, changed=NOW, language="fr"
        )

    return make


@pytest.fixture
def planned() -> Callable[..., Delivery]:
    """Return a maker of planned deliveries for a reader."""

    def make(subscriber: Subscriber) -> Delivery:
        return Delivery(
            edition="evening",
            day=DAY,
            subscriber_id=subscriber.id,
            address=subscriber.address,
            message_id=message_id("evening", DAY, subscriber.id, SECRET, "news.example"),
            changed=NOW,
        )

    return make


@pytest.fixture
def composed(
    sender: Sender, reader: Callable[..., Subscriber], planned: Callable[..., Delivery]
) -> Callable[..., bytes]:
    """Return a maker of messages, everything as usual but what is given."""

    def make(**given: object) -> bytes:
        recipient = given.pop("recipient", None) or reader()
        assert isinstance(recipient, Subscriber)
        delivery = given.pop("delivery", None) or planned(recipient)
        who = replace(sender, **given.pop("sender", {}))  # type: ignore[arg-type]
        usual = {
            "parts": Rendered(),
            "date": NOW,
            "unsubscribe_url": URL,
            "unsubscribe_mailto": MAILTO,
            "archive_url": "https://news.example/archive",
            "web_url": "https://news.example/2026-09-08",
            "language": "fr",
        } | given
        parts = usual.pop("parts")
        return compose(parts, sender=who, recipient=recipient, delivery=delivery, **usual)  # type: ignore[arg-type]

    return make


@pytest.fixture
def parsed() -> Callable[[bytes], EmailMessage]:
    """Return a strict reader of messages: any defect raises."""

    def parse(message: bytes) -> EmailMessage:
        result = message_from_bytes(message, policy=policy.SMTP.clone(raise_on_defect=True))
        assert isinstance(result, EmailMessage)
        for part in result.walk():
            assert not part.defects
            for value in part.values():
                assert not getattr(value, "defects", ())
        return result

    return parse
