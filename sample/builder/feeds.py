"""RSS, Atom and JSON Feed as the outlets serve them, their faults included."""

import json
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape

from sample.builder.outlets import Outlet
from sample.builder.texts import Text

LONGEST = 40  # items in a feed


def feed(outlet: Outlet, texts: list[Text]) -> bytes:
    """Return the outlet's feed with its newest items first."""
    newest = sorted(texts, key=lambda text: (text.published, text.id), reverse=True)[:LONGEST]
    if outlet.channel == "atom":
        return _atom(outlet, newest)
    if outlet.channel == "json":
        return _json_feed(outlet, newest)
    return _rss(outlet, newest, full=outlet.channel == "rss-full")


def html_of(text: Text) -> str:
    """Return the report's body as a content system puts it into a full-text feed."""
    parts = [f"<p><strong>{escape(text.lead, quote=False)}</strong></p>"] if text.lead else []
    for kind, words in text.blocks:
        shown = escape(words, quote=False)
        parts.append(
            {"crosshead": f"<h3>{shown}</h3>", "quote": f"<blockquote>{shown}</blockquote>"}.get(
                kind, f"<p>{shown}</p>"
            )
        )
    return "\n".join(parts)


def _lying(outlet: Outlet, index: int, published: datetime) -> datetime:
    if outlet.fault != "lying-dates":
        return published
    return datetime(1970, 1, 1, tzinfo=published.tzinfo) if index % 2 else published + timedelta(days=1800)


def _rss(outlet: Outlet, texts: list[Text], *, full: bool) -> bytes:
    items = []
    for index, text in enumerate(texts):
        content = f"\n<content:encoded><![CDATA[{html_of(text)}]]></content:encoded>" if full else ""
        media = ""
        if text.photo_caption and not full:
            media = (
                f'\n<media:content url="{outlet.base}/photos/{text.item}.jpg" medium="image"><media:description>{escape(text.photo_caption)}'
                f"</media:description><media:credit>{escape(text.photo_credit or '')}</media:credit></media:content>"
            )
        author = f"\n<dc:creator>{escape(text.byline)}</dc:creator>" if text.byline else ""
        language = f"\n<dc:language>{text.language}</dc:language>" if text.language != outlet.language else ""
        items.append(
            f"<item>\n<title>{escape(text.headline)}</title>\n<link>{text.url}</link>\n"
            f'<guid isPermaLink="false">{outlet.id}:{text.item}</guid>\n'
            f"<pubDate>{format_datetime(_lying(outlet, index, text.published))}</pubDate>{author}{language}\n"
            f"<category>{text.section}</category>\n<description>{escape(text.lead)}</description>{content}{media}\n</item>"
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">\n<channel>\n'
        f"<title>{escape(outlet.name)}</title>\n<link>{outlet.base}/</link>\n<description>{escape(outlet.name)}</description>\n"
        f"<language>{outlet.language}-ch</language>\n<ttl>15</ttl>\n" + "\n".join(items) + "\n</channel>\n</rss>\n"
    ).encode()


def _atom(outlet: Outlet, texts: list[Text]) -> bytes:
    entries = [
        f"<entry>\n<id>tag:{outlet.id}.example,2026:{text.item}</id>\n<title>{escape(text.headline)}</title>\n"
        f'<link rel="alternate" href="{text.url}"/>\n<published>{text.published.isoformat()}</published>\n'
        f"<updated>{(text.updated or text.published).isoformat()}</updated>\n"
        + (f"<author><name>{escape(text.byline)}</name></author>\n" if text.byline else "")
        + f'<category term="{text.section}"/>\n<summary>{escape(text.lead)}</summary>\n</entry>'
        for text in texts
    ]
    newest = texts[0].published.isoformat() if texts else "2026-09-07T00:00:00+02:00"
    document = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">\n'
        f"<id>tag:{outlet.id}.example,2026:feed</id>\n<title>{escape(outlet.name)}</title>\n<updated>{newest}</updated>\n"
        f'<link rel="self" href="{outlet.base}{outlet.listing}"/>\n' + "\n".join(entries) + "\n"
    )
    if outlet.fault == "truncated":  # the server died while it wrote the next entry
        return document.encode() + b"<ent"
    encoding = "windows-1252" if outlet.fault == "wrong-encoding" else "utf-8"
    return (document + "</feed>\n").encode(encoding)


def _json_feed(outlet: Outlet, texts: list[Text]) -> bytes:
    items = []
    for text in texts:
        item: dict[str, object] = {
            "id": f"{outlet.id}/{text.item}",
            "url": text.url,
            "title": text.headline,
            "content_html": html_of(text),
            "date_published": text.published.isoformat(),
            "tags": [text.section],
        }
        if text.byline:
            item["authors"] = [{"name": text.byline}]
        items.append(item)
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": f"{outlet.base}/",
        "feed_url": f"{outlet.base}{outlet.listing}",
        "language": outlet.language,
        "items": items,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
