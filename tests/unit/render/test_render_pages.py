"""Web pages: complete, self-contained, without a word that is nobody's."""

# ruff: noqa: E501 (quoted texts and tables)

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from lxml import html
from render_editions import big_edition, small_edition, small_ledger

from bouclage.records import Edition, EditionStatus
from bouclage.render import (
    ArchiveDay,
    Form,
    PhotoCopy,
    archive_page,
    ledger_page,
    mail,
    message_page,
    story_page,
    tombstone_page,
    web_page,
)
from bouclage.render.words import words_of

COPY = PhotoCopy(src="photos/1.jpg", width=1200, height=800)

REMOTE = re.compile(r"<(?:script|link|iframe|object|embed|base)\b|\bsrc=\"?https?:|url\(|@import|srcset|\bon\w+=", re.I)


def pages(edition: Edition) -> dict[str, str]:
    """Return every kind of HTML we make, by name."""
    parts = mail(
        edition, web_url="https://b.example/d", unsubscribe_url="https://b.example/u", address_of_publisher="A"
    )
    return {
        "web": web_page(edition, older=date(2026, 9, 7), newer=date(2026, 9, 9), ledger_href="/l",
                        permalinks={story.id: f"/story/{story.id}" for story in edition.stories}),
        "photos": web_page(edition, photos={"https://lerivage.example/p/1.jpg": COPY}),
        "story": story_page(edition, edition.stories[0], edition_href="/e", permalink="/p"),
        "ledger": ledger_page(edition, small_ledger(), edition_href="/e"),
        "archive": archive_page([ArchiveDay(day=edition.day, href="/d", stories=3, lead="Ein Titel", language="de")],
                                title="B", language="fr", home_href="/"),
        "message": message_page("Adieu ?", "Un.\n\nDeux.", language="fr", site="B",
                                form=Form(action="/u", button="Oui", hidden=(("token", 'a"b'),))),
        "tombstone": tombstone_page(outlet="Le Rivage", title="B", language="it"),
        "mail": parts.html,
    }  # fmt: skip


KINDS = sorted(pages(small_edition()))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_remote_and_no_script(kind: str) -> None:
    """A page loads nothing from anywhere: no script, style, font or picture."""
    assert not REMOTE.search(pages(small_edition())[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_headings_in_order_and_one_main_title(kind: str) -> None:
    """A screen reader meets one h1 and no skipped level; ids are unique."""
    tree = html.fromstring(pages(small_edition())[kind])
    levels = [int(found.tag[1]) for found in tree.iter("h1", "h2", "h3", "h4")]
    # a small page in a site has its only heading in main
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "mail"])
def test_landmarks_language_and_skip_link(kind: str) -> None:
    """Every page has a language, a title, a main part and a way to skip to it."""
    tree = html.fromstring(pages(small_edition())[kind])
    assert tree.get("lang")
    assert tree.findtext(".//title")
    assert tree.xpath("//main/@id") == ["main"]
    assert tree.xpath("//a[@class='skip']/@href") == ["#main"]


def test_every_quote_is_on_the_page_and_in_the_mail() -> None:
    """Nothing the edition holds is lost on its way to the reader."""
    edition = small_edition()
    for kind in ("web", "mail"):
        shown = html.fromstring(pages(edition)[kind]).text_content()
        for story in edition.stories:
            # the mail gives headlines of a story's other reports to the page and the text part
            others = [report.headline for report in story.reports] if kind == "web" else []
            for quote in (story.headline, *story.summary, *others):
                assert quote.text in shown


def test_every_sentence_links_to_its_source() -> None:
    """Each sentence of a summary is a link to the article it stands in, and names the outlet."""
    edition = small_edition()
    links = {(a.text_content(), a.get("title")): a.get("href") for a in html.fromstring(web_page(edition)).iter("a")}
    for story in (story for story in edition.stories if story.series is None):
        for quote in story.summary:
            assert links[quote.text, quote.outlet].startswith(quote.url + "#:~:text=")


@pytest.mark.parametrize("language", ["fr", "de", "it", "en"])
def test_no_sentence_is_ours_but_the_tables(language: str) -> None:
    """Every text node of five words or more is quoted from the records or made from a word table."""
    edition = small_edition(language)
    table = words_of(language)
    ours = [*table.texts.values(), *(form for forms in table.plurals.values() for form in forms.values())]
    patterns = [re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(text)) + r"\Z") for text in ours]
    given = {quote.text for story in edition.stories for quote in (story.headline, *story.summary)}
    given |= {report.headline.text for story in edition.stories for report in story.reports}
    sides = [side for story in edition.stories for clash in story.disputes for side in (clash.left, clash.right)]
    given |= {side.quote.text for side in sides} | {side.who for side in sides}
    given |= {"Marc Oberson / Le Rivage"}  # a credit as given, and whose photo it is
    given |= {story.photo.caption or "" for story in edition.stories if story.photo}
    given |= {notice.note or "" for notice in edition.notices} | {notice.headline for notice in edition.notices}
    given |= {trouble.error for trouble in edition.troubles}
    body = html.fromstring(web_page(edition)).find("body")
    assert body is not None
    checked = 0
    for node in (str(text).strip(" \u202f—:(),·\n") for text in body.xpath(".//text()")):
        if len(node.split()) < 5 or any(node == text.strip(" \u202f—:(),·\n") for text in given):
            continue
        parts = re.split(r" · | \(", node)
        assert all(len(part.split()) < 5 or any(p.match(part) for p in patterns) for part in parts), node
        checked += 1
    assert checked >= 3  # the account and the footer at least


def test_facts_beside_the_news() -> None:
    """Counts, marks, corrections, troubles and the account stand on the page, in its language."""
    shown = " ".join(html.fromstring(web_page(small_edition(), ledger_href="/ledger")).text_content().split())
    for words in (
        "mardi 8 septembre 2026", "bouclée à 16:30", "établie en retard, 18:02", "6 médias · 4 textes originaux · 2 langues",
        "suite du 7 septembre", "nouveau", "repris par L’Écho des Trois-Lacs 14:01", "reprend SDR", "réservé aux abonnés", "modifié sans mention", "corrigé par le média",
        "texte : ATR", "Retiré", "paru le 7 septembre", "Information erronée.", "Sources en difficulté", "À la une", "Météo",
        "1 204 articles lus : 797 textes imprimés dans 7 sujets, 402 reprises fusionnées, 3 retenus, 2 refusés.",
        "allemand", "Des secouristes à Praz-Verney, mardi.", "Marc Oberson / Le Rivage",
    ):  # fmt: skip
        assert words in shown, words


def test_a_printing_stands_under_the_text_it_prints() -> None:
    """Copies are one line under their original; their own headlines are kept where they differ."""
    tree = html.fromstring(web_page(small_edition()))
    line = tree.xpath("//article[1]//p[@class='copies']")[0]
    assert line.getparent().findtext("b") == "ATR"
    assert line.xpath("a/text()") == ["L’Écho des Trois-Lacs"]
    assert line.xpath("q/text()") == ["Deux morts en Valais"]


def test_foreign_text_is_marked_with_its_language() -> None:
    """A screen reader changes its voice; Arabic runs from the right."""
    tree = html.fromstring(web_page(small_edition()))
    assert tree.xpath("//a[text()='La funicolare riapre dopo tre anni']/@lang")[0] == "it"
    arabic = tree.xpath("//*[@lang='ar']")[0]
    assert arabic.get("dir") == "rtl"
    assert not tree.xpath("//body//*[@lang='fr'][not(@class='tag')]")


def test_photo_only_from_our_own_copy() -> None:
    """A photo is shown from a copy, and else only named: the outlet must not learn who reads."""
    assert (
        'src="photos/1.jpg" width="1200" height="800" loading="lazy" decoding="async" alt="Des secouristes'
        in pages(small_edition())["photos"]
    )
    assert "<img" not in pages(small_edition())["web"]


def test_addresses_that_are_no_web_links_are_dropped() -> None:
    """A javascript: or ftp: address leaves its words without a link."""
    for page in pages(small_edition()).values():
        assert "javascript:" not in page
        assert "ftp:" not in page


def test_an_edition_without_news_and_a_held_one_say_so() -> None:
    """An empty page explains itself."""
    empty = replace(small_edition("en"), sections=(), notices=(), troubles=())
    assert "No news in this edition." in web_page(empty)
    held = replace(empty, status=EditionStatus.HELD, reason="stale: <b>nothing</b> read")
    assert "held; nothing was sent" in web_page(held)
    assert "stale: &lt;b&gt;nothing&lt;/b&gt; read" in web_page(held)


def test_the_ledger_shows_that_it_adds_up() -> None:
    """The sum is shown with its parts, and a false one is named."""
    edition, ledger = small_edition("en"), small_ledger()
    counts = replace(edition.counts, read=4, printed=1, merged=1, held=1, refused=1)
    page = ledger_page(replace(edition, counts=counts), ledger)
    assert "The account adds up: 4 = 1 + 1 + 1 + 1." in page
    assert "The account does not add up: 1,204 against 4." in ledger_page(edition, ledger)
    assert all(entry.reason in page for entry in ledger.entries)
    assert page.count("<tbody>") == 4


def test_contrast_of_both_colour_schemes() -> None:
    """Text has at least 4.5 to 1 against its ground, by day and by night (WCAG 2.2, 1.4.3)."""
    page = web_page(small_edition())
    schemes = re.findall(r"--paper: (#\w+); --ink: (#\w+); --soft: (#\w+);.*?--red: (#\w+); --tint: (#\w+)", page)
    assert len(schemes) == 5  # day, night by the system and by choice, paper twice
    assert schemes[1] == schemes[2]
    for paper, ink, soft, red, tint in schemes[:3]:
        for text in (ink, soft, red):
            assert min(_contrast(text, paper), _contrast(text, tint)) >= 4.5


def _contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_a_page_of_many_stories_holds_them_all() -> None:
    """The web page has no limit."""
    page = web_page(big_edition(611))
    assert page.count("<article") == 611
