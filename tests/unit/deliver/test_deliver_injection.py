"""Row 8: nothing put into a field can end it, hide in it or start another."""

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import unquote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bouclage.deliver import Sender
from bouclage.errors import BouclageError, DeliveryError
from bouclage.records import Subscriber, SubscriberStatus

BAD = [
    "\r\nBcc: x@evil.example",
    "\n\nbody",
    "\r",
    "\n",
    "\0",
    "\x0b",
    "\x0c",
    "\x1b[1m",
    "\x7f",
    "\x85",
    "\u2028",
    "\u2029",
]
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CLEAN = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.sampled_from(' "<>,;:@\\=?éß'), max_size=120
)
ANY = CLEAN | st.text(st.characters(codec=None) | st.sampled_from('\r\n\0\t\u2028"<>,;:@\\=?'), max_size=120)


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("subject", lambda v, r: {"parts": r(subject=v)}),
        ("sender.name", lambda v, _: {"sender": {"name": v}}),
        ("sender.list_name", lambda v, _: {"sender": {"list_name": v}}),
        ("sender.list_id", lambda v, _: {"sender": {"list_id": v}}),
        ("sender.address", lambda v, _: {"sender": {"address": v}}),
        ("sender.domain", lambda v, _: {"sender": {"domain": v}}),
        ("sender.postal", lambda v, _: {"sender": {"postal": v}}),
        ("unsubscribe_url", lambda v, _: {"unsubscribe_url": f"https://news.example/{v}"}),
        ("unsubscribe_mailto", lambda v, _: {"unsubscribe_mailto": f"mailto:{v}"}),
        ("archive_url", lambda v, _: {"archive_url": f"https://news.example/{v}"}),
        ("web_url", lambda v, _: {"web_url": f"https://news.example/{v}"}),
        ("language", lambda v, _: {"language": v}),
    ],
)
def test_control_characters_are_refused_by_name(composed, rendered, field, change, bad):
    """A control character in any field raises DeliveryError that names the field."""
    with pytest.raises(DeliveryError, match=f"^{field}:"):
        composed(**change(f"a{bad}b", rendered))


@pytest.mark.parametrize("bad", BAD)
def test_control_characters_in_a_readers_name_and_address(composed, reader, bad):
    """A reader's own data are refused alike."""
    with pytest.raises(DeliveryError, match=r"^recipient\.name:"):
        composed(recipient=reader(name=f"Ada{bad}"))
    with pytest.raises(DeliveryError, match=r"^address:"):
        composed(recipient=reader(address=f"ada{bad}@reader.example"))


def phrase(message: bytes, field: str) -> str:
    """Return a display name by RFC 2047; the newer parser of Python 3.11 puts a space between two encoded words."""
    raw = message_from_bytes(message, policy=policy.compat32)[field].replace("\r\n", "").rpartition("<")[0].strip(" ")
    return unquote(raw) if raw.startswith('"') else str(make_header(decode_header(raw)))


@QUICK
@given(subject=ANY, name=ANY, sender_name=ANY)
@example(subject="=?utf-8?q?Bcc?=", name='"', sender_name="a <b@evil.example>,")
@example(subject="a  b", name="\\", sender_name="=?utf-8?b?QQ==?=")
@example(subject="x" * 300, name="y" * 300, sender_name="z" * 300)
@example(subject="é" * 300, name="é" * 300, sender_name="a, é " * 50)
def test_any_text_comes_back_or_is_refused(composed, parsed, rendered, reader, subject, name, sender_name):
    """Whatever is put into subject and names is read back unchanged, in the usual fields, or refused with an error."""
    try:
        message = composed(parts=rendered(subject=subject), recipient=reader(name=name), sender={"name": sender_name})
    except BouclageError:
        return
    usual = parsed(composed())
    found = parsed(message)
    assert found.keys() == usual.keys()
    assert found["Subject"] == subject.strip(" ")
    assert [one.addr_spec for one in found["To"].addresses] == ["ada@reader.example"]
    assert [one.addr_spec for one in found["From"].addresses] == ["edition@news.example"]
    assert phrase(message, "To") == name.strip(" ")
    assert phrase(message, "From") == sender_name.strip(" ")


@QUICK
@given(address=st.from_regex(r"[^@]{1,20}@[^@]{1,20}", fullmatch=True))
def test_any_address_is_one_address_or_refused(composed, reader, address):
    """Whatever stands for an address, the message has one recipient or there is none."""
    try:
        message = composed(recipient=reader(address=address))
    except BouclageError:
        return
    assert len(message_from_bytes(message, policy=policy.SMTP)["To"].addresses) == 1


def test_sender_is_checked_when_made():
    """A wrong setting fails when it is read, not at the first reader."""
    good = {"name": "N", "address": "n@news.example", "domain": "news.example", "list_id": "l.news.example"}
    for field, bad in (("name", " "), ("address", "n"), ("domain", "no domain"), ("list_id", "<x>"), ("list_id", "x")):
        with pytest.raises(DeliveryError, match=f"sender.{field}"):
            Sender(**(good | {"list_name": "L", "postal": "P"} | {field: bad}))


def test_a_reader_without_a_name_has_a_bare_address(composed, parsed, reader):
    """No name is no name, not an empty phrase."""
    nameless = reader(name=None)
    assert isinstance(nameless, Subscriber)
    assert nameless.status is SubscriberStatus.CONFIRMED
    assert parsed(composed(recipient=nameless))["To"] == "ada@reader.example"
