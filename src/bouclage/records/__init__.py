"""Frozen facts, one file a noun.

Takes nothing, gives the types that stages pass on; holds no behaviour but identity and refusing impossible values;
never imports anything of Bouclage but errors. Times are aware UTC, collections are tuples, None means unknown.
"""

from bouclage.records.article import (
    Article,
    Block,
    BlockKind,
    Entry,
    Photo,
    PubStatus,
    Signal,
    full_text,
    in_order,
    item_id,
)
from bouclage.records.decision import DecisionKind, EditorialDecision, Lapsed
from bouclage.records.delivery import Delivery, DeliveryState
from bouclage.records.document import Document
from bouclage.records.edition import (
    Edition,
    EditionStatus,
    EditionStory,
    Notice,
    Quote,
    Report,
    Section,
    SourceTrouble,
)
from bouclage.records.ids import digest
from bouclage.records.ledger import Counts, Fate, Ledger, LedgerEntry
from bouclage.records.plain import from_plain, to_plain
from bouclage.records.refusal import Refusal, RefusalReason
from bouclage.records.ruling import Ruling, RulingKind
from bouclage.records.source import Rights, Source, SourceKind, SourceState, TextRight
from bouclage.records.statement import (
    DatedSpan,
    Dispute,
    DisputeKind,
    Statement,
    StatementKind,
    TimelineEvent,
    VerbClass,
)
from bouclage.records.story import Membership, Story
from bouclage.records.subscriber import Subscriber, SubscriberStatus
from bouclage.records.times import require_utc, utc
from bouclage.records.wire_copy import Printing, WireCopy

__all__ = [
    "Article", "Block", "BlockKind", "Counts", "DatedSpan", "DecisionKind", "Delivery", "DeliveryState", "Dispute",
    "DisputeKind", "Document", "Edition", "EditionStatus", "EditionStory", "EditorialDecision", "Entry", "Fate",
    "Lapsed", "Ledger", "LedgerEntry", "Membership", "Notice", "Photo", "Printing", "PubStatus", "Quote", "Refusal",
    "RefusalReason", "Report", "Rights", "Ruling", "RulingKind", "Section", "Signal", "Source", "SourceKind",
    "SourceState", "SourceTrouble", "Statement", "StatementKind", "Story", "Subscriber", "SubscriberStatus",
    "TextRight", "TimelineEvent", "VerbClass", "WireCopy", "digest", "from_plain", "full_text", "in_order", "item_id",
    "require_utc", "to_plain", "utc",
]  # fmt: skip
