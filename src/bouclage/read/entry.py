"""A feed's entry to an article, where the page is not fetched or could not be had."""

from datetime import datetime

from bouclage.read.assemble import Parts, article
from bouclage.read.fragment import blocks_of
from bouclage.records import Article, Entry, Refusal, RefusalReason, Source
from bouclage.text.clean import letters
from bouclage.text.urls import canonical


def article_from_entry(entry: Entry, source: Source, seen: datetime) -> Article | Refusal:
    """Make an article of what the feed says: its full text, or headline and summary alone."""
    body = blocks_of(entry.body_html, drop=(entry.headline,))
    lead = entry.lead
    if lead and body:
        start = letters(lead)[:60]
        if len(start) >= 20 and letters(" ".join(block.text for block in body[:3])).startswith(start):
            whole = letters(lead)
            # A summary that is the first paragraph, whole, is the lead; one that is its first words is not shown twice.
            if letters(body[0].text) == whole:
                body = body[1:]
            else:
                lead = None
    if not entry.headline and not body and not lead:
        return Refusal(
            item=entry.item, source_id=source.id, url=entry.url or source.url, reason=RefusalReason.EMPTY,
            detail="the feed gives neither headline nor text",
        )  # fmt: skip
    return article(
        Parts(
            headline=entry.headline,
            lead=lead,
            body=body,
            byline=", ".join(entry.authors) or None,
            authors=entry.authors,
            photo=entry.photo,
            published=entry.published,
            updated=entry.updated,
            section=entry.section,
            language=entry.language,
            doubts=entry.doubts,
        ),
        source,
        seen=seen,
        url=canonical(entry.url) if entry.url else source.url,
        guid=entry.guid,
    )
