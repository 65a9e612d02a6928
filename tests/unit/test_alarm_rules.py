"""What the operator is told of, and in which words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bouclage.config import OperatingConfig
from bouclage.pipeline.guard import refusal_alarms, slot_alarms, source_alarms
from bouclage.records import Alarm, AlarmKind, DeliveryState, Source, SourceState
from bouclage.render import alarm_mail
from bouclage.store import Slot, SlotState

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
SETTINGS = OperatingConfig()
SOURCE = Source(id="a", name="Le Rivage", url="https://rivage.example/feed")


def _told(**state: object) -> list[AlarmKind]:
    states = {"a": SourceState(source_id="a", **state)}  # type: ignore[arg-type]
    return [alarm.kind for alarm in source_alarms([SOURCE], states, NOW, SETTINGS)]


def test_a_source_dead_for_a_day_is_told_of() -> None:
    """Failing for more than a day is told; failing for an hour, or resting with nothing wrong, is not."""
    day, hour = NOW - timedelta(hours=25), NOW - timedelta(hours=1)

    assert _told(failures=9, last_success=day, last_read=NOW, error="no answer") == [AlarmKind.SOURCE_SILENT]
    assert _told(failures=2, last_success=hour, last_read=NOW, error="no answer") == []
    assert _told(failures=0, last_success=day, last_read=day) == []
    assert _told(failures=8, last_read=NOW, error="no such host") == [AlarmKind.SOURCE_SILENT]
    assert _told(gone=True) == [AlarmKind.SOURCE_GONE]


def test_how_long_it_lasts_makes_no_new_alarm() -> None:
    """The key is the same tomorrow, so that a dead source is one mail and not one a day."""
    later = source_alarms(
        [SOURCE],
        {"a": SourceState(source_id="a", failures=9, last_success=NOW - timedelta(days=9), error="x")},
        NOW,
        SETTINGS,
    )
    sooner = source_alarms(
        [SOURCE],
        {"a": SourceState(source_id="a", failures=9, last_success=NOW - timedelta(days=2), error="x")},
        NOW,
        SETTINGS,
    )

    assert [alarm.key for alarm in later] == [alarm.key for alarm in sooner]
    assert later[0].amount > sooner[0].amount


def test_held_and_missed_editions_are_told_of() -> None:
    """Held and missed are told; closed ones and those from before the first start are not."""

    def slot(state: SlotState, reason: str | None) -> Slot:
        return Slot(
            edition="evening", day=date(2026, 9, 7), state=state, owner="", claimed=None, changed=NOW, reason=reason
        )

    slots = [
        slot(SlotState.HELD, "empty"),
        slot(SlotState.MISSED, "nobody was there"),
        slot(SlotState.MISSED, "before the first start"),
        slot(SlotState.DONE, None),
    ]

    assert [alarm.kind for alarm in slot_alarms(slots)] == [AlarmKind.EDITION_HELD, AlarmKind.EDITION_MISSED]


@pytest.mark.parametrize(("accepted", "refused", "told"), [(95, 5, 0), (94, 6, 1), (1, 1, 0), (0, 20, 1)])
def test_many_refusals_are_told_of(accepted: int, refused: int, told: int) -> None:
    """More than one in twenty, where there are enough to say so."""
    counts = {DeliveryState.ACCEPTED: accepted, DeliveryState.REFUSED: refused}

    assert len(refusal_alarms("evening-2026-09-08", counts, SETTINGS)) == told


@pytest.mark.parametrize("language", ["fr", "de", "it", "en"])
def test_every_alarm_has_words(language: str) -> None:
    """Each kind is told in the newsroom's language, with what it is about."""
    alarms = [Alarm(kind=kind, about="Le Rivage", detail="no answer", amount=30) for kind in AlarmKind]

    subject, text = alarm_mail(alarms, title="Évening", language=language)

    assert "Évening" in subject
    assert text.count("Le Rivage") == len(AlarmKind)
    assert "{" not in text
