"""Messages and their hand-over: rendered edition + subscribers -> deliveries.

Takes rendered strings, subscribers and planned `Delivery` rows; gives one RFC 5322 message a reader and, through a
relay, the state each delivery ended in. Marks a delivery in flight before the final dot, so that a crash is never
taken for a delivery, nor sent twice. Never renders, never opens the store (the caller's `record` does), never sleeps
(the caller's `wait` does), never sends to somebody who did not confirm.
"""

from bouclage.deliver.dkim import Signer, load_key, new_key
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
from bouclage.deliver.send import Connection, SendCounts, deliver
from bouclage.deliver.settings import DeliverSettings, Timeouts
from bouclage.deliver.smtp import Answer, Relay, SmtpConnection, Tls
from bouclage.deliver.unsubscribe import subscriber_of, token

__all__ = [
    "PLACEHOLDER", "PREFERENCES", "Answer", "Compiled", "Connection", "DeliverSettings", "Parts", "Relay", "SendCounts",
    "Sender", "Signer", "SmtpConnection", "Timeouts", "Tls", "checked_address",
    "compile_parts", "compose", "deliver", "letter_message", "load_key", "message_id", "new_key", "subscriber_of",
    "token",
]  # fmt: skip
