"""Signatures, verified by dkimpy, which shares no code with ours."""

from datetime import UTC, date, datetime

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bouclage.deliver import PLACEHOLDER, PREFERENCES, Signer, compile_parts, load_key, new_key
from bouclage.deliver.dkim import canonical_body
from bouclage.errors import DeliveryError

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
DAY = date(2026, 9, 8)
URL = "https://news.example/u/mfzwizltoq"
RSA = load_key(new_key("rsa"), "rsa")
ED = load_key(new_key("ed25519"), "ed25519")
BOTH = (
    Signer(domain="news.example", selector="r1", key=RSA),
    Signer(domain="news.example", selector="e1", key=ED),
)
DNS = {f"{one.record_name}.".encode(): one.record.encode() for one in BOTH}


def verified(message: bytes) -> list[bool]:
    """Return what dkimpy says to each signature."""
    return [_verified(message, number) for number in range(message.lower().count(b"dkim-signature:"))]


def _verified(message: bytes, number: int) -> bool:
    try:
        return bool(dkim.DKIM(message, minkey=2048).verify(idx=number, dnsfunc=lambda name, timeout=5: DNS.get(name)))
    except dkim.ValidationError:
        return False


def test_both_signatures_verify(composed):
    """Rows 26, 30, 31: RSA and Ed25519 verify independently, RSA first."""
    message = composed(signers=BOTH)
    assert verified(message) == [True, True]
    assert message.index(b"a=rsa-sha256") < message.index(b"a=ed25519-sha256")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Subject: ", b"Subject: x"),
        (b"To: Ada", b"To: Eve"),
        (b"List-Unsubscribe: <https://news", b"List-Unsubscribe: <https://evil"),
        (b"Feedback-ID: ", b"Feedback-ID: x"),
        (b"List-Unsubscribe-Post: ", b"X-Gone: "),
        (b"From: ", b"From: Eve <eve@evil.example>\r\nFrom: "),
        (b"Z=C3=BCrich", b"Bern"),
    ],
)
def test_what_is_changed_on_the_way_breaks_them(composed, old, new):
    """Rows 27, 28: every field that matters is covered, and a second From cannot be slipped in."""
    message = composed(signers=BOTH)
    assert old in message
    assert verified(message.replace(old, new, 1)) == [False, False]


def test_relaxed_survives_what_relays_do(composed):
    """Relaxed canonicalisation: folding, case of names and spaces at line ends may change on the way."""
    message = composed(signers=BOTH)
    changed = message.replace(b"Subject: ", b"SUBJECT:   ", 1).replace(b"</p>\r\n", b"</p>  \r\n") + b"\r\n\r\n"
    assert changed != message
    assert verified(changed) == [True, True]


def test_no_length_and_a_time(composed):
    """Row 29: no l= tag, t= is the time of sending."""
    message = composed(signers=BOTH[:1])
    signature = message.partition(b"\r\nFrom:")[0]
    assert b" l=" not in signature
    assert b"t=1788877800;" in signature
    assert all(len(line) <= 78 for line in signature.split(b"\r\n"))


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]) | st.sampled_from("\n\r\t .=é漢"), max_size=200)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, html=TEXTS, twice=st.booleans())
def test_any_edition_for_any_reader(composed, reader, rendered, text, html, twice):
    """Whatever the parts hold, in either encoding, with links in any place: the hash begun once is right."""
    links = f"{PREFERENCES} {text} {PLACEHOLDER}" if twice else PLACEHOLDER
    parts = rendered(html=f"{html}{PLACEHOLDER}{text}", text=f"{text}{links}{html}")
    for address in ("ada@reader.example", "ben@reader.example"):
        message = composed(
            parts=parts, signers=BOTH, recipient=reader(address), preferences_url="https://n.example/p/x"
        )
        assert verified(message) == [True, True]


@given(st.lists(st.sampled_from([b" ", b"\t", b"\r\n", b"x", b"yy"])))
def test_relaxed_body_is_dkimpys(parts):
    """RFC 6376 section 3.4.4, beside the other implementation."""
    body = b"".join(parts)
    assert canonical_body(body) == dkim.canonicalization.Relaxed.canonicalize_body(
        body if not body or body.endswith(b"\r\n") else body + b"\r\n"
    )


def test_bad_keys_and_names_are_named():
    """A key that is too short, no key at all and a name that cannot stand in the DNS fail before the first reader."""
    short = rsa.generate_private_key(65537, 1024)
    with pytest.raises(DeliveryError, match="1024 bits"):
        Signer(domain="news.example", selector="s", key=short)
    with pytest.raises(DeliveryError, match=r"dkim\.selector"):
        Signer(domain="news.example", selector="s; d=evil", key=ED)
    with pytest.raises(DeliveryError, match=r"my\.pem"):
        load_key(b"no key", "my.pem")
    assert "key=" not in repr(BOTH[0])


def test_a_message_of_text_alone_is_one_signed_part(rendered, sender, reader, planned, parsed):
    """Who wants text gets one part, no boundary, and both signatures verify."""
    compiled = compile_parts(
        rendered(html=""), sender=sender, edition="evening", day=DAY, signers=BOTH, text_alone=True
    )
    ada = reader()
    message = compiled.for_reader(
        ada, planned(ada), date=NOW, unsubscribe_url=URL, unsubscribe_mailto="mailto:leave@news.example"
    )
    read = parsed(message)
    assert read.get_content_type() == "text/plain"
    assert "Zürich – «Grüsse»" in read.get_content()
    assert URL in read.get_content()
    assert b"boundary" not in message
    assert verified(message) == [True, True]
