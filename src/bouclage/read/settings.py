"""What reading is tuned by; each value with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """Limits and thresholds of the stage."""

    max_bytes: int = 8_000_000  # of one document after decompression; the largest of 228 news pages is 2.9 MB
    max_depth: int = 200  # nesting read as structure; news pages stay under 60, the rest is read flat
    max_open: int = 1_000  # elements open at once; 100,000 nested ones took 38 s to parse, 1,000 take 2 ms
    max_nodes: int = 400_000  # nodes looked at in one page; the largest of 228 news pages has 31,000
    max_items: int = 5_000  # items taken from one listing; a news sitemap may hold 1,000
    max_slow_tags: int = 40_000  # in a feed left to feedparser: nested 200,000 deep took it 6 s, real ones have 5,000
    max_links: int = 200  # article links taken from one front page
    max_headline: int = 500  # characters of a headline; the longest of 228 news pages has 151
    max_line: int = 200  # characters of a kicker, dateline, section, sign-off
    max_lead: int = 4_000  # characters of a lead; the longest of 228 news pages has 476; more is the text itself
    future_slack_s: int = 900  # clocks of publishers run up to a quarter of an hour ahead
    earliest_year: int = 1995  # before it there was no news on the web: a default date of some software
    stale_days: int = 400  # a feed's item older than this, among items of today, is a date gone wrong
    disagree_h: int = 36  # feed and page are said to disagree on the date from here on
    least_body_chars: int = 140  # under it the structure gave no body and the slow way is tried
    least_article_chars: int = 80  # headline, lead and body together: under it a page is no article


SETTINGS = ReadSettings()
