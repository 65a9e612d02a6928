"""Agency formats: identity, version, status, embargo, signal, and the parts of the text."""

# ruff: noqa: E501 -- markup stays as it comes

import json
from datetime import UTC, datetime

import pytest

from bouclage.records import BlockKind, PubStatus, Signal
from tests.unit.read.reading import listing

NINJS: dict[str, object] = {
    "uri": "urn:atr:1", "type": "text", "version": "3", "versionCreated": "2026-09-08T10:50:00+02:00", "firstCreated": "2026-09-08T09:20:00+02:00",
    "language": "fr", "urgency": 2, "provider": {"name": "Agence télégraphique des Rives (ATR)"}, "by": "Claire Monnet",
    "headlines": [{"role": "kicker", "value": "Hôpital"}, {"role": "main", "value": "Panne informatique à l'hôpital"}],
    "descriptions": [{"role": "summary", "value": "Des rendez-vous sont reportés."}],
    "bodies": [{"role": "main", "contentType": "text/html", "value": "<p>Genève (ATR) – La panne a duré trois heures mardi matin.</p><h2>Reports</h2><p>Tout est rentré dans l'ordre. /ATR</p>"}],
}  # fmt: skip
G2 = """<?xml version="1.0" encoding="UTF-8"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:sdr:1" version="2" xml:lang="de">
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="sdr:SDR"><name>Schweizer Depeschenring (SDR)</name></provider>
<versionCreated>2026-09-08T15:05:00+02:00</versionCreated>{embargo}<pubStatus qcode="stat:{status}"/>{signal}
<edNote>Berichtigt: 120 statt 1200</edNote><edNote role="sdr:internal" pubconstraint="sdr:nonpublic">Tel. 079 000 00 00</edNote></itemMeta>
<contentMeta><urgency>3</urgency><creator><name>Anna Muster</name></creator><language tag="de"/><headline role="hld:kicker">Verkehr</headline><headline>Nachtzug nach Neapel</headline>
<description role="drol:summary">Ab Dezember fährt ein Nachtzug.</description></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Bern (sdr) – Die Bahn hat am Dienstag einen Nachtzug angekündigt.</p>
<h2>Dreimal die Woche</h2><p>Er fährt dreimal die Woche. (sdr)</p></body></html></inlineXML></contentSet></newsItem>"""


def g2(embargo: str = "", status: str = "usable", signal: str = "") -> str:
    """A NewsML-G2 item."""
    return G2.format(embargo=embargo, status=status, signal=signal)


def ninjs(**facts: object) -> str:
    """A ninjs item."""
    return json.dumps(NINJS | facts)


def test_ninjs_3() -> None:
    """A 3.x item gives all parts, its own identity, and the agency as provider."""
    (read,) = listing(ninjs()).articles
    assert (read.guid, read.version, read.urgency) == ("urn:atr:1", 3, 2)
    assert (read.kicker, read.headline, read.lead) == (
        "Hôpital",
        "Panne informatique à l'hôpital",
        "Des rendez-vous sont reportés.",
    )
    assert (read.dateline, read.agency, read.sign_off) == ("Genève (ATR)", "ATR", "/ATR")
    assert [block.text for block in read.body] == [
        "La panne a duré trois heures mardi matin.",
        "Reports",
        "Tout est rentré dans l'ordre.",
    ]
    assert (read.published, read.updated) == (
        datetime(2026, 9, 8, 7, 20, tzinfo=UTC),
        datetime(2026, 9, 8, 8, 50, tzinfo=UTC),
    )
    assert (read.authors, read.language) == (("Claire Monnet",), "fr")


def test_ninjs_1_and_lists() -> None:
    """Small-letter names of 1.x are read, in an array or under "items"."""
    old = {
        "uri": "urn:1",
        "versioncreated": "2026-09-08T08:00:00Z",
        "headline": "Crue",
        "body_text": "Un paragraphe.\n\nUn autre.",
        "pubstatus": "usable",
    }
    for text in (json.dumps([old, old | {"uri": "urn:2"}]), json.dumps({"items": [old, old | {"uri": "urn:2"}]})):
        assert [article.guid for article in listing(text).articles] == ["urn:1", "urn:2"]


@pytest.mark.parametrize("word", ["canceled", "cancelled", "stat:canceled"])
def test_kill_in_any_spelling(word: str) -> None:
    """A kill is an article whose status says so, with or without text."""
    (read,) = listing(ninjs(pubStatus=word, bodies=[])).articles
    assert read.pub_status is PubStatus.CANCELED


def test_withheld() -> None:
    """A withheld item is one."""
    assert listing(ninjs(pubStatus="withheld")).articles[0].pub_status is PubStatus.WITHHELD


@pytest.mark.parametrize(
    ("written", "until", "unreadable"),
    [("2026-09-08T18:00:00+02:00", datetime(2026, 9, 8, 16, tzinfo=UTC), None), ("Next Monday", None, "Next Monday")],
)
def test_embargo(written: str, until: datetime | None, unreadable: str | None) -> None:
    """An embargo is a moment, or words that hold the item."""
    for key in ("embargoed", "embargoedUntil"):
        (read,) = listing(ninjs(**{key: written})).articles
        assert (read.embargoed, read.embargo_unreadable) == (until, unreadable)


def test_newsml_g2() -> None:
    """An item in XHTML gives all parts; notes that are not public are dropped."""
    (read,) = listing(g2(signal='<signal qcode="sig:correction"/>')).articles
    assert (read.guid, read.version, read.signal, read.urgency) == ("urn:sdr:1", 2, Signal.CORRECTION, 3)
    assert (read.kicker, read.headline, read.lead) == (
        "Verkehr",
        "Nachtzug nach Neapel",
        "Ab Dezember fährt ein Nachtzug.",
    )
    assert (read.dateline, read.agency, read.sign_off) == ("Bern (sdr)", "SDR", "(sdr)")
    assert [block.kind for block in read.body] == [BlockKind.PARAGRAPH, BlockKind.CROSSHEAD, BlockKind.PARAGRAPH]
    assert read.ed_note == "Berichtigt: 120 statt 1200"
    assert "079" not in repr(read)


def test_newsml_g2_embargo_and_kill() -> None:
    """An empty embargo means until further notice; a kill is kept as one."""
    (held,) = listing(g2(embargo="<embargoed/>")).articles
    assert (held.embargoed, held.embargo_unreadable) == (None, "until further notice")
    assert listing(g2(status="canceled")).articles[0].pub_status is PubStatus.CANCELED


def test_newsml_g2_message_and_package() -> None:
    """A message's items are read each; a package has no text and is refused as such."""
    item = g2().partition("?>")[2]
    package = '<packageItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:p" version="1"/>'
    found = listing(
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{item}{package}</itemSet></newsMessage>'
    )
    assert [article.guid for article in found.articles] == ["urn:sdr:1"]
    assert [refusal.detail for refusal in found.refusals] == ["a package: it lists items and holds no text"]


def test_nitf() -> None:
    """A NITF document gives headline, byline, dateline, text and sign-off."""
    found = listing(
        '<nitf><head><docdata management-status="usable"><doc-id id-string="n1" regsrc="MNA"/><urgency ed-urg="4"/><date.issue norm="20260908T124000Z"/><du-key version="2"/></docdata></head>'
        "<body><body.head><hedline><hl1>Talks in Geneva</hl1></hedline><byline>By Ann Smith</byline><dateline>GENEVA (MNA)</dateline></body.head>"
        "<body.content><p>The ministers spoke by telephone on Monday evening.</p><hl2>Next round</hl2><p>They meet on Wednesday.</p></body.content><body.end><tagline>(MNA)</tagline></body.end></body></nitf>"
    )
    (read,) = found.articles
    assert (read.guid, read.version, read.urgency, read.agency) == ("n1", 2, 4, "MNA")
    assert (read.headline, read.authors, read.dateline, read.sign_off) == (
        "Talks in Geneva",
        ("Ann Smith",),
        "GENEVA (MNA)",
        "(MNA)",
    )
    assert [block.kind for block in read.body] == [BlockKind.PARAGRAPH, BlockKind.CROSSHEAD, BlockKind.PARAGRAPH]


@pytest.mark.parametrize(
    "text",
    [
        '[{"uri": "u"}, 5, null, {"uri": {"a": 1}, "headlines": 3, "bodies": {"x": []}}]',
        '{"uri": "u", "associations": [1], "bodies": [null], "headline": 4}',
    ],
)
def test_odd_ninjs_is_refused_item_by_item(text: str) -> None:
    """Values of the wrong kind make refusals, never exceptions."""
    found = listing(text)
    assert not found.articles
    assert found.refusals


def test_names_that_html_does_not_have_are_read_all_the_same() -> None:
    """A NewsML-G2 item whose XHTML has an element of an odd name, found by fuzzing, gives its text."""
    found = listing(
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:1" version="1"><itemMeta/><contentMeta>'
        '<headline>Crue</headline></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml">'
        '<x:a9-9:9 xmlns:x="urn:x"><p>Le lac monte<br/>encore de dix centimètres.</p></x:a9-9:9></inlineXML>'
        "</contentSet></newsItem>"
    )
    (article,) = found.articles
    assert article.body[0].text == "Le lac monte encore de dix centimètres."
