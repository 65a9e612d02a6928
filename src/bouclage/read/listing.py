"""Listing: what one visit to a source gave."""

from dataclasses import dataclass

from bouclage.records import Article, Entry, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Items of a source in its order; `complaint` is one clear line on what is wrong with it, None if nothing is."""

    entries: tuple[Entry, ...] = ()
    articles: tuple[Article, ...] = ()  # from formats that carry whole articles (wire files)
    refusals: tuple[Refusal, ...] = ()
    links: tuple[str, ...] = ()  # article addresses on a front page
    complaint: str | None = None
