"""One page to one article: the parts of its anatomy, and what is none of it."""

# ruff: noqa: E501 -- markup stays as it comes

from datetime import UTC, datetime

import pytest

from bouclage.read import read_page
from bouclage.read.photos import split_credit
from bouclage.records import BlockKind, Entry, RefusalReason
from tests.unit.read.reading import NOW, document, page, refused, source

PARAGRAPHS = (
    "Le Conseil d'État a décidé mardi de fermer la route du col pendant trois semaines, le temps de purger la paroi.",
    "« Nous ne prendrons aucun risque », a déclaré la conseillère Anne Muller devant la presse réunie à Sion.",
    "Une déviation sera mise en place par la rive gauche; les cars postaux circuleront toutes les heures.",
)
HEAD = """<html lang="fr"><head><title>La route fermée - Le Rivage</title>
<meta property="og:site_name" content="Le Rivage"><meta property="og:title" content="La route du col fermée">
<meta property="og:image" content="https://lerivage.example/photos/col-ferme-2026.jpg">
<link rel="canonical" href="https://lerivage.example/suisse/route-du-col-fermee"></head>"""
PLAIN = "<html><head></head>"
FURNITURE = """<div class="share">Partager</div><aside>Lire aussi: <a href="/x">Le tunnel rouvre demain matin</a></aside>
<p>Lire aussi : Le tunnel rouvre</p><div class="newsletter"><p>Restez informé: inscrivez-vous à notre lettre du soir.</p></div>
<p>Restez informés avec notre newsletter</p><section class="comments"><h2>Commentaires (3)</h2><p>Enfin une bonne nouvelle pour la vallée, bravo à tous les ouvriers du chantier et merci.</p></section>
<div class="meteo-widget"><p>Météo Sion 21°</p></div><div id="cookie-banner"><p>Nous utilisons des cookies pour améliorer votre expérience.</p></div>"""


def body(*parts: str, end: str = "") -> str:
    """Markup of an article's paragraphs."""
    return "".join(f"<p>{part}</p>" for part in (parts or PARAGRAPHS)) + end


def article(inner: str, head: str = HEAD) -> str:
    """Markup of a page with navigation and furniture around an article."""
    return f"{head}<body><nav><a href='/'>Accueil</a></nav><main><article>{inner}{FURNITURE}</article></main><footer>© Le Rivage</footer></body></html>"


FRENCH = article(
    f"""<header><p class="surtitre">Valais</p><h1>La route du col fermée</h1>
<p class="chapo">La paroi menace de céder. Les travaux dureront jusqu'à la fin du mois.</p>
<p class="byline">Par <a rel="author">Claire Monnet</a></p><time datetime="2026-09-08T14:05:00+02:00">8 septembre</time></header>
<figure><img src="/photos/col-ferme-2026.jpg"><figcaption>La paroi, lundi. <span class="credit">Photo: Marc Oberson</span></figcaption></figure>
<div class="article-body">{body(*PARAGRAPHS[:2])}<h2>Une déviation</h2><p>{PARAGRAPHS[2]}</p><p>/ATR</p></div>"""
)


def test_whole_anatomy() -> None:
    """Every part of a printed article lands in its field."""
    read = page(FRENCH)
    assert read.kicker == "Valais"
    assert read.headline == "La route du col fermée"
    assert read.lead == "La paroi menace de céder. Les travaux dureront jusqu'à la fin du mois."
    assert [block.text for block in read.body] == [*PARAGRAPHS[:2], "Une déviation", PARAGRAPHS[2]]
    assert [block.kind for block in read.body][2] is BlockKind.CROSSHEAD
    assert (read.byline, read.authors) == ("Claire Monnet", ("Claire Monnet",))
    assert (read.agency, read.sign_off) == ("ATR", "/ATR")
    assert read.photo is not None
    assert (read.photo.caption, read.photo.credit) == ("La paroi, lundi.", "Marc Oberson")
    assert read.published == datetime(2026, 9, 8, 12, 5, tzinfo=UTC)
    assert read.language == "fr"
    assert read.url == "https://lerivage.example/suisse/route-du-col-fermee"


@pytest.mark.parametrize(
    "trace", ["Partager", "Lire aussi", "Restez", "Commentaires", "bravo", "Météo", "cookies", "Accueil", "©"]
)
def test_furniture_is_never_body(trace: str) -> None:
    """What stands around an article on the page is not in its text."""
    assert trace not in page(FRENCH).text


def test_text_is_stored_on_clean_lines() -> None:
    """Paragraphs hold no line breaks, entities, soft hyphens or decomposed letters."""
    read = page(
        article(
            f"<h1>Die Kran\u00adken\u00adkasse</h1><div class='article-body'><p>Das  Spital&nbsp;Cha\u0302teau\n schliesst &amp; zieht um.</p>{body()}</div>",
            PLAIN,
        )
    )
    assert read.headline == "Die Krankenkasse"
    assert read.body[0].text == "Das Spital Château schliesst & zieht um."
    assert all("\n" not in block.text for block in read.body)


@pytest.mark.parametrize(
    ("markup", "kicker"),
    [
        ("<h1><span class='article-title__overline'>Bergsturz</span> <span>Strasse gesperrt</span></h1>", "Bergsturz"),
        ("<span class='dachzeile'>Bergsturz</span><h1>Strasse gesperrt</h1>", "Bergsturz"),
        ("<div class='occhiello'>Vallese</div><h1>Strasse gesperrt</h1>", "Vallese"),
        ("<div class='keyword'>Landslide</div><h1>Strasse gesperrt</h1>", "Landslide"),
        ("<h1>Strasse gesperrt</h1>", None),
    ],
)
def test_kicker_is_apart_from_the_headline(markup: str, kicker: str | None) -> None:
    """A kicker inside or above the heading is a field of its own, in every language's class names."""
    read = page(article(f"<header>{markup}</header><div class='article-body'>{body()}</div>", PLAIN))
    assert (read.kicker, read.headline) == (kicker, "Strasse gesperrt")


def test_kicker_of_a_teaser_is_not_the_articles() -> None:
    """A teaser's kicker below the article stays below."""
    read = page(
        article(
            f"<h1>Strasse gesperrt</h1><div class='article-body'>{body()}</div><div class='teaser'><span class='kicker'>Sport</span><h3>Sieg</h3></div>",
            PLAIN,
        )
    )
    assert read.kicker is None


@pytest.mark.parametrize(
    ("end", "agency", "sign_off"),
    [
        (" /ATS", "ATS", "/ATS"),
        (" (AFP)", "AFP", "(AFP)"),
        (" (ats/afp)", "ATS", "(ats/afp)"),
        (" sda/", "SDA", "sda/"),
        (" (Keystone-ATS)", "ATS", "(Keystone-ATS)"),
        (" (sdr)", "SDR", "(sdr)"),
        (" (MNA)", "MNA", "(MNA)"),
        (" /ATR", "ATR", "/ATR"),
        (" (avec AFP)", "AFP", "(avec AFP)"),
        ("</p><p>(Reuters)", "Reuters", "(Reuters)"),
        ("</p><p>ATS/AFP", "ATS", "ATS/AFP"),
        ("</p><p>avec ATR", "ATR", "avec ATR"),
    ],
)
def test_sign_off_names_the_agency(end: str, agency: str, sign_off: str) -> None:
    """A signature at the body's end is cut from the text and its agency named, known before or not."""
    read = page(
        article(
            f"<h1>La route du col fermée</h1><div class='article-body'>{body(*PARAGRAPHS[:2], PARAGRAPHS[2] + end)}</div>"
        )
    )
    assert (read.agency, read.sign_off) == (agency, sign_off)
    assert read.body[-1].text == PARAGRAPHS[2]


@pytest.mark.parametrize("end", [" (PS)", " (UDC)", " dit-elle (rires)", " avec le PLR (VD)"])
def test_brackets_that_are_no_agency(end: str) -> None:
    """A party or a canton in brackets at the end is no agency."""
    read = page(
        article(
            f"<h1>La route du col fermée</h1><div class='article-body'>{body(*PARAGRAPHS[:2], 'Cela suffit, a lancé la députée Anne Muller' + end)}</div>"
        )
    )
    assert read.agency is None
    assert read.body[-1].text.endswith(end.strip())


@pytest.mark.parametrize(
    ("start", "line", "agency"),
    [
        ("Genève (ATS) - ", "Genève (ATS)", "ATS"),
        ("BERLIN (dpa) – ", "BERLIN (dpa)", "dpa"),
        ("GENEVA (MNA) — ", "GENEVA (MNA)", "MNA"),
        ("Bern (sdr) – ", "Bern (sdr)", "SDR"),
        ("Paris, 8 sept 2026 (AFP) - ", "Paris, 8 sept 2026 (AFP)", "AFP"),
        ("WASHINGTON — ", "WASHINGTON", None),
        ("(ANSA) - ROMA, 8 SET - ", "(ANSA) - ROMA, 8 SET", "ANSA"),
        ("(ANSA) - ", "(ANSA)", "ANSA"),
    ],
)
def test_dateline_is_cut_from_the_text(start: str, line: str, agency: str | None) -> None:
    """Place and agency before the first sentence are a field, not text."""
    read = page(
        article(
            f"<h1>La route du col fermée</h1><div class='article-body'>{body(start + PARAGRAPHS[0], *PARAGRAPHS[1:])}</div>"
        )
    )
    assert (read.dateline, read.agency) == (line, agency)
    assert PARAGRAPHS[0] in {read.lead, read.body[0].text}


@pytest.mark.parametrize(
    ("byline", "agency"),
    [
        ("sda/hosb", "SDA"),
        ("Claire Monnet avec ATR", "ATR"),
        ("Le Figaro et AFP", "AFP"),
        ("Claire Monnet", None),
    ],
)
def test_agency_in_the_byline(byline: str, agency: str | None) -> None:
    """An agency that stands in the author's place is the text's agency."""
    read = page(
        article(
            f"<h1>Strasse gesperrt</h1><p class='byline'>{byline}</p><div class='article-body'>{body()}</div>", PLAIN
        )
    )
    assert read.agency == agency


def test_json_ld_in_a_graph() -> None:
    """Facts in a @graph, with an author behind an @id and a paywalled part, are found."""
    data = """<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"Person","@id":"#p","name":"Bea Keller","url":"x"},
    {"@type":["NewsArticle"],"headline":"Strasse gesperrt","datePublished":"2026-09-08T10:00:00+02:00","dateModified":"2026-09-08T11:00:00+02:00",
    "author":{"@id":"#p"},"articleSection":"Schweiz","keywords":"Wallis, Bergsturz","isAccessibleForFree":true,
    "hasPart":{"@type":"WebPageElement","isAccessibleForFree":"False"}}]}</script>"""
    read = page(article(f"{data}<h1>Strasse gesperrt</h1><div class='article-body'>{body()}</div>", PLAIN))
    assert (read.authors, read.section, read.keywords) == (("Bea Keller",), "Schweiz", ("Wallis", "Bergsturz"))
    assert (read.published, read.updated) == (datetime(2026, 9, 8, 8, tzinfo=UTC), datetime(2026, 9, 8, 9, tzinfo=UTC))
    assert read.paywalled


@pytest.mark.parametrize(
    "data",
    [
        '{"@type":"NewsArticle","headline":"Strasse gesperrt","datePublished":"2026-09-08T10:00:00Z",}',
        '<!-- {"@type":"NewsArticle","headline":"Strasse\ngesperrt","datePublished":"2026-09-08T10:00:00Z"} -->',
        '{"@type":"NewsArticle","headline":"Strasse gesperrt","description":"a "quote" inside","datePublished":"2026-09-08T10:00:00Z"}',
        '[{"@type":"WebSite"},{"@type":"NewsArticle","datePublished":"2026-09-08T10:00:00Z"}];',
    ],
)
def test_broken_json_ld_still_tells(data: str) -> None:
    """Trailing commas, comments, bare line breaks and unescaped quotes do not lose the date."""
    read = page(
        article(
            f'<script type="application/ld+json">{data}</script><h1>Strasse gesperrt</h1><div class="article-body">{body()}</div>',
            PLAIN,
        )
    )
    assert read.published == datetime(2026, 9, 8, 10, tzinfo=UTC)


def test_entry_fills_what_the_page_lacks() -> None:
    """Identity, date and headline come from the feed where the page has none."""
    when = datetime(2026, 9, 8, 9, tzinfo=UTC)
    entry = Entry(
        source_id="le-rivage",
        guid="urn:1",
        url="https://lerivage.example/a/b",
        headline="La route fermée",
        published=when,
    )
    read = page(f"<html><body><article>{body()}</article></body></html>", entry)
    assert (read.guid, read.item, read.published, read.headline) == ("urn:1", entry.item, when, "La route fermée")


def test_page_date_is_believed_over_a_lying_feed() -> None:
    """A feed's date years off gives way to the page's, with a note."""
    entry = Entry(source_id="le-rivage", guid="1", url=None, headline="x", published=datetime(2024, 1, 1, tzinfo=UTC))
    read = page(FRENCH, entry)
    assert read.published == datetime(2026, 9, 8, 12, 5, tzinfo=UTC)
    assert read.doubts == ("the feed says 2024-01-01, the page 2026-09-08",)


def test_future_date_is_doubted() -> None:
    """A page dated in the future of its reading has no date and says why."""
    read = page(
        article(
            f"<meta property='article:published_time' content='2031-01-01T00:00:00Z'><h1>Strasse gesperrt</h1><div class='article-body'>{body()}</div>",
            PLAIN,
        )
    )
    assert read.published is None
    assert read.doubts == ("date in the future: 2031-01-01T00:00+00:00",)


def test_language_is_judged_by_content() -> None:
    """A page that calls itself English and is French is French."""
    assert page(FRENCH.replace('lang="fr"', 'lang="en"')).language == "fr"


@pytest.mark.parametrize(
    ("html", "facts", "reason"),
    [
        ("", {}, RefusalReason.EMPTY),
        ("<html><body><p>Not found</p></body></html>", {"status": 404}, RefusalReason.NOT_FETCHED),
        ("<html><body></body></html>", {}, RefusalReason.EMPTY),
        ("<html><body><h1>404</h1><p>Page not found.</p></body></html>", {}, RefusalReason.UNREADABLE),
        (b"%PDF-1.7 \x00\x00\x00\x00", {}, RefusalReason.UNREADABLE),
        (b"\x1f\x8bno gzip", {}, RefusalReason.TOO_LARGE),
    ],
)
def test_no_article_is_a_refusal(html: str | bytes, facts: dict[str, object], reason: RefusalReason) -> None:
    """What is no article is refused with its reason, not raised and not made up."""
    assert refused(html, **facts).reason is reason


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "<p>deep</p>",
        "<p>" + "word " * 300_000,
        "<a href=x>" * 20_000,
        "<b><i><u>" * 20_000 + "text",
        "<table>" * 2_000 + "<tr><td>x" * 2_000,
        '<script type="application/ld+json">' + "[" * 100_000 + "</script><h1>x</h1>",
        "&#x110000;&#0;&amp" * 10_000,
        b"\xff\xfe" + b"<\x00h\x001\x00" * 10_000,
        bytes(range(256)) * 400,
    ],
)
def test_hostile_markup_ends(html: str | bytes) -> None:
    """Deep, endless and broken markup is read or refused in bounded time."""
    read_page(document(html), source(), None)


PLAIN = "Le préfet a annoncé à Genève que l'été serait sec et qu'il faudrait économiser l'eau dès maintenant. " * 3


@pytest.mark.parametrize(
    ("encoding", "declared", "facts"),
    [
        ("cp1252", "utf-8", {}),
        ("utf-8", "iso-8859-1", {}),
        ("utf-8", "koi8-r", {}),
        ("utf-8", "no-such-thing", {}),
        ("utf-8", "utf-16", {}),
        ("utf-8", "utf-7", {}),
        ("utf-8", "rot13", {}),
        ("utf-16", "utf-8", {}),
        ("utf-8", "utf-8", {"content_type": "text/html; charset=shift_jis"}),
    ],
)
def test_a_wrong_charset_is_found_out(encoding: str, declared: str, facts: dict[str, object]) -> None:
    """What a page says of its encoding is held against its bytes: the accents come out right."""
    html = f'<html><head><meta charset="{declared}"></head><body><article><h1>Sécheresse</h1><p>{PLAIN}</p></article>'
    read = page(html.encode(encoding), **facts)
    assert read.headline == "Sécheresse"
    assert [block.text for block in read.body] == [PLAIN.strip()]


def test_invalid_bytes_spoil_their_own_place_alone() -> None:
    """A stray byte, a NUL and half a character in a page of UTF-8: the rest is read, and no NUL is kept."""
    html = f"<html><head><meta charset=utf-8></head><body><article><h1>Sécheresse</h1><p>{PLAIN}</p></article>".encode()
    read = page(html.replace(b"Gen", b"\xff\x00\xc3 Gen", 1))
    assert "préfet a annoncé" in read.text
    assert "\x00" not in read.text


def test_a_credit_is_looked_for_in_bounded_time() -> None:
    """Brackets, dashes and capitals without end below a picture, found by fuzzing, take no longer than they are."""
    for line in (
        "Rhin" + "(" * 3_000,
        "Lac (Aa" + "-" * 70 + "!)",
        "Lac (" + "A-" * 38 + "!)",
        "Le lac " * 20_000 + "(Keystone)",
        "Rhin " + "A" * 150_000,
    ):
        page(
            f"<html><body><article><h1>Sécheresse</h1><figure><img src=a.jpg><figcaption>{line}</figcaption></figure>"
            f"<p>{PLAIN}</p></article>"
        )
    assert split_credit("Le lac " * 200 + "(Keystone)") == (("Le lac " * 200).strip(), "Keystone")


def test_same_bytes_same_article() -> None:
    """Reading is a function: the same page gives the same identity."""
    assert page(FRENCH).id == page(FRENCH).id
    assert page(FRENCH).seen == NOW
