"""What stands in a page's markup and is read by nobody, and names and dates that are none."""

# ruff: noqa: E501 -- markup stays as it comes

import pytest

from bouclage.cli.read import article_json
from bouclage.read import read_file
from bouclage.records import Article
from tests.unit.read.reading import document, page
from tests.unit.read.test_read_page import article, body

BODY = f"<div class='article-body'>{body()}</div>"


def test_words_for_screen_readers_alone_are_not_quoted() -> None:
    """What is cut to nothing on the page stands in no sentence of it."""
    unseen = '<a href="/r">The report<span style="border: 0px; clip: rect(0px, 0px, 0px, 0px); width: 1px">, opens new tab</span></a>'
    read = page(
        article(
            f"<h1>La route du col fermée</h1><div class='article-body'>{body()}<p>{unseen} names three causes of the slide above the road.</p></div>"
        )
    )
    assert read.body[-1].text == "The report names three causes of the slide above the road."


def test_a_box_that_says_it_is_a_newsletter_is_left_out() -> None:
    """The name a box gives itself for screen readers counts like its class."""
    box = "<section aria-label='Newsletter Anmeldung'><h3>Hauptstadt am Abend von Anna Muster</h3><p>Der Blick hinter die Kulissen der Politik.</p></section>"
    read = page(
        article(
            f"<h1>La route du col fermée</h1><div class='article-body'>{body()}{box}<p>La route reste fermée aux camions jusqu'à la fin du mois de septembre.</p></div>"
        )
    )
    assert "Hauptstadt" not in read.text
    assert "Kulissen" not in read.text
    assert "camions" in read.text


@pytest.mark.parametrize(
    "line",
    [
        "Our website is the place for the latest breaking news and provocative commentary.",
        "Check out more of the latest travel stories by signing up to our free weekly newsletter",
    ],
)
def test_a_paper_speaking_of_itself_below_the_text_is_left_out(line: str) -> None:
    """A line that sends readers to the paper's own site or letters is no part of the article."""
    read = page(article(f"<h1>La route du col fermée</h1><div class='article-body'>{body()}<p>{line}</p></div>"))
    assert line not in read.text


def test_a_hidden_button_is_no_part_of_a_credit() -> None:
    """The word that unfolds a caption, not shown, is not a photographer's name."""
    picture = "<figure><img src='https://lerivage.example/col.jpg'><figcaption><span>La paroi, mardi. Foto: Marc Oberson/ATR</span><span hidden>Visa mer</span></figcaption></figure>"
    read = page(article(f"<h1>La route du col fermée</h1>{picture}{BODY}"))
    assert read.photo is not None
    assert read.photo.credit == "Marc Oberson/ATR"


def test_the_dates_below_a_headline_are_no_lead() -> None:
    """A line of two dates says when, whatever its element is called."""
    read = page(
        article(
            f"<h1>La route du col fermée</h1><p class='lead'>8 septembre 2026 • Mise à jour: 8 septembre 2026</p>{BODY}"
        )
    )
    assert "2026" not in (read.lead or "")


def test_an_update_before_publication_is_none() -> None:
    """A page changed last before it came out was not updated."""
    dates = "<meta property='article:published_time' content='2026-09-08T10:00:00Z'><meta property='article:modified_time' content='2026-09-08T08:00:00Z'>"
    read = page(
        f"<html><head>{dates}</head><body><article><h1>La route du col fermée</h1>{BODY}</article></body></html>"
    )
    assert read.published is not None
    assert read.updated is None


def test_an_address_is_no_outlets_name() -> None:
    """A page that names but its address at a network takes its outlet from its own."""
    told = "<link rel='canonical' href='https://lerivage.example/a'><meta name='twitter:site' content='https://twitter.example/lerivage'>"
    (read,) = read_file(
        document(
            f"<html><head>{told}</head><body><article><h1>La route du col fermée</h1>{BODY}</article></body></html>"
        )
    )
    assert isinstance(read, Article)
    assert read.outlet == "lerivage.example"


def test_a_photo_named_in_pasted_text_has_no_address() -> None:
    """`read --json` says null where a photo is told of and not shown."""
    text = "Valais\nLa route du col fermée pour trois semaines\nPhoto: Marc Oberson\nLa paroi menace de céder.\nLes travaux dureront jusqu'à la fin du mois, a dit le canton."
    (read,) = read_file(document(text, url="stdin"))
    assert isinstance(read, Article)
    assert article_json(read)["photo"] == {"url": None, "caption": None, "credit": "Marc Oberson"}


def test_a_call_amid_pasted_text_ends_it_not() -> None:
    """Where the text's signed end comes further down, a call to readers takes its own line alone."""
    text = "Valais\nLa route du col fermée pour trois semaines\nLa paroi menace de céder.\nLes travaux dureront un mois, a dit mardi le canton.\nRestez informé de nos actualités\nAu-dessus du col, les ouvriers purgent la paroi depuis mardi matin. /ATR"
    (read,) = read_file(document(text, url="stdin"))
    assert isinstance(read, Article)
    assert "purgent la paroi" in read.text
    assert "Restez" not in read.text
    assert read.sign_off == "/ATR"
