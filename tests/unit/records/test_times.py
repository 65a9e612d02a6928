"""Times in records are aware UTC, everywhere."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from inspect import isclass
from typing import Any, get_args, get_type_hints

import pytest

from bouclage import records
from bouclage.records import (
    AuditLine,
    Consent,
    ConsentAct,
    DecisionKind,
    Delivery,
    Document,
    EditorialDecision,
    Entry,
    Forecast,
    Letter,
    LetterKind,
    MailReturn,
    PageState,
    ReturnKind,
    Revision,
    RevisionKind,
    Role,
    Ruling,
    RulingKind,
    Sending,
    SendingState,
    SourceState,
    Subscriber,
    Suppression,
    SuppressionReason,
    Token,
    User,
    Weather,
    WeatherPoint,
    WeatherService,
    Webhook,
    WebhookCall,
    require_utc,
    utc,
)
from tests.builders import DAY, NOON, a_report, a_shown_statement, a_story, an_article, an_edition, an_edition_story

SAMPLES: tuple[Any, ...] = (
    an_article(),
    Document(source_id="s", url="u", final_url="u", fetched=NOON),
    a_story(),
    Weather(place="Rivemont", service=WeatherService.MET_NORWAY, made=NOON, days=()),
    WeatherPoint(id="1", kind="1", found=NOON),
    Forecast(weather=None, fetched=NOON, due=NOON),
    Entry(source_id="s", guid="g", url=None, headline=None),
    SourceState(source_id="s"),
    an_edition(),
    an_edition_story(),
    a_report(an_article()),
    a_shown_statement(an_article()),
    Delivery(edition="evening", day=DAY, subscriber_id="1", address="a@b.example", message_id="<1>", changed=NOON),
    Subscriber(address="a@b.example", created=NOON, changed=NOON),
    EditorialDecision(edition="evening", day=DAY, kind=DecisionKind.HOLD, story_id="s", by="ada", at=NOON),
    Ruling(kind=RulingKind.PIN, editor="ada", made=NOON, story="s", items=("i",)),
    Consent(subscriber_id="1", edition="evening", act=next(iter(ConsentAct)), at=NOON, where="form", words="yes"),
    Letter(
        id="l",
        kind=next(iter(LetterKind)),
        address="a@b.example",
        edition="evening",
        language="fr",
        asked=NOON,
        where="form",
        expires=NOON,
    ),
    Suppression(address="a@b.example", reason=next(iter(SuppressionReason)), since=NOON),
    MailReturn(id="r", kind=ReturnKind.HARD, received=NOON),
    Sending(edition="evening", day=DAY, state=SendingState.RUNNING, changed=NOON),
    PageState(entry=Entry(source_id="s", guid="g", url=None, headline=None), first=NOON, due=NOON),
    User(id="u", name="ada", role=Role.EDITOR, made=NOON),
    AuditLine(id="a", at=NOON, by="ada", action="story.hold", about="s"),
    Token(user_id="u", name="script", role=Role.READER, made=NOON),
    Webhook(id="w", url="https://hook.example/", secret="s", made=NOON),
    WebhookCall(id="c", webhook_id="w", event="edition.closed", body="{}", changed=NOON),
    MailReturn(id="r", kind=ReturnKind.SOFT, received=NOON),
    Revision(item="i", before_id="a", after_id="b", seen=NOON, kind=RevisionKind.TYPO, edits=()),
)


def time_fields(kind: type[Any]) -> list[str]:
    """Return the names of a record's fields that hold a time."""
    hints = get_type_hints(kind)
    return [
        f.name for f in fields(kind) if f.init and (hints[f.name] is datetime or datetime in get_args(hints[f.name]))
    ]


CASES = [(sample, name) for sample in SAMPLES for name in time_fields(type(sample))]


def test_every_record_with_a_time_is_looked_at_here() -> None:
    """A new record that holds a time has to join the samples above."""
    timed = {kind for kind in vars(records).values() if isclass(kind) and is_dataclass(kind) and time_fields(kind)}
    assert timed == {type(sample) for sample in SAMPLES}


@pytest.mark.parametrize(
    ("sample", "name"), CASES, ids=lambda part: part if isinstance(part, str) else type(part).__name__
)
def test_a_time_without_a_zone_is_refused(sample: Any, name: str) -> None:
    """Nobody knows what a naive time means, so no record holds one, in any of its fields."""
    with pytest.raises(ValueError, match="aware UTC"):
        replace(sample, **{name: datetime(2026, 9, 8, 12, 0)})  # noqa: DTZ001 - naive on purpose


@pytest.mark.parametrize(
    ("sample", "name"), CASES, ids=lambda part: part if isinstance(part, str) else type(part).__name__
)
def test_a_time_of_another_zone_is_refused(sample: Any, name: str) -> None:
    """Times are turned into UTC before a record is made, so that equal moments are written alike."""
    with pytest.raises(ValueError, match="aware UTC"):
        replace(sample, **{name: datetime(2026, 9, 8, 14, 0, tzinfo=timezone(timedelta(hours=2)))})


def test_utc_turns_any_aware_time_into_utc() -> None:
    """The one way into a record for a publisher's time with its own offset."""
    turned = utc(datetime(2026, 9, 8, 14, 0, tzinfo=timezone(timedelta(hours=2))))
    assert turned == NOON
    assert turned.tzinfo is UTC


def test_utc_refuses_a_naive_time_and_names_it() -> None:
    """The error says which time had no zone."""
    with pytest.raises(ValueError, match="2026-09-08T12:00:00"):
        utc(datetime(2026, 9, 8, 12, 0))  # noqa: DTZ001 - naive on purpose


def test_unknown_times_pass() -> None:
    """None means unknown and is no error."""
    require_utc(None, NOON, None)
