"""What rendering is tuned by; each value with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderSettings:
    """Sizes of what leaves this stage."""

    # of the HTML part: large webmailers cut a message at 102,000 and its encoding varies
    mail_target_bytes: int = 90_000
    # of both parts as they travel: what a telephone on a train loads; the HTML part gives way down to the least
    mail_message_bytes: int = 97_000
    mail_least_bytes: int = 45_000
    mail_limit_bytes: int = 100_000  # never reached; a mail above it would lose its end and its unsubscribe link
    mail_cut_chars: int = 40  # a headline is not cut shorter than this to make room: it would say nothing
    subject_chars: int = 110  # mailboxes on a desk show about that much; telephones less
    text_width: int = 72  # columns of the text part, the custom of mail
