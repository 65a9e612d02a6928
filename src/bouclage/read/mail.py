"""A newsletter or a mailed article (.eml) to its text."""

from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any

from bouclage.read.assemble import Parts, article
from bouclage.read.dates import doubt, parse_date
from bouclage.read.fragment import blocks_of_html, blocks_of_text
from bouclage.records import Article, Document, Refusal, RefusalReason, Source, item_id
from bouclage.text.clean import clean, clean_or_none

_MOST_HEADER = 4_000  # characters: the parser's time grows with their square, and 150 KB of one took it minutes


class _Bounded(EmailPolicy):
    """The modern policy, that looks at no more of a header than people write."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return super().header_fetch_parse(name, value[:_MOST_HEADER])


_POLICY = _Bounded()


def read_mail(body: bytes, document: Document, source: Source) -> Article | Refusal:
    """Read a message as one article: subject as headline, its text as body."""
    url = document.final_url or document.url
    try:
        message = message_from_bytes(body, policy=_POLICY)
        subject = clean_or_none(str(message["subject"] or ""))
        guid = clean(str(message["message-id"] or "")).strip("<>") or url
        sent = parse_date(str(message["date"] or ""))
        part = message.get_body(("html", "plain")) if isinstance(message, EmailMessage) else None
        content = part.get_content() if part is not None else ""
        html = part is not None and part.get_content_type() == "text/html"
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, MessageError) as error:
        return Refusal(
            item=item_id(source.id, url), source_id=source.id, url=url, reason=RefusalReason.UNREADABLE,
            detail=f"cannot be read as mail: {type(error).__name__}",
        )  # fmt: skip
    text = content if isinstance(content, str) else ""
    blocks = blocks_of_html(text, drop=(subject,)) if html else blocks_of_text(text)
    if not subject and not blocks:
        return Refusal(
            item=item_id(source.id, guid),
            source_id=source.id,
            url=url,
            reason=RefusalReason.EMPTY,
            detail="a message without subject and text",
        )
    why = doubt(sent, document.fetched) if sent else None
    return article(
        Parts(headline=subject, body=blocks, published=None if why else sent, doubts=(why,) if why else ()),
        source, seen=document.fetched, url=url, guid=guid,
    )  # fmt: skip
