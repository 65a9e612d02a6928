"""The parts around an article's text as they are printed: headline, kicker, writers, lead, credit, agency."""

# ruff: noqa: E501 -- markup stays as it comes

import pytest

from tests.unit.read.reading import page
from tests.unit.read.test_read_page import HEAD, PLAIN, article, body

TITLE = "La route du col fermée"
BODY = f"<div class='article-body'>{body()}</div>"


def test_headline_in_a_breadcrumb_is_not_the_printed_one() -> None:
    """Where the h1 is the breadcrumb's last step, the heading printed over the article is the headline."""
    crumbs = "<nav class='breadcrumb'><a href='/'>Accueil</a><h1>Col fermé en Valais: ce qu'il faut savoir</h1></nav>"
    read = page(
        article(f"{crumbs}<header><h2><span class='kicker'>Valais</span><span>{TITLE}</span></h2></header>{BODY}")
    )
    assert (read.kicker, read.headline) == ("Valais", TITLE)


SAID_TWICE = "Route du col: trois semaines de fermeture"


@pytest.mark.parametrize(
    ("told", "shared", "printed", "headline"),
    [
        (SAID_TWICE, f"{SAID_TWICE} - Le Rivage", "Le col fermé trois semaines, la route purgée", SAID_TWICE),
        (SAID_TWICE, "Col fermé: ce qu'il faut savoir", f"{TITLE} trois semaines", f"{TITLE} trois semaines"),
        (TITLE, TITLE, f"{TITLE} jusqu'à la fin du mois", f"{TITLE} jusqu'à la fin du mois"),
    ],
    ids=["both the same", "one of each", "both cut short"],
)
def test_a_headline_declared_twice_is_the_articles(told: str, shared: str, printed: str, headline: str) -> None:
    """What JSON-LD and og:title say alike goes before the h1; where they differ, or were cut, what is printed stands."""
    data = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{told}"}}</script>'
    head = HEAD.replace('content="La route du col fermée"', f'content="{shared}"')
    assert page(article(f"{data}<h1>{printed}</h1>{BODY}", head)).headline == headline


def test_kicker_is_known_from_the_pages_own_title() -> None:
    """What a claimed title has before the printed headline is the kicker, if it is printed above it."""
    head = HEAD.replace('content="La route du col fermée"', f'content="Éboulement: {TITLE}"')
    read = page(article(f"<div><div>Éboulement</div><h1>{TITLE}</h1></div>{BODY}", head))
    assert (read.kicker, read.headline) == ("Éboulement", TITLE)


@pytest.mark.parametrize("line", ["<h4>Éboulement</h4>", "<p class='uppercase'>Éboulement</p>"])
def test_kicker_is_known_by_its_place(line: str) -> None:
    """A short heading, or a line in capitals, right above the headline is the kicker."""
    assert page(article(f"<header>{line}<h1>{TITLE}</h1></header>{BODY}")).kicker == "Éboulement"


@pytest.mark.parametrize("line", ["<h4>Suisse</h4>", "<h4>8 septembre 2026</h4>", "<h4>Le Rivage</h4>"])
def test_section_date_and_outlet_are_no_kicker(line: str) -> None:
    """A section's name, a date and the outlet's name above the headline are none."""
    read = page(article(f"<header>{line}<h1>{TITLE}</h1></header>{BODY}"), url="https://lerivage.example/suisse/col")
    assert read.kicker is None


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("<p>Von Anna Muster, Bea Keller</p>", ("Anna Muster", "Bea Keller")),
        ("<p>Par Claire Monnet et Jean Favre</p>", ("Claire Monnet", "Jean Favre")),
        ("<p>Von Anna Muster, Lausanne</p>", ("Anna Muster",)),
        ("<p>Von hier aus sieht man den Berg.</p>", ()),
    ],
)
def test_writers_of_a_line_without_a_name(line: str, authors: tuple[str, ...]) -> None:
    """A line below the headline that reads like a byline is one, whatever its class; a place is no writer."""
    assert page(article(f"<h1>{TITLE}</h1>{line}{BODY}")).authors == authors


def test_printed_line_that_names_more_is_believed() -> None:
    """Data that name the first of three writers give way to the line that names all."""
    data = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","author":{"@type":"Person","name":"Anna Muster"}}</script>'
    read = page(article(f"{data}<h1>{TITLE}</h1><p>Von Anna Muster, Bea Keller und Claire Monnet</p>{BODY}"))
    assert read.authors == ("Anna Muster", "Bea Keller", "Claire Monnet")


def test_a_description_the_page_does_not_print_is_no_lead() -> None:
    """What only search engines are told is not part of the article."""
    head = HEAD.replace(
        "</head>", "<meta name='description' content='Tout sur la fermeture du col, jour après jour.'></head>"
    )
    assert page(article(f"<h1>{TITLE}</h1>{BODY}", head)).lead is None
    shown = "<div class='teaser'>Tout sur la fermeture du col, jour après jour.</div>"
    assert (
        page(article(f"<h1>{TITLE}</h1>{shown}{BODY}", head)).lead == "Tout sur la fermeture du col, jour après jour."
    )


def test_a_lead_of_two_paragraphs_is_whole() -> None:
    """All paragraphs of the element that is called the lead are the lead."""
    lead = "<div class='chapo'><p>La paroi menace de céder sur la route.</p><p>Les travaux dureront jusqu'à la fin du mois.</p></div>"
    read = page(article(f"<h1>{TITLE}</h1>{lead}{BODY}"))
    assert read.lead == "La paroi menace de céder sur la route. Les travaux dureront jusqu'à la fin du mois."


@pytest.mark.parametrize(
    ("markup", "credit"),
    [
        (
            "<div class='pic'><img src='/p.jpg'><span class='image-copyright'>Bild: Marc Oberson/Keystone</span></div>",
            "Marc Oberson/Keystone",
        ),
        ("<figure><img src='/p.jpg'></figure><p>La paroi, lundi. (AFP / Marc Oberson)</p>", "AFP / Marc Oberson"),
        (
            "<figure><img src='/p.jpg'><figcaption>La paroi, lundi.<span>Marc Oberson/dpa</span></figcaption></figure>",
            "Marc Oberson/dpa",
        ),
        ("<figure><img src='/p.jpg'><span>Getty Images</span></figure>", "Getty Images"),
        ("<figure><img src='/p.jpg'><figcaption>La paroi, lundi.</figcaption></figure>", None),
        ("<div class='author'><img src='/a.jpg'><span class='author-name'>Claire Monnet</span></div>", None),
    ],
)
def test_credit_as_printed(markup: str, credit: str | None) -> None:
    """A credit is found in the picture's box or in a line of its own; a writer's portrait has none."""
    read = page(article(f"<h1>{TITLE}</h1>{markup}{BODY}"))
    assert read.photo is not None
    assert read.photo.credit == credit


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("<p class='footer-line'>Quelle: lerivage.example, ino/dpa</p>", "dpa"),
        ("<div class='author__source'>von APA</div>", "APA"),
        ("<div>sak/Reuters</div>", "Reuters"),
        ("<p>Mit Material von AFP und Reuters.</p>", "AFP"),
        ("<div class='related'><p class='author'>EFE</p></div>", None),
        ("<p>Dies erfuhr die dpa aus Kreisen der Regierung.</p>", None),
    ],
)
def test_agency_named_elsewhere(line: str, agency: str | None) -> None:
    """A line that says where the text is from names its agency; a mention, or another article's line, does not."""
    assert page(article(f"<h1>{TITLE}</h1><div class='article-body'>{body()}{line}</div>", PLAIN)).agency == agency


def test_agencys_own_site() -> None:
    """What an agency publishes itself is its own."""
    head = PLAIN
    assert page(article(f"<h1>{TITLE}</h1>{BODY}", head), url="https://factuel.afp.com/col-ferme").agency == "AFP"
