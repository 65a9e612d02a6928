"""The stages in order, saving between them; the only place that loads and saves.

    sources  → fetch → read          `collect`, `collect_files`   articles, refusals, health of sources
    articles → wire → stories →
               edition               `close_edition`              one frozen edition and its ledger
    stories  → statements            `statements_wanted`,
                                     `find_statements`            ahead of the closing, by whoever has time
    edition  → render                `publish`                    files
    edition  → render → deliver      `send_edition`               one delivery a subscriber

Each step is one transaction and can be run again: ids are content hashes, a closed edition never changes, a delivery
is planned once.
"""

from bouclage.pipeline.close import (
    Closing,
    Preview,
    close_edition,
    open_stories,
    preview_edition,
)
from bouclage.pipeline.collect import Collected, Visit, collect, due_sources
from bouclage.pipeline.embedder import load_embedder
from bouclage.pipeline.files import FilesRead, collect_files, collect_named, document_of, files_under
from bouclage.pipeline.grouping import group_rows, score_rows
from bouclage.pipeline.guard import guard
from bouclage.pipeline.joining import Asked, ask, change, confirm, data_of, erase, leave, open_letter
from bouclage.pipeline.letters import LettersSent, send_letters
from bouclage.pipeline.maintain import Kept, Maintained, is_due, look, maintain
from bouclage.pipeline.photos import photos_of
from bouclage.pipeline.plain_files import FilesKept, days_to_write, keep_files
from bouclage.pipeline.prepare import find_statements, statements_wanted
from bouclage.pipeline.publish import publish
from bouclage.pipeline.relay import relay_connection, signers_of
from bouclage.pipeline.report import DeliveryReport, delivery_report
from bouclage.pipeline.returns import (
    Taken,
    returns_listener,
    take_event,
    take_maildir,
    take_many,
    take_report,
    take_return,
)
from bouclage.pipeline.rulings import merge_stories, pin_reports, split_story, withdraw_ruling
from bouclage.pipeline.said import Question, batches
from bouclage.pipeline.send import Sent, change_sending, preview, preview_message, send_edition
from bouclage.pipeline.slots import first_day, mark_missed, settled_days
from bouclage.pipeline.weather import renew_weather
from bouclage.pipeline.withdrawn import as_shown, gone_since, withdrawn_items

__all__ = [
    "Asked",
    "Closing",
    "Collected",
    "DeliveryReport",
    "FilesKept",
    "FilesRead",
    "Kept",
    "LettersSent",
    "Maintained",
    "Preview",
    "Question",
    "Sent",
    "Taken",
    "Visit",
    "as_shown",
    "ask",
    "batches",
    "change",
    "change_sending",
    "close_edition",
    "collect",
    "collect_files",
    "collect_named",
    "confirm",
    "data_of",
    "days_to_write",
    "delivery_report",
    "document_of",
    "due_sources",
    "erase",
    "files_under",
    "find_statements",
    "first_day",
    "gone_since",
    "group_rows",
    "guard",
    "is_due",
    "keep_files",
    "leave",
    "load_embedder",
    "look",
    "maintain",
    "mark_missed",
    "merge_stories",
    "open_letter",
    "open_stories",
    "photos_of",
    "pin_reports",
    "preview",
    "preview_edition",
    "preview_message",
    "publish",
    "relay_connection",
    "renew_weather",
    "returns_listener",
    "score_rows",
    "send_edition",
    "send_letters",
    "settled_days",
    "signers_of",
    "split_story",
    "statements_wanted",
    "take_event",
    "take_maildir",
    "take_many",
    "take_report",
    "take_return",
    "withdraw_ruling",
    "withdrawn_items",
]  # fmt: skip
