"""Names, addresses, headlines with anything in them: refused or encoded, never a header field or a recipient more."""

import random
import re

import pytest
from tests.unit.deliver.conftest import DAY, NOW, SECRET

from bouclage.deliver import PLACEHOLDER, Sender, checked_address, compile_parts, letter_message, message_id
from bouclage.errors import DeliveryError, SubscriberError
from bouclage.records import Delivery, Subscriber, SubscriberStatus

_BITS = (
    "\r\n", "\n", "\r", "\0", "\r\nBcc: eve@evil.example", "\nSubject: x", "\r\n\r\n<script>", "\r\n.\r\n",
    "=?utf-8?q?=0D=0A?=", "<", ">", '"', "\\", ",", ";", ":", "@", "(", ")", "\t", " ", "  ", "\u2028", "\u2029",
    "\x85", "\x0b", "\x7f", "\u202e", "\ufeff", "\ud800", "é", "日本", "😀", "a", "Ada", "From: ", "To: ",
    "Content-Type: text/html", "--=_", "DKIM-Signature: v=1", "=20", ".", "..", "<b>", "&amp;", "%0d%0a", "x" * 300,
    "\x1b[31m",
)  # fmt: skip
_FIELD = re.compile(rb"[!-9;-~]+:")
_ALLOWED = {
    "from", "to", "subject", "date", "message-id", "content-language", "auto-submitted", "mime-version",
    "content-type", "list-id", "list-post", "list-help", "list-owner", "list-unsubscribe", "list-unsubscribe-post",
    "precedence", "feedback-id", "content-transfer-encoding",
}  # fmt: skip


def nasty(rng: random.Random) -> str:
    """Return a text of one to six bits."""
    return "".join(rng.choice(_BITS) for _ in range(rng.randint(1, 6)))


def fields_of(message: bytes) -> list[str]:
    """Return the names of the header's fields; fails where a line is no field, or ends in a bare CR or LF."""
    head, blank, _ = message.partition(b"\r\n\r\n")
    assert blank
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)|\0", message)
    names = []
    for line in head.split(b"\r\n"):
        if line[:1] in b" \t":
            continue
        assert _FIELD.match(line), line
        names.append(line.partition(b":")[0].decode().lower())
    return names


@pytest.mark.parametrize("seed", [1])
def test_nothing_gets_into_the_header(pytestconfig: pytest.Config, seed: int) -> None:
    """`--fuzz 200000` is the full size: every message made has exactly the fields we gave it, and one recipient."""
    rng = random.Random(seed)
    sender = Sender(
        name="Soir",
        address="edition@news.example",
        domain="news.example",
        list_id="e.news.example",
        list_name="Soir",
        postal="x",
    )
    made = refused = 0
    for number in range(pytestconfig.getoption("fuzz")):
        name, headline = nasty(rng), nasty(rng)
        raw = nasty(rng) if number % 3 == 0 else f"{nasty(rng)}@example.org" if number % 3 == 1 else "ada@example.org"
        try:
            address = checked_address(raw)
            reader = Subscriber(
                address=address, name=name, status=SubscriberStatus.CONFIRMED, created=NOW, changed=NOW, language="fr"
            )
            if number % 2:
                message = letter_message(
                    _Parts(headline), name=name, sender="edition@news.example", to=address, date=NOW,
                    message_id="<1@news.example>", language="fr",
                )  # fmt: skip
            else:
                compiled = compile_parts(_Parts(headline), sender=sender, edition="evening", day=DAY, text_alone=True)
                message = compiled.for_reader(
                    reader,
                    Delivery(
                        edition="evening", day=DAY, subscriber_id=reader.id, address=address,
                        message_id=message_id("evening", DAY, reader.id, SECRET, "news.example"), changed=NOW,
                    ),
                    date=NOW, unsubscribe_url="https://news.example/u/x", unsubscribe_mailto="mailto:u@news.example",
                )  # fmt: skip
        except (DeliveryError, SubscriberError):
            refused += 1
            continue
        made += 1
        names = fields_of(message)
        assert message.isascii() or not address.isascii()  # a local part outside ASCII needs SMTPUTF8
        assert len(names) == len(set(names))
        assert set(names) <= _ALLOWED
        assert "@" not in address.partition("@")[2]
    assert made
    assert refused


class _Parts:
    """A rendered edition whose every word came from somewhere else."""

    def __init__(self, words: str) -> None:
        self.subject = words
        self.text = f"{words}\n{PLACEHOLDER}\n"
        self.html = f"<p>{PLACEHOLDER}</p>"
