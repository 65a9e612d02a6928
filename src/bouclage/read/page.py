"""One web page to one article."""

from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from bouclage.read.assemble import Parts, article
from bouclage.read.body import agree, blocks, choose, tidy, weight
from bouclage.read.boxes import boxed
from bouclage.read.dates import date_in_url, doubt, parse_date, zone_of
from bouclage.read.decode import decode, unpack
from bouclage.read.fallback import slow_body
from bouclage.read.head import Head, read_head
from bouclage.read.lead import find_lead, without_deck
from bouclage.read.markup import Piece, Walk, parse, text_of, walk
from bouclage.read.people import read_authors
from bouclage.read.photos import find_photo
from bouclage.read.provenance import agency_of_lines, agency_of_sentences, agency_of_site
from bouclage.read.settings import SETTINGS
from bouclage.read.structured import PageFacts, facts, text, texts
from bouclage.records import Article, Block, BlockKind, Document, Entry, Refusal, RefusalReason, Source, item_id
from bouclage.text.clean import letters, paragraphs
from bouclage.text.urls import absolute, canonical, host, path, same_host

_LEAST_AGAIN = 600  # characters from which a second look's body is believed
_NOT_ARTICLES = frozenset(("website", "collectionpage", "searchresultspage", "profilepage", "aboutpage", "contactpage"))


def read_page(document: Document, source: Source, entry: Entry | None = None) -> Article | Refusal:
    """Read the article a page holds; what the page lacks is taken from the feed's entry."""
    body = unpack(document.body)
    if body is None:
        return _refuse(document, source, entry, RefusalReason.TOO_LARGE, "larger than the limit, or damaged gzip")
    if document.status >= 400:
        return _refuse(document, source, entry, RefusalReason.NOT_FETCHED, f"the server answered {document.status}")
    if not body.strip():
        return _refuse(document, source, entry, RefusalReason.EMPTY, "the page is empty")
    if b"\x00\x00" in body[:64] or body[:5] in {b"%PDF-", b"\x89PNG\r", b"\xff\xd8\xff\xe0\x00"}:
        return _refuse(document, source, entry, RefusalReason.UNREADABLE, "not a web page but some other file")
    html = decode(body, document.content_type).text
    return read_html(html, document, source, entry)


def read_html(html: str, document: Document, source: Source, entry: Entry | None) -> Article | Refusal:
    """Read the article in decoded HTML."""
    url = document.final_url or document.url
    tree = parse(html)
    told = facts(tree, url)
    head = read_head(tree, told, source.name, url)
    lead, body = _text(tree, told, head, html)
    headline = head.headline or (entry.headline if entry else None)
    if (refusal := _no_article(told, headline, lead, body)) is not None:
        return _refuse(document, source, entry, *refusal)
    byline, authors = read_authors(tree, told, source.name, host(url), head.node)
    published, updated, doubts = _dates(tree, told, document, entry)
    parts = Parts(
        kicker=head.kicker,
        headline=headline,
        lead=lead,
        body=body,
        byline=byline,
        provenance=_provenance(tree, head, url, body),
        authors=authors or (entry.authors if entry else ()),
        photo=find_photo(tree, told, url, head.node) or (entry.photo if entry else None),
        published=published,
        updated=updated,
        section=_section(told) or (entry.section if entry else None),
        keywords=_keywords(told),
        language=told.language or told.first("og:locale", "content-language") or (entry.language if entry else None),
        paywalled=_paywalled(told),
        doubts=doubts,
    )
    address = _address(told, document)
    return article(parts, source, seen=document.fetched, url=address, guid=entry.guid if entry else address)


def _address(told: PageFacts, document: Document) -> str:
    """Return the page's own address: what it claims, unless that is a front page or another host's."""
    here = document.final_url or document.url
    for claim in (told.canonical, told.first("og:url")):
        found = absolute(here, claim)
        if found is None or path(found) in {"", "/"}:
            continue
        if same_host(found, here) or not here.startswith("http"):
            return canonical(found)
    return canonical(here)


def _provenance(tree: LexborHTMLParser, head: Head, url: str, body: tuple[Block, ...]) -> str | None:
    """Return the agency the page names elsewhere than in byline, dateline or signature."""
    return (
        agency_of_site(host(url))
        or agency_of_sentences(block.text for block in body)
        or agency_of_lines(tree, head.node)
    )


def _text(tree: LexborHTMLParser, told: PageFacts, head: Head, html: str) -> tuple[str | None, tuple[Block, ...]]:
    """Choose lead and body; the slow way is taken only where structure gives nothing."""
    if tree.body is None:
        return None, ()
    keep: set[int] = set()
    at = head.node
    while at is not None:
        keep.add(at.mem_id)
        at = at.parent
    claimed = text(told.article.get("articleBody"), "@value")
    claimed = claimed if claimed and len(claimed) > 400 else None
    found = _by_structure(walk(tree.body, keep=frozenset(keep)), told, head, claimed)
    if _size(found[1]) >= SETTINGS.least_body_chars:
        return found
    if claimed:
        lines = _lines(told.article.get("articleBody"))
        return found[0], tuple(Block(kind=BlockKind.PARAGRAPH, text=part) for part in lines)
    # A page whose names mislead: once more, leaving out only what no article is ever called.
    again = _by_structure(walk(tree.body, keep=frozenset(keep), soft=False), told, head, None)
    if _size(again[1]) >= _LEAST_AGAIN:
        return again
    lead = found[0]
    slow = slow_body(html, drop=frozenset(letters(part) for part in (head.headline, head.kicker, lead) if part))
    return (lead, slow) if _size(slow) > _size(found[1]) else found


def _by_structure(
    walked: Walk, told: PageFacts, head: Head, claimed: str | None
) -> tuple[str | None, tuple[Block, ...]]:
    """Choose lead and body among a page's pieces."""
    h1 = head.node.mem_id if head.node is not None else None
    chosen = choose(walked, told=claimed, h1=h1)
    names = [letters(part) for part in (head.headline, head.kicker) if part]
    outside = boxed(chosen.pieces, chosen.container)
    column = [piece for piece in chosen.pieces if piece.row not in outside]
    pieces = _below(tidy(column, drop=frozenset(names)), walked, h1, names[0] if head.headline else "")
    lead = find_lead(walked, pieces, told, head.headline, head.node)
    deck, pieces = without_deck(pieces)
    lead = lead or deck
    if lead:
        pieces = _after_lead(pieces, letters(lead))
    if claimed:
        pieces = agree(pieces, claimed)
    return lead, blocks(pieces)


def _size(body: tuple[Block, ...]) -> int:
    return sum(len(block.text) for block in body)


def _below(pieces: list[Piece], walked: Walk, h1: int | None, headline: str) -> list[Piece]:
    """Leave out what stands above the headline, and what repeats it."""
    row = next((piece.row for piece in walked.pieces if h1 in piece.path), -1) if h1 is not None else -1
    below = [piece for piece in pieces if piece.row > row]
    if sum(map(weight, below)) < 0.5 * sum(map(weight, pieces)):
        below = pieces  # a heading at the page's end is no headline to go by
    return [
        piece
        for piece in below
        if not (headline and headline in letters(piece.text) and len(piece.text) < 2 * len(headline) + 40)
    ]


def _after_lead(pieces: list[Piece], lead: str) -> list[Piece]:
    """Leave out the lead, and the short lines before it."""
    at = next((number for number, piece in enumerate(pieces[:8]) if letters(piece.text) == lead), None)
    if at is None:
        return pieces
    return [piece for piece in pieces[:at] if len(piece.text) > 120] + pieces[at + 1 :]


def _lines(value: object) -> list[str]:
    if isinstance(value, list):
        return [line for part in value for line in _lines(part)]
    return paragraphs(parse(value).text(separator=" ") if "<" in value else value) if isinstance(value, str) else []


def _no_article(
    told: PageFacts, headline: str | None, lead: str | None, body: tuple[Block, ...]
) -> tuple[RefusalReason, str] | None:
    size = len(headline or "") + len(lead or "") + sum(len(block.text) for block in body)
    if not headline and not body:
        return RefusalReason.EMPTY, "no headline and no text"
    if not body and not lead and not told.article:
        return RefusalReason.UNREADABLE, "no article on this page"
    if size < SETTINGS.least_article_chars and not told.article:
        return RefusalReason.UNREADABLE, f"only {size} characters of text: not an article"
    return None


def _dates(
    tree: LexborHTMLParser, told: PageFacts, document: Document, entry: Entry | None
) -> tuple[datetime | None, datetime | None, tuple[str, ...]]:
    url = document.final_url or document.url
    zone = zone_of(url)
    doubts = list(entry.doubts) if entry else []
    claims: list[object] = [
        *texts(told.article.get("datePublished"), "@value"),
        *texts(told.article.get("dateCreated"), "@value"),
        *told.all(
            "article:published_time",
            "og:article:published_time",
            "datepublished",
            "article:published",
            "parsely-pub-date",
            "sailthru.date",
            "dc.date.issued",
            "dcterms.created",
            "dc.date",
            "pubdate",
            "publish-date",
            "publication_date",
            "date",
        ),
    ]
    for node in tree.css('time[datetime][itemprop*="datePublished"], time[pubdate], [itemprop="datePublished"]')[:4]:
        claims.append(node.attributes.get("datetime") or node.attributes.get("content") or text_of(node))
    published = None
    for claim in claims:
        found = parse_date(claim, zone)
        if found is None:
            continue
        if (why := doubt(found, document.fetched)) is not None:
            doubts.append(why)
            continue
        published = found
        break
    if published is None:
        for node in tree.css("time[datetime]")[:3]:
            found = parse_date(node.attributes.get("datetime"), zone)
            if found is not None and doubt(found, document.fetched) is None:
                published = found
                break
    feed = entry.published if entry else None
    if published is None:
        published = feed or date_in_url(url, zone)
    elif feed is not None and abs((feed - published).total_seconds()) > SETTINGS.disagree_h * 3600:
        doubts.append(f"the feed says {feed.date().isoformat()}, the page {published.date().isoformat()}")
    updated = None
    for claim in (
        *texts(told.article.get("dateModified"), "@value"),
        *told.all("article:modified_time", "og:updated_time", "lastmod", "last-modified", "datemodified"),
    ):
        found = parse_date(claim, zone)
        if found is not None and doubt(found, document.fetched) is None:
            updated = found
            break
    if updated is not None and published is not None and updated < published:
        updated = None  # a draft's date: nothing is brought up to date before it is out
    return published, updated or (entry.updated if entry else None), tuple(dict.fromkeys(doubts))


def _section(told: PageFacts) -> str | None:
    found = text(told.article.get("articleSection"), "name", "@value") or told.first(
        "article:section", "section", "parsely-section"
    )
    return found if found and len(found) < 80 else None


def _keywords(told: PageFacts) -> tuple[str, ...]:
    claimed = texts(told.article.get("keywords"), "name", "@value") or told.all(
        "article:tag", "news_keywords", "keywords"
    )
    words = [word.strip() for claim in claimed for word in (claim.split(",") if len(claimed) < 3 else [claim])]
    return tuple(dict.fromkeys(word for word in words if 1 < len(word) < 80))[:30]


def _paywalled(told: PageFacts) -> bool:
    def closed(value: object) -> bool:
        return value is False or (isinstance(value, str) and value.strip().rpartition("/")[2].lower() == "false")

    if closed(told.article.get("isAccessibleForFree")):
        return True
    parts = told.article.get("hasPart")
    for part in parts if isinstance(parts, list) else [parts]:
        if isinstance(part, dict) and closed(part.get("isAccessibleForFree")):
            return True
    tier = (told.first("article:content_tier", "og:article:content_tier") or "").lower()
    return tier in {"locked", "metered", "premium", "paid"}


def _refuse(document: Document, source: Source, entry: Entry | None, reason: RefusalReason, detail: str) -> Refusal:
    url = document.final_url or document.url
    return Refusal(
        item=entry.item if entry else item_id(source.id, canonical(url)),
        source_id=source.id,
        url=(entry.url if entry else None) or url,
        reason=reason,
        detail=detail,
        headline=entry.headline if entry else None,
    )
