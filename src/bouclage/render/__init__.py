"""Set an edition: web page, mail and text from one frozen record.

Takes an `Edition` (a `Ledger` for its page) and the addresses its links need.
Gives HTML, mail parts and plain text, in the edition's language.
Never adds a sentence of its own beyond the word tables, and never reads store, clock or network.
"""

from bouclage.render.alarm import alarm_mail
from bouclage.render.mail import MailParts, mail
from bouclage.render.pages import ArchiveDay, Form, archive_page, ledger_page, message_page, tombstone_page
from bouclage.render.settings import RenderSettings
from bouclage.render.text import plain_text
from bouclage.render.web import story_page, web_page

__all__ = [
    "ArchiveDay", "Form", "MailParts", "RenderSettings", "alarm_mail",
    "archive_page", "ledger_page", "mail", "message_page",
    "plain_text", "story_page", "tombstone_page", "web_page",
]  # fmt: skip
