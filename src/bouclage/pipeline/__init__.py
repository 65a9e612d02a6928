"""The stages in order, saving between them; the only place that loads and saves.

    sources  → fetch → read          `collect`, `collect_files`   articles, refusals, health of sources
    articles → wire → stories →
               edition               `close_edition`              one frozen edition and its ledger
    edition  → render                `publish`                    files
    edition  → render → deliver      `send_edition`               one delivery a subscriber

Each step is one transaction and can be run again: ids are content hashes, a closed edition never changes, a delivery
is planned once.
"""

from bouclage.pipeline.close import (
    Closing,
    close_edition,
    first_day,
    mark_missed,
    open_stories,
    preview_edition,
    settled_days,
)
from bouclage.pipeline.collect import Collected, Visit, collect, due_sources
from bouclage.pipeline.files import FilesRead, collect_files, collect_named, document_of, files_under
from bouclage.pipeline.grouping import group_rows, score_rows
from bouclage.pipeline.guard import guard
from bouclage.pipeline.publish import publish
from bouclage.pipeline.relay import relay_connection
from bouclage.pipeline.rulings import merge_stories, pin_reports, split_story, withdraw_ruling
from bouclage.pipeline.send import Sent, preview, preview_message, send_edition
from bouclage.pipeline.withdrawn import as_shown, gone_since, withdrawn_items

__all__ = [
    "Closing",
    "Collected",
    "FilesRead",
    "Sent",
    "Visit",
    "as_shown",
    "close_edition",
    "collect",
    "collect_files",
    "collect_named",
    "document_of",
    "due_sources",
    "files_under",
    "first_day",
    "gone_since",
    "group_rows",
    "guard",
    "mark_missed",
    "merge_stories",
    "open_stories",
    "pin_reports",
    "preview",
    "preview_edition",
    "preview_message",
    "publish",
    "relay_connection",
    "score_rows",
    "send_edition",
    "settled_days",
    "split_story",
    "withdraw_ruling",
    "withdrawn_items",
]  # fmt: skip
