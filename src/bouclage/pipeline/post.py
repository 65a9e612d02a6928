"""Post: a closed edition as mail, compiled once for each variant that a reader wants."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bouclage.config import Config
from bouclage.deliver import (
    PLACEHOLDER,
    PREFERENCES,
    Compiled,
    Sender,
    SmtpConnection,
    compile_parts,
    message_id,
    return_address,
    token,
)
from bouclage.edition import chosen, week_before, week_of, weekend_before, with_weekend
from bouclage.pipeline.relay import relay_connection, signers_of
from bouclage.pipeline.withdrawn import as_shown, gone_since
from bouclage.records import Delivery, Edition, MailFormat, Span, Subscriber, SubscriberStatus, Variant, instant_of
from bouclage.render import MailParts, mail
from bouclage.store import Store

_KEPT = 256  # compiled variants in memory, about 150 KB each; beyond it the one not asked for longest goes


class Post:
    """One edition as mail: compiled once a variant, then one message a reader.

    `store` gives the editions of the days before, for readers who want several days in one mail; without it there are
    none. Withdrawn reports are left out as of now; texts whose rights have run out, as of each message's day.
    """

    def __init__(self, config: Config, edition: Edition, secret: str, store: Store | None = None) -> None:
        self._config = config
        self._store = store
        self._closed = edition
        self._variants: OrderedDict[Variant, tuple[str, Compiled]] = OrderedDict()
        self._judge(edition.closed)
        self._secret = secret.encode()
        self._leave_address = config.mail.bounce_address or config.mail.from_address
        self._signers = signers_of(config)
        self._public = config.web.public_url.rstrip("/")
        self._domain = config.mail.from_address.rpartition("@")[2]
        self._days = self._closed_days()
        self._weekend = bool(weekend_before(edition.day, self._days))

    @property
    def plain(self) -> Variant:
        """The variant of a reader who chose nothing."""
        return Variant(language=self.edition.language)

    @property
    def subject(self) -> str:
        """The subject of the plain variant."""
        return self._compiled(self.plain)[0]

    def envelope_sender(self, delivery: Delivery) -> str:
        """Return where a delivery's bounces go: an address of its own where `mail.bounce_address` is ours to extend."""
        mail = self._config.mail
        if mail.bounce_address is None:
            return mail.from_address
        if not self._config.returns.verp:
            return mail.bounce_address
        return return_address(mail.bounce_address, delivery, self._secret, self._config.returns.delimiter)

    @property
    def before(self) -> date | None:
        """The day of the edition closed before this one."""
        return max((day for day in self._days if day < self.edition.day), default=None)

    def connection(self) -> SmtpConnection:
        """Return a connection to the relay, not yet open."""
        return relay_connection(self._config)

    def variant(self, reader: Subscriber) -> Variant:
        """Return the variant a reader gets."""
        return Variant.of(reader, language=self.edition.language, weekend=self._weekend)

    def delivery(self, reader: Subscriber, moment: datetime) -> Delivery:
        """Return the planned delivery of a reader, to be tried at their own hour."""
        edition = self.edition
        return Delivery(
            edition=edition.name,
            day=edition.day,
            subscriber_id=reader.id,
            address=reader.address,
            message_id=message_id(edition.name, edition.day, reader.id, self._secret, self._domain),
            changed=moment,
            next_try=max(moment, hour_of(reader, edition, self._config)),
        )

    def message(self, reader: Subscriber, delivery: Delivery, moment: datetime) -> bytes:
        """Return a reader's message in one piece, as it may be read on the day of `moment`."""
        return b"".join(self.pieces(reader, delivery, moment))

    def pieces(self, reader: Subscriber, delivery: Delivery, moment: datetime) -> tuple[bytes, ...]:
        """Return a reader's message in pieces, ready to be sent one after the other."""
        if self._local_day(moment) > self._local_day(self._judged):
            self._judge(moment)
        mark = token(reader.id, self._secret)
        return self._compiled(self.variant(reader))[1].pieces_for(
            reader,
            delivery,
            date=moment,
            unsubscribe_url=f"{self._public}/unsubscribe/{mark}",
            unsubscribe_mailto=f"mailto:{self._leave_address}?subject=unsubscribe-{mark}",
            preferences_url=f"{self._public}/preferences/{token(reader.id, self._secret, purpose='preferences')}",
        )

    def preview(self, variant: Variant | None = None) -> bytes:
        """Return the message of an invented reader of a variant, dated at closing."""
        moment = self.edition.closed
        reader = self.invented("reader@example.org", moment, variant)
        return self.message(reader, self.delivery(reader, moment), moment)

    def invented(self, address: str, moment: datetime, variant: Variant | None = None) -> Subscriber:
        """Return a reader who is on no list."""
        reader = Subscriber(
            address=address,
            edition=self.edition.name,
            status=SubscriberStatus.CONFIRMED,
            created=moment,
            changed=moment,
        )
        if variant is None:
            return reader
        return replace(
            reader,
            language=variant.language,
            sections=variant.sections,
            news=variant.news,
            mail_format=variant.mail_format,
        )

    def parts(self, variant: Variant) -> MailParts:
        """Return what a variant's message is made of."""
        edition = self._span(variant.span)
        part = chosen(edition, variant)
        publisher = self._config.publisher
        days = {section.name.removeprefix("day:") for section in edition.sections if section.name.startswith("day:")}
        return mail(
            part.edition,
            web_url=self._web_url(self.edition.day),
            unsubscribe_url=PLACEHOLDER,
            preferences_url=PREFERENCES,
            address_of_publisher=", ".join(one for one in (publisher.name, publisher.postal) if one),
            permalinks=self._permalinks(edition),
            day_urls={f"day:{day}": f"{self._public}/{day}" for day in days},
            week=variant.span is Span.WEEK,
            elsewhere=part.elsewhere,
            foreign=part.foreign,
        )

    def _judge(self, moment: datetime) -> None:
        """Take the edition as its sources' rights let it be shown at `moment`; a late sending must not spread more."""
        self._judged = moment
        self.edition = self._closed if self._store is None else as_it_may_be_shown(self._store, self._closed, moment)
        self._spans: dict[Span, Edition] = {Span.DAY: self.edition}
        self._variants.clear()

    def _local_day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self._closed.time_zone)).date()

    def _compiled(self, variant: Variant) -> tuple[str, Compiled]:
        known = self._variants.get(variant)
        if known is not None:
            self._variants.move_to_end(variant)
            return known
        parts = self.parts(variant)
        made = (parts.subject, self._compile(parts, variant))
        self._variants[variant] = made
        if len(self._variants) > _KEPT:
            self._variants.popitem(last=False)
        return made

    def _compile(self, parts: MailParts, variant: Variant) -> Compiled:
        config, edition = self._config, self.edition
        sender = Sender(
            name=config.mail.from_name,
            address=config.mail.from_address,
            domain=self._domain,
            list_id=config.mail.list_id,
            list_name=edition.title,
            postal=config.publisher.postal or config.publisher.name,
        )
        return compile_parts(
            parts,
            sender=sender,
            edition=edition.name,
            day=edition.day,
            archive_url=f"{self._public}/archive",
            web_url=self._web_url(edition.day),
            language=variant.language,
            text_alone=variant.mail_format is MailFormat.TEXT,
            signers=self._signers,
        )

    def _span(self, span: Span) -> Edition:
        """Return the edition of a span of days, made once."""
        if span not in self._spans:
            day = self.edition.day
            if span is Span.WEEK:
                self._spans[span] = week_of(self.edition, self._editions(week_before(day, self._days)))
            else:
                self._spans[span] = with_weekend(self.edition, self._editions(weekend_before(day, self._days)))
        return self._spans[span]

    def _closed_days(self) -> tuple[date, ...]:
        if self._store is None:
            return ()
        with self._store.read() as tx:
            return tx.editions.days(self.edition.name)

    def _editions(self, days: Iterable[date]) -> list[Edition]:
        if self._store is None:
            return []
        found = []
        for day in days:
            with self._store.read() as tx:
                edition = tx.editions.get(self.edition.name, day)
            found.append(as_it_may_be_shown(self._store, edition, self._judged))
        return found

    def _permalinks(self, edition: Edition) -> dict[str, str]:
        """Return the addresses of the stories of other days: theirs are not on this edition's page."""
        return {
            story.id: f"{self._public}/{section.name.removeprefix('day:')}/story/{story.id}"
            for section in edition.sections
            if section.name.startswith("day:")
            for story in section.stories
        }

    def _web_url(self, day: date) -> str:
        return f"{self._public}/{day.isoformat()}"


def as_it_may_be_shown(store: Store, edition: Edition, now: datetime) -> Edition:
    """Return an edition without what was withdrawn or whose rights ran out: a late sending must not spread it."""
    with store.read() as tx:
        gone = gone_since(tx, edition, now)
    return as_shown(edition, gone, instead="")


def hour_of(reader: Subscriber, edition: Edition, config: Config) -> datetime:
    """Return when a reader gets an edition: the first time after closing that their clock shows their hour.

    Who chose neither hour nor zone gets it at closing. A zone alone means the edition's own hour on the reader's
    clock. An edition closed late is sent late, never a day later.
    """
    if reader.hour is None and reader.time_zone is None:
        return edition.closes
    at = time.fromisoformat(reader.hour) if reader.hour else config.edition(edition.name).closing_time
    zone = _zone(reader.time_zone) or ZoneInfo(edition.time_zone)
    day = edition.closes.astimezone(zone).date()
    found = instant_of(day, at, zone)
    return found if found >= edition.closes else instant_of(day + timedelta(days=1), at, zone)


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a zone this machine no longer knows must not stop the mail
        return None
