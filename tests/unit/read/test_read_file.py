"""Files of any kind: pages, feeds, wire, pasted text, mail, archives."""

# ruff: noqa: E501 -- markup stays as it comes

import gzip
import time

import pytest

from bouclage.edition.sections import section_of_story
from bouclage.records import Article, BlockKind, Refusal, RefusalReason
from tests.unit.read.reading import file

PASTED = """Valais

La route du col fermée pour trois semaines

Photo: Marc Oberson

La paroi menace de céder. Les travaux dureront jusqu'à la fin du mois.

Genève (ATR) – Le Conseil d'État a décidé mardi de fermer la route du col, le temps de purger la paroi qui menace.

Une déviation

Les cars postaux circuleront toutes les heures, a déclaré la conseillère Anne Muller devant la presse. /ATR

Lire aussi : Le tunnel rouvre demain
Partager
Restez informé
Météo Sion 21°
"""


def one(found: tuple[Article | Refusal, ...]) -> Article:
    """The only article of a file."""
    (read,) = found
    assert isinstance(read, Article), read
    return read


def test_pasted_text() -> None:
    """Text pasted from a page gives its parts; what follows the sign-off is dropped."""
    read = one(file(PASTED))
    assert (read.kicker, read.headline) == ("Valais", "La route du col fermée pour trois semaines")
    assert read.lead == "La paroi menace de céder. Les travaux dureront jusqu'à la fin du mois."
    assert read.photo is not None
    assert read.photo.credit == "Marc Oberson"
    assert (read.dateline, read.agency, read.sign_off) == ("Genève (ATR)", "ATR", "/ATR")
    assert [block.kind for block in read.body] == [BlockKind.PARAGRAPH, BlockKind.CROSSHEAD, BlockKind.PARAGRAPH]
    assert not {"Lire", "Partager", "Restez", "Météo"} & set(read.text.split())


def test_pasted_byline_with_its_place() -> None:
    """A writer's line below the lead is the byline, with the place it names, and no crosshead."""
    lines = ("Zwei Tote nach Erdrutsch im Tal", "Ein Erdrutsch hat zwei Menschen das Leben gekostet.",
             "Von Bea Keller, Locarno", "Die Polizei bestätigte am Morgen den Fund. Mehrere Strassen bleiben gesperrt.")  # fmt: skip
    read = one(file("\n\n".join(lines)))
    assert (read.lead, read.byline, read.authors) == (lines[1], lines[2], ("Bea Keller",))
    assert [block.text for block in read.body] == [lines[3]]


def test_page_takes_its_outlet_from_itself() -> None:
    """A saved page's outlet and address are what it says they are."""
    html = (
        '<html><head><meta property="og:site_name" content="Le Rivage"><link rel="canonical" href="https://lerivage.example/a"></head><body><article><h1>La route fermée</h1>'
        "<p>Le Conseil d'État a décidé mardi de fermer la route du col pendant trois semaines, le temps de purger la paroi.</p></article></body></html>"
    )
    for body in (html.encode(), gzip.compress(html.encode())):
        read = one(file(body, "a.html.gz"))
        assert (read.outlet, read.url, read.guid) == (
            "Le Rivage",
            "https://lerivage.example/a",
            "https://lerivage.example/a",
        )


def test_feed_and_wire_files() -> None:
    """A feed's items and a wire file's items are articles of their outlet."""
    (entry,) = file(
        "<rss version='2.0'><channel><title>Écho</title><item><title>Crue du lac</title><guid>1</guid><description>Le lac monte.</description></item></channel></rss>"
    )
    assert isinstance(entry, Article)
    assert (entry.outlet, entry.headline, entry.lead) == ("Écho", "Crue du lac", "Le lac monte.")
    (item,) = file('{"uri":"urn:1","headline":"Crue","body_text":"Le lac monte vite.","provider":{"name":"ATR"}}')
    assert isinstance(item, Article)
    assert (item.outlet, item.agency) == ("ATR", "ATR")


def test_mail() -> None:
    """A saved message is an article: subject, text, date."""
    read = one(
        file(
            b"From: a@b.example\r\nSubject: =?utf-8?q?Crue_=C3=A0_Gen=C3=A8ve?=\r\nDate: Tue, 08 Sep 2026 08:00:00 +0200\r\nMessage-ID: <1@b.example>\r\n\r\nLe lac monte.\r\n\r\nEncore.\r\n"
        )
    )
    assert (read.headline, read.guid) == ("Crue à Genève", "1@b.example")
    assert [block.text for block in read.body] == ["Le lac monte.", "Encore."]


def test_warc() -> None:
    """Each page of an archive is read; its other records are passed over."""
    page = (
        b"<html><body><article><h1>Crue du lac</h1><p>"
        + b"Le lac monte encore et la ville se prepare au pire. " * 4
        + b"</p></article></body></html>"
    )
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    record = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nWARC-Date: 2026-09-08T12:00:00Z\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
    info = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n"
    whole = record % (len(http), http)
    for body in (info + whole, gzip.compress(info) + gzip.compress(whole)):
        read = one(file(body, "a.warc"))
        assert (read.url, read.headline, read.outlet) == ("https://a.example/1", "Crue du lac", "a.example")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", RefusalReason.EMPTY),
        (b"\x89PNG\r\n\x1a\n", RefusalReason.UNREADABLE),
        (b"x", RefusalReason.UNREADABLE),
        (b"<rss", RefusalReason.UNREADABLE),
    ],
)
def test_what_cannot_be_read_is_refused(body: bytes, reason: RefusalReason) -> None:
    """A file that is none of it gives one refusal."""
    (found,) = file(body)
    assert isinstance(found, Refusal)
    assert found.reason is reason


def _record(page: bytes) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nWARC-Date: 2026-09-08T12:00:00Z\r\n"
    return head + b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(http), http)


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_an_archive_within_an_archive_is_refused(packed: bool) -> None:
    """Forty archives one in the other end at the second, with the reason."""
    body = _record(b"<html><h1>Crue du lac</h1></html>")
    for _ in range(40):
        body = _record(gzip.compress(body) if packed else body)
    (found,) = file(gzip.compress(body), "a.warc.gz")
    assert isinstance(found, Refusal)
    assert (found.reason, found.detail) == (RefusalReason.UNREADABLE, "an archive within an archive")


def test_gzip_within_gzip_is_not_opened() -> None:
    """One wrapping is undone; what is packed again, fifty megabytes in a few hundred bytes, stays packed."""
    body = gzip.compress(gzip.compress(b"<html>" + b" " * 50_000_000))
    assert len(body) < 5_000
    (found,) = file(body)
    assert isinstance(found, Refusal)
    (found,) = file(_record(body), "a.warc")
    assert isinstance(found, Refusal)


def test_a_page_of_fifty_megabytes_is_refused() -> None:
    """Plain or packed, it is too large, and refused as such before it is parsed."""
    page = b"<html><body><p>" + b"Le lac monte. " * 3_600_000
    assert len(page) > 50_000_000
    for body in (page, gzip.compress(page, 1)):
        (found,) = file(body)
        assert isinstance(found, Refusal)
        assert found.reason is RefusalReason.TOO_LARGE
    (found,) = file(_record(page), "a.warc")
    assert isinstance(found, Refusal)
    assert found.reason is RefusalReason.TOO_LARGE


def test_a_mail_of_nested_brackets_is_refused_or_read() -> None:
    """A header of three thousand opening brackets, found by fuzzing, is no end of the program."""
    for header in (b"Date", b"From", b"Message-ID", b"Content-Type"):
        body = b"Subject: Crue\r\n" + header + b": " + b"(" * 3000 + b"\r\nFrom: a@a.example\r\n\r\nLe lac monte.\r\n"
        assert len(file(body, "a.eml")) == 1


def test_an_endless_header_costs_no_minutes() -> None:
    """A hundred and fifty kilobytes of one header, found by fuzzing, are looked at as far as people write."""
    body = b"From: a@a.example\r\nSubject: Crue\r\nContent-Type: t:" + b"." * 150_000 + b"\r\n\r\nLe lac monte.\r\n"
    start = time.process_time()
    assert len(file(body, "a.eml")) == 1
    assert time.process_time() - start < 5


def test_an_address_that_is_none_is_survived() -> None:
    """A page archived under an address with half a bracket is read or refused, and has a section all the same."""
    page = b"<html><body><article><h1>Le lac monte</h1><p>" + b"L'eau a atteint la cote d'alerte mardi. " * 20
    (found,) = file(_record(page).replace(b"https://a.example/1", b"https://[::a.exam/1"), "a.warc")
    assert isinstance(found, Article)
    assert found.headline == "Le lac monte"
    assert section_of_story((found,))
