"""What an element is for, judged by the words of its class, id and test id."""

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

_CAMEL = re.compile(r"([a-z0-9])([A-Z])")
_WORD = re.compile(r"[a-z]+")

# Words for what stands around an article and is none of it, in the class names of European and English sites.
FURNITURE = frozenset(
    """
    query share sharing shares sharebar sharetools social socials related relateds newsletter newsletters
    comment comments disqus kommentare commentaires commenti cookie cookies consent gdpr cmp promo promos
    promotion promoted advert adverts advertisement advertising ad ads adslot anzeige werbung publicite
    pubblicita sponsor sponsored sponsors recommend recommended recommendation recommendations recirculation
    recirc outbrain taboola plista breadcrumb breadcrumbs sidebar rail navigation navbar nav menu footer
    subscribe subscription abo signup register login tags tag taglist hashtags keywords topics popular
    trending mostread meistgelesen toolbar tools widget poll weather wetter meteo byline author authors autor
    autore auteur bio biography caption credit credits copyright figcaption gallery slideshow carousel slider
    video player audio podcast teaser teasers print bookmark feedback rating ratings correction-form survey
    donate donation spende banner paywall piano regwall overlay modal popup tooltip dialog masthead timestamp
    dateline-meta readtime hidden visually sr screenreader skip loading pagination pager more mehr also aussi
    anche lesen weiterlesen readmore seealso lireaussi infobox factbox toc inhaltsverzeichnis furniture embed
    twitter facebook instagram whatsapp telegram linkedin
    """.split()  # noqa: SIM905 -- a list of words reads as words
)
# Words that make an element an article's body whatever else its class says.
BODY = re.compile(
    r"(?:article|story|entry|post|news|main|page|content|rich|meldung|artikel|articolo|cms|detail)[-_ ]{0,2}"
    r"(?:body|text|content|corps|copy|inhalt|testo|texte|richtext|main)|articlebody|\bbody[-_ ]{0,2}(?:text|"
    r"copy|content)|"
    r"\btxt[-_ ]?(?:article|corps)|paragraph|story[-_ ]?text|fliesstext|corpo[-_ ]?(?:articolo|testo)|prose",
)
KICKER = frozenset(
    """
    kicker overline topline dachzeile surtitre surtitle suptitle occhiello eyebrow oberzeile spitzmarke
    pretitle supertitle overtitle antetitulo antetitle supratitle suprahead overhead skyline keyword
    rubriktitel vorzeile titelzeile chapeau-titre headlinekicker preheadline
    """.split()  # noqa: SIM905 -- a list of words reads as words
)
LEAD = frozenset(
    """
    lead lede leadtext standfirst chapo chapeau chapô vorspann sommario intro teaser-text subtitle subhead
    subheadline subheading unterzeile untertitel summary description desc dek deck abstract sottotitolo
    catenaccio excerpt ingress entradilla bajada standfirsttext articlelead strapline manchette einleitung
    anriss introtext
    """.split()  # noqa: SIM905 -- a list of words reads as words
)
CREDIT = frozenset(
    """
    credit credits copyright source author bildautor bildquelle photographer photographe fotograf fotografo
    quelle rights agency attribution bildnachweis byline fonte foto-credit
    """.split()  # noqa: SIM905 -- a list of words reads as words
)


NEVER_LEAD = frozenset(
    """
    newsletter comment comments cookie consent related promo teaser teasers author bio caption gallery podcast
    video recommend recommended sidebar footer nav menu share social more read
    """.split()  # noqa: SIM905 -- a list of words reads as words
)


# Of the furniture words, those that no wrapper of running text ever bears.
HARD = frozenset(
    """
    query comment comments disqus kommentare commentaires commenti cookie cookies consent gdpr cmp related
    relateds newsletter newsletters recommend recommended recommendation recommendations recirculation recirc
    outbrain taboola plista popular trending mostread meistgelesen nav navbar menu navigation footer
    breadcrumb breadcrumbs teasers readmore seealso lireaussi bio biography tooltip hidden promo promos
    sponsor sponsored carousel slider
    """.split()  # noqa: SIM905 -- a list of words reads as words
)


class Role:
    """What the words of one class attribute say; made once for each distinct attribute."""

    __slots__ = ("body", "credit", "furniture", "hard", "kicker", "lead", "words")

    def __init__(self, text: str) -> None:
        split = _CAMEL.sub(r"\1-\2", text).lower()
        self.words = frozenset(_WORD.findall(split))
        flat = text.lower()
        self.body = bool(BODY.search(flat))
        self.kicker = not self.words.isdisjoint(KICKER)
        self.lead = not self.words.isdisjoint(LEAD)
        self.credit = not self.words.isdisjoint(CREDIT)
        self.furniture = not self.words.isdisjoint(FURNITURE) and not self.body and not self.kicker
        if self.lead and self.furniture:  # "article-header__summary--social" is a lead, "newsletter-intro" none
            self.furniture = not self.words.isdisjoint(NEVER_LEAD)
        self.hard = self.furniture and not self.words.isdisjoint(HARD)


@lru_cache(maxsize=20_000)
def role_of_text(text: str) -> Role:
    """Return the role that class words give an element."""
    return Role(text[:400])


def role_of(node: LexborNode) -> Role:
    """Return the role of an element by its class, id and test id."""
    attributes = node.attributes
    return role_of_text(
        " ".join(filter(None, (attributes.get("class"), attributes.get("id"), attributes.get("data-testid"))))
    )
