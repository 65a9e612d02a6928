"""Set an edition: web page, mail and text from one frozen record.

Takes an `Edition` (a `Ledger` for its page) and the addresses its links need.
Gives HTML, mail parts and plain text, in the edition's language.
Never adds a sentence of its own beyond the word tables, and never reads store, clock or network.
"""

from bouclage.render.alarm import alarm_mail
from bouclage.render.cards import edition_card, story_card
from bouclage.render.epub import epub
from bouclage.render.feeds import FEED_STORIES, FeedAddresses, atom_feed, json_feed, open_search, rss_feed, sitemap
from bouclage.render.frame import Card, Frame
from bouclage.render.letter import letter
from bouclage.render.mail import MailParts, mail
from bouclage.render.pages import ArchiveDay, Form, archive_page, ledger_page, message_page, tombstone_page
from bouclage.render.pdf import pdf
from bouclage.render.photo_view import PhotoCopy
from bouclage.render.reader_pages import About, agreed_text, erase_page, preferences_page, sign_up_page
from bouclage.render.reader_words import reader_words
from bouclage.render.search import Asked, FoundReport, FoundStory, search_page
from bouclage.render.settings import RenderSettings
from bouclage.render.sources import Printed, SourceLine, source_page, sources_page
from bouclage.render.text import plain_text
from bouclage.render.web import story_page, web_page

__all__ = [
    "FEED_STORIES", "About", "ArchiveDay", "Asked", "Card", "FeedAddresses", "Form", "FoundReport", "FoundStory",
    "Frame", "MailParts", "PhotoCopy", "Printed", "RenderSettings", "SourceLine", "agreed_text", "alarm_mail",
    "archive_page", "atom_feed", "edition_card", "epub", "erase_page", "json_feed", "ledger_page", "letter", "mail",
    "message_page", "open_search", "pdf", "plain_text", "preferences_page", "reader_words", "rss_feed", "search_page",
    "sign_up_page", "sitemap", "source_page", "sources_page", "story_card", "story_page", "tombstone_page", "web_page",
]  # fmt: skip
