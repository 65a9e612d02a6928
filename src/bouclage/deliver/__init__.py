"""Messages and their hand-over: rendered edition + subscribers -> deliveries.

Takes rendered strings, subscribers and planned `Delivery` rows; gives one RFC 5322 message a reader and, through a
relay, the state each delivery ended in. Marks a delivery in flight before the final dot, so that a crash is never
taken for a delivery, nor sent twice. Never renders, never opens the store (the caller's `record` does), never sleeps
(the caller's `wait` does), never sends to somebody who did not confirm.
"""

from bouclage.deliver.answers import Answer
from bouclage.deliver.courier import Connection, Courier, SendCounts
from bouclage.deliver.dkim import Signer, load_key, new_key
from bouclage.deliver.events import Event, Report, event_of, report_of
from bouclage.deliver.fields import checked_address
from bouclage.deliver.letter import letter_message
from bouclage.deliver.message import (
    PLACEHOLDER,
    PREFERENCES,
    Compiled,
    Parts,
    Sender,
    compile_parts,
    compose,
    message_id,
)
from bouclage.deliver.pace import PaceSettings
from bouclage.deliver.pipelining import Envelope
from bouclage.deliver.returns import Reading, read_return, verdict
from bouclage.deliver.settings import DeliverSettings, Timeouts
from bouclage.deliver.smtp import Relay, SmtpConnection, Tls
from bouclage.deliver.unsubscribe import subscriber_of, token
from bouclage.deliver.verp import Returned, return_address, returned

__all__ = [
    "PLACEHOLDER", "PREFERENCES", "Answer", "Compiled", "Connection", "Courier", "DeliverSettings", "Envelope", "Event",
    "PaceSettings", "Parts", "Reading", "Relay", "Report", "Returned", "SendCounts", "Sender", "Signer",
    "SmtpConnection", "Timeouts", "Tls", "checked_address", "compile_parts", "compose", "event_of", "letter_message",
    "load_key", "message_id", "new_key", "read_return", "report_of", "return_address", "returned", "subscriber_of",
    "token", "verdict",
]  # fmt: skip
