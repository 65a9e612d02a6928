"""A whole sending, from planned rows to files in the sink."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from email import message_from_bytes, policy

import pytest

from bouclage.deliver import (
    PLACEHOLDER,
    Courier,
    DeliverSettings,
    Relay,
    SendCounts,
    Sender,
    SmtpConnection,
    Tls,
    compile_parts,
    message_id,
    subscriber_of,
    token,
)
from bouclage.records import Delivery, DeliveryState, Subscriber, SubscriberStatus

SECRET = b"a secret of more than sixteen bytes"
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
DAY = date(2026, 9, 8)


class Parts:
    """A rendered edition with a line that is a lone dot."""

    subject = "Genève, Zürich, Bellinzona"
    text = f"Été\n.\n{PLACEHOLDER}\n"
    html = f'<p>Été</p>\n.\n<a href="{PLACEHOLDER}">x</a>\n'


class Evening:
    """One evening: readers, their rows and where they stand."""

    def __init__(self, count: int) -> None:
        self.readers = {
            one.id: one
            for one in (
                Subscriber(
                    address=f"reader{n}@reader.example", name=f"Reader {n}", status=SubscriberStatus.CONFIRMED,
                    created=NOW, changed=NOW,
                )
                for n in range(count)
            )
        }  # fmt: skip
        self.rows = {
            one.id: Delivery(
                edition="evening", day=DAY, subscriber_id=one.id, address=one.address, changed=NOW,
                message_id=message_id("evening", DAY, one.id, SECRET, "news.example"),
            )
            for one in self.readers.values()
        }  # fmt: skip
        sender = Sender(
            name="Bouclage", address="edition@news.example", domain="news.example", list_id="evening.news.example",
            list_name="Evening", postal="Rue du Port 1",
        )  # fmt: skip
        self.compiled = compile_parts(Parts(), sender=sender, edition="evening", day=DAY)

    def compose(self, row: Delivery) -> bytes:
        own = token(row.subscriber_id, SECRET)
        return self.compiled.for_reader(
            self.readers[row.subscriber_id],
            row,
            date=NOW,
            unsubscribe_url=f"https://news.example/u/{own}",
            unsubscribe_mailto=f"mailto:leave@news.example?subject={own}",
        )

    def send(self, connect: Callable[[], object]) -> SendCounts:
        courier = Courier(
            compose_for=self.compose,
            connect=connect,  # type: ignore[arg-type]
            envelope_sender=lambda _: "bounce@news.example",
            clock=lambda: NOW,
            wait=lambda _: None,
            settings=DeliverSettings(),
        )
        open_ = (DeliveryState.PLANNED, DeliveryState.DEFERRED)
        ends = courier.batch([row for row in self.rows.values() if row.state in open_])
        courier.close()
        self.rows |= {row.subscriber_id: row for row in ends}
        self.stopped = courier.stopped
        return courier.counts

    def states(self) -> list[str]:
        return [row.state.value for row in self.rows.values()]


def test_each_reader_gets_their_own_message_once(sink, to_sink):
    """Row 2 and 17: as many files as readers, each to one recipient, with a link that names that reader alone."""
    evening = Evening(25)
    assert evening.send(to_sink) == SendCounts(accepted=25)
    assert sink.connections == 1
    served = []
    for received in sink.received:
        message = message_from_bytes(received.content, policy=policy.SMTP.clone(raise_on_defect=True))
        (to,) = message["To"].addresses
        assert received.rcpt == (to.addr_spec,)
        assert received.mail_from == "bounce@news.example"
        url = message["List-Unsubscribe"].split(">")[0].lstrip("<")
        reader = evening.readers[subscriber_of(url.rpartition("/")[2], SECRET) or ""]
        assert reader.address == to.addr_spec
        assert message["Message-ID"] == evening.rows[reader.id].message_id
        for part in message.iter_parts():
            assert url in part.get_content()
            assert "\r\n.\r\n" in part.get_content()
        served.append(reader.id)
    assert sorted(served) == sorted(evening.readers)


def test_second_sending_sends_nothing(sink, to_sink):
    """Row 59: who has it does not get it again."""
    evening = Evening(3)
    evening.send(to_sink)
    assert evening.send(to_sink) == SendCounts()
    assert sink.count == 3


@pytest.mark.parametrize("close_after", [1, 4])
def test_relay_that_closes_every_few_messages(sink, to_sink, close_after):
    """Row 60: a relay that closes after every n messages gets all of them, each once."""
    sink.close_after = close_after
    evening = Evening(13)
    assert evening.send(to_sink) == SendCounts(accepted=13)
    assert sink.count == len({received.rcpt for received in sink.received}) == 13
    assert sink.connections >= 13 // close_after


def test_every_kind_of_trouble_in_one_sending(sink, to_sink):
    """Row 55: refused, deferred, uncertain and accepted add up to the plan, and the sink has what they say."""
    sink.refuse("reader1@reader.example", "550 5.1.1 unknown")
    sink.refuse("reader2@reader.example", "451 4.7.1 greylisted")
    sink.hang_up("reader3@reader.example")
    sink.hang_up("reader5@reader.example", at_dot=True)
    sink.refuse("reader6@reader.example", "421 4.3.2 closing", at_dot=True)
    evening = Evening(8)
    counts = evening.send(to_sink)
    assert counts == SendCounts(accepted=3, deferred=3, refused=1, uncertain=1)
    assert counts.seen == 8
    assert evening.states() == [
        "accepted", "refused", "deferred", "deferred", "accepted", "uncertain", "deferred", "accepted",
    ]  # fmt: skip
    got = [received.rcpt[0].partition("@")[0] for received in sink.received]
    assert got == ["reader0", "reader4", "reader5", "reader7"]  # 5 has it, though nobody told us


def test_relay_that_goes_away_leaves_the_rest_planned(sink, to_sink):
    """Sending stops with the relay named, and goes on later where it was."""
    evening = Evening(4)
    sink.stop()
    assert evening.send(to_sink) == SendCounts(skipped=4)
    assert f":{sink.port}" in str(evening.stopped)
    assert set(evening.states()) == {DeliveryState.PLANNED}
    sink.start()
    assert evening.send(to_sink) == SendCounts(accepted=4)


def test_slow_sink_is_an_uncertain_delivery(sink):
    """Row 50: an answer that does not come in time leaves it open, and the row says so."""
    sink.delay_s = 30
    evening = Evening(1)
    relay = Relay(host=sink.host, port=sink.port, tls=Tls.NONE, helo="news.example", timeout_s=0.2)
    assert evening.send(lambda: SmtpConnection(relay)) == SendCounts(uncertain=1)
    assert "timed out" in (next(iter(evening.rows.values())).answer or "")
