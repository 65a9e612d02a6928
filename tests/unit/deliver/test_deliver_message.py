"""The message, by the rows M of the mail checklist (1 to 25; 26 to 31 are DKIM, 12 and 24 are the renderer's)."""

from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

import pytest

from bouclage.deliver import PLACEHOLDER, compile_parts, message_id
from bouclage.errors import DeliveryError, SubscriberError
from bouclage.records import SubscriberStatus

SECRET = b"a secret of more than sixteen bytes"
DAY = date(2026, 9, 8)
URL = "https://news.example/u/mfzwizltoq"
MAILTO = "mailto:leave@news.example?subject=mfzwizltoq"
LEAVE = {"unsubscribe_url": URL, "unsubscribe_mailto": MAILTO}
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)


def head_of(message: bytes) -> bytes:
    return message.partition(b"\r\n\r\n")[0]


def as_sent(text: str) -> str:
    return text.replace(PLACEHOLDER, URL).replace("\n", "\r\n")


def test_each_field_stands_once(composed, parsed):
    """Row 1: exactly one of each header field, no Sender, no Bcc, no Reply-To that could differ from From."""
    names = [name.lower() for name in parsed(composed()).keys()]  # noqa: SIM118  (a message's keys repeat)
    assert len(names) == len(set(names))
    assert {"from", "date", "message-id", "subject", "to", "mime-version"} <= set(names)
    assert not {"sender", "bcc", "cc", "reply-to"} & set(names)


def test_to_is_the_one_reader(composed, parsed, reader):
    """Row 2: To names the one recipient, with the name they gave."""
    to = parsed(composed(recipient=reader("ada@reader.example", "Äda, Gräfin “L”")))["To"].addresses
    assert [(one.display_name, one.addr_spec) for one in to] == [("Äda, Gräfin “L”", "ada@reader.example")]


def test_date_is_the_given_time_with_its_offset(composed, parsed):
    """Row 3: Date keeps the instant and the zone of sending."""
    given = datetime(2026, 9, 8, 16, 30, 5, tzinfo=timezone(timedelta(hours=2)))
    raw = parsed(composed(date=given))["Date"]
    assert parsedate_to_datetime(raw) == given
    assert str(raw).endswith("+0200")


def test_date_without_a_zone_is_refused(composed):
    """A time nobody can place is not put into a message."""
    with pytest.raises(DeliveryError, match="date"):
        composed(date=datetime(2026, 9, 8, 16, 30))  # noqa: DTZ001


def test_message_id_is_the_deliverys(composed, parsed, reader, planned):
    """Row 4: Message-ID is the planned one, in brackets, and so the same at a retry."""
    delivery = planned(reader())
    first, again = composed(delivery=delivery), composed(delivery=delivery, date=NOW + timedelta(hours=1))
    assert parsed(first)["Message-ID"] == parsed(again)["Message-ID"] == delivery.message_id


def test_message_id_names_edition_day_and_subscriber_under_the_secret():
    """Row 4: another edition, day, reader or secret gives another id; the same give the same."""
    given = ("evening", DAY, "s1", SECRET)
    changed = [
        ("morning", DAY, "s1", SECRET),
        ("evening", DAY + timedelta(days=1), "s1", SECRET),
        ("evening", DAY, "s2", SECRET),
        ("evening", DAY, "s1", SECRET + b"x"),
    ]
    ids = {message_id(*parts, "news.example") for parts in (given, *changed)}
    assert len(ids) == 5
    assert message_id(*given, "news.example") in ids
    assert all(one.startswith("<2026-") and one.endswith("@news.example>") for one in ids)
    assert message_id(*given, "zürich.example").endswith("@xn--zrich-kva.example>")


@pytest.mark.parametrize("bad", ["no-brackets@news.example", "<a b@news.example>", "<a@b>\r\nX: y", "<>"])
def test_bad_message_id_is_refused(composed, reader, planned, bad):
    """Row 4: an id without brackets is rejected by some servers, so it never leaves."""
    delivery = planned(reader())
    object.__setattr__(delivery, "message_id", bad)
    with pytest.raises(DeliveryError, match="message_id"):
        composed(delivery=delivery)


def test_lines_end_in_crlf_and_are_short(composed, rendered):
    """Row 5: no bare CR or LF, lines of at most 76 octets in the body, however long the source's lines are."""
    long = f"<p>{'Genève ' * 400}</p>\r\n<a href='{PLACEHOLDER}'>x</a>\rend"
    message = composed(parts=rendered(html=long, text="." * 500 + PLACEHOLDER))
    assert message.count(b"\r\n") == message.count(b"\r") == message.count(b"\n")
    assert max(map(len, message.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 76


def test_no_body_line_begins_with_a_dot(composed):
    """Row 45: with =2E no server can take a line of the text for the end of the message."""
    body = composed().partition(b"\r\n\r\n")[2]
    assert b"\r\n=2E\r\n=2E.\r\n" in body
    assert not any(line.startswith(b".") for line in body.split(b"\r\n"))


def test_header_lines_fold_at_78_and_are_ascii(composed, rendered, reader):
    """Row 6: header lines of at most 78 octets with long values, and never 8 bits."""
    message = composed(
        parts=rendered(subject="Le Conseil d’État de Genève présente son budget et " * 4),
        recipient=reader("ada@reader.example", "Maximiliana Ottilie Gräfin von und zu " * 3),
        sender={"name": "The evening edition of all the valleys and of some of the hills round about them"},
    )
    head = head_of(message)
    assert head.isascii()
    assert max(map(len, head.split(b"\r\n"))) <= 78


def test_non_ascii_names_are_encoded_words(composed, parsed, rendered):
    """Row 7: encoded words of at most 75 characters that decode to the very words, no character split."""
    subject = "Été à Zürich : 10 000 “Grüsse” – 日本語のニュース 🗞️ " * 5
    message = composed(parts=rendered(subject=subject))
    words = [word for line in head_of(message).split(b"\r\n") for word in line.split() if word.startswith(b"=?")]
    assert words
    assert max(map(len, words)) <= 75
    assert all(word.endswith(b"?=") for word in words)
    assert parsed(message)["Subject"] == subject.strip(" ")


def test_alternative_has_text_then_html(composed, parsed):
    """Rows 9, 10, 25: MIME-Version, two parts, text first and HTML last, each utf-8 with its encoding, nothing else."""
    message = parsed(composed())
    assert message["MIME-Version"] == "1.0"
    assert message.get_content_type() == "multipart/alternative"
    parts = list(message.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert [part.get_content_charset() for part in parts] == ["utf-8", "utf-8"]
    assert [part["Content-Transfer-Encoding"] for part in parts] == ["quoted-printable"] * 2
    assert not any(part.get_filename() for part in parts)


def test_boundary_is_in_no_part(composed, parsed, rendered):
    """Row 11: the boundary cannot occur in a part, not even if the text quotes it."""
    boundary = parsed(composed()).get_boundary()
    text = f"--{boundary}--\n{PLACEHOLDER}\n"
    again = composed(parts=rendered(text=text))
    assert parsed(again).get_boundary() != boundary
    assert again.count(parsed(again).get_boundary().encode()) == 4  # in the header, and three times in the body
    assert next(parsed(again).iter_parts()).get_content() == as_sent(text)


def test_parts_come_back_as_they_were(composed, parsed, rendered):
    """Row 13: parsing the message gives the source's text and HTML, with this reader's link in them."""
    text, html = (part.get_content() for part in parsed(composed()).iter_parts())
    assert text == as_sent(rendered().text)
    assert html == as_sent(rendered().html)


def test_base64_where_it_is_shorter(composed, parsed, rendered):
    """Row 10: a script that quoted-printable would treble goes as base64, with the link in it."""
    text = "Новости дня: договор подписан. " * 50 + PLACEHOLDER
    part = next(parsed(composed(parts=rendered(text=text))).iter_parts())
    assert part["Content-Transfer-Encoding"] == "base64"
    assert part.get_content().strip() == text.replace(PLACEHOLDER, URL)


def test_list_fields(composed, parsed):
    """Rows 14 to 16 and 18: list fields by RFC 2919, 2369 and 8058, https first and mailto second."""
    message = parsed(composed())
    assert message["List-Id"] == "Évening edition <evening.news.example>"
    assert message["List-Unsubscribe"] == f"<{URL}>, <{MAILTO}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Help"] == "<mailto:edition@news.example?subject=help>"
    assert message["List-Owner"] == "<mailto:edition@news.example>"
    assert message["List-Archive"] == "<https://news.example/archive>"
    assert message["List-Post"] == "NO"


def test_list_id_is_the_same_for_every_edition(composed, parsed, rendered):
    """Row 14: readers' filters hang on List-Id, so it depends on the sender alone."""
    assert parsed(composed())["List-Id"] == parsed(composed(parts=rendered(subject="Another")))["List-Id"]


def test_one_click_is_offered_over_https_alone(composed, parsed):
    """Row 16: RFC 8058 wants https; http is let through for the demo on this machine, without the promise."""
    local = parsed(composed(unsubscribe_url="http://127.0.0.1:8000/u/x"))
    assert local["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/u/x>")
    assert local["List-Unsubscribe-Post"] is None
    with pytest.raises(DeliveryError, match="unsubscribe_url"):
        composed(unsubscribe_url="http://news.example/u/x")


@pytest.mark.parametrize(
    "url", ["https://news.example/?a=ADA@reader.example", "https://news.example/ada%40reader.example"]
)
def test_link_does_not_show_the_address(composed, url):
    """Row 17: a link that shows the reader's address is refused."""
    with pytest.raises(DeliveryError, match="unsubscribe_url"):
        composed(unsubscribe_url=url)


def test_edition_is_no_auto_reply_and_bulk(composed, parsed):
    """Rows 19, 20: Auto-Submitted is for notices; every edition has the one policy, Precedence: bulk."""
    message = parsed(composed())
    assert message["Auto-Submitted"] is None
    assert message["Precedence"] == "bulk"
    assert message["Content-Language"] == "fr"
    assert message["Archived-At"] == "<https://news.example/2026-09-08>"


def test_feedback_id_has_four_parts_and_no_reader(composed, parsed, reader):
    """Row 21: a:b:c:SenderId with a SenderId of 5 to 15 characters, the same for every reader."""
    ada, ben = (parsed(composed(recipient=reader(f"{who}@reader.example")))["Feedback-ID"] for who in ("ada", "ben"))
    assert ada == ben
    assert len(ada.split(":")) == 4
    assert 5 <= len(ada.split(":")[3]) <= 15
    assert ada.isascii()


def test_header_says_nothing_of_the_machine(composed, reader):
    """Row 22: no software, no host, no subscriber id in the header."""
    head = head_of(composed()).lower()
    for word in (b"bouclage", b"python", b"x-mailer", b"user-agent", b"received", reader().id.encode()):
        assert word not in head


def test_optional_fields_are_left_out(composed, parsed):
    """Without archive, page and language the fields are not there, rather than empty."""
    message = parsed(composed(archive_url=None, web_url=None, language=None))
    assert not {"List-Archive", "Archived-At", "Content-Language"} & set(message.keys())


def test_two_readers_never_share_a_message(sender, rendered, reader, planned):
    """Row 17: from one compiled variant each reader's message holds their own link, id and address and no other's."""
    compiled = compile_parts(rendered(), sender=sender, edition="evening", day=DAY)
    own = {}
    for who in ("ada", "ben"):
        subscriber = reader(f"{who}@reader.example", who.title())
        own[who] = compiled.for_reader(
            subscriber,
            planned(subscriber),
            date=NOW,
            unsubscribe_url=f"https://news.example/u/{who}token",
            unsubscribe_mailto=f"mailto:leave@news.example?subject={who}token",
        )
    for who, other in (("ada", "ben"), ("ben", "ada")):
        for trace in (f"{other}@", f"{other}token", other.title()):
            assert trace.encode() not in own[who]
        assert own[who].count(f"{who}token".encode()) == 4  # two fields, two parts
        assert PLACEHOLDER.encode() not in own[who]


def test_compiled_and_composed_are_the_same(sender, rendered, reader, planned, composed):
    """Compiling once per variant saves time and changes nothing, even if the link was rendered already."""
    ada = reader()
    compiled = compile_parts(rendered(), sender=sender, edition="evening", day=DAY).for_reader(
        ada, planned(ada), date=NOW, **LEAVE
    )
    fill = {name: getattr(rendered(), name).replace(PLACEHOLDER, URL) for name in ("text", "html")}
    assert compiled == composed(parts=rendered(**fill), archive_url=None, web_url=None, language=None)


def test_delivery_of_somebody_else_is_refused(composed, reader, planned):
    """A mix-up of rows must not become a mail with another reader's link."""
    with pytest.raises(DeliveryError, match="recipient"):
        composed(recipient=reader("ada@reader.example"), delivery=planned(reader("ben@reader.example")))


def test_delivery_of_another_edition_is_refused(sender, rendered, reader, planned):
    """Yesterday's compiled edition is not sent on today's row."""
    compiled = compile_parts(rendered(), sender=sender, edition="evening", day=DAY - timedelta(days=1))
    with pytest.raises(DeliveryError, match="another edition"):
        compiled.for_reader(reader(), planned(reader()), date=NOW, **LEAVE)


@pytest.mark.parametrize("status", [status for status in SubscriberStatus if status is not SubscriberStatus.CONFIRMED])
def test_who_did_not_confirm_gets_nothing(composed, reader, status):
    """Row 82: the last look before sending; only who confirmed is written to."""
    ada = reader()
    object.__setattr__(ada, "status", status)
    with pytest.raises(SubscriberError, match=status.value):
        composed(recipient=ada)


@pytest.mark.parametrize("part", ["text", "html"])
def test_edition_without_a_way_out_is_refused(composed, rendered, part):
    """Row 12: each part holds the link to unsubscribe."""
    with pytest.raises(DeliveryError, match=part):
        composed(parts=rendered(**{part: "no link here"}))


def test_internationalised_domains(composed, parsed, reader):
    """A domain outside ASCII goes out as A-labels, so no server needs SMTPUTF8."""
    message = parsed(composed(recipient=reader("ada@zürich.example"), sender={"address": "news@genève.example"}))
    assert message["To"].addresses[0].addr_spec == "ada@xn--zrich-kva.example"
    assert message["From"].addresses[0].addr_spec == "news@xn--genve-6ra.example"


@pytest.mark.parametrize("address", ["nobody", "a@b@c.example", "a@-x.example", "a@localhost"])
def test_bad_address_is_a_subscriber_error(composed, reader, address):
    """What is no address is reported as the subscriber's, never mangled."""
    with pytest.raises(SubscriberError) as caught:
        composed(recipient=reader(address))
    assert caught.value.address == address


def test_address_that_needs_smtputf8_stands_as_it_is(composed, reader):
    """Row 44: a local part outside ASCII goes into To as Unicode (RFC 6532), for servers that offer SMTPUTF8 alone."""
    message = composed(recipient=reader("jürg@zürich.example"))
    assert "To: Ada <jürg@zürich.example>".encode() in message
