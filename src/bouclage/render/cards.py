"""Cards: what an edition and a story say of themselves to search engines and to those who share a link."""

from bouclage.records import Edition, EditionStory
from bouclage.render.fit import shorten
from bouclage.render.frame import Card
from bouclage.render.speech import speech

_CHARS = 180  # of a description; what is longer is cut by those who show it


def edition_card(edition: Edition) -> Card:
    """Return the card of an edition; the address is its site's to say."""
    speak = speech(edition.language, edition.time_zone)
    stories = edition.stories
    title = f"{edition.title}, {speak.long_date(edition.day)}"
    return Card(
        kind="website",
        title=title,
        description=shorten(" – ".join(story.title for story in stories[:3]) or title, _CHARS),
        url="",
        published=edition.closed.isoformat(),
        data={
            "@type": "CollectionPage",
            "name": title,
            "inLanguage": edition.language,
            "datePublished": edition.closed.isoformat(),
            "mainEntity": {
                "@type": "ItemList",
                "numberOfItems": len(stories),
                "itemListElement": [
                    {"@type": "ListItem", "position": place, "name": story.title}
                    for place, story in enumerate(stories[:30], 1)
                ],
            },
        },
    )


def story_card(edition: Edition, story: EditionStory) -> Card:
    """Return the card of a story: a collection of reports, each its outlet's, never an article of ours."""
    summary = " ".join(quote.text for quote in story.summary[:2])
    return Card(
        kind="article",
        title=story.title,
        description=shorten(summary or story.title, _CHARS),
        url="",
        published=edition.closed.isoformat(),
        data={
            "@type": "CollectionPage",
            "name": story.title,
            "inLanguage": edition.language if story.headline_by_editor else story.language or edition.language,
            "datePublished": edition.closed.isoformat(),
            "isPartOf": {"@type": "Periodical", "name": edition.title},
            "citation": [
                {
                    "@type": "NewsArticle",
                    "headline": report.headline.text,
                    "url": report.url,
                    "datePublished": report.time.isoformat(),
                    "publisher": {"@type": "NewsMediaOrganization", "name": report.outlet},
                    **({"inLanguage": report.language} if report.language else {}),
                }
                for report in story.reports
            ],
        },
    )
