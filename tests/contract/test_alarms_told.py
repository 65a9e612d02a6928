"""The guard on a real store and a real SMTP server: told once, told again after it came back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bouclage.config import Config, MailConfig, OperatingConfig
from bouclage.deliver.sink import MailSink
from bouclage.engine import Engine
from bouclage.errors import RelayUnavailableError
from bouclage.records import Source, SourceState
from bouclage.store import Store

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
SICK = SourceState(source_id="a", failures=9, last_success=NOW - timedelta(days=2), last_read=NOW, error="no answer")


def _engine(store: Store, host: str, port: int, address: str | None = "ops@bouclage.example") -> Engine:
    mail = MailConfig(host=host, port=port, from_address="edition@bouclage.example", timeout_s=5)
    config = Config(mail=mail, operating=OperatingConfig(alarm_address=address))
    return Engine(store=store, config=config, secret="s" * 32, clock=lambda: NOW)


def _set(store: Store, state: SourceState) -> None:
    with store.begin() as tx:
        if tx.sources.find("a") is None:
            tx.sources.add(Source(id="a", name="Le Rivage", url="https://rivage.example/feed"))
        tx.sources.save_state(state)


def test_told_once_while_it_lasts(store: Store, tmp_path: Path) -> None:
    """A dead source is one mail; when it has been well and dies again, another."""
    with MailSink(tmp_path / "mailbox") as sink:
        engine = _engine(store, sink.host, sink.port)
        _set(store, SICK)
        assert [alarm.about for alarm in engine.guard()] == ["Le Rivage"]
        assert engine.guard() == ()
        _set(store, replace(SICK, failures=0, error=None, last_success=NOW))
        assert engine.guard() == ()
        _set(store, SICK)
        assert len(engine.guard()) == 1
        assert sink.count == 2
        text = next(file for file in (tmp_path / "mailbox").rglob("*") if file.is_file()).read_text(encoding="utf-8")
    assert "To: ops@bouclage.example" in text
    assert "Le Rivage" in text


def test_what_could_not_be_told_is_told_later(store: Store, tmp_path: Path) -> None:
    """While the relay is away the alarm stays new."""
    _set(store, SICK)
    with pytest.raises(RelayUnavailableError):
        _engine(store, "127.0.0.1", 1).guard()
    with MailSink(tmp_path / "mailbox") as sink:
        assert len(_engine(store, sink.host, sink.port).guard()) == 1
        assert sink.count == 1


def test_nobody_to_tell(store: Store) -> None:
    """Without an address the alarms are returned for the log, and no relay is asked."""
    _set(store, SICK)
    assert len(_engine(store, "127.0.0.1", 1, address=None).guard({"collect": 3})) == 2
