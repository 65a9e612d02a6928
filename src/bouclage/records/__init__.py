"""Frozen facts, one file a noun.

Takes nothing, gives the types that stages pass on; holds no behaviour but identity and refusing impossible values;
never imports anything of Bouclage but errors. Times are aware UTC, collections are tuples, None means unknown.
"""

from bouclage.records.alarm import Alarm, AlarmKind
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
from bouclage.records.consent import Consent, ConsentAct
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
    ShownDispute,
    ShownEvent,
    ShownStatement,
    SourceTrouble,
)
from bouclage.records.ids import digest
from bouclage.records.ledger import Counts, Fate, Ledger, LedgerEntry
from bouclage.records.letter import Letter, LetterKind, LetterState
from bouclage.records.local_time import instant_of
from bouclage.records.mail_return import MailReturn, ReturnKind
from bouclage.records.page_state import PageState
from bouclage.records.picture import Picture
from bouclage.records.plain import from_plain, to_plain
from bouclage.records.refusal import Refusal, RefusalReason
from bouclage.records.revision import Edit, Revision, RevisionKind
from bouclage.records.ruling import Ruling, RulingKind
from bouclage.records.sending import Sending, SendingState
from bouclage.records.source import Rights, Source, SourceKind, SourceState, TextRight
from bouclage.records.statement import (
    DatedSpan,
    Dispute,
    DisputeKind,
    Statement,
    StatementKind,
    StoryStatement,
    StoryStatements,
    TimelineEvent,
    VerbClass,
)
from bouclage.records.story import Membership, Story
from bouclage.records.subscriber import Frequency, MailFormat, NewsChoice, Subscriber, SubscriberStatus
from bouclage.records.suppression import Suppression, SuppressionReason
from bouclage.records.times import require_utc, utc
from bouclage.records.told import Told
from bouclage.records.user import AuditLine, Role, Token, User
from bouclage.records.variant import Span, Variant
from bouclage.records.weather import Forecast, Sky, Weather, WeatherDay, WeatherPoint, WeatherService
from bouclage.records.webhook import CallState, Webhook, WebhookCall
from bouclage.records.wire_copy import Printing, WireCopy

__all__ = [
    "Alarm",
    "AlarmKind",
    "Article",
    "AuditLine",
    "Block",
    "BlockKind",
    "CallState",
    "Consent",
    "ConsentAct",
    "Counts",
    "DatedSpan",
    "DecisionKind",
    "Delivery",
    "DeliveryState",
    "Dispute",
    "DisputeKind",
    "Document",
    "Edit",
    "Edition",
    "EditionStatus",
    "EditionStory",
    "EditorialDecision",
    "Entry",
    "Fate",
    "Forecast",
    "Frequency",
    "Lapsed",
    "Ledger",
    "LedgerEntry",
    "Letter",
    "LetterKind",
    "LetterState",
    "MailFormat",
    "MailReturn",
    "Membership",
    "NewsChoice",
    "Notice",
    "PageState",
    "Photo",
    "Picture",
    "Printing",
    "PubStatus",
    "Quote",
    "Refusal",
    "RefusalReason",
    "Report",
    "ReturnKind",
    "Revision",
    "RevisionKind",
    "Rights",
    "Role",
    "Ruling",
    "RulingKind",
    "Section",
    "Sending",
    "SendingState",
    "ShownDispute",
    "ShownEvent",
    "ShownStatement",
    "Signal",
    "Sky",
    "Source",
    "SourceKind",
    "SourceState",
    "SourceTrouble",
    "Span",
    "Statement",
    "StatementKind",
    "Story",
    "StoryStatement",
    "StoryStatements",
    "Subscriber",
    "SubscriberStatus",
    "Suppression",
    "SuppressionReason",
    "TextRight",
    "TimelineEvent",
    "Token",
    "Told",
    "User",
    "Variant",
    "VerbClass",
    "Weather",
    "WeatherDay",
    "WeatherPoint",
    "WeatherService",
    "Webhook",
    "WebhookCall",
    "WireCopy",
    "digest",
    "from_plain",
    "full_text",
    "in_order",
    "instant_of",
    "item_id",
    "require_utc",
    "to_plain",
    "utc",
]  # fmt: skip
